"""Answer to ``MoveEdge``: an edge shifts for every parcel that shares an end of it."""

from landdesk.domain.boundary_points import move_shared_edge, shifted
from landdesk.domain.change import ChangeSet
from landdesk.domain.commands import MoveEdge
from landdesk.services.commands.boundary_act import boundary_act
from landdesk.services.commands.context import EditContext


def move_edge(command: MoveEdge, context: EditContext) -> ChangeSet:
    """Return the deltas of all parcels that have an end of the edge, and of those that get or give a node.

    Raises:
        RefusedError: No parcel has the edge, a parcel would break, or two would overlap more than they do.
    """
    edge = command.start, command.end
    shapes = move_shared_edge(context.shapes_around(*edge, *shifted(edge, command.by)), edge, command.by)
    return boundary_act(command.name, shapes, context)
