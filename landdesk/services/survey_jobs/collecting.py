"""What goes into a survey job: the parcels, those beside them, and each boundary point with one number."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import shapely

from landdesk.domain.canonical import image_of, revision_of
from landdesk.domain.canonical_shape import shape_text
from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.geometry import area_m2
from landdesk.domain.grid import GridPoint, grid_point, in_metres
from landdesk.domain.ids import IdSource, ObjectId
from landdesk.domain.records import MapSheet, Parcel, Purpose
from landdesk.i18n import N_, Text
from landdesk.services.exporting.parcels import place_of
from landdesk.services.printing.corners import rings_of
from landdesk.services.survey_jobs.job import Job, JobParcel
from landdesk.store.reader import Reader

BESIDE_M: Final = 10.0
"""Parcels so near to one of the job go along for reference."""
MOST_PARCELS: Final = 2_000
"""What a company measures in one go is far less; a whole commune leaves as an export."""


@dataclass(frozen=True, slots=True)
class JobPoint:
    """A boundary point of the job.

    Args:
        number: Unique in the job.
        at: Easting and northing in metres.
        parcels: Keys of the parcels of the job that have it.
        fixed: Whether a parcel that is not of the job has it too, so that it stays where it is.
    """

    number: int
    at: tuple[float, float]
    parcels: tuple[str, ...]
    fixed: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """A parcel as it is drawn for the survey; nothing of people is in it.

    Args:
        id: Identifier.
        commune, sheet, number: As recorded.
        land_use: Codes joined with ``+``.
        legal_area_m2: What the papers say.
        map_area_m2: Of the boundary.
        shape: The boundary; None for none.
    """

    id: ObjectId
    commune: str
    sheet: str | None
    number: str | None
    land_use: str
    legal_area_m2: float | None
    map_area_m2: float
    shape: shapely.MultiPolygon | None


@dataclass(frozen=True, slots=True)
class Collected:
    """What is written into a folder."""

    job: Job
    parcels: tuple[Ground, ...]
    neighbours: tuple[Ground, ...]
    points: tuple[JobPoint, ...]


def collect_job(
    reader: Reader, coverage: Coverage, chosen: Iterable[ObjectId], new_id: IdSource, today: date
) -> Collected:
    """Read what a survey needs of some parcels.

    Raises:
        InvalidInputError: ``job.no-parcels``, ``job.too-many``, ``job.several-communes``.
        RefusedError: A parcel is not there any more.
    """
    wanted = list(dict.fromkeys(chosen))
    if not wanted:
        raise _wrong(
            "job.no-parcels", N_("No parcel is chosen for the survey job."), N_("Choose parcels, or a sheet.")
        )
    if len(wanted) > MOST_PARCELS:
        raise _wrong(
            "job.too-many",
            N_("A survey job holds 2,000 parcels at most."),
            N_("Make several jobs, each of one area."),
        )
    parcels = sorted((reader.get(Parcel, one) for one in wanted), key=place_of)
    if len({one.commune for one in parcels}) > 1:
        raise _wrong(
            "job.several-communes",
            N_("The parcels belong to several communes."),
            N_("Make a job for each commune."),
        )
    around = {coverage.id_at(int(at)) for one in wanted for at in coverage.touching(one, BESIDE_M)} - set(
        wanted
    )
    neighbours = sorted(reader.get_many(Parcel, around).values(), key=place_of)
    uses = _uses(reader.purposes_of([*wanted, *around]))
    sheets = reader.get_many(MapSheet, {one.map_sheet_id for one in parcels if one.map_sheet_id is not None})
    points, own = _points(parcels, neighbours)
    job = Job(
        id=new_id(),
        written_on=today,
        workspace=reader.info.workspace,
        commune=parcels[0].commune,
        epsg=reader.info.epsg,
        parcels=tuple(
            JobParcel(
                id=one.id,
                key=one.key,
                sheet=one.sheet,
                number=one.number,
                scale=None if one.map_sheet_id is None else sheets[one.map_sheet_id].scale,
                legal_area_m2=one.legal_area_m2,
                revision=revision_of(image_of(one)),
                shape_sha256=shape_digest(one.shape),
                points=tuple(own.get(one.id, ())),
            )
            for one in parcels
        ),
        files={},
    )
    return Collected(
        job,
        tuple(_ground(one, uses) for one in parcels),
        tuple(_ground(one, uses) for one in neighbours if one.shape is not None),
        points,
    )


def shape_digest(shape: shapely.MultiPolygon | None) -> bytes | None:
    """Return the SHA-256 of the text form of a boundary."""
    return None if shape is None else hashlib.sha256(shape_text(shape).encode("ascii")).digest()


def _points(
    parcels: Sequence[Parcel], neighbours: Sequence[Parcel]
) -> tuple[tuple[JobPoint, ...], dict[ObjectId, list[int]]]:
    """Number the boundary points by parcels, each from the north-westernmost clockwise, a shared one once."""
    numbers: dict[GridPoint, int] = {}
    keys: dict[GridPoint, list[str]] = defaultdict(list)
    own: dict[ObjectId, list[int]] = {}
    for parcel in parcels:
        if parcel.shape is None:
            continue
        nodes = dict.fromkeys(
            grid_point((corner.easting, corner.northing))
            for ring in rings_of(parcel.shape)
            for corner in ring.corners
        )
        for node in nodes:
            numbers.setdefault(node, len(numbers) + 1)
            keys[node].append(parcel.key)
        own[parcel.id] = [numbers[node] for node in nodes]
    others = {
        grid_point((easting, northing))
        for one in neighbours
        if one.shape is not None
        for easting, northing in shapely.get_coordinates(one.shape).tolist()
    }
    return (
        tuple(
            JobPoint(number, in_metres(node), tuple(keys[node]), node in others)
            for node, number in numbers.items()
        ),
        own,
    )


def _uses(purposes: Iterable[Purpose]) -> Mapping[ObjectId, str]:
    found: defaultdict[ObjectId, list[str]] = defaultdict(list)
    for one in purposes:
        if one.land_use not in found[one.parcel_id]:
            found[one.parcel_id].append(one.land_use)
    return {parcel: "+".join(codes) for parcel, codes in found.items()}


def _ground(parcel: Parcel, uses: Mapping[ObjectId, str]) -> Ground:
    legal = parcel.legal_area_m2
    return Ground(
        parcel.id,
        parcel.commune,
        parcel.sheet,
        parcel.number,
        uses.get(parcel.id, ""),
        None if legal is None else float(legal),
        round(area_m2(parcel.shape), 1),
        parcel.shape,
    )


def _wrong(code: str, what: str, remedy: str) -> InvalidInputError:
    return InvalidInputError(code, Text(what), remedy=Text(remedy))
