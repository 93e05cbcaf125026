"""A survey job as its folder says it: ``job.json``, read as a file of strangers; see docs/formats/survey-job.md."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from landdesk.domain.canonical import Revision, parse_revision, revision_text
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import ObjectId, id_text, parse_id
from landdesk.domain.limits import LimitEntry
from landdesk.i18n import N_, Text
from landdesk.store.trouble import explained_at

SCHEMA: Final = "landdesk.survey-job/1"
JOB_FILE: Final = "job.json"
MAP_FILE: Final = "parcels.gpkg"
DRAWING_FILE: Final = "parcels.dxf"
POINTS_FILE: Final = "points.csv"
README_FILE: Final = "README.txt"
RETURNED_FILE: Final = "returned.csv"
LARGEST: Final = 20_000_000
"""Bytes of ``job.json``; a whole commune has some 15 million."""
_HEX: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class JobParcel:
    """A parcel that is to be measured.

    Args:
        id: Identifier.
        key: Sheet and number as people call it when the job was written.
        sheet: Map sheet.
        number: Number.
        scale: Denominator of the map sheet; None where it is not recorded.
        legal_area_m2: What the papers say.
        revision: Of the record of the parcel, canonical SHA-256.
        shape_sha256: Of the text form of its boundary; None where it had none.
        points: Numbers of its boundary points.
    """

    id: ObjectId
    key: str
    sheet: str | None
    number: str | None
    scale: int | None
    legal_area_m2: Decimal | None
    revision: Revision
    shape_sha256: bytes | None
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """What a folder is about.

    Args:
        id: Of the job.
        written_on: When.
        workspace: Of the store.
        commune: Code.
        epsg: System of the coordinates.
        parcels: What is to be measured.
        files: SHA-256 of what lies in the folder by name.
    """

    id: ObjectId
    written_on: date
    workspace: ObjectId
    commune: str
    epsg: int
    parcels: tuple[JobParcel, ...]
    files: Mapping[str, bytes]


def job_document(job: Job, tolerances: Mapping[str, LimitEntry]) -> dict[str, Any]:
    """Return what ``job.json`` holds."""
    return {
        "schema": SCHEMA,
        "job": id_text(job.id),
        "written_on": job.written_on.isoformat(),
        "workspace": id_text(job.workspace),
        "commune": job.commune,
        "epsg": job.epsg,
        "parcels": [
            {
                "id": id_text(one.id),
                "key": one.key,
                "sheet": one.sheet,
                "number": one.number,
                "scale": one.scale,
                "legal_area_m2": None if one.legal_area_m2 is None else str(one.legal_area_m2),
                "revision": revision_text(one.revision),
                "boundary": None if one.shape_sha256 is None else one.shape_sha256.hex(),
                "points": list(one.points),
            }
            for one in job.parcels
        ],
        "tolerances": {
            name: {"value_m": one.value, "source": one.source, "doubt": one.doubt}
            for name, one in tolerances.items()
        },
        "files": {name: digest.hex() for name, digest in job.files.items()},
    }


def read_job(folder: Path) -> Job:
    """Return the job of a folder.

    Raises:
        InvalidInputError: ``job.no-folder``, ``job.none``, ``job.other-version``, ``job.damaged``.
        TroubleError: The disk or the network fails.
    """
    path = folder / JOB_FILE
    with explained_at(path):
        if not folder.is_dir():
            raise _refused("job.no-folder", N_("There is no such folder."), folder)
        if not path.is_file():
            raise _refused("job.none", N_("The folder is no survey job: it has no job.json."), folder)
        if path.stat().st_size > LARGEST:
            raise _refused("job.damaged", N_("The file job.json of the survey job is damaged."), folder)
        content = path.read_bytes()
    try:
        document = json.loads(content.decode("utf-8"))
        schema = document["schema"]
        if schema != SCHEMA and str(schema).startswith("landdesk.survey-job/"):
            raise _refused(
                "job.other-version", N_("The survey job was written by another version of LandDesk."), folder
            )
        if schema != SCHEMA:
            raise ValueError("schema")
        return _job(document)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, InvalidOperation) as error:
        raise _refused(
            "job.damaged", N_("The file job.json of the survey job is damaged."), folder
        ) from error


def _job(document: Mapping[str, Any]) -> Job:
    parcels = tuple(map(_parcel, document["parcels"]))
    if not parcels or len({one.id for one in parcels}) < len(parcels):
        raise ValueError("parcels")
    epsg = document["epsg"]
    if type(epsg) is not int:
        raise ValueError("epsg")
    return Job(
        id=parse_id(document["job"]),
        written_on=date.fromisoformat(document["written_on"]),
        workspace=parse_id(document["workspace"]),
        commune=_text(document["commune"]),
        epsg=epsg,
        parcels=parcels,
        files={_text(name): _digest(digest) for name, digest in document["files"].items()},
    )


def _parcel(entry: Mapping[str, Any]) -> JobParcel:
    area, scale, boundary = entry["legal_area_m2"], entry["scale"], entry["boundary"]
    if scale is not None and (type(scale) is not int or scale < 1):
        raise ValueError("scale")
    points = tuple(entry["points"])
    if not all(type(one) is int for one in points):
        raise ValueError("points")
    legal = None if area is None else Decimal(_text(area))
    if legal is not None and not (legal.is_finite() and legal >= 0):
        raise ValueError("area")
    return JobParcel(
        id=parse_id(entry["id"]),
        # Shown where the store has the parcel no more: a line without signs that a terminal acts on.
        key="".join(one if one.isprintable() else "?" for one in _text(entry["key"])),
        sheet=None if entry["sheet"] is None else _text(entry["sheet"]),
        number=None if entry["number"] is None else _text(entry["number"]),
        scale=scale,
        legal_area_m2=legal,
        revision=parse_revision(_text(entry["revision"])),
        shape_sha256=None if boundary is None else _digest(boundary),
        points=points,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    return value


def _digest(value: object) -> bytes:
    text = _text(value)
    if not _HEX.fullmatch(text):
        raise ValueError("digest")
    return bytes.fromhex(text)


def _refused(code: str, what: str, folder: Path) -> InvalidInputError:
    return InvalidInputError(
        code,
        Text(what),
        Text(N_("Folder {path}"), {"path": str(folder)}),
        Text(N_("Choose the folder that LandDesk wrote for the survey, as it was written.")),
    )
