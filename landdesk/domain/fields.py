"""The registry of every field of every class of the record.

One row per field: its permanent identifier, class, name, kind and scale. Codec, canonical form, package,
forms, import mapping and the document of the format are made from it. A field is never given another kind or
scale: a new identifier is taken instead, else every revision would change. Identifiers are never used again.
"""

from dataclasses import dataclass
from enum import StrEnum

from landdesk.i18n import N_


class Kind(StrEnum):
    """How a value is held in memory and written in canonical form (see ``canonical.py``)."""

    TEXT = "text"
    DECIMAL = "decimal"
    BYTES = "bytes"
    REFERENCE = "reference"
    REFERENCES = "references"
    SHAPE = "shape"


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Args:
        id: Permanent identifier, ``F`` and three digits, or ``GEOM`` for the shape of a parcel.
        owner: Class it belongs to, as in ``CLASSES`` of ``records.py``.
        name: Attribute of the record and, with the unit kept, column of the store.
        kind: Kind of value.
        title: Source text of the label people read.
        scale: Digits after the point of a decimal.
        target: Class that a reference points to.
        since: First schema that holds the field.
        personal: Holds personal data: masked in lists, never in logs.
    """

    id: str
    owner: str
    name: str
    kind: Kind
    title: str
    scale: int = 0
    target: str = ""
    since: int = 1
    personal: bool = False


FIELDS: tuple[Field, ...] = (
    Field("F001", "parcel", "commune", Kind.TEXT, N_("Commune code")),
    Field("F002", "parcel", "sheet", Kind.TEXT, N_("Map sheet")),
    Field("F003", "parcel", "number", Kind.TEXT, N_("Parcel number")),
    Field("F004", "parcel", "number_state", Kind.TEXT, N_("State of the number")),
    Field("F005", "parcel", "address", Kind.TEXT, N_("Parcel address")),
    Field("F006", "parcel", "legal_area_m2", Kind.DECIMAL, N_("Legal area"), scale=2),
    Field("F007", "parcel", "source_id", Kind.TEXT, N_("Identifier in the source")),
    Field("F008", "parcel", "source_shape", Kind.BYTES, N_("Source geometry that could not be read")),
    Field("GEOM", "parcel", "shape", Kind.SHAPE, N_("Boundary")),
    Field("F020", "purpose", "parcel_id", Kind.REFERENCE, N_("Parcel"), target="parcel"),
    Field("F021", "purpose", "land_use", Kind.TEXT, N_("Land use")),
    Field("F022", "purpose", "area_m2", Kind.DECIMAL, N_("Area of the purpose"), scale=2),
    Field("F030", "party", "name", Kind.TEXT, N_("Full name"), personal=True),
    Field("F031", "party", "identity_number", Kind.TEXT, N_("Personal identification number"), personal=True),
    Field("F032", "party", "address", Kind.TEXT, N_("Permanent address"), personal=True),
    Field("F040", "land_right", "parcel_id", Kind.REFERENCE, N_("Parcel"), target="parcel"),
    Field("F041", "land_right", "party_id", Kind.REFERENCE, N_("Land user"), target="party"),
    Field("F050", "work_item", "kind", Kind.TEXT, N_("Kind")),
    Field("F051", "work_item", "subjects", Kind.REFERENCES, N_("Parcels concerned")),
    Field("F052", "work_item", "reason", Kind.TEXT, N_("Reason")),
    Field("F053", "work_item", "words", Kind.TEXT, N_("Note")),
    Field("F054", "work_item", "package", Kind.TEXT, N_("Package")),
    Field("F055", "work_item", "record", Kind.TEXT, N_("Record")),
    Field("F056", "work_item", "state", Kind.TEXT, N_("State")),
)

FIELD_BY_ID = {field.id: field for field in FIELDS}


def fields_of(owner: str) -> tuple[Field, ...]:
    """Return the fields of a class, sorted by identifier as in the canonical form."""
    return tuple(sorted((field for field in FIELDS if field.owner == owner), key=lambda field: field.id))
