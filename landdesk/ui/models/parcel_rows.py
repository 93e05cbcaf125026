"""Rows of the parcel list: what the store says of a parcel and what the map measures; areas are square metres."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.i18n import _, format_number
from landdesk.store.queries.parcels import ParcelLine
from landdesk.ui.models.parcel_order import map_areas
from landdesk.ui.models.rows import Column


@dataclass(frozen=True, slots=True)
class ListedParcel:
    """One row; ``map_area_m2`` None where the parcel has no shape."""

    line: ParcelLine
    map_area_m2: float | None

    @property
    def id(self) -> ObjectId:
        """The parcel."""
        return self.line.id


def listed(lines: Sequence[ParcelLine], coverage: Coverage) -> list[ListedParcel]:
    """Return rows of lines, in their order, with the areas of the map."""
    places = [coverage.index_of(line.id) for line in lines]
    areas = np.full(len(lines), np.nan)
    known = np.array([place is not None for place in places], dtype=bool)
    areas[known] = map_areas(
        coverage, np.array([place for place in places if place is not None], dtype=np.int64)
    )
    return [
        ListedParcel(line, None if math.isnan(area) else area)
        for line, area in zip(lines, areas.tolist(), strict=True)
    ]


def parcel_columns() -> tuple[Column[ListedParcel], ...]:
    """Return the columns of the list, in the language of the reader."""
    return (
        Column("sheet", _("Sheet"), lambda row: row.line.sheet or "", 46, numeric=True),
        Column("number", _("Parcel"), _number, 52, numeric=True, tip=_number_tip),
        Column("users", _("Users"), lambda row: row.line.users, 114, personal="party.name"),
        Column("land_use", _("Use"), lambda row: row.line.land_use or "", 64),
        Column(
            "map_area",
            _("Map m²"),
            _map_area,
            86,
            numeric=True,
            value=lambda row: None if row.map_area_m2 is None else round(row.map_area_m2, 2),
            decimals=2,
        ),
        Column(
            "legal_area",
            _("Legal m²"),
            _legal_area,
            88,
            numeric=True,
            value=lambda row: row.line.legal_area_m2,
            decimals=2,
        ),
        Column("address", _("Address"), lambda row: row.line.address or "", 150),
    )


def _number(row: ListedParcel) -> str:
    return f"{row.line.number or ''}{'*' if row.line.provisional else ''}"


def _number_tip(row: ListedParcel) -> str:
    return _("Provisional number, until the office gives one") if row.line.provisional else _number(row)


def _map_area(row: ListedParcel) -> str:
    return "" if row.map_area_m2 is None else format_number(row.map_area_m2, 1)


def _legal_area(row: ListedParcel) -> str:
    return "" if row.line.legal_area_m2 is None else format_number(row.line.legal_area_m2, 1)
