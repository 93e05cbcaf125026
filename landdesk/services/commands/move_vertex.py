"""Answer to ``MoveVertex``: one boundary point moves for every parcel that shares it."""

from landdesk.domain.change import ChangeSet
from landdesk.domain.commands import MoveVertex
from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import move_shared_vertex
from landdesk.domain.grid import grid_point
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext


def move_vertex(command: MoveVertex, context: EditContext) -> ChangeSet:
    """Return the deltas of all parcels that have the vertex, and of those that get or give a node there.

    Raises:
        RefusedError: No parcel has this vertex, a parcel would break, or two would overlap more than they do.
    """
    at, to = _on_grid(command.at), _on_grid(command.to)
    if not context.sharing_vertex(at):
        raise RefusedError(
            "move.no-vertex",
            Text(N_("No parcel has a boundary point here.")),
            where=Text(N_("East {easting:.3f}, north {northing:.3f}"), {"easting": at[0], "northing": at[1]}),
            remedy=Text(N_("Give the exact coordinates of a boundary point, as its parcel lists them.")),
        )
    deltas = context.reshaped(move_shared_vertex(context.shapes_around(at, to), at, to))
    keys = sorted(one.key for one in ChangeSet(command.name, deltas).parcels())
    return ChangeSet(command.name, deltas, ", ".join(keys[:5]))


def _on_grid(point: tuple[float, float]) -> tuple[float, float]:
    easting_mm, northing_mm = grid_point(point)
    return easting_mm / 1000, northing_mm / 1000
