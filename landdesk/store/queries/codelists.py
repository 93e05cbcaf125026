"""An office's own code lists, each whole as its table; what is shipped stands in no store.

A row without a table says that the shipped list holds again: a commune that is told so late must not go on with the
list that it had.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from landdesk.domain.codelists import OfficeList, Replacement
from landdesk.store import tables as t


def read_code_lists(conn: Connection) -> list[OfficeList]:
    """Return what the office says of lists, by name."""
    return [
        OfficeList(
            row.name, None if row.content is None else Replacement(row.source, row.content), row.version
        )
        for row in conn.execute(select(t.code_list).order_by(t.code_list.c.name))
    ]


def write_code_lists(conn: Connection, said: Iterable[OfficeList]) -> None:
    """Write what the office says of lists in the place of what it said of them before."""
    for one in said:
        conn.execute(delete(t.code_list).where(t.code_list.c.name == one.name))
        row: dict[str, Any] = {
            "name": one.name,
            "source": "" if one.own is None else one.own.source,
            "content": None if one.own is None else one.own.content,
            "version": one.version,
        }
        conn.execute(insert(t.code_list), [row])


def forget_code_lists(conn: Connection) -> None:
    """Forget everything that was said of lists."""
    conn.execute(delete(t.code_list))
