"""Polar points and fits come back to what they were made from."""

import math
from dataclasses import replace

import pytest

from landdesk.domain.errors import InvalidInputError
from landdesk.services.survey.fitting import helmert
from landdesk.services.survey.polar import EARTH_M, REFRACTION, compute
from landdesk.services.survey.values import FieldPoint, Method, Setup, Sight

TURNED = 1.234
INSTRUMENT_M, TARGET_M = 1.55, 1.3


def known(number: str, east: float, north: float, height: float | None = 10.0) -> FieldPoint:
    return FieldPoint(1, number, "", east, north, height, Method.COORDINATES)


def sight_from(at: FieldPoint, to: FieldPoint, line: int = 1) -> Sight:
    """Return what an instrument without errors reads."""
    flat = math.hypot(to.east - at.east, to.north - at.north)
    assert at.height is not None
    assert to.height is not None
    bent = (1 - REFRACTION) * flat**2 / (2 * EARTH_M)
    rise = to.height + TARGET_M - at.height - INSTRUMENT_M - bent
    bearing = math.atan2(to.east - at.east, to.north - at.north)
    hz = (bearing - TURNED) % math.tau
    return Sight(line, to.number, "x", hz, math.atan2(flat, rise), math.hypot(flat, rise), TARGET_M)


def second_face(sight: Sight, error: float = 0.0) -> Sight:
    assert sight.zenith is not None
    return replace(sight, hz=(sight.hz + math.pi + error) % math.tau, zenith=math.tau - sight.zenith)


STATION = known("S", 600_000, 1_319_000)
BACK = (known("A", 600_080, 1_319_060, 12.0), known("B", 599_900, 1_319_030, 8.0))
CORNERS = (known("1", 600_020, 1_318_950, 9.5), known("2", 599_970, 1_318_990, 11.25))
KNOWN = {one.number: one for one in (STATION, *BACK)}


def setup(*sights: Sight) -> Setup:
    return Setup(1, "S", INSTRUMENT_M, sights)


def test_polar_points_come_back_to_where_they_were_seen() -> None:
    result = compute([setup(*(sight_from(STATION, one) for one in (*BACK, *CORNERS)))], KNOWN)
    assert result.problems == ()
    for point, true in zip(result.points, CORNERS, strict=True):
        assert (point.number, point.method) == (true.number, Method.POLAR)
        assert (point.east, point.north, point.height) == pytest.approx(
            (true.east, true.north, true.height), abs=1e-6
        )
    (orientation,) = result.orientations
    assert orientation.angle == pytest.approx(TURNED)
    assert [one.across_m for one in orientation.residuals] == pytest.approx([0, 0], abs=1e-6)
    assert [one.along_m for one in orientation.residuals] == pytest.approx([0, 0], abs=1e-6)
    assert [one.height_m for one in orientation.residuals] == pytest.approx([0, 0], abs=1e-6)


def test_the_mean_of_both_faces_is_free_of_the_error_of_the_line_of_sight() -> None:
    true = sight_from(STATION, CORNERS[0])
    first = replace(true, hz=true.hz + 1e-4)
    result = compute(
        [setup(*(sight_from(STATION, one) for one in BACK), first, second_face(true, -1e-4))], KNOWN
    )
    (point,) = result.points
    assert (point.east, point.north) == pytest.approx((CORNERS[0].east, CORNERS[0].north), abs=1e-6)


def test_an_orientation_tells_a_wrong_backsight() -> None:
    wrong = KNOWN | {"B": replace(BACK[1], north=BACK[1].north + 0.5, east=BACK[1].east - 0.2)}
    result = compute([setup(*(sight_from(STATION, one) for one in (*BACK, CORNERS[0])))], wrong)
    across = {one.target: one.across_m for one in result.orientations[0].residuals}
    assert abs(across["B"]) > 0.1
    # Weighted by length, the residuals in length balance each other.
    assert across["A"] + across["B"] == pytest.approx(0, abs=1e-4)


