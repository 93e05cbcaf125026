"""Levels, faces, labels and arcs of drawings, without a file."""

import math
from decimal import Decimal

import numpy as np
import pytest
import shapely

from landdesk.services.importing.drawing.content import Content, Label
from landdesk.services.importing.drawing.dxf import arc_points
from landdesk.services.importing.drawing.faces import build_faces
from landdesk.services.importing.drawing.labels import put_labels
from landdesk.services.importing.drawing.levels import (
    AREA,
    BOUNDARY,
    LAND_USE,
    NUMBER,
    ROLES,
    level_of_layer,
    levels_of,
    roles,
)

X, Y = 602_500.0, 1_354_300.0


def line(*points: tuple[float, float]) -> np.ndarray:  # type: ignore[type-arg]
    moved: np.ndarray = np.array(points) + np.array([X, Y])  # type: ignore[type-arg]
    return moved


SQUARE = line((0, 0), (20, 0), (20, 20), (0, 20), (0, 0))


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Level 10", 10),
        ("LEVEL_10", 10),
        ("level10", 10),
        ("10", 10),
        ("010", 10),
        ("LV10", 10),
        ("Lv 4", 4),
        ("L2", 2),
        ("Lớp 13", 13),
        ("Ranh thửa", 10),
        ("RANH_THUA", 10),
        ("Số thửa", 13),
        ("0", 0),
        ("Khung", None),
        ("Level 123", None),
        ("Level 10 cũ", None),
        ("", None),
    ],
)
def test_layers_are_levels_by_name(name: str, level: int | None) -> None:
    assert level_of_layer(name) == level


def test_roles_of_levels() -> None:
    assert levels_of(BOUNDARY) == (10, 21, 23, 31, 32, 38)
    assert set(roles().values()) == set(ROLES)


def test_faces_are_joined_from_pieces_crossings_and_doubles() -> None:
    cross = [line((-5, 10), (25, 10)), line((10, -5), (10, 25))]
    faces = build_faces([SQUARE, SQUARE[::-1], *cross], 0.5)
    assert [round(area) for area in shapely.area(faces.shapes)] == [100] * 4
    north, south = faces.shapes[0].centroid.y, faces.shapes[-1].centroid.y
    assert north > south
    assert len(faces.ends) == 4
    assert np.isinf(faces.gaps_m).all()


def test_a_corner_beside_a_line_by_less_than_the_grid_meets_it() -> None:
    # A node on a slanting side can never lie on it exactly.
    slanting = line((0, 0), (30, 7), (30, 30), (0, 30), (0, 0))
    middle = line((10.0, round(7 / 3, 3)), (10.0, 30.0))
    faces = build_faces([slanting, middle], 0.5)
    assert (len(faces.shapes), len(faces.ends)) == (2, 0)


def test_open_ends_are_named_and_stay_open() -> None:
    short = line((10, 0), (10, 19.7))
    faces = build_faces([SQUARE, short], 0.5)
    assert len(faces.shapes) == 1
    assert faces.ends.tolist() == [[X + 10, Y + 19.7]]
    assert faces.gaps_m.tolist() == pytest.approx([0.3])
    far = build_faces([SQUARE, line((10, 0), (10, 15))], 0.5)
    assert np.isinf(far.gaps_m).all()


def test_lines_without_a_place_are_left_out() -> None:
    faces = build_faces(
        [SQUARE, line((0, math.nan), (1, 1)), line((3, 3), (3, 3)), line((1e12, 0), (1, 1))], 0.5
    )
    assert (len(faces.shapes), faces.unplaced, len(faces.ends)) == (1, 2, 0)
    nothing = build_faces([], 0.5)
    assert (len(nothing.shapes), len(nothing.ends)) == (0, 0)


