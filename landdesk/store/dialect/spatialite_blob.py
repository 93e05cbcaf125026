"""SpatiaLite's BLOB of a shape, to and from shapely, in arrays.

Layout: ``00``, byte order (``01`` little-endian), int32 srid, four doubles west, south, east, north, ``7C``,
ISO-WKB without its first byte, ``FE``; the byte-order mark of every nested shape is ``69``. What is written
here is byte-identical with what the extension writes. Foreign programs may also leave big-endian BLOBs,
points without a box ("TinyPoint") and compressed lines and polygons: they are read, never written.

Coordinates are taken as they are; this module neither rounds nor repairs.
"""

import struct
from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Shapes = Sequence[BaseGeometry | None] | NDArray[np.object_]

KINDS: Final = {
    "GEOMETRY": 0,
    "POINT": 1,
    "LINESTRING": 2,
    "POLYGON": 3,
    "MULTIPOINT": 4,
    "MULTILINESTRING": 5,
    "MULTIPOLYGON": 6,
    "GEOMETRYCOLLECTION": 7,
}
"""Kinds of shapes and their numbers in ``geometry_columns``, coordinates X and Y only."""

_HEADER: Final = np.dtype(
    [("start", "u1"), ("order", "u1"), ("srid", "<i4"), ("box", "<f8", 4), ("mark", "u1"), ("kind", "<u4")]
)
HEADER_BYTES: Final = _HEADER.itemsize
"""Bytes up to the kind of shape."""

_WKB_AT: Final = 39
_END: Final = b"\xfe"
_POINT_BYTES: Final = 60
# What follows the box of a multi-polygon of one polygon, as nearly all parcels are: 6, one part, mark, 3.
_ONE_POLYGON: Final = np.frombuffer(struct.pack("<IIBI", 6, 1, 0x69, 3), dtype=np.uint8)
# Shapes handled at once: enough for arrays to pay, few enough for the joined bytes to stay small.
_CHUNK: Final = 65_536
_TINY_DIMENSIONS: Final = {1: (0, 2), 2: (1000, 3), 3: (2000, 3), 4: (3000, 4)}
# shapely's type identifiers; from the first multi-shape on, shapes contain other shapes
_POINT, _POLYGON, _FIRST_MULTI, _COLLECTION = 0, 3, 4, 7


class Header(NamedTuple):
    """What the first bytes of a BLOB say, without reading its coordinates."""

    srid: int
    kind: int
    box: tuple[float, float, float, float]


class UnreadableShapeError(ValueError):
    """Some BLOBs are not shapes.

    Args:
        positions: Their indices in the list that was to be read.
    """

    def __init__(self, positions: list[int]) -> None:
        super().__init__(f"{len(positions)} BLOBs are not shapes, first at {positions[:5]}")
        self.positions = positions


def encode_blobs(shapes: Shapes, srid: int) -> list[bytes | None]:
    """Return the BLOBs of shapes; None stays None.

    Args:
        shapes: Points, lines, polygons, their multi-shapes and collections, X and Y only.
        srid: EPSG code written into each.

    Raises:
        ValueError: A shape is empty, has an empty part, a Z or M, a collection inside a collection, or a
            coordinate that is not a finite number.
    """
    every = _object_array(shapes)
    blobs: list[bytes | None] = [None] * len(every)
    present = np.flatnonzero(~shapely.is_missing(every))
    for start in range(0, len(present), _CHUNK):
        positions = present[start : start + _CHUNK]
        for position, blob in zip(
            positions.tolist(), _encode(every[positions], srid, positions), strict=True
        ):
            blobs[position] = blob
    return blobs


