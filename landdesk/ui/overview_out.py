"""What leaves from the overview: the page as PDF, the weekly report for the province."""

from pathlib import Path
from typing import Final

from landdesk.app.leaving import refuse_taken_name
from landdesk.app.reporting import Reporting, places_in_words
from landdesk.domain.clock import local_time
from landdesk.domain.errors import LandDeskError
from landdesk.i18n import N_, Text, _, format_date
from landdesk.services.exporting.tables.writing import TableKind
from landdesk.store.trouble import explain_os_error
from landdesk.ui.desk import Desk
from landdesk.ui.dialogs.choose_file import choose_new_file
from landdesk.ui.dialogs.export_list import KINDS
from landdesk.ui.overview_paper import write_overview

PDF_FILES: Final = (N_("PDF documents"), "*.pdf")
OVERVIEW_NAME: Final = "tong-quan"
REPORT_NAME: Final = "bao-cao-tuan"


class OverviewOut:
    """Writes them for the store that is open.

    Args:
        desk: Which store that is.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ask_print(self) -> None:
        """Ask for a file and write the overview as it is shown; nothing before it was counted."""
        place = self._desk.workplace
        shown = place.overview.shown
        if shown is None:
            return

        def write(path: Path) -> None:
            try:
                refuse_taken_name(path)
                write_overview(path, self._title(), self._foot(), *shown)
            except LandDeskError as error:
                self._desk.show_failure(error)
            except OSError as error:
                self._desk.show_failure(explain_os_error(error, path))
            else:
                place.store.noted.emit(_("{path} is written.").format(path=path.name))

        choose_new_file(
            self._desk.window, _("Print overview"), PDF_FILES, write, self._proposal(OVERVIEW_NAME, "pdf")
        )

    def ask_report(self) -> None:
        """Ask for a file and write the report of the week until today."""
        place = self._desk.workplace
        reporting: Reporting = place.overview.reporting
        store = place.store

        def write(path: Path) -> None:
            store.compute(
                lambda progress: reporting.write_weekly(path, None, progress),
                lambda _made: store.noted.emit(_("{path} is written.").format(path=path.name)),
                store.tasks.error_left_over.emit,
                title=Text(N_("Writing the weekly report")),
            )

        kind = KINDS[TableKind.XLSX][1]
        choose_new_file(
            self._desk.window, _("Weekly report"), kind, write, self._proposal(REPORT_NAME, "xlsx")
        )

    def _proposal(self, name: str, ending: str) -> Path:
        app = self._desk.store.app
        day = local_time(app.store.clock()).date().isoformat()
        return app.store.path.parent / f"{name}-{day}.{ending}"

    def _title(self) -> str:
        info = self._desk.store.app.info
        title = _("Overview: {place}").format(place=places_in_words(info.communes))
        return _("TRAINING · {title}").format(title=title) if info.training else title

    def _foot(self) -> str:
        day = local_time(self._desk.store.app.store.clock()).date()
        return _("Printed by LandDesk on {day}.").format(day=format_date(day))
