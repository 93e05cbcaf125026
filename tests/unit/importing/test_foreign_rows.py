"""Rows of other programs get the form of the record."""

from decimal import Decimal

import shapely

from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.change import Delta
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel, Purpose
from landdesk.services.importing.foreign_rows import tidy_delta

ID = ObjectId(bytes(16))


def test_texts_areas_and_boundaries_are_tidied() -> None:
    shape = shapely.MultiPolygon([shapely.Polygon([(10, 0), (10.0004, 10), (0, 10), (0, 0)])])
    old = Parcel(ID, "22366", "12", "1")
    new = Parcel(ID, "22366", " 12", "", address="Đường A\u0300 ", legal_area_m2=Decimal("5.1"), shape=shape)
    tidy = tidy_delta(Delta(old, new))
    assert tidy.old is old
    assert tidy.new == Parcel(
        ID,
        "22366",
        "12",
        None,
        address="Đường À",
        legal_area_m2=Decimal("5.10"),
        shape=canonical_shape(shape),
    )
    assert isinstance(tidy.new, Parcel)
    assert str(tidy.new.legal_area_m2) == "5.10"


def test_a_boundary_without_canonical_form_is_kept_as_bytes() -> None:
    shape = shapely.MultiPolygon([shapely.Polygon([(0, 0), (1e12, 0), (0, 1)])])
    tidy = tidy_delta(Delta(None, Parcel(ID, "22366", shape=shape))).new
    assert isinstance(tidy, Parcel)
    assert tidy.shape is None
    assert tidy.source_shape == shapely.to_wkb(shape)
    empty = tidy_delta(Delta(None, Parcel(ID, "22366", shape=shapely.MultiPolygon()))).new
    assert isinstance(empty, Parcel)
    assert (empty.shape, empty.source_shape) == (None, None)


def test_deletions_and_other_classes() -> None:
    gone = Delta(Parcel(ID, "22366"), None)
    assert tidy_delta(gone) is gone
    assert tidy_delta(Delta(None, Purpose(ID, ID, " ONT "))).new == Purpose(ID, ID, "ONT")
