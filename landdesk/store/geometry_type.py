"""The type of shape columns and the question which rows lie in a box, the same for both databases.

On SQLite a shape is a SpatiaLite BLOB, on PostgreSQL a PostGIS ``geometry``. Single values go through the
type; hot paths encode and decode whole columns by `encode_blobs`, `decode_blobs` and `decode_outlines`, hand the
type bytes, which it passes on unchanged, and select ``raw(column)``. Coordinates are metres, easting first.
"""

from collections.abc import Callable
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import (
    Column,
    ColumnElement,
    Dialect,
    Double,
    LargeBinary,
    Table,
    and_,
    column,
    literal,
    select,
    table,
    type_coerce,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler, TypeCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, UserDefinedType

from landdesk.store.dialect.blob_outlines import decode_outlines
from landdesk.store.dialect.spatialite_blob import KINDS, UnreadableShapeError, decode_blobs, encode_blobs

__all__ = [
    "Geometry",
    "UnreadableShapeError",
    "decode_blobs",
    "decode_outlines",
    "encode_blobs",
    "in_box",
    "raw",
]


class Geometry(UserDefinedType[BaseGeometry]):
    """A column of shapes, X and Y only.

    Args:
        kind: ``MULTIPOLYGON``, ``POINT`` and so on, or ``GEOMETRY`` for any. A polygon is not taken for a
            multi-polygon: what is read would differ from what was written.
        srid: EPSG code of every shape; None where it is known only when a store is open, and then the shape
            itself carries it (`shapely.set_srid`).
    """

    cache_ok = True

    def __init__(self, kind: str, srid: int | None = None) -> None:
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is not one of {', '.join(KINDS)}")
        self.kind = kind
        self.srid = srid

    def get_col_spec(self, **_options: object) -> str:
        """Return the declared type on SQLite, the one SpatiaLite itself writes."""
        return self.kind

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        """Return the function that turns a shape into what the driver takes; bytes go through."""
        write = _ewkb if dialect.name == "postgresql" else _blob

        def process(value: BaseGeometry | bytes | None) -> bytes | None:
            if value is None or isinstance(value, bytes):
                return value
            if self.kind not in ("GEOMETRY", value.geom_type.upper()):
                raise ValueError(f"a {value.geom_type} does not go into a column of kind {self.kind}")
            srid = self.srid or shapely.get_srid(value)
            if not srid:
                raise ValueError("neither the column nor the shape says which reference system it is in")
            return write(value, srid)

        return process

    def result_processor(self, dialect: Dialect, _coltype: object) -> Callable[[Any], BaseGeometry | None]:
        """Return the function that turns what the driver gives into a shape without srid."""
        read = _from_ewkb if dialect.name == "postgresql" else _from_blob

        def process(value: Any) -> BaseGeometry | None:
            return None if value is None else read(value)

        return process


@compiles(Geometry, "postgresql")
def _postgis_column(element: Geometry, _compiler: TypeCompiler, **_options: object) -> str:
    """Return the column type of PostGIS."""
    return f"geometry({element.kind}, {element.srid})" if element.srid else f"geometry({element.kind})"


class _InBox(FunctionElement[Any]):
    """Rows whose shape's box meets a box; see `in_box`."""

    name = "in_box"
    # No Boolean: SQLAlchemy would compare it with 1 and SQLite would then not look into the index.
    type = NullType()
    inherit_cache = True


def in_box(
    shape: Column[Any], key: Column[int], box: tuple[float, float, float, float], srid: int
) -> ColumnElement[bool]:
    """Return the condition that the box of a shape meets a box, answered by the spatial index.

    The index holds coordinates as 32-bit floats, rounded outwards by up to 0.2 m: it may name a row too many,
    never one too few. shapely decides.

    Args:
        shape: Column with a spatial index.
        key: Integer primary key of the same table.
        box: West, south, east, north in metres.
        srid: EPSG code of the column.
    """
    return _InBox(shape, key, *(literal(value, Double) for value in box), literal(srid))


@compiles(_InBox)
def _in_box_by_rtree(element: _InBox, compiler: SQLCompiler, **options: object) -> str:
    """Look into the R*Tree beside the table; an alias of the table uses the same one."""
    shape, key, west, south, east, north, _ = element.clauses
    owner = shape.table
    while not isinstance(owner, Table):
        owner = owner.element
    index = table(index_name(owner.name, shape.name), *map(column, ("pkid", "xmin", "xmax", "ymin", "ymax")))
    meets = and_(index.c.xmin <= east, index.c.xmax >= west, index.c.ymin <= north, index.c.ymax >= south)
    return compiler.process(key.in_(select(index.c.pkid).where(meets)).self_group(), **options)


@compiles(_InBox, "postgresql")
def _in_box_by_gist(element: _InBox, compiler: SQLCompiler, **options: object) -> str:
    """Let PostGIS look into its own index."""
    shape, _, *box_and_srid = element.clauses
    envelope = ", ".join(compiler.process(value, **options) for value in box_and_srid)
    return f"({compiler.process(shape, **options)} && ST_MakeEnvelope({envelope}))"


def index_name(table: str, column: str) -> str:
    """Return the name of the R*Tree of a shape column."""
    return f"idx_{table}_{column}"


def raw(shape: Column[Any]) -> ColumnElement[bytes]:
    """Return a shape column as the bytes in it, for `decode_blobs`."""
    return type_coerce(shape, LargeBinary).label(shape.name)


def _blob(shape: BaseGeometry, srid: int) -> bytes:
    (blob,) = encode_blobs([shape], srid)
    return blob or b""


def _from_blob(blob: bytes) -> BaseGeometry:
    shape: BaseGeometry = decode_blobs([blob])[0]
    return shape


def _ewkb(shape: BaseGeometry, srid: int) -> bytes:
    wkb: bytes = shapely.to_wkb(shapely.set_srid(shape, srid), byte_order=1, include_srid=True)
    return wkb


def _from_ewkb(value: bytes | memoryview | str) -> BaseGeometry:
    shape = shapely.from_wkb(value if isinstance(value, str) else bytes(value))
    plain: BaseGeometry = shapely.set_srid(shape, 0)
    return plain
