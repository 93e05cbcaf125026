"""The store that searches, memory and checks are measured on: the mosaic with the full record of each parcel.

To each parcel come old numbers, the identification code, a hamlet, purposes in full, a certificate, a right on it,
scans and the branch's status; to each person an identity card and a scan of it; every fifth land user is a couple. The
record is what an office has after some years of work: complete, with a few faults of each kind in a thousand. The map
is laid into the largest commune there is an outline of, a little smaller, so that it fits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

import numpy as np
import shapely

from landdesk.app.application import Application
from landdesk.domain.canonical_shape import canonical_shapes
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.completeness import GROUP_TITLES
from landdesk.domain.ids import IdSource, ObjectId, Uuid7Source
from landdesk.domain.records import (
    AnyRecord,
    Certificate,
    CertificateParcel,
    Document,
    DocumentLink,
    IdentityDocument,
    LandRight,
    Parcel,
    Party,
    PartyMember,
    Purpose,
    PurposeOrigin,
    SyncStatus,
)
from landdesk.services.parcel_codes import codes_at
from landdesk.services.training.people import Person, Population
from landdesk.store.store import NewStore, Store
from tests.bench.mosaic import CLERK, KEPT, made_from, mosaic_records

COMMUNE: Final = "22786"
"""Bác Ái Tây."""
EPSG: Final = 9217
_CORNER: Final = (547_442.0, 1_318_406.0)
"""South-west of a box within its outline."""
_SCALE: Final = 0.7
HAMLETS: Final = ("Thôn Phú Điền 1", "Thôn Phú Điền 2", "Thôn Đông", "Thôn Tây")
_ADDRESS: Final = "Thôn Phú Điền, xã Bác Ái Tây, tỉnh Khánh Hòa"
_LASTING: Final = ("ONT", "DGT", "SON")
"""Land uses without an end; all others have a term of fifty years."""


def full_records() -> list[AnyRecord]:
    """Return the records of the mosaic with all that hangs on them, the same ones each time."""
    return list(_Writer().records())


@cache
def full_store() -> Path:
    """Return the office's store of full records, checked; never write to it."""
    path = KEPT / f"full-{made_from('tests/bench/full_record.py')}.landdesk"
    if not path.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        for old in KEPT.glob("*full-*.landdesk*"):
            old.unlink()
        making = path.with_name(f"making-{path.name}")
        change = ChangeSet("import", tuple(Delta(None, one) for one in full_records()), COMMUNE)
        store = Store.create(making, NewStore("office", EPSG, (COMMUNE,), training=True), person=CLERK)
        app = Application(store, CLERK)
        app.write(lambda context: context.work.apply(change, EntryKind.IMPORT))
        app.check()
        app.close()
        making.rename(path)
    return path


