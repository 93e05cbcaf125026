"""A part of the map on one sheet of paper: the parcels within a frame at a scale, with number, area and land type.

Boundaries are drawn once, however many parcels share them. A number without room in its parcel is left out and counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import shapely

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text
from landdesk.services.printing.frame import Frame, foot, frame_of, grid, rounded
from landdesk.services.printing.labels import Placer
from landdesk.services.printing.paper import SCALES
from landdesk.services.printing.parcel_labels import Drawn, label_lines, put_within
from landdesk.services.printing.primitives import Drawing, Ground, Kind, Line, Primitive
from landdesk.services.printing.typesetting import drawing_data, plain, system_words, typeset, words_of

SIZES_MM: Final = {
    "A4": (210.0, 297.0),
    "A3": (297.0, 420.0),
    "A2": (420.0, 594.0),
    "A1": (594.0, 841.0),
    "A0": (841.0, 1189.0),
}
"""Width and height of sheets of paper, upright, ISO 216."""
MARGIN_MM: Final = 10.0
HEAD_MM: Final = 16.0
"""For the title, above the drawing."""
WORDS_MM: Final = 6.0
"""For the system of coordinates, below it."""
LABEL_SIZES: Final = (2.6, 2.2, 1.8, 1.5, 1.2)
ROOM: Final = 1.02
"""The part is a little smaller than its frame, so that no boundary lies on the frame."""

Box = tuple[float, float, float, float]
"""West, south, east and north, metres."""


@dataclass(frozen=True, slots=True)
class MapWanted:
    """What a person chooses; None leaves it to what is drawn."""

    scale: int | None = None
    paper: str | None = None


@dataclass(frozen=True, slots=True)
class MapChoice:
    """Paper, turned as it is used, and scale.

    Args:
        paper: ``A4`` to ``A0``.
        width: Millimetres, as the paper is turned.
        height: Likewise.
        scale: Denominator.
    """

    paper: str
    width: float
    height: float
    scale: int

    @property
    def drawing_size(self) -> tuple[float, float]:
        """Width and height of the drawing, millimetres."""
        return self.width - 2 * MARGIN_MM, self.height - 2 * MARGIN_MM - HEAD_MM - WORDS_MM

    @property
    def frame(self) -> Frame:
        """The frame in the drawing."""
        return frame_of(*self.drawing_size)


@dataclass(frozen=True, slots=True)
class MapPage:
    """A part of the map on paper.

    Args:
        title: What it shows.
        choice: Paper and scale.
        epsg: System of the coordinates.
        drawing: The map.
        parcels: How many are drawn.
        unnumbered: How many of them have no room for their number.
        training: The store holds invented data.
        printed_on: Today.
    """

    title: str
    choice: MapChoice
    epsg: int
    drawing: Drawing
    parcels: int
    unnumbered: int
    training: bool
    printed_on: date


def choose_map(box: Box, wanted: MapWanted) -> MapChoice:
    """Return paper and scale for a part of the map, upright or lying as it fits better.

    With neither chosen: the largest scale on A3, which is the largest paper of an office printer. With a scale: the
    smallest paper; with a paper: the largest scale.

    Raises:
        InvalidInputError: ``print.scale-unknown``, ``print.map-too-large``: it does not fit.
    """
    if wanted.scale is not None and wanted.scale not in SCALES:
        raise InvalidInputError(
            "print.scale-unknown",
            Text(N_("1:{scale} is no scale of a map."), {"scale": wanted.scale}),
            remedy=Text(N_("Choose one of: {choices}"), {"choices": ", ".join(map(str, SCALES))}),
        )
    if wanted.scale is None:
        papers: Sequence[str] = (wanted.paper or "A3",)
    else:
        papers = tuple(SIZES_MM) if wanted.paper is None else (wanted.paper,)
    scales = SCALES if wanted.scale is None else (wanted.scale,)
    for scale in scales:
        for paper in papers:
            for choice in _ways(paper, scale, box):
                if _fits(box, choice):
                    return choice
    raise _too_large(box, papers[-1])


def _ways(paper: str, scale: int, box: Box) -> tuple[MapChoice, MapChoice]:
    """Return the paper turned as the part of the map lies, and the other way."""
    west, south, east, north = box
    short, long = SIZES_MM[paper]
    upright, lying = MapChoice(paper, short, long, scale), MapChoice(paper, long, short, scale)
    return (lying, upright) if east - west > north - south else (upright, lying)


def _fits(box: Box, choice: MapChoice) -> bool:
    west, south, east, north = box
    left, upper, right, lower = choice.frame
    by = 1000 / choice.scale * ROOM
    return (east - west) * by <= right - left and (north - south) * by <= lower - upper


def _too_large(box: Box, paper: str) -> InvalidInputError:
    west, south, east, north = box
    found = next(
        (scale for scale in SCALES if any(_fits(box, choice) for choice in _ways(paper, scale, box))), None
    )
    return InvalidInputError(
        "print.map-too-large",
        Text(
            N_("This part of the map, {width} × {height} m, does not fit on {paper} at this scale."),
            {"width": round(east - west), "height": round(north - south), "paper": paper},
        ),
        remedy=Text(N_("Print a smaller part of the map."))
        if found is None
        else Text(N_("The largest scale that fits is 1:{scale}."), {"scale": found}),
    )


def ground_of(box: Box, choice: MapChoice) -> Ground:
    """Return where the ground lies in the drawing: the part in the middle of the frame."""
    west, south, east, north = box
    left, upper, right, lower = choice.frame
    return Ground(
        choice.scale,
        round((west + east) / 2, 3),
        round((south + north) / 2, 3),
        (left + right) / 2,
        (upper + lower) / 2,
    )


def shown(box: Box, choice: MapChoice) -> Box:
    """Return west, south, east and north of the ground within the frame."""
    ground = ground_of(box, choice)
    left, upper, right, lower = choice.frame
    west, north = ground.on_ground(left, upper)
    east, south = ground.on_ground(right, lower)
    return west, south, east, north


def lay_out_map(
    parcels: Sequence[Drawn], others: Sequence[Drawn], box: Box, choice: MapChoice
) -> tuple[Drawing, int]:
    """Return the drawing, and how many numbers had no room.

    Args:
        parcels: Drawn with their numbers.
        others: Drawn by thinner lines alone, such as parcels of other sheets.
        box: The part that is shown, around the middle of the frame.
        choice: Paper and scale, on which it fits.
    """
    width, height = choice.drawing_size
    ground, frame = ground_of(box, choice), choice.frame
    window = shapely.box(*frame)
    own = [_on_paper(one.shape, ground, window) for one in parcels]
    beside = [_on_paper(one.shape, ground, window) for one in others]
    lines = [
        *(Line(Kind.NEIGHBOUR, points) for points in _lines_once(beside, window)),
        *(Line(Kind.BOUNDARY, points) for points in _lines_once(own, window)),
    ]
    placer = Placer(frame, [shapely.LineString(line.points) for line in lines])
    left_out = 0
    for one, cut in sorted(zip(parcels, own, strict=True), key=lambda pair: -pair[1].area):
        parts = [part for part in shapely.get_parts(cut) if isinstance(part, shapely.Polygon)]
        if parts and not put_within(placer, one, shapely.MultiPolygon(parts), LABEL_SIZES):
            left_out += 1
    primitives: tuple[Primitive, ...] = (
        *grid(frame, ground),
        *lines,
        *label_lines(placer.placed),
        *placer.placed,
        *foot(frame, ground),
    )
    return Drawing(width, height, ground, primitives), left_out


def _on_paper(shape: shapely.MultiPolygon, ground: Ground, window: shapely.Polygon) -> shapely.Geometry:
    """Return the part of a shape in the frame, millimetres."""
    by = 1000 / ground.scale
    moved = shapely.transform(
        shape,
        lambda points: (points - (ground.easting, ground.northing)) * (by, -by) + (ground.x, ground.y),
    )
    if not moved.is_valid:
        moved = shapely.make_valid(moved)
    return moved if window.contains(moved) else moved.intersection(window)


def _lines_once(shapes: Sequence[shapely.Geometry], window: shapely.Polygon) -> list[tuple[Any, ...]]:
    """Return the boundaries of shapes, what several share once; the frame that cuts a parcel is no boundary."""
    rings = shapely.get_parts(shapely.boundary(np.array(shapes, dtype=object)))
    if not len(rings):
        return []
    points, owner = shapely.get_coordinates(rings, return_index=True)
    points = points.round(4)
    follows = owner[1:] == owner[:-1]
    begin, end = points[:-1][follows], points[1:][follows]
    swapped = (begin[:, 0] > end[:, 0]) | ((begin[:, 0] == end[:, 0]) & (begin[:, 1] > end[:, 1]))
    begin[swapped], end[swapped] = end[swapped], begin[swapped].copy()
    pieces = np.unique(np.hstack([begin, end]), axis=0)
    pieces = pieces[(pieces[:, :2] != pieces[:, 2:]).any(axis=1)]
    left, upper, right, lower = window.bounds
    on_frame = np.zeros(len(pieces), dtype=bool)
    for axis, side in ((0, left), (0, right), (1, upper), (1, lower)):
        on_frame |= (np.abs(pieces[:, axis] - side) < 2e-4) & (np.abs(pieces[:, axis + 2] - side) < 2e-4)
    kept = pieces[~on_frame]
    if not len(kept):
        return []
    merged = shapely.line_merge(shapely.MultiLineString(list(kept.reshape(-1, 2, 2))))
    return [tuple(map(rounded, line.coords)) for line in shapely.get_parts(merged)]


def map_pdf(page: MapPage) -> bytes:
    """Return the document."""
    said = words_of("map_vi.toml")
    data = {
        "words": said,
        "title": plain(page.title),
        "width": page.choice.width,
        "height": page.choice.height,
        "margin": MARGIN_MM,
        "head": HEAD_MM,
        "training": page.training,
        "foot": said["foot"].format(date=f"{page.printed_on:%d/%m/%Y}"),
        "system": f"{said['scale']} 1:{page.choice.scale} – {system_words(page.epsg, said)}",
        "left_out": said["left_out"].format(count=page.unnumbered) if page.unnumbered else "",
        "drawing": drawing_data(page.drawing),
    }
    return typeset("map.typ", data, page.printed_on)
