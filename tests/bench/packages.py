"""Figures of packages: a base of 50,752 parcels, changes of 1,000 and 5,000 operations, and 100 MB to verify."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

import shapely
import sqlcipher3.dbapi2 as driver

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.change import Person
from landdesk.domain.records import Parcel
from landdesk.services.office.review import Outcome, RecordReview
from landdesk.services.packages.container import canonical_json, entry_list, open_container, write_container
from landdesk.services.packages.reading import read_package
from tests.bench.edited import edited_store
from tests.bench.figures import Figure, median_s, seconds
from tests.bench.mosaic import (
    CLERK,
    COMMUNE,
    TECHNICIAN,
    base_package,
    commune_store,
    drop,
    office_store,
    working_copy,
)
from tests.bench.yardsticks import geodiff_s, sha256_s

LARGE_BYTES: Final = 100_000_000
BASE_RUNS: Final = 2
SIZES: Final = {"": 5_000, "_1000": 1_000}
"""Ending of the names, and number of operations."""


def measure(folder: Path, runs: int) -> list[Figure]:
    """Return all figures of packages."""
    # A base takes half a minute each way, and its times hardly differ.
    return [*_base(folder, min(runs, BASE_RUNS)), *_verify(folder, runs), *_changes(folder, runs)]


def _base(folder: Path, runs: int) -> list[Figure]:
    office = working_copy(office_store(), folder, CLERK)
    written = median_s(
        runs, lambda path: exchange.write_base(office, COMMUNE, path), lambda n: folder / f"base{n}.ldpkg"
    )
    drop(office)
    base = folder / "base0.ldpkg"
    read = median(seconds(lambda: read_package(base)) for _ in range(runs))
    made: list[Application] = []

    def make(path: Path) -> None:
        made.append(exchange.create_from_base(base, path, TECHNICIAN))

    into_store = median_s(runs, make, lambda number: folder / f"commune{number}.landdesk")
    if len(made[0].coverage) < 50_000:
        raise AssertionError("the base lacks parcels")
    for app in made:
        drop(app)
    return [
        Figure("package.base", written, "s"),
        Figure("package.base_size", base.stat().st_size / 1e6, "MB"),
        Figure("package.base_verify", read, "s"),
        Figure("package.base_read", into_store, "s"),
    ]


def _verify(folder: Path, runs: int) -> list[Figure]:
    """Return the time to compare 100 MB, most of them scans, with their manifest."""
    path = folder / "large.ldpkg"
    with open_container(base_package()) as container:
        manifest = dict(container.manifest)
        entries = {one["path"]: container.read(one["path"]) for one in manifest["entries"]}
    missing = LARGE_BYTES - base_package().stat().st_size
    entries |= {f"attachments/{number}.jpg": os.urandom(missing // 40) for number in range(40)}
    manifest["entries"] = entry_list(entries)
    file = io.BytesIO()
    write_container(file, canonical_json(manifest), entries)
    path.write_bytes(file.getvalue())

    def verify(_: int) -> None:
        with open_container(path):
            pass

    took = median_s(runs, verify, int)
    bare = median(sha256_s(path) for _ in range(runs))
    path.unlink()
    return [Figure("package.verify", took, "s", took / bare)]


def _changes(folder: Path, runs: int) -> list[Figure]:
    """Return export, dry run and decision of packages of two sizes."""
    before = folder / "before.sqlite"
    _as_plain_table(commune_store(), folder, before)
    figures: list[Figure] = []
    for ending, count in sorted(SIZES.items(), key=lambda size: size[1]):
        edited = edited_store(count)
        after = folder / f"after{ending}.sqlite"
        _as_plain_table(edited, folder, after)
        figures += _change(folder, edited, runs, ending, geodiff_s(before, after))
    return figures


def _change(
    folder: Path, commune: Path, runs: int, ending: str, geodiff: tuple[float, float] | None
) -> list[Figure]:
    path = folder / f"change{ending}.ldpkg"

    def export(app: Application) -> None:
        path.unlink(missing_ok=True)
        exchange.export_change(app, path)

    exported = _on_copies(commune, folder, TECHNICIAN, runs, export)
    operations = len(read_package(path).operations)
    office = working_copy(office_store(), folder, CLERK)
    line, _ = exchange.office_receive(office, path)
    package = exchange.stored_package(office, line.id)
    reviews: list[RecordReview] = []

    def dry_run(_: int) -> None:
        reviews[:] = exchange.office_review(office, package)

    dry = median_s(runs, dry_run, int)
    clean = sum(len(one.operations) for one in reviews if one.outcome is Outcome.CLEAN)
    if not clean:
        raise AssertionError("the office finds no clean operation")
    office.close()
    decided = _on_copies(
        office.store.path,
        folder,
        CLERK,
        runs,
        lambda app: exchange.decide(app, package, accept_clean=True),
    )
    office.store.path.unlink()
    return [
        Figure(f"package.export{ending}", exported, "s", exported / geodiff[0] if geodiff else None),
        Figure(f"package.export_size{ending}", path.stat().st_size / 1e6, "MB"),
        Figure(f"package.operations{ending}", operations, ""),
        Figure(f"package.clean{ending}", clean, ""),
        Figure(f"package.dry_run{ending}", dry, "s"),
        Figure(f"package.decide{ending}", decided, "s"),
        # A decision repeats the dry run, since it must be right when it is taken; the rest is the writing.
        Figure(
            f"package.write{ending}", decided - dry, "s", (decided - dry) / geodiff[1] if geodiff else None
        ),
    ]


def _on_copies(
    store: Path, folder: Path, person: Person, runs: int, act: Callable[[Application], object]
) -> float:
    """Return the median time of an act, each time on a fresh copy of a closed store."""
    copies: list[Application] = []

    def prepare(number: int) -> Application:
        while copies:
            drop(copies.pop())
        copies.append(working_copy(store, folder, person, f"copy{number}"))
        return copies[0]

    took = median_s(runs, act, prepare)
    drop(copies.pop())
    return took


def _as_plain_table(store: Path, folder: Path, path: Path) -> None:
    """Write the parcels of a store as a table that pygeodiff compares: one row each, the shape as bytes."""
    app = working_copy(store, folder, TECHNICIAN)
    parcels = app.read(lambda reader: reader.all(Parcel))
    drop(app)
    conn = driver.connect(str(path), isolation_level=None)
    conn.execute("CREATE TABLE parcel (fid INTEGER PRIMARY KEY, sheet, number, address, area, shape BLOB)")
    conn.execute("BEGIN")
    conn.executemany(
        "INSERT INTO parcel VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                # Rising identifiers, 53 bits of them: the same parcel has the same key in both tables.
                int.from_bytes(one.id[:8], "big") & (2**53 - 1),
                one.sheet,
                one.number,
                one.address,
                str(one.legal_area_m2),
                shapely.to_wkb(one.shape),
            )
            for one in parcels.values()
        ],
    )
    conn.execute("COMMIT")
    conn.close()
