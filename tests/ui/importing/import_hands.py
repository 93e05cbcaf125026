"""What a person does in the dialog of an import, and what is to be read there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from landdesk.ui.dialogs.import_dialog import TRIAL, ImportDialog
from landdesk.ui.main_window import MainWindow
from landdesk.ui.models.import_told import ImportTold
from tests.sources import Feature, plots
from tests.ui.conftest import settle
from tests.ui.hands import children, click, press, read, read_rows, type_words

PARCELS = 120


def asked(qtbot: QtBot, window: MainWindow) -> ImportDialog:
    """Open the dialog by its keys."""
    to_window(qtbot, window)
    press(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    return children(window, ImportDialog)[0]


def to_window(qtbot: QtBot, window: MainWindow) -> None:
    """Let the keys work in the window, as a click on it does."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def name_file(qtbot: QtBot, dialog: ImportDialog, path: Path) -> None:
    """Type a path and press Enter; goes on to the columns where nothing is left to be said."""
    dialog.source.line.selectAll()
    type_words(dialog.source.line, str(path))
    press(dialog.source.line, Qt.Key.Key_Return)
    looked(qtbot, dialog)


def looked(qtbot: QtBot, dialog: ImportDialog) -> None:
    qtbot.waitUntil(lambda: dialog.source.seen is not None or bool(dialog.source.trouble.count()))


def tried(qtbot: QtBot, dialog: ImportDialog) -> ImportTold:
    """Go from the columns to the trial and wait for it."""
    click(dialog.forward)
    assert dialog.pages.currentIndex() == TRIAL
    return told(qtbot, dialog)


def told(qtbot: QtBot, dialog: ImportDialog) -> ImportTold:
    qtbot.waitUntil(lambda: not dialog.trial.busy and dialog.trial.told is not None)
    found = dialog.trial.told
    assert found is not None
    return found


def says(qtbot: QtBot, page: QWidget, words: str) -> None:
    """Wait until words can be read; what is new in a layout is shown when the window comes to it."""
    qtbot.waitUntil(lambda: any(words in one for one in read(page)))


def failed(qtbot: QtBot, dialog: ImportDialog, words: str) -> None:
    """Wait until the trial has failed with these words."""
    says(qtbot, dialog.trial, words)
    assert not dialog.trial.busy
    assert dialog.trial.told is None


def imported(qtbot: QtBot, window: MainWindow, dialog: ImportDialog) -> ImportTold:
    click(dialog.forward)
    qtbot.waitUntil(lambda: dialog.trial.has_result)
    settle(qtbot, window)
    return told(qtbot, dialog)


def choose_by_keys(combo: QComboBox, data: object) -> None:
    """Choose an entry with the arrow keys, as somebody without a mouse does."""
    combo.setFocus()
    press(combo, Qt.Key.Key_Home)
    for _step in range(max(combo.findData(data), 0)):
        press(combo, Qt.Key.Key_Down)
    assert combo.currentData() == data


def filters(dialog: ImportDialog) -> dict[str, int]:
    return {one.title: one.count for one in read_rows(dialog.trial.filters)}


def all_of(window: MainWindow, kind: type[Any]) -> list[Any]:
    return list(window.desk.store.app.read(lambda reader: reader.all(kind)).values())


def moved(count: int, move: Callable[[float, float], tuple[float, float]]) -> list[Feature]:
    made: list[Feature] = []
    for geometry, values in plots(count):
        assert geometry is not None
        ring = [list(move(x, y)) for x, y in geometry["coordinates"][0]]
        made.append(({"type": "Polygon", "coordinates": [ring]}, values))
    return made
