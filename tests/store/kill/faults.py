"""Faults at durable steps, and what must be true of a folder afterwards."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import CLASSES, AnyRecord
from landdesk.store.reader import Reader
from landdesk.store.store import Store


class Killed(BaseException):
    """Raised at a durable step; like a kill it is no `Exception`, so nothing takes it for an error to deal with."""


class Fault:
    """Watches durable steps; at one of them keeps the folder as a kill would leave it, then raises.

    Args:
        at: Number of the step, from 1.
        folder: The folder with the stores.
        image: Where the copy goes: whatever files there are, half-written ones and logs as well.
    """

    def __init__(self, at: int, folder: Path, image: Path) -> None:
        self._at = at
        self._folder = folder
        self._image = image
        self._seen = 0

    def __call__(self, name: str) -> None:
        """Take note of a step."""
        self._seen += 1
        if self._seen == self._at:
            shutil.copytree(self._folder, self._image)
            raise Killed(name)


@dataclass(frozen=True, slots=True)
class State:
    """Everything in a store that somebody relies on; two stores in the same state went the same way."""

    journal: tuple[tuple[int, bytes], ...]
    records: dict[ObjectId, AnyRecord]
    unsent: tuple[ObjectId, ...]
    packages: tuple[Any, ...]
    decisions: tuple[Any, ...]
    snapshots: tuple[Any, ...]
    people: tuple[Any, ...]
    info: Any
    foreign: dict[str, int]
    problems: tuple[str, ...]


def state_of(path: Path) -> State | None:
    """Return the state of a store, opened as after a start of the program; None where there is no file."""
    if not path.exists():
        return None
    with Store.open(path) as store:
        foreign = store.foreign_writes()
        problems = tuple(str(one) for one in store.verify())
        with store.read() as reader:
            return _state(reader, foreign, problems)


def _state(reader: Reader, foreign: dict[str, int], problems: tuple[str, ...]) -> State:
    records: dict[ObjectId, AnyRecord] = {}
    for kind in CLASSES.values():
        records.update(reader.all(kind))
    packages = reader.exchange.packages()
    return State(
        journal=tuple((entry.number, entry.hash) for entry in reader.entries_after(0)),
        records=records,
        unsent=tuple(one.id for one in reader.exchange.unsent()),
        packages=tuple(packages),
        decisions=tuple(sorted(reader.exchange.decisions(one.id).items()) for one in packages),
        snapshots=tuple(reader.exchange.snapshots()),
        people=tuple(reader.people.all()),
        info=reader.info,
        foreign=foreign,
        problems=problems,
    )


def names(folder: Path, *, but: tuple[str, ...] = ()) -> set[str]:
    """Return the names of the files in a folder, without those that end so."""
    return {one.name for one in folder.iterdir() if not one.name.endswith(but)}
