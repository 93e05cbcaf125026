"""Merging parcels: outer vertices stay, inner ones go, and what does not lie side by side is refused."""

import pytest
from shapely import MultiPolygon, Polygon

from landdesk.domain.canonical_shape import canonical_shape, is_canonical_text, shape_text
from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import merge_polygons, new_nodes


def box(e: float, n: float, width: float = 10, height: float = 10) -> Polygon:
    return Polygon([(e, n), (e + width, n), (e + width, n + height), (e, n + height)])


# Its western side juts out by 1 mm over 2 mm: 1 mm² in common with its neighbour.
DENTED = Polygon([(10, 0), (20, 0), (20, 10), (10, 10), (10, 5.002), (9.999, 5.001), (10, 5)])


def merge(*shapes: Polygon) -> MultiPolygon:
    """Merge, and check what holds for every merge."""
    merged = merge_polygons(shapes)
    assert merged.is_valid
    assert is_canonical_text(shape_text(merged))
    assert not new_nodes(shapes, [merged])
    assert shape_text(merge_polygons(shapes[::-1])) == shape_text(merged)
    return merged


def refusal(*shapes: Polygon) -> str:
    with pytest.raises(RefusedError) as caught:
        merge_polygons(shapes)
    return caught.value.code


def test_nodes_of_the_outer_boundary_stay_also_on_straight_lines() -> None:
    merged = merge(box(0, 0), box(10, 0))
    assert shape_text(merged) == "0 0 10000 0 20000 0 20000 10000 10000 10000 0 10000"


def test_nodes_within_the_removed_boundary_vanish() -> None:
    left = Polygon([(0, 0), (10, 0), (11, 4), (9, 7), (10, 10), (0, 10)])
    right = Polygon([(10, 0), (20, 0), (20, 10), (10, 10), (9, 7), (11, 4)])
    merged = merge(left, right)
    assert new_nodes([merged], [left, right]) == [(9.0, 7.0), (11.0, 4.0)]
    assert merged.area == pytest.approx(200)


def test_end_of_a_partly_shared_boundary_stays() -> None:
    merged = merge(Polygon([(0, 0), (10, 0), (10, 4), (10, 10), (0, 10)]), box(10, 0, height=4))
    assert shape_text(merged) == "0 0 10000 0 20000 0 20000 4000 10000 4000 10000 10000 0 10000"


def test_node_that_one_side_lacks_is_put_in() -> None:
    lower = Polygon([(0, 0), (10, 0), (10.007, 10), (0, 10)])
    upper = Polygon([(10.003, 5), (20, 5), (20, 10), (10.007, 10)])  # 0.5 mm beside the long edge
    assert lower.disjoint(upper) or lower.intersection(upper).area > 0 or lower.touches(upper)
    merged = merge_polygons([lower, upper])
    assert shape_text(merged) == "0 0 10000 0 10003 5000 20000 5000 20000 10000 10007 10000 0 10000"


def test_ring_of_parcels_leaves_a_hole_with_all_its_vertices() -> None:
    lower = Polygon([(0, 0), (9, 0), (9, 5), (6, 5), (6, 3), (4.5, 3), (3, 3), (3, 5), (0, 5)])
    upper = Polygon([(0, 5), (3, 5), (3, 7), (6, 7), (6, 5), (9, 5), (9, 9), (0, 9)])
    merged = merge(lower, upper)
    assert (
        shape_text(merged).split(";")[1]
        == "3000 3000 3000 5000 3000 7000 6000 7000 6000 5000 6000 3000 4500 3000"
    )


def test_parcel_in_a_hole_fills_it() -> None:
    outer = Polygon(box(0, 0).exterior, [box(4, 4, 2, 2).exterior])
    assert shape_text(merge(outer, box(4, 4, 2, 2))) == shape_text(canonical_shape(box(0, 0)))


def test_boundary_shared_in_two_places_and_touched_in_one() -> None:
    lower = Polygon([(0, 0), (9, 0), (9, 5), (6, 5), (4.5, 2), (3, 5), (0, 5)])
    upper = Polygon([(0, 5), (3, 5), (4.5, 2), (4.5, 6), (6, 5), (9, 5), (9, 9), (0, 9)])
    merged = merge(lower, upper)
    assert [len(part.interiors) for part in merged.geoms] == [1]
    assert merged.area == pytest.approx(lower.area + upper.area)


def test_three_in_a_row_in_any_order() -> None:
    shapes = [box(0, 0), box(20, 0), box(10, 0)]
    assert merge_polygons(shapes).area == 300


def test_parts_that_the_other_parcel_joins() -> None:
    merged = merge(MultiPolygon([box(0, 0), box(20, 0)]), box(10, 0))
    assert len(merged.geoms) == 1


def test_far_part_stays_a_part() -> None:
    merged = merge(MultiPolygon([box(0, 0), box(50, 0)]), box(10, 0))
    assert [part.area for part in merged.geoms] == [200, 100]


@pytest.mark.parametrize(
    ("code", "shapes"),
    [
        ("merge.too-few", [box(0, 0)]),
        ("merge.too-few", []),
        ("merge.invalid-shape", [box(0, 0), Polygon([(10, 0), (14, 4), (14, 0), (10, 2)])]),
        ("merge.not-adjacent", [box(0, 0), box(11, 0)]),
        ("merge.not-adjacent", [box(0, 0), box(10, 10)]),
        ("merge.not-adjacent", [box(0, 0), box(10.002, 0)]),
        ("merge.not-adjacent", [box(0, 0), box(10, 0), box(40, 0), box(50, 0)]),
        ("merge.not-adjacent", [box(0, 0), Polygon([(10, 5), (15, 3), (15, 7)])]),
        ("merge.overlap", [box(0, 0), box(9.9, 0)]),
        ("merge.overlap", [box(0, 0), box(2, 2, 3, 3)]),
        ("merge.overlap", [box(0, 0), box(0, 0)]),
        ("merge.overlap", [box(0, 0), box(9.998, 0)]),
        ("merge.breaks-polygon", [box(0, 0), DENTED]),
        ("merge.multi-part", [MultiPolygon([box(0, 0), box(50, 0)]), MultiPolygon([box(10, 0), box(80, 0)])]),
    ],
    ids=[
        "one", "none", "invalid", "apart", "corner", "2 mm apart", "two pairs", "corner on an edge",
        "strip", "within", "identical", "2 mm strip", "1 mm dent", "more parts than before",
    ],
)  # fmt: skip
def test_refused(code: str, shapes: list[Polygon]) -> None:
    assert refusal(*shapes) == code
