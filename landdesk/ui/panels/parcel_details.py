"""Everything the parcel panel shows of one parcel, read in one consistent state; Qt-free."""

from dataclasses import dataclass
from typing import Final

from shapely import MultiPolygon

from landdesk.app import masking
from landdesk.domain.change import Entry
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import MapSheet, Parcel, Party, Purpose, WorkItem
from landdesk.store.reader import Reader

CHANGES_SHOWN = 6

masked: Final = masking.masked


@dataclass(frozen=True, slots=True)
class ParcelDetails:
    """One parcel.

    Args:
        parcel: Its own record.
        purposes: Land uses, the first is the main one.
        users: Land users in order of entry.
        work: Open work that the office returned on it.
        changes: The last journal entries on it, newest first.
        scale: Denominator of the scale of its map sheet; None where it is not recorded.
        boundary_changed: Somebody changed the boundary since it came in.
    """

    parcel: Parcel
    purposes: tuple[Purpose, ...]
    users: tuple[Party, ...]
    work: tuple[WorkItem, ...]
    changes: tuple[Entry, ...]
    scale: int | None = None
    boundary_changed: bool = False


def read_details(reader: Reader, parcel_id: ObjectId) -> ParcelDetails | None:
    """Return what is known of a parcel; None when it does not exist (any more)."""
    parcel = reader.get_many(Parcel, [parcel_id]).get(parcel_id)
    if parcel is None:
        return None
    purposes = reader.purposes_of([parcel_id])
    rights = reader.rights_of([parcel_id])
    parties = reader.get_many(Party, [right.party_id for right in rights])
    own = {parcel_id, *(one.id for one in purposes), *(one.id for one in rights), *parties}
    changes = {entry.number: entry for one in own for entry in reader.history(CHANGES_SHOWN, touching=one)}
    return ParcelDetails(
        parcel=parcel,
        purposes=tuple(purposes),
        users=tuple(parties[right.party_id] for right in rights if right.party_id in parties),
        work=tuple(item for item in reader.work_items("open") if own.intersection(item.subjects)),
        changes=tuple(changes[number] for number in sorted(changes, reverse=True)[:CHANGES_SHOWN]),
        scale=_scale(reader, parcel),
        boundary_changed=_boundary_changed(reader, parcel),
    )


def _scale(reader: Reader, parcel: Parcel) -> int | None:
    sheets = reader.get_many(MapSheet, [] if parcel.map_sheet_id is None else [parcel.map_sheet_id])
    return next((one.scale for one in sheets.values()), None)


def _boundary_changed(reader: Reader, parcel: Parcel) -> bool:
    """Tell whether the boundary encloses other land than when it came in; a node on an edge changes nothing."""
    after = parcel.shape
    for step in reader.import_steps(parcel):
        before = step.before.shape if isinstance(step.before, Parcel) else None
        if before is None or after is None:
            return False
        if before != after and not before.equals(after):
            return not step.file_name
        after = before
    return False


def map_area_m2(shape: MultiPolygon | None) -> float | None:
    """Return what the map measures of a parcel, m²; None without a boundary, or with one that crosses itself."""
    return float(shape.area) if shape is not None and shape.is_valid else None
