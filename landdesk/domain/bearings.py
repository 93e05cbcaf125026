"""Directions as surveyors count them: degrees clockwise from grid north, and points by distance and bearing.

Points are easting and northing in metres and are not put on the grid here.
"""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt
from typing import Final

Point = tuple[float, float]
Edge = tuple[Point, Point]

FULL_TURN: Final = 360.0


def distance_m(start: Point, end: Point) -> float:
    """Return the length of a line on the plane."""
    return hypot(end[0] - start[0], end[1] - start[1])


def bearing(start: Point, end: Point) -> float:
    """Return the bearing of a line, from 0 to below 360; 0 where it has no length."""
    return normal(degrees(atan2(end[0] - start[0], end[1] - start[1])))


def normal(angle: float) -> float:
    """Return an angle as a bearing from 0 to below 360."""
    # What is less than nothing by a rounding error would become 360.
    turned = angle % FULL_TURN
    return 0.0 if turned == FULL_TURN else turned


def by_polar(start: Point, direction: float, length_m: float) -> Point:
    """Return the point in a direction at a distance."""
    turn = radians(direction)
    return start[0] + length_m * sin(turn), start[1] + length_m * cos(turn)


def along(start: Point, direction: float, to: Point) -> Point | None:
    """Return the foot of a point on the ray from a start; None where it does not lie ahead."""
    turn = radians(direction)
    ahead_m = (to[0] - start[0]) * sin(turn) + (to[1] - start[1]) * cos(turn)
    return by_polar(start, direction, ahead_m) if ahead_m > 0 else None


def ray_on_edge(start: Point, direction: float, edge: Edge) -> Point | None:
    """Return where a ray meets an edge; None where it does not."""
    (x, y), (end_x, end_y) = edge
    step_x, step_y = end_x - x, end_y - y
    ray_x, ray_y = sin(radians(direction)), cos(radians(direction))
    turned = ray_x * step_y - ray_y * step_x
    if abs(turned) <= 1e-9 * hypot(step_x, step_y):
        return None
    off_x, off_y = x - start[0], y - start[1]
    ahead_m = (off_x * step_y - off_y * step_x) / turned
    share = (off_x * ray_y - off_y * ray_x) / turned
    if ahead_m <= 0 or not 0 <= share <= 1:
        return None
    return x + share * step_x, y + share * step_y


def distance_on_edge(start: Point, length_m: float, edge: Edge, near: Point) -> Point | None:
    """Return the point of an edge that lies at a distance from a start, of two the nearer to a point; None for none."""
    (x, y), (end_x, end_y) = edge
    step_x, step_y = end_x - x, end_y - y
    off_x, off_y = x - start[0], y - start[1]
    square = step_x**2 + step_y**2
    half = off_x * step_x + off_y * step_y
    rest = half**2 - square * (off_x**2 + off_y**2 - length_m**2)
    if square == 0 or rest < 0:
        return None
    shares = [(-half + sign * sqrt(rest)) / square for sign in (-1, 1)]
    found = [(x + share * step_x, y + share * step_y) for share in shares if 0 <= share <= 1]
    return min(found, key=lambda point: distance_m(point, near), default=None)
