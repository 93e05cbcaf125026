"""Processes that need not load the program: each is forked from one that has loaded it, and is killed like any other.

A process has folder, surroundings and streams of its own. Loading was three quarters of what a command line costs.
"""

import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from io import BufferedReader, FileIO, TextIOWrapper
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from landdesk.__main__ import main

if sys.platform == "win32":
    _ways = get_context("spawn")
else:
    _ways = get_context("forkserver")
# Loaded once, so that no process has to.
_ways.set_forkserver_preload(
    [
        __name__,
        "landdesk.app.bootstrap",
        "landdesk.app.exchange",
        "landdesk.services.importing.importer",
        "landdesk.store.backup",
        "landdesk.store.encryption.sealing",
    ]
)


class WarmProcess:
    """A running process.

    Args:
        words: What stands behind the name of Python: ``-m landdesk WORDS`` or ``-c SCRIPT WORDS``.
        folder: Where it works.
        variables: All of its environment.
        stdin: What it reads.
    """

    def __init__(
        self, words: Sequence[str], folder: Path, variables: Mapping[str, str], stdin: bytes = b""
    ) -> None:
        self.out = self.err = b""
        self._streams = TemporaryDirectory()
        place = Path(self._streams.name)
        (place / "in").write_bytes(stdin)
        self._process = _ways.Process(target=_play, args=(list(words), folder, dict(variables), place))
        self._process.start()

    @property
    def is_running(self) -> bool:
        return self._process.is_alive()

    def kill(self) -> None:
        """End it at once, wherever it is."""
        self._process.kill()

    def wait(self) -> int:
        """Return the exit code, negative for a signal; ``out`` and ``err`` are what it said then."""
        self._process.join()
        code = self._process.exitcode
        assert code is not None
        self._process.close()
        # What is killed at its very beginning has not opened them yet.
        said = [Path(self._streams.name, name) for name in ("out", "err")]
        self.out, self.err = (one.read_bytes() if one.exists() else b"" for one in said)
        self._streams.cleanup()
        return code


def _play(words: list[str], folder: Path, variables: dict[str, str], streams: Path) -> None:
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(folder)
    tempfile.tempdir = None
    for number, name, flags in ((0, "in", os.O_RDONLY), (1, "out", _NEW), (2, "err", _NEW)):
        os.dup2(os.open(streams / name, flags), number)
    sys.stdin = TextIOWrapper(BufferedReader(FileIO(0, closefd=False)), "utf-8")
    if words[0] == "-m":
        sys.exit(main(words[2:]))
    sys.argv = ["-c", *words[2:]]
    exec(words[1], {"__name__": "__main__"})


_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
