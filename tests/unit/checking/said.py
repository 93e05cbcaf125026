"""Tests that rules have in common which repeat what somebody else says of a parcel or a person."""

from typing import Any

import pytest

from landdesk.domain.finding import Severity
from landdesk.domain.records import Party, PartyMember, SyncStatus
from landdesk.services.checking.registry import RULE_BY_CODE
from tests.unit.checking.papers import status
from tests.unit.checking.recorded import Made, asked, result_of


class SaidByTheBranch:
    """Of a rule about a field of the status that the branch gives of a parcel."""

    code: str
    field: str
    severity: Severity

    def said(self, answer: bool | None) -> dict[str, Any]:
        return {self.field: answer}

    def test_what_the_branch_says_to_be_well_or_does_not_say_is_clean(self) -> None:
        made = Made()
        status(made, made.parcel())
        status(made, made.parcel(), **self.said(None))
        assert asked(made, self.code) == []

    def test_what_the_branch_says(self) -> None:
        made = Made()
        parcel = made.parcel()
        status(made, parcel, **self.said(False))
        (finding,) = asked(made, self.code)
        assert (finding.about, finding.objects, finding.severity) == ((), (parcel.id,), self.severity)

    def test_only_the_newest_status_holds(self) -> None:
        made = Made()
        first, second, third = made.parcel(), made.parcel(), made.parcel()
        status(made, first, "2026-06-29", **self.said(False))
        status(made, first)
        status(made, second)
        status(made, second, "2026-07-01", **self.said(False))
        status(made, third, **self.said(False))
        status(made, third, None)
        assert [one.objects for one in asked(made, self.code)] == [(second.id,), (third.id,)]

    def test_parcels_without_a_status_are_counted_as_not_checked(self) -> None:
        made = Made()
        made.parcel()
        result = result_of(made, self.code)
        (left,) = result.unchecked([RULE_BY_CODE[self.code](Severity.ERROR)])
        assert (left.rule, left.parcels) == (self.code, 1)


class SaidOfAPerson:
    """Of a rule about an answer of the population database."""

    code: str
    answer: str

    def test_the_answer_is_a_finding_about_the_person(self) -> None:
        made = Made()
        parcel = made.parcel()
        couple = made.user(parcel, "Lê Văn Tám và vợ", kind="couple")
        wife = made.add(Party, "Nguyễn Thị Hòa", kind="individual", population_match=self.answer)
        made.add(PartyMember, couple.id, wife.id, "wife")
        (finding,) = asked(made, self.code)
        assert (finding.about, finding.objects) == ((wife.id,), (parcel.id,))

    @pytest.mark.parametrize("result", ["matched", "not_matched", "undetermined", "deceased", "not_sent"])
    def test_only_that_answer_is_a_finding(self, result: str) -> None:
        made = Made()
        made.user(made.parcel(), population_match=result)
        assert bool(asked(made, self.code)) is (result == self.answer)

    def test_without_an_answer_it_is_not_checked(self) -> None:
        made = Made()
        made.user(made.parcel())
        result = result_of(made, self.code)
        assert list(result.findings) == []
        assert not result.known.assessed(["match"]).any()

    def test_a_status_file_says_it_of_the_parcel(self) -> None:
        made = Made()
        parcel = made.parcel()
        made.user(parcel)
        made.add(SyncStatus, parcel.id, as_of="2026-06-30", population_match=self.answer)
        (finding,) = asked(made, self.code)
        assert (finding.about, finding.objects) == ((), (parcel.id,))
        assert "status file" in str(finding.what)

    @pytest.mark.parametrize("result", ["matched", "deceased", None])
    def test_the_newest_status_file_counts(self, result: str | None) -> None:
        made = Made()
        parcel = made.parcel()
        made.user(parcel)
        made.add(SyncStatus, parcel.id, as_of="2026-05-31", population_match=self.answer)
        made.add(SyncStatus, parcel.id, as_of="2026-06-30", population_match=result)
        assert asked(made, self.code) == []

    def test_what_is_recorded_of_a_person_says_more(self) -> None:
        made = Made()
        parcel = made.parcel()
        couple = made.user(parcel, "Lê Văn Tám và vợ", kind="couple")
        wife = made.add(Party, "Nguyễn Thị Hòa", kind="individual", population_match="matched")
        made.add(PartyMember, couple.id, wife.id, "wife")
        made.add(SyncStatus, parcel.id, as_of="2026-06-30", population_match=self.answer)
        assert asked(made, self.code) == []
