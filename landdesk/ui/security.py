"""The security of the open store: encryption, passphrase, recovery sheet, readable copy; an office's key."""

from pathlib import Path

from landdesk.app import encryption
from landdesk.app.application import Application
from landdesk.app.safekeeping import write_readable_copy
from landdesk.app.titles import PLAIN_COPIES
from landdesk.domain.errors import LandDeskError, RefusedError
from landdesk.domain.progress import Progress
from landdesk.files import publish_file
from landdesk.i18n import N_, Text, _
from landdesk.store.info import OFFICE
from landdesk.store.trouble import explained_at
from landdesk.ui import messages
from landdesk.ui.desk import Desk
from landdesk.ui.dialogs.choose_file import choose_file
from landdesk.ui.dialogs.forgotten import REQUEST_FILES
from landdesk.ui.dialogs.office_keys import AnswerUnlockForm, OfficeKeyForm
from landdesk.ui.dialogs.recovery_sheet import RecoverySheetDialog
from landdesk.ui.dialogs.security_forms import (
    ChangePassphraseForm,
    EncryptForm,
    NewSheetForm,
    ReadableCopyForm,
)
from landdesk.ui.open_store import OpenStore


class Security:
    """Runs it for one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def _store(self) -> OpenStore:
        return self._desk.store

    @property
    def _app(self) -> Application:
        return self._desk.store.app

    @property
    def _path(self) -> Path:
        return self._app.store.path

    def ask_encrypt(self) -> None:
        """Say what encrypting means, ask for a passphrase and encrypt the open store."""
        path, info = self._path, self._app.info
        if not self._can_be_written():
            return
        by_office = info.recovery is not None and info.role != OFFICE
        form = EncryptForm(path, by_office=by_office, parent=self._desk.window)

        def encrypt(words: str) -> None:
            def work(progress: Progress) -> str | None:
                return encryption.encrypt(path, words, progress)

            def tell(code: str | None) -> None:
                form.close_done()
                if code is not None:
                    self.show_sheet(code, path)
                else:
                    said = _("{path} is encrypted; it opens with its passphrase only.").format(path=path.name)
                    messages.show_note(self._desk.window, said)
                copies = encryption.plain_copies(path)
                if copies:
                    names = ", ".join(one.name for one in copies)
                    messages.show_note(self._desk.window, _(PLAIN_COPIES).format(names=names))

            failed = form.failing(self._desk.show_failure)
            title = Text(N_("Encrypting the store"))
            self._desk.renew_store(work, title, tell, failed, form.follow_or_stop)

        form.wanted.connect(encrypt)
        form.open()

    def show_sheet(self, code: str, path: Path) -> None:
        """Show the recovery sheet of a store, once."""
        how = _("To use it: open the store, press “Forgotten the passphrase…” and type the code.")
        dialog = RecoverySheetDialog(encryption.recovery_sheet(code, path, how), path, self._desk.window)

        def write(target: Path) -> None:
            try:
                with explained_at(target):
                    publish_file(target, lambda file: file.write(dialog.sheet.encode("utf-8-sig")))
            except LandDeskError as error:
                messages.show_error(dialog, error)
            else:
                dialog.show_written(target)

        dialog.file_chosen.connect(write)
        dialog.open()

    def ask_passphrase(self) -> None:
        """Ask for the present and a new passphrase of the open store."""
        path = self._path
        form = ChangePassphraseForm(path, self._desk.window)

        def change(present: str, wanted: str) -> None:
            def tell(_nothing: None) -> None:
                form.close_done()
                self._desk.noted.emit(_("The passphrase of {path} is changed.").format(path=path.name))

            self._desk.tasks.write(
                lambda _progress: encryption.change_passphrase(path, present, wanted),
                tell,
                form.failing(self._desk.show_failure),
            )

        form.wanted.connect(change)
        form.open()

    def ask_new_sheet(self) -> None:
        """Ask for the passphrase and make a new recovery sheet."""
        path = self._path
        form = NewSheetForm(path, self._desk.window)

        def make(words: str) -> None:
            def tell(code: str) -> None:
                form.close_done()
                self.show_sheet(code, path)

            self._desk.tasks.write(
                lambda _progress: encryption.new_recovery_code(path, words),
                tell,
                form.failing(self._desk.show_failure),
            )

        form.wanted.connect(make)
        form.open()

    def ask_readable_copy(self) -> None:
        """Ask what for and where, and write a readable copy."""
        if not self._has_person() or not self._can_be_written():
            return
        app = self._app
        form = ReadableCopyForm(self._path, self._desk.window)

        def write(target: Path, purpose: str) -> None:
            def tell(_entry: object) -> None:
                form.close_done()
                said = _("{path} is written; everybody can read it.").format(path=target)
                messages.show_note(self._desk.window, said)

            self._store.change(
                lambda _progress: write_readable_copy(app, target, purpose),
                tell,
                form.failing(self._desk.show_failure),
                title=Text(N_("Writing the readable copy")),
            )

        form.wanted.connect(write)
        form.open()

    # --- the office ----------------------------------------------------------------------------------------

    def ask_office_key(self) -> None:
        """Ask for a passphrase and make the office's recovery key."""
        if not self._has_person() or not self._can_be_written():
            return
        app = self._app
        form = OfficeKeyForm(has_one=app.info.recovery is not None, parent=self._desk.window)

        def make(words: str, replace_old: bool) -> None:  # of a signal
            def tell(_recipient: str) -> None:
                form.close_done()
                messages.show_note(
                    self._desk.window,
                    _("The recovery key of the office is made."),
                    _("Write new base packages: stores made from them can be unlocked here."),
                )

            self._store.change(
                lambda _progress: encryption.make_office_key(app, words, replace_old=replace_old),
                tell,
                form.failing(self._desk.show_failure),
            )

        form.wanted.connect(make)
        form.open()

    def ask_answer(self) -> None:
        """Ask for a commune's request and answer it."""
        if self._has_person() and self._can_be_written():
            title = _("Unlock request of a commune")
            choose_file(self._desk.window, title, REQUEST_FILES, self.answer, self._path.parent)

    def answer(self, request_path: Path) -> None:
        """Show a commune's request and answer it."""
        try:
            if self._app.info.recovery is None:
                raise RefusedError(
                    "recovery.no-office-key",
                    Text(N_("This office has no recovery key.")),
                    remedy=Text(
                        N_("Make one; it opens the stores made from base packages written after that.")
                    ),
                )
            request = encryption.read_unlock_request(request_path)
        except LandDeskError as error:
            self._desk.show_failure(error)
            return
        app = self._app
        form = AnswerUnlockForm(request, request_path, self._desk.window)

        def write(target: Path, words: str) -> None:
            def tell(_done: object) -> None:
                form.close_done()
                said = _("{path} is written. Send it back to the commune.").format(path=target)
                messages.show_note(self._desk.window, said)

            self._store.change(
                lambda _progress: encryption.answer_unlock(app, request_path, words, target),
                tell,
                form.failing(self._desk.show_failure),
            )

        form.wanted.connect(write)
        form.open()

    def _has_person(self) -> bool:
        if self._store.person is None:
            self._store.person_wanted.emit()
        return self._store.person is not None

    def _can_be_written(self) -> bool:
        try:
            self._app.store.refuse_read_only()
        except LandDeskError as error:
            self._desk.show_failure(error)
            return False
        return True
