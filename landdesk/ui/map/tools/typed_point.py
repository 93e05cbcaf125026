"""The next point of a line as far as it is typed; what is not typed is where the pointer is.

Either distance and direction from the last point are typed, or coordinates: the one drops the other. A direction is a
bearing, or the angle by which the line turns at its last point, to the right counting positive.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from landdesk.domain.bearings import along, bearing, by_polar, distance_on_edge, normal, ray_on_edge
from landdesk.ui.map.snapping import Point, on_grid
from landdesk.ui.map.tools.tool import Spot

_DROPS: Final = {
    "distance": ("north", "east"),
    "bearing": ("angle", "north", "east"),
    "angle": ("bearing", "north", "east"),
    "north": ("distance", "bearing", "angle"),
    "east": ("distance", "bearing", "angle"),
}
"""What is typed no longer once something else is."""


@dataclass(frozen=True, slots=True)
class TypedPoint:
    """What is typed; None where nothing is.

    Args:
        distance: Metres from the last point, above 0.
        bearing: Degrees clockwise from grid north.
        angle: Degrees to the right of the last segment.
        north: X, metres.
        east: Y, metres.
    """

    distance: float | None = None
    bearing: float | None = None
    angle: float | None = None
    north: float | None = None
    east: float | None = None

    def __bool__(self) -> bool:
        """Say whether anything is typed."""
        return any(getattr(self, one.name) is not None for one in fields(self))

    def typed(self, code: str, value: float | None) -> "TypedPoint":
        """Return what holds when one value more is typed, or emptied."""
        if value is None:
            return replace(self, **{code: None})
        return replace(self, **{code: value, **dict.fromkeys(_DROPS[code])})

    def direction(self, line: Sequence[Point]) -> float | None:
        """Return the bearing of the next segment."""
        if self.angle is not None and len(line) > 1:
            return normal(bearing(line[-2], line[-1]) + self.angle)
        return self.bearing

    def is_whole(self, line: Sequence[Point]) -> bool:
        """Say whether the point is told without the pointer."""
        if self.north is not None and self.east is not None:
            return True
        return bool(line) and self.distance is not None and self.direction(line) is not None

    def place(self, line: Sequence[Point], spot: Spot | None) -> Point | None:
        """Return the next point, on the grid.

        Args:
            line: Points so far.
            spot: Where the pointer is; None where it is off the map.

        Returns:
            None where the pointer is needed and tells nothing: it is off the map, or behind the last point.
        """
        if self.north is not None or self.east is not None:
            if not self.is_whole(line) and spot is None:
                return None
            east, north = (0.0, 0.0) if spot is None else spot.point
            return on_grid(
                east if self.east is None else self.east, north if self.north is None else self.north
            )
        if not line or not self:
            return None if spot is None else spot.point
        found = self._from_last(line, spot)
        return None if found is None else on_grid(*found)

    def _from_last(self, line: Sequence[Point], spot: Spot | None) -> Point | None:
        start, direction = line[-1], self.direction(line)
        if self.distance is not None and direction is not None:
            return by_polar(start, direction, self.distance)
        if spot is None or spot.point == start:
            return None
        edge = None if spot.snap is None else spot.snap.edge
        if direction is not None:
            # At a boundary the line ends on the boundary, else square to where the pointer is.
            met = None if edge is None else ray_on_edge(start, direction, edge)
            return met or along(start, direction, spot.point)
        if self.distance is None:
            return spot.point
        met = None if edge is None else distance_on_edge(start, self.distance, edge, spot.point)
        return met or by_polar(start, bearing(start, spot.point), self.distance)
