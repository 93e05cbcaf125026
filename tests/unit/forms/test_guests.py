"""Recorded objects of other parcels on a draft: joined, kept through a newer state, taken off again."""

from datetime import date

import pytest

from landdesk.domain.commands import AddObject, New, SetFields
from landdesk.domain.dossier import Dossier
from landdesk.domain.fields import field_of
from landdesk.domain.records import IdentityDocument, LandRight, MapSheet, Parcel, Party
from landdesk.i18n import set_language
from landdesk.services.codelists import shipped_lists
from landdesk.services.field_values import FieldValues
from landdesk.services.forms.around import Around, places_words
from landdesk.services.forms.draft import Draft
from landdesk.services.forms.layout import section_of
from landdesk.services.forms.notes import notes_of, unsaved_words
from landdesk.store.queries.recorded import Places
from tests.unit.forms.test_draft import an_id

PARCEL = Parcel(an_id(1), "22657", "12", "57")
GUEST = Party(an_id(2), "Lê Thị Ổi")
CARD = IdentityDocument(an_id(3), GUEST.id, "CMND", "225000111")
SHEET = MapSheet(an_id(4), "22657", "12", 1000)
USERS, SHEETS = section_of("party"), section_of("map_sheet")
ELSEWHERE = {GUEST.id: Places(1, ("12/2",))}


@pytest.fixture
def draft() -> Draft:
    set_language("en")
    made = Draft(Dossier(PARCEL, {}), FieldValues(shipped_lists(), date(2026, 11, 28)))
    made.adopt([GUEST, CARD], ELSEWHERE)
    return made


def test_a_guest_changes_nothing_until_it_is_joined(draft: Draft) -> None:
    assert not draft.is_changed
    assert draft.edits() == ()
    assert draft.join(USERS, draft.parcel, GUEST.id.hex())
    assert not draft.join(USERS, draft.parcel, GUEST.id.hex())
    (edit,) = draft.edits()
    assert edit == AddObject("land_right", {"parcel_id": PARCEL.id, "party_id": GUEST.id}, "new1")
    draft.remove(USERS, draft.parcel, GUEST.id.hex())
    assert not draft.is_changed


def test_a_guest_and_what_was_typed_of_it_stay_through_a_newer_state(draft: Draft) -> None:
    draft.join(USERS, draft.parcel, GUEST.id.hex())
    draft.set_text(draft.objects[GUEST.id.hex()], field_of("party", "address"), "Thôn 3")
    rebased = draft.rebased(Dossier(PARCEL, {}), Around())
    assert rebased.edits()[0] == SetFields("party", GUEST.id, {"address": "Thôn 3"})
    assert isinstance(rebased.edits()[1], AddObject)
    assert unsaved_words(rebased) == "Not saved yet; changes parcel 12/2 too"
    # Once it is recorded here, it is no guest any more.
    right = LandRight(an_id(5), PARCEL.id, GUEST.id)
    fresh = Draft(Dossier(PARCEL, {GUEST.id: GUEST, right.id: right}), draft.values, Around(ELSEWHERE))
    assert notes_of(fresh, fresh.objects[GUEST.id.hex()]) == [
        "Also at parcel 12/2: what you change here changes there too."
    ]


def test_a_sheet_is_pointed_at_by_the_parcel(draft: Draft) -> None:
    draft.adopt([SHEET], {})
    draft.join(SHEETS, draft.parcel, SHEET.id.hex())
    assert draft.edits() == (SetFields("parcel", PARCEL.id, {"map_sheet_id": SHEET.id}),)
    draft.remove(SHEETS, draft.parcel, SHEET.id.hex())
    assert not draft.is_changed
    made = draft.add(SHEETS, draft.parcel)
    sheet, parcel = draft.edits()
    assert sheet == AddObject("map_sheet", {"commune": "22657", "number": "12"}, made.key)
    assert parcel == SetFields("parcel", PARCEL.id, {"map_sheet_id": New(made.key)})
    draft.remove(SHEETS, draft.parcel, made.key)
    assert not draft.is_changed


def test_the_first_parcels_are_named_and_the_others_counted() -> None:
    set_language("en")
    assert places_words(Places(2, ("12/1", "12/2"))) == "12/1, 12/2"
    assert places_words(Places(1234, ("1/1", "1/2"))) == "1/1, 1/2 and 1,232 more"
