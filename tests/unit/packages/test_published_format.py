"""The published format: vectors, schemas and the stand-alone verifier say what the program does."""

import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.canonical import (
    canonical_fields,
    image_of,
    parse_value,
    record_from_fields,
    revision_of,
    revision_text,
)
from landdesk.domain.canonical_shape import canonical_shape, is_canonical_text, shape_text
from landdesk.domain.codelists import OfficeList, Replacement
from landdesk.domain.fields import FIELD_BY_ID, FIELDS, Field, Kind
from landdesk.domain.ids import id_text
from landdesk.domain.records import OFFICIAL, PROVISIONAL, TRAVELLING
from landdesk.services.office.reasons import REASONS
from landdesk.services.packages import container, manifest
from landdesk.services.packages.code_lists import list_document
from landdesk.services.packages.kinds import BASE, CHANGE, KIND_WORDS, RECEIPT, UPDATE
from landdesk.services.packages.operations import COMPULSORY
from landdesk.services.packages.writing import Parts, packed
from tests.unit.packages.published import ENTRIES, FORMATS, VERIFIER, faults, faulty, schema, verifier
from tests.unit.packages.samples import (
    OBJECTS,
    PARCEL,
    PARTY,
    RECORD,
    RIGHT,
    change_of,
    creation,
    entries_of,
    lines_of,
    made_id,
    manifest_of,
    package,
)

DATA = Path(__file__).resolve().parents[2] / "data"
VECTORS = json.loads((DATA / "canonical" / "objects.json").read_text("utf-8"))
SHAPES = json.loads((DATA / "canonical" / "shapes.json").read_text("utf-8"))
KEPT = sorted((DATA / "packages").glob("*.ldpkg"))
SOURCES = Path(container.__file__).parents[1]


def sample(kind: str) -> bytes:
    """Return a package of a kind that holds a little of everything."""
    if kind == RECEIPT:
        answers = [
            {"class": "parcel", "oid": id_text(PARCEL.id), "sent": None, "office": {"no": 3, "rev": None}},
            {
                "class": "party",
                "oid": id_text(PARTY.id),
                "sent": revision_text(revision_of(image_of(replace(PARTY, name="Lê Thị Bưởi")))),
                "office": {"no": 2, "rev": revision_text(revision_of(image_of(PARTY)))},
                "fields": canonical_fields(PARTY),
            },
        ]
        returned = {"class": "parcel", "oid": id_text(made_id(9))}
        other = replace(RECORD, id=made_id(30))
        outcomes: list[dict[str, Any]] = [
            {
                "record": id_text(RECORD.id),
                "outcome": "accepted",
                "reason": None,
                "note": None,
                "objects": answers,
            },
            {
                "record": id_text(other.id),
                "outcome": "returned",
                "reason": "boundary",
                "note": "Đo lại",
                "objects": [returned],
            },
        ]
        stated = manifest_of([], RECEIPT, in_reply_to=made_id(31))
        return packed(stated, Parts([RECORD, other], (), outcomes=outcomes))[0]
    if kind == CHANGE:
        renamed = replace(PARTY, name="Lê Thị Bưởi")
        operations = [
            change_of(PARCEL, replace(PARCEL, address=None, number="58"), replace(PARCEL, address="A")),
            change_of(None, RIGHT),
            change_of(PARTY, None),
            change_of(None, replace(renamed, id=made_id(40)), PARTY),
        ]
        return package(operations, CHANGE, sequence=2, previous=made_id(50), previous_fingerprint=bytes(32))
    return package([creation(one) for one in OBJECTS], kind, since=1 if kind == UPDATE else None)


def verified(content: bytes) -> list[str]:
    """Return what the stand-alone verifier finds."""
    found: list[str] = verifier().problems_in(io.BytesIO(content))[0]
    return found


# --- vectors ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("vector", VECTORS["objects"], ids=lambda vector: vector["name"])
def test_objects_have_the_published_form(vector: dict[str, Any]) -> None:
    record = record_from_fields(vector["class"], made_id(1), vector["fields"])
    assert image_of(record).decode("utf-8") == vector["text"]
    assert canonical_fields(record) == vector["fields"]
    assert revision_text(revision_of(image_of(record))) == vector["revision"]
    assert verifier().revision(vector["fields"]) == vector["revision"]
    for name, text in vector["fields"].items():
        assert verifier().is_canonical(name, text)


def test_every_class_and_field_that_travels_has_a_vector() -> None:
    assert {one["class"] for one in VECTORS["objects"]} == set(TRAVELLING)
    named = {name for one in VECTORS["objects"] for name in one["fields"]}
    assert named == {one.id for one in FIELDS if one.owner in TRAVELLING}


