"""Figures of the store: one large act, the full read, opening, looking up."""

from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import shapely

from landdesk.app.application import Application
from landdesk.domain.change import EntryKind
from landdesk.domain.coverage import Coverage
from landdesk.domain.records import AnyRecord, Parcel
from landdesk.store.queries.parcels import ParcelLine
from landdesk.store.store import Store
from tests.bench.figures import Figure, median_s, seconds
from tests.bench.mosaic import CLERK, import_of, mosaic_records, new_office, office_store, working_copy
from tests.bench.yardsticks import bare_insert_s, bare_read_s

SEARCHES = ("1896/57", "nguyen huong", "dang duc", "phu dien", "12", "999100000000", "khong co ai")
"""Sheet and number, names without accents, the address that all share, a number, an identity number, nobody."""


def measure(folder: Path, runs: int) -> list[Figure]:
    """Return insert, read, open and search."""
    return [*_insert(folder, runs), *_read(folder, runs), *_search(folder, runs)]


def _insert(folder: Path, runs: int) -> list[Figure]:
    records = mosaic_records()
    parcels: list[AnyRecord] = [one for one in records if isinstance(one, Parcel)]
    bare = median(
        bare_insert_s(folder / f"bare{number}.sqlite", _bare_rows(parcels)) for number in range(runs)
    )
    only_parcels = _insert_s(folder / "parcels", parcels, runs)
    everything = _insert_s(folder / "everything", records, runs)
    return [
        Figure("store.insert", only_parcels, "s", only_parcels / bare),
        Figure("store.insert_full", everything, "s", everything / bare),
    ]


def _insert_s(path: Path, records: list[AnyRecord], runs: int) -> float:
    """Return the time of one act that creates the records in an empty store, journal included."""
    change = import_of(records)

    def prepare(number: int) -> Application:
        return new_office(path.with_name(f"{path.name}{number}.landdesk"), [])

    def act(app: Application) -> None:
        app.write(lambda context: context.work.apply(change, EntryKind.IMPORT))

    opened: list[Application] = []

    def prepare_and_keep(number: int) -> Application:
        for app in opened:
            app.close()
            app.store.path.unlink()
        opened[:] = [prepare(number)]
        return opened[0]

    took = median_s(runs, act, prepare_and_keep)
    written = opened[0].read(lambda reader: reader.parcel_count())
    opened[0].close()
    if written != sum(isinstance(one, Parcel) for one in records):
        raise AssertionError(f"{written} parcels were written")
    return took


def _bare_rows(parcels: list[Any]) -> list[tuple[Any, ...]]:
    wkb = shapely.to_wkb([one.shape for one in parcels]).tolist()
    return [
        (
            one.id,
            one.commune,
            one.sheet,
            one.number,
            one.number_state,
            one.address,
            int(one.legal_area_m2 * 100),
            one.source_id,
            shape,
        )
        for one, shape in zip(parcels, wkb, strict=True)
    ]


def _read(folder: Path, runs: int) -> list[Figure]:
    bare = median(bare_read_s(folder / "bare0.sqlite") for _ in range(runs))
    app = working_copy(office_store(), folder, CLERK)

    def read(_: int) -> None:
        with app.store.read() as reader:
            Coverage.build(reader.parcel_rows(), reader.version())

    read(0)
    took = median_s(runs, read, int)
    path = app.store.path
    app.close()
    opening = median_s(runs, lambda _: Store.open(path).close(), int)
    return [Figure("store.read", took, "s", took / bare), Figure("store.open", opening, "s")]


def _find(app: Application, text: str) -> list[ParcelLine]:
    return app.read(lambda reader: reader.parcel_lines(text))


def _search(folder: Path, runs: int) -> list[Figure]:
    """Return the slowest of several searches; what they find is made into lines of the list."""
    app = working_copy(office_store(), folder, CLERK)
    times: list[float] = []
    found = 0
    for text in SEARCHES:
        find = partial(_find, app, text)
        found += len(find())
        times.append(median(seconds(find) for _ in range(runs)))
    started = perf_counter()
    everything = app.read(lambda reader: reader.parcel_lines())
    listed = perf_counter() - started
    app.close()
    if not found or len(everything) < 50_000:
        raise AssertionError("the searches find nothing")
    return [Figure("search", max(times) * 1000, "ms"), Figure("search.all_lines", listed, "s")]
