"""The stores that are measured: Děčany laid out 4 × 4 times, 50,752 parcels, with invented people.

Made once and kept under ``build/bench``; the name says what they were made from, so nothing stale is ever
measured. What is kept is never written to: a bench that writes takes a copy.
"""

import hashlib
import shutil
from decimal import Decimal
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, Final

import fiona
import numpy as np
import shapely
from numpy.typing import NDArray

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.canonical_shape import canonical_shapes
from landdesk.domain.change import ChangeSet, Delta, EntryKind, Person
from landdesk.domain.ids import ObjectId, Uuid7Source
from landdesk.domain.records import AnyRecord, LandRight, Parcel, Party, Purpose
from landdesk.services.training.people import Population
from landdesk.store.store import NewStore, Store

ROOT: Final = Path(__file__).resolve().parents[2]
DECANY: Final = ROOT / "tests" / "data" / "decany" / "decany_parcels.gpkg"
KEPT: Final = ROOT / "build" / "bench"

COMMUNE: Final = "22657"
EPSG: Final = 5514
TILES: Final = 4

CLERK: Final = Person(ObjectId(b"bench clerk".ljust(16, b".")), "Lê Thị Đào", "Chi nhánh VPĐK", "clerk")
TECHNICIAN: Final = Person(
    ObjectId(b"bench technician".ljust(16, b".")), "Trần Văn Đức", "UBND xã", "technician"
)

# Kinds of land in the Czech register, and a Vietnamese code of the same group.
LAND_USE: Final = {
    2: "HNK",
    3: "CLN",
    5: "CLN",
    6: "CLN",
    7: "BHK",
    10: "RSX",
    11: "SON",
    13: "ONT",
    14: "DGT",
}

# What the kept stores depend on beside the parcels themselves.
_MADE_BY: Final = (
    "tests/bench/mosaic.py",
    "landdesk/domain",
    "landdesk/services/packages",
    "landdesk/store/migrations",
    "landdesk/store/record_tables.py",
    "landdesk/store/codec.py",
)


def mosaic_records(tiles: int = TILES, *, with_users: bool = True) -> list[AnyRecord]:
    """Return parcels, purposes and, where wanted, land users and their rights, the same ones each time.

    Each tile has the four cadastral units of the commune as map sheets, numbered from 1.

    Args:
        tiles: Tiles along each side.
        with_users: One land user for each parcel; a person has two parcels on the average.
    """
    random = Random(1)
    ids = Uuid7Source(_rising_clock(), random.randbytes)
    shapes, rows = _parcels(tiles)
    people = Population(random)
    parties: list[Party] = []
    records: list[AnyRecord] = []
    numbers: dict[str, int] = {}
    for shape, (tile, row) in zip(shapes, rows, strict=True):
        sheet = f"{tile + 1}{str(row['cadastral_unit'])[-3:]}"
        numbers[sheet] = numbers.get(sheet, 0) + 1
        parcel = Parcel(
            id=ids(),
            commune=COMMUNE,
            sheet=sheet,
            number=str(numbers[sheet]),
            address="Thôn Phú Điền, xã Diên Điền",
            legal_area_m2=Decimal(row["area_official_m2"]).quantize(Decimal("0.01")),
            source_id=f"{tile}-{row['ruian_id']}",
            shape=shape,
        )
        records += [parcel, Purpose(ids(), parcel.id, LAND_USE[row["land_kind_code"]])]
        if not with_users:
            continue
        if random.random() < 0.5 or not parties:
            one = people.person(is_woman=random.random() < 0.5, born=random.randrange(1940, 2005))
            parties.append(Party(ids(), one.name, one.identity_number, "Thôn Phú Điền"))
            records.append(parties[-1])
        party = parties[-1] if random.random() < 0.7 else random.choice(parties)
        records.append(LandRight(ids(), parcel.id, party.id))
    return records


