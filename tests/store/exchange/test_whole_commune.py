"""What belongs to no parcel goes to the commune that it was made for, and to no other one."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.commands import AddObject, EditRecord, New, SetFields
from landdesk.domain.records import (
    AnyRecord,
    Certificate,
    Document,
    DocumentLink,
    Parcel,
    Party,
    PartyAddress,
    Registration,
)
from landdesk.services.packages.reading import read_package
from tests.store.exchange.test_verifier import verified
from tests.store.exchange.test_whole_record import OTHER, all_of, certificate_over, everything
from tests.store.exchange.world import COMMUNE, World, number

LOOSE = (
    AddObject("party", {"name": "Người Không Đất"}, "person"),
    AddObject("party_address", {"party_id": New("person"), "detail": "Tổ 4"}),
    AddObject("document", {"kind": "1", "file_name": "roi.pdf", "sha256": "cd" * 32}),
    AddObject("registration", {"number": "DK-77"}),
    AddObject("certificate", {"serial": "LL 00000001"}, "old"),
    AddObject("certificate", {"serial": "LL 00000002", "replaces_id": New("old")}, "new"),
    AddObject("document", {"kind": "1", "file_name": "gcn.pdf", "sha256": "ef" * 32}, "scan"),
    AddObject("document_link", {"document_id": New("scan"), "certificate_id": New("new")}),
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An office with two communes: all parcels are of one but for number 2."""
    made = World(tmp_path, communes=(COMMUNE, OTHER))
    given = number(made.office, "2")
    change = ChangeSet("test", (Delta(given, dataclasses.replace(given, commune=OTHER)),))
    made.office.write(lambda context: context.work.apply(change))
    yield made
    made.close()


def made(base: Path) -> list[AnyRecord]:
    assert verified(base).returncode == 0
    return list(read_package(base).created.values())


def told(records: list[AnyRecord]) -> set[str]:
    """Return what can be told apart of the loose objects."""
    found: set[str] = set()
    for one in records:
        if isinstance(one, Party) and one.name.startswith("Người"):
            found.add(one.name)
        elif isinstance(one, Document) and one.file_name is not None:
            found.add(one.file_name)
        elif isinstance(one, Certificate) and one.serial is not None:
            found.add(one.serial)
        elif isinstance(one, Registration) and one.number is not None:
            found.add(one.number)
        elif isinstance(one, PartyAddress | DocumentLink):
            found.add(type(one).__name__)
    return found


EVERYTHING_LOOSE = {
    *("Người Không Đất", "PartyAddress", "roi.pdf", "DK-77"),
    *("LL 00000001", "LL 00000002", "gcn.pdf", "DocumentLink"),
}


def test_what_a_commune_sent_without_a_parcel_comes_back_to_it_alone(world: World) -> None:
    commune = world.commune()
    commune.execute(EditRecord(LOOSE))
    world.round_trip(commune)
    assert told(made(world.base(OTHER))) == set()
    base = world.base()
    assert told(made(base)) == EVERYTHING_LOOSE
    again = world.commune("again", base)
    assert everything(again) == everything(commune)
    assert again.store.verify() == []


def test_what_the_office_imported_with_parcels_of_one_commune_goes_to_that_one(world: World) -> None:
    office = world.office
    own = number(office, "1")
    stranger, both, nobody = (
        Party(office.store.new_id(), f"Người {name}") for name in ("Một", "Hai", "Không rõ")
    )
    other = number(office, "2")

    def bring(*parcels: Parcel, party: Party) -> None:
        deltas = [Delta(one, dataclasses.replace(one, hamlet=party.name)) for one in parcels]
        change = ChangeSet("import", (*deltas, Delta(None, party)))
        office.write(lambda context: context.work.apply(change, EntryKind.IMPORT))

    bring(own, party=stranger)
    bring(number(office, "1"), other, party=both)
    bring(party=nobody)
    # Whose parcels an act was about is not told of one that touched both, nor of one that touched none.
    assert told(made(world.base())) == {"Người Một"}
    assert told(made(world.base(OTHER))) == set()


def test_a_scan_whose_link_names_two_communes_goes_to_both_without_the_link(world: World) -> None:
    own, other = number(world.office, "1").id, number(world.office, "2").id
    world.office.execute(EditRecord(certificate_over(other)))
    certificate = next(one for one in all_of(world.office, Certificate) if one.replaces_id is not None)
    link = {"document_id": New("scan"), "parcel_id": own, "certificate_id": certificate.id}
    scan = AddObject("document", {"kind": "1", "file_name": "chung.pdf", "sha256": "cd" * 32}, "scan")
    world.office.execute(EditRecord((scan, AddObject("document_link", link))))
    assert told(made(world.base())) == {"chung.pdf"}
    assert told(made(world.base(OTHER))) >= {"chung.pdf", "a.pdf"}
    links = [one for one in made(world.base(OTHER)) if isinstance(one, DocumentLink)]
    assert [one.parcel_id for one in links] == [None]


def test_an_update_brings_what_was_loose_and_later(world: World) -> None:
    commune, beside = world.commune(), world.commune("beside")
    commune.execute(EditRecord(LOOSE))
    world.round_trip(commune)
    exchange.receive(beside, world.update())
    assert everything(beside) == everything(commune)
    person = next(one for one in all_of(world.office, Party) if one.name == "Người Không Đất")
    world.office.execute(EditRecord((SetFields("party", person.id, {"born": "1980"}),)))
    exchange.receive(beside, world.update())
    assert _born(beside) == "1980"
    # A right makes it the other commune's.
    right = {"parcel_id": number(world.office, "2").id, "party_id": person.id}
    world.office.execute(EditRecord((AddObject("land_right", right),)))
    assert "Người Không Đất" in told(made(world.base(OTHER)))
    assert "Người Không Đất" not in told(made(world.base()))


def _born(app: Application) -> str | None:
    born: str | None = next(one.born for one in all_of(app, Party) if one.name == "Người Không Đất")
    return born


def test_a_store_of_one_commune_hands_out_all_of_it(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.office.execute(EditRecord(LOOSE))
    assert told(made(world.base())) == EVERYTHING_LOOSE
    world.close()
