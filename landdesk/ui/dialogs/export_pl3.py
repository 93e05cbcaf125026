"""The form that says which parcels go on the collection form PL3-01, and what is told when it was written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from landdesk.domain.fields import FIELD_BY_ID
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, _, format_number, ngettext
from landdesk.ui.dialogs.form import Form
from landdesk.ui.lists_out import ShownList
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.sections import words
from landdesk.ui.panels.table import make_table

if TYPE_CHECKING:
    from landdesk.services.exporting.campaign.from_record import Pl3Content
    from landdesk.services.exporting.campaign.left_out import LeftOut

CHOSEN: Final = "chosen"
FILTERED: Final = "filtered"
ALL: Final = "all"
_TITLES: Final = {
    CHOSEN: N_("The chosen parcels ({count})"),
    FILTERED: N_("The parcels that the list shows ({count})"),
    ALL: N_("All parcels ({count})"),
}
RESULT_PX: Final = (860, 460)
LABELS_SHOWN: Final = 5


class ExportPl3Form(Form):
    """Asks for parcels and purpose.

    Signals:
        chosen(object, bool, object): Parcels; whether only collected ones are meant; what for, None for the campaign.

    Args:
        parcels: What can be written, by ``CHOSEN``, ``FILTERED``, ``ALL``; an empty set is not offered.
        person: Name of the one who works.
    """

    chosen = Signal(object, bool, object)

    def __init__(
        self, parcels: Mapping[str, Sequence[ObjectId]], person: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, _("Export form PL3-01"), _("Choose file…"))
        note = _("A row for each certificate, parcel and person. It holds names and numbers of people.")
        self.rows.addRow(words(note, name="soft"))
        self._parcels = parcels
        self.which = QComboBox()
        for code, title in _TITLES.items():
            if parcels.get(code):
                self.which.addItem(_(title).format(count=format_number(len(parcels[code]), 0)), code)
        self.collected = QCheckBox(_("Only parcels whose state of collection is recorded"))
        self.purpose = QLineEdit()
        self.purpose.setPlaceholderText(_("the campaign's collection"))
        self.add_field("parcels", _("Parcels"), self.which)
        self.add_field("collected", "", self.collected)
        self.add_field(
            "purpose",
            _("What for"),
            self.purpose,
            words(_("Kept with your name in the list of files that left."), name="soft"),
        )
        self.rows.addRow(QLabel(_("Written by")), words(person))
        self.save.setEnabled(self.which.count() > 0)

    def submit(self) -> None:
        """Tell what was chosen."""
        found = self._parcels[self.which.currentData()]
        self.chosen.emit(tuple(found), self.collected.isChecked(), self.purpose.text().strip() or None)
        self.accept()


@dataclass(frozen=True, slots=True)
class LeftOutLine:
    """What the form does not say of some parcels or certificates, for one reason."""

    what: str
    field: str
    labels: tuple[str, ...]


class Pl3Result(QDialog):
    """Tells what was written and what the form has no room for.

    Signals:
        save_wanted(): The list is to become a file.
    """

    save_wanted = Signal()

    def __init__(self, file_name: str, content: "Pl3Content", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("Form PL3-01 is written"))
        written = _("{file}: {rows} rows, {certificates} certificates, {parcels} parcels, {persons} people.")
        self.written = words(
            written.format(
                file=file_name,
                rows=format_number(len(content.rows), 0),
                certificates=format_number(content.certificates, 0),
                parcels=format_number(content.parcels, 0),
                persons=format_number(content.persons, 0),
            ),
            name="strong",
            selectable=True,
        )
        lines = left_out_lines(content.left_out)
        count = len(content.left_out)
        said = ngettext(
            "{count} thing of the record is not on the form as it is recorded; it stays in the store.",
            "{count} things of the record are not on the form as they are recorded; they stay in the store.",
            count,
        ).format(count=format_number(count, 0))
        self.model: RowsModel[LeftOutLine] = RowsModel(
            _columns(), lambda row: (row.what, row.field), parent=self
        )
        self.model.replace(lines)
        self.table = make_table(self.model, _("What the form does not say"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.keep = self.buttons.addButton(_("Save this list…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.keep.clicked.connect(self.save_wanted)
        self.keep.setVisible(bool(lines))
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(self.written)
        layout.addWidget(
            words(said if lines else _("Everything that the record holds of them is on the form."))
        )
        layout.addWidget(self.table, 1)
        layout.addWidget(self.buttons)
        self.table.setVisible(bool(lines))
        self.setMinimumWidth(RESULT_PX[0] // 2)
        if lines:
            self.resize(*RESULT_PX)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()


def left_out_lines(left_out: "Sequence[LeftOut]") -> list[LeftOutLine]:
    """Return what was left out by reason and field, the most frequent first."""
    labels: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for one in left_out:
        labels[_reason(one), _field(one)].append(one.label)
    lines = [LeftOutLine(what, field, tuple(found)) for (what, field), found in labels.items()]
    return sorted(lines, key=lambda line: -len(line.labels))


def left_out_list(left_out: "Sequence[LeftOut]") -> "ShownList[LeftOut]":
    """Return every line of it as a list that can become a file."""
    columns: Sequence[Column[LeftOut]] = (
        Column("label", _("Parcel, certificate"), lambda one: one.label),
        Column("what", _("What the form does not say"), _reason),
        Column("field", _("Field"), _field),
    )
    return ShownList(_("Not on form PL3-01"), columns, len(left_out), lambda _reader: left_out)


def _columns() -> tuple[Column[LeftOutLine], ...]:
    return (
        Column("what", _("What the form does not say"), lambda row: row.what, 330),
        Column("field", _("Field"), lambda row: row.field, 150),
        Column("count", _("Count"), lambda row: format_number(len(row.labels), 0), 60, numeric=True),
        Column(
            "labels", _("Parcels, certificates"), _labels, 240, tip=lambda row: ", ".join(row.labels[:40])
        ),
    )


def _labels(row: LeftOutLine) -> str:
    return ", ".join(row.labels[:LABELS_SHOWN]) + (" …" if len(row.labels) > LABELS_SHOWN else "")


def _reason(one: "LeftOut") -> str:
    from landdesk.services.exporting.campaign.left_out import LEFT_OUT_TEXTS

    return _(LEFT_OUT_TEXTS[one.code])


def _field(one: "LeftOut") -> str:
    return _(FIELD_BY_ID[one.field].title) if one.field else ""
