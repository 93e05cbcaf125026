"""Runs the check and shows what was found; after an edit it shows what the recheck changed."""

from collections.abc import Sequence

from landdesk.app.application import Update
from landdesk.domain.finding import Finding
from landdesk.i18n import N_, Text, _
from landdesk.services.checking.registry import RULES
from landdesk.services.checking.runner import CheckResult
from landdesk.ui.lists_out import ShownList, shown_rows
from landdesk.ui.open_store import AROUND_AT_LEAST_M, OpenStore, widened
from landdesk.ui.panels.findings_panel import FindingsPanel


class FindingsPresenter:
    """Keeps the findings panel in step with the last check."""

    def __init__(self, panel: FindingsPanel, store: OpenStore) -> None:
        self._panel = panel
        self._store = store
        self._rule = ""
        self._checking = False
        panel.check_requested.connect(self.check)
        panel.rule_chosen.connect(self._filter)
        panel.finding_chosen.connect(self.show_place)
        store.followed.connect(self._follow)
        store.findings_changed.connect(self._show)
        self._show()

    @property
    def findings(self) -> Sequence[Finding]:
        """The findings shown."""
        result = self._store.findings
        if result is None:
            return ()
        if not self._rule:
            return result.findings
        return [one for one in result.findings if one.rule == self._rule]

    @property
    def checking(self) -> bool:
        """Whether a check is under way."""
        return self._checking

    def shown(self) -> ShownList[Finding]:
        """Return what the list shows, for a file."""
        return shown_rows(_("Findings"), self._panel.table, self._panel.model)

    def check(self) -> None:
        """Check everything, if no check is under way."""
        if self._checking:
            return
        self._checking = True
        self._panel.set_busy(True)

        def done(result: CheckResult) -> None:
            self._end()
            self._store.take_findings(result)

        def failed(error: BaseException) -> None:
            self._end()
            self._store.tasks.error_left_over.emit(error)

        self._store.compute(self._store.app.check, done, failed, title=Text(N_("Checking")))

    def show_place(self, finding: Finding) -> None:
        """Choose the parcels of a finding and let the map show the place."""
        self._store.selection.choose(
            one for one in finding.objects if self._store.coverage.index_of(one) is not None
        )
        if finding.place is not None and not finding.place.is_empty:
            self._store.show_box(widened(finding.place.bounds, 1.5, AROUND_AT_LEAST_M))

    def show_rule(self, rule: str) -> None:
        """Show the findings of a rule only."""
        self._filter(rule)

    def _end(self) -> None:
        self._checking = False
        self._panel.set_busy(False)

    def _filter(self, rule: str) -> None:
        self._rule = rule
        self._show()

    def _follow(self, update: Update) -> None:
        if update.parcels is None or update.parcels:
            self._panel.show_names(self._store.coverage)

    def _show(self) -> None:
        result = self._store.findings
        counts = {} if result is None else result.counts
        self._panel.show_rules({rule.code: _(rule.title) for rule in RULES}, counts, self._rule)
        self._panel.show_findings(self.findings, self._store.coverage)
        self._panel.show_state(_state_words(result), _empty_words(result))


def _state_words(result: CheckResult | None) -> str:
    if result is None:
        return _("Not checked yet")
    if result.failures:
        titles = {rule.code: _(rule.title) for rule in RULES}
        rules = ", ".join(sorted({titles.get(one.rule, one.rule) for one in result.failures}))
        return _("Not checked: {rules}").format(rules=rules)
    return _("Up to date")


def _empty_words(result: CheckResult | None) -> str:
    if result is None:
        return _("Nothing was checked yet. Press “Check” (F5).")
    return _("The check found nothing.") if not result.failures else ""
