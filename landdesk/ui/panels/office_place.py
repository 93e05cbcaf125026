"""The office's part of the window: inbox and package at the left, the record at the right, put beside the others."""

from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from landdesk.domain.ids import ObjectId
from landdesk.i18n import _
from landdesk.ui.icons import icon
from landdesk.ui.lists_out import ShownList, shown_rows
from landdesk.ui.map.canvas import MapCanvas
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.office_errands import PackageErrands
from landdesk.ui.panels.office_inbox_panel import InboxPanel
from landdesk.ui.panels.office_inbox_presenter import InboxPresenter
from landdesk.ui.panels.office_package_panel import PackagePanel
from landdesk.ui.panels.office_package_presenter import PackagePresenter
from landdesk.ui.panels.office_record_panel import RecordPanel
from landdesk.ui.panels.office_record_presenter import RecordPresenter

LEFT_PX = 452
RIGHT_PX = 372
"""Widths that suit the office's lists on a small screen."""


class OfficePlace(QObject):
    """Panels and presenters of an office's store.

    Args:
        store: The open store.
        canvas: The map, for before and after.
        list_panel: The parcel list, which goes beside the inbox.
        parcel_panel: The panel of one parcel, which goes beside the record.
        errands: Receives packages and writes receipts.
    """

    def __init__(
        self,
        store: OpenStore,
        canvas: MapCanvas,
        list_panel: QWidget,
        parcel_panel: QWidget,
        errands: PackageErrands,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.inbox_panel = InboxPanel()
        self.package_panel = PackagePanel()
        self.record_panel = RecordPanel()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.inbox_panel)
        self.pages.addWidget(self.package_panel)
        self.left = _tabs()
        self.left.addTab(_surface(self.pages), icon("office"), _("Inbox"))
        self.left.addTab(_surface(list_panel), icon("list"), _("Parcels"))
        self.right = _tabs()
        self.right.addTab(_surface(parcel_panel), icon("list"), _("Parcel"))
        self.right.addTab(_surface(self.record_panel), icon("work"), _("Record"))
        self.right.setTabVisible(1, False)
        self.inbox = InboxPresenter(self.inbox_panel, store)
        self.record = RecordPresenter(self.record_panel, canvas, store)
        self.package = PackagePresenter(self.package_panel, self.record_panel, self.record, store, errands)
        self.inbox_panel.receive_requested.connect(errands.ask_receive)
        self.inbox_panel.package_opened.connect(self.open_package)
        self.package_panel.back_requested.connect(self.show_inbox)

    @property
    def lists(self) -> dict[str, ShownList[Any]]:
        """The office's lists that can become files: packages, and the records of the one that is open."""
        inbox, package = self.inbox_panel, self.package_panel
        found: dict[str, ShownList[Any]] = {
            "inbox": shown_rows(_("Packages received"), inbox.table, inbox.model)
        }
        if package.model.rows:
            found["records"] = shown_rows(_("Records"), package.table, package.model)
        return found

    def open_package(self, package: ObjectId) -> None:
        """Show the records of a package."""
        self.package.open(package)
        self.left.setCurrentIndex(0)
        self.pages.setCurrentWidget(self.package_panel)
        self.right.setTabVisible(1, True)
        self.right.setCurrentWidget(self.record_panel)

    def show_inbox(self) -> None:
        """Show the packages."""
        self.package.close()
        self.left.setCurrentIndex(0)
        self.pages.setCurrentWidget(self.inbox_panel)
        self.right.setTabVisible(1, False)
        self.right.setCurrentIndex(0)


def _tabs() -> QTabWidget:
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    return tabs


def _surface(page: QWidget) -> QWidget:
    """Return a page with the ground that it would have in a dock of its own."""
    page.setObjectName("surface")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return page
