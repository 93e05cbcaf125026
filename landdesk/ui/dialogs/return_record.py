"""The form for sending records back to the commune: a reason of the list and a note, both compulsory."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from landdesk.app.titles import reason_title
from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.i18n import N_, Text, _, ngettext, normalised
from landdesk.services.office.reasons import REASONS
from landdesk.ui.dialogs.form import Form
from landdesk.ui.dialogs.note_field import NoteField
from landdesk.ui.panels.sections import words


class ReturnForm(Form):
    """Asks why records are returned.

    Signals:
        return_wanted(str, str): Reason code and note; then :meth:`accept` or :meth:`show_error` follows.

    Args:
        subjects: What the records are about, one text each.
    """

    return_wanted = Signal(str, str)

    def __init__(self, subjects: list[str], parent: QWidget | None = None) -> None:
        count = len(subjects)
        title = ngettext("Return {count} record", "Return {count} records", count).format(count=count)
        super().__init__(parent, title, _("Return"))
        listed = "\n".join(subjects[:5]) + ("\n…" if count > 5 else "")
        self.rows.addRow(words(listed, name="strong"))
        self.rows.addRow(
            words(
                _("Reason and note go to the commune with the receipt and stand there on the parcel."),
                name="soft",
            )
        )
        self.reason = QComboBox()
        self.reason.setPlaceholderText(_("Choose a reason"))
        for code in REASONS:
            self.reason.addItem(reason_title(code), code)
        self.reason.setCurrentIndex(-1)
        self.note = NoteField()
        self.note.setPlaceholderText(_("What is to be done, so that the commune can mend it"))
        self.add_field("reason", _("Reason"), self.reason)
        self.add_field("note", _("Note"), self.note)
        self.setMinimumWidth(520)

    def submit(self) -> None:
        """Ask for the return."""
        reason, note = self.reason.currentData(), normalised(self.note.toPlainText()).strip()
        if reason is None:
            raise InvalidInputError("return.no-reason", Text(N_("Choose a reason.")))
        if not note:
            raise InvalidInputError(
                "return.no-note", Text(N_("Write a note: the commune has to know what to do."))
            )
        self.return_wanted.emit(reason, note)

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        return {"return.no-reason": "reason", "return.no-note": "note"}.get(error.code)
