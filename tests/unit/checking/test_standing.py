"""How a parcel stands by each criterion, and what its record lacks."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from landdesk.domain.finding import Criterion, Finding, Severity
from landdesk.domain.ids import ObjectId
from landdesk.i18n import Text
from landdesk.services.checking.findings import Findings
from landdesk.services.checking.known import GAPS, MATCH, STATUS, UNKNOWN_GAPS, Known
from landdesk.services.checking.profiles import rules_in_force, shipped_rule_set
from landdesk.services.checking.registry import RULE_BY_CODE
from landdesk.services.checking.runner import CheckResult, RuleFailure
from landdesk.services.checking.standing import Lacking, Mark, lacking, marks_of
from landdesk.store.queries.completeness import ELSEWHERE, MISSING, PRESENT, UNKNOWN
from landdesk.ui.record.finding_fields import FIELDS

ONE, TWO = ObjectId(bytes(16)), ObjectId(bytes(15) + b"\1")
RULES = rules_in_force(shipped_rule_set())
NAMES = sorted({name for rule in RULES for name in rule.known | rule.partly} | {STATUS, MATCH})


def a_result(
    findings: tuple[Finding, ...] = (),
    failures: tuple[RuleFailure, ...] = (),
    unasked: tuple[RuleFailure, ...] = (),
    states: Mapping[str, int] = MappingProxyType({}),
) -> CheckResult:
    """Return what a check found of two parcels; of the first something may be unknown or missing."""
    codes = {
        name: np.array([states.get(name, PRESENT), PRESENT], dtype=np.uint8)
        for name in {*NAMES, *states, GAPS, UNKNOWN_GAPS}
    }
    return CheckResult(1, Findings(findings), failures, 0.0, Known((ONE, TWO), codes), unasked)


def fault(rule: str, severity: Severity, *about: ObjectId) -> Finding:
    return Finding(rule, severity, (ONE,), None, None, "", Text("what"), Text("remedy"), about)


def test_the_worst_finding_of_a_criterion_is_its_mark() -> None:
    found = a_result(
        (
            fault("parcel.overlap", Severity.WARNING),
            fault("geometry.invalid", Severity.ERROR),
            fault("parcel.area-mismatch", Severity.WARNING),
            fault("parcel.of-another-time", Severity.ERROR),
        )
    )
    marks = marks_of(found, ONE, RULES)
    assert tuple(marks) == tuple(Criterion)
    assert (marks[Criterion.CLEAN], marks[Criterion.ACCURATE]) == (Mark.ERROR, Mark.WARNING)
    assert marks[Criterion.COMPLETE] is Mark.GOOD
    assert marks_of(found, TWO, RULES)[Criterion.CLEAN] is Mark.GOOD


def test_what_is_not_known_or_not_run_is_not_good() -> None:
    assert marks_of(a_result(states={"term": UNKNOWN}), ONE, RULES)[Criterion.COMPLETE] is Mark.UNKNOWN
    assert marks_of(a_result(states={"term": UNKNOWN}), TWO, RULES)[Criterion.COMPLETE] is Mark.GOOD
    failed = (RuleFailure("parcel.overlap", Text("why")),)
    for one in (a_result(failures=failed), a_result(unasked=failed)):
        assert marks_of(one, ONE, RULES)[Criterion.CLEAN] is Mark.UNKNOWN
    without = [rule for rule in RULES if rule.criterion is not Criterion.CLEAN]
    assert marks_of(a_result(), ONE, without)[Criterion.CLEAN] is Mark.UNKNOWN


def test_what_is_lacking() -> None:
    states = {"area": MISSING, "form": UNKNOWN, "term": ELSEWHERE, GAPS: 2, UNKNOWN_GAPS: 1}
    found = lacking(a_result(states=states), ONE)
    assert found is not None
    assert (found.missing, found.unknown, found.gaps, found.unknown_gaps) == (("area",), ("form",), 2, 1)
    assert found.there == found.groups - 2
    assert lacking(a_result(), ObjectId(b"x" * 16)) is None
    assert lacking(CheckResult.nothing(), ONE) is None
    assert isinstance(lacking(a_result(), TWO), Lacking)


def test_fields_are_named_for_rules_that_exist() -> None:
    assert FIELDS.keys() <= shipped_rule_set().settings.keys()
    assert FIELDS.keys() & RULE_BY_CODE.keys()
