"""Figures of checking: the whole check, all rules, a recheck after an edit and during one, 1.5 million parcels."""

from collections.abc import Sequence
from contextlib import suppress
from math import inf
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, Final

import numpy as np
import shapely

from landdesk.app.application import Application, Update
from landdesk.domain.arrays import Objects
from landdesk.domain.coverage import COLUMNS, Coverage
from landdesk.domain.errors import LandDeskError
from landdesk.domain.geometry import move_shared_vertex
from landdesk.domain.progress import SilentProgress
from landdesk.domain.records import Parcel
from landdesk.services.checking.foresight import Outcome, foresee
from landdesk.services.checking.known import Known
from landdesk.services.checking.profiles import GEOMETRY, rules_in_force, shipped_rule_set
from landdesk.services.checking.rule import Rule
from landdesk.services.checking.runner import CheckResult, check, recheck
from landdesk.services.checking.touched import Touched, changed_box
from tests.bench.figures import Figure, percentile_ms, seconds
from tests.bench.full_record import full_store
from tests.bench.mosaic import TECHNICIAN, mosaic_records, working_copy
from tests.bench.start import resident_mb
from tests.bench.window import generated_elsewhere
from tests.rows import build_coverage, build_rows
from tests.soak.edits import random_command

EDITS_A_RUN: Final = 60
DRAGS_A_RUN: Final = 20
STEPS_A_DRAG: Final = 10
LARGE_SIDE: Final = 1_225
"""Parcels along each side of the generated map."""


def measure(_folder: Path, runs: int) -> list[Figure]:
    """Return the figures that need no more than the mosaic."""
    coverage = mosaic_coverage()
    shapes = coverage.shapes(coverage.live())
    bare_s = median(seconds(lambda: shapely.coverage_invalid_edges(shapes)) for _ in range(runs))
    geometry_s = median(_check_s(coverage, _geometry()) for _ in range(runs))
    return [
        Figure("check.geometry", geometry_s, "s", geometry_s / bare_s),
        Figure("check.shapely_coverage", bare_s, "s"),
        *_recheck_figures(coverage, runs * EDITS_A_RUN),
        *_live_figures(coverage, runs * DRAGS_A_RUN),
    ]


def measure_records(folder: Path, runs: int) -> list[Figure]:
    """Return the time of a check by all rules of full records, and of what follows an edit of map or record."""
    app = working_copy(full_store(), folder, TECHNICIAN)
    try:
        whole = median(seconds(app.check) for _ in range(runs))
        known = median(seconds(lambda: app.read(Known.read)) for _ in range(runs))
        after = _after_edits(app, runs * EDITS_A_RUN)
        followed = app.findings
        whole_again = app.check()
        if followed is None or [one.key for one in followed.findings] != [
            one.key for one in whole_again.findings
        ]:
            raise AssertionError("what followed the edits differs from a whole check")
    finally:
        app.close()
    return [
        Figure("check.all", whole, "s"),
        Figure("check.known", known, "s"),
        Figure("check.recheck", percentile_ms(after, 0.95), "ms"),
        Figure("check.recheck_median", percentile_ms(after, 0.5), "ms"),
    ]


def _after_edits(app: Application, edits: int) -> list[float]:
    """Return the times from the map that shows an edit to the findings that follow it."""
    random = Random(20260601)
    told: list[float] = []
    times: list[float] = []

    def hear(update: Update) -> None:
        if update.findings_changed:
            times.append(perf_counter() - told[-1])
        else:
            told.append(perf_counter())

    app.listen(hear)
    while len(times) < edits:
        command = random_command(app, random, random.choice(("set", "use", "rename", "move", "move")))
        if command is not None:
            with suppress(LandDeskError):
                app.execute(command)
    return times


def measure_large(folder: Path, _runs: int) -> list[Figure]:
    """Return the time of one geometry check of 1.5 million generated parcels, and the memory of the process then."""
    coverage = generated_elsewhere(folder / "grid.pickle", LARGE_SIDE**2)
    took = _check_s(coverage, _geometry())
    return [
        Figure("check.geometry_1500k", took, "s"),
        Figure("check.memory_1500k", resident_mb(), "MB"),
    ]


def mosaic_coverage() -> Coverage:
    """Return the mosaic as a read model, complete in every field."""
    parcels = [one for one in mosaic_records(with_users=False) if isinstance(one, Parcel)]
    return build_coverage(
        [one.shape for one in parcels],
        ids=[one.id for one in parcels],
        sheet=[one.sheet for one in parcels],
        number=[one.number for one in parcels],
        legal_area_m2=[float(one.legal_area_m2 or 0) for one in parcels],
    )


def _geometry() -> Sequence[Rule]:
    return rules_in_force(shipped_rule_set(), codes=GEOMETRY)


