"""The form for the goal of a day."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QWidget

from landdesk.domain.errors import LandDeskError
from landdesk.i18n import _
from landdesk.services.worklist.queue import GOAL_AT_MOST
from landdesk.ui.dialogs.form import Form


class GoalForm(Form):
    """Asks how many parcels a day a person means to do.

    Signals:
        wanted(int): So many.

    Args:
        goal: As it is now.
    """

    wanted = Signal(int)

    def __init__(self, goal: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Parcels a day"), _("Save"))
        self.goal = QSpinBox()
        self.goal.setRange(1, GOAL_AT_MOST)
        self.goal.setValue(goal)
        self.goal.selectAll()
        self.add_field("goal", _("Parcels a day"), self.goal)

    def submit(self) -> None:
        """Ask for it."""
        self.wanted.emit(self.goal.value())

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        return "goal" if error.code == "worklist.goal" else None
