"""The read model of all parcels: immutable arrays that map, snapping, rules, previews and merge share.

A :class:`Block` holds parcels as ragged arrays, sorted along a Morton curve and cut into chunks of at most 250
parcels or 5,000 vertices; box queries scan the boxes of chunks, then of their members. A :class:`Coverage` is one
large block and a small one with what changed since; ``patched`` makes the next coverage in the time of the small
one. No shapely object is kept per parcel: 1,000,000 parcels take 0.3 GB as arrays and 1.06 GB as objects.

Coordinates are metres, easting first, on the 1 mm grid, bit-equal with the store. Boxes are (west, south, east,
north). An index names a parcel in one coverage only; identifiers last.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from landdesk.domain.arrays import Flags, Floats, Integers, Objects, ranges
from landdesk.domain.ids import ObjectId
from landdesk.domain.numbering import natural
from landdesk.domain.outlines import Outlines

Box = tuple[float, float, float, float]

FAR_M = 250_000.0
"""No parcel of a province lies so far from most others, but one in a wrong system of coordinates does."""
CHUNK_PARCELS = 250
CHUNK_VERTICES = 5_000


@dataclass(frozen=True, slots=True)
class ParcelRows:
    """What the store tells of some parcels: arrays of one length, in any order.

    ``legal_area_m2`` is NaN and texts are None where nothing is recorded.
    """

    ids: Sequence[ObjectId]
    outlines: Outlines
    commune: Objects
    sheet: Objects
    number: Objects
    provisional: Flags
    land_use: Objects
    legal_area_m2: Floats
    user_count: Integers
    has_source_shape: Flags

    def __len__(self) -> int:
        return len(self.ids)


COLUMNS = tuple(item.name for item in fields(ParcelRows) if item.name not in ("ids", "outlines"))


def bare_rows(shapes: Mapping[ObjectId, shapely.MultiPolygon]) -> ParcelRows:
    """Return rows of parcels of which nothing but the boundary is recorded."""
    count = len(shapes)
    none = np.full(count, None, dtype=object)
    return ParcelRows(
        ids=list(shapes),
        outlines=Outlines.of(list(shapes.values())),
        commune=none,
        sheet=none,
        number=none,
        provisional=np.zeros(count, dtype=bool),
        land_use=none,
        legal_area_m2=np.full(count, np.nan),
        user_count=np.zeros(count, dtype=np.int64),
        has_source_shape=np.zeros(count, dtype=bool),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Parcels as ragged arrays, in Morton order; parcels without a shape come last.

    Args:
        ids: 16-byte identifiers, V16.
        columns: Attribute arrays by name, see :class:`ParcelRows`.
        outlines: Boundaries.
        boxes: P × 4; NaN for a parcel without a shape.
        chunk_starts: First parcel of each chunk, and the end; parcels without a shape are in none.
        chunk_boxes: C × 4.
    """

    ids: NDArray[np.void]
    columns: Mapping[str, NDArray[Any]]
    outlines: Outlines
    boxes: Floats
    chunk_starts: Integers
    chunk_boxes: Floats

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def build(cls, rows: ParcelRows) -> "Block":
        """Sort the rows and lay them out."""
        boxes = rows.outlines.boxes()
        order = _morton_order(boxes)
        boxes, outlines = boxes[order], rows.outlines.taken(order)
        ids = np.frombuffer(b"".join(rows.ids), dtype="V16")[order] if len(rows) else np.empty(0, dtype="V16")
        drawn = int(len(order) - np.isnan(boxes[:, 0]).sum())
        chunk_starts = _chunk_starts(outlines.vertex_starts[: drawn + 1])
        columns = {name: np.asarray(getattr(rows, name))[order] for name in COLUMNS}
        return cls(ids, columns, outlines, boxes, chunk_starts, _chunk_boxes(boxes, chunk_starts))

    def box_query(self, box: Box) -> Integers:
        """Return the parcels whose box meets the given one, ascending."""
        chunks: Integers = np.flatnonzero(_meets(self.chunk_boxes, box))
        if not len(chunks):
            return np.empty(0, dtype=np.int64)
        if len(chunks) * 4 > len(self.chunk_boxes):
            return np.flatnonzero(_meets(self.boxes, box))
        members = ranges(self.chunk_starts[chunks], self.chunk_starts[chunks + 1])
        return members[_meets(self.boxes[members], box)]


