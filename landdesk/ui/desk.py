"""What the window does: opens and closes stores, knows who works, shows errors; one workplace at a time.

Nothing here draws. Stores are opened, written and closed on the writer thread; while that goes on the window
stays usable and a second wish waits or is turned down.
"""

import logging
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from shiboken6 import isValid

from landdesk.app.application import Application
from landdesk.app.bootstrap import open_application
from landdesk.app.keys import forget
from landdesk.app.titles import copy_words
from landdesk.domain.change import Person
from landdesk.domain.errors import CancelledError, LandDeskError, RefusedError
from landdesk.domain.ids import id_text
from landdesk.domain.progress import Progress
from landdesk.i18n import N_, Text, current_language, translate
from landdesk.paths import real_path
from landdesk.settings import (
    HIDDEN_LAYERS,
    LANGUAGE,
    LAST_PERSON,
    POINTER_NOTATION,
    RECENT_STORES,
    SNAP_KINDS,
    SNAP_RADIUS,
    Settings,
)
from landdesk.ui import messages
from landdesk.ui.map.snapping import SnapKind, Snapping
from landdesk.ui.open_store import OpenStore
from landdesk.ui.tasks import Job, TaskRunner, stopped
from landdesk.ui.workplace import Workplace

_LOG = logging.getLogger(__name__)

RECENT_AT_MOST = 8

T = TypeVar("T")


