"""Answer to ``JoinNodes``: near nodes become one, for every parcel that has one of them."""

from landdesk.domain.change import ChangeSet
from landdesk.domain.commands import JoinNodes
from landdesk.domain.joining import join_nodes as joined
from landdesk.services.commands.boundary_act import boundary_act
from landdesk.services.commands.context import EditContext


def join_nodes(command: JoinNodes, context: EditContext) -> ChangeSet:
    """Return the deltas of all parcels with a node that goes, or that get one that they lacked.

    Raises:
        RefusedError: There is nothing to join, or a parcel would break or overlap another more than it does.
    """
    changed, _ = joined(context.coverage, command.tolerance_m, command.parcel_id, command.box)
    return boundary_act(command.name, changed, context, command.parcel_id)
