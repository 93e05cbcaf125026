"""Where findings are on the map, followed through rechecks."""

import numpy as np
import pytest
import shapely
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
