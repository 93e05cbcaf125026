"""The rules against data and programs of others: the figures of ``docs/checking.md``, met or explained there."""

import csv
from collections import Counter

import numpy as np
import pytest
import shapely

from landdesk.domain.arrays import Objects
from landdesk.services.checking.runner import CheckResult
from tests.unit.checking.outside import (
    cambridge,
    counted,
    found_in,
    holes_of_union,
    members,
    needed,
    new_zealand,
    overlapping_pairs,
    shapes_of,
)
from tests.unit.checking.running import decany, findings_of

COMMON_LAND = ("parcel.contained", "parcel.identical", "parcel.overlap")
SCALE = 10.0
"""QGIS's layers are a degree or two across; ten times that in metres is a map on which a millimetre is small."""


def subjects(result: CheckResult, *rules: str) -> set[tuple[int, ...]]:
    return {members(one.objects) for one in result.findings if one.rule in rules}


def places(result: CheckResult, rule: str) -> set[tuple[float, float]]:
    """Return the corners of a rule's findings in the units of the layer, to three digits."""
    found = np.vstack([shapely.get_coordinates(one.place) for one in result.findings if one.rule == rule])
    return {(round(x, 3), round(y, 3)) for x, y in (found / SCALE).tolist()}


def test_decany_is_as_the_page_says_and_others_count() -> None:
    shapes = np.array(decany(), dtype=object)
    result = found_in(shapes)
    assert dict(result.counts) == counted("Děčany")
    assert overlapping_pairs(shapes) == 0
    assert len(holes_of_union(shapes)) == 0
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)


def test_cambridge_is_as_the_page_says_and_others_count() -> None:
    shapes = cambridge()
    result = found_in(shapes)
    assert dict(result.counts) == counted("Cambridge 2014")
    assert len(subjects(result, *COMMON_LAND)) == 95
    assert overlapping_pairs(shapes) == 94
    # The pair that is more consists of two parcels that cross themselves: each program repairs them in its own way.
    assert (2584, 10670) in subjects(result, *COMMON_LAND)
    assert not shapely.is_valid(shapes[[2584, 10670]]).any()
    assert gaps_and_holes(shapes, result) == {"thin": 7, "whole": 19, "in part": 8, "wide": 10, "in none": 2}


def test_new_zealand_is_as_the_page_says_and_others_count() -> None:
    shapes = new_zealand()
    result = found_in(shapes)
    assert dict(result.counts) == counted("New Zealand")
    assert len(subjects(result, *COMMON_LAND)) == overlapping_pairs(shapes) == 313
    assert subjects(result, "parcel.identical") == {(97, 99), (211, 223), (212, 222), (213, 224)}
    assert gaps_and_holes(shapes, result) == {"thin": 0, "whole": 1, "in part": 8, "wide": 6, "in none": 6}


def gaps_and_holes(shapes: Objects, result: CheckResult) -> dict[str, int]:
    """Count holes of the union by what parcel.gap says of them, and its findings that lie in no hole."""
    gaps = shapely.make_valid(
        np.array([one.place for one in result.findings if one.rule == "parcel.gap"], dtype=object)
    )
    holes = holes_of_union(shapes)
    hole, gap = shapely.STRtree(gaps).query(holes, predicate="intersects")
    common = np.zeros((len(holes), len(gaps)))
    common[hole, gap] = shapely.area(shapely.intersection(holes[hole], gaps[gap]))
    reported = common.max(axis=1)
    area = shapely.area(holes)
    is_thin = 2 * area / shapely.length(holes) < 0.001
    is_whole = ~is_thin & (reported > 0.999 * area)
    is_part = ~is_thin & ~is_whole & (reported > 1e-4)
    return {
        "thin": int(is_thin.sum()),
        "whole": int(is_whole.sum()),
        "in part": int(is_part.sum()),
        "wide": int((~is_thin & ~is_whole & ~is_part).sum()),
        "in none": int((common.max(axis=0) < 1e-4).sum()),
    }


# --- QGIS's own test data; what QGIS finds in them is what its own tests expect ------------------------------


def qgis(name: str, scale: float = SCALE) -> CheckResult:
    return found_in(shapes_of(needed("torture", "qgis", name), scale=scale))


