"""What the record of a parcel lacks, at the top of its page: a click, or Enter, leads to the field."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from landdesk.domain.completeness import (
    ATTRIBUTE,
    GROUP_TITLES,
    SCAN,
    SPATIAL,
    STATE_TITLES,
    UNSTRUCTURED,
    Completeness,
    Gap,
    GroupState,
)
from landdesk.i18n import N_, _
from landdesk.ui import theme
from landdesk.ui.flow import FlowLayout
from landdesk.ui.icons import icon, picture
from landdesk.ui.panels.sections import empty
from landdesk.ui.record.nodes import field_of_gap

SIGNS: Final[Mapping[GroupState, tuple[str, str]]] = {
    GroupState.PRESENT: ("good", theme.GOOD),
    GroupState.MISSING: ("error", theme.ERROR),
    GroupState.UNKNOWN: ("help", theme.TEXT_SOFT),
    GroupState.ELSEWHERE: ("office", theme.ACCENT),
}
"""Drawing and colour of each state; its word stands beside them."""
SHORT_BLOCKS: Final[Mapping[str, str]] = {
    SPATIAL: N_("Spatial"),
    ATTRIBUTE: N_("Attributes"),
    UNSTRUCTURED: N_("Unstructured"),
}
SHOWN_AT_FIRST: Final[Mapping[GroupState, int]] = {
    GroupState.MISSING: 6,
    GroupState.UNKNOWN: 2,
}


class GapBar(QWidget):
    """Shows the states of the three blocks and the gaps.

    Signals:
        gap_chosen(Gap): Go to its field.
    """

    gap_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.blocks = QHBoxLayout()
        self.blocks.setSpacing(12)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(3)
        self._opened: set[GroupState] = set()
        self._shown: tuple[object, ...] = ()
        self._last: tuple[Completeness, Callable[[Gap], str]] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self.blocks)
        column.addLayout(self._lines)

    def show_state(self, found: Completeness, name_of: Callable[[Gap], str], *, fresh: bool) -> None:
        """Show what is lacking.

        Args:
            found: What is lacking; gaps that are filled on the page already are left out by the caller.
            name_of: Words that tell the object of a gap from others; empty where there is one only.
            fresh: Another parcel is shown: long lines are short again.
        """
        if fresh:
            self._opened.clear()
        self._last = found, name_of
        names = {gap: name_of(gap) for gap in found.gaps}
        content = (found.gaps, tuple(found.states.items()), tuple(names.values()), frozenset(self._opened))
        if content == self._shown:
            return
        self._shown = content
        empty(self.blocks)
        for block, title in SHORT_BLOCKS.items():
            self._add_block(_(title), found.block(block))
        self.blocks.addStretch()
        empty(self._lines)
        elsewhere = [group for group, state in found.states.items() if state is GroupState.ELSEWHERE]
        self._add_gaps(GroupState.MISSING, found.missing, names)
        self._add_gaps(GroupState.UNKNOWN, found.unknown, names)
        if elsewhere:
            words = ", ".join(_(GROUP_TITLES[group]) for group in elsewhere)
            row = self._line(GroupState.ELSEWHERE)
            label = QLabel(words)
            label.setObjectName("soft")
            row.addWidget(label)

    def _add_block(self, title: str, state: GroupState) -> None:
        drawing, colour = SIGNS[state]
        sign = QLabel()
        sign.setPixmap(picture(drawing, 14, colour, self.devicePixelRatioF()))
        words = QLabel(": ".join((title, _(STATE_TITLES[state]))))
        words.setObjectName("soft")
        pair = QHBoxLayout()
        pair.setSpacing(4)
        pair.addWidget(sign)
        pair.addWidget(words)
        self.blocks.addLayout(pair)

    def _line(self, state: GroupState) -> FlowLayout:
        holder = QWidget()
        flow = FlowLayout(holder)
        head = QLabel(_(STATE_TITLES[state]) + ":")
        head.setObjectName("strong")
        head.setStyleSheet(f"color: {SIGNS[state][1]}; padding-top: 3px;")
        flow.addWidget(head)
        self._lines.addWidget(holder)
        return flow

    def _add_gaps(self, state: GroupState, gaps: Sequence[Gap], names: Mapping[Gap, str]) -> None:
        if not gaps:
            return
        flow = self._line(state)
        most = SHOWN_AT_FIRST[state]
        shown = gaps if state in self._opened or len(gaps) <= most else gaps[:most]
        for gap in shown:
            flow.addWidget(self._chip(gap, state, names[gap]))
        if len(shown) < len(gaps):
            more = Chip()
            more.setObjectName("link")
            more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            more.setText(_("{count} more").format(count=len(gaps) - len(shown)))
            more.clicked.connect(lambda: self._open(state))
            flow.addWidget(more)

    def _chip(self, gap: Gap, state: GroupState, name: str) -> QToolButton:
        drawing, colour = SIGNS[state]
        title = _(field_of_gap(gap.of, gap.field).title) if gap.of != SCAN else _(GROUP_TITLES[SCAN])
        chip = Chip()
        chip.setObjectName("chip")
        chip.setIcon(icon(drawing, colour))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setText(f"{title} ({name})" if name else title)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.setAccessibleName(": ".join((_(STATE_TITLES[state]), chip.text())))
        chip.setToolTip(_("Go to the field"))
        chip.clicked.connect(lambda: self.gap_chosen.emit(gap))
        return chip

    def _open(self, state: GroupState) -> None:
        """Show all gaps of a state."""
        self._opened.add(state)
        if self._last is not None:
            self.show_state(*self._last, fresh=False)


class Chip(QToolButton):
    """A button that Enter presses too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)
