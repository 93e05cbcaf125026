"""Control points: what fits exactly, what is left over, and what does not fix a plane."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.arrays import Floats
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.placing import fit_plane, read_metres

CORNERS = [(0.0, 0.0), (4000.0, 0.0), (4000.0, 3000.0), (0.0, 3000.0)]


def on_ground(points: list[tuple[float, float]], matrix: Floats) -> list[tuple[float, float]]:
    return [tuple(one) for one in (np.array(points) @ matrix[:, :2].T + matrix[:, 2]).tolist()]


@given(
    turn=st.floats(-3.1, 3.1),
    scale=st.floats(0.01, 5.0),
    shrink=st.floats(0.98, 1.02),
    place=st.tuples(st.floats(400_000, 700_000), st.floats(1_200_000, 1_500_000)),
)
def test_a_sheet_that_was_turned_and_shrank_is_found_again(
    turn: float, scale: float, shrink: float, place: tuple[float, float]
) -> None:
    cos, sin = np.cos(turn) * scale, np.sin(turn) * scale
    matrix = np.array([[cos, sin * shrink, place[0]], [sin, -cos * shrink, place[1]]])
    fit = fit_plane(CORNERS, on_ground(CORNERS, matrix))
    assert np.allclose(fit.matrix, matrix, atol=1e-6 * scale * 4000)
    assert fit.distances.max() < 1e-5


def test_two_points_turn_scale_and_shift_only() -> None:
    matrix = np.array([[0.3, 0.4, 600_000.0], [0.4, -0.3, 1_350_000.0]])
    fit = fit_plane(CORNERS[:2], on_ground(CORNERS[:2], matrix))
    assert np.allclose(fit.matrix, matrix)
    assert fit.mean_error_m is None


def test_a_wrong_point_is_seen_in_the_residuals() -> None:
    matrix = np.array([[0.1, 0.0, 600_000.0], [0.0, -0.1, 1_350_000.0]])
    ground = on_ground(CORNERS, matrix)
    ground[2] = (ground[2][0] + 4.0, ground[2][1])
    fit = fit_plane(CORNERS, ground)
    # Four corners share an error of 4 m equally: 1 m each.
    assert fit.distances == pytest.approx([1.0] * 4, abs=1e-6)
    assert fit.residuals[2] == pytest.approx([1.0, 0.0], abs=1e-6)
    assert fit.mean_error_m == pytest.approx(np.sqrt(4.0 / 2))


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ([], "placing.too-few"),
        ([(0.0, 0.0)], "placing.too-few"),
        ([(5.0, 5.0), (5.0, 5.0)], "placing.in-line"),
        ([(0.0, 0.0), (10.0, 10.0), (20.0, 20.0)], "placing.in-line"),
    ],
)
def test_points_that_do_not_fix_a_plane_are_refused(points: list[tuple[float, float]], code: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        fit_plane(points, [(600_000.0 + x, 1_350_000.0 - y) for x, y in points])
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1354356.063", 1354356.063),
        ("1354356,063", 1354356.063),
        ("1 354 356,06", 1354356.06),
        ("1.354.356,06", 1354356.06),
        ("1,354,356.06", 1354356.06),
        ("1.354.356", 1354356.0),
        ("-12,5", -12.5),
        ("", None),
        ("x", None),
        ("nan", None),
        ("1e999", None),
    ],
)
def test_coordinates_are_read_as_people_type_them(text: str, value: float | None) -> None:
    assert read_metres(text) == value
