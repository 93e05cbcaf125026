"""Answer to ``DeleteVertex``: a boundary point goes for every parcel that shares it."""

from landdesk.domain.boundary_points import delete_shared_vertex
from landdesk.domain.change import ChangeSet
from landdesk.domain.commands import DeleteVertex
from landdesk.services.commands.boundary_act import boundary_act
from landdesk.services.commands.context import EditContext


def delete_vertex(command: DeleteVertex, context: EditContext) -> ChangeSet:
    """Return the deltas of all parcels that lose the point.

    Raises:
        RefusedError: No parcel has it, boundaries of several parcels meet there, or a parcel would break.
    """
    shapes = delete_shared_vertex(context.shapes_around(command.at), command.at)
    return boundary_act(command.name, shapes, context)
