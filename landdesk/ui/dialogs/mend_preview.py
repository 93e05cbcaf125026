"""What mending findings would do, value by value, before it is done."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QToolButton, QWidget

from landdesk.app.masking import masked
from landdesk.domain.fields import FIELD_BY_ID
from landdesk.i18n import Text, _, format_number, ngettext, translate
from landdesk.services.forms.labels import code_label
from landdesk.services.forms.layout import CLASS_TITLES
from landdesk.services.mending.mender import Mend
from landdesk.ui.dialogs.form import Form
from landdesk.ui.lists_in_use import lists_in_use
from landdesk.ui.models.rows import Column
from landdesk.ui.models.ticked_rows import TickedRows
from landdesk.ui.panels.sections import words
from landdesk.ui.panels.table import make_table

SIZE_PX: Final = (760, 420)


class MendPreview(Form):
    """Shows what would be mended, and asks.

    Signals:
        all_wanted(bool): Show what mends all findings of the rule, or this one alone.
        mend_wanted(list[Mend]): Do these; then :meth:`accept` or :meth:`show_error` follows.

    Args:
        title: What the rule is called.
        count: Number of the rule's findings.
        keys: Names the parcels of a finding.
    """

    all_wanted = Signal(bool)
    mend_wanted = Signal(object)

    def __init__(
        self, title: str, count: int, keys: Callable[[Mend], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, _("Mend: {rule}").format(rule=title), _("Mend"))
        self._unmasked = False
        self.all = QCheckBox(_("All {count} findings of this rule").format(count=format_number(count, 0)))
        self.all.setVisible(count > 1)
        self.all.toggled.connect(self.all_wanted)
        self.reveal = QToolButton()
        self.reveal.setObjectName("link")
        self.reveal.setCheckable(True)
        self.reveal.setText(_("show numbers"))
        self.reveal.toggled.connect(self._unmask)
        self.reveal.hide()
        self.model: TickedRows[Mend] = TickedRows(
            self._columns(keys), lambda mend: mend.finding.subject, parent=self
        )
        self.model.ticked.connect(self._say_count)
        self.table = make_table(self.model, _("What would be mended"))
        self.table.show_when_empty(_("None of these findings can be mended by itself."))
        top = QHBoxLayout()
        top.addWidget(self.all)
        top.addStretch()
        top.addWidget(self.reveal)
        self._layout.insertLayout(0, top)
        self._layout.insertWidget(1, self.table, 1)
        note = _(
            "Findings of which the record does not say what is right are left out."
            " It is one act: Undo takes all of it back."
        )
        self._layout.insertWidget(2, words(note, name="soft"))
        self.setMinimumWidth(SIZE_PX[0])
        self.table.setMinimumHeight(SIZE_PX[1] // 2)

    def show_mends(self, mends: Sequence[Mend]) -> None:
        """Show what would be done."""
        self.model.replace(mends)
        self.reveal.setVisible(any(one.personal for one in mends))
        self.table.setCurrentIndex(self.model.index(0, 0))
        self._say_count()

    def submit(self) -> None:
        """Ask for what is ticked."""
        self.mend_wanted.emit(self.model.taken)

    def _say_count(self) -> None:
        count = len(self.model.taken)
        self.save.setText(
            ngettext("Mend {count} finding", "Mend {count} findings", count).format(
                count=format_number(count, 0)
            )
        )
        self.save.setEnabled(bool(count))

    def _unmask(self, wanted: bool) -> None:
        self._unmasked = wanted
        self.reveal.setText(_("hide numbers") if wanted else _("show numbers"))
        self.table.viewport().update()

    def _columns(self, keys: Callable[[Mend], str]) -> tuple[Column[Mend], ...]:
        return (
            Column("parcels", _("Parcels"), keys, 110),
            Column("field", _("Field"), lambda mend: field_title(mend.field), 170),
            Column("before", _("Recorded now"), lambda mend: self._value(mend, mend.before), 190),
            Column("after", _("Afterwards"), lambda mend: self._value(mend, mend.after), 190),
        )

    def _value(self, mend: Mend, value: str | Text) -> str:
        if isinstance(value, Text):
            return translate(value)
        if not value:
            return "–"
        if mend.personal and not self._unmasked:
            return masked(value)
        field = FIELD_BY_ID.get(mend.field)
        code = None if field is None or not field.codelist else lists_in_use()[field.codelist].get(value)
        return value if code is None else code_label(code)


def field_title(name: str) -> str:
    """Return what a field is called, or a class whose object is added."""
    field = FIELD_BY_ID.get(name)
    return _(CLASS_TITLES.get(name, name) if field is None else field.title)
