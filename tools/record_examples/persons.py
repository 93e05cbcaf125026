"""Examples of rules about land users; all of them are invented, and their numbers begin with 999."""

from typing import Final

from landdesk.domain.records import IdentityDocument, LandRight, Party, PartyMember
from tools.record_examples.draft import Draft, RecordExample

_NUMBER: Final = "999180000123"
_PERSON: Final = "Người sử dụng đất"


def _couple(made: Draft) -> tuple[Party, Party]:
    """Make a couple that uses a parcel, with the husband as a member."""
    couple = made.user(made.parcel(), "Ông Lê Văn Tám và vợ", kind="couple", object_type="GDC")
    husband = made.add(
        Party, "Lê Văn Tám", identity_number="999078000456", kind="individual", object_type="GDC"
    )
    made.add(PartyMember, couple.id, husband.id, "husband")
    return couple, husband


def _number_missing(made: Draft) -> None:
    couple, _ = _couple(made)
    wife = made.add(
        Party, "Nguyễn Thị Hòa", identity_number=made.either(None, _NUMBER), kind="individual", sex="female"
    )
    made.add(PartyMember, couple.id, wife.id, "wife")
    made.show("party", wife, "name", "sex", "identity_number")
    made.blame(wife)


def _old_number_only(made: Draft) -> None:
    person = made.user(made.parcel(), "Nguyễn Thị Hòa", identity_number=made.either(None, _NUMBER))
    card = made.add(IdentityDocument, person.id, "CMND", "999000001")
    made.show("party", person, "name")
    made.show("identity_document", card, "kind", "number")
    made.show("party", person, "identity_number")
    made.blame(person)


def _number_malformed(made: Draft) -> None:
    wrong = made.either("99918O000123", _NUMBER)
    person = made.user(made.parcel(), "Nguyễn Thị Hòa", identity_number=wrong)
    made.show("party", person, "name", "identity_number")
    made.blame(person)


def _number_contradicts(made: Draft) -> None:
    sex = made.either("male", "female")
    person = made.user(made.parcel(), "Nguyễn Thị Hòa", identity_number=_NUMBER, born="1980-05-30", sex=sex)
    made.show("party", person, "name", "identity_number", "born", "sex")
    made.blame(person)


def _not_matched(made: Draft) -> None:
    person = made.user(
        made.parcel(),
        made.either("Nguyễn Hòa", "Nguyễn Thị Hòa"),
        identity_number=_NUMBER,
        population_match=made.either("not_matched", "matched"),
    )
    made.show("party", person, "name", "identity_number", "population_match")
    made.blame(person)


def _undetermined(made: Draft) -> None:
    person = made.user(
        made.parcel(),
        "Nguyễn Thị Hòa",
        born="1980",
        identity_number=made.either(None, _NUMBER),
        population_match=made.either("undetermined", "matched"),
    )
    made.show("party", person, "name", "born", "identity_number", "population_match")
    made.blame(person)


def _birth_incomplete(made: Draft) -> None:
    person = made.user(made.parcel(), "Lê Văn Tám", born=made.either("1962", "1962-05-17"))
    made.show("party", person, "name", "born")
    made.blame(person)


def _number_shared(made: Draft) -> None:
    one = made.user(made.parcel(), "Nguyễn Thị Hòa", identity_number=_NUMBER)
    other = made.user(made.parcel(), "Lê Văn Tám", identity_number=made.either(_NUMBER, "999078000456"))
    made.show("party", one, "name", "identity_number")
    made.show("party", other, "name", "identity_number")
    made.blame(one, other)


def _number_swapped(made: Draft) -> None:
    one = made.user(made.parcel(), "Lê Văn Tám", identity_number="999078123456")
    number = made.either("999078123465", "999078123456")
    other = made.user(made.parcel(), "Lê Văn Tám", identity_number=number)
    made.show("party", one, "name", "identity_number")
    made.show("party", other, "name", "identity_number")
    made.blame(one, other)


