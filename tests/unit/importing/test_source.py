"""Files are opened and read in batches; what is told of a layer is true."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from landdesk.domain.errors import InvalidInputError
from landdesk.services.importing.source import find_layer
from tests.sources import plots, square, write_geojson, write_layer

DATA = Path(__file__).resolve().parents[2] / "data"


def test_batches_have_every_feature_once(tmp_path: Path) -> None:
    layer = find_layer(write_layer(tmp_path / "a.gpkg", plots(23)))
    batches = list(layer.features(["SHTHUA"], size=10))
    assert [batch.first for batch in batches] == [1, 11, 21]
    assert [value for batch in batches for (value,) in batch.values] == [str(n + 1) for n in range(23)]
    assert layer.count == sum(len(batch.geometries) for batch in batches) == 23
    whole = list(layer.features(["SHTHUA"], size=23))
    assert len(whole) == 1


def test_formats(tmp_path: Path) -> None:
    files = [
        (write_layer(tmp_path / "a.gpkg", plots(2), layer="thửa đất"), "GPKG", "thửa đất"),
        (write_layer(tmp_path / "b.shp", plots(2)), "ESRI Shapefile", "b"),
        (write_geojson(tmp_path / "c.geojson", plots(2)), "GeoJSON", "c"),
        (DATA / "cambridge" / "cambridge_parcels_2014_part.topojson", "TopoJSON", "ASSESSING_ParcelsFY2014"),
    ]
    for path, driver, name in files:
        layer = find_layer(path)
        assert (layer.driver, layer.name) == (driver, name)
        assert len(layer.sha256) == 32
        assert sum(len(batch.values) for batch in layer.features(layer.columns)) == layer.count
    assert find_layer(files[3][0]).crs_wkt == ""


def test_the_only_layer_with_geometry_is_taken(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", plots(2), layer="parcels")
    # QGIS keeps its styles so.
    write_layer(path, [(None, {"styleName": "x"})], layer="layer_styles", geometry="None")
    assert find_layer(path).name == "parcels"
    assert find_layer(path, "parcels").count == 2
    with pytest.raises(InvalidInputError) as caught:
        find_layer(path, "layer_styles")
    assert caught.value.code == "import.no-geometry"


def test_hash_follows_the_content_of_a_shapefile(tmp_path: Path) -> None:
    one = find_layer(write_layer(tmp_path / "a.shp", plots(2))).sha256
    for other in (plots(3), plots(2, LOAIDAT="LUC")):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        assert find_layer(write_layer(folder / "a.shp", other)).sha256 != one


def test_texts_of_a_shapefile_without_a_word_on_their_encoding(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.shp", plots(2, TENCHU="Đặng Thị Hường"))
    assert find_layer(path).encoding is None
    path.with_suffix(".cpg").unlink()
    layer = find_layer(path)
    assert layer.encoding == "UTF-8"
    assert [batch.values[0] for batch in layer.features(["TENCHU"])] == [("Đặng Thị Hường",)]
    # Latin-1 is left to GDAL, which takes it by itself.
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes().replace("Đặng Thị Hường".encode(), b"Ren\xe9".ljust(22)))
    assert find_layer(path).encoding is None


def test_reading_says_when_features_are_missing(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", plots(2000))
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 40_000] = bytes(40_000)
    path.write_bytes(content)
    layer = find_layer(path)
    with pytest.raises(InvalidInputError) as caught:
        list(layer.features(["SHTHUA"]))
    assert caught.value.code == "import.damaged"


def renamed_column(path: Path, target: Path) -> Path:
    """Return a copy of a GeoPackage whose geometry is called as QGIS's own tests call it."""
    target.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(target)) as conn:
        for trigger in [r[0] for r in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
            conn.execute(f'DROP TRIGGER "{trigger}"')
        conn.execute("ALTER TABLE a RENAME COLUMN geom TO geometry")
        conn.execute("UPDATE gpkg_geometry_columns SET column_name = 'geometry'")
        conn.execute("DELETE FROM gpkg_extensions")
        conn.commit()
    return target


def test_curves_are_counted(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [(square(0), {"A": "1"})])
    assert find_layer(path).curves == 0
    assert find_layer(renamed_column(path, tmp_path / "b.gpkg")).curves == 0
    turns = np.arange(5) * np.pi / 2
    circle = np.column_stack([602_500 + 10 * np.cos(turns), 1_354_300 + 10 * np.sin(turns)])
    circle[-1] = circle[0]
    wkb = b"\x01" + np.array([10, 1], "<u4").tobytes() + b"\x01" + np.array([8, 5], "<u4").tobytes()
    with closing(sqlite3.connect(path)) as conn:
        for trigger in [r[0] for r in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
            conn.execute(f'DROP TRIGGER "{trigger}"')
        conn.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = 'CURVEPOLYGON'")
        head = b"GP\x00\x01" + np.array([9217], "<i4").tobytes()
        conn.execute(
            "INSERT INTO a (geom, A) VALUES (?, '2')", (head + wkb + circle.astype("<f8").tobytes(),)
        )
        conn.execute("UPDATE gpkg_ogr_contents SET feature_count = 2")
        conn.commit()
    layer = find_layer(path)
    assert layer.curves == 1
    assert find_layer(renamed_column(path, tmp_path / "c.gpkg")).curves == 1
    (batch,) = layer.features([])
    _square, arcs = batch.geometries
    assert arcs is not None
    assert (arcs[0], len(arcs[1][0]) > 50) == ("Polygon", True)