def is_value(field: Field, text: str) -> bool:
    """Tell whether the program takes a text for a canonical value."""
    try:
        parse_value(field, text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("vector", VECTORS["not_canonical"], ids=lambda vector: vector["about"])
def test_other_texts_are_not_canonical(vector: dict[str, str]) -> None:
    field, text = FIELD_BY_ID[vector["field"]], vector["text"]
    assert not verifier().is_canonical(field.id, text)
    if field.kind is Kind.SHAPE:
        assert not is_canonical_text(text)
    elif field.id != "F004":
        assert not is_value(field, text)


def test_the_verifier_knows_the_published_shapes() -> None:
    for vector in SHAPES["shapes"]:
        assert verifier().is_canonical_shape(vector["text"]), vector["name"]
    for vector in [*SHAPES["not_canonical"], *SHAPES["malformed"]]:
        text = vector if isinstance(vector, str) else vector["text"]
        assert not verifier().is_canonical_shape(text), text


points = st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5)), min_size=3, max_size=8)


@given(st.lists(st.lists(points, min_size=1, max_size=3), min_size=1, max_size=3))
def test_program_and_verifier_agree_on_the_order_of_rings(parts: list[list[list[tuple[int, int]]]]) -> None:
    text = "|".join(";".join(" ".join(f"{x} {y}" for x, y in ring) for ring in part) for part in parts)
    assert verifier().is_canonical_shape(text) == is_canonical_text(text)


@given(points)
def test_what_the_program_orders_the_verifier_finds_ordered(ring: list[tuple[int, int]]) -> None:
    text = shape_text(canonical_shape(shapely.Polygon([(x / 1000, y / 1000) for x, y in ring])))
    assert verifier().is_canonical_shape(text)


@given(st.text(max_size=8), st.sampled_from(sorted(FIELD_BY_ID.keys() - {"GEOM"})))
def test_program_and_verifier_agree_on_values(text: str, field_id: str) -> None:
    field = FIELD_BY_ID[field_id]
    if field.owner not in TRAVELLING or field_id == "F004":
        return
    assert verifier().is_canonical(field_id, text) == is_value(field, text)


# --- the verifier ----------------------------------------------------------------------------------------------


def test_the_verifier_needs_the_standard_library_alone() -> None:
    modules = re.findall(r"^(?:import|from) ([a-z_0-9]+)", VERIFIER.read_text("utf-8"), re.MULTILINE)
    assert modules
    assert set(modules) <= sys.stdlib_module_names
    assert "landdesk" not in modules


def test_the_verifier_knows_the_fields_of_the_registry() -> None:
    assert {
        one.id: (one.owner, str(one.kind), one.scale, one.id in COMPULSORY)
        for one in FIELDS
        if one.owner in TRAVELLING
    } == verifier().FIELDS
    assert set(verifier().CLASSES) == set(TRAVELLING)
    assert verifier().CHOICES == {"F004": (OFFICIAL, PROVISIONAL)}


def test_the_verifier_has_the_limits_of_the_reader() -> None:
    module = verifier()
    assert module.MIMETYPE == container.MIMETYPE
    assert (module.MAX_ENTRIES, module.MAX_TOTAL, module.MAX_TEXT, module.MAX_RATIO) == (
        container.MAX_ENTRIES,
        container.MAX_TOTAL_BYTES,
        container.MAX_TEXT_BYTES,
        container.MAX_RATIO,
    )
    assert module.READS_FORMAT == manifest.FORMAT_MAJOR
    assert set(module.KINDS) == set(KIND_WORDS)
    assert set(module.MANIFEST_FIELDS) == set(manifest_of([]).to_json([]))
    assert set(module.OPERATION_FIELDS) == set(creation(PARCEL).to_json())


@pytest.mark.parametrize("kind", KIND_WORDS)
def test_the_verifier_finds_nothing_wrong_with_what_the_program_writes(kind: str) -> None:
    assert verified(sample(kind)) == []


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_the_verifier_finds_nothing_wrong_with_the_kept_packages(path: Path) -> None:
    assert verified(path.read_bytes()) == []


def test_the_verifier_as_a_program(tmp_path: Path) -> None:
    good, bad = tmp_path / "tốt.ldpkg", tmp_path / "hỏng.ldpkg"
    good.write_bytes(sample(BASE))
    bad.write_bytes(sample(BASE)[:-40])

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-I", "-X", "utf8", str(VERIFIER), *words],
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=tmp_path,
        )

    assert run().returncode == 2
    done = run(good.name)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"tốt\.ldpkg: good, fingerprint ([0-9a-f]{4} ){7}[0-9a-f]{4}\n", done.stdout)
    done = run(good.name, bad.name, "nothing.ldpkg")
    assert (done.returncode, done.stderr) == (1, "")
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [
        good.name,
        bad.name,
        "nothing.ldpkg",
    ]


# --- the schemas -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KIND_WORDS)
def test_packages_are_as_the_schemas_say(kind: str) -> None:
    assert faulty(sample(kind)) == []


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_kept_packages_are_as_the_schemas_say(path: Path) -> None:
    assert faulty(path.read_bytes()) == []


