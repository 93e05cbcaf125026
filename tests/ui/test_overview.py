"""The overview in the window: in the place of the map and back, counted while it is seen, printed, led on from."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from landdesk.app.reporting import Reporting
from landdesk.domain.commands import MergeParcels, SetParcel
from landdesk.services.reporting.overview import Overview
from landdesk.settings import WINDOW_PANELS, Settings
from landdesk.ui.charts.bars import BarChart
from landdesk.ui.charts.stacked_bar import StackedBar
from landdesk.ui.fonts import load_fonts
from landdesk.ui.main_window import MainWindow
from landdesk.ui.panels import overview_presenter
from landdesk.ui.panels.overview_page import CardFrame, OverviewPage
from tests.store.reporting.world import say_groups
from tests.ui.conftest import PERSON, close, parcel_of, settle
from tests.ui.hands import button, children, click, press, read
from tests.ui.office.desk import choose_files

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What changed is counted at once."""
    monkeypatch.setattr(overview_presenter, "WAIT_MS", 1)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[Overview]:
    """What was counted, one after the other."""
    found: list[Overview] = []
    count = Reporting.overview

    def note(self: Reporting) -> Overview:
        made = count(self)
        found.append(made)
        return made

    monkeypatch.setattr(Reporting, "overview", note)
    return found


def page_of(window: MainWindow) -> OverviewPage:
    return window.desk.workplace.overview_page


def card(window: MainWindow, title: str) -> CardFrame:
    (found,) = (one for one in children(page_of(window), CardFrame) if one.title.text() == title)
    return found


def show(qtbot: QtBot, window: MainWindow) -> None:
    """Press the keys of the overview and wait until it was counted."""
    window.activateWindow()
    press(window, Qt.Key.Key_O, CTRL_SHIFT)
    qtbot.waitUntil(lambda: window.desk.workplace.overview.shown is not None)
    settle(qtbot, window)


def panels_seen(window: MainWindow) -> list[bool]:
    return [panel.isVisible() for panel in (window.left, window.right, window.foot)]


def test_it_takes_the_place_of_the_map_and_gives_it_back(qtbot: QtBot, window: MainWindow) -> None:
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    widths = [window.left.width(), window.foot.height()]
    before = panels_seen(window)
    show(qtbot, window)
    action = window.actions_by_code["overview"]
    assert page_of(window).isVisible()
    assert not window.desk.workplace.canvas.isVisible()
    assert (panels_seen(window), action.isChecked()) == ([False] * 3, True)
    press(page_of(window).back, Qt.Key.Key_Escape)
    assert window.desk.workplace.canvas.isVisible()
    assert (panels_seen(window), action.isChecked()) == (before, False)
    assert before == [True, False, True]
    assert [window.left.width(), window.foot.height()] == widths
    show(qtbot, window)
    press(window, Qt.Key.Key_O, CTRL_SHIFT)
    assert window.desk.workplace.canvas.isVisible()


def test_what_leads_to_a_panel_leads_back_to_the_map(qtbot: QtBot, window: MainWindow) -> None:
    for key in (Qt.Key.Key_F7, Qt.Key.Key_F9, Qt.Key.Key_F6):
        show(qtbot, window)
        press(window, key)
        assert window.desk.workplace.canvas.isVisible()
        assert panels_seen(window) == [True] * 3
    show(qtbot, window)
    window.desk.store.show_parcel(parcel_of(window, "12/1"))
    assert window.desk.workplace.canvas.isVisible()


