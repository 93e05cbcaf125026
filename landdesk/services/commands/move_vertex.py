"""Answer to ``MoveVertex``: one boundary point moves for every parcel that shares it."""

from landdesk.domain.change import ChangeSet
from landdesk.domain.commands import MoveVertex
from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import move_vertex as moved_shape
from landdesk.domain.grid import grid_point
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext


def move_vertex(command: MoveVertex, context: EditContext) -> ChangeSet:
    """Return the deltas of all parcels that have the vertex, and of those that get the point as a new node.

    Raises:
        RefusedError: No parcel has this vertex, or a parcel would break.
    """
    at, to = _on_grid(command.at), _on_grid(command.to)
    shapes = context.sharing_vertex(at)
    if not shapes:
        raise RefusedError(
            "move.no-vertex",
            Text(N_("No parcel has a boundary point here.")),
            where=Text(N_("East {easting:.3f}, north {northing:.3f}"), {"easting": at[0], "northing": at[1]}),
            remedy=Text(
                N_("Give the exact coordinates of a boundary point; landdesk show STORE PARCEL lists them.")
            ),
        )
    moved = {one: moved_shape(shape, at, to) for one, shape in shapes.items()}
    deltas = context.reshaped(moved)
    others = context.neighbours_with_nodes(list(shapes.values()), list(moved.values()), but=moved)
    change = ChangeSet(command.name, deltas + others)
    return ChangeSet(command.name, change.deltas, ", ".join(sorted(one.key for one in change.parcels())[:5]))


def _on_grid(point: tuple[float, float]) -> tuple[float, float]:
    easting_mm, northing_mm = grid_point(point)
    return easting_mm / 1000, northing_mm / 1000
