"""Each tool, used with mouse and keys, ends in the command that is meant."""

import pytest
import shapely
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from landdesk.domain.commands import Command, DeleteParcel, MergeParcels, MoveVertex, SplitParcel
from landdesk.domain.coverage import Coverage
from landdesk.domain.cutting import split_polygon
from landdesk.i18n import Text
from landdesk.ui import theme
from landdesk.ui.map.canvas import MapCanvas
from landdesk.ui.map.snapping import on_grid
from landdesk.ui.map.tools.registry import TOOLS
from tests.rows import build_coverage, build_rows, row_id
from tests.ui.map.conftest import DECANY_VILLAGE, ShowParcels, pixel_of

LEFT, NO_KEY, SHIFT = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
SQUARES = [shapely.box(x, 0, x + 10, 10) for x in (0, 10, 20, 30)]


class Wishes:
    """What a canvas asked for and said."""

    def __init__(self, canvas: MapCanvas) -> None:
        self.commands: list[Command] = []
        self.messages: list[Text] = []
        self.hints: list[Text] = []
        canvas.command_ready.connect(self.commands.append)
        canvas.message.connect(self.messages.append)
        canvas.hint_changed.connect(self.hints.append)


@pytest.fixture
def canvas(show: ShowParcels) -> MapCanvas:
    return show(build_coverage(SQUARES))


@pytest.fixture
def wishes(canvas: MapCanvas) -> Wishes:
    return Wishes(canvas)


def press(canvas: MapCanvas, point: tuple[float, float]) -> None:
    at = pixel_of(canvas, point)
    QTest.mouseMove(canvas, at)
    QTest.mousePress(canvas, LEFT, NO_KEY, at)


def click(canvas: MapCanvas, point: tuple[float, float]) -> None:
    QTest.mouseMove(canvas, pixel_of(canvas, point))
    QTest.mouseClick(canvas, LEFT, NO_KEY, pixel_of(canvas, point))


def has_colour(canvas: MapCanvas, name: str, point: tuple[float, float]) -> bool:
    """Say whether a colour, softened a little at most, is seen within three pixels of a point."""
    at, image, wanted = pixel_of(canvas, point), canvas.grab().toImage(), QColor(name)
    around = [image.pixelColor(at + QPoint(x, y)) for x in range(-3, 4) for y in range(-3, 4)]
    return any(
        abs(one.red() - wanted.red()) + abs(one.green() - wanted.green()) + abs(one.blue() - wanted.blue())
        < 90
        for one in around
    )


# --- moving a boundary point -------------------------------------------------------------------------------


