"""Small real stores for tests: a block of adjoining parcels with invented people, made the same each time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from itertools import count
from pathlib import Path

import numpy as np
import pytest
import shapely

from landdesk.app.application import Application
from landdesk.domain.canonical_shape import canonical_shapes
from landdesk.domain.change import ChangeSet, Delta, EntryKind, Person
from landdesk.domain.errors import LandDeskError
from landdesk.domain.ids import IdSource, ObjectId, Uuid7Source
from landdesk.domain.records import AnyRecord, LandRight, Parcel, Party, Purpose
from landdesk.store.reader import Reader
from landdesk.store.store import NewStore, Store
from landdesk.store.unit_of_work import UnitOfWork

COMMUNE = "22657"
EPSG = 9217
WEST, SOUTH = 590_000.0, 1_358_000.0
WIDTH_M, DEPTH_M = 20.0, 30.0


@contextmanager
def refused(code: str) -> Iterator[pytest.ExceptionInfo[LandDeskError]]:
    """Expect an error that a person can act on, with exactly this code."""
    with pytest.raises(LandDeskError) as caught:
        yield caught
    assert caught.value.code == code


def ticking_clock(start_ms: int = 1_790_000_000_000) -> Callable[[], int]:
    """Return a clock that goes on by a second each time it is read."""
    ticks: Iterator[int] = count(start_ms, 1_000)
    return lambda: next(ticks)


def counted_ids(seed: int = 1) -> IdSource:
    """Return identifiers that are the same in each run."""
    random = np.random.default_rng(seed)
    return Uuid7Source(ticking_clock(), random.bytes)


def person(name: str = "Nguyễn Thị Hường", role: str = "technician") -> Person:
    """Return an invented person whose identifier follows from the name."""
    digest = name.encode().ljust(16, b".")[:16]
    return Person(ObjectId(digest), name, "UBND xã Diên Điền", role)


def corner(column: int, row: int) -> tuple[float, float]:
    """Return easting and northing of a corner of the block."""
    return WEST + column * WIDTH_M, SOUTH + row * DEPTH_M


def block_records(columns: int, rows: int, new_id: IdSource) -> list[AnyRecord]:
    """Return a block of parcels numbered from 1 by rows, each with a purpose, a land user and a right.

    Adjoining parcels have all corners in common. Parcel ``n`` belongs to ``Đặng Văn n``.
    """
    boxes = [
        shapely.MultiPolygon([shapely.box(*corner(column, row), *corner(column + 1, row + 1))])
        for row in range(rows)
        for column in range(columns)
    ]
    records: list[AnyRecord] = []
    for number, shape in enumerate(canonical_shapes(np.array(boxes, dtype=object)), start=1):
        parcel = Parcel(
            id=new_id(),
            commune=COMMUNE,
            sheet="12",
            number=str(number),
            address="Thôn Phú Điền, xã Diên Điền",
            legal_area_m2=Decimal("600.00"),
            source_id=f"S{number}",
            shape=shape,
        )
        party = Party(new_id(), f"Đặng Văn {number}", f"999{number:09d}", "Thôn Phú Điền")
        records += [
            parcel,
            party,
            Purpose(new_id(), parcel.id, "ONT" if number % 2 else "LUC"),
            LandRight(new_id(), parcel.id, party.id),
        ]
    return records


def make_store(
    path: Path,
    *,
    role: str = "office",
    columns: int = 4,
    rows: int = 3,
    training: bool = False,
    seed: int = 1,
) -> Application:
    """Return an open application on a new store with a block of parcels, imported by an office clerk."""
    new_id = counted_ids(seed)
    clerk = person("Lê Thị Đào", "clerk")
    records = block_records(columns, rows, new_id)

    def fill(work: UnitOfWork) -> None:
        if records:
            deltas = tuple(Delta(None, record) for record in records)
            work.apply(ChangeSet("import", deltas), EntryKind.IMPORT)

    wanted = NewStore(role, EPSG, (COMMUNE,), training)
    store = Store.create(path, wanted, person=clerk, fill=fill, new_id=new_id, clock=ticking_clock())
    return Application(store, clerk)


def parcel_id(app: Application, key: str) -> ObjectId:
    """Return the parcel that is called so."""
    return app.read(lambda reader: reader.find_parcel(key))


def everything(app: Application) -> dict[ObjectId, AnyRecord]:
    """Return all objects of the record that packages carry."""

    def read_all(reader: Reader) -> dict[ObjectId, AnyRecord]:
        found: dict[ObjectId, AnyRecord] = {}
        for kind in (Parcel, Party, Purpose, LandRight):
            found.update(reader.all(kind))
        return found

    return app.read(read_all)


def complete_persons(app: Application) -> None:
    """Record of each land user of the block what every individual has to have; numbers are of 1900 and of men."""
    parties = app.read(lambda reader: reader.all(Party)).values()
    deltas = tuple(
        Delta(one, replace(one, kind="individual", object_type="GDC", born="1900-05-30", sex="male"))
        for one in parties
    )
    app.write(lambda context: context.work.apply(ChangeSet("import", deltas), EntryKind.IMPORT))
