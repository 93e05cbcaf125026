"""What is written into a workbook is read back as it was, whatever texts begin with."""

import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landdesk.domain.error_paths import parse_error_path
from landdesk.domain.errors import InvalidInputError
from landdesk.services.campaign.cell_texts import text_without_unseen
from landdesk.services.campaign.forms import PL3, CellKind, form, offered_words
from landdesk.services.campaign.lists import ErrorRow, PlainRow, PlainValue, StatusRow, TrackingRow
from landdesk.services.campaign.pl3 import Pl3Row
from landdesk.services.codelists import shipped_lists
from landdesk.services.exporting.campaign.workbooks import (
    write_errors,
    write_pl3,
    write_plain,
    write_status_workbook,
    write_tracking,
)
from landdesk.services.importing.campaign.cell_values import CELL_ERRORS
from landdesk.services.importing.campaign.lists import read_errors, read_plain, read_status, read_tracking
from landdesk.services.importing.campaign.pl3 import read_pl3
from landdesk.services.importing.tables.reading import read_tables

LISTS = shipped_lists()
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+84 58 000 000",
    "-",
    "@SUM(A1)",
    "<b>&amp;</b>",
    "#1",
    "_x0041_",
    "'00123",
    '"x";y',
    "a\nb",
    "03-1",
    "1e5",
    "TRUE",
    "Đặng Ửng",
    "http://localhost",
)


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as made:
        yield Path(made)


def texts() -> st.SearchStrategy[str]:
    """Texts as a reader of tables gives them: NFC, no outer blanks, nothing that no file can hold."""
    letters = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=20)
    written = letters | st.builds(str.__add__, st.sampled_from("=+-@<#'"), letters)
    cleaned = written.map(lambda text: text_without_unseen(unicodedata.normalize("NFC", text)))
    # What a spreadsheet writes for its own errors is no value: it is kept as a text that was not understood.
    return st.sampled_from(HOSTILE) | cleaned.filter(lambda text: bool(text) and text not in CELL_ERRORS)


def values() -> st.SearchStrategy[dict[str, Any]]:
    """Values of a row by key, each of the kind of its column."""
    days = st.dates(date(1890, 1, 1), date(2100, 12, 31))
    areas = st.decimals("0.01", "99999999", places=2)
    of_kind = {
        CellKind.TEXT: texts(),
        CellKind.DATE: days,
        CellKind.BIRTH: days.map(date.isoformat) | st.sampled_from(["1961", "1961-05"]),
        CellKind.AREA: areas,
        CellKind.IDENTITY: st.sampled_from(
            ["999061000123", "225 000 123", "B1234567", "=1", "@x", "không có"]
        ),
        CellKind.TERM: st.sampled_from(["Lâu dài", "15/10/2063", "2043", "50 năm", "=theo dự án"]),
    }
    columns = {
        one.key: st.sampled_from((*offered_words(one, LISTS), "=khác")) if one.words else of_kind[one.kind]
        for one in form(PL3).columns
    }
    return st.fixed_dictionaries({}, optional=columns)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(values().filter(bool), min_size=1, max_size=6))
def test_pl3_comes_back_as_it_was(lines: list[dict[str, Any]]) -> None:
    rows = [Pl3Row(row=number, **line) for number, line in enumerate(lines, 7)]
    with TemporaryDirectory() as made:
        path = Path(made) / "PL3.xlsx"
        write_pl3(path, rows)
        first = read_pl3(read_tables(path)[0])
        assert [replace(row, doubts=()) for row in first.rows] == rows
        write_pl3(path, first.rows)
        assert read_pl3(read_tables(path)[0]) == first


def test_texts_that_were_not_understood_come_back_too(folder: Path) -> None:
    unread = {"issued": "không rõ", "area_1_m2": "=khoảng 85", "born": "a-b-c"}
    write_pl3(folder / "f.xlsx", [Pl3Row(row=7, name="A", unread=unread)])
    (row,) = read_pl3(read_tables(folder / "f.xlsx")[0]).rows
    assert row.unread == unread


def test_no_text_becomes_a_formula_or_a_link(folder: Path) -> None:
    path = folder / "f.xlsx"
    write_pl3(path, [Pl3Row(row=7, name=text, scan_files=text) for text in HOSTILE])
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert not [name for name in names if "_rels/sheet" in name or "externalLink" in name]
    assert 'quotePrefix="1"' in styles


def test_the_form_offers_its_words(folder: Path) -> None:
    path = folder / "f.xlsx"
    write_pl3(path, [])
    assert read_pl3(read_tables(path)[0]).rows == ()
    offered = read_tables(path)[1]
    assert offered.sheet == "Danh mục"
    columns = {
        tuple(row.cells[at] for row in offered.rows if row.cells[at] is not None)
        for at in range(len(offered.rows[0].cells))
    }
    assert columns == {offered_words(one, LISTS) for one in form(PL3).columns if one.words}
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<dataValidation ") == sum(bool(one.words) for one in form(PL3).columns)
    assert 'sqref="J7:J' in sheet


def test_a_text_that_fits_no_cell_is_refused_and_leaves_no_file(folder: Path) -> None:
    with pytest.raises(InvalidInputError) as caught:
        write_pl3(folder / "f.xlsx", [Pl3Row(row=7, name="x" * 32_768)])
    assert caught.value.code == "form.text-too-long"
    assert list(folder.iterdir()) == []
    write_pl3(folder / "f.xlsx", [Pl3Row(row=7, name="x" * 32_767)])
    assert read_pl3(read_tables(folder / "f.xlsx")[0]).rows[0].name == "x" * 32_767


def test_the_other_forms_come_back(folder: Path) -> None:
    path = folder / "f.xlsx"
    tracking = [
        TrackingRow(row=number, sheet="1", person=text, day=date(2026, 6, 15), result=text)
        for number, text in enumerate(HOSTILE, 4)
    ]
    write_tracking(path, tracking)
    assert list(read_tracking(read_tables(path)[0]).rows) == tracking
    status = [
        StatusRow(
            row=2, commune="22657", sheet="03-1", parcel_no="1", in_operation=True, attributes_only=False
        )
    ]
    write_status_workbook(path, status)
    assert [replace(row, doubts=()) for row in read_status(read_tables(path)[0]).rows] == status
    errors = [
        ErrorRow(
            row=2, sheet="1", parcel_no="2", paths=(parse_error_path("A.1_2|x"), parse_error_path("=B.1|y"))
        ),
        ErrorRow(row=3, serial="DL 242877", errors="<b>#", warnings="@x"),
    ]
    write_errors(path, errors)
    assert [replace(row, doubts=()) for row in read_errors(read_tables(path)[0]).rows] == errors
    beside: dict[str, PlainValue] = {"parcel.legal_area_m2": Decimal("10.5"), "party.born": "1961-03-05"}
    plain = [
        PlainRow(
            row=number,
            values={"party.name": text, **beside},
        )
        for number, text in enumerate(HOSTILE, 2)
    ]
    write_plain(path, plain)
    assert list(read_plain(read_tables(path)[0]).rows) == plain
