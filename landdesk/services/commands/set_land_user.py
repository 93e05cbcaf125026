"""Answer to ``SetLandUser``: name, number and address of a party, for all its parcels."""

from dataclasses import replace

from landdesk.domain.canonical import clean_text
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import SetLandUser, Unset
from landdesk.domain.errors import RefusedError
from landdesk.domain.records import Party
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext
from landdesk.services.commands.values import identity_value, name_value


def set_land_user(command: SetLandUser, context: EditContext) -> ChangeSet:
    """Return the delta of the party.

    Raises:
        RefusedError: Another party has the identity number.
    """
    work = context.work
    old = work.get(Party, command.party_id)
    new = old
    if not isinstance(command.user_name, Unset):
        new = replace(new, name=name_value(command.user_name))
    if not isinstance(command.address, Unset):
        new = replace(new, address=clean_text(command.address))
    if not isinstance(command.identity_number, Unset):
        number = identity_value(command.identity_number)
        if number and any(one.id != old.id for one in work.parties_by_identity(number)):
            raise RefusedError(
                "user.number-taken",
                Text(N_("Another person is recorded with this identity number.")),
                remedy=Text(N_("Check the number on the card.")),
            )
        new = replace(new, identity_number=number)
    keys = work.keys_of(right.parcel_id for right in work.rights_of_parties([old.id]))
    return ChangeSet(command.name, (Delta(old, new),), ", ".join(sorted(keys.values())[:5]))
