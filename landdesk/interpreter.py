"""How Python itself is used by this program."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collection() -> Iterator[None]:
    """Make many objects without Python looking for dead cycles among them meanwhile.

    Reading 50,000 parcels makes hundreds of thousands of objects and no cycle; looking through all of them again and
    again took a third of the time. Looking more seldom all the time would not do: each look would then make the window
    stop for 50 ms.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def own_command() -> list[str]:
    """Return the words that start this program once more, also where it is one frozen file."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "landdesk"]
