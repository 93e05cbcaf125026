"""Parcels that the branch has in group 1 although the check finds what the plan in force does not let into it.

The one finding that depends on what other rules found: the runner asks for it last. It is one of the rule
``sync.group-differs``, which otherwise compares what a status file says with itself.
"""

from collections.abc import Iterable
from typing import Final

from landdesk.domain.finding import Finding, Severity
from landdesk.domain.ids import ObjectId
from landdesk.domain.rule_set import RuleSet
from landdesk.i18n import N_, Text
from landdesk.services.checking.findings import Findings
from landdesk.services.checking.known import Known
from landdesk.services.checking.profiles import rules_before_proposal
from landdesk.services.checking.rule import RecordRule, Rule

RULE: Final = "sync.group-differs"
_WHAT: Final = N_("The branch has the parcel in group 1; the check finds errors that keep it out: {count}.")
_REMEDY: Final = Text(N_("Mend the errors, or ask the branch to classify the parcel anew."))


def with_group_differences(
    findings: Findings,
    known: Known,
    rules: Iterable[Rule],
    parameters: RuleSet,
    parcels: Iterable[ObjectId] | None = None,
) -> Findings:
    """Return the findings with those of parcels that do not belong into group 1 by what was found.

    Args:
        findings: Of all other rules, and of parcels that are not looked at.
        known: What is known of the parcels; which of them the branch has in group 1.
        rules: Those that were asked; nothing is said where the rule is not among them.
        parameters: Which rules count.
        parcels: The parcels to look at; None for all.
    """
    rule = next((one for one in rules if one.code == RULE), None)
    if not isinstance(rule, RecordRule):
        return findings
    blocking = rules_before_proposal(parameters)
    looked_at = None if parcels is None else set(parcels)
    wanted = known.in_group_1(looked_at)
    gone = [one for parcel in (wanted if looked_at is None else looked_at) for one in _own(findings, parcel)]
    new = []
    for parcel in wanted:
        found = findings.of(parcel)
        errors = sum(one.severity is Severity.ERROR and one.rule in blocking for one in found)
        if errors and not any(one.rule == RULE and one.what.source != _WHAT for one in found):
            what = Text(_WHAT, {"count": errors})
            new.append(rule.fault([parcel], what, _REMEDY, amount=errors, unit="count"))
    return findings.replaced(gone, new)


def _own(findings: Findings, parcel: ObjectId) -> list[Finding]:
    return [one for one in findings.of(parcel) if one.rule == RULE and one.what.source == _WHAT]
