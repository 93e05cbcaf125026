"""``landdesk print``: a parcel as PDF, SVG and DXF; what is refused; names only where somebody says what for."""

from pathlib import Path
from xml.etree import ElementTree as ET

import ezdxf
import pypdfium2
import pytest

from landdesk.domain.commands import SetParcel
from tests.e2e.command_line import PERSON, CommandLine
from tests.stores import make_store, parcel_id


@pytest.fixture
def block(type_in: CommandLine) -> Path:
    """A store of twelve parcels of 20 × 30 m."""
    path = type_in.folder / "block.landdesk"
    make_store(path).close()
    type_in.good("person", "add", path, PERSON, "--as", "Lê Thị Đào")
    return path


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    finally:
        document.close()


def test_each_ending_is_a_format(type_in: CommandLine, block: Path) -> None:
    for name in ("a.pdf", "a.SVG", "a.dxf"):
        told = type_in.good("print", block, "12/6", "-o", name, "--scale", "500", "--json").document
        assert told == {
            "schema": "landdesk.print/1",
            "file": name,
            "form": "trich-luc",
            "parcel": "12/6",
            "scale": 500,
            "paper": "A4",
            "points": 4,
            "map_area_m2": 600.0,
            "persons": 0,
        }
    text = text_of(type_in.folder / "a.pdf")
    assert "Thửa đất số 6; tờ bản đồ số 12; xã Diên Điền, tỉnh Khánh Hòa" in text
    assert "600,0 m² theo bản đồ; 600,0 m² theo giấy tờ; chênh lệch 0,0 m²" in text
    assert "LUC (Đất chuyên trồng lúa)" in text
    # Its neighbours, and not those beyond the frame.
    assert all(f" {number} 600,0" in f" {text}" for number in ("1", "2", "3", "5", "7", "9", "10", "11"))
    assert ET.parse(type_in.folder / "a.SVG").getroot().get("width") == "175mm"
    assert ezdxf.filemanagement.readfile(type_in.folder / "a.dxf").modelspace()


def test_form_and_paper_are_chosen(type_in: CommandLine, block: Path) -> None:
    said = type_in.good(
        "print", block, "12/6", "-o", "a.pdf", "--form", "trich-do", "--paper", "A3", "--lang", "en"
    )
    assert said.out == "a.pdf is written: 12/6, 1:200, A3, 4 boundary points.\n"
    text = text_of(type_in.folder / "a.pdf")
    assert "TRÍCH ĐO BẢN ĐỒ ĐỊA CHÍNH" in text
    assert "ĐƠN VỊ ĐO ĐẠC" in text


def test_names_leave_only_noted(type_in: CommandLine, block: Path) -> None:
    with_users = ("print", block, "12/6", "-o", "a.pdf", "--with-users")
    assert type_in.refused(*with_users) == (4, "leaving.no-purpose")
    assert not (type_in.folder / "a.pdf").exists()
    type_in.good(*with_users, "--purpose", "Cấp đổi")
    assert "Đặng Văn 6, Thôn Phú Điền" in text_of(type_in.folder / "a.pdf")
    (noted,) = type_in.good("outgoing", block, "--json").document["files"]
    assert (noted["purpose"], noted["file_name"], noted["persons"]) == ("Cấp đổi", "a.pdf", 1)
    assert noted["columns"] == ["party.name", "party.address"]
    type_in.good("print", block, "12/6", "-o", "b.pdf")
    assert "Đặng Văn 6" not in text_of(type_in.folder / "b.pdf")
    assert len(type_in.good("outgoing", block, "--json").document["files"]) == 1


def test_what_cannot_be_printed_is_said_and_nothing_is_written(type_in: CommandLine, block: Path) -> None:
    before = sorted(path.name for path in type_in.folder.iterdir())
    for words, outcome in (
        (("12/6", "-o", "a.png"), (2, "usage.format")),
        (("12/6", "-o", "a.svg", "--with-users", "--purpose", "A"), (4, "export.no-place-for-users")),
        (("12/6", "-o", "a.pdf", "--scale", "750"), (4, "print.scale-unknown")),
        (("12/6", "-o", "a.pdf", "--scale", "0"), (2, "usage.value")),
        (("12/6", "-o", "a.pdf", "--form", "x"), (2, "usage.value")),
        (("12/99", "-o", "a.pdf"), (4, "parcel.not-found")),
        (("12/6", "-o", "nowhere/a.pdf"), (5, "file.missing")),
    ):
        assert type_in.refused("print", block, *words) == outcome, words
    assert sorted(path.name for path in type_in.folder.iterdir()) == before
    (type_in.folder / "taken.pdf").write_text("mine", "utf-8")
    assert type_in.refused("print", block, "12/6", "-o", "taken.pdf") == (3, "file.exists")
    assert (type_in.folder / "taken.pdf").read_text("utf-8") == "mine"


def test_a_parcel_without_a_boundary_is_refused(type_in: CommandLine) -> None:
    path = type_in.folder / "rows.landdesk"
    make_store(path, columns=1, rows=1).close()
    type_in.good(
        "record", "add", path, "parcel", "commune=22657", "sheet=12", "number=99", "--as", "Lê Thị Đào"
    )
    assert type_in.refused("print", path, "12/99", "-o", "a.pdf") == (3, "print.no-boundary")


def test_a_store_to_practise_on_says_so(type_in: CommandLine) -> None:
    path = type_in.folder / "training.landdesk"
    made = make_store(path, training=True)
    made.execute(SetParcel(parcel_id(made, "12/1"), address="Xứ đồng Gò Ổi, thôn Đại Điền"))
    made.close()
    type_in.good("print", path, "12/1", "-o", "a.pdf")
    text = text_of(type_in.folder / "a.pdf")
    assert "DỮ LIỆU LUYỆN TẬP – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ" in text
    assert "Xứ đồng Gò Ổi, thôn Đại Điền" in text


def test_a_letter_that_the_typeface_lacks_still_prints(type_in: CommandLine, block: Path) -> None:
    type_in.good("edit", "set", block, "12/6", "--address", "Thôn 中")
    type_in.good("print", block, "12/6", "-o", "a.pdf")
    assert b"pdfaid" not in (type_in.folder / "a.pdf").read_bytes()
