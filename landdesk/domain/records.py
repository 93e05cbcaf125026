"""The objects of the land record as frozen values.

References are identifiers, numbers are attributes. ``None`` means "not recorded"; an empty text is never kept.
Shapes are MultiPolygons in metres, easting first, on the 1 mm grid and in canonical order
(``canonical_shape.py``); areas are decimals in square metres.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Protocol, runtime_checkable

from shapely import MultiPolygon

from landdesk.domain.ids import ObjectId

OFFICIAL = "official"
PROVISIONAL = "provisional"


@runtime_checkable
class Record(Protocol):
    """What every object has."""

    CLASS: ClassVar[str]

    @property
    def id(self) -> ObjectId:
        """The permanent identifier."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel (thửa đất), known to people by commune, map sheet and number.

    ``number_state`` is ``provisional`` until the office has given the number. ``source_shape`` keeps the
    bytes of a source geometry that no polygon can hold; ``shape`` is then None.
    """

    CLASS: ClassVar[str] = "parcel"
    id: ObjectId
    commune: str
    sheet: str | None = None
    number: str | None = None
    number_state: str = OFFICIAL
    address: str | None = None
    legal_area_m2: Decimal | None = None
    source_id: str | None = None
    source_shape: bytes | None = None
    shape: MultiPolygon | None = None

    @property
    def key(self) -> str:
        """Sheet and number as people say them, ``12/57``; ``*`` marks a provisional number, ``?`` a gap."""
        return parcel_key(self.sheet, self.number, self.number_state)


def parcel_key(sheet: str | None, number: str | None, number_state: str) -> str:
    """Return ``sheet/number``; ``*`` marks a provisional number, ``?`` a missing part."""
    return f"{sheet or '?'}/{number or '?'}{'*' if number_state == PROVISIONAL else ''}"


@dataclass(frozen=True, slots=True)
class Purpose:
    """One land-use purpose (mục đích sử dụng) of a parcel; ``area_m2`` None means the whole parcel."""

    CLASS: ClassVar[str] = "purpose"
    id: ObjectId
    parcel_id: ObjectId
    land_use: str
    area_m2: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A land user (người sử dụng đất)."""

    CLASS: ClassVar[str] = "party"
    id: ObjectId
    name: str
    identity_number: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class LandRight:
    """That a party uses a parcel (quyền sử dụng đất)."""

    CLASS: ClassVar[str] = "land_right"
    id: ObjectId
    parcel_id: ObjectId
    party_id: ObjectId


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Somebody's statement that something is to be done; never derived, so it is journaled.

    ``kind`` is ``returned`` (the office sent it back) or ``conflict`` (the office changed the same value);
    ``state`` is ``open``, ``resent`` or ``done``. It stays on this computer: packages do not carry it.
    """

    CLASS: ClassVar[str] = "work_item"
    id: ObjectId
    kind: str
    subjects: tuple[ObjectId, ...]
    state: str
    reason: str | None = None
    words: str | None = None
    package: str | None = None
    record: str | None = None


AnyRecord = Parcel | Purpose | Party | LandRight | WorkItem

CLASSES: dict[str, type[AnyRecord]] = {
    kind.CLASS: kind for kind in (Parcel, Party, Purpose, LandRight, WorkItem)
}
"""In the order in which objects are created; deleting goes backwards."""

TRAVELLING = ("parcel", "party", "purpose", "land_right")
"""Classes that packages carry."""
