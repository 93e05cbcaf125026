"""Questions about land users, the members of couples, households and groups among them."""

from typing import NamedTuple

from landdesk.domain.ids import ObjectId
from landdesk.store import tables as t
from landdesk.store.queries.checks.asked import Asked


class SharedNumber(NamedTuple):
    """Parties with one personal identification number, and their names in the order of the parties."""

    parties: tuple[ObjectId, ...]
    names: tuple[str, ...]


def shared_numbers(asked: Asked) -> list[SharedNumber]:
    """Return the parties of each identification number that several have."""
    party = t.party.c
    groups = asked.sharing("party", party.identity_number)
    names = asked.values("party", party.name, [one for group in groups.values() for one in group])
    return [SharedNumber(tuple(group), tuple(names[one] for one in group)) for group in groups.values()]
