"""Buttons for what can be done with a finding; only those that lead somewhere are there. It decides nothing.

In the list there is one line for all; beside a finding of the parcel the buttons flow, for there it is narrow.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QToolButton, QVBoxLayout, QWidget

from landdesk.app.finding_ways import FindingAct, Ways
from landdesk.domain.finding import Finding
from landdesk.i18n import _
from landdesk.ui.dialogs.waive_form import lapsed_words, waived_words
from landdesk.ui.flow import FlowLayout
from landdesk.ui.panels.sections import ElidedLabel, small_button, words


class FindingActs(QWidget):
    """Offers what can be done with one finding, and says how it stands where that is more than open.

    Signals:
        act_wanted(FindingAct, Finding): This is wanted.

    Args:
        finding: What the buttons are about.
        flowing: The buttons begin another line where there is no more room.
        before: Other buttons of the finding, which stand before these.
    """

    act_wanted = Signal(object, object)

    def __init__(
        self,
        finding: Finding | None = None,
        *,
        flowing: bool = False,
        before: Sequence[QToolButton] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.finding = finding
        self._stays = bool(before)
        self.stand: QLabel = words("") if flowing else ElidedLabel()
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
        if flowing:
            column = QVBoxLayout(self)
            column.addWidget(self.stand)
            holder = QWidget()
            row: QLayout = FlowLayout(holder)
            column.addWidget(holder)
            column.setSpacing(0)
            column.setContentsMargins(0, 0, 0, 0)
        else:
            line = QHBoxLayout(self)
            line.addWidget(self.stand, 1)
            line.setContentsMargins(0, 0, 0, 0)
            row = line
        row.setSpacing(4)
        for button in (*before, *self.buttons.values()):
            row.addWidget(button)
        self.show_ways(None)

    def set_words(self, *, shown: bool) -> None:
        """Let the buttons have words, or be drawings alone where there is no room for these."""
        style = Qt.ToolButtonStyle
        for button in self.buttons.values():
            button.setToolButtonStyle(style.ToolButtonTextBesideIcon if shown else style.ToolButtonIconOnly)

    def show_ways(self, found: Ways | None) -> None:
        """Offer what can be done; nothing where nothing is known."""
        offered = frozenset() if found is None else found.acts
        for act, button in self.buttons.items():
            button.setVisible(act in offered)
        said = "" if found is None else _stand_words(found)
        self.stand.setText(said)
        self.stand.setToolTip(said)
        self.stand.setVisible(bool(said))
        self.setVisible(found is not None or self._stays)

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
