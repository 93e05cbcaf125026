"""What is seen while no store is open: ways to open or make one, and the stores opened last."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from landdesk import __version__
from landdesk.i18n import _, current_language
from landdesk.paths import plain_form
from landdesk.ui import theme
from landdesk.ui.icons import icon, picture
from landdesk.ui.panels.sections import words

COLUMN_PX = 560
_PATH = Qt.ItemDataRole.UserRole


class WelcomePage(QWidget):
    """Shows it.

    Signals:
        open_requested(), from_base_requested(), training_requested(): What was pressed.
        recent_chosen(Path): One of the stores opened last.
        language_chosen(str): Code of a language.
    """

    open_requested = Signal()
    from_base_requested = Signal()
    training_requested = Signal()
    recent_chosen = Signal(object)
    language_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.open = big_button(
            "open", _("Open a store…"), _("A file that LandDesk has made, such as commune.landdesk")
        )
        self.from_base = big_button(
            "new", _("New store from a base package…"), _("The office hands out the base package (.ldpkg)")
        )
        self.training = big_button(
            "training",
            _("New training store…"),
            _("An invented commune to practise on, apart from all real data"),
        )
        self.open.clicked.connect(self.open_requested)
        self.training.clicked.connect(self.training_requested)
        self.from_base.clicked.connect(self.from_base_requested)
        self._recent_title = QLabel(_("Opened last"))
        self._recent_title.setObjectName("section")
        self.recent = QListWidget()
        self.recent.setObjectName("recent")
        self.recent.setAccessibleName(_("Opened last"))
        self.recent.setIconSize(QSize(20, 20))
        self.recent.itemActivated.connect(self._tell_recent)
        self.recent.itemClicked.connect(self._tell_recent)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addSpacing(16)
        for button in (self.open, self.from_base, self.training):
            column.addWidget(button)
        column.addSpacing(14)
        column.addWidget(self._recent_title)
        column.addWidget(self.recent)
        column.addSpacing(4)
        column.addLayout(self._foot())
        inner = QWidget()
        inner.setFixedWidth(COLUMN_PX)
        inner.setLayout(column)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.show_recent(())

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List the stores opened last, the newest first."""
        self.recent.clear()
        for path in paths:
            item = QListWidgetItem(icon("list", theme.TEXT_SOFT), f"{path.name}\n{path.parent}", self.recent)
            item.setData(_PATH, path)
            item.setToolTip(plain_form(path))
        shown = bool(paths)
        self._recent_title.setVisible(shown)
        self.recent.setVisible(shown)
        self.recent.setFixedHeight(min(len(paths), 4) * 54 + 4)

    def _tell_recent(self, item: QListWidgetItem) -> None:
        self.recent_chosen.emit(item.data(_PATH))

    def _head(self) -> QHBoxLayout:
        sign = QLabel()
        sign.setPixmap(picture("landdesk", 64, theme.ACCENT, self.devicePixelRatioF()))
        name = QLabel("LandDesk")
        name.setObjectName("welcome-title")
        line = words(
            _("The land parcels of your commune: map, checks, edits, exchange with the office"),
            name="welcome-words",
        )
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(name)
        texts.addWidget(line)
        head = QHBoxLayout()
        head.setSpacing(18)
        head.addWidget(sign)
        head.addLayout(texts, 1)
        return head

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        version = QLabel(_("Version {version}").format(version=__version__))
        version.setObjectName("soft")
        foot.addWidget(version)
        foot.addStretch()
        for code, name in (("vi", "Tiếng Việt"), ("en", "English")):
            button = QToolButton()
            button.setText(name)
            button.setCheckable(True)
            button.setChecked(code == current_language())
            button.clicked.connect(lambda _checked, code=code: self.language_chosen.emit(code))
            foot.addWidget(button)
        return foot


def big_button(icon_name: str, text: str, explanation: str) -> QPushButton:
    """Return a button of two lines: what it does, and what is needed for it."""
    button = QPushButton()
    button.setObjectName("welcome")
    button.setAccessibleName(text)
    button.setAccessibleDescription(explanation)
    sign = QLabel()
    sign.setPixmap(picture(icon_name, 26, theme.ACCENT, button.devicePixelRatioF()))
    name, below = QLabel(text), QLabel(explanation)
    name.setObjectName("welcome-button")
    below.setObjectName("soft")
    texts = QVBoxLayout()
    texts.setSpacing(1)
    texts.addWidget(name)
    texts.addWidget(below)
    row = QHBoxLayout(button)
    row.setContentsMargins(16, 9, 14, 10)
    row.setSpacing(14)
    row.addWidget(sign)
    row.addLayout(texts, 1)
    for label in (sign, name, below):
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return button
