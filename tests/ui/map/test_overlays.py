"""The live layers of the map: in the order that a person chose, each as strongly and to the scale that was said."""

import pytest
import shapely
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from landdesk.domain.finding import Severity
from landdesk.ui import theme
from landdesk.ui.map.land_use import by_land_use
from landdesk.ui.map.layers.placed_findings import PlacedFindings
from landdesk.ui.map.layers.work import WorkMark
from landdesk.ui.map.overlays import ABOVE, BELOW, Look, Overlays
from landdesk.ui.map.view import MapView
from landdesk.ui.map_layers import LAYERS
from tests.rows import build_coverage, row_id
from tests.ui.map.conftest import a_finding

pytestmark = pytest.mark.usefixtures("qapp")

VIEW = MapView(10.0, 10.0, 0.5, 200, 200)


def pins() -> Overlays:
    """Return a finding and returned work at the same place."""
    made = Overlays()
    made.show_coverage(build_coverage([shapely.box(0, 0, 20, 20)]))
    made.show_work([WorkMark(row_id(0), "x")])
    made.show_findings(PlacedFindings.of([a_finding(shapely.Point(10, 10), Severity.ERROR)]))
    return made


def counts(overlays: Overlays, faded: float = 1.0, view: MapView = VIEW) -> tuple[int, int]:
    """Return how many pixels are as violet as returned work and as red as an error."""
    image = QImage(view.width_px, view.height_px, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    overlays.paint_above(painter, view, faded)
    painter.end()
    names = [image.pixelColor(x, y).name().upper() for x in range(60, 140) for y in range(40, 120)]
    return names.count(theme.RETURNED), names.count(theme.ERROR)


def test_the_uppermost_covers_the_others() -> None:
    overlays = pins()
    before = counts(overlays)
    overlays.arrange(dict.fromkeys(("work", "findings", "survey"), Look()))
    after = counts(overlays)
    assert before[0] < after[0]
    assert before[1] > after[1]
    # What nobody arranged lies below what was.
    overlays.arrange({"work": Look()})
    assert counts(overlays) == after


def test_a_layer_is_faint_limited_or_hidden() -> None:
    overlays = pins()
    overlays.arrange({"work": Look(coarsest_m_per_px=0.4), "findings": Look(0.5)})
    assert counts(overlays) == (0, 0)
    assert counts(overlays, view=MapView(10.0, 10.0, 0.4, 200, 200))[0] > 0
    legend = overlays.legend(VIEW, by_land_use(), frozenset(), compare=False)
    assert not legend.returned
    assert legend.severities == {"error"}
    assert overlays.work_at(QPointF(100, 80), VIEW) is None
    overlays.hidden = {"findings"}
    assert not overlays.legend(VIEW, by_land_use(), frozenset(), compare=False).severities
    assert overlays.findings_at(QPointF(100, 80), VIEW) == []


def test_pins_fade_while_a_tool_is_in_hand() -> None:
    overlays = pins()
    assert counts(overlays)[1] > 0
    assert counts(overlays, faded=0.3) == (0, 0)


def test_every_layer_of_the_menu_is_painted_by_somebody() -> None:
    assert {code for code, _, _ in LAYERS} == {"labels", "legend", *ABOVE, *BELOW}
