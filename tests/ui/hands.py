"""What a person does with mouse and keys, and what is to be read on a widget; typed, unlike pytest-qt's own."""

from typing import Any, TypeVar, cast

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QRadioButton, QTableView, QWidget

from landdesk.ui.models.rows import ColumnsModel

WidgetT = TypeVar("WidgetT", bound=QWidget)
CTRL = Qt.KeyboardModifier.ControlModifier


def click(widget: QWidget, at: QPoint | None = None, *, ctrl: bool = False) -> None:
    """Click on a widget, in its middle unless said."""
    keys = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    if at is None:
        # A radio button is as wide as its form, but only its sign and words can be clicked.
        at = QPoint(9, widget.height() // 2) if isinstance(widget, QRadioButton) else widget.rect().center()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, keys, at)


def click_row(table: QTableView, row: int, column: int = 1, *, ctrl: bool = False) -> None:
    """Click on a row of a table."""
    table.setFocus()
    click(table.viewport(), table.visualRect(table.model().index(row, column)).center(), ctrl=ctrl)


def press(widget: QWidget, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key."""
    QTest.keyClick(widget, key, keys)


def type_words(field: QLineEdit, words: str) -> None:
    """Type into a field; accented letters come as from an input method, Qt's test keys know ASCII only."""
    field.setFocus()
    if words.isascii():
        QTest.keyClicks(field, words)
    else:
        field.insert(words)


def children(widget: QWidget, kind: type[WidgetT]) -> list[WidgetT]:
    """Return what is inside a widget and can be seen."""
    found = cast("list[WidgetT]", widget.findChildren(kind))
    return [one for one in found if one.isVisible()]


def button(widget: QWidget, words: str) -> QAbstractButton:
    """Return the button with these words."""
    return next(one for one in children(widget, QAbstractButton) if one.text() == words)


def read(widget: QWidget) -> list[str]:
    """Return the words of all labels that can be seen."""
    return [label.text() for label in children(widget, QLabel)]


def read_rows(model: ColumnsModel[Any]) -> list[Any]:
    """Return the rows of a model; those that are not read yet are asked for and left out."""
    rows = [model.row_at(model.index(line, 0)) for line in range(model.rowCount())]
    return [row for row in rows if row is not None]
