"""A field of a form for a few lines of words."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

NOTE_PX: Final = 96


class NoteField(QPlainTextEdit):
    """A few lines; the form sets its label beside the first of them."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(NOTE_PX)

    def sizeHint(self) -> QSize:
        """Return the size of one line."""
        return QSize(super().sizeHint().width(), QLineEdit().sizeHint().height())
