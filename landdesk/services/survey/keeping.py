"""Files of the field and a store: understood on its plane, kept as its points, taken out again."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pyproj import CRS, Proj, Transformer

from landdesk.domain.canonical import clean_text
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.ids import ObjectId, id_text, short_id
from landdesk.i18n import N_, Text
from landdesk.services.survey.nmea import Epoch
from landdesk.services.survey.polar import EARTH_M, Orientation, compute
from landdesk.services.survey.reading import place, read_file
from landdesk.services.survey.receiver import Averaged, average, best_positions
from landdesk.services.survey.text_points import GUESSED, ListForm
from landdesk.services.survey.values import FieldFile, FieldPoint, Format, Method, Problem
from landdesk.store.queries.surveys import Survey, SurveyPoint
from landdesk.store.reader import Reader
from landdesk.store.unit_of_work import UnitOfWork

LONGEST_NUMBER: Final = 40
LONGEST_CODE: Final = 120


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a person wants a file to be understood.

    Args:
        form: How a list of points is to be read.
        source_epsg: System of the file; None for WGS 84 with degrees, else the store's.
        known: A file with points that the observations begin from.
        station: Number of the point of setups whose file names none.
        averaged: One point of the positions of a receiver, the best of its qualities only.
    """

    form: ListForm = GUESSED
    source_epsg: int | None = None
    known: Path | None = None
    station: str | None = None
    averaged: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """What a file comes to.

    Args:
        file: As it was read.
        sha256: Of its bytes.
        points: On the plane of the store, or in the system of the file where no store is given.
        problems: All that was not taken, by line.
        orientations: Of its setups.
        way: Words on the transformation; None without a store.
    """

    file: FieldFile
    sha256: bytes
    points: tuple[FieldPoint, ...]
    problems: tuple[Problem, ...]
    orientations: tuple[Orientation, ...]
    way: Text | None


def understand(
    path: Path, wishes: Wishes, epsg: int | None = None, stored: Mapping[str, FieldPoint] | None = None
) -> Understood:
    """Read a file, compute its observations and bring its points onto the plane of a store.

    Args:
        path: The file.
        wishes: How.
        epsg: System of the store; None leaves coordinates as they are.
        stored: Points of the store by number, which observations may begin from.

    Raises:
        InvalidInputError: The file cannot be read, or nothing of it has a place.
    """
    return computed(*read_file(path, wishes.form), wishes, epsg, stored)


def computed(
    found: FieldFile,
    digest: bytes,
    wishes: Wishes,
    epsg: int | None = None,
    stored: Mapping[str, FieldPoint] | None = None,
) -> Understood:
    """Return what a file that was read comes to, see :func:`understand`.

    Args:
        found: As it was read.
        digest: SHA-256 of its bytes.
        wishes: How.
        epsg: System of the store.
        stored: Points of the store by number.
    """
    known = dict(stored or {})
    if wishes.known is not None:
        known |= _by_number(_on_plane(read_file(wishes.known)[0], wishes, epsg)[0])
    given = found
    if wishes.averaged and found.degrees and found.points:
        given = replace(found, points=(average(best_positions(found.points)).point,))
    points, problems, way = _on_plane(given, wishes, epsg)
    result = compute(
        found.setups,
        known | _by_number(points),
        station=wishes.station,
        scale=(lambda _at: 1.0) if epsg is None else plane_scale(epsg),
    )
    every = (*points, *result.points)
    every_problem = sorted((*found.problems, *problems, *result.problems), key=lambda problem: problem.line)
    return Understood(found, digest, every, tuple(every_problem), result.orientations, way)


def received(averaged: Averaged, source: str, epochs: Sequence[Epoch], epsg: int | None) -> Understood:
    """Return the mean of positions that came live, as if it had been read of a file.

    Raises:
        InvalidInputError: It lies outside the area of the store's system.
    """
    file = FieldFile(source, Format.NMEA, "", (averaged.point,), (), (), degrees=True)
    points, problems, way = _on_plane(file, Wishes(), epsg)
    # Two sessions differ in what they heard.
    digest = hashlib.sha256(repr((source, list(epochs))).encode("utf-8")).digest()
    return Understood(file, digest, points, problems, (), way)


def plane_scale(epsg: int) -> Callable[[FieldPoint], float]:
    """Return the function that says what a length on the ground is on a plane.

    Scale of the projection at the point, times ``1 - H / R`` for the height above the ellipsoid, for which the
    height of the point is taken.
    """
    system = CRS.from_epsg(epsg)
    if not system.is_projected:
        return lambda _at: 1.0
    projection = Proj(system)
    to_degrees = Transformer.from_crs(system, system.geodetic_crs, always_xy=True)

    def scale(at: FieldPoint) -> float:
        longitude, latitude = to_degrees.transform(at.east, at.north)
        factor = float(projection.get_factors(longitude, latitude).meridional_scale)
        return factor * (1 - (at.height or 0.0) / EARTH_M)

    return scale


