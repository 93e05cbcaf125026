"""Where the map has rested, to go back and forward as in a browser; pure, without Qt."""

from typing import Final

from landdesk.ui.map.view import MapView

VIEWS_AT_MOST: Final = 100
_SAME_PX: Final = 1.0
_SAME_SHARE: Final = 1e-6


class PastViews:
    """The views that the map rested at, in their order, and the one that it rests at now."""

    def __init__(self) -> None:
        self._views: list[MapView] = []
        self._at = -1

    def __len__(self) -> int:
        """How many there are."""
        return len(self._views)

    def rest(self, view: MapView) -> None:
        """Note that the map rests here; what was gone back from is forgotten, unless it is the same place."""
        if self._views and _is_same(view, self._views[self._at]):
            return
        del self._views[self._at + 1 :]
        self._views.append(view)
        del self._views[:-VIEWS_AT_MOST]
        self._at = len(self._views) - 1

    def adjust(self, view: MapView) -> None:
        """Let the present view be this one: the window has another size now, and nobody went anywhere."""
        if self._views:
            self._views[self._at] = view

    def step(self, by: int) -> MapView | None:
        """Go so many views on, or back, and return where; None where there is no such view."""
        to = self._at + by
        if not 0 <= to < len(self._views):
            return None
        self._at = to
        return self._views[to]


def _is_same(one: MapView, other: MapView) -> bool:
    """Say whether two views show the same place at the same scale, whatever the size of the window."""
    reach_m = _SAME_PX * min(one.m_per_px, other.m_per_px)
    return (
        abs(one.m_per_px / other.m_per_px - 1) <= _SAME_SHARE
        and abs(one.easting - other.easting) < reach_m
        and abs(one.northing - other.northing) < reach_m
    )
