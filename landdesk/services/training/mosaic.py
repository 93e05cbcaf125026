"""Regions of blocks turned into one mosaic on the map whose neighbours share every node.

Nodes are made once, in the own coordinates of the blocks: where the corner of one region lies on the side of
another, both get the node; nodes closer together than a wall is thick become one; long sides get nodes to
bend at. Then each node is placed on the map once, moved a little, and rounded to the 1 mm grid. So shared
boundaries are equal to the bit whatever the bending does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from landdesk.domain.grid import to_metres, to_millimetres
from landdesk.services.training.ground import Ground, on_plan
from landdesk.services.training.lots import Region, Use
from landdesk.services.training.plan import Plan

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_BLOCK_STEP_M: Final = 10_000.0
"""Blocks are laid side by side this far apart while nodes are made, so that they never meet."""
_SHORTEST_SIDE_M: Final = 0.45
_LONGEST_SIDE_M: Final = 24.0
_LONGEST_EDGE_M: Final = 15.0
"""Of a side at the edge of a block, where ways bend."""
_UNEVEN_M: Final = {Use.HOUSE: 0.06, Use.PUBLIC: 0.12, Use.POND: 0.25, Use.GARDEN: 0.35, Use.FIELD: 0.8}
"""How far boundaries of a use stray from the drawing."""


class CrampedError(Exception):
    """The regions are too narrow to become a mosaic; other ones are to be drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class Mosaic:
    """Nodes and the rings of regions.

    Args:
        regions: The regions, in the order of ``rings``.
        rings: For each region its rings, the shell first, as indices of nodes without the closing one.
        own: u and v of each node in its block.
        block_of: Block of each node.
        plan_points: Each node on the drawing plane.
        points: Easting and northing of each node on the 1 mm grid.
    """

    regions: tuple[Region, ...]
    rings: tuple[tuple[Integers, ...], ...]
    own: Floats
    block_of: Integers
    plan_points: Floats
    points: Floats


def build_mosaic(regions: Sequence[Region], plan: Plan, ground: Ground, rng: Random) -> Mosaic:
    """Return the mosaic of all regions.

    Raises:
        CrampedError: A region vanished or fell apart.
    """
    nodes, rings = _shared_nodes(regions)
    nodes, rings = _without_short_sides(nodes, rings)
    nodes, rings = _with_bends(nodes, rings)
    block_of = np.floor(nodes[:, 0] / _BLOCK_STEP_M + 0.5).astype(np.int64)
    own = nodes - np.column_stack([block_of * _BLOCK_STEP_M, np.zeros(len(nodes))])
    plan_points = on_plan(plan, block_of, own)
    straying = _straying(nodes, rings, regions, rng)
    points = to_metres(to_millimetres(ground.on_map(plan_points) + straying))
    return Mosaic(tuple(regions), rings, own, block_of, plan_points, points)


_Rings = tuple[tuple[Integers, ...], ...]


def _shared_nodes(regions: Sequence[Region]) -> tuple[Floats, _Rings]:
    """Return all nodes and, region by region, rings that have every node that lies on them."""
    outlines = shapely.polygons(
        shapely.linearrings(
            np.concatenate([np.array([*region.points, region.points[0]]) for region in regions])
            + _shifts(regions),
            indices=np.repeat(np.arange(len(regions)), [len(region.points) + 1 for region in regions]),
        )
    )
    # Block by block: the time of one pass over everything grows faster than the number of regions.
    blocks = np.array([region.block for region in regions])
    order = np.argsort(blocks, kind="stable")
    groups = np.split(shapely.boundary(outlines[order]), np.flatnonzero(np.diff(blocks[order])) + 1)
    lines = np.array([shapely.union_all(group, grid_size=0.001) for group in groups], dtype=object)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    inside = shapely.point_on_surface(faces)
    found, region_of = shapely.STRtree(outlines).query(inside, predicate="intersects")
    # A pond lies inside a garden: the smaller outline is meant.
    order = np.lexsort((shapely.area(outlines)[region_of], found))
    found, region_of = found[order], region_of[order]
    first = np.r_[True, found[1:] != found[:-1]]
    faces, region_of = faces[found[first]], region_of[first]
    if not np.array_equal(np.sort(region_of), np.arange(len(regions))):
        raise CrampedError("regions and faces do not fit together")
    faces = shapely.orient_polygons(faces[np.argsort(region_of)])
    coordinates, ring_of, owner = _rings_of(faces)
    nodes, node_of = np.unique(coordinates, axis=0, return_inverse=True)
    made: list[list[Integers]] = [[] for _ in regions]
    cuts = np.flatnonzero(np.diff(ring_of)) + 1
    for ring, region in zip(np.split(node_of.reshape(-1), cuts), owner, strict=True):
        made[region].append(ring[:-1])
    return nodes, tuple(map(tuple, made))


def _shifts(regions: Sequence[Region]) -> Floats:
    blocks = np.repeat([region.block for region in regions], [len(region.points) + 1 for region in regions])
    return np.column_stack([blocks * _BLOCK_STEP_M, np.zeros(len(blocks))])


