"""What a verb needs beside its own arguments: who works, how long work shows itself, and an opened store."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, TextIO

from landdesk.app.titles import copy_words
from landdesk.cli.parameters import WORDS
from landdesk.cli.passphrases import unlock_store
from landdesk.i18n import Text, translate

if TYPE_CHECKING:
    from landdesk.app.application import Application
    from landdesk.cli.front_end import FrontEnd

PERSON_VARIABLE: Final = "LANDDESK_PERSON"

_EVERY_S: Final = 0.1


def _person_of_surroundings() -> str | None:
    name = os.environ.get(PERSON_VARIABLE)
    return WORDS.read(name) if name else None


@dataclass(slots=True)
class Session:
    """One run of the command line.

    Args:
        front_end: What the window does for verbs.
        person_name: Who works; None where nobody is named.
    """

    front_end: "FrontEnd"
    person_name: str | None = field(default_factory=_person_of_surroundings)

    @contextmanager
    def reading(self, path: Path) -> Iterator["Application"]:
        """Open a store for a verb that changes nothing; who works does not matter."""
        from landdesk.app.bootstrap import open_application
        from landdesk.app.logs import start_log

        start_log("terminal")
        unlock_store(path)
        app = open_application(path)
        _tell_of_copy(app)
        try:
            yield app
        finally:
            app.close()

    @contextmanager
    def leaving(self, path: Path) -> Iterator["Application"]:
        """Open a store for a verb that writes it, or a part of it, into a file; who does it is known where named.

        Raises:
            InvalidInputError: Not a store, or nobody in it is called so.
        """
        from landdesk.app.bootstrap import choose_person

        with self.reading(path) as app:
            if self.person_name is not None:
                choose_person(app, self.person_name)
            yield app

    @contextmanager
    def working(self, path: Path) -> Iterator["Application"]:
        """Open a store for a verb that changes something.

        Raises:
            RefusedError: Nobody is named who does it.
            InvalidInputError: Not a store, or nobody in it is called so.
            TroubleError: The store can only be looked at.
        """
        from landdesk.app.bootstrap import acting_person, open_application
        from landdesk.app.logs import start_log

        start_log("terminal")
        unlock_store(path)
        app = open_application(path, self.person_name)
        _tell_of_copy(app)
        try:
            app.store.refuse_read_only()
            acting_person(app)
            yield app
        finally:
            app.close()


def _tell_of_copy(app: "Application") -> None:
    """Say that opening brought the store forward, and where it lies as it was."""
    if app.store.copy_before is not None:
        sys.stderr.write(translate(copy_words(app.store.copy_before)) + "\n")


class TerminalProgress:
    """How far long work is, as one line on a terminal; silent where there is none.

    Use as a context: the line is wiped off at the end.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream if stream is not None else sys.stderr
        self._shown = ""
        self._next_s = time.monotonic() + _EVERY_S
        self._speaks = self._stream.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._show("")

    def step(self, done: int, total: int, what: Text | None = None) -> None:
        """Show how far the work is, ten times a second at the most."""
        now = time.monotonic()
        if not self._speaks or now < self._next_s:
            return
        self._next_s = now + _EVERY_S
        part = f"{100 * done // total:3d} %" if total else ""
        self._show(" ".join(one for one in (part, "" if what is None else translate(what)) if one))

    def _show(self, line: str) -> None:
        if self._shown or line:
            self._stream.write(f"\r{line.ljust(len(self._shown))}\r{line}")
            self._stream.flush()
            self._shown = line
