"""Which parcels have changes that wait to be sent, for the map: asked after each act, so it has to be quick."""

from typing import Final

from landdesk.domain.ids import ObjectId
from landdesk.store.info import COMMUNE
from landdesk.store.reader import Reader

MANY_OBJECTS: Final = 2_000
"""With more objects that wait, looking for the parcels class by class costs less than walking from each object."""


def waiting_parcels(reader: Reader) -> frozenset[ObjectId]:
    """Return the parcels of which something waits to be sent; none where there is no office to send it to."""
    if reader.info.role != COMMUNE or reader.info.base is None:
        return frozenset()
    states = reader.exchange.unsent(MANY_OBJECTS + 1)
    if len(states) > MANY_OBJECTS:
        return reader.facts.sending().unsent
    living: dict[str, list[ObjectId]] = {}
    for state in states:
        if state.rev is not None:
            living.setdefault(state.class_name, []).append(state.id)
    concerned = reader.parcels_concerned(reader.records(living).values())
    gone = [state.id for state in states if state.rev is None]
    return frozenset(set().union(*concerned.values()) | reader.former_parcels(gone))
