"""Nodes that lie near each other made one, for every parcel that has one of them.

Which node stays: the one that most parcels have, of equals the western one, then the southern one. Each other node
within the tolerance goes to the nearest that stays, so that no node moves farther than the tolerance and chains of
near nodes are not drawn together. Then boundaries that run along each other get each other's nodes. Nothing else moves.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import dist, isfinite
from typing import Final, NamedTuple, TypeVar

import numpy as np
import shapely
from shapely import MultiLineString, MultiPolygon

from landdesk.domain.canonical_shape import grid_parts, shape_of_parts
from landdesk.domain.coverage import Box, Coverage
from landdesk.domain.geometry import OVERLAP_LIMIT_M2, Point, check_no_new_overlap
from landdesk.domain.grid import GRID_M, GridPoint, Part, grid_point, in_metres
from landdesk.domain.ids import ObjectId
from landdesk.domain.noding import directed_edges, edges_by_vertex, insert_points, vertices_of
from landdesk.domain.ring_order import canonical_parts, twice_area
from landdesk.domain.shape_refusals import refused

Key = TypeVar("Key")
DEFAULT_TOLERANCE_M: Final = 0.05
MOST_TOLERANCE_M: Final = 1.0
"""Farther apart two nodes are two places, not one that was measured twice."""


MOST_PARCELS: Final = 5000
"""What is joined as one act should be seen before."""


class Join(NamedTuple):
    """One node that goes to another, easting and northing in metres."""

    at: Point
    to: Point

    @property
    def distance_m(self) -> float:
        """How far it moves."""
        return dist(self.at, self.to)


class Joined(NamedTuple):
    """What joining does: nodes that go, and nodes that boundaries get from those they run along."""

    joins: Sequence[Join]
    added: Sequence[Point]


def join_nodes(
    coverage: Coverage, tolerance_m: float, parcel_id: ObjectId | None = None, box: Box | None = None
) -> tuple[dict[ObjectId, MultiPolygon], Joined]:
    """Join near nodes and put missing ones into the boundaries they lie on.

    Args:
        coverage: The parcels.
        tolerance_m: How far a node may move.
        parcel_id: Only nodes of this parcel and those near them.
        box: Only nodes in it, where no parcel is given: west, south, east, north.

    Returns:
        Only the shapes that change, and what is done.

    Raises:
        RefusedError: ``join.tolerance``, ``join.nothing``; ``join.too-large``: more than `MOST_PARCELS` in the
            box; ``join.breaks-shape``: a valid shape would become invalid or lose a ring; ``join.overlaps``:
            parcels would overlap more than they did.
    """
    if not (isfinite(tolerance_m) and GRID_M <= tolerance_m <= MOST_TOLERANCE_M):
        raise refused("join.tolerance", (0.0, 0.0))
    shapes, place = _shapes_there(coverage, tolerance_m, parcel_id, box)
    before = {one: canonical_parts(grid_parts(shape)) for one, shape in shapes.items()}
    joins = _joins(before, tolerance_m, parcel_id, box)
    goes = {grid_point(join.at): grid_point(join.to) for join in joins}
    moved = {one: _moved(parts, goes) for one, parts in before.items()}
    noded, added = _with_missing_nodes(moved, parcel_id, box)
    changed = {one: shape_of_parts(parts) for one, parts in noded.items() if parts != before[one]}
    if not changed:
        raise refused("join.nothing", place)
    was_valid = shapely.is_valid([shapes[one] for one in changed])
    broken = was_valid & ~shapely.is_valid(list(changed.values()))
    if broken.any():
        at = list(changed)[int(np.argmax(broken))]
        raise refused("join.breaks-shape", in_metres(noded[at][0][0][0]))
    # A moved node turns its edges, which may reach farther than the shapes looked at so far.
    turned = [edge for one in changed for edge in directed_edges(noded[one]) - directed_edges(before[one])]
    others = {one: shape for one, shape in shapes.items() if one not in changed}
    for edge in turned:
        (west, east), (south, north) = (sorted(c / 1000 for c in axis) for axis in zip(*edge, strict=True))
        others |= {
            one: shape
            for one, shape in coverage.shapes_in((west, south, east, north)).items()
            if one not in changed
        }
    olds = [shapes[one] for one in changed]
    if check_no_new_overlap(list(changed.values()), list(others.values()), OVERLAP_LIMIT_M2, olds):
        raise refused("join.overlaps", joins[0].to if joins else in_metres(min(added)))
    return changed, Joined(joins, [in_metres(node) for node in sorted(added)])


def _shapes_there(
    coverage: Coverage, tolerance_m: float, parcel_id: ObjectId | None, box: Box | None
) -> tuple[dict[ObjectId, MultiPolygon], Point]:
    """Return the shapes with a node that may count, and a place to name."""
    if parcel_id is not None:
        shape = coverage.shape(parcel_id)
        box = shape.bounds if shape is not None else None
    if box is None or not all(map(isfinite, box)):
        raise refused("join.nothing", (0.0, 0.0))
    west, south, east, north = box
    margin = tolerance_m + 0.01
    around = (west - margin, south - margin, east + margin, north + margin)
    if len(coverage.box_query(around)) > MOST_PARCELS:
        raise refused("join.too-large", (west, south))
    return coverage.shapes_in(around), (west, south)


def _joins(
    parts: Mapping[Key, Sequence[Part]], tolerance_m: float, key: Key | None, box: Box | None
) -> list[Join]:
    owners: Counter[GridPoint] = Counter()
    for each in parts.values():
        owners.update(vertices_of(each))
    nodes = sorted(_in_box(set(owners), box))
    if not nodes:
        return []
    places = shapely.points(np.array(nodes, dtype=np.float64))
    # Half a micrometre more: two nodes of the grid that are just so far apart count.
    one, other = shapely.STRtree(places).query(
        places, predicate="dwithin", distance=1000 * tolerance_m + 0.0005
    )
    own = vertices_of(parts[key]) if key is not None else None
    near: dict[GridPoint, list[GridPoint]] = {}
    for i, j in zip(one.tolist(), other.tolist(), strict=True):
        if i != j and (own is None or nodes[i] in own or nodes[j] in own):
            near.setdefault(nodes[i], []).append(nodes[j])
    staying: set[GridPoint] = set()
    goes: dict[GridPoint, GridPoint] = {}
    for node in sorted(near, key=lambda node: (-owners[node], node)):
        targets = [place for place in near[node] if place in staying]
        if targets:
            goes[node] = min(targets, key=lambda place: (dist(node, place), place))
        else:
            staying.add(node)
    joins = [Join(in_metres(at), in_metres(to)) for at, to in goes.items()]
    return sorted(joins, key=lambda join: (-join.distance_m, join))


def _moved(parts: Sequence[Part], goes: Mapping[GridPoint, GridPoint]) -> list[Part]:
    """Return parts with nodes joined; of nodes that fall together one is kept."""
    if vertices_of(parts).isdisjoint(goes):
        return list(parts)
    result = []
    for part in parts:
        rings = []
        for ring in part:
            points = [goes.get(point, point) for point in ring]
            # Only what was joined falls together; points that were repeated before stay so.
            kept = [
                point
                for at, point in enumerate(points)
                if point != points[at - 1] or (ring[at] == ring[at - 1])
            ]
            if len(set(kept)) < 3 or (twice_area(ring) > 0) != (twice_area(kept) > 0):
                raise refused("join.breaks-shape", in_metres(points[0]))
            rings.append(kept)
        result.append(rings)
    return canonical_parts(result)


def _with_missing_nodes(
    moved: Mapping[Key, list[Part]], key: Key | None, box: Box | None
) -> tuple[dict[Key, list[Part]], set[GridPoint]]:
    """Put nodes into boundaries that run along those they belong to."""
    guides = edges_by_vertex([part for parts in moved.values() for part in parts])
    nodes = sorted(_in_box(set(guides), box))
    noded, added = dict(moved), set()
    for one, beside in _nodes_beside(moved, nodes).items():
        own = vertices_of(moved[one])
        lacking = [node for node in beside if node not in own]
        if key is not None and one != key:
            lacking = [node for node in lacking if node in vertices_of(moved[key])]
        result = insert_points(moved[one], lacking, guides) if lacking else None
        if result is not None:
            added |= vertices_of(result) - own
            noded[one] = canonical_parts(result)
    return noded, added


def _nodes_beside(parts: Mapping[Key, list[Part]], nodes: Sequence[GridPoint]) -> dict[Key, list[GridPoint]]:
    """Return the nodes within a millimetre of each boundary, its own among them."""
    if not nodes:
        return {}
    keys = list(parts)
    lines = [MultiLineString([[*ring, ring[0]] for part in parts[one] for ring in part]) for one in keys]
    tree = shapely.STRtree(shapely.points(np.array(nodes, dtype=np.float64)))
    found: dict[Key, list[GridPoint]] = {}
    for at, node in zip(*tree.query(lines, predicate="dwithin", distance=1.0).tolist(), strict=True):
        found.setdefault(keys[at], []).append(nodes[node])
    return found


def _in_box(nodes: set[GridPoint], box: Box | None) -> set[GridPoint]:
    if box is None:
        return nodes
    west, south, east, north = box
    return {node for node in nodes if west <= node[0] / 1000 <= east and south <= node[1] / 1000 <= north}
