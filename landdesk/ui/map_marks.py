"""Returned work as the map marks it, for the window and for pictures without one."""

from collections.abc import Iterable

from landdesk.app.titles import reason_title
from landdesk.ui.map.layers.work import WorkMark
from landdesk.ui.panels.work_panel import ListedWork


def work_marks(rows: Iterable[ListedWork]) -> list[WorkMark]:
    """Return a mark for each parcel that open work is about."""
    return [
        WorkMark(parcel, ": ".join(filter(None, (reason_title(row.item.reason or ""), row.item.words))))
        for row in rows
        for parcel in row.parcels
    ]
