"""Where a parcel stands: the order of reasons, and the same for all parcels at once."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.completeness import GROUP_TITLES
from landdesk.domain.workflow import WorkflowFacts, WorkflowState, supplements, workflow_state
from landdesk.services.codelists import shipped_list
from landdesk.services.worklist.states import STATES, WorkflowColumns, workflow_codes

REVIEWED = WorkflowFacts(looked_at=True)

CASES = {
    "nobody looked": (WorkflowFacts(), WorkflowState.UNREVIEWED),
    "somebody has it before him": (WorkflowFacts(begun=True), WorkflowState.REVIEWING),
    "errors go before the look": (WorkflowFacts(faulty=True), WorkflowState.FAULTY),
    "missing does not count before the look": (
        WorkflowFacts(missing=frozenset({"certificate"})),
        WorkflowState.UNREVIEWED,
    ),
    "papers": (replace(REVIEWED, missing=frozenset({"certificate"})), WorkflowState.SUPPLEMENTING_DOCUMENTS),
    "population": (
        replace(REVIEWED, missing=frozenset({"identity"})),
        WorkflowState.SUPPLEMENTING_POPULATION,
    ),
    "a refused match": (replace(REVIEWED, match_refused=True), WorkflowState.SUPPLEMENTING_POPULATION),
    "map": (replace(REVIEWED, missing=frozenset({"boundary"})), WorkflowState.SUPPLEMENTING_SPATIAL),
    "scan": (replace(REVIEWED, missing=frozenset({"scan"})), WorkflowState.SUPPLEMENTING_UNSTRUCTURED),
    "papers before scans": (
        replace(REVIEWED, missing=frozenset({"scan", "certificate"})),
        WorkflowState.SUPPLEMENTING_DOCUMENTS,
    ),
    "unknown is not missing, and no end of the review": (
        replace(REVIEWED, unknown=True),
        WorkflowState.REVIEWING,
    ),
    "all in order": (replace(REVIEWED, differs=True, unsent=True), WorkflowState.ELIGIBLE),
    "sent": (replace(REVIEWED, differs=True, sent_before=True), WorkflowState.SENT),
    "changed since it was sent": (
        replace(REVIEWED, differs=True, unsent=True, sent_before=True),
        WorkflowState.ELIGIBLE,
    ),
    "the branch took it": (replace(REVIEWED, sent_before=True), WorkflowState.RECEIVED),
    "the branch sent it back": (
        replace(REVIEWED, returned=True, differs=True, sent_before=True),
        WorkflowState.RETURNED,
    ),
    "in operation": (replace(REVIEWED, sent_before=True, operating=True), WorkflowState.OPERATING),
    "in operation and incomplete": (
        replace(REVIEWED, operating=True, missing=frozenset({"scan"})),
        WorkflowState.SUPPLEMENTING_UNSTRUCTURED,
    ),
    "asked": (replace(REVIEWED, reclassification_asked=True, returned=True), WorkflowState.RECLASSIFY),
    "the branch's file has the last word": (
        WorkflowFacts(in_group_1=True, faulty=True, reclassification_asked=True),
        WorkflowState.GROUP_1,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_first_reason_that_holds_says_where_it_stands(case: str) -> None:
    facts, state = CASES[case]
    assert workflow_state(facts) is state


@given(st.data())
def test_the_program_never_says_group_1_by_itself(data: st.DataObject) -> None:
    facts = data.draw(FACTS)
    assert (workflow_state(facts) is WorkflowState.GROUP_1) == facts.in_group_1


def test_the_states_are_those_of_the_code_list() -> None:
    assert [str(one) for one in WorkflowState] == [one.code for one in shipped_list("workflow_state")]


def test_all_that_lacks_is_told() -> None:
    assert supplements({"scan", "boundary"}, match_refused=True) == {
        WorkflowState.SUPPLEMENTING_UNSTRUCTURED,
        WorkflowState.SUPPLEMENTING_SPATIAL,
        WorkflowState.SUPPLEMENTING_POPULATION,
    }


GROUPS = tuple(GROUP_TITLES)
FACTS = st.builds(
    WorkflowFacts,
    **{one.name: st.booleans() for one in fields(WorkflowFacts) if one.name != "missing"},
    missing=st.frozensets(st.sampled_from(GROUPS), max_size=2),
)


@given(st.lists(FACTS, max_size=20))
def test_all_at_once_are_as_each_of_them(facts: list[WorkflowFacts]) -> None:
    names = [one.name for one in fields(WorkflowFacts) if one.name != "missing"]
    columns = WorkflowColumns(
        **{name: np.array([getattr(one, name) for one in facts], dtype=bool) for name in names},
        missing={group: np.array([group in one.missing for one in facts], dtype=bool) for group in GROUPS},
    )
    assert [STATES[at] for at in workflow_codes(columns).tolist()] == [workflow_state(one) for one in facts]
