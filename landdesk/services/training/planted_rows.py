"""Doubts planted into the rows of PL3-01, each with the note that reading and grouping must make of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Final

from landdesk.domain import identity, serials
from landdesk.services.campaign import notes
from landdesk.services.campaign.notes import FormNote
from landdesk.services.campaign.pl3 import COUPLE, PERSON, WIFE, Pl3Row
from landdesk.services.importing.tables import values
from landdesk.services.training.certificates import Certificate, word_of

Mark = tuple[str, str]
"""Field and code."""

Planter = Callable[[Certificate], tuple[Certificate, list[Mark]]]
"""Returns the spoilt rows and what is to be said; about each row, or about the certificate as a whole."""


def plant_in_certificates(
    certificates: list[Certificate], each: int, rng: Random, first_row: int
) -> tuple[tuple[Pl3Row, ...], tuple[FormNote, ...]]:
    """Spoil that many certificates in each way, number all rows, and return them with the notes to be made.

    No certificate is spoilt twice, so every note stands for one doubt. Where a commune has too few certificates of the
    kind that a doubt needs, it is planted less often.
    """
    couple = word_of("party_kind", COUPLE)
    alone = [at for at, rows in enumerate(certificates) if len(rows) == 1 and _is_plain(rows[0])]
    couples = [at for at, rows in enumerate(certificates) if len(rows) == 2 and rows[0].holder_kind == couple]
    rng.shuffle(alone)
    rng.shuffle(couples)
    spoilt: dict[int, tuple[Certificate, list[Mark], bool]] = {}
    for places, planters, is_whole in (
        (alone, _OF_ROWS, False),
        (alone, _OF_WHOLE, True),
        (couples, _OF_COUPLES, True),
    ):
        for planter in planters:
            for _ in range(min(each, len(places))):
                at = places.pop()
                spoilt[at] = (*planter(certificates[at]), is_whole)
    rows: list[Pl3Row] = []
    said: list[FormNote] = []
    for at, untouched in enumerate(certificates):
        members, marks, is_whole = spoilt.get(at, (untouched, [], False))
        start = first_row + len(rows)
        numbers = tuple(range(start, start + len(members)))
        rows += [replace(row, row=number) for row, number in zip(members, numbers, strict=True)]
        for field, code in marks:
            said += [
                FormNote(code, one, field) for one in ([numbers] if is_whole else [(n,) for n in numbers])
            ]
    return tuple(rows), tuple(said)


def _is_plain(row: Pl3Row) -> bool:
    return (
        row.holder_kind == word_of("party_kind", PERSON)
        and row.land_use_1 is not None
        and row.area_1_m2 is not None
        and row.parcel_area_m2 is not None
    )


def _unread(row: Pl3Row, field: str, text: str) -> Pl3Row:
    cells: Mapping[str, object] = {field: None, "unread": {field: text}}
    return replace(row, **cells)  # type: ignore[arg-type]  # keys are fields of the row


def _year_only(rows: Certificate) -> tuple[Certificate, list[Mark]]:
    return [replace(row, born=str(row.born)[:4]) for row in rows], [("born", notes.PARTIAL_BIRTH)]


def _old_card(rows: Certificate) -> tuple[Certificate, list[Mark]]:
    spoilt = [replace(row, identity_number=str(row.identity_number)[3:]) for row in rows]
    return spoilt, [("identity_number", identity.OLD_CARD)]


def _lost_zero(rows: Certificate) -> tuple[Certificate, list[Mark]]:
    spoilt = [replace(row, identity_number=str(row.identity_number)[1:]) for row in rows]
    return spoilt, [("identity_number", values.ZERO_RESTORED)]


def _other_sex(rows: Certificate) -> tuple[Certificate, list[Mark]]:
    man, woman = word_of("sex", "male"), word_of("sex", "female")
    spoilt = [replace(row, sex=man if row.sex == woman else woman) for row in rows]
    return spoilt, [("identity_number", identity.OTHER_SEX)]


def _bad_serial(rows: Certificate) -> tuple[Certificate, list[Mark]]:
    return [replace(row, serial=f"{row.serial}/1") for row in rows], [("serial", serials.SERIAL_FORM)]


def _no_area(rows: Certificate) -> tuple[Certificate, list[Mark]]:
    spoilt = [_unread(row, "parcel_area_m2", f"khoảng {row.parcel_area_m2}") for row in rows]
    return spoilt, [("parcel_area_m2", notes.NO_AREA)]


def _no_date(rows: Certificate) -> tuple[Certificate, list[Mark]]:
    return [_unread(row, "issued", "không rõ ngày") for row in rows], [("issued", notes.NO_DATE)]


def _old_words(rows: Certificate) -> tuple[Certificate, list[Mark]]:
    return [replace(row, land_use_1="Đất hoang hóa") for row in rows], [("land_use_1", notes.OTHER_WORD)]


def _gap(rows: Certificate) -> tuple[Certificate, list[Mark]]:
    spoilt = [replace(row, land_use_2=None, land_use_3="Đất trồng lúa") for row in rows]
    marks = [("land_use_3", notes.PURPOSE_GAP)]
    if any(row.area_2_m2 is not None for row in rows):
        marks.insert(0, ("land_use_2", notes.PURPOSE_PARTIAL))
    return spoilt, marks


def _other_sum(rows: Certificate) -> tuple[Certificate, list[Mark]]:
    spoilt = [replace(row, area_1_m2=(row.area_1_m2 or Decimal(0)) + 10) for row in rows]
    return spoilt, [("", notes.PURPOSE_SUM)]


def _twice(rows: Certificate) -> tuple[Certificate, list[Mark]]:
    return [*rows, *rows], [("", notes.ROW_TWICE)]


def _other_register(rows: Certificate) -> tuple[Certificate, list[Mark]]:
    spoilt = [replace(row, register_number=f"CH {at:05}") for at, row in enumerate(rows, 1)]
    return spoilt, [("register_number", notes.CERTIFICATE_DIFFERS)]


def _no_wife(rows: Certificate) -> tuple[Certificate, list[Mark]]:
    wife = word_of("member_role", WIFE)
    return [row for row in rows if row.role != wife], [("role", notes.NO_SPOUSE)]


_OF_ROWS: Final[tuple[Planter, ...]] = (
    _year_only,
    _old_card,
    _lost_zero,
    _other_sex,
    _bad_serial,
    _no_area,
    _no_date,
    _old_words,
    _gap,
)
_OF_WHOLE: Final[tuple[Planter, ...]] = (_other_sum, _twice)
_OF_COUPLES: Final[tuple[Planter, ...]] = (_other_register, _no_wife)
