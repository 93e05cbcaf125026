"""The form of a request to the office, filled in beforehand from what it is made of."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from landdesk.domain.commands import AskOffice
from landdesk.domain.errors import LandDeskError
from landdesk.i18n import _, normalised
from landdesk.ui.dialogs.form import Form
from landdesk.ui.dialogs.note_field import NoteField
from landdesk.ui.panels.sections import words


class AskOfficeForm(Form):
    """Asks what the office is to do.

    Signals:
        ask_wanted(AskOffice): Ask it; then :meth:`accept` or :meth:`show_error` follows.

    Args:
        asking: The request as it is proposed.
        kinds: Names of the kinds of requests, by code.
        keys: What its parcels are called.
    """

    ask_wanted = Signal(object)

    def __init__(
        self, asking: AskOffice, kinds: Mapping[str, str], keys: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, _("Ask the office"), _("Ask the office"))
        self._asking = asking
        self.rows.addRow(words(_("Parcels {keys}").format(keys=keys), name="strong"))
        note = _("The request goes with the next change package; the answer comes with a receipt or update.")
        self.rows.addRow(words(note, name="soft"))
        self.kind = QComboBox()
        for code, title in kinds.items():
            self.kind.addItem(title, code)
        self.kind.setCurrentIndex(self.kind.findData(asking.kind))
        self.words = NoteField()
        self.words.setPlainText(asking.words)
        self.add_field("kind", _("Kind of request"), self.kind)
        self.add_field("words", _("What the office is asked"), self.words)
        self.setMinimumWidth(520)

    def submit(self) -> None:
        """Ask for it."""
        said = normalised(self.words.toPlainText()).strip()
        self.ask_wanted.emit(replace(self._asking, kind=self.kind.currentData(), words=said))

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        return {"request.kind": "kind", "request.words": "words"}.get(error.code)
