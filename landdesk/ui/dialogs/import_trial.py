"""The last page of an import: its trial, then its result; every row with what becomes of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from landdesk.app.titles import IMPORT_OUTCOMES
from landdesk.domain.errors import CancelledError, LandDeskError
from landdesk.i18n import _, format_number, ngettext, translate
from landdesk.ui import theme
from landdesk.ui.messages import error_lines
from landdesk.ui.models.import_told import OLDER, ImportLine, ImportTold, outcome_words
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.sections import Banner, empty, words
from landdesk.ui.panels.table import make_table
from landdesk.ui.tasks import Job

_FILTERS_PX: Final = 370
_LINES_PX: Final = 560
_SHADES: Final = {"new": theme.GOOD, "refused": theme.ERROR, "same": theme.TEXT_SOFT}


@dataclass(frozen=True, slots=True)
class _Filter:
    """A part of the rows: how many, and which."""

    count: int
    title: str
    lines: Callable[[], Sequence[ImportLine]]


class TrialPage(QWidget):
    """Shows how far the work is, then what came of it.

    Signals:
        way_out_chosen(str): The button beside an error was pressed; its code.
    """

    way_out_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.told: ImportTold | None = None
        self._job: Job[Any] | None = None
        self.step = words("", name="soft")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.stop = QPushButton(_("Stop"))
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self.stop_job)
        bar = QHBoxLayout()
        bar.addWidget(self.progress, 1)
        bar.addWidget(self.stop)
        self.work = QWidget()
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.step)
        column.addLayout(bar)
        self.said = QVBoxLayout()
        self.counts = words("", selectable=True)
        self.facts = words("", name="soft", selectable=True)
        self.filters: RowsModel[_Filter] = RowsModel(
            (
                Column("count", _("Count"), lambda one: format_number(one.count, 0), 70, numeric=True),
                Column("title", _("Which rows are shown"), lambda one: one.title, 280),
            ),
            lambda one: one.title,
        )
        self.lines: RowsModel[ImportLine] = RowsModel(
            (
                Column("row", _("Row"), lambda one: str(one.row or ""), 60, numeric=True),
                Column("parcel", _("Parcel"), lambda one: one.parcel, 90),
                Column("outcome", _("Outcome"), lambda one: outcome_words(one.outcome), 110),
                Column("said", _("What is to be said"), lambda one: one.said, 300),
            ),
            lambda one: (one.row, one.said),
            shade=lambda one: QColor(_SHADES[one.outcome]) if one.outcome in _SHADES else None,
        )
        self.filter_table = make_table(self.filters, _("Which rows are shown"))
        self.line_table = make_table(self.lines, _("Rows of the file"))
        self.filter_table.selectionModel().currentRowChanged.connect(self._show_lines)
        self.line_table.selectionModel().currentRowChanged.connect(self._show_detail)
        self.detail = words("", selectable=True)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self.filter_table)
        self.split.addWidget(self.line_table)
        self.split.setChildrenCollapsible(False)
        self.split.setSizes([_FILTERS_PX, _LINES_PX])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.work)
        layout.addLayout(self.said)
        layout.addWidget(self.counts)
        layout.addWidget(self.facts)
        layout.addWidget(self.split, 1)
        layout.addWidget(self.detail)
        layout.addStretch()
        self.clear()

    @property
    def busy(self) -> bool:
        """Whether work is under way."""
        return self._job is not None

    @property
    def has_result(self) -> bool:
        """Whether the import itself was done."""
        return self.told is not None and self.told.entry is not None

    def clear(self) -> None:
        """Show nothing: no trial was made yet, or something else is asked for now."""
        self.told = None
        empty(self.said)
        for part in (self.work, self.counts, self.facts, self.split, self.detail):
            part.hide()

    # --- under way -----------------------------------------------------------------------------------------

    def follow(self, job: Job[Any]) -> None:
        """Show how far the work is."""
        self.clear()
        self._job = job
        job.progressed.connect(self._show_step)
        job.finished.connect(self._forget_job)
        self.stop.setEnabled(True)
        self._show_step()
        self.work.show()
        self.stop.setFocus()

    def stop_job(self) -> None:
        """Ask the work to stop."""
        if self._job is not None:
            self._job.stop()
            self.stop.setEnabled(False)
            self.step.setText(_("Stopping…"))

    def _show_step(self) -> None:
        if self._job is None or self._job.stopping:
            return
        done, total, what = self._job.last_step
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.step.setText(_("Reading the file…") if what is None else translate(what))

    def _forget_job(self) -> None:
        self._job = None
        if isValid(self):
            self.work.hide()

    # --- what came of it -----------------------------------------------------------------------------------

    def show_told(self, told: ImportTold) -> None:
        """Show the trial, or the result."""
        self._forget_job()
        self.clear()
        self.told = told
        self.said.addWidget(_banner(told))
        self.counts.setText(_counts(told))
        self.facts.setText(" · ".join(f"{label}: {value}" for label, value in told.facts))
        self.facts.setVisible(bool(told.facts))
        for part in (self.counts, self.split):
            part.show()
        self.filters.replace(_filters(told))
        self.filter_table.selectRow(0)
        self._show_lines(self.filters.index(0, 0))
        self.filter_table.setFocus()

    def show_error(self, error: LandDeskError, way_out: str = "") -> None:
        """Show why it was not possible; nothing was written.

        Args:
            way_out: Words of a button that leads on; empty for none.
        """
        self._forget_job()
        self.clear()
        first, *rest = error_lines(error)
        stopped = isinstance(error, CancelledError)
        banner = Banner(
            "notice" if stopped else "warning",
            theme.NOTICE if stopped else theme.WARNING,
            first,
            "\n".join(rest),
        )
        self.said.addWidget(banner)
        if way_out:
            button = QPushButton(way_out)
            button.clicked.connect(lambda: self.way_out_chosen.emit(error.code))
            banner.buttons.addWidget(button)
            banner.buttons.addStretch()
            button.setFocus()

    def note_changed(self) -> None:
        """Say that the store has changed since the trial."""
        if self.told is not None and self.told.entry is None and self.said.count() == 1:
            self.said.addWidget(
                Banner(
                    "notice",
                    theme.NOTICE,
                    _("The store has changed since this trial."),
                    _("The import looks at what is there then; try again to see it before."),
                )
            )

    def _show_lines(self, current: QModelIndex, _before: QModelIndex | None = None) -> None:
        chosen = self.filters.row_at(current)
        self.lines.replace([] if chosen is None else chosen.lines())
        self.line_table.scrollToTop()
        self.detail.hide()

    def _show_detail(self, current: QModelIndex, _before: QModelIndex | None = None) -> None:
        """Say in full what there is to say of a row: the list has no room for all of it."""
        line = self.lines.row_at(current)
        self.detail.setText("" if line is None else line.said)
        self.detail.setVisible(line is not None and bool(line.said))


def _filters(told: ImportTold) -> list[_Filter]:
    whole = _Filter(len(told.lines), _("All rows"), lambda: told.lines)
    outcomes = [
        _Filter(told.counts[code], _(title), partial(told.with_outcome, code))
        for code, title in IMPORT_OUTCOMES.items()
        if told.counts.get(code)
    ]
    notes = [_Filter(count, title, partial(told.with_code, code)) for code, title, count in told.notes]
    return [whole, *outcomes, *notes]


def _banner(told: ImportTold) -> Banner:
    if told.entry is not None:
        words_ = _("Imported as entry {number}.").format(number=told.entry)
        details = _("A restore point was set before it; Undo takes the whole import back.")
        return Banner("good", theme.GOOD, words_, details)
    older = len(told.with_code(OLDER))
    if not told.changes and older:
        details = ngettext(
            "In {count} row the later file says something else, which stays; the list says what.",
            "In {count} rows the later file says something else, which stays; the list says what.",
            older,
        ).format(count=format_number(older, 0))
        words_ = _("This file was in before a later one; it brings nothing new.")
        return Banner("notice", theme.NOTICE, words_, details)
    if not told.changes:
        everything = not told.counts.get("refused")
        return Banner(
            "notice",
            theme.NOTICE,
            _("The store holds everything of this file already.")
            if everything
            else _("This file brings nothing into the store."),
            _("There is nothing to import.")
            if everything
            else _(
                "The list says of each row why; import the parcels first where they are not in the store."
            ),
        )
    details = ngettext(
        "The import would write {count} object, as one act that can be undone.",
        "The import would write {count} objects, as one act that can be undone.",
        told.changes,
    ).format(count=format_number(told.changes, 0))
    return Banner("check", theme.ACCENT, _("This was a trial; nothing was written."), details)


def _counts(told: ImportTold) -> str:
    counts = [(_(title), told.counts.get(code, 0)) for code, title in IMPORT_OUTCOMES.items()]
    counts.insert(3, (_("Edits kept"), told.kept))
    if told.gone is not None:
        counts.insert(3, (_("Not in the source any more, kept"), told.gone))
    return "  ·  ".join(f"{title}: {format_number(count, 0)}" for title, count in counts)