def test_nothing_is_done_to_parcels_that_are_not_seen(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.store.selection.choose([parcel_of(window, "12/1"), parcel_of(window, "12/2")])
    assert window.actions_by_code["merge_chosen"].isEnabled()
    show(qtbot, window)
    assert not window.actions_by_code["merge_chosen"].isEnabled()
    assert window.actions_by_code["print_overview"].isEnabled()
    click(page_of(window).back)
    assert window.actions_by_code["merge_chosen"].isEnabled()
    assert not window.actions_by_code["print_overview"].isEnabled()


def test_what_is_not_known_is_said_in_words(qtbot: QtBot, window: MainWindow) -> None:
    show(qtbot, window)
    for title in ("Parcels with findings, by criterion", "The ten commonest faults"):
        assert card(window, title).said.text() == "Nothing was checked yet. Press “Check” (F5)."
        assert not card(window, title).view.isVisible()
    groups = card(window, "Groups, by the branch's status file")
    assert groups.said.text().startswith("No status file of the branch was brought in yet")
    assert not groups.view.isVisible()
    tiles = {"6", "0 (0%)", "with findings: not checked yet"}
    qtbot.waitUntil(lambda: tiles <= set(read(page_of(window))))


def test_a_check_fills_the_cards_and_a_rule_leads_to_its_findings(qtbot: QtBot, window: MainWindow) -> None:
    show(qtbot, window)
    click(page_of(window).check)
    rules = card(window, "The ten commonest faults")
    qtbot.waitUntil(rules.view.isVisible)
    settle(qtbot, window)
    chart = rules.view.chart
    assert isinstance(chart, BarChart)
    assert {"parcel.overlap", "parcel.missing-node"} <= {one.code for one in chart.parts()}
    at = next(one for one in chart.parts() if one.code == "parcel.overlap")
    click(rules.view, chart.box_of(at, rules.view.width()).center().toPoint())
    place = window.desk.workplace
    assert place.canvas.isVisible()
    assert window.tabs.currentWidget() is place.findings_panel
    qtbot.waitUntil(lambda: {one.rule for one in place.findings_panel.model.rows} == {"parcel.overlap"})


def test_groups_are_those_of_the_status_file(qtbot: QtBot, window: MainWindow) -> None:
    app = window.desk.store.app
    show(qtbot, window)
    window.desk.store.change(lambda _progress: say_groups(app, "2026-01-31", {"12/1": "1", "12/2": "2"}))
    groups = card(window, "Groups, by the branch's status file")
    qtbot.waitUntil(groups.view.isVisible)
    assert groups.said.text() == "As of 31/01/2026"
    assert isinstance(groups.view.chart, StackedBar)
    assert groups.view.chart.spoken == "Group 1: 1 (17%); Group 2: 1 (17%); Not in a status file: 4 (67%)"
    qtbot.waitUntil(lambda: {"1 (17%)", "5"} <= set(read(page_of(window))))


def test_it_is_counted_only_while_somebody_looks(
    qtbot: QtBot, window: MainWindow, counted: list[Overview]
) -> None:
    store = window.desk.store
    store.execute(SetParcel(parcel_of(window, "12/1"), address="Thôn Một"))
    settle(qtbot, window)
    assert counted == []
    show(qtbot, window)
    assert len(counted) == 1
    click(page_of(window).back)
    show(qtbot, window)
    assert len(counted) == 1
    store.execute(MergeParcels((parcel_of(window, "12/1"), parcel_of(window, "12/2"))))
    qtbot.waitUntil(lambda: len(counted) == 2 and "5" in read(page_of(window)))
    settle(qtbot, window)
    click(page_of(window).back)
    store.execute(SetParcel(parcel_of(window, "12/3"), address="Thôn Ba"))
    settle(qtbot, window)
    assert len(counted) == 2
    press(window, Qt.Key.Key_O, CTRL_SHIFT)
    qtbot.waitUntil(lambda: len(counted) == 3)
    settle(qtbot, window)


def test_a_failure_is_said_and_the_next_look_counts_again(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: Reporting) -> Overview:
        raise OSError("gone")

    told: list[BaseException] = []
    window.tasks.error_left_over.disconnect()
    window.tasks.error_left_over.connect(told.append)
    with monkeypatch.context() as broken:
        broken.setattr(Reporting, "overview", fail)
        press(window, Qt.Key.Key_O, CTRL_SHIFT)
        qtbot.waitUntil(lambda: bool(told))
        assert page_of(window).state.text() == "The overview could not be counted."
    click(page_of(window).back)
    show(qtbot, window)
    assert not page_of(window).state.isVisible()


def test_it_is_printed_as_it_is_seen(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.desk.store.app.check()
    show(qtbot, window)
    settle(qtbot, window)
    path = tmp_path / "overview.pdf"
    click(page_of(window).print)
    choose_files(qtbot, window, path)
    qtbot.waitUntil(path.exists)
    document = pypdfium2.PdfDocument(path)
    try:
        assert len(document) == 1
        size = document[0].get_size()
        text = " ".join(document[0].get_textpage().get_text_bounded().split())
    finally:
        document.close()
    assert size[0] > size[1]
    for words in (
        "Overview: xã Diên Điền",
        "State of cleaning",
        "Has faults",
        "6 (100%)",
        "31/12/2026",
    ):
        assert words in text
    assert "Press a line" not in text
    kept = path.read_bytes()
    click(page_of(window).print)
    choose_files(qtbot, window, path)
    qtbot.waitUntil(lambda: window.desk.workplace.settled and not children(window, QFileDialog))
    assert path.read_bytes() == kept


def test_the_weekly_report_is_written_from_the_window(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, window)
    path = tmp_path / "week.xlsx"
    click(button(page_of(window), "Weekly report…"))
    choose_files(qtbot, window, path)
    qtbot.waitUntil(path.exists)
    settle(qtbot, window)
    assert CalamineWorkbook.from_path(path).sheet_names[0] == "Chỉ tiêu"


def wait_for_store(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.desk.current is not None)
    settle(qtbot, window)


def test_a_window_closed_on_the_overview_opens_with_its_panels(qtbot: QtBot, store_path: Path) -> None:
    load_fonts()
    for _time in range(2):
        window = MainWindow(Settings())
        window.layout_keeper.begin()
        window.show()
        window.desk.open_store(store_path, PERSON.name)
        wait_for_store(qtbot, window)
        assert panels_seen(window) == [True] * 3
        show(qtbot, window)
        close(qtbot, window)
        assert "commune" in Settings().get(WINDOW_PANELS)
