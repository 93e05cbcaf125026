"""Map files go out and come back the same, whatever the texts hold."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import fiona
import numpy as np
import pytest
import shapely

from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.progress import SilentProgress
from landdesk.services.exporting.dxf import boundary_strokes, dxf_text, labels, write_parcel_dxf
from landdesk.services.exporting.geojson import write_parcel_geojson
from landdesk.services.exporting.geopackage import write_parcel_geopackage
from landdesk.services.exporting.gml import write_parcel_gml
from landdesk.services.exporting.parcels import PARCEL_COLUMNS, ParcelRow
from landdesk.services.exporting.shapefile import NAMES, SUFFIXES, write_parcel_shapefile
from landdesk.services.importing.drawing.layer import DrawingLayer
from landdesk.services.importing.field_mapping import map_fields
from landdesk.services.importing.rows import Row, RowReader
from landdesk.services.importing.source import find_layer
from landdesk.services.importing.systems import placement
from landdesk.services.training.commune import features, generate_commune

Write = Callable[[Path, Sequence[ParcelRow], int], object]

COMMUNE = "22657"
WEST, SOUTH = 586_000.123, 1_358_000.456
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(1)",
    "<b>đậm</b>",
    '#thửa & "nhà"',
    "]]>",
    "%%d 100%% ^J \\P{x}",
    "dòng 1\ndòng 2",
    "'; DROP TABLE parcel; --",
)
CONTROLS = "a\x00b\x07c\x1bd"


def square(column: int, side_m: float = 20.0) -> shapely.MultiPolygon:
    west = WEST + column * side_m
    return canonical_shape(shapely.box(west, SOUTH, west + side_m, SOUTH + side_m))


def row(column: int, **values: Any) -> dict[str, Any]:
    shape = values.pop("shape", square(column))
    given: dict[str, Any] = {
        "source_id": f"{COMMUNE}-{column}",
        "commune": COMMUNE,
        "sheet": "12",
        "number": str(column + 1),
        "land_use": "ONT+CLN",
        "legal_area_m2": 400.1,
        "address": "Thôn Đông",
        "land_user": "Trần Văn A; Lê B",
        "identity_number": "999000000001; 999000000002",
        "geometry": None if shape is None else shapely.to_wkb(shape),
    }
    return given | values


HOLED = canonical_shape(
    square(9).geoms[0].difference(shapely.box(WEST + 185, SOUTH + 5, WEST + 190, SOUTH + 10))
)
TWO_PARTS = canonical_shape(shapely.MultiPolygon([*square(11).geoms, *square(13).geoms]))
ROWS = [
    *(row(column, address=text, land_user=text) for column, text in enumerate(HOSTILE[:9])),
    row(9, shape=HOLED, sheet="12a", number="9b"),
    row(11, shape=TWO_PARTS, legal_area_m2=None, land_use=None),
    row(14, shape=None),
    row(15, address=None, land_user=None, identity_number=None, source_id=None, number=None),
]

FORMATS: dict[str, Write] = {
    "a.gml": write_parcel_gml,
    "a.geojson": write_parcel_geojson,
    "metres.geojson": lambda path, rows, epsg: write_parcel_geojson(path, rows, epsg, in_degrees=False),
    "a.shp": write_parcel_shapefile,
    "a.gpkg": write_parcel_geopackage,
}


def come_back(path: Path) -> list[Row]:
    layer = find_layer(path)
    reader = RowReader(
        layer,
        placement(layer.crs_wkt, None, 9217),
        map_fields(layer.columns, {}, short_names=path.suffix == ".shp"),
        [COMMUNE],
    )
    reader.run(SilentProgress(), force=False)
    return reader.rows


@pytest.mark.parametrize("name", FORMATS)
def test_what_goes_out_comes_back(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    FORMATS[name](path, ROWS, 9217)
    found = come_back(path)
    assert len(found) == len(ROWS)
    for one, given in zip(found, ROWS, strict=True):
        assert (one.commune, one.sheet, one.parcel_no) == (COMMUNE, given["sheet"], given["number"])
        assert "+".join(one.land_uses) == (given["land_use"] or "")
        assert one.legal_area_m2 == (None if given["legal_area_m2"] is None else Decimal("400.10"))
        assert one.address == given["address"]
        if ";" not in (given["land_user"] or ""):
            assert [user.name for user in one.users] == [
                " ".join(text.split()) for text in [given["land_user"]] if text
            ]
        shape = None if given["geometry"] is None else shapely.from_wkb(given["geometry"])
        assert (one.shape is None) == (shape is None)
        if shape is not None:
            assert one.shape is not None
            assert one.shape.equals_exact(shape, 0)


@pytest.mark.parametrize("name", FORMATS)
def test_control_characters_break_nothing(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    FORMATS[name](path, [row(0, address=CONTROLS), row(1, address="\x01")], 9217)
    found = come_back(path)
    assert len(found) == 2
    first = found[0].address or ""
    assert first.startswith("a")
    assert [letter for letter in first if letter in "abcd"] == list("abcd")


def test_gml_has_the_form_of_the_national_system(tmp_path: Path) -> None:
    path = tmp_path / "a.gml"
    write_parcel_gml(path, ROWS, 9217, made_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    root = ET.parse(path).getroot()
    assert root.tag == "{http://www.opengis.net/wfs/2.0}FeatureCollection"
    assert root.attrib == {
        "timeStamp": "2026-01-02T03:04:05Z",
        "numberMatched": str(len(ROWS)),
        "numberReturned": str(len(ROWS)),
    }
    vlis = "{http://www.vietbando.com/gml/vlis}"
    parcel = root[0][0]
    assert parcel.tag == f"{vlis}Thua_Dat"
    assert [child.tag.removeprefix(vlis) for child in parcel] == [
        "Geometry",
        "soHieuToBanDo",
        "soThuTuThua",
        "maXa",
        "mucDichSuDung",
        "dienTich",
        "tenChu",
        "diaChi",
    ]
    assert parcel[0][0].attrib == {"srsName": "EPSG:9217"}
    assert "999000000001" not in path.read_text("utf-8")


def test_geojson_is_rfc_7946(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    write_parcel_geojson(path, ROWS, 9217)
    document = json.loads(path.read_text("utf-8"))
    assert "crs" not in document
    assert len(document["features"]) == len(ROWS)
    for feature in document["features"]:
        if feature["geometry"] is None:
            continue
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        west, south, east, north = shape.bounds
        assert 108 < west < east < 110
        assert 11 < south < north < 13
        for part in shapely.get_parts(shape):
            assert part.exterior.is_ccw
            assert not any(ring.is_ccw for ring in part.interiors)
    write_parcel_geojson(path, ROWS, 9217, in_degrees=False)
    assert json.loads(path.read_text("utf-8"))["crs"]["properties"]["name"].endswith("9217")
    write_parcel_geojson(path, [], 9217)
    assert json.loads(path.read_text("utf-8"))["features"] == []
    write_parcel_geojson(path, [row(0, shape=None)], 9217)
    assert json.loads(path.read_text("utf-8"))["features"][0]["geometry"] is None


def test_a_shapefile_says_its_encoding_and_system_and_what_was_cut(tmp_path: Path) -> None:
    path = tmp_path / "Thửa đất.shp"
    long = "Đ" * 200
    assert write_parcel_shapefile(path, [row(0, address=long), row(1)], 9217) == 1
    assert {one.suffix for one in tmp_path.iterdir()} == set(SUFFIXES)
    assert path.with_suffix(".cpg").read_text().strip() == "UTF-8"
    assert "108.25" in path.with_suffix(".prj").read_text()
    assert come_back(path)[0].address == "Đ" * 127
    assert set(NAMES) == set(PARCEL_COLUMNS)
    assert len(set(NAMES.values())) == len(NAMES)
    assert max(map(len, NAMES.values())) <= 10
    # The older one is replaced whole.
    assert write_parcel_shapefile(path, [row(0)], 9217) == 0
    assert len(come_back(path)) == 1
    folder = tmp_path / "b.dbf"
    folder.mkdir()
    with pytest.raises(OSError, match="exists"):
        write_parcel_shapefile(tmp_path / "b.shp", [row(0)], 9217)
    assert not (tmp_path / "b.shp").exists()


def test_a_drawing_comes_back_as_the_same_parcels(tmp_path: Path) -> None:
    commune = generate_commune(COMMUNE, seed=5, parcels=200, faults=False)
    rows = features(commune)
    path = tmp_path / "a.dxf"
    write_parcel_dxf(path, rows)
    layer = find_layer(path)
    assert isinstance(layer, DrawingLayer)
    assert layer.remarks == ()
    shapes = {canonical_shape(shape).wkb for shape in layer.shapes}
    assert shapes == {bytes(one["geometry"]) for one in rows if isinstance(one["geometry"], bytes)}
    assert sorted(str(one[1]) for one in layer.rows) == sorted(str(one["number"]) for one in rows)
    assert sorted(str(one[3]) for one in layer.rows) == sorted(str(one["land_use"]) for one in rows)


def test_a_shared_boundary_is_drawn_once() -> None:
    strokes = boundary_strokes([row(0), row(1), row(2, shape=None)])
    edges = sum(len(stroke.points) - 1 for stroke in strokes)
    assert edges == 7
    assert sum(shapely.LineString(stroke.points).length for stroke in strokes) == pytest.approx(140)
    assert boundary_strokes([row(2, shape=None)]) == []
    assert labels([row(2, shape=None)]) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_number_stays_a_text_in_a_drawing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.dxf"
    write_parcel_dxf(path, [row(0, number=text, land_use=None, legal_area_m2=None)])
    layer = find_layer(path)
    assert isinstance(layer, DrawingLayer)
    shown = " ".join(text.split())
    assert [one[1] for one in layer.rows] == [shown]
    assert "\n" not in dxf_text(text)


def test_the_geopackage_opens_as_before(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    write_parcel_geopackage(path, ROWS, 9217)
    with fiona.open(path) as layer:
        assert list(layer.schema["properties"]) == list(PARCEL_COLUMNS)
        assert np.isfinite(layer.bounds).all()
