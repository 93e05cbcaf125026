"""A strip along a line, taken out of all land it crosses: a road, a canal.

The outline is a mitred buffer with flat ends on the 1 mm grid. Outline and parcels are noded with each other before
any land is chosen, as in ``sketching.py``, so what is taken and what is left fit bit for bit. Below `SLIVER_M2` the
edge of the strip gives way: what would be left of a parcel so small goes with the strip, what would be taken so small
is left.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import chain, pairwise
from math import dist, hypot
from typing import Final, Generic, NamedTuple, TypeVar

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Polygon

from landdesk.domain.canonical_shape import grid_parts, shape_of_parts
from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import OVERLAP_LIMIT_M2, check_no_new_overlap, mended
from landdesk.domain.grid import GRID_M, GridPoint, Part, grid_point, in_metres
from landdesk.domain.noding import (
    Edge,
    NodingError,
    directed_edges,
    edges_of,
    faces,
    insert_points,
    node_line,
)
from landdesk.domain.ring_order import canonical_parts, twice_area_of
from landdesk.domain.shape_refusals import any_point, refused
from landdesk.i18n import N_, Text

Key = TypeVar("Key")

LEAST_WIDTH_M: Final = 0.1
MOST_WIDTH_M: Final = 200.0
LONGEST_M: Final = 50_000.0
SLIVER_M2: Final = 0.05
"""Areas are met to this; what is smaller was not meant."""
NEAR_M: Final = 0.01
"""Parcels that come so near to the outline have to be looked at."""
_MITRE: Final = 5.0
"""A corner sharper than some 23° is cut off."""
_ROUNDS: Final = 4
"""One for the slivers is usual."""
_NOISE_M2: Final = 0.005


class Side(StrEnum):
    """Where the strip lies, seen along the line."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Cut(NamedTuple):
    """What a strip does to one parcel.

    Args:
        left: The pieces that are left, largest first; none where it lies wholly in the strip.
        taken_m2: What the strip takes.
    """

    left: Sequence[MultiPolygon]
    taken_m2: float


class Strip(NamedTuple, Generic[Key]):
    """A strip and what it does.

    Args:
        shape: Its land.
        cuts: The parcels that give land.
        noded: Other parcels, which only take boundary points.
        free_m2: Of its land, what no parcel had.
        evened_m2: Slivers by which its edge was moved.
    """

    shape: MultiPolygon
    cuts: Mapping[Key, Cut]
    noded: Mapping[Key, MultiPolygon]
    free_m2: float
    evened_m2: float

    @property
    def whole(self) -> list[Key]:
        """The parcels that lie wholly in the strip."""
        return [key for key, cut in self.cuts.items() if not cut.left]


def strip_outline(line: LineString, width_m: float, side: Side) -> Polygon:
    """Return the outline of a strip on the grid.

    Raises:
        RefusedError: ``strip.width``; ``strip.line-too-short``: fewer than two points, or points that no map has;
            ``strip.line-crosses-itself``; ``strip.bends``: the strip would overlap itself.
    """
    if not LEAST_WIDTH_M <= width_m <= MOST_WIDTH_M:
        raise RefusedError(
            "strip.width",
            Text(N_("A strip cannot be {width:.3f} m wide."), {"width": width_m}),
            remedy=Text(
                N_("Give a width from {least} m to {most} m."),
                {"least": LEAST_WIDTH_M, "most": f"{MOST_WIDTH_M:.0f}"},
            ),
        )
    try:
        points = [grid_point((e, n)) for e, n in shapely.get_coordinates(line).tolist()]
    except ValueError as error:
        raise refused("strip.line-too-short", (0.0, 0.0)) from error
    points = [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]
    place = in_metres(points[0]) if points else (0.0, 0.0)
    if len(points) < 2 or not shapely.length(line) <= LONGEST_M:
        raise refused("strip.line-too-short", place)
    # Near the origin, so that what is reckoned in floating point has more digits.
    near = LineString([(x - points[0][0], y - points[0][1]) for x, y in points])
    if not near.is_simple:
        raise refused("strip.line-crosses-itself", place)
    width_mm = width_m * 1000
    left_mm = {Side.LEFT: width_mm, Side.CENTRE: width_mm / 2, Side.RIGHT: 0.0}[side]
    edges = _parallel(near, left_mm), _parallel(near, left_mm - width_mm)
    if not all(edges):
        raise refused("strip.bends", place)
    ring = [*edges[0], *reversed(edges[1])]
    outline = Polygon([in_metres((round(x) + points[0][0], round(y) + points[0][1])) for x, y in ring])
    if not outline.is_valid:
        raise refused("strip.bends", place)
    return outline


