"""The indicators that are reported to the task force of the province, for a time (domain notes 4.2).

Each is a number with the way it was counted, or says why it cannot be counted. The numbers are those of the province's
table; a letter behind one marks a line that LandDesk adds so that the others add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from landdesk.domain.workflow import GROUP_1
from landdesk.i18n import N_, Text
from landdesk.services.reporting.deadline import Deadline
from landdesk.services.reporting.period import Period, end_of_day_ms
from landdesk.services.reporting.statements import Statements
from landdesk.store.reader import Reader

GROUP_2: Final = "2"
GROUP_3: Final = "3"
"""Codes of the code list ``parcel_group``."""
ENTERED: Final = ("entered", "sent", "operating")
"""Codes of ``collection_state``: what was collected of a parcel is in the database, or further."""
EXPORTED: Final = "1"
"""What a statement says where the electronic register is exported."""


class Unit(StrEnum):
    """What is counted."""

    PARCELS = "parcels"
    CASES = "cases"
    COMMUNES = "communes"
    DAYS = "days"


UNIT_TITLES: Final = {
    Unit.PARCELS: N_("parcels"),
    Unit.CASES: N_("cases"),
    Unit.COMMUNES: N_("communes"),
    Unit.DAYS: N_("days"),
}

NO_STATUS: Final = Text(N_("no status file of the branch was brought in"))
NO_LISTS: Final = Text(N_("LandDesk does not write lists for the match with the population database yet"))


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator before it is counted: number and title of the province's table, unit, how LandDesk counts it."""

    number: str
    title: str
    unit: Unit
    how: str


ROWS: Final[Sequence[IndicatorRow]] = (
    IndicatorRow(
        "1",
        N_("Parcels of group 2 at the beginning"),
        Unit.PARCELS,
        N_("Parcels that the branch's status files put into group 2 at the end of the day before the time"),
    ),
    IndicatorRow(
        "2",
        N_("Parcels that went from group 2 to group 1"),
        Unit.PARCELS,
        N_(
            "Parcels of group 2 at the beginning that are in group 1 at the end, by the branch's status files"
        ),
    ),
    IndicatorRow(
        "2a",
        N_("Other changes of group 2 (more +, fewer −)"),
        Unit.PARCELS,
        N_(
            "What is left between beginning and end beside indicator 2: parcels put into group 2, into another group,"
            " divided, merged, deleted"
        ),
    ),
    IndicatorRow(
        "3",
        N_("Parcels of group 2 that are left"),
        Unit.PARCELS,
        N_("Parcels in group 2 at the end of the time; equals 1 − 2 + 2a"),
    ),
    IndicatorRow(
        "4",
        N_("Parcels of group 3, without a database"),
        Unit.PARCELS,
        N_("Parcels in group 3 at the end of the time, by the branch's status files"),
    ),
    IndicatorRow(
        "5",
        N_("Cases listed for the match with the population database"),
        Unit.CASES,
        N_("Persons in the lists written for the match in this time"),
    ),
    IndicatorRow(
        "6",
        N_("Parcels to which spatial data was added"),
        Unit.PARCELS,
        N_(
            "Records without a boundary that got one by an act or an import of this time and have it at its end"
        ),
    ),
    IndicatorRow(
        "7",
        N_("Parcels to which unstructured data was added"),
        Unit.PARCELS,
        N_(
            "Parcels to which a scan was bound in this time that is still bound; not those that came together with it"
        ),
    ),
    IndicatorRow(
        "8",
        N_("Parcels with a certificate but without a database that were brought up to date"),
        Unit.PARCELS,
        N_(
            "Parcels with a certificate whose state of collection became “entered” or a later one in this time and"
            " is so at its end"
        ),
    ),
    IndicatorRow(
        "9",
        N_("Parcels of which the electronic land register was made and signed"),
        Unit.PARCELS,
        N_(
            "Parcels of which the status files say for the first time in this time that the electronic register is"
            " exported; whether it is signed they do not say"
        ),
    ),
    IndicatorRow(
        "10",
        N_("Communes, wards and special zones"),
        Unit.COMMUNES,
        N_("Communes of this store"),
    ),
    IndicatorRow(
        "11",
        N_("Time left"),
        Unit.DAYS,
        N_("Days from the last day of the time to the deadline"),
    ),
)
ROW_BY_NUMBER: Final = {row.number: row for row in ROWS}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator, counted for a time.

    Args:
        row: What it is.
        value: The number; None where it cannot be counted.
        because: Why not; None where it is counted.
    """

    row: IndicatorRow
    value: int | None
    because: Text | None = None


Counted = int | Text
"""A number, or why there is none."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the branch's files have said through time; read once for several times.

    Args:
        groups: Groups of parcels.
        registers: Whether the electronic register is exported.
    """

    groups: Statements
    registers: Statements


def read_told(reader: Reader) -> Told:
    """Return what the branch's files have said."""
    groups, registers = (
        Statements(reader.reporting.status_moves(one)) for one in ("parcel_group", "register_exported")
    )
    return Told(groups, registers)


def count_indicators(reader: Reader, period: Period, told: Told, deadline: Deadline) -> list[Indicator]:
    """Return the indicators of a time, in the order of ``ROWS``."""
    opening = period.before.last
    after, until = (reader.number_at(end_of_day_ms(day)) for day in (opening, period.last))
    entered = reader.reporting.newly_in("collection_state", ENTERED, after, until)
    counted: dict[str, Counted] = {
        **_groups(told.groups, period),
        "5": NO_LISTS,
        "6": len(reader.reporting.given_boundaries(after, until)),
        "7": len(reader.reporting.bound_scans(after, until)),
        "8": len(entered & reader.reporting.with_certificate()) if entered else 0,
        "9": _registers(told.registers, period),
        "10": len(reader.info.communes),
        "11": max((deadline.day - period.last).days, 0),
    }
    return [
        Indicator(row, None, found) if isinstance(found, Text) else Indicator(row, found)
        for row, found in ((row, counted[row.number]) for row in ROWS)
    ]


def _groups(groups: Statements, period: Period) -> dict[str, Counted]:
    opening = period.before.last
    begins = groups.first_day
    if begins is None:
        return dict.fromkeys(("1", "2", "2a", "3", "4"), NO_STATUS)
    if begins > period.last:
        return dict.fromkeys(("1", "2", "2a", "3", "4"), _begins_later(begins))
    last = groups.counts_on(period.last)
    found: dict[str, Counted] = {"3": last[GROUP_2], "4": last[GROUP_3]}
    if begins > opening:
        return found | dict.fromkeys(("1", "2", "2a"), _begins_later(begins))
    first = groups.counts_on(opening)[GROUP_2]
    cleaned = groups.moved(opening, period.last, GROUP_2, GROUP_1)
    return found | {"1": first, "2": cleaned, "2a": last[GROUP_2] - first + cleaned}


def _registers(registers: Statements, period: Period) -> Counted:
    begins = registers.first_day
    if begins is None:
        return Text(N_("no status file says anything of the electronic register"))
    opening = period.before.last
    if begins > opening:
        return _begins_later(begins)
    before, now = registers.on(opening), registers.on(period.last)
    return sum(1 for one, value in now.items() if value == EXPORTED and before.get(one) != EXPORTED)


def _begins_later(day: date) -> Text:
    return Text(N_("the first status file is of {day}, later than what is asked for"), {"day": day})
