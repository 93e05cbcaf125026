"""A boundary given to a record travels as one record of a package, and the office has it as the commune does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.commands import LinkMany, LinkShape, UnlinkShape
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, LandRight, Parcel, Party
from landdesk.services.office.review import Outcome
from tests.store.exchange.world import COMMUNE, World, differing, number, set_address, users, waiting

RECORDS = ("41", "42")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An office whose parcels 12/9 and 12/10 are on the map only; the records 12/41 and 12/42 have no boundary."""
    made = World(tmp_path)
    records: list[AnyRecord] = []
    for at, name in enumerate(RECORDS):
        parcel = Parcel(made.new_id(), COMMUNE, "12", name, loaded="key user")
        party = Party(made.new_id(), f"Đặng Văn Mít {name}", f"99900000010{at}")
        records += [parcel, party, LandRight(made.new_id(), parcel.id, party.id)]
    change = ChangeSet("import", tuple(Delta(None, one) for one in records))
    made.office.write(lambda context: context.work.apply(change, EntryKind.IMPORT))
    yield made
    made.close()


def pair(app: Application, record: str, polygon: str) -> tuple[ObjectId, ObjectId]:
    return number(app, record).id, number(app, polygon).id


def test_one_link_is_one_record_of_the_package(world: World) -> None:
    commune = world.commune()
    record, polygon = pair(commune, "41", "9")
    commune.execute(LinkShape(record, polygon))
    package = world.receive(world.export(commune))
    assert world.outcomes(package) == {"12/9 → 12/41": Outcome.CLEAN}
    world.round_trip_of(package, commune)
    assert not waiting(commune)
    assert not differing(world.office, commune)
    there = number(world.office, "9")
    assert (there.id, users(world.office, there.id)) == (record, ["Đặng Văn Mít 41"])
    assert there.shape is not None


def test_many_links_are_one_record_and_come_back_whole(world: World) -> None:
    commune = world.commune()
    commune.execute(LinkMany((pair(commune, "41", "9"), pair(commune, "42", "10"))))
    package = world.receive(world.export(commune))
    assert list(world.outcomes(package).values()) == [Outcome.CLEAN]
    world.round_trip_of(package, commune)
    assert not differing(world.office, commune)
    # What was wrong goes back as an act of its own.
    commune.execute(UnlinkShape(number(commune, "9").id))
    world.round_trip(commune)
    assert not differing(world.office, commune)
    (lone,) = [
        one for one in world.office.read(lambda reader: reader.all(Parcel)).values() if one.shape is None
    ]
    assert (lone.key, users(world.office, lone.id)) == ("12/41", ["Đặng Văn Mít 41"])


def test_what_the_office_changed_on_the_boundary_meanwhile_is_a_conflict(world: World) -> None:
    commune = world.commune()
    commune.execute(LinkShape(*pair(commune, "41", "9")))
    set_address(world.office, "9", "Thôn Đoài")
    package = world.receive(world.export(commune))
    assert world.outcomes(package) == {"12/9 → 12/41": Outcome.CONFLICT}
