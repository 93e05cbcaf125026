"""An extract's drawing: the parcel and what lies around it at a scale, as primitives in millimetres.

Labels go down in the order of what must be read: the parcel's own, the numbers of its neighbours, the numbers of its
corners, the lengths of its edges, the other points. A length without room at its edge stands in the table alone.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import shapely

from landdesk.services.printing.corners import Corner, Ring, rings_of
from landdesk.services.printing.frame import foot, frame_of, grid, rounded
from landdesk.services.printing.labels import Placer, around
from landdesk.services.printing.paper import Choice
from landdesk.services.printing.parcel_labels import Drawn, label_lines, put_within, short
from landdesk.services.printing.primitives import (
    CAP_HEIGHT,
    Dot,
    Drawing,
    Ground,
    Kind,
    Label,
    Line,
    Place,
    Primitive,
)

VERTEX_SIZE: Final = 2.5
LENGTH_SIZE: Final = 2.4
OWN_SIZES: Final = (4.2, 3.6, 3.0, 2.5, 2.1)
NEIGHBOUR_SIZES: Final = (3.0, 2.5, 2.1, 1.8)
APART_MM: Final = 9.0
"""Between two numbers on a curve."""
FINEST_MM: Final = 0.02
"""Of neighbours, points that a printer cannot show are left out."""


def layout(parcel: Drawn, neighbours: Sequence[Drawn], choice: Choice) -> Drawing:
    """Return the drawing.

    Args:
        parcel: What it is about.
        neighbours: Others in the frame; more do no harm.
        choice: Paper and scale, on which the parcel fits.
    """
    rings = rings_of(parcel.shape, parcel.numbers)
    corners = [corner for ring in rings for corner in ring.corners]
    width, height = choice.paper.drawing_width, choice.paper.drawing_height(len(corners))
    frame = frame_of(width, height)
    ground = _ground(parcel.shape, frame, choice.scale)
    own = _on_paper(parcel.shape, ground)
    window = shapely.box(*frame)
    others = [
        (one, cut)
        for one in neighbours
        if not (cut := _cut(_on_paper(one.shape, ground), window, own)).is_empty
    ]
    others.sort(key=lambda pair: (not pair[1].intersects(own), -pair[1].area, pair[0].number))
    lines = [Line(Kind.NEIGHBOUR, points) for points in _open_lines((cut for _one, cut in others), window)]
    outline = [
        Line(Kind.PARCEL, tuple(map(rounded, ring.coords)))
        for polygon in own.geoms
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    placer = Placer(frame, [shapely.LineString(line.points) for line in (*lines, *outline)])
    shown = _shown(rings, ground)
    dots = [Dot(*rounded(ground.on_paper(corner.easting, corner.northing))) for corner in shown]
    for dot in dots:
        placer.take(shapely.Point(dot.x, dot.y).buffer(dot.radius + 0.1))
    _put_own(placer, parcel, own)
    for one, cut in others:
        put_within(placer, one, cut, NEIGHBOUR_SIZES)
    by_number = {corner.number: corner for corner in corners}
    _put_vertices(placer, rings, [one for one in shown if one.sharp], own, ground)
    _put_lengths(placer, corners, by_number, own, ground)
    _put_vertices(placer, rings, [one for one in shown if not one.sharp], own, ground)
    primitives: list[Primitive] = [
        *grid(frame, ground),
        *lines,
        *outline,
        *label_lines(placer.placed),
        *dots,
        *placer.placed,
        *foot(frame, ground),
    ]
    return Drawing(width, height, ground, tuple(primitives))


def frame_on_ground(drawing: Drawing) -> tuple[float, float, float, float]:
    """Return west, south, east and north of the frame of a drawing."""
    left, upper, right, lower = frame_of(drawing.width, drawing.height)
    west, north = drawing.ground.on_ground(left, upper)
    east, south = drawing.ground.on_ground(right, lower)
    return west, south, east, north


def ground_shown(shape: shapely.MultiPolygon, choice: Choice) -> tuple[float, float, float, float]:
    """Return west, south, east and north of what a drawing of a parcel can show at the most."""
    west, south, east, north = shape.bounds
    half = max(choice.paper.width, choice.paper.height) * choice.scale / 2000
    across, up = (west + east) / 2, (south + north) / 2
    return across - half, up - half, across + half, up + half


def _ground(shape: shapely.MultiPolygon, frame: tuple[float, float, float, float], scale: int) -> Ground:
    west, south, east, north = shape.bounds
    left, upper, right, lower = frame
    # On the grid of the record, so that a place turns back into the very coordinates.
    return Ground(
        scale,
        round((west + east) / 2, 3),
        round((south + north) / 2, 3),
        (left + right) / 2,
        (upper + lower) / 2,
    )


def _on_paper(shape: shapely.MultiPolygon, ground: Ground) -> shapely.MultiPolygon:
    by = 1000 / ground.scale
    return shapely.transform(
        shape,
        lambda points: (points - (ground.easting, ground.northing)) * (by, -by) + (ground.x, ground.y),
    )


def _cut(
    shape: shapely.MultiPolygon, window: shapely.Polygon, own: shapely.MultiPolygon
) -> shapely.MultiPolygon:
    """Return the part of a neighbour that is in the frame; what lies over the parcel is not cut away."""
    if not shapely.box(*shape.bounds).intersects(window):
        return shapely.MultiPolygon()
    mended = shape if shape.is_valid else shapely.make_valid(shape)
    cut = mended.intersection(window)
    finer = cut if cut.distance(own) == 0 else cut.simplify(FINEST_MM)
    parts = [one for one in shapely.get_parts(finer) if isinstance(one, shapely.Polygon) and one.area > 0]
    return shapely.MultiPolygon(parts)


def _open_lines(
    shapes: Iterable[shapely.MultiPolygon], window: shapely.Polygon
) -> Iterator[tuple[Place, ...]]:
    """Yield the boundaries of neighbours; where the frame cuts a parcel there is no boundary."""
    for shape in shapes:
        inside = shape.boundary.difference(window.exterior)
        if inside.geom_type == "MultiLineString":
            inside = shapely.line_merge(inside)
        for line in shapely.get_parts(inside):
            if line.geom_type in ("LineString", "LinearRing") and line.length > 0:
                yield tuple(map(rounded, line.coords))


def _shown(rings: Sequence[Ring], ground: Ground) -> list[Corner]:
    """Return the points that carry a number: corners, and of a curve those that stand far enough apart."""
    made: list[Corner] = []
    for ring in rings:
        last: Place | None = None
        for corner in ring.corners:
            place = ground.on_paper(corner.easting, corner.northing)
            if corner.sharp or (corner.wanted and (last is None or math.dist(last, place) >= APART_MM)):
                made.append(corner)
                last = place
    return made


# --- labels --------------------------------------------------------------------------------------------------------


def _put_own(placer: Placer, parcel: Drawn, own: shapely.MultiPolygon) -> None:
    if put_within(placer, parcel, own, OWN_SIZES):
        return
    # Too narrow for its number: it stands beside it, over the lines where there is no other place.
    x, y = own.representative_point().coords[0]
    label = Label(Kind.NUMBER, short(parcel.number), round(x, 3), round(y, 3), OWN_SIZES[-1])
    candidates = list(around(label, -math.pi / 2, (0.5, 2.0, 4.0, 7.0)))
    if label.text and not placer.first_free(candidates):
        placer.first_free(candidates, off_lines=False)


def _put_vertices(
    placer: Placer,
    rings: Sequence[Ring],
    wanted: Sequence[Corner],
    own: shapely.MultiPolygon,
    ground: Ground,
) -> None:
    directions = _directions(rings, ground, own) if wanted else {}
    for corner in wanted:
        x, y = ground.on_paper(corner.easting, corner.northing)
        label = Label(Kind.VERTEX, str(corner.number), x, y, VERTEX_SIZE)
        candidates = [
            [Label(one.kind, one.text, round(one.x, 3), round(one.y, 3), one.size) for one in group]
            for group in around(label, directions[corner.number], (0.7, 1.6, 2.8))
        ]
        if not placer.first_free(candidates) and corner.sharp:
            placer.first_free(candidates, off_lines=False)


def _directions(rings: Sequence[Ring], ground: Ground, own: shapely.MultiPolygon) -> dict[int, float]:
    """Return the direction that leads away from the parcel at each of its points."""
    shapely.prepare(own)
    made: dict[int, float] = {}
    for ring in rings:
        places = [ground.on_paper(one.easting, one.northing) for one in ring.corners]
        for at, corner in enumerate(ring.corners):
            x, y = places[at]
            back, ahead = places[at - 1], places[(at + 1) % len(places)]
            across, down = _unit(x - back[0], y - back[1])
            across_ahead, down_ahead = _unit(ahead[0] - x, ahead[1] - y)
            # To the left of the way round, clockwise around the parcel.
            normal = math.atan2(-(across + across_ahead), down + down_ahead)
            if across + across_ahead == down + down_ahead == 0:
                normal = math.atan2(down, across)
            step = 0.05
            inside = shapely.contains_xy(own, x + step * math.cos(normal), y + step * math.sin(normal))
            made[corner.number] = normal + math.pi if inside else normal
    return made


def _unit(across: float, down: float) -> Place:
    length = math.hypot(across, down) or 1.0
    return across / length, down / length


def _put_lengths(
    placer: Placer,
    corners: Sequence[Corner],
    by_number: dict[int, Corner],
    own: shapely.MultiPolygon,
    ground: Ground,
) -> None:
    shapely.prepare(own)
    for corner in sorted(corners, key=lambda one: -one.length_m):
        other = by_number[corner.next_number]
        x, y = ground.on_paper(corner.easting, corner.northing)
        to_x, to_y = ground.on_paper(other.easting, other.northing)
        label = Label(Kind.LENGTH, metres(corner.length_m), 0.0, 0.0, LENGTH_SIZE)
        if label.width + 1.0 > math.hypot(to_x - x, to_y - y):
            # The others are shorter still.
            break
        angle = math.degrees(math.atan2(to_y - y, to_x - x))
        upright = angle - 180 if angle > 90 else angle + 180 if angle <= -90 else angle
        across, down = _unit(-(to_y - y), to_x - x)
        if not shapely.contains_xy(own, (x + to_x) / 2 + 0.05 * across, (y + to_y) / 2 + 0.05 * down):
            across, down = -across, -down
        reach = LENGTH_SIZE * CAP_HEIGHT / 2 + 0.75
        placer.first_free(
            [
                Label(
                    Kind.LENGTH,
                    label.text,
                    round(x + (to_x - x) * share + side * across * reach, 3),
                    round(y + (to_y - y) * share + side * down * reach, 3),
                    LENGTH_SIZE,
                    round(upright, 3),
                )
            ]
            for side in (1, -1)
            for share in (0.5, 0.35, 0.65)
        )


def metres(length: float) -> str:
    """Return a length as the form has it: centimetres behind a comma."""
    return f"{length:.2f}".replace(".", ",")
