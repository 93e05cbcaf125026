"""Bringing ground into the part of the map that a dialog beside it leaves free."""

from dataclasses import replace
from typing import Final

from PySide6.QtWidgets import QWidget

from landdesk.domain.coverage import Box
from landdesk.ui.map.canvas import MapCanvas
from landdesk.ui.map.view import MapView

_LARGE_ENOUGH: Final = 1 / 4
"""Smaller than this part of the free map, ground counts as not seen."""
_MARGIN: Final = 0.25
_AT_LEAST_M: Final = 10.0


def bring_into_sight(canvas: MapCanvas, dialog: QWidget, box: Box) -> None:
    """Move the map so that ground is seen beside a dialog; nothing where it is seen already."""
    view = canvas.view
    taken = _taken_px(canvas, dialog)
    free = view.cut(taken, 0, view.width_px - taken, view.height_px)
    west, south, east, north = box
    size_m = max(east - west, north - south)
    if free.covers(box) and size_m >= min(free.width_px, free.height_px) * free.m_per_px * _LARGE_ENOUGH:
        return
    more = max(_AT_LEAST_M - size_m, 0.0) / 2
    wanted = free.fitted((west - more, south - more, east + more, north + more), _MARGIN)
    whole: MapView = replace(
        view,
        easting=wanted.easting - taken / 2 * wanted.m_per_px,
        northing=wanted.northing,
        m_per_px=wanted.m_per_px,
    )
    canvas.zoom_to_box(whole.box, margin=0.0)


def _taken_px(canvas: MapCanvas, dialog: QWidget) -> int:
    """Return how much of the map's left the dialog covers; none where it stands elsewhere."""
    corner = canvas.mapFromGlobal(dialog.frameGeometry().topRight())
    left = canvas.mapFromGlobal(dialog.frameGeometry().topLeft()).x()
    return corner.x() if left <= 0 < corner.x() < canvas.width() * 2 // 3 else 0
