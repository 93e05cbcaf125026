"""What a file is, is told by its content; of what cannot be read, the person hears which export to ask for."""

import zipfile
from pathlib import Path
from typing import Any

import fiona
import pytest

from landdesk.domain.errors import InvalidInputError
from landdesk.services.importing.kinds import Kind, kind_of
from landdesk.services.importing.source import find_layer
from tests.sources import plots, write_geojson, write_layer

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def refusal(path: Path) -> InvalidInputError:
    with pytest.raises(InvalidInputError) as caught:
        find_layer(path)
    return caught.value


@pytest.mark.parametrize(
    ("name", "content", "what", "remedy"),
    [
        ("a.dgn", OLE, "DGN of version 8", "DGN V7"),
        ("a.xls", OLE, "Microsoft Office", "Shapefile"),
        ("a.dwg", b"AC1027" + bytes(90), "DWG", "DXF"),
        ("a.pdf", b"%PDF-1.7", "PDF", "GML"),
        ("a.zip", b"PK\x03\x04" + bytes(90), "packed", "Unpack"),
        ("a.gml.gz", b"\x1f\x8b" + bytes(90), "packed", "Unpack"),
        ("a.rar", b"Rar!\x1a\x07", "packed", "Unpack"),
        ("a.tif", b"II*\x00" + bytes(90), "picture", "GeoPackage"),
        ("a.xml", b"<?xml version='1.0'?><LandXML/>", "no GML", "GML"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, name: str, content: bytes, what: str, remedy: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    error = refusal(path)
    assert error.code == "import.foreign-format"
    assert what in str(error.what)
    assert remedy in str(error.remedy)


@pytest.mark.parametrize("content", [b"x,y\n1,2\n", bytes(99), b"\xff\xfex\x00", "Thửa đất".encode()])
def test_what_is_not_known(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(content)
    assert refusal(path).code == "import.unreadable"


def test_no_driver_that_reaches_elsewhere_is_asked(tmp_path: Path) -> None:
    secret = write_geojson(tmp_path / "b.geojson", plots(1))
    path = tmp_path / "a.vrt"
    path.write_text(
        f"<OGRVRTDataSource><OGRVRTLayer name='b'><SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer>"
        "</OGRVRTDataSource>"
    )
    assert refusal(path).code == "import.foreign-format"


def test_content_goes_before_the_name(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", plots(1)).rename(tmp_path / "a.dxf.gpkg")
    assert kind_of(path) is Kind.OGR
    gml = tmp_path / "a.txt"
    gml.write_text('<wfs:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2"/>', "utf-8")
    assert kind_of(gml) is Kind.GML
    gml.write_text("<?xml version='1.0'?>\n<gml:FeatureCollection/>", "utf-16")
    assert kind_of(gml) is Kind.GML


def test_a_part_of_a_map_names_the_file_to_give(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.shp", plots(1))
    error = refusal(path.with_suffix(".dbf"))
    assert error.code == "import.part-only"
    assert "a.shp" in str(error.remedy)


def mapped(path: Path, driver: str, **options: Any) -> Path:
    names = {"SHBANDO": "str", "SHTHUA": "str"}
    with fiona.open(
        path, "w", driver=driver, schema={"geometry": "MultiPolygon", "properties": names}, **options
    ) as layer:
        layer.writerecords(
            {
                "type": "Feature",
                "geometry": {"type": "MultiPolygon", "coordinates": [geometry["coordinates"]]},
                "properties": {name: values[name] for name in names},
            }
            for geometry, values in plots(3)
            if geometry is not None
        )
    return path


def grown(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")


def test_a_geodatabase_is_a_folder_or_packed(tmp_path: Path) -> None:
    folder = mapped(tmp_path / "a.gdb", "OpenFileGDB", layer="thua")
    packed = tmp_path / "b.gdb.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for part in folder.iterdir():
            archive.write(part, f"a.gdb/{part.name}")
    for path in (folder, packed):
        layer = find_layer(path)
        assert (layer.driver, layer.count) == ("OpenFileGDB", 3)
        (batch,) = layer.features(("SHTHUA",))
        assert batch.values == [("1",), ("2",), ("3",)]
    first = find_layer(folder).sha256
    grown(next(folder.glob("*.gdbtable")))
    assert find_layer(folder).sha256 != first
    (tmp_path / "c").mkdir()
    assert refusal(tmp_path / "c").code == "import.not-a-file"


def test_mapinfo(tmp_path: Path) -> None:
    for path, driver in ((tmp_path / "a.tab", "MapInfo File"), (tmp_path / "a.mif", "MapInfo File")):
        layer = find_layer(mapped(path, driver))
        assert (layer.driver, layer.count, layer.remarks) == ("MapInfo File", 3, ())
        (batch,) = layer.features(("SHBANDO",))
        assert batch.values == [("12",)] * 3
    layer = find_layer(tmp_path / "a.tab")
    assert "a.tab" in str(refusal(tmp_path / "a.map").remedy)
    grown(tmp_path / "a.dat")
    assert find_layer(tmp_path / "a.tab").sha256 != layer.sha256


def test_kml_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    ring = "109.19,12.24,0 109.2,12.24,0 109.2,12.25,0 109.19,12.24,0"
    path.write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>5</name><Polygon><outerBoundaryIs>'
        f"<LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>"
    )
    layer = find_layer(path)
    assert (layer.driver, layer.count) == ("KML", 1)
    assert "WGS 84" in layer.crs_wkt
