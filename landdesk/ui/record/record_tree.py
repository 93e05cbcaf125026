"""One tab of the parcel page: its lines with keys, mouse and clipboard."""

from pathlib import Path

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView, QWidget

from landdesk.i18n import _
from landdesk.services.forms.cells import is_several, parse_cells
from landdesk.services.forms.layout import Tab
from landdesk.ui.drops import dropped_files, local_files
from landdesk.ui.record.field_delegate import FieldDelegate
from landdesk.ui.record.nodes import Link, Node, NodeKind
from landdesk.ui.record.tree_model import LABEL, VALUE, RecordModel

LABEL_SHARE = 0.36
ROOM_BELOW_PX = 64
_BY_KEY = (Link.OPEN, Link.SUPPLY, Link.FILES, Link.FIND)
"""What Alt+Insert does, the first that there is."""
_TRIGGERS = QAbstractItemView.EditTrigger


class RecordTree(QTreeView):
    """Shows one tab.

    Signals:
        cells_pasted(Node, list): Several cells were pasted at a line.
        link_used(Link, Node): Something is wanted that needs the store or files.
        files_dropped(list[Path]): Files were let go over the tab of scans.
    """

    cells_pasted = Signal(object, object)
    link_used = Signal(object, object)
    files_dropped = Signal(object)

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = RecordModel(tab, self)
        self.setModel(self.rows)
        self.delegate = FieldDelegate(self, self.rows)
        self.setItemDelegate(self.delegate)
        self.delegate.recorded_wanted.connect(lambda node: self.link_used.emit(Link.FIND, node))
        # QTreeView lets the viewport take what is dragged over it.
        self.setAcceptDrops(tab.code == "scans")
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIndentation(14)
        self.setRootIsDecorated(True)
        self.setUniformRowHeights(False)
        self.setExpandsOnDoubleClick(False)
        self.setTabKeyNavigation(True)
        self.setAccessibleName(_(tab.title))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(_TRIGGERS.AnyKeyPressed | _TRIGGERS.EditKeyPressed | _TRIGGERS.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.header().setStretchLastSection(True)
        self._folded: set[str] = set()
        self._opened: set[str] = set()
        self.collapsed.connect(lambda index: self._remember(index, folded=True))
        self.expanded.connect(lambda index: self._remember(index, folded=False))
        self.rows.modelAboutToBeReset.connect(self._keep_place)
        self.rows.modelReset.connect(self._lay_out)
        self._place: tuple[str, int] | None = None
        self._to_lay_out = False

    # --- lines ---------------------------------------------------------------------------------------------

    def _remember(self, index: QModelIndex, *, folded: bool) -> None:
        node = self.rows.node(index)
        if node is None:
            return
        if node.kind is NodeKind.FURTHER:
            (self._opened.discard if folded else self._opened.add)(node.path)
        else:
            (self._folded.add if folded else self._folded.discard)(node.path)

    def _keep_place(self) -> None:
        node = self.rows.node(self.currentIndex())
        self._place = None if node is None else (node.path, self.verticalScrollBar().value())

    def _lay_out(self) -> None:
        """Open what is usually open, and go back to the line that was the present one; hidden tabs wait."""
        self._to_lay_out = not self.isVisible()
        if self._to_lay_out:
            return
        self._open_all()
        if self._place is not None:
            path, scrolled = self._place
            index = self.rows.index_of(path)
            if index.isValid():
                self.setCurrentIndex(index)
                self.verticalScrollBar().setValue(scrolled)

    def _open_all(self) -> None:
        self.blockSignals(True)
        try:
            self._open_below(QModelIndex())
        finally:
            self.blockSignals(False)

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out what came while the tab was hidden."""
        if self._to_lay_out:
            self._to_lay_out = False
            self._open_all()
        super().showEvent(event)

    def _open_below(self, parent: QModelIndex) -> None:
        for row in range(self.rows.rowCount(parent)):
            index = self.rows.index(row, LABEL, parent)
            node = self.rows.node(index)
            if node is None or node.field is not None:
                continue
            if node.kind is not NodeKind.SUM:
                self.setFirstColumnSpanned(row, parent, True)
            is_open = (
                node.path in self._opened if node.kind is NodeKind.FURTHER else node.path not in self._folded
            )
            if is_open:
                self.setExpanded(index, True)
            self._open_below(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the labels their share of the width; what is said below values wraps anew."""
        super().resizeEvent(event)
        width = round(self.viewport().width() * LABEL_SHARE)
        if width != self.columnWidth(LABEL):
            self.setColumnWidth(LABEL, width)
            self.scheduleDelayedItemsLayout()

    # --- going about ---------------------------------------------------------------------------------------

    def go_to(self, index: QModelIndex, *, edit: bool = True) -> None:
        """Show a line and open its editor."""
        above = index.parent()
        while above.isValid():
            self.setExpanded(above.siblingAtColumn(LABEL), True)
            above = above.parent()
        self.setFocus()
        self.setCurrentIndex(index)
        self.scrollTo(index)
        if edit and self.rows.is_editable(index):
            self.edit(index)

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Show a line with some room below it: what is said of its value stands there."""
        super().scrollTo(index, hint)
        over = self.visualRect(index).bottom() + ROOM_BELOW_PX - self.viewport().height()
        if over > 0:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + over)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Go from value to value by Tab and Enter."""
        moves = QAbstractItemView.CursorAction
        if action in (moves.MoveNext, moves.MovePrevious):
            return self._next_value(forward=action == moves.MoveNext)
        return super().moveCursor(action, modifiers)

    def _next_value(self, *, forward: bool) -> QModelIndex:
        index = self.currentIndex().siblingAtColumn(LABEL)
        while index.isValid():
            index = self.indexBelow(index) if forward else self.indexAbove(index)
            value = index.siblingAtColumn(VALUE)
            if self.rows.is_editable(value):
                return value
        return self.currentIndex()

    def event(self, event: QEvent) -> bool:
        """Keep plain keys from the shortcuts of the window: they are the beginning of a value."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~(
                Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
            )
            if (plain and (event.text().isprintable() and event.text())) or event.key() in (
                Qt.Key.Key_Delete,
                Qt.Key.Key_Insert,
            ):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter types, Insert adds, Delete empties or removes, Ctrl+V pastes, Ctrl+C copies."""
        index = self.currentIndex()
        node = self.rows.node(index)
        if node is None:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste(node)
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(
                str(index.siblingAtColumn(VALUE).data() or index.data() or "")
            )
        elif event.key() == Qt.Key.Key_Insert and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._use_errand(node)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._use(index, node)
        elif event.key() == Qt.Key.Key_Insert:
            self.add_near(node)
        elif event.key() == Qt.Key.Key_Delete:
            self._delete(index, node)
        else:
            super().keyPressEvent(event)

    def _use(self, index: QModelIndex, node: Node) -> None:
        value = index.siblingAtColumn(VALUE)
        if self.rows.is_editable(value):
            self.setCurrentIndex(value)
            self.edit(value)
        elif self.rows.can_add(node):
            self.add_near(node)
        else:
            head = index.siblingAtColumn(LABEL)
            self.setExpanded(head, not self.isExpanded(head))

    def add_near(self, node: Node) -> None:
        """Add an object to the list that a line heads or stands in, and type its first value."""
        wanted: Node | None = node
        while wanted is not None and not self.rows.can_add(wanted):
            wanted = wanted.parent
        if wanted is not None:
            index = self.rows.add_at(wanted)
            if index.isValid():
                self.go_to(index)

    def use_link(self, link: Link, node: Node) -> None:
        """Do what stands at the right end of a heading."""
        if link is Link.ADD:
            self.add_near(node)
        elif link is Link.REMOVE:
            self.rows.remove_at(node)
        else:
            self.link_used.emit(link, node)

    def _use_errand(self, node: Node) -> None:
        """Look for a recorded object, choose files, or show the scan: what the line or the list above it offers."""
        wanted: Node | None = node
        while wanted is not None:
            errand = next((one for one in _BY_KEY if one in self.rows.links(wanted)), None)
            if errand is not None:
                self.use_link(errand, wanted)
                return
            wanted = wanted.parent

    def _delete(self, index: QModelIndex, node: Node) -> None:
        value = index.siblingAtColumn(VALUE)
        if self.rows.can_remove(node):
            self.rows.remove_at(node)
        elif self.rows.is_editable(value):
            self.rows.set_text(value, "")
            self.delegate.sizeHintChanged.emit(value)

    def paste(self, node: Node) -> None:
        """Put one cell into a field; several are shown first."""
        rows = parse_cells(QGuiApplication.clipboard().text())
        value = self.rows.index_of(node.path)
        if not rows or not self.rows.is_editable(value):
            return
        if is_several(rows):
            self.cells_pasted.emit(node, rows)
        else:
            self.rows.set_text(value, rows[0][0])
            self.delegate.sizeHintChanged.emit(value)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Type where a value is clicked; add, remove and unfold at headings."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        node = self.rows.node(index)
        if node is None or event.button() != Qt.MouseButton.LeftButton:
            return
        place = event.position().toPoint()
        rects = self.delegate.link_rects(node, self.visualRect(index))
        clicked = next((link for link, rect in rects.items() if rect.contains(place)), None)
        if clicked is not None:
            self.use_link(clicked, node)
        elif self.rows.is_editable(index):
            if self.state() != QAbstractItemView.State.EditingState:
                self.edit(index)
        elif node.kind is NodeKind.FURTHER and place.x() > self.visualRect(index).left():
            self.setExpanded(index.siblingAtColumn(LABEL), not self.isExpanded(index))

    # --- files -------------------------------------------------------------------------------------------------

    def _dragged(self, event: QDropEvent) -> list[Path]:
        """Return the files that may be scans; stores, packages and maps are for the window."""
        if not self.rows.editable or dropped_files(event.mimeData(), importing=True):
            return []
        return local_files(event.mimeData())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let files be dropped."""
        event.setAccepted(bool(self._dragged(event)))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Let files be dropped anywhere on the tab."""
        event.setAccepted(bool(self._dragged(event)))

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files."""
        files = self._dragged(event)
        event.setAccepted(bool(files))
        if files:
            event.setDropAction(Qt.DropAction.CopyAction)
            self.files_dropped.emit(files)

    def setCurrentIndex(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Mark a line without choosing cells: nothing is done with a choice."""
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
