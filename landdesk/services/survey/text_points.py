"""Lists of points in text files: any separator, any order of columns, with or without a heading.

What each column is, is told by its heading, else by its numbers: of two columns of coordinates in VN-2000 the north is
the one above 800 km. Where sizes do not tell, X is north and comes first, as in Vietnamese field books and lists of
boundary points. Longitude and latitude are told by heading or by their size in Viet Nam.
"""

import csv
import io
import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from landdesk.domain.errors import InvalidInputError
from landdesk.domain.written_numbers import number_of
from landdesk.i18n import N_, Text, fold
from landdesk.services.importing.tables import limits
from landdesk.services.importing.tables.text_file import find_separator
from landdesk.services.survey.values import FieldFile, FieldPoint, Format, Method, Problem

COLUMNS: Final = ("number", "north", "east", "height", "code")
"""What a column can be; a file needs north and east."""
ORDERS: Final = ("north-east", "east-north")
SEPARATORS: Final = {"semicolon": ";", "tab": "\t", "comma": ",", "bar": "|", "blank": ""}
"""Signs between columns by name; blanks may be several."""
LEFT_OUT: Final = 0
"""Place of a column that the list is said not to have."""

_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": (
        "stt", "so", "diem", "ten diem", "so hieu", "so hieu diem", "so hieu dinh thua", "dinh", "point", "point id",
        "pt", "id", "name", "number", "no", "p", "ten", "so thu tu",
    ),
    "north": ("x", "x m", "n", "north", "northing", "bac", "toa do x", "lat", "latitude", "vi do", "local n", "grid n"),
    "east": ("y", "y m", "e", "east", "easting", "dong", "toa do y", "lon", "long", "longitude", "kinh do", "local e",
        "grid e",),
    "height": ("h", "h m", "z", "z m", "height", "elevation", "elev", "cao do", "do cao", "local z"),
    "code": ("ma", "code", "ghi chu", "mo ta", "desc", "description", "note", "loai", "ma diem"),
}  # fmt: skip
_SAID_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "who": ("nguoi do", "nguoi do dac", "nguoi thuc hien", "surveyor", "who", "observer"),
    "instrument": ("thiet bi", "thiet bi do", "may do", "may", "instrument"),
    "date": ("ngay do", "ngay", "date", "measured on"),
    "method": ("phuong phap", "phuong phap do", "method"),
}
"""What else a list may say of each point; only a heading tells of these columns."""
_SAMPLE: Final = 2_000
"""Lines that guesses are made from."""
_COMMENT: Final = ("#", "//", "'")
_NORTH_ABOVE_M: Final = 800_000.0
"""No zone of VN-2000 has an easting so large, and no place in Viet Nam a northing so small."""
_LONGITUDES: Final = (102.0, 118.0)
_LATITUDES: Final = (6.0, 24.0)


@dataclass(frozen=True, slots=True)
class ListForm:
    """How a person wants a list of points to be read; None and what is missing is guessed.

    Args:
        separator: Name in ``SEPARATORS``.
        heading: Line of the heading; 0 for a list without one.
        order: ``north-east`` or ``east-north``, for the two columns of coordinates.
        columns: Place of columns from 1, or ``LEFT_OUT``; ``north`` and ``east`` both or neither.
    """

    separator: str | None = None
    heading: int | None = None
    order: str | None = None
    columns: Mapping[str, int] = field(default_factory=dict)


GUESSED: Final = ListForm()


@dataclass(frozen=True, slots=True)
class TextTable:
    """The cells of a list, before anything is said of what they are.

    Args:
        separator: Name of the sign between columns.
        heading: Line of the heading; 0 without one.
        titles: Cells of the heading.
        rows: Line and cells of all others, in their order.
    """

    separator: str
    heading: int
    titles: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(cells) for _line, cells in self.rows), default=len(self.titles))


def text_table(text: str, form: ListForm = GUESSED) -> TextTable:
    """Return the cells of a text; remarks and empty lines are left aside."""
    separator, rows = _rows(text, form.separator)
    if form.heading is None:
        place = _heading(rows)
        heading = 0 if place is None else rows[place][0]
    else:
        heading = form.heading
    titles = next((cells for line, cells in rows if line == heading), [])
    return TextTable(separator, heading, tuple(titles), tuple(row for row in rows if row[0] > heading))


