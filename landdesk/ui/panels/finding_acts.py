"""Buttons for what can be done with a finding; only those that lead somewhere are there. It decides nothing."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from landdesk.app.finding_ways import FindingAct, Ways
from landdesk.domain.finding import Finding
from landdesk.i18n import _
from landdesk.ui.dialogs.waive_form import lapsed_words, waived_words
from landdesk.ui.panels.sections import ElidedLabel, small_button


class FindingActs(QWidget):
    """Offers what can be done with one finding, and says how it stands where that is more than open.

    Signals:
        act_wanted(FindingAct, Finding): This is wanted.
    """

    act_wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding: Finding | None = None
        self.stand = ElidedLabel()
        self.stand.setObjectName("soft")
        self.buttons: dict[FindingAct, QToolButton] = {
            act: self._button(act, drawing, words, tip)
            for act, drawing, words, tip in (
                (FindingAct.MEND, "good", _("Mend…"), _("Show what would be mended, then do it (Ctrl+K)")),
                (FindingAct.UNIFY, "merge", _("Unify…"), _("Make one record of several (Ctrl+K)")),
                (
                    FindingAct.WAIVE,
                    "eye-off",
                    _("Let pass…"),
                    _("Let the finding pass, with a reason (Ctrl+B)"),
                ),
                (FindingAct.STAND, "eye", _("Let stand again"), _("Take back that it was let pass (Ctrl+B)")),
                (FindingAct.ASK, "office", _("Ask the office…"), _("Make a request of the finding (Ctrl+R)")),
            )
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.stand, 1)
        for button in self.buttons.values():
            row.addWidget(button)
        self.show_ways(None)

    def show_ways(self, found: Ways | None) -> None:
        """Offer what can be done; nothing where nothing is known."""
        offered = frozenset() if found is None else found.acts
        for act, button in self.buttons.items():
            button.setVisible(act in offered)
        said = "" if found is None else _stand_words(found)
        self.stand.setText(said)
        self.stand.setToolTip(said)
        self.setVisible(found is not None)

    def _button(self, act: FindingAct, drawing: str, text: str, tip: str) -> QToolButton:
        button = small_button(drawing, tip, text=text)

        def tell() -> None:
            if self.finding is not None:
                self.act_wanted.emit(act, self.finding)

        call: Callable[[], None] = tell
        button.clicked.connect(call)
        return button


def _stand_words(found: Ways) -> str:
    """Return what is said of a finding that is not simply open."""
    said = []
    if found.waived is not None:
        said.append(waived_words(found.waived))
    elif found.lapsed is not None:
        said.append(lapsed_words(found.lapsed))
    if found.asked is not None:
        said.append(
            _("The office is asked, {days} days ago: {state}").format(
                days=found.asked.age, state=found.asked.state
            )
        )
    return " ".join(said)
