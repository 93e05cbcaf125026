"""A scan of the parcel page, to be looked at: pages are turned, zoomed and turned round by keys or buttons."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from landdesk.i18n import N_, _
from landdesk.ui.entry.scan_drawer import ScanDrawer
from landdesk.ui.entry.scan_view import ScanView
from landdesk.ui.open_store import OpenStore

_KEYS: Final = (
    ("page_before", "PgUp", N_("Page before")),
    ("next_page", "PgDown", N_("Next page")),
    ("zoom_out", "Ctrl+-", N_("Zoom out")),
    ("zoom_in", "Ctrl++", N_("Zoom in")),
    ("turn", "Ctrl+R", N_("Turn the scan")),
    ("zoom_in", "Ctrl+=", ""),
    ("up", "Up", ""),
    ("down", "Down", ""),
    ("left", "Left", ""),
    ("right", "Right", ""),
)
"""What each key does: code, keys, words of its button."""
_WIDTH_SHARE, _HEIGHT_SHARE = 0.6, 0.95


class ScanDialog(QDialog):
    """Shows one scan."""

    def __init__(self, store: OpenStore, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setModal(True)
        self.resize(round(parent.width() * _WIDTH_SHARE), round(parent.height() * _HEIGHT_SHARE))
        self.view = ScanView()
        self.drawer = ScanDrawer(store, self.view)
        self.drawer.clear(_("The scan is being read …"))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(8, 0, 8, 8)
        for code, key, words in _KEYS:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda code=code: self.drawer.do(code))
            if words:
                button = QPushButton(_(words))
                button.setToolTip(key)
                button.setAutoDefault(False)
                button.clicked.connect(lambda _checked=False, code=code: self.drawer.do(code))
                buttons.addWidget(button)
        buttons.addStretch()
        close = QPushButton(_("Close"))
        close.clicked.connect(self.accept)
        buttons.addWidget(close)
        close.setFocus()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view, 1)
        layout.addLayout(buttons)
