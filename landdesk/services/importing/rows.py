"""Features of a layer as rows ready to become parcels, and what is to be said of each.

A row is taken or refused by its geometry, its commune and whether it says anything at all; a value that cannot be
read is left out and named. Nothing here writes, and nothing needs the store but what it says of itself.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
from shapely import MultiPolygon

from landdesk.domain.errors import InvalidInputError
from landdesk.domain.progress import Progress
from landdesk.i18n import N_, Text
from landdesk.services.importing import report as notes
from landdesk.services.importing import shapes
from landdesk.services.importing.cells import RowUser, area_of, land_uses_of, text_of, users_of
from landdesk.services.importing.layer import Features, SourceLayer
from landdesk.services.importing.recognition import refuse_elsewhere
from landdesk.services.importing.report import NOTE_TEXTS, REFUSALS, RowNote
from landdesk.services.importing.shapes import ShapeBatch, read_shapes, source_bytes
from landdesk.services.importing.systems import Placement, Points, outside_area, refuse_unfit
from landdesk.services.importing.text.columns import unicode_column
from landdesk.services.importing.text.encodings import Encoding
from landdesk.services.importing.text.originals import Original, changed_texts


@dataclass(frozen=True, slots=True)
class Row:
    """One feature that is taken; ``number`` is its place in the layer, counted from 1."""

    number: int
    label: str
    commune: str
    sheet: str | None
    parcel_no: str | None
    address: str | None
    legal_area_m2: Decimal | None
    source_id: str | None
    source_shape: bytes | None
    shape: MultiPolygon | None
    land_uses: tuple[str, ...]
    users: tuple[RowUser, ...]


class RowReader:
    """Reads a layer once.

    Args:
        layer: What to read.
        way: From its system to the store's.
        fields: Column by target.
        communes: Codes that the store may hold.
        commune: Code for every row; None takes the column, else the store's only commune.
        sheet: Map sheet of every row; None takes the column.
        encodings: Of the texts of columns, as a person says it; others are told by their texts.

    Attributes:
        rows: What is taken, in the order of the file.
        notes: What is to be said, not yet in order.
        originals: Texts as they came, where they were read in an old encoding.
        read, rounded, heights_dropped: Numbers of features.
        largest_shift_m: Largest shift of a vertex by rounding.
        source_points, points: One point of each feature (n, 2) as in the file and on the store's plane.

    Raises:
        InvalidInputError: Nothing says which commune the rows belong to, or the store has not the one named.
    """

    def __init__(
        self,
        layer: SourceLayer,
        way: Placement,
        fields: Mapping[str, str],
        communes: Sequence[str],
        commune: str | None = None,
        sheet: str | None = None,
        encodings: Mapping[str, Encoding] | None = None,
    ) -> None:
        self._encodings = encodings
        self.layer = layer
        self.way = way
        self.fields = fields
        self.rows: list[Row] = []
        self.notes: list[RowNote] = []
        self.originals: list[Original] = []
        self.read = 0
        self.rounded = 0
        self.largest_shift_m = 0.0
        self.heights_dropped = 0
        self.source_points: Points = np.empty((0, 2))
        self.points: Points = np.empty((0, 2))
        self._columns = tuple(dict.fromkeys(fields.values()))
        self._place = {target: self._columns.index(column) for target, column in fields.items()}
        self._communes = communes
        _refuse_commune(communes, commune, has_column="commune" in fields)
        self._commune = commune
        self._sheet = text_of(sheet)
        self._default_commune = communes[0] if len(communes) == 1 else None

    def run(self, progress: Progress, *, force: bool) -> None:
        """Read all features.

        Args:
            progress: Told after each batch.
            force: Take the rows although the systems do not fit.

        Raises:
            InvalidInputError: The file is damaged, its system does not fit, or no feature can be taken.
            CancelledError: The person stopped it.
        """
        source, placed = [], []
        batches: list[tuple[Features, ShapeBatch]] = []
        progress.step(0, self.layer.count)
        for batch in self.layer.features(self._columns):
            made = read_shapes(batch.geometries, self.way)
            source.append(made.source_points)
            placed.append(made.points)
            batches.append((batch, made))
            self.read += len(batch.geometries)
            progress.step(min(self.read, self.layer.count), self.layer.count)
        # Which encoding a column is in, all its texts tell together.
        values = self._in_unicode([row for batch, _ in batches for row in batch.values])
        for batch, made in batches:
            start = batch.first - 1
            self._take(replace(batch, values=values[start : start + len(batch.geometries)]), made)
        self.source_points, self.points = np.concatenate(source), np.concatenate(placed)
        self._judge_places(self.source_points, self.points, force=force)
        if not self.rows:
            raise self._nothing_taken()
        self._add_remarks()

    def _in_unicode(self, rows: Sequence[tuple[object, ...]]) -> list[tuple[object, ...]]:
        """Return the values of all features with texts of old encodings in Unicode; notes say which."""
        columns: list[Sequence[object]] = []
        numbers = range(1, len(rows) + 1)
        for place, name in enumerate(self._columns):
            cells = [row[place] for row in rows]
            texts = [cell if isinstance(cell, str) else None for cell in cells]
            made, said = unicode_column(name, texts, self._encodings)
            self.notes += [
                RowNote(0 if one.index is None else one.index + 1, "", one.code, one.detail) for one in said
            ]
            self.originals += changed_texts(name, numbers, texts, made)
            pairs = zip(cells, made, strict=True)
            columns.append(cells if made is texts else [cell if new is None else new for cell, new in pairs])
        return list(zip(*columns, strict=True)) if columns else list(rows)

    def _add_remarks(self) -> None:
        """Add what the format has to say, with the labels of the rows."""
        if self.layer.remarks:
            labels = {row.number: row.label for row in self.rows}
            self.notes += [
                RowNote(remark.row, labels.get(remark.row, ""), remark.code, remark.detail)
                for remark in self.layer.remarks
            ]

    def _take(self, batch: Features, made: ShapeBatch) -> None:
        self.rounded += made.rounded
        self.largest_shift_m = max(self.largest_shift_m, made.largest_shift_m)
        self.heights_dropped += int(made.has_z.sum())
        for offset in range(len(batch.geometries)):
            self._take_one(batch, made, offset)

    def _take_one(self, batch: Features, made: ShapeBatch, offset: int) -> None:
        number, values, fault = batch.first + offset, batch.values[offset], made.faults[offset]
        sheet = self._sheet or text_of(self._cell(values, "sheet"))
        parcel_no = text_of(self._cell(values, "parcel_no"))
        source_id = text_of(self._cell(values, "source_id"))
        label = f"{sheet or '?'}/{parcel_no or '?'}" if sheet or parcel_no else source_id or ""
        commune = self._commune or text_of(self._cell(values, "commune")) or self._default_commune
        refusal = self._refusal(fault, commune, values)
        if refusal is not None:
            detail = commune if refusal == notes.UNKNOWN_COMMUNE else made.details[offset]
            self.notes.append(RowNote(number, label, refusal, detail))
            return
        if fault is not None:
            self.notes.append(RowNote(number, label, fault, made.details[offset]))
        faults: list[str] = []
        geometry = batch.geometries[offset]
        row = Row(
            number=number,
            label=label,
            commune=commune or "",
            sheet=sheet,
            parcel_no=parcel_no,
            address=text_of(self._cell(values, "address")),
            legal_area_m2=area_of(
                self._cell(values, "legal_area"), faults, point_decimals=self.layer.point_decimals
            ),
            source_id=source_id,
            source_shape=source_bytes(geometry) if geometry and fault in shapes.KEPT_AS_SOURCE else None,
            shape=made.shapes[offset],
            land_uses=land_uses_of(self._cell(values, "land_use"), faults),
            users=users_of(
                self._cell(values, "user_name"),
                self._cell(values, "user_identity"),
                self._cell(values, "user_address"),
                faults,
            ),
        )
        self.notes += [RowNote(number, label, code) for code in dict.fromkeys(faults)]
        self.rows.append(row)

    def _cell(self, values: Sequence[object], target: str) -> object:
        place = self._place.get(target)
        return None if place is None else values[place]

    def _refusal(self, fault: str | None, commune: str | None, values: Sequence[object]) -> str | None:
        """Return why a feature is not taken, None where it is."""
        if fault == shapes.NOT_POLYGON:
            return fault
        if fault == shapes.EMPTY and all(text_of(value) is None for value in values):
            return notes.NOTHING
        if commune is None:
            return notes.NO_COMMUNE
        return None if commune in self._communes else notes.UNKNOWN_COMMUNE

    def _judge_places(self, source: Points, placed: Points, *, force: bool) -> None:
        if not force:
            away_km = refuse_elsewhere(self.way, source, placed, self._communes)
            if away_km is not None:
                self.notes.append(RowNote(0, "", notes.ELSEWHERE, f"{away_km:.0f} km"))
        outside = outside_area(self.way.target, placed) if force else refuse_unfit(self.way, source, placed)
        outside &= np.isfinite(source).all(axis=1)
        if outside.any():
            self.notes += [
                RowNote(row.number, row.label, notes.OUTSIDE) for row in self.rows if outside[row.number - 1]
            ]

    def _nothing_taken(self) -> InvalidInputError:
        counts = Counter(note.code for note in self.notes if note.code in REFUSALS)
        code, count = counts.most_common(1)[0]
        detail = next((note.detail for note in self.notes if note.code == code and note.detail), None)
        remedy = (
            N_("Name the commune of the store.")
            if code in (notes.UNKNOWN_COMMUNE, notes.NO_COMMUNE)
            else N_("Choose a layer with the boundaries of parcels.")
        )
        return InvalidInputError(
            "import.nothing-taken",
            Text(N_("None of the {count} features can be taken."), {"count": self.read}),
            Text(
                "{reason}: {count} ({detail})" if detail else "{reason}: {count}",
                {"reason": Text(NOTE_TEXTS[code]), "count": count} | ({"detail": detail} if detail else {}),
            ),
            Text(remedy),
        )


def _refuse_commune(communes: Sequence[str], wanted: str | None, *, has_column: bool) -> None:
    """Refuse a commune that the store has not, and rows of which nothing says where they belong."""
    listed = Text(N_("It has: {communes}"), {"communes": ", ".join(communes)})
    if wanted is not None and wanted not in communes:
        raise InvalidInputError(
            "import.commune",
            Text(N_("The commune {code} is not one of this store."), {"code": wanted}),
            listed,
            Text(N_("Name one of them.")),
        )
    if wanted is None and len(communes) != 1 and not has_column:
        raise InvalidInputError(
            "import.commune",
            Text(N_("The store has several communes, and no column says which one a parcel belongs to.")),
            listed,
            Text(N_("Name the commune, or the column that says it.")),
        )
