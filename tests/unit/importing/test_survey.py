"""What is seen of a file before it is imported, and what became of each of its rows."""

import csv
from pathlib import Path

import pytest
import xlsxwriter

from landdesk.app.application import Application
from landdesk.services.campaign.forms import PLAIN, SYNC_STATUS
from landdesk.services.exporting.campaign.workbooks import write_plain
from landdesk.services.importing.campaign.importer import recognised_form
from landdesk.services.importing.importer import ImportRequest, import_file
from landdesk.services.importing.seen import UNNAMED, MapSeen, OtherSystem, Part, TableSeen
from landdesk.services.importing.survey import is_table, survey
from landdesk.services.importing.tables.reading import read_tables
from landdesk.services.importing.tables.table import Table, TableRow
from landdesk.services.importing.text.encodings import Encoding, encode
from tests.sources import bow_tie, plots, square, write_geojson, write_layer
from tests.stores import refused
from tests.unit.importing.desks import MakeDesk


def map_of(desk: Application, path: Path, layer: str | None = None) -> MapSeen:
    seen = survey(desk, path, layer=layer)
    assert isinstance(seen, MapSeen)
    return seen


def table_of(desk: Application, path: Path, form: str | None = None) -> TableSeen:
    seen = survey(desk, path, form=form)
    assert isinstance(seen, TableSeen)
    return seen


def targets(seen: MapSeen | TableSeen) -> dict[str, str | None]:
    return {column.name: column.target for column in seen.content.columns}


