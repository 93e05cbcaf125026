"""Files of the field in the window: the list of those in the store with their points, and what a new one holds."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from landdesk.app.titles import SURVEY_FORMATS, SURVEY_METHODS, moment
from landdesk.domain.errors import LandDeskError
from landdesk.i18n import _, format_number, translate
from landdesk.store.queries.surveys import Survey, SurveyPoint
from landdesk.ui.messages import error_lines
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.sections import Facts, words
from landdesk.ui.panels.table import make_table

if TYPE_CHECKING:
    from landdesk.services.survey.keeping import Understood
    from landdesk.services.survey.values import FieldPoint, Problem

SIZE_PX: Final = (860, 560)


class SurveysDialog(QDialog):
    """Lists files and the points of the chosen one.

    Signals:
        import_wanted(): Ask for a file.
        remove_wanted(Survey): Take this one out.
        chosen(Survey): Show its points.
        point_wanted(SurveyPoint): Show this one on the map.
    """

    import_wanted = Signal()
    remove_wanted = Signal(object)
    chosen = Signal(object)
    point_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("Survey points"))
        self.model: RowsModel[Survey] = RowsModel(_survey_columns(), lambda row: row.id, parent=self)
        self.table = make_table(self.model, _("Files of the field"))
        self.table.show_when_empty(_("There is no file of the field in the store yet."))
        self.points_model: RowsModel[SurveyPoint] = RowsModel(
            _point_columns(), lambda row: (row.survey, row.place), parent=self
        )
        self.points = make_table(self.points_model, _("Survey points"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.bring_in = self.buttons.addButton(_("Import file…"), role)
        self.remove = self.buttons.addButton(_("Take out"), role)
        self.show_point = self.buttons.addButton(_("Show on the map"), role)
        for one in self.buttons.buttons():
            if isinstance(one, QPushButton):
                one.setAutoDefault(False)
        self.bring_in.clicked.connect(self.import_wanted)
        self.remove.clicked.connect(self._remove)
        self.show_point.clicked.connect(self._show_point)
        self.points.activated.connect(self._show_point)
        self.table.selectionModel().selectionChanged.connect(self._choose)
        self.points.selectionModel().selectionChanged.connect(self._allow)
        self.buttons.rejected.connect(self.reject)
        note = _("Points stay in this store and do not travel in packages.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(words(note, name="soft"))
        layout.addWidget(self.table, 1)
        layout.addWidget(self.points, 2)
        layout.addWidget(self.buttons)
        self.resize(*SIZE_PX)
        self._allow()

    def show_surveys(self, found: Sequence[Survey]) -> None:
        """Show these, the newest first and chosen."""
        self.model.replace(found)
        if found:
            self.table.selectRow(0)
        else:
            self.points_model.replace([])
        self._allow()

    def show_points(self, found: Sequence[SurveyPoint]) -> None:
        """Show the points of the chosen file."""
        self.points_model.replace(found)
        self._allow()

    def _choose(self) -> None:
        survey = self.model.row_at(self.table.currentIndex())
        self._allow()
        if survey is not None:
            self.chosen.emit(survey)

    def _allow(self) -> None:
        self.remove.setEnabled(self.table.selectionModel().hasSelection())
        self.show_point.setEnabled(self.points.selectionModel().hasSelection())

    def _remove(self) -> None:
        survey = self.model.row_at(self.table.currentIndex())
        if survey is not None:
            self.remove_wanted.emit(survey)

    def _show_point(self) -> None:
        point = self.points_model.row_at(self.points.currentIndex())
        if point is not None:
            self.point_wanted.emit(point)


class SurveyPreview(QDialog):
    """Shows what is understood of a file before it is kept.

    Signals:
        order_wanted(object): Read it again with this order of coordinates; None to guess.
        import_wanted(Understood): Keep its points.
    """

    order_wanted = Signal(object)
    import_wanted = Signal(object)

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("Import survey points"))
        self.path = path
        self._understood: Understood | None = None
        self.facts = Facts()
        self.order = QComboBox()
        self.order.setAccessibleName(_("Order of the coordinates"))
        for text, value in (
            (_("Order as recognised"), None),
            (_("North (X) first"), "north-east"),
            (_("East (Y) first"), "east-north"),
        ):
            self.order.addItem(text, value)
        self.order.activated.connect(lambda _at: self.order_wanted.emit(self.order.currentData()))
        self.model: RowsModel[FieldPoint] = RowsModel(_field_columns(), id, parent=self)
        self.table = make_table(self.model, _("Survey points"))
        self.problems_model: RowsModel[Problem] = RowsModel(_problem_columns(), id, parent=self)
        self.problems = make_table(self.problems_model, _("Lines that are not taken"))
        self.problems.show_when_empty(_("Every line was understood."))
        self.trouble = words("", name="error")
        self.trouble.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = self.buttons.addButton(_("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setEnabled(False)
        self.buttons.accepted.connect(lambda: self.import_wanted.emit(self._understood))
        self.buttons.rejected.connect(self.reject)
        head = QHBoxLayout()
        head.addWidget(self.facts, 1)
        head.addWidget(self.order, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.table, 3)
        layout.addWidget(words(_("Lines that are not taken"), name="section"))
        layout.addWidget(self.problems, 1)
        layout.addWidget(self.trouble)
        layout.addWidget(self.buttons)
        self.resize(*SIZE_PX)

    def show_understood(self, one: "Understood") -> None:
        """Show what was read."""
        self._understood = one
        file = one.file
        self.facts.show_facts(
            [
                (_("File"), file.name),
                (_("Kind"), _(SURVEY_FORMATS[str(file.format)])),
                (_("Coordinates"), "" if file.order is None else translate(file.order)),
                (_("System"), "" if one.way is None else translate(one.way)),
                (_("Points"), format_number(len(one.points), 0)),
            ]
        )
        self.model.replace(list(one.points))
        self.problems_model.replace(list(one.problems))
        self.trouble.hide()
        # Only a list of points can have its columns in another order.
        self.order.setEnabled(str(file.format) == "text")
        self.go.setEnabled(bool(one.points))

    def show_error(self, error: LandDeskError) -> None:
        """Say why the file cannot be taken; nothing is kept."""
        self.model.replace([])
        self.problems_model.replace([])
        self.trouble.setText("\n".join(error_lines(error)))
        self.trouble.show()
        self.go.setEnabled(False)


def _survey_columns() -> tuple[Column[Survey], ...]:
    return (
        Column("file", _("File"), lambda row: row.file_name, 220),
        Column("kind", _("Kind"), lambda row: _(SURVEY_FORMATS[row.format]), 160),
        Column("points", _("Points"), lambda row: format_number(row.points, 0), 80, numeric=True),
        Column("person", _("Person"), lambda row: row.person_name, 170),
        Column("time", _("Time"), lambda row: moment(row.at_ms), 130),
    )


def _point_columns() -> tuple[Column[SurveyPoint], ...]:
    return (
        Column("number", _("Number"), lambda row: row.number, 110),
        Column("code", _("Code"), lambda row: row.code, 150),
        Column("east", _("East"), lambda row: format_number(row.east_mm / 1000, 3), 130, numeric=True),
        Column("north", _("North"), lambda row: format_number(row.north_mm / 1000, 3), 140, numeric=True),
        Column(
            "height",
            _("Height"),
            lambda row: "" if row.height_mm is None else format_number(row.height_mm / 1000, 3),
            90,
            numeric=True,
        ),
        Column("method", _("Method"), lambda row: _(SURVEY_METHODS[row.method]), 120),
    )


def _field_columns() -> "tuple[Column[FieldPoint], ...]":
    return (
        Column("number", _("Number"), lambda row: row.number, 110),
        Column("code", _("Code"), lambda row: row.code, 150),
        Column("east", _("East"), lambda row: format_number(row.east, 3), 130, numeric=True),
        Column("north", _("North"), lambda row: format_number(row.north, 3), 140, numeric=True),
        Column(
            "height",
            _("Height"),
            lambda row: "" if row.height is None else format_number(row.height, 3),
            90,
            numeric=True,
        ),
        Column("method", _("Method"), lambda row: _(SURVEY_METHODS[str(row.method)]), 120),
    )


def _problem_columns() -> "tuple[Column[Problem], ...]":
    return (
        Column("line", _("Line"), lambda row: str(row.line) if row.line else "", 70, numeric=True),
        Column("what", _("What"), lambda row: translate(row.what), 640),
    )
