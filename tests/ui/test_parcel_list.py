from collections.abc import Callable
from decimal import Decimal

import pytest
import shapely
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from landdesk.app.application import Application
from landdesk.domain.commands import DeleteParcel, SetParcel, SplitParcel
from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.domain.numbering import natural
from landdesk.services.checking.needs import shipped_needs
from landdesk.store.queries.parcels import ParcelLine
from landdesk.ui.models.parcel_list_model import PAGE, ParcelListModel
from landdesk.ui.models.parcel_order import ordered
from landdesk.ui.models.parcel_rows import ListedParcel, Stands, parcel_columns
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.parcel_list import ParcelListPanel
from landdesk.ui.panels.parcel_list_presenter import ParcelListPresenter
from tests.rows import build_coverage
from tests.ui.hands import click_row, press, read_rows, type_words

Find = Callable[[str], ObjectId]


@pytest.fixture
def panel(qtbot: QtBot) -> ParcelListPanel:
    made = ParcelListPanel()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


@pytest.fixture
def presenter(qtbot: QtBot, panel: ParcelListPanel, open_store: OpenStore) -> ParcelListPresenter:
    made = ParcelListPresenter(panel, open_store)
    qtbot.waitUntil(lambda: len(read_rows(panel.model)) == 6)
    return made


def numbers(panel: ParcelListPanel) -> list[str | None]:
    return [row.line.number for row in read_rows(panel.model)]


@pytest.mark.usefixtures("presenter")
def test_lists_all_parcels_with_both_areas(panel: ParcelListPanel) -> None:
    assert numbers(panel) == ["1", "2", "3", "4", "5", "6"]
    by_code = {column.code: at for at, column in enumerate(panel.model.columns)}
    cells = {code: panel.model.index(3, at).data() for code, at in by_code.items()}
    assert (cells["sheet"], cells["number"], cells["land_use"]) == ("12", "4", "LUC")
    assert (cells["map_area"], cells["legal_area"]) == ("660.0", "660.0")


@pytest.mark.usefixtures("presenter")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dang duc", ["1"]),
        ("Đức", ["1"]),
        ("huong", ["2"]),
        ("12/5", ["5"]),
        ("056987654321", ["2"]),
        ("phu dien", ["1", "2", "3", "4", "5", "6"]),
        ("nobody", []),
    ],
)
def test_search_filters_while_typing(
    qtbot: QtBot, panel: ParcelListPanel, typed: str, found: list[str]
) -> None:
    type_words(panel.search, typed)
    qtbot.waitUntil(lambda: numbers(panel) == found)
    assert "6" in panel.count.text()
    press(panel.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(numbers(panel)) == 6)


@pytest.mark.usefixtures("presenter")
def test_the_arrow_down_leads_from_the_search_to_the_first_row(
    panel: ParcelListPanel, open_store: OpenStore, parcel: Find
) -> None:
    panel.search.setFocus()
    press(panel.search, Qt.Key.Key_Down)
    assert panel.table.hasFocus()
    assert open_store.selection.parcels == (parcel("12/1"),)


@pytest.mark.usefixtures("presenter")
def test_choosing_a_row_selects_and_zooms(
    panel: ParcelListPanel, open_store: OpenStore, parcel: Find
) -> None:
    boxes: list[tuple[float, float, float, float]] = []
    open_store.zoom_wanted.connect(boxes.append)
    click_row(panel.table, 2)
    assert open_store.selection.parcels == (parcel("12/3"),)
    shape = open_store.coverage.shape(parcel("12/3"))
    assert shape is not None
    assert shapely.box(*boxes[-1]).contains(shape)


@pytest.mark.usefixtures("presenter")
def test_a_choice_made_elsewhere_is_marked_and_told_to_nobody(
    panel: ParcelListPanel, open_store: OpenStore, parcel: Find
) -> None:
    told: list[object] = []
    panel.parcels_chosen.connect(told.append)
    open_store.selection.choose([parcel("12/2"), parcel("12/5")])
    lines = {index.row() for index in panel.table.selectionModel().selectedRows()}
    assert lines == {1, 4}
    assert told == []


@pytest.mark.usefixtures("presenter")
def test_an_edit_reads_only_what_it_touched(
    qtbot: QtBot, panel: ParcelListPanel, open_store: OpenStore, parcel: Find
) -> None:
    before = read_rows(panel.model)
    open_store.selection.choose([parcel("12/5")])
    open_store.execute(SetParcel(parcel("12/5"), number="15", legal_area_m2=Decimal(601)))
    qtbot.waitUntil(lambda: numbers(panel) == ["1", "2", "3", "4", "6", "15"])
    assert all(row in read_rows(panel.model) for row in before[:4])
    assert any(row is before[0] for row in read_rows(panel.model)), "other rows are the very same"
    lines = {index.row() for index in panel.table.selectionModel().selectedRows()}
    assert lines == {5}, "what was chosen stays chosen"


