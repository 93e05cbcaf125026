"""Whole checks: order, blocks, failures, cancelling, and a real commune."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, box

from landdesk.domain.arrays import Integers
from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import CancelledError
from landdesk.domain.finding import Criterion, Finding, Severity
from landdesk.domain.limits import Limits
from landdesk.domain.progress import SilentProgress
from landdesk.i18n import Text
from landdesk.services.checking import runner
from landdesk.services.checking.profiles import rules_in_force, shipped_rule_set
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.runner import check, recheck
from landdesk.services.checking.touched import Touched
from landdesk.services.checking.view import CheckView
from tests.rows import build_coverage, row_id
from tests.unit.checking.running import checked, decany, square


class Failing(MapRule):
    """Fails on a view that holds the first parcel."""

    code: ClassVar[str] = "test.failing"
    title: ClassVar[str] = "Failing"
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    scope: ClassVar[Scope] = Scope.PARCEL

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        del limits
        if row_id(0) in view.ids(view.chosen(subset)):
            raise ZeroDivisionError
        return []


class Steps(SilentProgress):
    """Remembers what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[int, int]] = []

    def step(self, done: int, total: int, what: Text | None = None) -> None:
        super().step(done, total, what)
        self.told.append((done, total))


def overlapping(count: int) -> Coverage:
    return build_coverage([square(8 * at, 3 * at) for at in range(count)])


def test_findings_are_in_the_order_of_rule_and_place() -> None:
    result = checked(overlapping(6))
    assert list(result.findings) == sorted(result.findings, key=lambda finding: finding.order)
    assert result.counts == {"parcel.overlap": 5}
    assert result.version == 1
    assert result.seconds > 0


def test_no_parcels_have_no_findings() -> None:
    assert list(checked(build_coverage([])).findings) == []


def test_parcels_without_any_shape_are_checked_too() -> None:
    assert set(checked(build_coverage([None, None], number=["1", "1"])).counts) == {
        "geometry.missing",
        "parcel.duplicate-key",
    }


def test_each_rule_finds_fault_with_the_same_parcels_once() -> None:
    shapes = decany()[:400]
    rng = np.random.default_rng(1)
    shapes = [shapely.affinity.translate(shape, *rng.uniform(-1, 1, 2).round(3)) for shape in shapes]
    findings = checked(build_coverage(shapes)).findings
    assert len({(finding.rule, finding.objects) for finding in findings}) == len(findings) > 500
    assert len({finding.key for finding in findings}) == len(findings)
    assert all(finding.objects == tuple(sorted(set(finding.objects))) for finding in findings)


def test_a_rule_that_fails_is_named_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(runner, "_BLOCK_PARCELS", 2)
    coverage = overlapping(6)
    result = check(
        coverage,
        shipped_rule_set(),
        SilentProgress(),
        [Failing(Severity.ERROR), *rules_in_force(shipped_rule_set())],
    )
    assert [failure.rule for failure in result.failures] == ["test.failing"]
    assert result.failures[0].because.values == {"error": "ZeroDivisionError"}
    assert result.counts == {"parcel.overlap": 5}
    assert "test.failing" in caplog.text


def test_a_rule_that_failed_stays_unchecked_after_an_edit(caplog: pytest.LogCaptureFixture) -> None:
    rules = [Failing(Severity.ERROR), *rules_in_force(shipped_rule_set())]
    coverage = overlapping(6)
    before = check(coverage, shipped_rule_set(), SilentProgress(), rules)
    after = recheck(coverage, shipped_rule_set(), Touched(frozenset({row_id(3)}), ()), before, rules)
    assert after.failures == before.failures
    assert caplog.records


def test_progress_is_told_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_BLOCK_PARCELS", 2)
    steps = Steps()
    check(overlapping(6), shipped_rule_set(), steps)
    assert steps.told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_check_can_be_stopped() -> None:
    progress = SilentProgress()
    progress.stop()
    with pytest.raises(CancelledError):
        check(overlapping(6), shipped_rule_set(), progress)


def test_decany_is_a_perfect_coverage() -> None:
    result = checked(build_coverage(decany()))
    # The official map has nine registered strips; the page of the rule says so.
    assert dict(result.counts) == {"parcel.sliver": 9}


def planted(shapes: list[MultiPolygon], at: int, *parts: MultiPolygon) -> dict[str, int]:
    """Return how many findings of each rule there are with a parcel replaced by others."""
    areas: Iterable[float] = shapely.area([*shapes[:at], *parts, *shapes[at + 1 :]])
    rows = build_coverage([*shapes[:at], *parts, *shapes[at + 1 :]], legal_area_m2=list(areas))
    counts = dict(checked(rows).counts)
    assert counts.pop("parcel.sliver") == 9
    return counts


def test_faults_planted_in_decany_are_found() -> None:
    shapes = decany()
    at = next(at for at, shape in enumerate(shapes) if 300 < shape.area < 400 and shape.minimum_clearance > 2)
    shape = shapes[at]
    assert planted(shapes, at, shape, shape)["parcel.identical"] == 1
    assert planted(shapes, at) == {}
    smaller = MultiPolygon([shapely.set_precision(shape.buffer(-0.2, join_style="mitre"), 0.001)])
    assert planted(shapes, at, smaller) == {"parcel.gap": 1}
    west, south, east, north = shape.bounds
    middle = round((west + east) / 2, 3)
    halves = [
        shapely.set_precision(shape.intersection(half), 0.001)
        for half in (box(west, south, middle, north), box(middle, south, east, north))
    ]
    assert planted(shapes, at, *(MultiPolygon([half]) for half in halves))["parcel.missing-node"] >= 2
