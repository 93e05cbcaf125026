"""``landdesk report``: the workbook for the province, read back by another program's reader."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from python_calamine import CalamineWorkbook

from landdesk.app.application import Application
from landdesk.store.store import Store
from tests.e2e.command_line import CommandLine
from tests.store.reporting.world import parcels, say_groups
from tests.stores import make_store

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "commune.landdesk"
    app = make_store(path, role="commune")
    app.close()
    again = Application(Store.open(path), app.person)
    say_groups(again, "2026-01-05", dict.fromkeys(parcels(1, 2, 3), "2"))
    say_groups(again, "2026-03-04", {"12/1": "1"})
    again.close()
    return path


def test_a_week_is_written_and_told(type_in: CommandLine, store: Path, tmp_path: Path) -> None:
    output = tmp_path / "tuan.xlsx"
    made = type_in.good("report", "weekly", store, "-o", output, "--until", "08/03/2026", "--json").document
    assert (made["first"], made["last"]) == ("2026-03-02", "2026-03-08")
    values = {one["number"]: (one["value"], one["before"]) for one in made["indicators"]}
    assert values["1"] == (3, 3)
    assert values["2"] == (1, 0)
    assert values["3"] == (2, 3)
    assert values["5"] == (None, None)
    book = CalamineWorkbook.from_path(output)
    assert book.sheet_names == ["Chỉ tiêu", "Nhóm theo thôn", "Nhóm theo tờ", "Lỗi nhiều nhất"]
    rows = book.get_sheet_by_name("Chỉ tiêu").to_python()
    assert str(rows[0][0]).startswith("Báo cáo tuần, từ 02/03/2026 đến 08/03/2026")
    assert rows[1][0] == "xã Diên Điền"
    assert rows[5][:5] == ["1", "Tổng số thửa Nhóm 2 đầu kỳ", "thửa", 3, 3]
    assert rows[9][3] == 0
    assert rows[10][3:] == ["–", "–", "Không đếm được, vì LandDesk chưa lập danh sách đối khớp dân cư."]
    sheets = book.get_sheet_by_name("Nhóm theo tờ").to_python()
    assert sheets[4][:6] == [
        "Số tờ bản đồ",
        "Số thửa đất",
        "Nhóm 1",
        "Nhóm 2",
        "Nhóm 3",
        "Chưa có trạng thái",
    ]
    assert sheets[5][:6] == ["12", 12, 1, 2, 0, 9]
    assert sheets[6][:6] == ["Tổng cộng", 12, 1, 2, 0, 9]
    assert "Đặng Văn" not in str([book.get_sheet_by_name(one).to_python() for one in book.sheet_names])


def test_the_words_are_vietnamese_for_everybody(type_in: CommandLine, store: Path, tmp_path: Path) -> None:
    output = tmp_path / "week.xlsx"
    words = type_in.good("report", "weekly", store, "-o", output, "--until", "8/3/2026", "--lang", "en").out
    assert "Parcels that went from group 2 to group 1" in words
    assert "Not counted, because LandDesk does not write lists" in words
    assert CalamineWorkbook.from_path(output).sheet_names[0] == "Chỉ tiêu"


def test_each_sheet_prints_across_with_its_heading(type_in: CommandLine, store: Path, tmp_path: Path) -> None:
    output = tmp_path / "week.xlsx"
    type_in.good("report", "weekly", store, "-o", output)
    with zipfile.ZipFile(output) as archive:
        pages = [ET.fromstring(archive.read(f"xl/worksheets/sheet{at}.xml")) for at in range(1, 5)]
        names = ET.fromstring(archive.read("xl/workbook.xml"))
    for page in pages:
        setup = page.find(f"{MAIN}pageSetup")
        pane = page.find(f"{MAIN}sheetViews/{MAIN}sheetView/{MAIN}pane")
        assert setup is not None
        assert pane is not None
        assert (setup.get("orientation"), setup.get("paperSize"), setup.get("fitToHeight")) == (
            "landscape",
            "9",
            "0",
        )
        assert (pane.get("state"), pane.get("topLeftCell")) == ("frozen", "A6")
    titles = [one for one in names.iter(f"{MAIN}definedName") if one.get("name") == "_xlnm.Print_Titles"]
    assert len(titles) == 4


def test_rows_have_room_for_all_lines_of_their_texts(
    type_in: CommandLine, store: Path, tmp_path: Path
) -> None:
    """LibreOffice makes no room by itself: lines lay over the row below."""
    output = tmp_path / "week.xlsx"
    type_in.good("report", "weekly", store, "-o", output)
    with zipfile.ZipFile(output) as archive:
        page = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    heights = {int(one.get("r", "0")): float(one.get("ht", "15")) for one in page.iter(f"{MAIN}row")}
    texts = CalamineWorkbook.from_path(output).get_sheet_by_name("Chỉ tiêu").to_python()
    long = [
        at
        for at, row in enumerate(texts, 1)
        if at > 5 and max(len(str(row[1])) / 44, len(str(row[5])) / 58) > 1
    ]
    assert long
    assert all(heights[at] >= 30 for at in long)
    assert heights[max(heights)] == 15, "a row of one line is as high as rows are"


def test_what_is_refused(type_in: CommandLine, store: Path, tmp_path: Path) -> None:
    output = tmp_path / "week.xlsx"
    line = ("report", "weekly", store, "-o", output)
    assert type_in.refused(*line, "--until", "01/01/2999") == (4, "report.future")
    assert type_in.refused(*line, "--until", "2026-03-08") == (2, "usage.value")
    assert not output.exists()
    type_in.good(*line)
    assert type_in.refused(*line) == (3, "file.exists")
