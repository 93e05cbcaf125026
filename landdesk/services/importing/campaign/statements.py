"""Statements of others on parcels: the branch's sync status, error paths of the national system, the tracking sheet.

A sync status is one object for each parcel, the newest statement in place of the one before. What it says is not in
order, and each error path, is a sync error on its parcels, word for word, whether or not its code is known; see
``said_errors.py``.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, Protocol

from landdesk.domain.ids import ObjectId
from landdesk.domain.progress import Progress
from landdesk.domain.records import Parcel, SyncStatus, WorkItem
from landdesk.domain.sync_errors import (
    ATTRIBUTES_ONLY,
    MESSAGE,
    NOT_EXPORTED,
    NOT_IN_SYNC,
    NOT_MATCHED,
    NOT_OPERATING,
    STATUS_CODES,
    TASK,
    UNDETERMINED,
)
from landdesk.domain.workflow import GROUP_1
from landdesk.services.campaign.error_codes import error_code_of
from landdesk.services.campaign.lists import ErrorRow, StatusRow, TrackingRow
from landdesk.services.codelists import CodeLists
from landdesk.services.importing.campaign.lists import ErrorReading, StatusReading, TrackingReading
from landdesk.services.importing.campaign.said_errors import SaidErrors
from landdesk.services.importing.campaign.table_report import NO_PARCEL, NOT_TAKEN, LeftRows
from landdesk.services.importing.campaign.words import CodeWords
from landdesk.services.importing.refresh.engine import Refresh
from landdesk.services.importing.refresh.tally import CHANGED, NEW, SAME
from landdesk.store.reader import Reader

STEP: Final = 500


class _Row(Protocol):
    @property
    def row(self) -> int: ...
    @property
    def sheet(self) -> str | None: ...
    @property
    def parcel_no(self) -> str | None: ...


class StatusIn:
    """Brings a sync status in."""

    def __init__(
        self, reading: StatusReading, words: CodeWords, commune: str | None, as_of: date, file_name: str
    ) -> None:
        self.reading = reading
        self._words = words
        self._commune = commune
        self._as_of = as_of.isoformat()
        self._file_name = file_name
        self.errors: Mapping[str, int] = {}

    def bring(self, refresh: Refresh, reader: Reader, progress: Progress) -> dict[int, str]:
        """Return what became of each row."""
        known: dict[ObjectId, SyncStatus] = {one.parcel_id: one for one in reader.all(SyncStatus).values()}
        said = SaidErrors(refresh, reader, self._as_of, self._file_name, STATUS_CODES.__contains__)
        outcomes: dict[int, str] = {}
        for at, row in enumerate(self.reading.rows):
            if at % STEP == 0:
                progress.step(at, len(self.reading.rows))
            parcels = _found(refresh, row, row.commune or self._commune)
            if not parcels:
                refresh.note((row.row,), _label(row), NO_PARCEL)
                outcomes[row.row] = NOT_TAKEN
            for parcel in parcels:
                present = known.get(parcel.id)
                values = self._values(row, parcel)
                known[parcel.id] = refresh.statement(present, SyncStatus, values)
                same = known[parcel.id] is present
                outcomes[row.row] = NEW if present is None else SAME if same else CHANGED
                if present is None or (present.as_of or "") <= self._as_of:
                    _say(said, (parcel.id,), values)
        said.end()
        self.errors = said.counts
        return outcomes

    def left(self, outcomes: Mapping[int, str]) -> LeftRows:
        """Return the rows that no parcel is there for, as they are written."""
        rows = [row for row, outcome in outcomes.items() if outcome == NOT_TAKEN]
        headings = tuple(heading for _, heading in self.reading.columns)
        return LeftRows(headings, {row: self.reading.words(row) for row in rows})

    def _values(self, row: StatusRow, parcel: Parcel) -> dict[str, Any]:
        return {
            "parcel_id": parcel.id,
            "as_of": self._as_of,
            "register_exported": _either(row.register_exported, row.register_not_exported),
            "blocks_in_sync": _either(row.blocks_in_sync, row.blocks_not_in_sync),
            "attributes_only": row.attributes_only,
            "population_match": _match(row),
            "operating": _either(row.in_operation, row.not_in_operation),
            "parcel_group": self._words.code_or_word("parcel_group", row.group),
            "source": self._file_name,
        }


def _either(yes: bool | None, no: bool | None) -> bool | None:
    """Return what two opposite flags say; None where they contradict each other or say nothing."""
    if yes is None:
        return None if no is None else not no
    return yes if no is None or no is not yes else None


def _match(row: StatusRow) -> str | None:
    marked = [
        code
        for code, flag in (
            ("matched", row.people_matched),
            ("not_matched", row.people_not_matched),
            ("undetermined", row.people_undetermined),
        )
        if flag
    ]
    return marked[0] if len(marked) == 1 else None


_FAILING: Final[Mapping[str, tuple[str, Any]]] = {
    NOT_EXPORTED: ("register_exported", False),
    NOT_IN_SYNC: ("blocks_in_sync", False),
    ATTRIBUTES_ONLY: ("attributes_only", True),
    NOT_MATCHED: ("population_match", "not_matched"),
    UNDETERMINED: ("population_match", "undetermined"),
    NOT_OPERATING: ("operating", False),
}
"""Codes of what a status says is not in order, with the field and the value that say it."""


def _say(said: SaidErrors, subjects: tuple[ObjectId, ...], status: Mapping[str, Any]) -> None:
    """Say what a status says is not in order; of what it leaves open nothing is said."""
    said.cover(subjects, fit=status["parcel_group"] == GROUP_1)
    for code, (field, failing) in _FAILING.items():
        if status[field] is None:
            said.leave(subjects, code, code)
        elif status[field] == failing:
            said.say(subjects, code, code)


class ErrorsIn:
    """Brings error paths in, as sync errors on parcels."""

    def __init__(
        self, reading: ErrorReading, lists: CodeLists, commune: str | None, as_of: date, file_name: str
    ) -> None:
        self.reading = reading
        self._lists = lists
        self._commune = commune
        self._as_of = as_of.isoformat()
        self._file_name = file_name
        self.errors: Mapping[str, int] = {}

    def bring(self, refresh: Refresh, reader: Reader, progress: Progress) -> dict[int, str]:
        """Return what became of each row."""
        said = SaidErrors(
            refresh, reader, self._as_of, self._file_name, lambda code: code not in STATUS_CODES
        )
        outcomes: dict[int, str] = {}
        for at, row in enumerate(self.reading.rows):
            if at % STEP == 0:
                progress.step(at, len(self.reading.rows))
            parcels = _found(refresh, row, row.commune or self._commune)
            if not parcels and row.serial:
                parcels = refresh.parcels_of_serial(row.serial)
            if not parcels:
                refresh.note((row.row,), _label(row), NO_PARCEL)
                outcomes[row.row] = NOT_TAKEN
                continue
            subjects = tuple(sorted(one.id for one in parcels))
            said.cover(subjects)
            made = [said.say(subjects, *error) for error in self._errors(row)]
            outcomes[row.row] = NEW if any(made) else SAME
        said.end()
        self.errors = said.counts
        return outcomes

    def _errors(self, row: ErrorRow) -> Iterable[tuple[str, str, str]]:
        """Yield code, words and place of each error of a row; a code that is not known stands as it is."""
        for path in row.paths:
            known = error_code_of(path, self._lists)
            yield (path.code if known is None else known.code), path.text, path.place
        for text in (row.errors, row.warnings):
            if text:
                yield MESSAGE, text, ""


class TrackingIn:
    """Brings the shared tracking sheet in: groups as statements, the rest as work on parcels."""

    def __init__(
        self, reading: TrackingReading, words: CodeWords, commune: str | None, file_name: str
    ) -> None:
        self.reading = reading
        self._words = words
        self._commune = commune
        self._file_name = file_name

    def bring(self, refresh: Refresh, reader: Reader, progress: Progress) -> dict[int, str]:
        """Return what became of each row."""
        known: dict[ObjectId, SyncStatus] = {one.parcel_id: one for one in reader.all(SyncStatus).values()}
        listed = _listed(reader)
        outcomes: dict[int, str] = {}
        for at, row in enumerate(self.reading.rows):
            if at % STEP == 0:
                progress.step(at, len(self.reading.rows))
            parcels = _found(refresh, row, self._commune) or _renumbered(refresh, row, self._commune)
            if not parcels:
                refresh.note((row.row,), _label(row), NO_PARCEL)
                outcomes[row.row] = NOT_TAKEN
                continue
            changed = [self._state(refresh, known, row, one) for one in parcels]
            words = " · ".join(_words_of(row))
            if words:
                subjects = tuple(sorted(one.id for one in parcels))
                changed.append(_add(refresh, listed, TASK, subjects, "tracking", words, self._file_name))
            outcomes[row.row] = CHANGED if any(changed) else SAME
        return outcomes

    def _state(
        self, refresh: Refresh, known: dict[ObjectId, SyncStatus], row: TrackingRow, parcel: Parcel
    ) -> bool:
        changed = False
        if (
            row.new_sheet
            and row.new_parcel_no
            and (parcel.sheet, parcel.number) == (row.sheet, row.parcel_no)
        ):
            values: dict[str, Any] = {"sheet": row.new_sheet, "number": row.new_parcel_no}
            values |= {"old_sheet": row.sheet, "old_number": row.parcel_no}
            changed = refresh.statement(parcel, Parcel, values) is not parcel
        if row.group is not None:
            group = self._words.code_or_word("parcel_group", row.group)
            present = known.get(parcel.id)
            stated: dict[str, Any] = {"parcel_id": parcel.id, "parcel_group": group}
            if present is None:
                stated["source"] = self._file_name
            known[parcel.id] = refresh.statement(present, SyncStatus, stated)
            changed = changed or known[parcel.id] is not present
        return changed


def _words_of(row: TrackingRow) -> Iterable[str]:
    day = None if row.day is None else row.day.strftime("%d/%m/%Y")
    return [one for one in (row.certificate, row.missing, row.person, day, row.result) if one]


Listed = set[tuple[str, tuple[ObjectId, ...], str | None, str | None]]


def _listed(reader: Reader) -> Listed:
    return {(one.kind, tuple(sorted(one.subjects)), one.reason, one.words) for one in reader.work_items(None)}


def _add(
    refresh: Refresh,
    listed: Listed,
    kind: str,
    subjects: tuple[ObjectId, ...],
    reason: str,
    words: str,
    source: str,
) -> bool:
    """Add a piece of work, unless it is listed; tell whether it was added."""
    key = (kind, subjects, reason, words)
    if key in listed:
        return False
    listed.add(key)
    values = {"kind": kind, "subjects": subjects, "state": "open", "reason": reason, "words": words}
    refresh.statement(None, WorkItem, values | {"package": None, "record": source})
    return True


def _found(refresh: Refresh, row: _Row, commune: str | None) -> list[Parcel]:
    if not (commune and row.sheet and row.parcel_no):
        return []
    return refresh.parcels_called((commune, row.sheet, row.parcel_no))


def _renumbered(refresh: Refresh, row: TrackingRow, commune: str | None) -> list[Parcel]:
    if not (commune and row.new_sheet and row.new_parcel_no):
        return []
    return refresh.parcels_called((commune, row.new_sheet, row.new_parcel_no))


def _label(row: _Row) -> str:
    return f"{row.sheet or '?'}/{row.parcel_no or '?'}"
