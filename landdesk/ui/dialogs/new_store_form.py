"""The form for a commune's store from the office's base package: the package, the place, who works."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.i18n import N_, Text, _, normalised
from landdesk.ui.dialogs.choose_file import (
    PACKAGE_FILES,
    STORE_FILES,
    FileField,
    free_path,
    starting_folder,
)
from landdesk.ui.dialogs.form import Form
from landdesk.ui.dialogs.passphrase_fields import ERROR_FIELDS, EncryptionChoice
from landdesk.ui.panels.sections import words


class NewFromBaseForm(Form):
    """Asks for a new store.

    Signals:
        wanted(Path, Path, str, str, str): Base package, file to make, name and unit of the first person, passphrase
            or nothing; then :meth:`accept` or :meth:`show_error` follows.
    """

    wanted = Signal(object, object, str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("New store from a base package"), _("Make the store"))
        self.setMinimumWidth(560)
        note = _("The office hands out a base package of your commune. You work in a store of your own.")
        self.rows.addRow(words(note, name="soft"))
        self.base = FileField(_("Base package"), PACKAGE_FILES)
        self.target = FileField(_("New store"), STORE_FILES, new=True)
        self.user_name = QLineEdit()
        self.unit = QLineEdit()
        self.add_field("base", _("Base package"), self.base)
        self.add_field("target", _("New store"), self.target)
        self.add_field("name", _("Your full name"), self.user_name)
        self.add_field("unit", _("Your unit"), self.unit)
        self.encryption = EncryptionChoice(self)
        self.base.line.textChanged.connect(lambda _typed: self._propose())

    def submit(self) -> None:
        """Ask for the store."""
        base, target = self.base.path, self.target.path
        name, unit = (normalised(field.text()).strip() for field in (self.user_name, self.unit))
        if base is None:
            raise InvalidInputError("new.no-base", Text(N_("Choose the base package.")))
        if target is None:
            raise InvalidInputError("new.no-target", Text(N_("Say where the new store is to be.")))
        if not name:
            raise InvalidInputError("person.no-name", Text(N_("Type the full name.")))
        if not target.suffix:
            target = target.with_suffix(".landdesk")
        self.wanted.emit(base, target, name, unit, self.encryption.words())

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        by_code = {
            "new.no-base": "base",
            "new.no-target": "target",
            "store.exists": "target",
            "person.no-name": "name",
            **ERROR_FIELDS,
        }
        return by_code.get(error.code)

    def _propose(self) -> None:
        base = self.base.path
        if base is not None and not self.target.line.isModified():
            # Not beside the package: that is a stick, as a rule, and a store belongs on the computer.
            folder = starting_folder(STORE_FILES, new=True)
            self.target.show_path(free_path(folder / base.with_suffix(".landdesk").name))
