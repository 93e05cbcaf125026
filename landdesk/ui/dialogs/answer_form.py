"""The form in which the office says what becomes of a request."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from landdesk.app.requests import RequestLine
from landdesk.domain.commands import AnswerRequest
from landdesk.domain.errors import LandDeskError
from landdesk.i18n import _, normalised
from landdesk.ui.dialogs.form import Form
from landdesk.ui.dialogs.note_field import NoteField
from landdesk.ui.panels.sections import words


class AnswerForm(Form):
    """Asks what the commune is told.

    Signals:
        answer_wanted(AnswerRequest): Say it; then :meth:`accept` or :meth:`show_error` follows.

    Args:
        line: The request.
        state: What becomes of it.
        title: The same in words.
    """

    answer_wanted = Signal(object)

    def __init__(self, line: RequestLine, state: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Answer a request"), title)
        self._request, self._state = line.request.id, state
        self.rows.addRow(words(f"{line.kind} · {line.keys}", name="strong"))
        self.rows.addRow(words(line.request.words or "", name="soft"))
        self.answer = NoteField()
        self.add_field("answer", _("What the commune is told"), self.answer)
        self.setMinimumWidth(520)

    def submit(self) -> None:
        """Ask for it."""
        said = normalised(self.answer.toPlainText()).strip()
        self.answer_wanted.emit(AnswerRequest(self._request, self._state, said or None))

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        return {"request.why": "answer"}.get(error.code)
