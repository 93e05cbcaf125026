"""New points of a boundary for those who have the boundary too."""

from collections.abc import Iterable, Sequence
from typing import Final

from shapely import MultiPolygon

from landdesk.domain.coverage import Coverage
from landdesk.domain.geometry import insert_shared_nodes
from landdesk.domain.ids import ObjectId

_NEAR_M: Final = 0.01


def noded_neighbours(
    coverage: Coverage,
    before: Sequence[MultiPolygon],
    after: Sequence[MultiPolygon],
    edited: Iterable[ObjectId],
) -> dict[ObjectId, MultiPolygon]:
    """Return the neighbours of edited parcels that take a new point, with it.

    Args:
        coverage: State before the edit.
        before: Shapes of the parcels edited, as they were.
        after: The same land, as it will be.
        edited: These parcels.
    """
    own = set(edited)
    around: dict[ObjectId, MultiPolygon] = {}
    for identifier in own:
        indices = coverage.touching(identifier, margin_m=_NEAR_M)
        for index, shape in zip(indices, coverage.shapes(indices), strict=True):
            other = coverage.id_at(int(index))
            if other not in own and shape is not None:
                around[other] = shape
    return dict(insert_shared_nodes(around, after, before))