def _duplicate(made: Draft) -> None:
    first, second = made.parcel(), made.parcel()
    kept = made.user(second, "BÀ NGUYỄN THỊ HOÀ", identity_number=_NUMBER)
    made.add(IdentityDocument, kept.id, "CMND", "999000001")
    other = card = None
    if made.mended:
        made.add(LandRight, first.id, kept.id)
    else:
        other = made.user(first, "Nguyễn Thị Hòa", born="1980")
        card = made.add(IdentityDocument, other.id, "CMND", "999000001")
        made.blame(kept, other)
    made.show("party", kept, "name", label="Bản ghi 1: họ và tên")
    made.show("party", kept, "identity_number")
    made.show("party", other, "name", label="Bản ghi 2: họ và tên")
    made.show("identity_document", card, "number", label="Số CMND (như bản ghi 1)")


def _deceased(made: Draft) -> None:
    parcel = made.parcel()
    name, state = made.either(("Lê Văn Tám", "deceased"), ("Lê Thị Hoa", "alive"))
    user = made.add(Party, name, kind="individual", life_state=state)
    right = made.add(LandRight, parcel.id, user.id, acquired_by=made.either(None, "THUA_KE"))
    made.show("land_right", right, "party_id")
    made.show("party", user, "life_state")
    made.show("land_right", right, "acquired_by")
    made.blame(user)


def _members_missing(made: Draft) -> None:
    couple, husband = _couple(made)
    member = None
    if made.mended:
        wife = made.add(Party, "Nguyễn Thị Hòa", kind="individual")
        member = made.add(PartyMember, couple.id, wife.id, "wife")
    made.show("party", couple, "name", "kind")
    made.show("party", husband, "name", label="Chồng")
    made.show("party_member", member, "member_id", label="Vợ")
    made.blame(couple)


def _type_missing(made: Draft) -> None:
    person = made.user(made.parcel(), "Lê Văn Tám", object_type=made.either(None, "GDC"))
    made.show("party", person, "name", "kind", "object_type")
    made.blame(person)


def _old_address(made: Draft) -> None:
    address = made.either("xã Diên Điền, huyện Diên Khánh, Khánh Hòa", "xã Diên Điền, tỉnh Khánh Hòa")
    person = made.user(made.parcel(), "Lê Văn Tám", address=address)
    made.show("party", person, "name", "address")
    made.blame(person)


def _field_missing(made: Draft) -> None:
    person = made.user(
        made.parcel(),
        "Lê Văn Tám",
        identity_number="999078000456",
        address=made.either(None, "xã Diên Điền, tỉnh Khánh Hòa"),
        sex=made.either(None, "male"),
    )
    made.show("party", person, "name", "identity_number", "address", "sex")
    made.blame(person)


def _organisation_number(made: Draft) -> None:
    number = made.either("9900000061", "9900000016")
    company = made.user(made.parcel(), "Công ty TNHH Hòa Bình", kind="organisation", tax_code=number)
    made.show("party", company, "name", label="Tên tổ chức")
    made.show("party", company, "kind", "tax_code")
    made.blame(company)


PERSONS: Final = {
    "organisation.number": RecordExample("Tổ chức sử dụng đất", _organisation_number),
    "party.members-missing": RecordExample(_PERSON, _members_missing),
    "party.old-address": RecordExample(_PERSON, _old_address),
    "party.type-missing": RecordExample(_PERSON, _type_missing),
    "person.birth-incomplete": RecordExample(_PERSON, _birth_incomplete),
    "person.deceased": RecordExample(_PERSON, _deceased),
    "person.duplicate": RecordExample("Hai bản ghi của một người", _duplicate),
    "person.field-missing": RecordExample(_PERSON, _field_missing),
    "person.not-matched": RecordExample(_PERSON, _not_matched),
    "person.number-contradicts": RecordExample(_PERSON, _number_contradicts),
    "person.number-malformed": RecordExample(_PERSON, _number_malformed),
    "person.number-missing": RecordExample("Người vợ trong cặp vợ chồng sử dụng đất", _number_missing),
    "person.number-shared": RecordExample("Hai người sử dụng đất", _number_shared),
    "person.number-swapped": RecordExample("Hai bản ghi của một người", _number_swapped),
    "person.old-number-only": RecordExample(_PERSON, _old_number_only),
    "person.undetermined": RecordExample(_PERSON, _undetermined),
}
