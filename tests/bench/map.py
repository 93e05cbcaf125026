"""Figures of the map: pictures, stalls, frames, labels, snapping. Each function returns name → (value, unit).

Needs a `QApplication` (offscreen will do) and `sys.setswitchinterval(0.0005)`, as the window sets it.
"""

import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import fiona
import numpy as np
import shapely
from PySide6.QtWidgets import QApplication

from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Finding, Severity
from landdesk.i18n import Text
from landdesk.ui.map.canvas import MapCanvas
from landdesk.ui.map.drawing import Picture, PictureMaker, PictureOrder
from landdesk.ui.map.layers.placed_findings import PlacedFindings
from landdesk.ui.map.snapping import snap
from landdesk.ui.map.view import MapView
from landdesk.ui.map.worker import DrawingWorker
from tests.bench.figures import Figure
from tests.rows import build_coverage

Figures = dict[str, tuple[float, str]]

DECANY = Path(__file__).resolve().parents[1] / "data" / "decany" / "decany_parcels.gpkg"
# The list of figures wants 1920 × 1080; the old computer has the screen it has.
WIDTH_PX, HEIGHT_PX = map(int, os.environ.get("LANDDESK_BENCH_SCREEN", "1920x1080").split("x"))
SIZE_PX = (WIDTH_PX, HEIGHT_PX)
RUNS = 5

# Kinds of land in the Czech register and a Vietnamese code of the same group, for colours and labels.
LAND_USE = {2: "HNK", 5: "CLN", 6: "CLN", 7: "BHK", 10: "RSX", 11: "SON", 13: "ONT", 14: "DGT"}


def real_mosaic(tiles: int = 4) -> Coverage:
    """Return Děčany laid out tiles × tiles times: 50,752 parcels for 4."""
    with fiona.open(DECANY) as source:
        features = list(source)
    shapes = np.array(
        [shapely.MultiPolygon([shapely.geometry.shape(one.geometry)]) for one in features], dtype=object
    )
    west, south, east, north = shapely.total_bounds(shapes)
    steps = [(i * (east - west), j * (north - south)) for i in range(tiles) for j in range(tiles)]
    moved = [shapely.transform(shapes, lambda xy, by=by: np.rint((xy + by) * 1000) / 1000) for by in steps]
    numbers = [one.properties["parcel_no"] for one in features] * len(steps)
    codes = [LAND_USE.get(one.properties["land_kind_code"]) for one in features] * len(steps)
    return build_coverage(np.concatenate(moved).tolist(), number=numbers, land_use=codes)


def generated_grid(count: int = 1_000_000, side_m: float = 20.0) -> Coverage:
    """Return a square of square parcels on the 1 mm grid."""
    side = round(count**0.5)
    at = np.arange(side) * side_m
    west, south = (one.ravel() for one in np.meshgrid(at, at))
    shapes = shapely.multipolygons(shapely.box(west, south, west + side_m, south + side_m)[:, None])
    codes = ["LUC", "CLN", "ONT", "DGT", None]
    use = [codes[at % 5] for at in range(len(shapes))]
    return build_coverage(shapes.tolist(), number=[str(at % 500) for at in range(len(shapes))], land_use=use)


def pictures(coverage: Coverage) -> Figures:
    """Full extent with fill and stroke, and with labels; `map.labels_dense` has some 3,000 labels."""
    order = PictureOrder(coverage, _everything(coverage), labels=False)
    labelled = PictureOrder(coverage, _everything(coverage), labels_to_m_per_px=float("inf"))
    maker = PictureMaker()
    first_s = _timed(lambda: maker.draw(order))
    west, south, east, north = coverage.extent() or (0.0, 0.0, 1.0, 1.0)
    close = MapView((west + east) / 2, (south + north) / 2, 1.0, *SIZE_PX)
    # The densest square kilometre has the most labels.
    dense = PictureOrder(coverage, _densest(coverage, close))
    return {
        "map.picture": (_median_s(lambda: maker.draw(order)), "s"),
        "map.picture_first": (first_s, "s"),
        "map.labels": (_median_s(lambda: PictureMaker().draw(labelled)), "s"),
        "map.labels_dense": (_median_s(lambda: PictureMaker().draw(dense)), "s"),
    }


def pictures_1m(coverage: Coverage) -> Figures:
    """Full extent and a 5 km view of 1,000,000 generated parcels."""
    maker = PictureMaker()
    everything = PictureOrder(coverage, _everything(coverage))
    west, south, east, north = coverage.extent() or (0.0, 0.0, 1.0, 1.0)
    part = MapView((west + east) / 2, (south + north) / 2, 5_000 / SIZE_PX[1], *SIZE_PX)
    maker.draw(everything)
    return {
        "map.picture_1m": (_median_s(lambda: maker.draw(everything)), "s"),
        "map.picture_1m_5km": (_median_s(lambda: maker.draw(PictureOrder(coverage, part))), "s"),
    }


