"""Small building blocks that panels share: headings, sections with a button, rows of label and value, banners."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from landdesk.ui import theme
from landdesk.ui.icons import icon, picture


def empty(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while layout.count():
        item = layout.takeAt(0)
        # The stubs say that an item has both; it has one of them.
        widget: QWidget | None = item.widget()
        inner: QLayout | None = item.layout()
        if widget is not None:
            # Hidden at once: it lives until the event loop comes round.
            widget.hide()
            widget.deleteLater()
        if inner is not None:
            empty(inner)


def words(text: str, *, name: str = "", selectable: bool = False) -> QLabel:
    """Return a label that wraps.

    Args:
        text: Plain text, in the language of the reader.
        name: Object name, by which the style sheet knows it.
        selectable: Can be marked and copied.
    """
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setObjectName(name)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    # Else a layout gives it the height of a width that it has not, and its last lines are cut.
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    if selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def small_button(icon_name: str, tip: str, *, text: str = "") -> QToolButton:
    """Return a flat button of one line's height."""
    button = QToolButton()
    button.setObjectName("small")
    button.setIcon(icon(icon_name, theme.TEXT_SOFT))
    button.setIconSize(QSize(16, 16))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    if text:
        button.setText(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis where there is no room for all of it."""

    def minimumSizeHint(self) -> QSize:
        """Return that of a few letters: the words may be shortened."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as much as fits."""
        del event
        painter = QPainter(self)
        words = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), words)
        painter.end()


class Section(QWidget):
    """A heading with room for buttons at its right, and a body below."""

    def __init__(self, title: str, buttons: Sequence[QToolButton] = ()) -> None:
        super().__init__()
        self.title = QLabel(title)
        self.title.setObjectName("section")
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(6)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.title)
        head.addStretch()
        for button in buttons:
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(self.body)

    def show_none(self, text: str) -> None:
        """Say that there is nothing."""
        self.body.addWidget(words(text, name="soft"))


class Facts(QWidget):
    """Labels at the left, values at the right of them, one line each."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Replace all lines by these."""
        empty(self._grid)
        for line, (label, value) in enumerate(facts):
            name = QLabel(label)
            name.setObjectName("soft")
            name.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(name, line, 0)
            self._grid.addWidget(words(value or "–", selectable=True), line, 1)


class Banner(QFrame):
    """A box with a coloured edge and an icon that cannot be overlooked."""

    def __init__(self, icon_name: str, colour: str, title: str, text: str) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setStyleSheet(
            f"QFrame#banner {{ background: {theme.blend(colour, theme.SURFACE, 0.9).name()};"
            f" border: none; border-left: 3px solid {colour}; border-radius: 3px; }}"
        )
        sign = QLabel()
        sign.setPixmap(picture(icon_name, 20, colour, self.devicePixelRatioF()))
        sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.title = words(title, name="strong")
        self.text = words(text)
        self.text.setVisible(bool(text))
        # A widget, since a layout without items would leave the words no width.
        foot = QWidget()
        self.buttons = QHBoxLayout(foot)
        self.buttons.setContentsMargins(0, 2, 0, 0)
        self.buttons.setSpacing(6)
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addWidget(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(9, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(sign)
        layout.addLayout(column, 1)


def thin_line() -> QFrame:
    """Return a line across."""
    line = QFrame()
    line.setObjectName("line")
    line.setFixedHeight(1)
    return line
