"""Which of several records of one person stays."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from landdesk.app.masking import masked
from landdesk.domain.commands import UnifyParties
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.records import Party
from landdesk.i18n import N_, Text, _
from landdesk.services.checking.words import day
from landdesk.ui.dialogs.form import Form
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.sections import words
from landdesk.ui.panels.table import make_table

WIDTH_PX: Final = 700
TABLE_PX: Final = 150


class UnifyForm(Form):
    """Shows the records side by side and asks which one stays.

    Signals:
        unify_wanted(UnifyParties): Do it; then :meth:`accept` or :meth:`show_error` follows.

    Args:
        parties: The records, the one with most values first.
    """

    unify_wanted = Signal(object)

    def __init__(self, parties: Sequence[Party], parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Unify land users"), _("Unify"))
        self.model: RowsModel[Party] = RowsModel(_columns(), lambda party: party.id, parent=self)
        self.model.replace(parties)
        self.table = make_table(self.model, _("Records of one person"))
        self.table.setMinimumHeight(TABLE_PX)
        self.table.selectRow(0)
        self._layout.insertWidget(0, words(_("Choose the record that stays."), name="strong"))
        self._layout.insertWidget(1, self.table, 1)
        note = _(
            "Rights, certificates and papers of the others come to it, and so do values that it lacks and on which the"
            " others agree. Compare the papers first. It is one act: Undo takes all of it back."
        )
        self._layout.insertWidget(2, words(note, name="soft"))
        self.setMinimumWidth(WIDTH_PX)

    def submit(self) -> None:
        """Ask for it."""
        kept = self.model.row_at(self.table.currentIndex())
        if kept is None:
            raise InvalidInputError("party.unify-one", Text(N_("Choose the record that stays.")))
        others = tuple(one.id for one in self.model.rows if one.id != kept.id)
        self.unify_wanted.emit(UnifyParties(kept.id, others))


def _columns() -> tuple[Column[Party], ...]:
    def number(party: Party) -> str:
        return masked(party.identity_number) if party.identity_number else "–"

    return (
        Column("name", _("Name"), lambda party: party.name, 170),
        Column("number", _("Identity number"), number, 130),
        Column("born", _("Born"), lambda party: day(party.born) if party.born else "–", 90),
        Column("address", _("Address"), lambda party: party.address or "–", 200),
    )
