"""What a field of the record is: its kind of value and what is known of it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a value is held in memory and written in canonical form (see ``canonical.py``)."""

    TEXT = "text"
    DECIMAL = "decimal"
    WHOLE = "whole"
    YES_NO = "yes_no"
    DATE = "date"
    BYTES = "bytes"
    REFERENCE = "reference"
    REFERENCES = "references"
    SHAPE = "shape"


ANY_CLASS = "*"
"""Target of a reference that may point to an object of any class."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Args:
        id: Permanent identifier, ``F`` and three digits, or ``GEOM`` for the shape of a parcel.
        owner: Class it belongs to, as in ``CLASSES`` of ``records.py``.
        name: Attribute of the record and, with the unit kept, column of the store.
        kind: Kind of value.
        title: Source text of the label people read.
        scale: Digits after the point of a decimal.
        target: Class that a reference points to, or ``ANY_CLASS``.
        part_of: The object is a part of what it refers to and goes with it; another reference is emptied.
        since: First schema that holds the field.
        personal: Holds personal data: masked in lists, never in logs.
        group: Field group whose state (present, missing, unknown, present elsewhere) it counts for.
        codelist: Name of the code list that its values are taken from.
        alias: Names of the same thing in the national system.
    """

    id: str
    owner: str
    name: str
    kind: Kind
    title: str
    scale: int = 0
    target: str = ""
    part_of: bool = False
    since: int = 2
    personal: bool = False
    group: str = ""
    codelist: str = ""
    alias: tuple[str, ...] = ()