def import_of(records: list[AnyRecord]) -> ChangeSet:
    """Return the act that brings new records in."""
    return ChangeSet("import", tuple(Delta(None, one) for one in records), COMMUNE)


def new_office(path: Path, records: list[AnyRecord]) -> Application:
    """Return an open office store that holds the records."""
    store = Store.create(path, NewStore("office", EPSG, (COMMUNE,)), person=CLERK)
    app = Application(store, CLERK)
    if records:
        app.write(lambda context: context.work.apply(import_of(records), EntryKind.IMPORT))
    return app


@cache
def office_store() -> Path:
    """Return the office's store: the whole mosaic, checked, a base written from it; never write to it."""
    path = KEPT / f"office-{made_from()}.landdesk"
    if not path.exists():
        _make_stores(path)
    return path


@cache
def base_package() -> Path:
    """Return the base package of the mosaic."""
    return office_store().with_name(f"base-{made_from()}.ldpkg")


@cache
def commune_store() -> Path:
    """Return the commune's store made from the base, checked; never write to it."""
    return office_store().with_name(f"commune-{made_from()}.landdesk")


def working_copy(kept: Path, folder: Path, person: Person, name: str = "working") -> Application:
    """Open a copy of a closed store with read model and findings loaded, as after a start of the program."""
    path = folder / f"{name}-{kept.name}"
    shutil.copyfile(kept, path)
    return loaded(path, person)


def loaded(path: Path, person: Person) -> Application:
    """Open a store that was closed with its findings, as the window does: read model and findings at hand."""
    app = Application(Store.open(path), person)
    if not len(app.coverage) or app.findings is None:
        raise AssertionError(f"{path.name} was not closed with its findings")
    return app


def drop(app: Application) -> None:
    """Close a working copy and delete it."""
    app.close()
    app.store.path.unlink()


def _make_stores(office_path: Path) -> None:
    """Make office, base and commune; the office's file comes last, so that half of it is never taken for all."""
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = (*KEPT.glob("*office-*"), *KEPT.glob("commune-*"), *KEPT.glob("*.ldpkg"))
    for old in kept:
        old.unlink()
    making = office_path.with_name(f"making-{office_path.name}")
    app = new_office(making, mosaic_records())
    app.check()
    base = office_path.with_name(f"base-{made_from()}.ldpkg")
    exchange.write_base(app, COMMUNE, base)
    app.close()
    commune = exchange.create_from_base(
        base, office_path.with_name(f"commune-{made_from()}.landdesk"), TECHNICIAN
    )
    commune.check()
    commune.close()
    # A snapshot was written after the check: keep the findings of the state as it is.
    again = Application(Store.open(making), CLERK)
    again.check()
    again.close()
    making.rename(office_path)


@cache
def made_from(*more: str) -> str:
    """Return 8 digits that change when a kept store would have to be another one.

    Args:
        more: Files that it depends on beside those of all.
    """
    digest = hashlib.sha256(DECANY.read_bytes())
    for name in (*_MADE_BY, *more):
        path = ROOT / name
        for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def _parcels(tiles: int) -> tuple[NDArray[Any], list[tuple[int, dict[str, Any]]]]:
    """Return canonical shapes and, for each, the tile and the row of the source."""
    with fiona.open(DECANY) as source:
        features = list(source)
    shapes = np.array([shapely.geometry.shape(one.geometry) for one in features], dtype=object)
    west, south, east, north = shapely.total_bounds(shapes)
    steps = [(i * (east - west), j * (north - south)) for i in range(tiles) for j in range(tiles)]
    moved = [shapely.transform(shapes, lambda points, by=by: points + by) for by in steps]
    rows = [(tile, dict(one.properties)) for tile in range(len(steps)) for one in features]
    return canonical_shapes(np.concatenate(moved)), rows


def _rising_clock() -> Any:
    ticks = count(1_790_000_000_000)
    return lambda: next(ticks)
