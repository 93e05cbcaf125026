"""Chooses what is recorded already: a person, certificate, registration or map sheet, found while one types."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from landdesk.app.masking import masked
from landdesk.domain.fields import field_of
from landdesk.i18n import N_, _
from landdesk.services.forms.around import FOUND_AT_MOST, Found, find_recorded, places_words
from landdesk.services.forms.draft import Draft
from landdesk.services.forms.layout import FINDABLE, is_masked
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.sections import words
from landdesk.ui.panels.table import make_table

ASK_AFTER_MS: Final = 150
_TITLES: Final = {
    "party": N_("Choose a recorded person"),
    "certificate": N_("Choose a recorded certificate"),
    "registration": N_("Choose a recorded registration"),
    "map_sheet": N_("Choose a recorded map sheet"),
}
_HINTS: Final = {
    "party": N_("Name without accents, or the whole identity number"),
    "certificate": N_("Serial number or register number"),
    "registration": N_("Dossier number"),
    "map_sheet": N_("Number of the sheet, today's or an old one"),
}
_WIDTHS: Final = {"name": 180, "number": 90, "scale": 80, "born": 90}
_WIDTH_PX: Final = 140


class RecordedDialog(QDialog):
    """Offers the recorded objects of a class.

    Signals:
        chosen(Found): One was chosen.
    """

    chosen = Signal(object)

    def __init__(self, store: OpenStore, draft: Draft, class_name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_(_TITLES[class_name]))
        self.setModal(True)
        self.resize(820, 440)
        self._store, self._class = store, class_name
        self.search = QLineEdit()
        self.search.setPlaceholderText(_(_HINTS[class_name]))
        self.search.setAccessibleName(_(_HINTS[class_name]))
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.model: RowsModel[Found] = RowsModel(
            _columns(draft, class_name), lambda found: found.record.id, parent=self
        )
        self.table = make_table(self.model, _(_TITLES[class_name]))
        self.table.show_when_empty(_("Nothing recorded fits."))
        self.table.doubleClicked.connect(self._choose)
        self.note = words("", name="soft")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.choose = self.buttons.addButton(_("Choose"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._choose)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.note)
        layout.addWidget(self.buttons)
        # Only now: a button that is not in the dialog yet cannot be the dialog's default.
        self.choose.setDefault(True)
        self._asked = 0
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.setInterval(ASK_AFTER_MS)
        self._ask.timeout.connect(self._look)
        self.search.textEdited.connect(self._ask.start)
        self.table.selectionModel().selectionChanged.connect(self._follow)
        self._look()

    def _look(self) -> None:
        self._asked += 1
        number, text, class_name = self._asked, self.search.text(), self._class

        def show(found: list[Found]) -> None:
            if number == self._asked and isValid(self):
                self._show(found)

        self._store.read(lambda reader: find_recorded(reader, class_name, text), show)

    def _show(self, found: Sequence[Found]) -> None:
        self.model.replace(found)
        self.note.setText(
            _("Only the first {count} are shown; type more.").format(count=FOUND_AT_MOST)
            if len(found) == FOUND_AT_MOST
            else ""
        )
        if found:
            self.table.selectRow(0)
        self._follow()

    def _follow(self) -> None:
        self.choose.setEnabled(self._present is not None)

    @property
    def _present(self) -> Found | None:
        lines = self.table.selectionModel().selectedRows()
        return self.model.row_at(lines[0]) if lines else None

    def _choose(self) -> None:
        found = self._present
        if found is not None:
            self.accept()
            self.chosen.emit(found)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows go through the lines while the words are typed."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            lines = self.table.selectionModel().selectedRows()
            if step and self.model.rows:
                line = lines[0].row() + step if lines else 0
                self.table.selectRow(min(max(line, 0), len(self.model.rows) - 1))
                return True
        return super().eventFilter(watched, event)


def _columns(draft: Draft, class_name: str) -> tuple[Column[Found], ...]:
    fields = [field_of(class_name, name) for name in FINDABLE[class_name]]

    def words_of(name: str) -> Callable[[Found], str]:
        field = field_of(class_name, name)

        def say(found: Found) -> str:
            text = draft.words(field, getattr(found.record, name))
            return masked(text) if text and is_masked(field) else text

        return say

    columns = [
        Column(one.name, _(one.title), words_of(one.name), _WIDTHS.get(one.name, _WIDTH_PX)) for one in fields
    ]
    columns.append(Column("parcels", _("Parcels"), lambda found: places_words(found.places), 170))
    return tuple(columns)
