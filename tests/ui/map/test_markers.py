import numpy as np

from landdesk.ui.map.layers.markers import MANY_PINS, thinned


def test_few_pins_are_all_drawn_and_the_weightiest_of_a_place() -> None:
    x, y = np.array([10.0, 12.0, 300.0]), np.array([10.0, 11.0, 40.0])
    kept = thinned(x, y, np.array([1, 0, 1]), np.array([True, True, True]))
    assert sorted(kept.tolist()) == [1, 2]


def test_a_forest_of_pins_is_thinned_until_the_map_is_seen() -> None:
    across, down = np.meshgrid(np.arange(0.0, 600.0, 5.0), np.arange(0.0, 400.0, 5.0))
    x, y = across.ravel(), down.ravel()
    weights = np.ones(len(x), dtype=np.int64)
    weights[777] = 0
    kept = thinned(x, y, weights, np.ones(len(x), dtype=bool))
    assert 10 < len(kept) <= MANY_PINS
    assert 777 in kept
