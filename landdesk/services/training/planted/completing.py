"""Makes the record of an invented commune whole: everything that any rule asks of a parcel, and nothing wrong with it.

What the register holds already (boundaries, numbers, purposes, people) stays as it is. What `docs/planted-faults.md`
calls right though it looks strange is made here.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

import numpy as np
import shapely

from landdesk.domain.arrays import Floats
from landdesk.domain.fields import FIELDS
from landdesk.domain.identity import birth_year_of, is_woman_of
from landdesk.domain.ids import IdSource, ObjectId
from landdesk.domain.records import (
    Certificate,
    CertificateParcel,
    Document,
    DocumentLink,
    IdentityDocument,
    LandRight,
    MapSheet,
    Parcel,
    Party,
    PartyMember,
    Purpose,
    PurposeOrigin,
    Registration,
    RegistrationParcel,
    Restriction,
    SyncStatus,
)
from landdesk.domain.serials import serial_key
from landdesk.i18n import format_date
from landdesk.services.codelists import shipped_list
from landdesk.services.parcel_codes import codes_at, deep_points
from landdesk.services.training.numbers import Numbers
from landdesk.services.training.people import Person
from landdesk.services.training.places import EPSG, PROVINCE, CommunePlace
from landdesk.services.training.planted.record import Holding, WholeRecord
from landdesk.services.training.register import Register

STATUS_DAY: Final = "2026-06-30"
LOADED: Final = " ".join(sorted({field.group for field in FIELDS if field.group} | {"scan"}))
SCALE: Final = 1000
LAND_LAW: Final = "2024-08-01"
"""First day of the Land Law of 2024 and of its codes of land use."""
_FIRST_ISSUE: Final = date(1995, 1, 9)
_LAST_ISSUE: Final = date(2025, 6, 27)
_MAP_DRAWN: Final = date(2012, 1, 1)
_RESIDENTIAL: Final = frozenset({"ONT", "ODT"})
_OBJECT_TYPES: Final = (("Ủy ban", "UBQ"), ("Trường", "TSN"), ("Trạm", "TSN"), ("Chùa", "TON"))
_TRANSFERS: Final = ("CHUYEN_NHUONG", "THUA_KE", "TANG_CHO")
_ORIGINS: Final = ("1", "5", "12", "13")
_ISSUERS: Final = ("Sở Tài nguyên và Môi trường", "Chi nhánh Văn phòng đăng ký đất đai")


class Completer:
    """Makes what hangs on parcels.

    Args:
        register: Parcels, people and who holds what; its parcels are replaced by whole ones.
        place: Of the commune.
        rng: Source of chance.
        ids: Source of identifiers.
    """

    def __init__(self, register: Register, place: CommunePlace, rng: Random, ids: IdSource) -> None:
        self.record = WholeRecord()
        self.ids = ids
        self._register = register
        self._place = place
        self._rng = rng
        self._numbers = Numbers(rng)
        self._births: set[tuple[str, str]] = set()
        self._known = {party.identity_number for party in register.parties}
        self._sheets: dict[str, MapSheet] = {}
        self._land_of: defaultdict[ObjectId, list[ObjectId]] = defaultdict(list)
        self._types = [
            (one.code, one.valid_from or date.min, one.valid_to or date.max)
            for one in shipped_list("certificate_type")
        ]

    def complete(self) -> None:
        """Make everything."""
        register = self._register
        parties = {party.id: party for party in register.parties}
        users: defaultdict[ObjectId, list[Party]] = defaultdict(list)
        land_uses: defaultdict[ObjectId, list[Purpose]] = defaultdict(list)
        for right in register.rights:
            users[right.parcel_id].append(parties[right.party_id])
        for purpose in register.purposes:
            land_uses[purpose.parcel_id].append(purpose)
        for number in sorted({str(parcel.sheet) for parcel in register.parcels}, key=int):
            self._sheet(number)
        codes = codes_at(_inner_points(register), EPSG)
        holders: dict[tuple[ObjectId, ...], tuple[ObjectId, tuple[ObjectId, ...]]] = {}
        for at, parcel in enumerate(register.parcels):
            own = users[parcel.id]
            key = tuple(user.id for user in own)
            if key not in holders:
                holders[key] = self._holder(own)
            register.parcels[at] = self.fill(
                replace(parcel, parcel_code=codes[at]),
                *holders[key],
                land_uses[parcel.id],
                is_way=register.is_way[at],
            )

    def fill(
        self,
        parcel: Parcel,
        holder: ObjectId,
        persons: tuple[ObjectId, ...],
        purposes: list[Purpose],
        *,
        is_way: bool = False,
    ) -> Parcel:
        """Make what hangs on a parcel and return the whole parcel."""
        holding = Holding(holder, persons)
        self.record.holdings[parcel.id] = holding
        parcel = self._parcel(parcel)
        if not is_way and self._rng.random() < 0.15:
            # Houses and gardens of one holder often stand on one certificate.
            holding.certificate = next(iter(self._land_of[holder]), None)
        issued = self._day_of(holding)
        for purpose in purposes:
            self._purpose(holding, parcel, purpose, issued, is_only=len(purposes) == 1)
        right = LandRight(
            self.ids(), parcel.id, holder, "manage" if is_way else "use", registered_on=issued.isoformat()
        )
        self.record.add(right)
        if not is_way:
            parcel = self._papers(holding, parcel, issued)
            self.record.change(right.id, certificate_id=holding.certificate)
        holding.status = self.record.add(
            SyncStatus(
                self.ids(),
                parcel.id,
                as_of=STATUS_DAY,
                register_exported=True,
                blocks_in_sync=True,
                attributes_only=False,
                population_match="matched",
                operating=True,
                parcel_group="1",
                source="trang-thai-dong-bo.csv",
            )
        ).id
        if not is_way and self._rng.random() < 0.04:
            self.registration(parcel, "transfer", date(2026, 1, 1) + timedelta(self._rng.randrange(150)))
        if not is_way and self._rng.random() < 0.01:
            parcel = self._disputed(parcel)
        return parcel

    def person(self, name: str, number: str, address: str, kind: str = "individual") -> Party:
        """Make a person of a name and number, with everything that is asked of one."""
        rng = self._rng
        first = date(birth_year_of(number), 1, 1)
        while True:
            born = (first + timedelta(days=rng.randrange(365))).isoformat()
            if (name, born) not in self._births:
                self._births.add((name, born))
                break
        party = self.record.add(
            Party(
                self.ids(),
                name,
                identity_number=number,
                address=address,
                kind=kind,
                object_type="GDC",
                born=born,
                sex="female" if is_woman_of(number) else "male",
                life_state="alive",
                nationality="Việt Nam",
                population_match="matched",
                matched_on="2026-05-20",
                match_batch="2026-05",
            )
        )
        card = date(2021, 3, 1) + timedelta(days=rng.randrange(1200))
        self.record.add(
            IdentityDocument(
                self.ids(),
                party.id,
                "CCCD",
                number,
                issued_on=card.isoformat(),
                on_certificate=True,
                is_main=True,
            )
        )
        return party

    def new_certificate(self, issued: date, holder_kind: str) -> Certificate:
        """Make a valid certificate that covers nothing yet."""
        entered = issued + timedelta(days=self._rng.randint(0, 3))
        return self.record.add(
            Certificate(
                self.ids(),
                serial=self._numbers.serial(issued),
                register_number=f"{self._rng.choice(('CH', 'CS', 'CN'))} {self._rng.randrange(100_000):05}",
                issued_on=issued.isoformat(),
                registered_on=entered.isoformat(),
                kind=self.type_on(issued),
                issuer=f"{self._rng.choice(_ISSUERS)} {PROVINCE}",
                legally_recognised=True,
                state="valid",
                commune=self._place.code,
                holder_kind=holder_kind,
            )
        )

    def certificate(
        self, parcel: Parcel, persons: tuple[ObjectId, ...], issued: date
    ) -> tuple[ObjectId, ObjectId]:
        """Make a valid certificate of a parcel and return it with that it covers the parcel."""
        made = self.new_certificate(issued, "individual" if persons else "organisation")
        covered = self.record.add(
            CertificateParcel(
                self.ids(),
                made.id,
                parcel.id,
                parcel.sheet,
                parcel.number,
                parcel.legal_area_m2,
                parcel.address,
            )
        )
        return made.id, covered.id

    def scan(self, certificate: ObjectId, kind: str = "1", persons: tuple[ObjectId, ...] = ()) -> ObjectId:
        """Make a scan of a certificate (kind 1), or of the papers of its people (kind 0), and bind it."""
        serial = self.record.get(Certificate, certificate).serial or ""
        suffix = {"1": "GCN", "0": "GT"}[kind]
        made = self.loose_scan(f"{serial_key(serial)}-{suffix}.pdf", kind)
        self.record.add(DocumentLink(self.ids(), made.id, certificate_id=certificate))
        for person in persons:
            self.record.add(DocumentLink(self.ids(), made.id, party_id=person))
        return made.id

    def loose_scan(self, file_name: str, kind: str) -> Document:
        """Make a scan that is bound to nothing."""
        pages = self._rng.randint(1, 4)
        return self.record.add(
            Document(
                self.ids(),
                kind=kind,
                title=file_name.removesuffix(".pdf"),
                file_name=file_name,
                sha256=self._rng.randbytes(32).hex(),
                size_bytes=pages * self._rng.randint(150_000, 400_000),
                media_type="application/pdf",
                pages=pages,
                signed=True,
            )
        )

    def registration(self, parcel: Parcel, kind: str, day: date) -> ObjectId:
        """Make a registration that concerns a parcel."""
        made = self.record.add(
            Registration(
                self.ids(),
                number=f"{self._rng.randrange(10**6):06}",
                kind=kind,
                received_on=(day - timedelta(days=7)).isoformat(),
                registered_on=day.isoformat(),
                has_use_right=True,
            )
        )
        self.record.add(RegistrationParcel(self.ids(), made.id, parcel.id, "after"))
        return made.id

    def serial(self, issued: date) -> str:
        """Return a serial that no certificate has."""
        return self._numbers.serial(issued)

    def unused_number(self, person: Person) -> str:
        """Return an identity number of the sex and year of a person that nobody has."""
        number = person.identity_number
        while number in self._known:
            number = f"{number[:6]}{self._rng.randrange(1, 10**6):06}"
        self._known.add(number)
        return number

    def organisation(self, name: str, address: str, object_type: str) -> Party:
        """Make an organisation with its tax code."""
        return self.record.add(
            Party(
                self.ids(),
                name,
                address=address,
                kind="organisation",
                object_type=object_type,
                tax_code=self._numbers.tax_code(),
            )
        )

    def type_on(self, day: date) -> str:
        """Return the type of a certificate issued on a day."""
        return next(code for code, first, last in self._types if first <= day <= last)

    # --- land users -----------------------------------------------------------------------------------------

    def _holder(self, users: list[Party]) -> tuple[ObjectId, tuple[ObjectId, ...]]:
        """Make the party that some people, or a body, are together, and return it with the people."""
        if users[0].identity_number is None:
            return self._body(users[0]), ()
        address = f"{users[0].address}"
        persons = tuple(self.person(one.name, str(one.identity_number), address).id for one in users)
        if len(users) == 1:
            return persons[0], persons
        women = [is_woman_of(str(one.identity_number)) for one in users]
        if len(users) == 2 and women[0] != women[1]:
            roles = ["wife" if is_woman else "husband" for is_woman in women]
            kind = "couple"
        else:
            kind, first = self._rng.choice((("household", "head"), ("group", "representative")))
            roles = [first] + ["member"] * (len(users) - 1)
        names = " và ".join(one.name for one in users) if kind != "household" else f"Hộ {users[0].name}"
        holder = self.record.add(Party(self.ids(), names, address=address, kind=kind, object_type="GDC"))
        for place, (person, role) in enumerate(zip(persons, roles, strict=True), 1):
            self.record.add(PartyMember(self.ids(), holder.id, person, role, place=place))
        return holder.id, persons

    def _body(self, body: Party) -> ObjectId:
        address = f"{body.address}"
        if body.name.startswith("Cộng đồng"):
            return self.record.add(
                Party(self.ids(), body.name, address=address, kind="community", object_type="CDS")
            ).id
        types = [code for start, code in _OBJECT_TYPES if body.name.startswith(start)]
        return self.organisation(body.name, address, (types or ["TKT"])[0]).id

    # --- the parcel and its purposes ------------------------------------------------------------------------

    def _sheet(self, number: str) -> None:
        self._sheets[number] = self.record.add(
            MapSheet(
                self.ids(),
                self._place.code,
                number,
                scale=SCALE,
                old_numbers=old_sheet(number),
                kind="Bản đồ địa chính",
                completed_on=_MAP_DRAWN.isoformat(),
            )
        )

    def _parcel(self, parcel: Parcel) -> Parcel:
        return replace(
            parcel,
            map_sheet_id=self._sheets[str(parcel.sheet)].id,
            map_area_m2=Decimal(float(shapely.area(parcel.shape))).quantize(Decimal("0.1")),
            collection_state="operating",
            loaded=LOADED,
        )

    def _day_of(self, holding: Holding) -> date:
        """Return the day of a holding's certificate, or one on which its people were grown up."""
        if holding.certificate is not None:
            return date.fromisoformat(f"{self.record.get(Certificate, holding.certificate).issued_on}")
        numbers = [self.record.get(Party, one).identity_number for one in holding.persons]
        grown_up = max((birth_year_of(str(number)) + 20 for number in numbers), default=1995)
        first = max(_FIRST_ISSUE, date(grown_up, 1, 9))
        if self._rng.random() < 0.1:
            first = date.fromisoformat(LAND_LAW)
        return first + timedelta(days=self._rng.randrange((_LAST_ISSUE - first).days))

    def _purpose(
        self, holding: Holding, parcel: Parcel, purpose: Purpose, issued: date, *, is_only: bool
    ) -> None:
        rng = self._rng
        is_home = purpose.land_use in _RESIDENTIAL
        area = purpose.area_m2
        if is_only:
            area = None if rng.random() < 0.1 else parcel.legal_area_m2
        is_shared = self.record.get(Party, holding.holder).kind == "group"
        made = replace(
            purpose,
            id=self.ids(),
            parcel_id=parcel.id,
            area_m2=area,
            place=len(holding.purposes) + 1,
            form="CHUNG" if is_shared else "RIENG",
            is_main=not holding.purposes,
        )
        holding.purposes.append(self.record.add(made).id)
        self.record.change(made.id, **self._term(issued, is_endless=is_home or not holding.persons))
        is_bought = rng.random() < 0.3
        self.record.add(
            PurposeOrigin(
                self.ids(), made.id, rng.choice(_ORIGINS), rng.choice(_TRANSFERS) if is_bought else None
            )
        )

    def _term(self, issued: date, *, is_endless: bool) -> Mapping[str, str | None]:
        """Return a term in one of the ways in which terms are written."""
        end = date(issued.year + 50, 10, 15)
        way = self._rng.random()
        if is_endless:
            return {"term_kind": "LAU_DAI" if way < 0.8 else None, "term": "Lâu dài" if way > 0.3 else None}
        if way < 0.1:
            return {"term": "50 năm", "term_from": issued.isoformat()}
        if way < 0.2:
            return {"term": f"{end.year}"}
        if way < 0.4:
            return {"term": format_date(end)}
        day = {"term_kind": "DEN_NGAY", "term_until": end.isoformat()}
        return day if way < 0.6 else day | {"term": format_date(end), "term_from": issued.isoformat()}

    # --- papers ---------------------------------------------------------------------------------------------

    def _papers(self, holding: Holding, parcel: Parcel, issued: date) -> Parcel:
        """Make the certificate of a parcel and its scans, and return the parcel as it knows of older numbers."""
        rng = self._rng
        if holding.certificate is not None:
            shared = CertificateParcel(
                self.ids(),
                holding.certificate,
                parcel.id,
                parcel.sheet,
                parcel.number,
                parcel.legal_area_m2,
                parcel.address,
            )
            holding.covered = self.record.add(shared).id
            return parcel
        is_old = issued < _MAP_DRAWN and rng.random() < 0.6
        if is_old:
            parcel = replace(
                parcel, old_sheet=old_sheet(str(parcel.sheet)), old_number=str(rng.randint(1, 900))
            )
        holding.certificate, holding.covered = self.certificate(parcel, holding.persons, issued)
        kind = self.record.get(Party, holding.holder).kind
        self.record.change(holding.certificate, holder_kind=kind)
        if is_old:
            self.record.change(holding.covered, sheet=parcel.old_sheet, number=parcel.old_number)
        if rng.random() < 0.08 and issued.year > 2005:
            self._replaced(holding.certificate, holding.covered, issued)
        holding.scan = self.scan(holding.certificate)
        if holding.persons:
            holding.identity_scan = self.scan(holding.certificate, "0", holding.persons)
        self._land_of[holding.holder].append(holding.certificate)
        return parcel

    def _replaced(self, certificate: ObjectId, covered: ObjectId, issued: date) -> None:
        """Make the certificate that one took the place of."""
        before = date(issued.year - self._rng.randint(3, 9), 5, 20)
        old = self.new_certificate(before, "individual")
        self.record.change(old.id, state="replaced")
        self.record.change(certificate, replaces_id=old.id)
        row = self.record.get(CertificateParcel, covered)
        self.record.add(replace(row, id=self.ids(), certificate_id=old.id))

    def _disputed(self, parcel: Parcel) -> Parcel:
        self.record.add(
            Restriction(
                self.ids(),
                "dispute",
                parcel_id=parcel.id,
                content="Tranh chấp ranh giới với thửa liền kề",
                document="Văn bản của Tòa án nhân dân khu vực",
                valid_from="2026-02-02",
                in_force=True,
            )
        )
        return replace(parcel, disputed=True)


def _inner_points(register: Register) -> Floats:
    """Return a point inside each parcel, the deepest but for ways: with thousands of corners these take too long."""
    shapes = np.array([one.shape for one in register.parcels], dtype=object)
    is_way = np.array(register.is_way)
    points = np.empty((len(shapes), 2))
    points[is_way] = shapely.get_coordinates(shapely.point_on_surface(shapes[is_way]))
    points[~is_way] = deep_points(shapes[~is_way])
    return points


def old_sheet(number: str) -> str:
    """Return the number that a sheet had before the maps were drawn anew."""
    return str(100 + int(number))
