"""A sorted list of findings that can be asked by parcel and changed in a few places without going through all."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from types import MappingProxyType
from typing import overload

from landdesk.domain.finding import Finding, orders
from landdesk.domain.ids import ObjectId


class Findings(Sequence[Finding]):
    """Findings in the order of ``Finding.order``; each rule finds fault with the same once at most.

    Never changed once it is made: ``replaced`` makes another list.
    """

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        given = list(findings)
        ordered = sorted(zip(orders(given), given, strict=True), key=itemgetter(0))
        self._orders = [order for order, _ in ordered]
        self._findings = [finding for _, finding in ordered]
        self._by_object: dict[ObjectId, tuple[Finding, ...]] = {}
        for finding in self._findings:
            for identifier in _indexed(finding):
                self._by_object[identifier] = (*self._by_object.get(identifier, ()), finding)
        self._counts = Counter(finding.rule for finding in self._findings)

    def __len__(self) -> int:
        return len(self._findings)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Finding]: ...
    def __getitem__(self, index: int | slice) -> Finding | Sequence[Finding]:
        return self._findings[index]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._findings)

    @property
    def counts(self) -> Mapping[str, int]:
        """Number of findings by code of the rule; rules without any are left out."""
        return MappingProxyType(self._counts)

    def of(self, identifier: ObjectId) -> tuple[Finding, ...]:
        """Return the findings that concern a parcel, or that are about an object of the record."""
        return self._by_object.get(identifier, ())

    def of_any(self, identifiers: Iterable[ObjectId]) -> list[Finding]:
        """Return the findings that concern at least one of the parcels or objects, each once, in no order."""
        return list({id(finding): finding for one in identifiers for finding in self.of(one)}.values())

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
        made._orders, made._findings = self._orders.copy(), self._findings.copy()
        made._by_object, made._counts = self._by_object.copy(), self._counts.copy()
        for finding in going.values():
            made._take_out(finding)
        for finding in coming.values():
            made._put_in(finding)
        return made

    def _take_out(self, finding: Finding) -> None:
        at = bisect_left(self._orders, finding.order)
        del self._orders[at], self._findings[at]
        for identifier in _indexed(finding):
            left = tuple(one for one in self._by_object[identifier] if one is not finding)
            if left:
                self._by_object[identifier] = left
            else:
                del self._by_object[identifier]
        self._counts[finding.rule] -= 1
        if not self._counts[finding.rule]:
            del self._counts[finding.rule]

    def _put_in(self, finding: Finding) -> None:
        order = finding.order
        at = bisect_left(self._orders, order)
        self._orders.insert(at, order)
        self._findings.insert(at, finding)
        for identifier in _indexed(finding):
            self._by_object[identifier] = (*self._by_object.get(identifier, ()), finding)
        self._counts[finding.rule] += 1


def _indexed(finding: Finding) -> tuple[ObjectId, ...]:
    """Return what a finding is found by."""
    return (*finding.objects, *finding.about)
