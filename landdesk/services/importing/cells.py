"""Values of table cells in the form of the record: texts, areas, land uses, identity numbers.

A value that cannot be read is left out and named by the code of what is wrong; what may be read in two ways is taken
and named. Areas are square metres. The values themselves never stand in what is told about them: they may be personal.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from landdesk.domain.canonical import clean_text
from landdesk.domain.errors import InvalidInputError
from landdesk.services.commands.values import area_value, identity_value, land_use_code, name_value
from landdesk.services.importing.tables.table import Cell
from landdesk.services.importing.tables.values import UNREADABLE, Reading, number

BAD_AREA: Final = "value.area"
BAD_LAND_USE: Final = "value.land-use"
BAD_IDENTITY: Final = "value.identity"
NO_NAME: Final = "user.no-name"
OTHER_COUNT: Final = "user.other-count"

_SCHEMA_NUMBER: Final = re.compile(r"[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,2})?")
_LAND_USES: Final = re.compile(r"[+;,]")


def text_of(value: object) -> str | None:
    """Return a cell as clean text: whole numbers without ``.0``, nothing for an empty cell."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean_text(str(value))


def read_area(cell: Cell | Decimal) -> Reading[Decimal]:
    """Return a cell as an area in square metres; how its number may be written, ``tables/values.py`` says."""
    reading = number(cell)
    try:
        area = area_value(reading.value)
    except InvalidInputError:
        return Reading(None, UNREADABLE)
    return Reading(area, reading.doubt)


def area_of(value: object, faults: list[str], *, point_decimals: bool = False) -> Decimal | None:
    """Return an area in square metres; adds a code to ``faults`` where the cell is no area, or may be two.

    Args:
        point_decimals: The format of the file says that a point is a decimal mark.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    cell = value if isinstance(value, str | int | float | Decimal) else str(value)
    if point_decimals and isinstance(cell, str) and _SCHEMA_NUMBER.fullmatch(cell.strip()):
        cell = Decimal(cell.strip())
    reading = read_area(cell)
    if reading.value is None:
        faults.append(BAD_AREA)
    elif reading.doubt is not None:
        faults.append(reading.doubt)
    return reading.value


def land_uses_of(value: object, faults: list[str]) -> tuple[str, ...]:
    """Return the land-use codes of a cell such as ``ONT`` or ``ONT+CLN``, each once."""
    codes: list[str] = []
    for part in _LAND_USES.split(text_of(value) or ""):
        try:
            code = land_use_code(part)
        except InvalidInputError:
            faults.append(BAD_LAND_USE)
            continue
        if code is not None and code not in codes:
            codes.append(code)
    return tuple(codes)


def identity_of(value: object, faults: list[str]) -> str | None:
    """Return an identity number; a number cell that lost leading zeros cannot be told from a shorter one."""
    try:
        return identity_value(text_of(value))
    except InvalidInputError:
        faults.append(BAD_IDENTITY)
        return None


@dataclass(frozen=True, slots=True)
class RowUser:
    """A land user of one row."""

    name: str
    identity: str | None
    address: str | None


def users_of(names: object, identities: object, addresses: object, faults: list[str]) -> tuple[RowUser, ...]:
    """Return the land users of a row.

    Several names stand in one cell with ``;`` between them, and so do their numbers in the same order; an address
    holds for all. Numbers that are not as many as the names belong to nobody for sure and are left out.
    """
    found = [name_of(part) for part in _parts(names)]
    numbers = [identity_of(part, faults) for part in _parts(identities)]
    if numbers and len(numbers) != len(found):
        # A semicolon at the end makes no person.
        found, numbers = [one for one in found if one], [one for one in numbers if one]
    if any(numbers) and not any(found):
        faults.append(NO_NAME)
    elif numbers and len(numbers) != len(found):
        faults.append(OTHER_COUNT)
    if len(numbers) != len(found):
        numbers = [None] * len(found)
    address = text_of(addresses)
    pairs = zip(found, numbers, strict=True)
    return tuple(RowUser(name, number, address) for name, number in pairs if name is not None)


def _parts(cell: object) -> list[object]:
    """Return what stands between semicolons; a cell without one is one part, an empty cell none."""
    text = text_of(cell)
    if text is None:
        return []
    return [part.strip() or None for part in text.split(";")] if ";" in text else [cell]


def name_of(value: object) -> str | None:
    """Return a person's name with single blanks; None for an empty cell."""
    text = text_of(value)
    return None if text is None else name_value(text)
