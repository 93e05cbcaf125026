"""Pasted lists looked up beside the map."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from landdesk.ui.dialogs.lookup_dialog import LookupDialog
from landdesk.ui.main_window import MainWindow
from tests.ui.conftest import parcel_of, settle
from tests.ui.hands import children, click, click_row, press

pytestmark = pytest.mark.qt_log_ignore(r"raise\(\)")
"""What a screen that is none cannot do."""

LIST = "12/1\ntờ 12 thửa 5\n056123456789\n99/99\n???\n"


def looked_up(qtbot: QtBot, window: MainWindow, text: str) -> LookupDialog:
    window.actions_by_code["look_up"].trigger()
    dialog = children(window, LookupDialog)[0]
    QGuiApplication.clipboard().setText(text)
    dialog.list.setFocus()
    press(dialog.list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    click(dialog.look_up)
    qtbot.waitUntil(lambda: window.tasks.idle and dialog.look_up.isEnabled())
    return dialog


def test_a_pasted_list_becomes_a_table_with_masked_numbers(qtbot: QtBot, window: MainWindow) -> None:
    dialog = looked_up(qtbot, window, LIST)
    results = [dialog.model.index(line, 2).data() for line in range(dialog.model.rowCount())]
    assert results == ["found", "found", "found", "not found", "not understood"]
    shown = dialog.model.index(0, 5).data()
    assert "Đặng Văn Đức" in shown
    assert "056123456789" not in shown
    # What was pasted is shown as pasted.
    assert dialog.model.index(2, 1).data() == "056123456789"
    dialog.reject()


def test_lines_are_filtered_by_what_became_of_them(qtbot: QtBot, window: MainWindow) -> None:
    dialog = looked_up(qtbot, window, LIST)
    offered = [dialog.status.itemText(line) for line in range(dialog.status.count())]
    assert offered == ["All lines (5)", "Found (3)", "Not found (1)", "Not understood (1)"]
    dialog.status.setFocus()
    press(dialog.status, Qt.Key.Key_Down)
    press(dialog.status, Qt.Key.Key_Down)
    assert [dialog.model.index(line, 1).data() for line in range(dialog.model.rowCount())] == ["99/99"]
    assert dialog.count.text() == "1 row"
    dialog.reject()


def test_a_double_click_shows_the_parcel_on_the_map(qtbot: QtBot, window: MainWindow) -> None:
    dialog = looked_up(qtbot, window, LIST)
    index = dialog.model.index(1, 1)
    at = dialog.table.visualRect(index).center()
    QTest.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    QTest.mouseDClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    settle(qtbot, window)
    assert window.desk.store.selection.parcels == (parcel_of(window, "12/5"),)
    assert dialog.isVisible()
    dialog.reject()


def test_rows_are_copied_with_headings(qtbot: QtBot, window: MainWindow) -> None:
    dialog = looked_up(qtbot, window, LIST)
    click(dialog.copy)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 6
    assert lines[0].startswith("Line\tAs typed\tResult")
    click_row(dialog.table, 3)
    press(dialog.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines()[1].startswith("4\t99/99\tnot found")
    dialog.reject()


def test_a_table_that_leaves_with_names_is_logged(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    dialog = looked_up(qtbot, window, LIST)
    click(dialog.export)
    asked = children(dialog, QFileDialog)[0]
    target = tmp_path / "t.csv"
    asked.fileSelected.emit(str(target))
    asked.reject()
    settle(qtbot, window)
    text = target.read_text("utf-8-sig")
    assert len(text.splitlines()) == 6
    assert "Đặng Văn Đức" in text
    (left,) = window.desk.store.app.read(lambda reader: reader.safekeeping.outgoing_files())
    assert (left.purpose, left.file_name) == ("lookup", "t.csv")
    # Never over a file.
    target.write_text("mine", "utf-8")
    dialog.export_wanted.emit([row for row, _cells in dialog.model.rows], target)
    qtbot.waitUntil(window.notice.isVisible)
    assert target.read_text("utf-8") == "mine"
    dialog.reject()


def test_an_empty_list_is_said_in_the_dialog(qtbot: QtBot, window: MainWindow) -> None:
    dialog = looked_up(qtbot, window, "\n\n")
    assert "no line to look up" in dialog.trouble.text()
    assert not dialog.export.isEnabled()
    dialog.reject()


def test_keys_alone_look_a_list_up(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_by_code["look_up"].trigger()
    dialog = children(window, LookupDialog)[0]
    dialog.activateWindow()
    dialog.list.setFocus()
    QTest.keyClicks(dialog.list, "12/3")
    press(dialog.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1 and window.tasks.idle)
    assert dialog.model.index(0, 2).data() == "found"
    press(dialog.list, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not children(window, LookupDialog))


def test_it_is_one_dialog_and_goes_with_its_store(qtbot: QtBot, window: MainWindow) -> None:
    first = window.errands.look_up()
    assert window.errands.look_up() is first
    window.actions_by_code["close"].trigger()
    qtbot.waitUntil(lambda: window.desk.current is None and not children(window, LookupDialog))
