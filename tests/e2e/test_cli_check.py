"""``landdesk check``: what is asked for, what is said of what was not checked, findings as a map."""

from pathlib import Path

import fiona
import pytest

from landdesk.services.exporting.findings import FINDING_COLUMNS
from tests.e2e.command_line import CommandLine
from tests.e2e.test_cli_lists import english


@pytest.fixture
def faulty(type_in: CommandLine, store: Path) -> Path:
    """A store in which two parcels have one number, and one a legal area that the map does not know."""
    english(type_in, "edit", "set", store, "12/3", "--legal-area", "900")
    english(type_in, "edit", "set", store, "12/2", "--number", "1")
    # What is found is new only once.
    english(type_in, "check", store)
    return store


def test_findings_are_asked_for_by_rule_criterion_and_fixer(type_in: CommandLine, faulty: Path) -> None:
    every = english(type_in, "check", faulty, "--json").document
    assert every["counts"]
    assert every["not_asked"][0]["parcels"] == 3
    codes = {finding["rule"]: finding for finding in every["findings"]}
    for code, finding in codes.items():
        only = english(type_in, "check", faulty, "--json", "--rule", code).document
        assert {one["rule"] for one in only["findings"]} == {code}
        assert only["findings"] == [one for one in every["findings"] if one["rule"] == code]
        same = english(type_in, "check", faulty, "--json", "--criterion", finding["criterion"]).document
        assert same["findings"] == [
            one for one in every["findings"] if one["criterion"] == finding["criterion"]
        ]
    office = english(type_in, "check", faulty, "--json", "--fixer", "office").document
    assert office["findings"] == [one for one in every["findings"] if "office" in one["fixers"]]
    words = english(type_in, "check", faulty).out
    assert "Not checked: Compulsory field empty (3 parcels): No source with this was loaded" in words
    assert type_in.refused("check", faulty, "--rule", "no.rule") == (4, "check.no-rule")


def test_a_stage_has_its_own_severities(type_in: CommandLine, faulty: Path) -> None:
    draft = english(type_in, "check", faulty, "--json").document
    sending = english(type_in, "check", faulty, "--json", "--stage", "sending").document
    before = {one["key"]: one["severity"] for one in draft["findings"]}
    after = {one["key"]: one["severity"] for one in sending["findings"]}
    assert before.keys() == after.keys()
    rules = {one["rule"] for one in draft["findings"] if before[one["key"]] != after[one["key"]]}
    assert rules == {"parcel.duplicate-key"}
    assert english(type_in, "check", faulty, "--json").document["findings"] == draft["findings"]


@pytest.mark.parametrize("name", ["findings.gpkg", "findings.geojson"])
def test_findings_as_a_map(type_in: CommandLine, faulty: Path, name: str) -> None:
    found = english(type_in, "check", faulty, "--json").document["findings"]
    path = type_in.folder / name
    assert "rows" in english(type_in, "check", faulty, "-o", path).out
    with fiona.open(path) as opened:
        assert opened.schema["properties"].keys() == FINDING_COLUMNS.keys()
        features = list(opened)
    assert [one["properties"]["key"] for one in features] == [one["key"] for one in found]
    assert [one["properties"]["what"] for one in features] == [one["what"] for one in found]
    assert "Đức" not in path.read_bytes().decode("utf-8", "ignore")
    assert type_in.refused("check", faulty, "-o", path) == (3, "file.exists")
