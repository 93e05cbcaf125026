"""The application: executes commands, undoes, owns the read model and the findings that follow it.

Safe to call from several threads: one write at a time; the read model is immutable and swapped whole. Listeners are
called on the thread that wrote; a window passes what they say to its own thread.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from typing import TypeVar

from landdesk.domain.area_tolerance import AreaTolerance
from landdesk.domain.change import ChangeSet, Entry, EntryKind, Person
from landdesk.domain.codelists import OfficeList
from landdesk.domain.commands import Command
from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import LandDeskError
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.progress import Progress, SilentProgress
from landdesk.domain.records import Parcel
from landdesk.domain.rule_set import RuleSet
from landdesk.interpreter import without_collection
from landdesk.services.checking.findings import Findings
from landdesk.services.checking.kept import keep, kept
from landdesk.services.checking.profiles import area_tolerance, rule_set
from landdesk.services.checking.records import Records
from landdesk.services.checking.rule import Rule
from landdesk.services.checking.runner import CheckResult, check, recheck
from landdesk.services.checking.touched import Touched
from landdesk.services.checking.waivers import Waivers
from landdesk.services.codelists import CodeLists, shipped_lists
from landdesk.services.commands import EditContext, handle
from landdesk.services.commune_rights import judge
from landdesk.services.history.turn import do_again, take_back
from landdesk.services.office_lists import lists_in_force
from landdesk.store.info import StoreInfo
from landdesk.store.reader import Reader
from landdesk.store.store import Store
from landdesk.store.unit_of_work import UnitOfWork

T = TypeVar("T")

PATCH_LIMIT = 2_000
"""Above so many touched parcels the read model is laid out anew instead of patched."""

RECHECK_LIMIT = 300
"""Above so many touched parcels a whole check costs no more than looking around each of them."""


@dataclass(frozen=True, slots=True)
class Update:
    """What a write changed, for presenters.

    Args:
        version: Journal number after it.
        parcels: Parcels whose row changed, came or went; None for "look at everything".
        entries: The journal entries written, oldest first.
        findings_changed: It tells of the findings alone: their list is another one.
    """

    version: int
    parcels: frozenset[ObjectId] | None
    entries: tuple[Entry, ...]
    findings_changed: bool = False


class Application:
    """One open store and the person who works with it.

    Args:
        store: The store; closed by :meth:`close`.
        person: Who acts; None until somebody is chosen.
    """

    def __init__(self, store: Store, person: Person | None = None) -> None:
        self.store = store
        self.person = person
        self._coverage: Coverage | None = None
        self._checked: CheckResult | None = None
        self._kept_version: int | None = None
        self._looked_for_kept = False
        self._seen_data_version = store.data_version()
        self._lists_version: int | None = None
        self._lists_said: list[OfficeList] = []
        self._codelists = shipped_lists()
        self._rules: tuple[CodeLists, RuleSet] | None = None
        self._lock = threading.RLock()
        self._checked_by = ""
        self._waived: tuple[int, Findings, Waivers] | None = None
        self._standing: tuple[Findings, Waivers, Findings] | None = None
        self._listeners: list[Callable[[Update], None]] = []
        store.judge = judge

    @property
    def info(self) -> StoreInfo:
        """What the store says of itself."""
        return self.store.info

    @property
    def coverage(self) -> Coverage:
        """All parcels as of the last write or refresh; loaded when first asked for."""
        with self._lock:
            if self._coverage is None:
                with without_collection(), self.store.read() as reader:
                    self._coverage = _load(reader)
            return self._coverage

    def listen(self, listener: Callable[[Update], None]) -> None:
        """Call a function after each write, on the thread that wrote."""
        self._listeners.append(listener)

    def read(self, job: Callable[[Reader], T]) -> T:
        """Return what a function reads from one consistent state."""
        with self.store.read() as reader:
            return job(reader)

    def write(self, job: Callable[[EditContext], T]) -> T:
        """Run a function in the one write transaction, commit, and bring the read model along.

        Raises:
            LandDeskError: What the function refused, or the store; nothing was written then.
        """
        with self._lock:
            with self.store.begin(self.person) as work:
                before = work.version()
                result = job(EditContext(work, self._coverage_of))
                patched, update = self._brought_along(work, work.version(), since=before, own=work)
            self._coverage = patched
        if update.entries:
            # The map shows what was done while its rules are looked at anew.
            self._tell(update)
            self._tell_findings(before, work.written)
        return result

    def keep(self, content: bytes) -> bytes:
        """Keep a file beside the store, sealed where the store is encrypted, and return its SHA-256."""
        return self.store.vault.put(content)

    def execute(self, command: Command) -> Entry:
        """Do one act.

        Raises:
            RefusedError: It is not possible in the present state.
            InvalidInputError: A value is not what it should be.
        """

        def job(context: EditContext) -> Entry:
            return context.work.apply(handle(command, context), EntryKind.ACT)

        return self.write(job)

    def undo(self) -> Entry:
        """Take back this person's newest act, import or decision that still holds.

        Raises:
            RefusedError: There is none, a later entry changed the same objects, or others know of it.
        """
        return self.write(take_back)

    def redo(self) -> Entry:
        """Do again what was taken back last.

        Raises:
            RefusedError: There is nothing, a later entry changed the same objects, or it is not possible any more.
        """
        return self.write(lambda context: do_again(context, self.rule_set))

    def refresh(self) -> Update | None:
        """Notice what another process wrote; None when nothing did."""
        with self._lock:
            present = self.store.data_version()
            if present == self._seen_data_version:
                return None
            self._seen_data_version = present
            known = self._coverage.version if self._coverage is not None else None
            with self.store.read() as reader:
                version = reader.version()
                if known is None or known == version:
                    return None
                patched, update = self._brought_along(reader, version, since=known)
            self._coverage = patched
        self._tell(update)
        self._tell_findings()
        return update

    @property
    def codelists(self) -> CodeLists:
        """The code lists in force, the office's own among them; read again after a write, the same while they hold."""
        with self._lock:
            present = self.store.data_version()
            if present != self._lists_version:
                self._lists_version = present
                said = self.read(lambda reader: reader.code_lists())
                if said != self._lists_said:
                    self._lists_said = said
                    self._codelists = lists_in_force(said)
            return self._codelists

    @property
    def rule_set(self) -> RuleSet:
        """Tolerances and severities in force; how far areas may differ follows the office's table."""
        lists = self.codelists
        with self._lock:
            if self._rules is None or self._rules[0] is not lists:
                shipped = rule_set(lists)
                factor = area_tolerance(lists).factor(None) / shipped.limits.area_scale
                self._rules = lists, replace(shipped, limits=replace(shipped.limits, area_factor=factor))
            return self._rules[1]

    @property
    def area_tolerance(self) -> AreaTolerance:
        """How far map and legal area may differ, by the scale of the map."""
        return area_tolerance(self.codelists)

    @property
    def findings(self) -> CheckResult | None:
        """What the check found, kept in step with every write and from one start to the next; None before."""
        with self._lock:
            if self._checked is None and not self._looked_for_kept:
                self._looked_for_kept = True
                with without_collection(), self.store.read() as reader:
                    self._checked = kept(reader, self.rule_set)
                self._checked_by = self.rule_set.hash
                self._kept_version = None if self._checked is None else self._checked.version
            return self._checked

    def check(self, progress: Progress | None = None, rules: Sequence[Rule] | None = None) -> CheckResult:
        """Check all parcels; the record is not touched.

        Args:
            progress: Told as it goes on.
            rules: Only these are asked, and the findings that are kept stay as they were; None for all in force while
                a record is worked on.

        Raises:
            CancelledError: The person asked to stop.
        """
        self.refresh()
        if rules is not None:
            return self._check(progress or SilentProgress(), rules)
        result = self._check(progress or SilentProgress())
        with self._lock:
            present = self.coverage
            # Somebody may have edited while the check ran beside.
            current = result if present.version == result.version else self._recheck_since(result, present)
            self._checked, self._checked_by = current, self.rule_set.hash
        self._tell(Update(current.version, frozenset(), (), findings_changed=True))
        return current

    def findings_of(self, parcel: ObjectId) -> tuple[Finding, ...]:
        """Return what is wrong with one parcel now; where nothing was checked yet, only it is looked at."""
        checked = self.findings
        if checked is None:
            with self.store.read() as reader:
                row = reader.get_many(Parcel, [parcel])
                touched = Touched(frozenset({parcel}), (), tuple(row.values()), bearing=True)
                checked = self._recheck(reader, self.coverage, touched, CheckResult.nothing())
        return checked.findings.of(parcel)

    def _check(self, progress: Progress, rules: Sequence[Rule] | None = None) -> CheckResult:
        """Check everything: map and record of one version."""
        with ExitStack() as held:
            while True:
                with self._lock:
                    coverage = self.coverage
                    reader = held.enter_context(self.store.read())
                if reader.version() == coverage.version:
                    break
                # What another process has just written is not on the map yet.
                held.close()
                self.refresh()
            record = Records(reader, self.codelists)
            # Of a commune that nobody has cleaned yet there are some hundred thousand findings.
            with without_collection():
                return check(coverage, self.rule_set, progress, rules, record)

    def _recheck(
        self, reader: Reader, coverage: Coverage, touched: Touched, before: CheckResult
    ) -> CheckResult:
        return recheck(coverage, self.rule_set, touched, before, record=Records(reader, self.codelists))

    @property
    def waivers(self) -> Waivers:
        """Which of the findings were let pass, and which waivers lapsed."""
        with self._lock:
            checked = self.findings
            if checked is None:
                return Waivers.none()
            present = self.store.data_version()
            before = self._waived
            if before is None or before[0] != present or before[1] is not checked.findings:
                with self.store.read() as reader:
                    held = Waivers.read(reader, self.coverage, checked.findings)
                before = self._waived = present, checked.findings, held
            return before[2]

    @property
    def standing(self) -> CheckResult | None:
        """What the check found and nobody let pass: this is what counts, wherever findings are counted or marked."""
        with self._lock:
            checked, waivers = self.findings, self.waivers
            if checked is None:
                return None
            before = self._standing
            if before is None or before[0] is not checked.findings or before[1].passed != waivers.passed:
                before = checked.findings, waivers, waivers.standing(checked.findings)
                self._standing = before
            return replace(checked, findings=before[2])

    def _tell_findings(self, since: int | None = None, changes: Sequence[ChangeSet] | None = None) -> None:
        """Bring the findings along with a write, and tell it.

        Args:
            since: Version before the changes, where they are at hand.
            changes: What was written.
        """
        with self._lock:
            checked = self._checked
            coverage = self.coverage
            if checked is None or checked.version == coverage.version:
                return
            known = changes if since == checked.version else None
            # By other rules or tolerances everything may be otherwise: that is for a person to ask for.
            same = self._checked_by == self.rule_set.hash
            self._checked = self._recheck_since(checked, coverage, known) if same else None
        self._tell(Update(coverage.version, frozenset(), (), findings_changed=True))

    def _recheck_since(
        self, checked: CheckResult, coverage: Coverage, changes: Sequence[ChangeSet] | None = None
    ) -> CheckResult:
        """Return the findings of a coverage from those of an earlier one; changes not at hand are read."""
        with self.store.read() as reader:
            if reader.version() != coverage.version:
                # Another process writes: what it wrote comes with the next refresh.
                return checked
            if changes is None:
                entries = reader.entries_after(checked.version)
                if sum(entry.delta_count for entry in entries) > PATCH_LIMIT:
                    return self._check(SilentProgress())
                changes = [reader.change_of(entry.number) for entry in entries]
            if sum(len(change.deltas) for change in changes) <= PATCH_LIMIT:
                touched = Touched.by(changes)
                if len(touched.ids) <= RECHECK_LIMIT:
                    return self._recheck(reader, coverage, touched, checked)
        return self._check(SilentProgress())

    def tidy(self) -> None:
        """Lay the read model out anew when much was patched; for quiet moments."""
        coverage = self._coverage
        if coverage is None or len(coverage.overlay) < PATCH_LIMIT:
            return
        compact = coverage.compacted()
        with self._lock:
            if self._coverage is coverage:
                self._coverage = compact

    def close(self) -> None:
        """Keep the findings for the next start, and close the store."""
        checked = self._checked
        try:
            if checked is not None and checked.version != self._kept_version:
                # Nothing is lost where this fails: the next start checks again.
                with suppress(LandDeskError), self.store.begin(self.person) as work:
                    if work.version() == checked.version:
                        keep(work, checked, self.rule_set)
        finally:
            self.store.close()

    def _coverage_of(self, work: UnitOfWork) -> Coverage:
        """Return the read model at the beginning of a unit of work."""
        coverage = self._coverage
        if coverage is not None and coverage.version != work.version():
            coverage, _ = self._brought_along(work, work.version(), since=coverage.version)
        self._coverage = coverage if coverage is not None else _load(work)
        return self._coverage

    def _brought_along(
        self, reader: Reader, version: int, *, since: int, own: UnitOfWork | None = None
    ) -> tuple[Coverage | None, Update]:
        """Return the read model at a version and what changed since an earlier one.

        Args:
            own: The unit of work that wrote everything since then; what it wrote is not read again.
        """
        coverage = self._coverage
        start = min(since, coverage.version) if coverage is not None else since
        if version == start:
            return coverage, Update(version, frozenset(), ())
        if own is not None and start == since:
            entries, touched = tuple(own.entries), []
            count = sum(entry.delta_count for entry in entries)
        else:
            own, entries, touched = None, tuple(reader.entries_after(since)), reader.touched_after(start)
            count = len(touched)
        if count > 2 * PATCH_LIMIT:
            return (None if coverage is None else _load(reader)), Update(version, None, entries)
        parcels = reader.parcels_showing(touched) if own is None else own.parcels_changed_by(own.written)
        if coverage is not None:
            rows = reader.parcel_rows(sorted(parcels))
            coverage = coverage.patched(rows, parcels - set(rows.ids), version)
        return coverage, Update(version, frozenset(parcels), entries)

    def _tell(self, update: Update) -> None:
        for listener in self._listeners:
            listener(update)


def _load(reader: Reader) -> Coverage:
    return Coverage.build(reader.parcel_rows(), reader.version(), reader.info.epsg)