def decode_blobs(
    blobs: Sequence[bytes | None], *, unreadable: Literal["raise", "none"] = "raise"
) -> NDArray[np.object_]:
    """Return the shapes of BLOBs as an array of shapely objects; None stays None.

    Args:
        blobs: As they stand in the column.
        unreadable: ``"none"`` gives None for what is no shape, so that one damaged row stops nothing.

    Raises:
        UnreadableShapeError: Some are not shapes, and that was not asked for.
    """
    shapes = np.full(len(blobs), None, dtype=object)
    present = np.array([i for i, blob in enumerate(blobs) if blob is not None], dtype=np.int64)
    given = [blob for blob in blobs if blob is not None]
    for start in range(0, len(given), _CHUNK):
        chunk = slice(start, start + _CHUNK)
        # A damaged coordinate that is no number is for the caller to see, not a warning of numpy's.
        with np.errstate(invalid="ignore"):
            shapes[present[chunk]] = shapely.from_wkb(_all_wkb(given[chunk]), on_invalid="ignore")
    bad = present[shapely.is_missing(shapes[present])]
    if len(bad) and unreadable == "raise":
        raise UnreadableShapeError(bad.tolist())
    return shapes


def read_header(blob: bytes) -> Header | None:
    """Return srid, kind and box of a BLOB; None if it is none.

    The kind is the ISO number: 6 for a multi-polygon, 1006 with Z, 2006 with M, 3006 with both; that of a
    compressed shape is the same as without compression.
    """
    if len(blob) >= 24 and blob[0] == 0 and blob[-1] == 0xFE:
        if blob[1] in (0x80, 0x81):
            return _tiny_header(blob)
        if len(blob) >= HEADER_BYTES + 1 and blob[1] in (0, 1) and blob[38] == 0x7C:
            order = "<" if blob[1] else ">"
            srid, *box = struct.unpack_from(f"{order}i4d", blob, 2)
            (kind,) = struct.unpack_from(f"{order}I", blob, _WKB_AT)
            return Header(srid, kind % 1_000_000, (box[0], box[1], box[2], box[3]))
    return None


def headers_of(heads: Sequence[bytes]) -> NDArray[np.void]:
    """Return the headers of BLOBs that `encode_blobs` has made: an array with the fields srid, box, kind.

    Args:
        heads: The first `HEADER_BYTES` bytes of each.

    Raises:
        UnreadableShapeError: Some begin in another way.
    """
    fit = np.fromiter(map(len, heads), dtype=np.int64, count=len(heads)) == HEADER_BYTES
    headers = np.zeros(len(heads), dtype=_HEADER)
    if fit.all():
        headers = np.frombuffer(b"".join(heads), dtype=_HEADER)
        fit = (headers["start"] == 0) & (headers["order"] == 1) & (headers["mark"] == 0x7C)
    if not fit.all():
        raise UnreadableShapeError(np.flatnonzero(~fit).tolist())
    return headers


def _encode(shapes: NDArray[np.object_], srid: int, positions: NDArray[np.int64]) -> Iterator[bytes]:
    """Yield the BLOB of every shape; positions are for the words of errors."""
    _refuse(shapely.is_empty(shapes), positions, "is empty")
    _refuse(shapely.has_z(shapes) | shapely.has_m(shapes), positions, "has a third coordinate")
    finite = np.isfinite(shapely.get_coordinates(shapes)).all(axis=1)
    if not finite.all():
        owner = np.repeat(positions, shapely.get_num_coordinates(shapes))
        raise ValueError(f"shape {owner[~finite][0]} has a coordinate that is not a finite number")

    header = np.zeros(len(shapes), dtype=_HEADER)
    header["order"] = 1
    header["srid"] = srid
    header["box"] = shapely.bounds(shapes)
    header["mark"] = 0x7C
    heads = header.tobytes()
    wkb = shapely.to_wkb(shapes, byte_order=1, flavor="iso")
    lengths = np.fromiter(map(len, wkb), dtype=np.int64, count=len(wkb))
    ends = np.cumsum(lengths)
    joined = bytearray().join(wkb)
    np.frombuffer(joined, dtype=np.uint8)[_nested_marks(shapes, ends - lengths, positions)] = 0x69
    # Slices of bytes are faster than slices of the bytearray that had to be changed.
    bodies = bytes(joined)
    start = 0
    for head_at, end in zip(range(0, len(heads), HEADER_BYTES), ends.tolist(), strict=True):
        yield heads[head_at : head_at + _WKB_AT] + bodies[start + 1 : end] + _END
        start = end


