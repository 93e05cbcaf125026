"""Looks at the computer for the one who works at it, and writes the file for whoever helps."""

from functools import partial
from pathlib import Path

from shiboken6 import isValid

from landdesk.app.doctor.bundle import write_bundle
from landdesk.app.doctor.observation import Observation
from landdesk.app.doctor.visit import recent_stores, visit
from landdesk.app.doctor.words import observation_lines
from landdesk.domain.clock import local_time, system_clock
from landdesk.domain.progress import Progress
from landdesk.i18n import _
from landdesk.ui import messages
from landdesk.ui.desk import Desk
from landdesk.ui.dialogs.choose_file import choose_new_file
from landdesk.ui.dialogs.doctor_dialog import HELP_FILES, DoctorDialog


class Doctoring:
    """Runs it for one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def look(self) -> DoctorDialog:
        """Open the page and fill it; a store that is open is looked through."""
        desk = self._desk
        dialog = DoctorDialog(desk.window)
        stores = () if desk.current is None else (desk.store.app.store.path,)
        others = [path for path in recent_stores(desk.settings) if path not in stores]

        def work(_progress: Progress) -> list[Observation]:
            return list(visit(stores, others, settings=desk.settings))

        def tell(seen: list[Observation]) -> None:
            if isValid(dialog):
                dialog.show_seen(seen)
                dialog.file_wanted.connect(partial(self._ask_file, seen))

        desk.tasks.read(work, tell, desk.show_failure)
        dialog.open()
        return dialog

    def _ask_file(self, seen: list[Observation]) -> None:
        day = local_time(system_clock()).strftime("%Y-%m-%d")
        proposal = Path.home() / f"landdesk-{day}.zip"
        choose_new_file(
            self._desk.window,
            _("Write a file for whoever helps"),
            HELP_FILES,
            partial(self._write, seen),
            proposal,
        )

    def _write(self, seen: list[Observation], target: Path) -> None:
        lines = [line for one in seen for line in observation_lines(one)]

        def work(_progress: Progress) -> list[str]:
            return write_bundle(target, seen, lines, self._desk.settings, system_clock())

        def tell(parts: list[str]) -> None:
            said = _("It holds no personal data: {parts}").format(parts=", ".join(parts))
            messages.show_note(self._desk.window, _("{path} is written.").format(path=target), said)

        self._desk.tasks.read(work, tell, self._desk.show_failure)
