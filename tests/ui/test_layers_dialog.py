"""The layers dialog: what is shown, pictures laid below the parcels, taken out again, and remembered."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QListWidgetItem
from pytestqt.qtbot import QtBot

from landdesk.settings import HIDDEN_LAYERS, LAYER_LOOKS
from landdesk.ui.dialogs.layers_dialog import LayersDialog
from landdesk.ui.main_window import MainWindow
from tests.ui.conftest import SOUTH, WEST, settle
from tests.ui.hands import children, click, press


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


def pictures(dialog: LayersDialog) -> list[str]:
    """Return the pictures of the list, the uppermost first; they lie below everything else."""
    names = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    return names[names.index("Colours of the parcels") + 1 :]


def picture_item(dialog: LayersDialog, at: int = 0) -> QListWidgetItem:
    return dialog.list.item(dialog.list.count() - len(pictures(dialog)) + at)


def choose(dialog: LayersDialog, row: int) -> None:
    """Click on a line."""
    item = dialog.list.item(row)
    dialog.list.scrollToItem(item)
    click(dialog.list.viewport(), dialog.list.visualItemRect(item).center())
    assert dialog.list.currentRow() == row


def turn(dialog: LayersDialog, code: str) -> None:
    """Press the blank at the line of a layer."""
    choose(dialog, dialog.row_of(code))
    press(dialog.list, Qt.Key.Key_Space)


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
    assert pictures(dialog) == ["ảnh.png"]
    (background,) = canvas.ground.backgrounds
    assert canvas.ground.fill_opacity < 0.5
    dialog.opacity.setValue(60)
    (background,) = canvas.ground.backgrounds
    assert background.opacity == pytest.approx(0.6)
    picture_item(dialog).setCheckState(Qt.CheckState.Unchecked)
    assert canvas.ground.backgrounds == ()
    picture_item(dialog).setCheckState(Qt.CheckState.Checked)
    click(dialog.zoom)
    assert canvas.view.covers((WEST, SOUTH, WEST + 60, SOUTH + 60))
    click(dialog.remove)
    assert pictures(dialog) == []
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
    choose(dialog, dialog.list.count() - 2)
    assert "hỏng.mbtiles" in pictures(dialog)[0]
    assert "damaged" in dialog.said.text()
    assert not dialog.zoom.isEnabled()
    dialog.close()


def test_the_order_can_be_changed(qtbot: QtBot, window: MainWindow, picture: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.png"
    other.write_bytes(picture.read_bytes())
    other.with_suffix(".pgw").write_bytes(picture.with_suffix(".pgw").read_bytes())
    dialog = opened(window)
    added(qtbot, window, dialog, picture, other)
    assert pictures(dialog) == ["b.png", "ảnh.png"]
    choose(dialog, dialog.list.count() - 1)
    assert not dialog.down.isEnabled()
    click(dialog.up)
    assert pictures(dialog) == ["ảnh.png", "b.png"]
    assert dialog.list.currentRow() == dialog.list.count() - 2
    assert not dialog.up.isEnabled()
    dialog.close()


def test_a_layer_is_turned_here_and_in_the_menu_alike(window: MainWindow) -> None:
    dialog = opened(window)
    grid = window.actions_by_code["layer_grid"]

    def is_checked() -> bool:
        return dialog.list.item(dialog.row_of("grid")).checkState() == Qt.CheckState.Checked

    assert not grid.isChecked()
    assert not is_checked()
    turn(dialog, "grid")
    assert grid.isChecked()
    assert is_checked()
    assert "grid" not in window.desk.settings.get(HIDDEN_LAYERS)
    grid.trigger()
    assert not is_checked()
    assert "grid" in window.desk.settings.get(HIDDEN_LAYERS)
    box = dialog.list.visualItemRect(dialog.list.item(dialog.row_of("grid")))
    click(dialog.list.viewport(), QPoint(box.left() + 16, box.center().y()))
    assert is_checked()
    assert grid.isChecked()
    click(dialog.legend)
    assert "legend" in window.desk.settings.get(HIDDEN_LAYERS)
    assert not window.actions_by_code["layer_legend"].isChecked()
    dialog.close()


# how the layers look


def differing(one: QImage, other: QImage) -> int:
    """Return how many pixels differ."""
    raw = [
        np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint32)
        for image in (one, other)
    ]
    return int((raw[0] != raw[1]).sum())


def seen(window: MainWindow) -> QImage:
    return window.desk.workplace.canvas.grab().toImage()


@pytest.mark.parametrize("code", ["grid", "labels"])
def test_a_layer_fades_and_is_limited_to_a_scale(qtbot: QtBot, window: MainWindow, code: str) -> None:
    canvas = window.desk.workplace.canvas
    canvas.zoom_to_box((WEST - 5, SOUTH - 5, WEST + 30, SOUTH + 30))
    dialog = opened(window)
    if code == "grid":
        turn(dialog, code)
    choose(dialog, dialog.row_of(code))
    dialog.move(2000, 2000)
    settle(qtbot, window)
    whole = seen(window)
    dialog.opacity.setValue(0)
    settle(qtbot, window)
    without = seen(window)
    changed = differing(whole, without)
    assert changed > 50
    dialog.opacity.setValue(40)
    settle(qtbot, window)
    faded = seen(window)
    assert 0 < differing(faded, without) <= changed
    assert differing(faded, whole) > 0
    dialog.opacity.setValue(100)
    dialog.scale.setCurrentIndex(dialog.scale.findData(1_000))
    dialog.scale.activated.emit(dialog.scale.currentIndex())
    settle(qtbot, window)
    assert differing(seen(window), whole) == 0
    canvas.zoom_by(0.2)
    settle(qtbot, window)
    afar = seen(window)
    dialog.scale.setCurrentIndex(0)
    dialog.scale.activated.emit(0)
    settle(qtbot, window)
    assert differing(seen(window), afar) > 0
    dialog.close()


def test_layers_change_places_among_their_like_and_stay_so(
    qtbot: QtBot, window: MainWindow, store_path: Path
) -> None:
    dialog = opened(window)
    rows = [
        dialog.row_of(code)
        for code in ("labels", "survey", "findings", "work", "pending", "communes", "grid")
    ]
    assert rows == sorted(rows)
    choose(dialog, dialog.row_of("labels"))
    assert not dialog.up.isEnabled()
    assert not dialog.down.isEnabled()
    choose(dialog, dialog.row_of("work"))
    # Below the pins lies the selection: no pin goes there.
    assert not dialog.down.isEnabled()
    click(dialog.up)
    click(dialog.up)
    assert not dialog.up.isEnabled()
    assert dialog.row_of("work") < dialog.row_of("survey") < dialog.row_of("findings")
    assert dialog.list.currentRow() == dialog.row_of("work")
    dialog.opacity.setValue(30)
    choose(dialog, dialog.list.count() - 1)
    assert dialog.list.currentItem().text() == "Colours of the parcels"
    assert not dialog.opacity.isEnabled()
    assert not dialog.scale.isEnabled()
    dialog.close()
    before = window.desk.workplace
    window.desk.open_store(store_path, None)
    qtbot.waitUntil(lambda: window.desk.current is not None and window.desk.workplace is not before)
    settle(qtbot, window)
    looks = window.desk.workplace.looks
    assert [one.code for one in looks.rows][:4] == ["labels", "work", "survey", "findings"]
    assert looks.row("work").opacity == pytest.approx(0.3)
    assert window.desk.workplace.canvas._overlays.look("work").opacity == pytest.approx(0.3)


def test_a_spoilt_setting_looks_as_usual(qtbot: QtBot, window: MainWindow, store_path: Path) -> None:
    window.desk.settings.put(
        LAYER_LOOKS,
        (
            {"code": "grid", "opacity": 7, "coarsest": -3},
            {"code": "nothing known"},
            {"opacity": 0.5},
            {"code": "findings", "opacity": 0.5, "coarsest": 5000},
        ),
    )
    before = window.desk.workplace
    window.desk.open_store(store_path, None)
    qtbot.waitUntil(lambda: window.desk.current is not None and window.desk.workplace is not before)
    rows = {one.code: one for one in window.desk.workplace.looks.rows}
    assert set(rows) == {"labels", "survey", "findings", "work", "pending", "communes", "grid"}
    assert (rows["grid"].opacity, rows["grid"].coarsest) == (1.0, None)
    assert (rows["findings"].opacity, rows["findings"].coarsest) == (0.5, 5000)
    settle(qtbot, window)
