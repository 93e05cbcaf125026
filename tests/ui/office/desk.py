"""What a clerk does in the window: chooses records, files and answers."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QMessageBox, QTableView
from pytestqt.qtbot import QtBot

from landdesk.ui.main_window import MainWindow
from landdesk.ui.models.office_rows import ListedRecord
from landdesk.ui.panels.office_package_panel import PackagePanel
from tests.ui.hands import WidgetT, button, children, click, press
from tests.ui.office.conftest import office_of, settle


def record_about(window: MainWindow, subject: str) -> ListedRecord:
    """Return the record whose parcels begin so."""
    rows = office_of(window).package.rows
    return next(row for row in rows if row.record.subject.startswith(subject))


def states(window: MainWindow) -> dict[str, str]:
    """Return the state of every record of the open package by its first parcel."""
    return {row.record.subject.split(" ")[0]: row.state for row in office_of(window).package.rows}


def choose_record(qtbot: QtBot, window: MainWindow, subject: str, *, ctrl: bool = False) -> None:
    """Click on the row of a record and wait until it is shown."""
    panel: PackagePanel = office_of(window).package_panel
    place = panel.model.place_of(record_about(window, subject).id)
    assert place is not None
    table: QTableView = panel.table
    table.scrollTo(panel.model.index(place, 0))
    where = table.visualRect(panel.model.index(place, 1)).center()
    click(table.viewport(), where, ctrl=ctrl)
    settle(qtbot, window)


def shown_dialog(qtbot: QtBot, window: MainWindow, kind: type[WidgetT]) -> WidgetT:
    """Wait for a dialog of a kind and return it."""
    qtbot.waitUntil(lambda: bool(children(window, kind)))
    return children(window, kind)[-1]


def answer(qtbot: QtBot, window: MainWindow, words: str) -> None:
    """Press the button with these words in the question that is open."""
    box = shown_dialog(qtbot, window, QMessageBox)
    click(next(one for one in box.buttons() if one.text().replace("&", "") == words))


def choose_files(qtbot: QtBot, window: MainWindow, *paths: Path) -> str:
    """Type files into the file dialog that is open and accept; returns the name that it proposed."""
    dialog = shown_dialog(qtbot, window, QFileDialog)
    (line,) = children(dialog, QLineEdit)
    proposed = line.text()
    line.setText(" ".join(f'"{path}"' for path in paths) if len(paths) > 1 else str(paths[0]))
    press(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not children(window, QFileDialog))
    return proposed


def close_dialog(qtbot: QtBot, window: MainWindow, dialog: QDialog) -> None:
    """Press Close."""
    click(button(dialog, "Close"))
    qtbot.waitUntil(lambda: not children(window, type(dialog)))


def double_click_row(table: QTableView, row: int) -> None:
    """Double-click on a row of a table."""
    where = table.visualRect(table.model().index(row, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
