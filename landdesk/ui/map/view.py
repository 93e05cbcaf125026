"""Which part of the plane is seen at which size, as a pure value without Qt.

Map coordinates are metres, easting first; screen coordinates are pixels from the upper left corner, y down.
Pixels are whatever the owner counts in: logical ones for the window, device ones for a picture.
"""

from dataclasses import dataclass, replace

from landdesk.domain.coverage import Box

FINEST_M_PER_PX = 0.0005
COARSEST_M_PER_PX = 2_000.0
METRES_PER_INCH = 0.0254


@dataclass(frozen=True, slots=True)
class MapView:
    """Centre, resolution and size of what is seen; north is up.

    Args:
        easting: Of the centre, metres.
        northing: Of the centre, metres.
        m_per_px: Metres on the ground that one pixel shows.
        width_px: Width of the picture.
        height_px: Height of the picture.
    """

    easting: float
    northing: float
    m_per_px: float
    width_px: int
    height_px: int

    @property
    def box(self) -> Box:
        """The ground that is seen: west, south, east, north."""
        half_width_m, half_height_m = self.width_px * self.m_per_px / 2, self.height_px * self.m_per_px / 2
        return (
            self.easting - half_width_m,
            self.northing - half_height_m,
            self.easting + half_width_m,
            self.northing + half_height_m,
        )

    def to_screen(self, easting: float, northing: float) -> tuple[float, float]:
        """Return the pixel x, y of a point on the ground."""
        return (
            (easting - self.easting) / self.m_per_px + self.width_px / 2,
            (self.northing - northing) / self.m_per_px + self.height_px / 2,
        )

    def to_map(self, x: float, y: float) -> tuple[float, float]:
        """Return easting and northing under a pixel."""
        return (
            self.easting + (x - self.width_px / 2) * self.m_per_px,
            self.northing - (y - self.height_px / 2) * self.m_per_px,
        )

    def zoomed(self, x: float, y: float, factor: float) -> "MapView":
        """Return the view ``factor`` times as large, with the ground under pixel x, y kept in its place."""
        m_per_px = min(max(self.m_per_px / factor, FINEST_M_PER_PX), COARSEST_M_PER_PX)
        easting, northing = self.to_map(x, y)
        return replace(
            self,
            easting=easting - (x - self.width_px / 2) * m_per_px,
            northing=northing + (y - self.height_px / 2) * m_per_px,
            m_per_px=m_per_px,
        )

    def panned(self, dx: float, dy: float) -> "MapView":
        """Return the view after its content was pushed by so many pixels to the right and down."""
        return replace(
            self, easting=self.easting - dx * self.m_per_px, northing=self.northing + dy * self.m_per_px
        )

    def resized(self, width_px: int, height_px: int) -> "MapView":
        """Return the view in another size; the upper left corner keeps its ground."""
        west, _, _, north = self.box
        width_px, height_px = max(width_px, 1), max(height_px, 1)
        return replace(
            self,
            easting=west + width_px * self.m_per_px / 2,
            northing=north - height_px * self.m_per_px / 2,
            width_px=width_px,
            height_px=height_px,
        )

    def about(self, easting: float, northing: float, m_per_px: float) -> "MapView":
        """Return the view of this size with another middle and resolution."""
        m_per_px = min(max(m_per_px, FINEST_M_PER_PX), COARSEST_M_PER_PX)
        return replace(self, easting=easting, northing=northing, m_per_px=m_per_px)

    def fitted(self, box: Box, margin: float = 0.06) -> "MapView":
        """Return the view that shows a box as large as it goes.

        Args:
            box: West, south, east, north in metres; may be a point.
            margin: Part of the width and height left free on each side.
        """
        west, south, east, north = box
        usable = max(1 - 2 * margin, 0.1)
        m_per_px = max((east - west) / self.width_px, (north - south) / self.height_px) / usable
        return replace(
            self,
            easting=(west + east) / 2,
            northing=(south + north) / 2,
            m_per_px=min(max(m_per_px, FINEST_M_PER_PX), COARSEST_M_PER_PX),
        )

    def scaled(self, factor: float) -> "MapView":
        """Return the same ground counted in smaller pixels: device pixels from logical ones."""
        return replace(
            self,
            m_per_px=self.m_per_px / factor,
            width_px=max(round(self.width_px * factor), 1),
            height_px=max(round(self.height_px * factor), 1),
        )

    def widened(self, share: float) -> "MapView":
        """Return the view with whole pixels added all round, a share of the width and height on each side."""
        return replace(
            self,
            width_px=self.width_px + 2 * round(self.width_px * share),
            height_px=self.height_px + 2 * round(self.height_px * share),
        )

    def cut(self, left: int, top: int, width_px: int, height_px: int) -> "MapView":
        """Return the view of a rectangle of this one, pixel for pixel."""
        easting, northing = self.to_map(left + width_px / 2, top + height_px / 2)
        return MapView(easting, northing, self.m_per_px, width_px, height_px)

    def covers(self, box: Box) -> bool:
        """Say whether all of a box is seen."""
        west, south, east, north = self.box
        return west <= box[0] and south <= box[1] and east >= box[2] and north >= box[3]

    def meets(self, box: Box) -> bool:
        """Say whether any of a box is seen."""
        west, south, east, north = self.box
        return west <= box[2] and south <= box[3] and east >= box[0] and north >= box[1]

    def scale_denominator(self, dots_per_inch: float) -> float:
        """Return N of the map scale 1:N on a screen of this resolution."""
        return self.m_per_px * dots_per_inch / METRES_PER_INCH


def joined(boxes: "list[Box]") -> Box:
    """Return the box around boxes; there must be one."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
