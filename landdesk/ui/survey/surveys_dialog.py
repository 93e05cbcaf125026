"""Files of the field in the store, and the points of the chosen one."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from landdesk.app.titles import SURVEY_FORMATS, moment
from landdesk.i18n import _, format_number
from landdesk.store.queries.surveys import Survey, SurveyPoint
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.sections import words
from landdesk.ui.panels.table import make_table
from landdesk.ui.survey.point_columns import point_columns

SIZE_PX: Final = (860, 560)


class SurveysDialog(QDialog):
    """Lists files and the points of the chosen one.

    Signals:
        renewal_wanted(): Show the files as they are now.
        import_wanted(): Ask for a file.
        remove_wanted(Survey): Take this one out.
        chosen(Survey): Show its points.
        point_wanted(SurveyPoint): Show this one on the map.
    """

    renewal_wanted = Signal()
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
            point_columns(), lambda row: (row.survey, row.place), parent=self
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


def _survey_columns() -> tuple[Column[Survey], ...]:
    return (
        Column("file", _("File"), lambda row: row.file_name, 220),
        Column("kind", _("Kind"), lambda row: _(SURVEY_FORMATS[row.format]), 160),
        Column("points", _("Points"), lambda row: format_number(row.points, 0), 80, numeric=True),
        Column("person", _("Person"), lambda row: row.person_name, 170),
        Column("time", _("Time"), lambda row: moment(row.at_ms), 130),
    )
