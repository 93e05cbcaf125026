"""What the window says to a person: errors in three lines, questions, and the box for a bug.

Nothing here waits: dialogs are opened, the answer comes by a call.
"""

from collections.abc import Callable
from html import escape
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from landdesk.domain.errors import LandDeskError, RefusedError, TroubleError
from landdesk.i18n import Text, _, translate
from landdesk.ui import theme
from landdesk.ui.icons import picture


def error_lines(error: LandDeskError) -> list[str]:
    """Return what happened, where and how to go on, in the language of the reader; one to three lines."""
    lines = [translate(error.what)]
    if error.where is not None:
        lines.append(_("Where: {words}").format(words=translate(error.where)))
    if error.remedy is not None:
        lines.append(_("What to do: {words}").format(words=translate(error.remedy)))
    return lines


def error_html(error: LandDeskError) -> str:
    """Return the three lines for a label: what happened stands out."""
    first, *rest = (escape(line) for line in error_lines(error))
    return "<br>".join([f"<b>{first}</b>", *rest])


def show_error(parent: QWidget | None, error: LandDeskError) -> QMessageBox:
    """Open a dialog with the three lines of an error."""
    box = _box(parent)
    first, *rest = error_lines(error)
    if isinstance(error, TroubleError):
        _sign(box, "error", theme.ERROR)
    elif isinstance(error, RefusedError):
        _sign(box, "notice", theme.NOTICE)
    else:
        _sign(box, "warning", theme.WARNING)
    box.setText(first)
    box.setInformativeText("\n".join(rest))
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.open()
    return box


def show_note(parent: QWidget | None, words: str, details: str = "") -> QMessageBox:
    """Open a dialog that says something good or neutral."""
    box = _box(parent)
    _sign(box, "notice", theme.ACCENT)
    box.setText(words)
    box.setInformativeText(details)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.open()
    return box


def ask(
    parent: QWidget | None,
    question: str,
    accept: str,
    accepted: Callable[[], None],
    *,
    details: str = "",
    other: tuple[str, Callable[[], None]] | None = None,
) -> QMessageBox:
    """Open a question.

    Args:
        question: One sentence.
        accept: Words on the button that does it.
        accepted: Called when it was pressed.
        details: What follows from it.
        other: Words and call of a second way.
    """
    box = _box(parent)
    _sign(box, "help", theme.ACCENT)
    box.setText(question)
    box.setInformativeText(details)
    does_it = box.addButton(accept, QMessageBox.ButtonRole.AcceptRole)
    does_other = box.addButton(other[0], QMessageBox.ButtonRole.DestructiveRole) if other else None
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(does_it)

    def answer() -> None:
        pressed = box.clickedButton()
        if pressed is does_it:
            accepted()
        elif other is not None and pressed is does_other:
            other[1]()

    box.finished.connect(answer)
    box.open()
    return box


def show_crash(parent: QWidget | None, log_file: Path | None) -> QMessageBox:
    """Open the box for a bug: the work is safe, and where the log is."""
    box = _box(parent)
    _sign(box, "error", theme.ERROR)
    box.setText(_("Something went wrong inside LandDesk."))
    lines = [_("What you had done is saved. You can go on; if it happens again, start LandDesk anew.")]
    if log_file is not None:
        lines.append(_("Please send this file to your support: {path}").format(path=log_file))
    box.setInformativeText("\n".join(lines))
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.open()
    return box


def words_of(text: Text | None) -> str:
    """Return a message in words; nothing for None."""
    return "" if text is None else translate(text)


def _sign(box: QMessageBox, name: str, colour: str) -> None:
    """Put one of LandDesk's own drawings into a dialog."""
    box.setIconPixmap(picture(name, 36, colour, box.devicePixelRatioF()))
    box.setProperty("sign", name)


def _box(parent: QWidget | None) -> QMessageBox:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle("LandDesk")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return box
