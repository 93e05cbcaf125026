"""Where a fault of the map fits: sides that parcels share, corners that can be swapped, nodes on the grid.

Nothing here plants anything: places and outlines are handed back. Coordinates are metres on the 1 mm grid.
"""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import shapely
import shapely.affinity
from shapely import LineString, Point, Polygon

from landdesk.domain.grid import millimetre
from landdesk.services.training.planter import Place, Planter, Ring

_BLUNT_RAD: Final = math.radians(27)


@dataclass(frozen=True, slots=True)
class MovedSide:
    """A side that two parcels share, given two outlines; ``strip`` lies between them."""

    at: int
    other: int
    outline: Ring
    other_outline: Ring
    strip: Polygon


def moved_side(planter: Planter, outward_m: float, at: int) -> MovedSide | None:
    """Move the middle of the longest side that a parcel shares with one other."""
    if not planter.is_private(at):
        return None
    shared = longest_shared_side(planter, at, shortest_m=8.0)
    if shared is None:
        return None
    other, start, end = shared
    outline, other_outline = planter.outline(at), planter.outline(other)
    if outline is None or other_outline is None:
        return None
    # Shells run counter-clockwise or clockwise; outward is away from the parcel's own inside.
    turn = 1.0 if shapely.is_ccw(shapely.linearrings(outline)) else -1.0
    length = math.dist(start, end)
    across = (turn * (end[1] - start[1]) / length, -turn * (end[0] - start[0]) / length)
    # Both parcels get the nodes where the strip begins and ends, so that no third parcel touches it.
    first, last = between(start, end, 0.12), between(start, end, 0.88)
    moved = [shifted(between(start, end, share), across, outward_m) for share in (0.2, 0.8)]
    side = MovedSide(
        at,
        other,
        with_nodes(outline, start, end, [first, *moved, last]),
        with_nodes(other_outline, end, start, [last, first]),
        Polygon([first, *moved, last]),
    )
    reached = shapely.MultiPolygon([Polygon(side.outline)])
    neighbours = [one for one in planter.neighbours(at) if one != other]
    fits = (
        reached.is_valid
        and Polygon(other_outline).buffer(0.5).contains(side.strip)
        and not any(shapely.intersection(reached, planter.parcel(one).shape).area for one in neighbours)
    )
    return side if fits else None


@dataclass(frozen=True, slots=True)
class BowTie:
    """Two corners in the wrong order, and where the outline crosses itself then."""

    at: int
    outline: Ring
    crossing: Place


def bow_tie(planter: Planter, at: int) -> BowTie | None:
    """Swap two corners of a parcel so that the outline crosses itself and loses much of its area."""
    outline, area = planter.outline(at), planter.parcel(at).legal_area_m2
    if outline is None or len(outline) < 4 or area is None or not planter.is_private(at):
        return None
    found = []
    for number in range(len(outline)):
        before, first, second, after, *rest = outline[number:] + outline[:number]
        crossing = LineString([before, second]).intersection(LineString([first, after]))
        if not isinstance(crossing, Point):
            continue
        middle = (crossing.x, crossing.y)
        # The two corners that fall out must be land of their own, too large and too blunt to look like gaps.
        lost = (Polygon([before, first, middle]), Polygon([second, after, middle]))
        blunt = min(_narrowest_rad(corner) for corner in lost) > _BLUNT_RAD
        if (
            blunt
            and all(corner.buffer(-1.5).area > 1.0 for corner in lost)
            and lost[0].area + lost[1].area > 60.0
        ):
            found.append(BowTie(at, [before, second, first, after, *rest], middle))
    return planter.rng.choice(found) if found else None


def _narrowest_rad(corner: Polygon) -> float:
    """Return the smallest angle of a triangle."""
    ring = list(corner.exterior.coords)[:-1]
    angles = []
    for number in range(3):
        at, left, right = ring[number], ring[number - 1], ring[number - 2]
        turn = math.atan2(left[1] - at[1], left[0] - at[0]) - math.atan2(right[1] - at[1], right[0] - at[0])
        angles.append(abs((turn + math.pi) % (2 * math.pi) - math.pi))
    return min(angles)


def shared_sides(planter: Planter, at: int) -> list[tuple[int, Place, Place]]:
    """Return the sides a parcel shares with one other: the other one, and the ends as the parcel runs."""
    outline = planter.outline(at)
    if outline is None:
        return []
    own = set(pairwise([*outline, outline[0]]))
    made = []
    for other in planter.neighbours(at):
        ring = planter.outline(other)
        if ring is not None:
            made += [(other, end, start) for start, end in pairwise([*ring, ring[0]]) if (end, start) in own]
    return made


def longest_shared_side(planter: Planter, at: int, shortest_m: float) -> tuple[int, Place, Place] | None:
    """Return the longest side shared with one other parcel: that one, and the ends."""
    sides = [side for side in shared_sides(planter, at) if math.dist(side[1], side[2]) >= shortest_m]
    return max(sides, key=lambda side: math.dist(side[1], side[2]), default=None)


def between(start: Place, end: Place, share: float) -> Place:
    """Return the grid point at a share of the way."""
    return on_grid(start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))


def shifted(place: Place, direction: Place, distance_m: float) -> Place:
    """Return the grid point at a distance in a direction."""
    return on_grid(place[0] + distance_m * direction[0], place[1] + distance_m * direction[1])


def on_grid(easting: float, northing: float) -> Place:
    """Return the nearest grid point."""
    return millimetre(easting) / 1000, millimetre(northing) / 1000


def grid_point_on(start: Place, end: Place) -> Place | None:
    """Return a grid point exactly on a side, near its middle; None where there is none."""
    x, y = millimetre(start[0]), millimetre(start[1])
    run_x, run_y = millimetre(end[0]) - x, millimetre(end[1]) - y
    steps = math.gcd(run_x, run_y)
    if steps < 2:
        return None
    step = steps // 2
    return (x + run_x // steps * step) / 1000, (y + run_y // steps * step) / 1000


def with_nodes(outline: Ring, start: Place, end: Place, nodes: Ring) -> Ring:
    """Return an outline with nodes put into the side from ``start`` to ``end``."""
    at = outline.index(start)
    assert outline[(at + 1) % len(outline)] == end, "not a side of the outline"
    return [*outline[: at + 1], *nodes, *outline[at + 1 :]]


def one_sided_node(planter: Planter, at: int) -> tuple[int, int, Ring, Place] | None:
    """Return a parcel, a neighbour, the parcel's outline with a new corner exactly on a side they share, the corner."""
    outline = planter.outline(at)
    if outline is None or not planter.is_private(at):
        return None
    for other, start, end in shared_sides(planter, at):
        node = grid_point_on(start, end)
        if node is not None and math.dist(start, end) > 5.0 and planter.is_private(other):
            return at, other, with_nodes(outline, start, end, [node]), node
    return None


def lot_inside(planter: Planter, at: int) -> tuple[int, Polygon] | None:
    """Return a parcel and a house lot that has room in it."""
    if not planter.is_private(at) or planter.outline(at) is None:
        return None
    shape = planter.parcel(at).shape
    middle = shapely.point_on_surface(shape)
    lot = shapely.box(middle.x - 3.5, middle.y - 5.0, middle.x + 3.5, middle.y + 5.0)
    lot = shapely.affinity.rotate(lot, planter.rng.uniform(0, 90))
    return (at, lot) if shapely.contains(shape, shapely.buffer(lot, 1.0)) else None
