"""Answer to ``FitParcel``: corners of a parcel move, each for every parcel that shares it, as one act."""

from collections.abc import Sequence

from landdesk.domain.change import ChangeSet
from landdesk.domain.commands import FitParcel
from landdesk.domain.geometry import OVERLAP_LIMIT_M2, check_no_new_overlap, move_shared_vertex
from landdesk.domain.grid import grid_point
from landdesk.domain.records import Parcel
from landdesk.domain.shape_refusals import refused
from landdesk.services.commands.context import EditContext

_Move = tuple[tuple[float, float], tuple[float, float]]


def fit_parcel(command: FitParcel, context: EditContext) -> ChangeSet:
    """Return the deltas of the parcel, of all that share its corners, and of those that get or give a node.

    Raises:
        RefusedError: A corner is none of the parcel, a parcel would break, or two would overlap more than they do.
    """
    moves = [(_on_grid(at), _on_grid(to)) for at, to in command.moves]
    for at, _to in moves:
        if command.parcel_id not in context.sharing_vertex(at):
            raise refused("move.no-vertex", at)
    before = context.shapes_around(*(point for move in moves for point in move))
    shapes = dict(before)
    for at, to in _leading_first(moves):
        # On the way two parcels may overlap for a moment; what holds is the end.
        shapes |= move_shared_vertex(shapes, at, to, float("inf"))
    changed = [one for one, shape in shapes.items() if shape is not before[one]]
    others = [shape for one, shape in shapes.items() if one not in changed]
    if check_no_new_overlap(
        [shapes[one] for one in changed], others, OVERLAP_LIMIT_M2, [before[one] for one in changed]
    ):
        raise refused("move.overlaps-neighbour", moves[0][1])
    deltas = context.reshaped({one: shapes[one] for one in changed})
    keys = sorted(one.key for one in ChangeSet(command.name, deltas).parcels())
    own = context.work.get_many(Parcel, [command.parcel_id])[command.parcel_id].key
    subject = [own, *(key for key in keys if key != own)]
    return ChangeSet(command.name, deltas, ", ".join(subject[:5]))


def _leading_first(moves: Sequence[_Move]) -> list[_Move]:
    """Return the moves so that no corner passes over one that goes the same way and has not gone yet."""
    east = sum(to[0] - at[0] for at, to in moves)
    north = sum(to[1] - at[1] for at, to in moves)
    return sorted(moves, key=lambda move: -(move[0][0] * east + move[0][1] * north))


def _on_grid(point: tuple[float, float]) -> tuple[float, float]:
    easting_mm, northing_mm = grid_point(point)
    return easting_mm / 1000, northing_mm / 1000
