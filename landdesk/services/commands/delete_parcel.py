"""Answer to ``DeleteParcel``: the parcel, all that belongs to it, and parties without another parcel."""

from landdesk.domain.change import ChangeSet
from landdesk.domain.commands import DeleteParcel
from landdesk.domain.records import Parcel
from landdesk.services.commands.context import EditContext


def delete_parcel(command: DeleteParcel, context: EditContext) -> ChangeSet:
    """Return the deltas that take all of it out."""
    parcel = context.work.get(Parcel, command.parcel_id)
    return ChangeSet(command.name, tuple(context.removal([parcel])), parcel.key)
