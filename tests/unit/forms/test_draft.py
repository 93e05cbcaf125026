"""What is typed on a parcel page, without a window: texts, errors, lists, the edits of one act."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from landdesk.domain.commands import AddObject, New, RemoveObject, SetFields
from landdesk.domain.dossier import Dossier
from landdesk.domain.errors import LandDeskError
from landdesk.domain.fields import FIELDS, Kind, field_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import CLASSES, AnyRecord, Evidence, LandRight, Parcel, Party, Purpose
from landdesk.i18n import set_language
from landdesk.services.codelists import shipped_lists
from landdesk.services.field_values import FieldValues
from landdesk.services.forms.around import Around
from landdesk.services.forms.cells import is_several, parse_cells
from landdesk.services.forms.draft import Draft
from landdesk.services.forms.labels import choice_lines
from landdesk.services.forms.layout import (
    CLASS_TITLES,
    TABS,
    TITLE_FIELDS,
    USUAL,
    Section,
    is_masked,
    is_typed,
    ordered_fields,
)


def an_id(number: int) -> ObjectId:
    return ObjectId(number.to_bytes(16, "big"))


PARCEL = Parcel(an_id(1), "22657", "12", "57", legal_area_m2=Decimal("120.00"))
PARTY = Party(an_id(2), "Đặng Văn Đức", "056123456789")
PURPOSE = Purpose(an_id(3), PARCEL.id, "ONT", Decimal("100.00"))
RIGHT = LandRight(an_id(4), PARCEL.id, PARTY.id)
PROOF = Evidence(an_id(5), PURPOSE.id, field_of("purpose", "land_use").id, "statement", words="bà Hường")
AREA = field_of("parcel", "legal_area_m2")
PURPOSES, USERS = TABS[0].sections[0], TABS[1].sections[0]
CERTIFICATES = next(tab for tab in TABS if tab.code == "certificates").sections[0]


@pytest.fixture
def values() -> FieldValues:
    set_language("vi")
    return FieldValues(shipped_lists(), date(2026, 11, 28))


def dossier_of(*records: AnyRecord) -> Dossier:
    return Dossier(PARCEL, {one.id: one for one in records})


@pytest.fixture
def draft(values: FieldValues) -> Draft:
    return Draft(dossier_of(PARTY, PURPOSE, RIGHT, PROOF), values)


def test_every_class_and_field_of_the_registry_has_its_place() -> None:
    def classes(sections: tuple[Section, ...]) -> set[str]:
        found = set()
        for one in sections:
            found |= {one.class_name, *([one.through] if one.through else []), *classes(one.inner)}
        return found

    placed = {"parcel"}.union(*(classes(tab.sections) for tab in TABS))
    assert set(CLASSES) - placed == {"evidence", "request", "sync_status", "work_item"}
    assert set(CLASS_TITLES) == set(CLASSES)
    for class_name, names in (*USUAL.items(), *TITLE_FIELDS.items()):
        assert {(class_name, name) for name in names} <= {(one.owner, one.name) for one in FIELDS}
    for class_name in placed:
        usual, further = ordered_fields(class_name)
        assert {*usual, *further} == {one for one in FIELDS if one.owner == class_name}
    assert not is_typed(field_of("parcel", "shape"))


def test_numbers_of_a_person_are_masked_and_nothing_else() -> None:
    masked = {f"{one.owner}.{one.name}" for one in FIELDS if is_masked(one)}
    assert masked == {
        "party.identity_number",
        "party.tax_code",
        "party.phone",
        "party.household_book",
        "party.marriage_certificate",
        "party.marriage_book",
        "identity_document.number",
    }


def test_an_untouched_draft_is_no_act(draft: Draft) -> None:
    assert not draft.is_changed
    assert draft.edits() == ()
    draft.set_text(draft.parcel, AREA, "120,00")
    assert not draft.is_changed


@pytest.mark.parametrize(("typed", "value"), [("132,5", "132.50"), ("1.320", "1320.00"), ("", None)])
def test_what_is_typed_becomes_one_value(draft: Draft, typed: str, value: str | None) -> None:
    draft.set_text(draft.parcel, AREA, typed)
    assert draft.is_changed
    expected = None if value is None else Decimal(value)
    assert draft.edits() == (SetFields("parcel", PARCEL.id, {"legal_area_m2": expected}),)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("value", ["600.00", "612.50", "0.01", "1000000.00", "1234.00"])
def test_an_area_comes_back_as_it_was_shown(draft: Draft, language: str, value: str) -> None:
    set_language(language)
    made = draft.add(PURPOSES, draft.parcel)
    area = field_of("purpose", "area_m2")
    draft.set_text(made, area, draft.words(area, Decimal(value)))
    assert draft.reading(made, area).value == Decimal(value)


def test_a_wrong_text_is_said_at_its_field_and_kept(draft: Draft) -> None:
    draft.set_text(draft.parcel, AREA, "nhiều")
    reading = draft.reading(draft.parcel, AREA)
    assert reading.error is not None
    assert draft.text(draft.parcel, AREA) == "nhiều"
    with pytest.raises(LandDeskError):
        draft.edits()
    assert [(one.key, field.name) for one, field, _ in draft.errors()] == [(PARCEL.id.hex(), "legal_area_m2")]
    draft.set_text(draft.parcel, AREA, "130")
    assert list(draft.errors()) == []


def test_a_compulsory_field_cannot_be_emptied(draft: Draft) -> None:
    draft.set_text(draft.objects[PARTY.id.hex()], field_of("party", "name"), "")
    assert [error.code for _, _, error in draft.errors()] == ["record.field-missing"]


@pytest.mark.parametrize("typed", ["LUC", "luc", "đất chuyên trồng lúa", "dat chuyen trong lua"])
def test_codes_are_known_by_code_and_by_name(draft: Draft, typed: str) -> None:
    purpose = draft.objects[PURPOSE.id.hex()]
    land_use = field_of("purpose", "land_use")
    assert draft.text(purpose, land_use).startswith("ONT – ")
    draft.set_text(purpose, land_use, typed)
    assert draft.edits() == (SetFields("purpose", PURPOSE.id, {"land_use": "LUC"}),)
    assert draft.shown(purpose, land_use).startswith("LUC – ")


def test_every_choice_leads_back_to_its_code(draft: Draft) -> None:
    for field in FIELDS:
        if not field.codelist or field.owner == "sync_status":
            continue
        one = draft._make(field.owner)
        for label, _words in choice_lines(draft.values, field):
            draft.set_text(one, field, label)
            reading = draft.reading(one, field)
            assert reading.error is None, (field.id, label)
            assert draft.text(one, field) in {code.code for code in draft.values.choices(field)}


def test_a_new_purpose_counts_once_something_is_typed(draft: Draft) -> None:
    made = draft.add(PURPOSES, draft.parcel)
    assert not draft.is_changed
    assert draft.edits() == ()
    origin = draft.add(PURPOSES.inner[0], made)
    draft.set_text(origin, field_of("purpose_origin", "detail"), "khai hoang")
    assert [(one.class_name, field.name) for one, field, _ in draft.errors()] == [("purpose", "land_use")]
    draft.set_text(made, field_of("purpose", "land_use"), "CLN")
    assert draft.edits() == (
        AddObject("purpose", {"parcel_id": PARCEL.id, "land_use": "CLN"}, made.key),
        AddObject("purpose_origin", {"purpose_id": New(made.key), "detail": "khai hoang"}, origin.key),
    )
    draft.remove(PURPOSES, draft.parcel, made.key)
    assert draft.edits() == ()
    assert origin.key not in draft.objects


def test_a_new_user_comes_with_a_right_and_a_removed_one_loses_it(draft: Draft) -> None:
    made = draft.add(USERS, draft.parcel)
    assert not draft.is_changed
    draft.set_text(made, field_of("party", "name"), "Trần Thị Bưởi")
    draft.remove(USERS, draft.parcel, PARTY.id.hex())
    assert [one.key for one, _ in draft.listed(USERS, draft.parcel)] == [made.key]
    added, right, gone = draft.edits()
    assert added == AddObject("party", {"name": "Trần Thị Bưởi"}, made.key)
    assert isinstance(right, AddObject)
    assert right.values == {"parcel_id": PARCEL.id, "party_id": New(made.key)}
    assert gone == RemoveObject("land_right", RIGHT.id)


def test_a_right_is_given_a_certificate_of_the_page(draft: Draft) -> None:
    made = draft.add(CERTIFICATES, draft.parcel)
    right = draft.objects[RIGHT.id.hex()]
    link = field_of("land_right", "certificate_id")
    assert draft.choices(right, link) == []
    draft.set_text(made, field_of("certificate", "serial"), "ab 123456")
    draft.set_text(right, link, "AB 123456")
    edits = draft.edits()
    assert SetFields("land_right", RIGHT.id, {"certificate_id": New(made.key)}) in edits
    draft.set_text(right, link, "")
    assert not right.links


def test_evidence_holds_until_the_value_changes(draft: Draft) -> None:
    purpose, land_use = draft.objects[PURPOSE.id.hex()], field_of("purpose", "land_use")
    assert draft.proof(purpose, land_use) == PROOF
    draft.set_text(purpose, land_use, "LUC")
    assert draft.proof(purpose, land_use) is None


def test_the_sum_of_purposes_runs_with_what_is_typed(draft: Draft) -> None:
    assert draft.purpose_areas() == (Decimal("100.00"), Decimal("120.00"))
    made = draft.add(PURPOSES, draft.parcel)
    draft.set_text(made, field_of("purpose", "area_m2"), "20")
    assert draft.purpose_areas()[0] == Decimal("120.00")
    draft.set_text(made, field_of("purpose", "area_m2"), "hai mươi")
    assert draft.purpose_areas()[0] == Decimal("100.00")


def test_what_was_typed_lives_on_when_the_record_changes_beside(draft: Draft, values: FieldValues) -> None:
    draft.set_text(draft.parcel, field_of("parcel", "note"), "mới")
    draft.set_text(draft.parcel, AREA, "125")
    made = draft.add(PURPOSES, draft.parcel)
    draft.set_text(made, field_of("purpose", "land_use"), "CLN")
    newer = replace(PARCEL, legal_area_m2=Decimal("125.00"), address="Thôn Trung")
    rebased = draft.rebased(Dossier(newer, {PARTY.id: PARTY, RIGHT.id: RIGHT}), Around())
    # The area is what somebody else wrote too, and is no change any more.
    assert rebased.edits()[0] == SetFields("parcel", PARCEL.id, {"note": "mới"})
    assert [one.class_name for one in rebased.edits()[1:] if isinstance(one, AddObject)] == ["purpose"]
    assert values is rebased.values


def test_what_was_added_to_something_that_is_gone_is_counted(draft: Draft) -> None:
    origin = draft.add(PURPOSES.inner[0], draft.objects[PURPOSE.id.hex()])
    draft.set_text(origin, field_of("purpose_origin", "detail"), "khai hoang")
    rebased = draft.rebased(Dossier(PARCEL, {PARTY.id: PARTY, RIGHT.id: RIGHT}), Around())
    assert rebased.lost == 1
    assert not rebased.is_changed


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ('"hai\ndòng"\tb\n', [["hai\ndòng", "b"]]),
        ("một", [["một"]]),
        ("1\n2\n3\n\n", [["1"], ["2"], ["3"]]),
    ],
)
def test_cells_of_a_spreadsheet(text: str, rows: list[list[str]]) -> None:
    assert parse_cells(text) == rows
    assert is_several(rows) == (rows != [["một"]])


def test_yes_and_no_are_choices(values: FieldValues) -> None:
    disputed = next(one for one in FIELDS if one.kind is Kind.YES_NO)
    assert [label for label, _ in choice_lines(values, disputed)] == ["Yes", "No"] or choice_lines(
        values, disputed
    )
