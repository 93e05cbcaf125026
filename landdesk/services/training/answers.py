"""The answer key of an invented commune: every finding a full check must make, and how a check did against it.

Two findings are the same when the rule and what is at fault are the same. Nothing here looks for faults.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import shapely

from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId

Claim = tuple[str, tuple[ObjectId, ...]]
"""Rule and what is at fault, sorted: objects of the record, or the parcels."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One finding to be made.

    Args:
        rule: Code of the rule.
        objects: The parcels concerned, sorted.
        place: Where the fault was planted; None without a shape.
        cause: Code of what was planted, such as ``overlap.identical``; one cause can have several answers.
        about: Objects of the record at fault, sorted; empty for the parcels themselves.
    """

    rule: str
    objects: tuple[ObjectId, ...]
    place: shapely.Geometry | None
    cause: str
    about: tuple[ObjectId, ...] = ()

    @property
    def claim(self) -> Claim:
        """What the finding says."""
        return self.rule, self.about or self.objects


@dataclass(frozen=True, slots=True)
class Score:
    """How the findings of a check compare with an answer key."""

    hit: tuple[Claim, ...]
    missed: tuple[Claim, ...]
    surplus: tuple[Claim, ...]

    @property
    def recall(self) -> float:
        """Part of the planted faults that was found."""
        return _share(self.hit, self.missed)

    @property
    def precision(self) -> float:
        """Part of the findings that was planted."""
        return _share(self.hit, self.surplus)


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """All findings to be made, sorted by what they say."""

    answers: tuple[Answer, ...] = ()

    def __len__(self) -> int:
        return len(self.answers)

    def of_rule(self, rule: str) -> tuple[Answer, ...]:
        """Return the answers of one rule."""
        return tuple(answer for answer in self.answers if answer.rule == rule)

    def score(self, findings: Iterable[Finding]) -> Score:
        """Compare the findings of a check with this key; a finding made twice is surplus once."""
        wanted = Counter(answer.claim for answer in self.answers)
        found = Counter(finding.subject for finding in findings)
        return Score(_sorted(wanted & found), _sorted(wanted - found), _sorted(found - wanted))


def _sorted(claims: Counter[Claim]) -> tuple[Claim, ...]:
    return tuple(sorted(claims.elements()))


def _share(part: tuple[Claim, ...], rest: tuple[Claim, ...]) -> float:
    total = len(part) + len(rest)
    return len(part) / total if total else 1.0
