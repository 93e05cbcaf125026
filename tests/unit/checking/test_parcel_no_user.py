"""parcel.no-user: parcels that nobody is recorded to use."""

import pytest

from landdesk.domain.codelists import Replacement
from landdesk.domain.finding import Severity
from landdesk.domain.records import LandRight, Parcel, Party, Purpose
from landdesk.services.codelists import CodeLists
from tests.unit.checking.recorded import Made, asked, result_of

CODE = "parcel.no-user"


def used_for(made: Made, *land_uses: str, **named: object) -> Parcel:
    parcel = made.parcel(**named)
    for land_use in land_uses:
        made.add(Purpose, parcel.id, land_use)
    return parcel


def test_a_parcel_with_a_user_or_a_manager_is_clean() -> None:
    made = Made()
    made.user(used_for(made, "ONT"))
    office = made.add(Party, "Ủy ban nhân dân xã Diên Điền")
    made.add(LandRight, used_for(made, "TSC").id, office.id, kind="manage")
    assert asked(made, CODE) == []


@pytest.mark.parametrize("land_uses", [("DGT",), ("SON",), ("DTL", "DGT"), ("BCS",)])
def test_land_that_needs_no_user_is_clean(land_uses: tuple[str, ...]) -> None:
    made = Made()
    used_for(made, *land_uses)
    used_for(made, occupying_object=True)
    assert asked(made, CODE) == []


@pytest.mark.parametrize("land_uses", [(), ("ONT",), ("DGT", "CLN"), ("NTD",)])
def test_other_land_needs_one(land_uses: tuple[str, ...]) -> None:
    made = Made()
    parcel = used_for(made, *land_uses)
    (finding,) = asked(made, CODE)
    assert (finding.objects, finding.severity) == ((parcel.id,), Severity.ERROR)


def test_an_office_says_which_land_needs_none() -> None:
    made = Made()
    road, graves = used_for(made, "DGT"), used_for(made, "NTD")
    own = CodeLists({"land_without_user": Replacement("Office", "code,label\nNTD,Nghĩa trang\n")})
    assert [one.objects for one in asked(made, CODE, own)] == [(road.id,)]
    assert [one.objects for one in asked(made, CODE)] == [(graves.id,)]


def test_after_a_map_without_names_nobody_is_missed() -> None:
    made = Made()
    used_for(made, "ONT", loaded="boundary key area purpose")
    result = result_of(made, CODE)
    assert len(result.findings) == 0
    assert result.known.assessed(["user"]).tolist() == [False]
