"""Questions about persons, the members of couples, households and groups among them.

A party without a kind counts as a person, as everywhere.
"""

from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from landdesk.domain.completeness import INDIVIDUAL
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel, Party
from landdesk.store import tables as t
from landdesk.store.objects import fetched
from landdesk.store.queries.checks.asked import Asked

DECEASED: Final = "deceased"
"""Of the code lists ``life_state`` and ``population_match``."""

_PARTY: Final = t.party.c
_DIGITS: Final = "0123456789"
LENGTH: Final = 12
"""Of a personal identification number."""
_TAIL: Final = 6
_TAILS: Final = tuple(digit * _TAIL for digit in _DIGITS) + tuple(
    (_DIGITS * 2)[at : at + _TAIL] for at in range(len(_DIGITS))
)
"""Last six digits of numbers that somebody typed to fill the field."""


class SharedNumber(NamedTuple):
    """Parties with one personal identification number, and their names in the order of the parties."""

    parties: tuple[ObjectId, ...]
    names: tuple[str, ...]


class Document(NamedTuple):
    """Kind and number of an identity document."""

    kind: str | None
    number: str


class Unnumbered(NamedTuple):
    """A living person who has no number of twelve signs, and the identity documents with a number."""

    party: ObjectId
    number: str | None
    documents: tuple[Document, ...]


class Numbered(NamedTuple):
    """A person's number and what it can be compared with."""

    party: ObjectId
    number: str
    sex: str | None
    born: str | None
    match: str | None


class Lacking(NamedTuple):
    """A party and what it lacks."""

    party: ObjectId
    lacks: tuple[str, ...]


@cache
def is_person() -> ColumnElement[bool]:
    """Return the condition that a party is an individual."""
    return or_(_PARTY.kind.is_(None), _PARTY.kind == INDIVIDUAL)


@cache
def is_living() -> ColumnElement[bool]:
    """Return the condition that nobody says that a person is dead."""
    return and_(
        func.coalesce(_PARTY.life_state, "") != DECEASED,
        func.coalesce(_PARTY.population_match, "") != DECEASED,
    )


def shared_numbers(asked: Asked) -> list[SharedNumber]:
    """Return the parties of each identification number that several have."""
    groups = asked.sharing("party", _PARTY.identity_number)
    names = asked.values("party", _PARTY.name, [one for group in groups.values() for one in group])
    return [SharedNumber(tuple(group), tuple(names[one] for one in group)) for group in groups.values()]


def unnumbered(asked: Asked) -> list[Unnumbered]:
    """Return the living persons without a number of twelve signs."""
    found = asked.rows(_unnumbered(), Party.CLASS)
    owner = t.identity_document.c.party_id
    held: dict[ObjectId, list[Document]] = {}
    for party, kind, number in asked.rows_of(_written_documents(), owner, (row[0] for row in found)):
        held.setdefault(party, []).append(Document(kind, number))
    return [Unnumbered(party, number, tuple(held.get(party, ()))) for party, number in found]


@cache
def _unnumbered() -> Select[Any]:
    return select(_PARTY.id, _PARTY.identity_number).where(
        is_person(),
        is_living(),
        or_(_PARTY.identity_number.is_(None), func.length(_PARTY.identity_number) != LENGTH),
    )


@cache
def _written_documents() -> Select[Any]:
    document = t.identity_document.c
    return select(document.party_id, document.kind, document.number).where(document.number.is_not(None))


def unusual_numbers(asked: Asked, provinces: Collection[str]) -> list[Numbered]:
    """Return the persons whose number may be wrong in itself: all of which that can be seen in SQL is not right.

    Args:
        asked: What is asked.
        provinces: First three digits that are known.
    """
    return _numbered(asked, _unusual_number(tuple(sorted(provinces))))


@lru_cache(maxsize=4)
def _unusual_number(provinces: tuple[str, ...]) -> ColumnElement[bool]:
    number = _PARTY.identity_number
    usual = and_(
        func.length(number) == LENGTH,
        func.ltrim(number, _DIGITS) == "",
        func.substr(number, 1, 3).in_(provinces),
        func.substr(number, 4, 1).in_(("0", "1", "2", "3")),
        func.substr(number, LENGTH - _TAIL + 1, _TAIL).not_in(_TAILS),
    )
    return ~usual


def numbers_in_doubt(asked: Asked) -> list[Numbered]:
    """Return the persons whose number tells of another sex or year of birth than is recorded."""
    return _numbered(asked, _doubtful_number())


