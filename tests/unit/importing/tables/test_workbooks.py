"""Workbooks: what cells are, what is refused, and what a small file cannot do."""

import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landdesk.domain.errors import InvalidInputError
from landdesk.services.importing.tables import limits
from landdesk.services.importing.tables.reading import read_tables
from landdesk.services.importing.tables.sheet_extent import column_letters, column_number

OLD_EXCEL = Path(__file__).resolve().parents[3] / "data" / "tables" / "old_excel.xls"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"
ODS_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
ODS_TAIL = "</office:spreadsheet></office:body></office:document-content>"


def workbook(path: Path, fill: Callable[[xlsxwriter.Workbook], None]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        fill(book)
    return path


def with_sheet(path: Path, sheet: str, strings: str | None = None) -> Path:
    """Make a workbook whose one sheet is the XML given."""
    plain = workbook(path.with_suffix(".plain"), lambda book: book.add_worksheet().write_string(0, 0, "x"))
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = sheet.encode()
            if name == "xl/sharedStrings.xml" and strings is not None:
                content = strings.encode()
            target.writestr(name, content)
    return path


def ods(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        target.writestr(
            "content.xml", f'{ODS_HEAD}<table:table table:name="Tờ 1">{rows}</table:table>{ODS_TAIL}'
        )
    return path


def container(name: str, records: bytes = b"", chain: int = 3) -> bytes:
    """Return an old container with one stream of 4,096 bytes; ``chain`` is the sector after its first one."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 62, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 0) + b"\xff" * 432
    links = [0xFFFFFFFD, 0xFFFFFFFE, chain, *range(4, 10), 0xFFFFFFFE]
    table = b"".join(struct.pack("<I", link) for link in links).ljust(512, b"\xff")
    entries = b""
    for entry, kind, first, size in (("Root Entry", 5, 0xFFFFFFFE, 0), (name, 2, 2, 4096)):
        spelled = entry.encode("utf-16-le")
        entries += spelled.ljust(64, b"\0") + struct.pack("<HB", len(spelled) + 2, kind) + bytes(49)
        entries += struct.pack("<II4x", first, size)
    return head + table + entries.ljust(512, b"\0") + records.ljust(4096, b"\0")


def code_of(path: Path) -> str:
    with pytest.raises(InvalidInputError) as caught:
        read_tables(path)
    assert caught.value.remedy is not None
    return caught.value.code


def test_what_cells_are(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Thửa đất")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        zeros = book.add_format({"num_format": "000000000000"})
        sheet.write_string(1, 1, " Ha\u0300 ")
        sheet.write_string(1, 2, "022512345678")
        sheet.write_number(1, 3, 22512345678, zeros)
        sheet.write_number(1, 4, 22512345678)
        sheet.write_number(1, 5, 12)
        sheet.write_number(1, 6, 12.5)
        sheet.write_datetime(1, 7, datetime(1962, 5, 17), day)  # noqa: DTZ001 - Excel knows no zones
        sheet.write_boolean(1, 8, True)
        sheet.write_string(1, 9, "=1+1")
        sheet.write_string(3, 9, "end")
        book.add_worksheet("empty")

    (table,) = read_tables(workbook(tmp_path / "a.xlsx", fill))
    assert (table.source, table.sheet, table.encoding) == ("a.xlsx", "Thửa đất", "")
    assert [row.number for row in table.rows] == [2, 4]
    assert table.rows[0].cells == (
        None,
        "Hà",
        "022512345678",
        "022512345678",
        22512345678,
        12,
        12.5,
        date(1962, 5, 17),
        True,
        "=1+1",
    )
    assert table.rows[1].cells == (*[None] * 9, "end")


def test_merged_cells_hold_their_value_everywhere(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 1, "Loại đất 1")
        sheet.write_row(1, 0, ["Loại", "Diện tích"])
        sheet.merge_range(2, 0, 3, 0, "AA 12345678")
        sheet.write_column(2, 1, [1, 2])

    (table,) = read_tables(workbook(tmp_path / "a.xlsx", fill))
    assert [row.cells for row in table.rows] == [
        ("Loại đất 1", "Loại đất 1"),
        ("Loại", "Diện tích"),
        ("AA 12345678", 1),
        ("AA 12345678", 2),
    ]


def test_old_excel() -> None:
    (table,) = read_tables(OLD_EXCEL)
    assert table.sheet == "Thửa đất"
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, (None, "Loại đất 1", "Loại đất 1", None, None, None)),
        (3, (None, "022512345678", 22512345678, date(1962, 5, 17), 1.5, 12)),
        (5, (None, "Nguyễn Thị Hương", None, None, None, None)),
    ]


@pytest.mark.parametrize(
    "content",
    [
        container("Workbook", chain=2),
        container("Workbook", chain=500),
        container("Workbook", struct.pack("<HHIIHHH", 0x0200, 14, 0, 0xFFFFFF, 0, 5, 0)),
        container("Workbook", struct.pack("<HHHHHd", 0x0203, 14, 0, 60_000, 0, 1.5)),
        container("Workbook", struct.pack("<HHII", 0x00FC, 8, 5, 0x7FFFFFFF)),
        container("Workbook", struct.pack("<HH", 0x0203, 60_000)),
    ],
)
def test_old_containers_that_would_never_end(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xls").write_bytes(content)
    assert code_of(tmp_path / "a.xls") == "table.damaged"


def test_open_document(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    path = ods(
        tmp_path / "a.ods",
        f"<table:table-row>{cell.format('Số tờ')}{cell.format('0225')}</table:table-row>"
        '<table:table-row><table:table-cell office:value-type="float" office:value="12"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
    )
    (table,) = read_tables(path)
    assert table.sheet == "Tờ 1"
    assert [row.cells for row in table.rows] == [("Số tờ", "0225"), (12, None)]


def test_the_content_tells_the_kind(tmp_path: Path) -> None:
    (tmp_path / "export.xls").write_bytes("Số tờ\tSố thửa\n1\t2\n".encode("utf-16"))
    assert [row.cells for row in read_tables(tmp_path / "export.xls")[0].rows] == [
        ("Số tờ", "Số thửa"),
        ("1", "2"),
    ]
    (tmp_path / "web.xls").write_bytes(b"<html><table></table></html>")
    assert code_of(tmp_path / "web.xls") == "table.other-format"


def test_refusals(tmp_path: Path) -> None:
    good = workbook(
        tmp_path / "good.xlsx", lambda book: book.add_worksheet().write_string(0, 0, "x")
    ).read_bytes()
    files = {
        "cut.xlsx": (good[:-500], "table.damaged"),
        "head.xlsx": (b"PK\x03\x04" + b"junk" * 50, "table.damaged"),
        "changed.xlsx": (good.replace(b"sheet1.xml", b"sheet9.xml", 1), "table.damaged"),
        "locked.xlsx": (container("EncryptedPackage"), "table.password"),
        "old.doc": (container("WordDocument"), "table.not-a-table"),
        "head.xls": (container("Workbook")[:300], "table.damaged"),
        "zeros.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "table.damaged"),
        "cut.xls": (OLD_EXCEL.read_bytes()[:-3000], "table.damaged"),
        "empty.xlsx": (b"", "table.empty"),
    }
    for name, (content, code) in files.items():
        (tmp_path / name).write_bytes(content)
        assert (name, code_of(tmp_path / name)) == (name, code)
    assert code_of(workbook(tmp_path / "nothing.xlsx", lambda book: book.add_worksheet())) == "table.empty"
    assert code_of(tmp_path / "missing.csv") == "table.no-file"
    assert code_of(tmp_path) == "table.no-file"
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("a.txt", "x")
    assert code_of(tmp_path / "other.zip") == "table.not-a-table"
    with zipfile.ZipFile(tmp_path / "b.xlsb", "w") as archive:
        archive.writestr("xl/workbook.bin", "x")
    assert code_of(tmp_path / "b.xlsb") == "table.other-format"


def test_bombs(tmp_path: Path) -> None:
    cell = '<c r="{}" t="s"><v>0</v></c>'
    far = (
        HEAD
        + f'<row r="1">{cell.format("A1")}</row><row r="1048576">{cell.format("XFD1048576")}</row>'
        + TAIL
    )
    assert code_of(with_sheet(tmp_path / "far.xlsx", far)) == "table.too-large"
    long = "x" * 30_000
    rows = "".join(
        f'<row r="{row}">{"".join(cell.format(column_letters(n + 1) + str(row)) for n in range(100))}</row>'
        for row in range(1, 1001)
    )
    strings = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{long}</t></si></sst>'
    )
    assert code_of(with_sheet(tmp_path / "long.xlsx", HEAD + rows + TAIL, strings)) == "table.too-large"
    filled = (
        '<table:table-cell office:value-type="string" table:number-columns-repeated="1000">'
        "<text:p>x</text:p></table:table-cell>"
    )
    repeated = f'<table:table-row table:number-rows-repeated="1000000">{filled}</table:table-row>'
    assert code_of(ods(tmp_path / "repeated.ods", repeated)) == "table.too-large"
    # A size that is not what the directory of the archive says.
    content = bytearray(with_sheet(tmp_path / "lie.xlsx", HEAD + rows + TAIL).read_bytes())
    place = content.rfind(b"xl/worksheets/sheet1.xml") - 46
    content[place + 24 : place + 28] = struct.pack("<I", 100)
    (tmp_path / "lie.xlsx").write_bytes(content)
    assert code_of(tmp_path / "lie.xlsx") == "table.damaged"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ('<row r="1"><c r="K1999999999"><v>1</v></c></row>', "table.damaged"),
        ('<row r="1"><c r="ABCDE1"><v>1</v></c></row>', "table.damaged"),
        ('<row r="1"><c r="&#65;1"><v>1</v></c></row>', "table.damaged"),
        (
            "<row r=\"1\"><c r='A1'><v>1</v></c></row><row><c\nt=\"n\" r='XFD1048576'><v>1</v></c></row>",
            "table.too-large",
        ),
        (
            '<row r="1"><c r="XFC1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
            "table.too-large",
        ),
        ('<row r="99999999999"><c><v>1</v></c></row>', "table.damaged"),
    ],
)
def test_cells_that_hide_where_they_are(tmp_path: Path, cells: str, code: str) -> None:
    assert code_of(with_sheet(tmp_path / "a.xlsx", HEAD + cells + TAIL)) == code


def test_cells_that_do_not_say_where_they_are(tmp_path: Path) -> None:
    """Some programs leave the places out; the cells follow each other."""
    sheet = HEAD + "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>" * 5 + TAIL
    (table,) = read_tables(with_sheet(tmp_path / "a.xlsx", sheet))
    assert [row.cells for row in table.rows][:2] == [(1, 2), (3, None)]


def test_formatted_cells_far_out_are_no_bomb(tmp_path: Path) -> None:
    sheet = (
        HEAD + '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576" ht="20"/>' + TAIL
    )
    assert [row.cells for row in read_tables(with_sheet(tmp_path / "a.xlsx", sheet))[0].rows] == [(1,)]


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 10)
    (tmp_path / "a.csv").write_bytes(b"a;b\n1;2\n3;4\n")
    assert code_of(tmp_path / "a.csv") == "table.too-large"


def test_columns_have_letters() -> None:
    assert [column_letters(number) for number in (1, 26, 27, 702, 703, 16384)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]
    assert all(column_number(column_letters(number).encode()) == number for number in range(1, 2000))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 255)), min_size=1, max_size=8),
    st.integers(100, 7000),
)
def test_a_damaged_workbook_ends_in_words(
    tmp_path: Path, changes: list[tuple[int, int]], length: int
) -> None:
    good = tmp_path / "good.xlsx"
    if not good.exists():
        workbook(good, lambda book: book.add_worksheet().write_row(0, 0, ["a", "b", 1, 2.5]))
    content = bytearray(good.read_bytes())
    for place, value in changes:
        content[place % len(content)] = value
    bad = tmp_path / "bad.xlsx"
    for damaged in (content, content[:length]):
        bad.write_bytes(damaged)
        with suppress(InvalidInputError):
            read_tables(bad)
