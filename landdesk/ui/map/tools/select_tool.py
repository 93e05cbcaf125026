"""Look around and select: a click selects, a drag pans, a double click zooms to the parcel."""

from PySide6.QtCore import Qt

from landdesk.i18n import N_, Text
from landdesk.ui.map.tools.tool import MapTool


class SelectTool(MapTool):
    """The tool that is in hand when no other is."""

    code = "select"
    title = N_("Select")
    cursor = Qt.CursorShape.ArrowCursor
    needs_person = False
    hovers = True
    selects = True

    @property
    def hint(self) -> Text:
        """What to do next."""
        return Text(N_("Click selects a parcel, with Ctrl several; drag moves the map, the wheel zooms."))
