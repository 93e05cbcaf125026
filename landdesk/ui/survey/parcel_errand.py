"""A parcel from points of the field: worked out beside the map, shown on it, added as one act."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from shiboken6 import isValid

from landdesk.domain.change import Entry
from landdesk.domain.errors import LandDeskError, RefusedError
from landdesk.domain.sketching import Drawn, drawn_among
from landdesk.i18n import _
from landdesk.services.survey.outline import Outline
from landdesk.store.queries.surveys import Survey, SurveyPoint
from landdesk.ui.desk import Desk
from landdesk.ui.survey.beside import Preview, bring_into_sight
from landdesk.ui.survey.parcel_dialog import ParcelDialog


class ParcelErrand(QObject):
    """Runs it for one dialog, and goes with it."""

    def __init__(self, desk: Desk, dialog: ParcelDialog) -> None:
        super().__init__(dialog)
        self._desk = desk
        self._store = desk.store
        self._canvas = desk.workplace.canvas
        self._shown = Preview(self._canvas)
        self._dialog = dialog
        self._seen: Outline | None = None
        dialog.survey_chosen.connect(self._read_points)
        dialog.corners_changed.connect(self._preview)
        dialog.parcel_wanted.connect(self._add)
        dialog.finished.connect(lambda _how: self._shown.clear())
        self._store.surveys_changed.connect(self.read_surveys)
        self._store.updated.connect(self._preview)

    def read_surveys(self) -> None:
        """Show the files of the field as they are now."""
        self._store.read(lambda reader: reader.surveys.all(), self._show_surveys)

    def _show_surveys(self, found: list[Survey]) -> None:
        if isValid(self):
            self._dialog.choice.show_surveys(found)

    def _read_points(self) -> None:
        survey = self._dialog.choice.survey
        if survey is None:
            self._dialog.show_points(())
        else:
            self._store.read(lambda reader: reader.surveys.points(survey.id), self._show_points)

    def _show_points(self, found: Sequence[SurveyPoint]) -> None:
        survey = self._dialog.choice.survey if isValid(self) else None
        if survey is not None and all(one.survey == survey.id for one in found):
            self._dialog.show_points(found)

    def _preview(self) -> None:
        outline = self._dialog.outline
        if outline is None:
            self._shown.clear()
            return
        drawn: Drawn | None = None
        try:
            drawn = drawn_among(outline.polygon, self._store.coverage)
        except RefusedError as error:
            self._dialog.show_area(None, 0.0)
            self._dialog.show_error(error)
            self._shown.clear()
        else:
            self._dialog.show_area(drawn.shape.area, drawn.cut_off_m2)
            self._dialog.show_error(None)
            self._shown.show(None, drawn.shape)
        if outline != self._seen:
            self._seen = outline
            bring_into_sight(self._canvas, self._dialog, outline.polygon.bounds)

    def _add(self, outline: Outline, sheet: str | None) -> None:
        from landdesk.app.surveys import Surveys

        surveys = Surveys(self._store.app)
        if (
            self._store.change(lambda _progress: surveys.add_parcel(outline, sheet), self._added, self._fail)
            is None
        ):
            self._dialog.show_error(None)

    def _added(self, entry: Entry) -> None:
        self._store.noted.emit(_("New parcel {key}").format(key=entry.subject))
        if isValid(self):
            self._dialog.start_anew()

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, LandDeskError) and isValid(self):
            self._dialog.show_error(error)
        else:
            self._desk.show_failure(error)
