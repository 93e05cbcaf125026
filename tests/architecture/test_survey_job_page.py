"""The page on the folder of a survey job says what the program writes and asks."""

import json
import re
from pathlib import Path

from landdesk.services.exporting.survey_job import LAYERS
from landdesk.services.survey_jobs import collecting
from landdesk.services.survey_jobs.checking import CHECKS
from landdesk.services.survey_jobs.delivery import MAPS
from landdesk.services.survey_jobs.job import RETURNED_FILE, SCHEMA
from landdesk.services.survey_jobs.tolerances import shipped_tolerances, tolerance_entries
from tests.deliveries import write_job
from tests.stores import make_store

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/formats/survey-job.md").read_text("utf-8")


def table(title: str) -> dict[str, str]:
    """Return the second cells of a table by the words in code marks of the first."""
    rows = PAGE.split(f"| {title} |", 1)[1].split("\n\n", 1)[0]
    return dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", rows, re.MULTILINE))


def test_files_and_members_are_those_that_are_written(tmp_path: Path) -> None:
    app = make_store(tmp_path / "block.landdesk")
    folder = write_job(app, tmp_path / "job", "12/6").folder
    written = {one.name for one in folder.iterdir()}
    assert set(table("file")) == written - {"trich-do-12-6.pdf"} | {RETURNED_FILE}
    document = json.loads((folder / "job.json").read_text("utf-8"))
    assert list(table("member of `job.json`")) == list(document)
    assert list(table("member of a parcel")) == list(document["parcels"][0])
    assert document["schema"] == SCHEMA == table("member of `job.json`")["schema"].strip("`")


def test_layers_checks_and_tolerances_are_those_of_the_program() -> None:
    layers = {name: re.findall(r"`(\w+)`", cell) for name, cell in table("layer").items()}
    assert layers == {name: list(columns) for name, (_kind, columns) in LAYERS.items()}
    assert list(table("check")) == list(CHECKS)
    assert table("tolerance") == {name: f"{one.value:.2f}" for name, one in tolerance_entries().items()}
    assert f"more than {shipped_tolerances().elsewhere_m / 1000:.0f} km off" in PAGE
    assert f"within {collecting.BESIDE_M:.0f} m of one of the job" in PAGE
    assert f"{collecting.MOST_PARCELS:,} parcels" in PAGE
    assert ", ".join(f"`{one}`" for one in MAPS) in PAGE


def test_second_hand_tolerances_say_so() -> None:
    points = [one for name, one in tolerance_entries().items() if name.startswith("point_")]
    assert len(points) == 6
    assert all("Second-hand" in one.doubt for one in points)
