"""Filters and workflow states of all parcels at once: arrays made by a few queries, each only where it is asked for.

The same answers as ``domain/parcel_filter.py`` and ``domain/workflow.py`` give for one parcel; a test holds the two
together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from landdesk.domain.clock import local_time
from landdesk.domain.completeness import GroupState, Need
from landdesk.domain.finding import Finding, Severity
from landdesk.domain.ids import ObjectId
from landdesk.domain.parcel_filter import (
    ANYTHING,
    GROUP,
    NONE,
    YES,
    All,
    AnyOf,
    Is,
    Not,
    ParcelFacts,
    ParcelFilter,
    bounds,
    first_day,
)
from landdesk.domain.workflow import (
    GROUP_1,
    OPERATING,
    PARENTS,
    REFUSED_MATCHES,
    RETURNED_KINDS,
    WorkflowFacts,
    WorkflowState,
)
from landdesk.services.commands.ask_reclassification import ASKED
from landdesk.services.worklist.kept_gaps import KeptGaps
from landdesk.services.worklist.states import STATES, Mask, WorkflowColumns, workflow_codes
from landdesk.store.info import COMMUNE
from landdesk.store.queries.completeness import MISSING, Gaps
from landdesk.store.queries.parcel_facts import Sending
from landdesk.store.reader import Reader

_GROUP_STATES: Final = list(GroupState)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is needed beside the store.

    Args:
        needs: What the record of a parcel needs.
        findings: What the check found.
        blocking: Rules of which an error keeps a parcel from being proposed for group 1.
        today: For "the last days".
        kept: Completeness kept from one look to the next; None to count anew.
    """

    needs: Sequence[Need]
    findings: Sequence[Finding]
    today: date
    kept: KeptGaps | None = None
    blocking: frozenset[str] = frozenset()


