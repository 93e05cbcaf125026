"""Runs the rules: over everything, or after an edit over what the edit can have changed.

Map rules go through blocks of parcels with their surroundings on two threads, since shapely lets go of Python's lock;
meanwhile record rules ask the store. A recheck gives the same findings as a whole check of the new state; property
tests hold the two together. A rule that fails is reported as not checked, and the others go on. Nothing here writes.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Final

import numpy as np

from landdesk.domain.arrays import Integers
from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Finding
from landdesk.domain.limits import Limits
from landdesk.domain.progress import Progress
from landdesk.domain.rule_set import RuleSet
from landdesk.i18n import N_, Text
from landdesk.services.checking.findings import Findings
from landdesk.services.checking.groups import with_group_differences
from landdesk.services.checking.known import Known, because
from landdesk.services.checking.profiles import rules_in_force
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.records import Records
from landdesk.services.checking.rule import MapRule, NotCheckedError, RecordRule, Rule, Scope
from landdesk.services.checking.surroundings import (
    focus_on,
    parcels_near,
    with_holes_around,
    with_surroundings,
)
from landdesk.services.checking.touched import Touched
from landdesk.services.checking.view import CheckView

_LOGGER: Final = logging.getLogger(__name__)

_THREADS: Final = 2
_BLOCK_PARCELS: Final = 8_000
# Around more parcels than this there is no use in looking at the places only where they meet.
_MANY: Final = 500


@dataclass(frozen=True, slots=True)
class RuleFailure:
    """A rule that could not be run to its end, and why; what it would have found is not known."""

    rule: str
    because: Text


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A rule that was not asked about some parcels because what it looks at is not known of them.

    Args:
        rule: Code of the rule.
        because: What is not known.
        parcels: How many parcels.
    """

    rule: str
    because: Text
    parcels: int


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found.

    Args:
        version: Version of the coverage that was checked.
        findings: Sorted by rule and place.
        failures: Rules that were not checked because they failed, sorted by code.
        seconds: How long it took.
        known: What is known of each parcel; of none where the record was not asked.
        unasked: Rules that had nothing to compare with, and why, sorted by code.
    """

    version: int
    findings: Findings
    failures: tuple[RuleFailure, ...]
    seconds: float
    known: Known = field(default_factory=Known.nothing)
    unasked: tuple[RuleFailure, ...] = ()

    @classmethod
    def nothing(cls) -> "CheckResult":
        """Return the result of a check of nothing: a recheck that starts from it finds what concerns the edit."""
        return cls(0, Findings(), (), 0.0)

    @property
    def counts(self) -> Mapping[str, int]:
        """Number of findings by code of the rule."""
        return self.findings.counts

    def unchecked(self, rules: Iterable[Rule]) -> list[Unchecked]:
        """Return which of the rules were not asked about which number of parcels, and why; no finding says it."""
        everywhere = {one.rule: one.because for one in self.unasked}
        found = []
        for rule in rules:
            if rule.code in everywhere:
                found.append(Unchecked(rule.code, everywhere[rule.code], len(self.known.ids)))
                continue
            left = np.ones(len(self.known.ids), dtype=bool)
            for name in sorted(rule.known | rule.partly) if len(left) else ():
                here = ~self.known.assessed([name]) & left
                if here.any():
                    found.append(Unchecked(rule.code, because(name), int(here.sum())))
                if name in rule.known:
                    left &= ~here
        return found


@dataclass(frozen=True, slots=True)
class _Batch:
    """What some rules found in one view."""

    findings: list[Finding]
    failures: list[RuleFailure]
    unasked: list[RuleFailure] = field(default_factory=list)


def check(
    coverage: Coverage,
    parameters: RuleSet,
    progress: Progress,
    rules: Sequence[Rule] | None = None,
    record: Records | None = None,
) -> CheckResult:
    """Run rules over all parcels.

    Args:
        coverage: The read model.
        parameters: Tolerances and severities.
        progress: Told as blocks are done; asked whether to stop.
        rules: What is asked; None for everything in force while a record is worked on.
        record: The store at the version of the coverage; None leaves the record rules out.

    Raises:
        CancelledError: The person asked to stop.
    """
    started = perf_counter()
    asked = rules_in_force(parameters) if rules is None else rules
    mapped = [rule for rule in asked if isinstance(rule, MapRule) and rule.scope is not Scope.KEYS]
    keyed = [rule for rule in asked if isinstance(rule, MapRule) and rule.scope is Scope.KEYS]
    recorded = [rule for rule in asked if isinstance(rule, RecordRule) and record is not None]
    live = coverage.live()
    limits = parameters.limits
    blocks = [live[at : at + _BLOCK_PARCELS] for at in range(0, len(live), _BLOCK_PARCELS)]
    batches: list[_Batch] = []
    known = Known.nothing()
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="check") as pool:
        jobs = [pool.submit(_check_block, coverage, block, mapped, limits) for block in blocks]
        jobs.append(pool.submit(_run, keyed, CheckView(coverage), limits, None))
        steps = len(jobs) + len(recorded)
        try:
            if record is not None:
                known = record.known()
                view = record.view(coverage, known, limits, None)
                for done, rule in enumerate(recorded, start=1):
                    batches.append(_ask(rule, view, known))
                    progress.step(done, steps, Text(N_("Checking")))
            for done, job in enumerate(as_completed(jobs), start=len(recorded) + 1):
                batches.append(job.result())
                progress.step(done, steps, Text(N_("Checking")))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    findings = Findings(finding for batch in batches for finding in batch.findings)
    return CheckResult(
        coverage.version,
        with_group_differences(findings, known, asked, parameters),
        _failures(failure for batch in batches for failure in batch.failures),
        perf_counter() - started,
        known,
        _failures(one for batch in batches for one in batch.unasked),
    )


def recheck(
    coverage: Coverage,
    parameters: RuleSet,
    touched: Touched,
    previous: CheckResult,
    rules: Sequence[Rule] | None = None,
    record: Records | None = None,
) -> CheckResult:
    """Return what a whole check would find, by running the rules only where an edit can have changed something.

    Args:
        coverage: State after the edit.
        parameters: The same as for the previous check.
        touched: What changed since the previous check.
        previous: Findings of the state before; ``CheckResult.nothing()`` to find what concerns the edit alone.
        rules: The same as for the previous check.
        record: The store after the edit; None leaves the record rules out.
    """
    started = perf_counter()
    asked = rules_in_force(parameters) if rules is None else rules
    limits = parameters.limits
    gone, new, failed = changed_on_map(
        coverage, [rule for rule in asked if isinstance(rule, MapRule)], limits, touched, previous.findings
    )
    failures = [*previous.failures, *failed]
    known = previous.known
    unasked = {one.rule: one for one in previous.unasked}
    around = None if record is None else record.around(coverage, touched, previous.findings)
    if record is not None and around is not None:
        known = known.replaced(around.known, around.vanished)
        view = around.view(coverage, limits)
        for rule in asked:
            if isinstance(rule, RecordRule) and around.concerns(rule):
                # What had nothing to compare with until now has looked at nothing yet.
                is_whole = around.reaches_all(rule) or rule.code in unasked
                reached = around
                batch = _ask(rule, record.view(coverage, known, limits, None) if is_whole else view, known)
                while not is_whole and (wider := reached.wider(batch.findings)) is not reached:
                    reached = wider
                    batch = _ask(rule, reached.view(coverage, limits), known)
                if batch.failures:
                    failures += batch.failures
                    continue
                unasked.pop(rule.code, None)
                unasked.update((one.rule, one) for one in batch.unasked)
                new += batch.findings
                if not (is_whole or batch.unasked):
                    gone += reached.superseded(rule)
                elif rule.code in previous.counts:
                    gone += [one for one in previous.findings if one.rule == rule.code]
    findings = previous.findings.replaced(gone, new)
    if around is not None:
        looked_at = {parcel for finding in (*gone, *new) for parcel in finding.objects}
        looked_at.update(around.known.ids, around.vanished)
        findings = with_group_differences(findings, known, asked, parameters, looked_at)
    return CheckResult(
        coverage.version,
        findings,
        _failures(failures),
        perf_counter() - started,
        known,
        _failures(unasked.values()),
    )


def changed_on_map(
    coverage: Coverage, rules: Sequence[MapRule], limits: Limits, touched: Touched, previous: Findings
) -> tuple[list[Finding], list[Finding], list[RuleFailure]]:
    """Return the findings of map rules that an edit looks at anew, as they were and as they are, and what failed.

    Many are the same on both sides.

    Args:
        coverage: State after the edit.
        rules: What is asked.
        limits: Tolerances.
        touched: What changed.
        previous: Findings of the state before.
    """
    gone: list[Finding] = []
    new: list[Finding] = []
    failures: list[RuleFailure] = []
    if not (touched.ids or touched.boxes):
        return gone, new, failures
    areas: dict[Scope, _Area] = {}
    for rule in rules:
        if rule.scope not in areas:
            areas[rule.scope] = _area(rule.scope, coverage, touched, previous, _reach_m(rules, limits))
        area = areas[rule.scope]
        # An edit of the record alone has no place on the map.
        batch = _run([rule], area.view, limits, area.subset) if len(area.subset) else _Batch([], [])
        if batch.failures:
            failures += batch.failures
            continue
        found = [finding for finding in batch.findings if area.decides(finding)]
        new += found
        gone += [finding for finding in area.superseded(found) if finding.rule == rule.code]
    return gone, new, failures


@dataclass(frozen=True, slots=True)
class _Area:
    """Where rules of one scope run after an edit.

    Args:
        view: What they look at.
        subset: Positions that findings are wanted for.
        decides: Whether the view is large enough for a finding to be right; others are left as they were.
        superseded: The previous findings, of any rule, that those found now take the place of.
    """

    view: CheckView
    subset: Integers
    decides: Callable[[Finding], bool]
    superseded: Callable[[Sequence[Finding]], Iterable[Finding]]


def _area(scope: Scope, coverage: Coverage, touched: Touched, previous: Findings, reach_m: float) -> _Area:
    """Return where map rules of a scope run."""
    if scope is Scope.PARCEL:
        return _parcels_alone(coverage, touched, previous)
    if scope is Scope.NEIGHBOURS:
        return _neighbourhood(coverage, touched, previous, reach_m)
    return _same_keys(coverage, touched, previous)


def _parcels_alone(coverage: Coverage, touched: Touched, previous: Findings) -> _Area:
    """Return the touched parcels and those in whose holes the map changed."""
    around = with_holes_around(coverage, np.array(touched.boxes).reshape(-1, 4))
    present = np.union1d(coverage.indices_of(touched.ids), around)
    ids = touched.ids.union(coverage.id_at(at) for at in around.tolist())
    return _Area(
        view=CheckView(coverage, present),
        subset=np.arange(len(present)),
        decides=lambda _: True,
        superseded=lambda _: previous.of_any(ids),
    )


def _neighbourhood(coverage: Coverage, touched: Touched, previous: Findings, reach_m: float) -> _Area:
    """Return the parcels within reach of a change of the map, in a view that is right for findings among these."""
    near = parcels_near(coverage, np.array(touched.boxes).reshape(-1, 4), reach_m)
    if touched.boxes:
        # A parcel that lost a part is not necessarily near that place any more.
        near = np.union1d(near, coverage.indices_of(touched.ids))
    inside = {coverage.id_at(at) for at in near.tolist()}
    vanished = {one for one in touched.ids if coverage.index_of(one) is None}
    superseded = inside | vanished
    if len(near) <= _MANY:
        focus = focus_on(coverage, near, reach_m)
        view = CheckView(coverage, parcels_near(coverage, focus, 0.0), focus)
    else:
        view = CheckView(coverage, with_surroundings(coverage, near, reach_m))
    return _Area(
        view=view,
        subset=view.positions(near),
        decides=lambda finding: inside.issuperset(finding.objects),
        superseded=lambda _: (
            finding for finding in previous.of_any(superseded) if superseded.issuperset(finding.objects)
        ),
    )


def _same_keys(coverage: Coverage, touched: Touched, previous: Findings) -> _Area:
    """Return the touched parcels and those that had a key in common with one of them.

    A parcel has one key and is in one finding at most, so all that share a parcel with a new one are superseded.
    """
    ids = {one for finding in previous.of_any(touched.ids) for one in finding.objects} | touched.ids
    present = coverage.indices_of(ids)
    return _Area(
        view=CheckView(coverage, present),
        subset=np.arange(len(present)),
        decides=lambda _: True,
        superseded=lambda found: previous.of_any(ids.union(*(finding.objects for finding in found))),
    )


def _reach_m(rules: Iterable[MapRule], limits: Limits) -> float:
    """Return how far from a parcel the rules have to look."""
    return max((rule.reach_m(limits) for rule in rules if rule.scope is Scope.NEIGHBOURS), default=0.0)


def _check_block(coverage: Coverage, core: Integers, rules: Sequence[MapRule], limits: Limits) -> _Batch:
    """Run rules on a block of parcels; a finding belongs to the block of its first parcel."""
    if len(core) == len(coverage):
        return _run(rules, CheckView(coverage), limits, None)
    view = CheckView(coverage, with_surroundings(coverage, core, _reach_m(rules, limits)))
    batch = _run(rules, view, limits, view.positions(core))
    own = set(core.tolist())
    kept = [finding for finding in batch.findings if int(coverage.indices_of(finding.objects)[0]) in own]
    return _Batch(kept, batch.failures)


def _run(rules: Iterable[MapRule], view: CheckView, limits: Limits, subset: Integers | None) -> _Batch:
    """Run each rule; one that fails is written to the log, and the others go on."""
    batch = _Batch([], [])
    for rule in rules:
        try:
            batch.findings.extend(rule.check(view, limits, subset))
        except Exception as error:
            _LOGGER.exception("rule %s failed", rule.code)
            batch.failures.append(_failure(rule, error))
    return batch


def _ask(rule: RecordRule, view: RecordView, known: Known) -> _Batch:
    """Ask a record rule; what it finds about parcels of which it cannot know is left out."""
    batch = _Batch([], [])
    try:
        for finding in rule.look(view):
            objects = tuple(one for one in finding.objects if known.is_known(one, rule.known))
            if objects or not finding.objects:
                batch.findings.append(
                    finding if objects == finding.objects else replace(finding, objects=objects)
                )
    except NotCheckedError as error:
        return _Batch([], [], [RuleFailure(rule.code, error.what)])
    except Exception as error:
        _LOGGER.exception("rule %s failed", rule.code)
        return _Batch([], [_failure(rule, error)])
    return batch


def _failure(rule: Rule, error: Exception) -> RuleFailure:
    return RuleFailure(rule.code, Text(N_("The rule failed: {error}."), {"error": type(error).__name__}))


def _failures(failures: Iterable[RuleFailure]) -> tuple[RuleFailure, ...]:
    """Return one failure for each rule, sorted by code."""
    first: dict[str, RuleFailure] = {}
    for failure in failures:
        first.setdefault(failure.rule, failure)
    return tuple(first[rule] for rule in sorted(first))
