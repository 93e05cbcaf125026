"""Cells of the office's lists: a state as a badge of colour, drawing and word; two lines, the second soft."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from landdesk.i18n import _
from landdesk.ui import theme
from landdesk.ui.icons import picture
from landdesk.ui.models.office_rows import LOOKS, Look
from landdesk.ui.models.rows import RowsModel

AnyIndex = QModelIndex | QPersistentModelIndex

TWO_LINES_PX = 46
_MARGIN_PX = 8
_BADGE_PX = 22
_ICON_PX = 15


class TwoLines(QStyledItemDelegate):
    """Paints the words of a cell in two lines, each cut where it does not fit."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint a cell."""
        words, rect, font = _paint_ground(self, painter, option, index)
        first, _break, second = words.partition("\n")
        metrics = QFontMetrics(font)
        half = QRect(rect.left(), rect.center().y() - metrics.height(), rect.width(), metrics.height())
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.save()
        painter.setFont(font)
        for line, colour in ((first, theme.TEXT), (second, theme.TEXT_SOFT)):
            painter.setPen(QColor(colour))
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, half.width())
            painter.drawText(half, flags, shown)
            half.translate(0, metrics.height() + 1)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the height of two lines."""
        return QSize(super().sizeHint(option, index).width(), TWO_LINES_PX)


class BadgeCell(QStyledItemDelegate):
    """Paints the state of a row as a badge.

    Args:
        model: The rows.
        state_of: Code of the state of a row, a key of ``LOOKS``.
    """

    def __init__(self, model: RowsModel[Any], state_of: Callable[[Any], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._state_of = state_of

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint a cell."""
        _words, rect, font = _paint_ground(self, painter, option, index)
        row = self._model.row_at(index)
        if row is not None:
            look = LOOKS[self._state_of(row)]
            _paint_badge(painter, rect, look, font)


class Badge(QWidget):
    """The same badge as a widget of its own."""

    def __init__(self, state: str) -> None:
        super().__init__()
        self.state = state
        look = LOOKS[state]
        self.setObjectName("badge")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(
            f"QWidget#badge {{ background: {_tint(look).name()}; border-radius: {_BADGE_PX // 2}px; }}"
            f" QLabel {{ background: transparent; color: {look.colour}; font-weight: 600; }}"
        )
        sign = QLabel()
        sign.setPixmap(picture(look.icon, _ICON_PX, look.colour, self.devicePixelRatioF()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(7, 0, 10, 0)
        layout.setSpacing(5)
        layout.addWidget(sign)
        layout.addWidget(QLabel(_(look.title)))
        self.setFixedHeight(_BADGE_PX)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


def _paint_ground(
    delegate: QStyledItemDelegate, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex
) -> tuple[str, QRect, QFont]:
    """Paint what lies below the words of a cell; return these, their room and their font."""
    # The attributes of style options are missing from the types that PySide6 ships.
    made: Any = QStyleOptionViewItem(option)
    delegate.initStyleOption(made, index)
    # Not the option's own words: in these the line break has become another character.
    words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
    made.text = ""
    made.icon = QIcon()
    made.features &= ~QStyleOptionViewItem.ViewItemFeature.HasDecoration
    widget = made.widget
    style = widget.style() if widget is not None else QApplication.style()
    style.drawControl(QStyle.ControlElement.CE_ItemViewItem, made, painter, widget)
    # A copy: the font belongs to the option, which ends here.
    return words, made.rect.adjusted(_MARGIN_PX, 0, -_MARGIN_PX, 0), QFont(made.font)


def _paint_badge(painter: QPainter, rect: QRect, look: Look, cell_font: QFont) -> None:
    font = QFont(cell_font)
    font.setPixelSize(max(font.pixelSize() - 1, 11))
    font.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetrics(font)
    words = _(look.title)
    room = rect.width() - _ICON_PX - 22
    width = min(metrics.horizontalAdvance(words), room) + _ICON_PX + 22
    box = QRectF(rect.left(), rect.center().y() - _BADGE_PX / 2 + 1, width, _BADGE_PX)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_tint(look))
    painter.drawRoundedRect(box, _BADGE_PX / 2, _BADGE_PX / 2)
    ratio = painter.device().devicePixelRatioF()
    sign = picture(look.icon, _ICON_PX, look.colour, ratio)
    painter.drawPixmap(round(box.left()) + 7, round(box.center().y() - _ICON_PX / 2), sign)
    painter.setFont(font)
    painter.setPen(QColor(look.colour))
    text = box.adjusted(_ICON_PX + 12, 0, -8, 0)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, round(text.width()) + 1)
    painter.drawText(text, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
    painter.restore()


def _tint(look: Look) -> QColor:
    return theme.blend(look.colour, theme.SURFACE, 0.87)