def test_a_dragged_point_asks_for_the_move_on_the_grid(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("move_vertex")
    press(canvas, (10, 10))
    QTest.mouseMove(canvas, pixel_of(canvas, (12, 13)))
    # Both parcels that share the point are shown with it moved.
    assert has_colour(canvas, theme.PREVIEW, (6, 11.5))
    assert has_colour(canvas, theme.PREVIEW, (16, 11.5))
    QTest.mouseRelease(canvas, LEFT, NO_KEY, pixel_of(canvas, (12, 13)))
    [command] = wishes.commands
    assert isinstance(command, MoveVertex)
    assert list(command.at) == [10, 10]
    assert list(command.to) == pytest.approx([12, 13], abs=canvas.view.m_per_px)
    assert command.to == on_grid(*command.to)
    assert wishes.messages == []


def test_the_point_snaps_to_another_boundary(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("move_vertex")
    press(canvas, (10, 10))
    at = pixel_of(canvas, (20, 10)) + QPoint(-4, 3)
    QTest.mouseMove(canvas, at)
    QTest.mouseRelease(canvas, LEFT, NO_KEY, at)
    # Onto the next point of the same parcel it may not go; the answer is a refusal and not a wrong place.
    assert wishes.commands == []
    assert len(wishes.messages) == 1


def test_shift_places_the_point_beside_a_boundary(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("move_vertex")
    press(canvas, (10, 10))
    at = pixel_of(canvas, (15, 10)) + QPoint(0, -4)
    canvas.setFocus()
    QTest.mouseMove(canvas, at)
    QTest.mouseRelease(canvas, LEFT, SHIFT, at)
    [command] = wishes.commands
    assert isinstance(command, MoveVertex)
    assert command.to[1] > 10


def test_escape_leaves_the_point(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("move_vertex")
    canvas.setFocus()
    press(canvas, (10, 10))
    QTest.mouseMove(canvas, pixel_of(canvas, (12, 13)))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, NO_KEY, pixel_of(canvas, (12, 13)))
    assert wishes.commands == []
    assert canvas.tool.moving_vertex is None


def test_a_press_beside_a_point_pans(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("move_vertex")
    ground, start = (5.0, 5.0), pixel_of(canvas, (5, 5))
    press(canvas, ground)
    QTest.mouseMove(canvas, start + QPoint(60, 0))
    QTest.mouseRelease(canvas, LEFT, NO_KEY, start + QPoint(60, 0))
    assert pixel_of(canvas, ground) == start + QPoint(60, 0)
    assert wishes.commands == []


def test_a_point_put_back_asks_for_nothing(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("move_vertex")
    press(canvas, (10, 10))
    QTest.mouseRelease(canvas, LEFT, SHIFT, pixel_of(canvas, (10, 10)))
    assert [one for one in wishes.commands if isinstance(one, MoveVertex) and one.at == one.to] == []


# --- splitting ---------------------------------------------------------------------------------------------


def test_two_clicks_and_enter_split_the_parcel_between(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("split")
    canvas.setFocus()
    click(canvas, (15, -3))
    QTest.mouseMove(canvas, pixel_of(canvas, (15, 13)))
    assert has_colour(canvas, theme.PREVIEW, (15, 1))
    click(canvas, (15, 13))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    [command] = wishes.commands
    assert isinstance(command, SplitParcel)
    assert command.parcel_id == row_id(1)
    coverage = canvas.coverage
    assert coverage is not None
    shape = coverage.shape(command.parcel_id)
    assert shape is not None
    assert [part.area for part in split_polygon(shape, command.line)] == pytest.approx([50, 50], abs=2)
    assert all(point == on_grid(*point) for point in command.line.coords)


def test_a_line_of_several_points_ends_with_a_double_click(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("split")
    for point in ((15.0, -3.0), (13.0, 4.0), (17.0, 6.0)):
        click(canvas, point)
    last = pixel_of(canvas, (15, 13))
    QTest.mouseClick(canvas, LEFT, NO_KEY, last)
    QTest.mouseDClick(canvas, LEFT, NO_KEY, last)
    [command] = wishes.commands
    assert isinstance(command, SplitParcel)
    assert len(command.line.coords) == 4


def test_line_ends_snap_to_the_boundary(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("split")
    canvas.setFocus()
    click(canvas, (20.1, 0.1))
    click(canvas, (12.3, 10.1))
    QTest.keyClick(canvas, Qt.Key.Key_Enter)
    [command] = wishes.commands
    assert isinstance(command, SplitParcel)
    start, end = command.line.coords
    assert start == (20, 0)
    assert end[1] == 10


def test_the_selected_parcel_is_split_first(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_selection([row_id(2)])
    canvas.set_tool("split")
    canvas.setFocus()
    click(canvas, (1, 5))
    click(canvas, (33, 5))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    [command] = wishes.commands
    assert isinstance(command, SplitParcel)
    assert command.parcel_id == row_id(2)


def test_backspace_takes_back_and_escape_drops(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("split")
    canvas.setFocus()
    click(canvas, (15, -3))
    click(canvas, (5, 5))
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    click(canvas, (15, 13))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    [command] = wishes.commands
    assert isinstance(command, SplitParcel)
    assert len(command.line.coords) == 2
    click(canvas, (25, -3))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    click(canvas, (25, 13))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert len(wishes.commands) == 1


def test_a_line_that_ends_inside_is_refused_and_can_be_gone_on_with(
    canvas: MapCanvas, wishes: Wishes
) -> None:
    canvas.set_tool("split")
    canvas.setFocus()
    click(canvas, (15, -3))
    click(canvas, (15, 5))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert wishes.commands == []
    assert len(wishes.messages) == 1
    click(canvas, (15, 13))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert len(wishes.commands) == 1


def test_a_line_along_a_boundary_splits_nothing(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("split")
    canvas.setFocus()
    click(canvas, (10, 0))
    click(canvas, (10, 10))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert wishes.commands == []
    assert len(wishes.messages) == 1


# --- merging and deleting ----------------------------------------------------------------------------------


def test_two_clicks_merge_neighbours(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("merge")
    click(canvas, (5, 5))
    QTest.mouseMove(canvas, pixel_of(canvas, (15, 5)))
    assert has_colour(canvas, theme.PREVIEW, (15, 10))
    assert not has_colour(canvas, theme.PREVIEW, (10, 3))
    click(canvas, (15, 5))
    assert wishes.commands == [MergeParcels((row_id(0), row_id(1)))]


def test_parcels_that_do_not_touch_are_refused(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("merge")
    click(canvas, (5, 5))
    QTest.mouseMove(canvas, pixel_of(canvas, (25, 5)))
    assert has_colour(canvas, theme.REFUSED, (25, 10))
    click(canvas, (25, 5))
    assert wishes.commands == []
    assert len(wishes.messages) == 1
    click(canvas, (15, 5))
    assert wishes.commands == [MergeParcels((row_id(0), row_id(1)))]


def test_the_first_parcel_can_be_let_go(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("merge")
    click(canvas, (5, 5))
    click(canvas, (5, 5))
    click(canvas, (15, 5))
    click(canvas, (25, 5))
    assert wishes.commands == [MergeParcels((row_id(1), row_id(2)))]


def test_a_click_asks_for_the_deletion(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("delete")
    click(canvas, (5, 25))
    assert wishes.commands == []
    QTest.mouseMove(canvas, pixel_of(canvas, (35, 5)))
    assert has_colour(canvas, theme.REFUSED, (35, 10))
    click(canvas, (35, 5))
    assert wishes.commands == [DeleteParcel(row_id(3))]


# --- all of them -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", list(TOOLS))
def test_every_tool_says_what_to_do_and_lets_the_map_be_panned(
    canvas: MapCanvas, wishes: Wishes, code: str
) -> None:
    canvas.set_tool(code)
    assert canvas.tool.code == code
    assert wishes.hints[-1] == canvas.tool.hint
    assert canvas.cursor().shape() == canvas.tool.cursor
    start = pixel_of(canvas, (17, 4))
    QTest.mousePress(canvas, LEFT, NO_KEY, start)
    QTest.mouseMove(canvas, start + QPoint(50, 20))
    QTest.mouseRelease(canvas, LEFT, NO_KEY, start + QPoint(50, 20))
    assert pixel_of(canvas, (17, 4)) == start + QPoint(50, 20)
    assert wishes.commands == []
    assert canvas.selection == ()


def test_another_tool_drops_what_was_begun(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.set_tool("split")
    click(canvas, (15, -3))
    canvas.set_tool("merge")
    click(canvas, (5, 5))
    canvas.set_tool("split")
    canvas.setFocus()
    click(canvas, (15, 13))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert wishes.commands == []


def test_what_was_begun_outlives_an_edit_elsewhere(canvas: MapCanvas, wishes: Wishes) -> None:
    coverage = canvas.coverage
    assert coverage is not None
    canvas.set_tool("merge")
    click(canvas, (5, 5))
    canvas.set_coverage(coverage.patched(build_rows([shapely.box(30, 0, 40, 12)], first=3), [], 2))
    click(canvas, (15, 5))
    assert wishes.commands == [MergeParcels((row_id(0), row_id(1)))]
    canvas.set_tool("split")
    canvas.setFocus()
    click(canvas, (15, -3))
    canvas.set_coverage(coverage)
    click(canvas, (15, 13))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert isinstance(wishes.commands[-1], SplitParcel)


def test_a_chosen_parcel_that_is_gone_is_forgotten(canvas: MapCanvas, wishes: Wishes) -> None:
    coverage = canvas.coverage
    assert coverage is not None
    canvas.set_tool("merge")
    click(canvas, (5, 5))
    canvas.set_coverage(coverage.patched(build_rows([]), [row_id(0)], 2))
    click(canvas, (15, 5))
    assert wishes.commands == []
    click(canvas, (25, 5))
    assert wishes.commands == [MergeParcels((row_id(1), row_id(2)))]


def test_a_drag_ends_when_its_parcels_change(canvas: MapCanvas, wishes: Wishes) -> None:
    coverage = canvas.coverage
    assert coverage is not None
    canvas.set_tool("move_vertex")
    press(canvas, (10, 10))
    QTest.mouseMove(canvas, pixel_of(canvas, (12, 13)))
    canvas.set_coverage(coverage.patched(build_rows([]), [row_id(0)], 2))
    QTest.mouseRelease(canvas, LEFT, NO_KEY, pixel_of(canvas, (12, 13)))
    assert wishes.commands == []


def test_no_tool_stumbles_over_real_parcels(decany: Coverage, show: ShowParcels) -> None:
    canvas = show(decany)
    canvas.zoom_to_box(DECANY_VILLAGE, 0.0)
    wishes = Wishes(canvas)
    canvas.setFocus()
    for code in TOOLS:
        canvas.set_tool(code)
        for x, y in ((100, 100), (500, 420), (230, 333), (640, 120), (400, 300)):
            QTest.mouseMove(canvas, QPoint(x, y))
            QTest.mouseClick(canvas, LEFT, NO_KEY, QPoint(x, y))
            assert not canvas.grab().isNull()
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert all(isinstance(one, Command) for one in wishes.commands)
    assert any(isinstance(one, DeleteParcel) for one in wishes.commands)
