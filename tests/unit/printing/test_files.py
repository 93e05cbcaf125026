"""What is written is read back by others: text and pages of the PDF, elements of the SVG, levels of the DXF."""

import xml.etree.ElementTree as ET
from pathlib import Path

import ezdxf
import pypdfium2
import pytest
import shapely
from ezdxf.entities.lwpolyline import LWPolyline
from ezdxf.entities.text import Text as DrawnText

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Party
from landdesk.resources import resource_path
from landdesk.services.printing.drawing_file import write_extract_dxf
from landdesk.services.printing.extract import Extract, Form, Wanted
from landdesk.services.printing.parcel_labels import Drawn
from landdesk.services.printing.pdf import page, pdf_bytes, title_of
from landdesk.services.printing.primitives import Kind
from landdesk.services.printing.svg import svg_text
from landdesk.services.printing.typesetting import plain
from tests.unit.printing.papers import SHAPES, SQUARE, extract_of, polygon

SVG = "{http://www.w3.org/2000/svg}"
MM = 72 / 25.4


def pages_of(extract: Extract) -> list[str]:
    document = pypdfium2.PdfDocument(pdf_bytes(extract))
    try:
        return [one.get_textpage().get_text_bounded() for one in document]
    finally:
        document.close()


def text_of(extract: Extract) -> str:
    return " ".join(" ".join(pages_of(extract)).split())


def test_the_page_says_what_the_record_says() -> None:
    text = text_of(extract_of(SQUARE))
    for said in (
        "TRÍCH LỤC BẢN ĐỒ ĐỊA CHÍNH",
        "Thửa đất số 57; tờ bản đồ số 12; xã Diên Điền, tỉnh Khánh Hòa",
        "Thôn Phú Điền, xã Diên Điền",
        "1.200,0 m² theo bản đồ; 1.234,5 m² theo giấy tờ; chênh lệch −34,5 m²",
        "ONT (Đất ở tại nông thôn)",
        "VN-2000, kinh tuyến trục 108°15′, múi chiếu 3°",
        "1 1358030,000 586000,000 1–2 40,00",
        "4 1358000,000 586000,000 4–1 30,00",
        "NGƯỜI TRÍCH LỤC",
        "In từ LandDesk ngày 28/11/2026",
        "1:500",
        "30,00",
    ):
        assert said in text, said
    assert "LUYỆN TẬP" not in text


def test_it_is_pdf_a_of_one_page_on_its_paper_with_lines_and_no_picture() -> None:
    content = pdf_bytes(extract_of(SQUARE))
    assert b"pdfaid:part>2<" in content
    assert b"pdfaid:conformance>B<" in content
    document = pypdfium2.PdfDocument(content)
    try:
        assert len(document) == 1
        width, height = document[0].get_size()
        assert (round(width / MM), round(height / MM)) == (210, 297)
        kinds = {one.type for one in document[0].get_objects(max_depth=4)}
        assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds
        assert pypdfium2.raw.FPDF_PAGEOBJ_PATH in kinds
    finally:
        document.close()


def test_ground_is_drawn_at_its_scale() -> None:
    # 40 m and 30 m at 1:500 are 80 mm and 60 mm of paper between the boundary points in the file itself.
    document = pypdfium2.PdfDocument(pdf_bytes(extract_of(SQUARE, Wanted(scale=500), beside=())))
    try:
        found = [
            one.get_matrix().get()[4:]
            for one in document[0].get_objects(max_depth=4)
            if one.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH
            and (one.get_bounds()[2] - one.get_bounds()[0]) / MM == pytest.approx(0.9, abs=0.01)
        ]
    finally:
        document.close()
    assert len(found) == 4
    across, down = zip(*found, strict=True)
    assert (max(across) - min(across)) / MM == pytest.approx(80.0, abs=0.001)
    assert (max(down) - min(down)) / MM == pytest.approx(60.0, abs=0.001)


