"""What a commune may change, as the code list ``commune_rights`` says: object, act, condition and verdict of each row.

What no row names is allowed. A row for one field or act goes before the row for all of them; of rows of the same rank
whose condition holds the strictest does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NoReturn

from landdesk.domain.codelists import Code, CodeList
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.fields import Kind, fields_of
from landdesk.domain.records import CLASSES
from landdesk.i18n import N_, Text

LIST: Final = "commune_rights"
"""The code list."""

MAP: Final = "map"
"""Stands in the place of a class for acts on boundaries."""
EVERY: Final = "*"
"""Every field of a class, or every act on the map."""
ADD: Final = "add"
REMOVE: Final = "remove"


class MapAct(StrEnum):
    """Kinds of acts on boundaries."""

    MOVE = "move"
    SPLIT = "split"
    MERGE = "merge"
    HOLE = "hole"
    DRAW = "draw"
    LINK = "link"
    UNLINK = "unlink"


class Verdict(StrEnum):
    """What a commune may, the freest first."""

    ALLOWED = "allowed"
    DOCUMENT = "document"
    OFFICE = "office"


class Condition(StrEnum):
    """When a row holds."""

    ALWAYS = "always"
    RECORDED = "recorded"
    HELD = "held"
    CERTIFICATE = "certificate"
    GROUP_1 = "group_1"
    OPERATING = "operating"
    OFFICIAL = "official"


_STRICTNESS: Final = tuple(Verdict)


@dataclass(frozen=True, slots=True)
class Right:
    """One row.

    Args:
        row: The code of the list, with words, source and validity.
        of: Class of the objects, or ``MAP``.
        what: Field, ``ADD``, ``REMOVE``, act on the map, or ``EVERY``.
        when: Condition.
        verdict: What holds then.
        documents: Codes of ``document_kind``, one of which allows it; empty for any scan.
    """

    row: Code
    of: str
    what: str
    when: Condition
    verdict: Verdict
    documents: tuple[str, ...] = ()


class Rights:
    """The rows in force on a day."""

    def __init__(self, rows: tuple[Right, ...]) -> None:
        self._rows: dict[tuple[str, str], list[Right]] = {}
        for right in rows:
            self._rows.setdefault((right.of, right.what), []).append(right)
        self._bound = {right.of for right in rows if right.verdict is not Verdict.ALLOWED}

    def bind(self, of: str, what: str | None = None) -> bool:
        """Tell whether a field or act, or anything of a class, is not always allowed; costs nothing."""
        if what is None:
            return of in self._bound
        return any(right.verdict is not Verdict.ALLOWED for rank in self._ranks(of, what) for right in rank)

    def binding(self, of: str, what: str, holds: Callable[[Condition], bool]) -> Right | None:
        """Return the row that stands against a change; None where it is allowed.

        Args:
            of: Class, or ``MAP``.
            what: Field or act.
            holds: Tells whether a condition holds; asked only where it matters.
        """
        if not self.bind(of, what):
            return None
        for rank in self._ranks(of, what):
            found = [right for right in rank if holds(right.when)]
            if found:
                strictest = max(found, key=lambda right: _STRICTNESS.index(right.verdict))
                return None if strictest.verdict is Verdict.ALLOWED else strictest
        return None

    def _ranks(self, of: str, what: str) -> list[list[Right]]:
        wanted = [(of, what)] if what in (ADD, REMOVE) else [(of, what), (of, EVERY)]
        return [self._rows[key] for key in wanted if key in self._rows]


def rights_of(rows: CodeList, kinds: CodeList, day: date | None = None) -> Rights:
    """Return what a list says.

    Args:
        rows: The list ``commune_rights``.
        kinds: The list ``document_kind`` in force.
        day: Only what is in force then; None for every row.

    Raises:
        InvalidInputError: A row names something that is not there.
    """
    codes = rows.codes if day is None else rows.valid_on(day)
    return Rights(tuple(_right(one, kinds) for one in codes))


def _right(row: Code, kinds: CodeList) -> Right:
    of, what = row.more["of"], row.more["what"]
    if of != MAP and of not in CLASSES:
        _refuse(row, "of", of, (MAP, *CLASSES))
    known = _whats(of)
    if what not in known:
        _refuse(row, "what", what, known)
    when, verdict = row.more["when"], row.more["verdict"]
    if when not in tuple(Condition):
        _refuse(row, "when", when, tuple(Condition))
    if verdict not in tuple(Verdict):
        _refuse(row, "verdict", verdict, tuple(Verdict))
    documents = tuple(word for part in row.more["documents"].split("|") if (word := part.strip()))
    for one in documents:
        if one not in kinds:
            _refuse(row, "documents", one, tuple(code.code for code in kinds))
    return Right(row, of, what, Condition(when), Verdict(verdict), documents)


def _whats(of: str) -> tuple[str, ...]:
    """Return what a row may name of a class, or of the map."""
    if of == MAP:
        return (EVERY, *MapAct)
    return (EVERY, ADD, REMOVE, *(one.name for one in fields_of(of) if one.kind is not Kind.SHAPE))


def _refuse(row: Code, column: str, value: str, choices: tuple[str, ...]) -> NoReturn:
    raise InvalidInputError(
        "codes.right",
        Text(
            N_("The row {code} of commune_rights has “{value}” in the column {column}."),
            {"code": row.code, "value": value, "column": column},
        ),
        remedy=Text(N_("Choose one of: {choices}"), {"choices": ", ".join(choices)}),
    )
