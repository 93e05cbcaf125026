"""Codes as forms show them and let people choose: the code where it is one that people say, and its name."""

from typing import Final

from landdesk.domain.codelists import Code
from landdesk.domain.fields import Field, Kind
from landdesk.i18n import _, fold
from landdesk.services.field_values import FieldValues

BETWEEN: Final = " – "
LONGEST_SAID: Final = 4
"""People say ONT and CCCD; longer codes are the program's own."""


def code_label(code: Code) -> str:
    """Return ``ONT – Đất ở tại nông thôn``, or the name alone where the code is one of the program or of a computer."""
    is_said = code.code.isalpha() and code.code.isupper() and len(code.code) <= LONGEST_SAID
    return f"{code.code}{BETWEEN}{code.title}" if is_said else code.title


def code_of_label(values: FieldValues, field: Field, text: str) -> str:
    """Return the code whose label a text is; any other text as it is."""
    if not field.codelist:
        return text
    written = text.strip()
    return next((one.code for one in values.choices(field) if code_label(one) == written), text)


def choice_lines(values: FieldValues, field: Field) -> list[tuple[str, str]]:
    """Return what can be chosen at a field, each with the words by which typing finds it; none for free values."""
    if field.kind is Kind.YES_NO:
        return [(words, fold(words)) for words in (_("Yes"), _("No"))]
    return [
        (code_label(one), fold(" ".join((one.code, one.title, *one.aliases))))
        for one in values.choices(field)
    ]
