"""Files of the field in one open store: what front ends call."""

from collections.abc import Sequence
from pathlib import Path

from landdesk.app.application import Application
from landdesk.domain.change import Entry
from landdesk.domain.commands import UNSET, FitParcel, NewParcel
from landdesk.domain.errors import RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text
from landdesk.services.survey import keeping
from landdesk.services.survey.fit_parcel import WITHIN_M, FitPlan, Matched, near_corners, plan_fit
from landdesk.services.survey.keeping import Understood, Wishes
from landdesk.services.survey.look import Looked, look
from landdesk.services.survey.outline import Outline, numbers_meant, outline_of
from landdesk.store.queries.surveys import Survey, SurveyPoint


class Surveys:
    """Points measured in the field; every method may be called on any thread.

    Args:
        app: The open store and who works.
    """

    def __init__(self, app: Application) -> None:
        self._app = app

    def understand(self, path: Path, wishes: Wishes) -> Understood:
        """Read a file and bring its points onto the plane of the store; see :func:`keeping.understand`."""
        stored = self._app.read(keeping.stored_points)
        return keeping.understand(path, wishes, self._app.info.epsg, stored)

    def look(self, path: Path, wishes: Wishes) -> Looked:
        """Look at a file before it is brought in, see :func:`look`."""
        info = self._app.info
        return look(path, wishes, info.epsg, info.communes, self._app.read(keeping.stored_points))

    def bring_in(self, understood: Understood) -> Survey:
        """Keep the points, see :func:`keeping.keep`."""
        return self._app.write(lambda context: keeping.keep(context.work, understood))

    def remove(self, survey: Survey) -> None:
        """Take a file out with its points; the record keeps what was made from them."""
        self._app.write(lambda context: context.work.remove_survey(survey.id))

    def all(self) -> list[Survey]:
        """Return the files that were brought in, the newest first."""
        return self._app.read(lambda reader: reader.surveys.all())

    def find(self, name: str) -> Survey:
        """Return one, see :func:`keeping.find_survey`."""
        return self._app.read(lambda reader: keeping.find_survey(reader, name))

    def points(self, survey: Survey | None = None) -> list[SurveyPoint]:
        """Return the points of a file, or of all."""
        return self._app.read(lambda reader: reader.surveys.points(None if survey is None else survey.id))

    def wanted(self, numbers: Sequence[str], survey: Survey | None) -> list[SurveyPoint]:
        """Return points by number, see :func:`keeping.wanted_points`."""
        return self._app.read(lambda reader: keeping.wanted_points(reader, tuple(numbers), survey))

    def take(self, understood: Understood, survey: Survey | None) -> Survey:
        """Keep a point that a receiver gave, see :func:`keeping.take`."""
        return self._app.write(lambda context: keeping.take(context.work, understood, survey))

    def near(self, parcel_id: ObjectId, survey: Survey, within_m: float = WITHIN_M) -> list[Matched]:
        """Return the points of a file that lie near corners of a parcel, see :func:`near_corners`."""
        return self._app.read(
            lambda reader: near_corners(reader, parcel_id, reader.surveys.points(survey.id), within_m)
        )

    def plan(
        self,
        parcel_id: ObjectId,
        points: Sequence[SurveyPoint],
        *,
        with_scale: bool = False,
        within_m: float = WITHIN_M,
    ) -> FitPlan:
        """Return how a parcel would come to lie on points, see :func:`plan_fit`."""
        return self._app.read(
            lambda reader: plan_fit(reader, parcel_id, points, with_scale=with_scale, within_m=within_m)
        )

    def fit(self, plan: FitPlan) -> Entry:
        """Move the corners as planned, in one act.

        Raises:
            RefusedError: Nothing would move, or the parcel or a neighbour would break.
        """
        if not plan.moves:
            raise RefusedError(
                "survey.fit-lies",
                Text(N_("Parcel {key} lies on its points already."), {"key": plan.key}),
                remedy=Text(N_("There is nothing to do.")),
            )
        return self._app.execute(FitParcel(plan.parcel_id, plan.moves))

    def outline(self, survey: Survey, written: Sequence[str]) -> Outline:
        """Return the outline through points of a file.

        Args:
            survey: The file.
            written: Numbers in the order of the corners, see :func:`numbers_meant`; none for all points of the file
                in its order.

        Raises:
            InvalidInputError: A point is not there, or there several times; the points bound no land.
        """
        points = self.points(survey)
        meant = numbers_meant(written, (one.number for one in points))
        return outline_of(keeping.points_of_numbers(points, meant) if meant else points)

    def add_parcel(self, outline: Outline, sheet: str | None = None) -> Entry:
        """Add the parcel of an outline, see ``NewParcel``.

        Args:
            outline: Its corners.
            sheet: Map sheet; None for that of the neighbours.
        """
        return self._app.execute(NewParcel(outline.polygon, UNSET if sheet is None else sheet))
