"""Parcels whose group at the branch is not what the whole check says of them by the plan in force.

The one finding that depends on what other rules found: the runner asks for it last. It is one of the rule
``sync.group-differs``, which otherwise compares what a status file says with itself.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from landdesk.domain.finding import Finding, Severity
from landdesk.domain.ids import ObjectId
from landdesk.domain.rule_set import RuleSet
from landdesk.i18n import N_, Text
from landdesk.services.checking.findings import Findings
from landdesk.services.checking.known import GROUP_1, OTHER_GROUP, STATUS, Known
from landdesk.services.checking.profiles import rules_before_proposal, rules_in_force
from landdesk.services.checking.registry import RULES
from landdesk.services.checking.rule import RecordRule, Rule

RULE: Final = "sync.group-differs"
_TOO_GOOD: Final = N_(
    "The branch has the parcel in group 1; the check finds errors that keep it out: {count}."
)
_TOO_GOOD_REMEDY: Final = Text(N_("Mend the errors, or ask the branch to classify the parcel anew."))
_TOO_BAD: Final = N_(
    "The branch has the parcel in another group; the check finds nothing that keeps it out of group 1."
)
_TOO_BAD_REMEDY: Final = Text(
    N_("Send what was not sent yet, then ask the branch to classify the parcel anew.")
)


def with_group_differences(
    findings: Findings,
    known: Known,
    rules: Iterable[Rule],
    parameters: RuleSet,
    parcels: Iterable[ObjectId] | None = None,
) -> Findings:
    """Return the findings with those of parcels that do not belong into their group by what was found.

    Args:
        findings: Of all other rules, and of parcels that are not looked at.
        known: What is known of the parcels; which of them the branch has in which group.
        rules: Those that were asked; nothing is said where the rule is not among them.
        parameters: Which rules count.
        parcels: The parcels to look at; None for all.
    """
    asked = list(rules)
    rule = next((one for one in asked if one.code == RULE), None)
    if not isinstance(rule, RecordRule):
        return findings
    blocking = rules_before_proposal(parameters)
    # What the branch itself says against the parcel is no difference.
    branch = {one.code for one in RULES if issubclass(one, RecordRule) and STATUS in one.known} - {RULE}
    counted = (blocking | branch) & {one.code for one in rules_in_force(parameters)}
    all_asked = counted <= {one.code for one in asked}
    looked_at = None if parcels is None else set(parcels)
    first, others = (known.in_group(name, looked_at) for name in (GROUP_1, OTHER_GROUP))
    gone = [
        one
        for parcel in (first | others if looked_at is None else looked_at)
        for one in _own(findings, parcel)
    ]
    new = []
    for parcel in first:
        found = list(_of_others(findings, parcel))
        count = _errors(found, blocking)
        if count and not any(one.rule == RULE for one in found):
            what = Text(_TOO_GOOD, {"count": count})
            new.append(rule.fault([parcel], what, _TOO_GOOD_REMEDY, amount=count, unit="count"))
    # Of rules that were not asked nobody knows whether they find something.
    for parcel in others if all_asked else ():
        found = list(_of_others(findings, parcel))
        kept_out = _errors(found, blocking) or any(one.rule == RULE or one.rule in branch for one in found)
        if known.is_complete(parcel) and not kept_out:
            new.append(rule.fault([parcel], Text(_TOO_BAD), _TOO_BAD_REMEDY))
    return findings.replaced(gone, new)


def _errors(findings: Iterable[Finding], blocking: frozenset[str]) -> int:
    return sum(one.severity is Severity.ERROR and one.rule in blocking for one in findings)


def _own(findings: Findings, parcel: ObjectId) -> list[Finding]:
    return [one for one in findings.of(parcel) if _is_own(one)]


def _of_others(findings: Findings, parcel: ObjectId) -> Iterator[Finding]:
    return (one for one in findings.of(parcel) if not _is_own(one))


def _is_own(finding: Finding) -> bool:
    """Tell whether a finding was made here, and not by the rule itself."""
    return finding.rule == RULE and finding.what.source in (_TOO_GOOD, _TOO_BAD)
