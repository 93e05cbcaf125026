"""While the mouse is held the map says what would be wrong, and nothing is left of it afterwards."""

from collections.abc import Iterator

import pytest
import shapely
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from landdesk.domain.commands import DeleteParcel
from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.ui import theme
from landdesk.ui.main_window import MainWindow
from landdesk.ui.map.canvas import MapCanvas
from tests.ui.conftest import HEIGHT, SOUTH, WEST, WIDTH, parcel_of, settle

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
IN_FRONT = (WIDTH, 0.0)
"""Corner that 12/1 and 12/2 share; no other parcel has it."""
OVERLAPPING = (WIDTH + 2, 2 * HEIGHT)
"""Corner of 12/4, which lies over 12/5."""


@pytest.fixture
def canvas(qtbot: QtBot, window: MainWindow) -> Iterator[MapCanvas]:
    """The map, everything checked, with the tool for corners in hand."""
    place = window.desk.workplace
    window.actions_by_code["check"].trigger()
    qtbot.waitUntil(lambda: place.store.findings is not None)
    window.actions_by_code["move_vertex"].trigger()
    place.canvas.setFocus()
    settle(qtbot, window)
    yield place.canvas
    QTest.mouseRelease(place.canvas, LEFT, SHIFT, QPoint(1, 1))


def pixel(canvas: MapCanvas, place: tuple[float, float]) -> QPoint:
    x, y = canvas.view.to_screen(WEST + place[0], SOUTH + place[1])
    return QPoint(round(x), round(y))


def hold(canvas: MapCanvas, start: tuple[float, float], *ends: tuple[float, float]) -> None:
    """Press on a corner and move; the button stays down."""
    QTest.mousePress(canvas, LEFT, Qt.KeyboardModifier.NoModifier, pixel(canvas, start))
    for end in ends:
        QTest.mouseMove(canvas, pixel(canvas, end))


def reddish(canvas: MapCanvas, place: tuple[float, float]) -> int:
    """Return how many pixels around a place have the colour of errors, softened or not."""
    at, image = pixel(canvas, place), canvas.grab().toImage()
    around = [image.pixelColor(at + QPoint(x, y)) for x in range(-12, 13) for y in range(-12, 13)]
    error = QColor(theme.severity_colour("error")).hslHue()
    return sum(abs(one.hslHue() - error) < 20 and one.hslSaturation() > 60 for one in around)


def test_a_corner_dragged_over_a_neighbour_says_so_while_it_is_held(
    qtbot: QtBot, window: MainWindow, canvas: MapCanvas
) -> None:
    store = window.desk.workplace.store
    coverage, findings, version = store.coverage, store.findings, store.app.read(lambda one: one.version())
    before = canvas.grab().toImage()
    beyond = (WIDTH + 9, 2 * HEIGHT - 4)
    hold(canvas, OVERLAPPING, (WIDTH + 5, 2 * HEIGHT - 3), beyond)
    qtbot.waitUntil(lambda: "would overlap" in canvas.foreseen)
    assert "12/4" in canvas.foreseen
    assert "12/5" in canvas.foreseen
    assert "m²" in canvas.foreseen
    # The land that both would have, right of where they overlap already.
    assert reddish(canvas, (WIDTH + 5, 2 * HEIGHT - 10)) > 50
    settle(qtbot, window)
    assert store.coverage is coverage
    assert store.findings is findings
    assert store.app.read(lambda one: one.version()) == version
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.foreseen == ""
    QTest.mouseRelease(canvas, LEFT, SHIFT, pixel(canvas, beyond))
    settle(qtbot, window)
    assert canvas.foreseen == ""
    assert store.app.read(lambda one: one.version()) == version
    # What was drawn is as before, but for the corners of the parcel that is pointed at.
    assert canvas.grab().toImage().pixelColor(
        pixel(canvas, (WIDTH + 5, 2 * HEIGHT - 10))
    ) == before.pixelColor(pixel(canvas, (WIDTH + 5, 2 * HEIGHT - 10)))


def test_what_was_foreseen_is_found_when_the_button_is_let_go(
    qtbot: QtBot, window: MainWindow, canvas: MapCanvas
) -> None:
    store = window.desk.workplace.store
    hold(canvas, IN_FRONT, (WIDTH - 4, 1.0), (WIDTH - 8, 2.0))
    qtbot.waitUntil(lambda: "Map area differs from legal area" in canvas.foreseen)
    parcel = parcel_of(window, "12/1")
    assert store.findings is not None
    had = {one.rule for one in store.findings.findings.of(parcel)}
    assert "parcel.area-mismatch" not in had
    QTest.mouseRelease(canvas, LEFT, SHIFT, pixel(canvas, (WIDTH - 8, 2.0)))
    assert canvas.foreseen == ""
    found = store.findings.findings
    qtbot.waitUntil(lambda: store.findings is not None and store.findings.findings is not found)
    assert "parcel.area-mismatch" in {one.rule for one in store.findings.findings.of(parcel)}
    settle(qtbot, window)
    assert canvas.foreseen == ""


