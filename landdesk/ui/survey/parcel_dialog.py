"""A new parcel from points of the field: the points of a file at the left, the corners in their order at the right."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.i18n import _, format_number, translate
from landdesk.services.survey.outline import Outline, numbers_meant, outline_of
from landdesk.store.queries.surveys import SurveyPoint
from landdesk.ui.messages import error_lines
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.sections import Facts, words
from landdesk.ui.panels.table import make_table
from landdesk.ui.survey.survey_choice import SurveyChoice

SIZE_PX: Final = (560, 610)
_Corner = tuple[int, SurveyPoint, float]
"""Its place, the point, and the length of the side to the next corner."""


class ParcelDialog(QDialog):
    """Shows it; the map stays in sight and can be moved.

    Signals:
        survey_chosen(): Points of another file are to be shown.
        corners_changed(): The outline is another one.
        parcel_wanted(Outline, object): Add the parcel; on this sheet, or None for that of the neighbours.
    """

    survey_chosen = Signal()
    corners_changed = Signal()
    parcel_wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("New parcel from survey points"))
        self.outline: Outline | None = None
        self._corners: list[SurveyPoint] = []
        self.choice = SurveyChoice()
        self.points_model: RowsModel[SurveyPoint] = RowsModel(
            _number_columns(), lambda row: row.place, parent=self
        )
        self.points = make_table(self.points_model, _("Points of the file"), several=True)
        self.points.show_when_empty(_("Import a file of the field first."))
        self.corners_model: RowsModel[_Corner] = RowsModel(_corner_columns(), lambda row: row[0], parent=self)
        self.corners = make_table(self.corners_model, _("Corners in their order"), several=True)
        self.corners.show_when_empty(_("Add the corners in the order in which they follow each other."))
        self.numbers = QLineEdit()
        self.numbers.setPlaceholderText(_("1-7, 12"))
        self.numbers.setAccessibleName(_("Numbers of corners"))
        self.add = _button(_("Add →"), self._add_chosen)
        self.add_all = _button(_("All in the order of the file"), self._add_all)
        self.remove = _button(_("Take out"), self._remove_chosen)
        self.up = _button(_("Up"), lambda: self._move(-1))
        self.down = _button(_("Down"), lambda: self._move(1))
        self.clear = _button(_("Take all out"), lambda: self._show_corners([]))
        self.sheet = QLineEdit()
        self.sheet.setPlaceholderText(_("that of the neighbours"))
        self.facts = Facts()
        self.closure = words("", name="soft")
        self.trouble = words("", name="error")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.go = self.buttons.addButton(_("Add parcel"), QDialogButtonBox.ButtonRole.ActionRole)
        for one in self.buttons.buttons():
            if isinstance(one, QPushButton):
                one.setAutoDefault(False)
        self._arrange()
        self.choice.survey_chosen.connect(self._take_survey)
        self.numbers.returnPressed.connect(self._add_numbers)
        self.points.activated.connect(self._add_chosen)
        self.points.selectionModel().selectionChanged.connect(self._allow)
        self.corners.selectionModel().selectionChanged.connect(self._allow)
        # What was refused for want of a sheet may be asked for again.
        self.sheet.textEdited.connect(self.corners_changed)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.corners)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove_chosen)
        self.go.clicked.connect(self._ask)
        self.buttons.rejected.connect(self.reject)
        self.resize(*SIZE_PX)
        self._show_corners([])

    def show_points(self, found: Sequence[SurveyPoint]) -> None:
        """Show the points of the chosen file; corners that are among them stay."""
        self.points_model.replace(found)
        there = {(one.survey, one.place) for one in found}
        self._show_corners([one for one in self._corners if (one.survey, one.place) in there])

    def show_area(self, area_m2: float | None, cut_off_m2: float) -> None:
        """Show what the parcel would be: its area, and what is left out as others have it."""
        outline = self.outline
        if outline is None:
            return
        said = "" if area_m2 is None else _("{area} m²").format(area=format_number(area_m2, 2))
        self.facts.show_facts(
            [
                (_("Outline"), _("{area} m²").format(area=format_number(outline.polygon.area, 2))),
                (
                    _("Left out, as other parcels have it"),
                    _("{area} m²").format(area=format_number(cut_off_m2, 2)),
                ),
                (_("New parcel"), said),
                (_("Around"), _("{length} m").format(length=format_number(outline.around_m, 2))),
            ]
        )

    def show_error(self, error: LandDeskError | None) -> None:
        """Say why there would be no parcel; None takes that away."""
        self.trouble.setText("" if error is None else "\n".join(error_lines(error)))
        self.trouble.setVisible(error is not None)
        self.go.setEnabled(error is None and self.outline is not None)

    def start_anew(self) -> None:
        """Empty the corners: their parcel is there."""
        self._show_corners([])

    def _take_survey(self) -> None:
        self._allow()
        self.survey_chosen.emit()

    def _add_chosen(self) -> None:
        rows = sorted({index.row() for index in self.points.selectionModel().selectedRows()})
        self._show_corners([*self._corners, *(self.points_model.rows[at] for at in rows)])

    def _add_all(self) -> None:
        self._show_corners(list(self.points_model.rows))

    def _add_numbers(self) -> None:
        from landdesk.services.survey.keeping import points_of_numbers

        points = self.points_model.rows
        meant = numbers_meant([self.numbers.text()], (one.number for one in points))
        try:
            found = points_of_numbers(points, meant)
        except InvalidInputError as error:
            self.show_error(error)
            return
        self.numbers.clear()
        self._show_corners([*self._corners, *found])

    def _remove_chosen(self) -> None:
        gone = {index.row() for index in self.corners.selectionModel().selectedRows()}
        self._show_corners([one for at, one in enumerate(self._corners) if at not in gone])

    def _move(self, by: int) -> None:
        at = self.corners.currentIndex().row()
        to = at + by
        if 0 <= to < len(self._corners) and at >= 0:
            moved = list(self._corners)
            moved[at], moved[to] = moved[to], moved[at]
            self._show_corners(moved)
            self.corners.selectRow(to)

    def _show_corners(self, corners: Iterable[SurveyPoint]) -> None:
        self._corners = list(corners)
        after = [*self._corners[1:], *self._corners[:1]]
        self.corners_model.replace(
            [
                (at, one, math.dist(one.at, other.at))
                for at, (one, other) in enumerate(zip(self._corners, after, strict=True), 1)
            ]
        )
        error: InvalidInputError | None = None
        try:
            self.outline = outline_of(self._corners)
        except InvalidInputError as refused:
            self.outline, error = None, refused
        self.facts.show_facts([])
        self.closure.setText("" if self.outline is None else translate(self.outline.closure))
        # That the first two corners are no parcel yet needs no saying.
        self.show_error(error if len(self._corners) > 2 else None)
        self._allow()
        self.corners_changed.emit()

    def _allow(self) -> None:
        self.add.setEnabled(self.points.selectionModel().hasSelection())
        self.add_all.setEnabled(bool(self.points_model.rows))
        chosen = self.corners.selectionModel().hasSelection()
        for one in (self.remove, self.up, self.down):
            one.setEnabled(chosen)
        self.clear.setEnabled(bool(self._corners))

    def _ask(self) -> None:
        if self.outline is not None:
            self.go.setEnabled(False)
            self.parcel_wanted.emit(self.outline, self.sheet.text().strip() or None)

    def _arrange(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(words(_("Points of the file"), name="section"))
        left.addWidget(self.points, 1)
        left.addLayout(_row(self.add, self.add_all))
        right.addWidget(words(_("Corners in their order"), name="section"))
        right.addWidget(self.numbers)
        right.addWidget(self.corners, 1)
        right.addLayout(_row(self.up, self.down, self.remove, self.clear))
        tables = QHBoxLayout()
        tables.setSpacing(14)
        tables.addLayout(left, 1)
        tables.addLayout(right, 1)
        head = QFormLayout()
        head.addRow(_("File of the field"), self.choice)
        head.addRow(_("Map sheet"), self.sheet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(tables, 1)
        layout.addWidget(self.facts)
        layout.addWidget(self.closure)
        layout.addWidget(self.trouble)
        layout.addWidget(self.buttons)


def _number_columns() -> tuple[Column[SurveyPoint], ...]:
    return (
        Column("number", _("Number"), lambda row: row.number, 90),
        Column("code", _("Code"), lambda row: row.code, 110),
    )


def _corner_columns() -> tuple[Column[_Corner], ...]:
    return (
        Column("place", "", lambda row: str(row[0]), 40, numeric=True),
        Column("number", _("Number"), lambda row: row[1].number, 90),
        Column("length", _("To the next (m)"), lambda row: format_number(row[2], 2), 110, numeric=True),
    )


def _button(text: str, call: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(call)
    return button


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    for one in buttons:
        row.addWidget(one)
    row.addStretch()
    return row
