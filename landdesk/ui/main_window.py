"""The window: puts panels, docks, menus and toolbar together and passes news on; it decides nothing."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QLabel,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from landdesk.app.communes import commune
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import _, format_number, translate
from landdesk.paths import plain_form
from landdesk.settings import Settings
from landdesk.store.info import StoreInfo
from landdesk.ui.action_row import Situation
from landdesk.ui.action_set import ActionSet
from landdesk.ui.context_menus import ContextMenus
from landdesk.ui.desk import Desk
from landdesk.ui.drops import dropped_files
from landdesk.ui.errands import Errands
from landdesk.ui.icons import icon, program_icon
from landdesk.ui.layout_keeper import LayoutKeeper
from landdesk.ui.overview_turn import OverviewTurn
from landdesk.ui.panels import office_place
from landdesk.ui.panels.notice_bar import NoticeBar
from landdesk.ui.panels.sections import empty
from landdesk.ui.panels.status_line import StatusLine
from landdesk.ui.panels.welcome_page import WelcomePage
from landdesk.ui.tasks import TaskRunner
from landdesk.ui.workplace import Workplace

LEFT_PX = 384
RIGHT_PX = 306
PAGE_PX = 620
"""Of the page of a parcel; labels and values have room, and the map is still seen on a small screen."""
FOOT_PX = 218
FOOT_SHARE = 0.3
USUAL_WIDTH_PX = 1366


class FootTabs(QTabWidget):
    """The tabs at the foot of the window; they ask for the height that shows some lines."""

    def sizeHint(self) -> QSize:
        """Return the size that the window's layout begins with."""
        return QSize(super().sizeHint().width(), FOOT_PX)


