"""A parcel on paper: numbering, scale, labels that never lie over each other, and one page of primitives kept whole."""

import json
from dataclasses import asdict
from itertools import combinations
from pathlib import Path

import pytest
import shapely

from landdesk.services.printing.corners import rings_of
from landdesk.services.printing.extract import Wanted
from landdesk.services.printing.frame import FOOT_MM, LEFT_MM, RIGHT_MM, TOP_MM
from landdesk.services.printing.layout import ground_shown
from landdesk.services.printing.paper import A3, A4, choose
from landdesk.services.printing.primitives import Drawing, Kind, Label
from tests.stores import refused
from tests.unit.printing.papers import EAST, NORTH, RING, SHAPES, SQUARE, extract_of, polygon, shape_of

KEPT = Path(__file__).resolve().parents[2] / "data" / "printing" / "square.json"


def in_frame(drawing: Drawing) -> list[Label]:
    frame = shapely.box(LEFT_MM, TOP_MM, drawing.width - RIGHT_MM, drawing.height - FOOT_MM)
    found = [one for one in drawing.primitives if isinstance(one, Label)]
    return [one for one in found if frame.contains(shapely.Point(one.x, one.y))]


def test_points_are_numbered_from_the_north_west_clockwise() -> None:
    (ring,) = rings_of(SQUARE)
    places = [(one.easting - EAST, one.northing - NORTH) for one in ring.corners]
    assert places == [(0, 30), (40, 30), (40, 0), (0, 0)]
    assert [(one.number, one.next_number, one.length_m) for one in ring.corners] == [
        (1, 2, 40.0),
        (2, 3, 30.0),
        (3, 4, 40.0),
        (4, 1, 30.0),
    ]


def test_holes_and_parts_go_on_counting() -> None:
    outer, hole = rings_of(RING)
    assert (outer.part, outer.hole, hole.part, hole.hole) == (1, 0, 1, 1)
    assert hole.corners[0].number == len(outer.corners) + 1
    assert hole.corners[-1].next_number == hole.corners[0].number
    first, second = rings_of(SHAPES["parts"])
    assert (first.part, second.part) == (1, 2)
    assert [one.number for one in (*first.corners, *second.corners)] == list(range(1, 9))


@pytest.mark.parametrize(
    ("side", "scale"), [(10, 200), (31, 500), (105, 1000), (1050, 10_000), (9000, 100_000)]
)
def test_the_largest_scale_that_fits_is_taken(side: float, scale: int) -> None:
    found = choose((side, side), 4, (side,) * 4, paper="A4")
    assert found.scale == scale
    width, height = A4.ground_mm(4)
    assert 1000 * side <= min(width, height) * scale


def test_a_scale_that_needs_it_takes_the_larger_paper() -> None:
    assert choose((30, 30), 4, (30,) * 4, scale=200).paper is A3
    with refused("print.too-large") as caught:
        choose((30, 30), 4, (30,) * 4, scale=200, paper="A4")
    assert caught.value.remedy is not None
    assert caught.value.remedy.values["scale"] == 500
    with refused("print.too-large"):
        choose((99_000, 10), 4, (10,) * 4)
    with refused("print.scale-unknown"):
        choose((30, 30), 4, (30,) * 4, scale=750)


def test_short_edges_alone_take_the_larger_paper() -> None:
    assert choose((20, 20), 60, (1.0,) * 60).paper is A4
    assert choose((45, 45), 60, (2.5,) * 60).paper is A3
    assert choose((45, 45), 60, (15.0,) * 60).paper is A4


@pytest.mark.parametrize("name", SHAPES)
def test_no_label_lies_over_another(name: str) -> None:
    labels = in_frame(extract_of(SHAPES[name]).drawing)
    assert labels
    boxes = [shapely.Polygon(one.corners(0.0)) for one in labels]
    over = [
        (first.text, second.text)
        for (first, one), (second, other) in combinations(zip(labels, boxes, strict=True), 2)
        if one.intersects(other)
    ]
    assert over == []


@pytest.mark.parametrize("name", SHAPES)
def test_every_corner_has_its_number_at_its_point(name: str) -> None:
    extract = extract_of(SHAPES[name])
    shown = {one.text: one for one in extract.drawing.labels(Kind.VERTEX)}
    for corner in (corner for ring in extract.rings for corner in ring.corners if corner.sharp):
        label = shown[str(corner.number)]
        x, y = extract.drawing.ground.on_paper(corner.easting, corner.northing)
        assert shapely.Polygon(label.corners(0.0)).distance(shapely.Point(x, y)) < 4.0


def test_a_curve_carries_numbers_far_apart_and_no_lengths() -> None:
    extract = extract_of(SHAPES["curve"])
    points = sum(len(ring.corners) for ring in extract.rings)
    assert points > 500
    assert 10 < len(extract.drawing.labels(Kind.VERTEX)) < points / 10
    assert extract.drawing.labels(Kind.LENGTH) == []


def test_lengths_stand_at_their_edges_and_short_ones_in_the_table_alone() -> None:
    shape = shape_of(polygon((0, 0), (40, 0), (40, 30), (20, 30), (20, 30.5), (0, 30.5)))
    extract = extract_of(shape, beside=())
    assert sorted(one.text for one in extract.drawing.labels(Kind.LENGTH)) == [
        "20,00",
        "20,00",
        "30,00",
        "30,50",
        "40,00",
    ]
    own = shapely.Polygon(extract.drawing.lines(Kind.PARCEL)[0].points)
    for one in extract.drawing.labels(Kind.LENGTH):
        assert own.contains(shapely.Point(one.x, one.y))
        assert -90 < one.angle <= 90


def test_the_drawing_turns_back_into_the_coordinates() -> None:
    extract = extract_of(SHAPES["parts"])
    drawing = extract.drawing
    read = {
        tuple(round(value, 3) for value in drawing.ground.on_ground(x, y))
        for line in drawing.lines(Kind.PARCEL)
        for x, y in line.points
    }
    assert read == {tuple(place) for place in shapely.get_coordinates(SHAPES["parts"]).tolist()}


def test_what_the_frame_cuts_off_has_no_line_at_the_frame() -> None:
    drawing = extract_of(SQUARE).drawing
    frame = shapely.LinearRing(drawing.lines(Kind.FRAME)[0].points)
    inside = shapely.Polygon(frame).buffer(1e-3)
    for line in drawing.lines(Kind.NEIGHBOUR):
        path = shapely.LineString(line.points)
        assert inside.contains(path)
        assert path.intersection(frame).length < 1e-6


def test_what_may_be_shown_reaches_beyond_the_frame() -> None:
    extract = extract_of(SQUARE)
    west, south, east, north = ground_shown(SQUARE, extract.choice)
    ground = extract.drawing.ground
    assert (west, north) < ground.on_ground(0, 0)
    right, low = ground.on_ground(extract.drawing.width, extract.drawing.height)
    assert west < right < east
    assert south < low < north


def test_a_long_number_is_cut_in_the_drawing() -> None:
    drawing = extract_of(SQUARE, number="x" * 400).drawing
    assert max(len(one.text) for one in drawing.labels(Kind.NUMBER)) == 14


def test_one_page_of_primitives_is_what_it_was() -> None:
    extract = extract_of(SQUARE, Wanted(scale=500, paper="A4"))
    made = [{"type": type(one).__name__, **asdict(one)} for one in extract.drawing.primitives]
    text = "[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in made) + "\n]\n"
    # After a wanted change the page is written anew by hand: print(text) > tests/data/printing/square.json.
    assert json.loads(text) == json.loads(KEPT.read_text("utf-8"))
