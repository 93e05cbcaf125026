"""parcel.retired-active: parcels that others were made of, and that still lie where they lie."""

import pytest
from shapely import MultiPolygon, box

from landdesk.domain.records import Parcel
from tests.stores import SOUTH, WEST
from tests.unit.checking.recorded import Made, asked

CODE = "parcel.retired-active"


def land(west: float, east: float) -> MultiPolygon:
    return MultiPolygon([box(WEST + west, SOUTH, WEST + east, SOUTH + 30.0)])


def split(made: Made, parent: Parcel, *children: Parcel) -> None:
    made.lineage += [(parent.id, child.id) for child in children]


def test_a_parcel_that_kept_the_rest_is_clean() -> None:
    made = Made()
    kept, new = made.parcel(shape=land(0, 10)), made.parcel(shape=land(10, 20))
    split(made, kept, new)
    # A merger that kept one of the parcels: what it was made of names itself.
    made.lineage.append((kept.id, kept.id))
    made.parcel(shape=land(0, 20))
    assert asked(made, CODE) == []


def test_a_parent_without_a_boundary_is_clean() -> None:
    made = Made()
    split(made, made.parcel(shape=None), made.parcel(shape=land(0, 10)), made.parcel(shape=None))
    assert asked(made, CODE) == []


def test_a_parent_that_covers_its_children() -> None:
    made = Made()
    parent = made.parcel(shape=land(0, 20))
    split(made, parent, made.parcel(shape=land(0, 10)), made.parcel(shape=land(10, 20)))
    (finding,) = asked(made, CODE)
    assert (finding.objects, finding.amount, finding.unit) == ((parent.id,), 2, "count")


@pytest.mark.parametrize(("covered_m", "is_found"), [(5.0, False), (5.2, True)])
def test_half_of_the_child_decides(covered_m: float, is_found: bool) -> None:
    made = Made()
    parent = made.parcel(shape=land(0, 10 + covered_m))
    split(made, parent, made.parcel(shape=land(10, 20)))
    assert [one.objects for one in asked(made, CODE)] == [(parent.id,)] * is_found


def test_a_merged_parcel_on_what_it_was_made_of() -> None:
    made = Made()
    parts, whole = (
        [made.parcel(shape=land(0, 10)), made.parcel(shape=land(10, 20))],
        made.parcel(shape=land(0, 20)),
    )
    for part in parts:
        split(made, part, whole)
    assert asked(made, CODE) == [], "neither covers more than half of what became of it"
