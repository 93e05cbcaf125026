"""The definitions of the campaign's forms, read from ``resources/campaign``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Final

from landdesk.resources import resource_path
from landdesk.services.codelists import CodeLists
from landdesk.services.importing.tables.heading import plain_name


class CellKind(StrEnum):
    """What a cell of a column holds.

    ``birth`` is a day or, as on old papers, only a year; ``identity`` the number of an identity document; ``term`` a
    term of use; ``word`` a word of a list.
    """

    TEXT = "text"
    DATE = "date"
    BIRTH = "birth"
    IDENTITY = "identity"
    AREA = "area"
    WORD = "word"
    TERM = "term"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column.

    Args:
        key: Name of the value in the rows.
        kind: What its cells hold.
        heading: As it is written.
        names: Headings that are understood, the written one first, as :func:`plain_name` makes them.
        letter: Column of the sheet in the form's own order; empty where a form has no order.
        number: Number of the field on the form; None without.
        group: For headings that stand several times on a form: which time.
        words: Names of the code lists whose words a ``word`` column holds.
    """

    key: str
    kind: CellKind
    heading: str
    names: tuple[str, ...]
    letter: str = ""
    number: int | None = None
    group: int | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One form; rows count from 1, ``title_row`` and ``number_row`` are None where the form has none.

    Args:
        name: Name of the sheet.
        title: What stands above the table.
        source: Where the definition comes from.
        doubt: What is not certain about it; may be empty.
        heading_row, number_row, first_row: Of headings, of field numbers, of the first data.
        ordinal: Heading of column A, which counts the rows.
        columns: In the form's order.
        tolerance: Numbers by name that checks of this form use.
    """

    name: str
    title: str
    source: str
    doubt: str
    title_row: int | None
    heading_row: int
    number_row: int | None
    first_row: int
    ordinal: str
    columns: tuple[FormColumn, ...]
    tolerance: Mapping[str, Decimal]

    def column(self, key: str) -> FormColumn:
        """Return the column of a key; KeyError where there is none."""
        for one in self.columns:
            if one.key == key:
                return one
        raise KeyError(key)


PL3: Final = "pl3_01"
SYNC_STATUS: Final = "sync_status"
TRACKING: Final = "tracking_sheet"
ERROR_PATHS: Final = "error_paths"
PLAIN: Final = "plain_lists"
FORMS: Final = (PL3, SYNC_STATUS, TRACKING, ERROR_PATHS, PLAIN)
_OFFERED_KIND: Final = "purpose"
"""Of the land uses: groups and words of old papers are understood, not offered."""


def column_number(letter: str) -> int:
    """Return the place of a column from 1: A is 1, AX is 50."""
    number = 0
    for one in letter:
        number = number * 26 + ord(one) - ord("A") + 1
    return number


@cache
def form(name: str) -> Form:
    """Return a form of ``FORMS``.

    Raises:
        FileNotFoundError: The installation is damaged.
        ValueError, KeyError: The file is no definition of a form.
    """
    return parse_form(resource_path("campaign", f"{name}.toml").read_text("utf-8"))


def parse_form(text: str) -> Form:
    """Return the form that a definition tells of.

    Raises:
        ValueError, KeyError: It is none; two columns have one key or letter.
    """
    document = tomllib.loads(text)
    columns = tuple(_column(one) for one in document["column"])
    for marks in ([one.key for one in columns], [one.letter for one in columns if one.letter]):
        if len(set(marks)) != len(marks):
            raise ValueError("two columns of one key or letter")
    return Form(
        name=document["name"],
        title=document["title"],
        source=document["source"],
        doubt=document.get("doubt", ""),
        title_row=document.get("title_row"),
        heading_row=document["heading_row"],
        number_row=document.get("number_row"),
        first_row=document["first_row"],
        ordinal=document["ordinal"],
        columns=columns,
        tolerance={
            name: Decimal(str(value))
            for name, value in document.get("tolerance", {}).items()
            if name != "source"
        },
    )


def _column(values: Mapping[str, Any]) -> FormColumn:
    headings = [values["heading"], *values.get("also", ())]
    return FormColumn(
        key=values["key"],
        kind=CellKind(values["kind"]),
        heading=values["heading"],
        names=tuple(dict.fromkeys(map(plain_name, headings))),
        letter=values.get("letter", ""),
        number=values.get("number"),
        group=values.get("group"),
        words=tuple(values.get("words", ())),
    )


def offered_words(column: FormColumn, lists: CodeLists) -> tuple[str, ...]:
    """Return the words that a workbook offers for a column: of its lists what is in force and is no mere group."""
    codes = (one for name in column.words for one in lists[name])
    return tuple(
        one.label
        for one in codes
        if one.valid_to is None and one.more.get("kind", _OFFERED_KIND) == _OFFERED_KIND
    )


def list_sheet() -> str:
    """Return the name of the sheet of a workbook that holds the lists of words."""
    return str(_workbook()["list_sheet"])


def other_word_question() -> str:
    """Return what a workbook asks somebody who types a word that is not on the list."""
    return str(_workbook()["other_word"])


@cache
def _workbook() -> Mapping[str, Any]:
    return tomllib.loads(resource_path("campaign", "workbook.toml").read_text("utf-8"))