def test_an_edge_put_back_says_what_it_mends(qtbot: QtBot, window: MainWindow, canvas: MapCanvas) -> None:
    window.desk.workplace.store.execute(DeleteParcel(parcel_of(window, "12/6")))
    settle(qtbot, window)
    window.actions_by_code["move_edge"].trigger()
    # The eastern edge of 12/4 back to where 12/5 begins.
    hold(canvas, (WIDTH + 2, 1.5 * HEIGHT), (WIDTH + 1, 1.5 * HEIGHT))
    for step in (1.0, 0.5, 0.0):
        QTest.mouseMove(canvas, pixel(canvas, (WIDTH + step, 1.5 * HEIGHT)))
    qtbot.waitUntil(lambda: "Mends" in canvas.foreseen)


def test_nothing_is_said_before_the_first_check(qtbot: QtBot, window: MainWindow) -> None:
    place = window.desk.workplace
    assert place.store.findings is None
    window.actions_by_code["move_vertex"].trigger()
    settle(qtbot, window)
    hold(place.canvas, OVERLAPPING, (WIDTH + 9, 2 * HEIGHT - 4))
    assert place.canvas.tool.outcome is not None
    settle(qtbot, window)
    assert place.canvas.foreseen == ""
    QTest.keyClick(place.canvas, Qt.Key.Key_Escape)


TOOLS = {
    "move_edge": [(WIDTH + 2, 1.5 * HEIGHT)],
    "add_vertex": [(WIDTH, 7.0)],
    "split": [(-2.0, 7.0), (WIDTH + 2, 9.0)],
    "reshape": [(WIDTH - 2, 5.0), (WIDTH + 4, HEIGHT / 2), (WIDTH - 2, HEIGHT - 5)],
    "merge": [(5.0, 5.0), (WIDTH + 5, 5.0)],
    "new_parcel": [(2.0, -8.0), (WIDTH + 9, -8.0), (WIDTH + 5, 0.0), (5.0, 0.0)],
    "hole": [(5.0, 5.0), (9.0, 5.0), (9.0, 11.0), (5.0, 11.0)],
    "strip": [(-2.0, 7.0), (3 * WIDTH + 2, 9.0)],
}
"""Where is clicked; of the first two, where a drag begins."""


@pytest.mark.parametrize("code", TOOLS)
def test_the_map_after_the_act_is_the_one_that_was_looked_at(
    qtbot: QtBot, window: MainWindow, canvas: MapCanvas, code: str
) -> None:
    store = window.desk.workplace.store
    window.desk.workplace.store.selection.choose([parcel_of(window, "12/1")] if code == "reshape" else [])
    window.actions_by_code[code].trigger()
    # The new parcel lies beside the others.
    canvas.zoom_by(0.6)
    settle(qtbot, window)
    first, *others = TOOLS[code]
    if others:
        for place in (first, *others[:-1]):
            QTest.mouseClick(canvas, LEFT, SHIFT, pixel(canvas, place))
        QTest.mouseMove(canvas, pixel(canvas, others[-1]) + QPoint(1, 0))
        QTest.mouseMove(canvas, pixel(canvas, others[-1]))
        if code != "merge":
            QTest.mouseClick(canvas, LEFT, SHIFT, pixel(canvas, others[-1]))
    else:
        hold(canvas, first, (first[0] - 1, first[1]), (first[0] - 1.5, first[1]))
    before, work_out = store.coverage, canvas.tool.outcome
    assert work_out is not None
    outcome = work_out(before)
    if code == "merge":
        QTest.mouseClick(canvas, LEFT, SHIFT, pixel(canvas, others[-1]))
    elif others:
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    else:
        QTest.mouseRelease(
            canvas, LEFT, Qt.KeyboardModifier.NoModifier, pixel(canvas, (first[0] - 1.5, first[1]))
        )
    qtbot.waitUntil(lambda: store.coverage is not before)
    after = store.coverage
    looked_at = before.reshaped(outcome.shapes, outcome.gone)
    made = set(shapes_of(after)) - set(shapes_of(before))
    assert {key: one for key, one in shapes_of(after).items() if key not in made} == shapes_of(looked_at)
    new = [one for key, one in shapes_of(after).items() if key in made]
    assert sorted(new) == sorted(shapely.to_wkb(shapely.normalize(one)) for one in outcome.made)


def shapes_of(coverage: Coverage) -> dict[ObjectId, bytes]:
    """Return all boundaries, whichever corner they begin with."""
    return {
        coverage.id_at(int(at)): shapely.to_wkb(shapely.normalize(shape))
        for at, shape in zip(coverage.live(), coverage.shapes(coverage.live()), strict=True)
    }
