"""The weekly report as a value: indicators of this week and the one before, tables by place, the commonest faults."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from landdesk.services.reporting.deadline import Deadline
from landdesk.services.reporting.indicators import Indicator, count_indicators, read_told
from landdesk.services.reporting.period import Period
from landdesk.services.reporting.tables import PlaceLine, RuleLine, by_hamlet, by_rule, by_sheet
from landdesk.services.worklist.columns import Columns
from landdesk.store.reader import Reader

TOP_RULES: Final = 20


@dataclass(frozen=True, slots=True)
class WeeklyReport:
    """What is reported; no personal data is in it.

    Args:
        period: The week.
        made_on: The day on which tables and faults are counted.
        communes: Codes of the communes of the store.
        training: The store holds invented data.
        deadline: The day by which everything is to be in order.
        indicators: Of the week, each with that of the week before.
        hamlets: Parcels by hamlet.
        sheets: Parcels by map sheet.
        rules: The rules that found most.
    """

    period: Period
    made_on: date
    communes: Sequence[str]
    training: bool
    deadline: Deadline
    indicators: Sequence[tuple[Indicator, Indicator]]
    hamlets: Sequence[PlaceLine]
    sheets: Sequence[PlaceLine]
    rules: Sequence[RuleLine]

    @property
    def value(self) -> dict[str, int | None]:
        """Number of each indicator of the week, by its number in the province's table."""
        return {one.row.number: one.value for one, _ in self.indicators}


def collect_weekly(
    reader: Reader, columns: Columns, period: Period, today: date, deadline: Deadline
) -> WeeklyReport:
    """Return the report of a week.

    Args:
        reader: The record.
        columns: Its facts, read by the same reader, with what a check found.
        period: The week.
        today: Vietnam's day.
        deadline: The day by which everything is to be in order.
    """
    told = read_told(reader)
    now, before = (count_indicators(reader, one, told, deadline) for one in (period, period.before))
    return WeeklyReport(
        period=period,
        made_on=today,
        communes=reader.info.communes,
        training=reader.info.training,
        deadline=deadline,
        indicators=list(zip(now, before, strict=True)),
        hamlets=by_hamlet(columns),
        sheets=by_sheet(columns),
        rules=by_rule(columns.findings, TOP_RULES),
    )
