"""Rows that another program wrote straight into the store, brought into the form of the record.

Used when a person takes such writes over. Texts become NFC without outer blanks, areas get their two digits,
boundaries go onto the 1 mm grid in canonical order; a boundary that has no canonical form is kept as bytes.
"""

from dataclasses import replace
from typing import Any, Final

import shapely
from shapely import MultiPolygon

from landdesk.domain.canonical import clean_text, scaled
from landdesk.domain.canonical_shape import canonical_shape, has_canonical_form
from landdesk.domain.change import Delta
from landdesk.domain.errors import RefusedError
from landdesk.domain.fields import Kind, fields_of
from landdesk.domain.records import OFFICIAL, PROVISIONAL, AnyRecord, Parcel
from landdesk.i18n import N_, Text

_COMPULSORY: Final = {"parcel": "commune", "party": "name", "purpose": "land_use"}


def tidy_delta(delta: Delta) -> Delta:
    """Return the delta with its new side in the form of the record; the old side is as it was.

    Raises:
        RefusedError: A value that an object cannot be without is empty, or the state of a number is unknown.
    """
    if delta.new is None:
        return delta
    new = _tidy(delta.new)
    _refuse_gaps(new)
    return Delta(delta.old, new)


def _refuse_gaps(record: AnyRecord) -> None:
    name = _COMPULSORY.get(record.CLASS)
    empty = name is not None and getattr(record, name) is None
    unknown = isinstance(record, Parcel) and record.number_state not in (OFFICIAL, PROVISIONAL)
    if empty or unknown:
        raise RefusedError(
            "foreign.cannot-hold",
            Text(
                N_("What the other program wrote cannot be taken over: {what}."),
                {"what": name if empty else "number_state"},
            ),
            Text(N_("Object {key}"), {"key": record.key if isinstance(record, Parcel) else record.CLASS}),
            Text(N_("Put it back, or mend it in the other program.")),
        )


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
