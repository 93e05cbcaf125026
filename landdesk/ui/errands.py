"""What actions open: dialogs that ask, and the work that follows from the answer."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from shiboken6 import isValid

from landdesk import __version__
from landdesk.app.application import Application
from landdesk.app.bootstrap import (
    NewPerson,
    acting_person,
    add_person,
    create_from_base,
    recovery_recipient,
)
from landdesk.app.keys import new_key
from landdesk.app.training import TrainingCommune, create_training_stores
from landdesk.domain.change import Person
from landdesk.domain.ids import short_id
from landdesk.domain.progress import Progress
from landdesk.i18n import N_, Text, _, format_number
from landdesk.services.exporting.tables.writing import TableKind
from landdesk.settings import HIDDEN_LAYERS
from landdesk.store.info import OFFICE
from landdesk.ui import messages
from landdesk.ui.desk import Desk
from landdesk.ui.dialogs.choose_file import STORE_FILES, choose_file, choose_new_file
from landdesk.ui.dialogs.export_list import KINDS, ExportListForm
from landdesk.ui.dialogs.help_dialog import HelpDialog
from landdesk.ui.dialogs.layers_dialog import LayersDialog
from landdesk.ui.dialogs.lookup_dialog import LookupDialog
from landdesk.ui.dialogs.new_store_form import NewFromBaseForm
from landdesk.ui.dialogs.person_dialog import PersonDialog
from landdesk.ui.dialogs.snapping_dialog import SnappingDialog
from landdesk.ui.dialogs.training_form import TrainingForm
from landdesk.ui.doctoring import Doctoring
from landdesk.ui.drops import sorted_files
from landdesk.ui.lists_out import ShownList, note_shown_list, write_shown_list
from landdesk.ui.looking_up import LookingUp
from landdesk.ui.map_layers import LAYERS
from landdesk.ui.open_store import OpenStore
from landdesk.ui.overview_out import OverviewOut
from landdesk.ui.pl3_out import Pl3Out
from landdesk.ui.safekeeping import SafekeepingErrands
from landdesk.ui.security import Security
from landdesk.ui.survey.surveying import Surveying
from landdesk.ui.survey_jobs import SurveyJobErrands
from landdesk.ui.tasks import stopped
from landdesk.ui.unlocking import Unlocking
from landdesk.ui.whereabouts import Whereabouts
from landdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from landdesk.store.encryption.key_file import StoreKey
    from landdesk.ui.dialogs.map_print_dialog import MapPrintDialog
    from landdesk.ui.dialogs.print_dialog import PrintDialog
    from landdesk.ui.entry.presenter import EntryPresenter


class Errands:
    """Runs them for one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.hidden_layers = set(desk.settings.get(HIDDEN_LAYERS))
        self._person_dialog: PersonDialog | None = None
        self._foreign_box: QMessageBox | None = None
        self._entry: EntryPresenter | None = None
        self._looking_up: LookingUp | None = None
        self.unlocking = Unlocking(desk)
        self.security = Security(desk)
        self.doctoring = Doctoring(desk)
        self.safekeeping = SafekeepingErrands(desk, self.unlocking)
        self.surveying = Surveying(desk)
        self.whereabouts = Whereabouts(desk)
        self.survey_jobs = SurveyJobErrands(desk)
        self.pl3 = Pl3Out(desk, self._write_list)
        self.overview = OverviewOut(desk)
        desk.person_wanted.connect(self.ask_person)
        desk.foreign_found.connect(self.ask_about_foreign)
        desk.closing.connect(self._close_entry)

    @property
    def workplace(self) -> Workplace:
        """The workplace of the open store."""
        return self.desk.workplace

    # --- stores --------------------------------------------------------------------------------------------

    def ask_store(self) -> None:
        """Ask for a store and open it."""
        choose_file(self.desk.window, _("Open store"), STORE_FILES, self.desk.open_store, self._folder())

    def ask_new_from_base(self) -> NewFromBaseForm:
        """Ask for base package, place and person, and make the commune's store."""
        form = NewFromBaseForm(self.desk.window)

        def make(base: Path, target: Path, name: str, unit: str, passphrase: str) -> None:
            person = NewPerson(name, unit or None)
            codes: list[str] = []

            def make_store(_progress: Progress) -> Application:
                key = _new_key(passphrase, recovery_recipient(base), codes) if passphrase else None
                return create_from_base(base, target, person, key=key)

            def tell() -> None:
                form.close_done()
                self._show_sheets(codes, target)

            def begin() -> None:
                self.desk.put_in_place(
                    make_store,
                    Text(N_("Making the store")),
                    form.failing(self.desk.show_failure),
                    opened=tell,
                )

            # Asked first: a store whose recovery sheet nobody saw must not be left behind.
            self.desk.guarded(begin, lambda: form.show_error(stopped()))

        form.wanted.connect(make)
        form.open()
        return form

    def ask_new_training(self) -> TrainingForm:
        """Ask for place, size and person, and make a commune to practise on."""
        form = TrainingForm(self.desk.window)

        def make(target: Path, wanted: TrainingCommune, name: str, passphrase: str) -> None:
            codes: list[str] = []

            def make_stores(progress: Progress) -> Application:
                key = _new_key(passphrase, None, codes) if passphrase else None
                return create_training_stores(target, wanted, NewPerson(name), progress, key=key)

            def tell() -> None:
                form.close_done()
                self._show_sheets(codes, target)

            def begin() -> None:
                job = self.desk.put_in_place(
                    make_stores,
                    Text(N_("Making the training store")),
                    form.failing(self.desk.show_failure),
                    opened=tell,
                )
                if job is not None:
                    form.follow(job)

            self.desk.guarded(begin, lambda: form.show_error(stopped()))

        form.wanted.connect(make)
        form.open()
        return form

    def _show_sheets(self, codes: Sequence[str], path: Path) -> None:
        for code in codes:
            self.security.show_sheet(code, path)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Take files that were dropped: open the first store, receive the packages, or import the first file.

        A package without an open store can only be a base: it is offered for a new store.
        """
        stores, packages, others = sorted_files(paths)
        if stores:
            self.desk.open_store(stores[0])
        elif packages and self.desk.current is not None:
            self.workplace.packages.receive(packages)
        elif packages:
            self.ask_new_from_base().base.show_path(packages[0])
        elif others and self.desk.current is not None:
            self.workplace.imports.ask(others[0])

    def ask_import(self) -> None:
        """Ask for a file and import it."""
        self.workplace.imports.ask()

    def print_parcel(self) -> "PrintDialog | None":
        """Show the chosen parcel as it will be printed, and write it."""
        # Brings the libraries of paper along, which nothing else in the window needs.
        from landdesk.ui.paper_out import PaperOut

        return PaperOut(self.desk).ask()

    def print_map(self) -> "MapPrintDialog | None":
        """Show the map as it will be printed, and write it."""
        # As above.
        from landdesk.ui.paper_out import PaperOut

        return PaperOut(self.desk).ask_map()

    # --- certificates --------------------------------------------------------------------------------------

    def enter_certificate(self) -> "EntryPresenter":
        """Open the page on which certificates are typed; who types is asked first where nobody has said."""
        # Brings the libraries of scans along, which nothing else in the window needs.
        from landdesk.ui.entry.presenter import EntryPresenter

        store = self.desk.store
        if store.person is None:
            store.person_wanted.emit()
        self._entry = EntryPresenter(store, self.desk.window)
        self._entry.page.finished.connect(self._forget_entry)
        self._entry.open()
        return self._entry

    def _close_entry(self) -> None:
        """Let the page keep what is unfinished before the store closes under it."""
        if self._entry is not None:
            self._entry.page.reject()

    def _forget_entry(self) -> None:
        self._entry = None

    # --- persons -------------------------------------------------------------------------------------------

    def ask_person(self) -> None:
        """Ask who works; one question at a time."""
        if self._person_dialog is not None or self.desk.current is None:
            return
        store = self.desk.store
        store.read(lambda reader: reader.people.all(), lambda people: self._ask_person(store, people))

    def _ask_person(self, store: OpenStore, people: Sequence[Person]) -> None:
        if self._person_dialog is not None:
            return
        info = store.app.info
        role = "clerk" if info.role == OFFICE else "technician"
        current = store.person.id if store.person is not None else None
        dialog = PersonDialog(people, current, role, self.desk.window)
        self._person_dialog = dialog
        fail = dialog.failing(self.desk.show_failure)

        def add(name: str, unit: str, role: str) -> None:
            person = NewPerson(name, unit or None, role)
            self.desk.tasks.write(lambda _progress: add_person(store.app, person), choose, fail)

        def choose(person: Person) -> None:
            self.desk.choose_person(person)
            dialog.close_done()

        dialog.person_chosen.connect(self.desk.choose_person)
        dialog.person_added.connect(add)
        dialog.finished.connect(self._forget_person_dialog)
        dialog.open()

    def _forget_person_dialog(self) -> None:
        self._person_dialog = None

    # --- writes of other programs --------------------------------------------------------------------------

    def ask_about_foreign(self, count: int) -> None:
        """Ask what holds: what another program wrote into the store, or what was there before."""
        if self._foreign_box is not None or self.desk.current is None:
            return
        box = messages.ask(
            self.desk.window,
            _("Another program has changed {count} records of this store.").format(
                count=format_number(count, 0)
            ),
            _("Take over"),
            self._take_foreign_over,
            details=_(
                "Take them over as one act under your name, or put back what was there before. "
                "Until then nothing else can be changed."
            ),
            other=(_("Put back"), self._put_foreign_back),
        )
        self._foreign_box = box
        box.finished.connect(self._forget_foreign_box)

    def _forget_foreign_box(self) -> None:
        self._foreign_box = None

    def _take_foreign_over(self) -> None:
        app = self.desk.store.app

        def work(_progress: Progress) -> None:
            # Brings the library of file formats along, which nothing else in the window needs.
            from landdesk.services.importing.foreign_rows import tidy_delta

            app.store.take_over_foreign_writes(acting_person(app), tidy_delta)
            app.refresh()

        self.desk.store.change(work, title=Text(N_("Taking over")))

    def _put_foreign_back(self) -> None:
        store = self.desk.store
        path, person = store.app.store.path, store.person

        def reopen(_count: int) -> None:
            # No entry tells what was put back: everything is read anew.
            self.desk.open_store(path, None if person is None else short_id(person.id))

        store.change(lambda _progress: store.app.store.put_back_foreign_writes(), reopen)

    # --- lists ---------------------------------------------------------------------------------------------

    def look_up(self) -> LookupDialog:
        """Look up a pasted list beside the map."""
        if self._looking_up is None or not isValid(self._looking_up.dialog):
            self._looking_up = LookingUp(self.desk)
        self._looking_up.open()
        return self._looking_up.dialog

    # --- packages ------------------------------------------------------------------------------------------

    def ask_export(self) -> None:
        """Ask for a file and write the change package into it."""
        self.workplace.packages.ask_export()

    def ask_receive(self) -> None:
        """Ask for packages and take them in."""
        self.workplace.packages.ask_receive()

    def ask_adopt(self) -> None:
        """Ask for the office's base package and bind the store to it."""
        self.workplace.packages.ask_adopt()

    def ask_write_base(self) -> None:
        """Ask for commune and file and write a base package."""
        self.workplace.packages.ask_write_base()

    def ask_write_update(self) -> None:
        """Ask for commune, state and file and write an update package."""
        self.workplace.packages.ask_write_update()

    # --- lists ---------------------------------------------------------------------------------------------

    def ask_export_list(self) -> ExportListForm:
        """Ask which list goes into which file, and write it."""
        lists = self.workplace.lists
        form = ExportListForm(lists, self.workplace.current_list, self.desk.window)

        def ask_file(code: str, kind: TableKind, purpose: str | None) -> None:
            files = KINDS[kind][1]
            shown = lists[code]
            name = f"{shown.title}{Path(files[1]).suffix}"
            choose_new_file(
                self.desk.window,
                _("Export list"),
                files,
                lambda path: self._write_list(shown, path, kind, purpose),
                (self._folder() or Path()) / name,
            )

        form.chosen.connect(ask_file)
        form.open()
        return form

    def _write_list(self, shown: ShownList[Any], path: Path, kind: TableKind, purpose: str | None) -> None:
        store = self.desk.store

        def tell(count: int) -> None:
            words = _("{path} is written: {count} rows.")
            store.noted.emit(words.format(path=path.name, count=format_number(count, 0)))

        def write(_noted: None = None) -> None:
            def work(progress: Progress) -> int:
                return write_shown_list(
                    store.app, shown, path, kind, with_people=purpose is not None, progress=progress
                )

            store.compute(work, tell, store.tasks.error_left_over.emit, title=Text(N_("Writing the list")))

        if purpose is None:
            write()
        else:
            # Noted on the thread that writes, and before the file is there.
            store.change(lambda _progress: note_shown_list(store.app, shown, path, purpose), write)

    # --- view and help -------------------------------------------------------------------------------------

    def turn_layer(self, code: str) -> None:
        """Hide a layer of the map, or show it again."""
        self.hidden_layers ^= {code}
        self.desk.hide_layers(self.hidden_layers)

    def show_layers(self) -> None:
        """Show the layers of the map and the pictures below it, beside the map that changes with them."""
        place = self.workplace
        titles = {code: text for code, text, role in LAYERS if not role or role == place.store.app.info.role}
        dialog = LayersDialog(
            titles, self.hidden_layers, place.looks, place.backgrounds, place.colourings, self.desk.window
        )
        dialog.layer_turned.connect(self.turn_layer)
        self.desk.layers_hidden.connect(dialog.show_hidden)
        dialog.box_wanted.connect(place.canvas.zoom_to_box)
        dialog.show()

    def show_snapping(self) -> None:
        """Ask what the pointer is drawn to, beside the map."""
        dialog = SnappingDialog(self.desk.snapping, self.desk.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self.desk.snap_to)
        dialog.show()

    def show_help(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show the short help."""
        HelpDialog(keys, self.desk.window).open()

    def show_log(self) -> None:
        """Say where the log is."""
        file = self.desk.log_file
        words = _("The log cannot be written on this computer.") if file is None else str(file)
        messages.show_note(self.desk.window, _("Log file"), words)

    def show_about(self) -> None:
        """Say what this is."""
        details = _("Version {version}").format(version=__version__)
        messages.show_note(self.desk.window, _("LandDesk – the land parcels of a commune"), details)

    def _folder(self) -> Path | None:
        if self.desk.current is not None:
            return self.desk.store.app.store.path.parent
        recent = self.desk.recent
        return recent[0].parent if recent else None


def _new_key(passphrase: str, recipient: str | None, codes: list[str]) -> "StoreKey":
    """Return a key for a new store; the code of its recovery sheet, where there is one, is added to the codes."""
    made = new_key(passphrase, recipient)
    if made.recovery_code is not None:
        codes.append(made.recovery_code)
    return made.key
