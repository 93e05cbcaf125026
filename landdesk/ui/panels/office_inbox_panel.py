"""The inbox: change packages received, newest first, and how far each is decided. It decides nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from landdesk.domain.ids import ObjectId
from landdesk.i18n import _
from landdesk.ui.icons import icon
from landdesk.ui.models.office_rows import ListedPackage, inbox_columns
from landdesk.ui.models.rows import RowsModel
from landdesk.ui.panels.office_delegates import TWO_LINES_PX, TwoLines
from landdesk.ui.panels.sections import words
from landdesk.ui.panels.table import make_table


class InboxPanel(QWidget):
    """Shows packages.

    Signals:
        receive_requested(): Packages are to be received from files.
        package_opened(ObjectId): Show the records of this package.
    """

    receive_requested = Signal()
    package_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.receive = QPushButton(icon("receive"), _("Receive packages…"))
        self.receive.setToolTip(_("Take change packages of communes into the inbox"))
        self.receive.clicked.connect(self.receive_requested)
        self.open = QPushButton(_("Open package"))
        self.open.clicked.connect(self._tell_opened)
        self.model: RowsModel[ListedPackage] = RowsModel(inbox_columns(), lambda row: row.id, parent=self)
        self.table = make_table(self.model, _("Packages received"))
        self.table.verticalHeader().setDefaultSectionSize(TWO_LINES_PX)
        codes = [column.code for column in self.model.columns]
        place = codes.index("package")
        lines = TwoLines(self.table)
        for code in ("package", "records"):
            self.table.setItemDelegateForColumn(codes.index(code), lines)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.table.activated.connect(self._tell_opened)
        self.table.selectionModel().currentRowChanged.connect(self._lock)
        nothing = words(
            _("No package has come yet. Receive the change packages that the communes bring or send."),
            name="empty",
        )
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        nothing.setMargin(24)
        self._pages = QStackedWidget()
        self._pages.addWidget(nothing)
        self._pages.addWidget(self.table)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 8, 8, 8)
        bar.setSpacing(8)
        bar.addWidget(self.receive)
        bar.addWidget(self.open)
        bar.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._pages)
        self._lock()

    def show_rows(self, rows: Sequence[ListedPackage]) -> None:
        """Show these; the one that is chosen stays chosen."""
        current = self.model.row_at(self.table.currentIndex())
        if self.model.replace(rows) and rows:
            place = None if current is None else self.model.place_of(current.id)
            self.table.selectRow(place or 0)
        self._pages.setCurrentIndex(1 if rows else 0)
        self._lock()

    def choose(self, package: ObjectId) -> None:
        """Choose a package without opening it."""
        place = self.model.place_of(package)
        if place is not None:
            self.table.selectRow(place)

    def _lock(self) -> None:
        self.open.setEnabled(self.model.row_at(self.table.currentIndex()) is not None)

    def _tell_opened(self) -> None:
        row = self.model.row_at(self.table.currentIndex())
        if row is not None:
            self.package_opened.emit(row.id)
