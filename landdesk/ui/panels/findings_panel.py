"""The findings: a check, a search, groups with their numbers, a table, what is said of the chosen one.

It decides nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from landdesk.app.findings_out import UNITS
from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import PROVISIONAL, parcel_key
from landdesk.i18n import _, format_number, translate
from landdesk.services.checking.runner import Unchecked
from landdesk.ui import theme
from landdesk.ui.icons import icon
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.facet_tree import FacetTree
from landdesk.ui.panels.finding_acts import FindingActs
from landdesk.ui.panels.parcel_list import PAUSE_MS
from landdesk.ui.panels.sections import ElidedLabel, small_button
from landdesk.ui.panels.table import make_table
from landdesk.ui.record.finding_fields import is_on_page

FACETS_PX = 204
TABLE_PX = 480
WORDS_FROM_PX = 560


class FindingsPanel(QWidget):
    """Shows findings.

    Signals:
        check_requested(): Check everything.
        export_requested(): Write the findings shown into a file.
        finding_chosen(Finding): A row was chosen: show where it is.
        searched(str): Show findings about parcels that this finds.
        page_requested(Finding): Open the page of the parcel where it is mended.
        ended(): There is no finding further on.
    """

    check_requested = Signal()
    export_requested = Signal()
    finding_chosen = Signal(object)
    searched = Signal(str)
    page_requested = Signal(object)
    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._coverage: Coverage | None = None
        self._titles: Mapping[str, str] = {}
        self._following = False
        self._slid = False
        self._settled = False
        self._acts: FindingActs | None = None
        self.check = QPushButton(icon("check"), _("Check"))
        self.check.setToolTip(_("Check all parcels (F5)"))
        self.check.clicked.connect(self.check_requested)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Sheet/parcel"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(QAction(icon("search"), "", self), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setAccessibleName(_("Search findings by sheet and parcel"))
        self.search.setMinimumWidth(90)
        self.search.setMaximumWidth(200)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self.search.textChanged.connect(self._wait_for_pause)
        self.back = small_button("arrow-up", _("Finding before (Shift+F3)"))
        self.back.clicked.connect(lambda: self.step(-1))
        self.next = small_button("arrow-down", _("Next finding (F3)"))
        self.next.clicked.connect(lambda: self.step(1))
        self.export = small_button("export", _("Write the findings shown into a file"))
        self.export.clicked.connect(self.export_requested)
        self.state = ElidedLabel()
        self.state.setObjectName("soft")
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.facets = FacetTree()
        self.model: RowsModel[Finding] = RowsModel(
            self._columns(),
            lambda finding: finding.subject,
            shade=lambda _finding: QColor(theme.TEXT_SOFT) if self._settled else None,
            parent=self,
        )
        self.table = make_table(self.model, _("Findings"))
        self.table.selectionModel().currentRowChanged.connect(self._tell_choice)
        self.table.clicked.connect(self._tell_choice)
        self.unchecked: RowsModel[Unchecked] = RowsModel(
            self._unchecked_columns(), lambda one: (one.rule, one.because), parent=self
        )
        self.unchecked_table = make_table(self.unchecked, _("Not checked"))
        self.remedy = ElidedLabel()
        self.remedy.setObjectName("soft")
        self.page = small_button(
            "edit", _("Open the page of the parcel where it is mended"), text=_("Open page")
        )
        self.page.clicked.connect(lambda: self._tell(self.page_requested.emit))
        self._lay_out()
        self.setFocusProxy(self.table)

    def _lay_out(self) -> None:
        head = QWidget()
        head.setObjectName("bar")
        bar = QHBoxLayout(head)
        bar.setContentsMargins(8, 5, 8, 5)
        bar.setSpacing(8)
        bar.addWidget(self.check)
        bar.addWidget(self.search, 2)
        for button in (self.back, self.next, self.export):
            bar.addWidget(button)
        bar.addWidget(self.state, 3)
        # What can be done with the chosen finding stands at the right of how it is mended.
        self.strip = QWidget()
        self.strip.setObjectName("bar")
        self.acts = QHBoxLayout(self.strip)
        self.acts.setContentsMargins(8, 1, 4, 1)
        self.acts.setSpacing(4)
        self.acts.addWidget(self.remedy, 1)
        self.acts.addWidget(self.page)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.strip)
        self.tables = QStackedWidget()
        self.tables.addWidget(listed)
        self.tables.addWidget(self.unchecked_table)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        for side, width in ((self.facets, 150), (self.tables, 200)):
            side.setMinimumWidth(width)
            both.addWidget(side)
        both.setSizes([FACETS_PX, TABLE_PX])
        both.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(both, 1)
        self._show_current()

    def add_acts(self, acts: FindingActs) -> None:
        """Put what can be done with the chosen finding beside how it is mended."""
        self.acts.addWidget(acts)
        self._acts = acts
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words of the buttons away where there is no room for them."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        if self._acts is not None:
            self._acts.set_words(shown=self.width() >= WORDS_FROM_PX)

    def _wait_for_pause(self) -> None:
        self._pause.start()

    # --- showing -------------------------------------------------------------------------------------------

    def show_titles(self, titles: Mapping[str, str]) -> None:
        """Call rules by these names."""
        self._titles = titles

    def show_findings(
        self,
        findings: Sequence[Finding],
        coverage: Coverage,
        *,
        same_choice: bool = True,
        settled: bool = False,
    ) -> None:
        """Show these.

        Args:
            findings: In their order.
            coverage: What names their parcels.
            same_choice: They are what the groups and the search leave that were chosen before: where the chosen finding
                is gone it was mended, and the one that has come to its place is chosen.
            settled: They are mended or let pass, and count nowhere: their words are grey.
        """
        self._settled = settled
        line = self.table.currentIndex().row()
        current = self.current
        self._following = True
        try:
            if self.model.replace(findings) and current is not None:
                place = self._place_of(current)
                self._slid = place is None and same_choice
                if self._slid:
                    place = min(line, len(findings) - 1)
                if place is not None and place >= 0:
                    self._mark(place)
                else:
                    self.table.selectionModel().clear()
        finally:
            self._following = False
        self._show_current()
        self.show_names(coverage)

    def show_unchecked(self, unchecked: Sequence[Unchecked]) -> None:
        """Show what was not checked, and why."""
        self.unchecked.replace(unchecked)

    def turn(self, *, to_unchecked: bool) -> None:
        """Show what was not checked, or the findings again."""
        self.tables.setCurrentIndex(int(to_unchecked))

    def show_names(self, coverage: Coverage) -> None:
        """Name the parcels as the coverage has them."""
        self._coverage = coverage
        self.table.viewport().update()

    def show_state(self, words: str, when_empty: str) -> None:
        """Say when was checked and what was not, and why the list is empty where it is."""
        self.state.setText(words)
        self.state.setToolTip(words)
        self.table.show_when_empty(when_empty)

    def set_busy(self, busy: bool) -> None:
        """Lock the button while a check runs."""
        self.check.setEnabled(not busy)

    # --- choosing ------------------------------------------------------------------------------------------

    @property
    def current(self) -> Finding | None:
        """The chosen finding."""
        return self.model.row_at(self.table.currentIndex())

    def step(self, by: int) -> None:
        """Choose the next finding, or the one before, wherever the keys are; after the last there is none."""
        if not self.model.rowCount():
            self.ended.emit()
            return
        self.turn(to_unchecked=False)
        line = self.table.currentIndex().row()
        if line < 0:
            wanted = 0 if by > 0 else self.model.rowCount() - 1
        else:
            # One that has come to the place of a mended one was not looked at yet.
            wanted = line if self._slid and by > 0 else line + by
        if not 0 <= wanted < self.model.rowCount():
            self.ended.emit()
            return
        self._choose(wanted)
        self._tell(self.finding_chosen.emit)

    def choose(self, finding: Finding) -> None:
        """Choose a finding without telling it; nothing where it is not listed."""
        place = self._place_of(finding)
        if place is not None:
            self._choose(place)

    def _choose(self, place: int) -> None:
        self._slid = False
        self._following = True
        try:
            self._mark(place)
        finally:
            self._following = False
        self.table.scrollTo(self.model.index(place, 0))
        self._show_current()

    def _place_of(self, finding: Finding) -> int | None:
        """Return the line of a finding, or of the one that stands for the same fault now; None where there is none."""
        # No table of all subjects: tens of thousands of them would be made anew after each edit.
        rows = self.model.rows
        same = next((line for line, one in enumerate(rows) if one is finding), None)
        if same is not None:
            return same
        rule, subject = finding.rule, finding.subject
        return next(
            (line for line, one in enumerate(rows) if one.rule == rule and one.subject == subject), None
        )

    def _mark(self, place: int) -> None:
        flag = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(
            self.model.index(place, 0), flag.ClearAndSelect | flag.Rows
        )

    def _tell_choice(self) -> None:
        if self._following:
            return
        self._slid = False
        self._show_current()
        if self.table.hasFocus():
            self._tell(self.finding_chosen.emit)

    def _tell(self, tell: Callable[[Finding], object]) -> None:
        finding = self.current
        if finding is not None:
            tell(finding)

    def _show_current(self) -> None:
        finding = self.current
        self.strip.setVisible(finding is not None)
        if finding is not None:
            words = f"{translate(finding.what)} {translate(finding.remedy)}"
            self.remedy.setText(translate(finding.remedy))
            self.remedy.setToolTip(words)
            self.page.setVisible(is_on_page(finding))

    # --- columns -------------------------------------------------------------------------------------------

    def _title(self, rule: str) -> str:
        return self._titles.get(rule, rule)

    def _columns(self) -> tuple[Column[Finding], ...]:
        return (
            Column(
                "rule",
                _("Rule"),
                lambda finding: self._title(finding.rule),
                158,
                icon=lambda finding: icon(finding.severity, theme.severity_colour(finding.severity)),
            ),
            Column("parcels", _("Parcels"), self._keys, 70),
            Column(
                "amount",
                _("Amount"),
                amount_words,
                72,
                numeric=True,
                value=lambda finding: finding.amount,
                unit=lambda finding: UNITS.get(finding.unit, finding.unit),
            ),
            Column(
                "what",
                _("What was found"),
                lambda finding: translate(finding.what),
                60,
                tip=lambda finding: f"{translate(finding.what)}\n{translate(finding.remedy)}",
            ),
        )

    def _unchecked_columns(self) -> tuple[Column[Unchecked], ...]:
        return (
            Column("rule", _("Rule"), lambda one: self._title(one.rule), 196),
            Column(
                "parcels",
                _("Parcels"),
                lambda one: format_number(one.parcels, 0),
                84,
                numeric=True,
                value=lambda one: one.parcels,
            ),
            Column("because", _("Why"), lambda one: translate(one.because), 60),
        )

    def _keys(self, finding: Finding) -> str:
        if self._coverage is None:
            return ""
        return ", ".join(parcel_names(self._coverage, finding.objects))


def amount_words(finding: Finding) -> str:
    """Return the amount with its unit."""
    if finding.amount is None:
        return ""
    decimals = {"m2": 2, "m": 2}.get(finding.unit, 0)
    return f"{format_number(finding.amount, decimals)} {UNITS.get(finding.unit, finding.unit)}".strip()


def parcel_names(coverage: Coverage, parcels: Iterable[ObjectId]) -> list[str]:
    """Return what people call these parcels; those that exist no longer are left out."""
    indices = coverage.indices_of(parcels)
    columns = [coverage.column(name, indices) for name in ("sheet", "number", "provisional")]
    return [
        parcel_key(sheet, number, PROVISIONAL if provisional else "")
        for sheet, number, provisional in zip(*columns, strict=True)
    ]
