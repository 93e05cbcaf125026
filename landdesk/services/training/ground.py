"""From the drawing plane of a plan to the map: bent, turned and moved to the commune.

Nothing on a real map is straight or square: long waves bend all ways together, short ones make boundaries
uneven. The bending is smooth and gentle, so nothing that lies apart on the plan ever crosses on the map.
Coordinates are metres; the map is easting, northing, not yet on the 1 mm grid.
"""

import math
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from landdesk.services.training.plan import Plan

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ground:
    """One bending; a row of ``waves`` is amplitude, length, direction of travel, phase, direction of push."""

    easting_m: float
    northing_m: float
    turn_rad: float
    waves: Floats

    def on_map(self, points: Floats) -> Floats:
        """Return easting and northing of points of the drawing plane, N × 2."""
        bent = points.copy()
        for amplitude, length, travel, phase, shift in self.waves:
            along = points[:, 0] * math.cos(travel) + points[:, 1] * math.sin(travel)
            size = amplitude * np.sin(2 * math.pi * along / length + phase)
            bent[:, 0] += size * math.cos(shift)
            bent[:, 1] += size * math.sin(shift)
        cos, sin = math.cos(self.turn_rad), math.sin(self.turn_rad)
        turned = np.column_stack([bent[:, 0] * cos - bent[:, 1] * sin, bent[:, 0] * sin + bent[:, 1] * cos])
        placed: Floats = turned + np.array([self.easting_m, self.northing_m])
        return placed


def draw_ground(easting_m: float, northing_m: float, rng: Random) -> Ground:
    """Draw a bending around a place."""
    # (amplitude, shortest and longest wave): the sum of 1.2 × amplitude × 2π / wave stays below 1, so that
    # the plane is bent and never folded.
    kinds = ((20.0, 700, 950), (14.0, 520, 720), (7.0, 320, 420), (0.9, 80, 105), (0.7, 65, 85))
    waves = [
        (
            amplitude * rng.uniform(0.8, 1.2),
            rng.uniform(shortest, longest),
            rng.uniform(0, 2 * math.pi),
            rng.uniform(0, 2 * math.pi),
            rng.uniform(0, 2 * math.pi),
        )
        for amplitude, shortest, longest in kinds
    ]
    turn = rng.choice((-1, 1)) * rng.uniform(math.radians(6), math.radians(19))
    return Ground(easting_m, northing_m, turn, np.array(waves))


def on_plan(plan: Plan, block_of: Integers, own: Floats) -> Floats:
    """Return where points of blocks, in their own coordinates u and v, lie on the drawing plane.

    Args:
        plan: Rows and courses.
        block_of: Block of each point, as in ``plan.blocks``.
        own: u and v of each point, N × 2.
    """
    blocks = plan.blocks
    sides = np.array([(*b.west_m, *b.east_m, b.length_m, b.depth_m) for b in blocks])[block_of]
    along, up = own[:, 0] / sides[:, 4], own[:, 1] / sides[:, 5]
    x_south = sides[:, 0] + along * (sides[:, 2] - sides[:, 0])
    x_north = sides[:, 1] + along * (sides[:, 3] - sides[:, 1])
    row_of = np.array([block.row for block in blocks])[block_of]
    placed = np.empty_like(own)
    placed[:, 0] = x_south + up * (x_north - x_south)
    for row in range(len(plan.rows)):
        here = row_of == row
        north = plan.courses[row].lower_edge(x_north[here])
        south = plan.courses[row + 1].upper_edge(x_south[here])
        placed[here, 1] = south + up[here] * (north - south)
    return placed
