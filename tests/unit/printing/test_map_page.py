"""A part of the map on paper: which sheets there are, what lies in the frame, and lines that the frame cuts."""

import pytest
import shapely

from landdesk.app.map_printing import Sheet, find_sheet, sheets_of
from landdesk.services.printing.map_page import Box, MapChoice, MapWanted, choose_map, lay_out_map, shown
from landdesk.services.printing.parcel_labels import Drawn
from landdesk.services.printing.primitives import Kind
from tests.rows import build_coverage
from tests.stores import refused

EAST, NORTH = 586_000.0, 1_358_000.0


def square(column: int, row: int, side: float = 20.0) -> shapely.MultiPolygon:
    west, south = EAST + column * side, NORTH + row * side
    return shapely.MultiPolygon([shapely.box(west, south, west + side, south + side)])


def around(shape: shapely.Geometry) -> Box:
    west, south, east, north = shape.bounds
    return west, south, east, north


def test_sheets_stand_in_the_order_of_their_numbers_and_of_communes() -> None:
    coverage = build_coverage(
        [square(at, 0) for at in range(5)],
        sheet=["2", "10", "2", None, "10"],
        commune=["22657", "22657", "22660", "22657", "22657"],
    )
    sheets = [(one.commune, one.number) for one in sheets_of(coverage)]
    assert sheets == [("22657", None), ("22657", "2"), ("22657", "10"), ("22660", "2")]
    assert find_sheet(coverage, "10", None) == Sheet("22657", "10")
    assert find_sheet(coverage, "2", "22660") == Sheet("22660", "2")
    with refused("print.several-communes"):
        find_sheet(coverage, "2", None)
    with refused("print.no-sheet"):
        find_sheet(coverage, "3", None)


@pytest.mark.parametrize(("width", "height", "lying"), [(300.0, 100.0, True), (100.0, 300.0, False)])
def test_paper_is_turned_as_the_part_lies(width: float, height: float, lying: bool) -> None:
    choice = choose_map((EAST, NORTH, EAST + width, NORTH + height), MapWanted(paper="A4"))
    assert (choice.width > choice.height) is lying
    west, south, east, north = shown((EAST, NORTH, EAST + width, NORTH + height), choice)
    assert west < EAST
    assert south < NORTH
    assert east > EAST + width
    assert north > NORTH + height


def test_no_paper_holds_what_is_larger_than_the_smallest_scale() -> None:
    with refused("print.map-too-large"):
        choose_map((EAST, NORTH, EAST + 200_000, NORTH + 1_000), MapWanted(paper="A4"))


def test_where_the_frame_cuts_a_parcel_there_is_no_boundary() -> None:
    # One parcel far larger than the frame, a corner of it in sight.
    large = square(0, 0, 2000.0)
    box = (EAST - 30.0, NORTH - 30.0, EAST + 30.0, NORTH + 30.0)
    choice = MapChoice("A4", 210.0, 297.0, 500)
    drawing, _ = lay_out_map([Drawn("1", "4000000,0", "LUC", large)], [], box, choice)
    (line,) = drawing.lines(Kind.BOUNDARY)
    left, upper, right, lower = choice.frame
    corner = drawing.ground.on_paper(EAST, NORTH)
    assert len(line.points) == 3
    assert line.points[1] == pytest.approx(corner, abs=1e-3)
    ends = sorted((line.points[0], line.points[2]))
    assert ends[0] == pytest.approx((corner[0], upper), abs=1e-3)
    assert ends[1] == pytest.approx((right, corner[1]), abs=1e-3)
    assert left < corner[0] < right
    assert upper < corner[1] < lower


def test_a_shape_that_crosses_itself_is_drawn() -> None:
    bow = shapely.MultiPolygon(
        [shapely.Polygon([(EAST, NORTH), (EAST + 20, NORTH + 20), (EAST + 20, NORTH), (EAST, NORTH + 20)])]
    )
    drawing, _ = lay_out_map(
        [Drawn("1", "0,0", "LUC", bow)], [], around(bow), choose_map(around(bow), MapWanted())
    )
    assert drawing.lines(Kind.BOUNDARY)


def test_parcels_of_other_sheets_are_thin_and_without_numbers() -> None:
    own, other = square(0, 0), square(1, 0)
    box = around(shapely.union(own, other))
    drawing, left_out = lay_out_map(
        [Drawn("1", "400,0", "LUC", own)],
        [Drawn("2", "400,0", "LUC", other)],
        box,
        choose_map(box, MapWanted()),
    )
    assert left_out == 0
    assert [one.text for one in drawing.labels(Kind.NUMBER) if ":" not in one.text and one.text != "B"] == [
        "1"
    ]
    assert drawing.lines(Kind.NEIGHBOUR)
