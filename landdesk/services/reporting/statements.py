"""How what the branch says of parcels went from value to value, day by day.

A statement counts from the day that its file says it is of. An older file that was brought in after a newer one has
taken its place in the record; it counts from the newer one's day, so that the last day says what the record says.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from landdesk.domain.clock import local_time
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import SyncStatus
from landdesk.store.queries.reporting import StatusMove
from landdesk.store.reader import Reader


class Statements:
    """The changes of one value.

    Args:
        moves: As the journal has them, in the order in which they came.
    """

    def __init__(self, moves: Iterable[StatusMove]) -> None:
        self._moves: list[tuple[date, StatusMove]] = []
        newest: dict[ObjectId, date] = {}
        known: dict[tuple[str | None, int], date] = {}
        for one in moves:
            said = one.as_of, one.at_ms
            # Thousands of statements come with one file.
            if said not in known:
                known[said] = _day(one)
            newest[one.status] = day = max(known[said], newest.get(one.status, date.min))
            self._moves.append((day, one))

    @property
    def first_day(self) -> date | None:
        """The day of the oldest statement; None where there is none."""
        return min((day for day, _ in self._moves), default=None)

    def on(self, day: date) -> dict[ObjectId, str]:
        """Return the value that each statement had at the end of a day, for those that had one."""
        found: dict[ObjectId, str] = {}
        for since, one in self._moves:
            if since > day:
                continue
            if one.after is None:
                found.pop(one.status, None)
            else:
                found[one.status] = one.after
        return found

    def counts_on(self, day: date) -> Counter[str]:
        """Return how many parcels had each value at the end of a day."""
        return Counter(self.on(day).values())

    def moved(self, opening: date, closing: date, before: str, after: str) -> int:
        """Return how many parcels had one value at the end of a day and another at the end of a later one."""
        first, last = self.on(opening), self.on(closing)
        return sum(1 for one, value in last.items() if value == after and first.get(one) == before)

    def since(self, value: str) -> dict[ObjectId, date]:
        """Return, for each parcel of which a value is stated now, the day since which it is."""
        found: dict[ObjectId, date] = {}
        for day, one in self._moves:
            if one.parcel is not None and one.after == value:
                found[one.parcel] = day
            elif one.parcel is not None:
                found.pop(one.parcel, None)
        return found


class KeptStatements:
    """The changes of one value to and from another, kept from one look to the next; safe to ask from several threads.

    Going through many status files takes a second, and acts of people seldom touch what the branch says.

    Args:
        name: The field.
        value: Only changes to this value and away from it.
    """

    def __init__(self, name: str, value: str) -> None:
        self._name = name
        self._value = value
        self._known: tuple[int, Statements] | None = None

    def read(self, reader: Reader) -> Statements:
        """Return the changes up to the reader's version."""
        version, known = reader.version(), self._known
        if known is None or known[0] > version or _touched(reader, known[0]):
            known = version, Statements(reader.reporting.status_moves(self._name, only=self._value))
        self._known = version, known[1]
        return known[1]


def _touched(reader: Reader, since: int) -> bool:
    return any(class_name == SyncStatus.CLASS for class_name, _ in reader.touched_after(since))


def _day(move: StatusMove) -> date:
    """Return the day of a statement; that of its coming where it says none."""
    try:
        return date.fromisoformat(move.as_of or "")
    except ValueError:
        # A year alone is a date of the record too.
        return local_time(move.at_ms).date()
