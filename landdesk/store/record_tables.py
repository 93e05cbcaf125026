"""One table per class of the record, made from the field registry; what is derived and indexed stands here.

Object tables have an integer key for the R-tree and other programs beside the 16-byte identifier. Areas are whole
square decimetres (0.01 m²), so that decimals stay exact; yes and no are 1 and 0. Derived columns are computed from the
fields by the codec and belong to no revision. Every reference is a foreign key and indexed.
"""

from typing import Any, get_args, get_type_hints

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

from landdesk.domain.fields import ANY_CLASS, Field, Kind, fields_of
from landdesk.domain.records import CLASSES
from landdesk.store.column_types import Bytes, reference
from landdesk.store.geometry_type import Geometry

_DERIVED: dict[str, tuple[tuple[str, type[TypeEngine[Any]], bool], ...]] = {
    "parcel": (
        ("sheet_no", BigInteger, True),
        ("number_no", BigInteger, True),
        ("address_folded", Text, True),
    ),
    "party": (("folded", Text, False), ("sort_key", Text, False)),
    "certificate": (("serial_key", Text, True), ("register_key", Text, True)),
}
"""Name, type, whether it may be empty."""

_INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "parcel": (
        ("parcel_key", "commune", "sheet", "number"),
        ("parcel_order", "sheet_no", "number_no", "fid"),
        ("parcel_source", "source_id"),
        ("parcel_old_key", "old_sheet", "old_number"),
        ("parcel_code_index", "parcel_code"),
    ),
    "party": (("party_sort", "sort_key"), ("party_identity", "identity_number")),
    "certificate": (
        ("certificate_serial", "serial_key"),
        ("certificate_register", "register_key"),
        ("certificate_source", "source_id"),
    ),
    "identity_document": (("identity_document_number", "number"),),
    "map_sheet": (("map_sheet_key", "commune", "number"),),
    "document": (("document_hash", "sha256"),),
    "registration": (("registration_number", "number"),),
    "work_item": (("ix_work_item_state", "state"),),
}


def column_name(field: Field) -> str:
    """Return the column that holds a field: the field's name, in square decimetres for an area."""
    if field.kind is Kind.DECIMAL:
        return field.name.removesuffix("_m2") + "_dm2"
    return field.name


def record_tables(metadata: MetaData) -> dict[str, Table]:
    """Return the tables by class name, which is the table's name."""
    return {name: _record_table(name, metadata) for name in CLASSES}


def _record_table(name: str, metadata: MetaData) -> Table:
    hints = get_type_hints(CLASSES[name])
    columns: list[Column[Any]] = [
        Column("fid", Integer, primary_key=True),
        Column("id", Bytes(16), nullable=False, unique=True),
    ]
    columns += [
        _column(field, optional=type(None) in get_args(hints[field.name])) for field in fields_of(name)
    ]
    columns += [Column(column, kind, nullable=optional) for column, kind, optional in _DERIVED.get(name, ())]
    indexes = [Index(*parts) for parts in _INDEXES.get(name, ())]
    return Table(name, metadata, *columns, *indexes)


def _column(field: Field, *, optional: bool) -> Column[Any]:
    name = column_name(field)
    if field.kind is Kind.REFERENCE:
        to = () if field.target == ANY_CLASS else (reference(f"{field.target}.id"),)
        return Column(name, Bytes(16), *to, nullable=optional, index=True)
    if field.kind is Kind.SHAPE:
        return Column(name, Geometry("MULTIPOLYGON"), nullable=optional)
    return Column(name, _TYPES[field.kind], nullable=optional)


_TYPES: dict[Kind, type[TypeEngine[Any]]] = {
    Kind.TEXT: Text,
    Kind.DATE: Text,
    Kind.REFERENCES: Text,
    Kind.DECIMAL: BigInteger,
    Kind.WHOLE: BigInteger,
    Kind.YES_NO: Integer,
    Kind.BYTES: Bytes,
}
