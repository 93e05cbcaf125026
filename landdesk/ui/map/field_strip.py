"""The strip over the map with what may be typed while a tool is at work; hidden when a tool has nothing to ask.

Tab leads from the map into it; fields of less use are folded away before that. A field takes effect when it is left or
Enter is pressed; Enter gives the keys back to the map, where a second one completes what was begun. What makes no
sense is said and changes nothing.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMetaObject, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from landdesk.domain.angles import angle_words, read_angle
from landdesk.domain.placing import read_metres
from landdesk.i18n import N_, Text, _, format_number
from landdesk.ui.flow import FlowLayout
from landdesk.ui.map.tools.fields import Entered, FieldKind, ToolField
from landdesk.ui.map.tools.tool import MapTool

EDGE_PX = 18
"""Of a field, beside its digits."""
APART_PX = 8
WIDEST_PX = 2_000
"""Without a map around it."""
ANGLE_DECIMALS = 2
"""Of the seconds of an angle that was typed."""


class FieldStrip(QFrame):
    """Shows fields.

    Signals:
        entered(str, object): Code of a field and the number, angle, count or choice.
        emptied(str): Code of a field in which nothing stands any more.
        accepted(): Enter was pressed in a field that makes sense.
        refused(object): A `Text`, why what was typed makes no sense.
        left(): The keys go back to the map.
    """

    entered = Signal(str, object)
    emptied = Signal(str)
    accepted = Signal()
    refused = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._frame = QVBoxLayout(self)
        self._frame.setContentsMargins(10, 5, 10 - APART_PX, 5)
        self._flow = FlowLayout()
        self._frame.addLayout(self._flow)
        self._fields: tuple[ToolField, ...] = ()
        self._served: list[QMetaObject.Connection] = []
        self.editors: dict[str, QLineEdit | QComboBox] = {}
        self._groups: dict[str, QWidget] = {}
        self.more = QToolButton()
        self.more.setObjectName("small")
        self.more.setText("…")
        self.more.setToolTip(_("What else can be typed"))
        self.more.setAccessibleName(self.more.toolTip())
        self.more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.more.clicked.connect(self._unfold)
        self.hide()
        if parent is not None:
            parent.installEventFilter(self)

    def serve(self, tool: MapTool) -> None:
        """Tell this tool, and no other any longer, what is typed."""
        for connection in self._served:
            QObject.disconnect(connection)
        self._served = [
            self.entered.connect(tool.enter),
            self.emptied.connect(tool.clear),
            self.accepted.connect(tool.accept),
        ]

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
                continue
            editor.setPlaceholderText("" if field.now is None else _shown(field, field.now))
            if not (editor.hasFocus() and editor.isModified()):
                editor.setText(_words(field))
        self.setVisible(bool(fields))
        self._fold()

    def fit(self) -> None:
        """Take the room that the fields need, in several lines where the map is narrow."""
        around, margins = self.parentWidget(), self._frame.contentsMargins()
        beside = margins.left() + margins.right() + 2 * self.frameWidth()
        above = margins.top() + margins.bottom() + 2 * self.frameWidth()
        widest = WIDEST_PX if around is None else around.width() - 2 * self.x()
        room = self._flow.fitting(widest - beside)
        self.resize(room.width() + beside, room.height() + above)

    def take_keys(self) -> None:
        """Let the first field be typed into."""
        first = next(iter(self.editors.values()))
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _build(self, fields: Sequence[ToolField]) -> None:
        while self._flow.count():
            item = self._flow.takeAt(0)
            if item is not None and item.widget() is not self.more:
                item.widget().hide()
                item.widget().deleteLater()
        self.editors, self._groups = {}, {}
        for field in fields:
            group = QWidget()
            row = QHBoxLayout(group)
            row.setContentsMargins(0, 0, APART_PX, 0)
            row.setSpacing(6)
            row.addWidget(QLabel(_(field.label)))
            editor = self._choice(field) if field.kind is FieldKind.CHOICE else self._number(field)
            editor.setAccessibleName(_(field.label))
            editor.installEventFilter(self)
            self.editors[field.code] = editor
            self._groups[field.code] = group
            row.addWidget(editor)
            if field.unit:
                row.addWidget(QLabel(field.unit))
            self._flow.addWidget(group)
        self._flow.addWidget(self.more)

    def _fold(self) -> None:
        """Show the fields of less use where one types, or has typed into them."""
        has_keys = self.isAncestorOf(QApplication.focusWidget() or self)
        folded = [one.code for one in self._fields if one.minor and one.value is None and not has_keys]
        for code, group in self._groups.items():
            group.setVisible(code not in folded)
        self.more.setVisible(bool(folded))
        self.fit()

    def _unfold(self) -> None:
        """Let the first field that is folded away be typed into."""
        first = next(code for code, group in self._groups.items() if group.isHidden())
        self._groups[first].show()
        self.editors[first].setFocus(Qt.FocusReason.MouseFocusReason)

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
        line.setFixedWidth(line.fontMetrics().horizontalAdvance("0" * field.digits) + EDGE_PX)
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.editingFinished.connect(lambda: self._take(field.code, line))
        return line

    def _take(self, code: str, line: QLineEdit) -> bool:
        """Hand over what was typed; what makes no sense goes back to what it was, and False is returned."""
        field = next((one for one in self._fields if one.code == code), None)
        if field is None or not line.isModified():
            return True
        line.setModified(False)
        words = line.text().strip()
        if not words and field.optional:
            self.emptied.emit(code)
            return True
        value = _read(field.kind, words)
        if value is None:
            line.setText(_words(field))
            self.refused.emit(Text(_REFUSALS[field.kind], {"typed": words}))
            return False
        self.entered.emit(code, value)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the keys back to the map on Enter and Esc; Esc forgets what was typed. Follow the size of the map."""
        if watched is self.parent():
            if event.type() == QEvent.Type.Resize:
                self.fit()
        elif isinstance(event, QFocusEvent):
            # The list of a choice that opens takes the keys only for a while.
            if event.reason() != Qt.FocusReason.PopupFocusReason:
                self._fold()
        elif (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(watched, QLineEdit)
        ):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                code = next(code for code, editor in self.editors.items() if editor is watched)
                if self._take(code, watched):
                    self.accepted.emit()
                self.left.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                watched.setModified(False)
                self.show_fields(self._fields)
                self.left.emit()
                return True
        return super().eventFilter(watched, event)


_REFUSALS = {
    FieldKind.NUMBER: N_("“{typed}” is not a number."),
    FieldKind.COUNT: N_("“{typed}” is not a whole number above 0."),
    FieldKind.ANGLE: N_("“{typed}” is not an angle; write 45.5, 45-30-15 or 45°30'15\"."),
}


def _read(kind: FieldKind, words: str) -> Entered | None:
    if kind is FieldKind.ANGLE:
        angle = read_angle(words)
        return None if angle is None else angle.degrees
    value = read_metres(words)
    if kind is FieldKind.COUNT and value is not None:
        return round(value) if value >= 1 else None
    return value


def _shape(field: ToolField) -> tuple[object, ...]:
    return field.code, field.label, field.kind, field.unit, tuple(field.choices), field.digits


def _words(field: ToolField) -> str:
    return "" if field.value is None or isinstance(field.value, str) else _shown(field, field.value)


def _shown(field: ToolField, value: float) -> str:
    if field.kind is FieldKind.ANGLE:
        # What was typed is shown as exactly as it was meant, what the pointer says to the second.
        return angle_words(value, 0 if field.value is None else ANGLE_DECIMALS)
    return format_number(value, 0 if field.kind is FieldKind.COUNT else field.decimals)
