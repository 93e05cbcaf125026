"""How a parcel stands: a mark for each of the five criteria, and which field groups its record lacks.

A criterion is good only where every rule of it was asked about the parcel and none found fault: silence alone is no
sign that all is well.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from landdesk.domain.completeness import GROUP_TITLES
from landdesk.domain.finding import Criterion, Severity
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_
from landdesk.services.checking.known import GAPS, UNKNOWN_GAPS
from landdesk.services.checking.registry import RULE_BY_CODE
from landdesk.services.checking.rule import Rule
from landdesk.services.checking.runner import CheckResult
from landdesk.store.queries.completeness import MISSING, UNKNOWN


class Mark(StrEnum):
    """How a parcel stands by one criterion, the worst last."""

    GOOD = "good"
    UNKNOWN = "unknown"
    WARNING = "warning"
    ERROR = "error"


MARK_TITLES: Final[Mapping[Mark, str]] = {
    Mark.GOOD: N_("No fault found"),
    Mark.UNKNOWN: N_("Not everything checked"),
    Mark.WARNING: N_("To be looked at"),
    Mark.ERROR: N_("To be mended"),
}
_ORDER: Final = list(Mark)


@dataclass(frozen=True, slots=True)
class Lacking:
    """What the record of a parcel lacks.

    Args:
        missing: Field groups of which something is missing.
        unknown: Field groups that no loaded source holds.
        groups: How many there are in all.
        gaps: How many needs are not met in what is missing.
        unknown_gaps: The same of what is unknown.
    """

    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    groups: int
    gaps: int
    unknown_gaps: int

    @property
    def there(self) -> int:
        """How many field groups are complete."""
        return self.groups - len(self.missing) - len(self.unknown)


def marks_of(result: CheckResult, parcel: ObjectId, rules: Iterable[Rule]) -> Mapping[Criterion, Mark]:
    """Return how a parcel stands by each criterion.

    Args:
        result: Of the last check.
        parcel: The parcel.
        rules: Those in force.
    """
    marks: dict[Criterion, Mark] = {}

    def worsen(criterion: Criterion, mark: Mark) -> None:
        marks[criterion] = max(marks.get(criterion, Mark.GOOD), mark, key=_ORDER.index)

    unasked = {one.rule for one in (*result.unasked, *result.failures)}
    for rule in rules:
        known = rule.code not in unasked and result.known.is_known(parcel, rule.known | rule.partly)
        worsen(rule.criterion, Mark.GOOD if known else Mark.UNKNOWN)
    for finding in result.findings.of(parcel):
        kind = RULE_BY_CODE.get(finding.rule)
        if kind is not None:
            worsen(kind.criterion, Mark.ERROR if finding.severity is Severity.ERROR else Mark.WARNING)
    return {one: marks.get(one, Mark.UNKNOWN) for one in Criterion}


def lacking(result: CheckResult, parcel: ObjectId) -> Lacking | None:
    """Return what the record of a parcel lacks; None where the check did not look."""
    at = result.known.place.get(parcel)
    if at is None:
        return None
    codes = {group: int(result.known.states[group][at]) for group in _groups(result)}
    return Lacking(
        tuple(group for group, code in codes.items() if code == MISSING),
        tuple(group for group, code in codes.items() if code == UNKNOWN),
        len(codes),
        int(result.known.states[GAPS][at]),
        int(result.known.states[UNKNOWN_GAPS][at]),
    )


def _groups(result: CheckResult) -> Sequence[str]:
    return [group for group in GROUP_TITLES if group in result.known.states]
