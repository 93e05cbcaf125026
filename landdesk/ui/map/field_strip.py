"""The strip over the map with what may be typed while a tool is at work; hidden when a tool has nothing to ask.

Tab leads from the map into it. A field takes effect when it is left or Enter is pressed; Enter gives the keys back to
the map, where a second one completes what was begun.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from landdesk.domain.placing import read_metres
from landdesk.i18n import _, format_number
from landdesk.ui.map.tools.fields import Entered, FieldKind, ToolField

NUMBER_PX = 84


class FieldStrip(QFrame):
    """Shows fields.

    Signals:
        entered(str, object): Code of a field and the number, count or choice.
        left(): The keys go back to the map.
    """

    entered = Signal(str, object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 5, 10, 5)
        self._row.setSpacing(6)
        self._fields: tuple[ToolField, ...] = ()
        self.editors: dict[str, QLineEdit | QComboBox] = {}
        self.hide()

    def show_fields(self, fields: Sequence[ToolField]) -> None:
        """Show these fields with their values; what is being typed stays."""
        if [_shape(one) for one in fields] != [_shape(one) for one in self._fields]:
            self._build(fields)
        self._fields = tuple(fields)
        for field in fields:
            editor = self.editors[field.code]
            if isinstance(editor, QComboBox):
                with QSignalBlocker(editor):
                    editor.setCurrentIndex(editor.findData(field.value))
            elif not (editor.hasFocus() and editor.isModified()):
                editor.setText(_words(field))
        self.setVisible(bool(fields))
        if fields:
            self.adjustSize()

    def take_keys(self) -> None:
        """Let the first field be typed into."""
        first = next(iter(self.editors.values()))
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _build(self, fields: Sequence[ToolField]) -> None:
        while self._row.count():
            widget = self._row.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        self.editors = {}
        for field in fields:
            self._row.addWidget(QLabel(_(field.label)))
            editor = self._choice(field) if field.kind is FieldKind.CHOICE else self._number(field)
            editor.setAccessibleName(_(field.label))
            self.editors[field.code] = editor
            self._row.addWidget(editor)
            if field.unit:
                self._row.addWidget(QLabel(field.unit))

    def _choice(self, field: ToolField) -> QComboBox:
        box = QComboBox()
        for code, title in field.choices:
            box.addItem(_(title), code)
        box.activated.connect(lambda _at: self._choose(field.code, box.currentData()))
        return box

    def _choose(self, code: str, value: Entered) -> None:
        self.entered.emit(code, value)
        self.left.emit()

    def _number(self, field: ToolField) -> QLineEdit:
        line = QLineEdit()
        line.setFixedWidth(NUMBER_PX)
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.editingFinished.connect(lambda: self._take(field.code, line))
        line.installEventFilter(self)
        return line

    def _take(self, code: str, line: QLineEdit) -> None:
        """Hand over what was typed; what is no number goes back to what it was."""
        field = next((one for one in self._fields if one.code == code), None)
        if field is None or not line.isModified():
            return
        line.setModified(False)
        value: Entered | None = read_metres(line.text())
        if field.kind is FieldKind.COUNT and value is not None:
            value = round(float(value)) if float(value) >= 1 else None
        if value is None:
            line.setText(_words(field))
        else:
            self.entered.emit(code, value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the keys back to the map on Enter and Esc; Esc forgets what was typed."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(watched, QLineEdit)
        ):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                code = next(code for code, editor in self.editors.items() if editor is watched)
                self._take(code, watched)
                self.left.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                watched.setModified(False)
                self.show_fields(self._fields)
                self.left.emit()
                return True
        return super().eventFilter(watched, event)


def _shape(field: ToolField) -> tuple[object, ...]:
    return field.code, field.label, field.kind, field.unit, tuple(field.choices)


def _words(field: ToolField) -> str:
    if field.value is None or isinstance(field.value, str):
        return ""
    return format_number(field.value, 0 if field.kind is FieldKind.COUNT else field.decimals)
