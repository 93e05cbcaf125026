"""How texts of the command line become values: paths, points, boxes, lines, areas, codes.

What cannot be read is an error of the command line (``usage.…``) that shows the right form. Points are easting,
northing in metres.
"""

import math
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text, normalised
from landdesk.paths import named_path

if TYPE_CHECKING:
    from shapely import LineString, Polygon

ValueT = TypeVar("ValueT")


def unreadable(text: str, remedy: Text) -> InvalidInputError:
    """Return the error for a value that has not the right form."""
    return InvalidInputError(
        "usage.value", Text(N_("The value “{text}” cannot be read."), {"text": text}), remedy=remedy
    )


class _Value(click.ParamType[ValueT]):
    """A value read from its text by ``read``; what comes as a value already stays."""

    def convert(self, value: Any, _param: click.Parameter | None, _ctx: click.Context | None) -> ValueT:
        """Return the value of a text."""
        if isinstance(value, str):
            return self.read(value)
        given: ValueT = value
        return given

    def read(self, text: str) -> ValueT:
        """Return the value; raises InvalidInputError with the right form where it cannot be read."""
        raise NotImplementedError


class FilePath(_Value[Path]):
    """A file, which need not exist; a leading ``~`` is the person's folder."""

    name = "file"

    def read(self, text: str) -> Path:
        """Return the path."""
        if not text:
            raise unreadable(text, Text(N_("Give the name of a file.")))
        try:
            Path(text).expanduser()
        except RuntimeError as error:
            raise unreadable(
                text, Text(N_("Write the folder out; there is no person of this name."))
            ) from error
        return named_path(text)


