"""The clock as a value to hand in: order never comes from it, it only dates what people read."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

Clock = Callable[[], int]
"""Returns milliseconds since 1970-01-01 UTC."""

VIETNAM = timezone(timedelta(hours=7))


def system_clock() -> int:
    """Return the computer's time in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def local_time(ms: int) -> datetime:
    """Return the moment in Vietnam's time."""
    return datetime.fromtimestamp(ms / 1000, VIETNAM)


def iso_time(ms: int) -> str:
    """Return the moment as ISO 8601 with the offset of Vietnam, to the second."""
    return local_time(ms).isoformat(timespec="seconds")