@cache
def _doubtful_number() -> ColumnElement[bool]:
    number = _PARTY.identity_number
    century = func.substr(number, 4, 1)
    year = case((century.in_(("0", "1")), literal("19")), else_=literal("20")) + func.substr(number, 5, 2)
    return or_(
        and_(_PARTY.sex == "female", century.not_in(("1", "3"))),
        and_(_PARTY.sex == "male", century.not_in(("0", "2"))),
        func.substr(_PARTY.born, 1, 4) != year,
        # With blanks between, its digits stand elsewhere.
        func.length(number) != LENGTH,
    )


def _numbered(asked: Asked, condition: ColumnElement[bool]) -> list[Numbered]:
    return [Numbered(*row) for row in asked.rows(_numbers(condition), Party.CLASS)]


@cache
def _numbers(condition: ColumnElement[bool]) -> Select[Any]:
    return select(_PARTY.id, _PARTY.identity_number, _PARTY.sex, _PARTY.born, _PARTY.population_match).where(
        is_person(), _PARTY.identity_number.is_not(None), condition
    )


def matched_as(asked: Asked, result: str) -> list[ObjectId]:
    """Return the parties for which the population database gave a result."""
    return [row[0] for row in asked.rows(_matched_as(result), Party.CLASS)]


@cache
def _matched_as(result: str) -> Select[Any]:
    return select(_PARTY.id).where(_PARTY.population_match == result)


def parcels_told(asked: Asked, result: str) -> list[ObjectId]:
    """Return the parcels of which the newest status file gives a result, and for no land user anything is recorded."""
    parcel = t.sync_status.c.parcel_id
    some = [row[0] for row in asked.rows(_told(result), Parcel.CLASS, parcel)]
    if not some:
        return []
    newest: dict[ObjectId, str | None] = dict(asked.rows_of(_answers_of_files(), parcel, some))
    parties = [row[0] for row in asked.rows(_answered(), Party.CLASS)]
    known = {parcel for held in asked.parcels_of(Party.CLASS, parties).values() for parcel in held}
    return [parcel for parcel, said in newest.items() if said == result and parcel not in known]


@cache
def _told(result: str) -> Select[Any]:
    status = t.sync_status.c
    return select(status.parcel_id).where(status.population_match == result).distinct()


@cache
def _answers_of_files() -> Select[Any]:
    status = t.sync_status.c
    newest_last = (func.coalesce(status.as_of, ""), status.fid.desc())
    return select(status.parcel_id, status.population_match).order_by(*newest_last)


@cache
def _answered() -> Select[Any]:
    return select(_PARTY.id).where(_PARTY.population_match.is_not(None))


def deceased(asked: Asked) -> list[tuple[ObjectId, bool]]:
    """Return the persons who are said to be dead, and whether the population database says it."""
    return [(row[0], bool(row[1])) for row in asked.rows(_deceased(), Party.CLASS)]


@cache
def _deceased() -> Select[Any]:
    by_police = func.coalesce(_PARTY.population_match, "") == DECEASED
    return select(_PARTY.id, by_police).where(is_person(), ~is_living())


def births_in_part(asked: Asked) -> list[tuple[ObjectId, bool]]:
    """Return the living persons whose day of birth is not recorded, and whether something of it is."""
    return [(row[0], bool(row[1])) for row in asked.rows(_births_in_part(), Party.CLASS)]


@cache
def _births_in_part() -> Select[Any]:
    return select(_PARTY.id, _PARTY.born.is_not(None)).where(
        is_person(), is_living(), or_(_PARTY.born.is_(None), func.length(_PARTY.born) < len("1970-05-30"))
    )


def lacking(asked: Asked, kinds_by_field: Mapping[str, Collection[str]]) -> list[Lacking]:
    """Return the parties that lack fields which parties of their kind need; of the dead nothing is needed.

    Args:
        asked: What is asked.
        kinds_by_field: Kinds of parties that need a field, by the field's name.
    """
    query = _lacking(tuple((field, tuple(sorted(kinds))) for field, kinds in kinds_by_field.items()))
    return [
        Lacking(party, tuple(field for field, flag in zip(kinds_by_field, found, strict=True) if flag))
        for party, *found in asked.rows(query, Party.CLASS)
    ]


@lru_cache(maxsize=4)
def _lacking(kinds_by_field: tuple[tuple[str, tuple[str, ...]], ...]) -> Select[Any]:
    kind = func.coalesce(_PARTY.kind, INDIVIDUAL)
    flags = [and_(_PARTY[field].is_(None), kind.in_(kinds)) for field, kinds in kinds_by_field]
    return select(_PARTY.id, *flags).where(is_living(), or_(*flags))


def is_training(asked: Asked) -> bool:
    """Tell whether the persons of the store are invented."""
    return fetched(asked.conn, _environment()) == [("training",)]


@cache
def _environment() -> Select[Any]:
    return select(t.store_info.c.value).where(t.store_info.c.key == "environment")
