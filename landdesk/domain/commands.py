"""Every wish that changes the record, as frozen values; services/commands answers them.

Points and lines are metres on the store's plane, easting first. ``name`` is the code that stands in the
journal, in packages and in the history list.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from shapely import LineString

from landdesk.domain.ids import ObjectId


class Unset:
    """The only instance, ``UNSET``, says that a value is left as it is; None says that it is emptied."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET = Unset()


class Command:
    """Base of all commands."""

    name: ClassVar[str]


@dataclass(frozen=True, slots=True)
class SetParcel(Command):
    """Change attributes of one parcel; what is UNSET stays."""

    name: ClassVar[str] = "parcel.set"
    parcel_id: ObjectId
    sheet: str | Unset | None = UNSET
    number: str | Unset | None = UNSET
    land_use: str | Unset | None = UNSET
    legal_area_m2: Decimal | Unset | None = UNSET
    address: str | Unset | None = UNSET


@dataclass(frozen=True, slots=True)
class AddLandUser(Command):
    """Record that a person uses the parcel; the same identity number is the same party."""

    name: ClassVar[str] = "user.add"
    parcel_id: ObjectId
    user_name: str
    identity_number: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class SetLandUser(Command):
    """Change a land user; holds for every parcel of that person."""

    name: ClassVar[str] = "user.set"
    party_id: ObjectId
    user_name: str | Unset = UNSET
    identity_number: str | Unset | None = UNSET
    address: str | Unset | None = UNSET


@dataclass(frozen=True, slots=True)
class RemoveLandUser(Command):
    """Take a land user off a parcel; a party that is left without a parcel goes too."""

    name: ClassVar[str] = "user.remove"
    parcel_id: ObjectId
    party_id: ObjectId


@dataclass(frozen=True, slots=True)
class MoveVertex(Command):
    """Move a boundary point for all parcels that share it."""

    name: ClassVar[str] = "vertex.move"
    at: tuple[float, float]
    to: tuple[float, float]


@dataclass(frozen=True, slots=True)
class SplitParcel(Command):
    """Cut a parcel along a line; the largest part keeps id and number."""

    name: ClassVar[str] = "parcel.split"
    parcel_id: ObjectId
    line: LineString


@dataclass(frozen=True, slots=True)
class MergeParcels(Command):
    """Join adjacent parcels; the largest keeps id, number and purposes, land users are joined."""

    name: ClassVar[str] = "parcel.merge"
    parcel_ids: tuple[ObjectId, ...]


@dataclass(frozen=True, slots=True)
class DeleteParcel(Command):
    """Take a parcel with its purposes and rights out of the record."""

    name: ClassVar[str] = "parcel.delete"
    parcel_id: ObjectId


@dataclass(frozen=True, slots=True)
class CloseWorkItem(Command):
    """Say that a piece of work is done, or send the returned objects again with the next package."""

    name: ClassVar[str] = "work.close"
    item_id: ObjectId
    send_again: bool = field(default=False)
