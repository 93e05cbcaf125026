"""Questions about persons of one name.

Whoever has the name of somebody is found by the folded name, which is indexed. Titles before a name count for nothing,
so each name is asked for with all of them; ``hồ`` and ``bà`` are family and middle names too, which only makes a group
larger than it has to be: the rules compare the names themselves.
"""

import re
from collections.abc import Collection, Iterable
from functools import cache
from itertools import product
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, func, or_, select

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Party
from landdesk.store import tables as t
from landdesk.store.objects import fetched
from landdesk.store.queries.checks.asked import Asked, Row
from landdesk.store.queries.checks.people import LENGTH, is_person

_PARTY: Final = t.party.c
_TITLES: Final = (("", "ho "), ("", "gia dinh "), ("", "ong/ba ", "ong ", "ba "), ("", "ho "))
_TITLE: Final = re.compile("".join(f"(?:{'|'.join(filter(None, one))})?" for one in _TITLES))
_FIRST: Final = ("ho ", "gia dinh ", "ong/ba ", "ong ", "ba ")
_TITLED: Final = tuple(sorted({"".join(words) for words in product(*_TITLES)}))
_MANY: Final = 300
"""For more names than this a look at all persons takes less time."""


class Namesake(NamedTuple):
    """A person beside others who may have the same name; ``documents`` are numbers of identity documents."""

    party: ObjectId
    name: str
    number: str | None
    born: str | None
    address: str | None
    documents: tuple[str, ...] = ()


def same_person_perhaps(asked: Asked) -> list[list[Namesake]]:
    """Return persons in groups of one name in which two may be one person: by number, or for want of one."""
    names = _names_asked_about(asked)
    if names is None:
        names = _bare(fetched(asked.conn, _names_without_number()))
        shared = asked.sharing(Party.CLASS, _PARTY.identity_number, is_person())
        parties = [one for group in shared.values() for one in group]
        names |= _bare(asked.rows_of(_names(), _PARTY.id, parties))
    groups = _groups(asked, _persons(), names).values()
    owner = t.identity_document.c.party_id
    held: dict[ObjectId, tuple[str, ...]] = {}
    for party, number in asked.rows_of(_documents(), owner, (row[1] for group in groups for row in group)):
        held[party] = (*held.get(party, ()), number)
    return [[Namesake._make((*row[1:], held.get(row[1], ()))) for row in group] for group in groups]


def numbers_of_same_digits(asked: Asked) -> list[list[Namesake]]:
    """Return persons in groups of one name whose numbers have the same digits in another order."""
    alike: dict[tuple[str, str], list[ObjectId]] = {}
    for name, group in _groups(asked, _numbers(), _names_asked_about(asked)).items():
        for _, party, number in group:
            alike.setdefault((name, "".join(sorted(number))), []).append(party)
    parties = [group for group in alike.values() if len(group) > 1]
    rows = asked.rows_of(_persons(), _PARTY.id, (one for group in parties for one in group))
    persons = {row[1]: Namesake(*row[1:]) for row in rows}
    return [[persons[one] for one in group] for group in parties]


@cache
def _names() -> Select[Any]:
    return select(_PARTY.folded)


@cache
def _names_without_number() -> Select[Any]:
    no_number = or_(_PARTY.identity_number.is_(None), func.length(_PARTY.identity_number) != LENGTH)
    return _names().where(is_person(), no_number)


@cache
def _persons() -> Select[Any]:
    columns = (_PARTY.folded, _PARTY.id, _PARTY.name, _PARTY.identity_number, _PARTY.born, _PARTY.address)
    return select(*columns).where(is_person())


@cache
def _numbers() -> Select[Any]:
    columns = (_PARTY.folded, _PARTY.id, _PARTY.identity_number)
    return select(*columns).where(is_person(), func.length(_PARTY.identity_number) == LENGTH)


@cache
def _documents() -> Select[Any]:
    document = t.identity_document.c
    return select(document.party_id, document.number).where(document.number.is_not(None))


def without_titles(folded: str) -> str:
    """Return a folded name without what stands before it."""
    if not folded.startswith(_FIRST):
        return folded
    match = _TITLE.match(folded)
    return folded if match is None else folded[match.end() :]


def _names_asked_about(asked: Asked) -> set[str] | None:
    """Return the folded names of the parties that are asked about; None for all."""
    return None if asked.within is None else _bare(asked.rows(_names(), Party.CLASS))


def _bare(rows: Iterable[Row]) -> set[str]:
    return {without_titles(row[0]) for row in rows}


def _groups(asked: Asked, query: Select[Any], names: Collection[str] | None) -> dict[str, list[Row]]:
    """Return the rows of a query, which begin with the folded name, by names that two or more have."""
    if names is None or len(names) > _MANY:
        rows = fetched(asked.conn, query)
    else:
        titled = (title + name for name in names for title in _TITLED)
        rows = asked.rows_of(query, _PARTY.folded, titled)
    groups: dict[str, list[Row]] = {}
    for row in rows:
        name = without_titles(row[0])
        if names is None or name in names:
            groups.setdefault(name, []).append(row)
    return {name: group for name, group in groups.items() if len(group) > 1}