def _parallel(line: LineString, left_mm: float) -> Sequence[tuple[float, float]]:
    """Return the points of a parallel, in the direction of the line; none where the line bends too sharply for it."""
    if left_mm == 0:
        return [(x, y) for x, y in line.coords]
    found = shapely.offset_curve(line, left_mm, join_style="mitre", mitre_limit=_MITRE)
    if not isinstance(found, LineString) or found.is_empty:
        return ()
    points = [(x, y) for x, y in found.coords]
    # A run at an end that is shorter than the bend takes is lost: the end would be slanted.
    ends = (
        _square(line.coords[0], line.coords[1], left_mm),
        _square(line.coords[-1], line.coords[-2], -left_mm),
    )
    return points if all(dist(*pair) < 1 for pair in zip((points[0], points[-1]), ends, strict=True)) else ()


def _square(at: Sequence[float], towards: Sequence[float], left_mm: float) -> tuple[float, float]:
    """Return the point beside the end of a line, at right angles to it."""
    x, y = towards[0] - at[0], towards[1] - at[1]
    share = left_mm / hypot(x, y)
    return at[0] - y * share, at[1] + x * share


def cut_strip(outline: Polygon, around: Mapping[Key, MultiPolygon]) -> Strip[Key]:
    """Take the land of an outline out of all parcels.

    Args:
        outline: As `strip_outline` makes it.
        around: Every parcel that comes within `NEAR_M` of it.

    Raises:
        RefusedError: ``strip.invalid-neighbour``; ``strip.meets-nothing``: it takes no land of a parcel;
            ``split.piece-too-narrow``; ``strip.falls-apart``: parcels too narrow to be divided would divide it;
            ``strip.breaks``: boundaries lie within 1 mm of each other.
    """
    path = [grid_point((e, n)) for e, n in shapely.get_coordinates(outline.exterior).tolist()]
    place = in_metres(path[0])
    for shape in around.values():
        if not shape.is_valid:
            raise refused("strip.invalid-neighbour", any_point(shape))
    before = {key: canonical_parts(grid_parts(shape)) for key, shape in around.items()}
    evened_m2 = 0.0
    try:
        for _ in range(_ROUNDS):
            noded, way = _noded(before, path)
            found = {key: _faces_of(parts, way) for key, parts in noded.items()}
            if not any(one.taken for one in found.values()):
                raise refused("strip.meets-nothing", place)
            slivers = [part for one in found.values() for part in (*one.slivers_left, *one.slivers_taken)]
            if not slivers:
                return _strip(way, noded, found, around, evened_m2)
            evened_m2 += twice_area_of(slivers) / 2e6
            path = _evened(way, found.values())
    except NodingError as error:
        raise refused("strip.breaks", place) from error
    raise refused("strip.breaks", place)


def _noded(
    before: Mapping[Key, list[Part]], path: list[GridPoint]
) -> tuple[dict[Key, list[Part]], list[GridPoint]]:
    """Return parcels and closed path so that they meet in common points only."""
    flat, path = node_line([part for parts in before.values() for part in parts], path)
    if path[0] != path[-1] or not Polygon(path).is_valid:
        raise NodingError
    noded, at = {}, 0
    for key, parts in before.items():
        own = flat[at : at + len(parts)]
        noded[key] = insert_points(own, path) or own
        at += len(parts)
    return noded, path


class _Faces(NamedTuple):
    """The land of a parcel: pieces at the strip that stay, others that stay, pieces that go.

    Those below `SLIVER_M2`, which change sides, are named twice.
    """

    left: list[Part]
    uncut: list[Part]
    taken: list[Part]
    slivers_left: list[Part]
    slivers_taken: list[Part]


def _evened(path: Sequence[GridPoint], found: Iterable[_Faces]) -> list[GridPoint]:
    """Return the outline with the slivers that go with the strip, without those that stay."""
    strip = canonical_parts([[list(path[:-1])]])
    one, other = [], []
    for each in found:
        one += each.slivers_left
        other += each.slivers_taken
    joined = _joined([*strip, *one], but=other)
    if not joined:
        raise refused("strip.meets-nothing", in_metres(path[0]))
    if len(joined) > 1 or len(joined[0]) > 1:
        raise refused("strip.falls-apart", in_metres(path[0]))
    ring = joined[0][0]
    return [*ring, ring[0]]


def _strip(
    path: Sequence[GridPoint],
    noded: Mapping[Key, list[Part]],
    found: Mapping[Key, _Faces],
    around: Mapping[Key, MultiPolygon],
    evened_m2: float,
) -> Strip[Key]:
    """Return the strip of a path at which nothing is a sliver."""
    place = in_metres(path[0])
    shape = shape_of_parts(canonical_parts([[list(path[:-1])]]))
    cuts: dict[Key, Cut] = {}
    others: dict[Key, MultiPolygon] = {}
    for key, one in found.items():
        if one.taken:
            cuts[key] = Cut(_pieces(one, place), twice_area_of(one.taken) / 2e6)
        elif noded[key] != canonical_parts(grid_parts(around[key])):
            others[key] = shape_of_parts(noded[key])
    _require_sound(shape, cuts, others, around, place)
    land = mended([shape_of_parts(one.taken) for one in found.values() if one.taken])
    free_m2 = shape.area - float(shapely.area(shapely.union_all(land)))
    return Strip(shape, cuts, others, free_m2 if free_m2 >= _NOISE_M2 else 0.0, evened_m2)


