"""One flat row for each parcel, which all map files are written from; how rows of a store are made.

A row has the names of ``PARCEL_COLUMNS`` and ``geometry``: the shape as well-known bytes, metres, easting first,
None where there is none. Several land uses are joined with ``+``, several land users with ``; ``.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

import shapely

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel, Party
from landdesk.store.reader import Reader

PARCEL_COLUMNS: Final = {
    "source_id": "str",
    "commune": "str",
    "sheet": "str",
    "number": "str",
    "land_use": "str",
    "legal_area_m2": "float",
    "address": "str",
    "land_user": "str",
    "identity_number": "str",
}
"""Kind of each column."""
PERSONAL: Final = {"land_user": "party.name", "identity_number": "party.identity_number"}
"""Columns that tell of persons, and what of them."""

ParcelRow = Mapping[str, Any]


def held(value: Any) -> Any:
    """Return a value with which a text does not end early: byte 0 is the end of a text for most readers."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def map_rows(reader: Reader, *, with_users: bool = False) -> Iterator[dict[str, Any]]:
    """Yield a row for each parcel of a store by sheet and number.

    Args:
        reader: The store.
        with_users: Names and identity numbers of land users too; else these columns are empty.
    """
    parcels = reader.all(Parcel)
    users = _users(reader, list(parcels)) if with_users else {}
    uses: defaultdict[ObjectId, list[str]] = defaultdict(list)
    for purpose in reader.purposes_of(parcels):
        if purpose.land_use not in uses[purpose.parcel_id]:
            uses[purpose.parcel_id].append(purpose.land_use)
    for parcel in sorted(parcels.values(), key=place_of):
        yield {
            "source_id": parcel.source_id,
            "commune": parcel.commune,
            "sheet": parcel.sheet,
            "number": parcel.number,
            "land_use": "+".join(uses[parcel.id]) or None,
            "legal_area_m2": None if parcel.legal_area_m2 is None else float(parcel.legal_area_m2),
            "address": parcel.address,
            "land_user": "; ".join(one.name for one in users.get(parcel.id, ())) or None,
            "identity_number": "; ".join(
                one.identity_number for one in users.get(parcel.id, ()) if one.identity_number
            )
            or None,
            "geometry": None if parcel.shape is None else shapely.to_wkb(parcel.shape),
        }


def _users(reader: Reader, parcels: list[ObjectId]) -> dict[ObjectId, list[Party]]:
    """Return the land users of parcels in order of entry, each once."""
    rights = reader.rights_of(parcels)
    parties = reader.get_many(Party, {one.party_id for one in rights})
    users: defaultdict[ObjectId, dict[ObjectId, Party]] = defaultdict(dict)
    for right in rights:
        users[right.parcel_id][right.party_id] = parties[right.party_id]
    return {parcel: list(found.values()) for parcel, found in users.items()}


def place_of(parcel: Parcel) -> tuple[str, tuple[int, str], tuple[int, str]]:
    """Return what parcels are put in order by: 2 before 10."""
    return parcel.commune, _by_number(parcel.sheet), _by_number(parcel.number)


def _by_number(text: str | None) -> tuple[int, str]:
    digits = "".join(letter for letter in text or "" if letter in "0123456789")
    return int(digits[:18]) if digits else -1, text or ""
