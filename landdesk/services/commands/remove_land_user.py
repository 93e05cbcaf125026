"""Answer to ``RemoveLandUser``: the right goes, and the party when it has no other parcel."""

from landdesk.domain.change import ChangeSet
from landdesk.domain.commands import RemoveLandUser
from landdesk.domain.errors import RefusedError
from landdesk.domain.records import Parcel
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext


def remove_land_user(command: RemoveLandUser, context: EditContext) -> ChangeSet:
    """Return the deltas of the right and of a party left without a parcel.

    Raises:
        RefusedError: The party is not recorded as a user of the parcel.
    """
    parcel = context.work.get(Parcel, command.parcel_id)
    going = [one for one in context.work.rights_of([parcel.id]) if one.party_id == command.party_id]
    if not going:
        raise RefusedError(
            "user.not-there",
            Text(N_("This person is not recorded as a user of the parcel.")),
            where=Text(N_("Parcel {key}"), {"key": parcel.key}),
            remedy=Text(N_("Refresh the list and try again.")),
        )
    return ChangeSet(command.name, tuple(context.removal(going)), parcel.key)
