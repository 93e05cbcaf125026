"""Which commune of an office's store: for a base package."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from landdesk.app.communes import commune
from landdesk.i18n import _
from landdesk.ui.dialogs.form import Form


class CommuneForm(Form):
    """Asks for one of some communes.

    Signals:
        commune_chosen(str): Its code.
    """

    commune_chosen = Signal(str)

    def __init__(self, codes: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Base package"), _("Go on"))
        self.communes = QComboBox()
        for code in codes:
            self.communes.addItem(f"{commune(code).title} ({code})", code)
        self.add_field("commune", _("Commune"), self.communes)

    def submit(self) -> None:
        """Tell the choice."""
        self.accept()
        self.commune_chosen.emit(self.communes.currentData())
