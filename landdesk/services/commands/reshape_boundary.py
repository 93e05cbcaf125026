"""Answer to ``ReshapeBoundary``: a run of a boundary is replaced by a line, for both sides of it."""

from shapely import get_coordinates

from landdesk.domain.change import ChangeSet
from landdesk.domain.commands import ReshapeBoundary
from landdesk.domain.records import Parcel
from landdesk.domain.reshaping import reshape_shared, trimmed
from landdesk.services.commands.boundary_act import boundary_act
from landdesk.services.commands.context import EditContext
from landdesk.services.commands.parting import shape_to_edit


def reshape_boundary(command: ReshapeBoundary, context: EditContext) -> ChangeSet:
    """Return the deltas of the parcel and of those that give or take land, or get a node.

    Raises:
        RefusedError: The parcel has no boundary, the line does not replace a run of it, or a parcel would break.
    """
    line = trimmed(shape_to_edit(context.work.get(Parcel, command.parcel_id)), command.line)
    around = context.coverage.shapes_beside(command.parcel_id, get_coordinates(line))
    shapes = reshape_shared(around, command.parcel_id, line)
    return boundary_act(command.name, shapes, context, command.parcel_id)
