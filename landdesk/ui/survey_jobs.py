"""Survey jobs from the window: written, checked and taken beside it, never on its thread."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from shiboken6 import isValid

from landdesk.domain.errors import LandDeskError
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text, _, ngettext
from landdesk.ui.desk import Desk
from landdesk.ui.dialogs.choose_file import choose_new_file, free_path
from landdesk.ui.dialogs.job_dialogs import DeliveryDialog, JobForm
from landdesk.ui.map.layers.compare import CompareShape
from landdesk.ui.map.view import joined
from landdesk.ui.open_store import widened

if TYPE_CHECKING:
    from landdesk.app.survey_jobs import Taken, Written
    from landdesk.domain.progress import Progress
    from landdesk.services.survey_jobs.checking import Checked, CheckedParcel

PROTOCOL: Final = (N_("Protocols"), "*.pdf")
_SHEETS_OFFERED: Final = 5
_AROUND: Final = 0.3
_AROUND_AT_LEAST_M: Final = 10.0


class SurveyJobErrands:
    """Runs them for one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ask_write(self) -> JobForm:
        """Ask for the folder of a job of the chosen parcels, or of their sheet, and write it."""
        from landdesk.app.survey_jobs import SurveyJobs

        store = self._desk.store
        chosen = tuple(store.selection.parcels)
        coverage = store.coverage
        at = coverage.indices_of(chosen)
        sheets = sorted({str(one) for one in coverage.column("sheet", at) if one})[:_SHEETS_OFFERED]
        proposal = free_path(
            store.app.store.path.parent / f"do-dac-{'-'.join(map(_plain, sheets)) or 'thua'}"
        )
        form = JobForm(len(chosen), sheets, proposal, self._desk.window)
        jobs = SurveyJobs(store.app)

        def write(sheet: str | None, folder: Path) -> None:
            def work(progress: "Progress") -> "Written":
                return jobs.write(chosen if sheet is None else jobs.of_sheets([sheet]), folder, progress)

            def tell(made: "Written") -> None:
                form.close_done()
                store.noted.emit(
                    _("{path} is written: {count} parcels.").format(
                        path=folder.name, count=len(made.job.parcels)
                    )
                )

            store.compute(
                work, tell, form.failing(self._desk.show_failure), title=Text(N_("Writing the survey job"))
            )

        form.write_wanted.connect(write)
        form.open()
        return form

    def show_delivery(self) -> DeliveryDialog:
        """Show a delivery beside the map, and take or return what is decided."""
        dialog = DeliveryDialog(self._desk.window)
        canvas = self._desk.workplace.canvas
        dialog.check_wanted.connect(lambda *said: self._check(dialog, *said))
        dialog.chosen.connect(lambda row: self._show(dialog, row))
        dialog.take_wanted.connect(lambda decided: self._take(dialog, decided))
        dialog.protocol_wanted.connect(lambda decided: self._protocol(dialog, decided))
        dialog.finished.connect(lambda _result: canvas.set_compare(()) if isValid(canvas) else None)
        self._desk.closing.connect(dialog.close)
        # At the foot of the window, so that the map is in sight.
        frame = self._desk.window.frameGeometry()
        dialog.move(frame.center().x() - dialog.width() // 2, frame.bottom() - dialog.height())
        dialog.show()
        return dialog

    def _check(self, dialog: DeliveryDialog, job: Path, delivery: Path, epsg: int | None) -> None:
        from landdesk.app.survey_jobs import SurveyJobs
        from landdesk.services.survey_jobs.delivery import Wishes

        jobs = SurveyJobs(self._desk.store.app)

        def show(checked: "Checked") -> None:
            if isValid(dialog):
                dialog.show_checked(checked)

        dialog.show_busy()
        self._desk.store.compute(
            lambda progress: jobs.check(job, delivery, Wishes(source_epsg=epsg), progress),
            show,
            lambda error: self._fail(dialog, error),
            title=Text(N_("Checking the delivery")),
        )

    def _show(self, dialog: DeliveryDialog, row: "CheckedParcel") -> None:
        shapes = [one for one in (row.before, row.shape) if one is not None]
        canvas = self._desk.workplace.canvas
        canvas.set_compare([CompareShape(row.before, row.shape)] if shapes else ())
        # The frame of a selection would cover what changes.
        self._desk.store.selection.choose(())
        if not shapes:
            return
        west, south, east, north = joined([one.bounds for one in shapes])
        middle = canvas.mapToGlobal(canvas.rect().center())
        if dialog.frameGeometry().contains(middle):
            # The dialog hides the lower half of the map: the parcel comes to stand above it.
            south -= 1.5 * (north - south)
        self._desk.store.show_box(widened((west, south, east, north), _AROUND, _AROUND_AT_LEAST_M))

    def _take(self, dialog: DeliveryDialog, decided: dict[ObjectId, str | None]) -> None:
        from landdesk.app.survey_jobs import SurveyJobs

        store, checked = self._desk.store, dialog.checked
        if checked is None:
            return
        jobs = SurveyJobs(store.app)
        folder = Path(dialog.job.text().strip())
        accepted = [one for one, reason in decided.items() if reason is None]
        returned = {one: reason for one, reason in decided.items() if reason is not None}

        def tell(done: "Taken") -> None:
            if not isValid(dialog):
                return
            store.surveys_changed.emit()
            lines = [
                ngettext("{count} parcel is taken.", "{count} parcels are taken.", len(accepted)).format(
                    count=len(accepted)
                ),
                *(f"{one.number}: {one.subject}" for one in done.entries),
            ]
            if done.returned:
                lines.append(
                    _("Parcels that go back: {count}; the list is {path}").format(
                        count=len(done.returned), path=done.file
                    )
                )
            dialog.show_done("\n".join(lines))

        started = store.change(
            lambda _progress: jobs.take(folder, checked, accepted, returned),
            tell,
            lambda error: self._fail(dialog, error),
            title=Text(N_("Taking the delivery")),
        )
        if started is not None:
            dialog.show_busy()

    def _protocol(self, dialog: DeliveryDialog, decided: dict[ObjectId, str | None]) -> None:
        from landdesk.app.survey_jobs import SurveyJobs

        store, checked = self._desk.store, dialog.checked
        if checked is None:
            return
        jobs = SurveyJobs(store.app)

        def write(path: Path) -> None:
            store.compute(
                lambda _progress: jobs.write_protocol(path, checked, decided),
                lambda _none: store.noted.emit(_("{path} is written.").format(path=path.name)),
                lambda error: self._fail(dialog, error),
            )

        folder = Path(dialog.job.text().strip())
        choose_new_file(dialog, _("Save protocol"), PROTOCOL, write, folder / "bien-ban-nghiem-thu.pdf")

    def _fail(self, dialog: DeliveryDialog, error: BaseException) -> None:
        if isinstance(error, LandDeskError) and isValid(dialog):
            dialog.show_error(error)
        else:
            self._desk.show_failure(error)


def _plain(text: str) -> str:
    """Return a text as a part of a name of a folder."""
    return "".join(one if one.isalnum() else "-" for one in text)[:20].strip("-")
