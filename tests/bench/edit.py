"""Figures of editing on 50,752 parcels: from the wish to "done" on the screen, and the act alone.

An act is done when journal, read model and recheck are; on the screen when the window has painted the map with it: the
recheck follows (`check.recheck`).
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from landdesk.app.application import Application
from landdesk.domain.commands import Command
from landdesk.domain.errors import LandDeskError
from tests.bench.figures import Figure, percentile_ms
from tests.bench.mosaic import TECHNICIAN, commune_store, working_copy
from tests.bench.yardsticks import commit_ms
from tests.soak.edits import random_command

ACTS_A_RUN = 40
"""Of each kind."""

ON_SCREEN_A_RUN = 40
PAUSE_MS = 100
"""Between acts in the window: nobody acts faster, and lists and marks follow the last one meanwhile."""

KINDS = {"set": ("set", "use"), "move": ("move",), "split": ("split",)}
OVERLAY = 1_500
"""Parcels patched since the read model was laid out, towards the end of a long day."""


def measure(folder: Path, runs: int) -> list[Figure]:
    """Return `edit.commit` over all kinds, the kinds by themselves, undo, and acts at the end of a long day."""
    app = working_copy(commune_store(), folder, TECHNICIAN)
    random = Random(1)
    _times(app, random, "set", 5)
    by_kind: dict[str, list[float]] = {kind: [] for kind in KINDS}
    undone: list[float] = []
    for _ in range(runs):
        for kind in KINDS:
            by_kind[kind] += _times(app, random, kind, ACTS_A_RUN)
        undone += _timed(app.undo, 10)
    bare = median(commit_ms(folder / f"bare{number}.sqlite") for number in range(runs))
    every = [one for times in by_kind.values() for one in times]
    figures = [_figure("edit.act", every, bare)]
    figures += [_figure(f"edit.act.{kind}", times, bare) for kind, times in by_kind.items()]
    figures.append(_figure("edit.undo", undone, bare))
    figures.append(Figure("edit.sqlite_commit", bare, "ms"))
    while len(app.coverage.overlay) < OVERLAY:
        _times(app, random, "split", 20)
    late = [one for kind in KINDS for one in _times(app, random, kind, ACTS_A_RUN)]
    figures.append(_figure("edit.act_late", late, bare))
    app.tidy()
    problems = app.store.verify()
    app.close()
    if problems:
        raise AssertionError(f"the store is not sound after the edits: {problems[0].source}")
    return [_figure("edit.commit", _on_screen(folder, runs), bare), *figures]


def _on_screen(folder: Path, runs: int) -> list[float]:
    """Return the times of acts in a window, from the wish to the painted map."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["LANDDESK_CONFIG"] = str(folder / "config")
    from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer

    from landdesk.settings import Settings
    from landdesk.ui.main_window import MainWindow
    from landdesk.ui.start import SWITCH_INTERVAL_S, prepared_application

    sys.setswitchinterval(SWITCH_INTERVAL_S)
    application = prepared_application()
    window = MainWindow(Settings())
    window.resize(1366, 768)
    window.show()
    app = working_copy(commune_store(), folder, TECHNICIAN, "screen")
    window.desk.show_application(app)
    place = window.desk.workplace

    class Paints(QObject):
        """Hears of paintings of the map once an act is done."""

        def __init__(self) -> None:
            super().__init__()
            self.loop, self.done, self.failed = QEventLoop(), False, False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's own
            if self.done and event.type() == QEvent.Type.Paint:
                # The painting itself comes right after this.
                QTimer.singleShot(0, self.end)
            return super().eventFilter(watched, event)

        def end(self) -> None:
            # One that was asked for by an act before this one ends nothing.
            if self.done:
                self.loop.quit()

        def finish(self, *, failed: bool) -> None:
            self.done, self.failed = True, failed
            if failed:
                self.loop.quit()
            else:
                place.canvas.update()

    paints, pause, random = Paints(), QEventLoop(), Random(2)
    place.canvas.installEventFilter(paints)
    place.store.updated.connect(lambda _update: paints.finish(failed=False))
    times: list[float] = []
    while len(times) < ON_SCREEN_A_RUN * runs:
        while not place.settled:
            application.processEvents()
        QTimer.singleShot(PAUSE_MS, pause.quit)
        pause.exec()
        kind = random.choice([name for names in KINDS.values() for name in names])
        command = random_command(app, random, kind)
        if command is None:
            continue
        paints.done = False
        started = perf_counter()
        place.store.execute(command, failed=lambda _error: paints.finish(failed=True))
        paints.loop.exec()
        if not paints.failed:
            times.append(perf_counter() - started)
    place.canvas.removeEventFilter(paints)
    window.closed.connect(application.quit)
    window.close()
    application.exec()
    return times


def _figure(name: str, times: list[float], bare_ms: float) -> Figure:
    value = percentile_ms(times, 0.95)
    return Figure(name, value, "ms", value / bare_ms)


def _times(app: Application, random: Random, kind: str, count: int) -> list[float]:
    """Return the times of so many acts that were done; refused ones do not count."""
    times: list[float] = []
    while len(times) < count:
        command = random_command(app, random, random.choice(KINDS[kind]))
        if command is not None:
            times += _done_in(app, command)
    return times


def _done_in(app: Application, command: Command) -> list[float]:
    started = perf_counter()
    try:
        app.execute(command)
    except LandDeskError:
        return []
    return [perf_counter() - started]


def _timed(act: Callable[[], object], count: int) -> list[float]:
    times: list[float] = []
    for _ in range(count):
        started = perf_counter()
        act()
        times.append(perf_counter() - started)
    return times
