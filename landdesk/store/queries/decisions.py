"""What the office said of the records of change packages, and what of it was taken back.

A record whose decision was taken back is undecided and keeps reason, note, person and entry of it until it is decided
anew, so that redo can say the same again: what has a reason was returned, the others were accepted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, select, update

from landdesk.domain.ids import ObjectId
from landdesk.store import tables as t

UNDECIDED = "undecided"
ACCEPTED = "accepted"
RETURNED = "returned"

_RECORDS = t.package_record.c
_WORDS = ("reason", "note", "person", "at_ms", "entry")


@dataclass(frozen=True, slots=True)
class Decision:
    """What the office said of one record of a change package."""

    record: ObjectId
    decision: str
    reason: str | None = None
    note: str | None = None
    person: str | None = None
    at_ms: int | None = None
    entry: int | None = None
    receipt: ObjectId | None = None


def read_decisions(conn: Connection, package: ObjectId) -> dict[ObjectId, Decision]:
    """Return what is said of a package's records now, by record."""
    query = select(t.package_record).where(_RECORDS.package == package)
    found = [_decision(row) for row in conn.execute(query)]
    return {
        one.record: Decision(one.record, UNDECIDED) if one.decision == UNDECIDED else one for one in found
    }


def read_decided_by(conn: Connection, entry: int) -> tuple[ObjectId | None, list[Decision]]:
    """Return the package that a decision was on, and its records as they keep the decision.

    Of a decision that is taken back the records are undecided. None and nothing when the entry decided nothing, or
    one of its records was decided anew since it was taken back.
    """
    query = select(t.package_record).where(_RECORDS.entry == entry).order_by(_RECORDS.record)
    rows = list(conn.execute(query))
    return (ObjectId(bytes(rows[0].package)) if rows else None), [_decision(row) for row in rows]


def write_decisions(conn: Connection, package: ObjectId, decisions: Sequence[Decision]) -> None:
    """Write what the office said of records; decisions on them that were taken back are forgotten."""
    if not decisions:
        return
    _forget_taken_back(conn, package, {one.record for one in decisions})
    columns = ("decision", *_WORDS, "receipt")
    statement = (
        update(t.package_record)
        .where(_RECORDS.package == bindparam("of_package"), _RECORDS.record == bindparam("of_record"))
        .values({name: bindparam(f"new_{name}") for name in columns})
    )
    rows: list[dict[str, Any]] = [
        {"of_package": package, "of_record": one.record}
        | {f"new_{name}": getattr(one, name) for name in columns}
        for one in decisions
    ]
    conn.execute(statement, rows)


def _forget_taken_back(conn: Connection, package: ObjectId, anew: set[ObjectId]) -> None:
    """Forget, of every decision that was taken back and decided one of the records, all it said."""
    query = select(_RECORDS.record, _RECORDS.entry).where(
        _RECORDS.package == package, _RECORDS.decision == UNDECIDED, _RECORDS.entry.is_not(None)
    )
    entries = {row.entry for row in conn.execute(query) if ObjectId(bytes(row.record)) in anew}
    if entries:
        forgotten = update(t.package_record).where(_RECORDS.entry.in_(sorted(entries)))
        conn.execute(forgotten.values(dict.fromkeys(_WORDS)))


def take_back(conn: Connection, entry: int) -> None:
    """Let the records that an entry decided be undecided again."""
    conn.execute(update(t.package_record).where(_RECORDS.entry == entry).values(decision=UNDECIDED))


def repeat(conn: Connection, entry: int) -> None:
    """Decide again what an entry decided that was taken back."""
    said = case((_RECORDS.reason.is_(None), ACCEPTED), else_=RETURNED)
    conn.execute(update(t.package_record).where(_RECORDS.entry == entry).values(decision=said))


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        record=ObjectId(bytes(row.record)),
        decision=row.decision,
        reason=row.reason,
        note=row.note,
        person=row.person,
        at_ms=row.at_ms,
        entry=row.entry,
        receipt=None if row.receipt is None else ObjectId(bytes(row.receipt)),
    )
