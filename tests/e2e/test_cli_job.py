"""``landdesk job``: a folder out, a delivery checked, taken, undone, returned; a drawing as delivery."""

import json
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import shapely

from landdesk.services.exporting.dxf import Writing, boundary_strokes, write_drawing
from tests.deliveries import SAID, deliver, plot, write_points
from tests.e2e.command_line import PERSON, CommandLine
from tests.stores import corner, make_store

MOVED = {"12/6": plot(1, 1, east=0.2), "12/7": plot(2, 1, west=0.2)}


@pytest.fixture
def block(type_in: CommandLine) -> Path:
    """A store of twelve parcels of 20 × 30 m, and a job of two of them."""
    path = type_in.folder / "block.landdesk"
    make_store(path).close()
    type_in.good("person", "add", path, PERSON, "--as", "Lê Thị Đào")
    type_in.good("job", "write", path, "12/6", "12/7", "-o", "do-dac")
    return path


def test_the_whole_way(type_in: CommandLine, block: Path) -> None:
    deliver(type_in.folder / "giao", MOVED)
    job = (block, "do-dac", "giao")
    told = type_in.good("job", "check", *job, "-o", "bien-ban.pdf", "--lang", "en").out.splitlines()
    assert told[0].split("  ")[:2] == ["Parcel", "Together"]
    assert told[1].split()[:5] == ["12/6", "look", "at", "it", "606.0"]
    assert told[3] == "12/6: The boundary moved by 0.200 m at most, more than the 0.15 m of one point."
    assert told[-1] == "bien-ban.pdf is written."
    found = type_in.good("job", "check", *job, "--json").document
    assert (found["map"], found["points"], found["remarks"]) == ("ket-qua.gpkg", 6, [])
    assert [(one["parcel"], one["sign"], one["area_m2"]) for one in found["parcels"]] == [
        ("12/6", "told", 606.0),
        ("12/7", "told", 594.0),
    ]
    assert [one["code"] for one in found["parcels"][0]["checks"]] == [
        *("present", "shape", "corners", "points", "shared", "area", "moved", "record"),
    ]
    done = type_in.good("job", "accept", *job, "--all-good", "-o", "nghiem-thu.pdf", "--json").document
    assert [one["subject"] for one in done["entries"]] == ["12/6, 12/7; 12/11, 12/3"]
    assert (done["points"], done["returned"], done["file"]) == (6, [], None)
    assert type_in.good("log", block, "--json").document["entries"][0]["command"] == "delivery.take"
    document = pypdfium2.PdfDocument(type_in.folder / "nghiem-thu.pdf")
    text = " ".join(document[0].get_textpage().get_text_bounded().split())
    document.close()
    assert "BIÊN BẢN KIỂM TRA, NGHIỆM THU SẢN PHẨM ĐO ĐẠC" in text
    assert "nhận 2 thửa, trả lại 0 thửa, chưa quyết định 0 thửa" in text
    assert "Trần Văn Đo; Leica TS06; 20/11/2026" in text
    type_in.good("undo", block)
    assert type_in.good("job", "check", *job, "--json").document["parcels"][0]["checks"][-1]["sign"] == "good"


def test_taken_and_returned_by_name(type_in: CommandLine, block: Path) -> None:
    deliver(type_in.folder / "giao", {"12/6": plot(1, 1), "12/7": plot(2, 1)}, said=SAID | {"who": ""})
    job = ("job", "accept", block, "do-dac", "giao")
    assert type_in.refused(*job, "--all-good") == (4, "job.nothing")
    assert type_in.refused(*job, "--return", "12/7") == (2, "usage.reasons")
    assert type_in.refused(*job, "--parcel", "12/1") == (4, "job.not-of-job")
    assert type_in.refused(*job, "--parcel", "12/99") == (4, "parcel.not-found")
    assert type_in.refused(*job, "--parcel", "12/6", "--return", "12/6", "--reason", "A") == (4, "job.both")
    said = type_in.good(
        *job, "--parcel", "12/6", "--return", "12/7", "--reason", "Thiếu người đo", "--lang", "en"
    ).out.splitlines()
    assert said[0] == "Taken as they are: 12/6"
    assert said[1:] == [
        "Points that are kept: 6",
        f"They go back: 12/7; see {Path('do-dac', 'returned.csv')}",
    ]
    assert "Thiếu người đo" in (type_in.folder / "do-dac" / "returned.csv").read_text("utf-8-sig")


