"""The next point of a line from what is typed, what the pointer says, and both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.bearings import bearing, distance_m, normal
from landdesk.ui.map.snapping import Snap, SnapKind, on_grid
from landdesk.ui.map.tools.tool import Spot
from landdesk.ui.map.tools.typed_point import TypedPoint

START = (590_000.0, 1_350_000.0)
LINE = [(589_990.0, 1_350_000.0), START]
"""It comes from the west."""
metres = st.floats(-300, 300).filter(lambda value: abs(value) > 0.1)


def spot(east: float, north: float, snap: Snap | None = None) -> Spot:
    """Return a spot so many metres from the last point."""
    return Spot(START[0] + east, START[1] + north, snap)


def from_last(typed: TypedPoint, at: Spot | None) -> tuple[float, float] | None:
    """Return the next point as seen from the last one."""
    found = typed.place(LINE, at)
    return None if found is None else (found[0] - START[0], found[1] - START[1])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (TypedPoint(), (3, 4)),
        (TypedPoint(distance=10), (6, 8)),
        (TypedPoint(bearing=90), (3, 0)),
        (TypedPoint(bearing=0), (0, 4)),
        (TypedPoint(angle=-90), (0, 4)),
        (TypedPoint(angle=0), (3, 0)),
        (TypedPoint(distance=10, bearing=180), (0, -10)),
        (TypedPoint(distance=10, angle=90), (0, -10)),
        (TypedPoint(north=1_350_007.5), (3, 7.5)),
        (TypedPoint(east=590_001.0), (1, 4)),
        (TypedPoint(north=1_350_007.5, east=590_001.0), (1, 7.5)),
        (TypedPoint(bearing=270), None),
    ],
)
def test_the_pointer_decides_what_is_not_typed(
    typed: TypedPoint, expected: tuple[float, float] | None
) -> None:
    assert from_last(typed, spot(3, 4)) == (None if expected is None else pytest.approx(expected, abs=6e-4))


def test_without_a_pointer_only_what_is_wholly_typed_has_a_place() -> None:
    whole = [
        TypedPoint(distance=10, bearing=180),
        TypedPoint(distance=10, angle=5),
        TypedPoint(north=1, east=2),
    ]
    parts = [TypedPoint(), TypedPoint(distance=1), TypedPoint(bearing=1), TypedPoint(angle=1)]
    parts += [TypedPoint(north=1), TypedPoint(east=1)]
    assert all(one.is_whole(LINE) and from_last(one, None) is not None for one in whole)
    assert not any(one.is_whole(LINE) or from_last(one, None) is not None for one in parts)


def test_before_the_first_point_coordinates_alone_have_a_meaning() -> None:
    assert TypedPoint(north=7, east=5).place([], None) == (5, 7)
    assert TypedPoint(north=7).place([], Spot(3.0, 4.0)) == (3, 7)
    assert not TypedPoint(distance=5, bearing=5).is_whole([])
    assert not TypedPoint(distance=5, angle=5).is_whole([START])


def test_coordinates_drop_the_rest_and_the_other_way_round() -> None:
    typed = TypedPoint().typed("distance", 5).typed("bearing", 10)
    assert typed == TypedPoint(distance=5, bearing=10)
    assert typed.typed("angle", 3) == TypedPoint(distance=5, angle=3)
    assert typed.typed("angle", 3).typed("bearing", 4) == TypedPoint(distance=5, bearing=4)
    assert typed.typed("north", 8) == TypedPoint(north=8)
    assert TypedPoint(north=8, east=9).typed("distance", 5) == TypedPoint(distance=5)
    assert typed.typed("bearing", None) == TypedPoint(distance=5)
    assert not typed.typed("bearing", None).typed("distance", None)


def test_at_a_boundary_the_line_ends_on_it() -> None:
    # A boundary from (5, -20) to (9, 20), the pointer drawn to a place above the line.
    edge = ((START[0] + 5, START[1] - 20), (START[0] + 9, START[1] + 20))
    on_edge = spot(8, 10, Snap(SnapKind.EDGE, START[0] + 8, START[1] + 10, edge))
    assert from_last(TypedPoint(bearing=90), on_edge) == pytest.approx((7, 0), abs=6e-4)
    there = from_last(TypedPoint(distance=8), on_edge)
    assert there is not None
    assert there[0] == pytest.approx(7 + there[1] / 10, abs=2e-3)
    assert there[0] ** 2 + there[1] ** 2 == pytest.approx(64, abs=0.02)
    assert there[1] > 0
    # Where they do not meet, it ends beside the pointer, or in its direction.
    assert from_last(TypedPoint(bearing=0), on_edge) == pytest.approx((0, 10), abs=6e-4)
    assert from_last(TypedPoint(distance=3), on_edge) == pytest.approx((1.874, 2.343), abs=1e-3)


@given(metres, metres, st.floats(0.01, 300), st.floats(0, 360))
def test_what_is_typed_holds_to_the_millimetre(
    east: float, north: float, length: float, direction: float
) -> None:
    at = spot(east, north)
    by_length = TypedPoint(distance=length).place(LINE, at)
    assert by_length is not None
    assert distance_m(START, by_length) == pytest.approx(length, abs=1e-3)
    by_direction = TypedPoint(bearing=direction).place(LINE, at)
    if by_direction is not None:
        off = normal(bearing(START, by_direction) - direction)
        assert min(off, 360 - off) * 0.0175 * distance_m(START, by_direction) < 2e-3
    both = TypedPoint(distance=length, bearing=direction).place(LINE, at)
    assert both is not None
    assert distance_m(START, both) == pytest.approx(length, abs=1e-3)
    for point in (by_length, by_direction or START, both):
        assert point == on_grid(*point)