def test_labels_stand_where_the_drawing_has_them() -> None:
    # The lengths of the two long edges stand within the square, equally far from its middle.
    extract = extract_of(SQUARE, Wanted(scale=500), beside=())
    document = pypdfium2.PdfDocument(pdf_bytes(extract))
    try:
        bounds = [
            one.get_bounds()
            for one in document[0].get_objects(max_depth=4)
            if one.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH
        ]
        text = document[0].get_textpage()
        found = text.search("40,00")
        boxes = [text.get_charbox(found.get_next()[0]) for _ in range(2)]
    finally:
        document.close()
    dots = [
        (low + high) / 2
        for left, low, right, high in bounds
        if (right - left) / MM == pytest.approx(0.9, abs=0.01)
    ]
    digits = [(low + high) / 2 for _left, low, _right, high in boxes]
    assert len(dots) == 4
    assert max(dots) + min(dots) == pytest.approx(max(digits) + min(digits), abs=0.1 * MM)


def test_a_long_table_goes_on_over_pages_and_loses_no_point() -> None:
    extract = extract_of(SHAPES["curve"])
    corners = [corner for ring in extract.rings for corner in ring.corners]
    pages = pages_of(extract)
    assert len(pages) > 3
    text = " ".join(" ".join(pages).split())
    for corner in corners:
        row = (
            f"{corner.number} {corner.northing:.3f} {corner.easting:.3f} {corner.number}–{corner.next_number}"
        )
        assert row.replace(".", ",") in text
    assert all("X (m)" in one for one in pages[1:-1])
    assert "NGƯỜI TRÍCH LỤC" in pages[-1]


def test_each_form_has_its_title_its_words_and_its_signatures() -> None:
    survey = text_of(extract_of(SQUARE, Wanted(form=Form.SURVEY)))
    assert "TRÍCH ĐO BẢN ĐỒ ĐỊA CHÍNH" in survey
    assert "NGƯỜI KIỂM TRA" in survey
    assert "NGƯỜI TRÍCH LỤC" not in survey
    assert "NOT read" in resource_path("templates", "extract_vi.toml").read_text("utf-8")


def test_names_stand_only_where_they_are_given() -> None:
    user = Party(ObjectId(b"2" * 16), "Đặng Thị Ngọc Uyên", "056123456789", "Thôn Phú Điền")
    assert "Đặng Thị Ngọc Uyên, Thôn Phú Điền" in text_of(extract_of(SQUARE, users=[user]))
    assert "056123456789" not in text_of(extract_of(SQUARE, users=[user]))
    assert "…" in text_of(extract_of(SQUARE))


@pytest.mark.parametrize(
    "words",
    [
        "#panic() *a* $x$ <b> @r [c] \\u{41} // d",
        "中文 \ue000",
        "\u202eabc\u2066 x\x07y",
        "ệ" * 3000,
        "a\n\n= b",
    ],
)
def test_hostile_words_are_words(words: str) -> None:
    text = text_of(extract_of(SQUARE, address=words, number=words))
    assert "TRÍCH LỤC" in text
    if "panic" in words:
        assert words in text


def test_a_text_of_the_form_has_no_signs_that_turn_it_and_an_end() -> None:
    assert plain("a\u202eb\nc") == "a b c"
    cut = plain("ệ" * 3000)
    assert cut.endswith("…")
    assert cut.replace("\u200b", "").count("ệ") == 259


def test_the_template_gets_no_more_than_the_page_shows() -> None:
    user = Party(ObjectId(b"2" * 16), "Ai", "056123456789")
    assert "056123456789" not in str(page(extract_of(SQUARE, users=[user])))