def stall(coverage: Coverage) -> Figures:
    """Longest stop of the window's thread while the worker draws the full extent for the first time.

    The thread asks to be woken each millisecond; what it wakes later than that is the stop.
    """
    app = _application()
    longest = []
    for _ in range(RUNS):
        worker, drawn = DrawingWorker(), list[Picture]()
        worker.picture_drawn.connect(drawn.append)
        worker.draw(PictureOrder(coverage, _everything(coverage), labels_to_m_per_px=float("inf")))
        worst, ends_at = 0.0, time.perf_counter() + 20
        while not drawn and time.perf_counter() < ends_at:
            started = time.perf_counter()
            time.sleep(0.001)
            worst = max(worst, time.perf_counter() - started - 0.001)
            app.processEvents()
        worker.stop()
        longest.append(worst)
    return {"map.stall": (median(longest) * 1000, "ms")}


def frames(coverage: Coverage) -> Figures:
    """95th percentile of the time of a pan frame, the worker busy all the time and three findings on each parcel."""
    app = _application()
    canvas = MapCanvas()
    canvas.resize(*SIZE_PX)
    canvas.show()
    canvas.set_coverage(coverage)
    canvas.set_findings(PlacedFindings.of(_three_each(coverage), coverage))
    until(canvas)
    busy = DrawingWorker()
    order = PictureOrder(coverage, _everything(coverage).widened(0.25), labels_to_m_per_px=float("inf"))
    times = []
    for number in range(240):
        if number % 4 == 0:
            busy.draw(order)
        started = time.perf_counter()
        canvas.pan_by(9 if number % 80 < 40 else -9, 4)
        canvas.repaint()
        times.append(time.perf_counter() - started)
        app.processEvents()
    busy.stop()
    canvas.shut_down()
    canvas.close()
    canvas.deleteLater()
    return {"map.frame": (float(np.percentile(times, 95)) * 1000, "ms")}


def snapping(coverage: Coverage, name: str = "snap.lookup") -> Figures:
    """99th percentile of a look-up of all kinds near boundaries with a line in progress, 10 pixels at 1:2,000."""
    random.seed(1)
    coords = coverage.base.outlines.coords
    times = []
    for _ in range(2_000):
        easting, northing = coords[random.randrange(len(coords))] + [
            random.uniform(-6, 6),
            random.uniform(-6, 6),
        ]
        at = float(easting), float(northing)
        line = [(at[0] - 40, at[1] - 25), (at[0] + 30, at[1] - 20), (at[0] - 10, at[1] + 15)]
        started = time.perf_counter()
        snap(coverage, at, 5.0, line=line)
        times.append(time.perf_counter() - started)
    return {name: (float(np.percentile(times, 99)) * 1000, "ms")}


def until(canvas: MapCanvas, timeout_s: float = 10.0) -> None:
    """Let events happen until the picture is the wanted one."""
    app, ends_at = _application(), time.perf_counter() + timeout_s
    while not canvas.is_picture_current and time.perf_counter() < ends_at:
        app.processEvents()


def _three_each(coverage: Coverage) -> list[Finding]:
    """Return a commune's findings before anybody mended any: two errors and a warning on each parcel."""
    nothing = Text("")
    return [
        Finding(rule, severity, (coverage.id_at(at),), None, None, "", nothing, nothing)
        for at in range(len(coverage))
        for rule, severity in (
            ("parcel.missing-field", Severity.ERROR),
            ("person.field-missing", Severity.ERROR),
            ("party.type-missing", Severity.WARNING),
        )
    ]


def _everything(coverage: Coverage) -> MapView:
    return MapView(0.0, 0.0, 1.0, *SIZE_PX).fitted(coverage.extent() or (0.0, 0.0, 1.0, 1.0), 0.01)


def _densest(coverage: Coverage, view: MapView) -> MapView:
    """Return the view moved to where most parcels are."""
    boxes = coverage.base.boxes
    middles = np.floor((boxes[:, :2] + boxes[:, 2:]) / 2 / 1000)
    places, counts = np.unique(middles, axis=0, return_counts=True)
    east, north = ((places[np.argmax(counts)] + 0.5) * 1000).tolist()
    return MapView(east, north, view.m_per_px, view.width_px, view.height_px)


def _application() -> QApplication:
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication(sys.argv[:1])


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _median_s(work: Callable[[], object]) -> float:
    return median(_timed(work) for _ in range(RUNS))


def measure(_folder: Path, _runs: int) -> list[Figure]:
    """Return the figures of drawing and snapping, on the mosaic and on a million generated parcels."""
    sys.setswitchinterval(0.0005)
    _application()
    coverage = real_mosaic()
    figures = pictures(coverage) | stall(coverage) | frames(coverage) | snapping(coverage)
    million = generated_grid()
    figures |= pictures_1m(million) | snapping(million, "snap.lookup_1m")
    return [Figure(name, value, unit) for name, (value, unit) in figures.items()]
