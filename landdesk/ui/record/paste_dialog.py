"""What pasted cells would put into which fields, before they do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from landdesk.i18n import _
from landdesk.ui import theme
from landdesk.ui.icons import icon


@dataclass(frozen=True, slots=True)
class PastedValue:
    """One cell and the field it goes to.

    Args:
        owner: The object, as people call it.
        title: Label of the field.
        old: What stands there.
        new: What was pasted, as it is understood.
        kind: ``error`` or ``warning`` where there is something to say, else empty.
        note: What.
    """

    owner: str
    title: str
    old: str
    new: str
    kind: str = ""
    note: str = ""


class PasteDialog(QDialog):
    """Shows values; puts them in when they are accepted."""

    def __init__(
        self, values: Sequence[PastedValue], left_over: int, accepted: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("Paste cells"))
        self.resize(760, 420)
        words = _("{count} values; nothing is saved yet.").format(count=len(values))
        if left_over:
            words += " " + _("{count} cells have no field and are left out.").format(count=left_over)
        self.note = QLabel(words)
        self.table = QTableWidget(len(values), 5)
        self.table.setHorizontalHeaderLabels(
            [_("Object"), _("Field"), _("Before"), _("After"), _("To look at")]
        )
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(True)
        for row, value in enumerate(values):
            cells = (value.owner, value.title, value.old, value.new, value.note)
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column == 4 and value.kind:
                    colour = theme.ERROR if value.kind == "error" else theme.WARNING
                    item.setIcon(icon(value.kind, colour))
                    item.setForeground(QColor(colour))
                self.table.setItem(row, column, item)
        header = self.table.horizontalHeader()
        for column, width in enumerate((90, 170, 130, 130)):
            self.table.setColumnWidth(column, width)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.put = self.buttons.addButton(_("Put in"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(accepted)
        column_ = QVBoxLayout(self)
        column_.addWidget(self.note)
        column_.addWidget(self.table, 1)
        column_.addWidget(self.buttons)
        self.put.setDefault(True)

    def showEvent(self, event: QShowEvent) -> None:
        """Give each row the height of its words, now that the columns have their widths."""
        super().showEvent(event)
        self.table.resizeRowsToContents()
