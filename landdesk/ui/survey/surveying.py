"""Files of the field in the window: looked at, kept, taken out, shown on the map."""

from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDialog
from shiboken6 import isValid

from landdesk.i18n import _
from landdesk.store.queries.surveys import Survey, SurveyPoint
from landdesk.ui.desk import Desk
from landdesk.ui.dialogs.choose_file import choose_file
from landdesk.ui.open_store import OpenStore
from landdesk.ui.survey.fit_dialog import FitDialog
from landdesk.ui.survey.fit_errand import FitErrand
from landdesk.ui.survey.import_dialog import FILES, SurveyImport
from landdesk.ui.survey.import_errand import ImportErrand
from landdesk.ui.survey.parcel_dialog import ParcelDialog
from landdesk.ui.survey.parcel_errand import ParcelErrand
from landdesk.ui.survey.receiver_dialog import ReceiverDialog
from landdesk.ui.survey.receiver_errand import ReceiverErrand
from landdesk.ui.survey.surveys_dialog import SurveysDialog

_AROUND_M = 40.0
_BESIDE_PX = QPoint(6, 76)
"""Where dialogs that leave the map free stand in the window."""


class Surveying:
    """Runs it for one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._beside: list[QDialog] = []
        desk.closing.connect(self._close_all)

    @property
    def _store(self) -> OpenStore:
        return self._desk.store

    def show(self) -> SurveysDialog:
        """List the files of the field of the open store."""
        store, dialog = self._store, SurveysDialog(self._desk.window)

        def show(found: list[Survey]) -> None:
            if isValid(dialog):
                dialog.show_surveys(found)

        def renew() -> None:
            store.read(lambda reader: reader.surveys.all(), show)

        dialog.import_wanted.connect(lambda: self._ask_file(dialog))
        dialog.remove_wanted.connect(self._remove)
        dialog.chosen.connect(lambda survey: self._show_points(dialog, survey))
        dialog.point_wanted.connect(lambda point: self._go_to(dialog, point))
        # From signal to signal, so that it ends with the dialog.
        store.surveys_changed.connect(dialog.renewal_wanted)
        dialog.renewal_wanted.connect(renew)
        renew()
        dialog.open()
        return dialog

    def make_parcel(self) -> ParcelDialog:
        """Let a parcel be made from points, beside the map."""
        dialog = ParcelDialog(self._desk.window)
        self._show_beside(dialog)
        ParcelErrand(self._desk, dialog).read_surveys()
        return dialog

    def fit(self) -> FitDialog:
        """Let the chosen parcel be fitted to points, beside the map."""
        dialog = FitDialog(self._desk.window)
        self._show_beside(dialog)
        FitErrand(self._desk, dialog).begin()
        return dialog

    def receive(self) -> ReceiverDialog:
        """Let points be taken live of a receiver, beside the map."""
        dialog = ReceiverDialog(self._desk.window)
        self._show_beside(dialog)
        ReceiverErrand(self._desk, dialog).find_ports()
        return dialog

    def look_at(self, dialog: SurveysDialog, path: Path) -> SurveyImport:
        """Show what a file holds, and keep it when it is accepted."""
        wish = SurveyImport(path, self._store.coverage, dialog)
        ImportErrand(self._desk, wish).begin()
        wish.open()
        return wish

    def _show_beside(self, dialog: QDialog) -> None:
        """Show a dialog that leaves the map free, in place of another of these: each shows its own on the map."""
        self._close_all()
        self._beside.append(dialog)
        # Over the lists, so that most of the map is free on a small screen too.
        dialog.move(self._desk.window.mapToGlobal(_BESIDE_PX))
        dialog.show()

    def _close_all(self) -> None:
        """Close what stands beside the map: its store is being closed, or another takes its place."""
        for dialog in self._beside:
            if isValid(dialog):
                dialog.reject()
        self._beside.clear()

    def _ask_file(self, dialog: SurveysDialog) -> None:
        if self._store.person is None:
            self._store.person_wanted.emit()
            return
        folder = self._store.app.store.path.parent

        def chosen(path: Path) -> None:
            self.look_at(dialog, path)

        choose_file(self._desk.window, _("Import survey points"), FILES, chosen, folder)

    def _remove(self, survey: Survey) -> None:
        from landdesk.app.surveys import Surveys

        store = self._store
        surveys = Surveys(store.app)
        store.change(
            lambda _progress: surveys.remove(survey),
            lambda _none: store.surveys_changed.emit(),
            self._desk.show_failure,
        )

    def _show_points(self, dialog: SurveysDialog, survey: Survey) -> None:
        def show(found: list[SurveyPoint]) -> None:
            if isValid(dialog):
                dialog.show_points(found)

        self._store.read(lambda reader: reader.surveys.points(survey.id), show)

    def _go_to(self, dialog: SurveysDialog, point: SurveyPoint) -> None:
        east, north = point.at
        dialog.accept()
        self._store.show_box((east - _AROUND_M, north - _AROUND_M, east + _AROUND_M, north + _AROUND_M))
