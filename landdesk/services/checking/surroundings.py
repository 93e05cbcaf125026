"""Which parcels have to be looked at so that the findings about some of them are right.

Boxes are metres (west, south, east, north), n × 4; ``reach_m`` is how far from a change findings can change.
"""

from typing import Final

import numpy as np
import shapely

from landdesk.domain.arrays import Flags, Floats, Integers
from landdesk.domain.coverage import Coverage

# Roads and rivers wind through the whole commune: what lies in their box is not near them.
_LONG_M: Final = 300.0
# More boxes than this are looked up all at once, and joining them would take longer than it saves.
_FEW_BOXES: Final = 100


def parcels_near(coverage: Coverage, boxes: Floats, reach_m: float) -> Integers:
    """Return the parcels whose box comes within reach of one of the boxes, ascending.

    Of few boxes it is looked closer whether long parcels really come near.
    """
    widened = _widened(boxes, reach_m)
    near = _by_box(coverage, widened)
    is_long = _is_long(coverage.boxes(near))
    if len(boxes) <= _FEW_BOXES and is_long.any():
        places = shapely.union_all(shapely.box(*widened.T))
        shapely.prepare(places)
        near = np.delete(
            near, np.flatnonzero(is_long)[~shapely.intersects(places, coverage.shapes(near[is_long]))]
        )
    return near


def with_surroundings(coverage: Coverage, core: Integers, reach_m: float) -> Integers:
    """Return parcels and all whose box comes within reach of the box of one of them, ascending."""
    boxes = coverage.boxes(core)
    around = _by_box(coverage, _widened(boxes[~np.isnan(boxes[:, 0])], reach_m))
    both: Integers = np.unique(np.concatenate([core, around]))
    return both


def with_holes_around(coverage: Coverage, boxes: Floats) -> Integers:
    """Return the parcels that have a hole whose box meets one of the boxes, ascending."""
    near = _by_box(coverage, boxes)
    parts, parcel = shapely.get_parts(coverage.shapes(near), return_index=True)
    pierced = shapely.get_num_interior_rings(parts) > 0
    rings, part = shapely.get_rings(parts[pierced], return_index=True)
    # The outline of a part stands before its holes.
    is_hole = np.append(False, part[1:] == part[:-1]) if len(rings) else np.empty(0, dtype=bool)
    met = np.unique(
        shapely.STRtree(shapely.box(*shapely.bounds(rings[is_hole]).reshape(-1, 4).T)).query(
            shapely.box(*boxes.T)
        )[1]
    )
    found: Integers = np.unique(near[parcel[pierced][part[is_hole][met]]])
    return found


def focus_on(coverage: Coverage, parcels: Integers, reach_m: float) -> Floats:
    """Return boxes, n × 4, that hold all places where two of the parcels come near each other, with surroundings."""
    boxes = coverage.boxes(parcels)
    boxes = _widened(boxes[~np.isnan(boxes[:, 0])], reach_m)
    is_long = _is_long(boxes)
    # A pair with a short parcel is near the short one; two long ones meet where their boxes do.
    long_ones = boxes[is_long]
    outlines = shapely.box(*long_ones.T)
    one, other = shapely.STRtree(outlines).query(outlines)
    one, other = one[one < other], other[one < other]
    common = np.hstack(
        [
            np.maximum(long_ones[one, :2], long_ones[other, :2]),
            np.minimum(long_ones[one, 2:], long_ones[other, 2:]),
        ]
    )
    return np.vstack([boxes[~is_long], common])


def _by_box(coverage: Coverage, boxes: Floats) -> Integers:
    """Return the parcels whose box meets one of the boxes, ascending."""
    if len(boxes) <= _FEW_BOXES:
        found = [coverage.box_query((box[0], box[1], box[2], box[3])) for box in boxes.tolist()]
        met = np.concatenate([np.empty(0, dtype=np.int64), *found])
    else:
        low, high = boxes[:, :2].min(axis=0).tolist(), boxes[:, 2:].max(axis=0).tolist()
        candidates = coverage.box_query((low[0], low[1], high[0], high[1]))
        outlines = shapely.box(*coverage.boxes(candidates).T)
        met = candidates[shapely.STRtree(outlines).query(shapely.box(*boxes.T))[1]]
    once: Integers = np.unique(met)
    return once


def _is_long(boxes: Floats) -> Flags:
    long: Flags = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0.0) > _LONG_M
    return long


def _widened(boxes: Floats, by_m: float) -> Floats:
    made: Floats = boxes + np.array([-by_m, -by_m, by_m, by_m])
    return made
