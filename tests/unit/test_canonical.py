"""The canonical form of objects: it leads back, one object has one form, other forms are refused."""

import hashlib
import json
import unicodedata
from dataclasses import fields as attributes_of
from dataclasses import replace
from decimal import Decimal
from typing import Any, get_args, get_type_hints

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.canonical import (
    canonical_fields,
    clean_text,
    image_of,
    image_of_fields,
    images_of,
    parse_revision,
    parse_value,
    record_from_fields,
    record_from_image,
    revision_of,
    revision_text,
    scaled,
)
from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.fields import FIELD_BY_ID, FIELDS, Field, Kind, fields_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import CLASSES, AnyRecord, LandRight, Parcel, Party, Purpose, WorkItem

ID = ObjectId(bytes.fromhex("01a0c4506c0070008b4ae5f1a94106a0"))
OTHER = ObjectId(bytes.fromhex("01a0c4506c0070018b4ae5f1a94106a0"))

IDS = st.binary(min_size=16, max_size=16).map(ObjectId)
RAW_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Z", "Cc"]), min_size=1, max_size=8).map(clean_text)
MILLIMETRES = st.integers(-(10**9), 10**9)


@st.composite
def shapes(draw: st.DrawFn) -> shapely.MultiPolygon | None:
    """Draw rings of whole millimetres, valid or not, one or several, with and without a hole."""
    if draw(st.booleans()):
        return None
    polygons = []
    for _ in range(draw(st.integers(1, 2))):
        rings = [
            [
                (x / 1000, y / 1000)
                for x, y in draw(
                    st.lists(st.tuples(MILLIMETRES, MILLIMETRES), min_size=3, max_size=6, unique=True)
                )
            ]
            for _ in range(draw(st.integers(1, 2)))
        ]
        polygons.append(shapely.Polygon(rings[0], rings[1:]))
    return canonical_shape(shapely.MultiPolygon(polygons))


def values_of(field: Field) -> st.SearchStrategy[Any]:
    """Draw any value that a field may have."""
    drawn: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.TEXT: WORDS,
        Kind.DECIMAL: st.decimals(Decimal(-9999999999), Decimal(9999999999), places=2),
        Kind.WHOLE: st.integers(-(10**17), 10**17),
        Kind.YES_NO: st.booleans(),
        Kind.DATE: st.dates().flatmap(
            lambda day: st.sampled_from([day.isoformat()[:length] for length in (4, 7, 10)])
        ),
        Kind.BYTES: st.binary(min_size=1, max_size=20),
        Kind.REFERENCE: IDS,
        Kind.REFERENCES: st.lists(IDS, min_size=1, max_size=4, unique=True).map(
            lambda ids: tuple(sorted(ids))
        ),
        Kind.SHAPE: shapes(),
    }
    compulsory = type(None) not in get_args(get_type_hints(CLASSES[field.owner])[field.name])
    return drawn[field.kind] if compulsory or field.kind is Kind.SHAPE else st.none() | drawn[field.kind]


def records(kind: type[AnyRecord]) -> st.SearchStrategy[Any]:
    """Draw objects of a class, each field of the registry with a value or none."""
    return st.builds(kind, id=IDS, **{one.name: values_of(one) for one in fields_of(kind.CLASS)})


PARCELS = records(Parcel)
KINDS = tuple(records(kind) for kind in CLASSES.values())
RECORDS = st.one_of(*KINDS)
PAIRS = st.one_of(*(st.tuples(kind, kind) for kind in KINDS))


@given(RECORDS)
def test_the_form_leads_back_to_the_object(record: AnyRecord) -> None:
    image = image_of(record)
    assert record_from_image(record.CLASS, record.id, image) == record
    assert record_from_fields(record.CLASS, record.id, canonical_fields(record)) == record
    assert image_of(record_from_image(record.CLASS, record.id, image)) == image


@given(RECORDS)
def test_the_form_is_sorted_json_without_blanks(record: AnyRecord) -> None:
    image = image_of(record)
    values = json.loads(image)
    assert list(values) == sorted(values)
    assert all(isinstance(text, str) and text for text in values.values())
    assert {FIELD_BY_ID[one].owner for one in values} <= {record.CLASS}
    assert json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() == image
    assert image_of_fields(dict(reversed(values.items()))) == image


@given(st.lists(PARCELS, max_size=6))
def test_many_parcels_are_written_as_each_of_them(parcels: list[Parcel]) -> None:
    assert images_of(parcels) == [image_of(one) for one in parcels]


