"""The tool that divides, used with mouse and keys: what is shown is what is asked for."""

import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from landdesk.domain.commands import DivideParcel
from landdesk.domain.dividing import ByArea, ByDistance, ByTurn, Equally, divide_polygon
from landdesk.ui import theme
from landdesk.ui.map.canvas import MapCanvas
from tests.rows import build_coverage, row_id
from tests.ui.map.conftest import ShowParcels, pixel_of
from tests.ui.map.test_tools import Wishes, click, has_colour


@pytest.fixture
def canvas(show: ShowParcels) -> MapCanvas:
    canvas = show(build_coverage([shapely.box(x, 0, x + 10, 10) for x in (0, 10, 20, 30)]))
    canvas.set_tool("divide")
    canvas.setFocus()
    return canvas


@pytest.fixture
def wishes(canvas: MapCanvas) -> Wishes:
    return Wishes(canvas)


def command(canvas: MapCanvas, wishes: Wishes) -> DivideParcel:
    """Press Enter and return what is asked for."""
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    found = wishes.commands.pop()
    assert isinstance(found, DivideParcel)
    assert not wishes.commands
    return found


def shows_cut(canvas: MapCanvas, point: tuple[float, float]) -> bool:
    """Say whether an outline of a part runs here, in the colour of one of its sides."""
    return any(has_colour(canvas, colour, point) for colour in (theme.PREVIEW, theme.SELECTION, theme.GOOD))


def test_an_area_along_the_edge_that_is_clicked(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.tool.enter("area", 30.0)
    QTest.mouseMove(canvas, pixel_of(canvas, (15, 1)))
    assert has_colour(canvas, theme.SNAP, (12, 0))
    click(canvas, (15, 1))
    assert shows_cut(canvas, (12, 3))
    found = command(canvas, wishes)
    assert found.parcel_id == row_id(1)
    assert isinstance(found.division, ByArea)
    assert set(found.division.along) == {(10.0, 0.0), (20.0, 0.0)}
    assert canvas.coverage is not None
    shape = canvas.coverage.shape(found.parcel_id)
    assert shape is not None
    assert [part.area for part in divide_polygon(shape, found.division)] == pytest.approx([70, 30], abs=0.05)


def test_another_number_is_shown_at_once(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.tool.enter("area", 30.0)
    click(canvas, (15, 1))
    canvas.tool.enter("area", 60.0)
    assert shows_cut(canvas, (12, 6))
    assert not shows_cut(canvas, (12, 3))
    found = command(canvas, wishes)
    assert found.division == ByArea(found.division.along, 60.0)  # type: ignore[union-attr]


def test_a_distance_from_the_edge(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.tool.enter("kind", "distance")
    canvas.tool.enter("distance", 2.5)
    click(canvas, (11, 5))
    assert shows_cut(canvas, (12.5, 7))
    found = command(canvas, wishes)
    assert isinstance(found.division, ByDistance)
    assert found.division.distance_m == 2.5
    assert set(found.division.along) == {(10.0, 0.0), (10.0, 10.0)}


def test_equal_parts(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.tool.enter("kind", "parts")
    canvas.tool.enter("parts", 4)
    click(canvas, (25, 9))
    for northing in (2.5, 5.0, 7.5):
        assert shows_cut(canvas, (22, northing))
    found = command(canvas, wishes)
    assert isinstance(found.division, Equally)
    assert (found.parcel_id, found.division.count) == (row_id(2), 4)


def test_a_turn_about_the_point_that_is_clicked(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.tool.enter("kind", "turn")
    canvas.tool.enter("area", 25.0)
    click(canvas, (10.1, 0.1))
    assert shows_cut(canvas, (16, 3))
    found = command(canvas, wishes)
    assert found == DivideParcel(row_id(1), ByTurn((10.0, 0.0), 25.0))


def test_what_cannot_be_is_said_and_asks_for_nothing(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.tool.enter("area", 500.0)
    click(canvas, (15, 1))
    assert wishes.hints[-1].source == "A part of {area:.2f} m² cannot be cut off."
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert wishes.commands == []
    assert len(wishes.messages) == 1
    # With a number that fits it goes on where it was.
    canvas.tool.enter("area", 50.0)
    assert command(canvas, wishes).parcel_id == row_id(1)


def test_escape_and_another_kind_begin_anew(canvas: MapCanvas, wishes: Wishes) -> None:
    click(canvas, (15, 1))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    click(canvas, (15, 1))
    canvas.tool.enter("kind", "parts")
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert wishes.commands == []
    assert [field.code for field in canvas.tool.fields] == ["kind", "parts"]


def test_a_click_beside_all_parcels_chooses_nothing(canvas: MapCanvas, wishes: Wishes) -> None:
    click(canvas, (15, -3))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert wishes.commands == []


def test_a_parcel_that_is_gone_is_left(canvas: MapCanvas, wishes: Wishes) -> None:
    click(canvas, (35, 1))
    canvas.set_coverage(build_coverage([shapely.box(0, 0, 10, 10)]))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert wishes.commands == []


def test_of_two_parcels_beside_an_edge_the_selected_one_is_meant(canvas: MapCanvas, wishes: Wishes) -> None:
    """From whichever side of the edge it is pointed at."""
    canvas.tool.enter("kind", "distance")
    for number in (1, 2):
        canvas.set_selection([row_id(number)])
        for beside in (19.9, 20.1):
            click(canvas, (beside, 5))
            assert command(canvas, wishes).parcel_id == row_id(number)
