"""The canonical form of an object and its revision.

Only fields that are not None, by field identifier, sorted, as one JSON object in UTF-8 without blanks. Text is
NFC; decimals have the digits of their field; whole numbers have no sign but a minus; yes and no are ``1`` and
``0``; dates are ISO 8601, as much as is known (``1962``, ``1962-05``, ``1962-05-17``); references are
36-character identifiers; bytes are base64; shapes are integer millimetres (``canonical_shape.py``). The revision
is the version of this form and the SHA-256 of those bytes. ``docs/formats/canonical.md`` publishes it with test
vectors; it never changes under one version.
"""

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, NewType

from landdesk.domain.canonical_shape import is_canonical_text, parse_shape, shape_text, shape_texts
from landdesk.domain.fields import Field, Kind, fields_of
from landdesk.domain.ids import ObjectId, id_text, parse_id
from landdesk.domain.records import CLASSES, AnyRecord

Revision = NewType("Revision", bytes)
"""One byte version and 32 bytes SHA-256."""

FORM_VERSION = 1

_REVISION = re.compile(r"([1-9][0-9]{0,2}):([0-9a-f]{64})")
_DECIMAL = re.compile(r"(?!-[0.]*$)-?[0-9]{1,15}(\.[0-9]{1,3})?")
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

Image = NewType("Image", bytes)
"""Canonical bytes of an object; from these it can be made again."""


def clean_text(text: str | None) -> str | None:
    """Return the text in NFC without outer blanks; None when nothing is left."""
    if text is None:
        return None
    return unicodedata.normalize("NFC", text).strip() or None


def scaled(value: Decimal, scale: int) -> Decimal:
    """Return the value with exactly ``scale`` digits after the point, half rounded to even."""
    return value.quantize(Decimal(1).scaleb(-scale))


def canonical_fields(record: AnyRecord) -> dict[str, str]:
    """Return field identifier to canonical value, None left out, sorted by identifier."""
    return _fields(record, None)


def image_of_fields(fields: Mapping[str, str]) -> Image:
    """Return the canonical bytes of canonical values, sorted by field or not.

    Raises:
        ValueError: A value is no text.
    """
    try:
        return _dump(dict(sorted(fields.items())))
    except TypeError as error:
        raise ValueError(str(error)) from error


def image_of(record: AnyRecord) -> Image:
    """Return the canonical bytes of one object."""
    return _dump(canonical_fields(record))


def images_of(records: Sequence[AnyRecord]) -> list[Image]:
    """Return the canonical bytes of many objects of one class; shapes are written in one pass."""
    if not records or records[0].CLASS != "parcel":
        return [image_of(record) for record in records]
    texts = shape_texts([record.shape for record in records])  # type: ignore[union-attr]  # all are parcels
    return [_dump(_fields(record, text)) for record, text in zip(records, texts, strict=True)]


def revision_of(image: bytes) -> Revision:
    """Return the revision of canonical bytes."""
    return Revision(bytes([FORM_VERSION]) + hashlib.sha256(image).digest())


def revision_text(revision: bytes) -> str:
    """Return ``1:`` and 64 hexadecimal digits."""
    return f"{revision[0]}:{revision[1:].hex()}"


def parse_revision(text: str) -> Revision:
    """Return the revision of its text form.

    Raises:
        ValueError: Not a revision.
    """
    match = _REVISION.fullmatch(text)
    if match is None or int(match[1]) > 255:
        raise ValueError(text)
    return Revision(bytes([int(match[1])]) + bytes.fromhex(match[2]))


def record_from_image(class_name: str, identifier: ObjectId, image: bytes) -> AnyRecord:
    """Return the object that has these canonical bytes, which this program wrote."""
    return record_from_fields(class_name, identifier, json.loads(image), known_good=frozenset(Kind))


def record_from_fields(
    class_name: str,
    identifier: ObjectId,
    values: Mapping[str, str],
    *,
    known_good: frozenset[Kind] = frozenset(),
) -> AnyRecord:
    """Return the object with these canonical values.

    Args:
        known_good: Kinds of values that are known, or will be found, to be in canonical form; not compared.

    Raises:
        ValueError: An unknown field, a value not in canonical form, or a missing compulsory field.
    """
    unknown = values.keys() - _IDS_OF.get(class_name, frozenset())
    if unknown:
        raise ValueError(f"unknown field {min(unknown)}")
    arguments: dict[str, Any] = {}
    for field in _FIELDS_OF[class_name]:
        text = values.get(field.id)
        if text is not None:
            arguments[field.name] = parse_value(field, text, compare=field.kind not in known_good)
    try:
        return CLASSES[class_name](id=identifier, **arguments)
    except TypeError as error:
        raise ValueError(str(error)) from error


