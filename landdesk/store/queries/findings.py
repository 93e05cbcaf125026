"""Findings of the last check, kept so that a window opens with them; derived, never journaled."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from landdesk.store import tables as t
from landdesk.store.objects import fetched


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

    def all(self) -> list[StoredFinding]:
        """Return the findings, in no order."""
        columns = t.finding.c
        query = select(columns.key, columns.rule, columns.content, columns.place)
        return [StoredFinding(*row) for row in fetched(self._conn, query)]


def write_findings(conn: Connection, run: CheckRun, findings: Iterable[StoredFinding]) -> None:
    """Write the outcome of a check in place of the one before."""
    conn.execute(delete(t.finding))
    rows = [
        {"key": one.key, "rule": one.rule, "content": one.content, "place": one.place} for one in findings
    ]
    if rows:
        conn.execute(insert(t.finding), rows)
    conn.execute(delete(t.check_run))
    values = {
        "version": run.version,
        "at_ms": run.at_ms,
        "limits": run.limits,
        "failures": run.failures,
    }
    conn.execute(insert(t.check_run), [values])
