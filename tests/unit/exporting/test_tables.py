"""Tables that go out are harmless and come back as they were."""

import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from landdesk.domain.canonical import clean_text
from landdesk.domain.errors import InvalidInputError, TroubleError
from landdesk.services.exporting.tables.cells import Value
from landdesk.services.exporting.tables.paper import lines_of
from landdesk.services.exporting.tables.workbook import CELL_CHARACTERS
from landdesk.services.exporting.tables.writing import OutColumn, TableKind, write_table
from landdesk.services.importing.tables.prefix import guarded, unguarded
from landdesk.services.importing.tables.reading import read_tables
from landdesk.services.importing.tables.table import Cell

HOSTILE = [
    "=HYPERLINK(\"http://x\",\"a\")",
    "+84 90",
    "-5",
    "@SUM(A1)",
    "'=1",
    "''x",
    "'0225",
    "a\tb",
    "a\r\n=b",
    "<script>#",
    "#REF!",
    "http://example.com",
    "_x0041_",
    "a\x01\x1fb",
    "022512345678",
    "AA 12345678",
    "1e5",
    "a;b,c|d",
    'say "no"',
    "Nguyễn Thị Ánh",
]  # fmt: skip
TWO = [OutColumn("Mã"), OutColumn("Giá trị")]
TEXTS = st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)
HOSTILE_TEXTS = st.text(alphabet="=+-@'\t\r\n;,|\"x<#\x01ệ ", max_size=12)


def back(path: Path) -> list[tuple[Cell, ...]]:
    (table,) = read_tables(path)
    return [row.cells for row in table.rows]


@pytest.mark.parametrize("kind", list(TableKind))
def test_hostile_texts_come_back(tmp_path: Path, kind: TableKind) -> None:
    path = tmp_path / f"a.{kind.value}"
    assert write_table(path, TWO, [("k", text) for text in HOSTILE], kind) == len(HOSTILE)
    assert back(path) == [("Mã", "Giá trị"), *(("k", text) for text in HOSTILE)]


def test_no_formula_and_no_link_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_table(path, TWO, [("k", text) for text in HOSTILE], TableKind.XLSX)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
        assert set(re.findall(r' t="(\w+)"', sheet)) == {"inlineStr"}
        assert 'state="frozen"' in sheet
        assert "<autoFilter" in sheet


@pytest.mark.parametrize("kind", [TableKind.CSV_SEMICOLON, TableKind.CSV_COMMA])
def test_no_cell_of_a_csv_file_begins_a_formula(tmp_path: Path, kind: TableKind) -> None:
    path = tmp_path / "a.csv"
    write_table(path, TWO, [("k", text) for text in HOSTILE], kind)
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert not re.search(
        rb'(?m)(?:^|[;,])"?[=+\-@]', content.replace(b'"a\r\n=b"', b"").replace(b'"",""', b"")
    )


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.tuples(TEXTS | HOSTILE_TEXTS, TEXTS | HOSTILE_TEXTS), min_size=1, max_size=6),
    st.sampled_from([TableKind.CSV_SEMICOLON, TableKind.CSV_COMMA, TableKind.XLSX]),
)
@example([('"', ","), ("", '"')], TableKind.CSV_SEMICOLON)
def test_any_texts_come_back(tmp_path: Path, rows: list[tuple[str, str]], kind: TableKind) -> None:
    path = tmp_path / "a"
    write_table(path, TWO, rows, kind)
    cleaned = [(clean_text(one), clean_text(two)) for one, two in rows]
    assert back(path) == [("Mã", "Giá trị"), *(row for row in cleaned if any(row))]


@given(HOSTILE_TEXTS)
def test_the_apostrophe_is_one_to_one(text: str) -> None:
    assert guarded(text)[:1] not in tuple("=+-@\t\r\n")
    if guarded(text) != text or not text.startswith(("'", "=")):
        assert unguarded(guarded(text)) == text


