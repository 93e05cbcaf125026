"""Where all parcels stand at once: the arrays' side of ``domain/workflow.py``; a test holds the two together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from landdesk.domain.workflow import SUPPLEMENT_ORDER, WorkflowState, supplements

Mask = NDArray[np.bool_]

STATES: Final = tuple(WorkflowState)


@dataclass(frozen=True, slots=True)
class WorkflowColumns:
    """The facts of :class:`landdesk.domain.workflow.WorkflowFacts`, one array for each; ``missing`` by field group."""

    in_group_1: Mask
    reclassification_asked: Mask
    returned: Mask
    differs: Mask
    unsent: Mask
    sent_before: Mask
    faulty: Mask
    begun: Mask
    looked_at: Mask
    missing: Mapping[str, Mask]
    unknown: Mask
    match_refused: Mask
    operating: Mask


def workflow_codes(facts: WorkflowColumns) -> NDArray[np.int64]:
    """Return where each parcel stands, as a place in ``STATES``."""
    lacking = {one: np.zeros(len(facts.unknown), dtype=bool) for one in SUPPLEMENT_ORDER}
    for group, mask in facts.missing.items():
        for state in supplements((group,), match_refused=False):
            lacking[state] |= mask
    lacking[WorkflowState.SUPPLEMENTING_POPULATION] |= facts.match_refused
    conditions: list[tuple[WorkflowState, Mask]] = [
        (WorkflowState.GROUP_1, facts.in_group_1),
        (WorkflowState.RECLASSIFY, facts.reclassification_asked),
        (WorkflowState.RETURNED, facts.returned),
        (WorkflowState.SENT, facts.differs & ~facts.unsent),
        (WorkflowState.FAULTY, facts.faulty),
        (WorkflowState.REVIEWING, facts.begun & ~facts.looked_at),
        (WorkflowState.UNREVIEWED, ~facts.looked_at),
        *((one, lacking[one]) for one in SUPPLEMENT_ORDER),
        (WorkflowState.REVIEWING, facts.unknown),
        (WorkflowState.OPERATING, facts.operating & ~facts.differs),
        (WorkflowState.RECEIVED, facts.sent_before & ~facts.differs),
    ]
    return np.select(
        [mask for _, mask in conditions],
        [STATES.index(state) for state, _ in conditions],
        STATES.index(WorkflowState.ELIGIBLE),
    ).astype(np.int64)
