"""The persons who work with a store."""

from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select

from landdesk.domain.change import Person
from landdesk.domain.ids import ObjectId
from landdesk.i18n import fold
from landdesk.store import tables as t


class People:
    """Persons known to the store."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def all(self) -> list[Person]:
        """Return all persons by name."""
        query = select(t.person).order_by(t.person.c.folded, t.person.c.unit)
        return [_person(row) for row in self._conn.execute(query)]

    def called(self, name: str) -> list[Person]:
        """Return the persons of this name; accents may be left out."""
        query = select(t.person).where(or_(t.person.c.name == name, t.person.c.folded == fold(name)))
        return [_person(row) for row in self._conn.execute(query.order_by(t.person.c.unit))]


def write_person(conn: Connection, person: Person) -> None:
    """Add a person."""
    row = {
        "id": person.id,
        "name": person.name,
        "unit": person.unit,
        "role": person.role,
        "folded": fold(person.name),
    }
    conn.execute(insert(t.person), [row])


def _person(row: Row[Any]) -> Person:
    return Person(ObjectId(bytes(row.id)), row.name, row.unit, row.role)
