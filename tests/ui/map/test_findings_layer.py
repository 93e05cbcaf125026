"""Where findings are on the map, followed through rechecks."""

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from landdesk.domain.finding import Finding, Severity
from landdesk.i18n import Text
from landdesk.services.checking.findings import Findings
from landdesk.ui import theme
from landdesk.ui.map.layers.findings import FindingsLayer, finding_words
from landdesk.ui.map.layers.markers import HEAD_PX, LIFT_PX, STEM_PX
from landdesk.ui.map.layers.placed_findings import PlacedFindings
from landdesk.ui.map.view import MapView
from tests.rows import build_coverage, build_rows, row_id
from tests.ui.map.conftest import a_finding

VIEW = MapView(50.0, 50.0, 0.25, 400, 400)


def findings(count: int) -> list[Finding]:
    made = [a_finding(shapely.Point(10 + at, 50), Severity.WARNING, number=at) for at in range(count)]
    made[1] = a_finding(None, number=1)
    made[2] = a_finding(shapely.box(12, 40, 20, 60), number=2, rule="parcel.overlap")
    return made


@pytest.mark.parametrize(
    ("out", "back"), [(slice(3, 5), 1), (slice(0, 1), 0), (slice(5, 9), 6), (slice(9, 9), 0)]
)
def test_followed_findings_are_placed_as_if_anew(out: slice, back: int) -> None:
    before = findings(9)
    after = [*before[: out.start], *(a_finding(shapely.Point(1, at), number=100 + at) for at in range(back))]
    after += before[out.stop :]
    followed, anew = PlacedFindings.of(before).followed_by(after), PlacedFindings.of(after)
    assert list(followed.findings) == after
    for name in ("boxes", "tips", "is_node", "kinds"):
        assert np.array_equal(
            getattr(followed, name), getattr(anew, name), equal_nan=name in ("boxes", "tips")
        )


def test_sorted_findings_are_followed_too_and_those_of_moved_parcels_are_placed_anew() -> None:
    coverage = build_coverage(SQUARES)
    of_parcels = [a_finding(None, number=at, rule=f"rule.{at % 3}") for at in range(10)]
    before = Findings([*of_parcels, *findings(9)])
    after = before.replaced([before[1], before[12]], [a_finding(None, number=4, rule="rule.9")])
    moved = coverage.reshaped({row_id(4): shapely.MultiPolygon([shapely.box(40, 45, 50, 50)])})
    followed = PlacedFindings.of(before, coverage).followed_by(after, moved, {row_id(4)})
    anew = PlacedFindings.of(after, moved)
    for name in ("boxes", "tips", "is_node", "kinds"):
        one, other = getattr(followed, name), getattr(anew, name)
        assert np.array_equal(one, other, equal_nan=one.dtype == float), name


def test_a_finding_without_a_place_is_nowhere_on_the_map(qtbot: QtBot) -> None:
    del qtbot
    layer = FindingsLayer()
    nowhere = a_finding(None)
    layer.show(PlacedFindings.of([nowhere]))
    layer.choose(nowhere.subject)
    assert layer.severities(VIEW) == frozenset()
    assert layer.at(200, 200, VIEW) == []


SQUARES = [shapely.box(at * 10, 45, at * 10 + 10, 55) for at in range(10)]


def test_a_finding_about_records_is_at_its_parcels(qtbot: QtBot) -> None:
    del qtbot
    coverage = build_coverage(SQUARES)
    shared = Finding(
        "person.number-shared",
        Severity.ERROR,
        (row_id(3), row_id(5), row_id(99)),
        None,
        None,
        "",
        Text("what"),
        Text("remedy"),
        (row_id(50),),
    )
    placed = PlacedFindings.of([a_finding(None, number=99), shared], coverage)
    assert np.isnan(placed.boxes[0]).all()
    assert placed.boxes[1].tolist() == [30, 45, 60, 55]
    assert shapely.box(30, 45, 40, 55).contains(shapely.Point(placed.tips[1]))
    assert shapely.union_all(placed.shapes(1)).area == 200
    layer = FindingsLayer()
    layer.show(placed)
    x, y = VIEW.to_screen(*placed.tips[1].tolist())
    assert layer.at(x, y - LIFT_PX - STEM_PX - HEAD_PX / 2, VIEW) == [shared]


