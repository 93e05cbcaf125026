"""Findings sifted by rule, criterion, hamlet, who mends them and severity, with a number beside each choice.

A number says how many findings are left when that choice is made and the others stay as they are. Tens of thousands of
findings are laid out in arrays once; each choice after that costs a few milliseconds.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import numpy as np

from landdesk.domain.arrays import Flags, Integers
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.services.checking.registry import RULE_BY_CODE

NO_HAMLET: Final = ""
"""Stands for findings whose parcels have no hamlet recorded, or that belong to no parcel."""


class Facet(StrEnum):
    """By what findings are sifted."""

    RULE = "rule"
    CRITERION = "criterion"
    HAMLET = "hamlet"
    FIXER = "fixer"
    SEVERITY = "severity"


@dataclass(frozen=True, slots=True)
class Sieve:
    """What a person wants to see.

    Args:
        chosen: One value of a facet each; a facet that is left out lets everything through.
        parcels: Only findings that concern one of these; None for all.
    """

    chosen: Mapping[Facet, str] = field(default_factory=dict)
    parcels: Collection[ObjectId] | None = None


@dataclass(frozen=True, slots=True)
class Sifted:
    """What is left.

    Args:
        findings: In the order they were given.
        counts: By facet and value: how many findings there are with this choice; values without any are left out.
        total: How many findings there are with no choice of a facet at all.
    """

    findings: Sequence[Finding]
    counts: Mapping[Facet, Mapping[str, int]]
    total: int


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    """Values of a facet: which finding has which.

    Args:
        values: The different ones.
        rows: Places of findings; one stands here as often as it has values.
        codes: Places in ``values``, as many as rows.
    """

    values: Sequence[str]
    rows: Integers
    codes: Integers

    def having(self, value: str, count: int) -> Flags:
        """Return which of so many findings have a value."""
        found = np.zeros(count, dtype=bool)
        if value in self.values:
            found[self.rows[self.codes == self.values.index(value)]] = True
        return found

    def counts(self, among: Flags) -> dict[str, int]:
        """Return how many of some findings have each value."""
        numbers = np.bincount(self.codes[among[self.rows]], minlength=len(self.values)).tolist()
        return {value: number for value, number in zip(self.values, numbers, strict=True) if number}


class FindingTable:
    """Findings laid out to be sifted; made on any thread.

    Args:
        findings: All of them.
        hamlets: Hamlet of each parcel that has one recorded.
    """

    def __init__(self, findings: Sequence[Finding], hamlets: Mapping[ObjectId, str]) -> None:
        self.findings = findings
        rules = [one.rule for one in findings]
        owners = [at for at, one in enumerate(findings) for _ in one.objects]
        self._parcels = [parcel for one in findings for parcel in one.objects]
        self._owners = np.array(owners, dtype=np.int64)
        self._columns: Mapping[Facet, _Column] = {
            Facet.RULE: _column(rules, lambda one: (one,)),
            Facet.CRITERION: _column(rules, _criteria),
            Facet.HAMLET: self._by_hamlet(hamlets),
            Facet.FIXER: _column(rules, _fixers),
            Facet.SEVERITY: _column([str(one.severity) for one in findings], lambda one: (one,)),
        }

    def sift(self, sieve: Sieve) -> Sifted:
        """Return what a sieve lets through."""
        count = len(self.findings)
        base = self._concerning(sieve.parcels)
        passing = {facet: self._columns[facet].having(value, count) for facet, value in sieve.chosen.items()}
        counts = {}
        for facet, column in self._columns.items():
            others = base.copy()
            for other, mask in passing.items():
                if other is not facet:
                    others &= mask
            counts[facet] = column.counts(others)
        left = base
        for mask in passing.values():
            left = left & mask
        if left.all():
            found: Sequence[Finding] = self.findings
        else:
            found = [self.findings[at] for at in np.flatnonzero(left).tolist()]
        return Sifted(found, counts, int(base.sum()))

    def _concerning(self, parcels: Collection[ObjectId] | None) -> Flags:
        """Return which findings concern one of the parcels."""
        if parcels is None:
            return np.ones(len(self.findings), dtype=bool)
        wanted = frozenset(parcels)
        found = np.zeros(len(self.findings), dtype=bool)
        found[self._owners[np.array([one in wanted for one in self._parcels], dtype=bool)]] = True
        return found

    def _by_hamlet(self, hamlets: Mapping[ObjectId, str]) -> _Column:
        """Return the hamlets of the parcels of each finding, each hamlet of a finding once."""
        names = [hamlets.get(one, NO_HAMLET) for one in self._parcels]
        values = sorted({*names, NO_HAMLET})
        place = {name: at for at, name in enumerate(values)}
        codes = np.array([place[name] for name in names], dtype=np.int64)
        nowhere = np.flatnonzero([not one.objects for one in self.findings])
        rows = np.append(self._owners, nowhere)
        codes = np.append(codes, np.full(len(nowhere), place[NO_HAMLET], dtype=np.int64))
        pairs = np.unique(rows * len(values) + codes)
        return _Column(values, pairs // len(values), pairs % len(values))


def _criteria(rule: str) -> Sequence[str]:
    known = RULE_BY_CODE.get(rule)
    return () if known is None else (str(known.criterion),)


def _fixers(rule: str) -> Sequence[str]:
    known = RULE_BY_CODE.get(rule)
    return () if known is None else tuple(map(str, known.fixers))


def _column(given: Sequence[str], values_of: Callable[[str], Sequence[str]]) -> _Column:
    """Return a column.

    Args:
        given: A name for each finding; few are different.
        values_of: Returns the values that a name stands for.
    """
    place = {name: at for at, name in enumerate(dict.fromkeys(given))}
    named = np.array([place[one] for one in given], dtype=np.int64)
    values = list(dict.fromkeys(value for name in place for value in values_of(name)))
    rows, codes = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for name, at in place.items():
        mine = np.flatnonzero(named == at)
        for value in values_of(name):
            rows.append(mine)
            codes.append(np.full(len(mine), values.index(value), dtype=np.int64))
    return _Column(values, np.concatenate(rows), np.concatenate(codes))
