"""Dividing a parcel by what the parts are to be: of an area, at a distance from an edge, equally large.

Each way ends in cutting lines for `split_polygon`. A cut is sought in floating point, its ends are then put on grid
points of the two edges it meets, those of the neighbouring millimetres whose part comes nearest to the area asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import atan2, cos, dist, hypot, pi, sin
from typing import Final, NamedTuple

import shapely
from shapely import LineString, MultiPolygon, Point, Polygon

from landdesk.domain.canonical_shape import grid_parts
from landdesk.domain.cutting import split_polygon
from landdesk.domain.errors import RefusedError
from landdesk.domain.grid import GridPoint, Ring, grid_point, in_metres
from landdesk.domain.noding import Edge, directed_edges, edges_of, insert_points, lies_on
from landdesk.domain.ring_order import canonical_parts
from landdesk.domain.shape_refusals import any_point, refused
from landdesk.i18n import N_, Text

Place = tuple[float, float]
"""Easting, northing in metres."""
Line = tuple[Place, Place]

AREA_WITHIN_M2: Final = 0.05
MOST_PARTS: Final = 100
LEAST_PART_M2: Final = 1.0
_LONG_CUT_M: Final = 200.0
"""One end of a longer cut cannot be shifted by 1 mm without changing the area by twice `AREA_WITHIN_M2`."""
_NO_ODDS_M2: Final = 0.01
"""Of cuts whose parts are as near as this to the area asked for, the one that is shifted least is taken."""
_REACH_MM: Final = 6
_TRIES: Final = 6
_HALVINGS: Final = 60


@dataclass(frozen=True, slots=True)
class ByArea:
    """A part of an area along an edge, cut off by a parallel to it.

    Args:
        along: Two points of the edge, or of any line that gives side and direction.
        area_m2: Area of the part on the side of the edge.
    """

    along: Line
    area_m2: float


@dataclass(frozen=True, slots=True)
class ByTurn:
    """A part of an area, cut off by a line that turns about a point of the boundary.

    Args:
        about: The point.
        area_m2: Area of the part that follows the point anticlockwise along the boundary.
    """

    about: Place
    area_m2: float


@dataclass(frozen=True, slots=True)
class ByDistance:
    """A strip along an edge, cut off by a parallel to it at a distance.

    Args:
        along: Two points of the edge, or of any line that gives side and direction.
        distance_m: From the edge into the land.
    """

    along: Line
    distance_m: float


@dataclass(frozen=True, slots=True)
class Equally:
    """Parts of the same area, cut by parallels to an edge.

    Args:
        along: Two points of the edge, or of any line that gives the direction.
        count: Of parts.
    """

    along: Line
    count: int


Division = ByArea | ByTurn | ByDistance | Equally


def divide_polygon(shape: MultiPolygon, division: Division) -> list[MultiPolygon]:
    """Return the pieces of a shape, largest first, as `split_polygon` does.

    Areas are met within `AREA_WITHIN_M2`; by cuts above 200 m as nearly as one end that lies on the grid can, which
    is a quarter of a millimetre times the length of the cut.

    Raises:
        RefusedError: ``divide.several-parts``: the shape is not in one piece. ``divide.no-direction``,
            ``divide.not-on-boundary``: the edge has no length, the point is not on the outer boundary.
            ``divide.area``, ``divide.distance``, ``divide.count``: what is asked for does not fit in.
            ``divide.falls-apart``: a part would lie in several pieces. ``divide.out-of-reach``: no line about the
            point has the area. Else as `split_polygon`.
    """
    if not shape.is_valid:
        raise refused("split.invalid-shape", any_point(shape))
    if len(shape.geoms) > 1:
        raise refused("divide.several-parts", any_point(shape))
    return sorted(_pieces(shape, division), key=lambda piece: -piece.area)


def _pieces(shape: MultiPolygon, division: Division) -> Sequence[MultiPolygon]:
    match division:
        case ByArea(along, area_m2):
            _require_area(shape, area_m2)
            return _parallel_cut(shape, _frame(shape, along), area_m2, shape)
        case ByTurn(about, area_m2):
            _require_area(shape, area_m2)
            return _turned_cut(shape, about, area_m2)
        case ByDistance(along, distance_m):
            return _cut_at(shape, _frame(shape, along), distance_m)
        case Equally(along, count):
            _require_count(shape, count)
            return _equal_parts(shape, _frame(shape, along), count)


def edge_at(shape: MultiPolygon, place: Place) -> Line:
    """Return the edge of a boundary that is nearest to a place."""
    edges = [
        line
        for ring in shapely.get_rings(shapely.get_parts(shape))
        for line in pairwise([(e, n) for e, n in shapely.get_coordinates(ring).tolist()])
    ]
    distances = shapely.distance(shapely.linestrings(edges), Point(place))
    return edges[int(distances.argmin())]


def _require_area(shape: MultiPolygon, area_m2: float) -> None:
    if not AREA_WITHIN_M2 < area_m2 < shape.area - AREA_WITHIN_M2:
        raise RefusedError(
            "divide.area",
            Text(N_("A part of {area:.2f} m² cannot be cut off."), {"area": area_m2}),
            where=Text(N_("The parcel has {area:.2f} m² on the map."), {"area": shape.area}),
            remedy=Text(N_("Give an area above 0 and below that of the parcel.")),
        )


def _require_count(shape: MultiPolygon, count: int) -> None:
    if not (2 <= count <= MOST_PARTS and shape.area / count >= LEAST_PART_M2):
        raise RefusedError(
            "divide.count",
            Text(N_("The parcel cannot be divided into {count} parts."), {"count": count}),
            where=Text(N_("The parcel has {area:.2f} m² on the map."), {"area": shape.area}),
            remedy=Text(
                N_("Give a number from 2 to {most}, so that each part has 1 m² at least."),
                {"most": MOST_PARTS},
            ),
        )


class _Frame(NamedTuple):
    """Axes along a line and into the land, so that the line is the first axis."""

    origin: Place
    along: Place
    inward: Place

    def seen(self, shape: MultiPolygon) -> MultiPolygon:
        """Return a shape in these axes."""
        return shapely.transform(
            shape,
            lambda points: (
                (points - self.origin) @ [[self.along[0], self.inward[0]], [self.along[1], self.inward[1]]]
            ),
        )

    def place(self, along_m: float, inward_m: float) -> Place:
        """Return the point on the map."""
        return (
            self.origin[0] + along_m * self.along[0] + inward_m * self.inward[0],
            self.origin[1] + along_m * self.along[1] + inward_m * self.inward[1],
        )


def _frame(shape: MultiPolygon, line: Line) -> _Frame:
    """Return the axes of a line; inward is where its middle has land beside it, else where most of the land lies.

    The near side of a cut lies to the right of the first axis: with land to the right of the line, the axis runs the
    other way.
    """
    (e0, n0), (e1, n1) = line
    length = hypot(e1 - e0, n1 - n0)
    if not 0.001 <= length < float("inf"):
        raise refused("divide.no-direction", any_point(shape))
    along = (e1 - e0) / length, (n1 - n0) / length
    left = -along[1], along[0]
    middle = (e0 + e1) / 2, (n0 + n1) / 2
    beside = [
        shapely.contains_xy(shape, middle[0] + side * left[0] / 100, middle[1] + side * left[1] / 100)
        for side in (1, -1)
    ]
    centre = shape.centroid
    is_left = (centre.x - e0) * left[0] + (centre.y - n0) * left[1] >= 0
    if beside[0] or (is_left and not beside[1]):
        return _Frame((e0, n0), along, left)
    return _Frame((e0, n0), (-along[0], -along[1]), (-left[0], -left[1]))


def _cut_at(shape: MultiPolygon, frame: _Frame, distance_m: float) -> Sequence[MultiPolygon]:
    west, south, east, north = frame.seen(shape).bounds
    if not max(south, 0.0) < distance_m < north:
        raise RefusedError(
            "divide.distance",
            Text(N_("A parallel at {distance:.3f} m does not divide the parcel."), {"distance": distance_m}),
            where=Text(N_("From the edge the parcel reaches {reach:.3f} m inward."), {"reach": north}),
            remedy=Text(N_("Give a distance above 0 and below that.")),
        )
    ends = [frame.place(west - 1, distance_m), frame.place(east + 1, distance_m)]
    return split_polygon(shape, LineString(ends))


def _parallel_cut(
    shape: MultiPolygon, frame: _Frame, area_m2: float, whole: MultiPolygon
) -> tuple[MultiPolygon, MultiPolygon]:
    """Return the part of an area on the near side of a parallel, and the rest.

    Args:
        shape: What is left of the whole.
        frame: The parallel's axes.
        area_m2: Of the part.
        whole: The parcel as its neighbours know it.
    """
    seen = frame.seen(shape)
    west, south, east, north = seen.bounds
    low, high = south, north
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if shapely.clip_by_rect(seen, west - 1, south - 1, east + 1, middle).area < area_m2:
            low = middle
        else:
            high = middle
    cut = shapely.intersection(seen, LineString([(west - 1, high), (east + 1, high)]))
    start, _, end, _ = cut.bounds

    def inward(piece: MultiPolygon) -> float:
        return float(frame.seen(piece).centroid.y)

    def in_order(pieces: Sequence[MultiPolygon]) -> tuple[MultiPolygon, MultiPolygon]:
        near, rest = sorted(pieces, key=inward)
        return near, rest

    ideal = frame.place(start, high), frame.place(end, high)
    ends = _end_near(shape, ideal[0], whole), _end_near(shape, ideal[1], whole)
    return _on_grid(shape, ends, area_m2, in_order)


def _equal_parts(shape: MultiPolygon, frame: _Frame, count: int) -> list[MultiPolygon]:
    pieces, rest = [], shape
    for left in range(count, 1, -1):
        # What one part has too much, the grid allowing no better, those that follow share.
        part, rest = _parallel_cut(rest, frame, rest.area / left, shape)
        pieces.append(part)
    return [*pieces, rest]


def _turned_cut(shape: MultiPolygon, about: Place, area_m2: float) -> tuple[MultiPolygon, MultiPolygon]:
    """Return the part of an area that follows a point of the boundary, and the rest."""
    ring = _ring_from(shape, about)
    start = ring[0]
    pivot = in_metres(start)
    walk = [(e - pivot[0], n - pivot[1]) for e, n in map(in_metres, ring[1:])]
    land = shapely.transform(shape, lambda points: points - pivot)
    first = atan2(walk[0][1], walk[0][0])
    low, high = 0.0, (atan2(walk[-1][1], walk[-1][0]) - first) % (2 * pi)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        sight = _sight(walk, first + middle)
        if sight is None:
            raise refused("divide.out-of-reach", pivot)
        at, end = sight
        area = shapely.intersection(Polygon([(0.0, 0.0), *walk[: at + 1], end]).buffer(0), land).area
        if area < area_m2:
            low = middle
        else:
            high = middle
    sight = _sight(walk, first + high)
    if sight is None:
        raise refused("divide.out-of-reach", pivot)
    end_m = sight[1][0] + pivot[0], sight[1][1] + pivot[1]

    def in_order(pieces: Sequence[MultiPolygon]) -> tuple[MultiPolygon, MultiPolygon]:
        near, rest = sorted(
            pieces, key=lambda piece: (start, ring[1]) not in directed_edges(grid_parts(piece))
        )
        return near, rest

    edge = ring[sight[0] + 1], ring[sight[0] + 2]
    ends = _End(pivot, (start, start), [start]), _End(end_m, edge, _grid_points(end_m, edge))
    return _on_grid(shape, ends, area_m2, in_order)


def _ring_from(shape: MultiPolygon, about: Place) -> Ring:
    """Return the outer ring, anticlockwise, begun at a point of it.

    Raises:
        RefusedError: The point is not on it.
    """
    shell = canonical_parts(grid_parts(shape))[0][0]
    try:
        start = grid_point(about)
    except ValueError as error:
        raise refused("divide.not-on-boundary", any_point(shape)) from error
    if start not in shell:
        noded = insert_points([[shell]], [start])
        if noded is None:
            raise refused("divide.not-on-boundary", about)
        shell = noded[0][0]
    at = shell.index(start)
    return [*shell[at:], *shell[:at]]


def _sight(walk: Sequence[Place], direction: float) -> tuple[int, Place] | None:
    """Return the edge of a ring that is met first from the origin, by its place in the walk, and where."""
    east, north = cos(direction), sin(direction)
    found: tuple[float, int, Place] | None = None
    for at, ((x0, y0), (x1, y1)) in enumerate(pairwise(walk)):
        before, after = east * y0 - north * x0, east * y1 - north * x1
        # From within, the boundary is met where it runs from the right to the left.
        if not before <= 0 < after:
            continue
        share = -before / (after - before)
        place = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
        away = east * place[0] + north * place[1]
        if away > 0 and (found is None or away < found[0]):
            found = away, at, place
    return found[1:] if found is not None else None


class _End(NamedTuple):
    """Where a cut is to end: the ideal place, the edge with land to its left, and the grid points that may serve."""

    ideal: Place
    edge: Edge
    points: Sequence[GridPoint]


def _end_near(shape: MultiPolygon, place: Place, whole: MultiPolygon) -> _End:
    edge = _nearest_edge(shape, place)
    # An earlier cut may have bent the edge; for the neighbour, who has it straight, the point must lie on it as well.
    on_whole = set(_grid_points(place, _nearest_edge(whole, place)))
    return _End(place, edge, [point for point in _grid_points(place, edge) if point in on_whole])


def _nearest_edge(shape: MultiPolygon, place: Place) -> Edge:
    edges = list(edges_of(canonical_parts(grid_parts(shape))[0][0]))
    lines = shapely.linestrings([[in_metres(point) for point in edge] for edge in edges])
    return edges[int(shapely.distance(lines, Point(place)).argmin())]


def _grid_points(place: Place, edge: Edge) -> list[GridPoint]:
    """Return the grid points near a place that lie on an edge, its ends included."""
    x, y = grid_point(place)
    steps = range(-_REACH_MM, _REACH_MM + 1)
    near = [(x + right, y + up) for right, up in product(steps, steps)]
    # Within 1 mm of an end the cut goes through the end.
    return [
        point
        for point in near
        if point in edge or (lies_on(point, edge) and min(dist(point, end) for end in edge) > 1)
    ]


def _on_grid(
    shape: MultiPolygon,
    ends: tuple[_End, _End],
    area_m2: float,
    in_order: Callable[[Sequence[MultiPolygon]], tuple[MultiPolygon, MultiPolygon]],
) -> tuple[MultiPolygon, MultiPolygon]:
    """Return the part of an area and the rest, cut between two grid points near the ends.

    The part lies to the right of the way from the first end to the second. What moving the ends gains is reckoned
    beforehand; what else the grid does to the cut, in holes it crosses, shows when it is cut and is reckoned in then.
    """
    start, end = ends
    limit = AREA_WITHIN_M2 * max(1.0, dist(start.ideal, end.ideal) / _LONG_CUT_M)
    place = start.ideal
    pairs = [
        (
            _gain_m2(ends, one, other),
            dist(in_metres(one), start.ideal) + dist(in_metres(other), end.ideal),
            one,
            other,
        )
        for one, other in product(start.points, end.points)
        if one != other
    ]
    pairs.sort(key=lambda pair: pair[1])
    wanted = 0.0
    found: tuple[MultiPolygon, MultiPolygon] | None = None
    for _ in range(_TRIES):
        if not pairs:
            break
        fitting = [pair for pair in pairs if abs(pair[0] - wanted) <= _NO_ODDS_M2]
        best = fitting[0] if fitting else min(pairs, key=lambda pair: abs(pair[0] - wanted))
        pairs.remove(best)
        pieces = split_polygon(shape, LineString([in_metres(best[2]), in_metres(best[3])]))
        if len(pieces) != 2:
            raise refused("divide.falls-apart", place)
        near, rest = in_order(pieces)
        off = near.area - area_m2
        # New points bend the edges, so that the two areas do not quite add up to what there was.
        rest_off = rest.area - (shape.area - area_m2)
        if max(abs(off), abs(rest_off)) <= limit:
            return near, rest
        if abs(off) <= limit and found is None:
            found = near, rest
        wanted = best[0] - (off - rest_off) / 2
    if found is not None:
        return found
    raise refused("divide.out-of-reach", place)


def _gain_m2(ends: tuple[_End, _End], one: GridPoint, other: GridPoint) -> float:
    """Return by how much a cut between two grid points makes the part larger than the ideal one."""
    start, end = ends
    # Reckoned from the first end: the numbers are small, and no digits are lost.
    near_end, near_start = in_metres(end.edge[0]), in_metres(start.edge[1])
    rings = (
        [near_end, in_metres(other), in_metres(one), near_start],
        [near_end, end.ideal, start.ideal, near_start],
    )
    grown, ideal = (
        sum(
            (x0 - start.ideal[0]) * (y1 - start.ideal[1]) - (x1 - start.ideal[0]) * (y0 - start.ideal[1])
            for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]])
        )
        / 2
        for ring in rings
    )
    return grown - ideal
