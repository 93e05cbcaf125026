"""Invented certificates of a demo commune as rows of the collection form PL3-01.

Parcels, land uses, areas and people are those of the commune's register; what the register does not hold (days of
birth, serials, origins, representatives) is invented to fit. Public ways have no certificate. The parcel
identification code is left empty: only the office issues it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from landdesk.domain.identity import birth_year_of, is_woman_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel, Party, Purpose
from landdesk.domain.serials import serial_key
from landdesk.i18n import format_date
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
    PURPOSES,
    REPRESENTATIVE,
    WIFE,
    Pl3Row,
)
from landdesk.services.codelists import shipped_list
from landdesk.services.training.commune import DemoCommune
from landdesk.services.training.numbers import Numbers
from landdesk.services.training.people import Population

_FIRST_ISSUE: Final = date(1995, 1, 9)
_LAST_ISSUE: Final = date(2026, 5, 29)
_WAYS: Final = frozenset({"DGT", "DTL", "SON"})
_RESIDENTIAL: Final = frozenset({"ONT", "ODT"})
_HOME_ORIGINS: Final = ("1", "12", "13")
_ORIGINS: Final = ("1", "5", "10", "13")
_TRANSFERS: Final = ("CHUYEN_NHUONG", "THUA_KE", "TANG_CHO")
"""Codes of the lists ``land_origin`` and ``transfer_origin``."""
_REASONS: Final = ("Nhận thừa kế", "Được tặng cho", "Nhận chuyển nhượng")

Certificate = list[Pl3Row]
"""The rows of one certificate; their numbers are given when the sheet is put together."""


@dataclass(frozen=True, slots=True)
class _Holder:
    """One person or body as it stands on the form."""

    kind: str
    role: str
    person: Party | None
    body: Party | None = None


def word_of(name: str, code: str) -> str:
    """Return the word that stands on the form for a code of a list."""
    found = shipped_list(name).get(code)
    assert found is not None, f"{name} has no {code}"
    return found.label


def land_of(commune: DemoCommune) -> Iterator[tuple[Parcel, list[Purpose], list[Party]]]:
    """Yield each parcel that has sheet and number with its purposes and land users; one entered twice comes once."""
    party_by_id = {party.id: party for party in commune.parties}
    users: defaultdict[ObjectId, list[Party]] = defaultdict(list)
    purposes: defaultdict[ObjectId, list[Purpose]] = defaultdict(list)
    for right in commune.rights:
        users[right.parcel_id].append(party_by_id[right.party_id])
    for purpose in commune.purposes:
        purposes[purpose.parcel_id].append(purpose)
    seen: set[tuple[str, str]] = set()
    for parcel in commune.parcels:
        if parcel.sheet and parcel.number and (parcel.sheet, parcel.number) not in seen:
            seen.add((parcel.sheet, parcel.number))
            yield parcel, purposes[parcel.id], users[parcel.id]


class CertificateMaker:
    """Makes the certificates of one commune.

    Args:
        commune: Whose land it is.
        rng: Source of chance.
    """

    def __init__(self, commune: DemoCommune, rng: Random) -> None:
        self._commune = commune
        self._rng = rng
        self._population = Population(rng)
        self._known = {party.identity_number for party in commune.parties}
        self._numbers = Numbers(rng)
        self._births: dict[str, str] = {}
        self._bodies: dict[str, tuple[Party, str]] = {}
        self._land_uses = {one.code: one.label for one in shipped_list("land_use")}
        self._origins = [word_of("land_origin", code) for code in _ORIGINS]
        self._origins += [word_of("transfer_origin", code) for code in _TRANSFERS]
        self._home_origins = [word_of("land_origin", code) for code in _HOME_ORIGINS]

    def certificates(self, rows: int) -> list[Certificate]:
        """Return certificates with that many rows between them, fewer where the commune has no more land."""
        made: list[Certificate] = []
        count = 0
        waiting: dict[tuple[ObjectId, ...], tuple[Parcel, list[Purpose], list[Party]]] = {}
        for parcel, purposes, users in land_of(self._commune):
            if count >= rows:
                break
            if not users or (purposes and purposes[0].land_use in _WAYS):
                continue
            land = [(parcel, purposes, users)]
            holding = tuple(user.id for user in users)
            if holding in waiting:
                land.insert(0, waiting.pop(holding))
            elif self._rng.random() < 0.15:
                # Goes onto one certificate with the next parcel of the same people.
                waiting[holding] = land[0]
                continue
            certificate = self._certificate(land)
            made.append(certificate)
            count += len(certificate)
        return made

    def _certificate(self, land: Sequence[tuple[Parcel, list[Purpose], list[Party]]]) -> Certificate:
        rng = self._rng
        users = land[0][2]
        grown_up = [birth_year_of(user.identity_number) + 20 for user in users if user.identity_number]
        first = max(_FIRST_ISSUE, date(max(grown_up, default=0) or 1995, 1, 9))
        issued = first + timedelta(days=rng.randrange((_LAST_ISSUE - first).days))
        serial = self._numbers.serial(issued)
        holders = self._holders(users)
        body = holders[0].body
        head = Pl3Row(
            row=0,
            commune=self._commune.code,
            serial=serial,
            issued=issued,
            register_number=f"{rng.choice(('CH', 'CS', 'CN'))} {rng.randrange(100_000):05}",
            organisation=None if body is None else body.name,
            organisation_id=None if body is None else self._bodies[body.name][1],
            holder_kind=word_of("party_kind", holders[0].kind),
            scan_files=f"{serial_key(serial)}-GCN.pdf; {serial_key(serial)}-GT.pdf",
        )
        people = [self._with_person(head, holder) for holder in holders]
        return [
            with_person
            for parcel, purposes, _ in land
            for with_person in self._with_land(people, parcel, purposes, issued, is_shared=len(users) > 1)
        ]

    def _holders(self, users: Sequence[Party]) -> list[_Holder]:
        if users[0].identity_number is None:
            body = users[0]
            kind = COMMUNITY if body.name.startswith("Cộng đồng") else ORGANISATION
            if body.name not in self._bodies:
                self._bodies[body.name] = (self._new_person(body.address), self._numbers.tax_code())
            return [_Holder(kind, REPRESENTATIVE, self._bodies[body.name][0], body)]
        if len(users) == 1:
            return [_Holder(PERSON, ALONE, users[0])]
        women = [is_woman_of(str(user.identity_number)) for user in users]
        if len(users) == 2 and women[0] != women[1]:
            return [
                _Holder(COUPLE, WIFE if is_woman else HUSBAND, user)
                for user, is_woman in zip(users, women, strict=True)
            ]
        kind, first = self._rng.choice(((HOUSEHOLD, HEAD), (CO_USERS, REPRESENTATIVE)))
        return [_Holder(kind, first if at == 0 else MEMBER, user) for at, user in enumerate(users)]

    def _with_person(self, row: Pl3Row, holder: _Holder) -> Pl3Row:
        person, role = holder.person, word_of("member_role", holder.role)
        if person is None or person.identity_number is None:
            return replace(row, role=role)
        number = person.identity_number
        return replace(
            row,
            name=person.name,
            born=self._birth(number),
            sex=word_of("sex", "female" if is_woman_of(number) else "male"),
            identity_number=number,
            address=person.address,
            role=role,
        )

    def _with_land(
        self,
        people: Sequence[Pl3Row],
        parcel: Parcel,
        purposes: Sequence[Purpose],
        issued: date,
        *,
        is_shared: bool,
    ) -> list[Pl3Row]:
        rng = self._rng
        values: dict[str, object] = {
            "sheet": parcel.sheet,
            "parcel_no": parcel.number,
            "parcel_address": parcel.address,
            "parcel_area_m2": parcel.legal_area_m2,
        }
        # The maps were drawn anew and numbered anew after the older certificates.
        is_old = issued.year < 2012 and rng.random() < 0.6
        values["certificate_sheet"] = str(rng.randint(1, 40)) if is_old else parcel.sheet
        values["certificate_parcel"] = str(rng.randint(1, 900)) if is_old else parcel.number
        for place, purpose in enumerate(purposes[:PURPOSES], 1):
            is_home = purpose.land_use in _RESIDENTIAL
            area = purpose.area_m2 if purpose.area_m2 is not None else parcel.legal_area_m2
            end = date(issued.year + 50, 10, 15)
            values |= {
                f"land_use_{place}": self._land_uses.get(purpose.land_use, purpose.land_use),
                f"area_{place}_m2": area,
                f"origin_{place}": rng.choice(self._home_origins if is_home else self._origins),
                f"form_{place}": word_of("use_form", "CHUNG" if is_shared else "RIENG"),
                f"term_{place}": "Lâu dài" if is_home else format_date(end),
            }
        if purposes and purposes[0].land_use in _RESIDENTIAL and rng.random() < 0.4:
            values |= self._house()
        rows = [replace(row, **values) for row in people]  # type: ignore[arg-type]  # keys are fields of the row
        if len(rows) == 1 and rows[0].organisation is None and rng.random() < 0.05:
            rows = [self._with_current_user(rows[0])]
        return rows

    def _house(self) -> dict[str, object]:
        built = Decimal(self._rng.randint(400, 1600)) / 10
        storeys = self._rng.choice((1, 1, 1, 2, 3))
        return {
            "asset_kind": "Nhà ở riêng lẻ",
            "built_area_m2": built,
            "floor_area_m2": built * storeys,
            "ownership_form": "Sở hữu riêng",
            "ownership_term": "Lâu dài",
            "grade": "Cấp IV" if storeys == 1 else "Cấp III",
        }

    def _with_current_user(self, row: Pl3Row) -> Pl3Row:
        heir = self._new_person(row.address)
        return replace(
            row,
            current_name=heir.name,
            current_identity=heir.identity_number,
            current_address=heir.address,
            change_reason=self._rng.choice(_REASONS),
        )

    def _birth(self, number: str) -> str:
        """Return a day of the year that the number tells of; a person has one birthday."""
        if number not in self._births:
            first = date(birth_year_of(number), 1, 1)
            self._births[number] = (first + timedelta(days=self._rng.randrange(365))).isoformat()
        return self._births[number]

    def _new_person(self, address: str | None) -> Party:
        while True:
            born = self._rng.randint(1950, 2000)
            person = self._population.person(is_woman=self._rng.random() < 0.5, born=born)
            if person.identity_number not in self._known:
                self._known.add(person.identity_number)
                # Never a record of the store, so it needs no identifier of its own.
                return Party(ObjectId(b""), person.name, person.identity_number, address)
