"""Rows of PL3-01 brought together: each certificate with its parcels and its people, and where rows disagree.

Nothing is decided: of values that differ the first is taken and a note names the rows, which keep all of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from landdesk.domain.identity import identity_digits
from landdesk.domain.person_names import name_key
from landdesk.domain.serials import serial_key, split_serials
from landdesk.services.campaign import notes
from landdesk.services.campaign.forms import PL3, form
from landdesk.services.campaign.notes import FormNote
from landdesk.services.campaign.pl3 import (
    ALONE,
    CO_USERS,
    COMMUNITY,
    COUPLE,
    HEAD,
    HOUSEHOLD,
    HUSBAND,
    MEMBER,
    ORGANISATION,
    PERSON,
    REPRESENTATIVE,
    WIFE,
    Pl3Purpose,
    Pl3Row,
)
from landdesk.services.codelists import CodeLists, shipped_lists

ROLES_OF: Final[Mapping[str, frozenset[str]]] = {
    PERSON: frozenset({ALONE}),
    COUPLE: frozenset({HUSBAND, WIFE}),
    HOUSEHOLD: frozenset({HEAD, HUSBAND, WIFE, MEMBER}),
    CO_USERS: frozenset({REPRESENTATIVE, MEMBER, HUSBAND, WIFE, ALONE}),
    COMMUNITY: frozenset({REPRESENTATIVE}),
    ORGANISATION: frozenset({REPRESENTATIVE}),
}
"""Roles that the people of a kind of land user can have."""
_ONE_ONLY: Final = (HEAD, HUSBAND, WIFE)

_CERTIFICATE: Final = (
    "commune",
    "issued",
    "register_number",
    "organisation",
    "organisation_id",
    "holder_kind",
)
_PERSON: Final = (
    "name",
    "born",
    "sex",
    "identity_number",
    "address",
    "role",
    "current_name",
    "current_identity",
    "current_address",
    "change_reason",
)
_LAND: Final = (
    "parcel_code",
    "certificate_sheet",
    "certificate_parcel",
    "sheet",
    "parcel_no",
    "parcel_address",
    "parcel_area_m2",
)
_PURPOSES: Final = tuple(
    f"{name}_{place}{unit}"
    for place in (1, 2, 3)
    for name, unit in (("land_use", ""), ("area", "_m2"), ("origin", ""), ("form", ""), ("term", ""))
)
_ASSET: Final = (
    "asset_kind",
    "housing_area",
    "building",
    "apartment",
    "built_area_m2",
    "floor_area_m2",
    "ownership_form",
    "ownership_term",
    "grade",
)


@dataclass(frozen=True, slots=True)
class Pl3Person:
    """A person of a certificate and whoever uses the land today; names as in :class:`Pl3Row`."""

    name: str | None
    born: str | None
    sex: str | None
    identity_number: str | None
    address: str | None
    role: str | None
    current_name: str | None
    current_identity: str | None
    current_address: str | None
    change_reason: str | None
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pl3Asset:
    """What stands on a parcel; names as in :class:`Pl3Row`."""

    asset_kind: str | None
    housing_area: str | None
    building: str | None
    apartment: str | None
    built_area_m2: Decimal | None
    floor_area_m2: Decimal | None
    ownership_form: str | None
    ownership_term: str | None
    grade: str | None
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pl3Parcel:
    """A parcel of a certificate with at most three purposes; names as in :class:`Pl3Row`."""

    parcel_code: str | None
    certificate_sheet: str | None
    certificate_parcel: str | None
    sheet: str | None
    parcel_no: str | None
    parcel_address: str | None
    parcel_area_m2: Decimal | None
    purposes: tuple[Pl3Purpose, ...]
    assets: tuple[Pl3Asset, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pl3Certificate:
    """One certificate.

    Args:
        key: What its rows have in common: serials without blanks, else commune, sheet and parcel.
        serials: Normalised; several where one cell names several sheets of paper, none where it names none.
        scan_files: Names as written, each once.
        persons: In the order of the rows; an organisation without a representative has none.
        rows: Numbers of all its rows.
        notes: Where the rows disagree or do not make a whole.
    """

    key: tuple[str, ...]
    serials: tuple[str, ...]
    commune: str | None
    issued: date | None
    register_number: str | None
    holder_kind: str | None
    organisation: str | None
    organisation_id: str | None
    scan_files: tuple[str, ...]
    parcels: tuple[Pl3Parcel, ...]
    persons: tuple[Pl3Person, ...]
    rows: tuple[int, ...]
    notes: tuple[FormNote, ...]


def group_pl3(rows: Iterable[Pl3Row], lists: CodeLists | None = None) -> tuple[Pl3Certificate, ...]:
    """Return the certificates of the rows, in the order in which they first occur.

    Rows belong together by their serials, without one by commune, map sheet and parcel; a row that has neither is a
    certificate of its own. A parcel of two certificates is noted on the later one.

    Args:
        rows: All rows of the form.
        lists: Code lists in force, for roles and kinds of land users; those that are shipped where none are given.
    """
    of_key: dict[tuple[str, ...], list[Pl3Row]] = {}
    for row in rows:
        of_key.setdefault(_certificate_key(row), []).append(row)
    owners: dict[tuple[str, ...], tuple[int, ...]] = {}
    words = _Words(lists or shipped_lists())
    return tuple(_certificate(key, members, owners, words) for key, members in of_key.items())


def _certificate_key(row: Pl3Row) -> tuple[str, ...]:
    serials = split_serials(row.serial or "")
    if serials:
        return ("serial", *sorted(map(serial_key, serials)))
    place = _place(row)
    return ("parcel", row.commune or "", *place) if place else ("row", str(row.row))


def _place(row: Pl3Row) -> tuple[str, ...]:
    """Return how a row names its parcel: on today's map, else as the certificate does."""
    if row.sheet and row.parcel_no:
        return "map", row.sheet, row.parcel_no
    if row.certificate_sheet and row.certificate_parcel:
        return "certificate", row.certificate_sheet, row.certificate_parcel
    return ("code", row.parcel_code) if row.parcel_code else ()


