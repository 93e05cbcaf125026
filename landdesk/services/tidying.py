"""Brings rows that other programs wrote into the form of the record; what that changes is in the entry."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from landdesk.domain.canonical import clean_text, scaled
from landdesk.domain.canonical_shape import canonical_shape, has_canonical_form
from landdesk.domain.change import Delta
from landdesk.domain.errors import RefusedError
from landdesk.domain.fields import Kind, fields_of
from landdesk.domain.records import OFFICIAL, PROVISIONAL, AnyRecord, Parcel
from landdesk.i18n import N_, Text


def tidied(delta: Delta) -> Delta:
    """Return the delta with texts in NFC, decimals in their scale, and the shape on the grid in canonical order.

    Raises:
        RefusedError: A value cannot be held: no name, an unknown state of a number, a shape off the plane.
    """
    if delta.new is None:
        return delta
    values: dict[str, Any] = {}
    for field in fields_of(delta.class_name):
        value = getattr(delta.new, field.name)
        if field.kind is Kind.TEXT and value is not None:
            values[field.name] = clean_text(str(value))
        elif field.kind is Kind.DECIMAL and isinstance(value, Decimal):
            values[field.name] = scaled(value, field.scale)
    new = replace(delta.new, **values)
    if isinstance(new, Parcel):
        new = _parcel(new)
    _refuse_gaps(new)
    return Delta(delta.old, new)


def _parcel(parcel: Parcel) -> Parcel:
    if parcel.number_state not in (OFFICIAL, PROVISIONAL):
        raise _refused(parcel, N_("the state of the number"))
    if parcel.shape is None or parcel.shape.is_empty:
        return replace(parcel, shape=None)
    if not has_canonical_form([parcel.shape])[0]:
        raise _refused(parcel, N_("the boundary"))
    return replace(parcel, shape=canonical_shape(parcel.shape))


def _refuse_gaps(record: AnyRecord) -> None:
    compulsory = {"parcel": "commune", "party": "name", "purpose": "land_use"}
    name = compulsory.get(record.CLASS)
    if name is not None and getattr(record, name) is None:
        raise _refused(record, name)


def _refused(record: AnyRecord, what: str) -> RefusedError:
    key = record.key if isinstance(record, Parcel) else record.CLASS
    return RefusedError(
        "foreign.cannot-hold",
        Text(N_("What the other program wrote cannot be taken over: {what}."), {"what": Text(what)}),
        Text(N_("Object {key}"), {"key": key}),
        Text(N_("Put it back: landdesk foreign STORE --put-back, or mend it in the other program.")),
    )