@pytest.mark.parametrize("name", SHAPES)
def test_the_svg_is_well_formed_and_has_the_same_places(name: str) -> None:
    extract = extract_of(SHAPES[name])
    root = ET.fromstring(svg_text(extract.drawing, title_of(extract)))
    lines = [one for one in root.iter(f"{SVG}polyline") if one.get("class") == "parcel"]
    read = [
        tuple(round(v, 3) for v in extract.drawing.ground.on_ground(*map(float, pair.split(","))))
        for line in lines
        for pair in (line.get("points") or "").split()
    ]
    step = extract.choice.scale / 1000 * 1e-4
    wanted = shapely.MultiPoint(shapely.get_coordinates(SHAPES[name]))
    assert shapely.MultiPoint(read).hausdorff_distance(wanted) < max(0.001, step)
    shown = [one.text for one in root.iter(f"{SVG}text")]
    assert sorted(map(str, shown)) == sorted(
        one.text for kind in Kind for one in extract.drawing.labels(kind)
    )
    assert root.get("width") == f"{extract.drawing.width:g}mm"


def test_the_svg_holds_any_word() -> None:
    title = "<script>\x00&\ud800".encode("utf-8", "replace").decode()
    root = ET.fromstring(svg_text(extract_of(SQUARE, number="<a>&\x01").drawing, title))
    assert {one.tag for one in root.iter()} == {
        f"{SVG}{name}" for name in ("svg", "title", "rect", "polyline", "circle", "text")
    }


def test_the_drawing_has_its_levels_and_true_lengths(tmp_path: Path) -> None:
    extract = extract_of(SQUARE)
    path = tmp_path / "a.dxf"
    write_extract_dxf(path, extract)
    drawing = ezdxf.filemanagement.readfile(path)
    assert not drawing.audit().errors
    space = list(drawing.modelspace())
    own = shapely.LinearRing(SQUARE.geoms[0].exterior)
    borders = shapely.union_all(
        [
            shapely.LineString([*one.get_points("xy"), *(one.get_points("xy")[:1] if one.closed else [])])
            for one in space
            if isinstance(one, LWPolyline) and one.dxf.layer == "10"
        ]
    )
    assert borders.intersection(own).length == pytest.approx(own.length)
    texts = [one for one in space if isinstance(one, DrawnText)]
    by_level = {
        level: {one.dxf.text for one in texts if one.dxf.layer == level} for level in ("62", "64", "4", "2")
    }
    assert by_level["62"] == {"1", "2", "3", "4"}
    assert by_level["64"] == {"40,00", "30,00"}
    assert "1200,0" in by_level["4"]
    assert "ONT" in by_level["2"]
    (number,) = (one for one in texts if one.dxf.layer == "13" and one.dxf.text == "57")
    assert SQUARE.contains(shapely.Point(number.dxf.align_point.x, number.dxf.align_point.y))
    assert {one.dxf.layer for one in space} == {"2", "4", "10", "11", "13", "62", "63", "64"}


BROKEN = {
    "crossed": [polygon((0, 0), (20, 20), (20, 0), (0, 20))],
    "spike": [polygon((0, 0), (20, 0), (20, 20), (20, 40), (20, 20), (0, 20))],
    "twice": [polygon((0, 0), (20, 0), (20, 0), (20, 20), (0, 20))],
    "flat": [polygon((0, 0), (20, 0), (40, 0))],
    "parts over each other": [
        polygon((0, 0), (20, 0), (20, 20), (0, 20)),
        polygon((10, 10), (30, 10), (30, 30), (10, 30)),
    ],
    "a millimetre": [polygon((0, 0), (0.001, 0), (0.001, 0.001), (0, 0.001))],
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_shape_among_broken_ones_is_drawn_as_it_is(name: str, tmp_path: Path) -> None:
    shape = shapely.MultiPolygon(BROKEN[name])
    beside = tuple(
        Drawn(str(at), "1", "LUC", shapely.MultiPolygon(one)) for at, one in enumerate(BROKEN.values())
    )
    extract = extract_of(shape, beside=beside)
    rows = [row for row in page(extract)["rows"] if isinstance(row, list)]
    assert len(rows) == sum(len(one.exterior.coords) - 1 for one in BROKEN[name])
    assert "TRÍCH LỤC" in text_of(extract)
    ET.fromstring(svg_text(extract.drawing, "a"))
    write_extract_dxf(tmp_path / "a.dxf", extract)
    assert ezdxf.filemanagement.readfile(tmp_path / "a.dxf").modelspace()
