"""Rows that another program wrote straight into the store, brought into the form of the record.

Used when a person takes such writes over. Texts become NFC without outer blanks, areas get their two digits,
boundaries go onto the 1 mm grid in canonical order; a boundary that has no canonical form is kept as bytes.
"""

from dataclasses import replace
from typing import Any

import shapely
from shapely import MultiPolygon

from landdesk.domain.canonical import clean_text, scaled
from landdesk.domain.canonical_shape import canonical_shape, has_canonical_form
from landdesk.domain.change import Delta
from landdesk.domain.fields import Kind, fields_of
from landdesk.domain.records import AnyRecord, Parcel


def tidy_delta(delta: Delta) -> Delta:
    """Return the delta with its new side in the form of the record; the old side is as it was."""
    return delta if delta.new is None else Delta(delta.old, _tidy(delta.new))


def _tidy(record: AnyRecord) -> AnyRecord:
    values: dict[str, Any] = {}
    for field in fields_of(record.CLASS):
        value = getattr(record, field.name)
        if value is None:
            continue
        if field.kind is Kind.TEXT:
            values[field.name] = clean_text(value)
        elif field.kind is Kind.DECIMAL:
            values[field.name] = scaled(value, field.scale)
    if isinstance(record, Parcel) and record.shape is not None:
        values |= _tidy_shape(record.shape)
    return replace(record, **values)


def _tidy_shape(shape: MultiPolygon) -> dict[str, Any]:
    if shape.is_empty:
        return {"shape": None}
    if has_canonical_form([shape])[0]:
        return {"shape": canonical_shape(shape)}
    return {"shape": None, "source_shape": shapely.to_wkb(shape)}
