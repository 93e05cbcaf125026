"""One condition of a filter: what is asked, whether it is to hold, and the values of which one is enough."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QPushButton, QSizePolicy, QWidget

from landdesk.domain.completeness import GroupState
from landdesk.domain.parcel_filter import ANYTHING, GROUP, NO, NONE, TESTS, YES, Is, Not, ParcelFilter
from landdesk.i18n import _, normalised
from landdesk.services.checking.registry import RULES
from landdesk.services.codelists import CodeLists
from landdesk.services.worklist.words import LISTS, WORK_WORDS, condition_title, value_words
from landdesk.ui.panels.sections import ElidedLabel, small_button

HINTS: Final = {"text": "", "sheet": "12, 13", "hamlet": "", "changed": "7d", "missing": "1..3"}
"""Tests whose values are typed, and how they look."""
SHOWN_LETTERS: Final = 34
HOLDS_PX: Final = 92


def choices_of(test: str, lists: CodeLists) -> Sequence[str]:
    """Return the values to choose from for a test; none where values are typed."""
    if test.startswith(GROUP):
        return tuple(GroupState)
    if test in LISTS:
        codes = tuple(one.code for one in lists[LISTS[test]])
        return codes if test == "workflow" else (*codes, NONE)
    if test in ("polygon", "unsent"):
        return (YES, NO)
    if test == "finding":
        return (ANYTHING, *(one.code for one in RULES))
    if test == "work":
        return (ANYTHING, *WORK_WORDS)
    return ()


class _StayingMenu(QMenu):
    """A menu of things to tick that stays open while several are ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick without closing."""
        # Beside all actions there is none.
        action: QAction | None = self.activeAction()
        if action is None:
            super().mouseReleaseEvent(event)
        else:
            action.trigger()


class ConditionRow(QWidget):
    """One condition; one that the form cannot show is kept as it is, in words.

    Signals:
        changed(): It says something else.
        removed(): The person does not want it any more.
    """

    changed = Signal()
    removed = Signal()

    def __init__(self, lists: CodeLists, condition: ParcelFilter | None = None, words: str = "") -> None:
        super().__init__()
        self._lists = lists
        part = condition.part if isinstance(condition, Not) else condition
        self._fixed = condition if condition is not None and not isinstance(part, Is) else None
        self.test = QComboBox()
        self.test.setAccessibleName(_("What is asked"))
        self.holds = QComboBox()
        self.holds.setAccessibleName(_("Whether it is to hold"))
        self.typed = QLineEdit()
        self.typed.setAccessibleName(_("Values, with commas between them"))
        self.chosen = QPushButton()
        self.chosen.setAccessibleName(_("Values"))
        self.chosen.setAutoDefault(False)
        self._menu = _StayingMenu(self)
        self.remove = small_button("remove", _("Take this condition out"))
        self.remove.clicked.connect(self.removed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        if self._fixed is not None:
            kept = ElidedLabel(words)
            kept.setToolTip(words)
            layout.addWidget(kept, 1)
            layout.addWidget(self.remove)
            return
        for test in TESTS:
            self.test.addItem(condition_title(test), test)
        self.holds.addItem(_("is"), True)
        self.holds.addItem(_("is not"), False)
        for widget, share in ((self.test, 3), (self.holds, 1), (self.typed, 4), (self.chosen, 4)):
            # Of one width in all rows, whatever stands in them.
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            layout.addWidget(widget, share)
        self.holds.setMinimumWidth(HOLDS_PX)
        layout.addWidget(self.remove)
        self.holds.setCurrentIndex(1 if isinstance(condition, Not) else 0)
        if isinstance(part, Is):
            self.test.setCurrentIndex(self.test.findData(part.test))
        self._offer(part.values if isinstance(part, Is) else ())
        self.test.currentIndexChanged.connect(self._start_again)
        self.holds.currentIndexChanged.connect(self.changed)
        self.typed.textChanged.connect(self.changed)

    @property
    def condition(self) -> ParcelFilter | None:
        """What it says; None while no value is given."""
        if self._fixed is not None:
            return self._fixed
        test = str(self.test.currentData())
        values = self._values(test)
        if not values:
            return None
        return Is(test, values) if self.holds.currentData() else Not(Is(test, values))

    @property
    def is_right(self) -> bool:
        """Whether every value is one of what is asked."""
        condition = self.condition
        part = condition.part if isinstance(condition, Not) else condition
        return not isinstance(part, Is) or all(TESTS[part.test](one) for one in part.values)

    def _values(self, test: str) -> tuple[str, ...]:
        if choices_of(test, self._lists):
            return tuple(str(one.data()) for one in self._actions() if one.isChecked())
        typed = normalised(self.typed.text())
        parts = [typed] if test == "text" else typed.split(",")
        return tuple(part.strip() for part in parts if part.strip())

    def _actions(self) -> list[QAction]:
        return list(self._menu.actions())

    def _start_again(self) -> None:
        self._offer(())
        self.changed.emit()

    def _offer(self, values: Sequence[str]) -> None:
        """Offer the values of what is asked now."""
        test = str(self.test.currentData())
        choices = choices_of(test, self._lists)
        self.typed.setVisible(not choices)
        self.chosen.setVisible(bool(choices))
        if not choices:
            self.typed.setPlaceholderText(HINTS.get(test, ""))
            self.typed.setText(", ".join(values))
            return
        self._menu = _StayingMenu(self.chosen)
        for code in choices:
            action = self._menu.addAction(value_words(test, code, self._lists))
            action.setData(code)
            action.setCheckable(True)
            action.setChecked(code in values)
            action.toggled.connect(self._tell)
        self.chosen.setMenu(self._menu)
        self._name()

    def _tell(self) -> None:
        self._name()
        self.changed.emit()

    def _name(self) -> None:
        names = [one.text() for one in self._actions() if one.isChecked()]
        words = _(" or ").join(names)
        # A button does not shorten its words.
        self.chosen.setText(
            _("Choose")
            if not names
            else words
            if len(words) < SHOWN_LETTERS
            else f"{names[0]} … ({len(names)})"
        )
        self.chosen.setToolTip(words)
