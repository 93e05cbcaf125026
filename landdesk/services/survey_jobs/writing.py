"""The files of a survey job but for its sheets of paper. The folder speaks Vietnamese, whoever wrote it."""

import hashlib
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely

from landdesk.domain.ids import id_text
from landdesk.files import publish_file
from landdesk.resources import resource_path
from landdesk.services.exporting.dxf import (
    BESIDE,
    VERTEX,
    Stroke,
    Writing,
    boundary_strokes,
    labels,
    write_drawing,
)
from landdesk.services.exporting.survey_job import (
    JOB_LAYER,
    NEIGHBOUR_LAYER,
    POINT_LAYER,
    write_job_geopackage,
)
from landdesk.services.exporting.tables.cells import Value, plain_text
from landdesk.services.exporting.tables.csv_file import write_csv
from landdesk.services.survey_jobs.collecting import Collected, Ground, JobPoint
from landdesk.services.survey_jobs.job import (
    DRAWING_FILE,
    JOB_FILE,
    MAP_FILE,
    POINTS_FILE,
    README_FILE,
    Job,
    job_document,
)
from landdesk.services.survey_jobs.tolerances import shipped_tolerances, tolerance_entries

_NUMBER_M: Final = 0.5
"""Height of the numbers of points in the drawing."""


def write_job_files(folder: Path, collected: Collected, commune: str, system: str) -> None:
    """Write map, drawing, list of points and the page of words.

    Args:
        folder: An empty one.
        collected: What goes in.
        commune: Its name.
        system: Words for the system of the coordinates.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    rows = {
        JOB_LAYER: [_row(one) for one in collected.parcels],
        NEIGHBOUR_LAYER: [_row(one) for one in collected.neighbours],
        POINT_LAYER: [_point_row(one) for one in collected.points],
    }
    write_job_geopackage(folder / MAP_FILE, rows, collected.job.epsg)
    _write_job_drawing(folder / DRAWING_FILE, collected)
    write_csv(folder / POINTS_FILE, words()["headings"], _template(collected), decimal_comma=True)
    text = _readme(collected, commune, system)
    # With mark and Windows' ends of lines, for the editors of old computers.
    content = text.replace("\n", "\r\n").encode("utf-8-sig")
    publish_file(folder / README_FILE, lambda file: file.write(content))


def write_job_document(folder: Path, job: Job) -> None:
    """Write ``job.json``, which makes a folder a job.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    document = job_document(job, tolerance_entries())
    content = json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8")
    publish_file(folder / JOB_FILE, lambda file: file.write(content))


def digests_of(folder: Path) -> dict[str, bytes]:
    """Return the SHA-256 of each file of a folder by name.

    Raises:
        OSError: One cannot be read.
    """
    return {one.name: hashlib.sha256(one.read_bytes()).digest() for one in sorted(folder.iterdir())}


def words() -> dict[str, Any]:
    """Return the words of the folder."""
    return tomllib.loads(resource_path("survey_jobs", "folder_vi.toml").read_text(encoding="utf-8"))


def parcel_words(sheet: str | None, number: str | None) -> str:
    """Return a parcel as the folder calls it, which no table takes for a day as it does 12/5."""
    return str(words()["parcel"].format(sheet=sheet or "?", number=number or "?"))


def _readme(collected: Collected, commune: str, system: str) -> str:
    tolerances = shipped_tolerances()
    return str(
        words()["readme"].format(
            job=collected.job.id.hex()[-8:],
            date=f"{collected.job.written_on:%d/%m/%Y}",
            commune=plain_text(commune),
            system=system,
            parcels=len(collected.parcels),
            points=len(collected.points),
            corner=f"{tolerances.corner_m:.2f}".replace(".", ","),
            join=f"{tolerances.join_m:.2f}".replace(".", ","),
        )
    ).lstrip()


def _row(one: Ground) -> dict[str, Any]:
    return {
        "landdesk_id": id_text(one.id),
        "commune": one.commune,
        "sheet": one.sheet,
        "number": one.number,
        "land_use": one.land_use,
        "legal_area_m2": one.legal_area_m2,
        "map_area_m2": one.map_area_m2,
        "geometry": None if one.shape is None else one.shape.__geo_interface__,
    }


def _point_row(one: JobPoint) -> dict[str, Any]:
    easting, northing = one.at
    return {
        "number": one.number,
        "parcels": "; ".join(one.parcels),
        "north": northing,
        "east": easting,
        "fixed": one.fixed,
        "geometry": {"type": "Point", "coordinates": one.at},
    }


def _template(collected: Collected) -> Iterator[list[Value]]:
    names = {one.key: parcel_words(one.sheet, one.number) for one in collected.job.parcels}
    said = words()["fixed"]
    for one in collected.points:
        easting, northing = one.at
        parcels = ", ".join(names[key] for key in one.parcels)
        yield [
            *(one.number, parcels, None, None, None, None, None, None, None, None),
            *(round(northing, 3), round(easting, 3), said if one.fixed else None),
        ]


def _write_job_drawing(path: Path, collected: Collected) -> None:
    drawn = [
        {
            "number": one.number,
            "legal_area_m2": one.legal_area_m2,
            "land_use": one.land_use or None,
            "geometry": None if one.shape is None else shapely.to_wkb(one.shape),
        }
        for one in collected.parcels
    ]
    beside = [
        {"geometry": shapely.to_wkb(one.shape)} for one in collected.neighbours if one.shape is not None
    ]
    strokes = boundary_strokes(drawn)
    strokes += [Stroke(BESIDE, np.asarray(one.points)) for one in boundary_strokes(beside)]
    writings = labels(drawn)
    for other in collected.neighbours:
        if other.shape is not None and other.number:
            ((easting, northing),) = shapely.get_coordinates(shapely.point_on_surface(other.shape)).tolist()
            writings.append(Writing(BESIDE, other.number, easting, northing))
    for one in collected.points:
        easting, northing = one.at
        writings.append(Writing(VERTEX, "", easting, northing))
        writings.append(
            Writing(VERTEX, str(one.number), easting + _NUMBER_M, northing + _NUMBER_M, _NUMBER_M)
        )
    write_drawing(path, strokes, writings)
