"""Values of fields brought into the form of the record, or refused in words.

What a value may be at all is asked here, for every way in: forms, the command line, quick entry, bulk edits. Whether it
is right (in the code list, within the tolerance, the same as on the scan) is the checks' business.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, get_args, get_type_hints

from landdesk.domain.canonical import clean_text, is_date, scaled
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.fields import Field, Kind
from landdesk.domain.records import CLASSES, OFFICIAL, PROVISIONAL
from landdesk.domain.serials import normalised_register_number, normalised_serial
from landdesk.i18n import N_, Text
from landdesk.services.commands.values import area_value, identity_value, land_use_code, name_value

LONGEST_TEXT: Final = 4_000
_LARGEST_WHOLE: Final = 10**17
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHARE = re.compile(r"([0-9]{1,9})/([1-9][0-9]{0,8})")


def checked(field: Field, value: Any) -> Any:
    """Return the value as the record holds it; None and an empty text empty the field.

    Raises:
        InvalidInputError: It is no value of the field.
    """
    if isinstance(value, str):
        value = clean_text(value)
    if value is None:
        return None
    special = _SPECIAL.get((field.owner, field.name))
    return special(value) if special is not None else _BY_KIND[field.kind](field, value)


def is_compulsory(field: Field) -> bool:
    """Tell whether an object cannot be without a value of the field."""
    return type(None) not in get_args(get_type_hints(CLASSES[field.owner])[field.name])


def missing(field: Field) -> InvalidInputError:
    """Return what is said where a compulsory field is empty."""
    return InvalidInputError(
        "record.field-missing",
        Text(N_("“{field}” must not be empty."), {"field": Text(field.title)}),
        remedy=Text(N_("Give it a value.")),
    )


def _text(field: Field, value: str) -> str:
    if len(value) > LONGEST_TEXT:
        raise InvalidInputError(
            "value.too-long",
            Text(
                N_("“{field}” holds {count} characters; {most} are possible."),
                {"field": Text(field.title), "count": len(value), "most": LONGEST_TEXT},
            ),
            remedy=Text(N_("Shorten it; a long text belongs into a scan.")),
        )
    return value


def _date(field: Field, value: str) -> str:
    if not is_date(value):
        raise InvalidInputError(
            "value.no-date",
            Text(N_("“{value}” is no date, in “{field}”."), {"value": value, "field": Text(field.title)}),
            remedy=Text(N_("Write 17/05/1962, or 05/1962 or 1962 where more is not known.")),
        )
    return value


def _decimal(field: Field, value: Decimal) -> Decimal:
    if not value.is_finite() or not 0 <= value < Decimal("1e9"):
        raise InvalidInputError(
            "value.area-range",
            Text(
                N_("{value} m² is not possible in “{field}”."),
                {"value": str(value), "field": Text(field.title)},
            ),
            remedy=Text(N_("Give square metres from 0.")),
        )
    return scaled(value, field.scale)


def _whole(field: Field, value: int) -> int:
    if not 0 <= value < _LARGEST_WHOLE:
        raise InvalidInputError(
            "value.number-range",
            Text(
                N_("{value} is not possible in “{field}”."),
                {"value": str(value), "field": Text(field.title)},
            ),
            remedy=Text(N_("Give a whole number from 0.")),
        )
    return value


def _as_it_is(_field: Field, value: Any) -> Any:
    return value


_BY_KIND: Mapping[Kind, Callable[[Field, Any], Any]] = {
    Kind.TEXT: _text,
    Kind.DATE: _date,
    Kind.DECIMAL: _decimal,
    Kind.WHOLE: _whole,
    Kind.YES_NO: _as_it_is,
    Kind.REFERENCE: _as_it_is,
    Kind.REFERENCES: _as_it_is,
    Kind.BYTES: _as_it_is,
    Kind.SHAPE: _as_it_is,
}


def share_value(text: str) -> str:
    """Return a share in lowest terms, ``1/2``; a percentage is understood.

    Raises:
        InvalidInputError: It is no fraction above 0 and up to the whole.
    """
    percent = re.fullmatch(r"([0-9]{1,3})(?:[.,]([0-9]{1,4}))?\s*%", text)
    share = _SHARE.fullmatch(re.sub(r"\s", "", text))
    value: Fraction | None = None
    if percent is not None:
        value = Fraction(f"{percent[1]}.{percent[2] or 0}") / 100
    elif share is not None:
        value = Fraction(int(share[1]), int(share[2]))
    elif text.strip() == "1":
        value = Fraction(1)
    if value is None or not 0 < value <= 1:
        raise InvalidInputError(
            "value.no-share",
            Text(N_("“{value}” is no share."), {"value": text}),
            remedy=Text(N_("Write a fraction such as 1/2, or a percentage such as 50 %.")),
        )
    return f"{value.numerator}/{value.denominator}"


def _number_state(value: str) -> str:
    if value not in (OFFICIAL, PROVISIONAL):
        raise InvalidInputError(
            "value.number-state",
            Text(N_("“{value}” is no state of a parcel number."), {"value": value}),
            remedy=Text(N_("Choose one of: {choices}"), {"choices": f"{OFFICIAL}, {PROVISIONAL}"}),
        )
    return value


def _commune(value: str) -> str:
    if not re.fullmatch(r"[0-9]{5}", value):
        raise InvalidInputError(
            "value.commune",
            Text(N_("“{value}” is no commune code."), {"value": value}),
            remedy=Text(N_("A commune code has five digits, such as 22657.")),
        )
    return value


def _sha256(value: str) -> str:
    if not _SHA256.fullmatch(value):
        raise InvalidInputError(
            "value.sha256",
            Text(N_("The SHA-256 of a file has 64 hexadecimal digits.")),
            remedy=Text(N_("Attach the file itself; its hash is computed then.")),
        )
    return value


_SPECIAL: Mapping[tuple[str, str], Callable[[Any], Any]] = {
    ("parcel", "commune"): _commune,
    ("parcel", "number_state"): _number_state,
    ("parcel", "legal_area_m2"): area_value,
    ("purpose", "land_use"): land_use_code,
    ("purpose", "planned_land_use"): land_use_code,
    ("party", "name"): name_value,
    ("party", "identity_number"): identity_value,
    ("party_member", "share"): share_value,
    ("land_right", "share"): share_value,
    ("certificate", "serial"): normalised_serial,
    ("certificate", "register_number"): normalised_register_number,
    ("document", "sha256"): _sha256,
    ("map_sheet", "commune"): _commune,
}
