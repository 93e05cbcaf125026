"""What helps when a passphrase was forgotten: the recovery sheet's code, or a request to the office and its answer."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from landdesk.app.encryption import WaysIn
from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.i18n import N_, Text, _, normalised
from landdesk.ui.dialogs.choose_file import FileField, free_path, starting_folder
from landdesk.ui.dialogs.form import Form
from landdesk.ui.dialogs.package_result import fit
from landdesk.ui.dialogs.passphrase_fields import ERROR_FIELDS, NewPassphrase, PassphraseField, add_show
from landdesk.ui.panels.sections import words
from landdesk.ui.panels.welcome_page import big_button

REQUEST_FILES: Final = (N_("Unlock requests"), "*.json")
ANSWER_FILES: Final = (N_("Answers of the office"), "*.json")
WIDTH_PX: Final = 560


class ForgottenDialog(QDialog):
    """Offers the ways in that a store has.

    Signals:
        code_chosen(), request_chosen(), answer_chosen(): One of them was pressed.
    """

    code_chosen = Signal()
    request_chosen = Signal()
    answer_chosen = Signal()

    def __init__(self, path: Path, ways: WaysIn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("Forgotten passphrase"))
        self.code = big_button(
            "list",
            _("Type the code of the recovery sheet…"),
            _("Seven groups of four signs, on the sheet from when the store was encrypted")
            if ways.code
            else _("This store has no recovery sheet"),
        )
        self.request = big_button(
            "export",
            _("Ask the office to unlock it…"),
            _("Writes a small file to be sent to the office; a new passphrase is chosen now")
            if ways.office
            else _("No office holds a key of this store"),
        )
        self.answer = big_button(
            "receive",
            _("Take in the office's answer…"),
            _("The file that came back; the passphrase chosen with the request is needed")
            if ways.waiting
            else _("No request of this store waits for an answer on this computer"),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(words(path.name, name="strong"))
        layout.addWidget(words(_("Nobody can look the passphrase up. These ways open the store again:")))
        each: tuple[tuple[QPushButton, bool, SignalInstance], ...] = (
            (self.code, ways.code, self.code_chosen),
            (self.request, ways.office, self.request_chosen),
            (self.answer, ways.waiting, self.answer_chosen),
        )
        for button, usable, signal in each:
            button.setEnabled(usable)
            button.clicked.connect(self.accept)
            button.clicked.connect(signal)
            layout.addWidget(button)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        fit(self, WIDTH_PX)


class CodeForm(Form):
    """Asks for the code of the recovery sheet and a new passphrase.

    Signals:
        wanted(str, str): Code, new passphrase.
    """

    wanted = Signal(str, str)

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Open by the recovery sheet"), _("Open"))
        self.setMinimumWidth(WIDTH_PX)
        self.rows.addRow(words(path.name, name="strong"))
        self.code = QLineEdit()
        self.code.setPlaceholderText("XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX")
        note = words(
            _("Small and capital letters are the same; I, L and O are read as 1, 1 and 0."), name="soft"
        )
        self.add_field("code", _("Code of the recovery sheet"), self.code, note)
        self.new = NewPassphrase(self)

    def submit(self) -> None:
        """Ask to open it."""
        self.wanted.emit(self.code.text(), self.new.words())

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        by_code = {"recovery.code-form": "code", "recovery.code-other": "code", **ERROR_FIELDS}
        return by_code.get(error.code)


class RequestForm(Form):
    """Asks who asks the office, why, with which new passphrase, and where the request is written.

    Signals:
        wanted(Path, str, str, str): File, who asks, why, new passphrase.
    """

    wanted = Signal(object, str, str, str)
    asks_before_losing = True

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Ask the office to unlock the store"), _("Write the request"))
        self.setMinimumWidth(WIDTH_PX + 40)
        self.rows.addRow(words(path.name, name="strong"))
        note = _(
            "The office answers with a file. Keep the new passphrase in mind: it is needed again with the answer,"
            " on this computer."
        )
        self.rows.addRow(words(note, name="soft"))
        self.user_name, self.reason = QLineEdit(), QLineEdit()
        self.target = FileField(_("Write the request"), REQUEST_FILES, new=True)
        self.add_field("name", _("Your full name"), self.user_name)
        self.add_field("reason", _("Reason"), self.reason)
        self.new = NewPassphrase(self)
        self.add_field("target", _("Request"), self.target)
        folder = starting_folder(REQUEST_FILES, new=True)
        self.target.show_path(free_path(folder / f"mo-khoa-{path.stem}.json"))
        self.user_name.setFocus()

    def submit(self) -> None:
        """Ask for the request."""
        name, reason = (normalised(field.text()).strip() for field in (self.user_name, self.reason))
        if not name:
            raise InvalidInputError("person.no-name", Text(N_("Type the full name.")))
        if not reason:
            raise InvalidInputError("unlock.no-reason", Text(N_("Say why: the office keeps it.")))
        target = self.target.path
        if target is None:
            raise InvalidInputError("new.no-target", Text(N_("Say where the file is to be.")))
        self.wanted.emit(with_suffix(target, ".json"), name, reason, self.new.words())

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        by_code = {
            "person.no-name": "name",
            "unlock.no-reason": "reason",
            "new.no-target": "target",
            "file.exists": "target",
            **ERROR_FIELDS,
        }
        return by_code.get(error.code)


class AnswerForm(Form):
    """Asks for the office's answer and the passphrase that was chosen with the request.

    Signals:
        wanted(Path, str): The answer, the passphrase.
    """

    wanted = Signal(object, str)

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Take in the office's answer"), _("Open"))
        self.setMinimumWidth(WIDTH_PX)
        self.rows.addRow(words(path.name, name="strong"))
        self.answer = FileField(_("Answer of the office"), ANSWER_FILES)
        self.passphrase = PassphraseField()
        self.add_field("answer", _("Answer of the office"), self.answer)
        self.add_field(
            "passphrase",
            _("Passphrase that was chosen with the request"),
            self.passphrase,
            self.passphrase.hint,
        )
        add_show(self, self.passphrase)

    def submit(self) -> None:
        """Ask to open it."""
        answer = self.answer.path
        if answer is None:
            raise InvalidInputError("unlock.no-answer", Text(N_("Choose the answer of the office.")))
        self.wanted.emit(answer, self.passphrase.text())

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        by_code = {
            "unlock.no-answer": "answer",
            "unlock.not-readable": "answer",
            "unlock.other-request": "answer",
            "store.passphrase-wrong": "passphrase",
        }
        return by_code.get(error.code)


def with_suffix(target: Path, suffix: str) -> Path:
    """Return a path with an ending, where it has none."""
    return target if target.suffix else target.with_suffix(suffix)
