"""What the check would say of boundaries that somebody is still drawing.

The map rules that look at the surroundings of an edit run on a map as it would be, by the same way as after the edit
(``changed_on_map``). Neither the read model nor the findings are touched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from shapely import MultiPolygon

from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.rule_set import RuleSet
from landdesk.services.checking.findings import Findings
from landdesk.services.checking.profiles import GEOMETRY, rules_in_force
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.runner import changed_on_map
from landdesk.services.checking.touched import Touched, changed_box

_LEAST: Final = 0.01
"""Square metres, or a share."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What an act would do to the map.

    Args:
        shapes: Parcels as they would be, those included that only get a node.
        made: Land that would be new parcels.
        gone: Parcels that would be no longer.
        map_only: What is recorded of the parcels would change too, so only rules that look at the map alone are asked.
    """

    shapes: Mapping[ObjectId, MultiPolygon] = field(default_factory=dict)
    made: Sequence[MultiPolygon] = ()
    gone: frozenset[ObjectId] = frozenset()
    map_only: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Foresight:
    """What an act would change in the findings.

    Args:
        coverage: The map as it would be.
        new: Findings that would come, or be worse than they are.
        mended: Findings that would go.
    """

    coverage: Coverage
    new: tuple[Finding, ...]
    mended: tuple[Finding, ...]


def foresee(coverage: Coverage, outcome: Outcome, parameters: RuleSet, findings: Findings) -> Foresight:
    """Return what an act would change in the findings of map rules.

    Args:
        coverage: State before the act.
        outcome: What it would do.
        parameters: Tolerances and severities.
        findings: Of the state before.
    """
    made = {_stand_in(number): shape for number, shape in enumerate(outcome.made)}
    shapes = {**outcome.shapes, **made}
    would_be = coverage.reshaped(shapes, outcome.gone)
    ids = frozenset({*shapes, *outcome.gone})
    boxes = (changed_box(coverage.shape(one), shapes.get(one)) for one in ids)
    touched = Touched(ids, tuple(box for box in boxes if box is not None))
    rules = [
        rule
        for rule in rules_in_force(parameters, codes=GEOMETRY if outcome.map_only else None)
        if isinstance(rule, MapRule) and rule.scope is not Scope.KEYS
    ]
    gone, new, _ = changed_on_map(would_be, rules, parameters.limits, touched, findings)
    before = {one.subject: one for one in gone}
    after = {one.subject: one for one in new}
    return Foresight(
        would_be,
        tuple(
            one for subject, one in after.items() if subject not in before or is_worse(before[subject], one)
        ),
        tuple(one for subject, one in before.items() if subject not in after),
    )


def is_worse(before: Finding, after: Finding) -> bool:
    """Tell whether of a fault there would be more than there is.

    What is wrong all the time is not said again because another corner moves: a parcel that lies kilometres beside its
    commune lies there by some more or less centimetres.
    """
    if before.amount is None or after.amount is None:
        return False
    return after.amount - before.amount > max(_LEAST, _LEAST * before.amount)


def _stand_in(number: int) -> ObjectId:
    """Return an identifier for a parcel that is not there yet; no parcel has it."""
    return ObjectId(b"\xff" * 8 + number.to_bytes(8, "big"))
