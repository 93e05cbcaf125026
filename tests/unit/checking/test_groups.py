"""The groups of the branch beside what a whole check found."""

from collections.abc import Mapping

import numpy as np
import pytest

from landdesk.domain.finding import Finding, Severity
from landdesk.domain.ids import ObjectId
from landdesk.i18n import Text
from landdesk.services.checking.findings import Findings
from landdesk.services.checking.groups import RULE, with_group_differences
from landdesk.services.checking.known import GAPS, GROUP_1, OTHER_GROUP, UNKNOWN_GAPS, Known
from landdesk.services.checking.profiles import rules_in_force, shipped_rule_set
from landdesk.store.queries.completeness import PRESENT, UNKNOWN

PARCEL = ObjectId(b"p" * 16)
FIRST, OTHER = {GROUP_1: PRESENT}, {OTHER_GROUP: PRESENT}
RULE_SET = shipped_rule_set()


def known(states: Mapping[str, int]) -> Known:
    row = {GROUP_1: UNKNOWN, OTHER_GROUP: UNKNOWN, GAPS: 0, UNKNOWN_GAPS: 0} | dict(states)
    return Known([PARCEL], {name: np.array([code], dtype=np.uint8) for name, code in row.items()})


def finding(rule: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(rule, severity, (PARCEL,), None, None, "", Text("what"), Text("remedy"))


def differences(findings: Findings, states: Mapping[str, int]) -> Findings:
    return with_group_differences(findings, known(states), rules_in_force(RULE_SET), RULE_SET, [PARCEL])


@pytest.mark.parametrize(
    ("states", "found", "words"),
    [
        (FIRST, [finding("parcel.missing-field")], "keep it out: 1"),
        (OTHER, [], "nothing that keeps it out"),
        (OTHER, [finding("parcel.missing-field", Severity.WARNING)], "nothing that keeps it out"),
    ],
)
def test_a_group_that_is_not_what_was_found(
    states: Mapping[str, int], found: list[Finding], words: str
) -> None:
    made = differences(Findings(found), states)
    (own,) = [one for one in made if one.rule == RULE]
    assert words in str(own.what)
    assert own.severity is Severity.WARNING
    # Once more, as after an edit, it is the same; and it goes with its reason.
    assert differences(made, states) is made
    assert list(differences(made, {})) == found


@pytest.mark.parametrize(
    ("states", "found"),
    [
        ({}, [finding("parcel.missing-field")]),
        (FIRST, []),
        (FIRST, [finding("parcel.missing-field", Severity.WARNING)]),
        # What the branch itself says against the parcel, in its status file, is no difference.
        (FIRST, [finding("sync.not-operating")]),
        (OTHER, [finding("sync.not-operating")]),
        (OTHER, [finding("register.outdated", Severity.WARNING)]),
        (OTHER, [finding("parcel.missing-field")]),
        (OTHER | {GAPS: 1}, []),
        (OTHER | {UNKNOWN_GAPS: 2}, []),
        # The rule itself has said it already.
        (FIRST, [finding("parcel.missing-field"), finding(RULE, Severity.WARNING)]),
        (OTHER, [finding(RULE, Severity.WARNING)]),
    ],
)
def test_a_group_that_fits_or_is_explained(states: Mapping[str, int], found: list[Finding]) -> None:
    before = Findings(found)
    assert differences(before, states) is before


def test_nothing_is_said_for_a_parcel_where_only_some_rules_were_asked() -> None:
    few = [one for one in rules_in_force(RULE_SET) if one.code == RULE]
    before = Findings()
    assert with_group_differences(before, known(OTHER), few, RULE_SET) is before
