"""Where a parcel stands on its way to group 1, derived from facts (domain notes 1.7).

Nothing is stored but what only a person can say: that somebody has looked at the parcel, and that re-classification
was asked for. The program never says "group 1" itself: it says that a parcel is fit to be proposed, and takes the
group from the branch's status file. Codes are those of the code list ``workflow_state``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from landdesk.domain.completeness import SPATIAL, UNSTRUCTURED, block_of


class WorkflowState(StrEnum):
    """States in the order of the code list."""

    UNREVIEWED = "unreviewed"
    REVIEWING = "reviewing"
    FAULTY = "faulty"
    SUPPLEMENTING = "supplementing"
    SUPPLEMENTING_DOCUMENTS = "supplementing_documents"
    SUPPLEMENTING_POPULATION = "supplementing_population"
    SUPPLEMENTING_SPATIAL = "supplementing_spatial"
    SUPPLEMENTING_UNSTRUCTURED = "supplementing_unstructured"
    ELIGIBLE = "eligible"
    SENT = "sent"
    RECEIVED = "received"
    RETURNED = "returned"
    OPERATING = "operating"
    RECLASSIFY = "reclassify"
    GROUP_1 = "group_1"


GROUP_1: Final = "1"
"""Code of group 1 in the code list ``parcel_group``."""
OPERATING: Final = "operating"
"""Code of "approved into operation" in the code list ``collection_state``."""
REFUSED_MATCHES: Final = frozenset({"not_matched", "undetermined", "deceased"})
"""Results of the match with the population database that somebody has to follow up."""
POPULATION_GROUPS: Final = frozenset({"identity"})
"""Field groups that the population database answers for."""

RECLASSIFY: Final = "reclassify"
"""Kind of the work item by which a person says that re-classification was asked for."""
RETURNED_KINDS: Final = frozenset({"returned", "conflict"})
"""Kinds of work items that say that the branch sent something back."""


def needs_supplement(group: str) -> WorkflowState:
    """Return the state of a looked-at parcel of which this field group is missing."""
    if block_of(group) == SPATIAL:
        return WorkflowState.SUPPLEMENTING_SPATIAL
    if block_of(group) == UNSTRUCTURED:
        return WorkflowState.SUPPLEMENTING_UNSTRUCTURED
    if group in POPULATION_GROUPS:
        return WorkflowState.SUPPLEMENTING_POPULATION
    return WorkflowState.SUPPLEMENTING_DOCUMENTS


@dataclass(frozen=True, slots=True)
class WorkflowFacts:
    """What the state of one parcel is derived from.

    Args:
        in_group_1: The branch's newest status file says so.
        reclassification_asked: A person said that it was asked for, and that still holds.
        returned: Work that the branch sent back is open.
        differs: Something of the parcel differs from the branch's record.
        unsent: Of that, something was not sent as it is now.
        sent_before: Something of the parcel went to the branch in a package.
        faulty: The check found errors.
        begun: Somebody has it before him in a worklist, or put it off.
        looked_at: Somebody edited it, or said in a worklist that it is done.
        missing: Field groups that are missing.
        unknown: Of some field group no source was loaded.
        match_refused: A match with the population database is to be followed up.
        operating: Approved into operation, as the status file or the state of collection says.
    """

    in_group_1: bool = False
    reclassification_asked: bool = False
    returned: bool = False
    differs: bool = False
    unsent: bool = False
    sent_before: bool = False
    faulty: bool = False
    begun: bool = False
    looked_at: bool = False
    missing: frozenset[str] = frozenset()
    unknown: bool = False
    match_refused: bool = False
    operating: bool = False


def supplements(missing: Iterable[str], *, match_refused: bool) -> frozenset[WorkflowState]:
    """Return everything that has to be supplemented; papers, population, map and scans may lack at once."""
    found = {needs_supplement(group) for group in missing}
    if match_refused:
        found.add(WorkflowState.SUPPLEMENTING_POPULATION)
    return frozenset(found)


def workflow_state(facts: WorkflowFacts) -> WorkflowState:
    """Return where a parcel stands: the first of these that holds.

    What the branch said goes first, then who has the ball: what was asked for, came back or waits at the branch. Then
    what is wrong, what nobody has looked at, what is missing; what is left is in order.
    """
    lacking = supplements(facts.missing, match_refused=facts.match_refused)
    for state, holds in (
        (WorkflowState.GROUP_1, facts.in_group_1),
        (WorkflowState.RECLASSIFY, facts.reclassification_asked),
        (WorkflowState.RETURNED, facts.returned),
        (WorkflowState.SENT, facts.differs and not facts.unsent),
        (WorkflowState.FAULTY, facts.faulty),
        (WorkflowState.REVIEWING, facts.begun and not facts.looked_at),
        (WorkflowState.UNREVIEWED, not facts.looked_at),
        *((one, one in lacking) for one in SUPPLEMENT_ORDER),
        (WorkflowState.REVIEWING, facts.unknown),
        (WorkflowState.OPERATING, facts.operating and not facts.differs),
        (WorkflowState.RECEIVED, facts.sent_before and not facts.differs),
    ):
        if holds:
            return state
    return WorkflowState.ELIGIBLE


SUPPLEMENT_ORDER: Final = (
    WorkflowState.SUPPLEMENTING_DOCUMENTS,
    WorkflowState.SUPPLEMENTING_POPULATION,
    WorkflowState.SUPPLEMENTING_SPATIAL,
    WorkflowState.SUPPLEMENTING_UNSTRUCTURED,
)
"""Where several lack, the one that is told: papers first, since the others are taken from them."""

PARENTS: Final[Mapping[WorkflowState, WorkflowState]] = dict.fromkeys(
    SUPPLEMENT_ORDER, WorkflowState.SUPPLEMENTING
)
"""The state that stands for several in filters and sums."""
