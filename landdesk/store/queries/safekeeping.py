"""Restore points, and the files that left with names or numbers of people."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, func, insert, select

from landdesk.domain.change import EntryKind
from landdesk.store import tables as t

TAKEN_BACK: Final = frozenset({EntryKind.ACT, EntryKind.IMPORT})
"""Kinds of entries that going back to a restore point takes back."""
TO_RESTORE_POINT: Final = "store.to-restore-point"
"""Command of the entry that brings the record back to a restore point."""


@dataclass(frozen=True, slots=True)
class RestorePoint:
    """A mark in the journal that the record can be brought back to.

    Args:
        number: 1, 2, 3 … within the store.
        entry: Number of the journal entry after which it was set.
        words: What was to come: ``before:COMMAND:SUBJECT`` where the program set it, else what a person wrote.
        at_ms: When.
    """

    number: int
    entry: int
    words: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file that left the store with names or numbers of people.

    Args:
        number: 1, 2, 3 … within the store.
        at_ms: When.
        person: Who wrote it.
        purpose: What for: a code such as ``package.change``, or what a person wrote.
        file_name: Its name, without the folder.
        sha256: Of its content; None where it was not known when this was noted.
        columns: What of people was in it, ``party.name`` and so on.
        persons: How many people.
    """

    number: int
    at_ms: int
    person: str
    purpose: str
    file_name: str
    sha256: bytes | None
    columns: tuple[str, ...]
    persons: int


class Safekeeping:
    """Restore points and outgoing files of a store."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def restore_points(self) -> list[RestorePoint]:
        """Return the restore points, newest first."""
        query = select(t.restore_point).order_by(t.restore_point.c.number.desc())
        return [_point(row) for row in self._conn.execute(query)]

    def restore_point(self, number: int) -> RestorePoint | None:
        """Return one restore point."""
        query = select(t.restore_point).where(t.restore_point.c.number == number)
        row = self._conn.execute(query).one_or_none()
        return None if row is None else _point(row)

    def acts_since(self) -> dict[int, int]:
        """Return for each restore point, by its number, how many acts and imports came after it."""
        entry, point = t.journal_entry.c, t.restore_point.c
        kinds = [kind.value for kind in TAKEN_BACK]
        later = and_(entry.number > point.entry, entry.kind.in_(kinds))
        query = (
            select(point.number, func.count(entry.number).label("acts"))
            .select_from(t.restore_point.outerjoin(t.journal_entry, later))
            .group_by(point.number)
        )
        return {row.number: row.acts for row in self._conn.execute(query)}

    def people_count(self) -> int:
        """Return how many land users the record holds."""
        return int(self._conn.execute(select(func.count()).select_from(t.party)).scalar_one())

    def outgoing_files(self) -> list[OutgoingFile]:
        """Return the files that left, newest first."""
        query = select(t.outgoing_file).order_by(t.outgoing_file.c.number.desc())
        return [_file(row) for row in self._conn.execute(query)]


def add_restore_point(conn: Connection, entry: int, words: str, at_ms: int) -> RestorePoint:
    """Set a restore point after an entry."""
    last = conn.execute(select(func.max(t.restore_point.c.number))).scalar() or 0
    point = RestorePoint(last + 1, entry, words, at_ms)
    row = {"number": point.number, "entry": entry, "words": words, "at_ms": at_ms}
    conn.execute(insert(t.restore_point), [row])
    return point


def add_outgoing_file(
    conn: Connection,
    at_ms: int,
    person: str,
    purpose: str,
    file_name: str,
    sha256: bytes | None,
    columns: Iterable[str],
    persons: int,
) -> None:
    """Note a file that leaves; see :class:`OutgoingFile`."""
    last = conn.execute(select(func.max(t.outgoing_file.c.number))).scalar() or 0
    row = {
        "number": last + 1,
        "at_ms": at_ms,
        "person": person,
        "purpose": purpose,
        "file_name": file_name,
        "sha256": sha256,
        "columns": " ".join(columns),
        "persons": persons,
    }
    conn.execute(insert(t.outgoing_file), [row])


def _point(row: Row[Any]) -> RestorePoint:
    return RestorePoint(row.number, row.entry, row.words, row.at_ms)


def _file(row: Row[Any]) -> OutgoingFile:
    values = row._mapping
    return OutgoingFile(
        number=values["number"],
        at_ms=values["at_ms"],
        person=values["person"],
        purpose=values["purpose"],
        file_name=values["file_name"],
        sha256=None if values["sha256"] is None else bytes(values["sha256"]),
        columns=tuple(values["columns"].split()),
        persons=values["persons"],
    )
