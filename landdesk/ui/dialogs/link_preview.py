"""What linking everything beyond doubt would do, pair by pair with the reasons, before it is done."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from landdesk.i18n import _, format_number, ngettext
from landdesk.services.linking.candidates import Pair
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.link_panel import reason_words
from landdesk.ui.panels.sections import words
from landdesk.ui.panels.table import make_table

SIZE_PX: Final = (820, 480)


class LinkPreview(QDialog):
    """Shows the pairs, and asks.

    Signals:
        wanted(): Link them.
    """

    wanted = Signal()

    def __init__(self, pairs: Sequence[Pair], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("Link all beyond doubt"))
        self.model: RowsModel[Pair] = RowsModel(_columns(), lambda pair: pair.record, parent=self)
        self.model.replace(pairs)
        self.table = make_table(self.model, _("Pairs beyond doubt"))
        self.table.show_when_empty(
            _(
                "No record has exactly one boundary that fits beyond doubt. Look at the candidates of each record."
            )
        )
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        count = len(pairs)
        self.go = self.buttons.addButton(
            ngettext("Link {count} record", "Link {count} records", count).format(
                count=format_number(count, 0)
            ),
            QDialogButtonBox.ButtonRole.AcceptRole,
        )
        self.go.setEnabled(bool(pairs))
        self.buttons.accepted.connect(self.accept)
        self.buttons.accepted.connect(self.wanted)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        note = _(
            "Of each pair the numbers agree, the area is within the allowed difference, nothing speaks against it, and"
            " no other record or boundary could stand in its place. It is one act: Undo takes all of it back."
        )
        layout.addWidget(words(note, name="soft"))
        layout.addWidget(self.table, 1)
        layout.addWidget(self.buttons)
        self.resize(*SIZE_PX)


def _columns() -> tuple[Column[Pair], ...]:
    def tip(pair: Pair) -> str:
        return "\n".join(reason_words(pair.candidate))

    return (
        Column("record", _("Parcel"), lambda pair: pair.record_title, 90),
        Column("boundary", _("Boundary"), lambda pair: pair.candidate.title, 90),
        Column("area", _("Map area"), lambda pair: format_number(pair.candidate.map_m2, 1), 90, numeric=True),
        Column("reasons", _("Reasons"), lambda pair: "  ".join(reason_words(pair.candidate)), 460, tip=tip),
    )
