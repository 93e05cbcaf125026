"""What a dialog beside the map shows on it, and bringing ground into the part that the dialog leaves free."""

from dataclasses import replace
from typing import Final

from PySide6.QtWidgets import QWidget
from shapely import MultiPolygon

from landdesk.domain.coverage import Box
from landdesk.ui.map.canvas import MapCanvas
from landdesk.ui.map.layers.compare import CompareShape
from landdesk.ui.map.view import MapView

_LARGE_ENOUGH: Final = 1 / 4
"""Smaller than this part of the free map, ground counts as not seen."""
_MARGIN: Final = 0.25
_AT_LEAST_M: Final = 10.0
_EDGE_PX: Final = 40
_COARSEST_M_PER_PX: Final = 0.5
"""A place that was out of sight is shown among the parcels around it."""


class Preview:
    """What a dialog shows on the map before it is done; takes away only what it has shown itself."""

    def __init__(self, canvas: MapCanvas) -> None:
        self._canvas = canvas
        self._is_shown = False

    def show(self, before: MultiPolygon | None, after: MultiPolygon) -> None:
        """Show a parcel as it is and as it would be."""
        self._is_shown = True
        self._canvas.set_compare([CompareShape(before, after)])

    def clear(self) -> None:
        """Show nothing."""
        if self._is_shown:
            self._is_shown = False
            self._canvas.set_compare(())


def bring_into_sight(canvas: MapCanvas, dialog: QWidget, box: Box) -> None:
    """Move the map so that ground is seen beside a dialog; nothing where it is seen already."""
    free = _free(canvas, dialog)
    west, south, east, north = box
    size_m = max(east - west, north - south)
    if free.covers(box) and size_m >= min(free.width_px, free.height_px) * free.m_per_px * _LARGE_ENOUGH:
        return
    more = max(_AT_LEAST_M - size_m, 0.0) / 2
    _show(canvas, free.fitted((west - more, south - more, east + more, north + more), _MARGIN))


def keep_in_sight(canvas: MapCanvas, dialog: QWidget, at: tuple[float, float]) -> None:
    """Move the map so that a place is seen beside a dialog, at the scale that it has, unless that shows too much."""
    free = _free(canvas, dialog)
    if not free.cut(_EDGE_PX, _EDGE_PX, free.width_px - 2 * _EDGE_PX, free.height_px - 2 * _EDGE_PX).covers(
        (*at, *at)
    ):
        m_per_px = min(free.m_per_px, _COARSEST_M_PER_PX)
        _show(canvas, replace(free, easting=at[0], northing=at[1], m_per_px=m_per_px))


def _free(canvas: MapCanvas, dialog: QWidget) -> MapView:
    """Return the view of the part that the dialog leaves free."""
    view, taken = canvas.view, _taken_px(canvas, dialog)
    return view.cut(taken, 0, view.width_px - taken, view.height_px)


def _show(canvas: MapCanvas, free: MapView) -> None:
    """Show a view in the free part, which ends where the map does."""
    view = canvas.view
    taken = view.width_px - free.width_px
    whole = replace(
        free,
        easting=free.easting - taken / 2 * free.m_per_px,
        width_px=view.width_px,
        height_px=view.height_px,
    )
    canvas.zoom_to_box(whole.box, margin=0.0)


def _taken_px(canvas: MapCanvas, dialog: QWidget) -> int:
    """Return how much of the map's left the dialog covers; none where it stands elsewhere."""
    corner = canvas.mapFromGlobal(dialog.frameGeometry().topRight())
    left = canvas.mapFromGlobal(dialog.frameGeometry().topLeft()).x()
    return corner.x() if left <= 0 < corner.x() < canvas.width() * 2 // 3 else 0
