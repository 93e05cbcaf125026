"""The short help (F1): how a day's work goes, and the keys."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from landdesk.i18n import _


def help_html(keys: Sequence[tuple[str, str]]) -> str:
    """Return the page.

    Args:
        keys: Keys and what they do, in the language of the reader.
    """
    steps = (
        _("Open your commune's store, or make one from the base package of the office. Say who works."),
        _("Find a parcel: type sheet/number such as 12/57, a name or an address; accents may be left out."),
        _("Click a parcel on the map, with Ctrl several. Drag moves the map, the wheel zooms."),
        _("Change attributes and land users in the panel at the right."),
        _(
            "Change boundaries with the tools of the map; a line at the foot of the window says what comes next."
        ),
        _("Check: the findings stand at the foot of the window and on the map; a click shows the place."),
        _("Every act is saved at once. Undo takes back your last act, even after a restart."),
        _("Export a change package and bring it to the office. Receive the office's answer as a file."),
        _(
            "What the office returned is work to do: on the parcel, on the map and in the list, with the reason."
        ),
    )
    on_the_map = (
        (_("Wheel, + and −"), _("Zoom")),
        (_("Drag, arrow keys"), _("Move the map")),
        (_("Middle button, space bar"), _("Move the map while a tool is in hand")),
        (_("Double click"), _("Show a parcel; with a tool: complete what was begun")),
        (_("Right click"), _("What can be done with the parcel")),
        (_("Ctrl + click"), _("Choose several parcels")),
        (_("Shift + click"), _("Set a point without being drawn to the boundaries")),
        ("Enter", _("Complete what was begun")),
        ("Backspace", _("Take back the last point")),
        ("Esc", _("Drop what was begun; once more: put the tool away")),
        ("Home", _("Show all parcels")),
    )
    listed = "".join(f"<li style='margin-bottom:5px'>{escape(step)}</li>" for step in steps)
    day, map_keys, menu_keys = _("A day with LandDesk"), _("On the map"), _("Keys")
    return (
        f"{_heading(day)}<ol>{listed}</ol>"
        f"{_heading(map_keys)}{_table(on_the_map)}"
        f"{_heading(menu_keys)}{_table(keys)}"
    )


def _heading(words: str) -> str:
    return f"<h3>{escape(words)}</h3>"


def _table(rows: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f"<tr><td><b>{escape(left)}</b>&nbsp;&nbsp;&nbsp;</td><td>{escape(right)}</td></tr>"
        for left, right in rows
    )
    return f"<table cellpadding='2'>{lines}</table>"


class HelpDialog(QDialog):
    """Shows the page."""

    def __init__(self, keys: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Short help"))
        self.page = QTextBrowser()
        self.page.setObjectName("page")
        self.page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.page.setHtml(help_html(keys))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self.page)
        layout.addWidget(buttons, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(620, 560)
