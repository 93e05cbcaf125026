"""States of a request to the office, and what may follow what (``docs/requests.md``); codes of ``request_state``."""

from collections.abc import Mapping
from typing import Final

from landdesk.domain.records import Request

ASKED: Final = "asked"
TAKEN: Final = "taken"
DONE: Final = "done"
REFUSED: Final = "refused"
WITHDRAWN: Final = "withdrawn"

STATES: Final = (ASKED, TAKEN, DONE, REFUSED, WITHDRAWN)
OPEN: Final = frozenset({ASKED, TAKEN})
"""States in which somebody waits for the office."""

ANSWERS: Final[Mapping[str, frozenset[str]]] = {
    ASKED: frozenset({TAKEN, DONE, REFUSED}),
    TAKEN: frozenset({DONE, REFUSED}),
    DONE: frozenset(),
    REFUSED: frozenset(),
    WITHDRAWN: frozenset(),
}
"""By state, what the office may answer."""


def written_place(place: tuple[float, float] | None) -> str | None:
    """Return a place as a request keeps it: easting and northing in metres, to the millimetre."""
    return None if place is None else f"{place[0]:.3f} {place[1]:.3f}"


def place_of(request: Request) -> tuple[float, float] | None:
    """Return easting and northing of a request's place; None where it has none that can be read."""
    try:
        east, north = map(float, (request.place or "").split())
    except ValueError:
        return None
    return east, north
