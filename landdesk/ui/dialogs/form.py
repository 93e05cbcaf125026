"""What every form has: labelled fields, errors at their fields, and nothing lost when something is refused."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from landdesk.domain.errors import LandDeskError
from landdesk.i18n import _, translate
from landdesk.ui.messages import ask, error_lines
from landdesk.ui.panels.sections import words


class Form(QDialog):
    """A dialog with fields; it stays open until what it asked for was done.

    Subclasses add fields with :meth:`add_field` and override :meth:`submit`.
    """

    asks_before_losing: ClassVar[bool] = False
    """Whether Cancel and Esc ask first where something was typed."""

    def __init__(self, parent: QWidget | None, title: str, save: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setModal(True)
        self._fields: dict[str, tuple[QWidget, QLabel]] = {}
        self._at_first: list[str] | None = None
        self.rows = QFormLayout()
        self.rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.rows.setHorizontalSpacing(14)
        self.rows.setVerticalSpacing(8)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.trouble = words("", name="error")
        self.trouble.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save = self.buttons.addButton(save, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._submit)
        self.buttons.rejected.connect(self.reject)
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addLayout(self.rows)
        layout.addWidget(self.trouble)
        layout.addStretch()
        layout.addWidget(self.buttons)
        # Only now: a button that is not in the dialog yet cannot be the dialog's default.
        self.save.setDefault(True)
        self.setMinimumWidth(460)

    def add_field(self, code: str, label: str, field: QWidget, note: QWidget | None = None) -> None:
        """Add a field.

        Args:
            code: Name by which errors find it.
            label: Words beside it.
            field: Where is typed or chosen.
            note: Something to say below it.
        """
        error = words("", name="error")
        error.hide()
        box = QVBoxLayout()
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(field)
        if note is not None:
            box.addWidget(note)
        box.addWidget(error)
        name = QLabel(label)
        name.setBuddy(field)
        name.setFixedHeight(field.sizeHint().height())
        field.setAccessibleName(label)
        if isinstance(field, QLineEdit):
            # A long text shows its beginning.
            field.setCursorPosition(0)
        self.rows.addRow(name, box)
        self._fields[code] = (field, error)

    def showEvent(self, event: QShowEvent) -> None:
        """Remember what stood in the fields at first."""
        super().showEvent(event)
        if self._at_first is None:
            self._at_first = self._typed()
            # The layout's own least size keeps the room that wrapped words would need in a narrow column.
            self._layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
            width = max(self.minimumWidth(), self._layout.totalMinimumSize().width())
            self.setMinimumWidth(width)
            self._fit()
            self.resize(self.width(), self.minimumHeight())

    def event(self, event: QEvent) -> bool:
        """Make room for what came, such as an error at its field."""
        # Asked before: the last event of a closed form takes the form itself away.
        makes_room = event.type() == QEvent.Type.LayoutRequest and self._at_first is not None
        handled = super().event(event)
        if makes_room:
            self._fit()
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap anew where the form is wider or narrower."""
        super().resizeEvent(event)
        if self._at_first is not None:
            self._fit()

    def _fit(self) -> None:
        layout = self._layout
        wraps = layout.hasHeightForWidth()
        height = (
            layout.totalMinimumHeightForWidth(self.width()) if wraps else layout.totalMinimumSize().height()
        )
        self.setMinimumHeight(height)

    def reject(self) -> None:
        """Close; ask first where that would lose what was typed."""
        if not self.asks_before_losing or self._at_first in (None, self._typed()):
            super().reject()
            return
        ask(self, _("Close without saving what you typed?"), _("Close without saving"), super().reject)

    def submit(self) -> None:
        """Ask for what was filled in; may raise a :class:`LandDeskError` about a field."""
        raise NotImplementedError

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about; None when it is about the whole form."""
        del error
        return None

    def show_error(self, error: LandDeskError) -> None:
        """Say what is wrong, at its field where there is one; everything typed stays."""
        self._set_busy(busy=False)
        code = self.field_of(error)
        if code is None or code not in self._fields:
            self.trouble.setText("\n".join(error_lines(error)))
            self.trouble.show()
            return
        field, label = self._fields[code]
        parts = [error.what] if error.remedy is None else [error.what, error.remedy]
        label.setText(" ".join(translate(part) for part in parts))
        label.show()
        _mark(field, wrong=True)
        field.setFocus()

    def close_done(self, _outcome: object = None) -> None:
        """Close: what was asked for is done; nothing when the person has closed the form meanwhile."""
        if isValid(self):
            self.accept()

    def failing(self, otherwise: Callable[[BaseException], None]) -> Callable[[BaseException], None]:
        """Return what takes the error of the work that was asked for.

        Args:
            otherwise: Takes errors that are no matter of the form, and all when it is closed.
        """

        def fail(error: BaseException) -> None:
            if isValid(self) and isinstance(error, LandDeskError):
                self.show_error(error)
                return
            if isValid(self):
                self._set_busy(busy=False)
            otherwise(error)

        return fail

    def error_of(self, code: str) -> str:
        """Return the words at a field; nothing when none are shown."""
        label = self._fields[code][1]
        return label.text() if not label.isHidden() else ""

    def _typed(self) -> list[str]:
        return [field.text() for field, _label in self._fields.values() if isinstance(field, QLineEdit)]

    def _submit(self) -> None:
        self.trouble.hide()
        for field, label in self._fields.values():
            label.hide()
            _mark(field, wrong=False)
        self._set_busy(busy=True)
        try:
            self.submit()
        except LandDeskError as error:
            self.show_error(error)

    def _set_busy(self, *, busy: bool) -> None:
        self.save.setEnabled(not busy)


def _mark(field: QWidget, *, wrong: bool) -> None:
    """Give a field its red edge, or take it away; the style sheet knows the property."""
    field.setProperty("wrong", wrong)
    field.style().unpolish(field)
    field.style().polish(field)
