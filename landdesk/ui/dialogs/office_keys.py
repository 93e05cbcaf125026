"""Forms of an office: its recovery key, and the answer to a commune whose passphrase was forgotten."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.i18n import N_, Text, _
from landdesk.ui.dialogs.choose_file import FileField, free_path
from landdesk.ui.dialogs.forgotten import ANSWER_FILES, with_suffix
from landdesk.ui.dialogs.form import Form
from landdesk.ui.dialogs.passphrase_fields import ERROR_FIELDS, NewPassphrase, PassphraseField, add_show
from landdesk.ui.panels.sections import Facts, words

if TYPE_CHECKING:
    from landdesk.store.encryption.unlocking import Request

WIDTH_PX: Final = 600


class OfficeKeyForm(Form):
    """Asks for the passphrase of the office's recovery key.

    Signals:
        wanted(str, bool): Passphrase; a key that is there is replaced.

    Args:
        has_one: The office has a key already.
    """

    wanted = Signal(str, bool)

    def __init__(self, *, has_one: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Recovery key of the office"), _("Make the key"))
        self.setMinimumWidth(WIDTH_PX)
        note = _(
            "It unlocks encrypted stores of communes made from base packages that are written from now on. Its"
            " passphrase is its own, not that of this store."
        )
        self.rows.addRow(words(note, name="soft"))
        self.replace_old = QCheckBox(_("Replace the key that is there: it is lost"))
        if has_one:
            warning = _(
                "This office has a recovery key already. Stores sealed for it could not be unlocked any more."
            )
            self.rows.addRow(words(warning, name="strong"))
            self.add_field("replace", "", self.replace_old)
        self.new = NewPassphrase(self)

    def submit(self) -> None:
        """Ask for the key."""
        self.wanted.emit(self.new.words(), self.replace_old.isChecked())

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        return {"recovery.office-key-exists": "replace", **ERROR_FIELDS}.get(error.code)


class AnswerUnlockForm(Form):
    """Tells of a commune's request and asks for what the answer needs.

    Signals:
        wanted(Path, str): Answer to write, passphrase of the recovery key.
    """

    wanted = Signal(object, str)

    def __init__(self, request: "Request", path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Answer an unlock request"), _("Write the answer"))
        self.setMinimumWidth(WIDTH_PX)
        facts = Facts()
        facts.show_facts(
            [
                (_("Store"), request.store_name),
                (_("Asked by"), request.asked_by),
                (_("Reason"), request.reason),
                (_("Fingerprint"), request.fingerprint),
            ]
        )
        self.rows.addRow(facts)
        warning = _(
            "Call the commune on a number that you know and compare the fingerprint: a request may come from whoever"
            " took the computer."
        )
        self.rows.addRow(words(warning))
        self.compared = QCheckBox(_("I have called, and the fingerprint is the same"))
        self.add_field("compared", "", self.compared)
        self.passphrase = PassphraseField()
        self.add_field("passphrase", _("Passphrase of the key"), self.passphrase, self.passphrase.hint)
        add_show(self, self.passphrase)
        self.target = FileField(_("Write the answer"), ANSWER_FILES, new=True)
        self.add_field("target", _("Answer"), self.target)
        self.target.show_path(free_path(path.with_name(f"tra-loi-{path.stem}.json")))

    def submit(self) -> None:
        """Ask for the answer."""
        if not self.compared.isChecked():
            raise InvalidInputError(
                "unlock.not-compared", Text(N_("Compare the fingerprint with the commune first."))
            )
        target = self.target.path
        if target is None:
            raise InvalidInputError("new.no-target", Text(N_("Say where the file is to be.")))
        self.wanted.emit(with_suffix(target, ".json"), self.passphrase.text())

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        by_code = {
            "unlock.not-compared": "compared",
            "recovery.passphrase-wrong": "passphrase",
            "new.no-target": "target",
            "file.exists": "target",
        }
        return by_code.get(error.code)
