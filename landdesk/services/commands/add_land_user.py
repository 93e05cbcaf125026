"""Answer to ``AddLandUser``: a right, and a party where there is none with this identity number."""

from landdesk.domain.canonical import clean_text
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import AddLandUser
from landdesk.domain.errors import RefusedError
from landdesk.domain.records import LandRight, Parcel, Party
from landdesk.i18n import N_, Text, fold
from landdesk.services.commands.context import EditContext
from landdesk.services.commands.values import identity_value, name_value


def add_land_user(command: AddLandUser, context: EditContext) -> ChangeSet:
    """Return the deltas of a new right and, at need, a new party.

    Raises:
        RefusedError: The number belongs to a person of another name, or the person uses the parcel already.
    """
    work = context.work
    parcel = work.get(Parcel, command.parcel_id)
    name, number = name_value(command.user_name), identity_value(command.identity_number)
    known = work.parties_by_identity(number) if number else []
    deltas: list[Delta] = []
    if known:
        party = known[0]
        if fold(party.name) != fold(name):
            raise RefusedError(
                "user.other-name",
                Text(N_("This identity number is recorded for a person of another name.")),
                where=Text(N_("Parcel {key}"), {"key": parcel.key}),
                remedy=Text(
                    N_("Check the number on the card; if the recorded name is wrong, mend it there first.")
                ),
            )
        if any(right.party_id == party.id for right in work.rights_of([parcel.id])):
            raise RefusedError(
                "user.there-already",
                Text(N_("This person is recorded as a user of the parcel already.")),
                where=Text(N_("Parcel {key}"), {"key": parcel.key}),
                remedy=Text(N_("There is nothing to add.")),
            )
    else:
        party = Party(work.new_id(), name, number, clean_text(command.address))
        deltas.append(Delta(None, party))
    deltas.append(Delta(None, LandRight(work.new_id(), parcel.id, party.id)))
    return ChangeSet(command.name, tuple(deltas), parcel.key)
