"""Kills a program that edits a store, again and again, and checks what is left each time."""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from random import Random

from landdesk.app.application import Application
from landdesk.domain.commands import SetParcel
from landdesk.store.store import Store
from tests.stores import make_store, person

ROOT = Path(__file__).resolve().parents[3]
LONGEST_LIFE_S = 0.4


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one kill was about: acts reported as done, and whether one was on its way and is there as well."""

    reported: int
    one_more: bool


def new_store(path: Path) -> None:
    """Make the store to be edited: 24 parcels."""
    make_store(path, role="commune", columns=6, rows=4).close()


def kill_once(path: Path, random: Random) -> Outcome:
    """Let the worker edit, kill it at a random moment, and check the store."""
    before = journal(path)
    lines = killed_worker(path, random.randrange(2**31), random.uniform(0.0, LONGEST_LIFE_S))
    reported = [(int(number), bytes.fromhex(digest)) for number, digest in lines]
    with Store.open(path) as store:
        assert [str(one) for one in store.verify()] == []
    after = journal(path)
    assert after[: len(before)] == before
    assert after[len(before) :][: len(reported)] == reported
    left = len(after) - len(before) - len(reported)
    # At the most one act was committed and not yet reported when the end came.
    assert left in (0, 1)
    goes_on(path)
    return Outcome(len(reported), bool(left))


def killed_worker(path: Path, seed: int, life_s: float) -> list[tuple[str, str]]:
    """Start the worker, kill it so long after it was ready, and return number and hash of each act it reported."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.store.kill.worker", str(path), str(seed)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n", worker.communicate()[1]
    timer = threading.Timer(life_s, os.kill, (worker.pid, signal.SIGKILL))
    timer.start()
    output, trouble = worker.communicate()
    timer.join()
    assert worker.returncode == -signal.SIGKILL, trouble
    # A line that was cut short was not reported.
    return [(words[1], words[2]) for line in output.splitlines(keepends=True) if (words := whole(line))]


def whole(line: str) -> list[str]:
    """Return the words of a line that was written to its end."""
    words = line.split() if line.endswith("\n") else []
    return words if len(words) == 3 and words[0] == "done" else []


def journal(path: Path) -> list[tuple[int, bytes]]:
    """Return number and hash of every entry."""
    with Store.open(path) as store, store.read() as reader:
        return [(entry.number, entry.hash) for entry in reader.entries_after(0)]


def goes_on(path: Path) -> None:
    """Do one act and take it back: nothing is locked, nothing is in the way."""
    app = Application(Store.open(path), person())
    first = app.coverage.id_at(int(app.coverage.live()[0]))
    app.execute(SetParcel(first, address=f"Thôn {app.coverage.version}"))
    app.undo()
    app.close()
