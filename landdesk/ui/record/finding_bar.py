"""What the check found about a parcel, its people, certificates and scans; a click leads to where it is mended."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from landdesk.app.findings_out import fixers_title, rule_title
from landdesk.domain.finding import SEVERITY_TITLES, Finding
from landdesk.i18n import _, translate
from landdesk.ui import theme
from landdesk.ui.flow import FlowLayout
from landdesk.ui.icons import icon
from landdesk.ui.panels.finding_acts import FindingActs
from landdesk.ui.panels.sections import empty, words
from landdesk.ui.record.gap_bar import Chip

SHOWN_AT_FIRST: Final = 6


class FindingBar(QWidget):
    """Shows findings as small buttons.

    Signals:
        finding_chosen(Finding): Go to where it is mended.
        acts_changed(list[FindingActs]): Buttons that are to offer what can be done with their finding.
    """

    finding_chosen = Signal(object)
    acts_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings: tuple[Finding, ...] = ()
        self._opened = False
        self._chosen: Finding | None = None
        holder = QWidget()
        self._flow = FlowLayout(holder)
        self.told = words("", name="soft", selectable=True)
        self.acts = FindingActs(flowing=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(holder)
        column.addWidget(self.told)
        column.addWidget(self.acts)
        self.hide()

    def show_findings(self, findings: Sequence[Finding], *, fresh: bool) -> None:
        """Show these; of another parcel than before where it is fresh."""
        if fresh:
            self._opened, self._chosen = False, None
        elif tuple(findings) == self._findings:
            return
        self._findings = tuple(findings)
        if self._chosen not in self._findings:
            self._chosen = None
        self._show()

    def choose(self, finding: Finding) -> None:
        """Tell what was found and how it is mended."""
        self._chosen = finding
        self._show_told()

    def _show(self) -> None:
        empty(self._flow)
        self.setVisible(bool(self._findings))
        head = QLabel(_("Findings") + ":")
        head.setObjectName("strong")
        head.setStyleSheet("padding-top: 3px;")
        self._flow.addWidget(head)
        shown = self._findings if self._opened else self._findings[:SHOWN_AT_FIRST]
        for finding in shown:
            self._flow.addWidget(self._chip(finding))
        if len(shown) < len(self._findings):
            more = Chip()
            more.setObjectName("link")
            more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            more.setText(_("{count} more").format(count=len(self._findings) - len(shown)))
            more.clicked.connect(self._open)
            self._flow.addWidget(more)
        self._show_told()

    def _chip(self, finding: Finding) -> Chip:
        chip = Chip()
        chip.setObjectName("chip")
        chip.setIcon(icon(finding.severity, theme.severity_colour(finding.severity)))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setText(rule_title(finding.rule))
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.setAccessibleName(": ".join((_(SEVERITY_TITLES[finding.severity]), chip.text())))
        chip.setToolTip(_told(finding))
        chip.clicked.connect(lambda: self._choose(finding))
        return chip

    def _choose(self, finding: Finding) -> None:
        self.choose(finding)
        self.finding_chosen.emit(finding)

    def _open(self) -> None:
        self._opened = True
        self._show()

    @property
    def _told_of(self) -> Finding | None:
        """What the words and buttons are about: the first finding until one is chosen."""
        return self._chosen or next(iter(self._findings), None)

    def _show_told(self) -> None:
        finding, several = self._told_of, len(self._findings) > 1
        said = "" if finding is None else _told(finding)
        self.told.setText(f"{rule_title(finding.rule)}: {said}" if finding is not None and several else said)
        if finding != self.acts.finding:
            self.acts.finding = finding
            self.acts.show_ways(None)
        self.acts_changed.emit([self.acts])


def _told(finding: Finding) -> str:
    fixers = _("Who mends it: {fixers}.").format(fixers=fixers_title(finding.rule))
    return f"{translate(finding.what)} {translate(finding.remedy)} {fixers}"
