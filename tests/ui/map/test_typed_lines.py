"""Lines drawn by mouse and keys together: numbers are typed into the strip over the map."""

from collections.abc import Callable

import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from landdesk.domain.commands import CutHole, NewParcel, ReshapeBoundary, SplitParcel
from landdesk.ui import theme
from landdesk.ui.main_window import MainWindow
from landdesk.ui.map.canvas import MapCanvas
from tests.rows import build_coverage, row_id
from tests.ui.conftest import SOUTH, WEST, parcel_of, settle
from tests.ui.map.conftest import ShowParcels, pixel_of
from tests.ui.map.test_tools import LEFT, SQUARES, Wishes, click, has_colour

Key = Qt.Key
TypeIn = Callable[..., None]


@pytest.fixture
def canvas(show: ShowParcels, qtbot: QtBot) -> MapCanvas:
    canvas = show(build_coverage(SQUARES))
    canvas.set_tool("split")
    focus(qtbot, canvas)
    return canvas


@pytest.fixture
def wishes(canvas: MapCanvas) -> Wishes:
    return Wishes(canvas)


def focus(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.window().activateWindow()
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)


def field(canvas: MapCanvas, code: str) -> QLineEdit:
    editor = canvas.strip.editors[code]
    assert isinstance(editor, QLineEdit)
    return editor


def type_in(canvas: MapCanvas, code: str, words: str, key: Qt.Key = Key.Key_Tab) -> None:
    """Type into a field as with the keyboard, and go on or press Enter."""
    editor = field(canvas, code)
    if not editor.isVisible():
        canvas.strip.take_keys()
    editor.setFocus()
    QApplication.processEvents()
    editor.selectAll()
    if words:
        QTest.keyClicks(editor, words)
    else:
        QTest.keyClick(editor, Key.Key_Delete)
    QTest.keyClick(editor, key)


def points(canvas: MapCanvas) -> list[tuple[float, float]]:
    return list(canvas.tool.line)


def test_coordinates_begin_the_line_and_distance_and_bearing_go_on(canvas: MapCanvas, wishes: Wishes) -> None:
    assert list(canvas.strip.editors) == ["north", "east"]
    type_in(canvas, "north", "-3")
    type_in(canvas, "east", "15,5", Key.Key_Return)
    assert points(canvas) == [(15.5, -3)]
    assert canvas.hasFocus()
    assert list(canvas.strip.editors) == ["distance", "bearing", "north", "east"]
    QTest.keyClick(canvas, Key.Key_Tab)
    assert field(canvas, "distance").hasFocus()
    type_in(canvas, "distance", "20")
    type_in(canvas, "bearing", "0-00-00", Key.Key_Return)
    assert points(canvas) == [(15.5, -3), (15.5, 17)]
    assert list(canvas.strip.editors) == ["distance", "bearing", "angle", "north", "east"]
    assert field(canvas, "distance").text() == ""
    QTest.keyClick(canvas, Key.Key_Return)
    [command] = wishes.commands
    assert isinstance(command, SplitParcel)
    assert command.parcel_id == row_id(1)
    assert list(command.line.coords) == [(15.5, -3), (15.5, 17)]
    assert wishes.messages == []


def test_one_value_leads_and_the_pointer_decides_the_rest(canvas: MapCanvas, wishes: Wishes) -> None:
    type_in(canvas, "north", "-3")
    type_in(canvas, "east", "15", Key.Key_Return)
    type_in(canvas, "bearing", "0", Key.Key_Return)
    QTest.mouseMove(canvas, pixel_of(canvas, (17, 4)))
    # Shown where it would be: straight above the first point, not under the pointer.
    assert has_colour(canvas, theme.PREVIEW, (15, 3.5))
    assert field(canvas, "bearing").text() == "0°00'00\""
    assert "as it is typed" in wishes.hints[-1].source
    assert field(canvas, "distance").text() == ""
    assert field(canvas, "distance").placeholderText().startswith(("6.9", "7.0"))
    click(canvas, (17, 4))
    [_, second] = points(canvas)
    assert second == pytest.approx((15, 4), abs=0.1)
    assert second[0] == 15
    # What was typed held for that point only.
    assert "as it is typed" not in wishes.hints[-1].source
    click(canvas, (18, 6.5))
    assert points(canvas)[-1] == pytest.approx((18, 6.5), abs=0.1)
    type_in(canvas, "distance", "2", Key.Key_Return)
    QTest.mouseMove(canvas, pixel_of(canvas, (18, 9.4)))
    QTest.keyClick(canvas, Key.Key_Return)
    assert points(canvas)[-1] == pytest.approx((points(canvas)[2][0], points(canvas)[2][1] + 2), abs=0.05)
    assert wishes.commands == []


