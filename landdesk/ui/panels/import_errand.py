"""The import of files in the window: looks, tries and imports beside the window's thread, and tells the dialog."""

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from landdesk.domain.change import Delta
from landdesk.domain.errors import LandDeskError
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel
from landdesk.i18n import N_, Text, _
from landdesk.services.importing.seen import Seen
from landdesk.store.reader import Reader
from landdesk.ui.dialogs.import_dialog import ImportDialog
from landdesk.ui.models.import_told import ImportTold
from landdesk.ui.models.import_wish import ImportWish, bring_in, look_at
from landdesk.ui.open_store import OpenStore
from landdesk.ui.tasks import Job

T = TypeVar("T")

CHOSEN_AT_MOST = 2_000
"""More parcels are shown on the map, not chosen one by one."""


class ImportErrand(QObject):
    """Runs imports for one open store, one dialog at a time.

    Args:
        store: The store.
        window: Whose window the dialog stands beside.
    """

    def __init__(self, store: OpenStore, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._window = window
        self._look: Job[Seen] | None = None
        self._next_look: tuple[Path, str | None, str | None] | None = None
        self._job: Job[ImportTold] | None = None
        self.dialog: ImportDialog | None = None
        store.updated.connect(self._note_update)

    def ask(self, path: Path | None = None) -> ImportDialog:
        """Open the dialog, or bring the open one to the front.

        Args:
            path: The file to begin with.
        """
        dialog = self.dialog
        if dialog is None:
            info = self._store.app.info
            dialog = ImportDialog(info.communes, self._store.app.store.path.parent, self._window.window())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.look_wanted.connect(self._look_at)
            dialog.trial_wanted.connect(self._try)
            dialog.import_wanted.connect(self._import)
            dialog.parcels_wanted.connect(self._show_parcels)
            dialog.finished.connect(self._forget_dialog)
            self.dialog = dialog
        dialog.show()
        dialog.activateWindow()
        if path is not None and not dialog.choose(path):
            self._store.noted.emit(_("An import is under way; drop the file again when it has ended."))
        return dialog

    def close(self) -> None:
        """Stop the work under way and close the dialog: its store is being closed."""
        for job in (self._look, self._job):
            if job is not None:
                job.abandon()
        if self.dialog is not None:
            self.dialog.done(0)

    # --- work ----------------------------------------------------------------------------------------------

    def _look_at(self, path: Path, layer: str | None, form: str | None) -> None:
        """Look at a file; one look at a time, and what was asked for last is what is shown."""
        self._next_look = (path, layer, form)
        if self._look is None:
            self._look_on()
        else:
            self._look.abandon()

    def _look_on(self) -> None:
        self._look = None
        if self._next_look is None or self.dialog is None:
            return
        app, (path, layer, form) = self._store.app, self._next_look
        self._next_look = None
        self._look = self._store.compute(
            lambda progress: look_at(app, path, layer, form, progress), self._show_seen, self._fail_to_look
        )
        self._look.finished.connect(self._look_on)
        self.dialog.follow_look(self._look)

    def _try(self, wish: ImportWish) -> None:
        app = self._store.app
        title = Text(N_("Trying the import of {name}"), {"name": wish.path.name})
        self._follow(
            self._store.compute(
                lambda progress: bring_in(app, wish, progress, dry_run=True),
                self._show_told,
                self._fail,
                title=title,
            )
        )

    def _import(self, wish: ImportWish) -> None:
        app = self._store.app
        title = Text(N_("Importing {name}"), {"name": wish.path.name})
        job = self._store.change(
            lambda progress: bring_in(app, wish, progress, dry_run=False),
            self._show_told,
            self._fail,
            title=title,
        )
        if job is not None:
            self._follow(job)

    def _follow(self, job: Job[ImportTold]) -> None:
        self._job = job
        job.finished.connect(self._forget_job)
        if self.dialog is not None:
            self.dialog.follow(job)

    def _show_parcels(self, entry: int) -> None:
        self._store.read(lambda reader: parcels_of(reader, entry), self._go_to)

    def _go_to(self, parcels: tuple[ObjectId, ...]) -> None:
        self._store.show_parcels(parcels)
        self._store.selection.choose(parcels if len(parcels) <= CHOSEN_AT_MOST else ())
        if self.dialog is not None:
            self.dialog.accept()
        self._window.window().activateWindow()

    # --- outcomes ------------------------------------------------------------------------------------------

    def _show_seen(self, seen: Seen) -> None:
        if self.dialog is not None:
            self.dialog.show_seen(seen)

    def _show_told(self, told: ImportTold) -> None:
        if self.dialog is not None:
            self.dialog.show_told(told)

    def _fail_to_look(self, error: BaseException) -> None:
        known = error if isinstance(error, LandDeskError) else None
        if self.dialog is not None:
            self.dialog.show_look_error(known)
        if known is None:
            self._store.tasks.error_left_over.emit(error)

    def _fail(self, error: BaseException) -> None:
        if self.dialog is not None and isinstance(error, LandDeskError):
            self.dialog.show_error(error)
        else:
            self._store.tasks.error_left_over.emit(error)

    def _note_update(self) -> None:
        if self.dialog is not None and self._job is None:
            self.dialog.trial.note_changed()

    def _forget_job(self) -> None:
        self._job = None

    def _forget_dialog(self) -> None:
        self.dialog = None
        if self._look is not None:
            self._look.abandon()


def parcels_of(reader: Reader, entry: int) -> tuple[ObjectId, ...]:
    """Return the parcels that an entry made; where it made none, those that what it wrote belongs to."""
    deltas = reader.change_of(entry).deltas
    made = [one.new.id for one in deltas if one.old is None and isinstance(one.new, Parcel)]
    if made:
        return tuple(made)
    return tuple(sorted(reader.parcels_showing(_touched(one) for one in deltas)))


def _touched(delta: Delta) -> tuple[str, ObjectId]:
    record = delta.either
    return record.CLASS, record.id
