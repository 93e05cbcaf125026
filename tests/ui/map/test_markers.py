from dataclasses import replace

import numpy as np

from landdesk.ui.map.layers.markers import MANY_PINS, gathered, thinned, tips_on_screen
from landdesk.ui.map.view import MapView

VIEW = MapView(0.0, 0.0, 0.5, 600, 400)


def test_few_pins_are_all_drawn_and_the_weightiest_of_a_place() -> None:
    x, y = np.array([10.0, 12.0, 300.0]), np.array([10.0, 11.0, 40.0])
    kept = thinned(x, y, np.array([1, 0, 1]), np.array([True, True, True]), VIEW)
    assert sorted(kept.tolist()) == [1, 2]


def test_a_forest_of_pins_is_thinned_until_the_map_is_seen() -> None:
    across, down = np.meshgrid(np.arange(0.0, 600.0, 5.0), np.arange(0.0, 400.0, 5.0))
    x, y = across.ravel(), down.ravel()
    weights = np.ones(len(x), dtype=np.int64)
    weights[777] = 0
    kept = thinned(x, y, weights, np.ones(len(x), dtype=bool), VIEW)
    assert 10 < len(kept) <= MANY_PINS
    assert 777 in kept


def test_pins_stay_what_they_are_while_the_map_is_moved() -> None:
    rng = np.random.default_rng(4)
    points = rng.uniform((-140.0, -90.0), (140.0, 90.0), (5_000, 2))
    weights, inside = rng.integers(0, 3, len(points)), np.ones(len(points), dtype=bool)
    first = gathered(*tips_on_screen(points, VIEW), weights, inside, VIEW)
    for east, north in ((0.5, 0.0), (3.5, -2.0), (17.25, 11.0)):
        moved = replace(VIEW, easting=east, northing=north)
        again = gathered(*tips_on_screen(points, moved), weights, inside, moved)
        assert again.kept.tolist() == first.kept.tolist()
        assert again.counts.tolist() == first.counts.tolist()


def test_each_pin_that_is_left_out_is_counted_at_one_that_weighs_no_more() -> None:
    rng = np.random.default_rng(5)
    x, y = rng.uniform(0, 600, 3_000), rng.uniform(0, 400, 3_000)
    weights, inside = rng.integers(-1, 4, len(x)), rng.random(len(x)) < 0.7
    pins = gathered(x, y, weights, inside, VIEW)
    assert pins.counts.sum() == inside.sum()
    assert (np.diff(weights[pins.kept]) >= 0).all()
    stood_for = [pins.with_it(int(one)) for one in pins.kept]
    assert sorted(np.concatenate(stood_for).tolist()) == np.flatnonzero(inside).tolist()
    for one, others, count in zip(pins.kept, stood_for, pins.counts, strict=True):
        assert weights[one] == weights[others].min()
        assert len(others) == count
        assert one == others[weights[others] == weights[one]][0]
