"""Pasted lists looked up in a small store with everything that the table shows."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import event

from landdesk.app.application import Application
from landdesk.app.lookup import cells, looked_up, titles, write_lookup
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.records import AnyRecord, Document, DocumentLink, Parcel, SyncStatus
from landdesk.services.importing.tables.reading import read_tables
from tests.store.record.test_search import records_of_all_kinds
from tests.stores import COMMUNE, counted_ids, make_store, refused


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    made = make_store(tmp_path_factory.mktemp("lookup") / "store.landdesk", role="commune")
    new_id = counted_ids(8)
    twelve = made.read(lambda reader: reader.find_parcel("12/2"))
    absent = Document(new_id(), title="Không có", absent=True)
    more: list[AnyRecord] = [
        # An old number that is another parcel's number today, and one that two parcels had.
        Parcel(new_id(), COMMUNE, "8", "1", old_sheet="12", old_number="1"),
        Parcel(new_id(), COMMUNE, "8", "2", old_sheet="9", old_number="5"),
        Parcel(new_id(), COMMUNE, "8", "3", old_sheet="9", old_number="5"),
        SyncStatus(new_id(), twelve, as_of="2026-06", parcel_group="1"),
        SyncStatus(new_id(), twelve, as_of="2026-05", parcel_group="2"),
        absent,
        DocumentLink(new_id(), absent.id, parcel_id=twelve),
    ]
    change = ChangeSet("import", tuple(Delta(None, one) for one in (*records_of_all_kinds(), *more)))
    made.write(lambda context: context.work.apply(change, EntryKind.IMPORT))
    yield made
    made.close()


def answers(app: Application, text: str) -> list[tuple[str, str]]:
    """Return result and parcel of each row."""
    rows = [dict(zip(titles(), cells(app.codelists, row), strict=True)) for row in looked_up(app, text)]
    return [(row["Result"], row["Parcel"]) for row in rows]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("12/1", [("found", "12/1")]),
        ("tờ 2 thửa 41", [("found", "7/4")]),
        ("9 5", [("several", "8/2"), ("several", "8/3")]),
        ("12/99", [("not found", "")]),
        ("DC12/57", [("found", "DC12/57")]),
        ("bđ 123.456", [("found", "7/6"), ("found", "7/7")]),
        ("CH 00.457/QSDĐ", [("found", "7/6"), ("found", "7/7")]),
        ("AA125790", [("found", "7/8")]),
        ("G2XF8VQK9RW1", [("found", "7/5")]),
        ("999000000101", [("found", "7/1"), ("found", "7/2")]),
        ("225000103", [("found", "7/2")]),
        ("999000000999", [("not found", "")]),
        ("không rõ", [("not understood", "")]),
    ],
)
def test_a_line(app: Application, line: str, found: list[tuple[str, str]]) -> None:
    assert answers(app, line) == found


def test_the_table(app: Application) -> None:
    text = "Số tờ\tSố thửa\n12\t2\n7\t6\n7\t8\n"
    rows = [cells(app.codelists, row) for row in looked_up(app, text)]
    group = next(one.title for one in app.codelists["parcel_group"] if one.code == "1")
    assert rows == [
        ("2", "12 2", "found", "12/2", "", "Đặng Văn 2 (999••••••002)", group, "No"),
        ("3", "7 6", "found", "7/6", "BĐ 123456", "", "", "Yes"),
        ("4", "7 8", "found", "7/8", "", "Đỗ Đức Duy (999••••••104)", "", "No"),
    ]


def test_the_table_as_a_file(app: Application, tmp_path: Path) -> None:
    rows = looked_up(app, "12/2\n=1+1/5\nBĐ 123456")
    for name in ("found.csv", "found.xlsx"):
        assert write_lookup(app, rows, tmp_path / name) == 4
        (table,) = read_tables(tmp_path / name)
        written = [[str(cell or "") for cell in row.cells] for row in table.rows]
        assert written[0] == list(titles())
        assert [row[3] for row in written[1:]] == ["12/2", "", "7/6", "7/7"]
        assert "999000000002" not in str(written)
    left = app.read(lambda reader: reader.safekeeping.outgoing_files())
    assert {(one.purpose, one.file_name, one.persons) for one in left} == {
        ("lookup", "found.csv", 1),
        ("lookup", "found.xlsx", 1),
    }


def test_nothing_to_look_up(app: Application) -> None:
    with refused("lookup.empty"):
        looked_up(app, " \n\n")
    with refused("lookup.too-long"):
        looked_up(app, "12/1\n" * 500_000)


def test_many_lines_cost_few_questions(app: Application) -> None:
    few, many = (_statements(app, "12/2\nBĐ 123456\n999000000101\n" * count) for count in (1, 1_500))
    assert many == few


def test_five_thousand_lines_are_looked_up_at_once(app: Application) -> None:
    text = "\n".join(f"{number % 20}/{number}\nBĐ {number:06d}" for number in range(2_500))
    started = perf_counter()
    assert len(looked_up(app, text)) >= 5_000
    assert perf_counter() - started < 5, "two seconds on an idle computer"


def _statements(app: Application, text: str) -> int:
    count = 0

    def note(*_arguments: object) -> None:
        nonlocal count
        count += 1

    engine = app.store._looking.engine
    event.listen(engine, "after_cursor_execute", note)
    try:
        looked_up(app, text)
    finally:
        event.remove(engine, "after_cursor_execute", note)
    return count
