"""The form for putting a parcel of a worklist off: why, and whether it comes again today."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from landdesk.domain.errors import LandDeskError
from landdesk.i18n import _, normalised
from landdesk.services.worklist.presets import shipped_presets
from landdesk.ui.dialogs.form import Form


class SkipForm(Form):
    """Asks for the reason.

    Signals:
        wanted(str, bool): Reason, and whether the parcel comes on another day only.

    Args:
        key: Sheet and number of the parcel.
    """

    wanted = Signal(str, bool)

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Put parcel {key} off").format(key=key), _("Put off"))
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.addItems(list(shipped_presets().reasons))
        self.reason.setCurrentIndex(-1)
        typed = self.reason.lineEdit()
        assert typed is not None
        # The box around it has the edge; with one of its own there is no room for letters.
        typed.setStyleSheet("border: none; padding: 0; min-height: 0; background: transparent")
        typed.setPlaceholderText(_("Choose a reason or type one"))
        self.another_day = QCheckBox(_("Not again today"))
        self.add_field("reason", _("Reason"), self.reason)
        self.add_field("another_day", "", self.another_day)

    def submit(self) -> None:
        """Ask for it."""
        self.wanted.emit(normalised(self.reason.currentText()), self.another_day.isChecked())

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        return "reason" if error.code == "worklist.reason" else None