def _faces_of(parts: Sequence[Part], path: Sequence[GridPoint]) -> _Faces:
    """Return the land of a parcel by what becomes of it."""
    land = shape_of_parts(parts)
    boundary = directed_edges(parts)
    steps = [step for step in pairwise(path) if step not in boundary and step[::-1] not in boundary]
    middles = np.array([((a[0] + b[0]) / 2000, (a[1] + b[1]) / 2000) for a, b in steps]).reshape(-1, 2)
    is_within = shapely.contains_xy(land, middles).tolist() if steps else []
    cuts = {step for step, within in zip(steps, is_within, strict=True) if within}
    pieces = faces(boundary, cuts)
    strip = Polygon(path)
    shapely.prepare(strip)
    taken: list[Part] = []
    left: list[Part] = []
    for piece in pieces:
        inner = Polygon(piece[0], piece[1:]).point_on_surface()
        (taken if strip.contains(inner) else left).append(piece)
    if not (taken and left):
        return _Faces([], left, taken, [], [])
    edges = cuts | {cut[::-1] for cut in cuts}
    beside = [piece for piece in left if not edges.isdisjoint(directed_edges([piece]))]
    uncut = [piece for piece in left if piece not in beside]
    slivers_left = [piece for piece in beside if _is_sliver(piece)]
    # Where nothing else is left of the parcel, it is the strip that has it.
    has_more = len(slivers_left) < len(beside) or bool(uncut)
    slivers_taken = [piece for piece in taken if _is_sliver(piece)] if has_more else []
    return _Faces(beside, uncut, taken, slivers_left, slivers_taken)


def _is_sliver(part: Part) -> bool:
    return twice_area_of([part]) < 2e6 * SLIVER_M2


def _joined(parts: Iterable[Part], but: Iterable[Part] = ()) -> list[Part]:
    """Return the land of parts that have edges in common, without that of others within it.

    Raises:
        NodingError: Two of them lie over each other.
    """
    count = Counter(chain.from_iterable(edges_of(ring) for part in parts for ring in part))
    count.update(edge[::-1] for part in but for ring in part for edge in edges_of(ring))
    boundary: set[Edge] = {edge for edge, times in count.items() if times > count[edge[::-1]]}
    if any(count[edge] - count[edge[::-1]] > 1 for edge in boundary):
        raise NodingError
    return faces(boundary, set()) if boundary else []


def _pieces(found: _Faces, place: tuple[float, float]) -> list[MultiPolygon]:
    """Return what is left of a parcel, largest first; parts that were not cut stay with the largest."""
    if not (found.left or found.uncut):
        return []
    in_order = sorted(found.left, key=lambda part: twice_area_of([part]), reverse=True)
    first, *rest = in_order or [found.uncut[0]]
    uncut = found.uncut if in_order else found.uncut[1:]
    pieces = [shape_of_parts([part]) for part in (first, *rest)]
    if any(piece.buffer(-GRID_M / 2).is_empty for piece in pieces):
        raise refused("split.piece-too-narrow", place)
    pieces[0] = shape_of_parts(canonical_parts([first, *uncut]))
    return sorted(pieces, key=lambda piece: -piece.area)


def _require_sound(
    shape: MultiPolygon,
    cuts: Mapping[Key, Cut],
    noded: Mapping[Key, MultiPolygon],
    around: Mapping[Key, MultiPolygon],
    place: tuple[float, float],
) -> None:
    """Refuse what would be invalid, or would overlap more than it does."""
    now = {key: [*cut.left] for key, cut in cuts.items()} | {key: [one] for key, one in noded.items()}
    changed = [(one, around[key]) for key, pieces in now.items() for one in pieces]
    every = [shape, *(one for one, _ in changed)]
    still = [one for key, one in around.items() if key not in now]
    if not all(one.is_valid for one in every):
        raise refused("strip.breaks", place)
    if check_no_new_overlap([shape], [*every[1:], *still], OVERLAP_LIMIT_M2):
        raise refused("strip.breaks", place)
    if changed:
        moved, former = (list(one) for one in zip(*changed, strict=True))
        # Pieces of one parcel are looked at by their own: before, they were the same land.
        pairs = check_no_new_overlap(moved, still, OVERLAP_LIMIT_M2, former)
        if pairs:
            raise refused("strip.breaks", place)
