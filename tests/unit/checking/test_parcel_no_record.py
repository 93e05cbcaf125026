"""parcel.no-record: boundaries of which nothing is known but what the map says."""

from decimal import Decimal

import pytest

from landdesk.domain.records import Purpose
from tests.unit.checking.recorded import Made, asked, result_of

CODE = "parcel.no-record"
MAP = "boundary key"


def with_a_record(made: Made) -> None:
    made.user(made.parcel(), identity_number="056180000123")


def test_parcels_with_records_are_clean() -> None:
    made = Made()
    with_a_record(made)
    made.parcel(loaded=MAP, note="Đã gặp chủ sử dụng")
    purpose = made.add(Purpose, made.parcel(loaded=MAP).id, "CLN", Decimal(600))
    assert purpose.area_m2 == 600
    assert asked(made, CODE) == []


@pytest.mark.parametrize("land_use", [None, "ONT"])
def test_a_boundary_with_what_maps_say(land_use: str | None) -> None:
    made = Made()
    with_a_record(made)
    bare = made.parcel(loaded=MAP)
    if land_use is not None:
        made.add(Purpose, bare.id, land_use)
    (finding,) = asked(made, CODE)
    assert (finding.objects, finding.about) == ((bare.id,), ())


def test_a_road_needs_no_record() -> None:
    made = Made()
    with_a_record(made)
    made.add(Purpose, made.parcel(loaded=MAP).id, "DGT")
    assert asked(made, CODE) == []


def test_where_land_users_were_loaded_it_is_the_user_that_is_missing() -> None:
    made = Made()
    with_a_record(made)
    made.parcel()
    assert asked(made, CODE) == []


def test_a_record_without_a_boundary_is_another_rule() -> None:
    made = Made()
    with_a_record(made)
    made.parcel(loaded=MAP, shape=None)
    assert asked(made, CODE) == []


def test_where_nothing_but_a_map_was_loaded_the_rule_is_not_asked() -> None:
    made = Made()
    made.parcel(loaded=MAP)
    made.parcel(loaded=MAP)
    result = result_of(made, CODE)
    assert len(result.findings) == 0
    assert [one.rule for one in result.unasked] == [CODE]
