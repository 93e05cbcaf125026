"""Reads a file of the field, whatever its kind, and gives its points their place in a store."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text
from landdesk.services.importing.systems import outside_area, placement
from landdesk.services.importing.tables.text_file import decode
from landdesk.services.importing.vn2000 import system_name
from landdesk.services.survey.gsi import is_gsi, read_gsi
from landdesk.services.survey.nmea import is_nmea, read_nmea
from landdesk.services.survey.sdr import is_sdr, read_sdr
from landdesk.services.survey.text_points import GUESSED, ListForm, TextTable, read_text_points, text_table
from landdesk.services.survey.values import FieldFile, FieldPoint, Problem
from landdesk.store.trouble import explained_at

SIZE_LIMIT: Final = 50_000_000
WGS84: Final = 4326
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x19\x1b-\x1f]")
_CONTROL_SHARE: Final = 0.01
_OTHERS: Final = (
    (re.compile(r"\A\s*<"), N_("a web page or XML")),
    (re.compile(r"CO,Nikon RAW|Nikon RAW data format"), N_("Nikon RAW")),
    (re.compile(r"^--\s?(JB,|TPS\d+ RW5)", re.MULTILINE), N_("Carlson RW5")),
    (re.compile(r"^For ?(M5|R4|R5|_M5)|^For\s+\S+\|", re.MULTILINE), N_("Zeiss")),
    (re.compile(r"System 1200 Data Export"), N_("a report of Leica System 1200")),
    (re.compile(r"_'_\("), N_("Topcon GTS")),
    (re.compile(r"%PDF-"), N_("PDF")),
    (re.compile(r"PK\x03?\x04"), N_("a workbook or an archive")),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """Points on the plane of a store.

    Args:
        points: Those that have a place there, east and north in metres.
        problems: Those that have none.
        way: Words on the transformation.
    """

    points: tuple[FieldPoint, ...]
    problems: tuple[Problem, ...]
    way: Text


def read_file(path: Path, form: ListForm = GUESSED) -> tuple[FieldFile, bytes]:
    """Read a file; return what it holds and the SHA-256 of its bytes.

    Raises:
        InvalidInputError: It is missing, no file, too large, empty, or of no kind that is read.
        TroubleError: The disk or the network fails.
    """
    content = _content(path)
    return read_survey(path.name, content, form), hashlib.sha256(content).digest()


def list_table(path: Path, form: ListForm = GUESSED) -> TextTable | None:
    """Return the cells of a list of points; None for a file of another kind that is read.

    Raises:
        InvalidInputError: As of :func:`read_file`, but for what the cells mean.
        TroubleError: The disk or the network fails.
    """
    text = _text(path.name, _content(path))
    return None if is_gsi(text) or is_sdr(text) or is_nmea(text) else text_table(text, form)


def _content(path: Path) -> bytes:
    with explained_at(path):
        if not path.is_file():
            raise _refused("survey.no-file", N_("There is no such file."), str(path))
        if path.stat().st_size > SIZE_LIMIT:
            raise _refused(
                "survey.too-large", N_("The file is too large for a file of the field."), path.name
            )
        return path.read_bytes()


def read_survey(name: str, content: bytes, form: ListForm = GUESSED) -> FieldFile:
    """Return what a file holds.

    Args:
        name: Of the file.
        content: Its bytes.
        form: How a list of points is to be read; of no meaning for other kinds.

    Raises:
        InvalidInputError: Empty, not a text, or without any point or sight.
    """
    text = _text(name, content)
    if is_gsi(text):
        found = read_gsi(name, text)
    elif is_sdr(text):
        found = read_sdr(name, text)
    elif is_nmea(text):
        found = read_nmea(name, text)
    else:
        found = read_text_points(name, text, form)
    if not found.points and not found.setups:
        raise _nothing(found)
    return found


def _text(name: str, content: bytes) -> str:
    text, _encoding = decode(content)
    # The marks around a transmission, and the end mark of DOS programs.
    text = text.translate({2: None, 3: None}).rstrip("\x1a\0\r\n ")
    if not text.strip():
        raise _refused("survey.empty", N_("The file is empty."), name)
    for pattern, kind in _OTHERS:
        if pattern.search(text[:500]):
            raise InvalidInputError(
                "survey.other-format",
                Text(N_("The file is of a kind that is not read: {found}."), {"found": Text(kind)}),
                Text(N_("File {path}"), {"path": name}),
                Text(N_("Have the instrument write a list of points, Leica GSI or Sokkia SDR.")),
            )
    start = text[:65_536]
    if len(_CONTROL.findall(start)) > _CONTROL_SHARE * len(start):
        raise _refused("survey.not-a-text", N_("The file is no text, so no file of the field."), name)
    return _CONTROL.sub(" ", text)


def place(found: FieldFile, target_epsg: int, source_epsg: int | None = None) -> Placed:
    """Bring the points of a file onto the plane of a store.

    Args:
        found: The file.
        target_epsg: System of the store.
        source_epsg: System of the file; WGS 84 for longitude and latitude, else the store's, unless given.

    Raises:
        InvalidInputError: The system is unknown, has no way to the store's, or no point lies where the store's
            system is made for.
    """
    source = source_epsg or (WGS84 if found.degrees else target_epsg)
    way = placement("", source, target_epsg)
    words = (
        Text(N_("Coordinates are those of {target}."), {"target": system_name(way.target)})
        if way.transformer is None
        else Text(
            N_("From {source} to {target} by {operation}"),
            {"source": way.source_name, "target": system_name(way.target), "operation": way.operation},
        )
    )
    if not found.points:
        return Placed((), (), words)
    given = np.array([(one.east, one.north) for one in found.points], dtype=np.float64)
    placed = way.placed(given)
    outside = outside_area(way.target, placed) | ~np.isfinite(placed).all(axis=1)
    kept: list[FieldPoint] = []
    problems: list[Problem] = []
    for one, at, out in zip(found.points, placed.tolist(), outside.tolist(), strict=True):
        if out:
            what = Text(
                N_("Point {number} lies outside the area that {target} is made for."),
                {"number": one.number, "target": system_name(way.target)},
            )
            problems.append(Problem(one.line, what))
        else:
            kept.append(replace(one, east=at[0], north=at[1]))
    if not kept:
        raise InvalidInputError(
            "survey.outside",
            Text(
                N_("No point of the file lies in the area that {target} is made for."),
                {"target": system_name(way.target)},
            ),
            Text(N_("File {path}"), {"path": found.name}),
            Text(N_("Turn the order of the coordinates round, or name the system of the file.")),
        )
    return Placed(tuple(kept), tuple(problems), words)


def way_of_positions(epsg: int) -> Callable[[float, float], tuple[float, float] | None]:
    """Return the function that brings longitude and latitude onto the plane of a store; None outside its area."""
    way = placement("", WGS84, epsg)

    def placed(longitude: float, latitude: float) -> tuple[float, float] | None:
        at = way.placed(np.array([(longitude, latitude)]))
        if not np.isfinite(at).all() or outside_area(way.target, at)[0]:
            return None
        return float(at[0, 0]), float(at[0, 1])

    return placed


def _nothing(found: FieldFile) -> InvalidInputError:
    first = found.problems[0] if found.problems else None
    where = (
        Text(N_("File {path}"), {"path": found.name})
        if first is None
        else Text(
            N_("File {path}, line {line}: {what}"),
            {"path": found.name, "line": first.line, "what": first.what},
        )
    )
    return InvalidInputError(
        "survey.no-points",
        Text(N_("No points were found in the file.")),
        where,
        Text(N_("Give a list of points, Leica GSI, Sokkia SDR or NMEA; in a list, name the columns.")),
    )


def _refused(code: str, what: str, name: str) -> InvalidInputError:
    return InvalidInputError(
        code,
        Text(what),
        Text(N_("File {path}"), {"path": name}),
        Text(N_("Copy the file from the instrument again.")),
    )
