"""The tool that draws a new parcel, used with mouse and keys."""

import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from landdesk.domain.commands import UNSET, CutHole, NewParcel
from landdesk.ui import theme
from landdesk.ui.map.canvas import MapCanvas
from tests.rows import build_coverage
from tests.ui.map.conftest import ShowParcels, pixel_of
from tests.ui.map.test_tools import LEFT, NO_KEY, Wishes, click, has_colour


@pytest.fixture
def canvas(show: ShowParcels) -> MapCanvas:
    canvas = show(build_coverage([shapely.box(x, 0, x + 10, 10) for x in (0, 20, 30)]))
    canvas.set_tool("new_parcel")
    canvas.setFocus()
    return canvas


@pytest.fixture
def wishes(canvas: MapCanvas) -> Wishes:
    return Wishes(canvas)


def test_corners_and_enter_ask_for_the_parcel(canvas: MapCanvas, wishes: Wishes) -> None:
    for corner in ((5, 2), (25, 2), (25, 8)):
        click(canvas, corner)
    QTest.mouseMove(canvas, pixel_of(canvas, (5, 8)))
    # Between the two parcels only: what they have of the outline is left out, and said.
    assert has_colour(canvas, theme.PREVIEW, (10, 5))
    assert has_colour(canvas, theme.PREVIEW, (20, 5))
    click(canvas, (5, 8))
    assert wishes.hints[-1].values["area"] == pytest.approx(60, abs=3)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    [command] = wishes.commands
    assert isinstance(command, NewParcel)
    assert command.outline.area == pytest.approx(120, abs=4)


def test_a_double_click_ends_and_corners_snap(canvas: MapCanvas, wishes: Wishes) -> None:
    for corner in ((10.1, 0.1), (20.1, 0.1), (19.9, 9.9)):
        click(canvas, corner)
    last = pixel_of(canvas, (10, 10))
    QTest.mouseClick(canvas, LEFT, NO_KEY, last)
    QTest.mouseDClick(canvas, LEFT, NO_KEY, last)
    [command] = wishes.commands
    assert isinstance(command, NewParcel)
    assert command.outline.equals(shapely.box(10, 0, 20, 10))


def test_backspace_takes_back_and_escape_drops(canvas: MapCanvas, wishes: Wishes) -> None:
    for corner in ((12, 2), (18, 2), (15, 20), (18, 8)):
        click(canvas, corner)
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert wishes.commands == []
    click(canvas, (18, 8))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert wishes.commands == []


def test_what_cannot_be_is_said_and_can_be_gone_on_with(canvas: MapCanvas, wishes: Wishes) -> None:
    for corner in ((2, 2), (8, 2), (8, 8)):
        click(canvas, corner)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert wishes.commands == []
    assert len(wishes.messages) == 1
    click(canvas, (13, 14))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert len(wishes.commands) == 1


@pytest.mark.parametrize(("choice", "as_parcel"), [("parcel", True), ("none", False)])
def test_a_hole_within_a_parcel(canvas: MapCanvas, wishes: Wishes, choice: str, as_parcel: bool) -> None:
    canvas.set_tool("hole")
    canvas.tool.enter("becomes", choice)
    for corner in ((2, 2), (8, 2), (8, 6)):
        click(canvas, corner)
    assert has_colour(canvas, theme.PREVIEW, (8, 4))
    click(canvas, (14, 5))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert wishes.commands == []
    assert len(wishes.messages) == 1
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    [command] = wishes.commands
    assert isinstance(command, CutHole)
    assert command.as_parcel is as_parcel
    assert command.outline.area == pytest.approx(12, abs=1)


def test_the_sheet_can_be_chosen_where_there_are_several(show: ShowParcels) -> None:
    boxes = [shapely.box(x, 0, x + 10, 10) for x in (0, 20, 30)]
    canvas = show(build_coverage(boxes, sheet=["10", "9", "10"]))
    wishes = Wishes(canvas)
    canvas.set_tool("new_parcel")
    canvas.setFocus()
    choice = canvas.strip.editors["sheet"]
    assert isinstance(choice, QComboBox)
    assert [choice.itemText(at) for at in range(choice.count())] == ["As beside it", "9", "10"]
    for picked, expected in (("9", "9"), ("", UNSET)):
        choice = canvas.strip.editors["sheet"]
        assert isinstance(choice, QComboBox)
        choice.setCurrentIndex(choice.findData(picked))
        choice.activated.emit(choice.currentIndex())
        for corner in ((12, 2), (18, 2), (15, 8)):
            click(canvas, corner)
        QTest.keyClick(canvas, Qt.Key.Key_Return)
        command = wishes.commands[-1]
        assert isinstance(command, NewParcel)
        assert command.sheet == expected
    # A sheet that is gone is not asked for any longer.
    choice.setCurrentIndex(choice.findData("9"))
    choice.activated.emit(choice.currentIndex())
    canvas.set_coverage(build_coverage(boxes, 2, sheet=["10", "8", "10"]))
    fields = {one.code: one for one in canvas.tool.fields}
    assert fields["sheet"].value == ""
    canvas.set_coverage(build_coverage(boxes, 3))
    assert "sheet" not in canvas.strip.editors
