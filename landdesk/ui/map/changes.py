"""What differs between two coverages, so that only that part of the picture is drawn again.

Works on the read model alone; indices are those of the coverage they are named after.
"""

from dataclasses import dataclass

import numpy as np

from landdesk.domain.arrays import Integers
from landdesk.domain.coverage import Block, Box, Coverage


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """What changed from an old to a new coverage.

    Args:
        gone: Indices in the old coverage of parcels that are no longer drawn so.
        come: Indices in the new coverage of parcels that were not drawn so before.
        box: Around all of them; None when nothing that can be seen changed.
    """

    gone: Integers
    come: Integers
    box: Box | None


def difference(old: Coverage, new: Coverage) -> Difference | None:
    """Return what changed, or None when the coverages do not share their base block."""
    if old.base is not new.base:
        return None
    if old.overlay is new.overlay and old.base_live is new.base_live:
        return Difference(_NONE, _NONE, None)
    dead, back = _flipped(old, new)
    before, after = _looks(old.overlay), _looks(new.overlay)
    size = len(old.base)
    gone = [index + size for look, index in before.items() if look not in after]
    come = [index + size for look, index in after.items() if look not in before]
    all_gone = np.concatenate([dead, np.array(sorted(gone), dtype=np.int64)])
    all_come = np.concatenate([back, np.array(sorted(come), dtype=np.int64)])
    boxes = np.vstack([old.boxes(all_gone), new.boxes(all_come)])
    boxes = boxes[~np.isnan(boxes[:, 0])]
    if not len(boxes):
        return Difference(all_gone, all_come, None)
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return Difference(all_gone, all_come, (float(low[0]), float(low[1]), float(high[0]), float(high[1])))


_NONE = np.empty(0, dtype=np.int64)


def _flipped(old: Coverage, new: Coverage) -> tuple[Integers, Integers]:
    """Return the parcels of the base that hold no more, and those that hold again."""
    changed = np.flatnonzero(old.base_live != new.base_live)
    held = old.base_live[changed]
    return changed[held], changed[~held]


def _looks(block: Block) -> dict[tuple[bytes, object, object, object, bytes], int]:
    """Return the place of each parcel of a small block by all that can be seen of it."""
    starts = block.outlines.vertex_starts
    ids = block.ids.tobytes()
    return {
        (
            ids[16 * at : 16 * at + 16],
            block.columns["number"][at],
            block.columns["land_use"][at],
            block.columns["provisional"][at],
            block.outlines.coords[starts[at] : starts[at + 1]].tobytes(),
        ): at
        for at in range(len(block))
    }
