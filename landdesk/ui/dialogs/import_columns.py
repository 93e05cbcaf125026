"""The second page of an import: which column goes into which field, what its texts are, and the first rows."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from landdesk.app.masking import masked
from landdesk.app.titles import ENCODINGS, IMPORT_FIELDS
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text, _, format_date
from landdesk.services.importing.seen import MapSeen, Seen, SeenColumn
from landdesk.services.importing.text.convert import convert
from landdesk.services.importing.text.encodings import Encoding
from landdesk.ui import theme
from landdesk.ui.messages import error_lines
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.sections import Banner, ElidedLabel, empty, words
from landdesk.ui.panels.table import make_table

_IDENTITY: Final = re.compile(r"(?<!\d)\d{9}(?:\d{3})?(?!\d)")
_CELL_PX: Final = 130
_ROW_PX: Final = 48
_Cells = tuple[int, tuple[object, ...]]


class ColumnsPage(QWidget):
    """Shows what was seen, and takes what the person says otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.note = words("", name="soft")
        self.trouble = QVBoxLayout()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.StyledPanel)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Only its fields are stopped at by the keys.
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows_area = QWidget()
        self._rows_layout = QVBoxLayout(self.rows_area)
        self._rows_layout.setContentsMargins(0, 0, 0, 0)
        self._rows_layout.setSpacing(4)
        self._rows_layout.addWidget(QLabel(_("First rows, as they are read")))
        self.table: QWidget | None = None
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(self.area)
        self.split.addWidget(self.rows_area)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(7)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.note)
        layout.addLayout(self.trouble)
        layout.addWidget(self.split, 1)
        self.targets: dict[str, QComboBox] = {}
        self.encodings: dict[str, QComboBox] = {}

    def show_seen(self, seen: Seen) -> None:
        """Show another file, layer or form."""
        is_free = isinstance(seen, MapSeen) or seen.is_free
        titles = {key: _(text) for key, text in IMPORT_FIELDS.items()}
        if not isinstance(seen, MapSeen):
            titles = dict(seen.targets)
        self.show_error(None)
        self.note.setText(_note(seen.content.is_remembered, is_free=is_free))
        self.targets, self.encodings = {}, {}
        grid = self._new_grid()
        for line, column in enumerate(seen.content.columns, 1):
            self._add_column(grid, line, column, titles if is_free else None, titles)
        grid.setRowStretch(len(seen.content.columns) + 1, 1)
        self._show_rows(seen.content.columns, seen.content.first_rows)
        self.split.setSizes([300, 190])

    @property
    def mapping(self) -> dict[str, str | None]:
        """Key of the field by column; empty where the form says it itself."""
        return {name: combo.currentData() for name, combo in self.targets.items()}

    @property
    def chosen_encodings(self) -> Mapping[str, Encoding]:
        """Encodings that a person chose, by code of the column."""
        chosen = {code: combo.currentData() for code, combo in self.encodings.items()}
        return {code: Encoding(found) for code, found in chosen.items() if found is not None}

    def check(self) -> None:
        """Refuse two columns for one field; the later one gets the keys.

        Raises:
            InvalidInputError: There are some.
        """
        filled: dict[str, str] = {}
        for name, combo in self.targets.items():
            target = combo.currentData()
            if target is None:
                continue
            if target in filled:
                combo.setFocus()
                raise InvalidInputError(
                    "import.two-columns",
                    Text(
                        N_("Two columns go into “{field}”: {first} and {second}."),
                        {"field": combo.currentText(), "first": filled[target], "second": name},
                    ),
                    remedy=Text(N_("Let one of them go elsewhere, or leave it out.")),
                )
            filled[target] = name

    def show_error(self, error: InvalidInputError | None) -> None:
        """Show an error in its lines, or take it away."""
        empty(self.trouble)
        if error is not None:
            first, *rest = error_lines(error)
            self.trouble.addWidget(Banner("warning", theme.WARNING, first, "\n".join(rest)))

    def focus_first(self) -> None:
        """Let the keys work in the first field that can be changed."""
        first = next(iter(self.targets.values()), None)
        if first is not None:
            first.setFocus()
        elif self.table is not None:
            self.table.setFocus()

    def _new_grid(self) -> QGridLayout:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(10, 6, 10, 6)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        for at, (title, stretch) in enumerate(
            ((_("Column of the file"), 3), (_("First values"), 5), (_("Texts"), 4), (_("Goes into"), 3))
        ):
            label = QLabel(title)
            label.setObjectName("soft")
            grid.addWidget(label, 0, at)
            grid.setColumnStretch(at, stretch)
        self.area.setWidget(body)
        return grid

    def _add_column(
        self,
        grid: QGridLayout,
        line: int,
        column: SeenColumn,
        choices: Mapping[str, str] | None,
        titles: Mapping[str, str],
    ) -> None:
        name = ElidedLabel(column.name)
        name.setToolTip(column.name)
        values = " · ".join(cell_words(one) for one in column.values)
        shown = ElidedLabel(values)
        shown.setToolTip(values)
        shown.setObjectName("soft")
        grid.addWidget(name, line, 0)
        grid.addWidget(shown, line, 1)
        grid.addWidget(self._texts_of(column), line, 2)
        # Of two columns with one heading only the first can be meant by it.
        if choices is None or column.name in self.targets:
            where = ElidedLabel(titles[column.target] if column.target else _("left out"))
            where.setObjectName("" if column.target else "soft")
            grid.addWidget(where, line, 3)
            return
        combo = _Choice()
        combo.setAccessibleName(_("{column} goes into").format(column=column.name))
        combo.addItem(_("left out"), None)
        for key, title in choices.items():
            combo.addItem(title, key)
        combo.setCurrentIndex(max(combo.findData(column.target), 0))
        self.targets[column.name] = combo
        grid.addWidget(combo, line, 3)

    def _texts_of(self, column: SeenColumn) -> QWidget:
        """Return what is said of the encoding of a column: texts before and after, and a choice where there is one."""
        if column.encoding is Encoding.UNICODE:
            label = QLabel("")
            label.setObjectName("soft")
            return label
        combo = _Choice()
        combo.setAccessibleName(_("Encoding of {column}").format(column=column.name))
        title = _(ENCODINGS[column.encoding.value])
        first = _("{encoding}? – left as it is") if column.is_doubtful else _("{encoding}, recognised")
        combo.addItem(first.format(encoding=title), None)
        for encoding in Encoding:
            combo.addItem(_(ENCODINGS[encoding.value]), encoding.value)
        self.encodings[column.code] = combo
        example = ElidedLabel("")
        example.setObjectName("soft")
        combo.currentIndexChanged.connect(lambda _at: _show_examples(example, column, combo.currentData()))
        _show_examples(example, column, None)
        box = QWidget()
        box.setMinimumHeight(_ROW_PX)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(combo)
        layout.addWidget(example)
        return box

    def _show_rows(self, columns: Sequence[SeenColumn], rows: Sequence[_Cells]) -> None:
        shown: list[Column[_Cells]] = [
            Column("row", _("Row"), lambda one: str(one[0]), 54, numeric=True),
            *(_cell_column(at, column.name) for at, column in enumerate(columns)),
        ]
        model = RowsModel(shown, lambda one: one[0])
        table = make_table(model, _("First rows"))
        model.setParent(table)
        model.replace(rows)
        table.show_when_empty(_("There are no rows."))
        if self.table is not None:
            self._rows_layout.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        self.table = table
        self._rows_layout.addWidget(table, 1)


