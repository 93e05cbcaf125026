"""Who works: chosen from the persons the store knows, or added with name, unit and role."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QWidget,
)

from landdesk.app.titles import PERSON_ROLES, title
from landdesk.domain.change import Person
from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text, _, normalised
from landdesk.ui.dialogs.form import Form
from landdesk.ui.panels.sections import words

PERSON = Qt.ItemDataRole.UserRole


class PersonDialog(Form):
    """Asks who works.

    Signals:
        person_chosen(Person): One the store knows.
        person_added(str, str, str): A new one: name, unit, role.

    Args:
        people: Persons known to the store.
        current: Who works now.
        role: Role to offer first.
    """

    person_chosen = Signal(object)
    person_added = Signal(str, str, str)

    def __init__(
        self,
        people: Sequence[Person],
        current: ObjectId | None = None,
        role: str = "technician",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, _("Who works with this store?"), _("Choose"))
        note = _("Name and unit stand in the journal and in the packages you send.")
        self.rows.addRow(words(note, name="soft"))
        self.known = QRadioButton(_("Somebody of this list"))
        self.new = QRadioButton(_("Somebody new"))
        choice = QButtonGroup(self)
        choice.addButton(self.known)
        choice.addButton(self.new)
        self.people = QListWidget()
        self.people.setAccessibleName(_("Persons"))
        # Long names end in an ellipsis; a bar to push them about would hide the line below.
        self.people.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.people.setFixedHeight(min(max(len(people), 2), 6) * 26 + 8)
        for person in people:
            line = f"{person.name} · {person.unit} · {title(PERSON_ROLES, person.role)}"
            item = QListWidgetItem(line, self.people)
            item.setData(PERSON, person)
            item.setToolTip(line)
            if person.id == current:
                self.people.setCurrentItem(item)
        self.user_name = QLineEdit()
        self.unit = QLineEdit()
        self.role = QComboBox()
        for code in PERSON_ROLES:
            self.role.addItem(title(PERSON_ROLES, code), code)
        self.role.setCurrentIndex(max(self.role.findData(role), 0))
        if people:
            self.rows.addRow(self.known)
            self.rows.addRow(self.people)
            self.rows.addRow(self.new)
            if self.people.currentRow() < 0:
                self.people.setCurrentRow(0)
        self.add_field("name", _("Full name"), self.user_name)
        self.add_field("unit", _("Unit"), self.unit)
        self.add_field("role", _("Role"), self.role)
        self.new.toggled.connect(self._switch)
        self.people.itemDoubleClicked.connect(self._submit)
        (self.known if people else self.new).setChecked(True)
        self._switch(not people)

    def submit(self) -> None:
        """Tell who was chosen, or who is new."""
        if self.known.isChecked():
            item = self.people.currentItem()
            if item is None:
                raise InvalidInputError("person.nobody", Text(N_("Nobody is chosen.")))
            self.person_chosen.emit(item.data(PERSON))
            self.accept()
            return
        name, unit = (normalised(field.text()).strip() for field in (self.user_name, self.unit))
        self.person_added.emit(name, unit, self.role.currentData())

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        return {"person.no-name": "name", "person.role": "role"}.get(error.code)

    def _switch(self, is_new: bool) -> None:
        self.people.setEnabled(not is_new)
        for field in (self.user_name, self.unit, self.role):
            field.setEnabled(is_new)
        (self.user_name if is_new else self.people).setFocus()