class _Writer:
    """Writes the full record of the mosaic, parcel by parcel."""

    def __init__(self) -> None:
        self._random = Random(2)
        ticks = count(1_795_000_000_000)
        self._ids: IdSource = Uuid7Source(lambda: next(ticks), self._random.randbytes)
        self._people = Population(self._random)
        self._files = count(1)
        self._certificates: dict[ObjectId, ObjectId] = {}

    def records(self) -> Iterator[AnyRecord]:
        """Yield all objects, each after those that it names."""
        made = mosaic_records()
        parcels = _laid([one for one in made if isinstance(one, Parcel)])
        codes = _codes(list(parcels.values()))
        numbers = count(1)
        for record in made:
            if isinstance(record, Parcel):
                number = next(numbers)
                parcel = self._widened(parcels[record.id], number, codes[number - 1])
                yield parcel
                yield from self._papers(parcel, number)
            elif isinstance(record, Party):
                yield from self._land_user(record)
            elif isinstance(record, Purpose):
                yield from self._purpose(record, parcels[record.parcel_id])
            elif isinstance(record, LandRight):
                certificate = self._certificates[record.parcel_id]
                yield replace(record, certificate_id=certificate, registered_on="2012-05-30")
            else:
                yield record

    def _rarely(self, per_mille: float) -> bool:
        """Tell whether an object has a fault that so many in a thousand have."""
        return self._random.random() * 1000 < per_mille

    def _widened(self, parcel: Parcel, number: int, code: str) -> Parcel:
        area_m2 = parcel.legal_area_m2 or Decimal(0)
        return replace(
            parcel,
            commune=COMMUNE,
            address=None if self._rarely(3) else _ADDRESS,
            legal_area_m2=area_m2 + 250 if self._rarely(5) else area_m2,
            old_sheet=str(number // 400 + 1),
            old_number=str(number % 400 + 1),
            parcel_code=None if self._rarely(4) else code,
            hamlet=HAMLETS[number % len(HAMLETS)],
            loaded=" ".join(GROUP_TITLES),
        )

    def _purpose(self, purpose: Purpose, parcel: Parcel) -> Iterator[AnyRecord]:
        lasting = purpose.land_use in _LASTING
        yield replace(
            purpose,
            area_m2=parcel.legal_area_m2,
            form=None if self._rarely(4) else "RIENG",
            term_kind="LAU_DAI" if lasting else "DEN_NGAY",
            term="Lâu dài" if lasting else None,
            term_until=None if lasting or self._rarely(4) else "2043-10-15",
        )
        if not self._rarely(4):
            yield PurposeOrigin(self._ids(), purpose.id, origin="1")

    def _papers(self, parcel: Parcel, number: int) -> Iterator[AnyRecord]:
        serial = f"{chr(65 + number % 26)}{chr(65 + number // 26 % 26)} {100_000 + number}"
        certificate = Certificate(
            self._ids(),
            serial=f"{serial[:-1]}O" if self._rarely(3) else serial,
            register_number=None if self._rarely(4) else f"CH{number:05d}",
            issued_on="2009-05-30" if self._rarely(2) else "2012-05-30",
            kind="6",
            commune=COMMUNE,
        )
        self._certificates[parcel.id] = certificate.id
        yield certificate
        yield CertificateParcel(
            self._ids(),
            certificate.id,
            parcel.id,
            sheet=parcel.sheet,
            number="9999" if self._rarely(3) else parcel.number,
        )
        if not self._rarely(5):
            name = f"SCAN_{number}" if self._rarely(5) else f"{serial.replace(' ', '')}-GCN"
            scan = self._scan("1", f"Giấy chứng nhận {serial}", name)
            yield scan
            yield DocumentLink(self._ids(), scan.id, certificate_id=certificate.id)
        first = self._random.random() < 0.6
        yield SyncStatus(
            self._ids(),
            parcel.id,
            as_of="2026-06-30",
            register_exported=not self._rarely(4),
            # What the national system has is not missed here: of most others nothing is said.
            blocks_in_sync=first or (False if self._rarely(20) else None),
            operating=True,
            population_match="matched" if first else None,
            parcel_group="1" if first else "2",
        )

    def _scan(self, kind: str, title: str, name: str) -> Document:
        return Document(
            self._ids(),
            kind=kind,
            title=title,
            file_name=f"{name}.pdf",
            sha256=f"{next(self._files):064x}",
            size_bytes=0 if self._rarely(2) else 480_000,
            media_type="application/pdf",
            pages=2,
            signed=not self._rarely(4),
        )

    def _land_user(self, party: Party) -> Iterator[AnyRecord]:
        if self._random.random() < 0.8:
            number = party.identity_number or ""
            yield from self._person(
                party.id, Person(party.name, number, is_woman=number[3] in "13", born=_year_of(number))
            )
            return
        pair = [
            (role, self._people.person(is_woman=role == "wife", born=self._random.randrange(1940, 2005)))
            for role in ("husband", "wife")
        ]
        names = " và ".join(
            f"{title} {one.name}" for title, (_, one) in zip(("Ông", "bà"), pair, strict=True)
        )
        yield replace(party, name=names, identity_number=None, address=None, kind="couple", object_type="GDC")
        for role, one in pair:
            member = self._ids()
            yield from self._person(member, one)
            if not self._rarely(2):
                yield PartyMember(self._ids(), party.id, member, role)

    def _person(self, identifier: ObjectId, person: Person) -> Iterator[AnyRecord]:
        number: str | None = person.identity_number
        assert number is not None
        if self._rarely(3):
            number = number[:-1]
        elif self._rarely(4):
            number = None
        born = f"{person.born}-{self._random.randrange(1, 13):02d}-{self._random.randrange(1, 28):02d}"
        sex = "female" if person.is_woman else "male"
        yield Party(
            identifier,
            person.name,
            number,
            None if self._rarely(4) else _ADDRESS,
            kind="individual",
            object_type=None if self._rarely(3) else "GDC",
            born=str(person.born) if self._rarely(5) else born,
            sex=None if self._rarely(3) else sex,
        )
        yield IdentityDocument(
            self._ids(), identifier, "CCCD", person.identity_number, issued_on="2021-08-10"
        )
        if not self._rarely(6):
            scan = self._scan("0", f"Căn cước công dân {person.name}", f"{person.identity_number}-GT")
            yield scan
            yield DocumentLink(self._ids(), scan.id, party_id=identifier)


def _year_of(number: str) -> int:
    """Return the year of birth that an identity number tells."""
    return 1900 + int(number[3]) // 2 * 100 + int(number[4:6])


def _laid(parcels: Sequence[Parcel]) -> dict[ObjectId, Parcel]:
    """Return the parcels as they lie in the commune, with the area of the map as the legal one."""
    shapes = np.array([one.shape for one in parcels], dtype=object)
    west, south = shapely.total_bounds(shapes)[:2]
    moved = canonical_shapes(
        shapely.transform(
            shapes, lambda points: np.round((points - (west, south)) * _SCALE + np.array(_CORNER), 3)
        )
    )
    areas = shapely.area(moved)
    return {
        one.id: replace(
            one, shape=shape, legal_area_m2=Decimal(round(float(area), 1)).quantize(Decimal("0.01"))
        )
        for one, shape, area in zip(parcels, moved, areas.tolist(), strict=True)
    }


def _codes(parcels: Sequence[Parcel]) -> list[str]:
    """Return a code that lies in each parcel."""
    inside = shapely.point_on_surface([one.shape for one in parcels])
    return codes_at(shapely.get_coordinates(inside), EPSG)
