"""Areas as people type them, with the decimal mark of their language."""

import re
from decimal import Decimal

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text, current_language

_PLAIN = re.compile(r"\d+")


def parse_area(typed: str) -> Decimal | None:
    """Return square metres; None for an empty field.

    In Vietnamese the comma is the decimal mark and the full stop groups thousands: ``1.234,5``; in English the
    other way round. A single mark of the other kind with one or two digits behind it can only be meant as a
    decimal mark and is taken as one.

    Raises:
        InvalidInputError: It is no number, or its marks can be read in two ways.
    """
    text = typed.replace("m²", "").replace("m2", "").replace("\u00a0", "").replace(" ", "")
    if not text:
        return None
    decimal_mark, grouping_mark = (",", ".") if current_language() == "vi" else (".", ",")
    whole, mark, rest = text.partition(decimal_mark)
    if not mark and text.count(grouping_mark) == 1:
        before, _mark, behind = text.partition(grouping_mark)
        if len(behind) in (1, 2):
            whole, mark, rest = before, decimal_mark, behind
    groups = whole.split(grouping_mark)
    grouped = len(groups) > 1
    fits = all(_PLAIN.fullmatch(group) for group in groups)
    if grouped:
        fits = fits and 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    if not fits or (mark and not _PLAIN.fullmatch(rest)):
        raise InvalidInputError(
            "parcel.area-format",
            Text(N_("“{typed}” is not an area."), {"typed": typed.strip()}),
            remedy=Text(N_("Type square metres, such as {example}."), {"example": _example()}),
        )
    return Decimal("".join(groups) + ("." + rest if mark else ""))


def area_text(value: Decimal | None) -> str:
    """Return an area for a field: no grouping, no zeros at the end, the decimal mark of the language."""
    if value is None:
        return ""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") if current_language() == "vi" else text


def _example() -> str:
    return "1234,5" if current_language() == "vi" else "1234.5"
