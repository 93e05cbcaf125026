"""Figures of the store: one large act, the full read, opening, looking up."""

from pathlib import Path
from statistics import median
from typing import Any

import shapely

from landdesk.app.application import Application
from landdesk.domain.change import EntryKind
from landdesk.domain.coverage import Coverage
from landdesk.domain.records import AnyRecord, Parcel
from landdesk.interpreter import without_collection
from landdesk.store.reader import Reader
from landdesk.store.store import Store
from landdesk.ui.models.parcel_list_model import PAGE
from landdesk.ui.models.parcel_order import ordered
from landdesk.ui.models.parcel_rows import listed
from tests.bench.figures import Figure, median_s
from tests.bench.full_record import full_store
from tests.bench.mosaic import CLERK, drop, import_of, mosaic_records, new_office, office_store, working_copy
from tests.bench.yardsticks import bare_insert_s, bare_read_s

SEARCHES = (
    "1896/57",
    "nguyen huong",
    "dang duc",
    "12",
    "999100000000",
    "khong co ai",
    "thon dong",
    "CH00123",
    "A 100123",
    "TE100123-GCN",
)
"""Sheet and number, names without accents, a number, an identity number, nobody; of full records hamlet, register
number, serial and the name of a scan."""
EVERYWHERE = "phu dien"
"""A word of every parcel's address."""
EVERY_SCAN = "giay chung nhan"
"""Words of every scan's name: the longest way there is to all parcels."""


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
    opened: list[Application] = []

    def prepare(number: int) -> Application:
        while opened:
            drop(opened.pop())
        opened.append(new_office(path.with_name(f"{path.name}{number}.landdesk"), []))
        return opened[0]

    def act(app: Application) -> None:
        app.write(lambda context: context.work.apply(change, EntryKind.IMPORT))

    took = median_s(runs, act, prepare)
    written = opened[0].read(lambda reader: reader.parcel_count())
    drop(opened.pop())
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
        with without_collection(), app.store.read() as reader:
            Coverage.build(reader.parcel_rows(), reader.version())

    read(0)
    took = median_s(runs, read, int)
    path = app.store.path
    app.close()
    opening = median_s(runs, lambda _: Store.open(path).close(), int)
    return [Figure("store.read", took, "s", took / bare), Figure("store.open", opening, "s")]


def _search(folder: Path, runs: int) -> list[Figure]:
    """Return the slowest of several searches of full records, one that finds every parcel, and the list without one.

    Measured as the window does it: the parcels found, in the order of the list, and the rows of its first page.
    """
    app = working_copy(full_store(), folder, CLERK)
    coverage = app.coverage

    def search(text: str | None) -> int:
        def read(reader: Reader) -> int:
            found = None if text is None else reader.found_parcels(text)
            order = ordered(coverage, "sheet", reader, found)
            listed(
                reader.parcel_lines(identifiers=[coverage.id_at(at) for at in order[:PAGE].tolist()]),
                coverage,
            )
            return len(order)

        return app.read(read)

    some_found = sum(search(text) for text in SEARCHES if text != "thon dong")
    if not 0 < some_found < 5_000 or min(search(EVERYWHERE), search(EVERY_SCAN)) < 50_000:
        raise AssertionError("the searches do not find what they are for")

    def took_ms(text: str | None) -> float:
        return median_s(runs, search, lambda _: text) * 1000

    some, everywhere = max(took_ms(text) for text in SEARCHES), took_ms(EVERYWHERE)
    figures = [
        Figure("search", max(some, everywhere), "ms"),
        Figure("search.some", some, "ms"),
        Figure("search.every_scan", took_ms(EVERY_SCAN), "ms"),
        Figure("search.no_word", took_ms(None), "ms"),
    ]
    app.close()
    return figures
