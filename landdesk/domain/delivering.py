"""Shapes that a survey delivers brought to the boundaries around them, so that boundaries that meet are the same.

What stays is fixed: shapes that are not delivered never move, they only get nodes. A delivered corner within the
tolerance of a fixed node goes there, else onto a fixed boundary that it lies beside; delivered corners within the
tolerance of each other become one. Then every boundary takes the nodes that lie beside it. Each corner that goes to
another place is told. Nothing here decides whether the result is good: callers look at what broke and overlaps.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import dist
from typing import Final, Generic, NamedTuple, TypeVar

import numpy as np
import shapely
from shapely import MultiLineString, MultiPolygon

from landdesk.domain.canonical_shape import grid_parts, shape_of_parts
from landdesk.domain.geometry import OVERLAP_LIMIT_M2, check_no_new_overlap, mended
from landdesk.domain.grid import GridPoint, Part, Ring, in_metres
from landdesk.domain.joining import Join
from landdesk.domain.noding import edges_by_vertex, insert_points, vertices_of
from landdesk.domain.ring_order import canonical_parts, twice_area
from landdesk.domain.shape_refusals import any_point

Key = TypeVar("Key")
_Parts = list[Part]
_ON_GRID: Final = 0.0005
"""Millimetres: two nodes of the grid that are just so far apart count."""


class Fitted(NamedTuple, Generic[Key]):
    """Delivered shapes as they would be taken.

    Args:
        shapes: Delivered ones by key, fitted.
        noded: Fixed ones that get nodes.
        joins: Corners that go to another place.
        added: Nodes that boundaries get from those they run along, delivered and fixed.
        broken: Delivered and fixed shapes that would become invalid, with a place.
    """

    shapes: Mapping[Key, MultiPolygon]
    noded: Mapping[Key, MultiPolygon]
    joins: Sequence[Join]
    added: Sequence[tuple[float, float]]
    broken: Mapping[Key, tuple[float, float]]


def fit_delivered(
    delivered: Mapping[Key, MultiPolygon], fixed: Mapping[Key, MultiPolygon], tolerance_m: float
) -> Fitted[Key]:
    """Bring delivered shapes to those that stay.

    Args:
        delivered: Valid shapes on the grid, metres.
        fixed: Every other shape near them.
        tolerance_m: How far a corner may go.

    """
    reach = 1000 * tolerance_m + _ON_GRID
    before = {key: canonical_parts(grid_parts(shape)) for key, shape in delivered.items()}
    still = {key: grid_parts(shape) for key, shape in fixed.items()}
    nodes = set[GridPoint]().union(*map(vertices_of, still.values()))
    goes = _goes(before, nodes, _lines(still.values()), reach)
    moved = {key: _moved(parts, goes) for key, parts in before.items()}
    every = nodes.union(*map(vertices_of, moved.values()))
    noded = {key: _with_near_nodes(parts, every, reach) for key, parts in moved.items()}
    shapes = {key: shape_of_parts(parts) for key, parts in noded.items()}
    around = _fixed_with_nodes(still, noded.values())
    changed = {key: shape_of_parts(parts) for key, parts in around.items()}
    broken = {key: any_point(shape) for key, shape in shapes.items() if not shape.is_valid}
    broken |= {
        key: any_point(shape) for key, shape in changed.items() if fixed[key].is_valid and not shape.is_valid
    }
    added = set[GridPoint]()
    for key, parts in noded.items():
        added |= vertices_of(parts) - vertices_of(moved[key])
    for key, parts in around.items():
        added |= vertices_of(parts) - vertices_of(still[key])
    joins = [Join(in_metres(at), in_metres(to)) for at, to in goes.items()]
    joins.sort(key=lambda join: (-join.distance_m, join))
    return Fitted(shapes, changed, joins, [in_metres(node) for node in sorted(added)], broken)


def overlaps(
    fitted: Fitted[Key], fixed: Mapping[Key, MultiPolygon], before: Mapping[Key, MultiPolygon]
) -> list[tuple[Key, Key, float, tuple[float, float]]]:
    """Return pairs whose common area would be larger than it is: a delivered key, another, square metres, a place.

    Args:
        fitted: What would be taken.
        fixed: As given to ``fit_delivered``.
        before: Shapes of the delivered parcels as they are; one that has none had no overlap.
    """
    keys = list(fitted.shapes)
    around = {**fixed, **fitted.noded}
    names = [*keys, *around]
    nothing = MultiPolygon()
    olds = [before.get(key, nothing) for key in keys]
    news = [*fitted.shapes.values(), *around.values()]
    found = check_no_new_overlap(news[: len(keys)], news[len(keys) :], OVERLAP_LIMIT_M2, olds)
    result = []
    for one, other in found:
        common = shapely.intersection(*mended([news[one], news[other]]))
        result.append((names[one], names[other], float(common.area), _inside(common)))
    return result


def gaps(
    fitted: Fitted[Key], fixed: Mapping[Key, MultiPolygon], before: Collection[MultiPolygon]
) -> list[shapely.Polygon]:
    """Return the pieces of land that delivered parcels had and no parcel would have."""
    if not before:
        return []
    after = [*fitted.shapes.values(), *{**fixed, **fitted.noded}.values()]
    left = shapely.difference(shapely.union_all(mended(list(before))), shapely.union_all(mended(after)))
    return [
        one for one in shapely.get_parts(left) if one.geom_type == "Polygon" and one.area > OVERLAP_LIMIT_M2
    ]


def blocks(shapes: Mapping[Key, Sequence[MultiPolygon]], margin_m: float) -> list[list[Key]]:
    """Return which parcels hang together: those whose shapes, old or new, come within a margin of each other."""
    keys = [key for key, several in shapes.items() for _ in several]
    every = [one for several in shapes.values() for one in several]
    if not every:
        return []
    group = {key: {key} for key in shapes}
    for one, other in zip(
        *shapely.STRtree(every).query(every, predicate="dwithin", distance=margin_m).tolist(), strict=True
    ):
        a, b = group[keys[one]], group[keys[other]]
        if a is not b:
            a |= b
            for key in b:
                group[key] = a
    order = {key: at for at, key in enumerate(shapes)}
    found = {id(one): one for one in group.values()}
    return [sorted(one, key=order.__getitem__) for one in found.values()]


def _inside(shape: shapely.Geometry) -> tuple[float, float]:
    place = shapely.get_coordinates(shapely.point_on_surface(shape))
    return (float(place[0, 0]), float(place[0, 1])) if len(place) else (0.0, 0.0)


def _lines(shapes: Iterable[Sequence[Part]]) -> list[MultiLineString]:
    return [MultiLineString([[*ring, ring[0]] for part in parts for ring in part]) for parts in shapes]


def _goes(
    delivered: Mapping[Key, _Parts], fixed: set[GridPoint], lines: Sequence[MultiLineString], reach: float
) -> dict[GridPoint, GridPoint]:
    """Return where corners go; two corners of one parcel never to one place."""
    owners: dict[GridPoint, set[Key]] = defaultdict(set)
    for key, parts in delivered.items():
        for node in vertices_of(parts):
            owners[node].add(key)
    free = sorted(set(owners) - fixed)
    if not free:
        return {}
    taken: dict[GridPoint, set[Key]] = defaultdict(set)
    for node, keys in owners.items():
        taken[node] |= keys
    goes: dict[GridPoint, GridPoint] = {}

    def go(node: GridPoint, target: GridPoint) -> bool:
        if not taken[target].isdisjoint(owners[node]):
            return False
        goes[node] = target
        taken[target] |= owners[node]
        taken[node] -= owners[node]
        return True

    for _, node, target in sorted(_pairs(free, sorted(fixed), reach)):
        if node not in goes:
            go(node, target)
    free = [node for node in free if node not in goes]
    counts = Counter({node: len(owners[node]) for node in free})
    near: dict[GridPoint, list[tuple[float, GridPoint]]] = defaultdict(list)
    for apart, node, target in _pairs(free, free, reach):
        if node != target:
            near[node].append((apart, target))
    onto = _onto_lines(free, lines, reach)
    staying: set[GridPoint] = set()
    # What can lie on a fixed boundary is what others of the same place go to.
    for node in sorted(free, key=lambda node: (node not in onto, -counts[node], node)):
        targets = sorted(pair for pair in near[node] if pair[1] in staying)
        if not any(go(node, goes.get(target, target)) for _, target in targets):
            staying.add(node)
            if node in onto:
                go(node, onto[node])
    return {node: target for node, target in goes.items() if node != target}


def _pairs(
    nodes: Sequence[GridPoint], others: Sequence[GridPoint], reach: float
) -> list[tuple[float, GridPoint, GridPoint]]:
    if not (nodes and others):
        return []
    tree = shapely.STRtree(shapely.points(np.array(others, dtype=np.float64)))
    found = tree.query(shapely.points(np.array(nodes, dtype=np.float64)), predicate="dwithin", distance=reach)
    return [(dist(nodes[i], others[j]), nodes[i], others[j]) for i, j in zip(*found.tolist(), strict=True)]


def _onto_lines(
    nodes: Sequence[GridPoint], lines: Sequence[MultiLineString], reach: float
) -> dict[GridPoint, GridPoint]:
    """Return the nearest grid point on a line for each node beside one."""
    if not (nodes and lines):
        return {}
    points = shapely.points(np.array(nodes, dtype=np.float64))
    found = shapely.STRtree(lines).query(points, predicate="dwithin", distance=reach)
    best: dict[GridPoint, tuple[float, GridPoint]] = {}
    for at, line in zip(*found.tolist(), strict=True):
        foot = shapely.get_coordinates(shapely.shortest_line(points[at], lines[line]))[-1]
        target = round(float(foot[0])), round(float(foot[1]))
        candidate = dist(nodes[at], target), target
        best[nodes[at]] = min(best.get(nodes[at], candidate), candidate)
    return {node: target for node, (_, target) in best.items()}


def _moved(parts: Sequence[Part], goes: Mapping[GridPoint, GridPoint]) -> _Parts:
    if vertices_of(parts).isdisjoint(goes):
        return list(parts)
    result = []
    for part in parts:
        rings = []
        for ring in part:
            points = [goes.get(point, point) for point in ring]
            turned = (twice_area(ring) > 0) != (twice_area(points) > 0)
            # A ring that would lose its area stays as it was delivered; it overlaps or leaves a gap then.
            rings.append(ring if turned or not twice_area(points) else points)
        result.append(rings)
    return canonical_parts(result)


def _with_near_nodes(parts: _Parts, nodes: Collection[GridPoint], reach: float) -> _Parts:
    """Lead each edge through the nodes that lie within reach of it, between its ends."""
    own = vertices_of(parts)
    others = sorted(set(nodes) - own)
    if not others:
        return parts
    tree = shapely.STRtree(shapely.points(np.array(others, dtype=np.float64)))
    used: set[GridPoint] = set()

    def led(ring: Ring) -> Ring:
        made: Ring = []
        for start, end in zip((ring[-1], *ring[:-1]), ring, strict=True):
            line = shapely.LineString([start, end])
            near = [others[at] for at in tree.query(line, predicate="dwithin", distance=reach).tolist()]
            placed = sorted((_along(node, start, end), node) for node in near if node not in used)
            for share, node in placed:
                if 0 < share < 1 and min(dist(node, start), dist(node, end)) > reach:
                    made.append(node)
                    used.add(node)
            made.append(end)
        return made

    return canonical_parts([[led(ring) for ring in part] for part in parts])


def _along(node: GridPoint, start: GridPoint, end: GridPoint) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length2 = dx * dx + dy * dy
    return ((node[0] - start[0]) * dx + (node[1] - start[1]) * dy) / length2 if length2 else 0.0


def _fixed_with_nodes(still: Mapping[Key, _Parts], delivered: Iterable[_Parts]) -> dict[Key, _Parts]:
    guides = edges_by_vertex([part for parts in delivered for part in parts])
    result: dict[Key, _Parts] = {}
    if not guides:
        return result
    nodes = sorted(guides)
    tree = shapely.STRtree(shapely.points(np.array(nodes, dtype=np.float64)))
    for key, line in zip(still, _lines(still.values()), strict=True):
        near = [nodes[at] for at in tree.query(line, predicate="dwithin", distance=2.0).tolist()]
        found = insert_points(still[key], near, guides) if near else None
        if found is not None:
            result[key] = canonical_parts(found)
    return result
