"""Errors of the national system and requests to the office: two lists, and what can be done. It decides nothing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from landdesk.app.requests import FailedPage, RequestLine
from landdesk.app.titles import reason_title
from landdesk.domain.finding import FIXER_TITLES, Fixer
from landdesk.domain.requests import ANSWERS, DONE, REFUSED, TAKEN
from landdesk.domain.sync_errors import ERROR_STATES, ErrorState
from landdesk.i18n import N_, _, format_date, format_number
from landdesk.services.campaign.failures import Failure, News
from landdesk.store.info import COMMUNE
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.sections import ElidedLabel, small_button
from landdesk.ui.panels.table import ListTable, make_table

RowT = TypeVar("RowT")

CHOICE_LETTERS: Final = 8
CHOICE_PX: Final = 180
WORDS_FROM_PX: Final = 600
STRIP_PX: Final = 200

ANSWER_WORDS: Final[Mapping[str, str]] = {
    TAKEN: N_("Take"),
    DONE: N_("Done…"),
    REFUSED: N_("Refuse…"),
}
"""Buttons of an office, by the state that a request gets."""


NEWS_WORDS: Final[Mapping[ErrorState, str]] = {
    ErrorState.OPEN: N_("New: {count}"),
    ErrorState.CAME_BACK: N_("Came back: {count}"),
    ErrorState.CURED: N_("Cured: {count}"),
}
"""What the newest file of the national system changed."""


class FailuresPanel(QWidget):
    """Shows what failed or waits, or the requests.

    Signals:
        filtered(): Other lines are wanted.
        more_wanted(): The list was scrolled to its end, and there is more.
        failure_chosen(Failure), request_chosen(RequestLine): A row was chosen: show its parcels.
        page_requested(Failure): Open the page of the parcel where it is mended.
        ask_requested(Failure): Make a request of it.
        withdraw_requested(RequestLine): Take it back.
        answer_requested(RequestLine, str): It is to get this state.

    Args:
        role: Of the store.
    """

    filtered = Signal()
    more_wanted = Signal()
    failure_chosen = Signal(object)
    request_chosen = Signal(object)
    page_requested = Signal(object)
    ask_requested = Signal(object)
    withdraw_requested = Signal(object)
    answer_requested = Signal(object, str)

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role
        self._editable = False
        self._total = 0
        self._has_news = False
        self.what = QComboBox()
        self.what.setAccessibleName(_("Errors or requests"))
        self.what.addItems([_("Errors"), _("Requests")])
        self.what.activated.connect(self._turn)
        self.fixer = QComboBox()
        self.fixer.setAccessibleName(_("Who mends it"))
        self.fixer.addItem(_("Whoever mends it"), None)
        for fixer, title in FIXER_TITLES.items():
            self.fixer.addItem(_(title), str(fixer))
        self.fixer.activated.connect(self.filtered)
        for choice in (self.what, self.fixer):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(CHOICE_LETTERS)
            choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            choice.setMaximumWidth(CHOICE_PX)
        self.settled = QCheckBox(_("Settled ones too"))
        self.settled.toggled.connect(self.filtered)
        self.told_on = ElidedLabel()
        self.told_on.setObjectName("soft")
        self.news = {state: self._news_button() for state in NEWS_WORDS}
        self.failures: RowsModel[Failure] = RowsModel(
            _failure_columns(), lambda one: one.item.id, parent=self
        )
        self.requests: RowsModel[RequestLine] = RowsModel(
            _request_columns(), lambda one: one.request.id, parent=self
        )
        self.failure_table = make_table(self.failures, _("Errors of the national system"))
        self.request_table = make_table(self.requests, _("Requests to the office"))
        self.failure_table.verticalScrollBar().valueChanged.connect(self._want_more)
        self.failure_table.show_when_empty(_("Nothing failed or waits."))
        self.request_table.show_when_empty(_("No request waits for the office."))
        self.failure_table.activated.connect(lambda: self._tell(self.page_requested.emit, self.failure))
        self.page = small_button("edit", _("Open the page at the field (Enter)"), text=_("Open page"))
        self.page.clicked.connect(lambda: self._tell(self.page_requested.emit, self.failure))
        self.ask = small_button("office", _("Make a request of the error"), text=_("Ask the office…"))
        self.ask.clicked.connect(lambda: self._tell(self.ask_requested.emit, self.failure))
        self.withdraw = small_button("undo", _("Take the request back"), text=_("Withdraw"))
        self.withdraw.clicked.connect(lambda: self._tell(self.withdraw_requested.emit, self.request))
        self.answers = {
            state: small_button("done", _("Tell the commune what becomes of it"), text=_(title))
            for state, title in ANSWER_WORDS.items()
        }
        for state, button in self.answers.items():
            button.clicked.connect(lambda _checked, state=state: self._answer(state))
        self._lay_out()

    def _lay_out(self) -> None:
        head = QWidget()
        head.setObjectName("bar")
        bar = QHBoxLayout(head)
        bar.setContentsMargins(8, 5, 8, 5)
        bar.setSpacing(8)
        for widget in (self.what, self.fixer, self.settled):
            bar.addWidget(widget)
        bar.addStretch()
        # Below the list: in one row with the choices it would take room from the page of a parcel.
        strip = QWidget()
        strip.setObjectName("bar")
        strip.setMinimumWidth(STRIP_PX)
        acts = QHBoxLayout(strip)
        acts.setContentsMargins(8, 1, 4, 1)
        acts.setSpacing(4)
        acts.addWidget(self.told_on, 1)
        for button in self.news.values():
            acts.addWidget(button)
        acts.addStretch()
        for button in (self.page, self.ask, self.withdraw, *self.answers.values()):
            acts.addWidget(button)
        self.tables = QStackedWidget()
        for table, chosen in (
            (self.failure_table, self._choose_failure),
            (self.request_table, self._choose_request),
        ):
            table.selectionModel().currentRowChanged.connect(chosen)
            table.clicked.connect(chosen)
            self.tables.addWidget(table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.tables, 1)
        layout.addWidget(strip)
        self._turn()

    @property
    def failure(self) -> Failure | None:
        """The chosen error."""
        return self.failures.row_at(self.failure_table.currentIndex())

    @property
    def request(self) -> RequestLine | None:
        """The chosen request."""
        return self.requests.row_at(self.request_table.currentIndex())

    @property
    def told(self) -> ErrorState | None:
        """Only what the newest file put into this state is wanted; None for all."""
        return next((state for state, button in self.news.items() if button.isChecked()), None)

    def show_lines(self, page: FailedPage, requests: Sequence[RequestLine]) -> None:
        """Show the first lines of what failed, and requests; what is chosen stays so."""
        self._total = page.total
        _replace(self.failure_table, self.failures, page.lines)
        _replace(self.request_table, self.requests, requests)
        for place, title, count in ((0, _("Errors"), page.total), (1, _("Requests"), len(requests))):
            self.what.setItemText(place, f"{title} ({format_number(count, 0)})")
        self._show_news(page.news)
        self._lock()

    def _show_news(self, news: News | None) -> None:
        self._has_news = news is not None
        if news is not None:
            day = format_date(date.fromisoformat(news.day))
            said = _("File of {day}:").format(day=day)
            self.told_on.setText(said)
            self.told_on.setToolTip(said)
        for state, button in self.news.items():
            count = 0 if news is None else news.counts.get(state, 0)
            button.setText(_(NEWS_WORDS[state]).format(count=format_number(count, 0)))
            button.setEnabled(bool(count) or button.isChecked())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words of the buttons away where there is no room for them."""
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle
        wide = self.width() >= WORDS_FROM_PX
        for button in (self.page, self.ask):
            button.setToolButtonStyle(style.ToolButtonTextBesideIcon if wide else style.ToolButtonIconOnly)

    def _news_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("small")
        button.setCheckable(True)
        button.setToolTip(_("Show these alone; press again for all"))

        def turn(wanted: bool) -> None:
            if wanted:
                for other in self.news.values():
                    if other is not button:
                        other.setChecked(False)
            self.filtered.emit()

        # By a press alone: what is taken out by another button is no wish of its own.
        button.clicked.connect(turn)
        return button

    def _want_more(self, at: int) -> None:
        rows = self.failures.rowCount()
        if rows < self._total and at >= self.failure_table.verticalScrollBar().maximum():
            self.more_wanted.emit()

    def set_editable(self, editable: bool) -> None:
        """Say whether anything may be changed now."""
        self._editable = editable
        self._lock()

    def _turn(self) -> None:
        self.tables.setCurrentIndex(self.what.currentIndex())
        self.setFocusProxy(self.tables.currentWidget())
        self._lock()

    def _lock(self) -> None:
        errors, at_office = self.what.currentIndex() == 0, self._role != COMMUNE
        failure, request = self.failure, self.request
        self.told_on.setVisible(errors and self._has_news)
        for news in self.news.values():
            news.setVisible(errors and self._has_news)
        self.page.setVisible(errors)
        self.page.setEnabled(failure is not None and bool(failure.parcels))
        self.ask.setVisible(errors and not at_office)
        self.ask.setEnabled(self._editable and failure is not None and bool(failure.parcels))
        self.withdraw.setVisible(not errors and not at_office)
        self.withdraw.setEnabled(self._editable and request is not None and request.is_open)
        for state, button in self.answers.items():
            button.setVisible(not errors and at_office)
            can = request is not None and state in ANSWERS.get(request.request.state, frozenset())
            button.setEnabled(self._editable and can)

    def _choose_failure(self) -> None:
        self._lock()
        if self.failure_table.hasFocus():
            self._tell(self.failure_chosen.emit, self.failure)

    def _choose_request(self) -> None:
        self._lock()
        if self.request_table.hasFocus():
            self._tell(self.request_chosen.emit, self.request)

    def _answer(self, state: str) -> None:
        if self.request is not None:
            self.answer_requested.emit(self.request, state)

    @staticmethod
    def _tell(tell: Callable[[RowT], object], row: RowT | None) -> None:
        if row is not None:
            tell(row)


