"""By what findings are sifted: headings, below them the values with their numbers. It decides nothing.

A click on a value chooses it, another one gives it up again; of each heading one value can be chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from landdesk.i18n import N_, _, format_number
from landdesk.services.checking.sifting import Facet
from landdesk.ui import theme
from landdesk.ui.icons import icon

HEADINGS: Final[Mapping[Facet, str]] = {
    Facet.STATE: N_("State"),
    Facet.RULE: N_("Rule"),
    Facet.CRITERION: N_("Criterion"),
    Facet.HAMLET: N_("Hamlet"),
    Facet.FIXER: N_("Who mends it"),
    Facet.SEVERITY: N_("Severity"),
}
LINE_PX: Final = 22
_VALUE: Final = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that can be chosen.

    Args:
        value: Of the facet.
        title: In the language of the reader.
        count: Number of findings.
    """

    value: str
    title: str
    count: int


class FacetTree(QTreeWidget):
    """Shows the choices.

    Signals:
        chosen(Facet, object): This value, None for every value.
        all_wanted(): No choice at all.
        unchecked_wanted(): What was not checked.
    """

    chosen = Signal(object, object)
    all_wanted = Signal()
    unchecked_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Groups of findings"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setIndentation(12)
        self.setIconSize(QSize(12, 12))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setExpandsOnDoubleClick(False)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._shown: dict[Facet, tuple[Choice, ...]] = {}
        self._chosen: Mapping[Facet, str] = {}
        self.all = self._heading(_("All findings"))
        self.facets = {facet: self._heading(_(words)) for facet, words in HEADINGS.items()}
        self.unchecked = self._heading(_("Not checked"))
        self.facets[Facet.RULE].setExpanded(True)
        self.itemClicked.connect(self._take)

    def show_choices(
        self, total: int, choices: Mapping[Facet, Sequence[Choice]], chosen: Mapping[Facet, str]
    ) -> None:
        """Offer values.

        Args:
            total: Number of findings without any choice.
            choices: By facet.
            chosen: What is chosen now.
        """
        self._chosen = dict(chosen)
        self.all.setText(1, format_number(total, 0))
        _mark(self.all, chosen=not chosen)
        for facet, heading in self.facets.items():
            offered = tuple(choices[facet])
            before = self._shown.get(facet, ())
            self._shown[facet] = offered
            if [one.value for one in before] != [one.value for one in offered]:
                heading.takeChildren()
                heading.addChildren([_item(one) for one in offered])
            for at, one in enumerate(offered):
                item = heading.child(at)
                item.setText(1, format_number(one.count, 0))
                _mark(item, chosen=chosen.get(facet) == one.value)
            title = next((one.title for one in offered if one.value == chosen.get(facet)), "")
            words = _(HEADINGS[facet])
            heading.setText(0, f"{words}: {title}" if title else words)
            _bold(heading, bold=bool(title))

    def show_unchecked(self, rules: int, *, chosen: bool) -> None:
        """Say how many rules were not checked, everywhere or somewhere."""
        self.unchecked.setText(1, format_number(rules, 0))
        self.unchecked.setHidden(not rules)
        _mark(self.unchecked, chosen=chosen)
        if chosen:
            _mark(self.all, chosen=False)

    def item_of(self, facet: Facet, value: str) -> QTreeWidgetItem | None:
        """Return the line of a value; None where it is not offered."""
        heading = self.facets[facet]
        found = (heading.child(at) for at in range(heading.childCount()))
        return next((item for item in found if item.data(0, _VALUE) == value), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter and the space bar do what a click does."""
        pressed = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if pressed and self.currentIndex().isValid():
            self._take(self.currentItem())
            return
        super().keyPressEvent(event)

    def _heading(self, words: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([words, ""])
        _lay_out(item)
        self.addTopLevelItem(item)
        return item

    def _take(self, item: QTreeWidgetItem) -> None:
        if item is self.all:
            self.all_wanted.emit()
        elif item is self.unchecked:
            self.unchecked_wanted.emit()
        elif item.parent() is None:
            item.setExpanded(not item.isExpanded())
        else:
            facet = next(one for one, heading in self.facets.items() if heading is item.parent())
            value = item.data(0, _VALUE)
            self.chosen.emit(facet, None if self._chosen.get(facet) == value else value)


def _item(choice: Choice) -> QTreeWidgetItem:
    item = QTreeWidgetItem([choice.title, ""])
    item.setData(0, _VALUE, choice.value)
    item.setToolTip(0, choice.title)
    _lay_out(item)
    return item


def _lay_out(item: QTreeWidgetItem) -> None:
    item.setSizeHint(0, QSize(0, LINE_PX))
    item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setForeground(1, QColor(theme.TEXT_SOFT))


def _mark(item: QTreeWidgetItem, *, chosen: bool) -> None:
    """Tell a value that is chosen by a sign and by its letters."""
    _bold(item, bold=chosen)
    item.setIcon(0, icon("done", theme.ACCENT) if chosen else QIcon())


def _bold(item: QTreeWidgetItem, *, bold: bool) -> None:
    font = item.font(0)
    font.setBold(bold)
    item.setFont(0, font)
