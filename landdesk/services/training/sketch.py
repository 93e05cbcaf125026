"""The map of a demo commune before it has owners: so many lots, closed, on sheets.

Chooses how many rows and how wide a commune must be for the wanted number of parcels, then draws plan, lots,
mosaic and ways. Shapes are polygons in metres on the 1 mm grid of EPSG:9217.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from landdesk.services.training.ground import Ground, draw_ground
from landdesk.services.training.lots import Region, Use, dig_pond, divide, lay_out, natural_count
from landdesk.services.training.mosaic import CrampedError, Mosaic, build_mosaic
from landdesk.services.training.places import CommunePlace
from landdesk.services.training.plan import Plan, RowKind, Setting, draw_plan, row_kinds
from landdesk.services.training.ways import Way, build_ways

_PARCELS_PER_M: Final = {
    RowKind.FIELDS: 0.09,
    RowKind.GARDENS_ABOVE: 0.19,
    RowKind.STREET: 0.35,
    RowKind.GARDENS_BELOW: 0.19,
}
"""Parcels per metre of a row, roughly; only to choose the number of rows."""
_ROW_HEIGHT_M: Final = 98.0
_NARROWEST_SHEET_M: Final = 110.0
_PARCELS_PER_POND: Final = 110
_SITE_DENSITY: Final = 12.0
_VILLAGE_SITES: Final = ("DGD", "DVH", "TON", "DCH", "DYT", "TIN", "DTT")
_FIELD_SITES: Final = ("NTD", "NTD", "DTT")
_BUILT_UP: Final = (Setting.TOWN, Setting.VILLAGE_NORTH, Setting.VILLAGE_SOUTH, Setting.VILLAGE_BOTH)


@dataclass(frozen=True, slots=True)
class Sketch:
    """Lots of one commune.

    Args:
        shapes: One polygon per lot.
        uses: What each lot is, ways are public.
        land_uses: Purpose where it is fixed, else "".
        sheets: Map sheet of each lot, 1 and up, from the north-west.
    """

    shapes: NDArray[Any]
    uses: tuple[Use, ...]
    land_uses: tuple[str, ...]
    sheets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _SheetGrid:
    """Where map sheets end: x on the plan, and the first rows of the lower ones."""

    cuts_m: tuple[float, ...]
    first_rows: tuple[int, ...]

    def sheet(self, row: int, x: float) -> int:
        """Return the sheet of a place on the plan."""
        column = sum(x >= cut for cut in self.cuts_m)
        band = sum(row >= first for first in self.first_rows)
        return band * (len(self.cuts_m) + 1) + column + 1


def draw_sketch(place: CommunePlace, parcels: int, rng: Random) -> Sketch:
    """Draw a commune of exactly that many lots around a place."""
    ground = draw_ground(place.easting_m, place.northing_m, rng)
    rows = _row_count(parcels)
    seed = rng.random()
    width = _width_m(rows, parcels)
    for _ in range(30):
        chance = Random(seed)
        plan = draw_plan(rows, width, chance)
        grid = _sheet_grid(plan, parcels)
        wanted = parcels - _way_count(plan, grid)
        regions = _regions(plan, parcels, chance)
        crowding = wanted / natural_count(regions)
        if 0.9 < crowding < 1.1:
            lots = _lots(regions, wanted, parcels // _PARCELS_PER_POND, chance)
            sketch = _built(lots, plan, grid, ground, chance) if len(lots) == wanted else None
            if sketch is not None:
                return sketch
            crowding = 1.03
        width *= min(1.3, max(0.7, crowding))
        # Blocks come and go with the width; another draw keeps two widths from taking turns for ever.
        seed = rng.random()
    raise ValueError(f"no commune of {parcels} parcels was found")


def _built(
    lots: Sequence[Region], plan: Plan, grid: _SheetGrid, ground: Ground, rng: Random
) -> Sketch | None:
    """Return the sketch with these lots; None in the rare case that they do not fit together."""
    try:
        mosaic = build_mosaic(lots, plan, ground, rng)
    except CrampedError:
        return None
    sketch = _sketch(mosaic, build_ways(mosaic, plan, ground, grid.cuts_m), plan, grid)
    fits = shapely.is_valid(sketch.shapes).all() and shapely.coverage_is_valid(sketch.shapes)
    return sketch if fits else None


def _row_count(parcels: int) -> int:
    """Return the number of rows that makes the commune a little wider than high."""
    return min(
        range(2, 400), key=lambda rows: abs(math.log(_width_m(rows, parcels) / (rows * _ROW_HEIGHT_M * 0.9)))
    )


def _width_m(rows: int, parcels: int) -> float:
    return parcels / sum(_PARCELS_PER_M[kind] for kind in row_kinds(rows))


def _sheet_grid(plan: Plan, parcels: int) -> _SheetGrid:
    count = min(6, max(3, round(parcels / 90))) if parcels < 1000 else round(parcels / 180)
    rows = len(plan.rows)
    height = rows * _ROW_HEIGHT_M
    bands = min(rows, max(1, round(math.sqrt(count * height / plan.width_m))))
    columns = max(1, min(round(count / bands), int(plan.width_m / _NARROWEST_SHEET_M)))
    step = plan.width_m / columns
    return _SheetGrid(
        tuple(step * number - plan.width_m / 2 for number in range(1, columns)),
        tuple(round(rows * band / bands) for band in range(1, bands)),
    )


def _way_count(plan: Plan, grid: _SheetGrid) -> int:
    along = sum(len(course.bands) for course in plan.courses) * (len(grid.cuts_m) + 1)
    return along + sum(len(row.cross_ways) for row in plan.rows)


def _regions(plan: Plan, parcels: int, rng: Random) -> list[Region]:
    """Lay out all blocks, public sites spread over them."""
    sites = _sites(plan, parcels, rng)
    made: list[Region] = []
    for number, block in enumerate(plan.blocks):
        made += lay_out(number, block, sites.get(number), rng)
    return made


def _sites(plan: Plan, parcels: int, rng: Random) -> dict[int, str]:
    """Return the land use of the public site of each block that has one."""
    built_up = [n for n, block in enumerate(plan.blocks) if block.setting in _BUILT_UP]
    open_land = [n for n, block in enumerate(plan.blocks) if block.setting is Setting.FIELDS]
    count = max(2, round(parcels**0.75 / _SITE_DENSITY))
    # The People's Committee sits at the main street, as near to the middle as a block is.
    streets = [n for n in built_up if plan.rows[plan.blocks[n].row].kind is RowKind.STREET] or built_up
    made = {min(streets, key=lambda n: abs(plan.blocks[n].middle_m)): "TSC"}
    villages = rng.sample(built_up, min(len(built_up), round(count * 0.75)))
    fields = rng.sample(open_land, min(len(open_land), count - round(count * 0.75)))
    for uses, blocks in ((_VILLAGE_SITES, villages), (_FIELD_SITES, fields)):
        for number, block in enumerate(blocks):
            made.setdefault(block, uses[number % len(uses)])
    return made


def _lots(regions: Sequence[Region], count: int, ponds: int, rng: Random) -> list[Region]:
    """Divide the regions and dig ponds; ``count`` lots in all, or fewer when there is no room."""
    made = divide(regions, count - ponds, rng)
    dug: list[Region] = []
    for place in rng.sample(range(len(made)), len(made)):
        if len(dug) == ponds:
            break
        pond = dig_pond(made[place], rng) if made[place].use is Use.GARDEN else None
        if pond is not None:
            made[place] = replace(made[place], want_m2=0.0)
            dug.append(pond)
    return divide([*made, *dug], count, rng)


def _sketch(mosaic: Mosaic, ways: Sequence[Way], plan: Plan, grid: _SheetGrid) -> Sketch:
    blocks = plan.blocks
    sheets = [
        grid.sheet(blocks[region.block].row, blocks[region.block].middle_m) for region in mosaic.regions
    ]
    shapes = [
        shapely.Polygon(mosaic.points[rings[0]], [mosaic.points[hole] for hole in rings[1:]])
        for rings in mosaic.rings
    ]
    shapes += [shapely.Polygon(way.outline) for way in ways]
    return Sketch(
        np.array(shapes, dtype=object),
        (*(region.use for region in mosaic.regions), *(Use.PUBLIC for _ in ways)),
        (*(region.land_use for region in mosaic.regions), *(way.land_use for way in ways)),
        (*sheets, *(grid.sheet(way.row, way.middle_m) for way in ways)),
    )
