"""What imports left behind and what was done to it since: the middle of a three-way refresh."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, and_, bindparam, case, delete, func, insert, select

from landdesk.domain.canonical import record_from_image
from landdesk.domain.change import EntryKind
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord
from landdesk.store import tables as t
from landdesk.store.objects import fetched
from landdesk.store.queries.safekeeping import TO_RESTORE_POINT


def as_imported(conn: Connection) -> tuple[set[ObjectId], dict[ObjectId, tuple[str, bytes | None]]]:
    """Return the objects that only imports have touched since the last import, and those edited since.

    The latter with class and the revision that the last import left.
    """
    entry = t.journal_entry
    newest = (
        select(
            t.delta.c.id,
            func.max(t.delta.c.entry).label("newest"),
            func.max(case((entry.c.kind == str(EntryKind.IMPORT), t.delta.c.entry))).label("imported"),
        )
        .join(entry, entry.c.number == t.delta.c.entry)
        .group_by(t.delta.c.id)
        .subquery()
    )
    untouched = select(newest.c.id).where(newest.c.newest == newest.c.imported)
    edited = (
        select(t.delta.c.id, t.delta.c["class"], t.delta.c.rev_new)
        .join(newest, and_(newest.c.id == t.delta.c.id, newest.c.imported == t.delta.c.entry))
        .where(newest.c.newest > newest.c.imported)
    )
    return (
        {row[0] for row in fetched(conn, untouched)},
        {row[0]: (row[1], row[2]) for row in fetched(conn, edited)},
    )


def removed(conn: Connection, classes: Iterable[str]) -> list[AnyRecord]:
    """Return the objects of some classes that were removed by an act and are not there now, as they were last.

    What went because its import was taken back, by undo or by going back to a restore point, is not among them.
    """
    state = t.object_state.c
    query = (
        select(t.delta.c["class"], t.delta.c.id, t.delta.c.image_old)
        .join(t.object_state, state.id == t.delta.c.id)
        .join(t.journal_entry, t.journal_entry.c.number == t.delta.c.entry)
        .where(
            t.journal_entry.c.kind != str(EntryKind.IMPORT),
            t.journal_entry.c.command != TO_RESTORE_POINT,
            t.delta.c["class"].in_(list(classes)),
            t.delta.c.rev_new.is_(None),
            t.delta.c.image_old.is_not(None),
            state.rev.is_(None),
        )
        .order_by(t.delta.c.entry)
    )
    last = {row[1]: record_from_image(row[0], ObjectId(row[1]), row[2]) for row in fetched(conn, query)}
    return list(last.values())


@dataclass(frozen=True, slots=True)
class ImportStep:
    """A change of one object.

    Args:
        entry: By which it came.
        before: The object before it; None where it was not there.
        file_name, sha256, layer: Of the file, where the entry is an import; empty otherwise.
    """

    entry: int
    before: AnyRecord | None
    file_name: str
    sha256: bytes
    layer: str


def import_steps(conn: Connection, record: AnyRecord) -> Iterator[ImportStep]:
    """Yield the changes of an object, the newest first."""
    source = t.import_source.c
    query = (
        select(t.delta.c.entry, t.delta.c.image_old, source.file_name, source.sha256, source.layer)
        .outerjoin(t.import_source, source.entry == t.delta.c.entry)
        .where(t.delta.c.id == record.id)
        .order_by(t.delta.c.entry.desc())
    )
    for entry, image, file_name, sha256, layer in fetched(conn, query):
        before = None if image is None else record_from_image(record.CLASS, record.id, image)
        yield ImportStep(entry, before, file_name or "", bytes(sha256 or b""), layer or "")


def kept_values(conn: Connection) -> dict[tuple[ObjectId, str], str]:
    """Return, by object and field, the canonical value of the last source that an edit stood against."""
    columns = t.import_kept.c
    return {
        (row[0], row[1]): row[2] for row in fetched(conn, select(columns.id, columns.field, columns.value))
    }


def write_kept(conn: Connection, entry: int, values: Mapping[tuple[ObjectId, str], str]) -> None:
    """Note values of a source that were not taken, in place of those noted before."""
    rows = [
        {"id": one, "field": field, "value": value, "entry": entry} for (one, field), value in values.items()
    ]
    if rows:
        keys = [{"old_id": row["id"], "old_field": row["field"]} for row in rows]
        columns = t.import_kept.c
        conn.execute(
            delete(t.import_kept).where(
                columns.id == bindparam("old_id"), columns.field == bindparam("old_field")
            ),
            keys,
        )
        conn.execute(insert(t.import_kept), rows)
