"""Findings mended by one act, and several records of one land user made one."""

from dataclasses import replace
from typing import Any

import pytest

from landdesk.app import mending
from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.commands import AddObject, EditRecord, New, SetFields, UnifyParties
from landdesk.domain.finding import Finding, Severity
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import (
    AnyRecord,
    Certificate,
    DocumentLink,
    IdentityDocument,
    LandRight,
    Party,
    PartyMember,
    Purpose,
)
from landdesk.i18n import Text
from landdesk.services.mending.record_menders import RECORD_MENDERS
from tests.stores import parcel_id, refused


def put(app: Application, old: AnyRecord, **values: Any) -> None:
    """Change an object as an import does, which takes what a form refuses."""
    change = ChangeSet("import", (Delta(old, replace(old, **values)),))
    app.write(lambda context: context.work.apply(change, EntryKind.IMPORT))


def all_of(app: Application, kind: type[Any]) -> list[Any]:
    return list(app.read(lambda reader: reader.all(kind)).values())


def about(rule: str, *objects: ObjectId, parcels: tuple[ObjectId, ...] = ()) -> Finding:
    return Finding(rule, Severity.ERROR, parcels, None, None, "", Text("what"), Text("remedy"), objects)


def about_parcel(parcel: ObjectId) -> Finding:
    return Finding(
        "parcel.missing-field", Severity.ERROR, (parcel,), None, None, "", Text("what"), Text("remedy")
    )


def mended(app: Application, finding: Finding) -> tuple[str, str]:
    (mend,) = mending.mends(app, [finding])
    before = app.read(lambda reader: reader.version())
    mending.apply(app, [mend])
    assert app.read(lambda reader: reader.version()) == before + 1
    return str(mend.before), str(mend.after)


def test_a_serial_gets_its_form(app: Application) -> None:
    app.execute(EditRecord((AddObject("certificate", {"serial": "BK 123456"}),)))
    (certificate,) = all_of(app, Certificate)
    put(app, certificate, serial="bk-123456")
    finding = about("certificate.serial-malformed", certificate.id)
    assert mended(app, finding) == ("bk-123456", "BK 123456")
    assert all_of(app, Certificate)[0].serial == "BK 123456"
    app.undo()
    assert all_of(app, Certificate)[0].serial == "bk-123456"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("056 180 000123", "056180000123"),
        ("056.180.000.123", "056180000123"),
        ("56180000123", "056180000123"),
    ],
)
def test_a_number_loses_blanks_and_signs(app: Application, written: str, number: str) -> None:
    party = all_of(app, Party)[0]
    put(app, party, identity_number=written)
    (mend,) = mending.mends(app, [about("person.number-malformed", party.id)])
    assert (mend.after, mend.personal) == (number, True)
    mending.apply(app, [mend])
    assert all_of(app, Party)[0].identity_number == number


@pytest.mark.parametrize("written", ["056180", "0561800001234", "ABC", "999999999999"])
def test_a_number_that_is_wrong_is_left_to_a_person(app: Application, written: str) -> None:
    party = all_of(app, Party)[0]
    put(app, party, identity_number=written)
    assert mending.mends(app, [about("person.number-malformed", party.id)]) == []


def test_an_abolished_code_with_one_successor_gets_it(app: Application) -> None:
    first, second = all_of(app, Purpose)[:2]
    put(app, first, land_use="BHK")
    put(app, second, land_use="TTN")
    findings = [about("purpose.land-use-code", one.id) for one in (first, second)]
    assert [(one.before, one.after) for one in mending.mends(app, findings)] == [("BHK", "HNK")]
    mending.apply(app, mending.mends(app, findings))
    assert [one.land_use for one in all_of(app, Purpose)[:2]] == ["HNK", "TTN"]


def test_residential_land_is_for_good_where_nothing_is_said(app: Application) -> None:
    residential, rice = all_of(app, Purpose)[:2]
    assert (residential.land_use, rice.land_use) == ("ONT", "LUC")
    findings = [about_parcel(one.parcel_id) for one in (residential, rice)]
    assert [one.after for one in mending.mends(app, findings)] == ["LAU_DAI"]
    put(app, residential, term="50 năm")
    assert mending.mends(app, findings) == []