def test_lengths_are_brought_to_the_scale_of_the_plane() -> None:
    sights = [sight_from(STATION, one) for one in (*BACK, CORNERS[0])]
    result = compute([setup(*sights)], KNOWN, scale=lambda _at: 0.9999)
    (point,) = result.points
    flat = math.dist((STATION.east, STATION.north), (CORNERS[0].east, CORNERS[0].north))
    got = math.dist((STATION.east, STATION.north), (point.east, point.north))
    assert got == pytest.approx(flat * 0.9999, abs=1e-6)


def test_a_given_bearing_orients_where_no_point_is_known() -> None:
    true = sight_from(STATION, CORNERS[0])
    one = replace(setup(true), bearings=(("Z", 0.5 + TURNED, 0.5),))
    (point,) = compute([one], {"S": STATION}).points
    assert (point.east, point.north) == pytest.approx((CORNERS[0].east, CORNERS[0].north), abs=1e-6)


def test_what_cannot_be_computed_is_said() -> None:
    seen = setup(sight_from(STATION, CORNERS[0]))
    assert compute([seen], {}).problems[0].line == 1
    assert "S" in str(compute([seen], {}).problems[0].what)
    assert "Nothing orients" in str(compute([seen], {"S": STATION}).problems[0].what)
    nameless = replace(seen, station="")
    assert "which point" in str(compute([nameless], KNOWN).problems[0].what)
    assert not compute([nameless], KNOWN, station="S").orientations
    twice = setup(
        *(sight_from(STATION, one) for one in (*BACK, CORNERS[0])),
        replace(sight_from(STATION, CORNERS[1], line=9), target="1"),
    )
    result = compute([twice], KNOWN)
    assert [one.line for one in result.problems] == [9]
    assert result.points[0].east == pytest.approx(CORNERS[0].east)


def test_a_known_point_of_the_same_number_elsewhere_neither_orients_nor_hides_the_new_one() -> None:
    elsewhere = KNOWN | {"1": known("1", 600_500, 1_319_400)}
    result = compute([setup(*(sight_from(STATION, one) for one in (*BACK, CORNERS[0])))], elsewhere)
    (point,) = result.points
    assert (point.east, point.north) == pytest.approx((CORNERS[0].east, CORNERS[0].north), abs=1e-6)
    assert [one.target for one in result.orientations[0].residuals] == ["A", "B"]
    assert "known point 1" in str(result.problems[0].what)


def test_helmert_finds_turn_scale_and_shift() -> None:
    drawn = [(0.0, 0.0), (40.0, 0.0), (40.0, 25.0), (0.0, 25.0)]
    turn, scale = 0.02, 1.001

    def carried(at: tuple[float, float]) -> tuple[float, float]:
        e, n = at
        return (
            600_000 + scale * (e * math.cos(turn) + n * math.sin(turn)),
            1_319_000 + scale * (-e * math.sin(turn) + n * math.cos(turn)),
        )

    measured = [carried(at) for at in drawn]
    fit = helmert(drawn, measured, with_scale=True)
    assert (fit.scale, fit.turn) == pytest.approx((scale, turn))
    assert fit.moved((20.0, 10.0)) == pytest.approx(carried((20.0, 10.0)))
    assert fit.sigma_m == pytest.approx(0, abs=1e-8)
    rigid = helmert(drawn, measured, with_scale=False)
    assert (rigid.scale, rigid.turn) == pytest.approx((1.0, turn))
    # What scale would have taken away is left at each corner: 0.001 of its distance from the middle.
    assert math.hypot(*rigid.residuals[0]) == pytest.approx(0.001 * math.hypot(20, 12.5))


@pytest.mark.parametrize(
    ("drawn", "measured"),
    [([(0.0, 0.0)], [(1.0, 1.0)]), ([(0.0, 0.0), (0.0, 0.0)], [(1.0, 1.0), (2.0, 2.0)])],
)
def test_a_fit_of_too_few_points_is_refused(
    drawn: list[tuple[float, float]], measured: list[tuple[float, float]]
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        helmert(drawn, measured, with_scale=False)
    assert caught.value.code == "survey.fit-too-few"
