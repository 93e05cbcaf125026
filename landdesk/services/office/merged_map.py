"""The office's map with a package laid over it, in memory; the store is not touched."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.coverage import COLUMNS, Coverage, ParcelRows
from landdesk.domain.finding import Finding, Severity
from landdesk.domain.ids import ObjectId
from landdesk.domain.outlines import Outlines
from landdesk.domain.progress import Progress, SilentProgress
from landdesk.domain.records import PROVISIONAL, AnyRecord, Parcel
from landdesk.domain.rule_set import RuleSet, Stage
from landdesk.i18n import N_, Text
from landdesk.services.checking.findings import Findings
from landdesk.services.checking.profiles import MERGED_MAP, rules_in_force
from landdesk.services.checking.runner import CheckResult, check, recheck
from landdesk.services.checking.touched import Touched

WHOLE_CHECK_FROM = 300
"""From so many touched parcels on, a whole check costs no more than looking around each of them."""

_NO_WORSE = 1e-6
"""An error that grows by less, in its own unit, is the one that was there before."""

_COMMON_LAND = dict.fromkeys(("parcel.contained", "parcel.identical"), "parcel.overlap")

Laid = tuple[ObjectId, tuple[Delta, ...]]
"""A record and what it would change."""


class MergedMap:
    """The office's parcels with records laid over them.

    Args:
        coverage: The office's parcels.
        parameters: Tolerances and severities of the check.
    """

    def __init__(self, coverage: Coverage, parameters: RuleSet) -> None:
        self.coverage = coverage
        self._office = coverage
        self._parameters = parameters
        self._rules = rules_in_force(parameters, Stage.ACCEPTING, MERGED_MAP)
        self._known: list[Finding] | None = None
        self._answered: tuple[Sequence[Laid], dict[ObjectId, list[Finding]]] | None = None

    def errors_of(self, records: Sequence[Laid], progress: Progress) -> dict[ObjectId, list[Finding]]:
        """Lay records over, in their order, and return the errors of those that would bring new ones.

        All are laid over at once; only where that brings errors are records looked at one by one, and those that
        bring some are left out. A record that changes neither a boundary nor a number brings none.

        Each call begins with the office's map. The answer to the same records is not looked for twice: who decides on
        what was just reviewed lays the same over.

        Returns:
            Errors by record; records without are not in it.
        """
        weighty = [one for record in records if (one := (record[0], _weighty(record[1])))[1]]
        if self._answered is None or self._answered[0] != weighty:
            self._answered = weighty, self._errors_of(weighty, progress)
        return self._answered[1]

    def _errors_of(self, weighty: list[Laid], progress: Progress) -> dict[ObjectId, list[Finding]]:
        office = self.coverage = self._office
        errors = self._lay_over([delta for _, deltas in weighty for delta in deltas])
        if not errors:
            return {}
        concerned = {identifier for error in errors for identifier in error.objects}
        doubtful = [one for one in weighty if any(delta.id in concerned for delta in one[1])]
        sound = [one for one in weighty if one not in doubtful]
        self.coverage = office
        if not doubtful or self._lay_over([delta for _, deltas in sound for delta in deltas]):
            # An error that no record answers for alone: each is looked at in its turn.
            self.coverage, doubtful = office, weighty
        found: dict[ObjectId, list[Finding]] = {}
        for done, (record, deltas) in enumerate(doubtful):
            progress.step(done, len(doubtful), Text(N_("Comparing with the office's data")))
            held = self.coverage
            errors = self._lay_over(deltas)
            if errors:
                found[record] = errors
                self.coverage = held
        return found

    def _lay_over(self, deltas: Iterable[Delta]) -> list[Finding]:
        """Change the map and return the errors that it did not have before, or that became worse."""
        change = ChangeSet("review", tuple(deltas))
        if not change.deltas:
            return []
        touched = Touched.by([change])
        before = self._check(touched)
        present = [delta.new for delta in change.deltas if isinstance(delta.new, Parcel)]
        gone = [delta.id for delta in change.deltas if delta.new is None]
        self.coverage = self.coverage.patched(_rows(self.coverage, present), gone, self.coverage.version)
        after = self._check(touched)
        known: dict[tuple[str, tuple[ObjectId, ...]], float] = {}
        for one in before:
            known[_fault(one)] = known.get(_fault(one), 0.0) + (one.amount or 0.0)
        return [
            one
            for one in after
            if _fault(one) not in known or (one.amount or 0.0) > known[_fault(one)] + _NO_WORSE
        ]

    def _check(self, touched: Touched) -> list[Finding]:
        if len(touched.ids) < WHOLE_CHECK_FROM:
            nothing = CheckResult(self.coverage.version, Findings(), (), 0.0)
            return _errors(recheck(self.coverage, self._parameters, touched, nothing, self._rules))
        if self.coverage is not self._office:
            return _errors(check(self.coverage, self._parameters, SilentProgress(), self._rules))
        if self._known is None:
            self._known = _errors(check(self.coverage, self._parameters, SilentProgress(), self._rules))
        return self._known


def _fault(finding: Finding) -> tuple[str, tuple[ObjectId, ...]]:
    """Return what tells a fault from others while it grows or shrinks: common land is common land however two lie."""
    return _COMMON_LAND.get(finding.rule, finding.rule), finding.objects


def _errors(result: CheckResult) -> list[Finding]:
    return [one for one in result.findings if one.severity is Severity.ERROR]


def _weighty(deltas: Iterable[Delta]) -> tuple[Delta, ...]:
    """Return the changes of parcels that a check of the map can tell."""
    return tuple(one for one in deltas if _on_the_map(one.old) != _on_the_map(one.new))


def _on_the_map(record: AnyRecord | None) -> tuple[object, ...] | None:
    if not isinstance(record, Parcel):
        return None
    return record.shape, record.commune, record.sheet, record.number, record.number_state


def _rows(coverage: Coverage, parcels: list[Parcel]) -> ParcelRows:
    """Return rows for parcels; what the package does not say of them is as the office has it."""
    known = [coverage.index_of(one.id) for one in parcels]
    columns: dict[str, Any] = {}
    for name, default in _DEFAULTS.items():
        columns[name] = np.array(
            [default if at is None else coverage.column(name, np.array([at]))[0] for at in known],
            dtype=object if default is None else type(default),
        )
    outlines = Outlines.of([one.shape for one in parcels])
    columns |= {
        "commune": _texts(one.commune for one in parcels),
        "sheet": _texts(one.sheet for one in parcels),
        "number": _texts(one.number for one in parcels),
        "provisional": np.array([one.number_state == PROVISIONAL for one in parcels], dtype=bool),
        "legal_area_m2": np.array(
            [np.nan if one.legal_area_m2 is None else float(one.legal_area_m2) for one in parcels]
        ),
        "has_source_shape": np.array([one.source_shape is not None for one in parcels], dtype=bool),
    }
    ids: list[ObjectId] = [one.id for one in parcels]
    return ParcelRows(ids=ids, outlines=outlines, **{name: columns[name] for name in COLUMNS})


_DEFAULTS: dict[str, Any] = {"land_use": None, "user_count": 0}


def _texts(values: Iterable[str | None]) -> Any:
    listed = list(values)
    made = np.empty(len(listed), dtype=object)
    made[:] = listed
    return made
