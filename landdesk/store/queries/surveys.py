"""Points measured in the field, by the file that they came from; no part of the record, so nothing is journaled."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from landdesk.domain.ids import ObjectId
from landdesk.store import tables as t


@dataclass(frozen=True, slots=True)
class Survey:
    """One file of the field that was brought in.

    Args:
        id: Identifier.
        file_name: Name of the file.
        sha256: Of its bytes.
        format: Its kind: ``text``, ``gsi8``, ``gsi16``, ``sdr``, ``nmea``.
        instrument: What measured; empty where the file does not say.
        way: English words on how the coordinates came onto the plane of the store.
        person_id: Who brought it in.
        person_name: Name at that time.
        at_ms: When.
        points: How many it has.
    """

    id: ObjectId
    file_name: str
    sha256: bytes
    format: str
    instrument: str
    way: str
    person_id: ObjectId
    person_name: str
    at_ms: int
    points: int


@dataclass(frozen=True, slots=True)
class SurveyPoint:
    """A point on the plane of the store.

    Args:
        survey: Where it came from.
        place: Its place in the file, from 1.
        number: Point number.
        code: Feature code; empty for none.
        east_mm: Easting.
        north_mm: Northing.
        height_mm: Height; None for none.
        method: ``coordinates``, ``polar`` or ``gnss``.
        quality: Figures by name, see the page on files of the field.
    """

    survey: ObjectId
    place: int
    number: str
    code: str
    east_mm: int
    north_mm: int
    height_mm: int | None
    method: str
    quality: Mapping[str, float]

    @property
    def at(self) -> tuple[float, float]:
        """East and north in metres."""
        return self.east_mm / 1000, self.north_mm / 1000


class Surveys:
    """Reads of one transaction."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def all(self) -> list[Survey]:
        """Return all files that were brought in, the newest first."""
        one = t.survey.c
        count = (
            select(func.count())
            .where(t.survey_point.c.survey == one.id)
            .correlate(t.survey)
            .scalar_subquery()
            .label("points")
        )
        query = select(t.survey, count).order_by(one.at_ms.desc(), one.id.desc())
        return [_survey(row) for row in self._conn.execute(query)]

    def points(
        self, survey: ObjectId | None = None, numbers: Sequence[str] | None = None
    ) -> list[SurveyPoint]:
        """Return the points of a file, or of all, in their order; only those of some numbers where they are given."""
        one = t.survey_point.c
        query = (
            select(t.survey_point)
            .join(t.survey, t.survey.c.id == one.survey)
            .order_by(t.survey.c.at_ms, t.survey.c.id, one.place)
        )
        if survey is not None:
            query = query.where(one.survey == survey)
        if numbers is not None:
            query = query.where(one.number.in_(numbers))
        return [_point(row) for row in self._conn.execute(query)]


def add_survey(conn: Connection, made: Survey, points: Iterable[SurveyPoint]) -> None:
    """Add a file with its points."""
    head = {
        "id": made.id,
        "file_name": made.file_name,
        "sha256": made.sha256,
        "format": made.format,
        "instrument": made.instrument,
        "way": made.way,
        "person_id": made.person_id,
        "person_name": made.person_name,
        "at_ms": made.at_ms,
    }
    conn.execute(insert(t.survey), [head])
    add_points(conn, points)


def add_points(conn: Connection, points: Iterable[SurveyPoint]) -> None:
    """Add points to files that are there; there must be one."""
    rows = [
        {
            "survey": one.survey,
            "place": one.place,
            "number": one.number,
            "code": one.code,
            "east_mm": one.east_mm,
            "north_mm": one.north_mm,
            "height_mm": one.height_mm,
            "method": one.method,
            "quality": json.dumps(dict(one.quality), sort_keys=True),
        }
        for one in points
    ]
    conn.execute(insert(t.survey_point), rows)


def remove_survey(conn: Connection, identifier: ObjectId) -> None:
    """Take a file with its points out."""
    conn.execute(delete(t.survey_point).where(t.survey_point.c.survey == identifier))
    conn.execute(delete(t.survey).where(t.survey.c.id == identifier))


def _survey(row: Row[Any]) -> Survey:
    return Survey(
        ObjectId(bytes(row.id)),
        row.file_name,
        bytes(row.sha256),
        row.format,
        row.instrument,
        row.way,
        ObjectId(bytes(row.person_id)),
        row.person_name,
        row.at_ms,
        row.points,
    )


def _point(row: Row[Any]) -> SurveyPoint:
    return SurveyPoint(
        ObjectId(bytes(row.survey)),
        row.place,
        row.number,
        row.code,
        row.east_mm,
        row.north_mm,
        row.height_mm,
        row.method,
        json.loads(row.quality),
    )
