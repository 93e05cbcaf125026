"""Runs command lines in this process, as ``landdesk/__main__.py`` does, without a window."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from landdesk.cli.front_end import Box, FrontEnd
from landdesk.cli.main import main

PERSON = "Nguyễn Thị Hường"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command line left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on standard output."""
        found: dict[str, Any] = json.loads(self.out)
        return found


@dataclass(slots=True)
class Window:
    """Stands where the window would be and notes what it was asked for."""

    opened: list[tuple[Path | None, str | None]] = field(default_factory=list)
    rendered: list[tuple[Path, Path, Box | None, tuple[int, int]]] = field(default_factory=list)
    received: list[Path] = field(default_factory=list)
    grabbed: list[tuple[Path, str]] = field(default_factory=list)

    def open_window(self, path: Path | None, person: str | None, package: Path | None) -> int:
        """Note the store, the person and the package."""
        self.opened.append((path, person))
        if package is not None:
            self.received.append(package)
        return 0

    def render(self, path: Path, output: Path, box: Box | None, size: tuple[int, int]) -> None:
        """Note what was to be drawn."""
        self.rendered.append((path, output, box, size))

    def show_window(self, path: Path, person: str) -> bool:
        """Note the store and the person, and stand for a computer without a display."""
        self.opened.append((path, person))
        return False

    def grab(self, path: Path, picture: Path, person: str) -> None:
        """Note whose picture was wanted and leave one as large as a real one."""
        self.grabbed.append((path, person))
        picture.write_bytes(bytes(20_000))

    def try_window(self) -> tuple[str, tuple[int, int] | None]:
        """Stand for a window that can be drawn."""
        return "Qt", None

    def front_end(self) -> FrontEnd:
        """Return the functions to hand in."""
        return FrontEnd(
            open_window=self.open_window,
            render=self.render,
            show_window=self.show_window,
            grab=self.grab,
            try_window=self.try_window,
        )


class CommandLine:
    """Types command lines; names of files are below one folder.

    Args:
        folder: Where the files are.
        person: Who types; None is nobody.
    """

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], person: str | None = PERSON) -> None:
        self.folder = folder
        self.window = Window()
        self.person = person
        self._capsys = capsys

    def __call__(self, *words: str | Path) -> Answer:
        """Run one command line and return what it said; ``--as`` is added where somebody types."""
        argv = [str(word) for word in words]
        if self.person is not None and "--as" not in argv:
            argv = ["--as", self.person, *argv]
        self._capsys.readouterr()
        code = main(argv, self.window.front_end())
        said = self._capsys.readouterr()
        return Answer(code, said.out, said.err)

    def good(self, *words: str | Path) -> Answer:
        """Run a command line that must succeed without a word on standard error."""
        answer = self(*words)
        assert (answer.code, answer.err) == (0, "")
        return answer

    def refused(self, *words: str | Path) -> tuple[int, str]:
        """Run a command line that must fail; return exit code and the code of the error.

        The words on standard error and the document on standard output must say the same.
        """
        answer = self(*words, "--json")
        document = answer.document
        assert document["schema"] == "landdesk.error/1"
        assert document["exit"] == answer.code != 0
        # After Ctrl-C the first line is empty, below the ^C of the terminal.
        first, *rest = answer.err.strip().splitlines()
        assert first == f"{document['what']} [{document['code']}]"
        assert len(rest) == sum(document[name] is not None for name in ("where", "remedy", "command"))
        assert "Traceback" not in answer.err
        return answer.code, document["code"]


Typed = Callable[..., Answer]
