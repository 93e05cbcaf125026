"""The exchange of packages in the window: asks for files, runs the work on the writer thread, tells what came of it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.errors import CancelledError, LandDeskError
from landdesk.domain.ids import ObjectId
from landdesk.domain.progress import Progress
from landdesk.i18n import N_, Text, _
from landdesk.services.office.inbox import inbox_line
from landdesk.services.packages.commune import Adoption
from landdesk.services.packages.kinds import BASE, CHANGE, RECEIPT, UPDATE
from landdesk.store.info import OFFICE
from landdesk.store.queries.exchange import PackageLine, Snapshot
from landdesk.store.reader import Reader
from landdesk.store.trouble import explain_os_error
from landdesk.ui.dialogs.adopt import AdoptionDialog
from landdesk.ui.dialogs.choose_file import (
    PACKAGE_FILES,
    choose_file,
    choose_files,
    choose_new_file,
    free_path,
)
from landdesk.ui.dialogs.export_package import OfficePackageForm, proposed_name
from landdesk.ui.dialogs.package_result import PackageResult
from landdesk.ui.dialogs.receive_packages import FileOutcome, ReceivedDialog
from landdesk.ui.messages import ask
from landdesk.ui.models.office_written import WrittenPackage, renumbered_parcels, written_package
from landdesk.ui.open_store import OpenStore

_WRITING = Text(N_("Writing the package"))


class PackageErrands:
    """Runs them for one open store.

    Args:
        store: The store.
        window: Parent of the dialogs.
    """

    def __init__(self, store: OpenStore, window: QWidget) -> None:
        self._store = store
        self._app: Application = store.app
        self._window = window
        self._folder = store.app.store.path.parent

    # --- out -----------------------------------------------------------------------------------------------

    def ask_export(self) -> None:
        """Ask for a file and write the change package into it."""
        commune = self._app.info.communes[0]
        self._ask_target(_("Export change package"), CHANGE, commune, self.export)

    def export(self, target: Path) -> None:
        """Write everything that waits as a change package."""
        self._write(target, lambda: exchange.export_change(self._app, target))

    def ask_write_base(self) -> None:
        """Ask for commune and file and write a base package."""
        communes = self._app.info.communes
        if len(communes) == 1:
            self._ask_base_target(communes[0])
            return
        form = OfficePackageForm(communes, parent=self._window)
        form.chosen.connect(lambda code, _since: self._ask_base_target(code))
        form.open()

    def _ask_base_target(self, commune: str) -> None:
        self._ask_target(
            _("Write base package"), BASE, commune, lambda target: self.write_base(commune, target)
        )

    def write_base(self, commune: str, target: Path) -> None:
        """Write everything the office holds of a commune."""
        self._write(target, lambda: exchange.write_base(self._app, commune, target))

    def ask_write_update(self) -> None:
        """Ask for commune, state and file and write an update package."""
        if self._has_person():
            self._store.read(lambda reader: reader.exchange.snapshots(), self._ask_update)

    def _ask_update(self, snapshots: list[Snapshot]) -> None:
        form = OfficePackageForm(self._app.info.communes, snapshots, self._window)
        form.chosen.connect(self._ask_update_target)
        form.open()

    def _ask_update_target(self, commune: str, since: int) -> None:
        def write(target: Path) -> None:
            self.write_update(commune, target, since)

        self._ask_target(_("Write update package"), UPDATE, commune, write)

    def write_update(self, commune: str, target: Path, since: int | None = None) -> None:
        """Write what changed in a commune since a state handed out."""
        self._write(target, lambda: exchange.write_update(self._app, commune, target, since))

    def ask_receipt(self, line: PackageLine, commune: str) -> None:
        """Ask for a file and write the receipt of a change package into it."""

        def write(target: Path) -> None:
            self.write_receipt(line.id, target)

        self._ask_target(_("Write receipt"), RECEIPT, commune, write, answered=line.sequence)

    def write_receipt(self, package_id: ObjectId, target: Path) -> None:
        """Write what was decided since the last receipt, or the last receipt once more."""
        app = self._app

        def work(_progress: Progress) -> WrittenPackage:
            line = exchange.write_receipt(app, package_id, target)
            package = exchange.stored_package(app, package_id)
            return written_package(
                target, line, app.read(lambda reader: renumbered_parcels(reader, package, line.id))
            )

        self._store.change(work, self._tell_written, title=_WRITING)

    def _write(self, target: Path, make: Callable[[], PackageLine]) -> None:
        self._store.change(
            lambda _progress: written_package(target, make()), self._tell_written, title=_WRITING
        )

    def _tell_written(self, written: WrittenPackage) -> None:
        self._folder = written.path.parent
        PackageResult(written, self._window).open()

    # --- in ------------------------------------------------------------------------------------------------

    def ask_receive(self) -> None:
        """Ask for packages and take them in."""
        if self._has_person():
            title = _("Receive packages")
            choose_files(self._window, title, PACKAGE_FILES, self.receive, self._folder)

    def receive(self, paths: Sequence[Path]) -> None:
        """Take packages in, one after the other; one that cannot be used does not stop the others."""
        app = self._app
        if paths:
            self._folder = paths[0].parent

        def work(progress: Progress) -> list[FileOutcome]:
            outcomes: list[FileOutcome] = []
            for done, path in enumerate(paths):
                try:
                    progress.step(done, len(paths), Text(N_("Receiving {name}"), {"name": path.name}))
                except CancelledError:
                    if not outcomes:
                        raise
                    # What was received before stays received, and is told.
                    break
                outcomes.append(received_file(app, path))
            return outcomes

        def tell(outcomes: list[FileOutcome]) -> None:
            ReceivedDialog(outcomes, self._window).open()

        self._store.change(work, tell, title=Text(N_("Receiving packages")))

    def ask_adopt(self) -> None:
        """Ask for the office's base package and bind the store to it."""
        if self._has_person():
            title = _("Base package of the office")
            choose_file(self._window, title, PACKAGE_FILES, self._confirm_adopt, self._folder)

    def _confirm_adopt(self, base: Path) -> None:
        ask(
            self._window,
            _("Bind this store to the base package {name}?").format(name=base.name),
            _("Bind"),
            lambda: self.adopt(base),
            details=_(
                "Parcels are matched by source identifier, else by sheet and number. "
                "What is recorded here stays; what differs is sent later. It cannot be undone."
            ),
        )

    def adopt(self, base: Path) -> None:
        """Bind the store to the office's base."""
        app = self._app

        def tell(adoption: Adoption) -> None:
            AdoptionDialog(adoption, self._window).open()

        self._store.change(
            lambda _progress: exchange.adopt(app, base), tell, title=Text(N_("Binding to the office's base"))
        )

    # --- asking --------------------------------------------------------------------------------------------

    def _ask_target(
        self, title: str, kind: str, commune: str, chosen: Callable[[Path], None], *, answered: int = 0
    ) -> None:
        """Ask for a file that is to be written; its name is proposed.

        Args:
            answered: Number of the package that a receipt answers.
        """
        if not self._has_person():
            return
        workspace = self._app.info.workspace

        def open_dialog(last: int) -> None:
            name = proposed_name(kind, commune, answered or last + 1)
            target = free_path(self._folder / name)
            choose_new_file(self._window, title, PACKAGE_FILES, chosen, target)

        self._store.read(lambda reader: reader.exchange.last_sequence(workspace, kind), open_dialog)

    def _has_person(self) -> bool:
        if self._store.person is None:
            self._store.person_wanted.emit()
        return self._store.person is not None


def received_file(app: Application, path: Path) -> FileOutcome:
    """Take one package in; what is wrong with it comes back as a value."""
    try:
        if app.info.role != OFFICE:
            return FileOutcome(path, received=exchange.receive(app, path))
        line, again = exchange.office_receive(app, path)

        def read(reader: Reader) -> FileOutcome:
            return FileOutcome(path, inbox=inbox_line(reader, line), again=again)

        return app.read(read)
    except LandDeskError as error:
        return FileOutcome(path, error=error)
    except OSError as error:
        return FileOutcome(path, error=explain_os_error(error, path))