def parse_value(field: Field, text: str, *, compare: bool = True) -> object:
    """Return the value that a canonical text stands for.

    Args:
        compare: Refuse a text that is not exactly what the value is written as.

    Raises:
        ValueError: The text is not in canonical form.
    """
    if not text:
        raise ValueError(f"{field.id}: {text!r}")
    value = _PARSERS[field.kind](field, text)
    if compare and not _is_canonical(field, value, text):
        raise ValueError(f"{field.id}: {text[:80]!r}")
    return value


def _is_canonical(field: Field, value: object, text: str) -> bool:
    # Writing keeps the order of points, so a shape has to be asked whether that is the canonical one.
    return is_canonical_text(text) if field.kind is Kind.SHAPE else format_value(field, value) == text


def format_value(field: Field, value: Any) -> str:
    """Return the canonical text of a value that is not None."""
    return _FORMATTERS[field.kind](field, value)


def _fields(record: AnyRecord, known_shape: str | None) -> dict[str, str]:
    found: dict[str, str] = {}
    fields, values_of = _READING[record.CLASS]
    for field, value in zip(fields, values_of(record), strict=True):
        if value is None:
            continue
        if field.kind is Kind.SHAPE and known_shape is not None:
            found[field.id] = known_shape
        else:
            found[field.id] = _FORMATTERS[field.kind](field, value)
    return found


def _dump(fields: Mapping[str, str]) -> Image:
    # What json.dumps writes without spaces and with letters as they are, in a third of its time.
    members = [f'"{name}":{encode_basestring(text)}' for name, text in fields.items()]
    return Image(("{" + ",".join(members) + "}").encode())


def _parse_decimal(field: Field, text: str) -> Decimal:
    # Few enough digits for the store's whole numbers; what Decimal makes of other texts is not looked at.
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"{field.id}: {text[:80]!r}")
    return Decimal(text)


def _parse_whole(field: Field, text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"{field.id}: {text[:80]!r}")
    return int(text)


def _parse_yes_no(field: Field, text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(f"{field.id}: {text[:80]!r}")
    return text == "1"


def is_date(text: str) -> bool:
    """Tell whether a text is a date of ISO 8601 as far as it is known: a year, a month, or a day."""
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _parse_date(field: Field, text: str) -> str:
    if not is_date(text):
        raise ValueError(f"{field.id}: {text[:80]!r}")
    return text


_FIELDS_OF = {class_name: fields_of(class_name) for class_name in CLASSES}
_READING = {
    class_name: (fields, attrgetter(*(field.name for field in fields)))
    for class_name, fields in _FIELDS_OF.items()
}
_IDS_OF = {class_name: frozenset(field.id for field in fields) for class_name, fields in _FIELDS_OF.items()}

_FORMATTERS: dict[Kind, Callable[[Field, Any], str]] = {
    Kind.TEXT: lambda _, value: value,
    # Adding 0 makes 0 of -0.
    Kind.DECIMAL: lambda field, value: str(scaled(value, field.scale) + 0),
    Kind.WHOLE: lambda _, value: str(value),
    Kind.YES_NO: lambda _, value: "1" if value else "0",
    Kind.DATE: lambda _, value: value,
    Kind.BYTES: lambda _, value: base64.b64encode(value).decode("ascii"),
    Kind.REFERENCE: lambda _, value: id_text(value),
    Kind.REFERENCES: lambda _, value: " ".join(sorted(map(id_text, value))),
    Kind.SHAPE: lambda _, value: shape_text(value),
}

_PARSERS: dict[Kind, Callable[[Field, str], object]] = {
    Kind.TEXT: lambda _, text: clean_text(text),
    Kind.DECIMAL: _parse_decimal,
    Kind.WHOLE: _parse_whole,
    Kind.YES_NO: _parse_yes_no,
    Kind.DATE: _parse_date,
    Kind.BYTES: lambda _, text: base64.b64decode(text, validate=True),
    Kind.REFERENCE: lambda _, text: parse_id(text),
    Kind.REFERENCES: lambda _, text: tuple(parse_id(part) for part in text.split(" ")),
    Kind.SHAPE: lambda _, text: parse_shape(text),
}
