"""A drawn parcel laid on points of the field: the pairs of point and corner, what is left at each, one act."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from landdesk.domain.errors import LandDeskError
from landdesk.i18n import _, format_number
from landdesk.services.survey.fit_parcel import WITHIN_M, FitPlan, Matched
from landdesk.store.queries.surveys import SurveyPoint
from landdesk.ui.messages import error_lines
from landdesk.ui.models.rows import AnyIndex, Column, RowsModel
from landdesk.ui.panels.sections import Facts, words
from landdesk.ui.panels.table import make_table
from landdesk.ui.survey.survey_choice import SurveyChoice

SIZE_PX: Final = (560, 600)
_GON: Final = 200 / math.pi
_FURTHEST_M: Final = 1_000.0


@dataclass(frozen=True, slots=True)
class PairRow:
    """A point and its corner.

    Args:
        matched: Both.
        taken: Whether the fit rests on them.
        left: How far the point would lie from the moved corner, east and north; None while there is no fit.
    """

    matched: Matched
    taken: bool
    left: tuple[float, float] | None


class PairsModel(RowsModel[PairRow]):
    """Rows whose first cell has a box to tick.

    Signals:
        ticked(): A pair was taken in or left out.
    """

    ticked = Signal()

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else found

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Qt's own
        """Return what Qt asks of a cell."""
        row = self.row_at(index)
        if row is not None and role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            return Qt.CheckState.Checked if row.taken else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # Qt's own
        """Take a pair in or leave it out."""
        row = self.row_at(index)
        if row is None or role != Qt.ItemDataRole.CheckStateRole:
            return False
        rows = list(self.rows)
        rows[index.row()] = replace(row, taken=Qt.CheckState(value) == Qt.CheckState.Checked)
        self.replace(rows)
        self.ticked.emit()
        return True


class FitDialog(QDialog):
    """Shows it; the map stays in sight, and the parcel chosen there is the one.

    Signals:
        pairs_wanted(): Another file or distance was chosen: look for pairs anew.
        plan_wanted(): The fit rests on other pairs, or is of another kind.
        fit_wanted(FitPlan): Move the corners.
    """

    pairs_wanted = Signal()
    plan_wanted = Signal()
    fit_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Fit parcel to survey points"))
        self._plan: FitPlan | None = None
        self.parcel = QLabel()
        self.choice = SurveyChoice()
        self.within = QDoubleSpinBox()
        self.within.setRange(0.1, _FURTHEST_M)
        self.within.setValue(WITHIN_M)
        self.within.setSuffix(" m")
        self.within.setKeyboardTracking(False)
        self.scale = QCheckBox(_("The size of the parcel may change too"))
        self.model = PairsModel(_columns(), lambda row: row.matched.point.place, parent=self)
        self.table = make_table(self.model, _("Points and corners"))
        self.table.show_when_empty(_("No point of the file lies near a corner of the chosen parcel."))
        self.facts = Facts()
        self.trouble = words("", name="error")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.go = self.buttons.addButton(_("Move the corners"), QDialogButtonBox.ButtonRole.ActionRole)
        for one in self.buttons.buttons():
            if isinstance(one, QPushButton):
                one.setAutoDefault(False)
        head = QFormLayout()
        head.addRow(_("Parcel"), self.parcel)
        head.addRow(_("File of the field"), self.choice)
        head.addRow(_("From a corner at most"), self.within)
        head.addRow(self.scale)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        note = _("Untick a pair to leave it out; what would be left there is shown all the same.")
        layout.addWidget(words(note, name="soft"))
        layout.addWidget(self.facts)
        layout.addWidget(self.trouble)
        layout.addWidget(self.buttons)
        self.choice.survey_chosen.connect(self.pairs_wanted)
        self.within.valueChanged.connect(lambda _metres: self.pairs_wanted.emit())
        self.scale.toggled.connect(lambda _on: self.plan_wanted.emit())
        self.model.ticked.connect(self.plan_wanted)
        self.go.clicked.connect(self._ask)
        self.buttons.rejected.connect(self.reject)
        self.resize(*SIZE_PX)
        self.show_plan(None)

    @property
    def chosen(self) -> list[SurveyPoint]:
        """The points that the fit rests on."""
        return [row.matched.point for row in self.model.rows if row.taken]

    def show_parcel(self, key: str) -> None:
        """Say which parcel it is; empty where none is chosen."""
        self.parcel.setText(key or _("Choose a parcel on the map or in the list."))

    def show_pairs(self, found: Sequence[Matched]) -> None:
        """Show these; a point that was left out stays so."""
        out = {
            (row.matched.point.survey, row.matched.point.place) for row in self.model.rows if not row.taken
        }
        self.model.replace(
            [PairRow(one, (one.point.survey, one.point.place) not in out, None) for one in found]
        )

    def show_plan(self, plan: FitPlan | None) -> None:
        """Show what a fit would do; None where there is none."""
        self._plan = plan
        self.model.replace(
            [replace(row, left=None if plan is None else plan.left_m(row.matched)) for row in self.model.rows]
        )
        self.facts.show_facts([] if plan is None else _fact_rows(plan))
        self.trouble.hide()
        self.go.setEnabled(plan is not None and bool(plan.moves))

    def show_error(self, error: LandDeskError) -> None:
        """Say why there is no fit."""
        self.show_plan(None)
        self.trouble.setText("\n".join(error_lines(error)))
        self.trouble.show()

    def _ask(self) -> None:
        if self._plan is not None:
            self.go.setEnabled(False)
            self.fit_wanted.emit(self._plan)


def _fact_rows(plan: FitPlan) -> list[tuple[str, str]]:
    fit, (worst, left) = plan.fit, plan.worst
    sigma = "" if fit.sigma_m is None else format_number(fit.sigma_m, 3)
    return [
        (_("RMS (m)"), format_number(plan.rms_m, 3)),
        (
            _("Largest (m)"),
            _("{length} at point {number}").format(length=format_number(left, 3), number=worst.point.number),
        ),
        (_("Sigma (m)"), sigma),
        (
            _("Shift east, north (m)"),
            f"{format_number(fit.shift[0], 3)}; {format_number(fit.shift[1], 3)}",
        ),
        (
            _("Turn (gon), scale"),
            f"{format_number(fit.turn * _GON, 4)}; {format_number(fit.scale, 6)}",
        ),
        (_("Corners that move"), format_number(len(plan.moves), 0)),
    ]


def _columns() -> tuple[Column[PairRow], ...]:
    def left(row: PairRow, axis: int) -> str:
        # A negative nothing is nothing.
        return "" if row.left is None else format_number(round(row.left[axis], 3) + 0.0, 3)

    return (
        Column("number", _("Point"), lambda row: row.matched.point.number, 100),
        Column("now", _("Now (m)"), lambda row: format_number(row.matched.apart_m, 3), 80, numeric=True),
        Column("north", _("North (m)"), lambda row: left(row, 1), 90, numeric=True),
        Column("east", _("East (m)"), lambda row: left(row, 0), 90, numeric=True),
        Column(
            "left",
            _("Left (m)"),
            lambda row: "" if row.left is None else format_number(math.hypot(*row.left), 3),
            80,
            numeric=True,
        ),
    )
