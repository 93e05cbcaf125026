"""Scanned files: what they are, pages of a bounded size, and files that want to do harm."""

import json
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from landdesk.app.application import Application
from landdesk.app.entering import enter_form, form_texts, surroundings
from landdesk.domain.collection import COLLECTED
from landdesk.services.entry.scan_names import scan_kind
from landdesk.services.importing import scans
from landdesk.services.importing.scans import LARGEST_SIDE_PX, draw_page, look_at_scan
from tests.store.safety.worlds import make_encrypted, opened
from tests.stores import COMMUNE, refused


def write_pdf(path: Path, *sizes: tuple[float, float]) -> Path:
    document = pypdfium2.PdfDocument.new()
    for width, height in sizes:
        document.new_page(width, height)
    document.save(path)
    return path


def test_a_pdf_is_described_and_drawn(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "AA123456-GCN.pdf", (595, 842), (842, 595))
    found = look_at_scan(path)
    assert (found.kind, found.pages, found.media_type) == ("1", 2, "application/pdf")
    assert (found.size_bytes, len(found.sha256)) == (path.stat().st_size, 64)
    picture = draw_page(path, 0, 595)
    assert (picture.width, picture.height) == (595, 842)
    assert picture.rgb[:3] == b"\xff\xff\xff"
    assert len(picture.rgb) == picture.width * picture.height * 3
    assert draw_page(path, 1, 1684).height == 1190


def test_a_page_is_drawn_from_a_content_as_from_a_file(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "one.pdf", (595, 842))
    picture = tmp_path / "two.png"
    Image.new("RGB", (30, 20), (200, 0, 0)).save(picture)
    for one in (path, picture):
        assert draw_page(one.read_bytes(), 0, 60) == draw_page(one, 0, 60)
    with refused("scan.no-picture"):
        draw_page(b"no scan at all", 0, 60)


def test_a_picture_is_turned_to_the_right(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    picture = Image.new("RGB", (40, 20), "white")
    picture.putpixel((0, 0), (255, 0, 0))
    picture.save(path)
    assert look_at_scan(path).pages == 1
    plain = draw_page(path, 0, 40)
    turned = draw_page(path, 0, 20, 1)
    assert plain.rgb[:3] == b"\xff\x00\x00"
    assert (turned.width, turned.height) == (20, 40)
    assert turned.rgb[19 * 3 : 20 * 3] == b"\xff\x00\x00"
    assert draw_page(path, 0, 40, 4) == plain


def test_pages_of_a_tiff_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    first, second = Image.new("L", (10, 10), 0), Image.new("L", (10, 10), 255)
    first.save(path, save_all=True, append_images=[second])
    assert look_at_scan(path).pages == 2
    assert draw_page(path, 1, 10).rgb[:3] == b"\xff\xff\xff"


@pytest.mark.parametrize("size", [(14_400, 14_400), (14_400, 3), (3, 14_400)])
def test_a_page_of_any_size_becomes_a_bounded_picture(tmp_path: Path, size: tuple[float, float]) -> None:
    picture = draw_page(write_pdf(tmp_path / "huge.pdf", size), 0, 1_000_000)
    assert max(picture.width, picture.height) <= LARGEST_SIDE_PX + 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "scan.no-picture"),
        (b"no scan", "scan.no-picture"),
        (b"%PDF-1.7\nnothing", "scan.damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "scan.no-picture"),
        (b"GIF89a" + b"\0" * 40, "scan.no-picture"),
    ],
)
def test_what_is_no_scan_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(content)
    with refused(code):
        look_at_scan(path)
    with refused(code):
        draw_page(path, 0, 100)


def test_a_page_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with refused("scan.damaged"):
        draw_page(write_pdf(tmp_path / "one.pdf", (100, 100)), 7, 100)


def test_a_picture_that_would_unpack_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bomb.png"
    Image.new("1", (2_000, 2_000)).save(path)
    monkeypatch.setattr(scans, "LARGEST_PIXELS", 1_000_000)
    with refused("scan.too-many-pixels"):
        look_at_scan(path)
    monkeypatch.setattr(scans, "LARGEST_BYTES", 10)
    with refused("scan.too-large"):
        look_at_scan(path)
    with refused("scan.too-large"):
        draw_page(path, 0, 100)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("AA 1-GCN.pdf", "1"),
        ("AA1_GT.pdf", "0"),
        ("cccd.jpg", "0"),
        ("AA1-DDK.pdf", "2"),
        ("AA 1-TBXN.pdf", "3"),
        ("scan0001.pdf", "1"),
    ],
)
def test_the_kind_follows_from_the_name(name: str, kind: str) -> None:
    assert scan_kind(name) == kind


def test_a_scan_that_changed_since_it_was_chosen_writes_nothing(app: Application, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "GCN.pdf", (100, 100))
    chosen = {path: look_at_scan(path)}
    around = surroundings(app)
    read = form_texts(around).read({"commune": COMMUNE, "serial": "AA 123456"}, chosen.values())
    write_pdf(path, (200, 100))
    with refused("entry.scan-changed"):
        enter_form(app, read, around, COLLECTED, chosen)
    assert app.read(lambda reader: reader.entering.certificates("AA 123456")) == []
    enter_form(app, read, around, COLLECTED, {})
    assert len(app.read(lambda reader: reader.entering.certificates("AA 123456"))) == 1


def test_nothing_of_a_form_lies_open_beside_an_encrypted_store(tmp_path: Path) -> None:
    folder = tmp_path / "secret"
    folder.mkdir()
    make_encrypted(folder / "store.landdesk")
    path = write_pdf(tmp_path / "GCN.pdf", (100, 100))
    chosen = {path: look_at_scan(path)}
    app = opened(folder / "store.landdesk")
    try:
        person = {"name": "Trần Thị Thanh Trà", "identity_number": "056165000012"}
        texts = {"commune": COMMUNE, "serial": "AA 123456", "persons": [person]}
        app.write(lambda context: context.work.keep_draft(json.dumps(texts, ensure_ascii=False)))
        around = surroundings(app)
        enter_form(app, form_texts(around).read(texts, chosen.values()), around, COLLECTED, chosen)
        assert app.read(lambda reader: "Thanh Trà" in (reader.entering.draft() or ""))
    finally:
        app.close()
    content = b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())
    assert len(content) > path.stat().st_size
    for secret in ("Thanh Trà".encode(), b"056165000012", b"AA 123456", b"%PDF-1"):
        assert secret not in content
