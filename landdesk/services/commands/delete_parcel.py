"""Answer to ``DeleteParcel``: the parcel, its purposes and rights, and parties without another parcel."""

from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import DeleteParcel
from landdesk.domain.records import AnyRecord, Parcel
from landdesk.services.commands.context import EditContext


def delete_parcel(command: DeleteParcel, context: EditContext) -> ChangeSet:
    """Return the deltas that take all of it out."""
    parcel = context.work.get(Parcel, command.parcel_id)
    purposes, rights = context.dependants([parcel.id])
    alone = context.parties_left_alone(rights)
    going: list[AnyRecord] = [*purposes, *rights, *alone, parcel]
    return ChangeSet(command.name, tuple(Delta(one, None) for one in going), parcel.key)
