"""A sorted list of findings that can be asked by parcel and changed in a few places without going through all.

A commune that nobody has cleaned yet has some hundred thousand of them, and each edit makes another list. So they stand
in blocks, and what they are found by in shards: of these an edit makes few anew, and all others belong to both lists.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final, overload

import numpy as np
from numpy.typing import NDArray

from landdesk.domain.arrays import Integers
from landdesk.domain.finding import Finding, Order, orders
from landdesk.domain.ids import ObjectId

_BLOCK: Final = 512
"""Findings of a block; one that grew to twice as many is cut."""
_SHARDS: Final = 256
_MANY: Final = 2_000

_Shard = dict[ObjectId, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class _Block:
    """Findings that follow each other, with what they are sorted by."""

    orders: list[Order]
    findings: list[Finding]

    def cut(self) -> "list[_Block]":
        """Return the block, or as many as it has become too large for; none for an empty one."""
        size = _BLOCK if len(self.orders) >= 2 * _BLOCK else 2 * _BLOCK
        return [
            _Block(self.orders[at : at + size], self.findings[at : at + size])
            for at in range(0, len(self.orders), size)
        ]


class Findings(Sequence[Finding]):
    """Findings in the order of ``Finding.order``; each rule finds fault with the same once at most.

    Never changed once it is made: ``replaced`` makes another list.
    """

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        given = list(findings)
        ordered = sorted(zip(orders(given), given, strict=True), key=itemgetter(0))
        shards: list[_Shard] = [{} for _ in range(_SHARDS)]
        for _, finding in ordered:
            for identifier in _indexed(finding):
                shard = shards[identifier[-1]]
                shard[identifier] = (*shard.get(identifier, ()), finding)
        everything = _Block([order for order, _ in ordered], [finding for _, finding in ordered])
        self._hold(everything.cut(), shards, Counter(finding.rule for finding in given))

    def _hold(self, blocks: list[_Block], shards: list[_Shard], counts: Counter[str]) -> None:
        self._blocks = blocks
        self._firsts = [block.orders[0] for block in blocks]
        self._ends = list(accumulate(len(block.orders) for block in blocks))
        self._shards = shards
        self._counts = counts

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Finding]: ...
    def __getitem__(self, index: int | slice) -> Finding | Sequence[Finding]:
        if isinstance(index, slice):
            return list(self)[index]
        # An index beyond both ends is refused as a list would.
        at = range(len(self))[index]
        block = bisect_right(self._ends, at)
        return self._blocks[block].findings[at - (self._ends[block - 1] if block else 0)]

    def __iter__(self) -> Iterator[Finding]:
        return chain.from_iterable(block.findings for block in self._blocks)

    @property
    def counts(self) -> Mapping[str, int]:
        """Number of findings by code of the rule; rules without any are left out."""
        return MappingProxyType(self._counts)

    def of(self, identifier: ObjectId) -> tuple[Finding, ...]:
        """Return the findings that concern a parcel, or that are about an object of the record."""
        return self._shards[identifier[-1]].get(identifier, ())

    def of_any(self, identifiers: Iterable[ObjectId]) -> list[Finding]:
        """Return the findings that concern at least one of the parcels or objects, each once, in no order."""
        return list({id(finding): finding for one in identifiers for finding in self.of(one)}.values())

    def places_of(self, findings: Sequence[Finding]) -> list[int]:
        """Return where findings stand that are among these."""
        places = []
        for order in orders(findings):
            at = max(bisect_right(self._firsts, order) - 1, 0)
            block = self._blocks[at].orders
            places.append(self._ends[at] - len(block) + bisect_left(block, order))
        return places

    def places_in(self, before: "Findings") -> Integers:
        """Return where each finding stood in a list before, -1 for one that did not; most of the blocks are in both."""
        mine = {id(block) for _, block in self.parts()}
        starts: dict[int, int] = {}
        loose: dict[int, int] = {}
        for start, block in before.parts():
            starts[id(block)] = start
            if id(block) not in mine:
                loose |= {id(one): at for at, one in enumerate(block, start)}
        places = [np.empty(0, dtype=np.int64)]
        for _, block in self.parts():
            at = starts.get(id(block))
            if at is not None:
                places.append(np.arange(at, at + len(block)))
            else:
                places.append(np.array([loose.get(id(one), -1) for one in block], dtype=np.int64))
        return np.concatenate(places)

    def parts(self) -> Iterator[tuple[int, Sequence[Finding]]]:
        """Return the blocks, each with the place of its first finding; lists that follow each other share most."""
        for block, end in zip(self._blocks, self._ends, strict=True):
            yield end - len(block.findings), block.findings

    def replaced(self, gone: Iterable[Finding], new: Iterable[Finding]) -> "Findings":
        """Return the list without some of its findings and with others.

        What goes and comes back as it was stays the very same finding; this very list is returned where nothing else
        does.
        """
        going = {finding.subject: finding for finding in gone}
        coming = {finding.subject: finding for finding in new}
        for subject in [one for one, finding in coming.items() if going.get(one) == finding]:
            del going[subject], coming[subject]
        if not going and not coming:
            return self
        made = Findings()
        made._hold(
            self._blocks_without(list(going.values()), list(coming.values())),
            self._shards_without(going.values(), coming.values()),
            self._counts_without(going.values(), coming.values()),
        )
        return made

    def _blocks_without(self, going: Sequence[Finding], coming: Sequence[Finding]) -> list[_Block]:
        """Return the blocks without some findings and with others."""
        fresh: dict[int, _Block] = {}

        def block_of(order: Order) -> _Block:
            at = max(bisect_right(self._firsts, order) - 1, 0)
            if at not in fresh:
                old = self._blocks[at] if self._blocks else _Block([], [])
                fresh[at] = _Block(old.orders.copy(), old.findings.copy())
            return fresh[at]

        for order in orders(going):
            block = block_of(order)
            at = bisect_left(block.orders, order)
            del block.orders[at], block.findings[at]
        for order, finding in zip(orders(coming), coming, strict=True):
            block = block_of(order)
            at = bisect_left(block.orders, order)
            block.orders.insert(at, order)
            block.findings.insert(at, finding)
        blocks: list[_Block] = []
        for at in range(max(len(self._blocks), 1)):
            blocks += fresh[at].cut() if at in fresh else [self._blocks[at]]
        return blocks

    def _shards_without(self, going: Iterable[Finding], coming: Iterable[Finding]) -> list[_Shard]:
        """Return what findings are found by, without some and with others."""
        shards = self._shards.copy()
        fresh: set[int] = set()

        def shard_of(identifier: ObjectId) -> _Shard:
            at = identifier[-1]
            if at not in fresh:
                fresh.add(at)
                shards[at] = shards[at].copy()
            return shards[at]

        for finding in going:
            for identifier in _indexed(finding):
                shard = shard_of(identifier)
                left = tuple(one for one in shard[identifier] if one is not finding)
                if left:
                    shard[identifier] = left
                else:
                    del shard[identifier]
        for finding in coming:
            for identifier in _indexed(finding):
                shard = shard_of(identifier)
                shard[identifier] = (*shard.get(identifier, ()), finding)
        return shards

    def _counts_without(self, going: Iterable[Finding], coming: Iterable[Finding]) -> Counter[str]:
        """Return the numbers by rule without some findings and with others."""
        counts = self._counts.copy()
        counts.subtract(finding.rule for finding in going)
        counts.update(finding.rule for finding in coming)
        return +counts


def listed(findings: Iterable[Finding]) -> Sequence[Finding]:
    """Return findings as a list that stays as it is, and can be followed."""
    return findings if isinstance(findings, Findings) else tuple(findings)


def taken(findings: Sequence[Finding], places: Integers) -> list[Finding]:
    """Return the findings that stand at some places."""
    # To find one in its block takes fifty times as long as in a plain list.
    plain = list(findings) if len(places) > _MANY else findings
    return [plain[at] for at in places.tolist()]


def places_among(before: Sequence[Finding], after: Sequence[Finding]) -> Integers:
    """Return where each finding of a list stood in another one, -1 for one that was not the very same there."""
    if isinstance(before, Findings) and isinstance(after, Findings):
        return after.places_in(before)
    known = {id(one): at for at, one in enumerate(before)}
    return np.array([known.get(id(one), -1) for one in after], dtype=np.int64)


def spliced(before: NDArray[Any], fresh: NDArray[Any], places: Integers) -> NDArray[Any]:
    """Return values of the findings of a list from those of another one.

    Args:
        before: Of the other list.
        fresh: Of the findings that were not there, in their order.
        places: Where the others stood, see ``places_among``.
    """
    made = np.empty((len(places), *before.shape[1:]), dtype=before.dtype)
    there = places >= 0
    made[there], made[~there] = before[places[there]], fresh
    return made


def _indexed(finding: Finding) -> tuple[ObjectId, ...]:
    """Return what a finding is found by."""
    return (*finding.objects, *finding.about)