def read_text_points(name: str, text: str, form: ListForm = GUESSED) -> FieldFile:
    """Return the points of a text.

    Args:
        name: Of the file.
        text: Its content.
        form: How it is to be read.

    Raises:
        InvalidInputError: No columns of coordinates were found, or a named column is not there.
    """
    problems: list[Problem] = []
    table = text_table(text, form)
    body = table.rows
    if len(body) > limits.ROWS:
        raise _no_columns(name)
    taken, words = _places(name, body, _said(table.titles, _HEADINGS), form.order, form.columns)
    more = _said(table.titles, _SAID_HEADINGS)
    points: list[FieldPoint] = []
    for line, cells in body:
        found = _point(line, cells, taken, len(points) + 1)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            said = {what: cells[place] for what, place in more.items() if place < len(cells) and cells[place]}
            points.append(replace(found, said=said) if said else found)
    if len(problems) > len(points) and not form.columns:
        # Some lines of any text hold two numbers.
        raise _no_columns(name)
    return FieldFile(
        name,
        Format.TEXT,
        "",
        tuple(points),
        (),
        tuple(problems),
        degrees=_in_degrees(points),
        order=words,
        columns={what: place + 1 for what, place in taken.items()},
    )


def _rows(text: str, wanted: str | None) -> tuple[str, list[tuple[int, list[str]]]]:
    """Return the name of the separator, and the cells of each line that is not empty nor a remark."""
    lines = [
        (number, line)
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith(_COMMENT)
    ]

    name = wanted or _separator_of(text, [line for _number, line in lines[:_SAMPLE]])
    return name, [(number, _split(line, SEPARATORS[name])) for number, line in lines]


def _separator_of(text: str, sample: Sequence[str]) -> str:
    """Return the name of the separator that leaves most lines with two numbers at least; blanks only where more."""

    def whole(separator: str) -> int:
        rows = (_split(line, separator) for line in sample)
        return sum(sum(number_of(cell) is not None for cell in cells) >= 2 for cells in rows)

    sign = find_separator(text)
    signed = whole(sign)
    if signed and signed >= whole(""):
        return next(name for name, one in SEPARATORS.items() if one == sign)
    return "blank"


def _split(line: str, separator: str) -> list[str]:
    if not separator:
        return line.split()
    try:
        return [cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=separator), [])]
    except csv.Error:
        return [cell.strip() for cell in line.split(separator)]


def _heading(rows: Sequence[tuple[int, list[str]]]) -> int | None:
    """Return the place of the heading among the first rows: it names both coordinates."""
    widths = Counter(len(cells) for _line, cells in rows)
    for place, (_line, cells) in enumerate(rows[:20]):
        said = _said(cells, _HEADINGS)
        # One of another width is a sentence, or has blanks inside its names.
        if "north" in said and "east" in said and len(cells) == widths.most_common(1)[0][0]:
            return place
    return None


