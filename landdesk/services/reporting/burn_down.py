"""How many parcels were not in order yet, day by day, and what is needed to be through at the deadline.

Only what is in order now counts: a parcel is taken to have been put in order on the last day on which somebody worked
on it, or on which the branch's files began to call it group 1. What was in order once and is not any more leaves no
trace, nor do parcels that are gone.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

LATELY_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class BurnDown:
    """Parcels that are left.

    Args:
        points: Days from the first to today with the parcels that were left at the end of each.
        deadline: The day by which none is to be left.
    """

    points: tuple[tuple[date, int], ...]
    deadline: date

    @property
    def left(self) -> int:
        """Parcels that are left today."""
        return self.points[-1][1]

    @property
    def days_left(self) -> int:
        """Days from today to the deadline; 0 when it is over."""
        return max((self.deadline - self.points[-1][0]).days, 0)

    @property
    def needed_a_day(self) -> int | None:
        """Parcels a day that are needed from now on; None where no day is left."""
        return None if self.days_left == 0 else -(-self.left // self.days_left)

    @property
    def lately_a_day(self) -> float:
        """Parcels a day of the last two weeks, or of the time since the first day where that is shorter."""
        days = min(len(self.points) - 1, LATELY_DAYS)
        return 0.0 if days == 0 else (self.points[-1 - days][1] - self.left) / days


def burn_down(first: date, today: date, finished: Iterable[date], left: int, deadline: date) -> BurnDown:
    """Return how many were left day by day.

    Args:
        first: The day on which it begins; a later one than today is today.
        today: The last day.
        finished: Of each parcel that is in order now, the day since when; days outside count as the nearest.
        left: Parcels that are not in order now.
        deadline: The day by which none is to be left.
    """
    first = min(first, today)
    done = Counter(min(max(day, first), today) for day in finished)
    points: list[tuple[date, int]] = []
    day = today
    while day >= first:
        points.append((day, left))
        left += done[day]
        day -= timedelta(days=1)
    return BurnDown(tuple(reversed(points)), deadline)
