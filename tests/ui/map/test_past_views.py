"""The views that the map rested at: back, forward, bounded, none twice."""

from landdesk.ui.map.past_views import VIEWS_AT_MOST, PastViews
from landdesk.ui.map.view import MapView


def view(easting: float, m_per_px: float = 1.0, width_px: int = 800) -> MapView:
    return MapView(easting, 0.0, m_per_px, width_px, 600)


def test_back_and_forward() -> None:
    past = PastViews()
    assert past.step(-1) is None
    for easting in (0.0, 100.0, 200.0):
        past.rest(view(easting))
    assert past.step(-1) == view(100)
    assert past.step(-1) == view(0)
    assert past.step(-1) is None
    assert past.step(1) == view(100)
    past.rest(view(500))
    assert past.step(1) is None
    assert past.step(-1) == view(100)


def test_the_same_place_is_no_new_view_and_forgets_nothing() -> None:
    past = PastViews()
    for easting in (0.0, 100.0):
        past.rest(view(easting))
    assert past.step(-1) == view(0)
    past.rest(view(0.4, width_px=500))
    assert past.step(1) == view(100)
    past.rest(view(100, m_per_px=0.5))
    assert len(past) == 3


def test_the_list_is_bounded() -> None:
    past = PastViews()
    for number in range(3 * VIEWS_AT_MOST):
        past.rest(view(100.0 * number))
    assert len(past) == VIEWS_AT_MOST
    steps = 0
    while past.step(-1) is not None:
        steps += 1
    assert steps == VIEWS_AT_MOST - 1


def test_another_size_changes_the_present_view_only() -> None:
    past = PastViews()
    past.adjust(view(7))
    assert len(past) == 0
    for easting in (0.0, 100.0):
        past.rest(view(easting))
    past.adjust(view(90, width_px=700))
    assert past.step(-1) == view(0)
    assert past.step(1) == view(90, width_px=700)
