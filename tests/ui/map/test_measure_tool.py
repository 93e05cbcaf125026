"""The tool that measures, used with mouse and keys; it changes nothing and needs nobody's name."""

import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from landdesk.i18n import set_language, translate
from landdesk.ui import theme
from landdesk.ui.main_window import MainWindow
from landdesk.ui.map.canvas import MapCanvas
from tests.rows import build_coverage
from tests.ui.conftest import SOUTH, WEST, settle
from tests.ui.hands import CTRL
from tests.ui.map.conftest import ShowParcels, pixel_of
from tests.ui.map.test_tools import LEFT, NO_KEY, Wishes, click, has_colour


@pytest.fixture
def canvas(show: ShowParcels) -> MapCanvas:
    canvas = show(build_coverage([shapely.box(x, 0, x + 10, 10) for x in (0, 10, 20)]))
    canvas.set_tool("measure")
    canvas.setFocus()
    return canvas


@pytest.fixture
def wishes(canvas: MapCanvas) -> Wishes:
    return Wishes(canvas)


def copied(canvas: MapCanvas) -> list[list[str]]:
    QGuiApplication.clipboard().setText("before")
    QTest.keyClick(canvas, Qt.Key.Key_C, CTRL)
    return [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]


def test_lengths_and_bearings_and_from_three_points_an_area(canvas: MapCanvas, wishes: Wishes) -> None:
    assert copied(canvas) == [["before"]]
    # Beside the corners: they attract.
    click(canvas, (10.1, 0.1))
    QTest.mouseMove(canvas, pixel_of(canvas, (19.9, 0.1)))
    assert translate(canvas.tool.hint).startswith("Length 10.000 m, bearing 90°00'00\".")
    click(canvas, (19.9, 0.1))
    click(canvas, (20.1, 9.9))
    assert has_colour(canvas, theme.PREVIEW, (15, 5))
    assert "20.000 m" in translate(canvas.tool.hint)
    assert "area 50.0 m², perimeter 34.142 m" in translate(canvas.tool.hint)
    assert copied(canvas) == [
        ["No.", "X (north)", "Y (east)", "Length (m)", "Bearing"],
        ["1", "0.000", "10.000", "", ""],
        ["2", "0.000", "20.000", "10.000", "90°00'00\""],
        ["3", "10.000", "20.000", "10.000", "0°00'00\""],
        ["Length (m)", "20.000"],
        ["Perimeter (m)", "34.142"],
        ["Area (m²)", "50.0"],
    ]
    assert wishes.commands == []
    assert wishes.messages == []


def test_numbers_are_written_as_people_read_them(canvas: MapCanvas) -> None:
    set_language("vi")
    canvas.tool.enter("north", 0.0)
    canvas.tool.enter("east", 0.0)
    canvas.tool.accept()
    canvas.tool.enter("north", 1234.5)
    canvas.tool.enter("east", 0.0)
    canvas.tool.accept()
    assert copied(canvas)[2] == ["2", "1.234,500", "0,000", "1.234,500", "0°00'00\""]
    assert "1.234,500 m" in translate(canvas.tool.hint)


def test_enter_ends_the_line_and_the_next_click_begins_another(canvas: MapCanvas) -> None:
    for point in ((2, 2), (8, 2), (8, 8)):
        click(canvas, point)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    before = canvas.tool.copied
    QTest.mouseMove(canvas, pixel_of(canvas, (2, 8)))
    assert canvas.tool.copied == before
    click(canvas, (25, 5))
    assert len(canvas.tool.line) == 1
    assert canvas.tool.copied == ""
    QTest.mouseMove(canvas, pixel_of(canvas, (25, 8)))
    assert canvas.tool.copied != ""
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert list(canvas.tool.line) == []


def test_a_line_that_has_ended_is_taken_up_again(canvas: MapCanvas) -> None:
    for point in ((2, 2), (8, 2), (8, 8)):
        click(canvas, point)
    last = pixel_of(canvas, (2, 8))
    QTest.mouseClick(canvas, LEFT, NO_KEY, last)
    QTest.mouseDClick(canvas, LEFT, NO_KEY, last)
    assert len(canvas.tool.line) == 4
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    assert len(canvas.tool.line) == 3
    click(canvas, (3, 7))
    assert len(canvas.tool.line) == 4
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    for code, value in (("distance", 2.0), ("bearing", 90.0)):
        canvas.tool.enter(code, value)
    canvas.tool.accept()
    assert len(canvas.tool.line) == 5


def test_a_line_that_crosses_itself_has_no_area(canvas: MapCanvas) -> None:
    for point in ((2, 2), (8, 8), (8, 2), (2, 8)):
        click(canvas, point)
    assert "no area" in translate(canvas.tool.hint)
    assert [line[0] for line in copied(canvas)][-1] == "Length (m)"


def test_measuring_asks_for_nobody_and_changes_nothing(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = window.desk.workplace
    asked: list[bool] = []
    window.desk.person_wanted.connect(lambda: asked.append(True))
    monkeypatch.setattr(place.store.app, "person", None)
    before = place.store.coverage.version
    QTest.keyClick(window, Qt.Key.Key_6)
    assert place.canvas.tool.code == "measure"
    for point in ((WEST, SOUTH), (WEST + 20, SOUTH), (WEST + 20, SOUTH + 30)):
        click(place.canvas, point)
    QTest.keyClick(place.canvas, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert "area 300.0 m²" in translate(place.canvas.tool.hint)
    assert asked == []
    assert place.store.coverage.version == before
    window.actions_by_code["split"].trigger()
    assert asked == [True]
