"""How far the papers of a parcel have come: codes of the list ``collection_state``, in the order of work."""

from typing import Final

COLLECTED: Final = "collected"
ENTERED: Final = "entered"
SENT: Final = "sent"
OPERATING: Final = "operating"

STATES: Final = (COLLECTED, ENTERED, SENT, OPERATING)


def is_reached(state: str, present: str | None) -> bool:
    """Tell whether a parcel that is at one state has come as far as another; a state of no list counts as none."""
    return state in STATES and present in STATES and STATES.index(present) >= STATES.index(state)
