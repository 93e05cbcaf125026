"""A form whose work takes a while: it shows how far the work is, and Cancel stops it."""

from typing import Any

from PySide6.QtWidgets import QProgressBar, QWidget
from shiboken6 import isValid

from landdesk.i18n import _, translate
from landdesk.ui.dialogs.form import Form
from landdesk.ui.panels.sections import words
from landdesk.ui.tasks import Job


class WorkForm(Form):
    """A form with a line of progress; subclasses add it below their fields with :meth:`add_progress`."""

    def __init__(self, parent: QWidget | None, title: str, save: str) -> None:
        super().__init__(parent, title, save)
        self._job: Job[Any] | None = None
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.step = words("", name="soft")

    def add_progress(self) -> None:
        """Put the line of progress, which is hidden at first, below what was added until now."""
        for part in (self.step, self.progress):
            self.rows.addRow(part)
            part.hide()

    def follow(self, job: Job[Any]) -> None:
        """Show how far the work is; Cancel stops it now."""
        self._job = job
        job.progressed.connect(self._show_step)
        job.finished.connect(self._forget_job)
        self._show_step()
        for part in (self.step, self.progress):
            part.show()

    def follow_or_stop(self, job: Job[Any]) -> None:
        """Show how far work is that begins only now; stop it where the person has closed the form meanwhile."""
        if isValid(self) and self.isVisible():
            self.follow(job)
        else:
            job.stop()

    def reject(self) -> None:
        """Stop the work under way; close where there is none."""
        if self._job is not None:
            self._job.stop()
            self.step.setText(_("Stopping…"))
        else:
            super().reject()

    def _show_step(self) -> None:
        if self._job is None or self._job.stopping:
            return
        done, total, what = self._job.last_step
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.step.setText("" if what is None else translate(what))

    def _forget_job(self) -> None:
        self._job = None
        if isValid(self):
            for part in (self.step, self.progress):
                part.hide()
