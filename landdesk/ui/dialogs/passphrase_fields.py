"""Fields for passphrases: hidden unless one wants to see them; a word when capital letters are locked."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit

from landdesk.app.keys import refuse_weak, strength_words
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text, _
from landdesk.ui.dialogs.form import Form
from landdesk.ui.panels.sections import words


class PassphraseField(QLineEdit):
    """A hidden line; ``hint`` speaks up when capital letters are locked.

    Qt does not tell whether they are: a capital letter without Shift, or a small one with it, does.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.hint = words(_("Capital letters are locked (Caps Lock)."), name="error")
        self.hint.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notice locked capital letters."""
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            # Known only after the next letter.
            self.hint.hide()
        elif len(letter) == 1 and letter.isalpha() and letter.upper() != letter.lower():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.hint.setVisible(letter.isupper() != shift)
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say nothing about keys that go elsewhere."""
        self.hint.hide()
        super().focusOutEvent(event)

    def show_words(self, shown: bool) -> None:
        """Show what is typed, or hide it."""
        mode = QLineEdit.EchoMode
        self.setEchoMode(mode.Normal if shown else mode.Password)


class NewPassphrase:
    """The two fields of a passphrase that somebody chooses, with a word on how good it is.

    Args:
        form: The form that they are added to, as ``passphrase`` and ``again``.
    """

    def __init__(self, form: Form) -> None:
        self.first, self.again = PassphraseField(), PassphraseField()
        self.strength = words("", name="soft")
        form.add_field("passphrase", _("New passphrase"), self.first, self.strength)
        form.add_field("again", _("The same once more"), self.again, self.again.hint)
        form.rows.addRow("", self.first.hint)
        self.show = add_show(form, self.first, self.again)
        self.first.textChanged.connect(self._judge)
        self._judge("")

    def set_wanted(self, wanted: bool) -> None:
        """Say whether there is to be one at all."""
        for part in (self.first, self.again, self.show, self.strength):
            part.setEnabled(wanted)

    def words(self) -> str:
        """Return the passphrase.

        Raises:
            InvalidInputError: It is too short, or the two are not the same.
        """
        typed = self.first.text()
        refuse_weak(typed)
        if self.again.text() != typed:
            raise InvalidInputError(
                "passphrase.differs",
                Text(N_("The two are not the same.")),
                remedy=Text(N_("Type it once more.")),
            )
        return typed

    def _judge(self, typed: str) -> None:
        said = (
            strength_words(typed)
            if typed
            else _("A sentence that you remember and nobody else would think of.")
        )
        self.strength.setText(said)


class EncryptionChoice:
    """Whether a new store is encrypted, and by which passphrase.

    Args:
        form: The form that it is added to, see :class:`NewPassphrase`.
    """

    def __init__(self, form: Form) -> None:
        self.wanted = QCheckBox(_("Encrypt the store"))
        note = _("It opens with a passphrase only, and QGIS cannot open it.")
        form.add_field("encrypt", "", self.wanted, words(note, name="soft"))
        self.new = NewPassphrase(form)
        self.new.set_wanted(False)
        self.wanted.toggled.connect(self.new.set_wanted)

    def words(self) -> str:
        """Return the passphrase; nothing where the store is not to be encrypted.

        Raises:
            InvalidInputError: As of :meth:`NewPassphrase.words`.
        """
        return self.new.words() if self.wanted.isChecked() else ""


ERROR_FIELDS: Final[Mapping[str, str]] = {
    "store.passphrase-short": "passphrase",
    "passphrase.differs": "again",
}
"""Field of each error about a new passphrase."""


def add_show(form: Form, *fields: PassphraseField) -> QCheckBox:
    """Add a box that shows what is typed in the fields."""
    box = QCheckBox(_("Show what is typed"))

    def turn(shown: bool) -> None:
        for field in fields:
            field.show_words(shown)

    box.toggled.connect(turn)
    form.rows.addRow("", box)
    return box
