"""The entry page: the form at the left, the scan or the list at the right, the keys below; it decides nothing."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from landdesk.i18n import N_, _
from landdesk.ui.entry.entered_panel import EnteredPanel
from landdesk.ui.entry.row import EntryEdit
from landdesk.ui.entry.scan_view import ScanView
from landdesk.ui.entry.sheet import EntrySheet
from landdesk.ui.panels.sections import ElidedLabel, words

KEYS: Final[Sequence[tuple[str, str, str]]] = (
    ("save", "Ctrl+Return", N_("Save, next")),
    ("person", "F2", N_("Another person")),
    ("parcel", "F3", N_("Another parcel")),
    ("purpose", "F4", N_("Another land use")),
    ("asset", "F5", N_("Asset")),
    ("repeat", "F6", N_("As before")),
    ("current_user", "F7", N_("Present user")),
    ("accept", "F8", N_("Accept")),
    ("scan", "F9", N_("Scan")),
    ("list", "F10", N_("List")),
    ("recorded", "Shift+F8", N_("Take the recorded value")),
    ("collected", "Ctrl+Shift+Return", N_("Only collected")),
    ("ditto", "Ctrl+D", N_("As in the row before")),
    ("remove", "Ctrl+Del", N_("Take the row out")),
    ("next_page", "Ctrl+PgDown", N_("Next page")),
    ("page_before", "Ctrl+PgUp", N_("Page before")),
    ("zoom_in", "Ctrl++", N_("Zoom in")),
    ("zoom_in", "Ctrl+=", ""),
    ("zoom_out", "Ctrl+-", N_("Zoom out")),
    ("turn", "Ctrl+R", N_("Turn the scan")),
    ("up", "Ctrl+Up", N_("Move the scan")),
    ("down", "Ctrl+Down", ""),
    ("left", "Alt+Left", ""),
    ("right", "Alt+Right", ""),
)
"""What each key does: code, keys, words."""
ON_BUTTONS: Final = 10
"""The first of them have buttons at the foot, in two lines: a screen may be 1024 pixels wide."""
IN_A_LINE: Final = 5
FORM_SHARE, SCAN_SHARE = 62, 38


def shown_keys(keys: str) -> str:
    """Return keys as people read them."""
    return keys.replace("Return", "Enter")


class EntryPage(QDialog):
    """The page.

    Signals:
        wanted(str): The code of a key of ``KEYS``.
        leaving(): The page is about to close.
    """

    wanted = Signal(str)
    leaving = Signal()

    def __init__(self, sheet: EntrySheet, entered: EnteredPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Enter a certificate"))
        self.setModal(True)
        self.sheet = sheet
        self.entered = entered
        self.scan = ScanView()
        self.form_area = QScrollArea()
        self.form_area.setWidget(sheet)
        self.form_area.setWidgetResizable(True)
        self.form_area.setFrameShape(QFrame.Shape.NoFrame)
        self.form_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.form_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side = QStackedWidget()
        self.side.addWidget(self.scan)
        self.side.addWidget(entered)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.form_area)
        split.addWidget(self.side)
        split.setStretchFactor(0, FORM_SHARE)
        split.setStretchFactor(1, SCAN_SHARE)
        split.setSizes([FORM_SHARE * 10, SCAN_SHARE * 10])
        self.trouble = words("", name="error")
        self.trouble.setContentsMargins(12, 2, 12, 2)
        self.trouble.hide()
        self.hint = ElidedLabel("")
        self.hint.setObjectName("soft")
        self.note = ElidedLabel("")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(split, 1)
        layout.addWidget(self.trouble)
        layout.addWidget(self._foot())
        self._set_keys()

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setObjectName("bar")
        said = QHBoxLayout()
        said.addWidget(self.hint, 1)
        said.addWidget(self.note, 1)
        keys = QGridLayout()
        keys.setSpacing(1)
        for at, (code, key, title) in enumerate(KEYS[:ON_BUTTONS]):
            button = QToolButton()
            words_of_key = _(title)
            button.setText(f"{shown_keys(key)} {words_of_key}")
            button.setObjectName("status")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, code=code: self.wanted.emit(code))
            keys.addWidget(button, at // IN_A_LINE, at % IN_A_LINE)
        keys.setColumnStretch(IN_A_LINE, 1)
        layout = QVBoxLayout(foot)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.setSpacing(2)
        layout.addLayout(said)
        layout.addLayout(keys)
        return foot

    def _set_keys(self) -> None:
        for code, key, _title in KEYS:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda code=code: self.wanted.emit(code))
            if key.endswith("Return"):
                other = QShortcut(QKeySequence(key.replace("Return", "Enter")), self)
                other.activated.connect(lambda code=code: self.wanted.emit(code))

    def show_side(self, widget: QWidget) -> None:
        """Show the scan or the list at the right."""
        self.side.setCurrentWidget(widget)

    def show_lacking(self, text: str) -> None:
        """Say what the certificate still lacks to be complete."""
        self.note.setText(text)
        self.note.setToolTip(text)

    def go_to(self, edit: EntryEdit) -> None:
        """Let the keys go to a field, and let it be seen."""
        edit.setFocus()
        self.form_area.ensureWidgetVisible(edit, 0, 60)

    def say(self, text: str) -> None:
        """Say why it was not saved; nothing when it was."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def reject(self) -> None:
        """Close; what was typed is kept."""
        self.leaving.emit()
        super().reject()
