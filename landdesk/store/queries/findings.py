"""Findings of the last check, kept so that a window opens with them, and what was mended; derived, never journaled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from landdesk.store import tables as t
from landdesk.store.objects import fetched, insert_rows

KEPT_MS: Final = 120 * 24 * 3_600 * 1_000
"""So long it is known that a finding was mended: longer than a quarter, over which offices report."""
_AT_ONCE: Final = 4_096


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding as its checker wrote it: ``content`` is JSON, ``place`` WKB or None."""

    key: str
    rule: str
    content: str
    place: bytes | None


@dataclass(frozen=True, slots=True)
class CheckRun:
    """The check that the stored findings are of.

    Args:
        version: Journal number of the state that was checked.
        at_ms: When.
        limits: Hash of the limits in force.
        failures: JSON list of rules that could not be run.
    """

    version: int
    at_ms: int
    limits: str
    failures: str


class Findings:
    """Reads of the last check within one transaction."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def run(self) -> CheckRun | None:
        """Return the check the findings are of; None before the first."""
        row = self._conn.execute(select(t.check_run)).one_or_none()
        return None if row is None else CheckRun(row.version, row.at_ms, row.limits, row.failures)

    def all(self) -> Iterator[list[StoredFinding]]:
        """Return the findings that stand, in no order, some thousand at a time: all at once take much memory."""
        c = t.finding.c
        query = select(c.key, c.rule, c.content, c.place).where(c.mended_ms.is_(None))
        cursor = self._conn.execute(query).cursor
        while rows := cursor.fetchmany(_AT_ONCE):
            yield [StoredFinding(*row) for row in rows]

    def mended(self) -> list[tuple[StoredFinding, int]]:
        """Return the findings that stood once and are mended, with the moment at which that was seen, newest first."""
        c = t.finding.c
        query = select(c.key, c.rule, c.content, c.place, c.mended_ms).where(c.mended_ms.is_not(None))
        rows = fetched(self._conn, query.order_by(c.mended_ms.desc(), c.key))
        return [(StoredFinding(*row[:4]), row[4]) for row in rows]

    def first_seen(self) -> dict[str, int]:
        """Return the moment at which each finding that stands was found first, by its key."""
        c = t.finding.c
        rows = fetched(self._conn, select(c.key, func.coalesce(c.first_ms, 0)).where(c.mended_ms.is_(None)))
        return dict(rows)


def write_findings(conn: Connection, run: CheckRun, findings: Sequence[StoredFinding]) -> None:
    """Write the outcome of a check beside the one before: what is gone is mended, what comes back stands again.

    Only differences are written: a commune may have a hundred thousand findings, and most stay from day to day.
    """
    c = t.finding.c
    before = {row[0]: row[1:] for row in fetched(conn, select(c.key, c.content, c.place, c.mended_ms))}
    present = {one.key for one in findings}
    new = [
        {
            "key": one.key,
            "rule": one.rule,
            "content": one.content,
            "place": one.place,
            "first_ms": run.at_ms,
            "mended_ms": None,
        }
        for one in findings
        if one.key not in before
    ]
    changed = [
        {"at": one.key, "said": one.content, "where": one.place}
        for one in findings
        if one.key in before and before[one.key] != (one.content, one.place, None)
    ]
    gone = [
        {"at": key, "seen": run.at_ms} for key, row in before.items() if row[2] is None and key not in present
    ]
    if new:
        insert_rows(conn, t.finding, new)
    if changed:
        values: dict[str, Any] = {
            "content": bindparam("said"),
            "place": bindparam("where"),
            "mended_ms": None,
        }
        conn.execute(update(t.finding).where(c.key == bindparam("at")).values(values), changed)
    if gone:
        conn.execute(
            update(t.finding).where(c.key == bindparam("at")).values(mended_ms=bindparam("seen")), gone
        )
    conn.execute(delete(t.finding).where(c.mended_ms < run.at_ms - KEPT_MS))
    conn.execute(delete(t.check_run))
    row = {"version": run.version, "at_ms": run.at_ms, "limits": run.limits, "failures": run.failures}
    conn.execute(insert(t.check_run), [row])
