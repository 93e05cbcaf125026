"""How a list of points is to be read: sign between columns, heading, and which column is what; and its first rows."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from landdesk.i18n import N_, _
from landdesk.services.survey.text_points import COLUMNS, LEFT_OUT, SEPARATORS, ListForm, TextTable
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.table import make_table

ROWS_SHOWN: Final = 100
_HEADING_TO: Final = 20
_CELL_PX: Final = 120
_TITLE: Final = 24
_SEPARATORS: Final = {
    "semicolon": N_("Semicolon ;"),
    "tab": N_("Tabulator"),
    "comma": N_("Comma ,"),
    "bar": N_("Bar |"),
    "blank": N_("Blanks"),
}
_COLUMNS: Final = {
    "number": N_("Number of the point"),
    "north": N_("X (north)"),
    "east": N_("Y (east)"),
    "height": N_("Height"),
    "code": N_("Code"),
}
_Row = tuple[int, list[str]]


class ListFields(QWidget):
    """Shows what was taken, and takes what the person says otherwise.

    Signals:
        changed(): Something else was chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._form = ListForm()
        self._shown: dict[str, int] = {}
        self.separator = _choice(_("Between the columns"))
        for name in SEPARATORS:
            self.separator.addItem(_(_SEPARATORS[name]), name)
        self.heading = _choice(_("Heading"))
        self.columns: dict[str, QComboBox] = {name: _choice(_(_COLUMNS[name])) for name in COLUMNS}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        for at, field in enumerate((self.separator, self.heading, *self.columns.values())):
            label = QLabel(field.accessibleName())
            label.setObjectName("soft")
            grid.addWidget(label, 0, at)
            grid.addWidget(field, 1, at)
            grid.setColumnStretch(at, 1)
        self.separator.activated.connect(lambda _at: self._take_separator())
        self.heading.activated.connect(lambda _at: self._take_heading())
        for name, field in self.columns.items():
            field.activated.connect(lambda _at, name=name: self._take_column(name))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addLayout(grid)
        self.model: RowsModel[_Row] | None = None
        self._table: QWidget | None = None

    @property
    def form(self) -> ListForm:
        """What the person has said; the rest is guessed."""
        return self._form

    @property
    def trouble(self) -> str:
        """Why what the person has said of the columns cannot be; empty where it can."""
        said = self._form.columns
        if said and not (said["north"] and said["east"]):
            return _("Say which columns are X (north) and Y (east).")
        for name, place in said.items():
            other = next((one for one, at in said.items() if at == place != LEFT_OUT and one != name), None)
            if other is not None:
                return _("Column {place} is chosen twice: {first} and {second}.").format(
                    place=place, first=_(_COLUMNS[name]), second=_(_COLUMNS[other])
                )
        return ""

    def show_table(self, table: TextTable, columns: Mapping[str, int] | None) -> None:
        """Show the cells of a list, and which column was taken for what; None where nothing was."""
        self._shown = {name: (self._form.columns or columns or {}).get(name, LEFT_OUT) for name in COLUMNS}
        self.separator.setCurrentIndex(self.separator.findData(table.separator))
        self.heading.clear()
        self.heading.addItem(_("None"), 0)
        for line in range(1, max(_HEADING_TO, table.heading) + 1):
            self.heading.addItem(_("Line {line}").format(line=line), line)
        self.heading.setCurrentIndex(self.heading.findData(table.heading))
        titles = [_title(table, at) for at in range(table.width)]
        for name, field in self.columns.items():
            field.clear()
            field.addItem(_("none"), LEFT_OUT)
            for at, title in enumerate(titles, 1):
                field.addItem(title, at)
            field.setCurrentIndex(max(field.findData(self._shown[name]), 0))
        self._show_rows(table)

    def _take_separator(self) -> None:
        # With another sign the columns are others.
        self._say(ListForm(self.separator.currentData(), self._form.heading))

    def _take_heading(self) -> None:
        form = self._form
        self._say(ListForm(form.separator, self.heading.currentData(), None, form.columns))

    def _take_column(self, name: str) -> None:
        chosen = self.columns[name].currentData()
        if chosen == self._shown[name]:
            return
        self._shown[name] = chosen
        self._say(ListForm(self._form.separator, self._form.heading, None, dict(self._shown)))

    def _say(self, form: ListForm) -> None:
        self._form = form
        self.changed.emit()

    def _show_rows(self, table: TextTable) -> None:
        what = {place: name for name, place in self._shown.items()}
        shown: list[Column[_Row]] = [
            Column("line", _("Line"), lambda row: str(row[0]), 56, numeric=True),
            *(_cell_column(at, _heading(table, at, what.get(at + 1))) for at in range(table.width)),
        ]
        model = RowsModel(shown, lambda row: row[0])
        view = make_table(model, _("First rows of the file"))
        model.setParent(view)
        model.replace(list(table.rows[:ROWS_SHOWN]))
        view.show_when_empty(_("There are no rows."))
        if self._table is not None:
            self._layout.removeWidget(self._table)
            self._table.hide()
            self._table.deleteLater()
        self.model, self._table = model, view
        self._layout.addWidget(view, 1)


def _choice(name: str) -> QComboBox:
    field = QComboBox()
    field.setAccessibleName(name)
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    field.setMinimumContentsLength(7)
    return field


def _title(table: TextTable, at: int) -> str:
    """Return what a column is called: its place, and its heading or first cell."""
    cells = table.titles or (table.rows[0][1] if table.rows else ())
    said = cells[at] if at < len(cells) else ""
    short = said if len(said) <= _TITLE else f"{said[: _TITLE - 1]}…"
    return f"{at + 1}: {short}" if short else str(at + 1)


def _heading(table: TextTable, at: int, taken_for: str | None) -> str:
    said = table.titles[at] if at < len(table.titles) else ""
    first = f"{at + 1} {said}".strip()
    if taken_for is None:
        return first
    what = _(_COLUMNS[taken_for])
    return f"{first} → {what}"


def _cell_column(at: int, title: str) -> Column[_Row]:
    return Column(str(at), title, lambda row: row[1][at] if at < len(row[1]) else "", _CELL_PX)
