"""Panels and presenters of one open store, put together; made when a store opens, dropped when it closes."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTableView, QWidget
from shiboken6 import isValid

from landdesk.app.finding_ways import FindingAct
from landdesk.app.titles import command_title
from landdesk.domain.change import Entry
from landdesk.domain.commands import AskReclassification, MergeParcels
from landdesk.domain.dossier import Dossier
from landdesk.domain.errors import LandDeskError
from landdesk.domain.progress import Progress
from landdesk.i18n import N_, Text, _
from landdesk.store.info import COMMUNE, OFFICE
from landdesk.ui.backgrounds import BackgroundKeeper
from landdesk.ui.colourings import ColouringKeeper
from landdesk.ui.dialogs.bulk_form import BulkForm
from landdesk.ui.field_values import field_values
from landdesk.ui.keeper import StoreKeeper
from landdesk.ui.layer_looks import LookKeeper
from landdesk.ui.lists_out import ShownList
from landdesk.ui.map.canvas import MapCanvas
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.failures_panel import FailuresPanel
from landdesk.ui.panels.failures_presenter import FailuresPresenter
from landdesk.ui.panels.finding_errands import FindingErrands
from landdesk.ui.panels.findings_panel import FindingsPanel, parcel_names
from landdesk.ui.panels.findings_presenter import FindingsPresenter
from landdesk.ui.panels.history_panel import HistoryPanel
from landdesk.ui.panels.history_presenter import HistoryPresenter
from landdesk.ui.panels.import_errand import ImportErrand
from landdesk.ui.panels.link_panel import LinkPanel
from landdesk.ui.panels.link_presenter import LinkPresenter
from landdesk.ui.panels.map_presenter import MapPresenter
from landdesk.ui.panels.office_errands import PackageErrands
from landdesk.ui.panels.office_place import OfficePlace
from landdesk.ui.panels.overview_page import OverviewPage
from landdesk.ui.panels.overview_presenter import OverviewPresenter
from landdesk.ui.panels.parcel_list import ParcelListPanel
from landdesk.ui.panels.parcel_list_presenter import ParcelListPresenter
from landdesk.ui.panels.parcel_panel import ParcelPanel
from landdesk.ui.panels.parcel_presenter import ParcelPresenter
from landdesk.ui.panels.queue_panel import QueuePanel
from landdesk.ui.panels.queue_presenter import QueuePresenter, Saver
from landdesk.ui.panels.work_panel import WorkPanel
from landdesk.ui.panels.work_presenter import WorkPresenter
from landdesk.ui.record.parcel_area import ParcelArea
from landdesk.ui.record.record_page import RecordPage
from landdesk.ui.record.record_presenter import RecordPresenter


class Workplace(QObject):
    """Everything the window shows of one store; the widgets are put into the window by it.

    Signals:
        panel_wanted(QWidget): This panel at the left or the foot of the window is to be seen.
        map_wanted(): The map is to be seen, in the place of the overview.
    """

    panel_wanted = Signal(object)
    map_wanted = Signal()

    def __init__(self, store: OpenStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        store.setParent(self)
        self.canvas = MapCanvas()
        self.list_panel = ParcelListPanel()
        self.parcel_panel = ParcelPanel()
        self.findings_panel = FindingsPanel()
        self.history_panel = HistoryPanel()
        self.map = MapPresenter(self.canvas, store)
        self.backgrounds = BackgroundKeeper(store, self.canvas.logicalDpiX(), self)
        self.backgrounds.ground_changed.connect(self.canvas.set_ground)
        self.backgrounds.start()
        self.looks = LookKeeper(store, self.canvas.logicalDpiX(), self)
        self.looks.looks_changed.connect(self.canvas.set_looks)
        self.looks.start()
        self.colourings = ColouringKeeper(store, self)
        self.colourings.colouring_changed.connect(self.canvas.set_colouring)
        self.colourings.make()
        self.list = ParcelListPresenter(self.list_panel, store)
        self.parcel = ParcelPresenter(self.parcel_panel, store)
        self.record_page = RecordPage()
        self.parcel_area = ParcelArea(self.parcel_panel, self.record_page)
        self.record = RecordPresenter(self.parcel_area, self.record_page, store)
        self.parcel_panel.edit_requested.connect(self.record.open)
        self.parcel_panel.bulk_requested.connect(self.change_several)
        self.findings = FindingsPresenter(self.findings_panel, store)
        self.finding_errands = FindingErrands(self.findings_panel, store, self)
        self._join_findings()
        self.history = HistoryPresenter(self.history_panel, store)
        # Work is what an office returned to a commune; an office has none.
        self.work_panel = WorkPanel() if store.app.info.role == COMMUNE else None
        self.work = WorkPresenter(self.work_panel, store) if self.work_panel is not None else None
        self.failures_panel = FailuresPanel(store.app.info.role)
        self.failures = FailuresPresenter(self.failures_panel, store, self.record.show_target)
        self.queue_panel = QueuePanel()
        self.queue = QueuePresenter(self.queue_panel, store)
        self.save_first_by(self.record.save_first)
        self.overview_page = OverviewPage()
        self.overview = OverviewPresenter(self.overview_page, store, self.queue.worklists)
        self.overview_page.check_requested.connect(self.findings.check)
        self.overview_page.rule_chosen.connect(self.show_rule)
        self.link_panel = LinkPanel()
        self.link = LinkPresenter(self.link_panel, store)
        self.canvas.legend_clicked.connect(lambda _link: self.go_to(self.link_panel))
        self.packages = PackageErrands(store, self.canvas)
        self.imports = ImportErrand(store, self.canvas, self)
        # Packages of communes come to an office; its lists stand beside the usual ones.
        self.office = (
            OfficePlace(store, self.canvas, self.list_panel, self.parcel_area, self.packages, self)
            if store.app.info.role == OFFICE
            else None
        )
        self.keeper = StoreKeeper(store, self)

    def _join_findings(self) -> None:
        """Let what is done with findings be the same in list, map, panel and page."""
        self.findings_panel.finding_chosen.connect(self.canvas.set_current_finding)
        self.canvas.finding_clicked.connect(self.findings_panel.choose)
        for wanted in (self.findings_panel.page_requested, self.parcel_panel.mending_requested):
            wanted.connect(self.record.mend)
        self.record_page.findings.finding_chosen.connect(self.finding_errands.take)
        for shown in (self.parcel_panel, self.record_page.findings):
            shown.acts_changed.connect(partial(self.finding_errands.offer, shown))

    def go_to(self, panel: QWidget | None) -> None:
        """Show a panel at the foot of the window and let the keys work in it; nothing where there is none."""
        if panel is not None:
            self.panel_wanted.emit(panel)
            panel.setFocus()

    def go_to_map(self) -> None:
        """Show the map and let the keys work on it."""
        self.map_wanted.emit()
        self.canvas.setFocus()

    def show_rule(self, rule: str) -> None:
        """Show the findings of a rule in their list."""
        self.findings.show_rule(rule)
        self.go_to(self.findings_panel)

    def step_finding(self, by: int) -> None:
        """Show the next finding or the one before; the keys stay where they are."""
        self.panel_wanted.emit(self.findings_panel)
        self.findings_panel.step(by)

    def act_on_finding(self, *wanted: FindingAct) -> None:
        """Do the first of some acts that can be done with the chosen finding."""
        self.finding_errands.do_first(wanted)

    def save_first_by(self, saver: Saver) -> None:
        """Let a form save what is typed in it before a worklist goes on, see ``queue_presenter.Saver``."""
        self.queue.save = saver

    @property
    def tables(self) -> Mapping[str, QTableView]:
        """The lists whose columns a person can set, by the name that settings know them by."""
        found = {
            "parcels": self.list_panel.table,
            "findings": self.findings_panel.table,
            "history": self.history_panel.table,
            "errors": self.failures_panel.failure_table,
            "requests": self.failures_panel.request_table,
            "queue": self.queue_panel.table,
            "link": self.link_panel.table,
            "link_candidates": self.link_panel.candidate_table,
        }
        if self.work_panel is not None:
            found["work"] = self.work_panel.table
        return found

    @property
    def lists(self) -> Mapping[str, ShownList[Any]]:
        """The lists that can become files, as they are shown now; those of an office where it has some."""
        found: dict[str, ShownList[Any]] = {
            "parcels": self.list.shown(),
            "findings": self.findings.shown(),
            "history": self.history.shown(),
            "errors": self.failures.shown_failures(),
            "requests": self.failures.shown_requests(),
        }
        if self.work is not None:
            found["work"] = self.work.shown()
        if self.queue.has_list:
            found["queue"] = self.queue.shown()
        if self.office is not None:
            found |= self.office.lists
        return found

    @property
    def current_list(self) -> str:
        """The list that has the keys; that of the parcels where none has."""
        having = (code for code, table in self.tables.items() if table.hasFocus() and code in self.lists)
        return next(having, "parcels")

    @property
    def left(self) -> QWidget:
        """What stands at the left edge of the window."""
        return self.list_panel if self.office is None else self.office.left

    @property
    def right(self) -> QWidget:
        """What stands at the right edge of the window."""
        return self.parcel_area if self.office is None else self.office.right

    @property
    def settled(self) -> bool:
        """Whether nothing is being read, drawn or done."""
        return self.store.tasks.idle and self.canvas.is_picture_current

    def find(self) -> None:
        """Let the person type what to find."""
        if self.office is not None:
            self.office.left.setCurrentWidget(self.list_panel)
        self.panel_wanted.emit(self.left)
        self.list_panel.search.setFocus()
        self.list_panel.search.selectAll()

    def show_chosen(self) -> None:
        """Show the chosen parcels on the map."""
        self.store.show_parcels(self.store.selection.parcels)

    def copy_numbers(self) -> None:
        """Put sheet and number of the chosen parcels where other programs can paste them."""
        names = parcel_names(self.store.coverage, self.store.selection.parcels)
        QGuiApplication.clipboard().setText(", ".join(names))
        self.store.noted.emit(_("Copied: {keys}").format(keys=", ".join(names)))

    def change_several(self) -> None:
        """Read the chosen parcels and ask for what all of them are to have."""
        if self.store.person is None:
            self.store.person_wanted.emit()
            return
        chosen = self.store.selection.parcels
        app = self.store.app

        def read(_progress: Progress) -> list[Dossier]:
            return app.read(lambda reader: list(reader.dossiers(chosen).values()))

        fail = self.store.tasks.error_left_over.emit
        self.store.compute(read, self._ask_several, fail, title=Text(N_("Reading the chosen parcels")))

    def _ask_several(self, dossiers: list[Dossier]) -> None:
        form = BulkForm(dossiers, field_values(), self.parcel_area.window())

        def fail(error: BaseException) -> None:
            if isValid(form) and isinstance(error, LandDeskError):
                form.show_error(error)
            else:
                self.store.tasks.error_left_over.emit(error)

        def done(entry: Entry) -> None:
            if isValid(form):
                form.accept()
            self.store.noted.emit(f"{command_title(entry.command, entry.kind)} · {entry.subject}")

        form.command_ready.connect(lambda command: self.store.execute(command, done, fail))
        form.open()

    def merge_chosen(self) -> None:
        """Join the chosen parcels; the one that stays remains chosen."""
        self.map.carry_out(MergeParcels(self.store.selection.parcels))

    def ask_reclassification(self) -> None:
        """Note that the branch was asked to classify the chosen parcels anew."""
        self.store.execute(AskReclassification(self.store.selection.parcels))

    def delete_chosen(self) -> None:
        """Ask, then delete the chosen parcel."""
        current = self.store.selection.current
        if current is not None:
            self.map.ask_deletion(current)

    def close(self) -> None:
        """Hear and draw no more; the widgets may be dropped afterwards."""
        self.keeper.stop()
        self.imports.close()
        self.store.close()
        self.canvas.shut_down()