@pytest.mark.parametrize("bulge", [1.0, -1.0, 0.3, -0.05, 2.5, 1e-9])
def test_arcs_stay_within_the_chord_tolerance(bulge: float) -> None:
    start, end = (X, Y), (X + 30.0, Y + 10.0)
    points = np.array([start, *arc_points(start, end, bulge, 0.04), end])
    middle = np.array([(start[0] + end[0]) / 2, (start[1] + end[1]) / 2])
    offset = (1 - bulge * bulge) / (4 * bulge)
    centre = middle + np.array([-(end[1] - start[1]) * offset, (end[0] - start[0]) * offset])
    radius = math.dist(centre, start)
    assert np.hypot(*(points - centre).T) == pytest.approx(radius, abs=radius * 1e-9 + 1e-6)
    chords = np.hypot(*((points[1:] + points[:-1]) / 2 - centre).T)
    assert (radius - chords).max() <= 0.04 + 1e-6
    # A positive bulge turns left: the arc lies right of the way from start to end.
    if len(points) > 2:
        half = points[len(points) // 2] - start
        side = (end[0] - start[0]) * half[1] - (end[1] - start[1]) * half[0]
        assert math.copysign(1, side) == -math.copysign(1, bulge)


def test_an_arc_of_no_length_has_no_points() -> None:
    assert arc_points((0, 0), (0, 0), 1.0, 0.04) == []
    assert arc_points((0, 0), (math.inf, 0), 1.0, 0.04) == []


def values_of(*labels: Label, points: tuple[tuple[float, float], ...] = ()) -> list[tuple[object, ...]]:
    shapes = np.array([shapely.box(X, Y, X + 20, Y + 20), shapely.box(X + 20, Y, X + 40, Y + 20)])
    found, lost = put_labels(Content(labels=list(labels), label_points=list(points)), shapes)
    return [(one.number, one.area, one.land_use) for one in found] + [(label.text,) for label in lost]


def at(x: float, y: float, text: str, role: str = "", height: float = 1.0) -> Label:
    return Label(role, text, X + x, Y + y, height)


EMPTY = (None, None, None)


def test_number_over_area_land_type_below() -> None:
    labels = [at(10, 12, "15", NUMBER), at(10, 10, "400,5", AREA), at(10, 8, "ONT+CLN", LAND_USE)]
    assert values_of(*labels) == [("15", Decimal("400.5"), "ONT+CLN"), EMPTY]


def test_all_on_the_level_of_numbers() -> None:
    labels = [at(10, 12, "15a", NUMBER), at(10, 10, "400.5", NUMBER), at(10, 8, "LUC", NUMBER)]
    assert values_of(*labels) == [("15a", Decimal("400.5"), "LUC"), EMPTY]
    assert values_of(at(10, 10, "15 / 400.5", NUMBER)) == [("15", Decimal("400.5"), None), EMPTY]


def test_without_levels_the_form_decides() -> None:
    labels = [at(10, 12, "15"), at(10, 10, "400"), at(10, 8, "LUC"), at(30, 5, "Đường Trần Phú")]
    assert values_of(*labels) == [("15", Decimal(400), "LUC"), EMPTY]
    # Far beside each other they are two labels.
    assert values_of(at(2, 18, "15"), at(18, 2, "16"))[0] == EMPTY


def test_two_labels_contradict_each_other() -> None:
    labels = [at(5, 10, "15", NUMBER), at(15, 10, "16", NUMBER), at(5, 8, "LUC", LAND_USE)]
    assert values_of(*labels) == [EMPTY, EMPTY]
    twice = [at(5, 10, "15", NUMBER), at(15, 10, "15", NUMBER)]
    assert values_of(*twice)[0] == ("15", None, None)


def test_labels_outside_are_lost() -> None:
    labels = [at(50, 10, "15", NUMBER), at(50, 8, "400.5", AREA), at(10, 10, "16", NUMBER)]
    assert values_of(*labels) == [("16", None, None), EMPTY, ("15",)]


def test_a_label_point_goes_before_the_middle_of_the_text() -> None:
    number = at(21, 10, "15", NUMBER)
    assert values_of(number) == [EMPTY, ("15", None, None)]
    assert values_of(number, points=((X + 18.5, Y + 10),)) == [("15", None, None), EMPTY]
    # Of another label, too far away.
    assert values_of(number, points=((X + 12, Y + 10),)) == [EMPTY, ("15", None, None)]


def test_an_area_that_is_none_is_left_to_the_import() -> None:
    assert values_of(at(10, 10, "khoảng 400", AREA)) == [(None, "khoảng 400", None), EMPTY]
