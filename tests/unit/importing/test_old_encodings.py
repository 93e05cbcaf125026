"""Texts of old encodings become Vietnamese on the way in, column by column; what is not sure stays and is said."""

from pathlib import Path

import pytest

from landdesk.app.originals import originals_of
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.records import Parcel, Party
from landdesk.services.importing.campaign.importer import TableRequest, import_table
from landdesk.services.importing.importer import ImportRequest, import_file
from landdesk.services.importing.text.encodings import Encoding
from landdesk.services.training.commune import generate_commune
from landdesk.services.training.map_files import write_old_shapefile
from tests.sources import square, write_geojson
from tests.unit.importing.desks import MakeDesk


def test_a_shapefile_of_old_days_comes_in_as_the_record_it_was_made_from(
    make_desk: MakeDesk, tmp_path: Path
) -> None:
    commune = generate_commune("22657", seed=7, parcels=120, faults=False)
    write_old_shapefile(tmp_path / "cu.shp", commune)
    app = make_desk("22657")
    told = import_file(app, ImportRequest(tmp_path / "cu.shp")).report
    converted = [note.detail for note in told.notes if note.code == "text.converted"]
    assert converted == [f"DIACHI: tcvn3, {told.read}", f"TENCHU: tcvn3, {told.read}"]
    addresses = {one.address for one in app.read(lambda reader: reader.all(Parcel)).values()}
    assert addresses == {one.address for one in commune.parcels}
    names = {one.name for one in app.read(lambda reader: reader.all(Party)).values()}
    known = {one.name for one in commune.parties}
    # A letter that has no capital in the old encoding comes back small and is said.
    assert (names == known) is ("text.small-initial" not in told.counts())
    assert {name.casefold() for name in names} <= {name.casefold() for name in known}


def test_a_column_that_is_not_sure_stays_until_somebody_says_what_it_is(
    make_desk: MakeDesk, tmp_path: Path
) -> None:
    app = make_desk()
    path = write_geojson(tmp_path / "a.geojson", [(square(1), {"SHTHUA": "1", "DIACHI": "Th«n 5"})])
    told = import_file(app, ImportRequest(path, dry_run=True)).report
    assert [note.code for note in told.notes] == ["text.not-sure"]
    told = import_file(app, ImportRequest(path, encodings={"DIACHI": Encoding.TCVN3})).report
    assert [note.code for note in told.notes] == ["text.converted"]
    assert [one.address for one in app.read(lambda reader: reader.all(Parcel)).values()] == ["Thôn 5"]
    assert originals_of(app, 1) == [(1, "DIACHI", "Th«n 5")]


def test_what_came_in_unicode_has_no_other_original(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk()
    path = write_geojson(tmp_path / "a.geojson", [(square(1), {"SHTHUA": "1", "DIACHI": "Thôn 5"})])
    assert import_file(app, ImportRequest(path)).report.originals is None
    for entry in (1, 7):
        with pytest.raises(InvalidInputError) as caught:
            originals_of(app, entry)
        assert caught.value.code == "originals.none"


def test_a_table_is_read_column_by_column(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk()
    names = [
        "NguyÔn V¨n Hßa",
        "TrÇn ThÞ Th¶o",
        "Lª Quèc ViÖt",
        "Ph¹m V¨n §øc",
        "Hoµng V¨n Th¾ng",
        "Vâ ThÞ BÝch",
    ]
    names += ["Bïi Quang Dòng", "Hå Ngäc H¶i", "Ng« ThÞ Loan", "NguyÔn ThÞ Ngäc", "TrÇn Quèc To¶n"]
    rows = [f"12;{number};{name};Thôn Đông Hòa" for number, name in enumerate(names, start=1)]
    path = tmp_path / "ds.csv"
    path.write_text("Số tờ;Số thửa;Họ và tên;Địa chỉ thường trú\n" + "\n".join(rows) + "\n", "utf-8")
    told = import_table(app, TableRequest(path)).report
    assert told.counts()["text.converted"] == 1
    kept = originals_of(app, 1)
    assert [(column, text) for _row, column, text in kept] == [("C", name) for name in names]
    assert [row for row, _column, _text in kept] == list(range(2, len(names) + 2))
    parties = app.read(lambda reader: reader.all(Party)).values()
    assert {"Lê Quốc Việt", "Nguyễn Văn Hòa", "Phạm Văn Đức", "Võ Thị Bích"} <= {one.name for one in parties}
    assert len(parties) == len(names)
    assert {one.address for one in parties} == {"Thôn Đông Hòa"}
