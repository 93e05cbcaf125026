"""The form of a land user: name, identity number, address; for a new one and for one that is recorded."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from landdesk.domain.commands import UNSET, AddLandUser, SetLandUser, Unset
from landdesk.domain.errors import LandDeskError
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Party
from landdesk.i18n import _, normalised
from landdesk.ui.dialogs.form import Form
from landdesk.ui.panels.sections import words


class LandUserForm(Form):
    """Asks for an :class:`AddLandUser`, or for a :class:`SetLandUser` of a recorded person.

    Signals:
        command_ready(Command): To be carried out; then :meth:`accept` or :meth:`show_error` follows.
    """

    asks_before_losing = True

    command_ready = Signal(object)

    def __init__(
        self, parcel_id: ObjectId, key: str, party: Party | None = None, parent: QWidget | None = None
    ) -> None:
        heading = _("Add land user of {key}") if party is None else _("Land user of {key}")
        super().__init__(parent, heading.format(key=key), _("Save"))
        self._parcel_id = parcel_id
        self._party = party
        self.user_name = QLineEdit(party.name if party else "")
        self.identity_number = QLineEdit((party.identity_number or "") if party else "")
        self.address = QLineEdit((party.address or "") if party else "")
        self.add_field("name", _("Full name"), self.user_name)
        self.add_field("identity_number", _("Personal ID number"), self.identity_number)
        self.add_field("address", _("Permanent address"), self.address)
        if party is not None:
            self.rows.addRow(words(_("Changes hold for every parcel of this person."), name="soft"))

    def submit(self) -> None:
        """Ask for the change; close when nothing was changed."""
        name = normalised(self.user_name.text()).strip()
        number = normalised(self.identity_number.text()).strip() or None
        address = normalised(self.address.text()).strip() or None
        party = self._party
        if party is None:
            self.command_ready.emit(AddLandUser(self._parcel_id, name, number, address))
            return
        command = SetLandUser(
            party.id,
            user_name=_changed(party.name, name),
            identity_number=UNSET if number == party.identity_number else number,
            address=UNSET if address == party.address else address,
        )
        if command == SetLandUser(party.id):
            self.accept()
        else:
            self.command_ready.emit(command)

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        if error.code == "user.no-name":
            return "name"
        if error.code in ("user.identity-format", "user.other-name", "user.number-taken"):
            return "identity_number"
        return None


def _changed(before: str, after: str) -> str | Unset:
    return UNSET if before == after else after
