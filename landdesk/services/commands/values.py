"""Values as people type them, brought into the form of the record or refused in words."""

import re
from decimal import Decimal

from landdesk.domain.canonical import clean_text, scaled
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text

_LAND_USE = re.compile(r"[0-9A-ZĐ]{1,10}")
_IDENTITY = re.compile(r"[0-9A-Z-]{5,20}")
_LARGEST_AREA_M2 = Decimal("1e9")


def land_use_code(text: str | None) -> str | None:
    """Return a land-use code in capitals; None when empty.

    Raises:
        InvalidInputError: It is not a code of letters and digits.
    """
    code = clean_text(text)
    if code is None:
        return None
    code = code.upper()
    if not _LAND_USE.fullmatch(code):
        raise InvalidInputError(
            "parcel.land-use-format",
            Text(N_("“{code}” is no land-use code."), {"code": code}),
            remedy=Text(N_("A code has letters and digits only, such as ONT or LUC.")),
        )
    return code


def area_value(value: Decimal | None) -> Decimal | None:
    """Return an area in square metres with two digits.

    Raises:
        InvalidInputError: It is not above 0, or above 1,000 km².
    """
    if value is None:
        return None
    if not value.is_finite() or not 0 < value < _LARGEST_AREA_M2:
        raise InvalidInputError(
            "parcel.area-range",
            Text(N_("An area of {value} m² is not possible."), {"value": str(value)}),
            remedy=Text(N_("Give square metres above 0.")),
        )
    return scaled(value, 2)


def identity_value(text: str | None) -> str | None:
    """Return an identity number without blanks and dots; None when empty.

    Raises:
        InvalidInputError: It cannot be the number of a document.
    """
    number = clean_text(text)
    if number is None:
        return None
    number = re.sub(r"[\s.]", "", number).upper()
    if not _IDENTITY.fullmatch(number):
        raise InvalidInputError(
            "user.identity-format",
            Text(N_("The identity number is not one: it has {count} characters."), {"count": len(number)}),
            remedy=Text(N_("Give 12 digits of the citizen card, or the number of another document.")),
        )
    return number


def name_value(text: str | None) -> str:
    """Return a person's name with single blanks.

    Raises:
        InvalidInputError: It is empty.
    """
    name = clean_text(text)
    if name is None:
        raise InvalidInputError(
            "user.no-name", Text(N_("The land user has no name.")), remedy=Text(N_("Type the full name."))
        )
    return " ".join(name.split())
