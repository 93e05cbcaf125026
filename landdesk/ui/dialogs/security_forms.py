"""Forms about the security of the open store: encrypt it, change its passphrase, a new sheet, a readable copy."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.i18n import N_, Text, _, normalised
from landdesk.ui.dialogs.choose_file import FileField, free_path
from landdesk.ui.dialogs.forgotten import with_suffix
from landdesk.ui.dialogs.form import Form
from landdesk.ui.dialogs.passphrase_fields import ERROR_FIELDS, NewPassphrase, PassphraseField, add_show
from landdesk.ui.dialogs.work_form import WorkForm
from landdesk.ui.panels.sections import words

COPY_FILES: Final = (N_("SpatiaLite files"), "*.sqlite")
WIDTH_PX: Final = 600


class EncryptForm(WorkForm):
    """Says what encrypting means, and asks for the passphrase.

    Signals:
        wanted(str): Passphrase; then :meth:`follow`, and :meth:`close_done` or :meth:`show_error`.

    Args:
        path: The store.
        by_office: The office can unlock it; else a recovery sheet is made.
    """

    wanted = Signal(str)

    def __init__(self, path: Path, *, by_office: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Encrypt the store"), _("Encrypt"))
        self.setMinimumWidth(WIDTH_PX)
        self.rows.addRow(words(path.name, name="strong"))
        for said in (
            _("From now on the store opens with its passphrase only, and only in LandDesk."),
            _(
                "QGIS and other programs cannot open it any more; for them a readable copy can be written at any"
                " time."
            ),
            _(
                "A new file is written, compared and put in the place of the plain one, which is overwritten and"
                " removed. On SSDs and USB sticks old blocks may remain."
            ),
            _("Older backups and copies stay as they are: delete those that are not encrypted."),
            _("A forgotten passphrase: your office can unlock the store.")
            if by_office
            else _("A forgotten passphrase: you get a recovery sheet now, to be printed and put away."),
        ):
            self.rows.addRow(words(f"• {said}"))
        self.new = NewPassphrase(self)
        self.add_progress()
        self.new.first.setFocus()

    def submit(self) -> None:
        """Ask for it."""
        self.wanted.emit(self.new.words())

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        return ERROR_FIELDS.get(error.code)


class ChangePassphraseForm(Form):
    """Asks for the present passphrase and the new one.

    Signals:
        wanted(str, str): Present, new.
    """

    wanted = Signal(str, str)

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Change the passphrase"), _("Change"))
        self.setMinimumWidth(WIDTH_PX - 60)
        self.rows.addRow(words(path.name, name="strong"))
        note = _("Backups made before keep the passphrase they were made with.")
        self.rows.addRow(words(note, name="soft"))
        self.present = PassphraseField()
        self.add_field("present", _("Present passphrase"), self.present, self.present.hint)
        self.new = NewPassphrase(self)
        self.new.show.toggled.connect(self.present.show_words)
        self.present.setFocus()

    def submit(self) -> None:
        """Ask for the change."""
        self.wanted.emit(self.present.text(), self.new.words())

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        return {"store.passphrase-wrong": "present", **ERROR_FIELDS}.get(error.code)


class NewSheetForm(Form):
    """Asks for the passphrase before a new recovery sheet is made.

    Signals:
        wanted(str): Passphrase.
    """

    wanted = Signal(str)

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("New recovery sheet"), _("Make the sheet"))
        self.setMinimumWidth(WIDTH_PX - 60)
        self.rows.addRow(words(path.name, name="strong"))
        note = _("For a sheet that was lost or seen by others: an older one is of no use then.")
        self.rows.addRow(words(note, name="soft"))
        self.present = PassphraseField()
        self.add_field("present", _("Present passphrase"), self.present, self.present.hint)
        add_show(self, self.present)
        self.present.setFocus()

    def submit(self) -> None:
        """Ask for the sheet."""
        self.wanted.emit(self.present.text())

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        return "present" if error.code == "store.passphrase-wrong" else None


class ReadableCopyForm(Form):
    """Asks what a readable copy is for, and where it goes.

    Signals:
        wanted(Path, str): File, purpose.
    """

    wanted = Signal(object, str)
    asks_before_losing = True

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Write a readable copy"), _("Write the copy"))
        self.setMinimumWidth(WIDTH_PX)
        note = _(
            "The present record as a plain SpatiaLite file for QGIS: with names and identity numbers, without"
            " history, readable by everybody who gets it. The journal keeps who wrote it and what for."
        )
        self.rows.addRow(words(note, name="soft"))
        self.purpose = QLineEdit()
        self.purpose.setPlaceholderText(_("For example: print the map of the commune"))
        self.target = FileField(_("Readable copy"), COPY_FILES, new=True)
        self.add_field("purpose", _("What for"), self.purpose)
        self.add_field("target", _("Readable copy"), self.target)
        self.target.show_path(free_path(path.with_name(f"{path.stem}-ban-doc.sqlite")))
        self.purpose.setFocus()

    def submit(self) -> None:
        """Ask for the copy."""
        target = self.target.path
        if target is None:
            raise InvalidInputError("new.no-target", Text(N_("Say where the file is to be.")))
        self.wanted.emit(with_suffix(target, ".sqlite"), normalised(self.purpose.text()).strip())

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        by_code = {"leaving.no-purpose": "purpose", "new.no-target": "target", "file.exists": "target"}
        return by_code.get(error.code)
