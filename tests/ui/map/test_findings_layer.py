"""Where findings are on the map, followed through rechecks."""

import numpy as np
import pytest
import shapely
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from landdesk.domain.finding import Finding, Severity
from landdesk.ui.map.layers.findings import FindingsLayer, PlacedFindings
from landdesk.ui.map.view import MapView
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
    assert followed.findings == after
    for name in ("boxes", "tips", "is_node", "kinds"):
        assert np.array_equal(
            getattr(followed, name), getattr(anew, name), equal_nan=name in ("boxes", "tips")
        )


def test_a_finding_without_a_place_is_nowhere_on_the_map(qtbot: QtBot) -> None:
    del qtbot
    layer = FindingsLayer()
    nowhere = a_finding(None)
    layer.show(PlacedFindings.of([nowhere]))
    layer.choose(nowhere.subject)
    assert layer.severities(VIEW) == frozenset()
    assert layer.at(200, 200, VIEW) is None


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
