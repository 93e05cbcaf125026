"""A pasted list looked up: the list at the left, the table of what was found at the right; the map stays in sight."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from landdesk.app.lookup import STATUS_WORDS, cells, titles
from landdesk.domain.errors import LandDeskError
from landdesk.i18n import N_, _, format_number, ngettext
from landdesk.services.codelists import CodeLists
from landdesk.services.lookup import LookedUp, Status
from landdesk.ui import theme
from landdesk.ui.dialogs.choose_file import choose_new_file
from landdesk.ui.messages import error_lines
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.sections import words
from landdesk.ui.panels.table import make_table

TABLE_FILES: Final = (N_("Tables"), "*.csv")
SIZE_PX: Final = (1080, 520)
LIST_PX: Final = 240
_WIDTHS_PX: Final = (60, 120, 125, 80, 120, 210, 100, 70)

Shown = tuple[LookedUp, tuple[str, ...]]
"""A row, and its cells as texts: identity numbers of land users are masked in them."""


class _ListField(QPlainTextEdit):
    """Lines; Ctrl+Enter says that they are all there, whatever the window behind does with these keys."""

    entered = Signal()

    def event(self, event: QEvent) -> bool:
        """Claim the keys before the window's actions see them."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_entering(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell that the lines are there."""
        if _is_entering(event):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


def _is_entering(event: QEvent) -> bool:
    return (
        isinstance(event, QKeyEvent)
        and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    )


class LookupDialog(QDialog):
    """Shows it.

    Signals:
        wanted(str): Look up this list.
        parcel_wanted(LookedUp): Show the parcel of this row on the map.
        export_wanted(object, Path): Write these rows into a file.

    Args:
        proposal: File that a table is offered under.
    """

    wanted = Signal(str)
    parcel_wanted = Signal(object)
    export_wanted = Signal(object, object)

    def __init__(self, proposal: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Look up a list"))
        self._proposal = proposal
        self._rows: Sequence[Shown] = ()
        self.list = _ListField()
        self.list.setAccessibleName(_("List to look up"))
        self.list.setTabChangesFocus(True)
        self.list.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.list.setPlaceholderText(
            _("A line each:\nserial, such as AA 00123456\nsheet/number, such as 12/57\nidentity number")
        )
        self.look_up = QPushButton(_("Look up"))
        self.look_up.clicked.connect(self._look_up)
        self.list.entered.connect(self._look_up)
        self.trouble = words("", name="error")
        self.trouble.hide()
        self.status = QComboBox()
        self.status.setAccessibleName(_("Which lines are shown"))
        self.status.currentIndexChanged.connect(self._filter)
        self.count = QLabel()
        self.count.setObjectName("soft")
        self.model: RowsModel[Shown] = RowsModel(_columns(), id, shade=_shade, parent=self)
        self.table = make_table(self.model, _("What was found"), several=True)
        self.table.show_when_empty(_("Paste a list at the left and press “Look up”."))
        self.table.activated.connect(self._show_parcel)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.copy = self.buttons.addButton(_("Copy"), role)
        self.export = self.buttons.addButton(_("Write as a table…"), role)
        self.copy.clicked.connect(self._copy)
        self.export.clicked.connect(self._ask_file)
        self.buttons.rejected.connect(self.reject)
        copy_keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table)
        copy_keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy_keys.activated.connect(self._copy)
        self._lay_out()
        self._offer_statuses()
        self._filter()
        self.resize(*SIZE_PX)
        self.list.setFocus()

    def show_rows(self, rows: Sequence[LookedUp], lists: CodeLists) -> None:
        """Show what was found.

        Args:
            lists: Code lists in force in the store.
        """
        self.look_up.setEnabled(True)
        self.trouble.hide()
        self._rows = [(row, cells(lists, row)) for row in rows]
        self._offer_statuses()
        self._filter()

    def show_error(self, error: LandDeskError) -> None:
        """Say why the list could not be looked up."""
        self.look_up.setEnabled(True)
        self.trouble.setText("\n".join(error_lines(error)))
        self.trouble.show()

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 6, 0)
        column.addWidget(words(_("Serials, parcels or identity numbers"), name="section"))
        column.addWidget(self.list, 1)
        column.addWidget(self.look_up)
        column.addWidget(self.trouble)
        bar = QHBoxLayout()
        bar.addWidget(self.status)
        bar.addStretch()
        bar.addWidget(self.count)
        column = QVBoxLayout(right)
        column.setContentsMargins(6, 0, 0, 0)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        column.addWidget(
            words(_("Double click shows the parcel on the map. Identity numbers are masked."), name="soft")
        )
        parts = QSplitter()
        parts.addWidget(left)
        parts.addWidget(right)
        parts.setStretchFactor(1, 1)
        parts.setSizes([LIST_PX, SIZE_PX[0] - LIST_PX])
        parts.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(parts, 1)
        layout.addWidget(self.buttons)

    def _look_up(self) -> None:
        if self.look_up.isEnabled():
            self.look_up.setEnabled(False)
            self.wanted.emit(self.list.toPlainText())

    def _offer_statuses(self) -> None:
        lines = {(row.asked.line, row.status) for row, _cells in self._rows}
        counted = Counter(status for _line, status in lines)
        self.status.blockSignals(True)
        self.status.clear()
        self.status.addItem(_("All lines ({count})").format(count=format_number(len(lines), 0)), None)
        for status in Status:
            if counted[status]:
                said = _(STATUS_WORDS[status])
                self.status.addItem(
                    f"{said[:1].upper()}{said[1:]} ({format_number(counted[status], 0)})", status
                )
        self.status.blockSignals(False)

    def _filter(self) -> None:
        wanted = self.status.currentData()
        shown = [one for one in self._rows if wanted is None or one[0].status == wanted]
        self.model.replace(shown)
        count = len(shown)
        self.count.setText(
            ngettext("{count} row", "{count} rows", count).format(count=format_number(count, 0))
        )
        for button in (self.copy, self.export):
            button.setEnabled(bool(shown))

    def _show_parcel(self) -> None:
        shown = self.model.row_at(self.table.currentIndex())
        if shown is not None and shown[0].parcel is not None:
            self.parcel_wanted.emit(shown[0])

    def _copy(self) -> None:
        """Put the chosen rows where other programs can paste them, or all that are shown; with headings."""
        chosen = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        rows = [self.model.rows[line] for line in chosen] or list(self.model.rows)
        lines = [titles(), *(texts for _row, texts in rows)]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))

    def _ask_file(self) -> None:
        rows = [row for row, _cells in self.model.rows]
        choose_new_file(
            self,
            _("Write the table"),
            TABLE_FILES,
            lambda path: self.export_wanted.emit(rows, path),
            self._proposal,
        )


def _columns() -> tuple[Column[Shown], ...]:
    def column(place: int, title: str) -> Column[Shown]:
        return Column(str(place), title, lambda shown: shown[1][place], _WIDTHS_PX[place], numeric=place == 0)

    return tuple(column(place, title) for place, title in enumerate(titles()))


def _shade(shown: Shown) -> QColor | None:
    colours = {Status.NOT_FOUND: theme.ERROR, Status.UNREADABLE: theme.ERROR, Status.SEVERAL: theme.WARNING}
    colour = colours.get(shown[0].status)
    return None if colour is None else QColor(colour)
