"""``landdesk where``: a place in every notation, its commune and parcels; a parcel and its middle."""

from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine


def test_a_place_is_told_in_every_notation(type_in: CommandLine, store: Path) -> None:
    document = type_in.good("where", store, "12°14'42.36\"N 109°11'39.48\"E", "--json").document
    assert document["schema"] == "landdesk.where/1"
    assert (document["x_north_m"], document["y_east_m"]) == (1_354_356.063, 602_542.084)
    assert document["written"] == {
        "plane": "X=1354356.063 Y=602542.084",
        "degrees": "12.2451000°N 109.1943000°E",
        "minutes": "12°14.70600'N 109°11.65800'E",
        "seconds": "12°14'42.360\"N 109°11'39.480\"E",
    }
    assert document["commune"] == {"code": "22366", "name": "phường Nha Trang"}
    assert document["parcels"] == []
    words = type_in.good("where", store, "12.2451 109.1943", "--lang", "en").out
    assert "12°14'42.360\"N 109°11'39.480\"E" in words
    assert "No parcel lies there." in words


def test_every_notation_leads_to_the_parcel_there(type_in: CommandLine, store: Path) -> None:
    asked = type_in.good("parcels", store, "--json").document["parcels"][0]
    place = type_in.good("where", store, asked["id"], "--json").document
    assert [one["key"] for one in place["parcels"]] == [asked["key"]]
    assert place["parcels"][0]["map_area_m2"] > 0
    assert set(place["parcels"][0]) == {"id", "key", "land_use", "map_area_m2", "legal_area_m2"}
    for written in place["written"].values():
        again = type_in.good("where", store, written, "--json").document
        assert [one["id"] for one in again["parcels"]] == [asked["id"]]
        assert again["note"] is None
    assert asked["key"] in type_in.good("where", store, asked["id"], "--lang", "en").out


def test_metres_of_another_meridian(type_in: CommandLine, store: Path) -> None:
    document = type_in.good(
        "where", store, "X=1354264.571 Y=575342.176", "--meridian", "108 30", "--json"
    ).document
    assert document["x_north_m"] == pytest.approx(1_354_264, abs=200)
    assert document["y_east_m"] == pytest.approx(602_542, abs=200)
    by_name = type_in.good(
        "where", store, "X=1354264.571 Y=575342.176", "--meridian", "Đắk Lắk", "--zone", "3", "--json"
    ).document
    assert by_name["written"] == document["written"]


def test_the_meridian_that_fits_is_told(type_in: CommandLine, store: Path) -> None:
    """Nha Trang as another meridian counts it lies far off on the store's plane; degrees lie where they lie."""
    written = "X=1354264.571 Y=575342.176"
    answer = type_in.good("where", store, written, "--json").document
    assert answer["commune"] != {"code": "22366", "name": "phường Nha Trang"}
    assert answer["fitting_zone"] == {"meridian_deg": 108.5, "width_deg": 3}
    assert "Counted from 108°30'" in type_in.good("where", store, written, "--lang", "en").out
    for fits in ("1354356.063 602542.084", "13.5 109.2"):
        assert type_in.good("where", store, fits, "--json").document["fitting_zone"] is None


def test_what_was_turned_is_said(type_in: CommandLine, store: Path) -> None:
    answer = type_in.good("where", store, "X=602542.084 Y=1354356.063", "--json").document
    assert answer["x_north_m"] == 1_354_356.063
    assert "swapped" in answer["note"]


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        (("hello there",), (4, "coordinates.unreadable")),
        (("12/9999",), (4, "parcel.not-found")),
        (("45 45",), (4, "coordinates.outside")),
        (("N=602542 E=1354356",), (4, "coordinates.directions")),
        (("1354356 602542", "--meridian", "Paris"), (4, "coordinates.meridian")),
        (("1354356 602542", "--zone", "6"), (4, "coordinates.no-meridian")),
        (("1354356 602542", "--meridian", "108", "--zone", "5"), (2, "usage.value")),
    ],
)
def test_what_is_no_place_is_refused(
    type_in: CommandLine, store: Path, words: tuple[str, ...], outcome: tuple[int, str]
) -> None:
    assert type_in.refused("where", store, *words) == outcome


def test_a_parcel_without_a_boundary_is_nowhere(type_in: CommandLine, store: Path) -> None:
    parcel = type_in.good("parcels", store, "--json").document["parcels"][0]["id"]
    type_in.good("link", "unlink", store, parcel)
    assert type_in.refused("where", store, parcel) == (3, "coordinates.no-boundary")


def test_a_place_without_quotation_marks_is_the_same(type_in: CommandLine, store: Path) -> None:
    whole = type_in.good("where", store, "1358015 590010", "--json").document
    assert type_in.good("where", store, "1358015", "590010", "--json").document == whole
