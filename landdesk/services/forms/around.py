"""What a page says of its objects beside their values: where else they are recorded, absent files, locks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from landdesk.domain.canonical import clean_text
from landdesk.domain.dossier import Dossier
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, Document
from landdesk.i18n import _, format_number
from landdesk.services.commune_rights import Locks, locks_of
from landdesk.store.queries.recorded import SHARED, Places
from landdesk.store.reader import Reader

FOUND_AT_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Around:
    """What is known beside the record of one parcel.

    Args:
        shared: Of objects that other parcels have too: at which.
        absent_files: SHA-256, in hexadecimal digits, of the scans whose files are not on this computer.
        locks: Fields that the commune may not change freely.
    """

    shared: Mapping[ObjectId, Places] = field(default_factory=dict)
    absent_files: frozenset[str] = frozenset()
    locks: Locks = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A recorded object that can be taken onto a page."""

    record: AnyRecord
    places: Places


def read_around(
    reader: Reader,
    dossier: Dossier,
    is_here: Callable[[bytes], bool],
    day: date,
) -> Around:
    """Return what a page says of a dossier.

    Args:
        reader: The store.
        dossier: The parcel's.
        is_here: Tells whether a file of this SHA-256 is kept with the store.
        day: Today, in Vietnam.
    """
    shared = {
        one.id: places
        for one in dossier.objects.values()
        if one.CLASS in SHARED
        and (places := reader.recorded.places(one.CLASS, one.id, dossier.parcel.id)).count
    }
    hashes = {one.sha256 for one in dossier.of(Document) if one.sha256}
    absent = frozenset(one for one in hashes if not is_here(bytes.fromhex(one)))
    return Around(shared, absent, locks_of(reader, dossier, day))


def find_recorded(reader: Reader, class_name: str, text: str) -> list[Found]:
    """Return recorded objects of a class that fit a text, see ``queries.recorded.Recorded.find``."""
    found = reader.recorded.find(class_name, clean_text(text) or "", FOUND_AT_MOST)
    return [Found(one, reader.recorded.places(class_name, one.id)) for one in found]


def places_words(places: Places) -> str:
    """Return parcels in words: the first by name, the others counted."""
    named = ", ".join(places.keys)
    if places.count <= len(places.keys):
        return named
    more = format_number(places.count - len(places.keys), 0)
    return _("{keys} and {more} more").format(keys=named, more=more)
