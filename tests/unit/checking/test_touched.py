"""What change sets touch."""

from dataclasses import replace

import pytest
import shapely
from shapely import MultiPolygon, Polygon, box

from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.records import LandRight, Parcel, Party, Purpose, SyncStatus
from landdesk.services.checking.touched import SHAPE, Touched, changed_box
from tests.rows import row_id

SQUARE = MultiPolygon([box(0, 0, 10, 10)])
PARCEL = Parcel(row_id(1), "22657", shape=SQUARE)


def touched(*deltas: Delta) -> Touched:
    return Touched.by([ChangeSet("test", deltas)])


def test_new_and_deleted_parcels_are_touched_whole() -> None:
    for delta in (Delta(None, PARCEL), Delta(PARCEL, None)):
        assert touched(delta) == Touched(
            frozenset({row_id(1)}), ((0, 0, 10, 10),), (PARCEL,), frozenset({"parcel", SHAPE})
        )


def test_an_attribute_touches_the_parcel_but_not_the_map() -> None:
    other = replace(PARCEL, number="7")
    assert touched(Delta(PARCEL, other)) == Touched(
        frozenset({row_id(1)}), (), (PARCEL, other), frozenset({"parcel"})
    )


def test_a_boundary_alone_is_told_from_the_rest_of_the_parcel() -> None:
    wider = replace(PARCEL, shape=MultiPolygon([box(0, 0, 12, 10)]))
    assert touched(Delta(PARCEL, wider)).classes == {SHAPE}
    assert touched(Delta(PARCEL, replace(wider, number="7"))).classes == {SHAPE, "parcel"}


def test_what_was_loaded_and_the_branch_decide_what_is_known() -> None:
    loaded = replace(PARCEL, loaded="key area")
    assert touched(Delta(PARCEL, loaded)).bearing
    assert touched(Delta(None, SyncStatus(row_id(9), row_id(1)))).bearing
    assert not touched(Delta(PARCEL, replace(PARCEL, number="7"))).bearing


def test_purposes_and_rights_touch_their_parcel() -> None:
    purpose = Purpose(row_id(2), row_id(1), "ODT")
    right = LandRight(row_id(3), row_id(4), row_id(5))
    moved = replace(right, parcel_id=row_id(6))
    party = Party(row_id(5), "Nguyễn Văn A")
    found = touched(Delta(None, purpose), Delta(right, moved), Delta(None, party))
    assert found.ids == {row_id(1), row_id(4), row_id(6)}
    assert found.boxes == ()
    assert found.sides == (purpose, right, moved, party)
    assert found.classes == {"purpose", "land_right", "party"}


def test_a_moved_corner_touches_the_edges_at_it_only() -> None:
    long = Polygon([(0, 0), (1000, 0), (1000, 10), (500, 10), (0, 10)])
    moved = Polygon([(0, 0), (1000, 0), (1000, 10), (500, 12), (0, 10)])
    assert changed_box(MultiPolygon([long]), MultiPolygon([moved])) == (0, 10, 1000, 12)
    assert changed_box(SQUARE, MultiPolygon([box(0, 0, 10, 10), box(50, 50, 51, 51)])) == (50, 50, 51, 51)


@pytest.mark.parametrize("other", [SQUARE, shapely.reverse(SQUARE), shapely.normalize(SQUARE)])
def test_the_same_land_drawn_otherwise_is_no_change(other: MultiPolygon) -> None:
    assert changed_box(SQUARE, other) is None


def test_no_shape_at_all_is_no_change() -> None:
    assert changed_box(None, None) is None
    assert touched(Delta(None, replace(PARCEL, shape=None))).boxes == ()


def test_a_hole_that_may_change_sides_is_changed_whole() -> None:
    """A hole outside of its shell is taken for land when the shape is repaired."""
    hole = [(8, 4), (30, 4), (30, 6), (8, 6)]
    crossing = MultiPolygon([Polygon(SQUARE.geoms[0].exterior, [hole])])
    apart = MultiPolygon([Polygon([(0, 0), (7, 0), (10, 3), (7, 5), (10, 10), (0, 10)], [hole])])
    found = changed_box(crossing, apart)
    assert found is not None
    assert found[2] == 30
