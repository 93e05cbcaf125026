"""register.outdated: registers older than what was registered."""

import pytest

from landdesk.domain.finding import Severity
from landdesk.domain.records import LandRight, Parcel, Registration, RegistrationParcel
from tests.unit.checking.papers import status
from tests.unit.checking.recorded import Made, asked

CODE = "register.outdated"


def registered(made: Made, parcel: Parcel, day: str | None) -> None:
    case = made.add(Registration, "000123", "transfer", registered_on=day)
    made.add(RegistrationParcel, case.id, parcel.id)


@pytest.mark.parametrize("day", ["2026-06-30", "2020-01-02", None, "2026"])
def test_what_was_registered_until_the_day_of_the_status_is_clean(day: str | None) -> None:
    made = Made()
    parcel = made.parcel()
    status(made, parcel)
    registered(made, parcel, day)
    made.add(LandRight, parcel.id, made.user(parcel).id, registered_on=day)
    assert asked(made, CODE) == []


def test_a_case_of_the_day_after() -> None:
    made = Made()
    parcel = made.parcel()
    status(made, parcel)
    registered(made, parcel, "2026-07-01")
    registered(made, parcel, "2026-07-15")
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects, finding.severity) == ((), (parcel.id,), Severity.ERROR)
    assert finding.what.values == {"registered": "15/07/2026", "as_of": "30/06/2026"}


def test_a_right_of_the_day_after() -> None:
    made = Made()
    parcel = made.parcel()
    status(made, parcel)
    made.add(LandRight, parcel.id, made.user(parcel).id, registered_on="2026-07-01")
    (finding,) = asked(made, CODE)
    assert finding.objects == (parcel.id,)


@pytest.mark.parametrize("exported", [False, None])
def test_a_register_that_is_not_there_cannot_be_old(exported: bool | None) -> None:
    made = Made()
    parcel = made.parcel()
    status(made, parcel, register_exported=exported)
    registered(made, parcel, "2026-07-01")
    assert asked(made, CODE) == []


def test_only_the_newest_status_holds() -> None:
    made = Made()
    parcel = made.parcel()
    status(made, parcel)
    status(made, parcel, "2026-07-31")
    registered(made, parcel, "2026-07-15")
    assert asked(made, CODE) == []
