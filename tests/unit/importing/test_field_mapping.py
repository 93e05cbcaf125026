"""Columns are recognised by their names; the person's word goes first; wrong names are answered with the nearest."""

import csv

import pytest

from landdesk.domain.errors import InvalidInputError
from landdesk.resources import resource_path
from landdesk.services.importing.field_mapping import TARGETS, map_fields, read_wishes


@pytest.mark.parametrize(
    ("columns", "mapping"),
    [
        (
            ("SHBANDO", "SHTHUA", "LOAIDAT", "DIENTICH", "TENCHU", "DIACHI", "CCCD", "MAXA"),
            {
                "sheet": "SHBANDO",
                "parcel_no": "SHTHUA",
                "land_use": "LOAIDAT",
                "legal_area": "DIENTICH",
                "user_name": "TENCHU",
                "address": "DIACHI",
                "user_identity": "CCCD",
                "commune": "MAXA",
            },
        ),
        (
            ("Số tờ", "Số thửa", "MDSD2003"),
            {"sheet": "Số tờ", "parcel_no": "Số thửa", "land_use": "MDSD2003"},
        ),
        (
            ("ruian_id", "parcel_no", "number", "area_official_m2", "land_kind_code", "cadastral_unit"),
            {
                "source_id": "ruian_id",
                "parcel_no": "parcel_no",
                "legal_area": "area_official_m2",
                "land_use": "land_kind_code",
                "sheet": "cadastral_unit",
            },
        ),
        (("ML", "MAP", "LOT", "LOC_ID"), {"source_id": "ML", "sheet": "MAP", "parcel_no": "LOT"}),
        (("dien_tich", "dien_tich_phap_ly"), {"legal_area": "dien_tich_phap_ly"}),
        (("x", "y"), {}),
    ],
)
def test_columns_are_recognised(columns: tuple[str, ...], mapping: dict[str, str]) -> None:
    assert map_fields(columns, {}) == mapping


def test_the_person_overrules() -> None:
    columns = ("SOTHUA", "SO_TO", "GHICHU", "LOAIDAT")
    assert map_fields(columns, {"parcel_no": "ghichu", "land_use": None}) == {
        "sheet": "SO_TO",
        "parcel_no": "GHICHU",
    }
    # A column that the person uses elsewhere is not guessed a second time.
    assert map_fields(("SOTHUA",), {"sheet": "SOTHUA"}) == {"sheet": "SOTHUA"}
    assert map_fields(("A",), {"sheet_no": "A", "legal_area_m2": None}) == {"sheet": "A"}


def test_names_cut_by_a_shapefile() -> None:
    columns = ("DIENTICHPH", "SOHIEUTOBA", "DIACHITHUO")
    assert map_fields(columns, {}) == {}
    assert map_fields(columns, {}, short_names=True) == {
        "sheet": "SOHIEUTOBA",
        "legal_area": "DIENTICHPH",
        "user_address": "DIACHITHUO",
    }


def test_wrong_names_are_answered_with_the_nearest() -> None:
    with pytest.raises(InvalidInputError) as caught:
        map_fields(("SHBANDO", "SHTHUA"), {"parcel_no": "SOTHUA"})
    assert caught.value.code == "import.no-field"
    assert caught.value.remedy is not None
    assert str(caught.value.remedy.values["nearest"]).startswith("SHTHUA")
    with pytest.raises(InvalidInputError) as caught:
        map_fields(("A",), {"parcelno": "A"})
    assert caught.value.code == "import.unknown-target"
    assert caught.value.remedy is not None
    assert caught.value.remedy.values["nearest"] == "parcel_no"


def test_wishes_as_they_are_typed() -> None:
    assert read_wishes(["sheet=TO", "land_use=", "parcel_no = A=B"]) == {
        "sheet": "TO",
        "land_use": None,
        "parcel_no": "A=B",
    }
    for wrong in (["sheet"], ["sheet=A", "sheet=B"]):
        with pytest.raises(InvalidInputError) as caught:
            read_wishes(wrong)
        assert caught.value.code == "import.field-form"


def test_the_table_of_names_names_each_once() -> None:
    with resource_path("importing", "field_names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    assert {row["target"] for row in rows} == set(TARGETS)
    for row in rows:
        assert map_fields((row["name"],), {}) == {row["target"]: row["name"]}
