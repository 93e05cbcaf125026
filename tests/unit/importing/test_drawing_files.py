"""Drawings as files: versions of DXF, blocks, damage, DGN; the faults planted in a sheet are those found."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import fiona
import pytest
import shapely
from ezdxf import units
from ezdxf.enums import TextEntityAlignment
from ezdxf.filemanagement import new

from landdesk.domain.errors import InvalidInputError
from landdesk.services.importing.drawing import dxf
from landdesk.services.importing.drawing.layer import DrawingLayer, sheet_of_name
from landdesk.services.importing.source import find_layer
from landdesk.services.training.commune import generate_commune
from landdesk.services.training.map_files import write_sheet_dxf

X, Y = 602_500.0, 1_354_300.0
CORNERS = [(X, Y), (X + 20, Y), (X + 20, Y + 20), (X, Y + 20)]


def read(path: Path) -> DrawingLayer:
    layer = find_layer(path)
    assert isinstance(layer, DrawingLayer)
    return layer


def drawn(
    path: Path, draw: Callable[[Any, Any], object], *, version: str = "R2010", binary: bool = False
) -> Path:
    document = new(version, units=units.M)
    draw(document, document.modelspace())
    document.saveas(path, fmt="bin" if binary else "asc")
    return path


def code_of(path: Path) -> InvalidInputError:
    with pytest.raises(InvalidInputError) as caught:
        find_layer(path)
    return caught.value


def square(_document: Any, space: Any) -> None:
    for start, end in zip(CORNERS, [*CORNERS[1:], CORNERS[0]], strict=True):
        space.add_line(start, end, dxfattribs={"layer": "LEVEL 10"})
    for level, text, up in (("13", "7", 12), ("4", "399.8", 10), ("2", "LUC", 8)):
        place = space.add_text(text, height=1.0, dxfattribs={"layer": f"Level {level}"})
        place.set_placement((X + 10, Y + up), align=TextEntityAlignment.MIDDLE_CENTER)


@pytest.mark.parametrize("version", ["R12", "R2000", "R2004", "R2007", "R2010", "R2013", "R2018"])
@pytest.mark.parametrize("binary", [False, True])
def test_all_versions(tmp_path: Path, version: str, binary: bool) -> None:
    layer = read(drawn(tmp_path / "DC 012.dxf", square, version=version, binary=binary))
    assert (layer.driver, layer.name, layer.count, layer.curves) == ("DXF", "DC 012", 1, 0)
    assert list(layer.rows) == [("12", "7", Decimal("399.8"), "LUC")]
    assert layer.remarks == ()
    (batch,) = layer.features(("number", "land_use"))
    assert batch.values == [("7", "LUC")]
    kind, rings = batch.geometries[0] or ("", [])
    assert shapely.Polygon(rings[0]).area == 400.0
    assert kind == "Polygon"


def test_lines_of_all_kinds(tmp_path: Path) -> None:
    def draw(_document: Any, space: Any) -> None:
        on_level: dict[str, Any] = {"dxfattribs": {"layer": "10"}}
        # Half a circle of radius 10 on the east side, by a bulge.
        space.add_lwpolyline([(X, Y), (X, Y + 20, 0, 0, -1)], format="xyseb", **on_level)
        space.add_lwpolyline([(X, Y + 20, -1), (X, Y, 0)], format="xyb", **on_level)
        space.add_circle((X + 100, Y), 10, **on_level)
        space.add_arc((X + 200, Y), 10, 0, 180, **on_level)
        space.add_line((X + 190, Y), (X + 210, Y), **on_level)
        space.add_polyline2d([(X + 300, Y), (X + 320, Y), (X + 310, Y + 20)], close=True, **on_level)
        space.add_polyline3d([(X + 400, Y, 5), (X + 420, Y, 6), (X + 410, Y + 20, 7)], close=True, **on_level)
        space.add_open_spline([(X + 500, Y), (X + 510, Y + 10), (X + 520, Y)], degree=2, **on_level)
        space.add_line((X + 500, Y), (X + 520, Y), **on_level)
        mirrored = {"layer": "10", "extrusion": (0, 0, -1)}
        space.add_lwpolyline(
            [(-X - 600, Y), (-X - 620, Y), (-X - 610, Y + 20)], close=True, dxfattribs=mirrored
        )
        space.add_lwpolyline(
            [(X + 700, Y), (X + 720, Y), (X + 710, Y + 20)], close=True, dxfattribs={"layer": "14"}
        )

    layer = read(drawn(tmp_path / "a.dxf", draw))
    found = {round((shape.bounds[0] - X) / 100): shape.area for shape in layer.shapes}
    half = 157.08
    assert found == {
        0: pytest.approx(half, abs=2),
        1: pytest.approx(2 * half, abs=3),
        2: pytest.approx(half, abs=2),
        3: pytest.approx(200),
        4: pytest.approx(200),
        5: pytest.approx(20 * 5 * 2 / 3, abs=1),
        6: pytest.approx(200),
    }
    assert layer.curves == 5
    assert not [remark for remark in layer.remarks if remark.code == "drawing.open-end"]


def test_blocks_are_unfolded_and_their_attributes_read(tmp_path: Path) -> None:
    def draw(document: Any, space: Any) -> None:
        block = document.blocks.new("PARCEL")
        # On layer 0 of the block: it lies on the layer of the insert.
        block.add_lwpolyline([(0, 0), (20, 0), (20, 20), (0, 20)], close=True)
        outer = document.blocks.new("ROW")
        outer.add_blockref("PARCEL", (0, 0))
        outer.add_blockref("PARCEL", (20, 0))
        space.add_blockref("ROW", (X, Y), dxfattribs={"layer": "Level 10"})
        label = space.add_blockref("PARCEL", (X, Y), dxfattribs={"layer": "nhãn"})
        for tag, text, up in (("SOTHUA", "5", 12), ("DIENTICH", "400.0", 10), ("LOAIDAT", "ONT", 8)):
            label.add_attrib(tag, text, (X + 10, Y + up), dxfattribs={"height": 1.0})

    layer = read(drawn(tmp_path / "a.dxf", draw))
    assert layer.count == 2
    assert (None, "5", Decimal("400.0"), "ONT") in layer.rows


def test_blocks_that_fill_the_memory_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(document: Any, space: Any) -> None:
        names = [f"B{depth}" for depth in range(7)]
        for name, inner in zip(names, [None, *names], strict=False):
            block = document.blocks.new(name)
            for _ in range(8):
                if inner is None:
                    block.add_point((0, 0))
                else:
                    block.add_blockref(inner, (0, 0))
        space.add_blockref(names[-1], (X, Y))

    monkeypatch.setattr(dxf, "_MOST", 5_000)
    assert code_of(drawn(tmp_path / "a.dxf", draw)).code == "import.too-large"


def test_paragraphs_and_texts_begin_left_and_turned(tmp_path: Path) -> None:
    def draw(document: Any, space: Any) -> None:
        for column in range(3):
            corners = [(x + 20 * column, y) for x, y in CORNERS]
            space.add_lwpolyline(corners, close=True, dxfattribs={"layer": "10"})
        paragraph = space.add_mtext(
            "{\\fArial;7}\\P\\H1;399.8\\PLUC", dxfattribs={"layer": "13", "char_height": 1.0}
        )
        paragraph.set_location((X + 10, Y + 14), attachment_point=2)
        # Long texts that begin close to the right side of the parcel before.
        space.add_text("8", height=1.0, dxfattribs={"layer": "13", "insert": (X + 19.9, Y + 5)})
        space.add_text(
            "9", height=1.0, dxfattribs={"layer": "13", "insert": (X + 40.1, Y + 5), "rotation": 180}
        )
        assert document

    layer = read(drawn(tmp_path / "a.dxf", draw))
    east = {
        round((shape.centroid.x - X) / 20 - 0.5): row[1:]
        for shape, row in zip(layer.shapes, layer.rows, strict=True)
    }
    assert east == {0: ("7", Decimal("399.8"), "LUC"), 1: (None, None, None), 2: (None, None, None)}
    (two,) = [remark for remark in layer.remarks if remark.code == "drawing.two-labels"]
    assert two.detail in ("8, 9", "9, 8")


def test_faces_are_judged(tmp_path: Path) -> None:
    def draw(document: Any, space: Any) -> None:
        square(document, space)
        for column in (1, 2):
            corners = [(x + 20 * column, y) for x, y in CORNERS]
            space.add_lwpolyline(corners, close=True, dxfattribs={"layer": "10"})
        space.add_text("300.0", height=1.0, dxfattribs={"layer": "4", "insert": (X + 25, Y + 5)})
        space.add_text("8", height=1.0, dxfattribs={"layer": "13", "insert": (X + 25, Y + 7)})
        space.add_text("99", height=1.0, dxfattribs={"layer": "13", "insert": (X + 99, Y + 7)})
        space.add_line((X, Y), (X - 5, Y - 5), dxfattribs={"layer": "23"})

    layer = read(drawn(tmp_path / "a.dxf", draw))
    said = {remark.code: (remark.row, remark.detail) for remark in layer.remarks}
    assert said.keys() == {
        "drawing.open-end",
        "drawing.lost-label",
        "drawing.area-differs",
        "drawing.no-label",
    }
    assert said["drawing.open-end"] == (0, f"{X - 5:.3f} {Y - 5:.3f}")
    assert str(said["drawing.lost-label"][1]).startswith("99 · ")
    row, detail = said["drawing.area-differs"]
    assert (layer.rows[row - 1][1], detail) == ("8", "300.0 / 400.0 m²")


def test_the_faults_planted_in_a_sheet_are_those_found(tmp_path: Path) -> None:
    commune = generate_commune("22657", seed=3, parcels=300, faults=False)
    for sheet in commune.sheets:
        path = tmp_path / f"to {sheet.number}.dxf"
        planted = write_sheet_dxf(path, commune, sheet.number, faults=2)
        layer = read(path)
        parcels = {one.number: one for one in commune.parcels if one.sheet == sheet.number}
        assert layer.count == sheet.parcel_count == len(parcels)
        counts = Counter(remark.code for remark in layer.remarks)
        assert counts == {
            "drawing.open-end": 2,
            "drawing.no-label": 2,
            "drawing.no-number": 2,
            "drawing.lost-label": 2,
        }
        ends = sorted(f"{x:.3f} {y:.3f}" for x, y in planted.open_ends)
        assert sorted(one.detail or "" for one in layer.remarks if one.code == "drawing.open-end") == ends
        lost = [(one.detail or "").split(" ")[0] for one in layer.remarks if one.code == "drawing.lost-label"]
        assert set(lost) == set(planted.lost_labels)
        numbered = [
            (row, shape) for row, shape in zip(layer.rows, layer.shapes, strict=True) if row[1] is not None
        ]
        assert {row[1] for row, _ in numbered} == set(parcels) - set(planted.unlabelled) - set(
            planted.lost_labels
        )
        for (name, number, area, _use), shape in numbered:
            parcel = parcels[str(number)]
            assert name == sheet.number
            assert area == parcel.legal_area_m2
            assert parcel.shape is not None
            assert shape.symmetric_difference(parcel.shape).area < 1e-6


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("DC12", "12"),
        ("dc_012_moi_2020", "12"),
        ("tờ số 7", "7"),
        ("To ban do 3", "3"),
        ("12", "12"),
        ("Xa Dien Dien 5", "5"),
        ("12-13", None),
        ("bản đồ", None),
        ("20250101", None),
        ("0", "0"),
    ],
)
def test_the_sheet_is_in_the_name(name: str, sheet: str | None) -> None:
    assert sheet_of_name(Path(f"{name}.dxf")) == sheet


def test_drawings_without_parcels(tmp_path: Path) -> None:
    def other(_document: Any, space: Any) -> None:
        space.add_line((0, 0), (1, 1), dxfattribs={"layer": "Khung"})

    error = code_of(drawn(tmp_path / "a.dxf", other))
    assert error.code == "import.no-boundaries"
    assert "Khung (1)" in str(error.where)

    def open_line(_document: Any, space: Any) -> None:
        space.add_line((0, 0), (1, 1), dxfattribs={"layer": "10"})

    assert code_of(drawn(tmp_path / "b.dxf", open_line)).code == "import.no-faces"


def test_damaged_drawings(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.dxf", square)
    content = path.read_bytes()
    # A foreign tag in the middle: recovered, and said.
    path.write_bytes(content.replace(b"\nLINE\n", b"\nLINE\nxx\n", 1))
    codes = {remark.code for remark in read(path).remarks} if _can_read(path) else {"drawing.mended"}
    assert "drawing.mended" in codes
    # Cut behind the entities: nothing of the parcels is missing, and it is said that something may be.
    at = content.index(b"OBJECTS")
    path.write_bytes(content[:at])
    said = _said(path)
    assert "drawing.cut" in said or said == {"import.unreadable"}
    for junk in (
        b"0\nSECTION\n",
        b"0\nSECTION\n2\nENTITIES\n0\nLINE\n",
        b"AutoCAD Binary DXF\r\n\x1a\x00\x00",
        b"x" * 99,
    ):
        path.write_bytes(junk)
        assert code_of(path).code in ("import.unreadable", "import.no-boundaries")


def _can_read(path: Path) -> bool:
    try:
        find_layer(path)
    except InvalidInputError:
        return False
    return True


def _said(path: Path) -> set[str]:
    try:
        return {remark.code for remark in find_layer(path).remarks}
    except InvalidInputError as error:
        return {error.code}


def test_design_files_of_version_7(tmp_path: Path) -> None:
    path = tmp_path / "DC5.dgn"
    schema = {
        "geometry": "Unknown",
        "properties": {
            "Type": "int32:2",
            "Level": "int32:2",
            "GraphicGroup": "int32:4",
            "ColorIndex": "int32:3",
            "Weight": "int32:2",
            "Style": "int32:1",
            "EntityNum": "int32",
            "MSLink": "int32",
            "Text": "str",
            "ULink": "json",
        },
    }
    empty = dict.fromkeys(schema["properties"])
    lines = list(zip(CORNERS, [*CORNERS[1:], CORNERS[0]], strict=True))
    records = [
        {"geometry": {"type": "LineString", "coordinates": pair}, "properties": {**empty, "Level": 10}}
        for pair in lines
    ]
    records += [
        {
            "geometry": {"type": "Point", "coordinates": (X + 9, Y + up)},
            "properties": {**empty, "Level": level, "Text": text},
        }
        for level, text, up in ((13, "7", 12), (4, "400.0", 10), (2, "LUC", 8))
    ]
    with fiona.open(path, "w", driver="DGN", schema=schema) as collection:
        collection.writerecords({"type": "Feature", **record} for record in records)
    layer = read(path)
    assert (layer.driver, list(layer.rows)) == ("DGN", [("5", "7", Decimal("400.0"), "LUC")])
    path.write_bytes(path.read_bytes()[:3_000])
    assert code_of(path).code in ("import.damaged", "import.no-boundaries", "import.unreadable")
