"""The form that gives several parcels the same values: what would change is seen before it is done, in one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from landdesk.domain.dossier import Dossier
from landdesk.domain.errors import LandDeskError
from landdesk.domain.fields import FIELD_BY_ID, Field, Kind
from landdesk.i18n import N_, Text, _, format_number, translate
from landdesk.services.field_values import FieldValues
from landdesk.services.forms.bulk import (
    BULK_CLASSES,
    BulkLine,
    BulkState,
    bulk_edit,
    bulk_fields,
    bulk_lines,
)
from landdesk.services.forms.labels import choice_lines, code_label, code_of_label
from landdesk.services.forms.layout import CLASS_TITLES, is_masked, is_typed, ordered_fields
from landdesk.ui import theme
from landdesk.ui.icons import icon
from landdesk.ui.messages import error_lines
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.parcel_details import masked
from landdesk.ui.panels.sections import small_button, words
from landdesk.ui.panels.table import make_table
from landdesk.ui.record.evidence_bar import EvidenceBar
from landdesk.ui.record.field_editor import FieldEditor

_STATES: Final = {
    BulkState.CHANGED: (N_("changes"), "edit", theme.ACCENT),
    BulkState.SAME: (N_("is so already"), "good", theme.GOOD),
    BulkState.REFUSED: (N_("refused"), "error", theme.ERROR),
    BulkState.NONE: (N_("the parcel has none"), "notice", theme.TEXT_SOFT),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """One field that is asked for: its choice, its value, whether it is emptied."""

    field: QComboBox
    value: FieldEditor
    empties: QCheckBox
    error: QLabel


class BulkForm(QDialog):
    """Asks for a :class:`BulkEdit`.

    Signals:
        command_ready(BulkEdit): To be carried out; then :meth:`accept` or :meth:`show_error` follows.
    """

    command_ready = Signal(object)

    def __init__(
        self, dossiers: Sequence[Dossier], values: FieldValues, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._dossiers = dossiers
        self._values = values
        self._lines: list[BulkLine] = []
        self.setModal(True)
        self.setWindowTitle(_("Change {count} parcels at once").format(count=len(dossiers)))
        self.resize(860, 560)
        self.rows: list[_Row] = []
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self.more = small_button("add", _("Another field"), text=_("Another field"))
        self.more.clicked.connect(self._ask_another)
        self.model: RowsModel[BulkLine] = RowsModel(
            self._columns(),
            lambda line: (line.parcel_key, b"" if line.record is None else line.record.id, line.field.id),
            parent=self,
        )
        self.table = make_table(self.model, _("Preview"))
        self.table.show_when_empty(_("Choose a field and type its new value."))
        self.summary = QLabel()
        self.evidence = EvidenceBar(kinds=("list", "survey", "statement"))
        self.trouble = words("", name="error")
        self.trouble.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save: QPushButton = self.buttons.addButton(_("Change"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._submit)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        column.addLayout(self._grid)
        column.addWidget(self.more)
        column.addWidget(self.table, 1)
        column.addWidget(self.summary)
        column.addWidget(self.evidence)
        column.addWidget(self.trouble)
        column.addWidget(self.buttons)
        self.save.setDefault(True)
        self.add_row()
        self._look()

    def add_row(self) -> _Row:
        """Ask for one more field."""
        field = QComboBox()
        field.setMaxVisibleItems(24)
        field.setMinimumContentsLength(34)
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field.setAccessibleName(_("Field"))
        for one in _offered():
            field.addItem(" · ".join((_(CLASS_TITLES[one.owner]), _(one.title))), one.id)
        empties = QCheckBox(_("empty it"))
        error = words("", name="error")
        error.hide()
        row = _Row(field, FieldEditor(self), empties, error)
        line = 2 * len(self.rows)
        self._grid.addWidget(field, line, 0)
        self._grid.addWidget(row.value, line, 1)
        self._grid.addWidget(empties, line, 2)
        self._grid.addWidget(error, line + 1, 1, 1, 2)
        self.rows.append(row)
        field.currentIndexChanged.connect(lambda: self._renew(self.rows.index(_by_field(self.rows, field))))
        empties.toggled.connect(self._look)
        row.value.textEdited.connect(self._look)
        self._renew(len(self.rows) - 1)
        return row

    def _ask_another(self) -> None:
        self.add_row().field.setFocus()

    def _renew(self, at: int) -> None:
        """Give a row the editor of its field."""
        row = self.rows[at]
        field = _field_of(row)
        editor = FieldEditor(self)
        editor.setAccessibleName(_("New value"))
        lines = choice_lines(self._values, field)
        if lines:
            editor.offer(lines)
        elif field.kind is Kind.DATE:
            editor.setPlaceholderText(_("day/month/year"))
        editor.textEdited.connect(self._look)
        self._grid.replaceWidget(row.value, editor)
        row.value.hide()
        row.value.deleteLater()
        self.rows[at] = _Row(row.field, editor, row.empties, row.error)
        previous: QWidget = row.field
        for one in (editor, row.empties):
            self.setTabOrder(previous, one)
            previous = one
        self._look()

    def choose(self, at: int, field: Field, text: str) -> None:
        """Ask for a field and its value."""
        row = self.rows[at]
        row.field.setCurrentIndex(row.field.findData(field.id))
        editor = self.rows[at].value
        editor.setText(text)
        editor.textEdited.emit(text)

    def _wishes(self) -> list[tuple[Field, Any]]:
        """Return what is asked for and can be; what cannot is said at its row."""
        found: dict[str, tuple[Field, Any]] = {}
        for row in self.rows:
            field = _field_of(row)
            row.value.setEnabled(not row.empties.isChecked())
            row.error.hide()
            if row.empties.isChecked():
                found[field.id] = (field, None)
                continue
            text = code_of_label(self._values, field, row.value.text())
            if not text.strip():
                continue
            try:
                typed = self._values.read(field, text)
            except LandDeskError as error:
                self._say(row, error.what, error.remedy)
                continue
            if typed.doubt is not None:
                self._say(row, typed.doubt)
            found[field.id] = (field, typed.value)
        return list(found.values())

    @staticmethod
    def _say(row: _Row, *parts: Text | None) -> None:
        row.error.setText(" ".join(translate(part) for part in parts if part is not None))
        row.error.show()

    def _look(self) -> None:
        """Show what would happen."""
        self._lines = bulk_lines(self._dossiers, self._wishes())
        self.model.replace(self._lines)
        counts = dict.fromkeys(BulkState, 0)
        for line in self._lines:
            counts[line.state] += 1
        numbers = {state.value: format_number(count, 0) for state, count in counts.items()}
        self.summary.setText(
            _(
                "{changed} values change, {same} are so already, {refused} are refused, {none} parcels have none."
            ).format(**numbers)
        )
        self.save.setEnabled(counts[BulkState.CHANGED] > 0)
        self.trouble.hide()

    def _columns(self) -> tuple[Column[BulkLine], ...]:
        return (
            Column("parcel", _("Parcel"), lambda line: line.parcel_key, 80),
            Column("object", _("Object"), self._object_words, 150),
            Column("field", _("Field"), lambda line: _(line.field.title), 170),
            Column("old", _("Before"), lambda line: self._words(line.field, line.old), 150),
            Column("new", _("After"), lambda line: self._words(line.field, line.new), 150),
            Column("state", _("What happens"), _state_words, 120, icon=_state_icon),
        )

    def _object_words(self, line: BulkLine) -> str:
        return _(CLASS_TITLES[line.field.owner])

    def _words(self, field: Field, value: Any) -> str:
        if value is None:
            return "–"
        if field.codelist:
            code = self._values.lists[field.codelist].get(value)
            return str(value) if code is None else code_label(code)
        text = self._values.words(field, value)
        return masked(text) if is_masked(field) else text

    def _submit(self) -> None:
        if self.evidence.is_unfinished:
            self.trouble.setText(_("Say which evidence it is, or choose none."))
            self.trouble.show()
            return
        command = bulk_edit(self._lines, self.evidence.basis())
        if command is not None:
            self.save.setEnabled(False)
            self.command_ready.emit(command)

    def show_error(self, error: LandDeskError) -> None:
        """Say why nothing was changed; everything asked for stays."""
        self.save.setEnabled(True)
        self.trouble.setText("\n".join(error_lines(error)))
        self.trouble.show()


def _offered() -> list[Field]:
    """Return the fields that can be asked for, in the order of forms."""
    found = []
    for class_name in BULK_CLASSES:
        usual, further = ordered_fields(class_name)
        typed = [one for one in (*usual, *further) if is_typed(one) and one.kind is not Kind.REFERENCE]
        found += bulk_fields(class_name, typed)
    return found


def _field_of(row: _Row) -> Field:
    return FIELD_BY_ID[str(row.field.currentData())]


def _by_field(rows: Sequence[_Row], field: QComboBox) -> _Row:
    return next(one for one in rows if one.field is field)


def _state_words(line: BulkLine) -> str:
    reason = "" if line.reason is None else f": {translate(line.reason.what)}"
    return _(_STATES[line.state][0]) + reason


def _state_icon(line: BulkLine) -> Any:
    _words, drawing, colour = _STATES[line.state]
    return icon(drawing, colour)
