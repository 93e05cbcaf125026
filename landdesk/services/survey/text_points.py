"""Lists of points in text files: any separator, any order of columns, with or without a heading.

What each column is, is told by its heading, else by its numbers: of two columns of coordinates in VN-2000 the north is
the one above 800 km. Where sizes do not tell, X is north and comes first, as in Vietnamese field books and lists of
boundary points. Longitude and latitude are told by heading or by their size in Viet Nam.
"""

import csv
import io
import math
import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text, fold
from landdesk.services.importing.tables import limits
from landdesk.services.importing.tables.text_file import find_separator
from landdesk.services.survey.values import FieldFile, FieldPoint, Format, Method, Problem

COLUMNS: Final = ("number", "north", "east", "height", "code")
"""What a column can be; a file needs north and east."""
ORDERS: Final = ("north-east", "east-north")

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


def read_text_points(
    name: str, text: str, *, order: str | None = None, columns: Mapping[str, int] | None = None
) -> FieldFile:
    """Return the points of a text.

    Args:
        name: Of the file.
        text: Its content.
        order: ``north-east`` or ``east-north``, against what is guessed of the two columns of coordinates.
        columns: Place of columns from 1, against all guesses; ``north`` and ``east`` both or neither.

    Raises:
        InvalidInputError: No columns of coordinates were found, or a named column is not there.
    """
    problems: list[Problem] = []
    rows = _rows(text)
    if len(rows) > limits.ROWS:
        raise _no_columns(name)
    heading = _heading(rows)
    start = 0 if heading is None else heading + 1
    body = rows[start:]
    said = {} if heading is None else _said(rows[heading][1], _HEADINGS)
    more = {} if heading is None else _said(rows[heading][1], _SAID_HEADINGS)
    taken, words = _places(name, body, said, order, columns or {})
    points: list[FieldPoint] = []
    for line, cells in body:
        found = _point(line, cells, taken, len(points) + 1)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            said_of_it = {
                what: cells[place] for what, place in more.items() if place < len(cells) and cells[place]
            }
            points.append(replace(found, said=said_of_it) if said_of_it else found)
    if len(problems) > len(points) and not columns:
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


def number_of(text: str) -> float | None:
    """Return the value of a number with a decimal point or comma, maybe with marks of thousands; None for none."""
    plain = text.replace(" ", "").replace("\u00a0", "")
    if plain.count(",") == 1 and plain.rfind(",") > plain.rfind("."):
        plain = plain.replace(".", "").replace(",", ".")
    elif plain.count(",") >= 1 and re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", plain):
        return None
    value = float(plain)
    return value if math.isfinite(value) else None


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Return the cells of each line that is not empty nor a remark."""
    separator = find_separator(text)
    lines = [
        (number, line)
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith(_COMMENT)
    ]

    def whole(rows: list[list[str]]) -> int:
        return sum(sum(number_of(cell) is not None for cell in cells) >= 2 for cells in rows)

    sample = [line for _number, line in lines[:_SAMPLE]]
    signed = whole([_split(line, separator) for line in sample])
    if signed and signed >= whole([line.split() for line in sample]):
        return [(number, _split(line, separator)) for number, line in lines]
    return [(number, line.split()) for number, line in lines]


def _split(line: str, separator: str) -> list[str]:
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
    wrong = [place for place in columns.values() if not 1 <= place <= width]
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
    taken = dict(said)
    if "north" not in taken or "east" not in taken:
        taken |= _by_numbers(name, body, width, columns)
    if "north" in columns and "east" in columns:
        reason = Text(N_("as you said"))
    elif order is not None:
        first, second = sorted((taken["north"], taken["east"]))
        taken |= dict(zip(order.split("-"), (first, second), strict=True))
        reason = Text(N_("as you said"))
    else:
        taken, reason = _by_size(body, taken, headed=bool(said))
    chosen = {what: place - 1 for what, place in columns.items()}
    taken = {what: place for what, place in taken.items() if place not in chosen.values()} | chosen
    if "north" not in taken or "east" not in taken:
        raise _no_columns(name)
    words = Text(
        N_("North is column {north}, east is column {east}: {reason}."),
        {"north": taken["north"] + 1, "east": taken["east"] + 1, "reason": reason},
    )
    return taken, words


def _by_numbers(
    name: str, body: Sequence[tuple[int, list[str]]], width: int, columns: Mapping[str, int]
) -> dict[str, int]:
    """Guess columns by what stands in them: the number first, two coordinates, a height, then texts."""
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
        if len(columns) >= 2:
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
