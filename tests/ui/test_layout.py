"""How a person has laid the window out comes back, each test with a window of its own."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from landdesk.settings import COLUMN_WIDTHS, HIDDEN_LAYERS, WINDOW_GEOMETRY, WINDOW_PANELS, Settings
from landdesk.store.store import NewStore, Store
from landdesk.ui.fonts import load_fonts
from landdesk.ui.main_window import MainWindow
from tests.ui.conftest import PERSON, close, settle
from tests.ui.hands import press

OpenWindow = Callable[[Path], MainWindow]


@pytest.fixture
def start(qtbot: QtBot) -> Iterator[OpenWindow]:
    """Return a function that starts the window as the program does and opens a store in it."""
    windows: list[MainWindow] = []

    def open_window(store: Path) -> MainWindow:
        load_fonts()
        window = MainWindow(Settings())
        windows.append(window)
        window.layout_keeper.begin()
        window.show()
        # Wider than the screen of the tests, so that panels have room to differ.
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(1300, 760)
        window.desk.open_store(store, PERSON.name)
        qtbot.waitUntil(lambda: window.desk.current is not None)
        settle(qtbot, window)
        qtbot.waitUntil(lambda: window.left.width() > 0)
        return window

    yield open_window
    for window in windows:
        if isValid(window):
            close(qtbot, window)


def test_the_first_window_fills_a_small_screen(qtbot: QtBot) -> None:
    window = MainWindow(Settings())
    window.layout_keeper.begin()
    assert window.windowState() & Qt.WindowState.WindowMaximized
    window.show()
    close(qtbot, window)


def test_sizes_columns_and_hidden_panels_come_back(qtbot: QtBot, start: OpenWindow, store_path: Path) -> None:
    first = start(store_path)
    place = first.desk.workplace
    first.resizeDocks([first.left], [520], Qt.Orientation.Horizontal)
    for table in place.tables.values():
        table.setColumnWidth(1, 177)
    press(first, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert first.right.isHidden()
    assert not first.actions_by_code["panel_right"].isChecked()
    qtbot.waitUntil(lambda: first.left.width() == 520)
    close(qtbot, first)
    second = start(store_path)
    assert second.left.width() == 520
    assert second.right.isHidden()
    assert not second.actions_by_code["panel_right"].isChecked()
    assert [table.columnWidth(1) for table in second.desk.workplace.tables.values()] == [177] * 9
    assert set(Settings().get(COLUMN_WIDTHS).values()) == {177}
    assert len(Settings().get(COLUMN_WIDTHS)) == 9


def test_an_office_has_a_layout_of_its_own(
    qtbot: QtBot, start: OpenWindow, store_path: Path, tmp_path: Path
) -> None:
    office = tmp_path / "office.landdesk"
    Store.create(office, NewStore("office", 9217, ("22657",)), person=PERSON).close()
    first = start(store_path)
    first.actions_by_code["panel_foot"].trigger()
    close(qtbot, first)
    second = start(office)
    assert not second.foot.isHidden()
    close(qtbot, second)
    assert set(Settings().get(WINDOW_PANELS)) == {"commune", "office"}


def test_reset_gives_everything_back(start: OpenWindow, store_path: Path) -> None:
    window = start(store_path)
    table = window.desk.workplace.findings_panel.table
    width = table.columnWidth(0)
    table.setColumnWidth(0, width + 60)
    window.actions_by_code["panel_left"].trigger()
    window.layout_keeper.keep()
    window.actions_by_code["reset_layout"].trigger()
    assert not window.left.isHidden()
    assert table.columnWidth(0) == width
    settings = Settings()
    assert (settings.get(COLUMN_WIDTHS), settings.get(WINDOW_PANELS)) == ({}, {})


@pytest.mark.parametrize("spoilt", ["", "AAAA", "no base64!", "AdnQywADAAAAAAAA"])
def test_what_cannot_be_read_is_ignored(start: OpenWindow, store_path: Path, spoilt: str) -> None:
    document = {
        WINDOW_GEOMETRY.code: spoilt,
        WINDOW_PANELS.code: {"commune": spoilt},
        COLUMN_WIDTHS.code: {"findings.rule": -5},
        HIDDEN_LAYERS.code: ["nothing known"],
    }
    path = Settings().path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document), "utf-8")
    window = start(store_path)
    assert not window.left.isHidden()
    assert window.desk.workplace.findings_panel.table.columnWidth(0) > 0


def test_a_window_that_only_makes_a_picture_remembers_nothing(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_by_code["panel_foot"].trigger()
    close(qtbot, window)
    assert Settings().get(WINDOW_PANELS) == {}
    assert Settings().get(WINDOW_GEOMETRY) == ""


def test_hidden_layers_stay_hidden(qtbot: QtBot, start: OpenWindow, store_path: Path) -> None:
    first = start(store_path)
    first.actions_by_code["layer_legend"].trigger()
    first.actions_by_code["layer_labels"].trigger()
    assert Settings().get(HIDDEN_LAYERS) == ("grid", "labels", "legend")
    close(qtbot, first)
    second = start(store_path)
    assert not second.actions_by_code["layer_legend"].isChecked()
    assert second.actions_by_code["layer_findings"].isChecked()
    second.actions_by_code["layer_legend"].trigger()
    assert Settings().get(HIDDEN_LAYERS) == ("grid", "labels")


def test_looking_for_a_parcel_brings_the_list_back(window: MainWindow) -> None:
    window.actions_by_code["panel_left"].trigger()
    window.actions_by_code["panel_foot"].trigger()
    window.actions_by_code["find"].trigger()
    assert not window.left.isHidden()
    assert window.desk.workplace.list_panel.search.hasFocus()
    window.actions_by_code["go_history"].trigger()
    assert not window.foot.isHidden()
    assert window.tabs.currentWidget() is window.desk.workplace.history_panel


@pytest.mark.parametrize("role", ["commune", "office"])
def test_the_window_has_room_on_a_screen_of_1024_pixels(
    qtbot: QtBot, empty_window: MainWindow, tmp_path: Path, role: str
) -> None:
    empty_window.resize(1024, 740)
    path = tmp_path / "a.landdesk"
    Store.create(path, NewStore(role, 9217, ("22657",), training=True), person=PERSON).close()
    empty_window.desk.open_store(path, PERSON.name)
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    settle(qtbot, empty_window)
    empty_window.desk.workplace.findings.check()
    widths = {empty_window.width()}

    def checked() -> bool:
        widths.add(empty_window.width())
        return empty_window.tasks.idle

    qtbot.waitUntil(checked)
    assert widths == {1024}
    assert empty_window.minimumSizeHint().width() <= 1024
