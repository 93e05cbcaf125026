"""The canonical order of rings, holes and parts, in whole millimetres and exact integers.

Shells run counter-clockwise and holes clockwise by the sign of the exact doubled area; a ring without area
takes the smaller of its two directions. A ring begins so that its sequence of points is the smallest of all
rotations. Holes are sorted by their points, parts by shell and then holes. Points compare by easting, then
northing. No point is dropped, repeated ones included. Nothing here knows metres or shapely.
"""

from collections.abc import Sequence

from landdesk.domain.grid import Part, Ring


def canonical_parts(parts: Sequence[Part]) -> list[Part]:
    """Return parts in canonical order, given in any order and direction."""
    return sorted(
        [canonical_ring(shell, is_hole=False), *sorted(canonical_ring(hole, is_hole=True) for hole in holes)]
        for shell, *holes in parts
    )


def canonical_ring(ring: Ring, *, is_hole: bool) -> Ring:
    """Return a ring in canonical direction and begun at its canonical point."""
    start, step = canonical_start(ring, is_hole=is_hole)
    return ring[start:] + ring[:start] if step > 0 else ring[start::-1] + ring[:start:-1]


def canonical_start(ring: Ring, *, is_hole: bool) -> tuple[int, int]:
    """Return the index of a ring's canonical first point and the step, 1 or -1, to its second."""
    area = twice_area(ring)
    forward = _least_start(ring), 1
    if area and (area > 0) != is_hole:
        return forward
    backward = len(ring) - 1 - _least_start(ring[::-1]), -1
    return backward if area else min(forward, backward, key=lambda way: _read_from(ring, *way))


def twice_area(ring: Ring) -> int:
    """Return the doubled signed area of a ring in square millimetres; counter-clockwise is positive."""
    total = 0
    x0, y0 = ring[-1]
    for x, y in ring:
        total += x0 * y - x * y0
        x0, y0 = x, y
    return total


def twice_area_of(parts: Sequence[Part]) -> int:
    """Return the doubled area of parts in canonical direction, whose holes count as negative."""
    return sum(twice_area(ring) for part in parts for ring in part)


def _read_from(ring: Ring, start: int, step: int) -> Ring:
    return [ring[(start + step * index) % len(ring)] for index in range(len(ring))]


def _least_start(ring: Ring) -> int:
    """Return where the smallest of all rotations begins, in linear time even for repeated points."""
    least = min(ring)
    if ring.count(least) == 1:
        return ring.index(least)
    one, other, same, count = 0, 1, 0, len(ring)
    while one < count and other < count and same < count:
        left, right = ring[(one + same) % count], ring[(other + same) % count]
        if left == right:
            same += 1
            continue
        if left > right:
            one += same + 1
        else:
            other += same + 1
        if one == other:
            other += 1
        same = 0
    return min(one, other)
