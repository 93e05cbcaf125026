"""A worklist: which one, how far the day is, the parcels in their order. It decides nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from landdesk.app.titles import OUTCOMES, title
from landdesk.domain.ids import ObjectId
from landdesk.i18n import _, format_number
from landdesk.services.worklist.queue import Queue, QueueRow
from landdesk.services.worklist.words import lacking_words
from landdesk.store.queries.worklists import Worklist
from landdesk.ui.icons import icon
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.sections import ElidedLabel, small_button
from landdesk.ui.panels.table import make_table


class QueuePanel(QWidget):
    """Shows a queue.

    Signals:
        list_chosen(Worklist): Work with this one.
        new_wanted(), change_wanted(), remove_wanted(), goal_wanted(): A list, or the goal of the day.
        row_chosen(QueueRow): Go to this parcel.
        done_wanted(), skip_wanted(): The present parcel is finished, or put off.
        step_wanted(int): Go so many parcels on.
        counted(): The number of parcels is another one.
    """

    list_chosen = Signal(object)
    new_wanted = Signal()
    change_wanted = Signal()
    remove_wanted = Signal()
    goal_wanted = Signal()
    row_chosen = Signal(object)
    done_wanted = Signal()
    skip_wanted = Signal()
    step_wanted = Signal(int)
    counted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count: int | None = None
        self.lists = QComboBox()
        self.lists.setAccessibleName(_("Worklist"))
        self.lists.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.lists.setMinimumWidth(120)
        self.lists.setMaximumWidth(260)
        self.lists.activated.connect(lambda: self.list_chosen.emit(self.lists.currentData()))
        self.new = small_button("new", _("New worklist…"), text=_("New worklist…"))
        self.new.clicked.connect(self.new_wanted)
        self.more = self._make_more()
        self.progress = QProgressBar()
        self.progress.setAccessibleName(_("Done today"))
        self.progress.setFixedWidth(150)
        self.words = ElidedLabel()
        self.words.setObjectName("soft")
        self.done = QPushButton(icon("done"), _("Done, next"))
        self.done.setToolTip(_("Save, check, count it and go to the next (Ctrl+Enter)"))
        self.done.clicked.connect(self.done_wanted)
        self.skip = QPushButton(_("Put off…"))
        self.skip.setToolTip(_("Put the parcel off with a reason (Ctrl+Shift+Enter)"))
        self.skip.clicked.connect(self.skip_wanted)
        self.model: RowsModel[QueueRow] = RowsModel(_columns(), lambda row: row.parcel, parent=self)
        self.table = make_table(self.model, _("Worklist"))
        self.table.selectionModel().currentRowChanged.connect(self._tell_choice)
        self.table.clicked.connect(self._tell_choice)
        head = QWidget()
        head.setObjectName("bar")
        bar = QHBoxLayout(head)
        bar.setContentsMargins(8, 5, 8, 5)
        bar.setSpacing(8)
        for widget in (self.lists, self.new, self.more, self.progress):
            bar.addWidget(widget)
        bar.addWidget(self.words, 1)
        bar.addWidget(self.skip)
        bar.addWidget(self.done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.table)
        self.setFocusProxy(self.table)
        self.show_lists((), None)

    def _make_more(self) -> QToolButton:
        more = small_button("edit", _("Change the worklist"))
        menu = QMenu(more)
        for words, signal in (
            (_("Change filter and title…"), self.change_wanted),
            (_("Parcels a day…"), self.goal_wanted),
            (_("Remove the worklist…"), self.remove_wanted),
        ):
            menu.addAction(words).triggered.connect(signal)
        more.setMenu(menu)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return more

    def show_lists(self, lists: Sequence[Worklist], chosen: Worklist | None) -> None:
        """Offer the person's lists."""
        self.lists.clear()
        for one in lists:
            self.lists.addItem(one.title, one)
        if chosen is not None:
            self.lists.setCurrentIndex(next(at for at, one in enumerate(lists) if one.id == chosen.id))
        for widget in (self.lists, self.more, self.progress, self.done, self.skip):
            widget.setVisible(chosen is not None)
        # With a list its name takes the room; the button is known by its drawing then.
        style = Qt.ToolButtonStyle
        self.new.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if chosen is None else style.ToolButtonIconOnly
        )
        if chosen is None:
            self.words.setText("")
            self.model.replace(())
            self._count(None)
            self.table.show_when_empty(
                _(
                    "There is no worklist yet. “New worklist…” makes one of any filter: what lacks least comes first."
                )
            )

    def show_queue(self, queue: Queue, filter_words: str, current: ObjectId | None) -> None:
        """Show the parcels of a list and the day."""
        self.model.replace(queue.rows)
        self.show_day(queue.done_today, queue.worklist.goal)
        later = _("another day: {count}").format(count=queue.postponed) if queue.postponed else ""
        # A list that is called as its filter reads needs no more words.
        said = "" if filter_words == queue.worklist.title else filter_words
        self.words.setText(" · ".join(part for part in (said, later) if part))
        self.words.setToolTip(" · ".join(part for part in (filter_words, later) if part))
        self.table.show_when_empty(_("Nothing is left to do in this worklist."))
        self._count(len(queue.rows))
        self.mark(current)

    def show_day(self, done: int, goal: int) -> None:
        """Show how many parcels are done today."""
        self.progress.setMaximum(goal)
        self.progress.setValue(min(done, goal))
        self.progress.setFormat(_("Today {done}/{goal}").format(done=done, goal=goal))

    def show_trouble(self, words: str) -> None:
        """Say why there is no queue."""
        self.model.replace(())
        self._count(None)
        self.words.setText("")
        self.table.show_when_empty(words)

    def mark(self, parcel: ObjectId | None) -> None:
        """Mark the row of a parcel without telling it; none where it is not in the queue."""
        place = None if parcel is None else self.model.place_of(parcel)
        model = self.table.selectionModel()
        model.blockSignals(True)
        if place is None:
            model.clear()
        else:
            flag = QItemSelectionModel.SelectionFlag
            model.setCurrentIndex(self.model.index(place, 0), flag.ClearAndSelect | flag.Rows)
            self.table.scrollTo(self.model.index(place, 0))
        model.blockSignals(False)
        self.table.viewport().update()

    def set_usable(self, usable: bool) -> None:
        """Say whether there is a parcel to be done with."""
        self.done.setEnabled(usable)
        self.skip.setEnabled(usable)

    def _count(self, count: int | None) -> None:
        self.count = count
        self.counted.emit()

    def _tell_choice(self) -> None:
        row = self.model.row_at(self.table.currentIndex())
        if row is not None and self.table.hasFocus():
            self.row_chosen.emit(row)


def _columns() -> tuple[Column[QueueRow], ...]:
    return (
        Column("key", _("Parcel"), lambda row: row.key, 84),
        Column(
            "missing",
            _("Missing"),
            lambda row: format_number(row.missing, 0),
            60,
            numeric=True,
            value=lambda row: row.missing,
            decimals=0,
        ),
        Column("what", _("What is missing"), lambda row: lacking_words(row.lacking), 190),
        Column("note", _("Note"), _note, 150),
        Column("unknown", _("Not looked for yet"), lambda row: lacking_words(row.unknown), 60),
    )


def _note(row: QueueRow) -> str:
    parts = (title(OUTCOMES, row.state) if row.state else "", row.reason or "")
    return " · ".join(part for part in parts if part)
