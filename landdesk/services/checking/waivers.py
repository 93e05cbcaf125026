"""Findings that a person let pass: with a reason, and with a paper where the list of rules asks for one.

A waiver is a work item of the kind ``waiver``: its subjects are what is at fault, its code the rule, its fingerprint
the state in which it was let pass. When that changes the waiver lapses: the finding stands again.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import shapely

from landdesk.domain.canonical import image_of, revision_of
from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Finding, keys
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import CLASSES, Parcel, WorkItem
from landdesk.services.checking.findings import Findings
from landdesk.services.checking.registry import RULE_BY_CODE
from landdesk.services.checking.rule import RecordRule
from landdesk.store.reader import Reader

WAIVER: Final = "waiver"
"""Kind of the work item."""
STANDING: Final = "open"
"""State of a waiver that was not withdrawn."""


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers of a store beside its findings.

    Args:
        by_key: Waiver of each finding that is let pass, by the finding's key.
        passed: These findings.
        lapsed: Waivers whose finding is another one now, with it.
    """

    by_key: Mapping[str, WorkItem]
    passed: tuple[Finding, ...]
    lapsed: tuple[tuple[WorkItem, Finding], ...]

    @classmethod
    def none(cls) -> "Waivers":
        """Return those of a store without any."""
        return cls({}, (), ())

    @classmethod
    def read(cls, reader: Reader, coverage: Coverage, findings: Findings) -> "Waivers":
        """Return those that hold for these findings."""
        items = reader.failures.work([WAIVER], [STANDING])
        pairs = [
            (item, finding)
            for item in items
            for finding in findings.of_any(item.subjects)
            if finding.rule == item.code and (finding.about or finding.objects) == item.subjects
        ]
        prints = fingerprints(reader, coverage, [finding for _, finding in pairs])
        held = [pair for pair, now in zip(pairs, prints, strict=True) if pair[0].fingerprint == now]
        lapsed = tuple(pair for pair, now in zip(pairs, prints, strict=True) if pair[0].fingerprint != now)
        passed = tuple(finding for _, finding in held)
        by_key = {key: item for key, (item, _) in zip(keys(passed), held, strict=True)}
        return cls(by_key, passed, lapsed)

    def standing(self, findings: Findings) -> Findings:
        """Return those of the findings that were read with that nobody let pass; the very list where that is all."""
        return findings.replaced(self.passed, ())


def fingerprints(reader: Reader, coverage: Coverage, findings: Iterable[Finding]) -> list[str]:
    """Return what stands for the state of each finding: its words and numbers, and what it is about.

    Of a finding at a place on the map these are the boundaries of its parcels, else the revisions of what is at fault.
    """
    wanted = list(findings)
    revisions = _revisions(reader, [one for one in wanted if one.place is None])
    found = []
    for finding in wanted:
        digest = hashlib.sha256()
        values = sorted((name, str(value)) for name, value in finding.what.values.items())
        digest.update(f"{finding.key} {finding.amount} {finding.what.source} {values}".encode())
        for one in _subjects(finding):
            digest.update(one)
            if finding.place is not None:
                digest.update(_boundary(coverage, one))
            else:
                digest.update(revisions.get(one, b""))
        found.append(digest.hexdigest())
    return found


def _subjects(finding: Finding) -> tuple[ObjectId, ...]:
    return finding.about or finding.objects


def _revisions(reader: Reader, findings: Iterable[Finding]) -> dict[ObjectId, bytes]:
    """Return the revisions of what findings of the record are about."""
    by_class: dict[str, set[ObjectId]] = {}
    for finding in findings:
        rule = RULE_BY_CODE.get(finding.rule)
        classes = rule.reads if rule is not None and issubclass(rule, RecordRule) else frozenset()
        # Which class an object is of the finding does not say; identifiers are of one class only.
        for name in classes & CLASSES.keys() if finding.about else {Parcel.CLASS}:
            by_class.setdefault(name, set()).update(_subjects(finding))
    records = reader.records(by_class)
    return {one: revision_of(image_of(record)) for one, record in records.items()}


def _boundary(coverage: Coverage, parcel: ObjectId) -> bytes:
    (shape,) = (
        coverage.shapes(coverage.indices_of([parcel])) if coverage.index_of(parcel) is not None else [None]
    )
    return b"" if shape is None else shapely.to_wkb(shape)
