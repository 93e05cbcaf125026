"""The days that a report is about, in Vietnam's time."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from landdesk.domain.clock import VIETNAM

WEEK_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both of them in it."""

    first: date
    last: date

    @classmethod
    def week_until(cls, last: date) -> "Period":
        """Return the seven days that end with a day."""
        return cls(last - timedelta(days=WEEK_DAYS - 1), last)

    @property
    def before(self) -> "Period":
        """The time as long as this one that ends the day before it."""
        length = self.last - self.first
        last = self.first - timedelta(days=1)
        return Period(last - length, last)


def end_of_day_ms(day: date) -> int:
    """Return the last millisecond of a day in Vietnam, since 1970."""
    midnight = datetime.combine(day + timedelta(days=1), time(), VIETNAM)
    return round(midnight.timestamp() * 1000) - 1
