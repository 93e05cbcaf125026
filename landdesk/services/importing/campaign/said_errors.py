"""Errors that a file says of parcels against those that are known: new, the same, cured, come back.

What a file says again stays as old as it is. What it does not say any more of a parcel that it has is cured, unless the
file is older than the error. What had ended and is said by a later file came back.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import WorkItem
from landdesk.domain.sync_errors import CURED, SYNC_ERROR, ErrorKey, code_of, key_of, key_of_item
from landdesk.services.importing.refresh.engine import Refresh
from landdesk.store.reader import Reader

NEW: Final = "new"
STILL: Final = "still"
CAME_BACK: Final = "came_back"
ENDED: Final = "cured"


class SaidErrors:
    """The errors of one file.

    Args:
        refresh: Takes what changes.
        reader: The store.
        day: What the file speaks of, ISO.
        file_name: Its name.
        speaks_of: Tells whether files of this form say anything of a code.
    """

    def __init__(
        self, refresh: Refresh, reader: Reader, day: str, file_name: str, speaks_of: Callable[[str], bool]
    ) -> None:
        self._refresh = refresh
        self._day = day
        self._file_name = file_name
        self._known: dict[ErrorKey, WorkItem] = {}
        self._speaks_of = speaks_of
        for one in reader.failures.work([SYNC_ERROR]):
            self._known[key_of_item(one)] = one
        self._said: set[ErrorKey] = set()
        self._covered: set[ObjectId] = set()
        self._fit: set[ObjectId] = set()
        self.counts: Counter[str] = Counter()

    def cover(self, parcels: Iterable[ObjectId], *, fit: bool = False) -> None:
        """Note parcels that the file has.

        Args:
            fit: The file says that nothing keeps them out of group 1.
        """
        found = tuple(parcels)
        self._covered.update(found)
        if fit:
            self._fit.update(found)

    def say(self, subjects: tuple[ObjectId, ...], code: str, words: str, place: str = "") -> bool:
        """Take an error that the file says; tell whether it changes anything."""
        key = key_of(subjects, code, words)
        if key in self._said:
            return False
        self._said.add(key)
        known = self._known.get(key)
        said: Mapping[str, object] = {"state": "open", "source": self._file_name, "said_on": self._day}
        if known is None:
            values = {"kind": SYNC_ERROR, "subjects": subjects, "code": code, "words": words, **said}
            self._refresh.statement(None, WorkItem, values | {"place": place or None})
            self.counts[NEW] += 1
            return True
        if known.state == "open" or not self._is_later(known):
            if known.state == "open":
                self.counts[STILL] += 1
            return False
        self._refresh.statement(known, WorkItem, {**said, "words": words})
        self.counts[CAME_BACK] += 1
        return True

    def leave(self, subjects: tuple[ObjectId, ...], code: str, words: str) -> None:
        """Leave an error as it is: the file has the parcel and says nothing of this."""
        self._said.add(key_of(subjects, code, words))

    def end(self) -> None:
        """End what the file does not say any more of parcels that it has."""
        for key, item in self._known.items():
            if item.state != "open" or key in self._said or (item.said_on or "") > self._day:
                continue
            subjects = set(item.subjects)
            gone = self._speaks_of(code_of(item)) and subjects <= self._covered
            if gone or subjects <= self._fit:
                self._refresh.statement(
                    item, WorkItem, {"state": "done", "ended": CURED, "ended_on": self._day}
                )
                self.counts[ENDED] += 1

    def _is_later(self, ended: WorkItem) -> bool:
        """Tell whether the file may speak against the end of an error: one that a person closed only if it is newer."""
        if ended.ended == CURED:
            return (ended.ended_on or "") <= self._day
        return ended.ended_on is not None and ended.ended_on < self._day