@pytest.mark.usefixtures("presenter")
def test_split_and_delete_bring_rows_and_take_them(
    qtbot: QtBot, panel: ParcelListPanel, open_store: OpenStore, parcel: Find
) -> None:
    shape = open_store.coverage.shape(parcel("12/3"))
    assert shape is not None
    west, south, east, north = shape.bounds
    middle = (south + north) / 2
    line = shapely.LineString([(west - 1, middle), (east + 1, middle)])
    open_store.execute(SplitParcel(parcel("12/3"), line))
    qtbot.waitUntil(lambda: len(read_rows(panel.model)) == 7)
    assert sum(row.line.provisional for row in read_rows(panel.model)) == 1
    assert sum(row.map_area_m2 or 0 for row in read_rows(panel.model)) == pytest.approx(3660.0)
    open_store.execute(DeleteParcel(parcel("12/1")))
    qtbot.waitUntil(lambda: len(read_rows(panel.model)) == 6)
    assert "1" not in numbers(panel)


def test_sorts_by_a_column_both_ways(
    qtbot: QtBot, panel: ParcelListPanel, presenter: ParcelListPresenter
) -> None:
    presenter.sort("map_area", descending=True)
    qtbot.waitUntil(lambda: numbers(panel)[0] == "4")
    presenter.sort("users", descending=False)
    qtbot.waitUntil(lambda: read_rows(panel.model)[0].line.users == "Đặng Văn Đức")


@pytest.mark.usefixtures("presenter")
def test_what_another_program_wrote_comes_with_a_refresh(
    qtbot: QtBot, panel: ParcelListPanel, open_store: OpenStore, second_app: Application, parcel: Find
) -> None:
    second_app.execute(SetParcel(parcel("12/1"), land_use="CLN"))
    open_store.tasks.write(lambda _progress: open_store.app.refresh())
    qtbot.waitUntil(lambda: read_rows(panel.model)[0].line.land_use == "CLN")


def many(count: int) -> Coverage:
    return build_coverage([shapely.box(10 * at, 0, 10 * at + 8, 8) for at in range(count)])


def row_of(coverage: Coverage, line: int) -> ListedParcel:
    identifier = coverage.id_at(line)
    line_of = ParcelLine(identifier, "22657", "1", str(line), False, "ODT", None, None, "")
    return ListedParcel(line_of, 64.0)


def test_only_the_pages_that_are_looked_at_are_read(qtbot: QtBot) -> None:
    coverage, asked = many(10 * PAGE), list[tuple[ObjectId, ...]]()
    model = ParcelListModel(parcel_columns(lambda _parcel: Stands()))
    model.rows_wanted.connect(asked.append)
    model.show(coverage, coverage.live())
    assert model.rowCount() == 10 * PAGE
    assert [model.index(at, 1).data() for at in (0, 1, 3 * PAGE)] == [None, None, None]
    qtbot.waitUntil(lambda: bool(asked))
    expected = [*range(PAGE), *range(3 * PAGE, 4 * PAGE)]
    assert asked == [tuple(coverage.id_at(at) for at in expected)]
    model.fill([row_of(coverage, at) for at in expected])
    assert model.index(3 * PAGE, 1).data() == str(3 * PAGE)
    assert model.index(2 * PAGE, 1).data() is None


def test_rows_that_are_known_stay_known_in_another_order(qtbot: QtBot) -> None:
    coverage, asked = many(PAGE), list[object]()
    model = ParcelListModel(parcel_columns(lambda _parcel: Stands()))
    model.rows_wanted.connect(asked.append)
    model.show(coverage, coverage.live(), [row_of(coverage, at) for at in range(PAGE)])
    with qtbot.waitSignal(model.modelReset):
        assert model.show(coverage, coverage.live()[::-1])
    assert model.index(0, 1).data() == str(PAGE - 1)
    assert model.line_of(coverage.id_at(0)) == PAGE - 1
    assert not model.show(coverage, coverage.live()[::-1]), "nothing has moved"
    shorter = coverage.live()[:5]
    assert model.show(coverage, shorter)
    assert model.line_of(coverage.id_at(7)) is None
    assert model.id_at(5) is None
    assert not asked


