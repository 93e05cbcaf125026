"""What is done for an open store without being asked: it looks for what others wrote and tidies up in pauses.

Everything runs on the writer thread; a look that has not come back yet is not asked for again.
"""

from PySide6.QtCore import QObject, QTimer, Signal

from landdesk.app.application import Application
from landdesk.domain.ids import ObjectId
from landdesk.domain.progress import Progress
from landdesk.ui.open_store import OpenStore

LOOK_EVERY_MS = 1_000
TIDY_AFTER_MS = 2_000
SurveyMarks = tuple[tuple[ObjectId, int], ...]
"""What tells whether points of the field came or went: their files, and how many each has."""


class StoreKeeper(QObject):
    """Timers of one open store.

    Signals:
        foreign_found(int): So many records were changed by another program since the last look that found some.
    """

    foreign_found = Signal(int)

    def __init__(self, store: OpenStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._looking = False
        self._seen: int | None = None
        self._foreign = 0
        self._surveys: SurveyMarks | None = None
        self._looks = QTimer(self)
        self._looks.setInterval(LOOK_EVERY_MS)
        self._looks.timeout.connect(self._look)
        self._looks.start()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TIDY_AFTER_MS)
        self._pause.timeout.connect(self._tidy)
        store.updated.connect(self._wait_for_pause)
        self._look()

    def stop(self) -> None:
        """Look and tidy no more."""
        self._looks.stop()
        self._pause.stop()

    def _look(self) -> None:
        if self._looking:
            return
        self._looking = True
        app, seen, surveys = self._store.app, self._seen, self._surveys

        def work(_progress: Progress) -> tuple[int, int, SurveyMarks | None]:
            present = app.store.data_version()
            if present == seen:
                return present, self._foreign, surveys
            app.refresh()
            # Points of the field are no part of the record, so the journal does not tell of them.
            marks = tuple((one.id, one.points) for one in app.read(lambda reader: reader.surveys.all()))
            return present, sum(app.store.foreign_writes().values()), marks

        self._store.tasks.write(work, self._take, self._fail)

    def _take(self, found: tuple[int, int, SurveyMarks | None]) -> None:
        self._looking = False
        before = self._surveys
        self._seen, foreign, self._surveys = found
        if self._surveys != (before or ()):
            self._store.surveys_changed.emit()
        if foreign and foreign != self._foreign:
            self.foreign_found.emit(foreign)
        self._foreign = foreign

    def _fail(self, error: BaseException) -> None:
        self._looking = False
        self._looks.stop()
        self._store.tasks.error_left_over.emit(error)

    def _wait_for_pause(self) -> None:
        self._pause.start()

    def _tidy(self) -> None:
        if not self._store.tasks.idle:
            self._pause.start()
            return
        app = self._store.app
        self._store.tasks.write(lambda _progress: _tidy(app))


def _tidy(app: Application) -> None:
    app.store.checkpoint()
    app.tidy()
