"""The import of a file in three steps: the file, its columns, the trial and then the import itself.

It stands beside the window, which can be used meanwhile; what it asks for is done by ``panels/import_errand.py``.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.i18n import _
from landdesk.services.importing.seen import MapSeen, Seen
from landdesk.ui.dialogs.import_columns import ColumnsPage
from landdesk.ui.dialogs.import_source import SourcePage
from landdesk.ui.dialogs.import_trial import TrialPage
from landdesk.ui.models.import_told import ImportTold
from landdesk.ui.models.import_wish import ImportWish
from landdesk.ui.panels.sections import thin_line
from landdesk.ui.tasks import Job

WIDTH_PX: Final = 1000
HEIGHT_PX: Final = 640
SOURCE, COLUMNS, TRIAL = range(3)
DATUM_SHIFT: Final = "import.datum-shift"
_OF_SYSTEMS: Final = frozenset(
    {
        *("import.crs-elsewhere", "import.crs-outside", "import.crs-scale", "import.crs-datum"),
        *("import.no-crs", "import.no-transformation", "import.unknown-epsg"),
    }
)
"""Codes of errors that another system of the file may mend."""


class ImportDialog(QDialog):
    """Leads through the steps.

    Signals:
        look_wanted(Path, object, object): The file is to be looked at: path, layer or sheet or None, form or None.
        trial_wanted(ImportWish): It is to be tried.
        import_wanted(ImportWish): It is to be imported.
        parcels_wanted(int): The parcels of an entry are to be shown on the map.
    """

    look_wanted = Signal(object, object, object)
    trial_wanted = Signal(object)
    import_wanted = Signal(object)
    parcels_wanted = Signal(int)

    def __init__(self, communes: Sequence[str], folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Import file"))
        self.setModal(False)
        self._looking = False
        self._go_on = False
        self.steps = [QLabel(), QLabel(), QLabel()]
        self.source = SourcePage(communes, folder)
        self.columns = ColumnsPage()
        self.trial = TrialPage()
        self.pages = QStackedWidget()
        for page in (self.source, self.columns, self.trial):
            self.pages.addWidget(page)
        self.back = QPushButton(_("Back"))
        self.forward = QPushButton(_("Next"))
        self.show_parcels = QPushButton(_("Show these parcels on the map"))
        self.leave = QPushButton(_("Close"))
        for button in (self.back, self.show_parcels, self.leave):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(12)
        layout.addLayout(self._head())
        layout.addWidget(thin_line())
        layout.addWidget(self.pages, 1)
        layout.addLayout(self._foot())
        self.forward.setDefault(True)
        self._connect()
        self.resize(WIDTH_PX, HEIGHT_PX)
        self._show_page(SOURCE)
        self.source.setFocus()

    # --- from outside --------------------------------------------------------------------------------------

    def choose(self, path: Path) -> bool:
        """Begin with a file; False while work is under way."""
        if self.trial.busy:
            return False
        self._show_page(SOURCE)
        self.source.show_path(path)
        return True

    def show_seen(self, seen: Seen) -> None:
        """Show what the file is."""
        self._looking = False
        if seen.path == self.source.path:
            self.source.show_seen(seen)
            self.columns.show_seen(seen)
            self.trial.clear()
        self._allow()
        if self._go_on:
            self._go_on = False
            self._leave_source()

    def show_look_error(self, error: LandDeskError | None) -> None:
        """Say why the file cannot be imported; None where that is said elsewhere."""
        self._looking = self._go_on = False
        self.source.show_failure()
        self.source.show_error(error)
        self._allow()

    def follow_look(self, job: Job[Seen]) -> None:
        """Show how far the look at the file is, and let it be stopped."""
        job.progressed.connect(lambda: None if job.stopping else self.source.show_step(*job.last_step))
        self.source.stop_wanted.connect(job.stop)

    def follow(self, job: Job[Any]) -> None:
        """Show how far trial or import is."""
        self.trial.follow(job)
        job.finished.connect(self._allow)
        self._allow()

    def show_told(self, told: ImportTold) -> None:
        """Show what came of trial or import."""
        self.trial.show_told(told)
        self._allow()
        if told.entry is not None:
            self.show_parcels.setFocus()
        elif told.changes:
            self.forward.setFocus()

    def show_error(self, error: LandDeskError) -> None:
        """Say why trial or import was not possible."""
        way_out = ""
        if error.code == DATUM_SHIFT:
            way_out = _("Take the numbers as WGS 84 and try again")
        elif error.code in _OF_SYSTEMS:
            way_out = _("Choose another system of the file")
        self.trial.show_error(error, way_out)
        self._allow()

    def reject(self) -> None:
        """Stop the work under way; close where there is none."""
        if self.trial.busy:
            self.trial.stop_job()
        else:
            super().reject()

    # --- steps ---------------------------------------------------------------------------------------------

    @property
    def wish(self) -> ImportWish:
        """What the person asks for; a file was looked at."""
        source, seen = self.source, self.source.seen
        assert seen is not None
        system = source.system
        is_map = isinstance(seen, MapSeen)
        return ImportWish(
            path=seen.path,
            is_table=not isinstance(seen, MapSeen),
            layer=seen.layer if isinstance(seen, MapSeen) else seen.sheet or None,
            form=None if isinstance(seen, MapSeen) else seen.form,
            targets=self.columns.mapping,
            encodings=self.columns.chosen_encodings,
            epsg=system.epsg if is_map else None,
            swap_axes=is_map and system.swap.isChecked(),
            wgs84_numbers=is_map and system.wgs84.isChecked(),
            force_crs=is_map and system.force.isChecked(),
            commune=source.chosen_commune,
            sheet=source.chosen_sheet,
            as_of=source.chosen_day,
        )

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(22)
        for label, words in zip(
            self.steps, (_("1  File"), _("2  Columns"), _("3  Trial and import")), strict=True
        ):
            label.setText(words)
            head.addWidget(label)
        head.addStretch()
        return head

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addWidget(self.leave)
        foot.addStretch()
        for button in (self.show_parcels, self.back, self.forward):
            foot.addWidget(button)
        return foot

    def _connect(self) -> None:
        self.leave.clicked.connect(self.reject)
        self.back.clicked.connect(self._back)
        self.forward.clicked.connect(self._forward)
        self.show_parcels.clicked.connect(self._ask_parcels)
        self.source.look_wanted.connect(self._look)
        self.trial.way_out_chosen.connect(self._take_way_out)

    def _look(self) -> None:
        self._looking, self._go_on = True, False
        self.source.show_looking()
        self._allow()
        self.look_wanted.emit(self.source.path, self.source.wanted_layer, self.source.wanted_form)

    def _back(self) -> None:
        self._show_page(self.pages.currentIndex() - 1)

    def _forward(self) -> None:
        page = self.pages.currentIndex()
        if page == SOURCE:
            self._leave_source()
        elif page == COLUMNS:
            self._leave_columns()
        elif self.trial.told is not None:
            self.import_wanted.emit(self.wish)
        else:
            self.trial_wanted.emit(self.wish)

    def _leave_source(self) -> None:
        """Go on to the columns; where the file was not looked at yet, as soon as it was."""
        if self.source.seen is None and not self._looking:
            self.source.look_again()
        if self._looking:
            self._go_on = True
            return
        try:
            self.source.check()
        except InvalidInputError as error:
            self.source.show_error(error)
            return
        self.source.show_error(None)
        self._show_page(COLUMNS)

    def _leave_columns(self) -> None:
        try:
            self.columns.check()
        except InvalidInputError as error:
            self.columns.show_error(error)
            return
        self.columns.show_error(None)
        self._show_page(TRIAL)
        self.trial_wanted.emit(self.wish)

    def _show_page(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        for place, label in enumerate(self.steps):
            label.setObjectName("strong" if place == page else "soft")
            label.style().polish(label)
        if page != TRIAL:
            self.trial.clear()
        self._allow()
        if page == COLUMNS:
            self.columns.focus_first()
        elif page == SOURCE:
            self.source.setFocus()

    def _allow(self) -> None:
        """Let those buttons be used that make sense now."""
        page, trial = self.pages.currentIndex(), self.trial
        told = trial.told
        self.back.setVisible(page != SOURCE and not trial.has_result)
        self.back.setEnabled(not trial.busy)
        self.forward.setVisible(not trial.has_result)
        if page == TRIAL:
            self.forward.setText(_("Import") if told is not None else _("Try again"))
            self.forward.setEnabled(not trial.busy and (told is None or told.changes > 0))
        else:
            self.forward.setText(_("Next") if page == SOURCE else _("Try"))
            self.forward.setEnabled(True)
        self.show_parcels.setVisible(trial.has_result)

    def _ask_parcels(self) -> None:
        told = self.trial.told
        if told is not None and told.entry is not None:
            self.parcels_wanted.emit(told.entry)

    def _take_way_out(self, code: str) -> None:
        if code == DATUM_SHIFT:
            self.source.system.offer_wgs84()
            self.trial_wanted.emit(self.wish)
        else:
            self._show_page(SOURCE)
            self.source.offer_systems()
