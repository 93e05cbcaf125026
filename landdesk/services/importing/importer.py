"""A layer of a file becomes parcels: one change set, one journal entry, one report.

The file is read before the store is locked. Whatever comes in is said row by row; what a polygon cannot hold is
kept beside an empty boundary, what is no parcel is refused. What the store holds already is refreshed, see
``refresh/engine.py``; the same file a second time changes nothing.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Protocol, TypeVar

import numpy as np
import shapely

from landdesk.domain.change import ChangeSet, Entry, EntryKind
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.ids import IdSource, ObjectId
from landdesk.domain.progress import Progress, SilentProgress
from landdesk.i18n import N_, Text
from landdesk.interpreter import without_collection
from landdesk.services.commands import EditContext
from landdesk.services.importing.field_mapping import fields_of_layer
from landdesk.services.importing.land_users import claim_of, groups_of
from landdesk.services.importing.layer import SourceLayer
from landdesk.services.importing.recognition import (
    compare_with_known,
    guess_unnamed,
    known_middles,
    once,
    refuse_datum_shift,
)
from landdesk.services.importing.refresh.claims import SourceFile
from landdesk.services.importing.refresh.engine import Refresh
from landdesk.services.importing.refresh.tally import CHANGED, NEW, SAME
from landdesk.services.importing.remembered import remembered_fields, remembered_layer
from landdesk.services.importing.report import NOT_TAKEN, SHIFTED, ImportReport, RowNote, RowOutcome
from landdesk.services.importing.rows import RowReader
from landdesk.services.importing.shapes import read_shapes
from landdesk.services.importing.source import find_layer
from landdesk.services.importing.systems import NO_CRS, Placement, placement
from landdesk.services.importing.text.encodings import Encoding
from landdesk.services.importing.text.originals import packed
from landdesk.services.importing.vn2000 import system_name
from landdesk.store.info import StoreInfo
from landdesk.store.reader import Reader

T = TypeVar("T")

COMMAND: Final = "import.parcels"
_STEP: Final = 500
_OUTCOMES: Final = (NEW, CHANGED, SAME)


class Desk(Protocol):
    """The part of the application that an import needs: what the store is, a read, a write."""

    @property
    def info(self) -> StoreInfo:
        """What the store says of itself."""

    def read(self, job: Callable[[Reader], T]) -> T:
        """Return what a function reads from one consistent state."""

    def write(self, job: Callable[[EditContext], T]) -> T:
        """Run a function in the one write transaction."""

    def keep(self, content: bytes) -> bytes:
        """Keep a file beside the store and return its SHA-256."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What the person asks for.

    Args:
        path: The source file.
        layer: Name of the layer; None takes the only one with geometry.
        source_epsg: System of the source; None takes what the file says.
        fields: Column by target, as in ``field_mapping.TARGETS``; None leaves a target out. The rest is guessed.
        commune: Code for all parcels; None takes the column, else the store's only commune.
        dry_run: Only tell what would happen.
        force_crs: Import although the systems do not fit.
        sheet: Map sheet of all parcels; None takes the column, for a drawing the name of its file.
        swap_axes: The file has northing first.
        wgs84_numbers: The numbers of the file are of WGS 84 in the projection of its system.
        encodings: Encoding of the texts of columns; others are told by their texts.
    """

    path: Path
    layer: str | None = None
    source_epsg: int | None = None
    fields: Mapping[str, str | None] = field(default_factory=dict)
    commune: str | None = None
    dry_run: bool = False
    force_crs: bool = False
    sheet: str | None = None
    swap_axes: bool = False
    wgs84_numbers: bool = False
    encodings: Mapping[str, Encoding] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """The report, the journal entry (none after a dry run), and how many objects are made, changed or removed."""

    report: ImportReport
    entry: Entry | None
    changes: int = 0


def import_file(desk: Desk, request: ImportRequest, progress: Progress | None = None) -> ImportOutcome:
    """Bring the parcels of a file into the store.

    Args:
        desk: The application.
        request: What is asked for.
        progress: Told after each batch; may stop the import, nothing is written then.

    Raises:
        InvalidInputError: The file, its layer, system or columns are not what they should be, or no feature can
            be taken.
        RefusedError: The layer is in already, or nobody is chosen who does it.
        CancelledError: The person stopped it.
    """
    with without_collection():
        return _imported(desk, request, progress or SilentProgress())


def _imported(desk: Desk, request: ImportRequest, progress: Progress) -> ImportOutcome:
    layer = find_layer(
        request.path,
        request.layer,
        choose=lambda counts: desk.read(lambda reader: remembered_layer(reader, counts)),
        encodings=request.encodings,
        progress=progress,
    )
    info = desk.info
    wishes = desk.read(lambda reader: remembered_fields(reader, layer.columns, request.fields))
    reading = RowReader(
        layer,
        _way(layer, request, info),
        fields_of_layer(layer, wishes),
        info.communes,
        request.commune,
        request.sheet,
        request.encodings,
    )
    reading.run(progress, force=request.force_crs)
    desk.read(lambda reader: _judge_shift(reader, reading, force=request.force_crs))
    if request.dry_run:
        return desk.read(lambda reader: _tried(reading, request, reader, progress))

    def job(context: EditContext) -> ImportOutcome:
        work = context.work
        change, told, kept = _made(reading, request, work, work.new_id, progress)
        if not change.deltas:
            raise _nothing_new(work, layer)
        if reading.originals:
            told = replace(told, originals=desk.keep(packed(reading.originals)).hex())
        entry = work.apply(change, EntryKind.IMPORT)
        work.keep_source_values(entry.number, kept)
        words = json.dumps(told.document(), ensure_ascii=False, separators=(",", ":"))
        work.add_import_source(entry.number, layer.sha256, layer.name, layer.path.name, words)
        return ImportOutcome(told, entry, len(change.deltas))

    return desk.write(job)


def _tried(reading: RowReader, request: ImportRequest, reader: Reader, progress: Progress) -> ImportOutcome:
    change, told, _kept = _made(reading, request, reader, _Counted(), progress)
    return ImportOutcome(told, None, len(change.deltas))


def _way(layer: SourceLayer, request: ImportRequest, info: StoreInfo) -> Placement:
    """Return the way into the store; where nothing says the system of the file, say which one fits its places."""
    try:
        return placement(
            layer.crs_wkt,
            request.source_epsg,
            info.epsg,
            force=request.force_crs,
            swap_axes=request.swap_axes,
            wgs84_numbers=request.wgs84_numbers,
        )
    except InvalidInputError as error:
        if error.code != NO_CRS:
            raise
        first = next(layer.features(()), None)
        target = placement("", info.epsg, info.epsg)
        points = (
            read_shapes(first.geometries, target).source_points if first is not None else np.empty((0, 2))
        )
        guess = guess_unnamed(points, info.epsg, [request.commune] if request.commune else info.communes)
        if guess is None:
            raise
        raise InvalidInputError(error.code, error.what, error.where, guess.words) from error


def _judge_shift(reader: Reader, reading: RowReader, *, force: bool) -> None:
    """Compare the places with those of parcels of the same number in the store.

    Raises:
        InvalidInputError: They lie beside each other by what the seven parameters make, and nobody insists.
    """
    placed = [row for row in reading.rows if row.shape is not None and row.sheet and row.parcel_no]
    if not placed or not reader.parcel_count():
        return
    boxes = shapely.bounds(np.array([row.shape for row in placed], dtype=object))
    shift = compare_with_known(
        reading.way,
        reading.source_points[[row.number - 1 for row in placed]],
        (boxes[:, :2] + boxes[:, 2:]) / 2,
        once([(row.commune, row.sheet or "", row.parcel_no or "") for row in placed]),
        known_middles(reader),
    )
    if shift is None:
        return
    if not force:
        refuse_datum_shift(reading.way, shift)
    reading.notes.append(
        RowNote(0, "", SHIFTED, f"{shift.east_m:+.2f} {shift.north_m:+.2f} m ({shift.pairs})")
    )


def _nothing_new(reader: Reader, layer: SourceLayer) -> RefusedError:
    """Return the error that the store holds everything of a layer already."""
    known = [one.entry for one in reader.exchange.imported(layer.sha256) if one.layer == layer.name]
    return RefusedError(
        "import.again",
        Text(N_("This layer is in already as entry {number}."), {"number": known[-1]})
        if known
        else Text(N_("The store holds everything of this layer already.")),
        Text(N_("File {path}"), {"path": str(layer.path)}),
        Text(N_("There is nothing to do.")),
    )


def _made(
    reading: RowReader, request: ImportRequest, reader: Reader, new_id: IdSource, progress: Progress
) -> tuple[ChangeSet, ImportReport, Mapping[tuple[ObjectId, str], str]]:
    """Return the change set of all rows, the report, and what the source says where an edit stands against it."""
    layer, way = reading.layer, reading.way
    refresh = Refresh(reader, new_id, SourceFile(layer.path.name, layer.sha256, layer.name))
    groups = groups_of(reading.fields)
    outcomes = dict.fromkeys(range(1, reading.read + 1), NOT_TAKEN)
    tally = refresh.tally
    comparing = Text(N_("Comparing with the store"))
    for at, row in enumerate(reading.rows):
        if at % _STEP == 0:
            progress.step(at, len(reading.rows), comparing)
        before = [tally.parcels[one] for one in _OUTCOMES]
        refresh.parcel(claim_of(row, groups))
        found = (one for one, count in zip(_OUTCOMES, before, strict=True) if tally.parcels[one] > count)
        outcomes[row.number] = next(found, NOT_TAKEN)
    deltas = refresh.deltas()
    notes = [RowNote(one.rows[0], one.label, one.code, one.field or None, one.sides) for one in tally.notes]
    labels = {note.row: note.parcel for note in reading.notes} | {
        row.number: row.label for row in reading.rows
    }
    sources = [row.source_id for row in reading.rows if row.source_id]
    told = ImportReport(
        file_name=layer.path.name,
        sha256=layer.sha256.hex(),
        layer=layer.name,
        format=layer.driver,
        encoding=layer.encoding,
        source_system=way.source_name,
        target_system=system_name(way.target),
        operation=way.operation,
        accuracy_m=way.accuracy_m,
        forced=request.force_crs,
        axes_swapped=request.swap_axes,
        fields=reading.fields,
        unused=tuple(name for name in layer.columns if name not in reading.fields.values()),
        read=reading.read,
        taken=len(reading.rows),
        refused=reading.read - len(reading.rows),
        new=tally.parcels[NEW],
        changed=tally.parcels[CHANGED],
        same=tally.parcels[SAME],
        gone=len(refresh.gone(sources)) if sources else 0,
        purposes=tally.objects["purpose", NEW],
        users=tally.objects["land_right", NEW],
        parties=tally.objects["party", NEW],
        rounded=reading.rounded,
        largest_shift_m=reading.largest_shift_m,
        heights_dropped=reading.heights_dropped,
        curves_straightened=layer.curves,
        notes=tuple(sorted([*reading.notes, *notes], key=lambda note: note.row)),
        outcomes=tuple(RowOutcome(row, labels.get(row, ""), outcome) for row, outcome in outcomes.items()),
    )
    return (
        ChangeSet(COMMAND, deltas, f"{layer.path.name} · {layer.name} · {len(reading.rows)}"),
        told,
        tally.kept,
    )


class _Counted:
    """Identifiers of a dry run; they are never kept."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self) -> ObjectId:
        self._last += 1
        return ObjectId(self._last.to_bytes(16, "big"))