def test_gaps_of_qgis() -> None:
    """QGIS names five gaps of at most 0.01; the sixth is larger than the limit that its test sets."""
    found = {
        (round(one.place.centroid.x / SCALE, 1), round(one.place.centroid.y / SCALE, 1)): one.amount
        for one in qgis("gap_layer.shp").findings
        if one.rule == "parcel.gap" and one.place is not None
    }
    of_qgis = {0.0027, 0.0071, 0.0033, 0.0053, 0.0018}
    areas = sorted(round((amount or 0.0) / SCALE**2, 4) for amount in found.values())
    assert len(areas) == 6
    assert all(min(abs(one - other) for other in areas) < 1.1e-4 for one in of_qgis)
    assert areas[-1] == pytest.approx(0.0152)


def test_missing_corners_of_qgis() -> None:
    """All five places that QGIS names, none besides; the one between three parcels stands in two findings."""
    result = qgis("missing_vertex.gpkg")
    assert places(result, "parcel.missing-node") == {
        (0.251, -0.461),
        (0.258, -0.933),
        (0.598, -0.48),
        (0.605, -0.665),
        (0.259, -0.478),
    }
    assert result.counts["parcel.missing-node"] == 5


def test_polygons_of_qgis() -> None:
    result = qgis("polygon_layer.shp")
    assert subjects(result, "parcel.identical") == {(7, 8)}
    # QGIS does not look at feature 1, which is invalid.
    assert subjects(result, "parcel.contained") == {(0, 3), (1, 5)}
    assert subjects(result, "parcel.overlap") == {(0, 10), (7, 9), (8, 9), (1, 4)}
    (twice,) = (
        one for one in result.findings if members(one.objects) == (0, 10) and one.rule == "parcel.overlap"
    )
    assert twice.place is not None
    assert len(twice.place.geoms) == 2
    # QGIS: self-intersection of 1, self-contact of 9, degenerate 6; 12 touches itself with its hole.
    assert subjects(result, "geometry.invalid") == {(1,), (6,), (9,), (12,)}
    # QGIS counts the corner of 6 as a degenerate polygon; the hole of 9 is where its boundary touches itself.
    assert subjects(result, "geometry.duplicate-vertex") == {(4,), (6,)}
    assert subjects(result, "geometry.hole-empty") == {(9,), (12,)}


def test_swiss_parcels_of_qgis() -> None:
    """What is more in a plain count of intersections is thinner than a millimetre on average."""
    shapes = shapes_of(needed("torture", "qgis", "follow_ref.shp"))
    result = found_in(shapes)
    ours = subjects(result, *COMMON_LAND)
    left, right = shapely.STRtree(shapes).query(shapes)
    common = {
        (one, other): shapely.intersection(shapes[one], shapes[other])
        for one, other in zip(left.tolist(), right.tolist(), strict=True)
        if one < other
    }
    theirs = {pair for pair, land in common.items() if land.area > 0.001}
    assert ours < theirs
    assert (len(ours), len(theirs)) == (26, 35)
    assert all(2 * common[pair].area / common[pair].length < 0.001 for pair in theirs - ours)


@pytest.mark.parametrize(
    ("name", "rule", "count"),
    [
        ("innerRingTouchesOuterRing.gml", "geometry.invalid", 2),
        ("invalidgeometries.gml", "geometry.invalid", 1),
        ("poly_ring_self_intersection.gml", "geometry.invalid", 1),
        ("invalidgeometries.gml", "geometry.duplicate-vertex", 1),
        ("multi_polygons_with_duplicate_nodes_per_part.gml", "geometry.duplicate-vertex", 1),
        ("polygons_with_duplicate_nodes_in_several_holes.gml", "geometry.duplicate-vertex", 1),
        ("polys_overlapping.shp", "geometry.duplicate-vertex", 8),
        ("polys_overlapping.shp", "parcel.overlap", 1),
        ("overlap_layer_tolerance_bug.shp", "parcel.overlap", 1),
        ("polygon_layer_empty_geometries.geojson", "geometry.missing", 3),
        ("follow_subj.shp", "parcel.overlap", 0),
    ],
)
def test_small_layers_of_qgis(name: str, rule: str, count: int) -> None:
    assert qgis(name, 1.0).counts.get(rule, 0) == count


