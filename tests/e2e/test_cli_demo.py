"""``landdesk demo --checking``: a store with planted faults, the list of them, and what the check says of it."""

import csv
from pathlib import Path

from landdesk.services.training.planted.answer_file import COLUMNS
from landdesk.services.training.planted.commune import checking_commune
from tests.e2e.command_line import CommandLine


def test_it_leaves_a_store_and_the_list_of_what_is_wrong_in_it(type_in: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "loi"
    shown = type_in(
        "demo", "--checking", "--folder", folder, "--parcels", "120", "--seed", "3", "--no-window"
    )
    assert (shown.code, shown.err) == (0, "")
    made = checking_commune("22657", seed=3, parcels=120, each=1)
    with (folder / "answers.csv").open(encoding="utf-8-sig", newline="") as file:
        heading, *lines = csv.reader(file)
    assert tuple(heading) == COLUMNS
    assert [line[:2] for line in lines] == [[one.rule, one.cause] for one in made.answer_key.answers]
    keys = {parcel.id: parcel.key for parcel in made.parcels}
    assert [line[2] for line in lines] == [
        "; ".join(keys[one] for one in answer.objects) for answer in made.answer_key.answers
    ]
    overlap = next(line for line in lines if line[1] == "overlap/moved")
    assert 580_000 < float(overlap[4]) < 600_000
    assert sorted(one.name for one in folder.iterdir() if not one.name.startswith(".")) == [
        "answers.csv",
        "commune.landdesk",
    ]
    found = type_in("check", folder / "commune.landdesk", "--json").document
    assert {"geometry.invalid", "parcel.overlap", "parcel.gap"} <= {one["rule"] for one in found["findings"]}


def test_a_folder_with_something_else_is_left_alone(type_in: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    shown = type_in("demo", "--checking", "--folder", tmp_path, "--parcels", "60", "--no-window")
    assert shown.code == 3
    assert "[demo.folder-taken]" in shown.err
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]
