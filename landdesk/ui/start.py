"""Starts the window: application object, language, typefaces, look, and what happens to errors nobody caught.

:func:`run_window` is what the program calls, :func:`grab_window` makes a picture of a window for the demo and tests.
"""

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import cast

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEventLoop,
    QIODevice,
    QLocale,
    QMessageLogContext,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter
from PySide6.QtWidgets import QApplication, QLabel

from landdesk.app.bootstrap import open_application
from landdesk.app.logs import start_log, stop_log
from landdesk.domain.errors import LandDeskError, TroubleError
from landdesk.domain.ids import short_id
from landdesk.i18n import LANGUAGES, N_, Text, current_language, set_language
from landdesk.settings import LANGUAGE, Settings
from landdesk.ui.fonts import load_fonts
from landdesk.ui.icons import program_icon
from landdesk.ui.main_window import MainWindow
from landdesk.ui.panel_style import panel_sheet
from landdesk.ui.qt_texts import QtTexts
from landdesk.ui.theme import apply_theme

_LOG = logging.getLogger(__name__)

SWITCH_INTERVAL_S = 0.0005
"""Threads change places so often that drawing and reading never make the window wait."""
GRAB_WITHIN_MS = 60_000
_MessageHandler = Callable[[QtMsgType, QMessageLogContext, str], None]


class Program(QObject):
    """The running program: one window at a time, made anew when the language changes."""

    def __init__(self, app: QApplication, settings: Settings, log_file: Path | None) -> None:
        super().__init__(app)
        self._app = app
        self._settings = settings
        self._log_file = log_file
        self._qt_texts: QTranslator | None = None
        self.window: MainWindow | None = None

    def show_window(
        self, store: Path | None, person: str | None = None, package: Path | None = None
    ) -> MainWindow:
        """Make a window in the language in use and let it open a store for a person, and receive a package.

        A package alone goes to the store opened last, as if it had been dropped there.
        """
        self._translate_qt()
        window = MainWindow(self._settings, self._log_file)
        window.desk.language_chosen.connect(self._change_language)
        window.layout_keeper.begin()
        window.show()
        desk = window.desk

        def receive() -> None:
            window.errands.take_files([] if package is None else [package])

        if store is None and package is not None and desk.recent:
            store = desk.recent[0]
        if store is not None:
            if package is not None:
                # A signal, since an encrypted store opens later, when its passphrase is given.
                desk.opened.connect(receive, Qt.ConnectionType.SingleShotConnection)
            desk.open_store(store, person)
        else:
            receive()
        self.window = window
        return window

    def report(self, error: BaseException) -> None:
        """Show an error that nobody caught."""
        if self.window is not None:
            self.window.desk.show_failure(error)
        else:
            _LOG.error("a bug", exc_info=error)

    def _change_language(self, language: str) -> None:
        old = self.window
        store = old.desk.store.app.store.path if old is not None and old.desk.current is not None else None
        person = old.desk.store.person if old is not None and old.desk.current is not None else None

        def begin_anew() -> None:
            set_language(language)
            self.show_window(store, None if person is None else short_id(person.id))
            self._app.setQuitOnLastWindowClosed(True)

        if old is None:
            begin_anew()
            return
        self._app.setQuitOnLastWindowClosed(False)
        old.closed.connect(begin_anew)
        old.closed.connect(old.deleteLater)
        old.close()

    def _translate_qt(self) -> None:
        if self._qt_texts is not None:
            self._app.removeTranslator(self._qt_texts)
        self._qt_texts = QtTexts(self) if current_language() != "en" else None
        if self._qt_texts is not None:
            self._app.installTranslator(self._qt_texts)
        QLocale.setDefault(QLocale("vi_VN" if current_language() == "vi" else "en_GB"))


def run_window(
    store: Path | None = None,
    *,
    language: str | None = None,
    person: str | None = None,
    package: Path | None = None,
) -> int:
    """Run the program until its window is closed.

    Args:
        store: Opened at once; None shows the welcome page.
        language: ``vi`` or ``en`` for this time; None takes the setting.
        person: Name of the one who works; None takes the one who worked here last, or asks.
        package: Received once the store is open, see :meth:`Program.show_window`.

    Returns:
        Exit status.
    """
    log_file = start_log("window")
    settings = Settings()
    _use_language(language or settings.get(LANGUAGE))
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    app = prepared_application()
    program = Program(app, settings, log_file)
    restore = _catch_errors(program.report)
    try:
        program.show_window(store, person, package)
        status = int(app.exec())
    finally:
        restore()
        stop_log()
    return status


def prepared_application() -> QApplication:
    """Return the application object with LandDesk's look; made where there is none.

    Raises:
        TroubleError: There is no display to show a window on.
    """
    running = QApplication.instance()
    if isinstance(running, QApplication):
        app = running
    else:
        _refuse_without_display()
        app = QApplication(sys.argv[:1])
    app.setApplicationName("LandDesk")
    app.setDesktopFileName("landdesk")
    app.setWindowIcon(program_icon())
    load_fonts()
    apply_theme(app)
    app.setStyleSheet(app.styleSheet() + panel_sheet())
    return app


