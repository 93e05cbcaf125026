"""A list of points read as a person says: sign between columns, line of the heading, places of columns."""

from pathlib import Path

import pytest
from shapely import box

from landdesk.domain.errors import InvalidInputError
from landdesk.services.boundaries import CommuneBoundaries
from landdesk.services.survey.keeping import Wishes
from landdesk.services.survey.look import lie_of, look
from landdesk.services.survey.reading import read_survey
from landdesk.services.survey.text_points import LEFT_OUT, ListForm, read_text_points, text_table
from landdesk.services.survey.values import FieldPoint, Method

LIST = "Công trình A\nSố;X;Y;Z\n1;1319000,5;600100;3\n2;1319010,5;600110;4\n"


def test_the_cells_are_there_whatever_they_mean() -> None:
    table = text_table(LIST)
    assert (table.separator, table.heading, table.titles, table.width) == (
        "semicolon", 2, ("Số", "X", "Y", "Z"), 4,
    )  # fmt: skip
    assert [line for line, _cells in table.rows] == [3, 4]
    bare = text_table(LIST, ListForm(heading=0))
    assert (bare.heading, bare.titles, len(bare.rows)) == (0, (), 4)
    assert text_table(LIST, ListForm(separator="tab")).width == 1
    assert text_table("").rows == ()


def test_a_heading_that_is_named_goes_before_the_one_that_is_found() -> None:
    found = read_text_points("x", LIST, ListForm(heading=3))
    assert [one.number for one in found.points] == ["2"]


def test_a_column_that_is_left_out_is_not_guessed() -> None:
    found = read_text_points("x", LIST, ListForm(columns={"height": LEFT_OUT, "number": LEFT_OUT}))
    assert [(one.number, one.height) for one in found.points] == [("1", None), ("2", None)]
    assert "height" not in found.columns
    assert found.columns["north"] == 2


@pytest.mark.parametrize(
    "form",
    [
        ListForm(separator="bar"),
        ListForm(columns={"north": LEFT_OUT}),
        ListForm(columns={"number": 1, "code": 1}, separator="bar"),
        ListForm(heading=99),
        ListForm(columns={"north": 5, "east": 1}),
    ],
)
def test_what_gives_no_coordinates_so_is_refused(form: ListForm) -> None:
    with pytest.raises(InvalidInputError) as caught:
        read_survey("x.csv", LIST.encode("utf-8"), form)
    assert caught.value.code in ("survey.no-points", "survey.no-column")


def test_a_look_tells_the_cells_even_where_the_points_cannot_be_taken(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("1;100;200\n2;110;210\n", "utf-8")
    seen = look(file, Wishes(), 9217, ["22657"], {})
    assert seen.table is not None
    assert seen.file is not None
    assert (seen.table.width, dict(seen.file.columns)["north"]) == (3, 2)
    assert seen.error is not None
    assert seen.error.code == "survey.outside"
    assert (seen.understood, seen.lie) == (None, None)


def test_points_are_counted_that_lie_in_the_communes_of_the_store() -> None:
    boundaries = CommuneBoundaries(
        ("1", "2", "3"), ("A", "B", "C"), (box(0, 0, 10, 10), box(10, 0, 20, 10), box(50, 0, 60, 10)), ()
    )
    points = [FieldPoint(1, "1", "", east, 5.0, None, Method.COORDINATES) for east in (5.0, 15.0, 23.0, 55.0)]
    lie = lie_of(points, boundaries, ["1", "2"])
    assert lie is not None
    assert (lie.inside, lie.away_m, lie.box) == (2, 0, (5, 5, 55, 5))
    lie = lie_of(points[2:], boundaries, ["1", "2"])
    assert lie is not None
    assert (lie.inside, lie.away_m) == (0, 3)
    lie = lie_of(points, boundaries, ["9"])
    assert lie is not None
    assert (lie.inside, lie.away_m) == (None, None)
    assert lie_of([], boundaries, ["1"]) is None
