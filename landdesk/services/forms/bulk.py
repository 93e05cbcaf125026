"""The same values for many objects: what would change, before it is done, and the act that does it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from landdesk.domain.commands import Basis, BulkEdit, SetFields
from landdesk.domain.dossier import Dossier
from landdesk.domain.errors import LandDeskError
from landdesk.domain.fields import Field
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import CLASSES, AnyRecord
from landdesk.services.commands.field_checks import is_compulsory, missing

BULK_CLASSES: Final = ("parcel", "purpose", "purpose_origin", "party", "land_right", "certificate", "asset")
"""Classes whose objects can be changed together, in the order in which they are offered."""
UNIQUE: Final = frozenset(
    {
        ("parcel", "number"),
        ("parcel", "parcel_code"),
        ("party", "identity_number"),
        ("party", "name"),
        ("certificate", "serial"),
        ("certificate", "register_number"),
        ("certificate", "bar_code"),
    }
)
"""Fields in which two objects never have the same value."""


class BulkState(StrEnum):
    """What becomes of a value."""

    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One value of one object.

    Args:
        parcel_key: Parcel as people call it.
        record: The object; None where the parcel has none of the class.
        field: The field.
        old: Value before.
        new: Value asked for.
        state: What becomes of it.
        reason: Why it is refused.
    """

    parcel_key: str
    record: AnyRecord | None
    field: Field
    old: Any
    new: Any
    state: BulkState
    reason: LandDeskError | None = None


def bulk_fields(class_name: str, fields: Iterable[Field]) -> list[Field]:
    """Return those of the fields of a class in which many objects may get the same value."""
    return [one for one in fields if (class_name, one.name) not in UNIQUE]


def bulk_lines(dossiers: Iterable[Dossier], wishes: Sequence[tuple[Field, Any]]) -> list[BulkLine]:
    """Return what the wishes would do to each object, each object once."""
    lines: list[BulkLine] = []
    seen: set[tuple[ObjectId, str]] = set()
    for dossier in dossiers:
        for field, value in wishes:
            records = _objects(dossier, field.owner)
            if not records:
                lines.append(BulkLine(dossier.parcel.key, None, field, None, value, BulkState.NONE))
            for record in records:
                if (record.id, field.id) not in seen:
                    seen.add((record.id, field.id))
                    lines.append(_line(dossier.parcel.key, record, field, value))
    return lines


def _objects(dossier: Dossier, class_name: str) -> list[AnyRecord]:
    if class_name == "parcel":
        return [dossier.parcel]
    if class_name == "land_right":
        return list(dossier.rights)
    if class_name == "certificate":
        # Not those that these replaced: they belong to the past.
        return [one for _, one in dossier.certificates]
    return list(dossier.of(CLASSES[class_name]))


def _line(key: str, record: AnyRecord, field: Field, value: Any) -> BulkLine:
    old = getattr(record, field.name)
    if old == value:
        return BulkLine(key, record, field, old, value, BulkState.SAME)
    if value is None and is_compulsory(field):
        return BulkLine(key, record, field, old, value, BulkState.REFUSED, missing(field))
    return BulkLine(key, record, field, old, value, BulkState.CHANGED)


def bulk_edit(lines: Iterable[BulkLine], basis: Basis | None) -> BulkEdit | None:
    """Return the act that changes what can be changed; None where nothing can."""
    values: dict[ObjectId, tuple[str, dict[str, Any]]] = {}
    for line in lines:
        if line.state is BulkState.CHANGED and line.record is not None:
            _, changed = values.setdefault(line.record.id, (line.record.CLASS, {}))
            changed[line.field.name] = line.new
    if not values:
        return None
    return BulkEdit(
        tuple(SetFields(name, identifier, changed) for identifier, (name, changed) in values.items()), basis
    )
