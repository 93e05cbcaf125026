"""``landdesk print-map``: a map sheet on paper as PDF and SVG, its scale and labels, and what is refused."""

import math
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2
import pytest

from landdesk.domain.commands import SetParcel
from tests.e2e.command_line import CommandLine
from tests.stores import make_store, parcel_id

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def block(type_in: CommandLine) -> Path:
    """A store of twelve parcels of 20 × 30 m on sheet 12, one of them on sheet 13."""
    path = type_in.folder / "block.landdesk"
    app = make_store(path)
    app.execute(SetParcel(parcel_id(app, "12/1"), sheet="13"))
    app.close()
    return path


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        assert len(document) == 1
        return " ".join(document[0].get_textpage().get_text_bounded().split())
    finally:
        document.close()


def lines_of(path: Path, kind: str) -> list[list[tuple[float, float]]]:
    """Return the lines of a kind on a drawing, millimetres."""
    found = ET.parse(path).getroot().iter(f"{SVG}polyline")
    return [
        [(float(x), float(y)) for x, y in (place.split(",") for place in one.attrib["points"].split())]
        for one in found
        if one.get("class") == kind
    ]


def length_mm(lines: list[list[tuple[float, float]]]) -> float:
    return sum(math.dist(*ends) for line in lines for ends in pairwise(line))


def test_a_sheet_has_its_parcels_their_numbers_and_its_name(type_in: CommandLine, block: Path) -> None:
    told = type_in.good("print-map", block, "--sheet", "12", "-o", "a.pdf", "--json").document
    assert told == {
        "schema": "landdesk.print-map/1",
        "file": "a.pdf",
        "sheet": "12",
        "scale": 500,
        "paper": "A3",
        "width_mm": 297.0,
        "height_mm": 420.0,
        "parcels": 11,
        "without_number": 0,
    }
    text = text_of(type_in.folder / "a.pdf")
    assert "BẢN ĐỒ ĐỊA CHÍNH – TỜ SỐ 12, xã Diên Điền, tỉnh Khánh Hòa" in text
    assert "Tỷ lệ 1:500 – Hệ tọa độ VN-2000, kinh tuyến trục 108°15′, múi chiếu 3°" in text
    assert all(f" {number} 600,0 " in text for number in range(2, 13)), text
    # Of another sheet: drawn, not numbered.
    assert " 1 600,0" not in text


def test_what_parcels_share_is_drawn_once_at_its_scale(type_in: CommandLine, block: Path) -> None:
    type_in.good("print-map", block, "-o", "a.svg", "--scale", "500")
    # Three by four parcels of 20 × 30 m: the lines of a grid, each once, at 2 mm for a metre.
    lines = lines_of(type_in.folder / "a.svg", "boundary")
    wide = max(x for line in lines for x, _y in line) - min(x for line in lines for x, _y in line)
    high = max(y for line in lines for _x, y in line) - min(y for line in lines for _x, y in line)
    across, up = round(wide / 40), round(high / 60)
    assert across * up == 12
    assert length_mm(lines) == pytest.approx((across + 1) * up * 60 + (up + 1) * across * 40, abs=0.01)
    assert not lines_of(type_in.folder / "a.svg", "neighbour")


def test_paper_follows_the_scale_and_the_scale_the_paper(type_in: CommandLine, block: Path) -> None:
    chosen = []
    for at, more in enumerate(
        ((), ("--scale", "200"), ("--scale", "2000"), ("--paper", "A0"), ("--paper", "A4"))
    ):
        told = type_in.good("print-map", block, "-o", f"{at}.svg", *more, "--json").document
        chosen.append((told["paper"], told["scale"]))
    assert chosen == [("A3", 500), ("A1", 200), ("A4", 2000), ("A0", 200), ("A4", 500)]


def test_a_number_without_room_is_counted_and_said(type_in: CommandLine, block: Path) -> None:
    told = type_in.good("print-map", block, "-o", "a.pdf", "--scale", "100000", "--json").document
    assert told["without_number"] == told["parcels"] == 12
    assert "12 thửa không đủ chỗ ghi số." in text_of(type_in.folder / "a.pdf")


def test_what_cannot_be_printed_is_said_and_nothing_is_written(type_in: CommandLine, block: Path) -> None:
    for words, outcome in (
        (("-o", "a.dxf"), (2, "usage.format")),
        (("-o", "a.pdf", "--scale", "750"), (4, "print.scale-unknown")),
        (("-o", "a.pdf", "--scale", "200", "--paper", "A4"), (4, "print.map-too-large")),
        (("-o", "a.pdf", "--sheet", "99"), (4, "print.no-sheet")),
        (("-o", "a.pdf", "--sheet", "12", "--commune", "99999"), (4, "print.no-sheet")),
    ):
        assert type_in.refused("print-map", block, *words) == outcome, words
    assert not list(type_in.folder.glob("a.*"))
    (type_in.folder / "taken.pdf").write_text("mine")
    assert type_in.refused("print-map", block, "-o", "taken.pdf") == (3, "file.exists")
    assert (type_in.folder / "taken.pdf").read_text() == "mine"


def test_a_store_without_a_map_says_so(type_in: CommandLine) -> None:
    make_store(type_in.folder / "none.landdesk", columns=0, rows=0).close()
    assert type_in.refused("print-map", type_in.folder / "none.landdesk", "-o", "a.pdf") == (
        3,
        "print.nothing-there",
    )
