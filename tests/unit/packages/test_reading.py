"""Operations, records, context: what is read is sound, everything else is refused in words."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.canonical import canonical_fields, revision_of, revision_text
from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import id_text
from landdesk.domain.records import OFFICIAL, PROVISIONAL, AnyRecord, Parcel, Party, Purpose
from landdesk.services.packages.container import json_lines
from landdesk.services.packages.kinds import BASE, CHANGE
from landdesk.services.packages.operations import operation_between, read_operation, read_record
from landdesk.services.packages.reading import counts_of, fingerprint_words, package_from
from tests.unit.packages.published import verifier
from tests.unit.packages.samples import (
    OBJECTS,
    PARCEL,
    PARTY,
    PURPOSE,
    RECORD,
    RIGHT,
    base_package,
    change_of,
    creation,
    lines_of,
    made_id,
    package,
    repacked,
)

Line = dict[str, Any]


def refusal(content: bytes) -> str:
    """Return the code with which a package is refused; the stand-alone verifier refuses it too."""
    with pytest.raises(InvalidInputError) as refused:
        package_from(content, "gói.ldpkg")
    assert verifier().problems_in(io.BytesIO(content))[0]
    return refused.value.code


def with_lines(content: bytes, entry: str, change: Callable[[list[Line]], list[Any]]) -> bytes:
    return repacked(content, {entry: json_lines(change(lines_of(content, entry)))})


def with_operation(content: bytes, **values: Any) -> bytes:
    """Return a package whose first operation has other values."""
    return with_lines(content, "ops.jsonl", lambda lines: [lines[0] | values, *lines[1:]])


def with_set(content: bytes, values: dict[str, Any], *, fitting: bool = True) -> bytes:
    """Return a package whose first operation sets fields to other values; None leaves one out."""

    def change(lines: list[Line]) -> list[Line]:
        line = dict(lines[0])
        changed = line["set"] | {name: value for name, value in values.items() if value is not None}
        line["set"] = {name: value for name, value in changed.items() if values.get(name, 0) is not None}
        if fitting:
            fields = {name: pair["new"] for name, pair in line["set"].items() if "new" in pair}
            # A forger writes values of any type.
            image = json.dumps(dict(sorted(fields.items())), ensure_ascii=False, separators=(",", ":"))
            line["new"] = {"no": 1, "rev": revision_text(revision_of(image.encode()))}
        return [line, *lines[1:]]

    return with_lines(content, "ops.jsonl", change)


# --- what is written is read -----------------------------------------------------------------------------------


def test_a_base_holds_its_objects() -> None:
    read = package_from(base_package(), "a")
    assert read.created == {one.id: one for one in OBJECTS}
    assert read.manifest.kind == BASE
    assert [one.seq for one in read.operations] == [1, 2, 3, 4]
    assert read.records == (RECORD,)
    assert read.manifest.counts == {
        name: {"create": 1} for name in ("land_right", "parcel", "party", "purpose")
    }


CHANGES = [
    (PARCEL, replace(PARCEL, address="Thôn Hòa Bình"), None),
    (PARCEL, replace(PARCEL, address=None), None),
    (PARCEL, replace(PARCEL, shape=canonical_shape(shapely.box(1, 1, 3, 2))), None),
    (PARCEL, None, None),
    (None, replace(PARCEL, number_state=PROVISIONAL), None),
    (PARTY, replace(PARTY, identity_number=None, address="Số 1"), None),
    (PURPOSE, replace(PURPOSE, area_m2=Decimal("3.20")), None),
    (RIGHT, None, None),
    (PARCEL, replace(PARCEL, address="B"), replace(PARCEL, address="A")),
    (PARCEL, replace(PARCEL, address="B"), replace(PARCEL, legal_area_m2=None)),
    (None, replace(PARTY, address="B"), PARTY),
]


@pytest.mark.parametrize(("old", "new", "sent"), CHANGES)
def test_an_operation_is_read_as_it_was_written(
    old: AnyRecord | None, new: AnyRecord | None, sent: AnyRecord | None
) -> None:
    written = change_of(old, new, sent)
    (read,) = package_from(package([written]), "a").operations
    assert read == replace(written, seq=1)
    assert read.applied_to(old) == new


def test_an_operation_names_changed_fields_only() -> None:
    operation = change_of(PARCEL, replace(PARCEL, address="B", legal_area_m2=None))
    assert operation.changes == {"F005": ("Thôn Phú Điền", "B"), "F006": ("600.00", None)}
    assert operation.to_json()["set"] == {
        "F005": {"new": "B", "old": "Thôn Phú Điền"},
        "F006": {"old": "600.00"},
    }


def test_what_was_sent_before_is_named_even_where_it_is_as_the_office_has_it() -> None:
    sent = replace(PARCEL, address="A")
    _, changes, said = operation_between(PARCEL, PARCEL, sent)
    assert (changes, said) == ({"F005": ("Thôn Phú Điền", "Thôn Phú Điền")}, {"F005": "A"})
    _, changes, said = operation_between(PARCEL, sent, sent)
    assert (changes, said) == ({"F005": ("Thôn Phú Điền", "A")}, {})
    _, changes, said = operation_between(PARCEL, None, sent)
    assert (set(changes), said) == (set(canonical_fields(PARCEL)), {})


def test_a_boundary_is_text_of_millimetres() -> None:
    operation = creation(PARCEL)
    assert operation.changes["GEOM"] == (
        None,
        "600000000 1350000000 600020000 1350000000 600020000 1350030000 600000000 1350030000",
    )


def test_fields_that_differ_are_those_whose_present_value_nobody_left_or_started_from() -> None:
    operation = change_of(PARCEL, replace(PARCEL, address="B", number="58"), replace(PARCEL, address="A"))
    assert operation.fields_differing_from(PARCEL) == []
    assert operation.fields_differing_from(replace(PARCEL, address="A")) == []
    assert operation.fields_differing_from(replace(PARCEL, address="B", number="58")) == []
    assert operation.fields_differing_from(replace(PARCEL, address="C")) == ["F005"]
    assert operation.fields_differing_from(replace(PARCEL, address=None, number="59")) == ["F003", "F005"]


def test_the_offices_number_stays() -> None:
    child = replace(PARCEL, number="13", number_state=PROVISIONAL)
    operation = change_of(None, replace(child, address="B"), child)
    given = replace(child, number="14", number_state=OFFICIAL)
    kept = operation.keeping_number_of(given)
    assert kept.fields_differing_from(given) == []
    assert kept.applied_to(given) == replace(given, address="B")
    assert operation.keeping_number_of(child) == operation


def test_the_fingerprint_is_read_aloud_in_eight_groups() -> None:
    words = fingerprint_words(bytes(range(32)))
    assert words == "0001 0203 0405 0607 0809 0a0b 0c0d 0e0f"


# --- operations that are refused -------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", sorted(creation(PARCEL).to_json()))
def test_every_part_of_an_operation_is_needed(missing: str) -> None:
    content = package([creation(PARCEL)])
    changed = with_lines(
        content,
        "ops.jsonl",
        lambda lines: [{name: value for name, value in lines[0].items() if name != missing}],
    )
    assert refusal(changed) == "package.inconsistent"


@pytest.mark.parametrize(
    "values",
    [
        {"op_id": "1"},
        {"op_id": 5},
        {"op_id": id_text(made_id(1)).upper()},
        {"record": id_text(made_id(999))},
        {"oid": None},
        {"oid": ["a"]},
        {"seq": -1},
        {"seq": 1.5},
        {"seq": "1"},
        {"seq": True},
        {"seq": 2**60},
        {"seq": None},
        {"class": "work_item"},
        {"class": "parcels"},
        {"class": ["parcel"]},
        {"class": {"a": 1}},
        {"class": 5},
        {"class": None},
        {"op": "upsert"},
        {"op": "delete"},
        {"op": "update"},
        {"op": None},
        {"op": ["create"]},
        {"new": None},
        {"new": 5},
        {"new": {"no": 1}},
        {"new": {"no": 1, "rev": "1:00"}},
        {"new": {"no": 1, "rev": 5}},
        {"new": {"no": 1, "rev": "1:" + "AB" * 32}},
        {"new": {"no": 1, "rev": "2:" + "ab" * 32}},
        {"new": {"no": 1, "rev": "1:" + "ab" * 32}},
        {"trunk": {"no": "1", "rev": "1:" + "ab" * 32}},
        {"set": None},
        {"set": []},
        {"set": {}},
        {"set": {"F005": None}},
        {"set": {"F005": []}},
        {"set": {"F005": "a"}},
    ],
)
def test_a_part_of_another_kind_is_refused(values: dict[str, Any]) -> None:
    assert refusal(with_operation(package([creation(PARCEL)]), **values)) == "package.inconsistent"


@pytest.mark.parametrize(
    ("field", "pair"),
    [
        ("F999", {"new": "a"}),
        ("F030", {"new": "a"}),
        ("F050", {"new": "a"}),
        ("geom", {"new": "0 0 1 0 1 1"}),
        ("F005", {"new": "a", "newer": "b"}),
        ("F005", {"new": 5}),
        ("F005", {"new": ""}),
        ("F005", {"new": " a"}),
        ("F005", {"new": "a "}),
        ("F005", {"new": "Tho\u0302n"}),
        ("F005", {"new": None}),
        ("F005", {"new": ["a"]}),
        ("F005", {"new": "a", "old": ""}),
        ("F005", {"new": "a", "sent": "a"}),
        ("F005", {"new": "a", "sent": " b"}),
        ("F005", {"new": "a", "sent": 5}),
        ("F006", {"new": "1"}),
        ("F006", {"new": "1.5"}),
        ("F006", {"new": "1.500"}),
        ("F006", {"new": "01.50"}),
        ("F006", {"new": "-0.00"}),
        ("F006", {"new": "+1.50"}),
        ("F006", {"new": "1,50"}),
        ("F006", {"new": "1e2"}),
        ("F006", {"new": "NaN"}),
        ("F006", {"new": "Infinity"}),
        ("F006", {"new": "9" * 40 + ".00"}),
        ("F006", {"new": "9" * 5000 + ".00"}),
        ("F006", {"new": "١.٥٠"}),
        ("F008", {"new": "a"}),
        ("F008", {"new": "YQ"}),
        ("F008", {"new": "YQ==\n"}),
        ("F004", {"new": "maybe"}),
        ("F001", {"new": "22660"}),
        ("GEOM", {"new": "0 0 1000 0"}),
        ("GEOM", {"new": "0 0 1000 0 1000"}),
        ("GEOM", {"new": "0 0  1000 0 1000 1000"}),
        ("GEOM", {"new": "00 0 1000 0 1000 1000"}),
        ("GEOM", {"new": "-0 0 1000 0 1000 1000"}),
        ("GEOM", {"new": "0.0 0 1000 0 1000 1000"}),
        ("GEOM", {"new": "1000 0 1000 1000 0 0"}),
        ("GEOM", {"new": "0 0 1000 1000 1000 0"}),
        ("GEOM", {"new": "5000 0 6000 0 6000 1000|0 0 1000 0 1000 1000"}),
        ("GEOM", {"new": "0 0 1000 0 1000 1000|"}),
        ("GEOM", {"new": "0 0 9999999999999999999 0 1000 1000"}),
        ("GEOM", {"new": "0 0 1000 0 1000 1000", "old": "1000 0 1000 1000 0 0"}),
    ],
)
@pytest.mark.parametrize("kind", ["create", "update"])
def test_a_value_that_is_not_canonical_is_refused(field: str, pair: dict[str, Any], kind: str) -> None:
    # Revision, hashes and counts fit, so that only the look at the value can refuse it.
    if kind == "create":
        content = package([creation(PARCEL)])
    else:
        content = package([change_of(PARCEL, replace(PARCEL, number="58"))])
    assert refusal(with_set(content, {field: pair}, fitting=kind == "create")) == "package.inconsistent"


@pytest.mark.parametrize(
    ("record", "field"), [(PARCEL, "F001"), (PARCEL, "F004"), (PURPOSE, "F020"), (PURPOSE, "F021")]
)
def test_a_compulsory_value_is_needed(record: AnyRecord, field: str) -> None:
    assert refusal(with_set(package([creation(record)]), {field: None})) == "package.inconsistent"
    old = canonical_fields(record)[field]
    update = (
        change_of(PARCEL, replace(PARCEL, number="58"))
        if isinstance(record, Parcel)
        else change_of(PURPOSE, replace(PURPOSE, land_use="CLN"))
    )
    assert (
        refusal(with_set(package([update]), {field: {"old": old}}, fitting=False)) == "package.inconsistent"
    )


def test_other_fields_may_be_emptied() -> None:
    content = package([change_of(PARCEL, replace(PARCEL, number="58"))])
    emptied = with_set(content, {"F005": {"old": "Thôn Phú Điền"}}, fitting=False)
    (operation,) = package_from(emptied, "a").operations
    assert operation.changes["F005"] == ("Thôn Phú Điền", None)


def test_an_object_stands_in_a_package_once() -> None:
    content = package([creation(PARCEL), creation(PURPOSE)])
    twice = with_lines(content, "ops.jsonl", lambda lines: [*lines, lines[0]])
    twice = repacked(
        twice, manifest=lambda one: one | {"counts": {"parcel": {"create": 2}, "purpose": {"create": 1}}}
    )
    assert refusal(twice) == "package.inconsistent"


@pytest.mark.parametrize(
    "counts",
    [
        {},
        {"parcel": {"create": 2}},
        {"parcel": {"create": 1, "update": 0}},
        {"parcel": {"update": 1}},
        {"parcel": {"create": 1}, "party": {}},
        {"parcel": {"create": "1"}},
        {"parcel": 1},
        {"parcel": None},
        [],
        None,
        5,
    ],
)
def test_wrong_counts_are_refused(counts: Any) -> None:
    content = repacked(package([creation(PARCEL)]), manifest=lambda one: one | {"counts": counts})
    assert refusal(content) in ("package.inconsistent", "package.bad-manifest")


def test_counts_are_by_class_and_kind() -> None:
    operations = [creation(PARCEL), creation(PARTY), change_of(PURPOSE, None), change_of(RIGHT, None)]
    assert counts_of(operations) == {
        "land_right": {"delete": 1},
        "parcel": {"create": 1},
        "party": {"create": 1},
        "purpose": {"delete": 1},
    }


# --- records and context ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda _: [],
        lambda lines: lines * 2,
        lambda lines: [lines[0] | {"record": "x"}],
        lambda lines: [lines[0] | {"record": None}],
        lambda lines: [lines[0] | {"acts": None}],
        lambda lines: [lines[0] | {"acts": [5]}],
        lambda lines: [lines[0] | {"acts": [{}]}],
        lambda lines: [lines[0] | {"acts": [lines[0]["acts"][0] | {"entry": 1e999}]}],
        lambda lines: [lines[0] | {"acts": [lines[0]["acts"][0] | {"entry": 10**40}]}],
        lambda lines: [lines[0] | {"lineage": [["a"]]}],
        lambda lines: [lines[0] | {"lineage": [["a", "b"]]}],
        lambda lines: [lines[0] | {"lineage": 5}],
        lambda _: [{}],
    ],
)
def test_records_that_are_none_are_refused(change: Callable[[list[Line]], list[Any]]) -> None:
    assert refusal(with_lines(package([creation(PARCEL)]), "records.jsonl", change)) in (
        "package.inconsistent",
        "package.bad-line",
    )


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"record": id_text(made_id(6)), "class": "parcel", "oid": id_text(made_id(1)), "rev": "1:00"},
        {"record": id_text(made_id(6)), "class": "parcel", "oid": id_text(made_id(1)), "rev": None},
        {"record": id_text(made_id(6)), "class": "parcel", "oid": None, "rev": "1:" + "ab" * 32},
        {"record": 5, "class": "parcel", "oid": id_text(made_id(1)), "rev": "1:" + "ab" * 32},
    ],
)
def test_a_context_that_is_none_is_refused(line: Line) -> None:
    content = with_lines(package([creation(PARCEL)]), "context.jsonl", lambda _: [line])
    assert refusal(content) == "package.inconsistent"


def test_lines_with_more_than_this_reader_knows_are_read() -> None:
    content = package([creation(PARCEL)])
    for entry in ("records.jsonl", "ops.jsonl"):
        content = with_lines(content, entry, lambda lines: [one | {"later": {"a": 1}} for one in lines])
    assert package_from(content, "a").created == {PARCEL.id: PARCEL}


def test_a_record_of_a_line_is_the_record() -> None:
    assert read_record(RECORD.to_json(), "a") == RECORD


def test_an_operation_of_a_line_is_the_operation() -> None:
    operation = creation(PARCEL)
    assert read_operation(operation.to_json(), "a") == operation


texts = st.one_of(st.none(), st.text(st.characters(codec="utf-8"), min_size=1, max_size=20))


@given(address=texts, number=texts, area=st.one_of(st.none(), st.decimals(0, 10**9, places=2)))
def test_any_clean_values_travel(address: str | None, number: str | None, area: Decimal | None) -> None:
    from landdesk.domain.canonical import clean_text

    new = replace(PARCEL, address=clean_text(address), number=clean_text(number), legal_area_m2=area)
    if new == PARCEL:
        return
    (read,) = package_from(package([change_of(PARCEL, new)]), "a").operations
    assert read.applied_to(PARCEL) == new
    assert read.new is not None
    assert package_from(package([creation(new)]), "a").created == {PARCEL.id: new}


def test_a_change_package_may_hold_every_class() -> None:
    operations = [change_of(None, one) for one in OBJECTS]
    read = package_from(package(operations, CHANGE), "a")
    assert {type(one) for one in read.created.values()} >= {Parcel, Party, Purpose}