def _person_key(row: Pl3Row) -> tuple[str, ...]:
    """Return what tells the people of one certificate apart: the number, else the name."""
    if row.identity_number:
        return "number", identity_digits(row.identity_number)
    return ("name", name_key(row.name)) if row.name else ()


def _certificate(
    key: tuple[str, ...],
    rows: Sequence[Pl3Row],
    owners: dict[tuple[str, ...], tuple[int, ...]],
    words: "_Words",
) -> Pl3Certificate:
    said: list[FormNote] = []
    said += _twice(rows)
    values = _agreed(rows, _CERTIFICATE, notes.CERTIFICATE_DIFFERS, said)
    of_parcel = _grouped(rows, _place)
    of_person = _grouped(rows, _person_key)
    parcels = tuple(_parcel(members, said) for members in of_parcel.values())
    persons = tuple(_person(members, said) for members in of_person.values())
    for place, members in of_parcel.items():
        own = (rows[0].commune or "", *place)
        if own in owners:
            said.append(FormNote(notes.PARCEL_TWICE, owners[own] + _numbers(members)))
        else:
            owners[own] = _numbers(members)
    pairs = {(_place(row), _person_key(row)) for row in rows if _place(row) and _person_key(row)}
    if len(pairs) < len(of_parcel) * len(of_person):
        said.append(FormNote(notes.NOT_ALL_PAIRS, _numbers(rows)))
    said += _look_at_roles(words.code_of("party_kind", values["holder_kind"]), persons, rows, words)
    return Pl3Certificate(
        key=key,
        serials=split_serials(rows[0].serial or ""),
        scan_files=tuple(dict.fromkeys(row.scan_files for row in rows if row.scan_files)),
        parcels=parcels,
        persons=persons,
        rows=_numbers(rows),
        notes=tuple(said),
        **values,
    )


class _Words:
    """Which code a word of the form means; most rows say the same few words."""

    def __init__(self, lists: CodeLists) -> None:
        self._lists = lists
        self._known: dict[tuple[str, str | None], str] = {}

    def code_of(self, name: str, word: str | None) -> str:
        """Return the code that a word means; nothing where it means none or several."""
        asked = (name, word)
        if asked not in self._known:
            found = self._lists[name].find(word) if word else ()
            self._known[asked] = found[0].code if len(found) == 1 else ""
        return self._known[asked]


