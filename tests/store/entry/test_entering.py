"""A certificate that is entered is recorded as it was typed, completes what is there and overwrites nothing unasked."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from landdesk.app.application import Application
from landdesk.domain.clock import local_time
from landdesk.domain.collection import COLLECTED
from landdesk.domain.commands import EditRecord, SetFields
from landdesk.domain.completeness import GroupState, completeness
from landdesk.domain.records import (
    Certificate,
    Document,
    DocumentLink,
    Evidence,
    IdentityDocument,
    LandRight,
    Parcel,
    Party,
    PartyMember,
    SyncStatus,
)
from landdesk.services.checking.needs import shipped_needs
from landdesk.services.codelists import shipped_lists
from landdesk.services.entry.check import Surroundings
from landdesk.services.entry.defaults import completed
from landdesk.services.entry.entering import entered_list
from landdesk.services.entry.form import (
    CertificateForm,
    CurrentUserForm,
    ParcelForm,
    PersonForm,
    PurposeForm,
)
from tests.store.entry.typed import HOME, MAN, WOMAN, codes, dossier, form, looked, read_back, save
from tests.stores import parcel_id, refused

# --- what is recorded already ------------------------------------------------------------------------------


def test_a_new_parcel_has_no_polygon_and_says_what_was_asked(app: Application, around: Surroundings) -> None:
    entry = save(app, around, form())
    made = dossier(app, "40/7")
    states = completeness(made, shipped_needs()).states
    assert entry.subject == "40/7"
    assert made.parcel.shape is None
    assert made.parcel.collection_state == "entered"
    assert states["boundary"] is GroupState.MISSING
    assert {one for one, state in states.items() if state is not GroupState.PRESENT} == {"boundary", "code"}
    assert made.purposes[0].area_m2 == Decimal("200.50")
    (right,) = made.rights
    assert right.purpose_id == made.purposes[0].id
    assert right.certificate_id == made.certificates[0][1].id


def test_each_value_is_proved_by_the_scan(app: Application, around: Surroundings) -> None:
    save(app, around, form())
    made = dossier(app, "40/7")
    (scan,) = made.of(Document)
    assert {one.document_id for one in made.of(Evidence)} == {scan.id}
    assert made.evidence_of(made.parcel.id, "F006") is not None
    assert len(made.of(DocumentLink)) == 1


def test_an_existing_parcel_is_completed(app: Application, around: Surroundings) -> None:
    before = dossier(app, "12/1")
    parcel = ParcelForm(sheet="12", number="1", parcel_code="abcdefghijkl", purposes=(HOME,))
    save(app, around, form(parcels=(parcel,)))
    after = dossier(app, "12/1")
    assert after.parcel.shape == before.parcel.shape
    assert after.parcel.address == before.parcel.address
    assert after.parcel.parcel_code == "abcdefghijkl"
    assert after.parcel.collection_state == "entered"
    assert [one.id for one in after.purposes] == [one.id for one in before.purposes]
    assert after.purposes[0].term_kind == "LAU_DAI"
    assert {one.name for one in after.holders} == {"Đặng Văn 1", "Trần Văn Mít"}


def test_a_user_of_the_parcel_without_a_number_is_the_same_person(
    app: Application, around: Surroundings
) -> None:
    before = dossier(app, "12/1").holders[0]
    app.execute(EditRecord((SetFields("party", before.id, {"identity_number": None, "address": None}),)))
    parcel = ParcelForm(sheet="12", number="1", purposes=(HOME,))
    typed = form(parcels=(parcel,), persons=(replace(MAN, name="Ông Đặng Văn 1"),))
    assert [one.code for one in looked(app, around, typed).problems] == ["entry.same-person"]
    save(app, around, typed)
    (holder,) = dossier(app, "12/1").holders
    assert (holder.id, holder.identity_number) == (before.id, MAN.identity_number)
    assert len(dossier(app, "12/1").rights) == 1
    assert dossier(app, "12/1").rights[0].certificate_id is not None


def test_users_of_the_parcel_are_kept_and_told(app: Application, around: Surroundings) -> None:
    parcel = ParcelForm(sheet="12", number="1", purposes=(HOME,))
    found = looked(app, around, form(parcels=(parcel,)))
    assert [(one.place, one.code) for one in found.problems] == [("parcels.0.number", "entry.other-users")]
    assert not found.in_the_way


def test_a_recorded_value_is_overwritten_only_when_told(app: Application, around: Surroundings) -> None:
    parcel = ParcelForm(sheet="12", number="1", address="Thôn Tây", area_m2=Decimal(600), purposes=(HOME,))
    typed = form(parcels=(parcel,))
    found = looked(app, around, typed)
    assert codes(found) == {"parcels.0.address": "entry.recorded-otherwise"}
    assert found.in_the_way[0].recorded == "Thôn Phú Điền, xã Diên Điền"
    with refused("entry.recorded-otherwise"):
        save(app, around, typed)
    save(app, around, replace(typed, accepted=frozenset({"parcels.0.address"})))
    assert dossier(app, "12/1").parcel.address == "Thôn Tây"


def test_another_land_use_is_asked_about(app: Application, around: Surroundings) -> None:
    parcel = ParcelForm(sheet="12", number="2", purposes=(HOME,))
    assert codes(looked(app, around, form(parcels=(parcel,)))) == {
        "parcels.0.purposes.0.land_use": "entry.recorded-otherwise"
    }


def test_a_person_is_known_by_number_and_never_by_name(app: Application, around: Surroundings) -> None:
    save(app, around, form())
    second = form(
        serial="AA 654321", parcels=(ParcelForm(sheet="40", number="8", purposes=(HOME,)),), scans=()
    )
    nameless = replace(second, persons=(replace(MAN, identity_number=None, sex="male"),))
    assert [one.code for one in looked(app, around, nameless).problems] == ["entry.namesakes"]
    save(app, around, second)
    save(
        app, around, replace(nameless, serial="AA 654322", parcels=(replace(second.parcels[0], number="9"),))
    )
    named = [one for one in app.read(lambda reader: reader.all(Party)).values() if one.name == "Trần Văn Mít"]
    assert len(named) == 2
    assert dossier(app, "40/7").holders == dossier(app, "40/8").holders != dossier(app, "40/9").holders


def test_a_known_number_with_another_name_is_asked_about(app: Application, around: Surroundings) -> None:
    save(app, around, form())
    other = form(
        serial="AA 654321",
        parcels=(ParcelForm(sheet="40", number="8", purposes=(HOME,)),),
        persons=(replace(MAN, name="Trần Văn Mận"),),
    )
    assert codes(looked(app, around, other)) == {"persons.0.name": "entry.other-name"}


def test_a_couple_is_recorded_once(app: Application, around: Surroundings) -> None:
    couple = form(holder_kind="couple", persons=(MAN, WOMAN))
    save(app, around, couple)
    second = replace(
        couple, serial="AA 654321", parcels=(ParcelForm(sheet="40", number="8", purposes=(HOME,)),)
    )
    save(app, around, second)
    first, other = dossier(app, "40/7"), dossier(app, "40/8")
    assert first.holders == other.holders
    assert first.holders[0].name == "Ông Trần Văn Mít và bà Lê Thị Ổi"
    assert [link.role for link, _ in first.members_of(first.holders[0])] == ["husband", "wife"]
    assert len(app.read(lambda reader: reader.all(PartyMember))) == 2


def test_a_household_is_called_by_its_head(app: Application, around: Surroundings) -> None:
    save(app, around, form(holder_kind="household", persons=(WOMAN, MAN)))
    (holder,) = dossier(app, "40/7").holders
    assert (holder.name, holder.address) == ("Hộ bà Lê Thị Ổi", WOMAN.address)


def test_an_old_card_is_a_document_of_the_person(app: Application, around: Surroundings) -> None:
    save(app, around, form(persons=(replace(MAN, identity_number="225000111"),)))
    made = dossier(app, "40/7")
    (card,) = made.of(IdentityDocument)
    assert (card.kind, card.number, made.holders[0].identity_number) == ("CMND", "225000111", None)
    again = form(
        serial="AA 654321",
        persons=(replace(MAN, identity_number="225000111"),),
        parcels=(ParcelForm(sheet="40", number="8", purposes=(HOME,)),),
    )
    save(app, around, again)
    assert dossier(app, "40/8").holders == made.holders


def test_the_present_user_has_a_right_of_his_own(app: Application, around: Surroundings) -> None:
    current = CurrentUserForm(name="Phạm Thị Na", identity_number="056170000013", reason="THUA_KE")
    save(app, around, form(current_user=current))
    made = dossier(app, "40/7")
    assert {(made.objects[one.party_id].name, one.acquired_by) for one in made.of(LandRight)} == {  # type: ignore[union-attr]  # parties
        ("Trần Văn Mít", None),
        ("Phạm Thị Na", "THUA_KE"),
    }


# --- refusals ----------------------------------------------------------------------------------------------


def test_a_parcel_twice_on_the_form_is_refused(app: Application, around: Surroundings) -> None:
    parcel = form().parcels[0]
    with refused("entry.parcel-twice"):
        save(app, around, form(parcels=(parcel, parcel)))


def test_a_complete_parcel_is_refused(app: Application, around: Surroundings) -> None:
    save(app, around, form())
    found = looked(app, around, form(serial="AA 654321"))
    assert codes(found)["parcels.0.number"] == "entry.parcel-complete"
    with refused("entry.parcel-complete"):
        save(app, around, form(serial="AA 654321", accepted=frozenset({"parcels.0.number"})))


def test_a_parcel_with_another_certificate_is_asked_about(app: Application, around: Surroundings) -> None:
    save(app, around, form(register_number=None))
    second = form(serial="AA 654321")
    assert codes(looked(app, around, second)) == {"parcels.0.number": "entry.parcel-entered"}
    save(app, around, replace(second, accepted=frozenset({"parcels.0.number"})))
    assert len(dossier(app, "40/7").certificates) == 2


def test_a_serial_that_is_recorded_is_refused_or_gone_on_with(app: Application, around: Surroundings) -> None:
    save(app, around, form())
    more = ParcelForm(sheet="40", number="8", purposes=(HOME,))
    typed = form(serial="aa123456", parcels=(*form().parcels, more))
    with refused("entry.serial-taken"):
        save(app, around, typed)
    save(app, around, replace(typed, accepted=frozenset({"serial"})))
    assert len(app.read(lambda reader: reader.all(Certificate))) == 1
    assert [one.number for one in read_back(app, "AA 123456").parcels] == ["7", "8"]
    assert dossier(app, "40/7").holders == dossier(app, "40/8").holders


def test_areas_that_do_not_add_up_are_asked_about(app: Application, around: Surroundings) -> None:
    garden = PurposeForm(land_use="CLN", area_m2=Decimal(100), term_kind="LAU_DAI")
    parcel = replace(form().parcels[0], purposes=(replace(HOME, area_m2=Decimal(100)), garden))
    assert codes(looked(app, around, form(parcels=(parcel,)))) == {
        "parcels.0.purposes.1.area_m2": "entry.purpose-sum"
    }
    almost = replace(parcel, area_m2=Decimal("200.05"))
    assert not looked(app, around, form(parcels=(almost,))).in_the_way


@pytest.mark.parametrize(
    ("typed", "place", "code"),
    [
        (form(persons=()), "persons.0.name", "entry.missing"),
        (form(parcels=()), "parcels.0.sheet", "entry.missing"),
        (form(serial=None), "serial", "entry.no-serial"),
        (form(issued_on="2030-01-01"), "issued_on", "entry.future"),
        (form(kind="98"), "kind", "entry.kind-and-day"),
        (form(persons=(MAN, WOMAN)), "holder_kind", "entry.one-individual"),
        (form(persons=(MAN, MAN), holder_kind="group"), "persons.1.identity_number", "entry.person-twice"),
        (form(persons=(MAN,), holder_kind="couple"), "persons.1.name", "entry.missing"),
        (
            form(persons=(replace(MAN, identity_number="05606100001"),)),
            "persons.0.identity_number",
            "identity.eleven-digits",
        ),
        (form(persons=(replace(MAN, born="1962"),)), "persons.0.identity_number", "identity.birth-year"),
        (form(persons=(replace(MAN, sex="female"),)), "persons.0.identity_number", "identity.sex"),
        (form(holder_kind="organisation", persons=()), "organisation", "entry.missing"),
        (form(current_user=CurrentUserForm(name="Phạm Thị Na")), "current_user.reason", "entry.missing"),
    ],
)
def test_each_fault_stands_at_its_field(
    app: Application, around: Surroundings, typed: CertificateForm, place: str, code: str
) -> None:
    assert codes(looked(app, around, typed)).get(place) == code


def test_invented_provinces_are_right_where_people_practise(app: Application, around: Surroundings) -> None:
    typed = form(persons=(replace(MAN, identity_number="999061000011"),))
    assert codes(looked(app, around, typed)) == {"persons.0.identity_number": "identity.province"}
    assert codes(looked(app, replace(around, training=True), typed)) == {}


def test_all_of_it_is_one_act_that_can_be_taken_back(app: Application, around: Surroundings) -> None:
    before = app.read(lambda reader: len(reader.all(Parcel)))
    save(app, around, form(holder_kind="couple", persons=(MAN, WOMAN)))
    app.undo()
    assert app.read(lambda reader: (len(reader.all(Parcel)), len(reader.all(Certificate)))) == (before, 0)


# --- states ------------------------------------------------------------------------------------------------


def test_the_list_tells_states_and_counts_today(app: Application, around: Surroundings) -> None:
    save(app, around, form())
    collected = form(serial="AA 777777", persons=(), parcels=(ParcelForm(sheet="41", number="1"),), scans=())
    save(app, around, collected, COLLECTED)
    day = local_time(app.read(lambda reader: reader.history(1))[0].at_ms).date()
    listed = app.read(lambda reader: entered_list(reader, day))
    assert {one.serial: one.state for one in listed.certificates} == {
        "AA 123456": "entered",
        "AA 777777": "collected",
    }
    assert (listed.today, listed.count("entered"), listed.count("sent")) == (2, 1, 0)
    app.undo()
    assert app.read(lambda reader: entered_list(reader, day)).today == 1
    assert app.read(lambda reader: entered_list(reader, date(2020, 1, 1))).today == 0


def test_a_paper_without_a_parcel_is_collected(app: Application, around: Surroundings) -> None:
    save(app, around, form(persons=(), parcels=()), COLLECTED)
    (listed,) = app.read(lambda reader: entered_list(reader, date(2020, 1, 1))).certificates
    assert (listed.serial, listed.state, listed.parcels) == ("AA 123456", "collected", ())
    save(app, around, form(accepted=frozenset({"serial"})))
    (listed,) = app.read(lambda reader: entered_list(reader, date(2020, 1, 1))).certificates
    assert (listed.state, listed.parcels) == ("entered", ("40/7",))


def test_sent_follows_from_what_went_out(app: Application, around: Surroundings) -> None:
    save(app, around, form())
    (certificate,) = app.read(lambda reader: reader.all(Certificate))

    def state() -> str:
        (listed,) = app.read(lambda reader: entered_list(reader, date(2020, 1, 1))).certificates
        return listed.state

    app.write(lambda context: context.work.mark_sent([certificate], certificate))
    assert state() == "sent"
    edit = SetFields("certificate", certificate, {"issuer": "UBND huyện Diên Khánh"})
    app.execute(EditRecord((edit,)))
    assert state() == "entered"


def test_operating_follows_from_the_status_file(app: Application, around: Surroundings) -> None:
    from landdesk.domain.commands import AddObject

    save(app, around, form())
    parcel = parcel_id(app, "40/7")
    status = AddObject("sync_status", {"parcel_id": parcel, "as_of": "2026-06-01", "operating": True})
    app.execute(EditRecord((status,)))
    assert app.read(lambda reader: list(reader.all(SyncStatus).values()))[0].operating
    (listed,) = app.read(lambda reader: entered_list(reader, date(2020, 1, 1))).certificates
    assert listed.state == "operating"


def test_a_draft_is_kept_in_the_store(app: Application) -> None:
    assert app.read(lambda reader: reader.entering.draft()) is None
    app.write(lambda context: context.work.keep_draft('{"serial": "AA 1"}'))
    app.write(lambda context: context.work.set_info(app.info))
    assert app.read(lambda reader: reader.entering.draft()) == '{"serial": "AA 1"}'
    app.write(lambda context: context.work.keep_draft(None))
    assert app.read(lambda reader: reader.entering.draft()) is None


def test_the_kind_follows_from_the_day() -> None:
    lists = shipped_lists()
    kinds = {
        day: completed(form(issued_on=day), lists).kind
        for day in ("2003-05-01", "2008-01-01", "2025-01-01", "2012")
    }
    assert kinds == {"2003-05-01": "2", "2008-01-01": "1", "2025-01-01": "98", "2012": None}


def test_who_one_of_a_couple_is_says_who_the_other_is() -> None:
    lists = shipped_lists()
    nameless = PersonForm(name="Lê Thị Ổi")
    persons = completed(form(holder_kind="couple", persons=(nameless, MAN)), lists).persons
    assert [(one.role, one.sex) for one in persons] == [("wife", "female"), ("husband", "male")]
    persons = completed(form(holder_kind="couple", persons=(nameless, nameless)), lists).persons
    assert [(one.role, one.sex) for one in persons] == [("husband", None), ("wife", None)]
