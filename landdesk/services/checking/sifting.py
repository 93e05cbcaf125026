"""Findings sifted by state, rule, criterion, hamlet, who mends them and severity, with a number beside each choice.

A number says how many findings are left when that choice is made and the others stay as they are. Tens of thousands of
findings are laid out in arrays once; each choice after that costs a few milliseconds.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import numpy as np

from landdesk.domain.arrays import Flags, Integers, Objects
from landdesk.domain.finding import Finding, Severity
from landdesk.domain.ids import ObjectId
from landdesk.services.checking.findings import listed, places_among, spliced, taken
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
    STATE = "state"


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """Where findings stand.

    Args:
        values: The different states.
        codes: Place of each finding's state in ``values``.
        hidden: Findings of this state are left out unless it is chosen.
    """

    values: Sequence[str]
    codes: Integers
    hidden: str


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
        total: How many findings there are with no choice of a facet at all, without those of a hidden state.
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


@dataclass(frozen=True, slots=True, eq=False)
class FindingTable:
    """Findings laid out to be sifted; made on any thread.

    Args:
        findings: All of them.
        hamlets: Hamlet of each parcel that has one recorded.
        rules: The different rules.
        rule: Place of each finding's rule in ``rules``.
        severity: Place of each finding's severity in the order of ``Severity``.
        owners: Place of the finding, for each parcel of each finding, ascending.
        parcels: These parcels.
        names: The different hamlets.
        hamlet: Place of each of these parcels' hamlet in ``names``.
    """

    findings: Sequence[Finding]
    hamlets: Mapping[ObjectId, str]
    rules: list[str]
    rule: Integers
    severity: Integers
    owners: Integers
    parcels: Objects
    names: list[str]
    hamlet: Integers

    @classmethod
    def of(cls, findings: Iterable[Finding], hamlets: Mapping[ObjectId, str]) -> "FindingTable":
        """Lay findings out."""
        present = listed(findings)
        parcels = [parcel for one in present for parcel in one.objects]
        owners = [at for at, one in enumerate(present) for _ in one.objects]
        rules, rule = _coded([one.rule for one in present])
        names, hamlet = _coded([hamlets.get(one, NO_HAMLET) for one in parcels])
        severities = list(Severity)
        severity = _numbers([severities.index(one.severity) for one in present])
        held = np.empty(len(parcels), dtype=object)
        held[:] = parcels
        return cls(present, hamlets, rules, rule, severity, _numbers(owners), held, names, hamlet)

    def followed_by(self, findings: Iterable[Finding]) -> "FindingTable":
        """Return the table of other findings, most of which are these: only the others are looked at."""
        present = listed(findings)
        places = places_among(self.findings, present)
        fresh = taken(present, np.flatnonzero(places < 0))
        part = FindingTable.of(fresh, self.hamlets)
        rules, rule = _joined(self.rules, part.rules, part.rule)
        names, hamlet = _joined(self.names, part.names, part.hamlet)
        mine, theirs = _parcel_counts(self), _parcel_counts(part)
        counts = spliced(mine, theirs, places)
        # Where the parcels of each finding begin, in the old list with those of the new findings behind it.
        begins = spliced(np.cumsum(mine) - mine, np.cumsum(theirs) - theirs + len(self.parcels), places)
        rows = np.repeat(begins - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        return FindingTable(
            present,
            self.hamlets,
            rules,
            spliced(self.rule, rule, places),
            spliced(self.severity, part.severity, places),
            np.repeat(np.arange(len(places)), counts),
            np.concatenate([self.parcels, part.parcels])[rows],
            names,
            np.concatenate([self.hamlet, hamlet])[rows],
        )

    def sift(self, sieve: Sieve, states: States | None = None) -> Sifted:
        """Return what a sieve lets through; without states nothing is said of these."""
        count = len(self.findings)
        base = self._concerning(sieve.parcels)
        columns = self._columns()
        if states is not None:
            columns[Facet.STATE] = _Column(states.values, np.arange(count), states.codes)
        passing = {facet: columns[facet].having(value, count) for facet, value in sieve.chosen.items()}
        seen = base
        if states is not None:
            shown = ~columns[Facet.STATE].having(states.hidden, count)
            passing.setdefault(Facet.STATE, shown)
            seen = base & shown
        counts: dict[Facet, Mapping[str, int]] = {key: {} for key in Facet}
        for facet, column in columns.items():
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
            found = taken(self.findings, np.flatnonzero(left))
        return Sifted(found, counts, int(seen.sum()))

    def _columns(self) -> dict[Facet, _Column]:
        rows = np.arange(len(self.findings))
        return {
            Facet.RULE: _Column(self.rules, rows, self.rule),
            Facet.CRITERION: self._by_rule(_criteria),
            Facet.HAMLET: self._by_hamlet(),
            Facet.FIXER: self._by_rule(_fixers),
            Facet.SEVERITY: _Column(list(map(str, Severity)), rows, self.severity),
        }

    def _concerning(self, parcels: Collection[ObjectId] | None) -> Flags:
        """Return which findings concern one of the parcels."""
        if parcels is None:
            return np.ones(len(self.findings), dtype=bool)
        wanted = frozenset(parcels)
        found = np.zeros(len(self.findings), dtype=bool)
        found[self.owners[np.array([one in wanted for one in self.parcels], dtype=bool)]] = True
        return found

    def _by_hamlet(self) -> _Column:
        """Return the hamlets of the parcels of each finding, each hamlet of a finding once."""
        names, nowhere = _joined(self.names, [NO_HAMLET], _numbers([0]))
        without = np.ones(len(self.findings), dtype=bool)
        without[self.owners] = False
        rows = np.append(self.owners, np.flatnonzero(without))
        codes = np.append(self.hamlet, np.full(int(without.sum()), nowhere[0], dtype=np.int64))
        pairs = rows * len(names) + codes
        # Only a finding of several parcels can have a hamlet twice.
        several = (np.bincount(rows, minlength=len(self.findings)) > 1)[rows]
        pairs = np.concatenate([pairs[~several], np.unique(pairs[several])])
        return _Column(names, pairs // len(names), pairs % len(names))

    def _by_rule(self, values_of: Callable[[str], Sequence[str]]) -> _Column:
        """Return a column of what the rule of each finding says."""
        values = list(dict.fromkeys(value for one in self.rules for value in values_of(one)))
        rows, codes = [_numbers([])], [_numbers([])]
        for code, value in enumerate(values):
            having = np.array([value in values_of(one) for one in self.rules], dtype=bool)
            mine = np.flatnonzero(having[self.rule])
            rows.append(mine)
            codes.append(np.full(len(mine), code, dtype=np.int64))
        return _Column(values, np.concatenate(rows), np.concatenate(codes))


def _parcel_counts(table: FindingTable) -> Integers:
    """Return how many parcels each finding has."""
    return np.bincount(table.owners, minlength=len(table.findings))


def _criteria(rule: str) -> Sequence[str]:
    known = RULE_BY_CODE.get(rule)
    return () if known is None else (str(known.criterion),)


def _fixers(rule: str) -> Sequence[str]:
    known = RULE_BY_CODE.get(rule)
    return () if known is None else tuple(map(str, known.fixers))


def _coded(given: Sequence[str]) -> tuple[list[str], Integers]:
    """Return the different words, and the place of each given one among them."""
    place = {word: at for at, word in enumerate(dict.fromkeys(given))}
    return list(place), _numbers([place[one] for one in given])


def _joined(words: list[str], others: Sequence[str], codes: Integers) -> tuple[list[str], Integers]:
    """Return words with others among them, and codes of the others as places in all."""
    joined = list(dict.fromkeys((*words, *others)))
    return joined, _numbers([joined.index(one) for one in others])[codes]


def _numbers(values: Sequence[int]) -> Integers:
    return np.array(values, dtype=np.int64)