def _grouped(
    rows: Sequence[Pl3Row], key: Callable[[Pl3Row], tuple[str, ...]]
) -> dict[tuple[str, ...], list[Pl3Row]]:
    groups: dict[tuple[str, ...], list[Pl3Row]] = {}
    for row in rows:
        own = key(row)
        if own:
            groups.setdefault(own, []).append(row)
    return groups


def _twice(rows: Sequence[Pl3Row]) -> list[FormNote]:
    if len(rows) == 1:
        return []
    alike: dict[tuple[object, ...], list[int]] = {}
    for row in rows:
        alike.setdefault((*(getattr(row, key) for key in _EVERYTHING), *row.unread.items()), []).append(
            row.row
        )
    return [FormNote(notes.ROW_TWICE, tuple(numbers)) for numbers in alike.values() if len(numbers) > 1]


def _agreed(rows: Sequence[Pl3Row], keys: Sequence[str], code: str, said: list[FormNote]) -> dict[str, Any]:
    """Return the first value of each key that any row has; values that differ are noted with their rows."""
    values: dict[str, Any] = {}
    for key in keys:
        given = [(row.row, value) for row in rows if (value := getattr(row, key)) is not None]
        values[key] = given[0][1] if given else None
        if len({value for _, value in given}) > 1:
            said.append(FormNote(code, tuple(number for number, _ in given), key))
    return values


def _parcel(rows: Sequence[Pl3Row], said: list[FormNote]) -> Pl3Parcel:
    land = _agreed(rows, _LAND, notes.PARCEL_DIFFERS, said)
    _agreed(rows, _PURPOSES, notes.PARCEL_DIFFERS, said)
    # Purposes go together: mixing those of two rows would make one that nobody wrote.
    purposes = next((row.purposes for row in rows if row.purposes), ())
    areas = [one.area_m2 for one in purposes if one.area_m2 is not None]
    whole = rows[0].parcel_area_m2
    if whole is not None and len(areas) == len(purposes) > 0:
        tolerance = form(PL3).tolerance["purpose_sum_m2"]
        if abs(sum(areas) - whole) > tolerance:
            said.append(FormNote(notes.PURPOSE_SUM, _numbers(rows)))
    assets: dict[tuple[Any, ...], list[Pl3Row]] = {}
    for row in rows:
        asset = tuple(getattr(row, key) for key in _ASSET)
        if any(value is not None for value in asset):
            assets.setdefault(asset, []).append(row)
    return Pl3Parcel(
        purposes=purposes,
        assets=tuple(
            Pl3Asset(**dict(zip(_ASSET, asset, strict=True)), rows=_numbers(members))
            for asset, members in assets.items()
        ),
        rows=_numbers(rows),
        **land,
    )


def _person(rows: Sequence[Pl3Row], said: list[FormNote]) -> Pl3Person:
    return Pl3Person(rows=_numbers(rows), **_agreed(rows, _PERSON, notes.PERSON_DIFFERS, said))


def _look_at_roles(
    kind: str, persons: Sequence[Pl3Person], rows: Sequence[Pl3Row], words: "_Words"
) -> list[FormNote]:
    said = []
    roles = [words.code_of("member_role", person.role) for person in persons]
    for role in _ONE_ONLY:
        several = [person for person, own in zip(persons, roles, strict=True) if own == role]
        if len(several) > 1:
            at = tuple(number for person in several for number in person.rows)
            said.append(FormNote(notes.ROLE_TWICE, at, "role"))
    allowed = ROLES_OF.get(kind)
    if allowed is not None:
        said += [
            FormNote(notes.ROLE_OTHER, person.rows, "role")
            for person, own in zip(persons, roles, strict=True)
            if own and own not in allowed
        ]
    if kind == COUPLE and not {HUSBAND, WIFE} <= set(roles):
        said.append(FormNote(notes.NO_SPOUSE, _numbers(rows), "role"))
    if (kind == HOUSEHOLD and HEAD not in roles) or (
        kind in {ORGANISATION, COMMUNITY, CO_USERS} and REPRESENTATIVE not in roles
    ):
        said.append(FormNote(notes.NO_HEAD, _numbers(rows), "role"))
    return said


def _numbers(rows: Sequence[Pl3Row]) -> tuple[int, ...]:
    return tuple(row.row for row in rows)


_EVERYTHING: Final = ("serial", *_CERTIFICATE, *_PERSON, *_LAND, *_PURPOSES, *_ASSET, "scan_files")