@given(PAIRS)
def test_another_value_is_another_revision(pair: tuple[AnyRecord, AnyRecord]) -> None:
    record, other = pair
    for name in (one.name for one in attributes_of(record) if one.name != "id"):
        changed = replace(record, **{name: getattr(other, name)})
        same_revision = revision_of(image_of(changed)) == revision_of(image_of(record))
        assert same_revision == (changed == record)


def test_the_identifier_is_no_part_of_the_form() -> None:
    party = Party(ID, "Nguyễn Thị Hường")
    assert image_of(party) == image_of(replace(party, id=OTHER))


def test_the_form_of_each_class_is_this() -> None:
    # These bytes stand for ever: another form would be another version.
    square = canonical_shape(shapely.box(586_000, 1_358_000, 586_020.5, 1_358_030.001))
    forms: list[tuple[AnyRecord, str]] = [
        (
            Parcel(
                ID,
                "22657",
                "12",
                "57",
                address="Thôn Phú Điền",
                legal_area_m2=Decimal("615.0"),
                source_id='a"b',
                source_shape=b"\x00\xff",
                shape=square,
            ),
            (
                '{"F001":"22657","F002":"12","F003":"57","F004":"official","F005":"Thôn Phú Điền",'
                '"F006":"615.00","F007":"a\\"b","F008":"AP8=","GEOM":"586000000 1358000000 '
                '586020500 1358000000 586020500 1358030001 586000000 1358030001"}'
            ),
        ),
        (Parcel(ID, "22657"), '{"F001":"22657","F004":"official"}'),
        (
            Purpose(ID, OTHER, "ONT", Decimal(0)),
            '{"F020":"01a0c450-6c00-7001-8b4a-e5f1a94106a0","F021":"ONT","F022":"0.00"}',
        ),
        (
            Party(ID, "Đặng Văn Đức", "999000000001"),
            '{"F030":"Đặng Văn Đức","F031":"999000000001"}',
        ),
        (
            LandRight(ID, OTHER, ID),
            '{"F040":"01a0c450-6c00-7001-8b4a-e5f1a94106a0","F041":"01a0c450-6c00-7000-8b4a-e5f1a94106a0"}',
        ),
        (
            WorkItem(ID, "returned", (OTHER, ID), "open", "boundary"),
            (
                '{"F050":"returned","F051":"01a0c450-6c00-7000-8b4a-e5f1a94106a0 '
                '01a0c450-6c00-7001-8b4a-e5f1a94106a0","F052":"boundary","F056":"open"}'
            ),
        ),
    ]
    assert {record.CLASS for record, _ in forms} | {one.owner for one in FIELDS if one.since > 1} == set(
        CLASSES
    )
    for record, form in forms:
        assert image_of(record).decode() == form
        assert revision_of(image_of(record)) == b"\x01" + hashlib.sha256(form.encode()).digest()


@given(RAW_TEXTS)
def test_a_clean_text_stays_as_it_is(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert cleaned is None or (cleaned == cleaned.strip() and unicodedata.is_normalized("NFC", cleaned))
    assert clean_text(unicodedata.normalize("NFD", text)) == cleaned
    assert clean_text(f" \t\n\u00a0{text}\u3000 ") == cleaned


def test_texts_are_cleaned() -> None:
    assert clean_text("  Hu\u031bo\u031b\u0300ng ") == "Hường"
    assert clean_text(" \t\u00a0") is None
    assert clean_text("") is None
    assert clean_text(None) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("600", "600.00"),
        ("600.005", "600.00"),
        ("600.015", "600.02"),
        ("600.0051", "600.01"),
        ("-0", "0.00"),
        ("-0.001", "0.00"),
        ("1E+3", "1000.00"),
        ("1E-9", "0.00"),
        ("-12.3", "-12.30"),
        ("9999999999.99", "9999999999.99"),
    ],
)
def test_decimals_have_the_digits_of_their_field(value: str, text: str) -> None:
    record = Purpose(ID, OTHER, "ONT", Decimal(value))
    assert canonical_fields(record)["F022"] == text
    assert record_from_image("purpose", ID, image_of(record)) == replace(record, area_m2=Decimal(text))


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**10), max_value=10**10))
def test_scaling_is_off_by_half_a_step_at_the_most(value: Decimal) -> None:
    result = scaled(value, 2)
    assert abs(result - value) <= Decimal("0.005")
    assert result.as_tuple().exponent == -2


