"""What keeps a store safe, in the window: backups, restoring them, restore points, the log of files that left."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from shiboken6 import isValid

from landdesk.app import safekeeping
from landdesk.app.titles import command_title
from landdesk.domain.change import Entry
from landdesk.domain.clock import local_time, system_clock
from landdesk.domain.errors import CancelledError, LandDeskError
from landdesk.domain.progress import Progress
from landdesk.i18n import N_, Text, _
from landdesk.store.queries.safekeeping import RestorePoint
from landdesk.store.reader import Reader
from landdesk.ui.desk import Desk
from landdesk.ui.dialogs.backup_dialogs import BACKUP_FILES, BackupDone, RestoredDialog, RestoreForm
from landdesk.ui.dialogs.choose_file import STORE_FILES, choose_file, choose_new_file, starting_folder
from landdesk.ui.dialogs.outgoing_files import OutgoingDialog
from landdesk.ui.dialogs.restore_points import RestorePointsDialog, WayBackDialog
from landdesk.ui.open_store import OpenStore
from landdesk.ui.unlocking import Unlocking

if TYPE_CHECKING:
    from landdesk.services.history.restore_point import WayBack
    from landdesk.store.backup import Backup
    from landdesk.store.restoring import Restored

_COMPARING = Text(N_("Comparing the backup"))


class SafekeepingErrands:
    """Runs them for one desk."""

    def __init__(self, desk: Desk, unlocking: Unlocking) -> None:
        self._desk = desk
        self._unlocking = unlocking

    @property
    def _store(self) -> OpenStore:
        return self._desk.store

    # --- backups -------------------------------------------------------------------------------------------

    def ask_backup(self) -> None:
        """Ask for a file and write the open store into it; of a plain one it is noted who does it."""
        if not self._store.app.store.encrypted and self._store.person is None:
            self._store.person_wanted.emit()
            return
        path = self._store.app.store.path
        day = local_time(system_clock()).strftime("%Y-%m-%d")
        proposal = path.with_name(f"{path.stem}-{day}.ldbak")
        choose_new_file(self._desk.window, _("Write a backup"), BACKUP_FILES, self.backup, proposal)

    def backup(self, target: Path) -> None:
        """Write the open store into a file and compare the file; one can go on working meanwhile."""
        app = self._store.app

        def work(progress: Progress) -> safekeeping.BackupMade:
            made = safekeeping.backup(app, target, progress)
            try:
                safekeeping.verify_backup(target, progress)
            except CancelledError:
                # "Nothing was changed" is what is told.
                with suppress(OSError):
                    target.unlink()
                raise
            return made

        def tell(made: safekeeping.BackupMade) -> None:
            BackupDone(made, target, self._desk.window).open()

        title = Text(N_("Writing the backup"))
        self._store.compute(work, tell, self._desk.show_failure, title=title)

    def ask_restore(self) -> None:
        """Ask for a backup, compare it and ask where its store is to be."""
        folder = None if self._desk.current is None else self._store.app.store.path.parent
        choose_file(self._desk.window, _("Restore a backup"), BACKUP_FILES, self.look_at, folder)

    def look_at(self, source: Path) -> None:
        """Compare a backup and ask where its store is to be."""
        self._desk.tasks.read(
            lambda progress: safekeeping.verify_backup(source, progress),
            lambda backup: self._ask_target(source, backup),
            self._desk.show_failure,
            title=_COMPARING,
        )

    def _ask_target(self, source: Path, backup: "Backup") -> None:
        proposal = self._open_path
        if proposal is None or proposal.name != backup.store_name:
            proposal = starting_folder(STORE_FILES, new=True, otherwise=source.parent) / backup.store_name
        form = RestoreForm(backup, source, proposal, self._desk.window)

        def restore(target: Path, replace: bool) -> None:  # of a signal
            self._restore(form, source, target, replace=replace)

        form.wanted.connect(restore)
        form.open()

    def _restore(self, form: RestoreForm, source: Path, target: Path, *, replace: bool) -> None:
        is_open = self._is_open(target)

        def work(progress: Progress) -> "Restored":
            if replace:
                return safekeeping.restore_backup_over(source, target, progress)
            return safekeeping.restore_backup(source, target, progress)

        def tell(restored: "Restored") -> None:
            form.close_done()
            dialog = RestoredDialog(restored, target, opens=not is_open, parent=self._desk.window)
            dialog.open_wanted.connect(lambda: self._desk.open_store(target))
            dialog.open()

        otherwise = form.failing(self._desk.show_failure)

        def failed(error: BaseException) -> None:
            otherwise(error)
            if isinstance(error, LandDeskError) and error.code == "store.passphrase-needed" and isValid(form):
                # Of the present store, which is copied first.
                self._unlocking.ask(target, lambda: self._restore(form, source, target, replace=replace))

        title = Text(N_("Restoring the backup"))
        if is_open:
            self._desk.renew_store(work, title, tell, failed, form.follow_or_stop)
        else:
            form.follow(self._desk.tasks.write(work, tell, failed, title=title))

    @property
    def _open_path(self) -> Path | None:
        return None if self._desk.current is None else self._store.app.store.path

    def _is_open(self, target: Path) -> bool:
        path = self._open_path
        try:
            return path is not None and target.exists() and path.samefile(target)
        except OSError:
            return False

    # --- restore points ------------------------------------------------------------------------------------

    def ask_restore_points(self) -> None:
        """List the restore points."""
        store = self._store
        dialog = RestorePointsDialog(self._desk.window)

        def show(found: tuple[list[RestorePoint], dict[int, int]]) -> None:
            if isValid(dialog):
                dialog.show_points(*found)

        def show_error(error: BaseException) -> None:
            if isValid(dialog) and isinstance(error, LandDeskError):
                dialog.show_error(error)
            else:
                self._desk.show_failure(error)

        def read() -> None:
            store.read(_points, show)

        def mark(words: str) -> None:
            store.change(
                lambda _progress: safekeeping.mark_restore_point(store.app, words),
                lambda _point: read(),
                show_error,
            )

        def preview(number: int) -> None:
            store.compute(
                lambda _progress: safekeeping.way_to_restore_point(store.app, number),
                lambda way: self._ask_way_back(dialog, way),
                show_error,
            )

        dialog.mark_wanted.connect(mark)
        dialog.back_wanted.connect(preview)
        read()
        dialog.open()

    def _ask_way_back(self, points: RestorePointsDialog, way: "WayBack") -> None:
        if not isValid(points):
            return
        store = self._store
        dialog = WayBackDialog(way, points)

        def tell(entry: Entry) -> None:
            store.noted.emit(f"{command_title(entry.command, entry.kind)} · {entry.subject}")

        def go_back() -> None:
            points.accept()
            store.change(
                lambda _progress: safekeeping.to_restore_point(store.app, way.point.number),
                tell,
                self._desk.show_failure,
                title=Text(N_("Going back to a restore point")),
            )

        dialog.wanted.connect(go_back)
        dialog.finished.connect(lambda _result: points.allow())
        dialog.open()

    # --- files that left -----------------------------------------------------------------------------------

    def show_outgoing(self) -> None:
        """List the files that left with names or numbers of people."""
        self._store.read(
            lambda reader: reader.safekeeping.outgoing_files(),
            lambda files: OutgoingDialog(files, self._desk.window).open(),
        )


def _points(reader: Reader) -> tuple[list[RestorePoint], dict[int, int]]:
    return reader.safekeeping.restore_points(), reader.safekeeping.acts_since()