@pytest.mark.parametrize("column", ["number", "sheet", "address"])
def test_a_change_that_moves_no_line_touches_no_other_row(
    qtbot: QtBot,
    panel: ParcelListPanel,
    presenter: ParcelListPresenter,
    open_store: OpenStore,
    parcel: Find,
    column: str,
) -> None:
    presenter.sort(column, descending=False)
    qtbot.waitUntil(lambda: not presenter.loading and len(read_rows(panel.model)) == 6)
    resets: list[None] = []
    panel.model.modelReset.connect(lambda: resets.append(None))
    for number in ("12/3", "12/5", "12/3"):
        # The last makes the block of changed parcels anew, with both at other places in it.
        open_store.execute(SetParcel(parcel(number), address=f"Thôn {number} {len(resets)}"))
        open_store.execute(SetParcel(parcel(number), legal_area_m2=Decimal(700)))
        open_store.execute(SetParcel(parcel(number), legal_area_m2=Decimal(701)))
    qtbot.waitUntil(
        lambda: [row.line.legal_area_m2 for row in read_rows(panel.model)].count(Decimal(701)) == 2
    )
    assert resets == [] or column == "address"
    qtbot.waitUntil(lambda: not presenter.loading)
    for line, row in enumerate(read_rows(panel.model)):
        assert panel.model.id_at(line) == row.id
        assert panel.model.line_of(row.id) == line


@pytest.mark.parametrize("column", [one.code for one in parcel_columns(lambda _parcel: Stands())])
def test_every_column_sorts_both_ways(
    qtbot: QtBot, panel: ParcelListPanel, presenter: ParcelListPresenter, column: str
) -> None:
    cells: list[list[str]] = []
    at = next(at for at, one in enumerate(panel.model.columns) if one.code == column)
    for descending in (False, True):
        presenter.sort(column, descending)
        qtbot.waitUntil(lambda: not presenter.loading)
        cells.append([panel.model.index(line, at).data() for line in range(6)])
    assert cells[0] == cells[1][::-1]
    assert set(map(str, cells[0])) == set(map(str, cells[1]))


def test_the_list_and_the_store_have_one_order(open_store: OpenStore) -> None:
    coverage = open_store.coverage
    with open_store.app.store.read() as reader:
        order = ordered(coverage, "sheet", reader)
        lines = reader.parcel_lines()
    assert [coverage.id_at(at) for at in order.tolist()] == [line.id for line in lines]


def test_numbers_sort_as_people_count() -> None:
    assert sorted(["10", "9", "10A", None, "x", "2"], key=natural) == [None, "x", "2", "9", "10", "10A"]


def test_the_list_shows_how_each_parcel_stands(
    qtbot: QtBot, panel: ParcelListPanel, presenter: ParcelListPresenter, open_store: OpenStore, parcel: Find
) -> None:
    qtbot.waitUntil(lambda: len(read_rows(panel.model)) == 6)
    codes = [column.code for column in panel.model.columns]
    standing, missing = codes.index("standing"), codes.index("missing")
    assert panel.model.index(0, missing).data() == ""
    open_store.check(lambda: None, open_store.tasks.error_left_over.emit)
    qtbot.waitUntil(lambda: open_store.findings is not None)

    def line(key: str) -> int:
        found = panel.model.line_of(parcel(key))
        assert found is not None
        return found

    def told(key: str, column: int) -> str:
        return str(panel.model.index(line(key), column).data(Qt.ItemDataRole.ToolTipRole))

    assert "Clean: To be mended" in told("12/4", standing).splitlines()
    # Of the persons of the block little is recorded, and no status file was brought in.
    assert {"Complete: To be mended", "Live: Not everything checked"} <= set(
        told("12/1", standing).splitlines()
    )
    assert not panel.model.index(line("12/1"), standing).data(Qt.ItemDataRole.DecorationRole).isNull()
    words = {key: panel.model.index(line(key), missing).data() for key in ("12/1", "12/3")}
    gaps = open_store.app.read(lambda reader: reader.gaps(shipped_needs()))
    for key, shown in words.items():
        at = gaps.ids.index(parcel(key))
        assert shown == f"{gaps.missing[at]} missing, {gaps.unknown[at]} unknown"
    panel.table.sortByColumn(standing, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: {line("12/4"), line("12/5")} == {0, 1})
    presenter.sort("missing", True)
    qtbot.waitUntil(lambda: not presenter.loading)
    shown = [gaps.missing[gaps.ids.index(one)] for one in presenter.parcels]
    assert shown == sorted(shown, reverse=True)
