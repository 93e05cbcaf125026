"""The window: puts panels, docks, menus and toolbar together and passes news on; it decides nothing."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QMainWindow,
    QStackedWidget,
    QTabWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from landdesk.app.communes import commune
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import _, current_language, format_number, translate
from landdesk.settings import Settings
from landdesk.store.info import StoreInfo
from landdesk.ui.actions import BY_CODE, ICON_ONLY, LINE, MENUS, ROWS, TOOLBAR, Situation
from landdesk.ui.desk import Desk
from landdesk.ui.errands import Errands
from landdesk.ui.icons import icon, program_icon
from landdesk.ui.panels import office_place
from landdesk.ui.panels.notice_bar import NoticeBar
from landdesk.ui.panels.sections import empty
from landdesk.ui.panels.status_line import StatusLine
from landdesk.ui.panels.welcome_page import WelcomePage
from landdesk.ui.tasks import TaskRunner
from landdesk.ui.workplace import Workplace

LEFT_PX = 384
RIGHT_PX = 306
FOOT_PX = 218


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
        self.actions_by_code: dict[str, QAction] = {}
        self._may_close = False
        self.setWindowIcon(program_icon())
        self.setDockNestingEnabled(True)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self._make_actions()
        self._make_menus()
        self.toolbar = self._make_toolbar()
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
        self.tabs = FootTabs()
        self.tabs.setDocumentMode(True)
        self._connect()
        self._show_welcome()
        self.resize(1366, 768)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the store and end the threads first, without stopping the window."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.setEnabled(False)
        # Later in any case: Qt does not close a window inside its own close event.
        self.desk.shut_down(lambda: QTimer.singleShot(0, self, self._close_at_last))

    def _close_at_last(self) -> None:
        self._may_close = True
        self.close()
        self.closed.emit()

    # --- putting together ----------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        tools = QActionGroup(self)
        for row in ROWS:
            action = QAction(_(row.text), self)
            if row.icon:
                action.setIcon(icon(row.icon))
            if row.keys:
                action.setShortcuts([QKeySequence(keys) for keys in row.keys])
            if row.short:
                action.setIconText(_(row.short))
            tip = _(row.text).removesuffix("…")
            action.setToolTip(f"{tip} ({row.keys[0]})" if row.keys else tip)
            if row.tool:
                action.setCheckable(True)
                tools.addAction(action)
            elif row.checkable:
                action.setCheckable(True)
                action.setChecked(True)
            action.triggered.connect(lambda _checked=False, row=row: row.call(self.errands))
            self.actions_by_code[row.code] = action
        languages = QActionGroup(self)
        for code, language in (("vietnamese", "vi"), ("english", "en")):
            action = self.actions_by_code[code]
            action.setCheckable(True)
            action.setChecked(language == current_language())
            languages.addAction(action)

    def _make_menus(self) -> None:
        for name, codes in MENUS:
            menu = self.menuBar().addMenu(_(name))
            for code in codes:
                if code == LINE:
                    menu.addSeparator()
                else:
                    menu.addAction(self.actions_by_code[code])

    def _make_toolbar(self) -> QToolBar:
        bar = QToolBar(_("Tools"))
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(20, 20))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for code in TOOLBAR:
            if code == LINE:
                bar.addSeparator()
                continue
            bar.addAction(self.actions_by_code[code])
            button = bar.widgetForAction(self.actions_by_code[code])
            if code in ICON_ONLY and isinstance(button, QToolButton):
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.addToolBar(bar)
        bar.toggleViewAction().setVisible(False)
        return bar

    def _make_dock(self, name: str, title: str, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title)
        dock.setObjectName(name)
        # Without a title bar of its own: the panels say what they are, and nothing is lost by accident.
        dock.setTitleBarWidget(QWidget())
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
        self.welcome.open_requested.connect(self.errands.ask_store)
        self.welcome.from_base_requested.connect(self.errands.ask_new_from_base)
        self.welcome.recent_chosen.connect(desk.open_store)
        self.welcome.language_chosen.connect(desk.choose_language)

    # --- one store -----------------------------------------------------------------------------------------

    def _show_welcome(self) -> None:
        self.setWindowTitle("LandDesk")
        self.pages.setCurrentWidget(self.welcome)
        self.welcome.show_recent(self.desk.recent)
        for part in (self.left, self.right, self.foot, self.toolbar):
            part.hide()
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
        for part in (self.left, self.right, self.foot, self.toolbar):
            part.show()
        self.pages.setCurrentWidget(self.frame)
        self._size_docks()
        # Once more when the window has laid its parts out: before that their sizes are guesses.
        QTimer.singleShot(0, self, self._size_docks)
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
        canvas.pointer_moved.connect(lambda easting, northing: status.show_place((easting, northing)))
        canvas.view_changed.connect(lambda: status.show_scale(canvas.scale_denominator))
        canvas.set_labels_shown(self.errands.labels_shown)
        canvas.set_legend_shown(self.errands.legend_shown)
        place.panel_wanted.connect(self.tabs.setCurrentWidget)
        store.person_changed.connect(lambda: status.show_person(store.person))
        store.updated.connect(self.notice.hide)
        store.selection.changed.connect(self._allow)
        store.findings_changed.connect(self._count_tabs)
        store.open_work_changed.connect(self._count_tabs)
        self.actions_by_code["select"].setChecked(True)
        self._allow()
        self._count_tabs()
        canvas.setFocus()

    def _size_docks(self) -> None:
        place = self.desk.current
        if place is None:
            return
        widths = (
            [LEFT_PX, RIGHT_PX] if place.office is None else [office_place.LEFT_PX, office_place.RIGHT_PX]
        )
        self.resizeDocks([self.left, self.right], widths, Qt.Orientation.Horizontal)
        self.resizeDocks([self.foot], [FOOT_PX], Qt.Orientation.Vertical)

    def _drop_workplace(self) -> None:
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
        self.tabs.addTab(place.history_panel, icon("history"), _("History"))

    def _count_tabs(self) -> None:
        place = self.desk.current
        if place is None:
            return
        result = place.store.findings
        findings = _("Findings")
        if result is not None:
            findings = f"{findings} ({format_number(len(result.findings), 0)})"
        self.tabs.setTabText(self.tabs.indexOf(place.findings_panel), findings)
        if place.work is not None and place.work_panel is not None:
            count = place.work.open_count
            words = _("Work to do") + (f" ({format_number(count, 0)})" if count else "")
            self.tabs.setTabText(self.tabs.indexOf(place.work_panel), words)

    def _allow(self) -> None:
        """Let those actions be used that make sense now."""
        place = self.desk.current
        situation = Situation()
        if place is not None:
            situation = Situation(
                place.store.app.info.role,
                len(place.store.selection.parcels),
                place.findings.checking,
                place.store.app.info.base is not None,
            )
        for code, action in self.actions_by_code.items():
            action.setEnabled(BY_CODE[code].usable(situation))

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
    return f"{', '.join(names)} – {path.name} – LandDesk"
