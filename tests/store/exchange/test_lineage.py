"""What parcels were made of comes to the commune with bases and updates, each pair once."""

from dataclasses import replace

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.ids import ObjectId
from landdesk.services.packages.reading import read_package
from landdesk.store.store import NewStore
from tests.store.exchange.world import (
    COMMUNE,
    EPSG,
    World,
    merge,
    number,
    set_address,
    split,
)

RETIRED = "parcel.retired-active"


def lineage(app: Application) -> list[tuple[ObjectId, ObjectId]]:
    """Return all pairs of a store in order, also of acts that were taken back."""
    lines = app.read(
        lambda reader: reader.exchange.lineage_of(one.number for one in reader.history(limit=1000))
    )
    return sorted((parent, child) for parent, child, _ in lines)


def retired(app: Application) -> list[tuple[ObjectId, ...]]:
    assert app.findings is not None
    return [one.objects for one in app.findings.findings if one.rule == RETIRED]


def say(world: World, *pairs: tuple[str, str]) -> None:
    """Let the office know of parcels that were made of others, as an import of its records does."""
    known = tuple(
        (number(world.office, parent).id, number(world.office, child).id) for parent, child in pairs
    )
    parents = [number(world.office, parent) for parent, _ in pairs]
    noted = tuple(Delta(one, replace(one, note="Đã tách")) for one in dict.fromkeys(parents))
    change = ChangeSet("import.parcels", noted, lineage=known)
    world.office.write(lambda context: context.work.apply(change, EntryKind.IMPORT))


def lay_over(world: World, parent: str, child: str) -> None:
    """Let a parcel of the office lie on the land of another one, of which it was made."""
    own, other = number(world.office, parent), number(world.office, child)
    change = ChangeSet("test", (Delta(own, replace(own, shape=other.shape)),))
    world.office.write(lambda context: context.work.apply(change, EntryKind.IMPORT))


def test_a_base_holds_what_its_parcels_were_made_of_and_not_what_was_taken_back(world: World) -> None:
    split(world.office, "2")
    merge(world.office, "9", "10")
    held = lineage(world.office)
    split(world.office, "7")
    assert lineage(world.office) != held
    world.office.undo()
    commune = world.commune()
    assert lineage(commune) == held != []
    assert commune.store.verify() == []


def test_a_former_parcel_that_is_still_there_is_found_in_the_commune_too(world: World) -> None:
    say(world, ("3", "4"))
    lay_over(world, "3", "4")
    world.office.check()
    commune = world.commune()
    commune.check()
    assert retired(commune) == retired(world.office) == [(number(commune, "3").id,)]


def test_an_update_brings_what_came_since_and_nothing_twice(world: World) -> None:
    split(world.office, "2")
    commune = world.commune()
    before = lineage(commune)
    lay_over(world, "3", "4")
    say(world, ("3", "4"))
    path = world.update()
    (record,) = read_package(path).records
    pair = (number(world.office, "3").id, number(world.office, "4").id)
    assert record.lineage == (pair,)
    commune.check()
    exchange.receive(commune, path)
    # The check that follows the update says what a whole one says.
    assert retired(commune) == [pair[:1]]
    exchange.receive(commune, path)
    exchange.receive(commune, world.base())
    set_address(world.office, "3", "Thôn B")
    exchange.receive(commune, world.update())
    assert lineage(commune) == sorted([*before, pair])
    assert commune.store.verify() == []


def test_what_the_commune_split_itself_comes_back_once(world: World) -> None:
    commune = world.commune()
    split(commune, "2")
    own = lineage(commune)
    world.round_trip(commune)
    exchange.receive(commune, world.base())
    assert lineage(commune) == own


def test_a_store_that_is_bound_to_a_base_takes_it_over(world: World) -> None:
    split(world.office, "2")
    app = world.store("own", NewStore("commune", EPSG, (COMMUNE,)), world.technician)
    world.fill(app)
    exchange.adopt(app, world.base())
    assert lineage(app) == lineage(world.office)


def test_the_commune_does_not_send_it_back(world: World) -> None:
    split(world.office, "2")
    commune = world.commune()
    set_address(commune, "2", "Thôn B")
    sent = read_package(world.export(commune).path)
    assert [record.lineage for record in sent.records] == [()]
