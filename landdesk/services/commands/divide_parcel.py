"""Answer to ``DivideParcel``: the pieces are reckoned, what they bring with them is as in a split."""

from landdesk.domain.change import ChangeSet
from landdesk.domain.commands import DivideParcel
from landdesk.domain.dividing import divide_polygon
from landdesk.domain.records import Parcel
from landdesk.services.commands.context import EditContext
from landdesk.services.commands.parting import in_pieces, shape_to_edit


def divide_parcel(command: DivideParcel, context: EditContext) -> ChangeSet:
    """Return the deltas of a division.

    Raises:
        RefusedError: The parcel has no boundary, or cannot be divided so, or it is not clear which part is kept.
    """
    whole = context.work.get(Parcel, command.parcel_id)
    shapes = divide_polygon(shape_to_edit(whole), command.division)
    return in_pieces(command.name, whole, shapes, context, command.kept)
