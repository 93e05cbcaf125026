"""The restore points of a store, and what going back to one would take back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from landdesk.app.titles import command_title, moment, restore_point_title
from landdesk.domain.change import Entry
from landdesk.domain.errors import LandDeskError
from landdesk.i18n import _, format_number, normalised
from landdesk.store.queries.safekeeping import RestorePoint
from landdesk.ui.messages import error_lines
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.sections import Facts, words
from landdesk.ui.panels.table import make_table

if TYPE_CHECKING:
    from landdesk.services.history.restore_point import WayBack

SIZE_PX: Final = (760, 460)


@dataclass(frozen=True, slots=True)
class ListedPoint:
    """One row: a restore point, and how many acts came after it."""

    point: RestorePoint
    acts: int


class RestorePointsDialog(QDialog):
    """Lists them.

    Signals:
        mark_wanted(str): Set one of this name now.
        back_wanted(int): Show what going back to the one of this number would take back.
    """

    mark_wanted = Signal(str)
    back_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("Restore points"))
        self.model: RowsModel[ListedPoint] = RowsModel(_columns(), lambda row: row.point.number, parent=self)
        self.table = make_table(self.model, _("Restore points"))
        self.table.show_when_empty(
            _("There is no restore point yet. One is set before each import and each bulk edit.")
        )
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("Name of a new restore point, for example: before the new sheets"))
        self.name.setAccessibleName(_("Name of a new restore point"))
        self.mark = QPushButton(_("Set a restore point"))
        self.mark.setAutoDefault(False)
        self.mark.clicked.connect(self._mark)
        self.name.returnPressed.connect(self._mark)
        self.trouble = words("", name="error")
        self.trouble.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.back = self.buttons.addButton(_("Go back to it…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.back.setEnabled(False)
        # Return in the field sets a point, and in the list goes back; it never closes the dialog.
        for one in (self.back, self.buttons.button(QDialogButtonBox.StandardButton.Close)):
            one.setAutoDefault(False)
        self.back.clicked.connect(self._go_back)
        self.table.activated.connect(self._go_back)
        self.table.selectionModel().selectionChanged.connect(self.allow)
        self.model.modelReset.connect(self.allow)
        self.buttons.rejected.connect(self.reject)
        new = QHBoxLayout()
        new.addWidget(self.name, 1)
        new.addWidget(self.mark)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        note = _(
            "The record can be brought back to each of these, as one act that can be undone, as long as nothing of the"
            " office came since."
        )
        layout.addWidget(words(note, name="soft"))
        layout.addWidget(self.table, 1)
        layout.addLayout(new)
        layout.addWidget(self.trouble)
        layout.addWidget(self.buttons)
        self.resize(*SIZE_PX)
        self.table.setFocus()

    def show_points(self, points: Sequence[RestorePoint], acts: Mapping[int, int]) -> None:
        """Show these, the newest first; the newest is chosen.

        Args:
            acts: How many came after each, by its number.
        """
        self.model.replace([ListedPoint(one, acts[one.number]) for one in points])
        self.name.clear()
        self.trouble.hide()
        if points:
            self.table.selectRow(0)
        self.allow()

    def show_error(self, error: LandDeskError) -> None:
        """Say why it is not possible."""
        self.trouble.setText("\n".join(error_lines(error)))
        self.trouble.show()
        self.allow()

    def allow(self) -> None:
        """Let go back where a point is chosen."""
        self.back.setEnabled(self.table.selectionModel().hasSelection())

    def _mark(self) -> None:
        self.trouble.hide()
        self.mark_wanted.emit(normalised(self.name.text()).strip())

    def _go_back(self) -> None:
        row = self.model.row_at(self.table.currentIndex())
        if row is not None and self.back.isEnabled():
            self.trouble.hide()
            # Once at a time: what would be taken back is read first.
            self.back.setEnabled(False)
            self.back_wanted.emit(row.point.number)


class WayBackDialog(QDialog):
    """Shows what going back takes back, and asks.

    Signals:
        wanted(): Go back.
    """

    wanted = Signal()

    def __init__(self, way: "WayBack", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("Go back to a restore point"))
        self.facts = Facts()
        self.facts.show_facts(way_facts(way))
        self.model: RowsModel[Entry] = RowsModel(_entry_columns(), lambda entry: entry.number, parent=self)
        self.model.replace(way.entries[::-1])
        self.table = make_table(self.model, _("What is taken back"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = self.buttons.addButton(_("Go back"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.accepted.connect(self.wanted)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(self.facts)
        layout.addWidget(words(_("What is taken back, the newest first:"), name="section"))
        layout.addWidget(self.table, 1)
        layout.addWidget(words(_("It is one act: Undo brings everything of this list again."), name="soft"))
        layout.addWidget(self.buttons)
        self.resize(*SIZE_PX)


def way_facts(way: "WayBack") -> list[tuple[str, str]]:
    """Return label and value of what going back does."""
    count = Counter(
        "gone" if delta.new is None else "again" if delta.old is None else "other" for delta in way.deltas
    )
    return [
        (_("Restore point"), f"{way.point.number} · {restore_point_title(way.point.words)}"),
        (_("Time"), moment(way.point.at_ms)),
        (_("Acts taken back"), format_number(len(way.entries), 0)),
        (_("Objects as they were"), format_number(count["other"], 0)),
        (_("Objects that come back"), format_number(count["again"], 0)),
        (_("Objects that go"), format_number(count["gone"], 0)),
    ]


def _columns() -> tuple[Column[ListedPoint], ...]:
    return (
        Column("number", _("Number"), lambda row: str(row.point.number), 70, numeric=True),
        Column("time", _("Time"), lambda row: moment(row.point.at_ms), 130),
        Column("acts", _("Acts since"), lambda row: format_number(row.acts, 0), 110, numeric=True),
        Column("words", _("What for"), lambda row: restore_point_title(row.point.words), 300),
    )


def _entry_columns() -> tuple[Column[Entry], ...]:
    return (
        Column("number", _("Number"), lambda entry: str(entry.number), 70, numeric=True),
        Column("time", _("Time"), lambda entry: moment(entry.at_ms), 130),
        Column("person", _("Person"), lambda entry: entry.person.name, 150),
        Column("act", _("Act"), lambda entry: command_title(entry.command, entry.kind), 180),
        Column("subject", _("Subject"), lambda entry: entry.subject, 160),
    )
