"""Parcels counted by place and faults counted by rule, as the record is now."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from landdesk.domain.finding import Criterion, Finding, Severity
from landdesk.domain.ids import ObjectId
from landdesk.domain.numbering import natural
from landdesk.domain.workflow import WorkflowState
from landdesk.i18n import sort_key
from landdesk.services.checking.registry import RULE_BY_CODE
from landdesk.services.worklist.columns import Columns
from landdesk.services.worklist.states import STATES, Mask

IN_ORDER: Final = frozenset(
    {
        WorkflowState.ELIGIBLE,
        WorkflowState.SENT,
        WorkflowState.RECEIVED,
        WorkflowState.OPERATING,
        WorkflowState.RECLASSIFY,
        WorkflowState.GROUP_1,
    }
)
"""States in which nothing is left to do for the commune; what the branch gave back is not among them."""


@dataclass(slots=True)
class PlaceLine:
    """The parcels of a hamlet or a map sheet.

    Args:
        place: Its name; None for the parcels of which none is written.
        parcels: How many they are.
        groups: How many of them the branch's newest status files put into each group.
        without_group: How many of them no status file puts into one.
        in_order: How many of them are in order.
        faulty: How many of them have an error.
    """

    place: str | None
    parcels: int = 0
    groups: Counter[str] = field(default_factory=Counter)
    without_group: int = 0
    in_order: int = 0
    faulty: int = 0


def in_order(columns: Columns) -> Mask:
    """Return which parcels are in order."""
    found: Mask = np.isin(columns.workflow, [STATES.index(one) for one in IN_ORDER])
    return found


def by_hamlet(columns: Columns) -> list[PlaceLine]:
    """Return the parcels by hamlet, by name; those without one last."""
    return _by_place(columns, [row[2] for row in columns.rows], sort_key)


def by_sheet(columns: Columns) -> list[PlaceLine]:
    """Return the parcels by map sheet, by number; those without one last."""
    return _by_place(columns, [row[0] for row in columns.rows], natural)


def _by_place(columns: Columns, places: Sequence[str | None], order: Callable[[str], Any]) -> list[PlaceLine]:
    lines: dict[str | None, PlaceLine] = {}
    groups = columns.branch_groups
    facts = zip(columns.ids, places, in_order(columns).tolist(), columns.faulty.tolist(), strict=True)
    for parcel, written, ordered, faulty in facts:
        place = written or None
        line = lines.get(place)
        if line is None:
            line = lines[place] = PlaceLine(place)
        group = groups.get(parcel)
        line.parcels += 1
        line.in_order += ordered
        line.faulty += faulty
        if group is None:
            line.without_group += 1
        else:
            line.groups[group] += 1
    return sorted(lines.values(), key=lambda one: (one.place is None, order(one.place or "")))


@dataclass(frozen=True, slots=True)
class RuleLine:
    """What a rule found.

    Args:
        rule: Its code.
        severity: The worst of its findings.
        findings: How many.
        parcels: How many parcels they concern.
    """

    rule: str
    severity: Severity
    findings: int
    parcels: int


def by_rule(findings: Iterable[Finding], at_most: int) -> list[RuleLine]:
    """Return the rules that found most, the most first."""
    counts: Counter[str] = Counter()
    parcels: defaultdict[str, set[ObjectId]] = defaultdict(set)
    errors: set[str] = set()
    for one in findings:
        counts[one.rule] += 1
        parcels[one.rule].update(one.objects)
        if one.severity is Severity.ERROR:
            errors.add(one.rule)
    ordered = sorted(counts, key=lambda rule: (-counts[rule], rule))[:at_most]
    return [
        RuleLine(
            rule, Severity.ERROR if rule in errors else Severity.WARNING, counts[rule], len(parcels[rule])
        )
        for rule in ordered
    ]


def by_criterion(findings: Iterable[Finding]) -> Mapping[Criterion, int]:
    """Return how many parcels offend each criterion; a rule of an older program has none."""
    parcels: dict[Criterion, set[ObjectId]] = {one: set() for one in Criterion}
    for one in findings:
        rule = RULE_BY_CODE.get(one.rule)
        if rule is not None:
            parcels[rule.criterion].update(one.objects)
    return {criterion: len(found) for criterion, found in parcels.items()}
