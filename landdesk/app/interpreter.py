"""How Python itself is set for this program."""

import gc
from typing import Final

_COLLECT_AFTER: Final = (50_000, 20, 50)


def collect_rarely() -> None:
    """Look for cycles of dead objects less often than Python does by itself.

    Reading 50,000 parcels makes hundreds of thousands of objects and no cycle; looking through all of them again
    and again took a third of the time.
    """
    gc.set_threshold(*_COLLECT_AFTER)