def test_findings_about_records_go_with_their_parcels() -> None:
    before = build_coverage(SQUARES)
    about = [a_finding(None, number=at) for at in range(10)]
    placed = PlacedFindings.of(about, before)
    moved = before.patched(build_rows([shapely.box(0, 0, 10, 10)], first=4), [], 2)
    followed = placed.followed_by(about, moved, {row_id(4)})
    assert followed.boxes[4].tolist() == [0, 0, 10, 10]
    assert np.array_equal(followed.tips, PlacedFindings.of(about, moved).tips)
    gone = moved.patched(build_rows([]), [row_id(4)], 3)
    assert np.isnan(followed.followed_by(about, gone, None).boxes[4]).all()


def test_findings_at_one_place_are_counted_and_clicked_one_after_the_other(qtbot: QtBot) -> None:
    del qtbot
    several = [a_finding(shapely.Point(50, 50), Severity.WARNING, number=at) for at in range(3)]
    alone = a_finding(shapely.Point(70, 50), Severity.WARNING, number=9)
    layer = FindingsLayer()
    layer.show(PlacedFindings.of([*several, alone]))
    head = STEM_PX + HEAD_PX / 2
    seen = []
    for _ in range(4):
        behind = layer.at(200, 200 - head, VIEW)
        assert len(behind) == 3
        assert finding_words(behind) == "what\nand 2 more here; click again to see the next"
        chosen = behind[1] if behind[0].subject == layer.current else behind[0]
        layer.choose(chosen.subject)
        seen.append(chosen)
    assert seen == [*several, several[0]]
    assert layer.at(280, 200 - head, VIEW) == [alone]
    with_badge, without = (painted(layer, QRect(x, 200 - 40, 30, 16)) for x in (204, 284))
    assert with_badge > without


def painted(layer: FindingsLayer, room: QRect) -> int:
    """Return how many pixels of a part of the map the letters of a badge and its border take."""
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    layer.paint(painter, VIEW)
    painter.end()
    part = image.copy(room)
    pixels = (part.pixelColor(x, y) for x in range(part.width()) for y in range(part.height()))
    return sum(colour.name().upper() == theme.TEXT for colour in pixels)


def test_a_corner_is_marked_on_a_small_map_too(qtbot: QtBot) -> None:
    del qtbot
    layer = FindingsLayer()
    layer.show(PlacedFindings.of([a_finding(shapely.Point(50, 50))]))
    far = MapView(50.0, 50.0, 20.0, 400, 400)
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    layer.paint(painter, far)
    painter.end()
    assert theme.ERROR in {image.pixelColor(200 + at, 200).name().upper() for at in (2, 3, -2, -3)}


@pytest.mark.parametrize(("rule", "ringed"), [("geometry.spike", 2), ("parcel.missing-field", 0)])
def test_each_corner_of_a_place_gets_a_ring(qtbot: QtBot, rule: str, ringed: int) -> None:
    """Corners of one finding lie apart, and its pin stands in one place only."""
    del qtbot
    layer = FindingsLayer()
    corners = [(30.0, 50.0), (70.0, 50.0)]
    layer.show(PlacedFindings.of([a_finding(shapely.MultiPoint(corners), Severity.WARNING, rule=rule)]))
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    layer.paint(painter, VIEW)
    painter.end()
    places = [VIEW.to_screen(*corner) for corner in corners]
    # Below the corner: the pin stands above it.
    below = [image.pixelColor(round(x), round(y) + 4).name() for x, y in places]
    assert sum(name != "#ffffff" for name in below) == ringed