class Columns:
    """The facts of all parcels of one consistent state, column by column, in order of entry.

    Args:
        reader: The state; columns are read when they are asked for first, so while it is open.
        around: What is needed beside it.
    """

    def __init__(self, reader: Reader, around: Surroundings) -> None:
        self._reader = reader
        self._around = around
        self.ids: tuple[ObjectId, ...] = reader.facts.ids()
        self._place = {one: at for at, one in enumerate(self.ids)}

    def mask(self, wanted: ParcelFilter) -> Mask:
        """Return which parcels a filter means."""
        if isinstance(wanted, Not):
            return ~self.mask(wanted.part)
        if isinstance(wanted, All):
            found = np.ones(len(self.ids), dtype=bool)
            for part in wanted.parts:
                found &= self.mask(part)
            return found
        if isinstance(wanted, AnyOf):
            found = self._nowhere()
            for part in wanted.parts:
                found |= self.mask(part)
            return found
        return self._test(wanted)

    def place(self, parcel: ObjectId) -> int | None:
        """Return the place of a parcel in the columns; None where it does not exist."""
        return self._place.get(parcel)

    def keys(self) -> list[tuple[str | None, str | None, str | None]]:
        """Return sheet, number and state of the number of each parcel."""
        return [(row[0], row[1], row[5]) for row in self.rows]

    @cached_property
    def gaps(self) -> Gaps:
        """What the record of each parcel lacks."""
        if self._around.kept is not None:
            return self._around.kept.read(self._reader)
        return self._reader.gaps(self._around.needs)

    @cached_property
    def workflow(self) -> NDArray[np.int64]:
        """Where each parcel stands, as a place in ``states.STATES``."""
        return workflow_codes(self._workflow_columns)

    @cached_property
    def _workflow_columns(self) -> WorkflowColumns:
        gaps = self.gaps
        return WorkflowColumns(
            in_group_1=self._in_group(GROUP_1),
            reclassification_asked=self._asked(),
            returned=self._returned(),
            differs=self._among(self._sending.differing),
            unsent=self._unsent,
            sent_before=self._among(self._sending.sent_before),
            faulty=self.faulty,
            begun=self._among(self._reader.worklists.begun()),
            looked_at=self._among(self.changed_at) | self._among(self._reader.worklists.looked_at()),
            missing={group: codes == MISSING for group, codes in gaps.states.items()},
            unknown=gaps.unknown > 0,
            match_refused=self._among(one for one, match in self._matches if match in REFUSED_MATCHES),
            operating=self._operating(),
        )

    @property
    def findings(self) -> Sequence[Finding]:
        """What the check found, as far as it counts for where parcels stand."""
        return self._around.findings

    @cached_property
    def faulty(self) -> Mask:
        """Which parcels have faults that keep them from being in order."""
        return self._faulty()

    @cached_property
    def branch_groups(self) -> dict[ObjectId, str]:
        """The group of each parcel that the newest status file puts into one."""
        return {one: row[0] for one in self.ids if (row := self._status.get(one)) is not None and row[0]}

    @cached_property
    def status_day(self) -> date | None:
        """The newest day that a status file says it is of; a year or a month alone is no day."""
        said = (row[3] for row in self._status.values())
        days = [date.fromisoformat(one) for one in set(said) if one and len(one) == len("2026-12-31")]
        return max(days, default=None)

    def counts(self) -> dict[WorkflowState, int]:
        """Return how many parcels stand in each state; states without any are left out."""
        places, counts = np.unique(self.workflow, return_counts=True)
        return {STATES[at]: count for at, count in zip(places.tolist(), counts.tolist(), strict=True)}

    def states(self) -> dict[ObjectId, WorkflowState]:
        """Return where each parcel stands."""
        return {one: STATES[at] for one, at in zip(self.ids, self.workflow.tolist(), strict=True)}

    def workflow_of(self, parcel: ObjectId) -> WorkflowState:
        """Return where one parcel stands."""
        return STATES[int(self.workflow[self._place[parcel]])]

    def facts(self, parcel: ObjectId) -> ParcelFacts:
        """Return the facts of one parcel as a value, for :func:`landdesk.domain.parcel_filter.matches`."""
        at = self._place[parcel]
        row = self.rows[at]
        at_ms = self.changed_at.get(parcel)
        return ParcelFacts(
            id=parcel,
            sheet=row[0],
            number=row[1],
            hamlet=row[2],
            land_uses=frozenset(code for one, code in self._land_uses if one == parcel and code),
            states={group: _GROUP_STATES[codes[at]] for group, codes in self.gaps.states.items()},
            missing=int(self.gaps.missing[at]),
            unknown=int(self.gaps.unknown[at]),
            rules=frozenset(one.rule for one in self._around.findings if parcel in one.objects),
            work=frozenset(kind for kind, found in self._work.items() if parcel in found),
            branch_group=self._status.get(parcel, (None,))[0],
            matches=frozenset(match for one, match in self._matches if one == parcel),
            collection=row[3],
            has_polygon=bool(row[4]),
            unsent=parcel in self._sending.unsent,
            changed_on=None if at_ms is None else local_time(at_ms).date().isoformat(),
            workflow=self.workflow_of(parcel),
        )

    def workflow_facts(self, parcel: ObjectId) -> WorkflowFacts:
        """Return what the state of one parcel is derived from."""
        at = self._place[parcel]
        columns = self._workflow_columns
        plain = {
            one.name: bool(getattr(columns, one.name)[at]) for one in fields(columns) if one.name != "missing"
        }
        missing = frozenset(group for group, mask in columns.missing.items() if mask[at])
        return WorkflowFacts(missing=missing, **plain)

    # --- tests -------------------------------------------------------------------------------------------------

    def _test(self, wanted: Is) -> Mask:
        found = self._nowhere()
        for value in wanted.values:
            found |= self._value(wanted.test, value)
        return found

    def _value(self, test: str, value: str) -> Mask:
        if test.startswith(GROUP):
            return self._group_state(test.removeprefix(GROUP), value)
        makers: Mapping[str, Callable[[str], Mask]] = {
            "text": lambda one: self._among(self._reader.found_parcels(one)),
            "sheet": lambda one: self._column(0) == one if one != NONE else _empty(self._column(0)),
            "hamlet": lambda one: self._column(2) == one if one != NONE else _empty(self._column(2)),
            "collection": lambda one: self._column(3) == one if one != NONE else _empty(self._column(3)),
            "land_use": lambda one: self._pairs(self._land_uses, one),
            "missing": self._missing,
            "finding": self._found_by,
            "work": self._open_work,
            "branch_group": self._in_group,
            "match": lambda one: self._pairs(self._matches, one),
            "workflow": self._stands,
            "polygon": lambda one: self._has_polygon == (one == YES),
            "changed": self._changed_since,
            "unsent": lambda one: self._unsent == (one == YES),
        }
        return makers[test](value)

    def _group_state(self, group: str, state: str) -> Mask:
        # Only what this group needs is counted, unless all was counted already.
        whole = "gaps" in self.__dict__ or self._around.kept is not None
        gaps = self.gaps if whole else self._gaps_of(group)
        codes = gaps.states.get(group)
        if codes is None:
            return self._nowhere()
        found: Mask = codes == _GROUP_STATES.index(GroupState(state))
        return found

    def _gaps_of(self, group: str) -> Gaps:
        known: dict[str, Gaps] = self.__dict__.setdefault("_by_group", {})
        if group not in known:
            known[group] = self._reader.gaps([one for one in self._around.needs if one.group == group])
        return known[group]

    def _missing(self, value: str) -> Mask:
        least, most = bounds(value)
        found: Mask = self.gaps.missing >= least
        return found if most is None else found & (self.gaps.missing <= most)

    def _found_by(self, rule: str) -> Mask:
        if rule == NONE:
            return ~self._found_by(ANYTHING)
        return self._among(
            parcel for one in self._around.findings if rule in (ANYTHING, one.rule) for parcel in one.objects
        )

    def _open_work(self, kind: str) -> Mask:
        if kind == NONE:
            return ~self._open_work(ANYTHING)
        kinds = self._work if kind == ANYTHING else {kind: self._work.get(kind, frozenset())}
        return self._among(parcel for found in kinds.values() for parcel in found)

    def _in_group(self, code: str) -> Mask:
        found = self._among(
            one for one, status in self._status.items() if status[0] == (None if code == NONE else code)
        )
        return found | ~self._among(self._status) if code == NONE else found

    def _stands(self, code: str) -> Mask:
        wanted = [at for at, state in enumerate(STATES) if code in (state, PARENTS.get(state))]
        found: Mask = np.isin(self.workflow, wanted)
        return found

    def _changed_since(self, value: str) -> Mask:
        day = first_day(value, self._around.today)
        return self._among(
            one for one, at_ms in self.changed_at.items() if local_time(at_ms).date().isoformat() >= day
        )

    def _pairs(self, pairs: Sequence[tuple[Any, str | None]], value: str) -> Mask:
        if value in (ANYTHING, NONE):
            found = self._among(one for one, code in pairs if code)
            return found if value == ANYTHING else ~found
        return self._among(one for one, code in pairs if code == value)

    # --- columns -----------------------------------------------------------------------------------------------

    def _nowhere(self) -> Mask:
        return np.zeros(len(self.ids), dtype=bool)

    def _among(self, parcels: Iterable[Any]) -> Mask:
        found = self._nowhere()
        at = [self._place[one] for one in parcels if one in self._place]
        found[at] = True
        return found

    def _column(self, number: int) -> NDArray[np.object_]:
        made = np.empty(len(self.rows), dtype=object)
        made[:] = [row[number] for row in self.rows]
        return made

    @cached_property
    def rows(self) -> list[tuple[Any, ...]]:
        """Sheet, number, hamlet, collection, whether there is a boundary, the state of the number, by parcel."""
        return self._reader.facts.rows()

    @cached_property
    def _has_polygon(self) -> Mask:
        return np.array([bool(row[4]) for row in self.rows], dtype=bool)

    @cached_property
    def _land_uses(self) -> list[tuple[bytes, str | None]]:
        return self._reader.facts.land_uses()

    @cached_property
    def _status(self) -> dict[bytes, tuple[str | None, str | None, int | None, str | None]]:
        return {row[0]: row[1:] for row in self._reader.facts.newest_status()}

    @cached_property
    def _matches(self) -> list[tuple[bytes, str]]:
        by_status = [(one, row[1]) for one, row in self._status.items() if row[1]]
        return [*by_status, *self._reader.facts.matches()]

    @cached_property
    def _work(self) -> dict[str, frozenset[ObjectId]]:
        """Parcels with open work by its kind; a work item names its parcels."""
        found: dict[str, set[ObjectId]] = {}
        for kind, subject in self._reader.failures.open_subjects():
            if subject in self._place:
                found.setdefault(kind, set()).add(subject)
        return {kind: frozenset(parcels) for kind, parcels in found.items() if parcels}

    @cached_property
    def changed_at(self) -> dict[ObjectId, int]:
        """When a person last did something to each parcel that somebody changed, in milliseconds."""
        return self._reader.facts.changed_at()

    @cached_property
    def _sending(self) -> Sending:
        if self._reader.info.role != COMMUNE:
            # An office sends its record to nobody.
            return Sending(frozenset(), frozenset(), frozenset())
        return self._reader.facts.sending()

    @cached_property
    def _unsent(self) -> Mask:
        return self._among(self._sending.unsent)

    def _asked(self) -> Mask:
        """Re-classification was asked for, and no status file of a later day has answered."""
        return self._among(
            parcel
            for item in self._reader.work_items(ASKED)
            for parcel in item.subjects
            if ((self._status.get(parcel) or (None,) * 4)[3] or "") <= (item.reason or "")
        )

    def _returned(self) -> Mask:
        return self._among(
            parcel for kind, found in self._work.items() if kind in RETURNED_KINDS for parcel in found
        )

    def _faulty(self) -> Mask:
        blocking = self._around.blocking
        errors = (
            one for one in self._around.findings if one.severity is Severity.ERROR and one.rule in blocking
        )
        return self._among(parcel for one in errors for parcel in one.objects)

    def _operating(self) -> Mask:
        by_status = self._among(one for one, row in self._status.items() if row[2])
        found: Mask = by_status | (self._column(3) == OPERATING)
        return found


def _empty(column: NDArray[np.object_]) -> Mask:
    return np.array([not one for one in column.tolist()], dtype=bool)