def _replace(table: ListTable, model: RowsModel[RowT], rows: Sequence[RowT]) -> None:
    """Show other rows; the chosen one stays chosen where it is among them."""
    current = model.row_at(table.currentIndex())
    if model.replace(rows) and current is not None:
        place = model.place_of(model.key(current))
        if place is not None:
            table.selectRow(place)


def _failure_columns() -> tuple[Column[Failure], ...]:
    def said(one: Failure) -> str:
        reason = reason_title(one.item.reason) if one.item.reason and one.item.code is None else ""
        return " · ".join(filter(None, (reason if reason != one.code else "", one.item.words)))

    return (
        Column("state", _("State"), lambda one: _(ERROR_STATES[one.state]), 104),
        Column("parcels", _("Parcels"), lambda one: one.keys, 70),
        Column("what", _("What"), lambda one: one.title, 190, tip=lambda one: f"{one.title} ({one.code})"),
        Column("fixer", _("Who mends it"), lambda one: _(FIXER_TITLES[one.fixer]), 90),
        Column("next", _("What to do"), lambda one: one.next_step, 190),
        Column(
            "days",
            _("Days"),
            lambda one: "" if one.age is None else format_number(one.age, 0),
            50,
            numeric=True,
            value=lambda one: one.age,
        ),
        Column("ended", _("Ended on"), lambda one: one.item.ended_on or "", 84),
        Column("code", _("Code"), lambda one: one.code, 110),
        Column("place", _("Place"), lambda one: one.item.place or "", 90),
        Column("words", _("Words"), said, 60),
    )


def _request_columns() -> tuple[Column[RequestLine], ...]:
    return (
        Column("state", _("State"), lambda one: one.state, 104),
        Column("parcels", _("Parcels"), lambda one: one.keys, 70),
        Column("kind", _("Kind"), lambda one: one.kind, 150),
        Column("words", _("What the office is asked"), lambda one: one.request.words or "", 200),
        Column("fixer", _("Who mends it"), lambda one: _(FIXER_TITLES[Fixer(one.fixer)]), 90),
        Column(
            "days",
            _("Days"),
            lambda one: format_number(one.age, 0),
            50,
            numeric=True,
            value=lambda one: one.age,
        ),
        Column("asked_by", _("Asked by"), lambda one: one.request.asked_by or "", 110),
        Column("answer", _("Answer"), lambda one: one.request.answer or "", 60),
    )
