"""The question for the passphrase of an encrypted store."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from landdesk.domain.errors import LandDeskError
from landdesk.i18n import _
from landdesk.paths import plain_form
from landdesk.ui.dialogs.form import Form
from landdesk.ui.dialogs.passphrase_fields import PassphraseField, add_show
from landdesk.ui.panels.sections import words


class UnlockForm(Form):
    """Asks for it, as often as it takes.

    Signals:
        wanted(str): What was typed; then :meth:`close_done` or :meth:`show_error` follows.
        forgotten(): Nobody knows it any more.
    """

    wanted = Signal(str)
    forgotten = Signal()

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Open an encrypted store"), _("Open"))
        self.setMinimumWidth(480)
        heading = words(path.name, name="strong")
        heading.setToolTip(plain_form(path))
        self.rows.addRow(heading)
        self.rows.addRow(words(_("The store is encrypted: it opens with its passphrase only."), name="soft"))
        self.passphrase = PassphraseField()
        self.add_field("passphrase", _("Passphrase"), self.passphrase, self.passphrase.hint)
        add_show(self, self.passphrase)
        self.forgot = self.buttons.addButton(
            _("Forgotten the passphrase…"), QDialogButtonBox.ButtonRole.ResetRole
        )
        self.forgot.setAutoDefault(False)
        self.forgot.clicked.connect(self.forgotten)
        self.passphrase.setFocus()

    def submit(self) -> None:
        """Ask to try it."""
        self.wanted.emit(self.passphrase.text())

    def show_error(self, error: LandDeskError) -> None:
        """Say it, and let the next attempt be typed over the last."""
        super().show_error(error)
        self.passphrase.selectAll()

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        return "passphrase" if error.code == "store.passphrase-wrong" else None
