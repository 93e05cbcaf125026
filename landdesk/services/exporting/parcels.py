"""One flat row for each parcel, which all map files are written from; how rows of a store are made.

A row has the names of ``PARCEL_COLUMNS`` and ``geometry``: the shape as well-known bytes, metres, easting first,
None where there is none. Several land uses are joined with ``+``, several land users with ``; ``.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

import shapely

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel
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
PERSONAL: Final = ("land_user", "identity_number")
"""Columns that tell of persons."""

ParcelRow = Mapping[str, Any]


def held(value: Any) -> Any:
    """Return a value with which a text does not end early: byte 0 is the end of a text for most readers."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def map_rows(reader: Reader) -> Iterator[dict[str, Any]]:
    """Yield a row for each parcel of a store by sheet and number, without what tells of persons."""
    parcels = reader.all(Parcel)
    uses: defaultdict[ObjectId, list[str]] = defaultdict(list)
    for purpose in reader.purposes_of(parcels):
        if purpose.land_use not in uses[purpose.parcel_id]:
            uses[purpose.parcel_id].append(purpose.land_use)
    for parcel in sorted(parcels.values(), key=_place):
        yield {
            "source_id": parcel.source_id,
            "commune": parcel.commune,
            "sheet": parcel.sheet,
            "number": parcel.number,
            "land_use": "+".join(uses[parcel.id]) or None,
            "legal_area_m2": None if parcel.legal_area_m2 is None else float(parcel.legal_area_m2),
            "address": parcel.address,
            "land_user": None,
            "identity_number": None,
            "geometry": None if parcel.shape is None else shapely.to_wkb(parcel.shape),
        }


def _place(parcel: Parcel) -> tuple[str, tuple[int, str], tuple[int, str]]:
    """Return what parcels are put in order by: 2 before 10."""
    return parcel.commune, _by_number(parcel.sheet), _by_number(parcel.number)


def _by_number(text: str | None) -> tuple[int, str]:
    digits = "".join(letter for letter in text or "" if letter in "0123456789")
    return int(digits[:18]) if digits else -1, text or ""
