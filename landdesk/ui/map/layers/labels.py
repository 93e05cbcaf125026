"""Labels of parcels, as on a cadastral map: number over area, land type below; only what fits inside.

The number has ``*`` while it is provisional, the area is that of the map in m², to 0.1 m². A label stands at the middle
of the widest part at half height, else at the middle of the largest circle inside; where three lines do not fit the
area is left out, then the land type, and where the number does not fit there is no label. So labels never cover each
other unless parcels do. Anchors are metres and kept; positions are whole pixels.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter, QPen

from landdesk.domain.arrays import Flags, Floats, Integers, Objects, ranges
from landdesk.domain.coverage import Block
from landdesk.i18n import current_language
from landdesk.ui import theme
from landdesk.ui.map.layers.glyphs import (
    CODE_STYLE,
    FRAGMENTS_AT_ONCE,
    NUMBER_STYLE,
    GlyphAtlas,
    draw_fragments,
)
from landdesk.ui.map.view import MapView

COARSEST_M_PER_PX = 4.0
"""No labels on maps of a smaller scale."""
PARCELS_AT_ONCE = 1_000
CIRCLES_AT_ONCE = 50
_AIR_PX = 2.0
_LINE_GAP_PX = 3.0
_BAR_ROOM_PX = 5.0
"""Between number and area, with the bar in its middle."""


class LabelAnchors:
    """Where the labels of a block stand, in metres, found when first needed and kept."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self._middles: Floats | None = None
        self._circles: Floats | None = None
        self._areas: Floats | None = None

    def areas(self, members: Integers) -> Generator[None, None, Floats]:
        """Return, after small steps, the area of each parcel on the plane, m²."""
        if self._areas is None:
            self._areas = np.full(len(self.block), np.nan)
        missing = members[np.isnan(self._areas[members])]
        for begin in range(0, len(missing), PARCELS_AT_ONCE):
            some = missing[begin : begin + PARCELS_AT_ONCE]
            self._areas[some] = shapely.area(self.block.outlines.taken(some).shapes())
            yield
        return self._areas[members]

    def middles(self, members: Integers) -> Generator[None, None, Floats]:
        """Return, after small steps, the middle of the widest part at half height of each parcel."""
        if self._middles is None:
            self._middles = np.full((len(self.block), 2), np.nan)
        missing = members[np.isnan(self._middles[members, 0])]
        for begin in range(0, len(missing), PARCELS_AT_ONCE):
            some = missing[begin : begin + PARCELS_AT_ONCE]
            points = shapely.point_on_surface(self.block.outlines.taken(some).shapes())
            self._middles[some, 0], self._middles[some, 1] = shapely.get_x(points), shapely.get_y(points)
            yield
        return self._middles[members]

    def circles(self, members: Integers) -> Generator[None, None, Floats]:
        """Return, after small steps, the middle of the largest circle in each; NaN in an invalid parcel."""
        if self._circles is None:
            self._circles = np.full((len(self.block), 2), np.nan)
        missing = members[np.isnan(self._circles[members, 0])]
        for begin in range(0, len(missing), CIRCLES_AT_ONCE):
            some = missing[begin : begin + CIRCLES_AT_ONCE]
            self._circles[some] = _circle_middles(self.block.outlines.taken(some).shapes())
            yield
        return self._circles[members]


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of some parcels in one view, in pixels.

    Args:
        numbers: First lines.
        areas: What stands under the bar; empty where it does not fit.
        codes: Last lines; empty where not known or where they do not fit.
        x: Middles; NaN drops the label.
        y: Middles.
    """

    numbers: list[str]
    areas: list[str]
    codes: list[str]
    x: Floats
    y: Floats


class LabelPainter:
    """Places and draws labels; belongs to one thread.

    Args:
        device_pixel_ratio: Pixels of the picture to a logical one.
    """

    def __init__(self, device_pixel_ratio: float = 1.0) -> None:
        self._numbers = GlyphAtlas(NUMBER_STYLE, device_pixel_ratio)
        self._codes = GlyphAtlas(CODE_STYLE, device_pixel_ratio)
        self._air_px = _AIR_PX * device_pixel_ratio
        self._number_px = self._numbers.cap_height_px
        self._code_px = self._codes.cap_height_px
        self._gap_px = _LINE_GAP_PX * device_pixel_ratio
        self._bar_room_px = _BAR_ROOM_PX * device_pixel_ratio
        self._both_px = self._number_px + self._gap_px + self._code_px
        self._fraction_px = self._number_px + self._bar_room_px + self._code_px
        self._all_px = self._fraction_px + self._gap_px + self._code_px

    def steps(
        self, painter: QPainter, view: MapView, blocks: Sequence[tuple[LabelAnchors, Flags]]
    ) -> Iterator[None]:
        """Draw the labels of blocks in small steps.

        Args:
            painter: On the picture, in pixels.
            view: What the picture shows.
            blocks: Anchors and, for each parcel, whether it still holds.
        """
        placed = []
        for anchors, live in blocks:
            labels = yield from self._placed(view, anchors, live)
            if labels.numbers:
                placed.append(labels)
        placed = self._without_covered(placed)
        yield
        halos, inks = [], []
        for labels in placed:
            for atlas, halo, ink in self._fragments(labels):
                halos.append((atlas, halo))
                inks.append((atlas, ink))
        for atlas, fragments in halos + inks:
            for begin in range(0, len(fragments), FRAGMENTS_AT_ONCE):
                draw_fragments(painter, fragments[begin : begin + FRAGMENTS_AT_ONCE], atlas.pixmap)
                yield
        for labels in placed:
            self._draw_bars(painter, labels)
            yield

    def _placed(self, view: MapView, anchors: LabelAnchors, live: Flags) -> Generator[None, None, Labels]:
        """Return the labels that fit into their parcels."""
        block = anchors.block
        members = block.box_query(view.box)
        members = members[live[members]]
        smallest_m = (self._number_px + 2 * self._air_px) * view.m_per_px
        members = members[(block.boxes[members, 2:] - block.boxes[members, :2] > smallest_m).all(axis=1)]
        yield
        texts = label_texts(block, members)
        members = members[np.array([bool(number or code) for number, code in texts], dtype=bool)]
        numbers = [number or "?" for number, code in texts if number or code]
        codes = [code for number, code in texts if number or code]
        if not len(members):
            return Labels([], [], [], np.empty(0), np.empty(0))
        number_widths = self._numbers.lay_out(numbers).widths_px
        code_widths = self._codes.lay_out(codes).widths_px
        yield
        single_m = self._half_sizes_m(number_widths, self._number_px, view)
        both_m = self._half_sizes_m(np.maximum(number_widths, code_widths), self._both_px, view)
        areas, area_widths = yield from self._areas_of(view, anchors, members)
        widest = np.maximum(np.maximum(number_widths, code_widths), area_widths)
        heights = np.where(code_widths > 0, self._all_px, self._fraction_px)
        all_m = self._half_sizes_m(widest, heights, view)
        at = np.full((len(members), 2), np.nan)
        with_code = np.zeros(len(members), dtype=bool)
        with_area = np.zeros(len(members), dtype=bool)
        half_boxes_m = (block.boxes[members, 2:] - block.boxes[members, :2]) / 2
        for find in (anchors.middles, anchors.circles):
            tried = np.flatnonzero(np.isnan(at[:, 0]) & (half_boxes_m > single_m).all(axis=1))
            found = yield from find(members[tried])
            for begin in range(0, len(tried), PARCELS_AT_ONCE):
                some, anchor = tried[begin : begin + PARCELS_AT_ONCE], found[begin : begin + PARCELS_AT_ONCE]
                # Most are too small for an area, which saves looking.
                likely = np.flatnonzero(
                    (half_boxes_m[some] > all_m[some]).all(axis=1) & (area_widths[some] > 0)
                )
                is_all = np.zeros(len(some), dtype=bool)
                is_all[likely] = fits(block, members[some[likely]], anchor[likely], all_m[some[likely]])
                is_both = is_all | fits(block, members[some], anchor, both_m[some])
                is_one = is_both | fits(block, members[some], anchor, single_m[some])
                at[some[is_one]] = anchor[is_one]
                with_code[some] = is_both & (code_widths[some] > 0)
                with_area[some] = is_all
                yield
        kept = np.flatnonzero(~np.isnan(at[:, 0]))
        return Labels(
            [numbers[i] for i in kept],
            [areas[i] if with_area[i] else "" for i in kept],
            [codes[i] if with_code[i] else "" for i in kept],
            (at[kept, 0] - view.easting) / view.m_per_px + view.width_px / 2,
            (view.northing - at[kept, 1]) / view.m_per_px + view.height_px / 2,
        )

    def _areas_of(
        self, view: MapView, anchors: LabelAnchors, members: Integers
    ) -> Generator[None, None, tuple[list[str], Floats]]:
        """Return the words of the areas and their widths, of those parcels that may have room for one."""
        boxes_px = (anchors.block.boxes[members, 2:] - anchors.block.boxes[members, :2]) / view.m_per_px
        roomy = np.flatnonzero((boxes_px > self._fraction_px + 2 * self._air_px).all(axis=1))
        found = yield from anchors.areas(members[roomy])
        words = [""] * len(members)
        mark = "," if current_language() == "vi" else "."
        for at, area_m2 in zip(roomy.tolist(), found.tolist(), strict=True):
            words[at] = f"{area_m2:.1f}".replace(".", mark)
        widths = np.zeros(len(members))
        if len(roomy):
            widths[roomy] = self._codes.lay_out([words[at] for at in roomy.tolist()]).widths_px
        yield
        return words, widths

    def _half_sizes_m(self, widths_px: Floats, heights_px: float | Floats, view: MapView) -> Floats:
        """Return half width and half height of labels with their air, in metres."""
        sizes_px = np.column_stack([widths_px, np.broadcast_to(heights_px, len(widths_px))])
        made: Floats = (sizes_px / 2 + self._air_px) * view.m_per_px
        return made

    def _without_covered(self, placed: Sequence[Labels]) -> list[Labels]:
        """Take out labels that would lie on another one, which happens where parcels overlap."""
        if not placed:
            return []
        x, y = np.concatenate([one.x for one in placed]), np.concatenate([one.y for one in placed])
        half_widths = np.concatenate([self._widths_px(one) / 2 for one in placed])
        half_heights = np.concatenate([self._heights_px(one) / 2 for one in placed])
        boxes = shapely.box(x - half_widths, y - half_heights, x + half_widths, y + half_heights)
        first, second = shapely.STRtree(boxes).query(boxes, predicate="intersects")
        x[second[first < second]] = np.nan
        ends = np.cumsum([len(one.x) for one in placed])
        return [replace(one, x=some) for one, some in zip(placed, np.split(x, ends[:-1]), strict=True)]

    def _fragments(self, labels: Labels) -> list[tuple[GlyphAtlas, Floats, Floats]]:
        """Return the halos and inks of labels, line by line."""
        heights = self._heights_px(labels)
        tops = labels.y - heights / 2
        made = []
        for atlas, texts, baselines in (
            (self._numbers, labels.numbers, tops + self._number_px),
            (self._codes, labels.areas, tops + self._fraction_px),
            (self._codes, labels.codes, tops + heights),
        ):
            run = atlas.lay_out(texts)
            lefts = np.floor(labels.x - run.widths_px / 2 + 0.5)
            made.append((atlas, *atlas.fragments(run, lefts, np.floor(baselines + 0.5))))
        return made

    def _draw_bars(self, painter: QPainter, labels: Labels) -> None:
        """Draw the bar between number and area."""
        barred = np.flatnonzero(np.array([bool(area) for area in labels.areas]) & ~np.isnan(labels.x))
        if not len(barred):
            return
        lengths = self._widths_px(labels, with_codes=False)[barred]
        tops = (labels.y - self._heights_px(labels) / 2)[barred]
        y = np.floor(tops + self._number_px + self._bar_room_px / 2) + 0.5
        lines = np.column_stack([labels.x[barred] - lengths / 2, y, labels.x[barred] + lengths / 2, y])
        painter.setPen(QPen(theme.colour(theme.LABEL_SOFT, 1.0), 1.0))
        painter.drawLines([QLineF(*line) for line in lines.tolist()])

    def _heights_px(self, labels: Labels) -> Floats:
        has_area = np.array([bool(area) for area in labels.areas], dtype=bool)
        has_code = np.array([bool(code) for code in labels.codes], dtype=bool)
        heights: Floats = np.where(has_area, self._fraction_px, self._number_px)
        heights += np.where(has_code, self._gap_px + self._code_px, 0.0)
        return heights

    def _widths_px(self, labels: Labels, *, with_codes: bool = True) -> Floats:
        lines = [self._numbers.lay_out(labels.numbers), self._codes.lay_out(labels.areas)]
        if with_codes:
            lines.append(self._codes.lay_out(labels.codes))
        widths: Floats = np.max([line.widths_px for line in lines], axis=0)
        return widths


def label_texts(block: Block, members: Integers) -> list[tuple[str, str]]:
    """Return number and land-use code of parcels, empty where not known."""
    return [
        (f"{number}*" if number and is_provisional else number or "", code or "")
        for number, is_provisional, code in zip(
            block.columns["number"][members].tolist(),
            block.columns["provisional"][members].tolist(),
            block.columns["land_use"][members].tolist(),
            strict=True,
        )
    ]


def fits(block: Block, members: Integers, middles: Floats, half_sizes: Floats) -> Flags:
    """Say whether a rectangle around a point inside each parcel stays inside.

    Args:
        block: The parcels.
        members: Which of them, n; each has a shape.
        middles: n × 2, points inside; NaN fits nowhere.
        half_sizes: n × 2, half width and half height in metres.
    """
    first = block.outlines.part_starts[block.outlines.parcel_starts[members]]
    last = block.outlines.part_starts[block.outlines.parcel_starts[members + 1]]
    rings = ranges(first, last)
    begin_at, end_at = block.outlines.ring_starts[rings], block.outlines.ring_starts[rings + 1] - 1
    begins = ranges(begin_at, end_at)
    edge_counts = np.add.reduceat(end_at - begin_at, np.cumsum(last - first) - (last - first))
    owner = np.repeat(np.arange(len(members)), edge_counts)
    middle, half = middles[owner], half_sizes[owner]
    start, end = block.outlines.coords[begins] - middle, block.outlines.coords[begins + 1] - middle
    apart = ((np.minimum(start, end) > half) | (np.maximum(start, end) < -half)).any(axis=1)
    step = end - start
    cross = np.abs(start[:, 0] * end[:, 1] - start[:, 1] * end[:, 0])
    apart |= cross > half[:, 0] * np.abs(step[:, 1]) + half[:, 1] * np.abs(step[:, 0])
    free: Flags = ~np.isnan(middles[:, 0])
    free[owner[~apart]] = False
    return free


def _circle_middles(shapes: Objects) -> Floats:
    made = np.full((len(shapes), 2), np.nan)
    areas = shapely.area(shapes)
    sound = shapely.is_valid(shapes) & (areas > 0)
    circles = shapely.maximum_inscribed_circle(shapes[sound], np.sqrt(areas[sound]) * 0.05)
    made[sound] = shapely.get_coordinates(shapely.get_point(circles, 0))
    return made
