"""Who holds what in a demo commune: the records of parcels, purposes, land users and their rights.

Numbers run zig-zag from the north on every sheet, as on a real cadastral map. Legal areas are map areas to
0.1 m². Houses come first: who has one may also have gardens and fields. Roads, ditches and public sites are
held by the People's Committee, communities and institutions.
"""

import math
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from landdesk.domain.canonical_shape import canonical_shapes
from landdesk.domain.ids import IdSource
from landdesk.domain.records import LandRight, Parcel, Party, Purpose
from landdesk.services.training.holders import Holders, Holding
from landdesk.services.training.lots import Use
from landdesk.services.training.people import field_name, hamlet_names
from landdesk.services.training.places import CommunePlace
from landdesk.services.training.sketch import Sketch

_STRIP_M: Final = 40.0
"""Height of the strips in which parcels are numbered."""
_TENTH: Final = Decimal("0.1")
_TAPE_ERROR: Final = 0.1
"""Times the root of the area: a quarter of what the rules allow at 1:1000."""
WAYS: Final = frozenset({"DGT", "DTL", "SON"})


@dataclass(slots=True)
class Register:
    """The records while they are made; ``uses`` and ``is_way`` are in the order of the parcels."""

    parcels: list[Parcel]
    parties: list[Party]
    purposes: list[Purpose]
    rights: list[LandRight]
    uses: list[Use]
    is_way: list[bool]


def build_register(sketch: Sketch, place: CommunePlace, rng: Random, ids: IdSource) -> Register:
    """Give every lot of a sketch its number, purpose, address and holders."""
    order = _numbering(sketch)
    uses = [sketch.uses[lot] for lot in order]
    sheets = [sketch.sheets[lot] for lot in order]
    hamlets = hamlet_names(max(sheets), is_urban=place.is_urban, rng=rng)
    areas_m2 = shapely.area(sketch.shapes)
    land_uses = [
        (sketch.land_uses[lot],)
        if sketch.land_uses[lot]
        else _land_uses(sketch.uses[lot], float(areas_m2[lot]), place, rng)
        for lot in order
    ]
    ways = [listed[0] in WAYS for listed in land_uses]
    shapes = canonical_shapes(sketch.shapes[order])
    parcels = []
    numbers: Counter[int] = Counter()
    for position, (sheet, use, is_way) in enumerate(zip(sheets, uses, ways, strict=True)):
        numbers[sheet] += 1
        parcels.append(
            Parcel(
                id=ids(),
                commune=place.code,
                sheet=str(sheet),
                number=str(numbers[sheet]),
                address=_address("" if is_way else hamlets[sheet - 1], use, place, rng),
                legal_area_m2=_stated_area(shapes[position], use, rng),
                source_id=f"{place.code}-{position + 1:06}",
                shape=shapes[position],
            )
        )
    holders = Holders(place, hamlets, rng, ids)
    holdings: dict[int, Holding] = {}
    for position in sorted(range(len(parcels)), key=lambda position: uses[position] is not Use.HOUSE):
        holdings[position] = holders.of(uses[position], land_uses[position][0], sheets[position])
    purposes = [
        Purpose(ids(), parcel.id, land_use, area)
        for parcel, use, listed in zip(parcels, uses, land_uses, strict=True)
        for land_use, area in _with_areas(use, listed, parcel, rng)
    ]
    rights = [
        LandRight(ids(), parcel.id, party)
        for position, parcel in enumerate(parcels)
        for party in holdings[position]
    ]
    return Register(parcels, holders.parties, purposes, rights, uses, ways)


def legal_area(shape: shapely.MultiPolygon | None) -> Decimal:
    """Return the area of a shape to 0.1 m², as it stands in documents."""
    return Decimal(float(shapely.area(shape))).quantize(_TENTH)


def _stated_area(shape: shapely.MultiPolygon, use: Use, rng: Random) -> Decimal:
    """Return the area in the document: most often that of the map, now and then one measured with a tape."""
    area = legal_area(shape)
    if use is Use.PUBLIC or rng.random() > 0.12:
        return area
    off = rng.uniform(-_TAPE_ERROR, _TAPE_ERROR) * math.sqrt(area)
    return (area + Decimal(off)).quantize(_TENTH)


def _numbering(sketch: Sketch) -> NDArray[np.int64]:
    """Return the lots in the order of sheet and number."""
    places = shapely.get_coordinates(shapely.point_on_surface(sketch.shapes))
    sheets = np.array(sketch.sheets)
    strips = np.empty(len(sheets), dtype=np.int64)
    for sheet in np.unique(sheets):
        here = sheets == sheet
        strips[here] = np.floor((places[here, 1].max() - places[here, 1]) / _STRIP_M)
    along = np.where(strips % 2 == 0, places[:, 0], -places[:, 0])
    order: NDArray[np.int64] = np.lexsort((places[:, 1], along, strips, sheets))
    return order


def _land_uses(use: Use, area_m2: float, place: CommunePlace, rng: Random) -> tuple[str, ...]:
    """Return the one or two land-use purposes of a lot."""
    residential = "ODT" if place.is_urban else "ONT"
    chance = rng.random()
    if use is Use.HOUSE:
        return (residential, "CLN") if area_m2 > 220 and chance < 0.5 else (residential,)
    if use is Use.GARDEN:
        if chance < 0.12:
            return residential, "CLN"
        return ("CLN",) if chance < 0.85 else ("HNK",)
    return ("LUC",) if chance < 0.86 else ("HNK",) if chance < 0.95 else ("NTS",)


def _with_areas(
    use: Use, land_uses: tuple[str, ...], parcel: Parcel, rng: Random
) -> list[tuple[str, Decimal | None]]:
    """Return purposes with their areas; a single one covers the whole parcel and states none."""
    area = parcel.legal_area_m2
    if len(land_uses) == 1 or area is None:
        return [(land_uses[0], None)]
    share = rng.uniform(0.45, 0.7) if use is Use.HOUSE else rng.uniform(0.2, 0.35)
    # Residential land is granted in round figures.
    first = (area * Decimal(share) / 10).quantize(Decimal(1)) * 10
    return [(land_uses[0], first.quantize(_TENTH)), (land_uses[1], area - first)]


def _address(hamlet: str, use: Use, place: CommunePlace, rng: Random) -> str:
    if not hamlet:
        return place.title[0].upper() + place.title[1:]
    if use is Use.FIELD and rng.random() < 0.7:
        return f"{field_name(rng)}, {hamlet[0].lower()}{hamlet[1:]}, {place.title}"
    return f"{hamlet}, {place.title}"