def test_the_kept_packages_have_a_line_for_every_schema() -> None:
    lines = dict.fromkeys(ENTRIES.values(), 0)
    for path in KEPT:
        content = path.read_bytes()
        for entry, name in ENTRIES.items():
            if entry in entries_of(content):
                lines[name] += len(lines_of(content, entry))
    assert [name for name, count in lines.items() if not count] == []


def test_the_schemas_name_every_field_and_require_it() -> None:
    names = {
        "manifest": set(manifest_of([]).to_json([])),
        "operation": set(creation(PARCEL).to_json()),
        "record": set(RECORD.to_json()),
    }
    # Left out where the office has no recovery key, and by programs that did not say by what they check.
    optional = {"manifest": {"recovery", "rule_set"}}
    for name, wanted in names.items():
        assert set(schema(name)["properties"]) == wanted | optional.get(name, set())
        assert set(schema(name)["required"]) == wanted
    assert {path.name.partition(".")[0] for path in (FORMATS / "schemas").iterdir()} == {
        "manifest",
        "codelists",
        *ENTRIES.values(),
    }
    said = list_document(OfficeList("sex", None, 1))
    assert set(schema("codelists")["properties"]["lists"]["items"]["properties"]) == set(said)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("manifest", {"kind": "changes"}),
        ("manifest", {"sequence": 0}),
        ("manifest", {"package_id": "x"}),
        ("manifest", {"counts": {"parcels": {}}}),
        ("manifest", {"since": "1"}),
        ("manifest", {"recovery": {"recipient": "age1"}}),
        ("operation", {"op": "upsert"}),
        ("operation", {"set": {"F005": {"newer": "a"}}}),
        ("operation", {"set": {"x": {}}}),
        ("operation", {"new": {"no": 1, "rev": "abc"}}),
        ("record", {"lineage": [["a"]]}),
        ("record", {"acts": [{}]}),
        ("codelists", {"lists": [{"name": "sex", "source": None, "content": None}]}),
        ("codelists", {"lists": [{"name": "sex", "source": "", "content": None, "version": 1}]}),
        ("codelists", {"lists": {}}),
    ],
)
def test_the_schemas_refuse(name: str, change: dict[str, Any]) -> None:
    good: dict[str, dict[str, Any]] = {
        "manifest": json.loads(entries_of(sample(BASE))["manifest.json"]),
        "operation": creation(PARCEL).to_json() | {"seq": 1},
        "record": RECORD.to_json(),
        "codelists": {"lists": [list_document(OfficeList("sex", Replacement("Nguồn", "# Nguồn"), 7))]},
    }
    assert faults(good[name], schema(name), schema(name)) == []
    assert faults(good[name] | change, schema(name), schema(name)) != []


# --- the document ----------------------------------------------------------------------------------------------

DOCUMENT = (FORMATS / "ldpkg.md").read_text("utf-8")


def section(heading: str) -> str:
    return DOCUMENT.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def test_every_code_with_which_a_package_is_refused_is_published() -> None:
    published = set(re.findall(r"`([a-z]+\.[a-z-]+)`", section("Refusals")))
    sources = [*(SOURCES / "packages").glob("*.py"), SOURCES / "office" / "inbox.py"]
    codes = {
        code
        for path in sources
        for code in re.findall(r'"((?:package|receipt|office)\.[a-z-]+)"', path.read_text("utf-8"))
    }
    # Refusals of what a person asks for, not of a package, and commands of the journal.
    codes -= {"package.nothing-to-send", "package.change", "office.no-package", "office.package-ambiguous"}
    codes -= {"receipt.merge", "office.receive"}
    assert published == codes


def test_the_limits_are_published() -> None:
    words = section("Integrity")
    assert f"{container.MAX_ENTRIES:,} entries" in words
    for limit in ("4 GiB", "1 GiB", "64 MiB", "200 times", "1 MiB"):
        assert limit in words


def test_the_parts_of_lines_are_published() -> None:
    outcome = lines_of(sample(RECEIPT), "outcomes.jsonl")
    assert {name for line in outcome for name in line} <= set(re.findall(r"`(\w+)`", section("Outcome")))
    answers = {name for line in outcome for answer in line["objects"] for name in answer}
    assert answers <= set(re.findall(r"`(\w+)`", section("Outcome")))
    assert set(REASONS) == set(re.findall(r"`(\w+)`", section("Outcome").split("Reasons:")[1]))
    context = {"record", "class", "oid", "rev"}
    assert context <= set(re.findall(r"`(\w+)`", section("Context")))
    act = RECORD.to_json()["acts"][0]
    assert set(act) <= set(re.findall(r"`(\w+)`", section("Record")))
    for name in ("old", "new", "sent"):
        assert f"`{name}`" in section("Operation")
