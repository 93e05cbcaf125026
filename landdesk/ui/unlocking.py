"""Opening encrypted stores in the window: the passphrase, and what helps when nobody knows it any more."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from shiboken6 import isValid

from landdesk.app.encryption import request_unlock, unlock_by_answer, unlock_by_code, ways_in
from landdesk.app.keys import known_key
from landdesk.domain.change import Entry
from landdesk.domain.errors import LandDeskError
from landdesk.domain.progress import Progress
from landdesk.i18n import N_, Text, _
from landdesk.ui import messages
from landdesk.ui.desk import Desk
from landdesk.ui.dialogs.forgotten import AnswerForm, CodeForm, ForgottenDialog, RequestForm
from landdesk.ui.dialogs.form import Form
from landdesk.ui.dialogs.unlock_form import UnlockForm

_UNLOCKING = Text(N_("Unlocking the store"))


class Unlocking(QObject):
    """Asks for one desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._form: UnlockForm | None = None
        desk.passphrase_wanted.connect(self.ask_and_open)

    def ask_and_open(self, path: Path, person: str | None) -> None:
        """Ask for the passphrase of a store and open it; the present one stays until then."""
        self.ask(path, lambda: self._desk.open_store(path, person))

    def ask(self, path: Path, then: Callable[[], None]) -> None:
        """Ask for the passphrase of a store, then go on; one question at a time.

        Args:
            then: Called when the key is known; not where the person gives up.
        """
        if self._form is not None and isValid(self._form):
            return
        form = UnlockForm(path, self._desk.window)
        self._form = form

        def attempt(words: str) -> None:
            # Beside the writer: a key takes a second to be derived, and nothing is written.
            self._desk.tasks.read(
                lambda _progress: known_key(path, words), go_on, form.failing(self._desk.show_failure)
            )

        def go_on(_key: object) -> None:
            # Who has pressed Cancel meanwhile does not want the store any more.
            if isValid(form) and form.isVisible():
                form.close_done()
                then()

        form.wanted.connect(attempt)
        form.forgotten.connect(form.reject)
        form.forgotten.connect(lambda: self.ask_way_in(path))
        form.open()

    def ask_way_in(self, path: Path) -> None:
        """Offer the ways into a store whose passphrase was forgotten."""
        try:
            ways = ways_in(path)
        except LandDeskError as error:
            self._desk.show_failure(error)
            return
        dialog = ForgottenDialog(path, ways, self._desk.window)
        dialog.code_chosen.connect(lambda: self._ask_code(path))
        dialog.request_chosen.connect(lambda: self._ask_request(path))
        dialog.answer_chosen.connect(lambda: self._ask_answer(path))
        dialog.open()

    def _ask_code(self, path: Path) -> None:
        form = CodeForm(path, self._desk.window)

        def unlock(code: str, wanted: str) -> None:
            self._unlock(path, form, lambda _progress: unlock_by_code(path, code, wanted))

        form.wanted.connect(unlock)
        form.open()

    def _ask_answer(self, path: Path) -> None:
        form = AnswerForm(path, self._desk.window)

        def unlock(answer: Path, words: str) -> None:
            self._unlock(path, form, lambda _progress: unlock_by_answer(path, answer, words))

        form.wanted.connect(unlock)
        form.open()

    def _unlock(self, path: Path, form: Form, work: Callable[[Progress], Entry]) -> None:
        def tell() -> None:
            self._desk.noted.emit(_("{path} opens with the new passphrase.").format(path=path.name))

        def go_on(_noted: Entry) -> None:
            form.close_done()
            self._desk.open_store(path, opened=tell)

        self._desk.tasks.write(work, go_on, form.failing(self._desk.show_failure), title=_UNLOCKING)

    def _ask_request(self, path: Path) -> None:
        form = RequestForm(path, self._desk.window)

        def write(target: Path, name: str, reason: str, wanted: str) -> None:
            def tell(fingerprint: str) -> None:
                form.close_done()
                messages.show_note(
                    self._desk.window,
                    _("{path} is written. Send it to the office.").format(path=target),
                    _("Fingerprint to compare by telephone: {fingerprint}").format(fingerprint=fingerprint),
                )

            self._desk.tasks.write(
                lambda _progress: request_unlock(path, wanted, name, reason, target).fingerprint,
                tell,
                form.failing(self._desk.show_failure),
            )

        form.wanted.connect(write)
        form.open()
