"""The overview of a commune: numbers above, cards with charts below, in place of the map. It decides nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from landdesk.i18n import _
from landdesk.ui.charts.chart_view import ChartView
from landdesk.ui.icons import icon
from landdesk.ui.panels.overview_cards import COLUMNS, Card, Tile
from landdesk.ui.panels.sections import ElidedLabel, empty, words

GAP_PX = 12


class CardFrame(QFrame):
    """A card in its frame.

    Signals:
        rule_chosen(str): A rule was pressed.
    """

    rule_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.title = words("", name="section")
        self.title.setIndent(0)
        self.said = words("", name="soft")
        self.view = ChartView("")
        self._rules = False
        self.view.chosen.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 9, 14, 12)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addWidget(self.said)
        layout.addWidget(self.view)

    def show_card(self, card: Card) -> None:
        """Show a card in the place of the one before."""
        self._rules = card.rules
        self.title.setText(card.title)
        self.said.setText(" ".join(filter(None, (card.said, card.hint))))
        self.said.setVisible(bool(self.said.text()))
        self.view.setVisible(card.chart is not None)
        self.view.setAccessibleName(card.title)
        if card.chart is not None:
            self.view.show_chart(card.chart)

    def _tell(self, code: str) -> None:
        if self._rules:
            self.rule_chosen.emit(code)


class OverviewPage(QWidget):
    """Shows it.

    Signals:
        shown(): It is to be seen now.
        left(): Back to the map.
        check_requested(), report_requested(), print_requested(): What was pressed.
        rule_chosen(str): The findings of a rule are to be shown.
    """

    shown = Signal()
    left = Signal()
    check_requested = Signal()
    report_requested = Signal()
    print_requested = Signal()
    rule_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.heading = QLabel(_("Overview"))
        self.heading.setObjectName("heading")
        self.place = ElidedLabel()
        self.place.setObjectName("soft")
        self.back = QPushButton(_("Back to the map"))
        self.back.setToolTip(_("Back to the map (Esc)"))
        self.back.clicked.connect(self.left)
        self.check = QPushButton(icon("check"), _("Check"))
        self.check.clicked.connect(self.check_requested)
        self.report = QPushButton(icon("export"), _("Weekly report…"))
        self.report.clicked.connect(self.report_requested)
        self.print = QPushButton(icon("print"), _("Print overview…"))
        self.print.setEnabled(False)
        self.print.clicked.connect(self.print_requested)
        self.state = words("", name="soft")
        self.frames = [[CardFrame() for _maker in column] for column in COLUMNS]
        for frame in (one for column in self.frames for one in column):
            frame.rule_chosen.connect(self.rule_chosen)
        self._tiles = QHBoxLayout()
        self._tiles.setSpacing(GAP_PX)
        self._inner = self._make_inner()
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 12, 6, 6)
        layout.setSpacing(8)
        layout.addLayout(self._make_head())
        layout.addWidget(self.state)
        layout.addWidget(area, 1)
        self.setFocusProxy(self.back)
        self.show_state(_("Counting…"))

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 12, 0)
        head.setSpacing(8)
        head.addWidget(self.heading)
        head.addSpacing(6)
        head.addWidget(self.place, 1)
        for button in (self.check, self.report, self.print, self.back):
            head.addWidget(button)
        return head

    def _make_inner(self) -> QWidget:
        inner = QWidget()
        inner.setObjectName("surface")
        columns = QHBoxLayout()
        columns.setSpacing(GAP_PX)
        for frames in self.frames:
            column = QVBoxLayout()
            column.setSpacing(GAP_PX)
            for frame in frames:
                column.addWidget(frame)
            column.addStretch(1)
            columns.addLayout(column, 1)
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 12, 12)
        layout.setSpacing(GAP_PX)
        layout.addLayout(self._tiles)
        layout.addLayout(columns)
        layout.addStretch(1)
        inner.hide()
        return inner

    def show_place(self, text: str) -> None:
        """Say of what it is the overview."""
        self.place.setText(text)

    def show_state(self, text: str) -> None:
        """Say what is going on, or why there is nothing to see; empty where everything is there."""
        self.state.setText(text)
        self.state.setVisible(bool(text))

    def set_checking(self, checking: bool) -> None:
        """Lock the button while a check runs."""
        self.check.setEnabled(not checking)

    def show_cards(self, tiles: Sequence[Tile], cards: Sequence[Sequence[Card]]) -> None:
        """Show numbers and cards in the place of those before."""
        empty(self._tiles)
        for tile in tiles:
            self._tiles.addWidget(_tile_frame(tile), 1)
        for frames, column in zip(self.frames, cards, strict=True):
            for frame, card in zip(frames, column, strict=True):
                frame.show_card(card)
        self.show_state("")
        self.print.setEnabled(True)
        self._inner.show()

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that it is seen."""
        super().showEvent(event)
        self.shown.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the map by Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _tile_frame(tile: Tile) -> QFrame:
    frame = QFrame()
    frame.setObjectName("card")
    frame.setAccessibleName(f"{tile.number} {tile.words}")
    number = QLabel(tile.number)
    number.setObjectName("heading")
    below = words(tile.words, name="soft")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(14, 8, 14, 8)
    layout.setSpacing(0)
    layout.addWidget(number)
    layout.addWidget(below)
    layout.addStretch()
    return frame