def _rings_of(faces: NDArray[np.object_]) -> tuple[Floats, Integers, Integers]:
    """Return coordinates of all rings, the ring of each coordinate and the face of each ring."""
    rings, owner = shapely.get_rings(faces, return_index=True)
    coordinates, ring_of = shapely.get_coordinates(rings, return_index=True)
    return coordinates, ring_of, owner


def _sides(rings: _Rings) -> tuple[Integers, Integers]:
    """Return the nodes where each side of each ring begins and ends."""
    flat = [ring for region in rings for ring in region]
    begin = np.concatenate(flat)
    end = np.concatenate([np.roll(ring, -1) for ring in flat])
    return begin, end


def _without_short_sides(nodes: Floats, rings: _Rings) -> tuple[Floats, _Rings]:
    """Make one node of two that are less than a wall apart."""
    begin, end = _sides(rings)
    apart = np.hypot(*(nodes[begin] - nodes[end]).T)
    short = np.unique(np.sort(np.column_stack([begin, end])[apart < _SHORTEST_SIDE_M], axis=1), axis=0)
    if not len(short):
        return nodes, rings
    becomes = np.arange(len(nodes))
    # A node on the edge of the block stays, so that the edge keeps its place.
    on_edge = np.bincount(_edge_nodes(rings), minlength=len(nodes)) > 0
    for a, b in short.tolist():
        kept, gone = (a, b) if on_edge[a] or not on_edge[b] else (b, a)
        while becomes[kept] != kept:
            kept = int(becomes[kept])
        if becomes[gone] == gone and kept != gone:
            becomes[gone] = kept
    while (becomes[becomes] != becomes).any():
        becomes = becomes[becomes]
    return nodes, tuple(tuple(_cleaned(becomes[ring]) for ring in region) for region in rings)


def _edge_nodes(rings: _Rings) -> Integers:
    """Return the nodes of sides that only one region has."""
    begin, end = _sides(rings)
    both = np.sort(np.column_stack([begin, end]), axis=1)
    sides, count = np.unique(both, axis=0, return_counts=True)
    found: Integers = np.unique(sides[count == 1])
    return found


def _cleaned(ring: Integers) -> Integers:
    """Drop a node that follows itself."""
    kept: Integers = ring[ring != np.roll(ring, 1)]
    if len(kept) < 3:
        raise CrampedError("a region is too narrow")
    return kept


def _with_bends(nodes: Floats, rings: _Rings) -> tuple[Floats, _Rings]:
    """Put nodes at even steps on long sides."""
    begin, end = _sides(rings)
    sides, owners = np.unique(np.sort(np.column_stack([begin, end]), axis=1), axis=0, return_counts=True)
    lengths = np.hypot(*(nodes[sides[:, 0]] - nodes[sides[:, 1]]).T)
    longest = np.where(owners == 1, _LONGEST_EDGE_M, _LONGEST_SIDE_M)
    count = np.ceil(lengths / longest).astype(np.int64) - 1
    between: dict[tuple[int, int], Integers] = {}
    made = [nodes]
    total = len(nodes)
    for (a, b), steps in zip(sides[count > 0].tolist(), count[count > 0].tolist(), strict=True):
        share = (np.arange(1, steps + 1) / (steps + 1))[:, None]
        made.append(nodes[a] + share * (nodes[b] - nodes[a]))
        between[a, b] = np.arange(total, total + steps)
        between[b, a] = between[a, b][::-1]
        total += steps
    nothing = np.empty(0, dtype=np.int64)
    bent = []
    for region in rings:
        parts = []
        for ring in region:
            pieces = []
            for a, b in zip(ring.tolist(), np.roll(ring, -1).tolist(), strict=True):
                pieces += [np.array([a]), between.get((a, b), nothing)]
            parts.append(np.concatenate(pieces))
        bent.append(tuple(parts))
    return np.concatenate(made), tuple(bent)


def _straying(nodes: Floats, rings: _Rings, regions: Sequence[Region], rng: Random) -> Floats:
    """Return a small shift for each node, as far as its tidiest region allows and its shortest side bears."""
    begin, end = _sides(rings)
    apart = np.hypot(*(nodes[begin] - nodes[end]).T)
    use = [_UNEVEN_M[region.use] for region in regions]
    sizes = np.repeat(use, [sum(map(len, region)) for region in rings])
    reach = np.full(len(nodes), np.inf)
    for side_node in (begin, end):
        np.minimum.at(reach, side_node, np.minimum(sizes, 0.12 * apart))
    reach[_edge_nodes(rings)] = np.minimum(reach[_edge_nodes(rings)], 0.25)
    reach[~np.isfinite(reach)] = 0.0
    chance = np.array([rng.uniform(-1, 1) for _ in range(2 * len(nodes))]).reshape(-1, 2)
    shifts: Floats = chance * reach[:, None] * 0.7
    return shifts
