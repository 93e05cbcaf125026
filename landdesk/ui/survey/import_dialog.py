"""A file of the field before it is kept: its rows, how they are read, the points they give and where these lie."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from landdesk.app.titles import SURVEY_FORMATS
from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import LandDeskError
from landdesk.i18n import N_, _, format_number, translate
from landdesk.services.importing.seen import OtherSystem
from landdesk.ui.dialogs.choose_file import FileField
from landdesk.ui.dialogs.import_system import system_title
from landdesk.ui.messages import error_lines
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.sections import Facts, words
from landdesk.ui.panels.table import make_table
from landdesk.ui.survey.list_fields import ListFields
from landdesk.ui.survey.point_columns import field_columns, problem_columns
from landdesk.ui.survey.points_picture import PointsPicture

if TYPE_CHECKING:
    from landdesk.services.survey.keeping import Understood, Wishes
    from landdesk.services.survey.look import Lie, Looked
    from landdesk.services.survey.polar import Orientation, Residual
    from landdesk.services.survey.values import FieldPoint, Problem

SIZE_PX: Final = (1000, 650)
FILES: Final = (N_("Files of the field"), "*.csv *.txt *.gsi *.sdr *.nmea *.log *.xyz")
_GON: Final = 200 / math.pi


class SurveyImport(QDialog):
    """Shows it.

    Signals:
        wishes_changed(): The file is to be read again as :attr:`wishes` say.
        import_wanted(Understood): Keep its points.

    Args:
        path: The file.
        coverage: The parcels that its points are shown among.
    """

    wishes_changed = Signal()
    import_wanted = Signal(object)

    def __init__(self, path: Path, coverage: Coverage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("Import survey points – {file}").format(file=path.name))
        self.path = path
        self._understood: Understood | None = None
        self.facts = Facts()
        self.list_fields = ListFields()
        self.system = QComboBox()
        self.system.setAccessibleName(_("System of the file"))
        self.system.setMaxVisibleItems(14)
        self.system.addItem(_("As recognised"), None)
        self.station = QLineEdit()
        self.known = FileField(_("Known points"), FILES)
        self.averaged = QCheckBox(_("One point: the mean of the positions of the best quality"))
        self.fields = QFormLayout()
        self.points_model: RowsModel[FieldPoint] = RowsModel(field_columns(), id, parent=self)
        self.points = make_table(self.points_model, _("Points as they are read"))
        self.problems_model: RowsModel[Problem] = RowsModel(problem_columns(), id, parent=self)
        self.problems = make_table(self.problems_model, _("Lines that are not taken"))
        self.problems.show_when_empty(_("Every line was understood."))
        self.residuals_model: RowsModel[tuple[Orientation, Residual]] = RowsModel(
            _residual_columns(), id, parent=self
        )
        self.residuals = make_table(self.residuals_model, _("Orientation"))
        self.residuals.show_when_empty(_("No setup could be oriented by known points."))
        self.tabs = QTabWidget()
        self.picture = PointsPicture(coverage)
        self.lie = words("", name="soft")
        self.trouble = words("", name="error")
        self.trouble.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = self.buttons.addButton(_("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setEnabled(False)
        self._arrange()
        self.list_fields.changed.connect(self._say)
        self.system.activated.connect(lambda _at: self._say())
        self.averaged.toggled.connect(lambda _on: self._say())
        self.station.editingFinished.connect(self._say_if_other)
        self.known.line.editingFinished.connect(self._say_if_other)
        self.known.line.textChanged.connect(self._take_known)
        self.buttons.accepted.connect(lambda: self.import_wanted.emit(self._understood))
        self.buttons.rejected.connect(self.reject)
        self._said = self.station.text(), self.known.line.text()
        self._show_kind("")
        self.show_reading()
        self.resize(*SIZE_PX)

    @property
    def wishes(self) -> "Wishes":
        """How the file is to be read."""
        from landdesk.services.survey.keeping import Wishes

        return Wishes(
            self.list_fields.form,
            source_epsg=self.system.currentData(),
            known=self.known.path,
            station=self.station.text().strip() or None,
            averaged=self.averaged.isChecked(),
        )

    def show_systems(self, systems: Sequence[tuple[int, str]]) -> None:
        """Offer these systems, code and name."""
        for epsg, name in systems:
            self.system.addItem(system_title(OtherSystem(epsg, name)), epsg)

    def show_reading(self) -> None:
        """Say that the file is being read; what was read before is nothing to keep any more."""
        self._understood = None
        self.go.setEnabled(False)
        self.lie.setText(_("The file is being read…"))

    def show_looked(self, looked: "Looked") -> None:
        """Show what was seen."""
        file, understood = looked.file, looked.understood
        self._understood = understood
        if looked.table is not None:
            self.list_fields.show_table(looked.table, None if file is None else file.columns)
        kind = "text" if looked.table is not None else "" if file is None else str(file.format)
        self._show_kind(kind, has_setups=file is not None and bool(file.setups))
        self.facts.show_facts(
            [
                (_("Kind"), _(SURVEY_FORMATS[kind]) if kind else ""),
                (_("Coordinates"), "" if file is None or file.order is None else translate(file.order)),
                (
                    _("System"),
                    "" if understood is None or understood.way is None else translate(understood.way),
                ),
            ]
        )
        points = () if understood is None else understood.points
        problems = (() if file is None else file.problems) if understood is None else understood.problems
        orientations = () if understood is None else understood.orientations
        self.points_model.replace(points)
        self.problems_model.replace(problems)
        self.residuals_model.replace([(one, left) for one in orientations for left in one.residuals])
        self.tabs.setTabText(0, _("Points ({count})").format(count=format_number(len(points), 0)))
        self.tabs.setTabText(
            1, _("Lines that are not taken ({count})").format(count=format_number(len(problems), 0))
        )
        self.tabs.setTabText(2, _("Orientation"))
        self.picture.show_points(points)
        self.lie.setText(_lie_words(looked.lie, len(points)))
        self.go.setEnabled(bool(points))
        if self.list_fields.trouble:
            # Said while this was being read.
            self._tell(self.list_fields.trouble)
        elif looked.error is not None:
            self.show_error(looked.error)
        elif not points and understood is not None:
            from landdesk.services.survey.keeping import nothing

            self.show_error(nothing(understood))
        else:
            self.trouble.hide()

    def show_error(self, error: LandDeskError) -> None:
        """Say why the file cannot be taken; nothing is kept."""
        if self._understood is None:
            self.lie.setText("")
        self._tell("\n".join(error_lines(error)))

    def _tell(self, said: str) -> None:
        self.trouble.setText(said)
        self.trouble.show()
        self.go.setEnabled(False)

    def _say(self) -> None:
        self._said = self.station.text(), self.known.line.text()
        trouble = self.list_fields.trouble
        if trouble:
            self._tell(trouble)
        else:
            self.show_reading()
            self.wishes_changed.emit()

    def _say_if_other(self) -> None:
        if self._said != (self.station.text(), self.known.line.text()):
            self._say()

    def _take_known(self) -> None:
        # What is typed is taken when the field is left; of a file that was chosen nobody leaves it.
        if not self.known.line.hasFocus():
            self._say_if_other()

    def _show_kind(self, kind: str, *, has_setups: bool = False) -> None:
        self.list_fields.setVisible(kind == "text")
        self.fields.setRowVisible(self.station, has_setups)
        self.fields.setRowVisible(self.known, has_setups)
        self.fields.setRowVisible(self.averaged, kind == "nmea")
        self.tabs.setTabVisible(2, has_setups)

    def _arrange(self) -> None:
        self.station.setPlaceholderText(_("where the file names none"))
        self.known.line.setPlaceholderText(_("only where the store does not have them"))
        self.fields.setContentsMargins(0, 0, 0, 0)
        self.fields.addRow(_("System of the file"), self.system)
        self.fields.addRow(_("Point under the instrument"), self.station)
        self.fields.addRow(_("File of known points"), self.known)
        self.fields.addRow(self.averaged)
        for table in (self.points, self.problems, self.residuals):
            self.tabs.addTab(table, "")
        seen = QWidget()
        beside = QVBoxLayout(seen)
        beside.setContentsMargins(8, 0, 0, 0)
        beside.setSpacing(6)
        beside.addWidget(self.picture, 1)
        beside.addWidget(self.lie)
        foot = QSplitter(Qt.Orientation.Horizontal)
        foot.addWidget(self.tabs)
        foot.addWidget(seen)
        foot.setChildrenCollapsible(False)
        foot.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(8)
        layout.addWidget(self.facts)
        layout.addLayout(self.fields)
        layout.addWidget(self.list_fields, 2)
        layout.addWidget(foot, 3)
        layout.addWidget(self.trouble)
        layout.addWidget(self.buttons)


def _lie_words(lie: "Lie | None", count: int) -> str:
    if lie is None:
        return ""
    west, south, east, north = (format_number(one, 0) for one in lie.box)
    box = _("East {west} to {east}, north {south} to {north}").format(
        west=west, east=east, south=south, north=north
    )
    if lie.inside is None:
        return box
    if lie.inside:
        said = _("{inside} of {count} points lie in the commune.").format(
            inside=format_number(lie.inside, 0), count=format_number(count, 0)
        )
    else:
        said = _("No point lies in the commune; the nearest is {distance} km away.").format(
            distance=format_number((lie.away_m or 0.0) / 1000, 1)
        )
    return f"{said}\n{box}"


def _residual_columns() -> "tuple[Column[tuple[Orientation, Residual]], ...]":
    def metres(value: float | None) -> str:
        return "" if value is None else format_number(value, 3)

    return (
        Column("station", _("Station"), lambda row: row[0].station, 80),
        Column(
            "angle",
            _("Orientation (gon)"),
            lambda row: format_number(row[0].angle * _GON, 4),
            120,
            numeric=True,
        ),
        Column("target", _("Known point"), lambda row: row[1].target, 90),
        Column(
            "off",
            _("Angle (cc)"),
            lambda row: format_number(row[1].angle * _GON * 10_000, 1),
            90,
            numeric=True,
        ),
        Column("across", _("Across (m)"), lambda row: metres(row[1].across_m), 90, numeric=True),
        Column("along", _("Along (m)"), lambda row: metres(row[1].along_m), 90, numeric=True),
        Column("height", _("Height (m)"), lambda row: metres(row[1].height_m), 90, numeric=True),
    )
