"""What can be wrong inside a store's file; reads only."""

from sqlalchemy import Connection, select

from landdesk.domain.canonical import images_of, revision_of
from landdesk.domain.records import CLASSES
from landdesk.i18n import N_, Text
from landdesk.store import journal
from landdesk.store import tables as t
from landdesk.store.objects import all_objects


def problems(conn: Connection) -> list[Text]:
    """Return one line for each thing that is wrong; an empty list for a sound store.

    Looked at: pages of the file, references between rows, the spatial index, the hash chain of the journal, and
    that every object has the revision its state says.
    """
    found: list[Text] = []
    for (line,) in conn.exec_driver_sql("PRAGMA integrity_check(20)"):
        if line != "ok":
            found.append(Text(N_("File: {line}"), {"line": line}))
    found.extend(
        Text(N_("A row of {table} refers to nothing in {target}."), {"table": row[0], "target": row[2]})
        for row in conn.exec_driver_sql("PRAGMA foreign_key_check")
    )
    indexed = conn.exec_driver_sql("SELECT rtreecheck('idx_parcel_shape')").scalar()
    if indexed != "ok":
        found.append(Text(N_("Spatial index: {line}"), {"line": str(indexed)}))
    broken = journal.first_broken_link(conn)
    if broken is not None:
        found.append(Text(N_("The journal was altered at entry {number}."), {"number": broken}))
    states = {
        bytes(row.id): row.rev for row in conn.execute(select(t.object_state.c.id, t.object_state.c.rev))
    }
    for class_name, kind in CLASSES.items():
        records = list(all_objects(conn, kind).values())
        wrong = sum(
            states.get(record.id) != revision_of(image)
            for record, image in zip(records, images_of(records), strict=True)
        )
        if wrong:
            found.append(
                Text(
                    N_("{count} objects of class {kind} are not what the journal says."),
                    {"count": wrong, "kind": class_name},
                )
            )
    return found
