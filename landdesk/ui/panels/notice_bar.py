"""A box at the head of the map for what was refused: three lines, gone with the next success or by its button."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from landdesk.domain.errors import LandDeskError
from landdesk.i18n import _
from landdesk.ui import theme
from landdesk.ui.icons import picture
from landdesk.ui.messages import error_html
from landdesk.ui.panels.sections import small_button

WIDEST_PX = 520


class NoticeBar(QFrame):
    """Lies over the upper edge of another widget."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("notice")
        self._over = over
        self._sign = QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.close_button = small_button("close", _("Close"))
        self.close_button.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 8, 6, 8)
        layout.setSpacing(9)
        layout.addWidget(self._sign)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        over.installEventFilter(self)
        self.hide()

    def show_error(self, error: LandDeskError) -> None:
        """Show the three lines of an error."""
        self._show("warning", theme.WARNING, error_html(error))

    def show_words(self, text: str) -> None:
        """Show one line."""
        self._show("notice", theme.NOTICE, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the widget below when it changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _show(self, sign: str, colour: str, html: str) -> None:
        self._sign.setPixmap(picture(sign, 20, colour, self.devicePixelRatioF()))
        self.text.setText(html)
        self.show()
        self.raise_()
        self._place()

    def _place(self) -> None:
        width = max(min(WIDEST_PX, self._over.width() - 24), 120)
        self.setGeometry((self._over.width() - width) // 2, 12, width, self.heightForWidth(width))
