"""Objects of any class by what people type of their identifier."""

from sqlalchemy import Connection, select

from landdesk.domain.ids import ObjectId
from landdesk.store import tables as t

_MOST = 50


def objects_by_digits(conn: Connection, digits: str) -> list[tuple[str, ObjectId]]:
    """Return class and identifier of living objects whose identifier begins, else ends, with hexadecimal digits.

    The first digits of an identifier are its time and the same for all objects of one import, hence the end. At the
    most 50 are returned, in order of their identifiers.
    """
    state = t.object_state.c
    query = select(state["class"], state.id).where(state.rev.is_not(None)).order_by(state.id)
    low, high = bytes.fromhex(digits.ljust(32, "0")), bytes.fromhex(digits.ljust(32, "f"))
    found = conn.execute(query.where(state.id.between(low, high)).limit(_MOST)).all()
    if not found:
        found = [row for row in conn.execute(query) if bytes(row[1]).hex().endswith(digits)][:_MOST]
    return [(row[0], ObjectId(bytes(row[1]))) for row in found]
