"""The published formats say what the code does."""

import json
import re
from pathlib import Path

from landdesk.domain.fields import FIELDS
from landdesk.domain.records import TRAVELLING
from tests.unit.packages.samples import base_package, entries_of

ROOT = Path(__file__).resolve().parents[2]
CANONICAL = (ROOT / "docs/formats/canonical.md").read_text("utf-8")
PACKAGE = (ROOT / "docs/formats/ldpkg.md").read_text("utf-8")


def first_cells(text: str, heading: str) -> set[str]:
    """Return the words in code marks of the first column of the table below a heading."""
    table = text.split(heading, 1)[1].split("\n## ", 1)[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]
    return {word for cell in cells for word in re.findall(r"`([^`]+)`", cell)}


def test_every_field_that_travels_is_published_with_its_class() -> None:
    rows = re.findall(r"^\| (F\d{3}|GEOM) \| (\w+) \| (\w+) \|", CANONICAL, re.MULTILINE)
    assert rows == [(one.id, one.owner, one.name) for one in FIELDS if one.owner in TRAVELLING]


def test_the_manifest_is_published_field_by_field() -> None:
    manifest = json.loads(entries_of(base_package())["manifest.json"])
    published = first_cells(PACKAGE, "## Manifest")
    assert published == set(manifest)


def test_the_entries_are_those_published() -> None:
    published = first_cells(PACKAGE, "# The package")
    published -= {"META-INF/signatures/", "outcomes.jsonl"}
    assert published == set(entries_of(base_package()))


def test_operations_and_records_are_published() -> None:
    entries = entries_of(base_package())
    operation = json.loads(entries["ops.jsonl"].splitlines()[0])
    assert first_cells(PACKAGE, "## Operation") == set(operation)
    record = json.loads(entries["records.jsonl"].splitlines()[0])
    section = PACKAGE.split("## Record", 1)[1].split("\n## ", 1)[0]
    assert set(record) <= set(re.findall(r"`(\w+)`", section))
