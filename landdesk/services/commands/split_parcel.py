"""Answer to ``SplitParcel``: the pieces are cut here, what each of them gets is said in ``parting.py``."""

from landdesk.domain.change import ChangeSet
from landdesk.domain.commands import SplitParcel
from landdesk.domain.cutting import split_polygon
from landdesk.domain.records import Parcel
from landdesk.services.commands.context import EditContext
from landdesk.services.commands.parting import in_pieces, shape_to_edit


def split_parcel(command: SplitParcel, context: EditContext) -> ChangeSet:
    """Return the deltas of a split, the neighbours' new nodes included; nothing is written here.

    Raises:
        RefusedError: The parcel has no boundary, the line does not divide it, or it is not clear which part is kept.
    """
    whole = context.work.get(Parcel, command.parcel_id)
    shapes = split_polygon(shape_to_edit(whole), command.line)
    return in_pieces(command.name, whole, shapes, context, command.kept)
