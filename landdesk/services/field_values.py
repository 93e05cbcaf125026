"""Texts as people type them become values of fields, and values become the words people read; one way for all.

Forms, the command line, pasted cells and bulk edits come through here. A code is known by its code, its name or any
word that stands for it; numbers may have a decimal comma, dates are day first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from landdesk.domain.canonical import clean_text
from landdesk.domain.codelists import Code, CodeList
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.fields import Field, Kind
from landdesk.domain.ids import parse_id
from landdesk.i18n import N_, Text, _, format_number
from landdesk.services.codelists import CodeLists
from landdesk.services.commands.field_checks import checked
from landdesk.services.importing.tables.values import (
    DAY_OR_MONTH,
    IMPOSSIBLE_YEAR,
    THOUSANDS_OR_DECIMALS,
    TWO_DIGIT_YEAR,
    number,
    partial_date,
    truth,
)

DOUBTS: Final = {
    THOUSANDS_OR_DECIMALS: N_("Read with the point between thousands, as in Vietnam."),
    DAY_OR_MONTH: N_("Read with the month first; look at it again."),
    TWO_DIGIT_YEAR: N_("The century was not written; look at it again."),
    IMPOSSIBLE_YEAR: N_("The year is hardly possible; look at it again."),
}
"""What is said of a value that was understood and may still be meant otherwise."""

CHOICES_NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed value; ``doubt`` is said beside it where it may be meant otherwise."""

    value: Any
    doubt: Text | None = None


class FieldValues:
    """Reads and words the values of fields.

    Args:
        lists: The code lists in force.
        today: For years of two digits and for codes in force.
    """

    def __init__(self, lists: CodeLists, today: date) -> None:
        self.lists = lists
        self.today = today

    def codes(self, field: Field) -> CodeList | None:
        """Return the list that a field's values are taken from; None for free values."""
        return self.lists[field.codelist] if field.codelist else None

    def choices(self, field: Field) -> tuple[Code, ...]:
        """Return the codes to choose from today, in order; none for free values."""
        codes = self.codes(field)
        return () if codes is None else codes.valid_on(self.today)

    def read(self, field: Field, text: str) -> Typed:
        """Return the value that a text stands for; an empty one empties the field.

        Raises:
            InvalidInputError: It cannot be a value of the field, or fits several codes.
        """
        written = clean_text(text)
        if written is None:
            return Typed(None)
        if field.kind is Kind.DECIMAL:
            return self._number(field, written)
        if field.kind is Kind.WHOLE:
            return self._whole(field, written)
        if field.kind is Kind.DATE:
            return self._date(field, written)
        if field.kind is Kind.YES_NO:
            return self._yes_no(field, written)
        if field.kind is Kind.REFERENCE:
            return Typed(self._reference(field, written))
        if field.kind is not Kind.TEXT:
            raise ValueError(f"{field.id} is not typed")
        if field.codelist:
            return Typed(self._code(field, written))
        return Typed(checked(field, written))

    def _number(self, field: Field, text: str) -> Typed:
        reading = number(text)
        if reading.value is None:
            raise _unreadable(field, text, Text(N_("Write it as 1234,5 or 1.234,5.")))
        return Typed(checked(field, reading.value), _doubt(reading.doubt))

    def _whole(self, field: Field, text: str) -> Typed:
        reading = number(text)
        if reading.value is None or reading.value != reading.value.to_integral_value():
            raise _unreadable(field, text, Text(N_("Write a whole number.")))
        return Typed(checked(field, int(reading.value)), _doubt(reading.doubt))

    def _date(self, field: Field, text: str) -> Typed:
        reading = partial_date(text, self.today)
        if reading.value is None:
            raise _unreadable(
                field, text, Text(N_("Write 17/05/1962, or 05/1962 or 1962 where more is not known."))
            )
        return Typed(checked(field, reading.value), _doubt(reading.doubt))

    def _yes_no(self, field: Field, text: str) -> Typed:
        reading = truth(text)
        if reading.value is None:
            raise _unreadable(field, text, Text(N_("Write yes or no.")))
        return Typed(reading.value)

    def _reference(self, field: Field, text: str) -> Any:
        try:
            return parse_id(text)
        except ValueError as error:
            raise _unreadable(field, text, Text(N_("Give the identifier of the object."))) from error

    def _code(self, field: Field, text: str) -> str:
        codes = self.lists[field.codelist]
        if text in codes:
            # A code that is not in force any more may stand in a record: old certificates have it.
            return str(checked(field, text))
        found = codes.resolve(text, self.today) or codes.find(text)
        if len(found) == 1:
            return str(checked(field, found[0].code))
        listed = _listed(found or self.choices(field))
        if found:
            raise InvalidInputError(
                "value.several-codes",
                Text(
                    N_("“{value}” may mean several codes of “{field}”."),
                    {"value": text, "field": Text(field.title)},
                ),
                remedy=Text(N_("Choose one of: {choices}"), {"choices": listed}),
            )
        raise InvalidInputError(
            "value.no-code",
            Text(N_("“{value}” is no code of “{field}”."), {"value": text, "field": Text(field.title)}),
            remedy=Text(N_("Choose one of: {choices}"), {"choices": listed}),
        )

    def words(self, field: Field, value: Any) -> str:
        """Return a value as people read it, and as :meth:`read` understands it; empty for None."""
        if value is None:
            return ""
        if field.kind is Kind.DECIMAL:
            return format_number(Decimal(value), field.scale)
        if field.kind is Kind.DATE:
            return date_words(value)
        if field.kind is Kind.YES_NO:
            return _("Yes") if value else _("No")
        if field.codelist:
            code = self.lists[field.codelist].get(value)
            return str(value) if code is None else code.title
        return str(value)


def date_words(value: str) -> str:
    """Return an ISO date, partial or not, as people write it: day first."""
    return "/".join(reversed(value.split("-")))


def _doubt(code: str | None) -> Text | None:
    return None if code is None else Text(DOUBTS[code])


def _unreadable(field: Field, text: str, remedy: Text) -> InvalidInputError:
    return InvalidInputError(
        "value.unreadable",
        Text(
            N_("“{value}” cannot be read as “{field}”."),
            # What was typed may be a number of a person; the message is for the one who typed it, never for a log.
            {"value": text if not field.personal else "…", "field": Text(field.title)},
        ),
        remedy=remedy,
    )


def _listed(codes: Sequence[Code]) -> str:
    listed = ", ".join(f"{one.code} ({one.title})" for one in codes[:CHOICES_NAMED])
    return listed + (", …" if len(codes) > CHOICES_NAMED else "")