def test_values_keep_their_kind(tmp_path: Path) -> None:
    row: list[Value] = [
        "056162000001",
        12,
        Decimal("100.50"),
        -5,
        date(2024, 5, 17),
        datetime(2024, 5, 17, 10, 30, tzinfo=UTC),
        True,
        None,
        date(1899, 5, 17),
        10**16,
        "end",
    ]
    heading = [OutColumn(f"Cột {index}", 2 if index == 2 else None) for index in range(len(row))]
    write_table(tmp_path / "a.xlsx", heading, [row], TableKind.XLSX, "Thửa [1]/2")
    assert back(tmp_path / "a.xlsx")[1] == (
        "056162000001",
        12,
        100.5,
        -5,
        date(2024, 5, 17),
        datetime(2024, 5, 17, 10, 30),  # noqa: DTZ001 - a workbook knows no zones
        True,
        None,
        "17/05/1899",
        "10000000000000000",
        "end",
    )
    assert read_tables(tmp_path / "a.xlsx")[0].sheet == "Thửa 1 2"
    for kind, area in ((TableKind.CSV_SEMICOLON, "100,50"), (TableKind.CSV_COMMA, "100.50")):
        write_table(tmp_path / "a.csv", heading, [row], kind)
        assert back(tmp_path / "a.csv")[1][:9] == (
            "056162000001",
            "12",
            area,
            "-5",
            "17/05/2024",
            "17/05/2024 10:30:00",
            "1",
            None,
            "17/05/1899",
        )


@pytest.mark.parametrize("kind", list(TableKind))
def test_what_is_no_letter_is_seen(tmp_path: Path, kind: TableKind) -> None:
    write_table(tmp_path / "a", TWO, [("a\0b", "c\ud800d")], kind)
    assert back(tmp_path / "a")[1] == ("a\ufffdb", "c\ufffdd")


@pytest.mark.parametrize("kind", list(TableKind))
def test_whole_or_not_at_all(tmp_path: Path, kind: TableKind) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def rows() -> list[tuple[str, str]]:
        raise LookupError("the source breaks")

    with pytest.raises(LookupError):
        write_table(path, TWO, (row for _ in range(1) for row in rows()), kind)
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


def test_refusals(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as caught:
        write_table(tmp_path / "a.xlsx", TWO, [("a", "x" * (CELL_CHARACTERS + 1))], TableKind.XLSX)
    assert caught.value.code == "export.text-too-long"
    write_table(tmp_path / "b.xlsx", TWO, [("a", "x" * CELL_CHARACTERS)], TableKind.XLSX)
    assert len(str(back(tmp_path / "b.xlsx")[1][1])) == CELL_CHARACTERS
    assert [one.name for one in tmp_path.iterdir()] == ["b.xlsx"]
    with pytest.raises(TroubleError):
        write_table(tmp_path / "none" / "a.csv", TWO, [], TableKind.CSV_COMMA)


def test_a_table_without_rows(tmp_path: Path) -> None:
    for kind in TableKind:
        assert write_table(tmp_path / "a", TWO, [], kind) == 0
        assert back(tmp_path / "a") == [("Mã", "Giá trị")]


def test_a_workbook_is_ready_for_paper(tmp_path: Path) -> None:
    """A4 across, the heading on every page, and room for long texts, which not every program makes by itself."""
    path = tmp_path / "a.xlsx"
    sentence = "Đối chiếu giấy chứng nhận, sửa số phát hành, nhập lại khi hồ sơ nhầm hai giấy. " * 2
    rows = [("1", "ngắn"), ("2", sentence), ("3", "a\nb\nc"), ("4", sentence * 40)]
    rows += [("5", "ngắn")] * 300 + [("6", sentence)]
    write_table(path, TWO, rows, TableKind.XLSX)
    with zipfile.ZipFile(path) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
        book = archive.read("xl/workbook.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert re.search(r'<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"', page)
    assert '<pageSetUpPr fitToPage="1"/>' in page
    assert re.search(r'_xlnm.Print_Titles"[^>]*>a!\$1:\$1<', book)
    heights = {int(row): float(ht) for row, ht in re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', page)}
    assert heights == {3: 45.0, 4: 45.0, 5: 405.0, 306: 45.0}
    assert "wrapText" in styles


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("một hai", 10, 1),
        ("một hai ba", 10, 2),
        ("a\n\nb", 10, 3),
        ("chữ" * 9, 10, 4),
        ("x", 1, 1),
    ],
)
def test_lines_of_a_text(text: str, width: float, lines: int) -> None:
    assert lines_of(text, width) == lines
