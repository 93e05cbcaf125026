"""What a clerk does in the window: chooses records, files and answers."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from landdesk.ui.main_window import MainWindow
from landdesk.ui.models.office_rows import ListedRecord
from landdesk.ui.panels.office_package_panel import PackagePanel
from tests.ui.hands import click
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


def shown_dialog(qtbot: QtBot, window: MainWindow, kind: type[QDialog]) -> QDialog:
    """Wait for a dialog of a kind and return it."""

    def found() -> list[QDialog]:
        return [one for one in window.findChildren(kind) if isinstance(one, QDialog) and one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[-1]


def answer(qtbot: QtBot, window: MainWindow, words: str) -> None:
    """Press the button with these words in the question that is open."""
    box = shown_dialog(qtbot, window, QMessageBox)
    assert isinstance(box, QMessageBox)
    click(next(one for one in box.buttons() if one.text().replace("&", "") == words))


def choose_files(qtbot: QtBot, window: MainWindow, *paths: Path) -> str:
    """Type files into the file dialog that is open and accept; returns the name that it proposed."""
    dialog = shown_dialog(qtbot, window, QFileDialog)
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(line, QLineEdit)
    proposed = line.text()
    if paths:
        line.setText(" ".join(f'"{path}"' for path in paths) if len(paths) > 1 else str(paths[0]))
    buttons = dialog.findChild(QDialogButtonBox)
    assert isinstance(buttons, QDialogButtonBox)
    press_default(buttons)
    qtbot.waitUntil(lambda: not visible(window, QFileDialog))
    return proposed


def press_default(buttons: QDialogButtonBox) -> None:
    """Press the button that saves or opens."""
    kind = QDialogButtonBox.StandardButton
    for one in (kind.Save, kind.Open):
        button: QAbstractButton | None = buttons.button(one)
        if button is not None:
            click(button)
            return
    raise AssertionError("no button to press")


def close_dialog(qtbot: QtBot, window: MainWindow, dialog: QDialog) -> None:
    """Press Close."""
    buttons = dialog.findChild(QDialogButtonBox)
    assert isinstance(buttons, QDialogButtonBox)
    click(buttons.button(QDialogButtonBox.StandardButton.Close))
    qtbot.waitUntil(lambda: not visible(window, type(dialog)))


def visible(window: MainWindow, kind: type[QWidget]) -> list[QWidget]:
    """Return the widgets of a kind that are seen."""
    found: list[QWidget] = [one for one in window.findChildren(kind) if isinstance(one, QWidget)]
    return [one for one in found if one.isVisible()]


def double_click_row(table: QTableView, row: int) -> None:
    """Double-click on a row of a table."""
    from PySide6.QtTest import QTest

    where = table.visualRect(table.model().index(row, 1)).center()
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where
    )
    QTest.mouseDClick(
        table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where
    )
