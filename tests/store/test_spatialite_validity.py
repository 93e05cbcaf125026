"""geometry.invalid against ``ST_IsValidReason`` of SpatiaLite, which has a GEOS of its own."""

import shapely

from landdesk.i18n import Text
from tests.store.spatial import ask_extension
from tests.unit.checking.running import findings_of
from tests.unit.checking.test_outside import SAYS, torture

CASES = {
    "bow tie": "POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))",
    "touching itself": "POLYGON ((0 0, 5 5, 10 0, 10 10, 5 5, 0 10, 0 0))",
    "spike": "POLYGON ((0 0, 10 0, 10 5, 20 5, 10 5, 10 10, 0 10, 0 0))",
    "hole outside": "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (20 0, 22 0, 22 2, 20 0))",
    "nested holes": "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (1 1, 9 1, 9 9, 1 9, 1 1), (3 3, 5 3, 5 5, 3 3))",
    "nested shells": "MULTIPOLYGON (((0 0, 10 0, 10 10, 0 10, 0 0)), ((2 2, 4 2, 4 4, 2 2)))",
    "cut in two": "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (0 5, 5 4, 10 5, 5 6, 0 5))",
    "valid": "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (0 5, 4 4, 4 6, 0 5))",
}

OWN_WORDS = {"Invalid: Toxic Geometry ... too few points": SAYS["Too few points in geometry component"]}
"""What SpatiaLite finds before it asks GEOS."""


def said_by_both(shapes: list[shapely.Geometry]) -> list[tuple[str, str]]:
    """Return for each shape the reason of SpatiaLite in the rule's words, and what the rule says."""
    asked = [f"SELECT ST_IsValidReason(GeomFromWKB(x'{shapely.to_wkb(one, hex=True)}'))" for one in shapes]
    answers = [str(rows[0][0]).split("[")[0] for rows in ask_extension(":memory:", *asked)]
    said = []
    for shape in shapes:
        found = findings_of("geometry.invalid", [shape])
        words = found[0].what.values["reason"] if found else ""
        said.append(words.source if isinstance(words, Text) else "")
    return list(zip([(SAYS | OWN_WORDS).get(one, "") for one in answers], said, strict=True))


def test_every_reason_is_the_same() -> None:
    pairs = said_by_both([shapely.from_wkt(one) for one in CASES.values()])
    assert {name: theirs for name, (theirs, _) in zip(CASES, pairs, strict=True)} == {
        name: ours for name, (_, ours) in zip(CASES, pairs, strict=True)
    }
    assert {ours for _, ours in pairs} == {*SAYS.values(), ""} - {
        SAYS["Too few points in geometry component"]
    }


def test_the_tests_of_geos_and_jts_are_judged_alike() -> None:
    """But for four.

    A hole with a spike crosses itself for the older GEOS, and touches itself for the one of shapely. Three polygons
    have a hole without any point, which the tests of JTS call valid and SpatiaLite does not.
    """
    shapes = [shape for shape, _, _ in torture()]
    different = [
        (theirs, ours)
        for shape, (theirs, ours) in zip(shapes, said_by_both(shapes), strict=True)
        if theirs != ours
    ]
    assert sorted(different) == sorted(
        [
            (SAYS["Self-intersection"], SAYS["Ring Self-intersection"]),
            *[(SAYS["Too few points in geometry component"], "")] * 3,
        ]
    )
