"""A file of the field read as the person says, beside the window's thread, and kept when it is accepted."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

from landdesk.domain.errors import LandDeskError
from landdesk.services.boundaries import commune_boundaries
from landdesk.store.queries.surveys import Survey
from landdesk.ui.desk import Desk
from landdesk.ui.survey.import_dialog import SurveyImport
from landdesk.ui.tasks import Job

if TYPE_CHECKING:
    from landdesk.services.survey.keeping import Understood
    from landdesk.services.survey.look import Looked

T = TypeVar("T")


class ImportErrand(QObject):
    """Runs it for one dialog, and goes with it."""

    def __init__(self, desk: Desk, dialog: SurveyImport) -> None:
        super().__init__(dialog)
        self._desk = desk
        self._store = desk.store
        self._dialog = dialog
        self._look: Job[Looked] | None = None
        dialog.wishes_changed.connect(self._read)
        dialog.import_wanted.connect(self._keep)

    def begin(self) -> None:
        """Read the file as it is recognised, and what else the dialog shows."""
        from landdesk.services.importing.places import systems_of_vietnam

        epsg = self._store.app.info.epsg
        fail = self._desk.show_failure
        self._store.compute(
            lambda _progress: systems_of_vietnam(), self._while_open(self._dialog.show_systems), fail
        )
        self._store.compute(
            lambda _progress: commune_boundaries(epsg),
            self._while_open(self._dialog.picture.show_communes),
            fail,
        )
        self._read()

    def _read(self) -> None:
        from landdesk.app.surveys import Surveys

        if self._look is not None:
            self._look.abandon()
        surveys, path, wishes = Surveys(self._store.app), self._dialog.path, self._dialog.wishes
        self._look = self._store.compute(
            lambda _progress: surveys.look(path, wishes),
            self._while_open(self._dialog.show_looked),
            self._while_open(self._tell),
        )

    def _keep(self, understood: "Understood") -> None:
        from landdesk.app.surveys import Surveys

        store, dialog = self._store, self._dialog

        def done(_survey: Survey) -> None:
            if isValid(dialog):
                dialog.accept()
            store.surveys_changed.emit()

        surveys = Surveys(store.app)
        store.change(lambda _progress: surveys.bring_in(understood), done, self._while_open(self._tell))

    def _while_open(self, call: Callable[[T], None]) -> Callable[[T], None]:
        dialog = self._dialog

        def tell(outcome: T) -> None:
            if isValid(dialog):
                call(outcome)

        return tell

    def _tell(self, error: BaseException) -> None:
        if isinstance(error, LandDeskError):
            self._dialog.show_error(error)
        else:
            self._desk.show_failure(error)
