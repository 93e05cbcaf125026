"""What a checking rule is.

A rule reads a view and returns findings. It has no state, never writes, and works in arrays: one signature for
the whole coverage, for a block of it and for what an edit touched.
"""

from abc import ABC, abstractmethod
from enum import StrEnum
from typing import ClassVar

import shapely

from landdesk.domain.arrays import Integers
from landdesk.domain.finding import Criterion, Finding, Severity
from landdesk.domain.ids import ObjectId
from landdesk.domain.limits import Limits
from landdesk.i18n import Text
from landdesk.services.checking.view import CheckView


class Scope(StrEnum):
    """What a finding of the rule depends on."""

    PARCEL = "parcel"
    """One parcel alone, with what lies in its holes."""
    NEIGHBOURS = "neighbours"
    """The map within ``Rule.reach_m`` of the place."""
    KEYS = "keys"
    """All parcels with the same commune, sheet and number, wherever they lie."""


class Rule(ABC):
    """One rule, one kind of fault.

    Attributes:
        code: Dotted name, never used again for something else.
        title: Source text of the fault's name.
        criterion: Which of the four criteria the fault offends.
        severity: How much it matters.
        scope: What a finding depends on; the runner rechecks after an edit accordingly.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    criterion: ClassVar[Criterion]
    severity: ClassVar[Severity]
    scope: ClassVar[Scope]

    def reach_m(self, limits: Limits) -> float:
        """Return how far from a change of the map findings can change, and how far their parcels can lie apart."""
        del limits  # parcels that touch
        return 0.0

    @abstractmethod
    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Return the findings that concern at least one parcel of the subset, in any order.

        Args:
            view: What to look at.
            limits: Tolerances.
            subset: Positions in the view; None stands for all.
        """

    def finding(
        self,
        objects: tuple[ObjectId, ...],
        place: shapely.Geometry | None,
        what: Text,
        remedy: Text,
        amount: float | None = None,
        unit: str = "",
    ) -> Finding:
        """Return a finding of this rule."""
        # Beyond a square millimetre areas hold noise that differs from one view to another.
        amount = None if amount is None else round(float(amount), 6)
        return Finding(self.code, self.severity, objects, place, amount, unit, what, remedy)
