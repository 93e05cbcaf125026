"""Objects of all classes: edited by one command, bound to evidence, gone with what they belong to, divided, joined."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landdesk.app.application import Application
from landdesk.domain.commands import (
    AddObject,
    Basis,
    BulkEdit,
    DeleteParcel,
    Edit,
    EditRecord,
    MergeParcels,
    New,
    RemoveLandUser,
    RemoveObject,
    SetFields,
    SplitParcel,
)
from landdesk.domain.completeness import GroupState, completeness
from landdesk.domain.dossier import Dossier
from landdesk.domain.finding import Criterion
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import (
    CLASSES,
    Asset,
    Certificate,
    CertificateParcel,
    Document,
    DocumentLink,
    Evidence,
    IdentityDocument,
    LandRight,
    Parcel,
    Party,
    PartyMember,
    Purpose,
    PurposeOrigin,
    SyncStatus,
)
from landdesk.services.checking.needs import shipped_needs
from landdesk.services.checking.registry import RULE_BY_CODE
from tests.stores import corner, parcel_id, refused


def dossier(app: Application, key: str) -> Dossier:
    parcel = parcel_id(app, key)
    return app.read(lambda reader: reader.dossiers([parcel])[parcel])


def all_of(app: Application, kind: type[Any]) -> dict[ObjectId, Any]:
    return app.read(lambda reader: reader.all(kind))


def couple_with_certificate(*parcels: ObjectId) -> tuple[Edit, ...]:
    """Return the edits of a couple that holds a certificate over parcels, with a scan of it."""
    edits: list[Edit] = [
        AddObject("party", {"name": "Ông Trần Văn Mít và bà Lê Thị Ổi", "kind": "couple"}, "couple"),
        AddObject("party", {"name": "Trần Văn Mít", "kind": "individual", "sex": "male"}, "husband"),
        AddObject("party", {"name": "Lê Thị Ổi", "kind": "individual", "born": "1971-03"}, "wife"),
        AddObject(
            "party_member", {"party_id": New("couple"), "member_id": New("husband"), "role": "husband"}
        ),
        AddObject("party_member", {"party_id": New("couple"), "member_id": New("wife"), "role": "wife"}),
        AddObject("identity_document", {"party_id": New("wife"), "kind": "CMND", "number": "225000111"}),
        AddObject("certificate", {"serial": "aa  12345678", "register_number": "CH 04421"}, "gcn"),
        AddObject("document", {"kind": "1", "title": "GCN", "sha256": "ab" * 32, "pages": 4}, "scan"),
        AddObject("document_link", {"document_id": New("scan"), "certificate_id": New("gcn")}),
    ]
    for parcel in parcels:
        edits += [
            AddObject(
                "certificate_parcel", {"certificate_id": New("gcn"), "parcel_id": parcel, "sheet": "03-1"}
            ),
            AddObject(
                "land_right",
                {
                    "parcel_id": parcel,
                    "party_id": New("couple"),
                    "certificate_id": New("gcn"),
                    "share": "2/4",
                },
            ),
        ]
    return tuple(edits)


def test_a_certificate_over_two_parcels_is_one_act_and_one_undo(app: Application) -> None:
    before = app.read(lambda reader: {name: len(reader.all(kind)) for name, kind in CLASSES.items()})
    entry = app.execute(EditRecord(couple_with_certificate(parcel_id(app, "12/1"), parcel_id(app, "12/2"))))
    assert (entry.command, entry.subject) == ("record.edit", "12/1, 12/2")
    found = dossier(app, "12/2")
    assert [one.name for one in found.persons] == [
        "Đặng Văn 2",
        "Ông Trần Văn Mít và bà Lê Thị Ổi",
        "Trần Văn Mít",
        "Lê Thị Ổi",
    ]
    ((link, certificate),) = found.certificates
    assert (certificate.serial, link.sheet, link.parcel_id) == ("AA 12345678", "03-1", parcel_id(app, "12/2"))
    assert [scan.pages for _, scan in found.scans] == [4]
    assert {one.share for one in found.rights} == {None, "1/2"}
    # The other parcel's rights and links are not of this dossier, the shared certificate is.
    assert {one.parcel_id for one in found.of(LandRight)} == {parcel_id(app, "12/2")}
    assert len(found.of(CertificateParcel)) == 1
    assert app.store.verify() == []
    app.undo()
    assert app.read(lambda reader: {name: len(reader.all(kind)) for name, kind in CLASSES.items()}) == before
    app.redo()
    assert dossier(app, "12/2") == found


def test_values_are_bound_to_what_they_were_typed_from(app: Application) -> None:
    parcel = parcel_id(app, "12/1")
    app.execute(EditRecord(couple_with_certificate(parcel)))
    (scan,) = all_of(app, Document)
    wife = next(one for one in all_of(app, Party).values() if one.name == "Lê Thị Ổi")
    number = SetFields("party", wife.id, {"identity_number": "999171000001", "sex": "female"})
    app.execute(EditRecord((number,), Basis("scan", document_id=scan, page=2)))
    proof = dossier(app, "12/1").evidence_of(wife.id, "F031")
    assert proof is not None
    assert (proof.kind, proof.document_id, proof.page) == ("scan", scan, 2)
    # Another value without a basis: what proved the old one proves nothing any more; the other proof stays.
    app.execute(EditRecord((SetFields("party", wife.id, {"identity_number": "999171000002"}),)))
    assert dossier(app, "12/1").evidence_of(wife.id, "F031") is None
    assert dossier(app, "12/1").evidence_of(wife.id, "F143") is not None
    app.undo()
    assert dossier(app, "12/1").evidence_of(wife.id, "F031") == proof
    # The same value again changes nothing, so it says nothing of its proof either.
    with refused("edit.nothing-changed"):
        app.execute(EditRecord((SetFields("party", wife.id, {"sex": "female"}),)))


def test_what_belongs_to_a_parcel_goes_with_it_and_what_does_not_stays(app: Application) -> None:
    one, two = parcel_id(app, "12/1"), parcel_id(app, "12/2")
    app.execute(EditRecord(couple_with_certificate(one, two)))
    app.execute(
        EditRecord(
            (
                AddObject("asset", {"parcel_id": one, "kind": "house", "floors": 2}, "house"),
                AddObject("restriction", {"kind": "mortgage", "asset_id": New("house")}),
            )
        )
    )
    app.execute(DeleteParcel(one))
    assert len(all_of(app, Certificate)) == 1
    assert [link.parcel_id for link in all_of(app, CertificateParcel).values()] == [two]
    assert all_of(app, Asset) == {}
    assert "Trần Văn Mít" in {party.name for party in all_of(app, Party).values()}
    app.execute(DeleteParcel(two))
    # Nobody of the couple holds anything any more; the certificate and its scan can still be looked at.
    assert "Trần Văn Mít" not in {party.name for party in all_of(app, Party).values()}
    assert all_of(app, PartyMember) == all_of(app, IdentityDocument) == {}
    assert len(all_of(app, Certificate)) == len(all_of(app, DocumentLink)) == 1
    assert app.store.verify() == []
    for _ in range(4):
        app.undo()
    assert all_of(app, Certificate) == {}
    assert app.store.verify() == []


def test_a_removed_object_empties_the_links_to_it(app: Application) -> None:
    app.execute(EditRecord(couple_with_certificate(parcel_id(app, "12/1"))))
    (certificate,) = all_of(app, Certificate)
    app.execute(EditRecord((RemoveObject("certificate", certificate),)))
    assert all_of(app, CertificateParcel) == all_of(app, DocumentLink) == {}
    assert {right.certificate_id for right in all_of(app, LandRight).values()} == {None}
    assert len(all_of(app, Document)) == 1


def test_a_land_user_who_leaves_takes_the_members_along(app: Application) -> None:
    parcel = parcel_id(app, "12/1")
    app.execute(EditRecord(couple_with_certificate(parcel)))
    couple = next(one for one in all_of(app, Party).values() if one.kind == "couple")
    app.execute(RemoveLandUser(parcel, couple.id))
    assert [party.name for party in dossier(app, "12/1").persons] == ["Đặng Văn 1"]
    assert all_of(app, PartyMember) == {}


def test_both_parts_of_a_split_have_what_the_whole_had_but_the_house(app: Application) -> None:
    parcel = parcel_id(app, "12/1")
    (purpose,) = dossier(app, "12/1").purposes
    app.execute(EditRecord(couple_with_certificate(parcel)))
    app.execute(
        EditRecord(
            (
                AddObject("purpose_origin", {"purpose_id": purpose.id, "origin": "1"}),
                SetFields("purpose", purpose.id, {"form": "RIENG", "term_kind": "LAU_DAI"}),
                AddObject("asset", {"parcel_id": parcel, "kind": "house"}),
                SetFields("parcel", parcel, {"parcel_code": "w6jxup1d2846", "map_area_m2": Decimal(600)}),
            )
        )
    )
    west, south = corner(0, 0)
    app.execute(SplitParcel(parcel, shapely.LineString([(west + 7, south - 5), (west + 7, south + 35)])))
    kept, made = dossier(app, "12/1"), dossier(app, "12/13")
    assert len(kept.assets) == 1
    assert made.assets == []
    assert made.parcel.parcel_code is None
    assert made.parcel.map_area_m2 is None
    for part in (kept, made):
        (own,) = part.purposes
        assert (own.form, own.term_kind) == ("RIENG", "LAU_DAI")
        assert [origin.origin for origin in part.origins_of(own)] == ["1"]
        assert [certificate.serial for _, certificate in part.certificates] == ["AA 12345678"]
        assert [one.name for one in part.persons][:1] == ["Đặng Văn 1"]
    assert len(all_of(app, Certificate)) == 1
    app.undo()
    assert app.store.verify() == []
    assert len(all_of(app, PurposeOrigin)) == 1


def test_a_merge_brings_everything_to_the_parcel_that_stays_once(app: Application) -> None:
    one, two = parcel_id(app, "12/1"), parcel_id(app, "12/2")
    app.execute(EditRecord(couple_with_certificate(one, two)))
    app.execute(EditRecord((AddObject("asset", {"parcel_id": two, "kind": "house"}),)))
    app.execute(EditRecord((AddObject("asset", {"parcel_id": one, "kind": "house", "floors": 1}),)))
    before = all_of(app, Asset)
    app.execute(MergeParcels((one, two)))
    (kept,) = {one, two} & all_of(app, Parcel).keys()
    key = app.read(lambda reader: reader.keys_of([kept])[kept])
    found = dossier(app, key)
    assert {asset.id for asset in found.assets} == set(before)
    # The couple's right by the certificate was on both; it is there once, with its certificate.
    assert [right.certificate_id is not None for right in found.rights].count(True) == 1
    assert len(found.certificates) == 1
    assert {person.name for person in found.holders} >= {"Đặng Văn 1", "Đặng Văn 2"}
    assert app.store.verify() == []
    app.undo()
    assert all_of(app, Asset) == before
    assert len(dossier(app, "12/2").certificates) == 1


@pytest.mark.parametrize(
    ("code", "edits"),
    [
        ("record.no-field", [AddObject("certificate", {"colour": "red"})]),
        ("record.field-missing", [AddObject("party", {"kind": "couple"})]),
        ("record.no-target", [AddObject("asset", {"parcel_id": ObjectId(b"x" * 16)})]),
        ("value.no-date", [AddObject("certificate", {"issued_on": "31/12/1999"})]),
        ("value.no-share", [AddObject("certificate", {}, "c"), AddObject("land_right", {"share": "3/2"})]),
        ("value.sha256", [AddObject("document", {"sha256": "abc"})]),
        ("value.commune", [AddObject("map_sheet", {"commune": "Diên Điền", "number": "1"})]),
        ("user.identity-format", [AddObject("party", {"name": "Lê Văn A", "identity_number": "x"})]),
        ("user.number-taken", [AddObject("party", {"name": "Lê Văn A", "identity_number": "999000000001"})]),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    app: Application, code: str, edits: list[Edit]
) -> None:
    version = app.read(lambda reader: reader.version())
    with refused(code):
        app.execute(EditRecord(tuple(edits)))
    assert app.read(lambda reader: reader.version()) == version


def test_the_same_thing_is_not_recorded_twice(app: Application) -> None:
    parcel = parcel_id(app, "12/1")
    app.execute(EditRecord(couple_with_certificate(parcel)))
    (certificate,) = all_of(app, Certificate)
    with refused("certificate.there-already"):
        again = {"certificate_id": certificate, "parcel_id": parcel}
        app.execute(EditRecord((AddObject("certificate_parcel", again),)))
    holder = dossier(app, "12/1").holders[0]
    with refused("user.there-already"):
        app.execute(EditRecord((AddObject("land_right", {"parcel_id": parcel, "party_id": holder.id}),)))
    with refused("record.member-of-itself"):
        member = {"party_id": holder.id, "member_id": holder.id}
        app.execute(EditRecord((AddObject("party_member", member),)))


def test_many_parcels_take_a_value_in_one_act(app: Application) -> None:
    ids = app.read(lambda reader: list(reader.all(Parcel)))
    entry = app.execute(BulkEdit(tuple(SetFields("parcel", one, {"hamlet": "Thôn 3"}) for one in ids)))
    assert (entry.command, entry.delta_count) == ("record.bulk", 12)
    assert entry.subject.endswith("…")
    assert {one.hamlet for one in all_of(app, Parcel).values()} == {"Thôn 3"}
    app.undo()
    assert {one.hamlet for one in all_of(app, Parcel).values()} == {None}


def test_what_did_the_parcel_look_like_before(app: Application) -> None:
    parcel = parcel_id(app, "12/1")
    first = app.read(lambda reader: reader.get(Parcel, parcel))
    app.execute(
        EditRecord((SetFields("parcel", parcel, {"hamlet": "Thôn 3"}),), Basis("list", words="dòng 7"))
    )
    entry = app.read(lambda reader: reader.history(1, touching=parcel))[0]
    change = app.read(lambda reader: reader.change_of(entry.number))
    old = next(delta.old for delta in change.deltas if delta.id == parcel)
    assert old == first
    proof = next(delta.new for delta in change.deltas if isinstance(delta.new, Evidence))
    assert (proof.field, proof.kind, proof.words) == ("F106", "list", "dòng 7")


# --- what is missing, unknown, elsewhere ------------------------------------------------------------------------


def states(app: Application, key: str) -> dict[str, GroupState]:
    return dict(completeness(dossier(app, key), shipped_needs()).states)


def test_after_a_map_file_nothing_is_missing_of_persons_certificates_and_scans(app: Application) -> None:
    parcel = parcel_id(app, "12/1")
    (right,) = dossier(app, "12/1").rights
    app.execute(
        EditRecord(
            (
                RemoveObject("land_right", right.id),
                SetFields("parcel", parcel, {"loaded": "boundary key area purpose", "address": None}),
            )
        )
    )
    found = completeness(dossier(app, "12/1"), shipped_needs())
    assert found.missing == ()
    assert {group for group, state in found.states.items() if state is GroupState.PRESENT} == {
        "boundary",
        "key",
        "area",
        "purpose",
    }
    assert {one.group for one in found.unknown} >= {
        "user",
        "identity",
        "certificate",
        "scan",
        "address",
        "code",
    }
    assert (found.block("spatial"), found.block("unstructured")) == (GroupState.PRESENT, GroupState.UNKNOWN)
    # The rules that say in red what is compulsory say no more than that the map alone knows the parcel.
    found_of_it = {one.rule for one in app.check().findings if parcel in one.objects}
    assert {one for one in found_of_it if RULE_BY_CODE[one].criterion is Criterion.COMPLETE} == {
        "parcel.no-record"
    }


def test_what_is_typed_makes_a_group_known_and_the_rest_of_it_missing(app: Application) -> None:
    assert states(app, "12/1")["certificate"] is GroupState.UNKNOWN
    parcel = parcel_id(app, "12/1")
    edits = (
        AddObject("certificate", {"serial": "AA 12345678"}, "gcn"),
        AddObject("certificate_parcel", {"certificate_id": New("gcn"), "parcel_id": parcel}),
    )
    app.execute(EditRecord(edits))
    found = completeness(dossier(app, "12/1"), shipped_needs())
    assert found.states["certificate"] is GroupState.MISSING
    assert [one.field for one in found.missing if one.group == "certificate"] == [
        "register_number",
        "issued_on",
    ]


def test_what_the_branch_has_is_elsewhere_and_not_missing(app: Application) -> None:
    parcel = parcel_id(app, "12/1")
    app.execute(EditRecord((AddObject("sync_status", {"parcel_id": parcel, "blocks_in_sync": True}),)))
    found = completeness(dossier(app, "12/1"), shipped_needs())
    assert found.gaps == ()
    assert set(found.states.values()) == {GroupState.PRESENT, GroupState.ELSEWHERE}
    (status,) = all_of(app, SyncStatus)
    app.execute(EditRecord((SetFields("sync_status", status, {"attributes_only": True}),)))
    assert states(app, "12/1")["scan"] is not GroupState.ELSEWHERE


EDITS = st.lists(
    st.sampled_from(
        [
            "purpose",
            "origin",
            "certificate",
            "scan-parcel",
            "scan-certificate",
            "absent",
            "member",
            "organisation",
            "identity",
            "status",
            "attributes",
            "loaded",
            "entered",
            "remove-right",
        ]
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS, st.integers(1, 3))
def test_all_parcels_at_once_are_as_each_of_them(app: Application, steps: list[str], which: int) -> None:
    parcel = parcel_id(app, f"12/{which}")
    for step in steps:
        edits = tuple(_edits(app, parcel, step, f"12/{which}"))
        if edits:
            app.execute(EditRecord(edits))
    gaps = app.read(lambda reader: reader.gaps(shipped_needs()))
    dossiers = app.read(lambda reader: reader.dossiers(gaps.ids))
    order = list(GroupState)
    for at, one in enumerate(gaps.ids):
        single = completeness(dossiers[one], shipped_needs())
        assert {group: order[codes[at]] for group, codes in gaps.states.items()} == dict(single.states)
        assert (gaps.missing[at], gaps.unknown[at]) == (len(single.missing), len(single.unknown))
    assert gaps.missing.dtype == np.int64


def _edits(app: Application, parcel: ObjectId, step: str, key: str) -> list[Edit]:
    found = dossier(app, key)
    made: dict[str, list[Edit]] = {
        "purpose": [AddObject("purpose", {"parcel_id": parcel, "land_use": "CLN", "form": "RIENG"})],
        "origin": [
            AddObject("purpose_origin", {"purpose_id": one.id, "origin": "1"})
            for one in found.of(Purpose)[:1]
        ],
        "certificate": [
            AddObject("certificate", {"serial": "AA 12345678", "issued_on": "2020"}, "c"),
            AddObject("certificate_parcel", {"certificate_id": New("c"), "parcel_id": parcel}),
        ],
        "scan-parcel": [
            AddObject("document", {"kind": "1", "sha256": "ab" * 32}, "d"),
            AddObject("document_link", {"document_id": New("d"), "parcel_id": parcel}),
        ],
        "scan-certificate": [
            edit
            for _, certificate in found.certificates[:1]
            for edit in (
                AddObject("document", {"kind": "1", "title": "GCN"}, "d"),
                AddObject("document_link", {"document_id": New("d"), "certificate_id": certificate.id}),
            )
        ],
        "absent": [
            AddObject("document", {"kind": "1", "absent": True}, "d"),
            AddObject("document_link", {"document_id": New("d"), "parcel_id": parcel}),
        ],
        "member": [
            edit
            for holder in found.holders[:1]
            for edit in (
                SetFields("party", holder.id, {"kind": "household"}),
                AddObject("party", {"name": "Lê Văn Na", "born": "1980"}, "m"),
                AddObject("party_member", {"party_id": holder.id, "member_id": New("m")}),
            )
        ],
        "organisation": [
            AddObject("party", {"name": "UBND xã", "kind": "organisation", "tax_code": "4200000000"}, "o"),
            AddObject("land_right", {"parcel_id": parcel, "party_id": New("o"), "kind": "manage"}),
        ],
        "identity": [
            SetFields("party", one.id, {"sex": "female", "born": "1971"}) for one in found.holders[:1]
        ],
        "status": [
            AddObject("sync_status", {"parcel_id": parcel, "population_match": "matched", "as_of": "2026"})
        ],
        "attributes": [
            AddObject("sync_status", {"parcel_id": parcel, "attributes_only": True, "as_of": "2026-05"})
        ],
        "loaded": [SetFields("parcel", parcel, {"loaded": "user identity scan"})],
        "entered": [SetFields("parcel", parcel, {"collection_state": "entered"})],
        "remove-right": [RemoveObject("land_right", one.id) for one in found.rights[:1]],
    }
    # What is there already as it would be is no edit.
    if step in ("identity", "loaded", "entered"):
        present = {"loaded": found.parcel.loaded, "entered": found.parcel.collection_state}
        if step == "identity" and any(one.sex for one in found.holders[:1]):
            return []
        if step != "identity" and present[step] is not None:
            return []
    if step == "member" and any(one.kind == "household" for one in found.holders[:1]):
        return made["member"][1:]
    return made[step]
