"""What mending findings would do, value by value, before it is done."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget

from landdesk.app.masking import masked
from landdesk.app.mending import Outlook
from landdesk.domain.fields import FIELD_BY_ID, Field
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
        look_wanted(): Show what mends all findings of the rule, or this one alone, with what is chosen.
        mend_wanted(list[Mend]): Do these; then :meth:`accept` or :meth:`show_error` follows.

    Args:
        title: What the rule is called.
        count: Number of the rule's findings.
        keys: Names the parcels of a finding.
        asks: Fields for which is chosen here what is to be recorded.
    """

    look_wanted = Signal()
    mend_wanted = Signal(object)

    def __init__(
        self,
        title: str,
        count: int,
        keys: Callable[[Mend], str],
        asks: Sequence[Field] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, _("Mend: {rule}").format(rule=title), _("Mend"))
        self._unmasked = False
        self.all = QCheckBox(_("All {count} findings of this rule").format(count=format_number(count, 0)))
        self.all.setVisible(count > 1)
        self.all.toggled.connect(lambda _every: self.look_wanted.emit())
        self.reveal = QToolButton()
        self.reveal.setObjectName("link")
        self.reveal.setCheckable(True)
        self.reveal.setText(_("show numbers"))
        self.reveal.toggled.connect(self._unmask)
        self.reveal.hide()
        self.model: TickedRows[Mend] = TickedRows(
            self._columns(keys, named=bool(asks)), lambda mend: mend.finding.subject, parent=self
        )
        self.model.ticked.connect(self._say_count)
        self.choices = {field.id: self._choice_of(field) for field in asks}
        self.table = make_table(self.model, _("What would be mended"))
        self.table.show_when_empty(_("None of these findings can be mended by itself."))
        top = QHBoxLayout()
        top.addWidget(self.all)
        top.addStretch()
        top.addWidget(self.reveal)
        self._layout.insertLayout(0, top)
        chosen = QHBoxLayout()
        for field in asks:
            chosen.addWidget(QLabel(_(field.title)))
            chosen.addWidget(self.choices[field.id], 1)
        self._layout.insertLayout(1, chosen)
        self._layout.insertWidget(2, self.table, 1)
        self.left = words("")
        self._layout.insertWidget(3, self.left)
        self._layout.insertWidget(4, words(_("It is one act: Undo takes all of it back."), name="soft"))
        self.setMinimumWidth(SIZE_PX[0])
        self.table.setMinimumHeight(SIZE_PX[1] // 2)

    @property
    def choice(self) -> dict[str, str]:
        """The codes that are chosen, by field."""
        codes = {field: str(box.currentData() or "") for field, box in self.choices.items()}
        return {field: code for field, code in codes.items() if code}

    def show_outlook(self, found: Outlook) -> None:
        """Show what would be done, and what not, with the reasons."""
        self.model.replace(found.mends)
        reasons = Counter(translate(one.because) for one in found.left)
        self.left.setText(
            "\n".join(
                _("Not mended: {count}. {why}").format(count=format_number(count, 0), why=why)
                for why, count in reasons.most_common()
            )
        )
        self.left.setVisible(bool(reasons))
        self.reveal.setVisible(any(one.personal for one in found.mends))
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

    def _choice_of(self, field: Field) -> QComboBox:
        """Return a box of what can be recorded in a field; at first nothing is."""
        box = QComboBox()
        box.setAccessibleName(_(field.title))
        box.addItem(_("Leave as it is"), None)
        for code in lists_in_use()[field.codelist or ""].codes:
            box.addItem(code_label(code), code.code)
        box.activated.connect(lambda _at: self.look_wanted.emit())
        return box

    def _columns(self, keys: Callable[[Mend], str], *, named: bool) -> tuple[Column[Mend], ...]:
        who: Column[Mend] = Column("who", _("Land user"), lambda mend: mend.who, 190)
        return (
            Column("parcels", _("Parcels"), keys, 110),
            *((who,) if named else ()),
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
