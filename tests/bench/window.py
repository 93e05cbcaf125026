"""Figures of the map as `tests.bench.map` measures them, on the mosaic and on 1,000,000 generated parcels."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from landdesk.domain.coverage import Coverage
from landdesk.ui.start import SWITCH_INTERVAL_S
from tests.bench import map as map_figures
from tests.bench.figures import Figure
from tests.bench.mosaic import CLERK, drop, office_store, working_copy
from tests.bench.start import resident_mb


def measure(folder: Path, _runs: int) -> list[Figure]:
    """Return pictures, stall, frames and snapping on the mosaic."""
    app = working_copy(office_store(), folder, CLERK)
    coverage = app.coverage
    drop(app)
    return _all(coverage)


def measure_large(folder: Path, _runs: int) -> list[Figure]:
    """Return pictures, snapping and memory with a million parcels."""
    coverage = generated_elsewhere(folder / "grid.pickle", 1_000_000)
    application = _application()
    figures = map_figures.pictures_1m(coverage) | map_figures.snapping(coverage, "snap.lookup_1m")
    del application
    return [*_figures(figures), Figure("map.memory_1m", resident_mb(), "MB")]


def generated_elsewhere(path: Path, count: int) -> Coverage:
    """Return generated parcels, made by another process: what making them leaves behind is not the program's."""
    subprocess.run([sys.executable, "-m", "tests.bench.window", str(path), str(count)], check=True)
    with path.open("rb") as file:
        coverage = pickle.load(file)
    path.unlink()
    if not isinstance(coverage, Coverage):
        raise TypeError(coverage)
    return coverage


def _all(coverage: Coverage) -> list[Figure]:
    application = _application()
    figures = (
        map_figures.pictures(coverage)
        | map_figures.stall(coverage)
        | map_figures.frames(coverage)
        | map_figures.snapping(coverage)
    )
    del application
    return _figures(figures)


def _application() -> QApplication:
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication(sys.argv[:1])


def _figures(found: map_figures.Figures) -> list[Figure]:
    return [Figure(name, value, unit) for name, (value, unit) in found.items()]


def main(path: Path, count: int) -> None:
    """Write so many generated parcels to a file."""
    with path.open("wb") as file:
        pickle.dump(map_figures.generated_grid(count), file, protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