# --- validity: GEOS, JTS and SpatiaLite ---------------------------------------------------------------------

SAYS = {
    "Self-intersection": "the boundary crosses itself",
    "Ring Self-intersection": "the boundary touches itself in a corner",
    "Hole lies outside shell": "a hole lies outside the parcel",
    "Holes are nested": "a hole lies inside another hole",
    "Nested shells": "a part lies inside another part",
    "Interior is disconnected": "holes cut the parcel in two",
    "Too few points in geometry component": "a ring has too few corners",
}


def torture() -> list[tuple[shapely.Geometry, str, str]]:
    """Return the polygonal geometries of the tests of GEOS and JTS: shape, expected validity, reason of GEOS."""
    usual = csv.field_size_limit(10_000_000)
    try:
        with needed("torture", "geos_jts_geometries.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    finally:
        csv.field_size_limit(usual)
    made = []
    for row in rows:
        text = row["geometry_wkt_or_hexwkb"]
        if "NaN" in text:  # no coordinate: the import keeps the bytes and says that it is no polygon
            continue
        is_hex = all(one in "0123456789ABCDEFabcdef" for one in text)
        read = shapely.from_wkb if is_hex else shapely.from_wkt
        shape = read(text, on_invalid="ignore")
        if shape is None or shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
            continue
        made.append((shape, row["expected_valid"], row["geos_reason"].split("[")[0]))
    return made


def test_validity_as_geos_and_jts_expect_it() -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for shape, expected, reason in torture():
        found = findings_of("geometry.invalid", [shape])
        said = getattr(found[0].what.values["reason"], "source", None) if found else ""
        assert said == SAYS.get(reason, ""), shape.wkt
        if expected:
            assert (expected == "true") is not bool(found)
        seen[expected, "invalid" if found else "valid"] += 1
    assert seen == {("true", "valid"): 281, ("false", "invalid"): 46, ("", "valid"): 170, ("", "invalid"): 21}


OF_POSTGIS = [
    ("POLYGON((0 0,10 10,10 0,0 10,0 0))", "Self-intersection[5 5]", "Self-intersection[5 5]"),
    (
        "POLYGON((0 0,10 0,10 5,14 5,10 5,10 10,0 10,0 0))",
        "Self-intersection[14 5]",
        "Self-intersection[14 5]",
    ),
    (
        "POLYGON((0 0,0 24,26 24,26 0,0 0),(22 20,4 20,4 2,4 20,22 20,22 20))",
        "Self-intersection[4 20]",
        "Ring Self-intersection[4 20]",
    ),
    (
        "MULTIPOLYGON(((0 0,0 10,10 10,10 0,0 0)),((7 16,7 7,16 7,16 16,7 16)))",
        "Self-intersection[7 10]",
        "Self-intersection[10 7]",
    ),
    (
        "POLYGON((0 0,10 0,10 10,0 10,0 0),(0 5,5 10,5 5,0 5))",
        "Interior is disconnected[0 5]",
        "Interior is disconnected[5 10]",
    ),
    (
        "POLYGON((0 0,20 0,20 10,10 10,10 0,10 10,0 10,0 0))",
        "Ring Self-intersection[10 0]",
        "Ring Self-intersection[10 10]",
    ),
]
"""Shapes, what ST_IsValidReason of PostGIS 3.3.2 says of them, and what is expected here."""


@pytest.mark.parametrize(("shape", "of_postgis", "ours"), OF_POSTGIS)
def test_validity_as_postgis_says_it(shape: str, of_postgis: str, ours: str) -> None:
    """The verdict is the same; of several faults, GEOS of PostGIS may name another one, at another corner."""
    (found,) = findings_of("geometry.invalid", [shapely.from_wkt(shape)])
    reason, _, place = ours.partition("[")
    assert getattr(found.what.values["reason"], "source", None) == SAYS[reason]
    assert found.place == shapely.from_wkt(f"POINT({place.rstrip(']')})")
    assert of_postgis.split("[", maxsplit=1)[0] in SAYS