@dataclass(frozen=True, eq=False)
class Coverage:
    """All parcels at one journal number, on the plane of one system (its EPSG code, None where it is not known).

    Indices below ``len(base)`` are parcels of the base block, the others of the overlay; ``base_live`` says
    which of the base still hold.
    """

    version: int
    base: Block
    overlay: Block
    base_live: Flags
    _base_index: dict[bytes, int] = field(repr=False)
    _overlay_index: dict[bytes, int] = field(repr=False)
    system: int | None

    @classmethod
    def build(cls, rows: ParcelRows, version: int, system: int | None = None) -> "Coverage":
        """Lay all parcels out in one block."""
        base = Block.build(rows)
        live = np.ones(len(base), dtype=bool)
        return cls(version, base, Block.build(bare_rows({})), live, _index_of(base.ids), {}, system)

    def patched(self, rows: ParcelRows, gone: Iterable[ObjectId], version: int) -> "Coverage":
        """Return the coverage with these parcels new or replaced and those taken out.

        Args:
            rows: Present state of every parcel that an entry touched and that still exists.
            gone: Parcels that exist no longer.
            version: Journal number after the change.
        """
        touched = {bytes(one) for one in rows.ids} | {bytes(one) for one in gone}
        kept = np.array(
            [i for identifier, i in self._overlay_index.items() if identifier not in touched], dtype=np.int64
        )
        overlay = Block.build(_joined(self.overlay, kept, rows))
        base_live = self.base_live.copy()
        for identifier in touched:
            at = self._base_index.get(identifier)
            if at is not None:
                base_live[at] = False
        return Coverage(
            version, self.base, overlay, base_live, self._base_index, _index_of(overlay.ids), self.system
        )

    def reshaped(
        self, shapes: Mapping[ObjectId, shapely.MultiPolygon], gone: Iterable[ObjectId] = ()
    ) -> "Coverage":
        """Return the coverage with other shapes of some of its parcels, to look at what an edit would do.

        Args:
            shapes: Of parcels; those that are not there come as new ones, of which nothing is recorded.
            gone: Parcels that would be no longer.
        """
        indices = self.indices_of(shapes)
        ids = [self.id_at(int(at)) for at in indices]
        columns: dict[str, Any] = {name: self.column(name, indices) for name in COLUMNS}
        rows = ParcelRows(ids=ids, outlines=Outlines.of([shapes[one] for one in ids]), **columns)
        made = {one: shape for one, shape in shapes.items() if self.index_of(one) is None}
        everything = _joined(Block.build(bare_rows(made)), np.arange(len(made)), rows) if made else rows
        return self.patched(everything, gone, self.version)

    def compacted(self) -> "Coverage":
        """Return the same parcels in one block; done in the background when the overlay has grown."""
        everything = self.live()
        in_base = everything[everything < len(self.base)]
        rows = _joined(self.base, in_base, _rows_of(self.overlay, np.arange(len(self.overlay))))
        return Coverage.build(rows, self.version, self.system)

    def __len__(self) -> int:
        """Number of parcels that hold."""
        return int(np.count_nonzero(self.base_live)) + len(self.overlay)

    @property
    def without_shape(self) -> int:
        """Number of parcels that have no shape; they stand behind the chunks of their block."""
        in_base = np.count_nonzero(self.base_live[self.base.chunk_starts[-1] :])
        return int(in_base) + len(self.overlay) - int(self.overlay.chunk_starts[-1])

    def live(self) -> Integers:
        """Return the indices of all parcels, ascending."""
        return np.concatenate(
            [np.flatnonzero(self.base_live), len(self.base) + np.arange(len(self.overlay), dtype=np.int64)]
        )

    def index_of(self, identifier: ObjectId) -> int | None:
        """Return the index of a parcel, or None."""
        at = self._overlay_index.get(identifier)
        if at is not None:
            return len(self.base) + at
        at = self._base_index.get(identifier)
        return at if at is not None and self.base_live[at] else None

    def indices_of(self, identifiers: Iterable[ObjectId]) -> Integers:
        """Return the indices of those parcels that exist, ascending."""
        wanted = list(identifiers)
        base_at = _looked_up(self._base_index, wanted)
        at = (
            np.where(base_at >= 0, np.where(self.base_live[base_at], base_at, -1), -1)
            if len(self.base)
            else base_at
        )
        if self._overlay_index:
            overlay_at = _looked_up(self._overlay_index, wanted)
            at = np.where(overlay_at >= 0, overlay_at + len(self.base), at)
        present: Integers = np.unique(at[at >= 0])
        return present

    def id_at(self, index: int) -> ObjectId:
        """Return the identifier of the parcel."""
        block, at = self._place(index)
        return ObjectId(block.ids[at].tobytes())

    def ids(self, indices: Integers) -> NDArray[np.void]:
        """Return the identifiers of parcels, V16."""
        return self._gathered(indices, lambda block, own: block.ids[own])

    def column(self, name: str, indices: Integers) -> NDArray[Any]:
        """Return attribute values, see :class:`ParcelRows`."""
        return self._gathered(indices, lambda block, own: block.columns[name][own])

    def sheets(self) -> list[str]:
        """Return the map sheets that parcels lie on, as people sort them."""
        return sorted({one for one in self.column("sheet", self.live()) if one}, key=natural)

    def boxes(self, indices: Integers) -> Floats:
        """Return boxes, n × 4; NaN without a shape."""
        made: Floats = self._gathered(indices, lambda block, own: block.boxes[own])
        return made

    def shapes(self, indices: Integers) -> Objects:
        """Return MultiPolygons (None without a shape)."""
        made: Objects = self._gathered(indices, lambda block, own: block.outlines.taken(own).shapes())
        return made

    def shape(self, identifier: ObjectId) -> shapely.MultiPolygon | None:
        """Return the shape of one parcel; None without one."""
        index = self.index_of(identifier)
        if index is None:
            return None
        found: shapely.MultiPolygon | None = self.shapes(np.array([index]))[0]
        return found

    def segments(self, indices: Integers) -> tuple[Floats, Integers]:
        """Return edges as M × 4 (from, to) and the index of the parcel of each."""
        in_base = indices[indices < len(self.base)]
        in_overlay = indices[indices >= len(self.base)] - len(self.base)
        base_edges, base_owner = self.base.outlines.segments(in_base)
        edges, owner = self.overlay.outlines.segments(in_overlay)
        return np.vstack([base_edges, edges]), np.concatenate([base_owner, owner + len(self.base)])

    def box_query(self, box: Box) -> Integers:
        """Return the parcels whose box meets the given one, ascending."""
        found = self.base.box_query(box)
        return np.concatenate([found[self.base_live[found]], len(self.base) + self.overlay.box_query(box)])

    def touching(self, identifier: ObjectId, margin_m: float = 0.0) -> Integers:
        """Return the other parcels whose box comes within the margin of this parcel's box, ascending."""
        index = self.index_of(identifier)
        if index is None:
            return np.empty(0, dtype=np.int64)
        west, south, east, north = self.boxes(np.array([index]))[0]
        found = self.box_query((west - margin_m, south - margin_m, east + margin_m, north + margin_m))
        others: Integers = found[found != index]
        return others

    def parcels_at(self, easting: float, northing: float) -> Integers:
        """Return the parcels that cover a point (boundary included), smallest first."""
        found = self.box_query((easting, northing, easting, northing))
        shapes = self.shapes(found)
        hit = shapely.intersects(shapes, shapely.points(easting, northing))
        order = np.argsort(shapely.area(shapes[hit]), kind="stable")
        covering: Integers = found[hit][order]
        return covering

    def owners_of_vertex(self, easting: float, northing: float) -> Integers:
        """Return the parcels that have exactly this vertex, ascending."""
        found = self.box_query((easting, northing, easting, northing))
        edges, owner = self.segments(found)
        hit = (edges[:, 0] == easting) & (edges[:, 1] == northing)
        owners: Integers = np.unique(owner[hit])
        return owners

    def shapes_around(self, *points: tuple[float, float]) -> dict[ObjectId, shapely.MultiPolygon]:
        """Return the shapes of all parcels that reach into the surroundings of points.

        These are the box around the points and around every parcel that has one of them as a vertex.
        """
        owners = np.unique(np.concatenate([self.owners_of_vertex(*point) for point in points]))
        spots = np.array(points, dtype=np.float64)
        boxes = np.vstack([np.hstack([spots, spots]), self.boxes(owners)])
        (west, south), (east, north) = boxes[:, :2].min(axis=0) - 0.01, boxes[:, 2:].max(axis=0) + 0.01
        return self.shapes_in((float(west), float(south), float(east), float(north)))

    def shapes_beside(self, identifier: ObjectId, points: Floats) -> dict[ObjectId, shapely.MultiPolygon]:
        """Return the shapes that reach into the box around a parcel and some points; its own comes with them."""
        boxes = [self.boxes(self.indices_of([identifier])), np.hstack([points, points])]
        low, high = np.vstack(boxes)[:, :2].min(axis=0) - 0.01, np.vstack(boxes)[:, 2:].max(axis=0) + 0.01
        return self.shapes_in((float(low[0]), float(low[1]), float(high[0]), float(high[1])))

    def shapes_in(self, box: Box) -> dict[ObjectId, shapely.MultiPolygon]:
        """Return the shapes whose box meets the given one."""
        near = self.box_query(box)
        return {
            self.id_at(int(at)): shape
            for at, shape in zip(near, self.shapes(near), strict=True)
            if shape is not None
        }

    def extent(self) -> Box | None:
        """Return the box around all parcels but those absurdly far from the rest; None when there is no shape.

        One parcel whose coordinates are of another system would make a dot of the land that is worked on.
        """
        boxes = self.boxes(self.live())
        boxes = boxes[~np.isnan(boxes[:, 0])] if len(boxes) else boxes
        if not len(boxes):
            return None
        low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        if (high - low).max() > FAR_M:
            middle = np.median((boxes[:, :2] + boxes[:, 2:]) / 2, axis=0)
            near = (np.abs(boxes - np.tile(middle, 2)) <= FAR_M).all(axis=1)
            if near.any():
                low, high = boxes[near, :2].min(axis=0), boxes[near, 2:].max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    def _place(self, index: int) -> tuple[Block, int]:
        if index < len(self.base):
            return self.base, index
        return self.overlay, index - len(self.base)

    def _gathered(self, indices: Integers, take: Callable[[Block, Integers], NDArray[Any]]) -> NDArray[Any]:
        indices = np.asarray(indices, dtype=np.int64)
        in_base = indices < len(self.base)
        if in_base.all():
            return take(self.base, indices)
        from_overlay = take(self.overlay, indices[~in_base] - len(self.base))
        if not in_base.any():
            return from_overlay
        from_base = take(self.base, indices[in_base])
        made: NDArray[Any] = np.empty((len(indices), *from_base.shape[1:]), dtype=from_base.dtype)
        made[in_base] = from_base
        made[~in_base] = from_overlay
        return made


