"""The real commune Děčany as a coverage, and a canvas that shows it."""

from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Finding, Severity
from landdesk.i18n import Text
from landdesk.ui.map.canvas import MapCanvas
from tests.bench.map import real_mosaic
from tests.rows import row_id

ShowParcels = Callable[[Coverage], MapCanvas]

DECANY_VILLAGE = (-773_680.0, -999_480.0, -773_480.0, -999_330.0)
"""Some fifty parcels of the village Semeč, in EPSG:5514."""


@cache
def decany_parcels() -> Coverage:
    return real_mosaic(1)


@pytest.fixture
def decany() -> Coverage:
    return decany_parcels()


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[ShowParcels]:
    """Return a function that opens a canvas of 800 × 600 and waits for its picture."""
    opened: list[MapCanvas] = []

    def open_canvas(coverage: Coverage) -> MapCanvas:
        canvas = MapCanvas()
        qtbot.addWidget(canvas)
        opened.append(canvas)
        canvas.resize(800, 600)
        canvas.show()
        canvas.set_coverage(coverage)
        wait_for_picture(qtbot, canvas)
        return canvas

    yield open_canvas
    for canvas in opened:
        canvas.shut_down()


def a_finding(
    place: shapely.Geometry | None,
    severity: Severity = Severity.ERROR,
    *,
    rule: str = "parcel.missing-node",
    number: int = 0,
) -> Finding:
    """Return a finding at a place; each number is another parcel's."""
    return Finding(rule, severity, (row_id(number),), place, None, "", Text("what"), Text("remedy"))


def wait_for_picture(qtbot: QtBot, canvas: MapCanvas) -> None:
    qtbot.waitUntil(lambda: canvas.is_picture_current)


def pixel_of(canvas: MapCanvas, point: tuple[float, float]) -> QPoint:
    """Return the pixel of a point on the ground."""
    x, y = canvas.view.to_screen(*point)
    return QPoint(round(x), round(y))


def middle_of(coverage: Coverage, index: int) -> tuple[float, float]:
    """Return a point inside a parcel."""
    point = coverage.shapes(np.array([index]))[0].point_on_surface()
    return point.x, point.y