def test_a_scan_is_bound_to_the_certificate_it_is_named_by(app: Application) -> None:
    parcel = parcel_id(app, "12/1")
    app.execute(
        EditRecord(
            (
                AddObject("certificate", {"serial": "BK 123456"}, "one"),
                AddObject("certificate", {"serial": "BK 654321"}, "two"),
                AddObject("certificate_parcel", {"certificate_id": New("one"), "parcel_id": parcel}),
                AddObject("certificate_parcel", {"certificate_id": New("two"), "parcel_id": parcel}),
                AddObject("document", {"file_name": "BK123456-GCN.pdf", "kind": "1"}, "scan"),
                AddObject("document_link", {"document_id": New("scan"), "parcel_id": parcel}),
            )
        )
    )
    scan = all_of(app, DocumentLink)[0].document_id
    finding = about("scan.unlinked", scan, parcels=(parcel,))
    assert mended(app, finding) == ("", "BK123456-GCN.pdf → BK 123456")
    bound = [one for one in all_of(app, DocumentLink) if one.certificate_id is not None]
    serials = {one.id: one.serial for one in all_of(app, Certificate)}
    assert [serials[one.certificate_id] for one in bound] == ["BK 123456"]


def test_many_are_one_act_and_one_undo(app: Application) -> None:
    purposes = [one for one in all_of(app, Purpose) if one.land_use == "ONT"]
    found = mending.mends(app, [about_parcel(one.parcel_id) for one in purposes])
    assert len(found) == len(purposes) > 3
    mending.apply(app, found)
    app.undo()
    assert all(one.term_kind is None for one in all_of(app, Purpose))


def test_what_changed_since_it_was_shown_is_not_mended(app: Application) -> None:
    purpose = all_of(app, Purpose)[0]
    found = mending.mends(app, [about_parcel(purpose.parcel_id)])
    app.execute(EditRecord((SetFields("purpose", purpose.id, {"term": "50 năm"}),)))
    with refused("mend.changed"):
        mending.apply(app, found)
    with refused("mend.nothing"):
        mending.apply(app, [])


def test_a_rule_has_one_mender() -> None:
    rules = [one.rule for one in RECORD_MENDERS]
    assert len(rules) == len(set(rules))


# --- one person recorded several times -------------------------------------------------------------------------------


def twins(app: Application) -> tuple[Party, Party]:
    """Give the first two land users papers, a common right on a third parcel, and the same wife."""
    one, two = all_of(app, Party)[:2]
    third = parcel_id(app, "12/3")
    app.execute(
        EditRecord(
            (
                SetFields("party", two.id, {"phone": "0905000111", "born": "1970"}),
                AddObject("land_right", {"parcel_id": third, "party_id": one.id}),
                AddObject("land_right", {"parcel_id": third, "party_id": two.id}),
                AddObject("identity_document", {"party_id": two.id, "kind": "CMND", "number": "225000001"}),
            )
        )
    )
    return one, two


def test_what_hung_on_the_other_hangs_on_the_one_that_stays(app: Application) -> None:
    one, two = twins(app)
    before = len(all_of(app, LandRight))
    app.execute(UnifyParties(one.id, (two.id,)))
    assert two.id not in {party.id for party in all_of(app, Party)}
    kept = next(party for party in all_of(app, Party) if party.id == one.id)
    assert (kept.name, kept.phone, kept.born, kept.identity_number) == (
        one.name,
        "0905000111",
        "1970",
        one.identity_number,
    )
    rights = [right for right in all_of(app, LandRight) if right.party_id == one.id]
    # The right on the third parcel stood twice.
    assert len(rights) == 3
    assert len(all_of(app, LandRight)) == before - 1
    assert [paper.party_id for paper in all_of(app, IdentityDocument)] == [one.id]
    app.undo()
    assert {one.id, two.id} <= {party.id for party in all_of(app, Party)}
    assert len(all_of(app, LandRight)) == before


def test_nobody_becomes_a_member_of_himself(app: Application) -> None:
    one, two = all_of(app, Party)[:2]
    app.execute(
        EditRecord((AddObject("party_member", {"party_id": one.id, "member_id": two.id, "role": "member"}),))
    )
    app.execute(UnifyParties(one.id, (two.id,)))
    assert all_of(app, PartyMember) == []


def test_what_cannot_be_unified(app: Application) -> None:
    one, two = all_of(app, Party)[:2]
    with refused("party.unify-one"):
        app.execute(UnifyParties(one.id, (one.id,)))
    app.execute(
        EditRecord(
            (
                SetFields("party", one.id, {"kind": "individual"}),
                SetFields("party", two.id, {"kind": "organisation"}),
            )
        )
    )
    with refused("party.unify-kinds"):
        app.execute(UnifyParties(one.id, (two.id,)))
    with refused("store.no-object"):
        app.execute(UnifyParties(one.id, (parcel_id(app, "12/1"),)))
