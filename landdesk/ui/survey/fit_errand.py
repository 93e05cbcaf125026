"""A parcel fitted to points of the field: pairs looked for, the fit shown on the map, done as one act."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

from landdesk.app.application import Update
from landdesk.domain.change import Entry
from landdesk.domain.errors import LandDeskError
from landdesk.domain.ids import ObjectId
from landdesk.domain.progress import Progress
from landdesk.i18n import _
from landdesk.services.survey.fit_parcel import FitPlan, Matched, moved_shape
from landdesk.store.queries.surveys import Survey
from landdesk.ui.desk import Desk
from landdesk.ui.panels.findings_panel import parcel_names
from landdesk.ui.survey.beside import Preview, bring_into_sight
from landdesk.ui.survey.fit_dialog import FitDialog

T = TypeVar("T")


class FitErrand(QObject):
    """Runs it for one dialog, and goes with it."""

    def __init__(self, desk: Desk, dialog: FitDialog) -> None:
        super().__init__(dialog)
        self._desk = desk
        self._store = desk.store
        self._canvas = desk.workplace.canvas
        self._shown = Preview(self._canvas)
        self._dialog = dialog
        self._parcel: ObjectId | None = None
        self._abandon: Callable[[], None] = _nothing
        dialog.pairs_wanted.connect(self._find_pairs)
        dialog.plan_wanted.connect(self._plan)
        dialog.fit_wanted.connect(self._fit)
        dialog.finished.connect(self._end)
        self._store.surveys_changed.connect(self._read_surveys)
        self._store.selection.changed.connect(self._take_parcel)
        self._store.updated.connect(self._note_update)

    def begin(self) -> None:
        """Show the chosen parcel and the files of the field."""
        self._take_parcel()
        self._read_surveys()

    def _read_surveys(self) -> None:
        self._store.read(lambda reader: reader.surveys.all(), self._while_open(self._show_surveys))

    def _show_surveys(self, found: list[Survey]) -> None:
        self._dialog.choice.show_surveys(found)

    def _take_parcel(self) -> None:
        self._parcel = self._store.selection.current
        coverage = self._store.coverage
        names = [] if self._parcel is None else parcel_names(coverage, [self._parcel])
        self._dialog.show_parcel("".join(names))
        shape = None if self._parcel is None else coverage.shape(self._parcel)
        if shape is not None:
            bring_into_sight(self._canvas, self._dialog, shape.bounds)
        self._find_pairs()

    def _note_update(self, update: Update) -> None:
        if self._parcel is not None and (update.parcels is None or self._parcel in update.parcels):
            self._take_parcel()

    def _find_pairs(self) -> None:
        from landdesk.app.surveys import Surveys

        parcel, survey, within_m = self._parcel, self._dialog.choice.survey, self._dialog.within.value()
        if parcel is None or survey is None:
            self._forget()
            self._show_pairs([])
            return
        surveys = Surveys(self._store.app)
        self._work(lambda _progress: surveys.near(parcel, survey, within_m), self._show_pairs)

    def _show_pairs(self, found: list[Matched]) -> None:
        self._dialog.show_pairs(found)
        self._plan()

    def _plan(self) -> None:
        from landdesk.app.surveys import Surveys

        parcel, points = self._parcel, self._dialog.chosen
        if parcel is None or not self._dialog.model.rows:
            self._forget()
            self._show_plan(None)
            return
        surveys = Surveys(self._store.app)
        with_scale, within_m = self._dialog.scale.isChecked(), self._dialog.within.value()
        self._work(
            lambda _progress: surveys.plan(parcel, points, with_scale=with_scale, within_m=within_m),
            self._show_plan,
        )

    def _show_plan(self, plan: FitPlan | None) -> None:
        self._dialog.show_plan(plan)
        shape = None if plan is None else self._store.coverage.shape(plan.parcel_id)
        if plan is None or shape is None:
            self._shown.clear()
        else:
            self._shown.show(shape, moved_shape(shape, plan.moves))

    def _fit(self, plan: FitPlan) -> None:
        from landdesk.app.surveys import Surveys

        surveys = Surveys(self._store.app)
        job = self._store.change(
            lambda _progress: surveys.fit(plan), self._done, self._while_open(self._fail)
        )
        if job is None:
            self._dialog.show_plan(plan)

    def _done(self, entry: Entry) -> None:
        self._store.noted.emit(_("The corners of {key} lie on the points.").format(key=entry.subject))

    def _work(self, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        """Compute beside the window; of what was asked before nobody wants to hear any more."""
        self._forget()
        # What was planned before is nothing to do any more.
        self._dialog.go.setEnabled(False)
        self._abandon = self._store.compute(
            work, self._while_open(done), self._while_open(self._fail)
        ).abandon

    def _forget(self) -> None:
        self._abandon()
        self._abandon = _nothing

    def _fail(self, error: BaseException) -> None:
        self._shown.clear()
        if isinstance(error, LandDeskError):
            self._dialog.show_error(error)
        else:
            self._desk.show_failure(error)

    def _end(self) -> None:
        self._forget()
        self._shown.clear()

    def _while_open(self, call: Callable[[T], None]) -> Callable[[T], None]:
        def tell(outcome: T) -> None:
            if isValid(self):
                call(outcome)

        return tell


def _nothing() -> None:
    """Abandon nothing: no work is under way."""
