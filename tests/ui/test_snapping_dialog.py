"""What the pointer is drawn to: chosen in the window, at once in force, and remembered."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from landdesk.settings import SNAP_KINDS, SNAP_RADIUS, Settings
from landdesk.ui import theme
from landdesk.ui.dialogs.snapping_dialog import SnappingDialog
from landdesk.ui.fonts import load_fonts
from landdesk.ui.main_window import MainWindow
from landdesk.ui.map.canvas import MapCanvas
from landdesk.ui.map.snapping import SNAP_TITLES, Snap, SnapKind, Snapping
from landdesk.ui.map.tools.preview import paint_snap
from landdesk.ui.map.view import MapView
from tests.ui.conftest import SOUTH, WEST, settle
from tests.ui.hands import children, click
from tests.ui.map.conftest import pixel_of

LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def opened(window: MainWindow) -> SnappingDialog:
    window.actions_by_code["snapping"].trigger()
    (dialog,) = children(window, SnappingDialog)
    return dialog


def placed(canvas: MapCanvas, point: tuple[float, float], *, off: int = 0) -> tuple[float, float]:
    """Click beside a point of the map with a fresh line and return where the line begins."""
    canvas.set_tool("measure")
    QTest.mouseClick(canvas, LEFT, NO_KEY, pixel_of(canvas, point) + QPoint(off, 0))
    (found,) = canvas.tool.line
    return found


def test_kinds_and_radius_are_in_force_at_once_and_remembered(qtbot: QtBot, window: MainWindow) -> None:
    canvas = window.desk.workplace.canvas
    canvas.zoom_to_box((WEST - 5, SOUTH - 5, WEST + 45, SOUTH + 35))
    settle(qtbot, window)
    middle = (WEST, SOUTH + 15)
    assert placed(canvas, middle, off=-6) == middle
    dialog = opened(window)
    click(dialog.boxes[SnapKind.MIDPOINT], QPoint(9, 9))
    at_edge = placed(canvas, (WEST, SOUTH + 16), off=-6)
    assert at_edge[0] == WEST
    assert at_edge[1] == pytest.approx(SOUTH + 16, abs=0.2)
    dialog.radius.setValue(4)
    assert placed(canvas, middle, off=-6)[0] < WEST
    dialog.radius.setValue(30)
    assert placed(canvas, middle, off=-25)[0] == WEST
    dialog.close()
    settings = Settings()
    assert settings.get(SNAP_KINDS) == ("vertex", "intersection", "perpendicular", "edge")
    assert settings.get(SNAP_RADIUS) == 30
    assert window.desk.snapping == Snapping(frozenset(SnapKind) - {SnapKind.MIDPOINT}, 30)
    again = opened(window)
    assert not again.boxes[SnapKind.MIDPOINT].isChecked()
    assert again.radius.value() == 30
    again.close()


def test_a_store_opened_later_has_what_was_chosen(qtbot: QtBot, window: MainWindow) -> None:
    chosen = Snapping(frozenset({SnapKind.VERTEX}), 17)
    window.desk.snap_to(chosen)
    before = window.desk.workplace
    window.desk.open_store(before.store.app.store.path, None)
    qtbot.waitUntil(lambda: window.desk.current is not None and window.desk.workplace is not before)
    settle(qtbot, window)
    assert window.desk.workplace.canvas.snapping == chosen


def test_names_of_another_version_are_left_out(window: MainWindow) -> None:
    window.desk.settings.put(SNAP_KINDS, ("edge", "tangent"))
    assert window.desk.snapping.kinds == {SnapKind.EDGE}


@pytest.mark.parametrize("value", [2, 41, "10", True, 5.5, None])
def test_a_radius_that_does_not_fit_is_none(value: object) -> None:
    with pytest.raises(ValueError, match=f"^{value}$"):
        Settings().put(SNAP_RADIUS, value)  # as a spoilt file has it


@pytest.mark.usefixtures("qapp")
def test_every_kind_has_a_sign_of_its_own() -> None:
    load_fonts()
    seen = set()
    for kind in SnapKind:
        image = QImage(120, 60, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        paint_snap(painter, MapView(0.0, 0.0, 1.0, 120, 60), Snap(kind, -40, 0))
        painter.end()
        # Without the name beside it.
        seen.add(bytes(image.copy(10, 20, 20, 20).constBits()))
        assert QColor(theme.SNAP).rgb() in {image.pixel(x, y) for x in range(12, 29) for y in range(22, 38)}
    assert len(seen) == len(SnapKind)
    assert set(SNAP_TITLES) == set(SnapKind)
