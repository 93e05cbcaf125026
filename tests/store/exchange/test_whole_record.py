"""The whole record travels to the commune and back, and is decided as one record."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import (
    AddObject,
    Basis,
    DeleteParcel,
    Edit,
    EditRecord,
    New,
    RemoveObject,
    SetFields,
    Value,
)
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import (
    CLASSES,
    TRAVELLING,
    AnyRecord,
    Asset,
    Certificate,
    CertificateParcel,
    Document,
    Evidence,
    LandRight,
    Parcel,
    Party,
    PartyMember,
)
from landdesk.services.packages.reading import read_package
from tests.store.exchange.world import COMMUNE, World, number

OTHER = "22651"


def everything(app: Application) -> dict[ObjectId, AnyRecord]:
    def job(reader: Any) -> dict[ObjectId, AnyRecord]:
        found: dict[ObjectId, AnyRecord] = {}
        for name in TRAVELLING:
            found |= reader.all(CLASSES[name])
        return found

    return app.read(job)


def all_of(app: Application, kind: type[Any]) -> list[Any]:
    return list(app.read(lambda reader: reader.all(kind)).values())


def certificate_over(*parcels: ObjectId) -> tuple[Edit, ...]:
    edits: list[Edit] = [
        AddObject("party", {"name": "Trần Văn Mít và Lê Thị Ổi", "kind": "couple"}, "couple"),
        AddObject("party", {"name": "Trần Văn Mít", "born": "1971"}, "husband"),
        AddObject("party", {"name": "Lê Thị Ổi"}, "wife"),
        AddObject("party_member", {"party_id": New("couple"), "member_id": New("husband")}),
        AddObject("party_member", {"party_id": New("couple"), "member_id": New("wife")}),
        AddObject("identity_document", {"party_id": New("wife"), "number": "225000111"}),
        AddObject("certificate", {"serial": "AA 12345678"}, "old"),
        AddObject("certificate", {"serial": "AA 12345679", "replaces_id": New("old")}, "gcn"),
        AddObject("document", {"kind": "1", "file_name": "a.pdf", "sha256": "ab" * 32}, "scan"),
        AddObject("document_link", {"document_id": New("scan"), "certificate_id": New("gcn")}),
    ]
    for parcel in parcels:
        right: dict[str, Value] = {
            "parcel_id": parcel,
            "party_id": New("couple"),
            "certificate_id": New("gcn"),
        }
        edits += [
            AddObject("certificate_parcel", {"certificate_id": New("gcn"), "parcel_id": parcel}),
            AddObject("land_right", right),
            AddObject("asset", {"parcel_id": parcel, "kind": "house"}),
        ]
    return tuple(edits)


def test_a_commune_gets_everything_and_an_update_brings_the_rest(world: World) -> None:
    one, two = number(world.office, "1").id, number(world.office, "2").id
    world.office.execute(EditRecord(certificate_over(one, two)))
    commune = world.commune()
    assert everything(commune) == everything(world.office)
    (scan,) = all_of(world.office, Document)
    proved = Basis("scan", document_id=scan.id, page=1)
    world.office.execute(EditRecord((SetFields("parcel", one, {"hamlet": "Thôn 3"}),), proved))
    wife = next(party for party in all_of(world.office, Party) if party.name == "Lê Thị Ổi")
    world.office.execute(EditRecord((SetFields("party", wife.id, {"born": "1974-05"}),)))
    received = exchange.receive(commune, world.update())
    assert received.complete
    assert everything(commune) == everything(world.office)
    world.office.execute(DeleteParcel(two))
    assert exchange.receive(commune, world.update()).complete
    assert everything(commune) == everything(world.office)
    assert commune.store.verify() == world.office.store.verify() == []


def test_what_a_commune_enters_is_one_record_and_the_same_at_the_office(world: World) -> None:
    commune = world.commune()
    one, two = number(commune, "1").id, number(commune, "2").id
    commune.execute(EditRecord(certificate_over(one, two)))
    (scan,) = all_of(commune, Document)
    commune.execute(
        EditRecord(
            (SetFields("parcel", one, {"hamlet": "Thôn 3"}),), Basis("scan", document_id=scan.id, page=2)
        )
    )
    commune.execute(EditRecord((SetFields("parcel", number(commune, "9").id, {"hamlet": "Thôn 9"}),)))
    package = world.receive(world.export(commune))
    reviews = world.review(package)
    assert sorted(len(one.operations) for one in reviews) == [1, 18]
    world.round_trip_of(package, commune)
    assert everything(commune) == everything(world.office)
    assert len(all_of(world.office, Evidence)) == 1
    assert commune.read(lambda reader: reader.exchange.pending()) == []
    # A removed certificate empties the links to it, on both sides alike.
    certificate = next(one for one in all_of(commune, Certificate) if one.replaces_id is not None)
    commune.execute(EditRecord((RemoveObject("certificate", certificate.id),)))
    world.round_trip(commune)
    assert everything(commune) == everything(world.office)
    assert all_of(world.office, CertificateParcel) == []
    assert {right.certificate_id for right in all_of(world.office, LandRight)} == {None}


def test_a_deleted_certificate_and_a_new_right_by_it_do_not_dangle(world: World) -> None:
    one, two = number(world.office, "1").id, number(world.office, "2").id
    world.office.execute(EditRecord(certificate_over(one)))
    commune = world.commune()
    certificate = next(found for found in all_of(world.office, Certificate) if found.replaces_id is not None)
    holder = all_of(commune, PartyMember)[0].party_id
    commune.execute(EditRecord((RemoveObject("certificate", certificate.id),)))
    right = {"parcel_id": two, "party_id": holder, "certificate_id": certificate.id}
    world.office.execute(EditRecord((AddObject("land_right", right),)))
    exchange.receive(commune, world.update())
    kept = [
        found for found in all_of(commune, LandRight) if found.parcel_id == two and found.party_id == holder
    ]
    assert [found.certificate_id for found in kept] == [None]
    assert commune.store.verify() == []


@pytest.fixture
def two_communes(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path, communes=(COMMUNE, OTHER))
    given = number(world.office, "2")
    change = ChangeSet("test", (Delta(given, dataclasses.replace(given, commune=OTHER)),))
    world.office.write(lambda context: context.work.apply(change))
    yield world
    world.close()


def test_a_certificate_over_two_communes_goes_to_both_with_their_own_parcels(two_communes: World) -> None:
    world = two_communes
    own, other = number(world.office, "1").id, number(world.office, "2").id
    world.office.execute(EditRecord(certificate_over(own, other)))
    for commune, parcel in ((COMMUNE, own), (OTHER, other)):
        created = read_package(world.base(commune)).created
        kinds = [type(one) for one in created.values()]
        assert kinds.count(Certificate) == 2
        assert kinds.count(PartyMember) == 2
        assert [one.parcel_id for one in created.values() if isinstance(one, CertificateParcel)] == [parcel]
        assert [one.parcel_id for one in created.values() if isinstance(one, Asset)] == [parcel]
        held = {one.commune for one in created.values() if isinstance(one, Parcel)}
        assert held == {commune}


def test_what_is_new_to_a_commune_comes_with_what_refers_to_it(two_communes: World) -> None:
    world = two_communes
    own, other = number(world.office, "1").id, number(world.office, "2").id
    world.office.execute(EditRecord(certificate_over(other)))
    commune = world.commune()
    assert all_of(commune, Certificate) == []
    certificate = next(found for found in all_of(world.office, Certificate) if found.replaces_id is not None)
    link = {"certificate_id": certificate.id, "parcel_id": own}
    world.office.execute(EditRecord((AddObject("certificate_parcel", link),)))
    assert exchange.receive(commune, world.update()).complete
    assert len(all_of(commune, Certificate)) == 2
    assert len(all_of(commune, Document)) == 1
    assert commune.store.verify() == []