def write_csv(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


def test_a_map_is_seen_with_its_columns_and_first_rows(make_desk: MakeDesk, tmp_path: Path) -> None:
    seen = map_of(make_desk(), write_geojson(tmp_path / "a.geojson", plots(40, GHICHU="x")))
    assert (seen.driver, seen.parts) == ("GeoJSON", ())
    place = seen.place
    assert (place.system, place.fitting, place.reason, place.away_km) == ("EPSG:9217", None, "", 0)
    assert targets(seen) == {"SHBANDO": "sheet", "SHTHUA": "parcel_no", "LOAIDAT": "land_use", "GHICHU": None}
    assert seen.content.count == 40
    assert len(seen.content.first_rows) == 30
    assert seen.content.first_rows[1] == (2, ("12", "2", "ONT", "x"))
    assert seen.content.columns[1].values == ("1", "2", "3")
    assert not seen.content.is_remembered


def test_a_map_without_a_system_gets_the_one_that_fits(make_desk: MakeDesk, tmp_path: Path) -> None:
    seen = map_of(make_desk(), write_layer(tmp_path / "a.shp", plots(4), epsg=None))
    assert (seen.place.system, seen.place.reason, seen.place.away_km) == ("", UNNAMED, None)
    assert seen.place.fitting == OtherSystem(9217, "VN-2000 108°15'", away_km=0)


def test_layers_are_listed_and_the_first_is_taken_until_another_is_named(
    make_desk: MakeDesk, tmp_path: Path
) -> None:
    desk, path = make_desk(), tmp_path / "a.gpkg"
    write_layer(path, plots(3), layer="mot")
    write_layer(path, plots(5), layer="hai")
    seen = map_of(desk, path)
    assert (seen.parts, seen.layer) == ((Part("mot", 3), Part("hai", 5)), "mot")
    assert map_of(desk, path, "hai").content.count == 5
    with refused("import.no-layer"):
        survey(desk, path, layer="ba")


def test_columns_are_remembered_for_the_same_headings_only(make_desk: MakeDesk, tmp_path: Path) -> None:
    desk = make_desk()
    first = write_geojson(tmp_path / "a.geojson", plots(2, GHICHU="Thôn Đông"))
    import_file(desk, ImportRequest(first, fields={"address": "GHICHU", "land_use": None}))
    again = map_of(desk, write_geojson(tmp_path / "b.geojson", plots(3, GHICHU="Thôn Tây")))
    assert again.content.is_remembered
    assert targets(again) == {"SHBANDO": "sheet", "SHTHUA": "parcel_no", "LOAIDAT": None, "GHICHU": "address"}
    other = map_of(desk, write_geojson(tmp_path / "c.geojson", plots(3, GHICHU="Thôn Tây", SO="1")))
    assert not other.content.is_remembered
    assert targets(other)["LOAIDAT"] == "land_use"


def test_every_row_of_a_map_has_its_outcome(make_desk: MakeDesk, tmp_path: Path) -> None:
    desk = make_desk()
    import_file(desk, ImportRequest(write_geojson(tmp_path / "a.geojson", plots(2))))
    newer = [
        *plots(1),
        (square(1), {"SHBANDO": "12", "SHTHUA": "2", "LOAIDAT": "LUC"}),
        ({"type": "Point", "coordinates": [602_500.0, 1_354_300.0]}, {"SHBANDO": "12", "SHTHUA": "9"}),
        (bow_tie(5), {"SHBANDO": "12", "SHTHUA": "10"}),
    ]
    path = write_geojson(tmp_path / "b.geojson", newer)
    trial = import_file(desk, ImportRequest(path, dry_run=True))
    assert [(one.row, one.parcel, one.outcome) for one in trial.report.outcomes] == [
        (1, "12/1", "same"),
        (2, "12/2", "changed"),
        (3, "12/9", "refused"),
        (4, "12/10", "new"),
    ]
    done = import_file(desk, ImportRequest(path))
    assert (done.changes, done.report.outcomes) == (trial.changes, trial.report.outcomes)
    assert trial.changes > 0
    assert import_file(desk, ImportRequest(path, dry_run=True)).changes == 0
    assert "outcomes" not in done.report.document()


@pytest.mark.parametrize("name", ["a.csv", "a.XLSX", "a.dbf"])
def test_tables_are_told_from_maps_by_their_ending(tmp_path: Path, name: str) -> None:
    assert is_table(tmp_path / name)


def test_the_table_of_a_shapefile_is_no_table_of_its_own(make_desk: MakeDesk, tmp_path: Path) -> None:
    write_layer(tmp_path / "a.shp", plots(2))
    assert not is_table(tmp_path / "a.dbf")
    with refused("import.part-only"):
        survey(make_desk(), tmp_path / "a.dbf")


def test_a_table_of_no_form_is_seen_all_the_same(make_desk: MakeDesk, tmp_path: Path) -> None:
    desk = make_desk()
    path = write_csv(tmp_path / "a.csv", [["To", "Thua", "Ai dung"], ["12", "1", "Lê Thị Cúc"]])
    seen = table_of(desk, path)
    assert (seen.form, seen.is_free, seen.targets) == (None, False, {})
    assert targets(seen) == {"To": None, "Thua": None, "Ai dung": None}
    assert seen.content.first_rows == ((2, ("12", "1", "Lê Thị Cúc")),)
    said = table_of(desk, path, PLAIN)
    assert said.is_free
    assert "party.name" in said.targets


def test_headings_in_an_old_encoding_are_recognised(make_desk: MakeDesk, tmp_path: Path) -> None:
    rows = [
        ["Số tờ", "Số thửa", "Họ và tên", "Địa chỉ thường trú"],
        ["12", "1", "Lê Thị Cúc", "Thôn Phú Điền, xã Diên Điền"],
        ["12", "2", "Nguyễn Văn Đức", "Thôn Đông, xã Diên Điền"],
    ]
    old = [[encode(cell, Encoding.TCVN3) for cell in row] for row in rows]
    seen = table_of(make_desk(), write_csv(tmp_path / "a.csv", old))
    assert seen.form == PLAIN
    assert targets(seen)["Họ và tên"] == "party.name"
    column = next(one for one in seen.content.columns if one.target == "party.name")
    assert (column.encoding, column.is_doubtful) == (Encoding.TCVN3, False)
    assert column.examples[0] == (old[1][2], "Lê Thị Cúc")
    assert column.values[0] == "Lê Thị Cúc"


def test_the_table_of_the_form_is_found_among_the_sheets_of_a_workbook(tmp_path: Path) -> None:
    write_plain(tmp_path / "a.xlsx", [])
    people = read_tables(tmp_path / "a.xlsx")[0]
    notes = Table("a.xlsx", "Ghi chú", "", [TableRow(1, ("Việc", "Xong")), TableRow(2, ("Đo", "x"))])
    assert recognised_form([notes, people]) == (PLAIN, people)
    assert recognised_form([notes]) is None
    by_letters = [TableRow(number, (number, "22366", "12", str(number))) for number in range(1, 9)]
    status = Table("a.csv", "", "utf-8", by_letters)
    assert recognised_form([notes, status]) == (SYNC_STATUS, status)


def test_an_import_without_wishes_takes_what_is_remembered_of_maps_too(
    make_desk: MakeDesk, tmp_path: Path
) -> None:
    desk = make_desk()
    first = write_geojson(tmp_path / "a.geojson", plots(2, GHICHU="Thôn Đông"))
    import_file(desk, ImportRequest(first, fields={"address": "GHICHU", "land_use": None}))
    second = write_geojson(tmp_path / "b.geojson", plots(3, GHICHU="Thôn Tây"))
    told = import_file(desk, ImportRequest(second, dry_run=True)).report
    assert told.fields == {"sheet": "SHBANDO", "parcel_no": "SHTHUA", "address": "GHICHU"}
    assert told.unused == ("LOAIDAT",), "what was left out stays left out"
    # What is said now goes before, also where it wants a column that went elsewhere.
    wishes = ImportRequest(second, fields={"land_use": "LOAIDAT", "source_id": "GHICHU"}, dry_run=True)
    told = import_file(desk, wishes).report
    assert told.fields == {
        "sheet": "SHBANDO",
        "parcel_no": "SHTHUA",
        "land_use": "LOAIDAT",
        "source_id": "GHICHU",
    }


def test_a_layer_is_remembered_by_its_name(make_desk: MakeDesk, tmp_path: Path) -> None:
    desk = make_desk()
    for name in ("a.gpkg", "b.gpkg"):
        write_layer(tmp_path / name, plots(3), layer="mot")
        write_layer(tmp_path / name, plots(5), layer="hai")
    with refused("import.several-layers"):
        import_file(desk, ImportRequest(tmp_path / "a.gpkg"))
    import_file(desk, ImportRequest(tmp_path / "a.gpkg", layer="hai"))
    assert map_of(desk, tmp_path / "b.gpkg").layer == "hai"
    assert import_file(desk, ImportRequest(tmp_path / "b.gpkg", dry_run=True)).report.layer == "hai"


def test_a_sheet_that_is_not_there_is_answered_with_those_that_are(
    make_desk: MakeDesk, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for title in ("Dong", "Tay"):
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, ("Tờ bản đồ", "Số thửa", "Họ và tên"))
            sheet.write_row(1, 0, ("12", "1", "Lê Văn Xoài"))
    desk = make_desk()
    assert table_of(desk, path).parts == (Part("Dong", 2), Part("Tay", 2))
    seen = survey(desk, path, layer="Tay")
    assert isinstance(seen, TableSeen)
    assert seen.sheet == "Tay"
    with refused("import.no-layer") as caught:
        survey(desk, path, layer="Nam")
    assert "Dong, Tay" in str(caught.value)
