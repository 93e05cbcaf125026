"""The journal: append-only entries, each hashed with its predecessor, and their deltas.

A delta keeps the old image only; the new image is the next delta's old one, or the live row. An entry that undoes
another names it; each entry is undone at most once, so undo and redo of one act form a chain whose length tells
whether the act holds.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, insert, select

from landdesk.domain.canonical import Image, Revision
from landdesk.domain.change import Entry, EntryKind, Person
from landdesk.domain.ids import ObjectId, id_text
from landdesk.store import tables as t
from landdesk.store.objects import BATCH, batches, chunks, insert_rows

_FIRST_HASH = bytes(32)
_UNDOER = t.journal_entry.alias("undoer")


def last_number(conn: Connection) -> int:
    """Return the number of the newest entry, 0 for none."""
    return conn.execute(select(func.max(t.journal_entry.c.number))).scalar() or 0


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry before it has number, time and hash; see :class:`Entry`."""

    kind: EntryKind
    command: str
    subject: str
    record: ObjectId
    person: Person
    workspace: ObjectId
    clock_ms: int
    undoes: int | None


@dataclass(frozen=True, slots=True)
class NewDelta:
    """A delta before it has an entry: revisions on both sides, the image of the old one."""

    id: ObjectId
    class_name: str
    rev_old: Revision | None
    rev_new: Revision | None
    image_old: Image | None


def append_entry(conn: Connection, new: NewEntry, deltas: Sequence[NewDelta]) -> Entry:
    """Write one entry with its deltas and return it; the caller holds the write lock."""
    columns = t.journal_entry.c
    last = conn.execute(
        select(columns.number, columns.at_ms, columns.hash).order_by(columns.number.desc()).limit(1)
    ).one_or_none()
    number = 1 if last is None else last.number + 1
    row: dict[str, Any] = {
        "number": number,
        "kind": str(new.kind),
        "command": new.command,
        "subject": new.subject,
        "record": new.record,
        "person_id": new.person.id,
        "person_name": new.person.name,
        "person_unit": new.person.unit,
        "person_role": new.person.role,
        "workspace": new.workspace,
        "at_ms": new.clock_ms if last is None else max(new.clock_ms, last.at_ms + 1),
        "clock_ms": new.clock_ms,
        "undoes": new.undoes,
        "delta_count": len(deltas),
        "previous_hash": _FIRST_HASH if last is None else last.hash,
    }
    ordered = sorted(deltas, key=lambda one: one.id)
    row["hash"] = entry_hash(row, ((one.id, one.rev_old, one.rev_new) for one in ordered))
    conn.execute(insert(t.journal_entry), [row])
    for some in chunks(deltas):
        rows = [
            {
                "entry": number,
                "id": one.id,
                "class": one.class_name,
                "rev_old": one.rev_old,
                "rev_new": one.rev_new,
                "image_old": one.image_old,
            }
            for one in some
        ]
        insert_rows(conn, t.delta, rows)
    return _entry(row, None)


def entry_hash(row: dict[str, Any], sides: Iterable[tuple[bytes, bytes | None, bytes | None]]) -> bytes:
    """Return the SHA-256 over an entry's columns and its deltas' identifiers and revisions.

    Args:
        row: The entry.
        sides: Identifier, old and new revision of each delta, in order of the identifiers.
    """
    plain = {key: value.hex() if isinstance(value, bytes) else value for key, value in row.items()}
    plain.pop("hash", None)
    digest = hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode())
    for identifier, old, new in sides:
        digest.update(b"%b|%b|%b;" % (identifier, old or b"", new or b""))
    return digest.digest()


def _entries() -> Select[Any]:
    return select(t.journal_entry, _UNDOER.c.number.label("undone_by")).outerjoin(
        _UNDOER, _UNDOER.c.undoes == t.journal_entry.c.number
    )


def read_entry(conn: Connection, number: int) -> Entry | None:
    """Return one entry."""
    row = conn.execute(_entries().where(t.journal_entry.c.number == number)).one_or_none()
    return None if row is None else _from_row(row)


