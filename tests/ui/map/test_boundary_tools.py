"""The tools for shared boundaries, used with mouse and keys: each ends in the command that is meant."""

import pytest
import shapely
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from landdesk.domain.commands import (
    AddVertex,
    Command,
    DeleteVertex,
    JoinNodes,
    MoveEdge,
    ReshapeBoundary,
)
from landdesk.i18n import translate
from landdesk.ui import theme
from landdesk.ui.map.canvas import MapCanvas
from landdesk.ui.map.tools.fields import FieldKind
from tests.rows import build_coverage, row_id
from tests.ui.map.conftest import ShowParcels, pixel_of
from tests.ui.map.test_tools import LEFT, NO_KEY, SHIFT, SQUARES, Wishes, click, has_colour, press


@pytest.fixture
def canvas(show: ShowParcels) -> MapCanvas:
    return show(build_coverage(SQUARES))


@pytest.fixture
def wishes(canvas: MapCanvas) -> Wishes:
    return Wishes(canvas)


def drag(canvas: MapCanvas, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Press, move and let go, placing freely."""
    press(canvas, start)
    QTest.mouseMove(canvas, pixel_of(canvas, end))
    QTest.mouseRelease(canvas, LEFT, SHIFT, pixel_of(canvas, end))


def hover(canvas: MapCanvas, point: tuple[float, float]) -> None:
    # To where the pointer is already there is no move.
    QTest.mouseMove(canvas, pixel_of(canvas, point) + QPoint(1, 0))
    QTest.mouseMove(canvas, pixel_of(canvas, point))


def only(wishes: Wishes) -> Command:
    [command] = wishes.commands
    assert wishes.messages == []
    return command


# --- points ------------------------------------------------------------------------------------------------


def test_a_double_click_on_a_line_adds_a_point(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("move_vertex")
    at = pixel_of(canvas, (10, 4))
    hover(canvas, (10, 4))
    QTest.mouseClick(canvas, LEFT, NO_KEY, at)
    QTest.mouseDClick(canvas, LEFT, NO_KEY, at)
    command = only(wishes)
    assert isinstance(command, AddVertex)
    assert list(command.at) == pytest.approx([10, 4], abs=canvas.view.m_per_px)
    assert command.to is None


def test_insert_adds_and_delete_takes_out(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("move_vertex")
    canvas.setFocus()
    hover(canvas, (10, 4))
    QTest.keyClick(canvas, Qt.Key.Key_Insert)
    hover(canvas, (20, 10))
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    added, taken = wishes.commands
    assert isinstance(added, AddVertex)
    assert taken == DeleteVertex((20.0, 10.0))
    assert wishes.messages == []


def test_keys_away_from_a_boundary_say_where_they_mean_something(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("move_vertex")
    canvas.setFocus()
    hover(canvas, (5, 5))
    QTest.keyClick(canvas, Qt.Key.Key_Insert)
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert wishes.commands == []
    assert len(wishes.messages) == 3


def test_the_hint_says_how_points_are_added_and_taken_out(canvas: MapCanvas) -> None:
    canvas.set_tool("move_vertex")
    assert all(word in translate(canvas.tool.hint) for word in ("Insert", "Delete", "double click"))


def test_a_drag_from_a_line_bends_it_in_one_act(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("add_vertex")
    press(canvas, (10, 4))
    hover(canvas, (13, 4))
    assert has_colour(canvas, theme.PREVIEW, (13, 4))
    assert has_colour(canvas, theme.PREVIEW, (11.5, 2))
    QTest.mouseRelease(canvas, LEFT, SHIFT, pixel_of(canvas, (13, 4)))
    command = only(wishes)
    assert isinstance(command, AddVertex)
    assert command.at[0] == 10
    assert command.to is not None
    assert list(command.to) == pytest.approx([13, 4], abs=0.1)


def test_a_click_on_a_line_adds_a_point_there(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("add_vertex")
    click(canvas, (10, 4))
    command = only(wishes)
    assert isinstance(command, AddVertex)
    assert command.to is None


def test_a_bend_that_cannot_be_is_red_and_refused(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("add_vertex")
    press(canvas, (10, 4))
    hover(canvas, (10, 14))
    assert has_colour(canvas, theme.REFUSED, (10, 12))
    QTest.mouseRelease(canvas, LEFT, SHIFT, pixel_of(canvas, (10, 14)))
    click(canvas, (5, 5))
    click(canvas, (10, 10))
    assert wishes.commands == []
    assert len(wishes.messages) == 3


@pytest.mark.parametrize("by_key", [True, False])
def test_a_bend_is_left_with_escape_and_when_the_map_changes(
    canvas: MapCanvas, wishes: Wishes, by_key: bool
) -> None:
    canvas.set_tool("add_vertex")
    canvas.setFocus()
    press(canvas, (10, 4))
    hover(canvas, (13, 4))
    if by_key:
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
    else:
        canvas.set_coverage(canvas.coverage)
    QTest.mouseRelease(canvas, LEFT, NO_KEY, pixel_of(canvas, (13, 4)))
    assert wishes.commands == []


def test_a_point_is_shown_gone_before_it_goes(show: ShowParcels) -> None:
    bent = [
        shapely.Polygon([(0, 0), (10, 0), (12, 5), (10, 10), (0, 10)]),
        shapely.Polygon([(10, 0), (20, 0), (20, 10), (10, 10), (12, 5)]),
    ]
    canvas = show(build_coverage(bent))
    wishes = Wishes(canvas)
    canvas.set_tool("delete_vertex")
    hover(canvas, (12, 5))
    assert has_colour(canvas, theme.PREVIEW, (10, 3))
    click(canvas, (12, 5))
    assert wishes.commands == [DeleteVertex((12.0, 5.0))]
    # A junction stays: the hint says why before the click does.
    hover(canvas, (10, 10))
    assert canvas.tool.hint.source.startswith("Boundaries of several parcels")
    click(canvas, (10, 10))
    click(canvas, (5, 5))
    assert len(wishes.commands) == 1
    assert len(wishes.messages) == 2


@pytest.mark.parametrize("code", ["add_vertex", "move_edge"])
def test_a_hand_that_shakes_clicks(canvas: MapCanvas, wishes: Wishes, code: str) -> None:
    canvas.set_tool(code)
    at = pixel_of(canvas, (10, 4)) + QPoint(4, 0)
    QTest.mouseMove(canvas, at)
    QTest.mousePress(canvas, LEFT, NO_KEY, at)
    canvas.grab()
    QTest.mouseMove(canvas, at + QPoint(2, 1))
    QTest.mouseRelease(canvas, LEFT, NO_KEY, at + QPoint(2, 1))
    if code == "add_vertex":
        command = only(wishes)
        assert isinstance(command, AddVertex)
        assert command.to is None
    else:
        assert wishes.commands == []
        assert [field.value for field in canvas.tool.fields] == [0.0, "parallel"]


# --- edges -------------------------------------------------------------------------------------------------


def test_a_dragged_edge_moves_parallel_to_itself(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("move_edge")
    hover(canvas, (10, 5))
    assert has_colour(canvas, theme.PREVIEW, (10, 8))
    press(canvas, (10, 5))
    hover(canvas, (12, 7))
    assert has_colour(canvas, theme.PREVIEW, (12, 8))
    QTest.mouseRelease(canvas, LEFT, SHIFT, pixel_of(canvas, (12, 7)))
    command = only(wishes)
    assert isinstance(command, MoveEdge)
    assert {command.start, command.end} == {(10.0, 0.0), (10.0, 10.0)}
    assert list(command.by) == pytest.approx([2, 0], abs=0.1)
    assert command.by[1] == 0


def test_an_edge_may_be_dragged_anywhere(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("move_edge")
    canvas.tool.enter("way", "free")
    drag(canvas, (10, 5), (12, 6))
    command = only(wishes)
    assert isinstance(command, MoveEdge)
    assert list(command.by) == pytest.approx([2, 1], abs=0.1)


@pytest.mark.parametrize(("parcel", "east"), [(0, 1.5), (1, -1.5)])
def test_a_typed_distance_is_outwards_from_the_chosen_parcel(
    canvas: MapCanvas, wishes: Wishes, parcel: int, east: float
) -> None:
    canvas.set_selection([row_id(parcel)])
    canvas.set_tool("move_edge")
    canvas.setFocus()
    assert [field.code for field in canvas.tool.fields] == ["way"]
    click(canvas, (10, 5))
    distance, way = canvas.tool.fields
    assert (distance.code, distance.kind, distance.unit, way.code) == (
        "distance",
        FieldKind.NUMBER,
        "m",
        "way",
    )
    canvas.tool.enter("distance", 1.5)
    assert canvas.tool.fields[0].value == 1.5
    assert has_colour(canvas, theme.PREVIEW, (10 + east, 8))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    command = only(wishes)
    assert isinstance(command, MoveEdge)
    assert command.by == (east, 0.0)


def test_an_edge_that_cannot_go_there(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("move_edge")
    canvas.setFocus()
    drag(canvas, (10, 5), (25, 5))
    click(canvas, (10, 5))
    canvas.tool.enter("distance", float("nan"))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.tool.fields[0].value == 0.0
    canvas.tool.enter("distance", "far")
    canvas.tool.enter("way", "upwards")
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert wishes.commands == []
    assert len(wishes.messages) == 2


# --- new runs of a boundary --------------------------------------------------------------------------------


def test_a_line_over_the_boundary_and_back_is_the_new_one(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_selection([row_id(1)])
    canvas.set_tool("reshape")
    canvas.setFocus()
    click(canvas, (9, 2))
    click(canvas, (13, 5))
    hover(canvas, (9, 8))
    # Both parcels are shown as they would be.
    assert has_colour(canvas, theme.PREVIEW, (11.5, 3.9))
    assert has_colour(canvas, theme.PREVIEW, (0, 5))
    click(canvas, (9, 8))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    command = only(wishes)
    assert isinstance(command, ReshapeBoundary)
    assert command.parcel_id == row_id(1)
    assert len(command.line.coords) == 3


def test_without_a_selection_the_line_says_which_parcel(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("reshape")
    click(canvas, (29, 2))
    last = pixel_of(canvas, (29, 8))
    click(canvas, (33, 5))
    QTest.mouseClick(canvas, LEFT, NO_KEY, last)
    QTest.mouseDClick(canvas, LEFT, NO_KEY, last)
    command = only(wishes)
    assert isinstance(command, ReshapeBoundary)
    assert command.parcel_id in (row_id(2), row_id(3))


def test_a_line_that_does_not_do_is_kept_to_go_on_with(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_selection([row_id(0)])
    canvas.set_tool("reshape")
    canvas.setFocus()
    click(canvas, (9, 2))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    click(canvas, (13, 5))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert wishes.commands == []
    assert len(wishes.messages) == 1
    click(canvas, (9, 8))
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    click(canvas, (9, 7))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    [command] = wishes.commands
    assert isinstance(command, ReshapeBoundary)
    assert command.line.coords[-1] == (pytest.approx(9, abs=0.1), pytest.approx(7, abs=0.1))
    click(canvas, (9, 2))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert len(wishes.commands) == 1


def test_a_line_through_the_whole_neighbour_is_refused_in_words(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_selection([row_id(0)])
    canvas.set_tool("reshape")
    canvas.setFocus()
    for point in ((9, 4), (23, 4), (23, 6), (9, 6)):
        click(canvas, point)
    assert has_colour(canvas, theme.REFUSED, (15, 4))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert wishes.commands == []
    [message] = wishes.messages
    assert message.source.startswith("The line would make a parcel invalid")


# --- near nodes --------------------------------------------------------------------------------------------


@pytest.fixture
def apart(show: ShowParcels) -> MapCanvas:
    return show(build_coverage([shapely.box(0, 0, 10, 10), shapely.box(10.04, 0, 20, 10)]))


def test_near_points_of_a_parcel_are_counted_before_they_are_joined(apart: MapCanvas) -> None:
    wishes = Wishes(apart)
    apart.set_tool("join_nodes")
    apart.setFocus()
    click(apart, (5, 5))
    assert apart.tool.hint.values["joined"] == 2
    assert apart.tool.hint.values["farthest"] == pytest.approx(0.04)
    QTest.keyClick(apart, Qt.Key.Key_Return)
    assert wishes.commands == [JoinNodes(0.05, row_id(0), None)]


def test_near_points_of_a_box_by_two_clicks(apart: MapCanvas) -> None:
    wishes = Wishes(apart)
    apart.set_tool("join_nodes")
    apart.setFocus()
    apart.tool.enter("where", "box")
    click(apart, (8, 6))
    hover(apart, (12, 11))
    click(apart, (12, 11))
    assert apart.tool.hint.values["joined"] == 1
    assert not apart.grab().isNull()
    QTest.keyClick(apart, Qt.Key.Key_Return)
    [command] = wishes.commands
    assert isinstance(command, JoinNodes)
    assert command.parcel_id is None
    assert command.box == pytest.approx((8, 6, 12, 11), abs=0.1)


def test_a_smaller_distance_finds_nothing(apart: MapCanvas) -> None:
    wishes = Wishes(apart)
    apart.set_tool("join_nodes")
    apart.setFocus()
    click(apart, (5, 5))
    apart.tool.enter("tolerance", 0.03)
    assert [field.value for field in apart.tool.fields] == [0.03, "parcel"]
    QTest.keyClick(apart, Qt.Key.Key_Return)
    apart.tool.enter("tolerance", 50)
    QTest.keyClick(apart, Qt.Key.Key_Return)
    QTest.keyClick(apart, Qt.Key.Key_Escape)
    QTest.keyClick(apart, Qt.Key.Key_Return)
    assert wishes.commands == []
    assert len(wishes.messages) == 2