def _object_array(shapes: Shapes) -> NDArray[np.object_]:
    """Return the shapes as an array, without numpy trying to look into them."""
    if isinstance(shapes, np.ndarray):
        return shapes
    every = np.empty(len(shapes), dtype=object)
    every[:] = shapes
    return every


def _refuse(wrong: NDArray[np.bool_], positions: NDArray[np.int64], what: str) -> None:
    """Raise if any shape is wrong, with its place in the caller's list."""
    if wrong.any():
        raise ValueError(f"shape {positions[wrong][0]} {what}")


def _nested_marks(
    shapes: NDArray[np.object_], starts: NDArray[np.int64], positions: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return where, in the joined WKB of the shapes, the byte-order marks of nested shapes stand."""
    kinds = shapely.get_type_id(shapes)
    # A multi-shape of one part, as nearly all parcels are, has its only mark behind its own head.
    single = (kinds >= _FIRST_MULTI) & (kinds < _COLLECTION) & (shapely.get_num_geometries(shapes) == 1)
    several = np.flatnonzero((kinds >= _FIRST_MULTI) & ~single)
    parts, owner = shapely.get_parts(shapes[several], return_index=True)
    owner = several[owner]
    kinds = shapely.get_type_id(parts)
    _refuse(shapely.is_empty(parts), positions[owner], "has an empty part")
    _refuse(kinds >= _FIRST_MULTI, positions[owner], "has a collection inside a collection")
    heads = np.where(kinds == _POINT, 5, 9)
    heads[kinds == _POLYGON] += 4 + 4 * shapely.get_num_interior_rings(parts[kinds == _POLYGON])
    sizes = heads + 16 * shapely.get_num_coordinates(parts)
    before = np.cumsum(sizes) - sizes
    first = np.searchsorted(owner, owner)
    marks: NDArray[np.int64] = np.concatenate([starts[single], starts[owner] + before - before[first]]) + 9
    return marks


def _all_wkb(blobs: Sequence[bytes]) -> NDArray[np.object_]:
    """Return the WKB of every BLOB; of what is none, bytes that are no WKB either."""
    wkb = np.empty(len(blobs), dtype=object)
    lengths = np.fromiter(map(len, blobs), dtype=np.int64, count=len(blobs))
    ends = np.cumsum(lengths)
    joined = bytearray().join(blobs)
    content = np.frombuffer(joined, dtype=np.uint8)
    usual = np.zeros(len(blobs), dtype=bool)
    long = np.flatnonzero(lengths >= _POINT_BYTES)
    starts = (ends - lengths)[long]
    framed = (content[starts] == 0) & (content[starts + 1] == 1)
    framed &= (content[starts + 38] == 0x7C) & (content[ends[long] - 1] == 0xFE)
    begins = content[starts[:, np.newaxis] + np.arange(_WKB_AT, _WKB_AT + len(_ONE_POLYGON))]
    alone = framed & (begins == _ONE_POLYGON).all(axis=1)
    plain = framed & np.isin(begins[:, 0], (1, 2, 3)) & (begins[:, 1:4] == 0).all(axis=1)
    usual[long] = alone | plain
    # A plain shape becomes WKB where it stands: byte-order marks before it and, in it, before its polygon.
    content[starts[alone | plain] + _WKB_AT - 1] = 1
    content[starts[alone] + _WKB_AT + 8] = 1
    done = bytes(joined)
    start = 0
    for index, (fast, end) in enumerate(zip(usual.tolist(), ends.tolist(), strict=True)):
        wkb[index] = done[start + 38 : end - 1] if fast else _wkb(blobs[index])
        start = end
    return wkb


def _tiny_header(blob: bytes) -> Header | None:
    """Return the header of a point that is stored without a box."""
    order = ">" if blob[1] == 0x80 else "<"
    offset, count = _TINY_DIMENSIONS.get(blob[6], (0, 0))
    if not count or len(blob) != 8 + 8 * count:
        return None
    (srid,) = struct.unpack_from(f"{order}i", blob, 2)
    x, y = struct.unpack_from(f"{order}2d", blob, 7)
    return Header(srid, offset + 1, (x, y, x, y))


def _wkb(blob: bytes) -> bytes:
    """Return the little-endian WKB of any BLOB; empty bytes for what is none."""
    header = read_header(blob)
    if header is None:
        return b""
    order = "<" if blob[1] & 1 else ">"
    if blob[1] in (0x80, 0x81):
        ordinates = struct.unpack_from(f"{order}{(len(blob) - 8) // 8}d", blob, 7)
        return struct.pack(f"<BI{len(ordinates)}d", 1, header.kind, *ordinates)
    walk = _Walk(blob, order)
    try:
        walk.shape()
    except (struct.error, ValueError):
        return b""
    return b"".join(walk.written) if walk.at == len(blob) - 1 else b""


class _Walk:
    """Goes through a BLOB shape by shape and writes plain WKB: for the few that are out of the ordinary."""

    def __init__(self, blob: bytes, order: str) -> None:
        self.blob, self.order, self.at = blob, order, _WKB_AT
        self.written: list[bytes] = []

    def take(self, form: str) -> tuple[Any, ...]:
        """Read values in the BLOB's byte order."""
        values = struct.unpack_from(self.order + form, self.blob, self.at)
        self.at += struct.calcsize(self.order + form)
        return values

    def count(self) -> int:
        """Read a count and write it; more than there are bytes is damage, not a reason to wait."""
        (count,) = self.take("I")
        if count > len(self.blob):
            raise ValueError("a count is larger than the BLOB")
        self.written.append(struct.pack("<I", count))
        return int(count)

    def shape(self) -> None:
        """Copy one shape, from its kind on, without its byte-order mark."""
        (full,) = self.take("I")
        compressed, kind = divmod(full, 1_000_000)
        dimension, base = divmod(kind, 1000)
        if compressed > 1 or dimension > 3 or base not in range(1, 8) or (compressed and base not in (2, 3)):
            raise ValueError("not a kind of shape")
        self.written.append(struct.pack("<BI", 1, kind))
        if base == 1:
            self.points(1, dimension, packed=False)
        elif base == 2:
            self.points(self.count(), dimension, packed=bool(compressed))
        elif base == 3:
            for _ in range(self.count()):
                self.points(self.count(), dimension, packed=bool(compressed))
        else:
            for _ in range(self.count()):
                if self.take("B") != (0x69,):
                    raise ValueError("a nested shape does not begin with its mark")
                self.shape()

    def points(self, count: int, dimension: int, *, packed: bool) -> None:
        """Copy points; compressed ones are differences but for the first and the last."""
        full = (2, 3, 3, 4)[dimension]
        if not packed:
            self.written.append(struct.pack(f"<{full * count}d", *self.take(f"{full * count}d")))
            return
        # X, Y and Z are float differences to the point before; M stays a double.
        differing = 3 if dimension in (1, 3) else 2
        form = f"{differing}f" + "d" * (full - differing)
        last: tuple[float, ...] = ()
        for index in range(count):
            if index in (0, count - 1):
                last = self.take(f"{full}d")
            else:
                step = self.take(form)
                moved = zip(last[:differing], step[:differing], strict=True)
                last = (*(before + difference for before, difference in moved), *step[differing:])
            self.written.append(struct.pack(f"<{full}d", *last))
