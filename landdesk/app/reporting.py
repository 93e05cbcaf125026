"""What is reported of one open store: the overview that the window shows, the weekly report for the province."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from landdesk.app.application import Application
from landdesk.app.communes import commune
from landdesk.app.leaving import refuse_taken_name
from landdesk.app.quality import quality
from landdesk.app.worklists import Worklists
from landdesk.domain.clock import local_time
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.progress import Progress
from landdesk.domain.workflow import GROUP_1
from landdesk.i18n import N_, Text, vietnamese
from landdesk.interpreter import without_collection
from landdesk.services.exporting.weekly_report import write_weekly
from landdesk.services.reporting.deadline import shipped_deadline
from landdesk.services.reporting.overview import Overview, collect_overview
from landdesk.services.reporting.period import Period
from landdesk.services.reporting.statements import KeptStatements
from landdesk.services.reporting.weekly import WeeklyReport, collect_weekly
from landdesk.services.worklist.columns import Columns
from landdesk.store.reader import Reader
from landdesk.store.trouble import explain_os_error

T = TypeVar("T")

COMMUNES_NAMED: Final = 3


class Reporting:
    """Reports of an open store; every method may be called on any thread.

    Args:
        app: The open store.
        worklists: Its worklists: they keep what records lack from one look to the next.
    """

    def __init__(self, app: Application, worklists: Worklists) -> None:
        self._app = app
        self._worklists = worklists
        self._told = KeptStatements("parcel_group", GROUP_1)

    def overview(self) -> Overview:
        """Return where the commune stands now."""
        checked = self._app.findings is not None
        index = quality(self._app)[0].quality if checked else None
        found = self._read(
            lambda reader, columns: collect_overview(
                reader,
                columns,
                self._told.read(reader),
                checked=checked,
                today=self._today(),
                deadline=shipped_deadline(),
            )
        )
        return replace(found, quality=index)

    def weekly(self, until: date | None, progress: Progress) -> WeeklyReport:
        """Return the report of the seven days until a day, today unless given; checks where nothing was checked.

        Raises:
            InvalidInputError: ``report.future``: the day is still to come.
            CancelledError: The person asked to stop.
        """
        today = self._today()
        last = until or today
        if last > today:
            raise InvalidInputError(
                "report.future",
                Text(N_("{day} is still to come; there is nothing to report of it."), {"day": last}),
                remedy=Text(N_("Give today or an earlier day.")),
            )
        if self._app.findings is None:
            self._app.check(progress)
        return self._read(
            lambda reader, columns: collect_weekly(
                reader, columns, Period.week_until(last), today, shipped_deadline()
            )
        )

    def write_weekly(self, path: Path, until: date | None, progress: Progress) -> WeeklyReport:
        """Write the weekly report into a workbook and return what is in it.

        Nobody is named in it, so it does not stand on the list of files that left.

        Raises:
            RefusedError: There is a file of this name.
            InvalidInputError: As of :meth:`weekly`.
            TroubleError: The folder cannot be written, the disk is full.
            CancelledError: It was stopped; nothing is written.
        """
        refuse_taken_name(path)
        report = self.weekly(until, progress)
        groups = {one.code: one.label for one in self._app.codelists["parcel_group"].codes}
        try:
            write_weekly(path, report, places_in_words(report.communes), groups, vietnamese)
        except OSError as error:
            raise explain_os_error(error, path) from error
        return report

    def _read(self, job: Callable[[Reader, Columns], T]) -> T:
        around = self._worklists.surroundings()
        with without_collection():
            return self._app.read(lambda reader: job(reader, Columns(reader, around)))

    def _today(self) -> date:
        return local_time(self._app.store.clock()).date()


def places_in_words(codes: Sequence[str]) -> str:
    """Return communes as people call them, of many the first three and how many; what is no commune stays a code."""
    found: list[str] = []
    for code in codes[:COMMUNES_NAMED]:
        try:
            found.append(commune(code).title)
        except InvalidInputError:
            found.append(code)
    more = f" … ({len(codes)})" if len(codes) > COMMUNES_NAMED else ""
    return ", ".join(found) + more
