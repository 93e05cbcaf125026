"""Corners of a parcel named by numbers and ranges, and how their outline closes."""

import pytest

from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import ObjectId
from landdesk.services.survey.outline import CLOSES_WITHIN_M, numbers_meant, outline_of
from landdesk.store.queries.surveys import SurveyPoint


def points(*places: tuple[float, float]) -> list[SurveyPoint]:
    return [
        SurveyPoint(
            ObjectId(bytes(16)), at, str(at), "", round(e * 1000), round(n * 1000), None, "coordinates", {}
        )
        for at, (e, n) in enumerate(places, 1)
    ]


SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 20.0), (0.0, 20.0))


def test_corners_follow_each_other_and_the_last_side_is_said() -> None:
    outline = outline_of(points(*SQUARE))
    assert outline.polygon.area == 200
    assert (outline.closing_m, outline.around_m) == (20, 60)
    assert (outline.again, outline.misclosure_m) == (None, None)


def test_the_first_point_measured_again_closes_the_outline_and_is_no_corner() -> None:
    outline = outline_of(points(*SQUARE, (0.03, 0.04)))
    assert [one.number for one in outline.corners] == ["1", "2", "3", "4"]
    assert outline.again is not None
    assert outline.again.number == "5"
    assert outline.misclosure_m == pytest.approx(0.05)
    named = points(*SQUARE)
    assert outline_of([*named, named[0]]).misclosure_m == 0


def test_a_last_point_a_little_further_off_is_a_corner() -> None:
    outline = outline_of(points(*SQUARE, (0.0, CLOSES_WITHIN_M + 0.001)))
    assert len(outline.corners) == 5


def test_too_few_points_and_one_named_twice_are_refused() -> None:
    named = points(*SQUARE)
    for chosen, code in (
        ([], "survey.outline-too-few"),
        (named[:2], "survey.outline-too-few"),
        ([*named[:2], named[0]], "survey.outline-twice"),
        ([*named, named[1]], "survey.outline-twice"),
    ):
        with pytest.raises(InvalidInputError) as caught:
            outline_of(chosen)
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["1-4"], ["1", "2", "3", "4"]),
        (["4-2", "9"], ["4", "3", "2", "9"]),
        (["1,2;5", "7"], ["1", "2", "5", "7"]),
        (["M1-M3"], ["M1", "M2", "M3"]),
        (["M1-3"], ["M1", "M2", "M3"]),
        (["08-11"], ["08", "09", "10", "11"]),
        (["12-7"], ["12-7"]),
        (["A1-B3"], ["A1-B3"]),
        (["1-2-3"], ["1-2-3"]),
        ([" ", ","], []),
    ],
)
def test_numbers_and_ranges_are_meant_in_the_order_written(written: list[str], meant: list[str]) -> None:
    known = ["12-7", "M1", "M2", "M3", *map(str, range(1, 12))]
    assert numbers_meant(written, known) == meant


def test_a_range_beyond_all_points_ends_one_after_them() -> None:
    assert len(numbers_meant(["1-999999999999"], ["1", "2", "3"])) == 4