def _show_examples(label: QLabel, column: SeenColumn, chosen: str | None) -> None:
    """Show some texts before and after the encoding that is chosen."""
    pairs = column.examples
    if chosen is not None:
        made = convert([before for before, _after in pairs], Encoding(chosen))
        pairs = tuple((before, after or "") for (before, _old), after in zip(pairs, made.after, strict=True))
    lines = [f"{hidden(before)} → {hidden(after)}" for before, after in pairs]
    label.setText(lines[0] if lines else "")
    label.setToolTip("\n".join(lines))


class _Choice(QComboBox):
    """A choice in a long list: the wheel moves the list, not the choice under the pointer by accident."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)
        self.setMaxVisibleItems(16)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the list have it."""
        event.ignore()


def _note(is_remembered: bool, *, is_free: bool) -> str:
    if not is_free:
        return _(
            "The form says which column goes into which field. Columns that it does not know are left out."
        )
    if is_remembered:
        return _("Taken as in the last file with the same headings; change what is to go elsewhere.")
    return _(
        "Guessed by the headings; change what is to go elsewhere. It is remembered for the next such file."
    )


def _cell_column(at: int, name: str) -> Column[_Cells]:
    return Column(str(at), name, lambda one: cell_words(one[1][at]), _CELL_PX)


def cell_words(cell: object) -> str:
    """Return a cell in words, identity numbers as strangers may see them."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return format_date(cell)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return hidden(" ".join(str(cell).split()))


def hidden(text: str) -> str:
    """Return a text with its identity numbers hidden."""
    return _IDENTITY.sub(lambda match: masked(match[0]), text)