NOT_CANONICAL: dict[str, list[str]] = {
    "text": ["", " a", "a ", "a\n", "e\u0301", "\u00a0"],
    "decimal": [
        "",
        "1",
        "1.0",
        "1.000",
        "01.00",
        "+1.00",
        "-0.00",
        ".50",
        "1.",
        "1,00",
        " 1.00",
        "1.00 ",
        "1.00\n",
        "1_0.00",
        "1e2",
        "1E+2",
        "NaN",
        "sNaN",
        "Infinity",
        "-Infinity",
        "١.00",
        "9" * 400 + ".00",
        "1e999999999",
        "a",
    ],
    "whole": ["", "-0", "01", "+1", "1.0", "1e2", " 1", "1 ", "1\n", "١", "9" * 400, "a"],
    "yes_no": ["", "2", "01", "true", "yes", " 1", "1\n", "١"],
    "date": [
        "",
        "62",
        "1962-5",
        "1962-13",
        "1962-02-30",
        "17/05/1962",
        "1962-05-17T00:00",
        "1962-05-17\n",
        "١٩٦٢",
        "0000",
    ],
    "bytes": ["", "A", "AP8", "AP8=\n", "AP8= ", "AP9=", "A P8=", "é", "AP-_", "====", "AP8=AP8="],
    "reference": ["", "a", "01A0C450-6c00-7000-8b4a-e5f1a94106a0", "01a0c4506c0070008b4ae5f1a94106a0"],
    "references": [
        "",
        " ",
        "01a0c450-6c00-7001-8b4a-e5f1a94106a0 01a0c450-6c00-7000-8b4a-e5f1a94106a0",
        "01a0c450-6c00-7000-8b4a-e5f1a94106a0  01a0c450-6c00-7001-8b4a-e5f1a94106a0",
        "01a0c450-6c00-7000-8b4a-e5f1a94106a0 ",
        "01a0c450-6c00-7000-8b4a-e5f1a94106a0,01a0c450-6c00-7001-8b4a-e5f1a94106a0",
    ],
    # Begins at another corner, runs the other way round, is closed, has too few points, is no whole number.
    "shape": [
        "",
        "1000 0 1000 1000 0 1000 0 0",
        "0 0 0 1000 1000 1000 1000 0",
        "0 0 1000 0 1000 1000 0 1000 0 0",
        "0 0 1000 0",
        "0 0 1000 0 1000 1000.5 0 1000",
        "0 0 1000 0 1000 1000 00 1000",
        "0 0 1000 0 1000 1000 -0 1000",
        "0 0 1000 0 1000 1000 0 1000;",
    ],
}
CANONICAL = {
    "whole": "-120",
    "yes_no": "0",
    "date": "1962-05",
    "text": "Hường",
    "decimal": "-12.30",
    "bytes": "AP8=",
    "reference": "01a0c450-6c00-7000-8b4a-e5f1a94106a0",
    "references": "01a0c450-6c00-7000-8b4a-e5f1a94106a0 01a0c450-6c00-7001-8b4a-e5f1a94106a0",
    "shape": "0 0 1000 0 1000 1000 0 1000",
}


def test_there_are_wrong_texts_for_every_kind() -> None:
    kinds = {str(field.kind) for field in FIELDS}
    assert kinds == set(CANONICAL) == set(NOT_CANONICAL)
    for field in FIELDS:
        parse_value(field, CANONICAL[field.kind])


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in NOT_CANONICAL.items() for text in texts]
)
def test_what_is_not_canonical_is_refused(kind: str, text: str) -> None:
    field = next(one for one in FIELDS if one.kind == kind)
    with pytest.raises(ValueError, match=r"^"):
        parse_value(field, text)


@pytest.mark.parametrize(
    ("class_name", "values"),
    [
        ("parcel", {}),
        ("parcel", {"F001": "22657", "F999": "a"}),
        ("parcel", {"F001": "22657", "F030": "a"}),
        ("party", {"F031": "999000000001"}),
        ("land_right", {"F040": CANONICAL["reference"]}),
    ],
)
def test_fields_that_make_no_object_are_refused(class_name: str, values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^"):
        record_from_fields(class_name, ID, values)


@given(st.binary(max_size=100))
def test_a_revision_has_a_text_form(image: bytes) -> None:
    revision = revision_of(image)
    text = revision_text(revision)
    assert text == f"1:{hashlib.sha256(image).hexdigest()}"
    assert parse_revision(text) == revision


HEX = "ab" * 32


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEX,
        f"0:{HEX}",
        f"256:{HEX}",
        f"-1:{HEX}",
        f"1:{HEX}00",
        f"1:{HEX[:-2]}",
        f"1:{HEX[:-1]}g",
        "1:",
        f":{HEX}",
        f"1:{HEX.upper()}",
        f"1:{HEX[:32]} {HEX[32:]}",
        f"01:{HEX}",
        f"²:{HEX}",
        f"1:1:{HEX}",
    ],
)
def test_other_texts_are_no_revisions(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        parse_revision(text)
