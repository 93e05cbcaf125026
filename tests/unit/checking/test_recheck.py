"""A recheck after any edit finds what a whole check of the new state finds, and so does a check in blocks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, box

from landdesk.domain.arrays import Integers
from landdesk.domain.coverage import COLUMNS, Coverage, ParcelRows
from landdesk.domain.ids import ObjectId
from landdesk.domain.progress import SilentProgress
from landdesk.domain.rule_set import RuleSet
from landdesk.services.checking import runner, surroundings
from landdesk.services.checking.profiles import GEOMETRY, MERGED_MAP, rules_in_force, shipped_rule_set
from landdesk.services.checking.rule import MapRule
from landdesk.services.checking.runner import CheckResult, check, recheck
from landdesk.services.checking.surroundings import parcels_near
from landdesk.services.checking.touched import Touched, changed_box
from tests.rows import Shape, build_coverage, build_rows

# Small enough that most parcels of the little map are out of reach of an edit.
PARAMETERS = replace(
    shipped_rule_set(), limits=replace(shipped_rule_set().limits, hole_length_m=4.0, hole_area_m2=8.0)
)

REACH_M = max(
    rule.reach_m(PARAMETERS.limits) for rule in rules_in_force(PARAMETERS) if isinstance(rule, MapRule)
)

CELL = 12.0
SIDE = 5
LONG = 700.0


class Edit(NamedTuple):
    """Numbers that each kind of edit reads as it likes."""

    kind: str
    pick: int
    corner: int
    east: float
    north: float
    flag: bool


class Change(NamedTuple):
    """New rows and deleted parcels, with the shapes before and after."""

    rows: ParcelRows
    gone: Sequence[ObjectId] = ()
    shapes: Sequence[tuple[MultiPolygon | None, MultiPolygon | None]] = ()


def little_map() -> Coverage:
    """Return 25 parcels, two of them invalid or unread, between long roads, with a river across a corner."""
    cells: list[Shape] = [
        box(column * CELL, row * CELL, (column + 1) * CELL, (row + 1) * CELL)
        for column in range(SIDE)
        for row in range(SIDE)
    ]
    cells[7] = None
    south, north = box(-LONG, -6, LONG, 0), box(-LONG, SIDE * CELL, LONG, SIDE * CELL + 6)
    river = shapely.Polygon(
        [(CELL * 4.5, -LONG), (CELL * 4.6, -LONG), (CELL * 4.6, LONG), (CELL * 4.5, LONG)]
    )
    rows = build_rows([*cells, south, north, river], has_source_shape=[at == 7 for at in range(SIDE**2 + 3)])
    return Coverage.build(rows, 1)


def rows_of(
    coverage: Coverage, indices: Integers, shapes: Iterable[Shape], **columns: Sequence[Any]
) -> ParcelRows:
    """Return the rows of parcels with other shapes and, where given, other attributes."""
    values: dict[str, Any] = {name: coverage.column(name, indices) for name in COLUMNS} | columns
    ids = [coverage.id_at(int(at)) for at in indices]
    return build_rows(list(shapes), ids=ids, **values)


def on_grid(value: float) -> float:
    return round(value * 1000) / 1000


def moved(shape: MultiPolygon, old: Any, new: Any) -> MultiPolygon:
    return shapely.transform(
        shape, lambda points: np.where((points == old).all(axis=1)[:, None], new, points)
    )


def move_corner(coverage: Coverage, at: int, edit: Edit) -> Change:
    """Move a corner, with all parcels that share it or in one parcel alone."""
    (shape,) = coverage.shapes(np.array([at]))
    points = shapely.get_coordinates(shape)
    old = points[edit.corner % len(points)]
    new = np.array([on_grid(old[0] + edit.east), on_grid(old[1] + edit.north)])
    owners = coverage.owners_of_vertex(*old) if edit.flag else np.array([at])
    before = coverage.shapes(owners)
    after = [moved(one, old, new) for one in before]
    return Change(rows_of(coverage, owners, after), (), list(zip(before, after, strict=True)))


def reshape(coverage: Coverage, at: int, shape: MultiPolygon | None, **columns: Sequence[Any]) -> Change:
    (before,) = coverage.shapes(np.array([at]))
    return Change(rows_of(coverage, np.array([at]), [shape], **columns), (), [(before, shape)])


def shift(coverage: Coverage, at: int, edit: Edit) -> Change:
    (shape,) = coverage.shapes(np.array([at]))
    step = np.array([edit.east, edit.north])
    return reshape(coverage, at, shapely.transform(shape, lambda points: np.round(points + step, 3)))


def lose_shape(coverage: Coverage, at: int, edit: Edit) -> Change:
    return reshape(coverage, at, None, has_source_shape=[edit.flag])


def cross_itself(coverage: Coverage, at: int, edit: Edit) -> Change:
    (shape,) = coverage.shapes(np.array([at]))
    west, south, east, north = shape.bounds
    middle = on_grid((south + north) / 2 + edit.north)
    ring = [(west, south), (east, north), (east, middle), (west, north)]
    return reshape(coverage, at, MultiPolygon([shapely.Polygon(ring)]))


def second_part(coverage: Coverage, at: int, edit: Edit) -> Change:
    """Give a parcel another part far away, or take all parts but one from it."""
    (shape,) = coverage.shapes(np.array([at]))
    parts = list(shape.geoms)
    if len(parts) > 1:
        return reshape(coverage, at, MultiPolygon([parts[edit.corner % len(parts)]]))
    south_west = np.array([edit.corner * 7 % 60 + edit.east, edit.pick * 5 % 60 + edit.north]).round(3)
    return reshape(coverage, at, MultiPolygon([*parts, box(*south_west, *np.round(south_west + 3, 3))]))


def cut_hole(coverage: Coverage, at: int, edit: Edit) -> Change:
    (shape,) = coverage.shapes(np.array([at]))
    if not shape.is_valid:
        return Change(build_rows([]))
    west, south, east, north = shape.bounds
    centre = on_grid((west + east) / 2), on_grid((south + north) / 2)
    size = 1.0 + edit.corner % 3
    hole = box(*centre, on_grid(centre[0] + size), on_grid(centre[1] + 1.0))
    left = shapely.difference(shape, hole)
    if left.geom_type != "MultiPolygon":
        left = MultiPolygon([left]) if left.geom_type == "Polygon" else shape
    return reshape(coverage, at, left) if not left.is_empty else Change(build_rows([]))


def add(coverage: Coverage, at: int, edit: Edit) -> Change:
    """Add a small island, or a copy of a parcel; its number may be in use."""
    (shape,) = coverage.shapes(np.array([at]))
    if edit.flag:
        west, south, east, north = shape.bounds
        centre = on_grid((west + east) / 2 + edit.east / 10), on_grid((south + north) / 2)
        shape = MultiPolygon([box(*centre, on_grid(centre[0] + 0.9), on_grid(centre[1] + 0.8))])
    else:
        shape = shapely.transform(shape, lambda points: np.round(points + np.array([edit.east, 0.0]), 3))
    rows = build_rows(
        [shape], first=coverage.version * 1000, number=[str(edit.corner)], provisional=[edit.corner % 2 == 0]
    )
    return Change(rows, (), [(None, shape)])


def delete(coverage: Coverage, at: int, _: Edit) -> Change:
    return Change(build_rows([]), [coverage.id_at(at)], [(coverage.shapes(np.array([at]))[0], None)])


def renumber(coverage: Coverage, at: int, edit: Edit) -> Change:
    number = str(edit.corner) if edit.corner % 5 else None
    indices = np.array([at])
    return Change(
        rows_of(coverage, indices, coverage.shapes(indices), number=[number], provisional=[edit.flag])
    )


def fill_in(coverage: Coverage, at: int, edit: Edit) -> Change:
    indices = np.array([at])
    area = [np.nan, 5.0, 144.0][edit.corner % 3]
    return Change(
        rows_of(
            coverage, indices, coverage.shapes(indices), legal_area_m2=[area], user_count=[int(edit.flag)]
        )
    )


ON_SHAPES: dict[str, Callable[[Coverage, int, Edit], Change]] = {
    "move": move_corner,
    "shift": shift,
    "lose": lose_shape,
    "cross": cross_itself,
    "part": second_part,
    "hole": cut_hole,
    "add": add,
}
ON_ALL: dict[str, Callable[[Coverage, int, Edit], Change]] = {
    "delete": delete,
    "renumber": renumber,
    "fill": fill_in,
}


def edited(coverage: Coverage, edit: Edit) -> tuple[Coverage, Touched]:
    """Return the coverage after an edit, and what the edit touched."""
    live = coverage.live()
    at = int(live[edit.pick % len(live)]) if len(live) else -1
    if at < 0 or (edit.kind in ON_SHAPES and coverage.shapes(np.array([at]))[0] is None):
        return coverage, Touched(frozenset(), ())
    change = (ON_SHAPES | ON_ALL)[edit.kind](coverage, at, edit)
    boxes = [changed_box(before, after) for before, after in change.shapes]
    touched = Touched(
        frozenset([*change.rows.ids, *change.gone]), tuple(one for one in boxes if one is not None)
    )
    return coverage.patched(change.rows, change.gone, coverage.version + 1), touched


def seen(result: CheckResult) -> list[tuple[str, float | None]]:
    """Return what has to be the same in two results."""
    assert result.failures == ()
    assert sum(result.counts.values()) == len(result.findings)
    return [
        (finding.key, None if finding.amount is None else round(finding.amount, 4))
        for finding in result.findings
    ]


def whole(coverage: Coverage, parameters: RuleSet = PARAMETERS) -> CheckResult:
    return check(coverage, parameters, SilentProgress())


steps = st.sampled_from([0.0, 0.001, 0.002, -0.05, 0.3, -0.4, 1.0, -2.0, 5.0])
edits = st.builds(
    Edit,
    st.sampled_from(["move", "move", "move", *ON_SHAPES, *ON_ALL]),
    st.integers(0, 40),
    st.integers(0, 30),
    steps,
    steps,
    st.booleans(),
)


@settings(max_examples=60)
@given(st.lists(edits, min_size=1, max_size=8), st.booleans())
def test_recheck_equals_whole_check(several: list[Edit], compacts: bool) -> None:
    coverage = little_map()
    result = whole(coverage)
    for edit in several:
        coverage, touched = edited(coverage, edit)
        if compacts and edit.flag:
            coverage = coverage.compacted()
        result = recheck(coverage, PARAMETERS, touched, result)
        assert result.version == coverage.version
        assert seen(result) == seen(whole(coverage))


@settings(max_examples=20)
@given(st.lists(edits, min_size=1, max_size=8))
def test_several_edits_are_rechecked_at_once(several: list[Edit]) -> None:
    coverage = little_map()
    before = whole(coverage)
    ids: set[ObjectId] = set()
    boxes: list[Any] = []
    for edit in several:
        coverage, touched = edited(coverage, edit)
        ids |= touched.ids
        boxes += touched.boxes
    result = recheck(coverage, PARAMETERS, Touched(frozenset(ids), tuple(boxes)), before)
    assert seen(result) == seen(whole(coverage))


@settings(max_examples=20)
@given(st.lists(edits, min_size=2, max_size=10), st.integers(1, 12))
def test_blocks_find_what_one_run_finds(several: list[Edit], size: int) -> None:
    coverage = little_map()
    for edit in several:
        coverage, _ = edited(coverage, edit)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "_BLOCK_PARCELS", size)
        by_blocks = whole(coverage)
    assert seen(by_blocks) == seen(whole(coverage))


def test_the_little_map_has_places_out_of_reach_of_each_other() -> None:
    """Else the tests above would check everything each time and prove nothing."""
    coverage = little_map()
    (corner,) = coverage.boxes(np.array([coverage.live()[0]])).tolist()
    near = parcels_near(coverage, np.array([corner]), REACH_M)
    assert 1 < len(near) < len(coverage) / 2


def test_an_edit_far_away_leaves_the_other_findings_themselves() -> None:
    coverage = build_coverage([box(0, 0, 10, 10), box(8, 3, 18, 13), box(500, 0, 510, 10)])
    before = whole(coverage)
    coverage, touched = edited(coverage, Edit("shift", 2, 0, 5.0, 0.0, False))
    after = recheck(coverage, PARAMETERS, touched, before)
    assert [finding.rule for finding in before.findings] == ["parcel.overlap"]
    assert after.findings[0] is before.findings[0]


def test_a_recheck_from_nothing_finds_what_concerns_the_edit() -> None:
    """So a package laid over a map is judged by what it changes and not by what was wrong before."""
    pair = [box(0, 0, 10, 10), box(8, 3, 18, 13)]
    far_pair = [shapely.affinity.translate(shape, 500, 0) for shape in pair]
    coverage = build_coverage([*pair, *far_pair])
    coverage, touched = edited(coverage, Edit("shift", 0, 0, 0.3, 0.0, False))
    found = recheck(coverage, PARAMETERS, touched, CheckResult.nothing())
    assert [finding.rule for finding in found.findings] == ["parcel.overlap"]
    assert len(whole(coverage).findings) == 2


def test_touching_everything_is_a_whole_check() -> None:
    coverage = little_map()
    coverage, _ = edited(coverage, Edit("move", 3, 1, 1.0, 1.0, False))
    extent = coverage.extent()
    assert extent is not None
    everything = Touched(frozenset(coverage.id_at(int(at)) for at in coverage.live()), (extent,))
    found = recheck(coverage, PARAMETERS, everything, CheckResult.nothing())
    assert seen(found) == seen(whole(coverage)) != []


@settings(max_examples=20)
@given(st.lists(edits, min_size=1, max_size=6))
def test_a_large_edit_is_rechecked_like_a_block(several: list[Edit]) -> None:
    coverage = little_map()
    result = whole(coverage)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "_MANY", 0)
        patch.setattr(surroundings, "_FEW_BOXES", 0)
        for edit in several:
            coverage, touched = edited(coverage, edit)
            result = recheck(coverage, PARAMETERS, touched, result)
    assert seen(result) == seen(whole(coverage))


@pytest.mark.parametrize("codes", [GEOMETRY, MERGED_MAP], ids=["geometry", "merged map"])
@settings(max_examples=20)
@given(several=st.lists(edits, min_size=1, max_size=4))
def test_fewer_rules_may_look_less_far(codes: frozenset[str], several: list[Edit]) -> None:
    rules = rules_in_force(PARAMETERS, codes=codes)
    coverage = little_map()
    result = check(coverage, PARAMETERS, SilentProgress(), rules)
    for edit in several:
        coverage, touched = edited(coverage, edit)
        result = recheck(coverage, PARAMETERS, touched, result, rules)
        assert seen(result) == seen(check(coverage, PARAMETERS, SilentProgress(), rules))
