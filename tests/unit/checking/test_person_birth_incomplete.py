"""person.birth-incomplete: a person without the whole date of birth."""

import pytest

from landdesk.domain.finding import Severity
from tests.unit.checking.recorded import Made, asked

CODE = "person.birth-incomplete"


def test_a_whole_date_is_clean() -> None:
    made = Made()
    made.user(made.parcel(), born="1980-05-30")
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    ("born", "words"), [("1980", "Day or month"), ("1980-05", "Day or month"), (None, "date of birth is not")]
)
@pytest.mark.parametrize("match", [None, "matched"])
def test_what_is_not_whole(born: str | None, words: str, match: str | None) -> None:
    made = Made()
    parcel = made.parcel()
    one = made.user(parcel, born=born, population_match=match)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((one.id,), (parcel.id,))
    assert words in str(finding.what)
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize("named", [{"kind": "organisation"}, {"life_state": "deceased"}])
def test_of_organisations_and_the_dead_none_is_wanted(named: dict[str, str]) -> None:
    made = Made()
    made.user(made.parcel(), **named)
    assert asked(made, CODE) == []


def test_nothing_is_missing_where_no_source_of_it_was_loaded() -> None:
    made = Made()
    made.user(made.parcel(loaded="boundary key user"))
    assert asked(made, CODE) == []
