"""Answer to ``AddVertex``: a new boundary point for every parcel that has the boundary."""

from landdesk.domain.boundary_points import add_shared_vertex
from landdesk.domain.change import ChangeSet
from landdesk.domain.commands import AddVertex
from landdesk.services.commands.boundary_act import boundary_act
from landdesk.services.commands.context import EditContext


def add_vertex(command: AddVertex, context: EditContext) -> ChangeSet:
    """Return the deltas of all parcels that get the point.

    Raises:
        RefusedError: No boundary is here, there is a point already, or a parcel would break or overlap another.
    """
    places = [command.at] if command.to is None else [command.at, command.to]
    shapes = add_shared_vertex(context.shapes_around(*places), command.at, command.to)
    return boundary_act(command.name, shapes, context)
