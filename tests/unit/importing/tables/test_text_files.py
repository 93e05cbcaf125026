"""Tables in text files: encodings, separators, and what is refused in words."""

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.errors import InvalidInputError
from landdesk.services.importing.tables.reading import read_tables
from landdesk.services.importing.tables.table import Table
from landdesk.services.importing.tables.text_file import read_text_table
from landdesk.services.importing.text.encodings import Encoding, encode, single_bytes

WORDS = "Số tờ;Họ tên\r\n12;Nguyễn Thị Hương\r\n7;Trần Văn Đức\r\n3;Lê Quốc Khánh\r\n"
ROWS = [("Số tờ", "Họ tên"), ("12", "Nguyễn Thị Hương"), ("7", "Trần Văn Đức"), ("3", "Lê Quốc Khánh")]


def read(content: bytes, name: str = "a.csv") -> Table:
    return read_text_table(Path(name), content)


def cells(table: Table) -> list[tuple[object, ...]]:
    return [row.cells for row in table.rows]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (WORDS.encode("utf-8-sig"), "utf-8-sig"),
        (WORDS.encode(), "utf-8"),
        (b"\xff\xfe" + WORDS.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + WORDS.encode("utf-16-be"), "utf-16-be"),
        (WORDS.encode("utf-16-le"), "utf-16-le"),
        (WORDS.encode("utf-16-be"), "utf-16-be"),
        (single_bytes(encode(WORDS, Encoding.CP1258)), "cp1258"),
    ],
)
def test_encodings(content: bytes, encoding: str) -> None:
    table = read(content)
    assert table.encoding == encoding
    assert cells(table) == ROWS


@pytest.mark.parametrize("old", [Encoding.TCVN3, Encoding.VNI])
def test_old_encodings_come_out_byte_for_byte(old: Encoding) -> None:
    table = read(single_bytes(encode(WORDS, old)))
    assert table.encoding == "cp1252"
    assert cells(table) == [tuple(encode(cell, old) for cell in row) for row in ROWS]


def test_latin_1_and_a_broken_byte() -> None:
    assert cells(read("name;place\nRenée;Besançon\n".encode("latin-1"))) == [
        ("name", "place"),
        ("Renée", "Besançon"),
    ]
    table = read(WORDS.encode().replace("ễ".encode(), "ễ".encode()[:2]) + 10 * WORDS.encode())
    assert table.encoding == "utf-8"
    assert table.rows[1].cells == ("12", "Nguy\ufffdn Thị Hương")


def test_decomposed_letters_are_joined() -> None:
    assert cells(read("a;b\nHa\u0300;1\n".encode())) == [("a", "b"), ("Hà", "1")]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(separator: str) -> None:
    rows = [("Biểu 01", None, None), ("Tờ", "Thửa", "Diện tích"), ("1", "2", "1,5"), ("1", "3", "2,5")]
    lines = [
        separator.join(f'"{cell}"' if cell and "," in cell else cell or "" for cell in row) for row in rows
    ]
    table = read("\n".join(lines).encode())
    assert cells(table) == rows


def test_commas_inside_do_not_separate() -> None:
    table = read("Tờ;Địa chỉ;Diện tích\n1;Thôn A, xã B;1,5\n2;Thôn C, xã D;2,5\n".encode())
    assert table.rows[2].cells == ("2", "Thôn C, xã D", "2,5")
    assert len(read(b"serial\nAA 12345678\nDL 242877\n").rows[0].cells) == 1


def test_the_line_that_names_the_separator() -> None:
    table = read(b"sep=|\r\na|b;c\r\n1|2;3\r\n")
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("a", "b;c")), (3, ("1", "2;3"))]


def test_rows_have_the_numbers_of_their_lines() -> None:
    table = read(b'a;b\n\n1;"two\nlines"\n;\n2;x\n3\n')
    assert [(row.number, row.cells) for row in table.rows] == [
        (1, ("a", "b")),
        (3, ("1", "two\nlines")),
        (6, ("2", "x")),
        (7, ("3", None)),
    ]


def test_apostrophes_and_formulas_of_text() -> None:
    table = read(b'a;b\n\'=1+1;"=""0225"""\n\'0225;\'\'+84\n')
    assert cells(table)[1:] == [("=1+1", "0225"), ("'0225", "'+84")]


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b" \r\n\r\n", "table.empty", None),
        (b";;\n;;\n", "table.empty", None),
        (b"a;b\n1;2\0\n", "table.null-byte", 2),
        (b'a;b\n1;2\n3;"4\n5;6\n', "table.quotation-mark", 3),
        (b'a;b\n1;"2"3\n', "table.quotation-mark", 2),
        (b"a;b\n1;" + b"x" * 1_000_000 + b"\n", "table.cell-too-long", 2),
        (b"a;b\n1;2\n" + b";" * 3_000 + b"x\n", "table.too-wide", 3),
        (bytes(range(256)) * 4, "table.not-a-table", None),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0", "table.not-a-table", None),
        (b"<html><table><tr><td>1</td></tr></table></html>", "table.other-format", None),
        (b'{"type": "FeatureCollection"}', "table.other-format", None),
        (b"{\\rtf1 text}", "table.other-format", None),
        (b"%PDF-1.7\n", "table.other-format", None),
    ],
)
def test_refusals(content: bytes, code: str, line: int | None) -> None:
    with pytest.raises(InvalidInputError) as caught:
        read(content)
    assert caught.value.code == code
    assert caught.value.where is not None
    assert caught.value.remedy is not None
    assert caught.value.where.values.get("line") == line


def test_a_real_table(tmp_path: Path) -> None:
    packed = Path(__file__).resolve().parents[3] / "data" / "cambridge"
    assert packed.is_dir()
    for one in packed.glob("*.csv.gz"):
        path = tmp_path / one.stem
        path.write_bytes(gzip.decompress(one.read_bytes()))
        assert len(read_tables(path)[0].rows) > 1


@given(st.binary(max_size=2_000))
def test_any_bytes_end_in_a_table_or_in_words(content: bytes) -> None:
    with suppress(InvalidInputError):
        table = read(content)
        assert table.rows
        assert len({len(row.cells) for row in table.rows}) == 1


@given(st.text(alphabet=";,|\t\"\n\r'=abàệ5 ", max_size=60))
def test_any_text_ends_in_a_table_or_in_words(text: str) -> None:
    with suppress(InvalidInputError):
        numbers = [row.number for row in read(text.encode()).rows]
        assert numbers == sorted(set(numbers))


def test_bars_inside_quoted_cells_separate_nothing() -> None:
    paths = "\n".join(f"TINHHINHDANGKY.7|GIAYCHUNGNHAN.12_{at}|HOSOQUET|NOSIGN" for at in range(4))
    rows = [("12", str(number), paths) for number in range(1, 40)]
    text = "Số tờ,Số thửa,Lỗi\n" + "".join(f'{sheet},{number},"{said}"\n' for sheet, number, said in rows)
    assert cells(read(text.encode())) == [("Số tờ", "Số thửa", "Lỗi"), *rows]
