"""The findings: a button that checks, a filter by rule, a table. It decides nothing."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import PROVISIONAL, parcel_key
from landdesk.i18n import _, format_number, translate
from landdesk.ui import theme
from landdesk.ui.icons import icon
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.sections import ElidedLabel
from landdesk.ui.panels.table import make_table

UNITS: Mapping[str, str] = {"m2": "m²", "m": "m", "count": ""}


class FindingsPanel(QWidget):
    """Shows findings.

    Signals:
        check_requested(): Check everything.
        finding_chosen(Finding): A row was chosen: show where it is.
        rule_chosen(str): Show the findings of this rule only, of all rules for "".
    """

    check_requested = Signal()
    finding_chosen = Signal(object)
    rule_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._coverage: Coverage | None = None
        self._titles: Mapping[str, str] = {}
        self._offered: tuple[dict[str, int], str] | None = None
        self.check = QPushButton(icon("check"), _("Check"))
        self.check.setToolTip(_("Check all parcels (F5)"))
        self.check.clicked.connect(self.check_requested)
        self.rules = QComboBox()
        self.rules.setAccessibleName(_("Show findings of"))
        self.rules.setMinimumWidth(90)
        self.rules.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.rules.setMaximumWidth(320)
        self.rules.activated.connect(lambda: self.rule_chosen.emit(self.rules.currentData()))
        self.state = ElidedLabel()
        self.state.setObjectName("soft")
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.model: RowsModel[Finding] = RowsModel(
            self._columns(), lambda finding: finding.subject, parent=self
        )
        self.table = make_table(self.model, _("Findings"))
        self.table.selectionModel().currentRowChanged.connect(self._tell_choice)
        self.table.clicked.connect(self._tell_choice)
        head = QWidget()
        head.setObjectName("bar")
        bar = QHBoxLayout(head)
        bar.setContentsMargins(8, 5, 8, 5)
        bar.setSpacing(8)
        bar.addWidget(self.check)
        bar.addWidget(self.rules, 2)
        bar.addWidget(self.state, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.table)
        self.setFocusProxy(self.table)

    def show_rules(self, titles: Mapping[str, str], counts: Mapping[str, int], chosen: str) -> None:
        """Offer rules with their numbers of findings."""
        offered = (dict(counts), chosen)
        if titles == self._titles and offered == self._offered:
            return
        self._titles, self._offered = titles, offered
        self.rules.clear()
        total = sum(counts.values())
        everything = _("All findings")
        self.rules.addItem(f"{everything} ({format_number(total, 0)})", "")
        for code, title in titles.items():
            if counts.get(code) or code == chosen:
                self.rules.addItem(f"{title} ({format_number(counts.get(code, 0), 0)})", code)
        self.rules.setCurrentIndex(max(self.rules.findData(chosen), 0))

    def show_findings(self, findings: Sequence[Finding], coverage: Coverage) -> None:
        """Show these; parcels are named as the coverage has them."""
        current = self.model.row_at(self.table.currentIndex())
        self._coverage = coverage
        if self.model.replace(findings) and current is not None:
            place = self.model.place_of(current.subject)
            if place is not None:
                self._mark(place)
        self.show_names(coverage)

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

    def _mark(self, place: int) -> None:
        """Choose a row without telling it."""
        model = self.table.selectionModel()
        model.blockSignals(True)
        flag = QItemSelectionModel.SelectionFlag
        model.setCurrentIndex(self.model.index(place, 0), flag.ClearAndSelect | flag.Rows)
        model.blockSignals(False)

    def _tell_choice(self) -> None:
        finding = self.model.row_at(self.table.currentIndex())
        if finding is not None and self.table.hasFocus():
            self.finding_chosen.emit(finding)

    def _columns(self) -> tuple[Column[Finding], ...]:
        return (
            Column(
                "rule",
                _("Rule"),
                lambda finding: self._titles.get(finding.rule, finding.rule),
                196,
                icon=lambda finding: icon(finding.severity, theme.severity_colour(finding.severity)),
            ),
            Column("parcels", _("Parcels"), self._keys, 84),
            Column(
                "amount",
                _("Amount"),
                amount_words,
                84,
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


def parcel_names(coverage: Coverage, parcels: Sequence[ObjectId]) -> list[str]:
    """Return what people call these parcels; those that exist no longer are left out."""
    indices = coverage.indices_of(parcels)
    columns = [coverage.column(name, indices) for name in ("sheet", "number", "provisional")]
    return [
        parcel_key(sheet, number, PROVISIONAL if provisional else "")
        for sheet, number, provisional in zip(*columns, strict=True)
    ]
