"""What a survey company delivers, read as it comes: a map in any format that is imported, and a list of points.

Polygons belong to parcels of the job by the identifier that the job gave them, else by sheet and number, else by the
number alone, else by place. Nothing is refused for what it says: that is for ``checking.py`` to say.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from shapely import MultiPolygon

from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import ObjectId, id_text
from landdesk.domain.progress import Progress
from landdesk.i18n import N_, Text
from landdesk.services.importing.field_mapping import fields_of_layer
from landdesk.services.importing.report import NOTE_TEXTS, RowNote
from landdesk.services.importing.rows import Row, RowReader
from landdesk.services.importing.source import find_layer
from landdesk.services.importing.systems import placement
from landdesk.services.survey.reading import place, read_file
from landdesk.services.survey.values import FieldFile, FieldPoint
from landdesk.services.survey_jobs.job import JOB_FILE, POINTS_FILE, README_FILE, RETURNED_FILE, Job
from landdesk.services.survey_jobs.tolerances import shipped_tolerances
from landdesk.store.info import StoreInfo
from landdesk.store.trouble import explained_at

MAPS: Final = (".gpkg", ".shp", ".gdb", ".tab", ".mif", ".gml", ".geojson", ".dxf", ".dgn")
"""Endings of maps, what says most of its parcels first."""
LISTS: Final = (".csv", ".txt")
_LAYER: Final = "parcels"
_IDENTIFIER: Final = "landdesk_id"
_SHARE: Final = 0.5
"""Of the smaller of two shapes that lies in the other where they are of one parcel."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person says of a delivery; None leaves it to the files.

    Args:
        layer: Of the map.
        points: The list of points.
        source_epsg: System of both; that of the job unless the map says another.
    """

    layer: str | None = None
    points: Path | None = None
    source_epsg: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A polygon of the delivery.

    Args:
        row: Its place in the layer, from 1.
        label: As the file calls it.
        shape: On the grid of the store; None where the file's cannot be one.
        fault: What is wrong with it; None for nothing.
    """

    row: int
    label: str
    shape: MultiPolygon | None
    fault: Text | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery on the plane of the store.

    Args:
        map_file: Where the polygons are from.
        system: Words on its system.
        pieces: Polygons of each parcel of the job; several where the file has several.
        others: Polygons of no parcel of the job.
        points_file: The list of points; None where there is none.
        points: Its points.
        field_file: As it was read.
        points_sha256: Of its bytes.
        remarks: Sentences on what could not be read.
    """

    map_file: Path
    system: str
    pieces: Mapping[ObjectId, tuple[Piece, ...]]
    others: tuple[Piece, ...]
    points_file: Path | None
    points: tuple[FieldPoint, ...]
    field_file: FieldFile | None
    points_sha256: bytes
    remarks: tuple[Text, ...]


def read_delivery(
    where: Path,
    job: Job,
    info: StoreInfo,
    before: Mapping[ObjectId, MultiPolygon],
    wishes: Wishes,
    progress: Progress,
) -> Delivery:
    """Read what was delivered.

    Args:
        where: A folder, or the map itself.
        job: What was asked for.
        info: Of the store.
        before: Shapes of the job's parcels as they are.
        wishes: What a person says of it.
        progress: Told of each step.

    Raises:
        InvalidInputError: There is no map, or it cannot be read or lies elsewhere; see docs/formats/survey-job.md.
        TroubleError: The disk or the network fails.
        CancelledError: The person stopped it.
    """
    map_file, listed = _files(where, job)
    layer = find_layer(
        map_file,
        wishes.layer,
        choose=lambda counts: _LAYER if _LAYER in counts else None,
        progress=progress,
    )
    said = wishes.source_epsg if wishes.source_epsg or layer.crs_wkt else job.epsg
    way = placement(layer.crs_wkt, said, info.epsg)
    fields = fields_of_layer(layer, {})
    if _IDENTIFIER in layer.columns:
        fields["source_id"] = _IDENTIFIER
    reading = RowReader(layer, way, fields, (job.commune,), job.commune)
    reading.run(progress, force=False)
    faults = _faults(reading.notes)
    pieces = {
        row.number: Piece(row.number, row.label, row.shape, faults.get(row.number)) for row in reading.rows
    }
    matched = _matched(reading.rows, job, before)
    taken = {number for numbers in matched.values() for number in numbers}
    _refuse_elsewhere(map_file, [one.shape for one in reading.rows if one.shape is not None], before.values())
    remarks = [
        Text(N_("Feature {row} of the map: {what}"), {"row": note.row, "what": Text(NOTE_TEXTS[note.code])})
        for note in reading.notes
        if note.row and note.row not in pieces
    ]
    found, points, digest, problems = _points(wishes.points or listed, job, info, wishes)
    return Delivery(
        map_file=map_file,
        system=way.source_name,
        pieces={one: tuple(pieces[number] for number in numbers) for one, numbers in matched.items()},
        others=tuple(piece for number, piece in pieces.items() if number not in taken),
        points_file=wishes.points or listed,
        points=points,
        field_file=found,
        points_sha256=digest,
        remarks=(*remarks, *problems),
    )


def _files(where: Path, job: Job) -> tuple[Path, Path | None]:
    """Return the map and the list of points."""
    with explained_at(where):
        if not where.exists():
            raise _refused("delivery.missing", N_("There is no such file or folder."), where)
        is_map = not where.is_dir() or where.suffix.lower() == ".gdb"
        folder = where.parent if is_map else where
        every = [one for one in sorted(folder.iterdir()) if not _is_of_job(one, job)]
    lists = [one for one in every if one.suffix.lower() in LISTS and one.is_file() and one != where]
    named = [one for one in lists if one.name.lower() == POINTS_FILE]
    points = named[0] if named else lists[0] if len(lists) == 1 else None
    if is_map:
        return where, points
    for ending in MAPS:
        found = [one for one in every if one.suffix.lower() == ending]
        if len(found) > 1:
            names = ", ".join(one.name for one in found[:5])
            raise InvalidInputError(
                "delivery.several",
                Text(N_("The folder has several maps: {names}"), {"names": names}),
                Text(N_("Folder {path}"), {"path": str(where)}),
                Text(N_("Name the map itself.")),
            )
        if found:
            return found[0], points
    raise InvalidInputError(
        "delivery.none",
        Text(N_("The folder has no map of a delivery.")),
        Text(N_("Folder {path}"), {"path": str(where)}),
        Text(
            N_(
                "Choose the folder that the company gave back; files of the job as they were written do not count."
            )
        ),
    )


def _is_of_job(path: Path, job: Job) -> bool:
    """Tell whether a file is one of the job that came back untouched, or one that is no part of a delivery."""
    if path.name in (JOB_FILE, README_FILE, RETURNED_FILE):
        return True
    known = job.files.get(path.name)
    return known is not None and path.is_file() and hashlib.sha256(path.read_bytes()).digest() == known


def _faults(notes: Iterable[RowNote]) -> dict[int, Text]:
    found: dict[int, Text] = {}
    for note in notes:
        if note.row and note.code.startswith("geometry."):
            found.setdefault(note.row, Text(NOTE_TEXTS[note.code]))
    return found


def _matched(
    rows: Sequence[Row], job: Job, before: Mapping[ObjectId, MultiPolygon]
) -> dict[ObjectId, list[int]]:
    """Return the rows of each parcel of the job."""
    by_id = {id_text(one.id): one.id for one in job.parcels}
    by_key = {(one.sheet, one.number): one.id for one in job.parcels if one.sheet and one.number}
    counts = Counter(one.number for one in job.parcels)
    by_number = {one.number: one.id for one in job.parcels if one.number and counts[one.number] == 1}
    found: dict[ObjectId, list[int]] = defaultdict(list)
    left: list[Row] = []
    for row in rows:
        one = by_id.get(row.source_id or "") or by_key.get((row.sheet or "", row.parcel_no or ""))
        if one is None and row.sheet is None:
            one = by_number.get(row.parcel_no or "")
        if one is not None:
            found[one].append(row.number)
        elif row.parcel_no is None:
            left.append(row)
    open_ones = {one: shape for one, shape in before.items() if one not in found and shape.is_valid}
    for number, one in _by_place(left, open_ones):
        found[one].append(number)
    return found


def _by_place(rows: Sequence[Row], before: Mapping[ObjectId, MultiPolygon]) -> Iterator[tuple[int, ObjectId]]:
    """Yield rows with the parcel that they cover best, where they cover one by more than half."""
    placed = [row for row in rows if row.shape is not None and row.shape.is_valid]
    keys = list(before)
    olds = np.array([before[one] for one in keys], dtype=object)
    news = np.array([row.shape for row in placed], dtype=object)
    if not (keys and placed):
        return
    new, old = shapely.STRtree(olds).query(news, predicate="intersects")
    common = shapely.area(shapely.intersection(news[new], olds[old]))
    shares = common / np.minimum(shapely.area(news[new]), shapely.area(olds[old]))
    best: dict[int, tuple[float, int]] = {}
    for at, key, share in zip(new.tolist(), old.tolist(), shares.tolist(), strict=True):
        if share > max(_SHARE, best.get(at, (0.0, 0))[0]):
            best[at] = share, key
    for at, (_share, key) in sorted(best.items()):
        yield placed[at].number, keys[key]


def _refuse_elsewhere(path: Path, shapes: Sequence[MultiPolygon], before: Iterable[MultiPolygon]) -> None:
    """Refuse a map that lies far from every parcel of the job: of another place, or in another system."""
    old = list(before)
    if not (old and shapes):
        return
    off_m = float(
        np.min(shapely.distance(shapely.box(*shapely.total_bounds(old)), np.array(shapes, dtype=object)))
    )
    if off_m > shipped_tolerances().elsewhere_m:
        raise InvalidInputError(
            "delivery.elsewhere",
            Text(N_("The delivery lies {km:,.1f} km from the parcels of the job."), {"km": off_m / 1000}),
            Text(N_("File {path}"), {"path": str(path)}),
            Text(
                N_("Name its system if it is another one than that of the job, or choose the right delivery.")
            ),
        )


def _points(
    path: Path | None, job: Job, info: StoreInfo, wishes: Wishes
) -> tuple[FieldFile | None, tuple[FieldPoint, ...], bytes, list[Text]]:
    """Return the list of points, its points on the plane of the store, its digest and what could not be read."""
    if path is None:
        return None, (), b"", []
    try:
        found, digest = read_file(path)
        placed = place(found, info.epsg, wishes.source_epsg or (None if found.degrees else job.epsg))
    except InvalidInputError as error:
        # A list that was named has to be one; of one that lies there the checks say that it lacks.
        if wishes.points is not None:
            raise
        return None, (), b"", [Text(N_("{path}: {what}"), {"path": path.name, "what": error.what})]
    problems = [
        Text(N_("{path}, line {line}: {what}"), {"path": path.name, "line": one.line, "what": one.what})
        for one in (*found.problems, *placed.problems)
    ]
    return found, placed.points, digest, problems


def _refused(code: str, what: str, path: Path) -> InvalidInputError:
    return InvalidInputError(
        code,
        Text(what),
        Text(N_("File {path}"), {"path": str(path)}),
        Text(N_("Choose the folder or the map that the company gave back.")),
    )
