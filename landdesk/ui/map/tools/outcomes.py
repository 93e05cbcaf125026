"""What tools that part parcels would do to the map, for the check that looks ahead."""

from collections.abc import Sequence

from shapely import MultiPolygon

from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.domain.neighbours import noded_neighbours
from landdesk.domain.strips import Strip
from landdesk.services.checking.foresight import Outcome


def parted(coverage: Coverage, whole: ObjectId, parts: Sequence[MultiPolygon]) -> Outcome:
    """Return the outcome of a parcel in parts, of which the first keeps its number."""
    shape = coverage.shape(whole)
    noded = {} if shape is None else noded_neighbours(coverage, [shape], parts, [whole])
    return Outcome({whole: parts[0], **noded}, parts[1:], map_only=True)


def stripped(_coverage: Coverage, strip: Strip[ObjectId]) -> Outcome:
    """Return the outcome of a strip that is cut out of parcels."""
    left = {parcel: cut.left for parcel, cut in strip.cuts.items()}
    return Outcome(
        {**strip.noded, **{parcel: parts[0] for parcel, parts in left.items() if parts}},
        [strip.shape, *(part for parts in left.values() for part in parts[1:])],
        frozenset(parcel for parcel, parts in left.items() if not parts),
        map_only=True,
    )