def _said(cells: Sequence[str], headings: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    said: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = " ".join(re.sub(r"[^a-z0-9]+", " ", fold(cell)).split())
        for what, names in headings.items():
            if name in names and what not in said:
                said[what] = place
                break
    return said


def _places(
    name: str,
    body: Sequence[tuple[int, list[str]]],
    said: dict[str, int],
    order: str | None,
    columns: Mapping[str, int],
) -> tuple[dict[str, int], Text]:
    """Return which column is what, and words on the order that was taken."""
    width = max((len(cells) for _line, cells in body), default=0)
    wrong = [place for place in columns.values() if place != LEFT_OUT and not 1 <= place <= width]
    if wrong:
        raise InvalidInputError(
            "survey.no-column",
            Text(
                N_("The file has {count} columns, none of number {place}."),
                {"count": width, "place": wrong[0]},
            ),
            Text(N_("File {path}"), {"path": name}),
            Text(N_("Look at the columns first; they are counted from 1.")),
        )
    given = {what: place - 1 for what, place in columns.items() if place != LEFT_OUT}
    taken = dict(said)
    if "north" not in taken or "east" not in taken:
        taken |= _by_numbers(name, body, width, are_given="north" in given and "east" in given)
    if "north" in given and "east" in given:
        reason = Text(N_("as you said"))
    elif order is not None:
        first, second = sorted((taken["north"], taken["east"]))
        taken |= dict(zip(order.split("-"), (first, second), strict=True))
        reason = Text(N_("as you said"))
    else:
        taken, reason = _by_size(body, taken, headed=bool(said))
    guessed = {
        what: place for what, place in taken.items() if what not in columns and place not in given.values()
    }
    taken = guessed | given
    if "north" not in taken or "east" not in taken:
        raise _no_columns(name)
    words = Text(
        N_("North is column {north}, east is column {east}: {reason}."),
        {"north": taken["north"] + 1, "east": taken["east"] + 1, "reason": reason},
    )
    return taken, words


def _by_numbers(
    name: str, body: Sequence[tuple[int, list[str]]], width: int, *, are_given: bool
) -> dict[str, int]:
    """Guess columns by what stands in them: the number first, two coordinates, a height, then texts.

    Args:
        name: Of the file.
        body: Rows.
        width: Number of columns.
        are_given: Whether both coordinates are told by somebody, so that they need not be found.
    """
    body = body[:_SAMPLE]
    numeric = [
        place
        for place in range(width)
        if sum(place < len(cells) and number_of(cells[place]) is not None for _line, cells in body)
        > 0.6 * len(body)
    ]
    taken: dict[str, int] = {}
    coordinates = (
        [place for place in numeric if place > 0] if len(numeric) > 2 and numeric[0] == 0 else numeric
    )
    if len(coordinates) >= 2 and coordinates[0] > 0:
        taken["number"] = 0
    if len(coordinates) < 2:
        if are_given:
            return taken
        raise _no_columns(name)
    taken["north"], taken["east"] = coordinates[:2]
    if len(coordinates) > 2:
        taken["height"] = coordinates[2]
    texts = [place for place in range(1, width) if place not in numeric and place not in taken.values()]
    if texts:
        taken["code"] = texts[-1] if texts[0] < taken["east"] else texts[0]
    return taken


def _by_size(
    body: Sequence[tuple[int, list[str]]], taken: dict[str, int], *, headed: bool
) -> tuple[dict[str, int], Text]:
    """Turn north and east where their sizes say so."""
    north, east = (_middle(body, taken[what]) for what in ("north", "east"))
    turned = taken | {"north": taken["east"], "east": taken["north"]}
    if east > _NORTH_ABOVE_M > north > 0 or (_within(north, _LONGITUDES) and _within(east, _LATITUDES)):
        return turned, Text(N_("by the size of the numbers"))
    if north > _NORTH_ABOVE_M > east > 0:
        return taken, Text(N_("by the size of the numbers"))
    if headed:
        return taken, Text(N_("by the heading, X being north"))
    return taken, Text(N_("as in field books, X (north) before Y (east)"))


def _middle(body: Sequence[tuple[int, list[str]]], place: int) -> float:
    values = [number_of(cells[place]) for _line, cells in body[:_SAMPLE] if place < len(cells)]
    return statistics.median([value for value in values if value is not None] or [0.0])


def _point(line: int, cells: Sequence[str], taken: Mapping[str, int], count: int) -> FieldPoint | Problem:
    def cell(what: str) -> str:
        place = taken.get(what, len(cells))
        return cells[place] if place < len(cells) else ""

    north, east = number_of(cell("north")), number_of(cell("east"))
    if north is None or east is None:
        bad = cell("north") if north is None else cell("east")
        if not bad:
            return Problem(line, Text(N_("A coordinate is missing.")))
        return Problem(line, Text(N_("“{text}” is no coordinate."), {"text": bad[:30]}))
    height = number_of(cell("height"))
    if height is None and cell("height"):
        return Problem(line, Text(N_("“{text}” is no height."), {"text": cell("height")[:30]}))
    return FieldPoint(
        line, cell("number") or str(count), cell("code"), east, north, height, Method.COORDINATES
    )


def _in_degrees(points: Sequence[FieldPoint]) -> bool:
    if not points:
        return False
    return _within(statistics.median(one.east for one in points), _LONGITUDES) and _within(
        statistics.median(one.north for one in points), _LATITUDES
    )


def _within(value: float, limits_: tuple[float, float]) -> bool:
    return limits_[0] <= value <= limits_[1]


def _no_columns(name: str) -> InvalidInputError:
    return InvalidInputError(
        "survey.no-points",
        Text(N_("No points were found in the file.")),
        Text(N_("File {path}"), {"path": Path(name).name}),
        Text(N_("Give a list of points, Leica GSI, Sokkia SDR or NMEA; in a list, name the columns.")),
    )