def read_history(
    conn: Connection, limit: int, *, before: int | None = None, touching: ObjectId | None = None
) -> list[Entry]:
    """Return entries, newest first.

    Args:
        limit: How many at the most.
        before: Only entries with a smaller number.
        touching: Only entries that changed this object.
    """
    query = _entries().order_by(t.journal_entry.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(t.journal_entry.c.number < before)
    if touching is not None:
        query = query.where(
            t.journal_entry.c.number.in_(select(t.delta.c.entry).where(t.delta.c.id == touching))
        )
    return [_from_row(row) for row in conn.execute(query)]


def read_entries_after(conn: Connection, number: int) -> list[Entry]:
    """Return the entries after a number, oldest first."""
    query = _entries().where(t.journal_entry.c.number > number).order_by(t.journal_entry.c.number)
    return [_from_row(row) for row in conn.execute(query)]


def objects_touched_after(conn: Connection, number: int) -> list[tuple[str, ObjectId]]:
    """Return class and identifier of every object changed after an entry, each once."""
    query = select(t.delta.c["class"], t.delta.c.id).where(t.delta.c.entry > number).distinct()
    return [(row[0], ObjectId(bytes(row[1]))) for row in conn.execute(query)]


def deltas_of(conn: Connection, number: int) -> list[Row[Any]]:
    """Return the rows of an entry's deltas, by identifier."""
    return list(conn.execute(select(t.delta).where(t.delta.c.entry == number).order_by(t.delta.c.id)))


def next_images(conn: Connection, number: int) -> dict[ObjectId, Image | None]:
    """Return, for objects of an entry that a later entry changed, the image the entry left behind."""
    later = t.delta.alias("later")
    own = t.delta.alias("own")
    first = (
        select(own.c.id.label("id"), func.min(later.c.entry).label("entry"))
        .join(later, and_(later.c.id == own.c.id, later.c.entry > own.c.entry))
        .where(own.c.entry == number)
        .group_by(own.c.id)
        .subquery()
    )
    query = select(t.delta.c.id, t.delta.c.image_old).join(
        first, and_(first.c.id == t.delta.c.id, first.c.entry == t.delta.c.entry)
    )
    return {ObjectId(bytes(row.id)): row.image_old for row in conn.execute(query)}


def images_before(conn: Connection, numbers: Sequence[int]) -> dict[ObjectId, tuple[str, Image | None]]:
    """Return, for every object that entries changed, its class and its image before the first of them.

    Args:
        numbers: The entries.
    """
    if not numbers:
        return {}
    chosen = t.delta.c.entry.between(min(numbers), max(numbers))
    wanted = set(numbers)
    found: dict[ObjectId, tuple[str, Image | None]] = {}
    columns = (t.delta.c.entry, t.delta.c.id, t.delta.c["class"], t.delta.c.image_old)
    for number, identifier, class_name, image in conn.execute(
        select(*columns).where(chosen).order_by(t.delta.c.entry)
    ):
        if number in wanted:
            found.setdefault(ObjectId(bytes(identifier)), (class_name, image))
    return found


def image_at_revision(conn: Connection, identifier: ObjectId, revision: bytes) -> Image | None:
    """Return the image an object had at a revision that it has left since; None when it never had it."""
    query = (
        select(t.delta.c.image_old)
        .where(t.delta.c.id == identifier, t.delta.c.rev_old == revision)
        .order_by(t.delta.c.entry.desc())
        .limit(1)
    )
    return conn.execute(query).scalar()


def images_at_revisions(
    conn: Connection, wanted: Iterable[tuple[ObjectId, Revision]]
) -> dict[tuple[ObjectId, Revision], Image]:
    """Return the images that objects had at revisions they have left since, see :func:`image_at_revision`."""
    left = set(wanted)
    columns = t.delta.c
    found: dict[tuple[ObjectId, Revision], Image] = {}
    for some in batches(one for one, _ in left):
        query = select(columns.id, columns.rev_old, columns.image_old).where(columns.id.in_(some))
        for identifier, revision, image in conn.execute(query.order_by(columns.entry)):
            key = ObjectId(bytes(identifier)), revision
            if key in left and image is not None:
                # The newest comes last.
                found[key] = image
    return found


def first_images_after(
    conn: Connection, number: int, identifiers: Iterable[ObjectId]
) -> dict[ObjectId, Image | None]:
    """Return what objects that changed after an entry were before the first change; None where they were not."""
    found: dict[ObjectId, Image | None] = {}
    for some in batches(identifiers):
        columns = t.delta.c
        first = (
            select(columns.id, func.min(columns.entry).label("entry"))
            .where(columns.id.in_(some), columns.entry > number)
            .group_by(columns.id)
            .subquery()
        )
        query = select(columns.id, columns.image_old).join(
            first, and_(first.c.id == columns.id, first.c.entry == columns.entry)
        )
        found |= {ObjectId(bytes(row.id)): row.image_old for row in conn.execute(query)}
    return found


def images_left_since(conn: Connection, number: int) -> Iterator[tuple[str, ObjectId, Image]]:
    """Yield class, identifier and image of everything but parcels that was otherwise after an entry than now.

    Parcels point at map sheets only, and their images are large.
    """
    columns = t.delta.c
    first = (
        select(columns.id, func.min(columns.entry).label("entry"))
        .where(columns.entry > number, columns["class"] != "parcel")
        .group_by(columns.id)
        .subquery()
    )
    query = (
        select(columns["class"], columns.id, columns.image_old)
        .join(first, and_(first.c.id == columns.id, first.c.entry == columns.entry))
        .where(columns.image_old.is_not(None))
    )
    for row in conn.execute(query):
        yield row[0], ObjectId(bytes(row[1])), row[2]


def number_at(conn: Connection, at_ms: int) -> int:
    """Return the number of the newest entry up to a moment, 0 for none."""
    query = select(func.max(t.journal_entry.c.number)).where(t.journal_entry.c.at_ms <= at_ms)
    return conn.execute(query).scalar() or 0


def entries_of(conn: Connection, numbers: Iterable[int]) -> dict[int, Entry]:
    """Return entries by number."""
    found: dict[int, Entry] = {}
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), BATCH):
        some = wanted[start : start + BATCH]
        query = _entries().where(t.journal_entry.c.number.in_(some))
        found |= {row.number: _from_row(row) for row in conn.execute(query)}
    return found