class Words(_Value[str]):
    """A text as the program keeps it: NFC."""

    name = "text"

    def read(self, text: str) -> str:
        """Return the text in NFC; bytes that Python could not read in the system's encoding are taken as UTF-8."""
        return normalised(text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


class WholeNumber(_Value[int]):
    """A whole number; ``EPSG:`` may stand before it.

    Args:
        lowest: No number is below this.
    """

    name = "number"

    def __init__(self, lowest: int) -> None:
        self.lowest = lowest

    def read(self, text: str) -> int:
        """Return the number."""
        digits = re.fullmatch(r"(?:EPSG:)?([0-9]{1,9})", text.strip(), re.IGNORECASE)
        if digits is None or int(digits[1]) < self.lowest:
            raise unreadable(
                text, Text(N_("Give a whole number, {lowest} or more."), {"lowest": self.lowest})
            )
        return int(digits[1])


class Day(_Value[date]):
    """A day as people in Vietnam write it."""

    name = "day"

    def read(self, text: str) -> date:
        """Return the day."""
        try:
            day, month, year = (int(part) for part in text.replace("-", "/").split("/"))
            return date(year, month, day)
        except ValueError as error:
            raise unreadable(text, Text(N_("Give a day as 31/12/2026."))) from error


class Area(_Value[Decimal | None]):
    """An area in square metres, None for an empty text; a decimal comma is understood."""

    name = "area"

    def read(self, text: str) -> Decimal | None:
        """Return the area."""
        digits = "".join(text.split())
        if not digits:
            return None
        try:
            return Decimal(digits.replace(",", "."))
        except InvalidOperation as error:
            form = Text(N_("Give square metres as 1234.5 or 1234,5, without thousands marks."))
            raise unreadable(text, form) from error


class Distance(_Value[float]):
    """A length in metres; a decimal comma is understood.

    Args:
        above_0: Whether a sign has no meaning.
    """

    name = "distance"

    def __init__(self, *, above_0: bool = False) -> None:
        self.above_0 = above_0

    def read(self, text: str) -> float:
        """Return the metres."""
        try:
            metres = float("".join(text.split()).replace(",", "."))
        except ValueError:
            metres = math.nan
        if not math.isfinite(metres):
            raise unreadable(text, Text(N_("Give metres as 0.5 or 0,5.")))
        if self.above_0 and metres <= 0:
            raise unreadable(text, Text(N_("Give metres above 0, such as 2.5.")))
        return metres


class OneOf(_Value[str]):
    """One of some words."""

    name = "choice"

    def __init__(self, choices: Sequence[str]) -> None:
        self.choices = tuple(choices)

    def read(self, text: str) -> str:
        """Return the word."""
        if text not in self.choices:
            raise unreadable(text, Text(N_("Choose one of: {choices}"), {"choices": ", ".join(self.choices)}))
        return text


class Numbers(_Value[tuple[float, ...]]):
    """A fixed count of numbers with commas between them, such as a point or a box."""

    name = "numbers"

    def __init__(self, count: int, form: str) -> None:
        self.count = count
        self.form = form

    def read(self, text: str) -> tuple[float, ...]:
        """Return the numbers in their order."""
        try:
            numbers = tuple(float(part) for part in text.replace(";", ",").split(","))
        except ValueError:
            numbers = ()
        if len(numbers) != self.count or not all(map(math.isfinite, numbers)):
            form = Text(N_("Give it as {form}, metres, with a decimal point."), {"form": self.form})
            raise unreadable(text, form)
        return numbers


class PictureSize(_Value[tuple[int, int]]):
    """Width and height of a picture in pixels."""

    name = "size"

    def read(self, text: str) -> tuple[int, int]:
        """Return width and height."""
        found = re.fullmatch(r"([0-9]{2,5})[x×]([0-9]{2,5})", text.strip())
        if found is None or not all(16 <= int(part) <= 16384 for part in found.groups()):
            raise unreadable(text, Text(N_("Give width and height in pixels, such as 1600x1200.")))
        return int(found[1]), int(found[2])


class CuttingLine(_Value["LineString"]):
    """A line in metres on the plane of the store, as WKT."""

    name = "line"

    def read(self, text: str) -> "LineString":
        """Return the line."""
        import numpy as np
        import shapely

        try:
            # ``nan`` is read with a warning.
            with np.errstate(invalid="ignore"):
                line = shapely.from_wkt(text)
        except shapely.GEOSException:
            line = None
        is_line = isinstance(line, shapely.LineString) and not line.is_empty
        if not is_line or not np.isfinite(shapely.get_coordinates(line)).all():
            form = "LINESTRING (600100 1318000, 600200 1318000)"
            raise unreadable(
                text, Text(N_("Give it as {form}, metres, with a decimal point."), {"form": form})
            )
        return line


class Outline(_Value["Polygon"]):
    """An outline in metres on the plane of the store, as WKT."""

    name = "outline"

    def read(self, text: str) -> "Polygon":
        """Return the outline."""
        import numpy as np
        import shapely

        try:
            # ``nan`` is read with a warning.
            with np.errstate(invalid="ignore"):
                outline = shapely.from_wkt(text)
        except shapely.GEOSException:
            outline = None
        is_outline = isinstance(outline, shapely.Polygon) and not outline.is_empty and not outline.interiors
        if not is_outline or not np.isfinite(shapely.get_coordinates(outline)).all():
            form = "POLYGON ((600100 1318000, 600200 1318000, 600200 1318100, 600100 1318000))"
            raise unreadable(
                text, Text(N_("Give it as {form}, metres, with a decimal point."), {"form": form})
            )
        return outline


FILE = FilePath()
WORDS = Words()
NUMBER = WholeNumber(1)
COUNT = WholeNumber(0)
DAY = Day()
AREA = Area()
DISTANCE = Distance()
LENGTH = Distance(above_0=True)
POINT = Numbers(2, "EASTING,NORTHING")
BOX = Numbers(4, "WEST,SOUTH,EAST,NORTH")
SIZE = PictureSize()
LINE = CuttingLine()
OUTLINE = Outline()