def test_a_sheet_is_a_job_too(type_in: CommandLine, block: Path) -> None:
    told = type_in.good("job", "write", block, "--sheet", "12", "-o", "to-12", "--json").document
    assert (len(told["parcels"]), told["neighbours"], told["points"]) == (12, 0, 20)
    assert sorted(told["files"]) == sorted(one.name for one in (type_in.folder / "to-12").iterdir())
    assert type_in.refused("job", "write", block, "--sheet", "13", "-o", "to-13") == (4, "job.no-sheet")
    assert type_in.refused("job", "write", block, "-o", "to-13") == (4, "job.no-parcels")
    assert not (type_in.folder / "to-13").exists()


def test_a_worklist_is_a_job_too(type_in: CommandLine, block: Path) -> None:
    rice = ("worklist", "new", block, "--title", "Ruộng", "--filter", '{"land_use": ["LUC"]}')
    type_in.good(*rice)
    told = type_in.good(
        "job", "write", block, "12/1", "--worklist", "Ruộng", "-o", "ruong", "--json"
    ).document
    assert told["parcels"] == ["12/1", *(f"12/{number}" for number in (2, 4, 6, 8, 10, 12))]
    assert type_in.refused("job", "write", block, "--worklist", "Không", "-o", "x") == (
        4,
        "worklist.not-found",
    )


def test_a_drawing_is_a_delivery(type_in: CommandLine, block: Path) -> None:
    folder = type_in.folder / "ban-ve"
    folder.mkdir()
    strokes = boundary_strokes([{"geometry": shapely.to_wkb(one)} for one in MOVED.values()])
    labels = [
        Writing(13, key.split("/")[1], float(shape.centroid.x), float(shape.centroid.y))
        for key, shape in MOVED.items()
    ]
    write_drawing(folder / "12.dxf", strokes, labels)
    points = sorted({tuple(one) for one in shapely.get_coordinates(list(MOVED.values())).tolist()})
    write_points(folder / "diem.csv", points)
    found = type_in.good("job", "check", block, "do-dac", "ban-ve", "--json").document
    assert [(one["parcel"], one["sign"]) for one in found["parcels"]] == [("12/6", "told"), ("12/7", "told")]
    # The drawing of the job itself, its neighbours on a level of their own.
    (folder / "12.dxf").write_bytes((type_in.folder / "do-dac" / "parcels.dxf").read_bytes())
    found = type_in.good("job", "check", block, "do-dac", "ban-ve", "--json").document
    assert [(one["parcel"], one["area_m2"]) for one in found["parcels"]] == [("12/6", 600.0), ("12/7", 600.0)]
    assert found["remarks"] == []
    # An outline that is not closed is none.
    (x0, y0), (x1, y1) = corner(1, 1), corner(2, 2)
    line = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0 + 2)])
    write_drawing(
        folder / "12.dxf",
        [type(strokes[0])(10, line), *boundary_strokes([{"geometry": shapely.to_wkb(plot(2, 1))}])],
        labels,
    )
    found = type_in.good("job", "check", block, "do-dac", "ban-ve", "--json").document
    checks = {
        one["parcel"]: {answer["code"]: answer["sign"] for answer in one["checks"]}
        for one in found["parcels"]
    }
    assert checks["12/6"]["present"] == "bad"
    assert checks["12/7"]["shape"] == "good"


def test_nothing_of_the_folder_tells_of_people_and_nothing_is_noted(
    type_in: CommandLine, block: Path
) -> None:
    assert type_in.good("outgoing", block, "--json").document["files"] == []
    everything = b"".join(one.read_bytes() for one in (type_in.folder / "do-dac").iterdir())
    assert "Đặng Văn".encode() not in everything
    assert b"999000000" not in everything
    document = json.loads((type_in.folder / "do-dac" / "job.json").read_text("utf-8"))
    assert "Đặng" not in json.dumps(document, ensure_ascii=False)
