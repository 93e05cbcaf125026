"""What a checking rule is.

A rule reads and returns findings. It has no state but the severity that the rule set in force gives it, never writes,
and works on many objects at once: a map rule in arrays, a record rule by queries. One signature serves the whole
commune, a block of it and what an edit touched.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

import shapely

from landdesk.domain.arrays import Integers
from landdesk.domain.errors import LandDeskError
from landdesk.domain.finding import Criterion, Finding, Fixer, Severity
from landdesk.domain.ids import ObjectId
from landdesk.domain.limits import Limits
from landdesk.i18n import Text

if TYPE_CHECKING:
    from landdesk.services.checking.record_view import RecordView
    from landdesk.services.checking.view import CheckView


class Scope(StrEnum):
    """What a finding of the rule depends on."""

    PARCEL = "parcel"
    """One parcel alone."""
    NEIGHBOURS = "neighbours"
    """The map within ``MapRule.reach_m`` of the place."""
    KEYS = "keys"
    """All parcels with the same commune, sheet and number, wherever they lie."""
    RECORD = "record"
    """Objects of the record, found by queries."""


class NotCheckedError(LandDeskError):
    """A record rule cannot be asked: what it compares with is not known here. It is no finding and no failure."""


class Rule(ABC):
    """One rule, one kind of fault.

    Attributes:
        code: Dotted name, never used again for something else.
        title: Source text of the fault's name.
        criterion: Which criterion the fault offends.
        fixers: Who can mend it, the first of them first.
        basis: Number in the catalogue of practice (``T07``), or ``practice``.
        scope: What a finding depends on; the runner rechecks after an edit accordingly.
        known: What has to be known of a parcel for the rule to be asked: field groups, ``status`` (what a status file
            says), ``match`` (results of the population database).
        partly: Of these each is judged on its own: what is not known is counted, and the rule is asked about the rest.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    criterion: ClassVar[Criterion]
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "practice"
    scope: ClassVar[Scope]
    known: ClassVar[frozenset[str]] = frozenset()
    partly: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, severity: Severity) -> None:
        self.severity = severity

    def finding(
        self,
        objects: tuple[ObjectId, ...],
        place: shapely.Geometry | None,
        what: Text,
        remedy: Text,
        amount: float | None = None,
        unit: str = "",
        about: tuple[ObjectId, ...] = (),
    ) -> Finding:
        """Return a finding of this rule."""
        # Beyond a square millimetre areas hold noise that differs from one view to another.
        amount = None if amount is None else round(float(amount), 6)
        return Finding(self.code, self.severity, objects, place, amount, unit, what, remedy, about)


class MapRule(Rule):
    """A rule that looks at boundaries and at what the read model holds of parcels."""

    def reach_m(self, limits: Limits) -> float:
        """Return how far from a change of the map findings can change, and how far their parcels can lie apart."""
        del limits  # parcels that touch
        return 0.0

    @abstractmethod
    def check(self, view: "CheckView", limits: Limits, subset: Integers | None) -> list[Finding]:
        """Return the findings that concern at least one parcel of the subset, in any order.

        Args:
            view: What to look at.
            limits: Tolerances.
            subset: Positions in the view; None stands for all.
        """


class RecordRule(Rule):
    """A rule that asks the store about objects of the record.

    Attributes:
        reads: Classes of objects that a finding depends on, and ``shape`` for boundaries: after an edit only rules that
            read what it touched are asked again.
        everywhere: Of these classes each object may decide what is found about any other, as a row of a conversion
            table does: after an edit of one the rule is asked about everything.
    """

    scope: ClassVar[Scope] = Scope.RECORD
    reads: ClassVar[frozenset[str]]
    everywhere: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def look(self, record: "RecordView") -> Iterable[Finding]:
        """Return the findings about objects that the view asks for, in any order.

        Raises:
            NotCheckedError: What the rule compares with is not known in this store.
        """

    def fault(
        self,
        parcels: Iterable[ObjectId],
        what: Text,
        remedy: Text,
        *,
        about: Iterable[ObjectId] = (),
        amount: float | None = None,
        unit: str = "",
    ) -> Finding:
        """Return a finding of this rule; its place are the parcels themselves.

        Args:
            parcels: All parcels concerned, each once or more, in any order.
            what: What is wrong, one sentence.
            remedy: How to mend it, one sentence.
            about: Objects at fault, each once or more; none for the parcels themselves.
            amount: How much it is.
            unit: ``m2``, ``m`` or ``count``.
        """
        return self.finding(
            tuple(sorted(set(parcels))), None, what, remedy, amount, unit, tuple(sorted(set(about)))
        )
