"""One row of the entry page: the fields of a block side by side, what is to be said about them below."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from landdesk.i18n import _
from landdesk.services.entry.fields import (
    ASSET,
    CERTIFICATE,
    CURRENT,
    PARCEL,
    PERSON,
    PURPOSE,
    EntryField,
    fields_in,
)
from landdesk.ui.panels.sections import ElidedLabel, words

LINES: Final[Mapping[str, Sequence[Sequence[tuple[str, int]]]]] = {
    CERTIFICATE: (
        (("commune", 3), ("serial", 4), ("issued_on", 4), ("register_number", 4), ("holder_kind", 4)),
        (("kind", 6), ("issuer", 8)),
        (("organisation", 7), ("organisation_number", 4), ("organisation_address", 7)),
    ),
    PERSON: ((("name", 6), ("born", 3), ("identity_number", 5), ("sex", 2), ("address", 6), ("role", 3)),),
    CURRENT: ((("name", 6), ("identity_number", 4), ("address", 7), ("reason", 4)),),
    PARCEL: (
        (
            ("parcel_code", 5),
            ("certificate_sheet", 3),
            ("certificate_number", 3),
            ("sheet", 2),
            ("number", 2),
            ("address", 6),
            ("area_m2", 4),
        ),
    ),
    PURPOSE: ((("land_use", 2), ("area_m2", 3), ("origin", 8), ("form", 4), ("term", 4)),),
    ASSET: (
        (("kind", 5), ("complex", 4), ("block", 4), ("apartment", 3)),
        (
            ("built_area_m2", 3),
            ("floor_area_m2", 3),
            ("ownership_form", 4),
            ("ownership_term", 4),
            ("grade", 3),
        ),
    ),
}
"""Fields of each block by lines, with their share of the width; in the order in which Enter goes through them."""

RARE: Final = frozenset(
    {
        (CERTIFICATE, "kind"),
        (CERTIFICATE, "organisation_number"),
        (CERTIFICATE, "organisation_address"),
        (PARCEL, "parcel_code"),
        (PARCEL, "certificate_sheet"),
        (PARCEL, "certificate_number"),
    }
)
"""Fields that Enter passes by: seldom on a certificate, or known otherwise. Tab and a click reach them."""
ASKED: Final = frozenset({(CERTIFICATE, "holder_kind")})
"""Fields that Enter stops at although they have a default: too much hangs on them."""
UNIT_PX: Final = 26


class EntryEdit(QLineEdit):
    """A field.

    Signals:
        entered(): Enter was pressed.
        arrived(): The keys go here now.
        gone(): They do no longer.
    """

    entered = Signal()
    arrived = Signal()
    gone = Signal()

    def __init__(self, field: EntryField) -> None:
        super().__init__()
        self.entry_field = field
        self.is_rare = (field.block, field.key) in RARE
        self.is_asked = (field.block, field.key) in ASKED
        self.is_filled_in = False
        self.setAccessibleName(_(field.label))
        self.setMinimumWidth(UNIT_PX)
        self.textEdited.connect(self._note_typing)

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to type: a default holds, or the program has filled it in."""
        has_default = not self.text() and bool(self.placeholderText()) and not self.is_asked
        return self.is_filled_in or has_default

    def fill_in(self, text: str) -> None:
        """Put words in that nobody typed here; Enter then passes by."""
        self.setText(text)
        self.setCursorPosition(0)
        self.is_filled_in = bool(text)

    def mark(self, *, wrong: bool) -> None:
        """Give the field its red edge, or take it away."""
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            self.style().unpolish(self)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter; everything else is a line's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.accept()
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark all, so that typing replaces."""
        super().focusInEvent(event)
        self.selectAll()
        self.arrived.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field is left."""
        super().focusOutEvent(event)
        self.gone.emit()

    def _note_typing(self) -> None:
        self.is_filled_in = False


class EntryRow(QWidget):
    """The fields of one block.

    Args:
        block: Which.
        headed: Whether the labels stand above the fields.
    """

    def __init__(self, block: str, *, headed: bool = True) -> None:
        super().__init__()
        self.block = block
        self.edits: dict[str, EntryEdit] = {}
        self._lines: list[QWidget] = []
        self._labels: list[QLabel] = []
        self.trouble = words("", name="error")
        self.hint = words("", name="soft")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        specs = {one.key: one for one in fields_in(block)}
        for line in LINES[block]:
            layout.addWidget(self._line(line, specs))
        for label in (self.trouble, self.hint):
            label.hide()
            layout.addWidget(label)
        self.set_headed(headed=headed)

    def _line(self, keys: Sequence[tuple[str, int]], specs: Mapping[str, EntryField]) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(5)
        grid.setVerticalSpacing(1)
        for column, (key, share) in enumerate(keys):
            edit = EntryEdit(specs[key])
            label = ElidedLabel(_(specs[key].label))
            label.setObjectName("soft")
            label.setToolTip(_(specs[key].label))
            label.setBuddy(edit)
            grid.addWidget(label, 0, column)
            grid.addWidget(edit, 1, column)
            grid.setColumnStretch(column, share)
            grid.setColumnMinimumWidth(column, share * 10)
            self.edits[key] = edit
            self._labels.append(label)
        self._lines.append(made)
        return made

    def set_headed(self, *, headed: bool) -> None:
        """Show the labels, or leave them out below a row that has them."""
        for label in self._labels:
            label.setVisible(headed)

    def show_line(self, place: int, *, visible: bool) -> None:
        """Show a line of the block, or hide it."""
        self._lines[place].setVisible(visible)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in any field."""
        return not any(one.text().strip() for one in self.edits.values())

    def texts(self) -> dict[str, str]:
        """Return what stands in the fields, by key; empty ones are left out."""
        return {key: text for key, one in self.edits.items() if (text := one.text().strip())}

    def show_texts(self, texts: Mapping[str, object], *, filled_in: bool = False) -> None:
        """Replace what stands in the fields."""
        for key, one in self.edits.items():
            text = str(texts.get(key, ""))
            if filled_in:
                one.fill_in(text)
            else:
                one.setText(text)
                one.is_filled_in = False

    def show_defaults(self, defaults: Mapping[str, object]) -> None:
        """Say in grey what holds where nothing is typed."""
        for key, one in self.edits.items():
            one.setPlaceholderText(str(defaults.get(key, "")))

    def say(self, wrong: Mapping[str, Sequence[str]], hints: Sequence[str]) -> None:
        """Show what stands in the way, by field, and what is only said."""
        for key, one in self.edits.items():
            one.mark(wrong=bool(wrong.get(key)))
        lines = [line for said in wrong.values() for line in said]
        for label, found in ((self.trouble, lines), (self.hint, hints)):
            label.setText("\n".join(dict.fromkeys(found)))
            label.setVisible(bool(found))

    def __iter__(self) -> Iterator[EntryEdit]:
        """Yield the fields in the order of Enter."""
        return iter(self.edits.values())