def test_an_angle_turns_from_the_last_segment(canvas: MapCanvas) -> None:
    for code, words in (("north", "1"), ("east", "1")):
        type_in(canvas, code, words, Key.Key_Return)
    assert points(canvas) == [(1, 1)]
    type_in(canvas, "distance", "5")
    type_in(canvas, "bearing", "90", Key.Key_Return)
    type_in(canvas, "distance", "3,25")
    type_in(canvas, "angle", "-90", Key.Key_Return)
    assert points(canvas) == [(1, 1), (6, 1), (6, 4.25)]
    type_in(canvas, "distance", "1")
    type_in(canvas, "angle", "90°", Key.Key_Return)
    assert points(canvas)[-1] == (7, 4.25)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("distance", "0"),
        ("distance", "-5"),
        ("distance", "100001"),
        ("distance", "1e300"),
        ("distance", "mười"),
        ("bearing", "361"),
        ("bearing", "-1"),
        ("bearing", "45-60"),
        ("bearing", "bắc"),
        ("angle", "361"),
        ("angle", "--"),
        ("north", "1e12"),
        ("east", "∞"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_sentence_and_changes_nothing(
    canvas: MapCanvas, wishes: Wishes, code: str, words: str
) -> None:
    click(canvas, (12, 4))
    click(canvas, (14, 6))
    before = points(canvas)
    editor = field(canvas, code)
    editor.setFocus()
    editor.insert(words)
    editor.setModified(True)
    QTest.keyClick(editor, Key.Key_Return)
    assert len(wishes.messages) == 1
    assert field(canvas, code).text() == ""
    assert [one.value for one in canvas.tool.fields] == [None] * 5
    assert points(canvas) == before


def test_a_point_outside_the_zone_is_refused(canvas: MapCanvas, wishes: Wishes) -> None:
    canvas.lies_outside = lambda point: not (0 <= point[0] <= 40 and 0 <= point[1] <= 10)
    type_in(canvas, "north", "8")
    type_in(canvas, "east", "400", Key.Key_Return)
    assert points(canvas) == []
    assert len(wishes.messages) == 1
    # The other value stands, so that one can be mended.
    type_in(canvas, "east", "4", Key.Key_Return)
    assert points(canvas) == [(4, 8)]
    type_in(canvas, "distance", "30", Key.Key_Return)
    QTest.mouseMove(canvas, pixel_of(canvas, (4, 9)))
    QTest.keyClick(canvas, Key.Key_Return)
    assert points(canvas) == [(4, 8)]
    assert len(wishes.messages) == 2


def test_behind_the_last_point_there_is_no_point_of_a_direction(canvas: MapCanvas, wishes: Wishes) -> None:
    click(canvas, (15, 5))
    type_in(canvas, "bearing", "90", Key.Key_Return)
    click(canvas, (12, 5.5))
    assert len(points(canvas)) == 1
    assert len(wishes.messages) == 1
    click(canvas, (18, 5.5))
    assert len(points(canvas)) == 2


def test_an_emptied_field_and_escape_give_the_pointer_its_say_back(canvas: MapCanvas) -> None:
    click(canvas, (15, 5))
    type_in(canvas, "bearing", "90")
    type_in(canvas, "distance", "2", Key.Key_Tab)
    type_in(canvas, "bearing", "")
    assert [one.value for one in canvas.tool.fields] == [2, None, None, None]
    canvas.setFocus()
    QTest.keyClick(canvas, Key.Key_Escape)
    assert [one.value for one in canvas.tool.fields] == [None] * 4
    assert len(points(canvas)) == 1
    QTest.keyClick(canvas, Key.Key_Escape)
    assert points(canvas) == []


def test_every_tool_that_draws_takes_typed_points(canvas: MapCanvas, wishes: Wishes) -> None:
    corners = {"new_parcel": (0, 12), "hole": (2, 2), "reshape": (9, 9)}
    for code, (east, north) in corners.items():
        canvas.set_tool(code)
        type_in(canvas, "north", str(north))
        type_in(canvas, "east", str(east), Key.Key_Return)
        for bearing, length in ((90, 4), (0, 3), (270, 4)):
            type_in(canvas, "distance", str(length))
            type_in(canvas, "bearing", str(bearing), Key.Key_Return)
        QTest.keyClick(canvas, Key.Key_Return)
    new, hole, reshape = wishes.commands
    assert isinstance(new, NewParcel)
    assert new.outline.equals(shapely.box(0, 12, 4, 15))
    assert isinstance(hole, CutHole)
    assert hole.outline.equals(shapely.box(2, 2, 6, 5))
    assert isinstance(reshape, ReshapeBoundary)
    assert list(reshape.line.coords) == [(9, 9), (13, 9), (13, 12), (9, 12)]


def test_what_is_of_less_use_is_folded_away_until_one_types(canvas: MapCanvas) -> None:
    def shown() -> list[str]:
        return [code for code, editor in canvas.strip.editors.items() if editor.isVisible()]

    assert shown() == ["north", "east"]
    assert canvas.strip.more.isHidden()
    click(canvas, (12, 4))
    click(canvas, (14, 6))
    assert shown() == ["distance", "bearing"]
    narrow = canvas.strip.width()
    QTest.keyClick(canvas, Key.Key_Tab)
    assert shown() == ["distance", "bearing", "angle", "north", "east"]
    assert canvas.strip.more.isHidden()
    assert canvas.strip.width() > narrow
    QTest.keyClick(field(canvas, "distance"), Key.Key_Escape)
    assert canvas.hasFocus()
    assert shown() == ["distance", "bearing"]
    QTest.mouseClick(canvas.strip.more, LEFT)
    assert field(canvas, "angle").hasFocus()
    assert shown() == ["distance", "bearing", "angle", "north", "east"]
    type_in(canvas, "angle", "12", Key.Key_Return)
    # What holds is seen.
    assert shown() == ["distance", "bearing", "angle"]
    canvas.set_tool("select")
    assert canvas.strip.isHidden()


def test_the_strip_takes_another_line_where_the_map_is_narrow(canvas: MapCanvas, qtbot: QtBot) -> None:
    click(canvas, (12, 4))
    click(canvas, (14, 6))
    canvas.strip.take_keys()
    low = canvas.strip.height()
    canvas.resize(420, 600)
    qtbot.waitUntil(lambda: canvas.strip.height() > low)
    assert canvas.strip.geometry().right() < canvas.width()
    for editor in canvas.strip.editors.values():
        QApplication.processEvents()
        assert canvas.strip.rect().contains(editor.mapTo(canvas.strip, editor.rect().bottomRight()))


def test_a_parcel_is_split_by_numbers_alone(qtbot: QtBot, window: MainWindow) -> None:
    canvas = window.desk.workplace.canvas
    window.actions_by_code["split"].trigger()
    focus(qtbot, canvas)
    type_in(canvas, "north", f"{SOUTH + 10:.0f}")
    type_in(canvas, "east", f"{WEST - 5:.0f}", Key.Key_Return)
    type_in(canvas, "distance", "32,5")
    type_in(canvas, "bearing", "90", Key.Key_Return)
    QTest.keyClick(canvas, Key.Key_Return)
    settle(qtbot, window)
    coverage = window.desk.store.coverage
    assert len(coverage) == 7
    west = coverage.shape(parcel_of(window, "12/1"))
    assert west is not None
    assert west.area == pytest.approx(400)
    # Its neighbour got the point of the boundary where the cut ends.
    assert len(coverage.owners_of_vertex(WEST + 20, SOUTH + 10)) == 3


def test_coordinates_outside_the_zone_of_vn2000_are_refused(qtbot: QtBot, window: MainWindow) -> None:
    canvas = window.desk.workplace.canvas
    window.actions_by_code["new_parcel"].trigger()
    focus(qtbot, canvas)
    # North and east mistaken for each other.
    type_in(canvas, "north", f"{WEST:.0f}")
    type_in(canvas, "east", f"{SOUTH:.0f}", Key.Key_Return)
    assert window.notice.isVisible()
    assert points(canvas) == []


def test_middles_and_feet_of_perpendiculars_become_points_of_the_neighbours(
    qtbot: QtBot, window: MainWindow
) -> None:
    canvas = window.desk.workplace.canvas
    canvas.zoom_to_box((WEST - 5, SOUTH - 5, WEST + 65, SOUTH + 65))
    settle(qtbot, window)
    window.actions_by_code["split"].trigger()
    # From the middle of the western side of 12/2 square onto its eastern side.
    for point in ((WEST + 20.3, SOUTH + 15.4), (WEST + 39.7, SOUTH + 15.6)):
        click(canvas, point)
    assert points(canvas) == [(WEST + 20, SOUTH + 15), (WEST + 40, SOUTH + 15)]
    focus(qtbot, canvas)
    QTest.keyClick(canvas, Key.Key_Return)
    settle(qtbot, window)
    coverage = window.desk.store.coverage
    assert len(coverage) == 7
    for point in ((WEST + 20, SOUTH + 15), (WEST + 40, SOUTH + 15)):
        owners = {coverage.id_at(int(at)) for at in coverage.owners_of_vertex(*point)}
        assert len(owners) == 3
    assert parcel_of(window, "12/1") in {
        coverage.id_at(int(at)) for at in coverage.owners_of_vertex(WEST + 20, SOUTH + 15)
    }
    # One act takes all of it back.
    window.actions_by_code["undo"].trigger()
    settle(qtbot, window)
    assert len(window.desk.store.coverage) == 6
    assert len(window.desk.store.coverage.owners_of_vertex(WEST + 20, SOUTH + 15)) == 0