def _check_s(coverage: Coverage, rules: Sequence[Rule]) -> float:
    return check(coverage, shipped_rule_set(), SilentProgress(), rules).seconds


def _recheck_figures(coverage: Coverage, edits: int) -> list[Figure]:
    """Return the 95th percentile of a recheck after moving a shared corner, and of bare shapely beside it."""
    parameters = shipped_rule_set()
    result = check(coverage, parameters, SilentProgress())
    rng = np.random.default_rng(20260601)
    ours, bare = [], []
    for _ in range(edits):
        coverage, touched = _with_moved_corner(coverage, rng)
        started = perf_counter()
        result = recheck(coverage, parameters, touched, result)
        ours.append(perf_counter() - started)
        bare.append(_bare_recheck_s(coverage, touched))
    _refuse_a_wrong_result(coverage, result)
    value, yardstick = percentile_ms(ours, 0.95), percentile_ms(bare, 0.95)
    return [
        Figure("check.recheck_map", value, "ms", value / yardstick),
        Figure("check.recheck_map_median", percentile_ms(ours, 0.5), "ms"),
        Figure("check.shapely_recheck", yardstick, "ms"),
    ]


def _live_figures(coverage: Coverage, drags: int) -> list[Figure]:
    """Return how long each answer takes while corners are dragged: what follows the corner, and what is wrong then."""
    parameters = shipped_rule_set()
    result = check(coverage, parameters, SilentProgress())
    rng = np.random.default_rng(20260602)
    times = []
    for _ in range(drags):
        at = int(rng.choice(coverage.live()))
        points = shapely.get_coordinates(coverage.shapes(np.array([at]))).tolist()
        start = (points[0][0], points[0][1])
        way = rng.uniform(-2.0, 2.0, 2)
        for step in range(1, STEPS_A_DRAG + 1):
            place = np.round(np.array(start) + way * step / STEPS_A_DRAG, 3)
            to = (float(place[0]), float(place[1]))
            begun = perf_counter()
            try:
                shapes = move_shared_vertex(coverage.shapes_around(start, to), start, to, inf)
            except LandDeskError:
                # The boundary would cross itself: nothing is looked at.
                continue
            foresee(coverage, Outcome(shapes), parameters, result.findings)
            times.append(perf_counter() - begun)
    return [
        Figure("check.live", percentile_ms(times, 0.95), "ms"),
        Figure("check.live_median", percentile_ms(times, 0.5), "ms"),
    ]


def _with_moved_corner(coverage: Coverage, rng: np.random.Generator) -> tuple[Coverage, Touched]:
    """Move a corner by up to 0.5 m in all parcels that have it."""
    at = int(rng.choice(coverage.live()))
    points = shapely.get_coordinates(coverage.shapes(np.array([at])))
    old = points[rng.integers(len(points))]
    new = np.round(old + rng.uniform(-0.5, 0.5, 2), 3)
    owners = coverage.owners_of_vertex(float(old[0]), float(old[1]))
    before = coverage.shapes(owners)
    after: Objects = shapely.transform(
        before, lambda given: np.where((given == old).all(axis=1)[:, None], new, given)
    )
    ids = [coverage.id_at(int(one)) for one in owners]
    columns: dict[str, Any] = {name: coverage.column(name, owners) for name in COLUMNS}
    rows = build_rows(list(after), ids=ids, **columns)
    boxes = [changed_box(*sides) for sides in zip(before, after, strict=True)]
    touched = Touched(frozenset(ids), tuple(box for box in boxes if box is not None))
    return coverage.patched(rows, (), coverage.version + 1), touched


def _bare_recheck_s(coverage: Coverage, touched: Touched) -> float:
    """Time validity, areas in common and coverage edges of the touched parcels and their neighbours alone."""
    indices = coverage.indices_of(touched.ids)
    around = np.unique(np.concatenate([coverage.touching(coverage.id_at(int(at))) for at in indices]))
    shapes, own = coverage.shapes(np.union1d(indices, around)), coverage.shapes(indices)

    def bare() -> None:
        shapely.is_valid(own)
        own_at, other_at = shapely.STRtree(shapes).query(own, predicate="intersects")
        shapely.area(shapely.intersection(own[own_at], shapes[other_at]))
        for width_m in (0.05, 0.2, 0.5):
            shapely.coverage_invalid_edges(shapes, gap_width=width_m)

    return seconds(bare)


def _refuse_a_wrong_result(coverage: Coverage, result: CheckResult) -> None:
    """A figure of a recheck that finds something else is worth nothing."""
    whole = check(coverage, shipped_rule_set(), SilentProgress())
    if [finding.key for finding in whole.findings] != [finding.key for finding in result.findings]:
        raise AssertionError("the recheck differs from a whole check")