class Desk(QObject):
    """The one thing that actions call.

    Signals:
        opened(): A store is open; ``workplace`` is its own.
        closing(): The workplace is about to go.
        refused(LandDeskError): Something was not possible; to be shown beside the work.
        noted(str): One line to show for a moment.
        language_chosen(str): The window is to be made anew in this language.
        foreign_found(int): Another program has written so many records.
        person_wanted(): Nobody works yet, and something needs somebody.
        overview_turned(): The overview is to be seen in the place of the map, or the map again.
        panel_turned(str): The panel ``left``, ``right`` or ``foot`` is to be hidden, or shown again.
        layout_reset(): The window is to look as it did at first.
        layers_hidden(object): Codes of the layers that the map does not show now.
        passphrase_wanted(Path, str): This store is encrypted; it was to be opened for this person, or None.
    """

    opened = Signal()
    closing = Signal()
    refused = Signal(object)
    noted = Signal(str)
    language_chosen = Signal(str)
    person_wanted = Signal()
    foreign_found = Signal(int)
    overview_turned = Signal()
    panel_turned = Signal(str)
    layout_reset = Signal()
    layers_hidden = Signal(object)
    passphrase_wanted = Signal(object, object)

    def __init__(self, window: QWidget, tasks: TaskRunner, settings: Settings, log_file: Path | None) -> None:
        super().__init__(window)
        self.window = window
        self.tasks = tasks
        self.settings = settings
        self.log_file = log_file
        self.current: Workplace | None = None
        self._crash_box: QMessageBox | None = None
        self._opening = False
        self._ending = False
        self._waiting: list[Callable[[], None]] = []
        tasks.became_idle.connect(self._go_on)
        tasks.error_left_over.connect(self.show_failure)

    @property
    def workplace(self) -> Workplace:
        """The workplace of the open store.

        Raises:
            LookupError: No store is open.
        """
        if self.current is None:
            raise LookupError("no store is open")
        return self.current

    @property
    def store(self) -> OpenStore:
        """The open store."""
        return self.workplace.store

    @property
    def recent(self) -> list[Path]:
        """The stores opened last that are still there, the newest first."""
        return [path for name in self.settings.get(RECENT_STORES) if (path := Path(name)).exists()]

    # --- stores --------------------------------------------------------------------------------------------

    def open_store(
        self, path: Path, person: str | None = None, opened: Callable[[], None] | None = None
    ) -> None:
        """Open a store in place of the present one; the present one stays until it is open.

        Args:
            path: The store.
            person: Name of the one who works; None takes the one who worked here last, or asks.
            opened: Called when the store is shown.
        """

        def failed(error: BaseException) -> None:
            if isinstance(error, RefusedError) and error.code == "store.passphrase-needed":
                self.passphrase_wanted.emit(path, person)
            else:
                self.show_failure(error)

        title = Text(N_("Opening {name}"), {"name": path.name})
        self.put_in_place(lambda _progress: open_application(path, person), title, failed, opened)

    def renew_store(
        self,
        work: Callable[[Progress], T],
        title: Text,
        done: Callable[[T], None],
        failed: Callable[[BaseException], None],
        begun: Callable[[Job[T]], None],
    ) -> None:
        """Close the present store, do work on its file, and open it again, whatever came of the work.

        Args:
            work: Runs on the writer thread; nobody has the store open in this window.
            title: Shown meanwhile.
            done: Takes the outcome, when the store is about to be opened again.
            failed: Takes the error, likewise; also where the person stays with something unsaved.
            begun: Takes the job when it begins.
        """
        path, person = self.store.app.store.path, self.store.person

        def reopen() -> None:
            self._opening = False
            if not self._ending:
                opening = Text(N_("Opening {name}"), {"name": path.name})
                self.put_in_place(lambda _progress: _opened_for(path, person), opening)

        def succeed(outcome: T) -> None:
            done(outcome)
            reopen()

        def fail(error: BaseException) -> None:
            failed(error)
            reopen()

        def begin() -> None:
            self._opening = True
            self._leave(lambda: begun(self.tasks.write(work, succeed, fail, title=title)))

        self.guarded(begin, lambda: failed(stopped()))

    def put_in_place(
        self,
        make: Callable[[Progress], Application],
        title: Text,
        failed: Callable[[BaseException], None] | None = None,
        opened: Callable[[], None] | None = None,
    ) -> Job[Application] | None:
        """Make an application on the writer thread, then close the present store and show the new one.

        While one store is being opened, wishes for another are turned down; when it fails, the present one stays.

        Args:
            make: Opens or makes the store.
            title: Shown meanwhile.
            failed: Takes the error; else it is shown.
            opened: Called when the store is shown.

        Returns:
            The job under way; None where the wish was turned down.
        """
        if self._opening:
            return None
        self._opening = True

        def show(app: Application) -> None:
            self._opening = False
            if self._ending:
                drop(app)
                return
            self.guarded(lambda: self._leave(lambda: present(app)), lambda: drop(app))

        def drop(app: Application) -> None:
            self.tasks.write(lambda _progress: app.close())

        def present(app: Application) -> None:
            self.show_application(app)
            if opened is not None:
                opened()

        def fail(error: BaseException) -> None:
            self._opening = False
            (failed or self.show_failure)(error)

        return self.tasks.write(lambda progress: _loaded(make(progress)), show, fail, title=title)

    def show_application(self, app: Application) -> None:
        """Let an application whose read model is loaded be the open store; closes nothing."""
        self._remember_store(app.store.path)
        store = OpenStore(app, self.tasks)
        if app.person is None:
            self._find_last_person(store)
        self.current = Workplace(store, self)
        self.tasks.keep_loaded()
        self.current.canvas.snapping = self.snapping
        self.store.person_wanted.connect(self.person_wanted)
        self.store.noted.connect(self.noted)
        self.current.keeper.foreign_found.connect(self.foreign_found)
        self.opened.emit()
        if app.store.copy_before is not None:
            self.noted.emit(translate(copy_words(app.store.copy_before)))

    def _find_last_person(self, store: OpenStore) -> None:
        """Let the one work who worked last here on this computer; ask where nobody is known."""
        last = self.settings.get(LAST_PERSON).get(id_text(store.app.info.workspace))

        def choose(people: list[Person]) -> None:
            found = next((one for one in people if id_text(one.id) == last), None)
            if found is not None:
                store.choose_person(found)
            else:
                self.person_wanted.emit()

        store.read(lambda reader: reader.people.all(), choose)

    def close_store(self) -> None:
        """Close the store and show the welcome page; an encrypted one asks for its passphrase again."""
        self.guarded(lambda: self._leave(forget))

    def guarded(self, then: Callable[[], None], stay: Callable[[], None] | None = None) -> None:
        """Go on unless the page of a parcel holds something unsaved that the person wants to keep."""
        if self.current is None:
            then()
        else:
            self.current.record.guard(then, stay)

    def shut_down(self, then: Callable[[], None]) -> None:
        """Close the store and end the threads, then call."""
        self._ending = True

        def end() -> None:
            self.tasks.close()
            then()

        self._leave(lambda: self._when_idle(end))

    # --- errors --------------------------------------------------------------------------------------------

    def show_failure(self, error: BaseException) -> None:
        """Show an error of any kind in its way."""
        if isinstance(error, CancelledError):
            self.noted.emit("\n".join(messages.error_lines(error)))
        elif isinstance(error, RefusedError) and self.current is not None:
            self.refused.emit(error)
            if error.code == "store.foreign-writes":
                self.foreign_found.emit(int(str(error.what.values["count"])))
        elif isinstance(error, LandDeskError):
            messages.show_error(self._in_front(), error)
        else:
            _LOG.error("a bug", exc_info=error)
            if self._crash_box is None or not isValid(self._crash_box):
                self._crash_box = messages.show_crash(self._in_front(), self.log_file)

    def _in_front(self) -> QWidget:
        """Return the dialog that is open, else the window: a box behind a dialog would lock both, unseen."""
        return QApplication.activeModalWidget() or self.window

    # --- the rest ------------------------------------------------------------------------------------------

    def choose_language(self, language: str) -> None:
        """Use another language from now on."""
        if language != current_language():
            self.guarded(lambda: self._change_language(language))

    def _change_language(self, language: str) -> None:
        self._put(lambda: self.settings.put(LANGUAGE, language))
        self.language_chosen.emit(language)

    def take_tool(self, code: str) -> None:
        """Take a map tool into the hand; those that change something need a person."""
        self.workplace.canvas.set_tool(code)
        self.workplace.canvas.setFocus()
        if self.workplace.canvas.tool.needs_person and self.store.person is None:
            self.person_wanted.emit()
        self.workplace.map.refuse_closed(code)

    def choose_person(self, person: Person) -> None:
        """Let this person work from now on, and offer the same one next time."""
        self.store.choose_person(person)
        workspace = id_text(self.store.app.info.workspace)
        people = {**self.settings.get(LAST_PERSON), workspace: id_text(person.id)}
        self._put(lambda: self.settings.put(LAST_PERSON, people))

    def hide_layers(self, hidden: Collection[str]) -> None:
        """Show the map without these layers, and next time too."""
        self.workplace.canvas.set_hidden_layers(hidden)
        self.layers_hidden.emit(hidden)
        self._put(lambda: self.settings.put(HIDDEN_LAYERS, tuple(sorted(hidden))))

    def choose_notation(self, notation: str) -> None:
        """Write the pointer's coordinates in this way next time too."""
        self._put(lambda: self.settings.put(POINTER_NOTATION, notation))

    @property
    def snapping(self) -> Snapping:
        """What the pointer is drawn to; names that this version does not know are left out."""
        known = self.settings.get(SNAP_KINDS)
        kinds = frozenset(kind for kind in SnapKind if kind.value in known)
        return Snapping(kinds, self.settings.get(SNAP_RADIUS))

    def snap_to(self, snapping: Snapping) -> None:
        """Let the pointer be drawn to this, and next time too."""
        self.workplace.canvas.snapping = snapping
        kinds = tuple(kind.value for kind in SnapKind if kind in snapping.kinds)
        self._put(lambda: self.settings.put(SNAP_KINDS, kinds))
        self._put(lambda: self.settings.put(SNAP_RADIUS, snapping.radius_px))

    def quit(self) -> None:
        """Close the window."""
        self.window.close()

    def _leave(self, then: Callable[[], None]) -> None:
        """Close what is open, then go on."""
        workplace, self.current = self.current, None
        self.tasks.stop_all()
        if workplace is None:
            self._when_idle(then)
            return
        workplace.close()
        self.closing.emit()
        app = workplace.store.app

        def close() -> None:
            self.tasks.write(
                lambda _progress: app.close(), lambda _nothing: then(), self._fail_to_close(then)
            )

        self._when_idle(close)
        workplace.deleteLater()
        self.tasks.let_go_of_loaded()

    def _fail_to_close(self, then: Callable[[], None]) -> Callable[[BaseException], None]:
        def fail(error: BaseException) -> None:
            self.show_failure(error)
            then()

        return fail

    def _when_idle(self, call: Callable[[], None]) -> None:
        if self.tasks.idle:
            call()
        else:
            self._waiting.append(call)

    def _go_on(self) -> None:
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            call()

    def _remember_store(self, path: Path) -> None:
        known = [name for name in self.settings.get(RECENT_STORES) if name != str(real_path(path))]
        recent = (str(real_path(path)), *known)[:RECENT_AT_MOST]
        self._put(lambda: self.settings.put(RECENT_STORES, recent))

    def _put(self, put: Callable[[], None]) -> None:
        """Write settings; where that is not possible they hold until the program ends."""
        try:
            put()
        except OSError:
            _LOG.warning("the settings cannot be written")


def _loaded(app: Application) -> Application:
    """Let read model and findings be loaded on this thread, so that the window's never waits for them."""
    checked = app.standing
    count = -1 if checked is None else len(checked.findings)
    _LOG.info("a store was opened: %d parcels, %d findings", len(app.coverage), count)
    return app


def _opened_for(path: Path, person: Person | None) -> Application:
    """Open a store for somebody; for nobody yet where the person is not among those who work with it."""
    app = open_application(path)
    if person is not None:
        everybody = app.read(lambda reader: reader.people.all())
        app.person = next((one for one in everybody if one.id == person.id), None)
    return app
