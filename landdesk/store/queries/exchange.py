"""What went to the office and came from it: snapshots, packages, decisions, and what waits to be sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, func, not_, or_, select

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import TRAVELLING
from landdesk.store import tables as t
from landdesk.store.objects import ObjectState, batches, state_of
from landdesk.store.queries import decisions
from landdesk.store.queries.commune_objects import states_of_commune
from landdesk.store.queries.decisions import Decision

OUT = "out"
IN = "in"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A numbered state of one commune that the office handed out as a base package."""

    id: ObjectId
    number: int
    entry: int
    commune: str
    root_hash: bytes
    package: ObjectId


@dataclass(frozen=True, slots=True)
class PackageLine:
    """A package that was written (``direction`` out) or received (in) here.

    ``author`` is the person's name and unit, ``created_at`` ISO 8601 from the package, ``received_ms`` and
    ``received_by`` when and by whom it was written or received here.
    """

    id: ObjectId
    kind: str
    direction: str
    fingerprint: bytes
    workspace: ObjectId
    sequence: int
    previous: ObjectId | None
    in_reply_to: ObjectId | None
    author: str
    created_at: str
    received_ms: int
    received_by: str
    entry: int | None
    file_name: str


@dataclass(frozen=True, slots=True)
class Step:
    """One delta of an object, without images."""

    id: ObjectId
    entry: int
    rev_old: bytes | None
    rev_new: bytes | None


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A source file that was imported by an entry."""

    entry: int
    file_name: str
    layer: str
    report: str


class Exchange:
    """Reads of the exchange within one transaction."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def snapshots(self) -> list[Snapshot]:
        """Return the snapshots handed out, oldest first."""
        query = select(t.snapshot).order_by(t.snapshot.c.number)
        return [
            Snapshot(
                ObjectId(bytes(row.id)),
                row.number,
                row.entry,
                row.commune,
                row.root_hash,
                ObjectId(row.package),
            )
            for row in self._conn.execute(query)
        ]

    def packages(self, *, kind: str | None = None, direction: str | None = None) -> list[PackageLine]:
        """Return packages, newest here first."""
        query = select(*_LINE_COLUMNS).order_by(t.package.c.received_ms.desc(), t.package.c.sequence.desc())
        if kind is not None:
            query = query.where(t.package.c.kind == kind)
        if direction is not None:
            query = query.where(t.package.c.direction == direction)
        return [_line(row) for row in self._conn.execute(query)]

    def package(self, identifier: ObjectId) -> PackageLine | None:
        """Return one package."""
        row = self._conn.execute(select(*_LINE_COLUMNS).where(t.package.c.id == identifier)).one_or_none()
        return None if row is None else _line(row)

    def content(self, identifier: ObjectId) -> bytes | None:
        """Return the file of a package as it was written or received; None when it is not kept."""
        return self._conn.execute(select(t.package.c.content).where(t.package.c.id == identifier)).scalar()

    def last_sequence(self, workspace: ObjectId, kind: str) -> int:
        """Return the highest sequence of packages of a kind from a workspace, 0 without any."""
        query = select(func.max(t.package.c.sequence)).where(
            t.package.c.workspace == workspace, t.package.c.kind == kind
        )
        return int(self._conn.execute(query).scalar() or 0)

    def last_of(self, workspace: ObjectId, kind: str) -> PackageLine | None:
        """Return the package of a kind from a workspace that has the highest sequence."""
        columns = t.package.c
        query = select(*_LINE_COLUMNS).where(columns.workspace == workspace, columns.kind == kind)
        row = self._conn.execute(query.order_by(columns.sequence.desc()).limit(1)).one_or_none()
        return None if row is None else _line(row)

    def all_of_sequence(self, workspace: ObjectId, kind: str, sequence: int) -> list[PackageLine]:
        """Return the packages with this sequence; several where the workspace's store was copied or restored."""
        query = select(*_LINE_COLUMNS).where(
            t.package.c.workspace == workspace, t.package.c.kind == kind, t.package.c.sequence == sequence
        )
        return [_line(row) for row in self._conn.execute(query)]

    def decisions(self, package: ObjectId) -> dict[ObjectId, Decision]:
        """Return what is said of a package's records now, by record."""
        return decisions.read_decisions(self._conn, package)

    def decided_by(self, entry: int) -> tuple[ObjectId | None, list[Decision]]:
        """Return package and records of a decision, see ``queries.decisions.read_decided_by``."""
        return decisions.read_decided_by(self._conn, entry)

    def unsent(self, at_most: int | None = None) -> list[ObjectState]:
        """Return the objects that differ from the office's state and were not sent as they are now."""
        state = t.object_state.c
        sent_as_is = and_(state.sent_package.is_not(None), state.sent_rev.is_not_distinct_from(state.rev))
        query = (
            select(t.object_state)
            .where(
                state["class"].in_(TRAVELLING), state.rev.is_distinct_from(state.trunk_rev), not_(sent_as_is)
            )
            .order_by(state.id)
            .limit(at_most)
        )
        return [state_of(row) for row in self._conn.execute(query)]

    def pending(self) -> list[ObjectState]:
        """Return the objects that differ from the office's state, sent or not."""
        state = t.object_state.c
        query = select(t.object_state).where(
            state["class"].in_(TRAVELLING), state.rev.is_distinct_from(state.trunk_rev)
        )
        return [state_of(row) for row in self._conn.execute(query.order_by(state.id))]

    def steps_of(self, identifiers: Iterable[ObjectId]) -> list[Step]:
        """Return the deltas of objects, newest first."""
        steps: list[Step] = []
        for batch in batches(identifiers):
            query = select(t.delta.c.id, t.delta.c.entry, t.delta.c.rev_old, t.delta.c.rev_new).where(
                t.delta.c.id.in_(batch)
            )
            steps += [Step(ObjectId(row[0]), row[1], row[2], row[3]) for row in self._conn.execute(query)]
        return sorted(steps, key=lambda step: -step.entry)

    def touched_by(self, entries: Iterable[int]) -> set[ObjectId]:
        """Return the objects that entries changed."""
        found: set[ObjectId] = set()
        for number in entries:
            query = select(t.delta.c.id).where(t.delta.c.entry == number)
            found |= {ObjectId(bytes(row[0])) for row in self._conn.execute(query)}
        return found

    def lineage_of(self, entries: Iterable[int]) -> list[tuple[ObjectId, ObjectId, int]]:
        """Return parent, child and entry of the lineage that entries made."""
        found: list[tuple[ObjectId, ObjectId, int]] = []
        for number in entries:
            query = select(t.parcel_lineage).where(t.parcel_lineage.c.entry == number)
            found += [
                (ObjectId(row.parent), ObjectId(row.child), row.entry) for row in self._conn.execute(query)
            ]
        return found

    def lineage_around(self, parcels: Iterable[ObjectId]) -> list[tuple[ObjectId, ObjectId, int]]:
        """Return parent, child and entry of the lineage that parcels are part of, on either side."""
        found: list[tuple[ObjectId, ObjectId, int]] = []
        columns = t.parcel_lineage.c
        for batch in batches(parcels):
            query = select(t.parcel_lineage).where(or_(columns.parent.in_(batch), columns.child.in_(batch)))
            found += [
                (ObjectId(row.parent), ObjectId(row.child), row.entry) for row in self._conn.execute(query)
            ]
        return found

    def objects_of_commune(self, commune: str) -> list[ObjectState]:
        """Return the living objects of a commune, see ``commune_objects.states_of_commune``."""
        return states_of_commune(self._conn, commune)

    def trunk_revisions(self) -> list[tuple[ObjectId, bytes]]:
        """Return identifier and office revision of every object the office knows, by identifier."""
        state = t.object_state.c
        query = select(state.id, state.trunk_rev).where(state.trunk_rev.is_not(None)).order_by(state.id)
        return [(ObjectId(row[0]), row[1]) for row in self._conn.execute(query)]

    def import_reports(self) -> list[str]:
        """Return the reports of imports as JSON, newest first."""
        query = select(t.import_source.c.report).order_by(t.import_source.c.entry.desc())
        return [row[0] for row in self._conn.execute(query)]

    def import_report(self, entry: int) -> str | None:
        """Return the report of an import as JSON; None where the entry is none."""
        query = select(t.import_source.c.report).where(t.import_source.c.entry == entry)
        return self._conn.execute(query).scalar()

    def imported(self, sha256: bytes) -> list[ImportedFile]:
        """Return the imports of a file with this hash that still hold."""
        undoer = t.journal_entry.alias("undoer")
        query = (
            select(t.import_source)
            .outerjoin(undoer, undoer.c.undoes == t.import_source.c.entry)
            .where(t.import_source.c.sha256 == sha256, undoer.c.number.is_(None))
        )
        return [
            ImportedFile(row.entry, row.file_name, row.layer, row.report) for row in self._conn.execute(query)
        ]


_LINE_COLUMNS = tuple(column for column in t.package.c if column.name != "content")


def _line(row: Row[Any]) -> PackageLine:
    values = dict(row._mapping)
    return PackageLine(**values)
