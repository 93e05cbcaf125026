"""The completeness of all parcels kept from one look to the next: after an edit only its parcels are looked at again.

Counting all takes a second with 50,000 parcels and belongs into the background once; a queue asks after every save.
"""

import threading
from collections.abc import Iterable, Sequence

from landdesk.domain.completeness import Completeness, Need, completeness
from landdesk.domain.ids import ObjectId
from landdesk.store.queries.completeness import CODES, Gaps
from landdesk.store.reader import Reader

PATCH_AT_MOST = 300
"""From so many parcels on, counting all is as quick."""

_FOUND_ONCE_GONE = frozenset({"parcel", "purpose", "land_right", "certificate_parcel"})
"""Classes whose objects lead to their parcel even after they are deleted."""


class KeptGaps:
    """Keeps them; safe to ask from several threads.

    Args:
        needs: What the record of a parcel needs.
    """

    def __init__(self, needs: Sequence[Need]) -> None:
        self._needs = needs
        self._lock = threading.Lock()
        self._version = -1
        self._gaps: Gaps | None = None

    def read(self, reader: Reader) -> Gaps:
        """Return the completeness of every parcel at the reader's version."""
        version = reader.version()
        with self._lock:
            known, at = self._gaps, self._version
        if known is None or at != version:
            patched = self._patched(reader, known, at) if known is not None and at < version else None
            known = reader.gaps(self._needs) if patched is None else patched
            with self._lock:
                if version > self._version:
                    self._version, self._gaps = version, known
        return known

    def _patched(self, reader: Reader, known: Gaps, at: int) -> Gaps | None:
        """Return the completeness with the parcels looked at again that changed; None where all has to be counted."""
        parcels = _touched(reader, at)
        if parcels is None or len(parcels) > PATCH_AT_MOST:
            return None
        place = {one: number for number, one in enumerate(known.ids)}
        dossiers = reader.dossiers(sorted(parcels))
        if dossiers.keys() != parcels or not parcels <= place.keys():
            return None
        states = {group: codes.copy() for group, codes in known.states.items()}
        missing, unknown = known.missing.copy(), known.unknown.copy()
        for parcel, dossier in dossiers.items():
            found: Completeness = completeness(dossier, self._needs)
            number = place[parcel]
            for group, state in found.states.items():
                states[group][number] = CODES[state]
            missing[number], unknown[number] = len(found.missing), len(found.unknown)
        return Gaps(known.ids, states, missing, unknown)


def _touched(reader: Reader, since: int) -> set[ObjectId] | None:
    """Return the parcels that entries after a version may have changed; None where that cannot be told."""
    touched = reader.touched_after(since)
    if len(touched) > 10 * PATCH_AT_MOST:
        return None
    by_class: dict[str, list[ObjectId]] = {}
    for class_name, identifier in touched:
        by_class.setdefault(class_name, []).append(identifier)
    records = reader.records(by_class)
    for class_name, identifiers in by_class.items():
        if class_name not in _FOUND_ONCE_GONE and _any_gone(identifiers, records):
            return None
    found: set[ObjectId] = set()
    for parcels in reader.parcels_concerned(records.values()).values():
        found |= parcels
    return found | reader.parcels_showing(touched)


def _any_gone(identifiers: Iterable[ObjectId], records: Iterable[ObjectId]) -> bool:
    return not set(identifiers) <= set(records)
