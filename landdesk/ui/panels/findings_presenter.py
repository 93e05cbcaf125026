"""Runs the check and shows what was found; after an edit it shows what the recheck changed.

Findings are sifted on a reading thread: there may be tens of thousands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from landdesk.app.application import Application, Update
from landdesk.app.finding_states import STATE_TITLES, FindingState
from landdesk.app.finding_table import StandingFindings
from landdesk.app.findings_out import write_findings
from landdesk.domain.finding import CRITERION_TITLES, FIXER_TITLES, SEVERITY_TITLES, Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel
from landdesk.i18n import N_, Text, _, format_number, sort_key, translate
from landdesk.services.checking.profiles import rules_in_force
from landdesk.services.checking.registry import RULES
from landdesk.services.checking.runner import CheckResult, Unchecked
from landdesk.services.checking.sifting import NO_HAMLET, Facet, FindingTable, Sieve, Sifted
from landdesk.store.reader import Reader
from landdesk.ui.dialogs.choose_file import FINDING_FILES, choose_new_file
from landdesk.ui.lists_out import ShownList, shown_rows
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.facet_tree import Choice
from landdesk.ui.panels.findings_panel import FindingsPanel
from landdesk.ui.tasks import Job

_KNOWN: Final[Mapping[Facet, Mapping[Any, str]]] = {
    Facet.CRITERION: CRITERION_TITLES,
    Facet.FIXER: FIXER_TITLES,
    Facet.SEVERITY: SEVERITY_TITLES,
    Facet.STATE: STATE_TITLES,
}
"""Values that are the same few everywhere."""


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """Findings laid out, and what they were laid out with."""

    result: CheckResult
    hamlets: Mapping[ObjectId, str]
    table: FindingTable
    unchecked: Sequence[Unchecked]
    standing: StandingFindings


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    """What a look at the findings gave."""

    laid: _Laid
    sifted: Sifted


class FindingsPresenter:
    """Keeps the findings panel in step with the last check."""

    def __init__(self, panel: FindingsPanel, store: OpenStore) -> None:
        self._panel = panel
        self._store = store
        self._chosen: dict[Facet, str] = {}
        self._words = ""
        self._laid: _Laid | None = None
        self._sifted: Sifted | None = None
        self._shown_choice: object = None
        self._job: Job[_Shown] | None = None
        self._shows_unchecked = False
        self._stale: set[ObjectId] = set()
        self._checking = False
        panel.show_titles({rule.code: _(rule.title) for rule in RULES})
        panel.check_requested.connect(self.check)
        panel.export_requested.connect(self.ask_file)
        panel.searched.connect(self.search)
        panel.facets.chosen.connect(self.choose)
        panel.facets.all_wanted.connect(self.choose_all)
        panel.facets.unchecked_wanted.connect(self.choose_unchecked)
        panel.finding_chosen.connect(self.show_place)
        panel.ended.connect(lambda: store.noted.emit(_("There is no finding further on.")))
        store.followed.connect(self._follow)
        store.findings_changed.connect(self._sift)
        self._sift()

    @property
    def findings(self) -> Sequence[Finding]:
        """The findings shown."""
        return () if self._sifted is None else self._sifted.findings

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

        def failed(error: BaseException) -> None:
            self._end()
            self._store.tasks.error_left_over.emit(error)

        self._store.check(self._end, failed, title=Text(N_("Checking")))

    def ask_file(self) -> None:
        """Ask for a file and write the findings shown into it."""
        store, findings = self._store, tuple(self.findings)
        app = store.app

        def write(path: Path) -> None:
            def tell(count: int) -> None:
                words = _("{path} is written: {count} rows.")
                store.noted.emit(words.format(path=path.name, count=format_number(count, 0)))

            store.compute(
                lambda progress: write_findings(app, findings, path, progress),
                tell,
                store.tasks.error_left_over.emit,
                title=Text(N_("Writing the findings")),
            )

        name = _("Findings")
        proposal = app.store.path.parent / f"{name}.xlsx"
        choose_new_file(self._panel.window(), _("Write the findings shown"), FINDING_FILES, write, proposal)

    def show_place(self, finding: Finding) -> None:
        """Choose the parcels of a finding and let the map show the place, which may be the parcels themselves."""
        self._store.selection.choose(
            one for one in finding.objects if self._store.coverage.index_of(one) is not None
        )
        self._store.show_finding(finding)

    # --- what is shown -------------------------------------------------------------------------------------

    def search(self, words: str) -> None:
        """Show only findings about parcels that the list of parcels would find by these words; all for none."""
        if words.strip() != self._words:
            self._words = words.strip()
            self._sift()

    def choose(self, facet: Facet, value: str | None) -> None:
        """Show only findings with this value, with any for None; other choices stay."""
        self._chosen.pop(facet, None)
        if value is not None:
            self._chosen[facet] = value
        self._turn(to_unchecked=False)
        self._sift()

    def choose_all(self) -> None:
        """Give up every choice."""
        self._chosen.clear()
        self._turn(to_unchecked=False)
        self._sift()

    def choose_unchecked(self) -> None:
        """Show what was not checked, and why."""
        self._turn(to_unchecked=True)
        self._show()

    def _turn(self, *, to_unchecked: bool) -> None:
        self._shows_unchecked = to_unchecked
        self._panel.turn(to_unchecked=to_unchecked)

    def show_rule(self, rule: str) -> None:
        """Show the findings of a rule only."""
        self._chosen.clear()
        self.choose(Facet.RULE, rule)

    def _end(self) -> None:
        self._checking = False
        self._panel.set_busy(False)

    def _follow(self, update: Update) -> None:
        if update.parcels is None:
            self._laid = None
        elif update.parcels:
            self._stale |= update.parcels
        elif not update.entries:
            return
        self._panel.show_names(self._store.coverage)
        # A parcel may have another hamlet or number now though its findings are the same.
        self._sift()

    def _sift(self) -> None:
        """Lay findings out where they are others than before, and show what the choices leave."""
        if self._job is not None:
            self._job.abandon()
            self._job = None
        result, app = self._store.findings, self._store.app
        if result is None:
            self._laid = self._sifted = None
            self._show()
            return
        before, stale, words = self._laid, frozenset(self._stale), self._words
        chosen = dict(self._chosen)

        def work(reader: Reader) -> _Shown:
            laid = _lay_out(reader, app, result, before, stale)
            parcels = reader.found_parcels(words) if words else None
            return _Shown(laid, laid.standing.sift(app, laid.table, Sieve(chosen, parcels)))

        def take(shown: _Shown) -> None:
            self._job = None
            self._stale -= stale
            self._laid, self._sifted = shown.laid, shown.sifted
            self._show()

        self._job = self._store.read(work, take)

    def _show(self) -> None:
        result, sifted, laid = self._store.findings, self._sifted, self._laid
        panel = self._panel
        choice = (dict(self._chosen), self._words)
        same = choice == self._shown_choice
        self._shown_choice = choice
        panel.show_findings(
            self.findings,
            self._store.coverage,
            same_choice=same,
            settled=self._chosen.get(Facet.STATE) in (FindingState.WAIVED, FindingState.MENDED),
        )
        panel.facets.show_choices(
            0 if sifted is None else sifted.total,
            {facet: _choices(facet, sifted, self._chosen.get(facet)) for facet in Facet},
            self._chosen,
        )
        unchecked = () if laid is None else laid.unchecked
        panel.show_unchecked(unchecked)
        if not unchecked:
            self._turn(to_unchecked=False)
        panel.facets.show_unchecked(len({one.rule for one in unchecked}), chosen=self._shows_unchecked)
        panel.show_state(_state_words(result, unchecked), self._empty_words(result))

    def _empty_words(self, result: CheckResult | None) -> str:
        if result is None:
            return _("Nothing was checked yet. Press “Check” (F5).")
        if self._chosen or self._words:
            return _("No finding with what is chosen.")
        return _("The check found nothing.") if not result.failures else ""


def _lay_out(
    reader: Reader,
    app: Application,
    result: CheckResult,
    before: _Laid | None,
    stale: frozenset[ObjectId],
) -> _Laid:
    """Return the findings laid out; what is known from before and holds still is used again."""
    if before is None:
        hamlets: Mapping[ObjectId, str] = reader.facts.words("hamlet")
    else:
        hamlets = _followed(before.hamlets, reader, stale)
    if before is not None and before.result is result and before.hamlets is hamlets:
        return before
    failed = [Unchecked(one.rule, one.because, len(result.known.ids)) for one in result.failures]
    unchecked = [*failed, *result.unchecked(rules_in_force(app.rule_set))]
    if before is not None and before.hamlets is hamlets:
        if before.result.findings is result.findings:
            return _Laid(result, hamlets, before.table, unchecked, before.standing)
        table = before.table.followed_by(result.findings)
        return _Laid(result, hamlets, table, unchecked, before.standing.followed_by(before.table, table))
    table = FindingTable.of(result.findings, hamlets)
    if before is None:
        standing = StandingFindings.read(reader, table)
    else:
        standing = before.standing.followed_by(before.table, table)
    return _Laid(result, hamlets, table, unchecked, standing)


def _followed(
    hamlets: Mapping[ObjectId, str], reader: Reader, stale: frozenset[ObjectId]
) -> Mapping[ObjectId, str]:
    """Return the hamlets with those of some parcels read anew; the very same where nothing is another."""
    present = reader.get_many(Parcel, stale)
    now = {one: parcel.hamlet for one, parcel in present.items()}
    if all(hamlets.get(one) == now.get(one) for one in stale):
        return hamlets
    others = {one: name for one, name in hamlets.items() if one not in stale}
    return others | {one: name for one, name in now.items() if name is not None}


def _choices(facet: Facet, sifted: Sifted | None, chosen: str | None) -> list[Choice]:
    """Return the values that are offered, in their order: those with findings, and the chosen one."""
    counts = {} if sifted is None else sifted.counts[facet]
    offered = set(counts) | ({chosen} if chosen is not None else set())
    if facet is Facet.HAMLET:
        titles = {one: one or _("No hamlet recorded") for one in offered}
        order = sorted(offered, key=lambda one: (one == NO_HAMLET, sort_key(one)))
    else:
        titles = _titles(facet)
        order = [one for one in titles if one in offered] + sorted(offered - titles.keys())
    return [Choice(one, titles.get(one, one), counts.get(one, 0)) for one in order]


def _titles(facet: Facet) -> dict[str, str]:
    """Return the values of a facet that are known everywhere, in their order, and what they are called."""
    if facet is Facet.RULE:
        return {rule.code: _(rule.title) for rule in RULES}
    return {str(value): _(words) for value, words in _KNOWN[facet].items()}


def _state_words(result: CheckResult | None, unchecked: Sequence[Unchecked]) -> str:
    if result is None:
        return _("Not checked yet")
    if not unchecked:
        return _("Up to date")
    titles = {rule.code: _(rule.title) for rule in RULES}
    if result.failures:
        rules = ", ".join(sorted({titles.get(one.rule, one.rule) for one in result.failures}))
        return _("Not checked: {rules}").format(rules=rules)
    first = unchecked[0]
    if len(unchecked) == 1:
        return _("Not checked: {rule} ({count} parcels): {why}").format(
            rule=titles.get(first.rule, first.rule),
            count=format_number(first.parcels, 0),
            why=translate(first.because),
        )
    rules_count = len({one.rule for one in unchecked})
    return _("Up to date; {count} rules not checked everywhere").format(count=format_number(rules_count, 0))
