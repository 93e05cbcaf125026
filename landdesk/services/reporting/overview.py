"""Where a commune stands, as one value that a page of charts shows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from landdesk.domain.clock import local_time
from landdesk.domain.finding import Criterion
from landdesk.domain.ids import ObjectId
from landdesk.domain.workflow import GROUP_1, WorkflowState
from landdesk.services.checking.quality import Quality
from landdesk.services.reporting.burn_down import BurnDown, burn_down
from landdesk.services.reporting.deadline import Deadline
from landdesk.services.reporting.statements import Statements
from landdesk.services.reporting.tables import RuleLine, by_criterion, by_rule, in_order
from landdesk.services.worklist.columns import Columns
from landdesk.services.worklist.states import STATES
from landdesk.store.reader import Reader

TOP_RULES: Final = 10


@dataclass(frozen=True, slots=True)
class Overview:
    """Where a commune stands.

    Args:
        day: Today.
        parcels: All of them.
        groups: How many the branch's newest status files put into each group.
        status_day: The newest day that a status file says it is of; None where there is none.
        states: How many stand in each state of cleaning.
        faulty: Parcels with a finding; None where nothing was checked yet.
        criteria: Parcels with a finding by criterion.
        rules: The rules that found most.
        burn: Parcels that are left by day.
        quality: The data-quality index of all parcels; None where nothing was checked yet.
    """

    day: date
    parcels: int
    groups: Mapping[str, int]
    status_day: date | None
    states: Mapping[WorkflowState, int]
    faulty: int | None
    criteria: Mapping[Criterion, int]
    rules: Sequence[RuleLine]
    burn: BurnDown
    quality: Quality | None = None


def collect_overview(
    reader: Reader, columns: Columns, told: Statements, *, checked: bool, today: date, deadline: Deadline
) -> Overview:
    """Return where the commune stands.

    Args:
        reader: The record.
        columns: Its facts, read by the same reader.
        told: How parcels came into group 1 and left it.
        checked: Whether the findings of these facts are those of a check; nothing was checked yet otherwise.
        today: Vietnam's day.
        deadline: The day by which everything is to be in order.
    """
    found = columns.findings
    return Overview(
        day=today,
        parcels=len(columns.ids),
        groups=Counter(columns.branch_groups.values()),
        status_day=columns.status_day,
        states=columns.counts(),
        faulty=len({parcel for one in found for parcel in one.objects}) if checked else None,
        criteria=by_criterion(found),
        rules=by_rule(found, TOP_RULES),
        burn=_burn(reader, columns, told, today, deadline),
    )


def _burn(reader: Reader, columns: Columns, told: Statements, today: date, deadline: Deadline) -> BurnDown:
    ordered = in_order(columns)
    in_group_1 = columns.workflow == STATES.index(WorkflowState.GROUP_1)
    began = reader.reporting.first_entry_ms()
    first = today if began is None else local_time(began).date()
    if told.first_day is not None:
        first = min(first, told.first_day)
    since = told.since(GROUP_1)
    worked = _worked_on(reader, columns)
    finished = [
        (since if grouped else worked).get(parcel, first)
        for parcel, is_ordered, grouped in zip(
            columns.ids, ordered.tolist(), in_group_1.tolist(), strict=True
        )
        if is_ordered
    ]
    return burn_down(first, today, finished, len(columns.ids) - len(finished), deadline.day)


def _worked_on(reader: Reader, columns: Columns) -> dict[ObjectId, date]:
    """Return the last day on which somebody worked on a parcel: an act, or worked through in a worklist."""
    found = {parcel: local_time(at_ms).date() for parcel, at_ms in columns.changed_at.items()}
    for parcel, said in reader.reporting.worked_off_on().items():
        day = date.fromisoformat(said)
        found[parcel] = max(day, found.get(parcel, day))
    return found
