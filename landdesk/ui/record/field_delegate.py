"""Paints the lines of the parcel page and opens the editor of a value in its place."""

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from landdesk.domain.fields import Kind
from landdesk.i18n import _
from landdesk.services.forms.labels import choice_lines
from landdesk.services.forms.layout import FINDABLE
from landdesk.ui import theme
from landdesk.ui.icons import picture
from landdesk.ui.record.field_editor import FieldEditor
from landdesk.ui.record.nodes import Link, Node, NodeKind
from landdesk.ui.record.tree_model import VALUE, RecordModel

LINE_PX = 26
SIGN_PX = 14
GAP_PX = 6
_NEXT = QStyledItemDelegate.EndEditHint.EditNextItem
_BACK = QStyledItemDelegate.EndEditHint.EditPreviousItem
_STAY = QStyledItemDelegate.EndEditHint.NoHint
_COLOURS = {"error": theme.ERROR, "warning": theme.WARNING, "good": theme.GOOD}
AnyIndex = QModelIndex | QPersistentModelIndex


class FieldDelegate(QStyledItemDelegate):
    """One look and one way of typing for every field of the registry.

    Signals:
        recorded_wanted(Node): A recorded object is to be looked for, to which the field of a line shall lead.
    """

    recorded_wanted = Signal(object)

    def __init__(self, tree: QTreeView, model: RecordModel) -> None:
        super().__init__(tree)
        self._tree = tree
        self._model = model

    # --- painting ------------------------------------------------------------------------------------------

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return one line, and below it as many as an error or a doubt needs."""
        node = self._model.node(index)
        height = LINE_PX
        if node is not None and node.kind is NodeKind.NOTE:
            # Not by the place of the line: while lines are laid out it is asked for.
            indented = (node.depth + 1) * self._tree.indentation()
            room = self._tree.viewport().width() - indented - SIGN_PX - 3 * GAP_PX
            height = self._wrapped_height(option, node.words, room)
        if node is not None and node.field is not None:
            words = self._model.note_at(node)[1]
            if words:
                height += self._note_height(option, words)
        return QSize(50, height)

    def _note_height(self, option: Any, words: str) -> int:
        room = self._tree.columnWidth(VALUE) - SIGN_PX - 3 * GAP_PX
        return self._wrapped_height(option, words, room)

    def _wrapped_height(self, option: Any, words: str, room: int) -> int:
        flags = int(Qt.TextFlag.TextWordWrap)
        rect = QRect(0, 0, max(room, 80), 999)
        return QFontMetrics(option.font).boundingRect(rect, flags, words).height() + 4

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint a cell."""
        node = self._model.node(index)
        if node is None:
            return
        painter.save()
        if node.field is not None or node.kind is NodeKind.SUM:
            self._paint_field(painter, option, node, index)
        elif node.kind is NodeKind.NOTE:
            self._paint_note(painter, option, node)
        else:
            self._paint_heading(painter, option, node, str(index.data() or ""))
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: Any, node: Node, words: str) -> None:
        rect = option.rect
        is_list = node.kind is NodeKind.SECTION
        if node.kind is not NodeKind.FURTHER:
            painter.fillRect(rect, QColor(theme.WINDOW if is_list else theme.SURFACE_ALTERNATE))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect, QColor(theme.ACCENT_SOFT))
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if node.kind is not NodeKind.FURTHER else QFont.Weight.Normal)
        painter.setFont(font)
        links = self.link_rects(node, rect)
        taken = sum(one.width() for one in links.values())
        room = rect.adjusted(GAP_PX, 0, -GAP_PX - taken, 0)
        painter.setPen(QColor(theme.ACCENT if node.kind is NodeKind.FURTHER else theme.TEXT))
        words = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
        painter.setFont(option.font)
        for link, said in self._model.links(node).items():
            painter.setPen(QColor(theme.TEXT_SOFT if link is Link.REMOVE else theme.ACCENT))
            painter.drawText(links[link], int(Qt.AlignmentFlag.AlignCenter), said)

    def _paint_note(self, painter: QPainter, option: Any, node: Node) -> None:
        draft = self._model.draft
        changed = (
            draft is not None
            and draft.places_of(node.one) is not None
            and bool(node.one.typed or node.one.links)
        )
        name, colour = ("warning", theme.WARNING) if changed else ("notice", theme.NOTICE)
        place = option.rect.adjusted(GAP_PX, 0, -GAP_PX, 0)
        painter.drawPixmap(place.topLeft() + QPoint(0, 2), picture(name, SIGN_PX, colour))
        painter.setPen(QColor(colour if changed else theme.TEXT_SOFT))
        painter.drawText(place.adjusted(SIGN_PX + GAP_PX, 0, 0, 0), int(Qt.TextFlag.TextWordWrap), node.words)

    def link_rects(self, node: Node, rect: QRect) -> dict[Link, QRect]:
        """Return where the words stand that can be clicked at the right end of a line."""
        metrics, found = QFontMetrics(self._tree.font()), {}
        right = self._tree.viewport().width() - GAP_PX
        for link, words in reversed(self._model.links(node).items()):
            width = metrics.horizontalAdvance(words) + 2 * GAP_PX
            right -= width
            found[link] = QRect(right, rect.top(), width, LINE_PX)
        return found

    def _paint_field(self, painter: QPainter, option: Any, node: Node, index: AnyIndex) -> None:
        rect = option.rect
        words = str(index.data() or "")
        line = QRect(rect.left() + GAP_PX, rect.top(), rect.width() - 2 * GAP_PX, LINE_PX)
        metrics = QFontMetrics(option.font)
        if index.column() != VALUE:
            font = QFont(option.font)
            painter.setPen(QColor(theme.TEXT_SOFT))
            if self._model.is_changed(node):
                font.setWeight(QFont.Weight.DemiBold)
                painter.setPen(QColor(theme.ACCENT))
                words = f"• {words}"
            painter.setFont(font)
            words = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), words)
            return
        kind, note = self._model.note_at(node) if node.field is not None else ("", "")
        if node.kind is NodeKind.SUM:
            kind = self._model.sum_words()[0]
        self._paint_frame(painter, option, node, kind if node.field is not None else "")
        if node.kind is NodeKind.SUM and kind:
            painter.drawPixmap(self._sign_at(line), picture(kind, SIGN_PX, _COLOURS[kind]))
            line.setLeft(line.left() + SIGN_PX + GAP_PX)
            painter.setPen(QColor(_COLOURS[kind]))
        lock = self._model.lock_of(node)
        if lock is not None:
            mark = QPoint(line.right() - SIGN_PX, line.top() + (LINE_PX - SIGN_PX) // 2)
            painter.drawPixmap(
                mark, picture("lock", SIGN_PX, theme.TEXT_SOFT if lock.closed else theme.WARNING)
            )
            line.setRight(line.right() - SIGN_PX - GAP_PX)
        if node.field is not None and not words and self._model.is_lacking(node):
            mark = QPoint(line.right() - SIGN_PX, line.top() + (LINE_PX - SIGN_PX) // 2)
            painter.drawPixmap(mark, picture("error", SIGN_PX, theme.ERROR))
        elif node.field is not None and self._has_proof(node):
            mark = QPoint(line.right() - SIGN_PX, line.top() + (LINE_PX - SIGN_PX) // 2)
            painter.drawPixmap(mark, picture("done", SIGN_PX, theme.GOOD))
            line.setRight(line.right() - SIGN_PX - GAP_PX)
        words = metrics.elidedText(words.replace("\n", " "), Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), words)
        if note:
            place = QRect(line.left(), rect.top() + LINE_PX, line.width(), rect.height() - LINE_PX)
            painter.drawPixmap(place.topLeft() + QPoint(0, 1), picture(kind, SIGN_PX, _COLOURS[kind]))
            painter.setPen(QColor(_COLOURS[kind]))
            place.setLeft(place.left() + SIGN_PX + GAP_PX)
            painter.drawText(place, int(Qt.TextFlag.TextWordWrap), note)

    def _paint_frame(self, painter: QPainter, option: Any, node: Node, kind: str) -> None:
        """Paint the box of a value that can be typed, red where it is wrong, and set the pen for its words."""
        rect = QRect(option.rect.left(), option.rect.top() + 2, option.rect.width() - 3, LINE_PX - 4)
        if node.field is not None and self._model.is_editable(self._model.index_of(node.path)):
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            edge = theme.ERROR if kind == "error" else theme.ACCENT if focused else theme.LINE
            painter.setPen(QColor(edge))
            painter.setBrush(QColor(theme.ACCENT_SOFT if focused else theme.SURFACE))
            painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), 3, 3)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))

    def _sign_at(self, line: QRect) -> QPoint:
        return QPoint(line.left(), line.top() + (LINE_PX - SIGN_PX) // 2)

    def _has_proof(self, node: Node) -> bool:
        draft = self._model.draft
        return draft is not None and node.field is not None and draft.proof(node.one, node.field) is not None

    # --- typing --------------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        """Return the editor of a field; what is typed goes into the draft letter by letter."""
        del option
        editor = FieldEditor(parent)
        node, draft = self._model.node(index), self._model.draft
        if node is None or node.field is None or draft is None:
            return editor
        editor.setAccessibleName(_(node.field.title))
        place = QPersistentModelIndex(index)
        if node.field.kind is Kind.DATE:
            editor.setPlaceholderText(_("day/month/year"))
        lines = choice_lines(draft.values, node.field)
        if node.field.kind is Kind.REFERENCE:
            lines = [(draft.title(one), "") for one in draft.choices(node.one, node.field)]
            if node.field.target in FINDABLE:
                lines.append((_("Another recorded one…"), ""))
        if lines:
            editor.offer(lines)
        editor.textEdited.connect(lambda text: self._take(editor, place, text))
        editor.chosen.connect(lambda: self._close(editor, _NEXT))
        editor.setProperty("before", self._model.full_text(node))
        return editor

    def _take(self, editor: FieldEditor, place: QPersistentModelIndex, text: str) -> None:
        node = self._model.node(place)
        is_reference = node is not None and node.field is not None and node.field.kind is Kind.REFERENCE
        if is_reference and text == _("Another recorded one…"):
            # Not while the editor takes the choice: it goes on to the next field first.
            QTimer.singleShot(0, self, lambda: self.recorded_wanted.emit(node))
            return
        self._model.set_text(place, text)
        node = self._model.node(place)
        wrong = node is not None and self._model.note_at(node)[0] == "error"
        if editor.property("wrong") != wrong:
            editor.setProperty("wrong", wrong)
            editor.style().polish(editor)
        self.sizeHintChanged.emit(place)

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """Put the value in once; later what is typed leads."""
        node = self._model.node(index)
        if isinstance(editor, FieldEditor) and not editor.begun and node is not None:
            editor.begun = True
            editor.setText(self._model.full_text(node))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        """Do nothing: the draft has it already."""
        del editor, model, index

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Cover the line of the value, not what is said below it."""
        del index
        rect: QRect = option.rect  # type: ignore[attr-defined]  # the stubs lack what QStyleOption has
        editor.setGeometry(rect.left(), rect.top() + 1, rect.width() - 3, LINE_PX - 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter, Tab and the arrows go on to another field; Esc takes back what was typed at this one."""
        if not isinstance(watched, FieldEditor) or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() != QEvent.Type.KeyPress or event.modifiers() & (
            Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
        ):
            return super().eventFilter(watched, event)
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            watched.take_marked()
            self._close(watched, _NEXT)
            return True
        if key == Qt.Key.Key_Backtab:
            self._close(watched, _BACK)
            return True
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not watched.is_choosing:
            self._close(watched, _NEXT if key == Qt.Key.Key_Down else _BACK)
            return True
        if key == Qt.Key.Key_Escape:
            if watched.is_choosing:
                watched.hide_choices()
            else:
                self._revert(watched)
            return True
        return super().eventFilter(watched, event)

    def _revert(self, editor: FieldEditor) -> None:
        before = str(editor.property("before"))
        if editor.text() != before:
            editor.setText(before)
            editor.textEdited.emit(before)
            editor.hide_choices()
        self._close(editor, _STAY)

    def _close(self, editor: FieldEditor, hint: QStyledItemDelegate.EndEditHint) -> None:
        editor.hide_choices()
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, hint)
