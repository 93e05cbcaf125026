"""A pasted list looked up: for each line the parcels and certificates that it means, and what is known of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from landdesk.domain.ids import ObjectId
from landdesk.domain.numbering import natural
from landdesk.domain.pasted import Asked, parse_pasted
from landdesk.store.queries.lookup import Matches, ParcelExtras
from landdesk.store.queries.parcels import ParcelLine
from landdesk.store.reader import Reader


class Status(StrEnum):
    """What became of a line."""

    FOUND = "found"
    SEVERAL = "several"
    NOT_FOUND = "not_found"
    UNREADABLE = "unreadable"


_NOTHING = ParcelExtras()


@dataclass(frozen=True, slots=True)
class LookedUp:
    """One row of the table: a line with one of the parcels that it leads to.

    Args:
        asked: The line.
        status: ``several`` where more than one parcel, certificate or person is called so: a person decides. One
            certificate or person with several parcels is found, and has a row for each.
        parcel: None where nothing was found, or a certificate or person without a parcel.
        extras: What is known of the parcel.
        serial: Of the certificate asked for, where it has no parcel; else of all of the parcel's certificates.
    """

    asked: Asked
    status: Status
    parcel: ParcelLine | None = None
    extras: ParcelExtras = _NOTHING
    serial: str = ""


def look_up(reader: Reader, text: str) -> list[LookedUp]:
    """Return the table of a pasted list, in the order of its lines.

    Args:
        reader: Of the store.
        text: As pasted, see :func:`landdesk.domain.pasted.parse_pasted`.
    """
    asked = parse_pasted(text)
    matches = reader.lookup_matches(
        {one.parcel for one in asked if one.parcel is not None},
        {one.certificate for one in asked if one.certificate is not None},
        {one.identity for one in asked if one.identity is not None},
    )
    meant = [_meant(one, matches) for one in asked]
    wanted = list(dict.fromkeys(parcel for several in meant for one in several for parcel in one.parcels))
    lines = {line.id: line for line in reader.parcel_lines(identifiers=wanted)}
    extras = reader.lookup_extras(wanted)
    return [
        row for one, several in zip(asked, meant, strict=True) for row in _rows(one, several, lines, extras)
    ]


@dataclass(frozen=True, slots=True)
class _Meant:
    """One object that a line may mean, with its parcels."""

    parcels: tuple[ObjectId, ...]
    serial: str = ""


def _meant(asked: Asked, matches: Matches) -> list[_Meant]:
    if asked.parcel is not None:
        # Old numbers are given anew: they count where no parcel is called so today.
        found = matches.parcels.get(asked.parcel) or matches.former_parcels.get(asked.parcel, [])
        return [_Meant((one,)) for one in found]
    if asked.certificate is not None:
        parcels = matches.parcel_codes.get(asked.certificate, [])
        certificates = matches.certificates.get(asked.certificate, [])
        return [_Meant((one,)) for one in parcels] + [
            _Meant(tuple(matches.parcels_of.get(one, ())), matches.serial_of[one]) for one in certificates
        ]
    persons = matches.persons.get(asked.identity or "", [])
    return [_Meant(tuple(matches.parcels_of.get(one, ()))) for one in persons]


def _rows(
    asked: Asked,
    meant: list[_Meant],
    lines: dict[ObjectId, ParcelLine],
    extras: dict[ObjectId, ParcelExtras],
) -> Iterable[LookedUp]:
    if not meant:
        yield LookedUp(asked, Status.NOT_FOUND if asked.is_readable else Status.UNREADABLE)
        return
    status = Status.FOUND if len(meant) == 1 else Status.SEVERAL
    for one in meant:
        if not one.parcels:
            yield LookedUp(asked, status, serial=one.serial)
        for parcel in sorted(one.parcels, key=lambda one: _place(lines[one])):
            known = extras[parcel]
            yield LookedUp(asked, status, lines[parcel], known, "; ".join(known.serials) or one.serial)


def _place(line: ParcelLine) -> tuple[tuple[int, str], tuple[int, str], ObjectId]:
    return natural(line.sheet), natural(line.number), line.id