class Pages(QStackedWidget):
    """Welcome page or map; only the one that is seen says how small it may get."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(self.updateGeometry)

    def minimumSizeHint(self) -> QSize:
        """Return that of the page that is seen."""
        return self.currentWidget().minimumSizeHint() if self.count() else super().minimumSizeHint()


class _NoTitleBar(QWidget):
    """Takes no room; a bare widget says a size below nothing, which Qt then complains of while a dock is empty."""

    def sizeHint(self) -> QSize:
        return QSize(0, 0)


class MainWindow(QMainWindow):
    """The whole window.

    Signals:
        closed(): The store is closed and the threads have ended.
    """

    closed = Signal()

    def __init__(self, settings: Settings, log_file: Path | None = None) -> None:
        super().__init__()
        self.tasks = TaskRunner(self)
        self.desk = Desk(self, self.tasks, settings, log_file)
        self.errands = Errands(self.desk)
        self.action_set = ActionSet(self.errands, self)
        self.layout_keeper = LayoutKeeper(self, settings)
        self._may_close = False
        self._right_before: int | None = None
        self.setAcceptDrops(True)
        self.setWindowIcon(program_icon())
        self.setDockNestingEnabled(True)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.action_set.fill_menu_bar(self.menuBar(), self._fill_recent)
        self.training = _training_sign()
        self.menuBar().setCornerWidget(self.training)
        self.toolbar = self.action_set.make_toolbar()
        self.addToolBar(self.toolbar)
        self.status_line = StatusLine()
        self.setStatusBar(self.status_line)
        self.welcome = WelcomePage()
        self.frame = QFrame()
        self.frame.setObjectName("frame")
        self._frame_layout = QVBoxLayout(self.frame)
        self._frame_layout.setContentsMargins(0, 0, 0, 0)
        self.pages = Pages()
        self.pages.addWidget(self.welcome)
        self.pages.addWidget(self.frame)
        self.setCentralWidget(self.pages)
        self.notice = NoticeBar(self.frame)
        areas = Qt.DockWidgetArea
        self.left = self._make_dock("left", _("Parcels"), areas.LeftDockWidgetArea)
        self.right = self._make_dock("right", _("Parcel"), areas.RightDockWidgetArea)
        self.foot = self._make_dock("foot", _("Findings, work, history"), areas.BottomDockWidgetArea)
        self.overview = OverviewTurn(self, self.pages, (self.left, self.right, self.foot))
        self.tabs = FootTabs()
        self.tabs.setDocumentMode(True)
        self._connect()
        self._show_welcome()
        self.resize(1366, 768)

    @property
    def actions_by_code(self) -> dict[str, QAction]:
        """The actions of menus and toolbar."""
        return self.action_set.by_code

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take stores and packages, and files to import while a store is open; nothing else."""
        if self._dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open, receive, or import."""
        event.acceptProposedAction()
        self.errands.take_files(self._dropped(event))

    def _dropped(self, event: QDropEvent) -> list[Path]:
        return dropped_files(event.mimeData(), importing=self.desk.current is not None)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the store and end the threads first, without stopping the window."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        place = self.desk.current
        if place is not None and place.record.has_unsaved:
            place.record.guard(lambda: QTimer.singleShot(0, self, self.close))
            return
        self.overview.leave()
        if place is not None and self._right_before is not None:
            self._give_room(wide=False)
        self.layout_keeper.keep()
        self.setEnabled(False)
        # Later in any case: Qt does not close a window inside its own close event.
        self.desk.shut_down(lambda: QTimer.singleShot(0, self, self._close_at_last))

    def _close_at_last(self) -> None:
        self._may_close = True
        self.close()
        self.closed.emit()

    # --- putting together ----------------------------------------------------------------------------------

    def _make_dock(self, name: str, title: str, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title)
        dock.setObjectName(name)
        # Without a title bar of its own: the panels say what they are, and nothing is lost by accident.
        dock.setTitleBarWidget(_NoTitleBar())
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.addDockWidget(area, dock)
        return dock

    def _connect(self) -> None:
        desk, status = self.desk, self.status_line
        desk.opened.connect(self._show_workplace)
        desk.closing.connect(self._drop_workplace)
        desk.refused.connect(self.notice.show_error)
        desk.noted.connect(status.show_note)
        self.tasks.changed.connect(self._show_job)
        status.person_requested.connect(self.errands.ask_person)
        status.stop_requested.connect(self._stop_job)
        status.scale_requested.connect(self._show_scale)
        where = self.errands.whereabouts
        where.pointer_told.connect(status.show_place)
        where.notation_changed.connect(status.show_notation)
        status.notation_chosen.connect(where.choose_notation)
        status.copy_requested.connect(where.copy_pointer)
        status.show_notation(where.notation)
        self.welcome.open_requested.connect(self.errands.ask_store)
        self.welcome.from_base_requested.connect(self.errands.ask_new_from_base)
        self.welcome.training_requested.connect(self.errands.ask_new_training)
        desk.overview_turned.connect(self._turn_overview)
        desk.panel_turned.connect(self._turn_panel)
        desk.layout_reset.connect(self._reset_layout)
        self.welcome.recent_chosen.connect(desk.open_store)
        self.welcome.language_chosen.connect(desk.choose_language)

    # --- one store -----------------------------------------------------------------------------------------

    def _show_welcome(self) -> None:
        self.setWindowTitle("LandDesk")
        for part in (self.left, self.right, self.foot, self.toolbar, self.training):
            part.hide()
        self.pages.setCurrentWidget(self.welcome)
        self.welcome.show_recent(self.desk.recent)
        self.status_line.show_store(None)
        self._allow()

    def _show_workplace(self) -> None:
        place = self.desk.workplace
        store, info = place.store, place.store.app.info
        self._frame_layout.addWidget(place.canvas)
        self.left.setWidget(place.left)
        self.right.setWidget(place.right)
        self._fill_tabs(place)
        self.foot.setWidget(self.tabs)
        # Never welcome page and panels at once: together they need more room than a small screen has.
        self.pages.setCurrentWidget(self.frame)
        self._take_overview(place)
        for part in (self.left, self.right, self.foot, self.toolbar):
            part.show()
        if not self.layout_keeper.restore(info.role, place.tables):
            self._size_docks()
            # Once more when the window has laid its parts out: before that their sizes are guesses.
            QTimer.singleShot(0, self, self._size_docks)
        self._show_panels_turned()
        self.training.setVisible(info.training)
        self.frame.setProperty("training", info.training)
        self.frame.style().polish(self.frame)
        edge = 3 if info.training else 0
        self._frame_layout.setContentsMargins(edge, edge, edge, edge)
        self.setWindowTitle(_title(info, store.app.store.path))
        status = self.status_line
        status.show_store(info)
        status.show_person(store.person)
        status.show_scale(place.canvas.scale_denominator)
        status.show_hint(translate(place.canvas.tool.hint))
        canvas = place.canvas
        canvas.hint_changed.connect(lambda hint: status.show_hint(translate(hint)))
        canvas.message.connect(lambda text: self.notice.show_words(translate(text)))
        self.errands.whereabouts.watch(place)
        canvas.view_changed.connect(lambda: status.show_scale(canvas.scale_denominator))
        canvas.tool_left.connect(self.actions_by_code["select"].trigger)
        canvas.set_hidden_layers(self.errands.hidden_layers)
        place.panel_wanted.connect(self._show_panel)
        place.parcel_area.page_turned.connect(lambda wide: self._give_room(wide=wide))
        ContextMenus(place, self.action_set)
        store.person_changed.connect(lambda: status.show_person(store.person))
        store.updated.connect(self.notice.hide)
        store.selection.changed.connect(self._allow)
        store.findings_changed.connect(self._count_tabs)
        store.open_work_changed.connect(self._count_tabs)
        place.queue_panel.counted.connect(self._count_tabs)
        store.followed.connect(self._count_tabs)
        self.actions_by_code["select"].setChecked(True)
        self._allow()
        self._count_tabs()
        canvas.setFocus()

    def _size_docks(self) -> None:
        place = self.desk.current
        if place is None:
            return
        left, right = (
            (LEFT_PX, RIGHT_PX) if place.office is None else (office_place.LEFT_PX, office_place.RIGHT_PX)
        )
        # Wider windows give a part of it to the lists, smaller ones take from them.
        share = min(max(self.width() / USUAL_WIDTH_PX, 0.75), 1.5)
        widths = [round(left * share), round(right * share)]
        self.resizeDocks([self.left, self.right], widths, Qt.Orientation.Horizontal)
        foot = min(FOOT_PX, round(self.height() * FOOT_SHARE))
        self.resizeDocks([self.foot], [foot], Qt.Orientation.Vertical)

    def _give_room(self, *, wide: bool) -> None:
        """Widen the right side for the page of a parcel, and make it as wide as before when it goes."""
        self._leave_overview()
        if wide:
            self._right_before = self.right.width()
            self.right.show()
            self._show_panels_turned()
        width = max(PAGE_PX, self._right_before or 0) if wide else self._right_before
        if not wide:
            self._right_before = None
        if width is not None:
            self.resizeDocks([self.right], [width], Qt.Orientation.Horizontal)

    def _take_overview(self, place: Workplace) -> None:
        page = place.overview_page
        self.overview.take(page)
        page.left.connect(place.go_to_map)
        page.report_requested.connect(self.errands.overview.ask_report)
        page.print_requested.connect(self.errands.overview.ask_print)
        place.map_wanted.connect(self._leave_overview)
        place.store.zoom_wanted.connect(self._leave_overview)

    def _turn_overview(self) -> None:
        """Show the overview in the place of the map, or the map again."""
        if self.overview.shown:
            self.desk.workplace.go_to_map()
        else:
            self.overview.show()
            self.status_line.show_hint("")
            self._allow()

    def _leave_overview(self) -> None:
        if self.overview.shown:
            self.overview.leave()
            self.status_line.show_hint(translate(self.desk.workplace.canvas.tool.hint))
            self._show_panels_turned()
            self._allow()

    def _turn_panel(self, code: str) -> None:
        """Hide a panel, or show it again."""
        self._leave_overview()
        panel = self._panels[code]
        panel.setVisible(panel.isHidden())
        self._show_panels_turned()

    def _show_panel(self, widget: QWidget) -> None:
        """Let a panel be seen that somebody wants to look at."""
        self._leave_overview()
        dock = self.left if self.left.widget() is widget else self.foot
        dock.show()
        self._show_panels_turned()
        if dock is self.foot:
            self.tabs.setCurrentWidget(widget)

    def _show_panels_turned(self) -> None:
        for code, panel in self._panels.items():
            self.actions_by_code[f"panel_{code}"].setChecked(not panel.isHidden())

    def _reset_layout(self) -> None:
        self._leave_overview()
        self.layout_keeper.reset()
        if self.desk.current is not None:
            for panel in self._panels.values():
                panel.show()
            self._show_panels_turned()
            self._size_docks()
            # The window may just have got another size.
            QTimer.singleShot(0, self, self._size_docks)

    @property
    def _panels(self) -> dict[str, QDockWidget]:
        return {"left": self.left, "right": self.right, "foot": self.foot}

    def _fill_recent(self, menu: QMenu) -> None:
        menu.clear()
        for path in self.desk.recent:
            action = menu.addAction(plain_form(path))
            action.triggered.connect(lambda _checked=False, path=path: self.desk.open_store(path))
        menu.setEnabled(not menu.isEmpty())

    def _drop_workplace(self) -> None:
        self.overview.drop()
        if self._right_before is not None:
            self._give_room(wide=False)
        self.layout_keeper.leave()
        self.notice.hide()
        for widget in (self.left.widget(), self.right.widget()):
            widget.deleteLater()
        while self.tabs.count():
            page = self.tabs.widget(0)
            self.tabs.removeTab(0)
            page.deleteLater()
        empty(self._frame_layout)
        self._show_welcome()

    def _fill_tabs(self, place: Workplace) -> None:
        self.tabs.addTab(place.findings_panel, icon("check"), _("Findings"))
        if place.work_panel is not None:
            self.tabs.addTab(place.work_panel, icon("work"), _("Work to do"))
        self.tabs.addTab(place.failures_panel, icon("office"), _("Errors, requests"))
        self.tabs.addTab(place.queue_panel, icon("list"), _("Worklist"))
        self.tabs.addTab(place.link_panel, icon("link"), _("Boundaries to link"))
        self.tabs.addTab(place.history_panel, icon("history"), _("History"))

    def _count_tabs(self) -> None:
        place = self.desk.current
        if place is None:
            return
        result = place.store.standing
        findings = _("Findings")
        if result is not None:
            findings = f"{findings} ({format_number(len(result.findings), 0)})"
        self.tabs.setTabText(self.tabs.indexOf(place.findings_panel), findings)
        if place.work is not None and place.work_panel is not None:
            count = place.work.open_count
            words = _("Work to do") + (f" ({format_number(count, 0)})" if count else "")
            self.tabs.setTabText(self.tabs.indexOf(place.work_panel), words)
        left = place.queue_panel.count
        words = _("Worklist") + ("" if left is None else f" ({format_number(left, 0)})")
        self.tabs.setTabText(self.tabs.indexOf(place.queue_panel), words)
        lone = place.link.count
        words = _("Boundaries to link") + (f" ({format_number(lone, 0)})" if lone else "")
        self.tabs.setTabText(self.tabs.indexOf(place.link_panel), words)

    def _allow(self) -> None:
        """Let those actions be used that make sense now."""
        place = self.desk.current
        situation = Situation()
        if place is not None:
            situation = Situation(
                place.store.app.info.role,
                # What cannot be seen is not acted on.
                0 if self.overview.shown else len(place.store.selection.parcels),
                place.findings.checking,
                place.store.app.info.base is not None,
                place.store.app.store.encrypted,
                self.overview.shown,
            )
            place.overview_page.set_checking(place.findings.checking)
        self.action_set.allow(situation)
        self.actions_by_code["overview"].setChecked(self.overview.shown)

    def _show_job(self) -> None:
        shown = self.tasks.shown
        if not shown:
            self.status_line.show_job(None)
        else:
            self.status_line.show_job(shown[-1].title, shown[-1].last_step)
        self._allow()

    def _show_scale(self, denominator: float) -> None:
        self.desk.workplace.canvas.zoom_to_scale(denominator)

    def _stop_job(self) -> None:
        for job in self.tasks.shown[-1:]:
            job.stop()


def _title(info: StoreInfo, path: Path) -> str:
    names = []
    for code in info.communes[:3]:
        try:
            names.append(commune(code).title)
        except InvalidInputError:
            names.append(code)
    title = f"{', '.join(names)} – {path.name} – LandDesk"
    return _("TRAINING · {title}").format(title=title) if info.training else title


def _training_sign() -> QLabel:
    sign = QLabel(_("TRAINING – invented data"))
    sign.setObjectName("training")
    sign.setToolTip(_("Invented data to practise on; they never mix with real ones"))
    return sign
