"""The registry of every field of every class of the record.

Codec, canonical form, package, forms, import mapping and the document of the format are made from it. A field is
never given another kind or scale: a new identifier is taken instead, else every revision would change. Identifiers
are never used again.
"""

from dataclasses import replace

from landdesk.domain.field import ANY_CLASS, Field, Kind
from landdesk.domain.field_rows import ROWS

__all__ = [
    "ANY_CLASS",
    "FIELDS",
    "FIELD_BY_ID",
    "REFERENCE_FIELDS",
    "Field",
    "Kind",
    "field_of",
    "fields_of",
]

_SCHEMAS: dict[int, frozenset[str]] = {
    1: frozenset(
        "GEOM F001 F002 F003 F004 F005 F006 F007 F008 F020 F021 F022 F030 F031 F032 F040 F041 "
        "F050 F051 F052 F053 F054 F055 F056".split()
    ),
    4: frozenset(
        "F420 F421 F422 F423 F424 F425 F426 F427 F428 F429 F430 F431 F432 F433 "
        "F450 F451 F452 F453 F454 F455 F456 F457".split()
    ),
    5: frozenset("F259 F260".split()),
}
"""Fields by the schema that added them; all others came with schema 2."""

_SINCE = {field: schema for schema, fields in _SCHEMAS.items() for field in fields}

FIELDS: tuple[Field, ...] = tuple(
    replace(row, owner=owner, since=_SINCE.get(row.id, 2)) for owner, rows in ROWS.items() for row in rows
)

FIELD_BY_ID = {field.id: field for field in FIELDS}

_OF = {
    owner: tuple(sorted((one for one in FIELDS if one.owner == owner), key=lambda one: one.id))
    for owner in ROWS
}

_BY_NAME = {(field.owner, field.name): field for field in FIELDS}

REFERENCE_FIELDS: dict[str, tuple[Field, ...]] = {
    owner: tuple(one for one in fields if one.kind is Kind.REFERENCE) for owner, fields in _OF.items()
}
"""The references of each class to one other object."""


def fields_of(owner: str) -> tuple[Field, ...]:
    """Return the fields of a class, sorted by identifier as in the canonical form."""
    return _OF[owner]


def field_of(owner: str, name: str) -> Field:
    """Return the field of a class with this name.

    Raises:
        KeyError: There is none.
    """
    return _BY_NAME[owner, name]
