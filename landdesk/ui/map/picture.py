"""A picture of a box of land without a window: ``landdesk render``, the demo, tests and benches.

Needs an application object, offscreen will do; :func:`render_png` starts one where there is none. Nothing about
persons is drawn: labels are numbers and land-use codes.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QApplication

from landdesk.domain.coverage import Box, Coverage
from landdesk.domain.finding import Finding
from landdesk.files import publish_file
from landdesk.ui.map.drawing import PictureMaker, PictureOrder
from landdesk.ui.map.layers.compare import CompareLayer, CompareShape
from landdesk.ui.map.layers.findings import FindingsLayer
from landdesk.ui.map.layers.furniture import (
    LegendContent,
    paint_legend,
    paint_north_arrow,
    paint_scale_bar,
)
from landdesk.ui.map.layers.placed_findings import PlacedFindings
from landdesk.ui.map.layers.work import WorkLayer, WorkMark
from landdesk.ui.map.view import MapView


def render_picture(
    coverage: Coverage,
    box: Box | None,
    size_px: tuple[int, int],
    *,
    findings: Iterable[Finding] = (),
    work: Sequence[WorkMark] = (),
    compare: Sequence[CompareShape] = (),
    labels: bool = True,
    legend: bool = True,
) -> QImage:
    """Draw a map.

    Args:
        coverage: The parcels.
        box: Land to show, metres, as large as it goes and centred; None shows all parcels with a margin.
        size_px: Width and height of the picture.
        findings: Findings at their places.
        work: Returned work on its parcels.
        compare: Parcels before and after.
        labels: Whether parcels get their number and land use.
        legend: Whether legend, scale bar and north arrow are drawn.

    Returns:
        A picture of that size, format RGB32.
    """
    view = MapView(0.0, 0.0, 1.0, *size_px)
    if box is not None:
        view = view.fitted(box, margin=0.0)
    elif (extent := coverage.extent()) is not None:
        view = view.fitted(extent)
    picture = PictureMaker().draw(PictureOrder(coverage, view, labels=labels))
    painter = QPainter(picture.image)
    compared = CompareLayer(compare)
    compared.paint(painter, view)
    returned = WorkLayer(work, coverage)
    returned.paint(painter, view)
    found = FindingsLayer()
    found.show(PlacedFindings.of(findings, coverage))
    found.paint(painter, view)
    if legend:
        paint_scale_bar(painter, view)
        paint_north_arrow(painter, view)
        content = LegendContent(
            picture.order.colouring,
            picture.classes,
            found.severities(view),
            returned.is_seen(view),
            compare=bool(compare),
        )
        paint_legend(painter, view, content)
    painter.end()
    return picture.image


def render_png(
    target: Path,
    coverage: Coverage,
    box: Box | None,
    size_px: tuple[int, int],
    *,
    findings: Iterable[Finding] = (),
    work: Sequence[WorkMark] = (),
) -> None:
    """Draw a map into a PNG file, which is there whole or not at all; see :func:`render_picture`.

    Raises:
        OSError: The folder or the disk does not allow it.
    """
    _ensure_application()
    buffer = QBuffer()
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.write(render_picture(coverage, box, size_px, findings=findings, work=work))
    content = buffer.data().data()

    def write(file: BinaryIO) -> None:
        file.write(content)

    publish_file(target, write)


def _ensure_application() -> None:
    """See to it that there is an application; without one running, one that needs no display."""
    if QApplication.instance() is None:
        _own_application()


@cache
def _own_application() -> QApplication:
    """Make an application and keep it to the end of the program: the fonts are lost with it."""
    if sys.platform != "win32":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # One with widgets: a window may be opened in the same process later, and there is only one such object.
    return QApplication(sys.argv[:1])
