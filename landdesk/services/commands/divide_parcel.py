"""Answer to ``DivideParcel``: the pieces are reckoned, what they bring with them is as in a split."""

from landdesk.domain.change import ChangeSet
from landdesk.domain.commands import DivideParcel
from landdesk.domain.dividing import divide_polygon
from landdesk.domain.records import Parcel
from landdesk.services.commands.context import EditContext
from landdesk.services.commands.split_parcel import in_pieces, shape_to_edit


def divide_parcel(command: DivideParcel, context: EditContext) -> ChangeSet:
    """Return the deltas of a division.

    Raises:
        RefusedError: The parcel has no boundary, or cannot be divided so.
    """
    whole = context.work.get(Parcel, command.parcel_id)
    return in_pieces(command.name, whole, divide_polygon(shape_to_edit(whole), command.division), context)
