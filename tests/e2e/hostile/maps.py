"""The hostile record on maps, read back by readers that are not ours."""

import json
import sqlite3
import xml.etree.ElementTree as ET
from collections import Counter
from contextlib import closing
from pathlib import Path

import ezdxf
import fiona
from ezdxf.entities.text import Text

from tests.e2e.hostile.record import BEGINS, INSIDE, MAP_FIELDS, PEOPLE, WIDEST_BYTES, World, expected


def properties(path: Path) -> list[dict[str, object]]:
    with fiona.open(path) as layer:
        return [dict(one["properties"]) for one in layer]


def geopackage(world: World) -> None:
    path = world.out("map.gpkg")
    world.run("export-map", world.store, "-o", path, *PEOPLE)
    read = {value for row in properties(path) for value in row.values() if isinstance(value, str)}
    assert expected(*MAP_FIELDS) <= read
    with closing(sqlite3.connect(path)) as conn:
        tables = {name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert "parcels" in tables
        assert not [name for name in tables if INSIDE[:5] in name]


def shapefile(world: World) -> None:
    path = world.out("map.shp")
    world.run("export-map", world.store, "-o", path, *PEOPLE)
    # A column holds 254 bytes: what is longer is cut, and counted.
    wanted = {text.encode()[:WIDEST_BYTES].decode(errors="ignore").rstrip() for text in expected(*MAP_FIELDS)}
    assert wanted <= {
        value.rstrip() for row in properties(path) for value in row.values() if isinstance(value, str)
    }


def geojson(world: World) -> None:
    for form in ("geojson", "geojson-metres"):
        path = world.out(f"{form}.geojson")
        world.run("export-map", world.store, "--format", form, "-o", path, *PEOPLE)
        document = json.loads(path.read_text("utf-8"))
        assert document.keys() <= {"type", "features", "crs"}
        rows = [one["properties"] for one in document["features"]]
        assert expected(*MAP_FIELDS) <= {value for row in rows for value in row.values() if value}
        assert {name for row in rows for name in row} == set(properties(path)[0]) - {"id"}


def gml(world: World) -> None:
    path = world.out("map.gml")
    world.run("export-map", world.store, "-o", path, *PEOPLE)
    tree = ET.parse(path)
    names = Counter(one.tag.rpartition("}")[2] for one in tree.iter())
    assert names.keys() <= {
        *(
            "FeatureCollection",
            "member",
            "Thua_Dat",
            "Geometry",
            "Polygon",
            "exterior",
            "LinearRing",
            "posList",
        ),
        *("soHieuToBanDo", "soThuTuThua", "maXa", "mucDichSuDung", "tenChu", "diaChi"),
    }
    assert names["member"] == names["diaChi"] == len(BEGINS)
    read = {one.text for one in tree.iter() if one.text}
    assert expected("sheet", "number", "land_use", "user", "address") <= read
    with fiona.open(path) as layer:
        assert len(layer) == len(BEGINS)


def dxf(world: World) -> None:
    path = world.out("map.dxf")
    world.run("export-map", world.store, "-o", path)
    drawing = ezdxf.filemanagement.readfile(path)
    entities = list(drawing.modelspace())
    assert {one.dxftype() for one in entities} == {"LWPOLYLINE", "POINT", "TEXT"}
    assert {one.dxf.layer for one in entities} == {"2", "10", "11", "13"}
    shown = {one.plain_text() for one in entities if isinstance(one, Text)}
    # On one line; a number of a letter that would be read as the letter is parted (docs/formats/dxf.md).
    wanted = {text.replace("\\U+", "\\ U+") for text in expected("number", "land_use")}
    assert wanted == shown
