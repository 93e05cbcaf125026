"""The published formats say what the code does."""

import csv
import json
import re
from dataclasses import fields
from pathlib import Path

from landdesk.domain.codelist_table import BASES, COLUMNS
from landdesk.domain.codelists import ListSpec, Standing
from landdesk.domain.commune_rights import LIST, Condition, MapAct, Verdict
from landdesk.domain.fields import FIELDS
from landdesk.domain.parcel_filter import TESTS, from_json
from landdesk.domain.records import TRAVELLING
from landdesk.services.codelists import list_specs, shipped_list
from landdesk.services.commune_rights import ACTS
from landdesk.services.exporting import gml
from landdesk.services.importing.campaign.importer import STATED
from tests.unit.packages.samples import base_package, entries_of

ROOT = Path(__file__).resolve().parents[2]
CANONICAL = (ROOT / "docs/formats/canonical.md").read_text("utf-8")
CODE_LISTS = (ROOT / "docs/formats/codelists.md").read_text("utf-8")
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
    # Left out where the office has no recovery key, and by programs that did not say by what they check.
    assert published == set(manifest) | {"recovery", "rule_set"}
    assert not {"recovery", "rule_set"} & set(manifest)


def test_the_entries_are_those_published() -> None:
    published = first_cells(PACKAGE, "# The package")
    published -= {"META-INF/signatures/", "outcomes.jsonl"}
    assert published == set(entries_of(base_package()))


def test_the_levels_of_drawings_are_those_published() -> None:
    page = (ROOT / "docs/formats/dxf.md").read_text("utf-8")
    published = re.findall(r"^\| (\d+) \| (\w+) \| (.+) \|$", page, re.MULTILINE)
    with (ROOT / "resources/importing/drawing_levels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    assert published == [(row["level"], row["role"], row["object"]) for row in rows]


def test_the_elements_of_the_gml_are_those_published() -> None:
    page = (ROOT / "docs/formats/gml.md").read_text("utf-8")
    published = re.findall(r"^\| `(\w+)` \| `(\w+)` \|", page, re.MULTILINE)
    assert published == list(gml.FIELDS.items())


def test_operations_and_records_are_published() -> None:
    entries = entries_of(base_package())
    operation = json.loads(entries["ops.jsonl"].splitlines()[0])
    assert first_cells(PACKAGE, "## Operation") == set(operation)
    record = json.loads(entries["records.jsonl"].splitlines()[0])
    section = PACKAGE.split("## Record", 1)[1].split("\n## ", 1)[0]
    assert set(record) <= set(re.findall(r"`(\w+)`", section))


def test_the_columns_of_a_code_list_are_published() -> None:
    assert first_cells(CODE_LISTS, "## The table") == set(COLUMNS)
    section = CODE_LISTS.split("## The table", 1)[1].split("\n## ", 1)[0]
    assert {str(one) for one in Standing} <= set(re.findall(r"`(\w+)`", section))


def test_what_lists_toml_says_is_published() -> None:
    entries = first_cells(CODE_LISTS, "## What a list is") - {"lists.toml"}
    assert entries == {one.name for one in fields(ListSpec)} - {"name"}
    section = CODE_LISTS.split("## What a list is", 1)[1].split("\n## ", 1)[0]
    assert set(BASES) <= set(re.findall(r"`(\w+)`", section))


def test_the_code_lists_are_published_with_their_own_columns_and_codes() -> None:
    table = CODE_LISTS.split("## The lists", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*) \| ?(.*)\|$", table, re.MULTILINE)
    assert [name for name, _, _ in rows] == list(list_specs())
    for name, codes, columns in rows:
        assert set(list_specs()[name].columns) <= set(re.findall(r"`(\w+)`", columns)), name
        named = set(re.findall(r"`(\w+)`", codes)) - {"parent", "replaced_by"}
        assert {word for word in named if not shipped_list(name).find(word)} == set(), name


def test_what_a_commune_may_change_is_published() -> None:
    section = CODE_LISTS.split("## What a commune may change", 1)[1].split("\n## ", 1)[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.MULTILINE))
    columns = set(list_specs()[LIST].columns)
    assert columns | {"label"} | set(MapAct) | set(Condition) == set(rows)
    assert set(re.findall(r"`(\w+)`", rows["verdict"])) == set(Verdict)
    for act in MapAct:
        named = set(re.findall(r"`([\w.]+)`", rows[act]))
        assert named == {name for name, its in ACTS.items() if its is act}
    assert set(re.findall(r"`(\w+)`", section.split("(files of the forms", 1)[1].split(")", 1)[0])) == STATED


def test_the_rules_of_split_and_merge_are_published_with_what_is_shipped() -> None:
    section = CODE_LISTS.split("## Rules of split and merge", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| `([a-z_.]+)` \| ([^|]*) \|", section, re.MULTILINE)
    published = {rule: re.findall(r"`(\w+)`", choices) for rule, choices in rows}
    rules = shipped_list("parcel_policy")
    assert list(published) == [one.code for one in rules]
    for one in rules:
        assert published[one.code][0] == one.more["choice"], one.code
        assert set(published[one.code]) == set(rules.spec.choices[one.code]), one.code


def test_the_tests_of_filters_are_published() -> None:
    page = (ROOT / "docs/formats/worklists.md").read_text("utf-8")
    published = {
        word
        for line in page.split("## Tests", 1)[1].splitlines()
        if line.startswith("| `")
        for word in re.findall(r"`([^`]+)`", line.split("|")[1])
    }
    groups = page.split("Field groups: ", 1)[1].split(". *", 1)[0]
    published |= {f"group.{word}" for word in re.findall(r"`(\w+)`", groups)}
    assert published - {"group."} == set(TESTS)
    examples = re.findall(r"```json\n(.+?)\n```", page, re.DOTALL)
    assert all(from_json(one) for one in examples)