def _meets(boxes: Floats, box: Box) -> Flags:
    west, south, east, north = box
    hit: Flags = (
        (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    )
    return hit


def _morton_order(boxes: Floats) -> Integers:
    """Return the order along a Z curve of the box centres, those without a box last."""
    missing = np.isnan(boxes[:, 0])
    if missing.all():
        return np.arange(len(boxes))
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    low = np.nanmin(centres, axis=0)
    span = max(float(np.nanmax(np.nanmax(centres, axis=0) - low)), 1e-9)
    cells = np.where(missing[:, None], 0, (centres - low) / span * 65_535).astype(np.uint64)
    code = _spread(cells[:, 0]) | (_spread(cells[:, 1]) << np.uint64(1))
    code[missing] = np.iinfo(np.uint64).max
    return np.argsort(code, kind="stable")


def _spread(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Put a zero bit between the 16 lowest bits of each value."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        values = (values | (values << np.uint64(shift))) & np.uint64(mask)
    return values


def _chunk_starts(vertices: Integers) -> Integers:
    """Cut parcels into chunks; ``vertices`` is the running count of vertices, one longer than the parcels."""
    count = len(vertices) - 1
    starts = [0]
    while starts[-1] < count:
        begin = starts[-1]
        by_vertices = int(np.searchsorted(vertices, vertices[begin] + CHUNK_VERTICES, side="right")) - 1
        starts.append(min(count, begin + CHUNK_PARCELS, max(begin + 1, by_vertices)))
    return np.array(starts, dtype=np.int64)


def _chunk_boxes(boxes: Floats, starts: Integers) -> Floats:
    if len(starts) < 2:
        return np.empty((0, 4))
    low = np.minimum.reduceat(boxes[: starts[-1], :2], starts[:-1], axis=0)
    high = np.maximum.reduceat(boxes[: starts[-1], 2:], starts[:-1], axis=0)
    return np.hstack([low, high])


def _looked_up(index: Mapping[bytes, int], wanted: Sequence[ObjectId]) -> Integers:
    """Return the number of each, -1 where there is none."""
    return np.fromiter((index.get(one, -1) for one in wanted), dtype=np.int64, count=len(wanted))


def _index_of(ids: NDArray[np.void]) -> dict[bytes, int]:
    raw = ids.tobytes()
    return {raw[16 * i : 16 * i + 16]: i for i in range(len(ids))}


def _rows_of(block: Block, indices: Integers) -> ParcelRows:
    ids = [ObjectId(block.ids[i].tobytes()) for i in indices]
    columns: dict[str, Any] = {name: block.columns[name][indices] for name in COLUMNS}
    return ParcelRows(ids=ids, outlines=block.outlines.taken(indices), **columns)


def _joined(block: Block, indices: Integers, rows: ParcelRows) -> ParcelRows:
    """Return some parcels of a block followed by the rows."""
    kept = _rows_of(block, indices)
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(kept, name), np.asarray(getattr(rows, name))]) for name in COLUMNS
    }
    return ParcelRows(ids=[*kept.ids, *rows.ids], outlines=kept.outlines.joined(rows.outlines), **columns)
