"""An extract's drawing: the parcel and what lies around it at a scale, as primitives in millimetres.

Labels go down in the order of what must be read: the parcel's own, the numbers of its neighbours, the numbers of its
corners, the lengths of its edges, the other points. A length without room at its edge stands in the table alone.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import shapely

from landdesk.services.printing.corners import Corner, Numbers, Ring, rings_of
from landdesk.services.printing.labels import Placer, around
from landdesk.services.printing.paper import FOOT_MM, LEFT_MM, RIGHT_MM, TOP_MM, Choice
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

GRID_MM: Final = 50.0
CROSS_MM: Final = 2.0
VERTEX_SIZE: Final = 2.5
LENGTH_SIZE: Final = 2.4
OWN_SIZES: Final = (4.2, 3.6, 3.0, 2.5, 2.1)
NEIGHBOUR_SIZES: Final = (3.0, 2.5, 2.1, 1.8)
MARGIN_SIZE: Final = 2.2
LINE_STEP: Final = 1.25
"""Distance of the lines of a label by the size of its type."""
LONGEST_LABEL: Final = 14
APART_MM: Final = 9.0
"""Between two numbers on a curve."""
FINEST_MM: Final = 0.02
"""Of neighbours, points that a printer cannot show are left out."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A parcel as it is drawn: its number, area and land type as texts, empty where there is none.

    ``numbers`` are those of its boundary points where they are not counted from 1.
    """

    number: str
    area: str
    land_use: str
    shape: shapely.MultiPolygon
    numbers: Numbers | None = None


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
    frame = (LEFT_MM, TOP_MM, width - RIGHT_MM, height - FOOT_MM)
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
        Line(Kind.PARCEL, tuple(map(_rounded, ring.coords)))
        for polygon in own.geoms
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    placer = Placer(frame, [shapely.LineString(line.points) for line in (*lines, *outline)])
    shown = _shown(rings, ground)
    dots = [Dot(*_rounded(ground.on_paper(corner.easting, corner.northing))) for corner in shown]
    for dot in dots:
        placer.take(shapely.Point(dot.x, dot.y).buffer(dot.radius + 0.1))
    _put_own(placer, parcel, own)
    for one, cut in others:
        _put_within(placer, one, cut, NEIGHBOUR_SIZES)
    by_number = {corner.number: corner for corner in corners}
    _put_vertices(placer, rings, [one for one in shown if one.sharp], own, ground)
    _put_lengths(placer, corners, by_number, own, ground)
    _put_vertices(placer, rings, [one for one in shown if not one.sharp], own, ground)
    primitives: list[Primitive] = [
        *_grid(frame, ground),
        *lines,
        *outline,
        *_label_lines(placer.placed),
        *dots,
        *placer.placed,
        *_foot(frame, ground),
    ]
    return Drawing(width, height, ground, tuple(primitives))


def frame_on_ground(drawing: Drawing) -> tuple[float, float, float, float]:
    """Return west, south, east and north of the frame of a drawing."""
    west, north = drawing.ground.on_ground(LEFT_MM, TOP_MM)
    east, south = drawing.ground.on_ground(drawing.width - RIGHT_MM, drawing.height - FOOT_MM)
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
                yield tuple(map(_rounded, line.coords))


def _rounded(place: Sequence[float]) -> Place:
    return round(place[0], 4), round(place[1], 4)


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


def short(text: str) -> str:
    """Return a text as a label can hold it."""
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"


def _put_own(placer: Placer, parcel: Drawn, own: shapely.MultiPolygon) -> None:
    if _put_within(placer, parcel, own, OWN_SIZES):
        return
    # Too narrow for its number: it stands beside it, over the lines where there is no other place.
    x, y = own.representative_point().coords[0]
    label = Label(Kind.NUMBER, short(parcel.number), round(x, 3), round(y, 3), OWN_SIZES[-1])
    candidates = list(around(label, -math.pi / 2, (0.5, 2.0, 4.0, 7.0)))
    if label.text and not placer.first_free(candidates):
        placer.first_free(candidates, off_lines=False)


def _put_within(placer: Placer, one: Drawn, cut: shapely.MultiPolygon, sizes: Sequence[float]) -> bool:
    """Put number, area and land type into a parcel, or the number alone; say whether there was room."""
    if not one.number:
        return True
    x, y = _middle(cut)
    whole = [_stack(one, x, y, size) for size in sizes]
    alone = [[Label(Kind.NUMBER, short(one.number), x, y, size)] for size in sizes]
    return placer.first_free([*whole, *alone])


def _middle(cut: shapely.MultiPolygon) -> Place:
    """Return the place with the most room around it."""
    largest = max(cut.geoms, key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=0.5)
    x, y = circle.coords[0]
    return round(x, 3), round(y, 3)


def _stack(one: Drawn, x: float, y: float, size: float) -> list[Label]:
    """Return the number over area and land type."""
    below = [(Kind.AREA, one.area), (Kind.LAND_USE, one.land_use)]
    lines = [(Kind.NUMBER, short(one.number)), *((kind, short(text)) for kind, text in below if text)]
    small = size * 0.8
    top = y - (len(lines) - 1) / 2 * size * LINE_STEP
    return [
        Label(kind, text, x, round(top + at * size * LINE_STEP, 3), size if kind is Kind.NUMBER else small)
        for at, (kind, text) in enumerate(lines)
    ]


def _label_lines(placed: Sequence[Label]) -> list[Line]:
    """Return the stroke between each number and what stands below it."""
    made: list[Line] = []
    for number, below in pairwise(placed):
        if number.kind is Kind.NUMBER and below.kind in (Kind.AREA, Kind.LAND_USE) and number.x == below.x:
            half = max(number.width, below.width) / 2
            y = round(
                (number.y + number.size * CAP_HEIGHT / 2 + below.y - below.size * CAP_HEIGHT / 2) / 2, 3
            )
            left, right = round(number.x - half, 3), round(number.x + half, 3)
            made.append(Line(Kind.LABEL_LINE, ((left, y), (right, y))))
    return made


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


# --- around the map ------------------------------------------------------------------------------------------------


def _grid(frame: tuple[float, float, float, float], ground: Ground) -> Iterator[Primitive]:
    """Yield the frame, the crosses of the grid and its numbers at the frame."""
    left, upper, right, lower = frame
    yield Line(Kind.FRAME, ((left, upper), (right, upper), (right, lower), (left, lower), (left, upper)))
    step = GRID_MM * ground.scale / 1000
    west, north = ground.on_ground(left, upper)
    east, south = ground.on_ground(right, lower)
    eastings = [step * at for at in range(math.ceil(west / step), math.floor(east / step) + 1)]
    northings = [step * at for at in range(math.ceil(south / step), math.floor(north / step) + 1)]
    for easting in eastings:
        x, _ = _rounded(ground.on_paper(easting, north))
        yield from (
            Line(Kind.GRID, ((x, y), (x, y + CROSS_MM * way))) for y, way in ((upper, 1), (lower, -1))
        )
        label = Label(Kind.MARGIN, f"{easting:.0f}", x, upper - 2.0, MARGIN_SIZE)
        if left < x - label.width / 2 and x + label.width / 2 < right:
            yield label
    for northing in northings:
        _, y = _rounded(ground.on_paper(west, northing))
        yield from (Line(Kind.GRID, ((x, y), (x + CROSS_MM * way, y))) for x, way in ((left, 1), (right, -1)))
        label = Label(Kind.MARGIN, f"{northing:.0f}", left - 2.0, y, MARGIN_SIZE, -90.0)
        if upper < y - label.width / 2 and y + label.width / 2 < lower:
            yield label
    for easting in eastings:
        for northing in northings:
            x, y = _rounded(ground.on_paper(easting, northing))
            yield Line(Kind.GRID, ((x - CROSS_MM, y), (x + CROSS_MM, y)))
            yield Line(Kind.GRID, ((x, y - CROSS_MM), (x, y + CROSS_MM)))


def _foot(frame: tuple[float, float, float, float], ground: Ground) -> Iterator[Primitive]:
    """Yield the scale, its bar and the arrow to the north, below the frame."""
    left, _upper, right, lower = frame
    middle = (left + right) / 2
    yield Label(Kind.NUMBER, f"1:{ground.scale}", middle, lower + 7.0, 4.2)
    bar = 10.0
    y = lower + 5.0
    for at in range(5):
        x = left + 1 + at * bar
        band = ((x, y), (x + bar, y), (x + bar, y + 1.2), (x, y + 1.2), (x, y))
        yield Line(Kind.ARROW if at % 2 == 0 else Kind.GRID, band)
    for at in (0, 5):
        text = f"{at * bar * ground.scale / 1000:.0f}" + (" m" if at else "")
        yield Label(Kind.MARGIN, text, left + 1 + at * bar + (1.2 if at else 0), y + 4.0, MARGIN_SIZE)
    x, top = right - 6.0, lower + 4.0
    yield Line(Kind.ARROW, ((x, top), (x + 1.8, top + 9.0), (x, top + 7.2), (x - 1.8, top + 9.0), (x, top)))
    yield Label(Kind.NUMBER, "B", x, lower + 2.2, 3.0)
