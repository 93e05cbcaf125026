"""The tool that cuts a strip, used with mouse and keys: what is shown is what is asked for."""

import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from landdesk.domain.commands import UNSET, CutStrip
from landdesk.domain.strips import Side
from landdesk.ui import theme
from landdesk.ui.map.canvas import MapCanvas
from tests.rows import build_coverage
from tests.ui.map.conftest import ShowParcels, pixel_of
from tests.ui.map.test_tools import Wishes, click, has_colour


@pytest.fixture
def canvas(show: ShowParcels) -> MapCanvas:
    canvas = show(build_coverage([shapely.box(x, 0, x + 10, 10) for x in (0, 10, 20, 30)]))
    canvas.set_tool("strip")
    canvas.setFocus()
    return canvas


@pytest.fixture
def wishes(canvas: MapCanvas) -> Wishes:
    return Wishes(canvas)


def fields(canvas: MapCanvas) -> dict[str, object]:
    return {one.code: one.value for one in canvas.tool.fields}


def test_points_width_and_enter_ask_for_the_strip(canvas: MapCanvas, wishes: Wishes) -> None:
    asked = {"width": 4.0, "side": "centre", "land_use": "DGT"}
    assert fields(canvas) == {**asked, "north": None, "east": None}
    canvas.tool.enter("width", 3.0)
    click(canvas, (-2, 5))
    QTest.mouseMove(canvas, pixel_of(canvas, (22, 5)))
    assert has_colour(canvas, theme.PREVIEW, (12, 6.5))
    click(canvas, (22, 5))
    said = wishes.hints[-1].values
    assert (said["count"], said["parts"]) == (3, 2)
    assert said["area"] == pytest.approx(72, abs=1)
    assert said["free"] == pytest.approx(6, abs=1)
    # The pieces of a parcel that is divided are outlined.
    assert has_colour(canvas, theme.SELECTION, (5, 0)) or has_colour(canvas, theme.GOOD, (5, 0))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    [command] = wishes.commands
    assert isinstance(command, CutStrip)
    assert (command.width_m, command.side, command.land_use, command.whole) == (
        3.0,
        Side.CENTRE,
        UNSET,
        False,
    )
    assert command.line.length == pytest.approx(24, abs=0.5)
    assert fields(canvas)["width"] == 3.0


def test_a_road_runs_by_typed_distance_and_bearing(canvas: MapCanvas, wishes: Wishes) -> None:
    click(canvas, (0.1, 5))
    canvas.tool.enter("distance", 20.0)
    canvas.tool.enter("bearing", 90.0)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    [command] = wishes.commands
    assert isinstance(command, CutStrip)
    assert command.line.length == pytest.approx(20.0, abs=0.001)
    assert command.line.bounds[1] == command.line.bounds[3]


def test_the_side_and_the_land_use_are_chosen(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.tool.enter("side", "left")
    canvas.tool.enter("land_use", "DTL")
    canvas.tool.enter("land_use", "ONT")
    canvas.tool.enter("side", "above")
    for point in ((0.1, 0.1), (39.9, 0.1)):
        click(canvas, point)
    assert wishes.hints[-1].values["free"] == 0
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    [command] = wishes.commands
    assert isinstance(command, CutStrip)
    assert (command.side, command.land_use) == (Side.LEFT, "DTL")
    assert command.line.equals(shapely.LineString([(0, 0), (40, 0)]))


def test_a_parcel_within_asks_before_it_goes(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.tool.enter("width", 12.0)
    for point in ((15, -1), (15, 11)):
        click(canvas, point)
    assert fields(canvas)["whole"] == "stop"
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert (wishes.commands, len(wishes.messages)) == ([], 1)
    canvas.tool.enter("whole", "take")
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    [command] = wishes.commands
    assert isinstance(command, CutStrip)
    assert command.whole
    assert "whole" not in fields(canvas)


def test_backspace_escape_and_lines_that_give_nothing(canvas: MapCanvas, wishes: Wishes) -> None:
    for point in ((2, 30), (30, 30)):
        click(canvas, point)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    canvas.tool.enter("width", -1.0)
    click(canvas, (5, 5))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert wishes.commands == []
    assert len(wishes.messages) == 2
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert (wishes.commands, len(wishes.messages)) == ([], 2)
