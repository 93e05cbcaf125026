"""Manifests: what is read is sound, everything else is refused in words."""

import json
from typing import Any

import pytest

from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import id_text
from landdesk.domain.records import TRAVELLING
from landdesk.services.packages.kinds import KIND_WORDS
from landdesk.services.packages.manifest import FORMAT_MAJOR, read_manifest, schema_document, schema_hash
from tests.unit.packages.samples import (
    base_package,
    entries_of,
    made_id,
    manifest_of,
)

PLAIN = manifest_of([]).to_json([])


@pytest.mark.parametrize("kind", KIND_WORDS)
def test_a_manifest_is_read_as_it_was_written(kind: str) -> None:
    written = manifest_of(
        [],
        kind,
        training=True,
        previous=made_id(20),
        previous_fingerprint=bytes(range(32)),
        in_reply_to=made_id(21),
        since=3 if kind == "update" else None,
        last_office_time="2026-11-01T08:00:00+07:00",
    )
    assert read_manifest(json.loads(json.dumps(written.to_json([]))), "a") == written


REQUIRED = sorted(set(PLAIN) - {"supersedes", "volumes", "app", "schema", "last_office_time", "entries"})


@pytest.mark.parametrize("name", REQUIRED)
def test_every_required_field_of_the_manifest_is_needed(name: str) -> None:
    document = {key: value for key, value in PLAIN.items() if key != name}
    with pytest.raises(InvalidInputError) as refused:
        read_manifest(document, "a")
    assert refused.value.code == "package.bad-manifest"


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "changes"},
        {"kind": None},
        {"kind": ["base"]},
        {"package_id": "x"},
        {"package_id": 5},
        {"dataset": None},
        {"dataset": {"id": "x"}},
        {"dataset": PLAIN["dataset"] | {"environment": "test"}},
        {"workspace": {}},
        {"sequence": 0},
        {"sequence": -1},
        {"sequence": "1"},
        {"sequence": 1.0},
        {"sequence": 10**40},
        {"sequence": float("inf")},
        {"previous": {}},
        {"previous": {"package_id": id_text(made_id(1)), "manifest_sha256": "zz"}},
        {"previous": 5},
        {"base": {}},
        {"base": PLAIN["base"] | {"root_hash": 5}},
        {"base": PLAIN["base"] | {"number": 10**40}},
        {"crs": {}},
        {"crs": {"code": "9217"}},
        {"crs": {"code": "OGC:CRS84"}},
        {"crs": {"code": "EPSG:x"}},
        {"crs": {"code": 5}},
        {"author": None},
        {"author": {"id": id_text(made_id(1))}},
        {"counts": 5},
        {"controls": 5},
        {"in_reply_to": 5},
        {"since": "1"},
        {"format": None},
        {"format": {"name": "other", "min_reader": 1}},
    ],
)
def test_a_manifest_with_a_wrong_value_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_manifest(PLAIN | values, "a")
    assert refused.value.code == "package.bad-manifest"


@pytest.mark.parametrize(
    "values",
    [
        {"format": PLAIN["format"] | {"major": FORMAT_MAJOR + 1, "min_reader": FORMAT_MAJOR + 1}},
        {"format": PLAIN["format"] | {"min_reader": 99}},
        {"!escrow": True},
        {"!": None},
    ],
)
def test_a_newer_format_says_so_before_anything_else(values: dict[str, Any]) -> None:
    # What a newer program means by the other fields is not for this one to judge.
    with pytest.raises(InvalidInputError) as refused:
        read_manifest({"format": PLAIN["format"]} | values, "a")
    assert refused.value.code == "package.newer-format"


def test_a_newer_minor_format_with_more_fields_is_read() -> None:
    document = PLAIN | {"format": PLAIN["format"] | {"minor": 7}, "weather": "rain", "x": {"!y": 1}}
    assert read_manifest(document, "a") == manifest_of([])


def test_the_schema_is_that_of_the_registry_without_work_items() -> None:
    document = schema_document()
    assert {one["class"] for one in document["fields"]} == set(TRAVELLING)
    assert len({one["id"] for one in document["fields"]}) == len(document["fields"])
    assert (
        entries_of(base_package())["schema.json"]
        == json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
    )
    assert PLAIN["schema"]["hash"] == schema_hash()
