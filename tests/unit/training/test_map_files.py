"""Map files to practise on are what they say they are."""

from pathlib import Path

import shapely

from landdesk.services.importing.source import find_layer
from landdesk.services.importing.text.detect import detect
from landdesk.services.importing.text.encodings import Encoding, encode
from landdesk.services.training.commune import features, generate_commune
from landdesk.services.training.map_files import (
    write_commune_gml,
    write_old_shapefile,
    write_sheet_dxf,
)

COMMUNE = generate_commune("22657", seed=4, parcels=120, faults=False)


def test_an_old_shapefile_has_bytes_of_tcvn3_and_no_word_on_it(tmp_path: Path) -> None:
    path = tmp_path / "cu.shp"
    write_old_shapefile(path, COMMUNE)
    assert not path.with_suffix(".cpg").exists()
    table = path.with_suffix(".dbf").read_bytes()
    assert table[29] == 0
    address = next(str(row["address"]) for row in features(COMMUNE) if row["address"])
    assert encode(address, Encoding.TCVN3).encode("latin-1") in table
    layer = find_layer(path)
    assert layer.count == len(COMMUNE.parcels)
    (batch,) = layer.features(("DIACHI",))
    assert encode(address, Encoding.TCVN3) in [value for (value,) in batch.values]
    assert detect([str(value) for (value,) in batch.values if value]).encoding is Encoding.TCVN3


def test_the_gml_holds_the_commune(tmp_path: Path) -> None:
    path = tmp_path / "a.gml"
    write_commune_gml(path, COMMUNE)
    layer = find_layer(path)
    assert (layer.name, layer.count) == ("Thua_Dat", len(COMMUNE.parcels))
    (batch,) = layer.features(("soThuTuThua", "tenChu"))
    assert [number for number, _ in batch.values] == [parcel.number for parcel in COMMUNE.parcels]
    again = tmp_path / "b.gml"
    write_commune_gml(again, generate_commune("22657", seed=4, parcels=120, faults=False))
    assert again.read_bytes() == path.read_bytes()


def test_a_sheet_has_the_faults_it_says(tmp_path: Path) -> None:
    sheet = COMMUNE.sheets[0]
    planted = write_sheet_dxf(tmp_path / "a.dxf", COMMUNE, sheet.number, faults=2)
    assert planted == write_sheet_dxf(tmp_path / "b.dxf", COMMUNE, sheet.number, faults=2)
    assert len(planted.open_ends) == len(planted.unlabelled) == len(planted.lost_labels) == 2
    assert not set(planted.unlabelled) & set(planted.lost_labels)
    west, south, east, north = sheet.extent
    assert all(
        shapely.box(west, south, east, north).buffer(5).contains(shapely.Point(end))
        for end in planted.open_ends
    )
    sound = write_sheet_dxf(tmp_path / "c.dxf", COMMUNE, sheet.number, faults=0)
    assert find_layer(tmp_path / "c.dxf").remarks == ()
    assert sound.open_ends == ()