def keep(work: UnitOfWork, understood: Understood) -> Survey:
    """Keep the points of a file in the store.

    Raises:
        RefusedError: ``survey.exists``: the same file is there already; ``survey.nothing``: it gave no point.
    """
    same = next((one for one in work.surveys.all() if one.sha256 == understood.sha256), None)
    if same is not None:
        raise RefusedError(
            "survey.exists",
            Text(N_("The points of this file are in the store already.")),
            Text(N_("{name} ({id})"), {"name": same.file_name, "id": short_id(same.id)}),
            Text(N_("Take them out first if they are to be read in another way.")),
        )
    if not understood.points:
        raise nothing(understood)
    person = work.acting()
    identifier = work.new_id()
    made = Survey(
        id=identifier,
        file_name=clean_text(understood.file.name) or "",
        sha256=understood.sha256,
        format=str(understood.file.format),
        instrument=clean_text(understood.file.instrument) or "",
        way="" if understood.way is None else str(understood.way),
        person_id=person.id,
        person_name=person.name,
        at_ms=work.clock(),
        points=len(understood.points),
    )
    work.add_survey(
        made, [_stored(identifier, place_no, one) for place_no, one in enumerate(understood.points, 1)]
    )
    return made


def take(work: UnitOfWork, understood: Understood, survey: Survey | None) -> Survey:
    """Keep one more point of a receiver beside those taken before, or begin with it.

    Args:
        work: The unit of work.
        understood: The point.
        survey: Where those taken before are; begun anew where somebody has taken it out since.

    Raises:
        RefusedError: ``survey.number-taken``: a point of this number is among them.
    """
    present = next((one for one in work.surveys.all() if survey is not None and one.id == survey.id), None)
    if present is None:
        return keep(work, understood)
    number = _stored(present.id, 0, understood.points[0]).number
    before = work.surveys.points(present.id)
    if any(one.number == number for one in before):
        raise RefusedError(
            "survey.number-taken",
            Text(N_("Point {number} has been taken already."), {"number": number}),
            remedy=Text(N_("Give the point another number.")),
        )
    work.add_survey_points([_stored(present.id, before[-1].place + 1, understood.points[0])])
    return replace(present, points=present.points + 1)


def _stored(survey: ObjectId, place_no: int, one: FieldPoint) -> SurveyPoint:
    return SurveyPoint(
        survey,
        place_no,
        (clean_text(one.number) or str(place_no))[:LONGEST_NUMBER],
        (clean_text(one.code) or "")[:LONGEST_CODE],
        round(one.east * 1000),
        round(one.north * 1000),
        None if one.height is None else round(one.height * 1000),
        str(one.method),
        one.quality,
    )


def nothing(understood: Understood) -> RefusedError:
    """Return the error for a file whose observations gave no point, with the first reason."""
    first = understood.problems[0] if understood.problems else None
    return RefusedError(
        "survey.nothing",
        Text(N_("The file gave no point with coordinates.")),
        None if first is None else Text(N_("Line {line}: {what}"), {"line": first.line, "what": first.what}),
        Text(N_("Give a file of known points with the station and a point it saw, and name the station.")),
    )


def find_survey(reader: Reader, name: str) -> Survey:
    """Return the file of the field of a name or of the digits of an identifier.

    Raises:
        InvalidInputError: There is none, or several.
    """
    found = [
        one for one in reader.surveys.all() if name in (one.file_name, id_text(one.id), short_id(one.id))
    ]
    if len(found) == 1:
        return found[0]
    raise InvalidInputError(
        "survey.ambiguous" if found else "survey.not-found",
        Text(N_("Several files of the field are called “{name}”."), {"name": name})
        if found
        else Text(N_("The store has no file of the field called “{name}”."), {"name": name}),
        remedy=Text(N_("Give the name of the file or its 8 digits, as the list shows them.")),
    )


def wanted_points(reader: Reader, numbers: tuple[str, ...], survey: Survey | None) -> list[SurveyPoint]:
    """Return points by number in the order wanted.

    Raises:
        InvalidInputError: One is not there, or in several files.
    """
    return points_of_numbers(reader.surveys.points(None if survey is None else survey.id, numbers), numbers)


def points_of_numbers(points: Iterable[SurveyPoint], numbers: Sequence[str]) -> list[SurveyPoint]:
    """Return those of some points that have these numbers, in the order of the numbers.

    Raises:
        InvalidInputError: One is not there, or several times.
    """
    found: dict[str, list[SurveyPoint]] = {}
    for one in points:
        found.setdefault(one.number, []).append(one)
    for number in numbers:
        count = len(found.get(number, ()))
        if count != 1:
            raise InvalidInputError(
                "survey.point-ambiguous" if count else "survey.no-point",
                Text(N_("Point {number} is there {count} times."), {"number": number, "count": count})
                if count
                else Text(N_("There is no point {number}."), {"number": number}),
                remedy=Text(N_("Look at the list of points; where a number is in several files, name one.")),
            )
    return [found[number][0] for number in numbers]


def stored_points(reader: Reader) -> dict[str, FieldPoint]:
    """Return the points of a store by number, without those whose number is there several times."""
    found: dict[str, list[SurveyPoint]] = {}
    for one in reader.surveys.points():
        found.setdefault(one.number, []).append(one)
    return {
        number: FieldPoint(
            0,
            number,
            several[0].code,
            *several[0].at,
            None if several[0].height_mm is None else several[0].height_mm / 1000,
            Method(several[0].method),
            several[0].quality,
        )
        for number, several in found.items()
        if len(several) == 1
    }


def _on_plane(
    found: FieldFile, wishes: Wishes, epsg: int | None
) -> tuple[tuple[FieldPoint, ...], tuple[Problem, ...], Text | None]:
    if epsg is None:
        return found.points, (), None
    placed = place(found, epsg, wishes.source_epsg)
    return placed.points, placed.problems, placed.way


def _by_number(points: tuple[FieldPoint, ...]) -> dict[str, FieldPoint]:
    return {one.number: one for one in points}
