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
    "document": (("folded", Text, True),),
}
"""Name, type, whether it may be empty."""

_INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "parcel": (
        ("parcel_key", "commune", "sheet", "number"),
        ("parcel_order", "sheet_no", "number_no", "fid"),
        ("parcel_source", "source_id"),
        ("parcel_old_key", "old_sheet", "old_number"),
        ("parcel_search", "parcel_code", "number", "old_number", "address_folded", "id"),
    ),
    "party": (
        ("party_sort", "sort_key"),
        ("party_identity", "identity_number"),
        ("party_search", "folded", "id"),
    ),
    "certificate": (
        ("certificate_search", "serial_key", "register_key", "id"),
        ("certificate_register", "register_key"),
        ("certificate_source", "source_id"),
        ("certificate_issued", "issued_on"),
    ),
    "land_right": (
        ("land_right_user", "party_id", "parcel_id"),
        ("land_right_certificate", "certificate_id", "parcel_id"),
    ),
    "certificate_parcel": (("certificate_parcel_covered", "certificate_id", "parcel_id"),),
    "party_member": (("party_member_above", "member_id", "party_id"),),
    "document_link": (
        ("document_link_bound", "document_id", "certificate_id", "parcel_id", "party_id", "right_id"),
    ),
    "identity_document": (("identity_document_number", "number"),),
    "map_sheet": (("map_sheet_key", "commune", "number"),),
    "document": (("document_hash", "sha256"),),
    "registration": (("registration_number", "number"),),
    "request": (("request_of", "commune", "state"),),
    "work_item": (("ix_work_item_state", "state"), ("work_item_kind", "kind", "state")),
}
"""Name and columns. Those that hold all that a search or a walk along references reads spare it the rows."""


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
        # An index that begins with the column serves the reference too.
        others = {columns[1] for columns in _INDEXES.get(field.owner, ())}
        return Column(name, Bytes(16), *to, nullable=optional, index=name not in others)
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
