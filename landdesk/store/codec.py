"""Records to rows and back, made from the field registry; derived columns are computed here.

Rows are dictionaries by column. Shapes travel as SpatiaLite BLOBs, areas as whole square decimetres.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

import numpy as np

from landdesk.domain.fields import Kind, fields_of
from landdesk.domain.ids import ObjectId, id_text, parse_id
from landdesk.domain.records import CLASSES, AnyRecord, Certificate, Document, Parcel, Party
from landdesk.domain.serials import serial_key
from landdesk.i18n import fold, sort_key
from landdesk.store.geometry_type import decode_blobs, encode_blobs
from landdesk.store.record_tables import column_name

_LEADING_DIGITS = re.compile(r"\s*(\d{1,15})")


# Shapes are left out: whole columns of them are encoded and decoded together.
_COLUMNS = {
    name: tuple((field, column_name(field)) for field in fields_of(name) if field.kind is not Kind.SHAPE)
    for name in CLASSES
}

_SPECIAL = frozenset({Kind.DECIMAL, Kind.REFERENCES, Kind.YES_NO})
"""Kinds whose column holds another value than the record."""

_WRITING = {
    name: (
        ("id", *(column for _, column in columns)),
        attrgetter("id", *(field.name for field, _ in columns)),
        tuple(pair for pair in columns if pair[0].kind in _SPECIAL),
    )
    for name, columns in _COLUMNS.items()
}


@lru_cache(maxsize=20_000)
def leading_number(text: str | None) -> int | None:
    """Return the number that a sheet or parcel number begins with, for sorting; None without one."""
    match = _LEADING_DIGITS.match(text) if text else None
    return int(match[1]) if match else None


def _number_key(text: str | None) -> str | None:
    """Return a printed number as it is compared; None when nothing is left."""
    return serial_key(text) or None if text else None


def folded_words(*texts: str | None) -> str | None:
    """Return texts as they are searched for, one after the other; None when all are empty."""
    return fold(" ".join(filter(None, texts))) or None


def rows_of(records: Sequence[AnyRecord], srid: int) -> list[dict[str, Any]]:
    """Return the rows of records of one class; shapes are encoded in one pass."""
    rows = [_plain_row(record) for record in records]
    if records and isinstance(records[0], Parcel):
        shapes = np.array([None, *(getattr(record, "shape", None) for record in records)], dtype=object)[1:]
        for row, blob in zip(rows, encode_blobs(shapes, srid), strict=True):
            row["shape"] = blob
    return rows


def records_of(class_name: str, rows: Sequence[Mapping[str, Any]]) -> list[AnyRecord]:
    """Return the records of rows of one class; shapes are decoded in one pass."""
    kind = CLASSES[class_name]
    arguments = [_arguments(class_name, row) for row in rows]
    if class_name == "parcel":
        for values, shape in zip(arguments, decode_blobs([row["shape"] for row in rows]), strict=True):
            values["shape"] = shape
    return [kind(**values) for values in arguments]


def _plain_row(record: AnyRecord) -> dict[str, Any]:
    columns, values_of, special = _WRITING[record.CLASS]
    row: dict[str, Any] = dict(zip(columns, values_of(record), strict=True))
    for field, column in special:
        value = row[column]
        if value is None:
            continue
        if field.kind is Kind.DECIMAL:
            row[column] = int(value.scaleb(field.scale).to_integral_value())
        elif field.kind is Kind.REFERENCES:
            row[column] = " ".join(sorted(map(id_text, value)))
        else:
            row[column] = int(value)
    if isinstance(record, Parcel):
        row["sheet_no"] = leading_number(record.sheet)
        row["number_no"] = leading_number(record.number)
        row["address_folded"] = folded_words(record.address, record.hamlet, record.road)
    elif isinstance(record, Party):
        row["folded"] = fold(record.name)
        row["sort_key"] = sort_key(record.name)
    elif isinstance(record, Certificate):
        row["serial_key"] = _number_key(record.serial)
        row["register_key"] = _number_key(record.register_number)
    elif isinstance(record, Document):
        row["folded"] = folded_words(record.title, record.file_name)
    return row


def _arguments(class_name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {"id": ObjectId(bytes(row["id"]))}
    for field, column in _COLUMNS[class_name]:
        value = row[column]
        if value is None:
            values[field.name] = None
        elif field.kind is Kind.DECIMAL:
            values[field.name] = Decimal(value).scaleb(-field.scale)
        elif field.kind is Kind.REFERENCE:
            values[field.name] = ObjectId(bytes(value))
        elif field.kind is Kind.YES_NO:
            values[field.name] = bool(value)
        elif field.kind is Kind.REFERENCES:
            values[field.name] = tuple(parse_id(part) for part in value.split())
        else:
            values[field.name] = value
    return values
