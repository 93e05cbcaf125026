"""Boundaries edited in the window: keys of the tool before those of the window, one act, one undo."""

import pytest
import shapely
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from landdesk.ui.main_window import MainWindow
from tests.ui.conftest import HEIGHT, SOUTH, WEST, WIDTH, parcel_of
from tests.ui.hands import button, children, click, press


def pixel(window: MainWindow, east: float, north: float) -> QPoint:
    """Return the pixel of a place in metres from the south-western corner."""
    x, y = window.desk.workplace.canvas.view.to_screen(WEST + east, SOUTH + north)
    return QPoint(round(x), round(y))


def points_of(window: MainWindow, key: str) -> int:
    shape = window.desk.workplace.store.coverage.shape(parcel_of(window, key))
    assert shape is not None
    return int(shapely.get_num_coordinates(shape))


def test_delete_takes_the_point_and_not_the_parcel(qtbot: QtBot, window: MainWindow) -> None:
    place = window.desk.workplace
    canvas = place.canvas
    place.store.selection.choose([parcel_of(window, "12/1")])
    window.actions_by_code["move_vertex"].trigger()
    edge = pixel(window, WIDTH, HEIGHT / 2)
    QTest.mouseMove(canvas, edge)
    press(canvas, Qt.Key.Key_Insert)
    qtbot.waitUntil(lambda: (points_of(window, "12/1"), points_of(window, "12/2")) == (6, 6))
    QTest.mouseMove(canvas, edge + QPoint(3, 0))
    QTest.mouseMove(canvas, edge)
    press(canvas, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: (points_of(window, "12/1"), points_of(window, "12/2")) == (5, 5))
    assert children(window, QMessageBox) == []
    click(button(window.toolbar, "Undo"))
    qtbot.waitUntil(lambda: points_of(window, "12/1") == 6)


def test_a_reshaped_boundary_is_one_act(qtbot: QtBot, window: MainWindow) -> None:
    place = window.desk.workplace
    place.store.selection.choose([parcel_of(window, "12/1")])
    window.actions_by_code["reshape"].trigger()
    for east, north in ((WIDTH - 2, 5), (WIDTH + 4, HEIGHT / 2), (WIDTH - 2, HEIGHT - 5)):
        click(place.canvas, pixel(window, east, north))
    press(place.canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: points_of(window, "12/1") > 5)
    shapes = [place.store.coverage.shape(parcel_of(window, key)) for key in ("12/1", "12/2")]
    areas = [shape.area for shape in shapes if shape is not None]
    assert areas[0] > WIDTH * HEIGHT > areas[1]
    assert sum(areas) == pytest.approx(2 * WIDTH * HEIGHT)
    click(button(window.toolbar, "Undo"))
    qtbot.waitUntil(lambda: (points_of(window, "12/1"), points_of(window, "12/2")) == (5, 5))