def grab_window(
    store: Path,
    png: Path,
    size: tuple[int, int] = (1366, 768),
    *,
    language: str | None = None,
    person: str | None = None,
    prepare: Callable[[MainWindow], None] | None = None,
) -> Path:
    """Open a store in a window, check it, and write a picture of the window; works without a display.

    Args:
        store: The store.
        png: File to write.
        size: Of the window, pixels.
        language: ``vi`` or ``en``; None takes the setting.
        person: Name of the one who works.
        prepare: Called with the window when everything is shown, to choose a parcel or take a tool; None
            chooses a parcel that has something to tell.

    Returns:
        The file.

    Raises:
        LandDeskError: The store cannot be opened.
        TimeoutError: The window was not ready within a minute.
    """
    if QApplication.instance() is None and not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with _without_size_hints():
        picture = _picture(store, size, language, person, prepare)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    png.write_bytes(buffer.data().data())
    return png


@contextmanager
def _without_size_hints() -> Iterator[None]:
    """Keep quiet that a window without a screen has no frame that could be told its smallest size."""

    def pass_on(kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
        if "propagateSizeHints" in words:
            return
        if before is not None:
            before(kind, context, words)
        else:
            sys.stderr.write(f"{words}\n")

    before = cast("_MessageHandler | None", qInstallMessageHandler(pass_on))
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _picture(
    store: Path,
    size: tuple[int, int],
    language: str | None,
    person: str | None,
    prepare: Callable[[MainWindow], None] | None,
) -> QImage:
    settings = Settings()
    _use_language(language or settings.get(LANGUAGE))
    prepared_application()
    window = MainWindow(settings)
    window.resize(*size)
    window.show()
    try:
        _wait_opened(window, store, person)
        place = window.desk.workplace
        place.findings.check()
        _wait(lambda: place.settled and place.store.findings is not None)
        # The page of welcome may have needed more room than was asked for.
        window.resize(*size)
        (prepare or _choose_something)(window)
        _wait(lambda: place.settled)
        picture: QImage = window.grab().toImage()
    finally:
        ended: list[bool] = []
        window.closed.connect(lambda: ended.append(True))
        window.close()
        _wait(lambda: bool(ended))
        window.deleteLater()
    return picture


def _choose_something(window: MainWindow) -> None:
    """Choose a parcel with returned work, else one with a finding, else the first."""
    place = window.desk.workplace
    findings = place.findings.findings
    with_work = place.work_panel.model.rows if place.work_panel is not None else ()
    chosen = [row.parcels[0] for row in with_work if row.parcels]
    chosen += [one for finding in findings for one in finding.objects[:1]]
    first = place.list_panel.model.id_at(0)
    chosen += [] if first is None else [first]
    present = [one for one in chosen if place.store.coverage.index_of(one) is not None]
    if present:
        place.store.selection.choose(present[:1])
        place.store.show_parcel(present[0])


def _wait_opened(window: MainWindow, store: Path, person: str | None) -> None:
    failures: list[BaseException] = []
    window.desk.put_in_place(
        lambda _progress: open_application(store, person), Text(N_("Opening")), failures.append
    )
    _wait(lambda: window.desk.current is not None or bool(failures))
    if failures:
        raise failures[0]


def _wait(until: Callable[[], bool]) -> None:
    """Run the event loop until something holds."""
    loop = QEventLoop()
    looks, limit = QTimer(), QTimer()
    looks.timeout.connect(lambda: loop.quit() if until() else None)
    limit.setSingleShot(True)
    limit.timeout.connect(lambda: loop.exit(1))
    looks.start(20)
    limit.start(GRAB_WITHIN_MS)
    if loop.exec():
        raise TimeoutError("the window was not ready in time")


def _use_language(language: str) -> None:
    set_language(language if language in LANGUAGES else LANGUAGES[0])


def has_display() -> bool:
    """Tell whether there is a screen to show a window on."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def try_window() -> tuple[str, tuple[int, int] | None]:
    """Make a small window and draw it.

    Returns:
        Qt's version and platform in words; width and height of the screen in pixels, None without a display.

    Raises:
        ArithmeticError: What was drawn is not there.
    """
    if QApplication.instance() is None and not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    prepared_application()
    label = QLabel("Thửa đất")
    label.ensurePolished()
    drawn = label.grab().toImage()
    if len({drawn.pixel(x, y) for x in range(drawn.width()) for y in range(drawn.height())}) < 2:
        raise ArithmeticError(QGuiApplication.platformName())
    screen = QGuiApplication.primaryScreen() if has_display() else None
    words = f"Qt {qVersion()}, {QGuiApplication.platformName()}"
    return words, None if screen is None else (screen.size().width(), screen.size().height())


def _refuse_without_display() -> None:
    if has_display() or os.environ.get("QT_QPA_PLATFORM"):
        return
    raise TroubleError(
        "window.no-display",
        Text(N_("There is no display to show the window on.")),
        remedy=Text(N_("Start it on a desktop, or use the command line.")),
    )


def _catch_errors(report: Callable[[BaseException], None]) -> Callable[[], None]:
    """Let errors that nobody caught be reported; returns how to undo that."""
    window_thread, before, before_threads = threading.get_ident(), sys.excepthook, threading.excepthook

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        if not isinstance(error, LandDeskError):
            _LOG.error("a bug", exc_info=(kind, error, trace))
        if threading.get_ident() == window_thread:
            report(error)

    sys.excepthook = caught

    def restore() -> None:
        sys.excepthook, threading.excepthook = before, before_threads

    return restore
