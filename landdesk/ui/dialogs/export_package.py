"""The form that says for which commune, and since which state, an office writes a base or update package."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from landdesk.domain.clock import VIETNAM
from landdesk.i18n import _
from landdesk.services.packages.kinds import BASE, CHANGE, RECEIPT, UPDATE
from landdesk.store.queries.exchange import Snapshot
from landdesk.ui.dialogs.form import Form
from landdesk.ui.models.office_rows import commune_title
from landdesk.ui.panels.sections import words


class OfficePackageForm(Form):
    """Asks for commune and, for an update, the snapshot it starts from.

    Signals:
        chosen(str, object): Code of the commune; number of the snapshot, None for a base.

    Args:
        communes: Codes of the communes of the store.
        snapshots: States handed out before; None where a base is to be written.
    """

    chosen = Signal(str, object)

    def __init__(
        self,
        communes: Sequence[str],
        snapshots: Sequence[Snapshot] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        is_base = snapshots is None
        title = _("Write base package") if is_base else _("Write update package")
        super().__init__(parent, title, _("Choose file…"))
        note = (
            _("Everything the office holds of the commune, as a numbered state.")
            if is_base
            else _("What became official since a state that the commune has; missing ones do no harm.")
        )
        self.rows.addRow(words(note, name="soft"))
        self._snapshots = snapshots
        self.commune = QComboBox()
        for code in communes:
            self.commune.addItem(f"{code} – {commune_title(code)}", code)
        self.since = QComboBox()
        self.add_field("commune", _("Commune"), self.commune)
        if not is_base:
            self.add_field("since", _("Since state"), self.since)
            self.commune.currentIndexChanged.connect(self._offer_snapshots)
            self._offer_snapshots()

    def submit(self) -> None:
        """Tell what was chosen."""
        self.chosen.emit(self.commune.currentData(), self.since.currentData())
        self.accept()

    def _offer_snapshots(self) -> None:
        code = self.commune.currentData()
        self.since.clear()
        for one in reversed(self._snapshots or ()):
            if one.commune == code:
                self.since.addItem(_("State {number}").format(number=one.number), one.number)
        self.save.setEnabled(self.since.count() > 0)


def proposed_name(kind: str, commune: str, sequence: int, now: datetime | None = None) -> str:
    """Return the name that a package file is offered under.

    Args:
        kind: Of the package.
        commune: Code.
        sequence: Number the package will have; for a receipt that of the package it answers.
        now: Moment of a change package; the present by default.
    """
    day = (now or datetime.now(VIETNAM)).strftime("%Y%m%d")
    stem = {
        BASE: f"NEN-{commune}-{day}-{sequence}",
        UPDATE: f"CAPNHAT-{commune}-{day}-{sequence}",
        CHANGE: f"{commune}-{day}-{sequence}",
        RECEIPT: f"PHIEU-{commune}-{sequence}",
    }[kind]
    return f"{stem}.ldpkg"
