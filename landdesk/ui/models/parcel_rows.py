"""Rows of the parcel list: what the store says of a parcel and what the map measures; areas are square metres."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.i18n import _, format_number
from landdesk.services.checking.standing import Lacking
from landdesk.store.queries.parcels import ParcelLine
from landdesk.ui.models.parcel_order import map_areas
from landdesk.ui.models.rows import Column
from landdesk.ui.panels.standing_bar import (
    MARKS_PX,
    Marks,
    lacking_icon,
    lacking_tip,
    lacking_words,
    marks_icon,
    marks_tip,
)


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


@dataclass(frozen=True, slots=True)
class Stands:
    """How a parcel stands by the last check; None for what nobody has looked at."""

    marks: Marks | None = None
    lacks: Lacking | None = None


def parcel_columns(stands: Callable[[ObjectId], Stands]) -> tuple[Column[ListedParcel], ...]:
    """Return the columns of the list, in the language of the reader.

    Args:
        stands: Returns how a parcel stands now.
    """

    def marks(row: ListedParcel) -> Marks | None:
        return stands(row.id).marks

    def lacks(row: ListedParcel) -> Lacking | None:
        return stands(row.id).lacks

    return (
        Column("sheet", _("Sheet"), lambda row: row.line.sheet or "", 46, numeric=True),
        Column("number", _("Parcel"), _number, 52, numeric=True, tip=_number_tip),
        Column("users", _("Users"), lambda row: row.line.users, 106, personal="party.name"),
        Column("land_use", _("Use"), lambda row: row.line.land_use or "", 62),
        Column(
            "standing",
            _("Criteria"),
            lambda _row: "",
            MARKS_PX[0] + 14,
            tip=lambda row: "" if (found := marks(row)) is None else marks_tip(found),
            icon=lambda row: None if (found := marks(row)) is None else marks_icon(tuple(found.values())),
            value=lambda row: "" if (found := marks(row)) is None else marks_tip(found).replace("\n", "; "),
        ),
        Column(
            "missing",
            _("Completeness"),
            lambda row: "" if (found := lacks(row)) is None else lacking_words(found),
            210,
            tip=lambda row: "" if (found := lacks(row)) is None else lacking_tip(found),
            icon=lambda row: None if (found := lacks(row)) is None else lacking_icon(found),
        ),
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
