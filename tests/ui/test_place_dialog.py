"""A scanned sheet without a place: control points by clicks and typed coordinates lay it below the parcels."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from landdesk.ui.dialogs.layers_dialog import LayersDialog
from landdesk.ui.dialogs.place_dialog import PlaceDialog
from landdesk.ui.main_window import MainWindow
from tests.ui.conftest import SOUTH, WEST, settle
from tests.ui.hands import children, click

M_PER_PX = 0.25
CORNERS = ((40, 40), (360, 40), (360, 260), (40, 260))


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A scan of 400 × 300 pixels."""
    path = tmp_path / "tờ 12.png"
    Image.new("RGB", (400, 300), (230, 220, 190)).save(path)
    return path


def placing(qtbot: QtBot, window: MainWindow, sheet: Path) -> tuple[LayersDialog, PlaceDialog]:
    window.actions_by_code["layers"].trigger()
    (layers,) = children(window, LayersDialog)
    click(layers.add)
    (choice,) = children(window, QFileDialog)
    choice.filesSelected.emit([str(sheet)])
    choice.close()
    settle(qtbot, window)
    assert "control points" in layers.said.text()
    click(layers.place)
    qtbot.waitUntil(lambda: bool(children(window, PlaceDialog)))
    (dialog,) = children(window, PlaceDialog)
    return layers, dialog


def give_point(dialog: PlaceDialog, at: tuple[int, int], north: str, east: str) -> None:
    """Click on the sheet, type X, Tab, Y, Enter."""
    zoom = dialog.sheet.zoom
    QTest.mouseClick(
        dialog.sheet, Qt.MouseButton.LeftButton, pos=QPoint(round(at[0] * zoom), round(at[1] * zoom))
    )
    for words, key in ((north, Qt.Key.Key_Tab), (east, Qt.Key.Key_Return)):
        QApplication.processEvents()
        editors = children(dialog.table, QLineEdit)
        editor = [one for one in editors if one.isVisible()][-1]
        QTest.keyClicks(editor, words)
        QTest.keyClick(editor, key)
    QApplication.processEvents()


def test_four_corners_place_the_sheet(qtbot: QtBot, window: MainWindow, sheet: Path) -> None:
    layers, dialog = placing(qtbot, window, sheet)
    assert not dialog.ok.isEnabled()
    for number, (column, row) in enumerate(CORNERS, 1):
        north, east = SOUTH + 70 - row * M_PER_PX, WEST - 10 + column * M_PER_PX
        give_point(dialog, (column, row), f"{north:.2f}".replace(".", ","), f"{east:.2f}")
        assert dialog.ok.isEnabled() is (number > 1)
    assert [dialog._cell(row, 3).text() for row in range(4)] == ["0.00"] * 4
    click(dialog.ok)
    settle(qtbot, window)
    (background,) = window.desk.workplace.canvas.ground.backgrounds
    expected = (WEST - 10, SOUTH + 70 - 300 * M_PER_PX, WEST - 10 + 400 * M_PER_PX, SOUTH + 70)
    # Clicks fall on whole pixels of the screen.
    assert np.allclose(background.warp.box(), expected, atol=M_PER_PX / min(dialog.sheet.zoom, 1.0))
    assert layers.said.text() == ""
    layers.close()


def test_a_mistyped_coordinate_is_seen_and_a_point_taken_out(
    qtbot: QtBot, window: MainWindow, sheet: Path
) -> None:
    layers, dialog = placing(qtbot, window, sheet)
    for number, (column, row) in enumerate(CORNERS):
        north = SOUTH + 70 - row * M_PER_PX + (100 if number == 1 else 0)
        give_point(dialog, (column, row), f"{north}", f"{WEST - 10 + column * M_PER_PX}")
    assert max(float(dialog._cell(row, 3).text()) for row in range(4)) > 20
    dialog.table.setCurrentCell(1, 1)
    click(dialog.remove)
    assert dialog.table.rowCount() == 3
    assert dialog._cell(1, 0).text() == "2"
    assert all(float(dialog._cell(row, 3).text()) < 0.5 for row in range(3))
    assert "nothing is left over" in dialog.said.text()
    dialog.reject()
    assert window.desk.workplace.canvas.ground.backgrounds == ()
    layers.close()
