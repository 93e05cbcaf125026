"""The layers dialog: what is shown, pictures laid below the parcels, taken out again, and remembered."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from landdesk.settings import HIDDEN_LAYERS
from landdesk.ui.dialogs.layers_dialog import LayersDialog
from landdesk.ui.main_window import MainWindow
from tests.ui.conftest import SOUTH, WEST, settle
from tests.ui.hands import children, click


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A picture of 100 × 100 m around the parcels."""
    path = tmp_path / "ảnh.png"
    Image.new("RGB", (100, 100), (10, 20, 200)).save(path)
    path.with_suffix(".pgw").write_text(f"1\n0\n0\n-1\n{WEST - 20}\n{SOUTH + 80}\n", "ascii")
    return path


def opened(window: MainWindow) -> LayersDialog:
    window.actions_by_code["layers"].trigger()
    (dialog,) = children(window, LayersDialog)
    return dialog


def added(qtbot: QtBot, window: MainWindow, dialog: LayersDialog, *paths: Path) -> None:
    click(dialog.add)
    (choice,) = children(window, QFileDialog)
    choice.filesSelected.emit([str(path) for path in paths])
    choice.close()
    settle(qtbot, window)


def test_a_picture_is_added_limited_and_taken_out(qtbot: QtBot, window: MainWindow, picture: Path) -> None:
    canvas = window.desk.workplace.canvas
    dialog = opened(window)
    assert not dialog.remove.isEnabled()
    added(qtbot, window, dialog, picture)
    assert dialog.list.item(0).text() == "ảnh.png"
    (background,) = canvas.ground.backgrounds
    assert canvas.ground.fill_opacity < 0.5
    dialog.opacity.setValue(60)
    (background,) = canvas.ground.backgrounds
    assert background.opacity == pytest.approx(0.6)
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert canvas.ground.backgrounds == ()
    dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
    click(dialog.zoom)
    assert canvas.view.covers((WEST, SOUTH, WEST + 60, SOUTH + 60))
    click(dialog.remove)
    assert dialog.list.count() == 0
    assert picture.exists()
    dialog.close()


def test_pictures_are_there_again_the_next_time(
    qtbot: QtBot, window: MainWindow, picture: Path, store_path: Path
) -> None:
    dialog = opened(window)
    added(qtbot, window, dialog, picture)
    dialog.close()
    before = window.desk.workplace
    window.desk.open_store(store_path, None)
    qtbot.waitUntil(lambda: window.desk.current is not None and window.desk.workplace is not before)
    settle(qtbot, window)
    qtbot.waitUntil(lambda: len(window.desk.workplace.canvas.ground.backgrounds) == 1)


def test_what_cannot_be_shown_is_said_and_the_others_are_shown(
    qtbot: QtBot, window: MainWindow, picture: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "hỏng.mbtiles"
    broken.write_bytes(b"SQLite format 3\0" + b"x" * 2000)
    dialog = opened(window)
    added(qtbot, window, dialog, picture, broken)
    assert len(window.desk.workplace.canvas.ground.backgrounds) == 1
    dialog.list.setCurrentRow(0)
    assert "hỏng.mbtiles" in dialog.list.item(0).text()
    assert "damaged" in dialog.said.text()
    assert not dialog.zoom.isEnabled()
    dialog.close()


def test_the_order_can_be_changed(qtbot: QtBot, window: MainWindow, picture: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.png"
    other.write_bytes(picture.read_bytes())
    other.with_suffix(".pgw").write_bytes(picture.with_suffix(".pgw").read_bytes())
    dialog = opened(window)
    added(qtbot, window, dialog, picture, other)
    assert [dialog.list.item(row).text() for row in range(2)] == ["b.png", "ảnh.png"]
    dialog.list.setCurrentRow(1)
    click(dialog.up)
    assert [dialog.list.item(row).text() for row in range(2)] == ["ảnh.png", "b.png"]
    assert dialog.list.currentRow() == 0
    dialog.close()


def test_a_layer_is_turned_here_and_in_the_menu_alike(window: MainWindow) -> None:
    dialog = opened(window)
    grid = window.actions_by_code["layer_grid"]
    assert not grid.isChecked()
    assert not dialog.boxes["grid"].isChecked()
    dialog.boxes["grid"].click()
    assert grid.isChecked()
    assert "grid" not in window.desk.settings.get(HIDDEN_LAYERS)
    grid.trigger()
    assert not dialog.boxes["grid"].isChecked()
    assert "grid" in window.desk.settings.get(HIDDEN_LAYERS)
    dialog.close()
