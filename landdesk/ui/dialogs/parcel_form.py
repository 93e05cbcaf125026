"""The form of a parcel's attributes: what was changed becomes one command, what was not is left alone."""

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from landdesk.domain.commands import UNSET, SetParcel, Unset
from landdesk.domain.errors import LandDeskError
from landdesk.i18n import _, normalised
from landdesk.ui.dialogs.form import Form
from landdesk.ui.dialogs.numbers import area_text, parse_area
from landdesk.ui.land_use_list import land_use_name, land_use_names
from landdesk.ui.panels.parcel_details import ParcelDetails
from landdesk.ui.panels.sections import words

_BETWEEN = " – "


class ParcelForm(Form):
    """Asks for a :class:`SetParcel`.

    Signals:
        command_ready(SetParcel): To be carried out; then :meth:`accept` or :meth:`show_error` follows.
    """

    asks_before_losing = True

    command_ready = Signal(object)

    def __init__(self, details: ParcelDetails, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Parcel {key}").format(key=details.parcel.key), _("Save"))
        parcel = details.parcel
        self._parcel_id = parcel.id
        self.sheet = QLineEdit(parcel.sheet or "")
        self.number = QLineEdit(parcel.number or "")
        self.land_use = QLineEdit(details.purposes[0].land_use if details.purposes else "")
        self.land_use.setCompleter(_completer(self.land_use))
        self.land_use_note = words("", name="soft")
        self.land_use.textChanged.connect(self._explain_land_use)
        self.legal_area = QLineEdit(area_text(parcel.legal_area_m2))
        self.legal_area.setPlaceholderText(_("square metres"))
        self.address = QLineEdit(parcel.address or "")
        self.add_field("sheet", _("Map sheet"), self.sheet)
        self.add_field("number", _("Parcel number"), self.number)
        self.add_field("land_use", _("Land use"), self.land_use, self.land_use_note)
        self.add_field("legal_area", _("Legal area (m²)"), self.legal_area)
        self.add_field("address", _("Parcel address"), self.address)
        self._before = {name: field.text() for name, field in self._fields_by_name().items()}
        self._explain_land_use()
        self.setMinimumWidth(540)
        if len(details.purposes) > 1:
            self.land_use.setToolTip(_("The first land use of this parcel; the others stay."))

    def submit(self) -> None:
        """Ask for the change; close when nothing was changed."""
        legal_area = UNSET if self._is_same("legal_area") else parse_area(self.legal_area.text())
        command = SetParcel(
            self._parcel_id,
            sheet=self._text("sheet"),
            number=self._text("number"),
            land_use=self._code(),
            legal_area_m2=legal_area,
            address=self._text("address"),
        )
        if all(self._is_same(name) for name in self._before):
            self.accept()
        else:
            self.command_ready.emit(command)

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        if error.code.startswith("parcel.area"):
            return "legal_area"
        if error.code.startswith("parcel.land-use"):
            return "land_use"
        return None

    def _fields_by_name(self) -> dict[str, QLineEdit]:
        return {
            "sheet": self.sheet,
            "number": self.number,
            "land_use": self.land_use,
            "legal_area": self.legal_area,
            "address": self.address,
        }

    def _is_same(self, name: str) -> bool:
        return self._fields_by_name()[name].text().strip() == self._before[name].strip()

    def _text(self, name: str) -> str | Unset | None:
        if self._is_same(name):
            return UNSET
        return normalised(self._fields_by_name()[name].text()).strip() or None

    def _code(self) -> str | Unset | None:
        found = self._text("land_use")
        return found.split(_BETWEEN)[0].strip().upper() if isinstance(found, str) else found

    def _explain_land_use(self) -> None:
        code = self.land_use.text().split(_BETWEEN)[0].strip().upper()
        name = land_use_name(code)
        self.land_use_note.setText(name or (_("This code is not in the list.") if code else ""))
        self.land_use_note.setVisible(bool(code))


def _completer(field: QLineEdit) -> QCompleter:
    """Return a completer that finds codes by any part of code or name."""
    lines = [f"{code}{_BETWEEN}{name}" for code, name in land_use_names().items()]
    completer = QCompleter(QStringListModel(lines, field), field)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setMaxVisibleItems(10)
    # The field keeps the code alone; the name stands below it.
    completer.activated.connect(
        lambda line: field.setText(str(line).split(_BETWEEN)[0]), Qt.ConnectionType.QueuedConnection
    )
    return completer
