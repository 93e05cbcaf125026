"""Files of the field in the window: looked at, kept, taken out, shown on the map."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from shiboken6 import isValid

from landdesk.domain.errors import LandDeskError
from landdesk.i18n import N_, _
from landdesk.store.queries.surveys import Survey, SurveyPoint
from landdesk.ui.desk import Desk
from landdesk.ui.dialogs.choose_file import choose_file
from landdesk.ui.dialogs.survey_dialogs import SurveyPreview, SurveysDialog
from landdesk.ui.open_store import OpenStore

if TYPE_CHECKING:
    from landdesk.services.survey.keeping import Understood

FILES: Final = (N_("Files of the field"), "*.csv *.txt *.gsi *.sdr *.nmea *.log *.xyz")
_AROUND_M: Final = 40.0


class Surveying:
    """Runs it for one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def _store(self) -> OpenStore:
        return self._desk.store

    def show(self) -> SurveysDialog:
        """List the files of the field of the open store."""
        dialog = SurveysDialog(self._desk.window)
        dialog.import_wanted.connect(lambda: self._ask_file(dialog))
        dialog.remove_wanted.connect(lambda survey: self._remove(dialog, survey))
        dialog.chosen.connect(lambda survey: self._show_points(dialog, survey))
        dialog.point_wanted.connect(lambda point: self._go_to(dialog, point))
        self._renew(dialog)
        dialog.open()
        return dialog

    def look_at(self, dialog: SurveysDialog, path: Path) -> SurveyPreview:
        """Show what a file holds, and keep it when it is accepted."""
        preview = SurveyPreview(path, dialog)
        preview.order_wanted.connect(lambda order: self._read(preview, order))
        preview.import_wanted.connect(lambda understood: self._keep(preview, dialog, understood))
        self._read(preview, None)
        preview.open()
        return preview

    def _ask_file(self, dialog: SurveysDialog) -> None:
        if self._store.person is None:
            self._store.person_wanted.emit()
            return
        folder = self._store.app.store.path.parent

        def chosen(path: Path) -> None:
            self.look_at(dialog, path)

        choose_file(self._desk.window, _("Import survey points"), FILES, chosen, folder)

    def _read(self, preview: SurveyPreview, order: str | None) -> None:
        from landdesk.app.surveys import Surveys
        from landdesk.services.survey.keeping import Wishes

        surveys = Surveys(self._store.app)

        def show(understood: "Understood") -> None:
            if isValid(preview):
                preview.show_understood(understood)

        self._store.compute(
            lambda _progress: surveys.understand(preview.path, Wishes(order=order)),
            show,
            lambda error: self._tell(preview, error),
        )

    def _keep(self, preview: SurveyPreview, dialog: SurveysDialog, understood: "Understood") -> None:
        from landdesk.app.surveys import Surveys

        def done(_survey: Survey) -> None:
            if isValid(preview):
                preview.accept()
            self._renew(dialog)

        surveys = Surveys(self._store.app)
        self._store.change(
            lambda _progress: surveys.bring_in(understood), done, lambda error: self._tell(preview, error)
        )

    def _remove(self, dialog: SurveysDialog, survey: Survey) -> None:
        from landdesk.app.surveys import Surveys

        surveys = Surveys(self._store.app)
        self._store.change(
            lambda _progress: surveys.remove(survey),
            lambda _none: self._renew(dialog),
            self._desk.show_failure,
        )

    def _renew(self, dialog: SurveysDialog) -> None:
        def show(found: list[Survey]) -> None:
            if isValid(dialog):
                dialog.show_surveys(found)

        self._store.read(lambda reader: reader.surveys.all(), show)
        self._desk.workplace.map.load_survey()

    def _show_points(self, dialog: SurveysDialog, survey: Survey) -> None:
        def show(found: list[SurveyPoint]) -> None:
            if isValid(dialog):
                dialog.show_points(found)

        self._store.read(lambda reader: reader.surveys.points(survey.id), show)

    def _go_to(self, dialog: SurveysDialog, point: SurveyPoint) -> None:
        east, north = point.at
        dialog.accept()
        self._store.show_box((east - _AROUND_M, north - _AROUND_M, east + _AROUND_M, north + _AROUND_M))

    def _tell(self, preview: SurveyPreview, error: BaseException) -> None:
        if isinstance(error, LandDeskError) and isValid(preview):
            preview.show_error(error)
        else:
            self._desk.show_failure(error)
