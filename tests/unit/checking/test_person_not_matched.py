"""person.not-matched: the population database knows the person otherwise than the record."""

import pytest

from landdesk.domain.records import Party, PartyMember, SyncStatus
from tests.unit.checking.recorded import Made, asked, result_of

CODE = "person.not-matched"


def test_the_answer_is_a_finding_about_the_person() -> None:
    made = Made()
    parcel = made.parcel()
    couple = made.user(parcel, "Lê Văn Tám và vợ", kind="couple")
    wife = made.add(Party, "Nguyễn Thị Hòa", kind="individual", population_match="not_matched")
    made.add(PartyMember, couple.id, wife.id, "wife")
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((wife.id,), (parcel.id,))


@pytest.mark.parametrize(
    "result", sorted({"matched", "not_matched", "undetermined", "deceased", "not_sent"} - {"not_matched"})
)
def test_other_answers_are_clean(result: str) -> None:
    made = Made()
    made.user(made.parcel(), population_match=result)
    assert asked(made, CODE) == []


def test_without_an_answer_it_is_not_checked() -> None:
    made = Made()
    made.user(made.parcel())
    result = result_of(made, CODE)
    assert list(result.findings) == []
    assert not result.known.assessed(["match"]).any()


def test_a_status_file_says_it_of_the_parcel() -> None:
    made = Made()
    parcel = made.parcel()
    made.user(parcel)
    made.add(SyncStatus, parcel.id, as_of="2026-06-30", population_match="not_matched")
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((), (parcel.id,))
    assert "status file" in str(finding.what)


@pytest.mark.parametrize("result", ["matched", "undetermined", None])
def test_the_newest_status_file_counts(result: str | None) -> None:
    made = Made()
    parcel = made.parcel()
    made.user(parcel)
    made.add(SyncStatus, parcel.id, as_of="2026-05-31", population_match="not_matched")
    made.add(SyncStatus, parcel.id, as_of="2026-06-30", population_match=result)
    assert asked(made, CODE) == []


def test_what_is_recorded_of_a_person_says_more() -> None:
    made = Made()
    parcel = made.parcel()
    couple = made.user(parcel, "Lê Văn Tám và vợ", kind="couple")
    wife = made.add(Party, "Nguyễn Thị Hòa", kind="individual", population_match="matched")
    made.add(PartyMember, couple.id, wife.id, "wife")
    made.add(SyncStatus, parcel.id, as_of="2026-06-30", population_match="not_matched")
    assert asked(made, CODE) == []
