"""The store that searches are measured on: the mosaic with everything that the whole record holds of a parcel.

To each parcel come old numbers, the identification code, a hamlet, a certificate, a right on it, a scan and the
branch's status; to each person an identity card; every fifth land user is a couple of two persons.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path
from random import Random

import shapely

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
    SyncStatus,
)
from landdesk.services.parcel_codes import codes_at
from landdesk.services.training.people import Population
from tests.bench.mosaic import EPSG, KEPT, made_from, mosaic_records, new_office

HAMLETS = ("Thôn Phú Điền 1", "Thôn Phú Điền 2", "Thôn Đông", "Thôn Tây")


def full_records() -> list[AnyRecord]:
    """Return the records of the mosaic with all that hangs on them, the same ones each time."""
    random = Random(2)
    ticks = count(1_795_000_000_000)
    ids = Uuid7Source(lambda: next(ticks), random.randbytes)
    people = Population(random)
    numbers = count(1)
    certificates: dict[ObjectId, ObjectId] = {}
    records: list[AnyRecord] = []
    made = mosaic_records()
    codes = _codes([one for one in made if isinstance(one, Parcel)])
    for record in made:
        if isinstance(record, Parcel):
            number = next(numbers)
            records.append(_widened(record, number, codes[number - 1]))
            for one in _papers(record.id, number, ids):
                if isinstance(one, Certificate):
                    certificates[record.id] = one.id
                records.append(one)
        elif isinstance(record, Party):
            records += _persons(record, ids, people, random)
        elif isinstance(record, LandRight):
            records.append(replace(record, certificate_id=certificates[record.parcel_id]))
        else:
            records.append(record)
    return records


@cache
def full_store() -> Path:
    """Return the office's store of full records, checked; never write to it."""
    path = KEPT / f"full-{made_from('tests/bench/full_record.py')}.landdesk"
    if not path.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        for old in KEPT.glob("*full-*.landdesk*"):
            old.unlink()
        making = path.with_name(f"making-{path.name}")
        app = new_office(making, full_records())
        app.check()
        app.close()
        making.rename(path)
    return path


def _codes(parcels: Sequence[Parcel]) -> list[str]:
    """Return a code that lies in each parcel."""
    inside = shapely.point_on_surface([one.shape for one in parcels])
    return codes_at(shapely.get_coordinates(inside), EPSG)


def _widened(parcel: Parcel, number: int, code: str) -> Parcel:
    return replace(
        parcel,
        old_sheet=str(number // 400 + 1),
        old_number=str(number % 400 + 1),
        parcel_code=code,
        hamlet=HAMLETS[number % len(HAMLETS)],
    )


def _papers(parcel: ObjectId, number: int, ids: IdSource) -> Iterator[AnyRecord]:
    certificate = Certificate(
        ids(),
        serial=f"{chr(65 + number % 26)}{chr(65 + number // 26 % 26)} {100_000 + number}",
        register_number=f"CH{number:05d}",
        issued_on="2012-05-30",
        commune="22657",
    )
    scan = Document(
        ids(),
        kind="1",
        title=f"Giấy chứng nhận {certificate.serial}",
        file_name=f"22657_{number:06d}_GCN.pdf",
        sha256=f"{number:064x}",
        pages=2,
    )
    yield certificate
    yield CertificateParcel(ids(), certificate.id, parcel)
    yield scan
    yield DocumentLink(ids(), scan.id, certificate_id=certificate.id)
    yield SyncStatus(ids(), parcel, as_of="2026-06-30", parcel_group="2")


def _persons(party: Party, ids: IdSource, people: Population, random: Random) -> Iterator[AnyRecord]:
    yield party
    if random.random() < 0.8:
        yield IdentityDocument(ids(), party.id, "CMND", f"22{random.randrange(10_000_000):07d}")
        return
    for role in ("husband", "wife"):
        one = people.person(is_woman=role == "wife", born=random.randrange(1940, 2005))
        member = Party(ids(), one.name, one.identity_number, "Thôn Phú Điền", kind="individual")
        yield member
        yield IdentityDocument(ids(), member.id, "CCCD", one.identity_number)
        yield PartyMember(ids(), party.id, member.id, role)
