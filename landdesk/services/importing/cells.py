"""Values of table cells in the form of the record: texts, areas, land uses, identity numbers.

A value that cannot be read is left out and named by the code of what is wrong; nothing is guessed. Areas are
square metres. The values themselves never stand in what is told about them: they may be personal.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from landdesk.domain.canonical import clean_text
from landdesk.domain.errors import InvalidInputError
from landdesk.services.commands.values import area_value, identity_value, land_use_code, name_value

BAD_AREA: Final = "value.area"
BAD_LAND_USE: Final = "value.land-use"
BAD_IDENTITY: Final = "value.identity"
NO_NAME: Final = "user.no-name"
OTHER_COUNT: Final = "user.other-count"

_UNIT: Final = re.compile(r"m(2|²)?$", re.IGNORECASE)
_GROUPED: Final = re.compile(r"[0-9]{1,3}([.,])[0-9]{3}(\1[0-9]{3})*")
_SCHEMA_NUMBER: Final = re.compile(r"[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,2})?")
_LAND_USES: Final = re.compile(r"[+;,]")


def text_of(value: object) -> str | None:
    """Return a cell as clean text: whole numbers without ``.0``, nothing for an empty cell."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean_text(str(value))


def area_of(value: object, faults: list[str], *, point_decimals: bool = False) -> Decimal | None:
    """Return an area in square metres; adds a code to ``faults`` where the cell is no area.

    In texts ``1.234,5`` and ``1,234.5`` are understood; ``1.234`` is not, since it may be either, unless the format
    of the file says that a point is a decimal mark (``point_decimals``).
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        number = _point_decimal(value) if point_decimals else _decimal(value)
        return None if number is None else area_value(number)
    except (InvalidOperation, InvalidInputError, ValueError):
        faults.append(BAD_AREA)
        return None


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


def _point_decimal(value: object) -> Decimal | None:
    """Return a number in the form of XML Schema; what is not in it is read as people write it."""
    if isinstance(value, str) and _SCHEMA_NUMBER.fullmatch(value.strip()):
        return Decimal(value.strip())
    return _decimal(value)


def _decimal(value: object) -> Decimal | None:
    """Return the number of a cell; raises ValueError or InvalidOperation where there is none to be sure of."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(repr(value))
    text = _UNIT.sub("", "".join(str(value).split()))
    if "," in text and "." in text:
        thousands, mark = (".", ",") if text.rfind(",") > text.rfind(".") else (",", ".")
        whole, _, digits = text.partition(mark)
        if not digits.isdecimal() or not _GROUPED.fullmatch(whole):
            raise ValueError("two marks that do not make a number")
        return Decimal(f"{whole.replace(thousands, '')}.{digits}")
    if _GROUPED.fullmatch(text):
        if len(text) <= 7:
            raise ValueError("thousands or decimals")
        return Decimal(text.replace(",", "").replace(".", ""))
    return Decimal(text.replace(",", "."))
