"""What a person may type while a tool is at work: a distance, an area, a count, a choice.

A tool says which fields it has now (`MapTool.fields`) and hears what was typed (`MapTool.enter`); the strip over
the map shows them. So a tool is driven by pointer and keyboard alike, and knows no widgets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class FieldKind(Enum):
    """What a field takes."""

    NUMBER = "number"
    """A number with decimals: comma or point, `float`."""
    ANGLE = "angle"
    """Degrees, with decimals or minutes and seconds, `float`."""
    COUNT = "count"
    """A whole number above 0, `int`."""
    CHOICE = "choice"
    """The code of one of `ToolField.choices`, `str`."""


Entered = float | int | str


@dataclass(frozen=True, slots=True)
class ToolField:
    """One field of a tool.

    Args:
        code: Names the field to the tool, settings and tests.
        label: English source of its words.
        kind: What it takes.
        value: What is in force; None while nothing is.
        unit: Behind the field, such as ``m``, ``m²`` or ``°``; not translated.
        decimals: How a number is shown.
        choices: Codes and English sources of the words of a choice.
        now: What holds while nothing is typed, as the pointer says; shown in grey.
        optional: Whether it may be emptied.
        digits: So many have room in it.
        minor: Whether it is folded away until the strip has the keys, or something is typed into it.
    """

    code: str
    label: str
    kind: FieldKind
    value: Entered | None = None
    unit: str = ""
    decimals: int = 2
    choices: Sequence[tuple[str, str]] = ()
    now: float | None = None
    optional: bool = False
    digits: int = 10
    minor: bool = False