def deltas_on(conn: Connection, identifiers: Iterable[ObjectId]) -> list[Row[Any]]:
    """Return the rows of all deltas of objects, by entry."""
    rows: list[Row[Any]] = []
    for some in batches(identifiers):
        rows += conn.execute(select(t.delta).where(t.delta.c.id.in_(some)))
    return sorted(rows, key=lambda row: row.entry)


def images_naming(conn: Connection, identifier: ObjectId) -> dict[ObjectId, tuple[str, Image]]:
    """Return class and last left image of objects that pointed at an object, by identifier."""
    columns = t.delta.c
    query = (
        select(columns.id, columns["class"], columns.image_old)
        .where(columns.image_old.is_not(None), func.instr(columns.image_old, id_text(identifier).encode()))
        .order_by(columns.entry)
    )
    return {ObjectId(bytes(row[0])): (row[1], row[2]) for row in conn.execute(query)}


def latest_entry_on(conn: Connection, identifier: ObjectId) -> int | None:
    """Return the number of the newest entry that changed an object."""
    return conn.execute(select(func.max(t.delta.c.entry)).where(t.delta.c.id == identifier)).scalar()


def first_broken_link(conn: Connection) -> int | None:
    """Return the first entry whose hash does not fit its content or predecessor; None when all do."""
    previous = _FIRST_HASH
    for row in conn.execute(select(t.journal_entry).order_by(t.journal_entry.c.number)).mappings():
        columns = (t.delta.c.id, t.delta.c.rev_old, t.delta.c.rev_new)
        query = select(*columns).where(t.delta.c.entry == row["number"]).order_by(t.delta.c.id)
        sides = (tuple(one) for one in conn.execute(query))
        if row["previous_hash"] != previous or entry_hash(dict(row), sides) != row["hash"]:
            return int(row["number"])
        previous = row["hash"]
    return None


def _from_row(row: Row[Any]) -> Entry:
    values = dict(row._mapping)
    return _entry(values, values["undone_by"])


def _entry(row: dict[str, Any], undone_by: int | None) -> Entry:
    person = Person(
        ObjectId(bytes(row["person_id"])), row["person_name"], row["person_unit"], row["person_role"]
    )
    return Entry(
        number=row["number"],
        kind=EntryKind(row["kind"]),
        command=row["command"],
        subject=row["subject"],
        record=id_text(row["record"]),
        person=person,
        workspace=id_text(row["workspace"]),
        at_ms=row["at_ms"],
        undoes=row["undoes"],
        undone_by=undone_by,
        delta_count=row["delta_count"],
        hash=row["hash"],
    )
