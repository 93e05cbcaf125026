"""Where a value is typed: one line; codes and objects are found by any part of their words, without accents."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from landdesk.i18n import _, fold
from landdesk.ui import theme
from landdesk.ui.icons import icon

FOUND_BY = int(Qt.ItemDataRole.UserRole) + 1
LINES_SHOWN = 12


class ChoiceCompleter(QCompleter):
    """Finds choices by folded words and gives their labels."""

    def __init__(self, lines: Sequence[tuple[str, str]], parent: QWidget) -> None:
        model = QStandardItemModel(parent)
        for label, found_by in lines:
            item = QStandardItem(label)
            item.setData(f"{fold(label)} {found_by}", FOUND_BY)
            model.appendRow(item)
        super().__init__(model, parent)
        self.setCompletionRole(FOUND_BY)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(LINES_SHOWN)

    def splitPath(self, path: str) -> list[str]:
        """Return what is looked for."""
        return [fold(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """Return the label of a choice."""
        return str(index.data(Qt.ItemDataRole.DisplayRole) or "")


class FieldEditor(QLineEdit):
    """Types one value.

    Signals:
        chosen(): A choice was taken: go on to the next field.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("field")
        self.begun = False
        self.choices: ChoiceCompleter | None = None

    def offer(self, lines: Sequence[tuple[str, str]]) -> None:
        """Let one of these be chosen."""
        completer = ChoiceCompleter(lines, self)
        completer.setWidget(self)
        completer.activated.connect(self._take)
        self.choices = completer
        arrow = QAction(icon("list", theme.TEXT_SOFT), _("Show all choices (Alt+Down)"), self)
        arrow.triggered.connect(self.show_all)
        self.addAction(arrow, QLineEdit.ActionPosition.TrailingPosition)
        self.textEdited.connect(self._find)

    def show_all(self) -> None:
        """Show every choice."""
        if self.choices is not None:
            self.choices.setCompletionPrefix("")
            self._open()

    def _find(self, typed: str) -> None:
        if self.choices is None:
            return
        self.choices.setCompletionPrefix(typed)
        if not typed.strip() or not self.choices.completionCount():
            self.choices.popup().hide()
            return
        self._open()

    def _open(self) -> None:
        if self.choices is None:
            return
        self.choices.complete()
        popup = self.choices.popup()
        wanted = popup.sizeHintForColumn(0) + 30
        if wanted > popup.width():
            popup.resize(QSize(min(wanted, 520), popup.height()))
        # The first choice is marked: Enter takes it.
        popup.setCurrentIndex(self.choices.completionModel().index(0, 0))

    @property
    def is_choosing(self) -> bool:
        """Whether choices are shown."""
        return self.choices is not None and self.choices.popup().isVisible()

    def take_marked(self) -> bool:
        """Take the choice that is marked; False where there is none."""
        if self.choices is None or not self.is_choosing:
            return False
        index = self.choices.popup().currentIndex()
        if not index.isValid():
            return False
        self.choices.popup().hide()
        self._put(str(index.data(Qt.ItemDataRole.DisplayRole)))
        return True

    def hide_choices(self) -> None:
        """Show no choices any more."""
        if self.choices is not None:
            self.choices.popup().hide()

    def _put(self, label: str) -> None:
        self.setText(label)
        self.textEdited.emit(label)
        self.hide_choices()

    def _take(self, label: object) -> None:
        self._put(str(label))
        self.chosen.emit()

    def event(self, event: QEvent) -> bool:
        """Let Enter and Tab take the choice that is marked, wherever the field stands."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.is_choosing:
            taking = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
            if event.key() in taking and self.take_marked():
                event.accept()
                self.chosen.emit()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show all choices by Alt and Down."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.show_all()
            return
        super().keyPressEvent(event)
