"""The form for letting a finding pass: a reason, and the paper it rests on where the rule asks for one."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.domain.finding import Finding
from landdesk.domain.records import Document, WorkItem
from landdesk.domain.rule_set import WaivedWith
from landdesk.i18n import N_, Text, _, format_date, normalised, translate
from landdesk.ui.dialogs.form import Form
from landdesk.ui.dialogs.note_field import NoteField
from landdesk.ui.panels.sections import words


class WaiveForm(Form):
    """Asks why a finding is let pass.

    Signals:
        waive_wanted(str, object): Reason, and identifier of the scan or None; then :meth:`accept` or
            :meth:`show_error` follows.

    Args:
        finding: What is let pass.
        passing: What the rule asks for.
        papers: Scans to choose from.
        lapsed: By what it was let pass before.
    """

    waive_wanted = Signal(str, object)

    def __init__(
        self,
        finding: Finding,
        passing: WaivedWith,
        papers: Sequence[Document],
        lapsed: WorkItem | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, _("Let a finding pass"), _("Let pass"))
        self._passing = passing
        self.rows.addRow(words(translate(finding.what), name="strong"))
        note = _("It stands again by itself when what it is about changes. It can be undone.")
        self.rows.addRow(words(note, name="soft"))
        self.reason = NoteField()
        self.reason.setPlaceholderText(_("One sentence that somebody else understands later"))
        if lapsed is not None:
            self.rows.addRow(words(lapsed_words(lapsed), name="soft"))
            self.reason.setPlainText(lapsed.reason or "")
        self.paper = QComboBox()
        if passing is not WaivedWith.DOCUMENT:
            self.paper.addItem(_("None"), None)
        for one in papers:
            self.paper.addItem(one.title or one.file_name or "?", one.id)
        if passing is WaivedWith.DOCUMENT:
            self.paper.setPlaceholderText(
                _("Choose a scan") if papers else _("The parcel has no scan: attach the paper first")
            )
            self.paper.setCurrentIndex(-1)
        self.add_field("reason", _("Reason"), self.reason)
        self.add_field("paper", _("Scanned paper"), self.paper)
        self.setMinimumWidth(520)

    def submit(self) -> None:
        """Ask for it."""
        reason, paper = normalised(self.reason.toPlainText()).strip(), self.paper.currentData()
        if not reason:
            raise InvalidInputError("waiver.reason", Text(N_("Write why the finding is let pass.")))
        if paper is None and self._passing is WaivedWith.DOCUMENT:
            raise InvalidInputError(
                "waiver.document",
                Text(N_("A finding of this rule is let pass on a scanned paper only.")),
                remedy=Text(N_("Attach the paper to the parcel and name it.")),
            )
        self.waive_wanted.emit(reason, paper)

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        return {"waiver.reason": "reason", "waiver.document": "paper"}.get(error.code)


def waived_words(item: WorkItem) -> str:
    """Return who let a finding pass, when and why."""
    day = "–" if item.said_on is None else format_date(date.fromisoformat(item.said_on))
    return _("Let pass on {day} by {person}: {reason}").format(
        day=day, person=item.words or "–", reason=item.reason or "–"
    )


def lapsed_words(item: WorkItem) -> str:
    """Return that a finding was let pass, and that this holds no longer."""
    return " ".join((waived_words(item), _("What it is about has changed since, so it stands again.")))
