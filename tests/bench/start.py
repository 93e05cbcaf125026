"""Figures of the start: from the process to a usable window on 50,752 parcels; `--help`; memory after an hour of acts.

Run as a program (``python -m tests.bench.start STORE [ACTS]``) it is the window that is measured: it says ``usable``
when map, list and findings stand, does that many acts, and says how much memory it takes.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Final

from tests.bench.figures import Figure, seconds
from tests.bench.mosaic import CLERK, ROOT, office_store, working_copy
from tests.bench.yardsticks import imports_s

ACTS_AN_HOUR: Final = 300
"""One every twelve seconds."""

_WINDOW: Final = [sys.executable, "-m", "tests.bench.start"]
_STATUS: Final = Path("/proc/self/status")


def measure(folder: Path, runs: int) -> list[Figure]:
    """Return start, bare imports and help."""
    store = _closed_copy(folder)
    _window(folder, store)
    cold = median(_window(folder, store)[0] for _ in range(runs))
    imports = median(imports_s() for _ in range(runs))
    _help()
    return [
        Figure("start.cold", cold, "s", cold / imports),
        Figure("start.imports", imports, "s"),
        Figure("cli.help", median(seconds(_help) for _ in range(runs)), "s"),
    ]


def measure_memory(folder: Path, _runs: int) -> list[Figure]:
    """Return the resident memory of a window after an hour of acts."""
    _, fresh_mb, late_mb = _window(folder, _closed_copy(folder), ACTS_AN_HOUR)
    return [Figure("memory.50k", late_mb, "MB"), Figure("memory.50k_at_start", fresh_mb, "MB")]


def _closed_copy(folder: Path) -> Path:
    app = working_copy(office_store(), folder, CLERK)
    app.close()
    return app.store.path


def _help() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "landdesk", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    if "landdesk" not in done.stdout:
        raise AssertionError("the help says nothing")


def _window(folder: Path, store: Path, acts: int = 0) -> tuple[float, float, float]:
    """Return the seconds until a new window was usable, and its memory then and at its end, MB."""
    surroundings = os.environ | {"QT_QPA_PLATFORM": "offscreen", "LANDDESK_CONFIG": str(folder / "config")}
    command = [*_WINDOW, str(store), str(acts)]
    with (folder / "window.log").open("w+", encoding="utf-8") as log:
        started = perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=log, text=True
        )
        if process.stdout is None:
            raise AssertionError("the window has no output")
        words = process.stdout.readline().split()
        took = perf_counter() - started
        late = process.stdout.read().split()
        process.stdout.close()
        if process.wait() or words[:1] != ["usable"] or late[:1] != ["done"]:
            log.seek(0)
            raise AssertionError(f"the window ended with {process.returncode}: {log.read()[-2000:]}")
    return took, float(words[1]), float(late[1])


def main(store: Path, acts: int) -> None:
    """Open the window as the program does, and tell when it is usable."""
    from PySide6.QtCore import QTimer

    from landdesk.settings import Settings
    from landdesk.ui.start import SWITCH_INTERVAL_S, Program, prepared_application

    sys.setswitchinterval(SWITCH_INTERVAL_S)
    app = prepared_application()
    program = Program(app, Settings(), None)
    window = program.show_window(store)
    window.resize(1366, 768)
    looks = QTimer()

    def look() -> None:
        place = window.desk.current
        if place is None or not place.settled or place.store.findings is None:
            return
        looks.stop()
        print("usable", resident_mb(), flush=True)
        random = Random(1)
        for _ in range(acts):
            _act(place.store.app, random, app.processEvents)
        print("done", resident_mb(), flush=True)
        window.closed.connect(app.quit)
        window.close()

    looks.timeout.connect(look)
    looks.start(2)
    app.exec()


def _act(application: object, random: Random, go_on: Callable[[], object]) -> None:
    """Do one act and let the window show it."""
    from landdesk.app.application import Application
    from landdesk.domain.errors import LandDeskError
    from tests.soak.edits import random_command

    if not isinstance(application, Application):
        raise TypeError(application)
    application.person = CLERK
    command = random_command(application, random)
    if command is not None:
        try:
            application.execute(command)
        except LandDeskError:
            return
    go_on()


def resident_mb() -> float:
    """Return the memory that this process has in the machine, MB."""
    found = re.search(r"^VmRSS:\s+(\d+) kB$", _STATUS.read_text("ascii"), re.MULTILINE)
    if found is None:
        raise AssertionError("the system does not say how much memory is taken")
    return int(found[1]) / 1000


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
