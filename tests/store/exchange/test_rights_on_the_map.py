"""What a commune may change of boundaries: each act is refused where the office's list says so, and no other."""

import pytest
import shapely

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain import commands as c
from landdesk.domain.commune_rights import MapAct
from landdesk.domain.records import Parcel
from landdesk.i18n import translate
from landdesk.services.commands import HANDLERS
from landdesk.services.commune_rights import ACTS
from landdesk.services.office_lists import replace_list
from landdesk.services.packages.change import _SHAPE_ACTS
from landdesk.store.store import NewStore
from tests.store.exchange.test_commune_rights import bound, certify, edit, say, scan, set_area, table
from tests.store.exchange.world import COMMUNE, EPSG, World, corner, number
from tests.stores import refused


def line(wanted: float) -> shapely.LineString:
    west, south = corner(0, 0)
    return shapely.LineString([(west + wanted, south - 1), (west + wanted, south + 31)])


def acts(app: Application) -> dict[MapAct, c.Command]:
    west, south = corner(0, 0)
    away = shapely.box(west + 200, south, west + 220, south + 20)
    return {
        MapAct.MOVE: c.MoveVertex(corner(1, 0), (corner(1, 0)[0] + 0.5, south - 0.5)),
        MapAct.SPLIT: c.SplitParcel(number(app, "1").id, line(8)),
        MapAct.MERGE: c.MergeParcels((number(app, "1").id, number(app, "2").id)),
        MapAct.HOLE: c.CutHole(shapely.box(west + 5, south + 5, west + 9, south + 9)),
        MapAct.DRAW: c.NewParcel(away, "12"),
        MapAct.UNLINK: c.UnlinkShape(number(app, "1").id),
    }


@pytest.mark.parametrize("act", [one for one in MapAct if one is not MapAct.LINK])
def test_an_act_on_the_map_is_refused_and_the_others_are_not(world: World, act: MapAct) -> None:
    commune = bound(world, f"map,{act},always,office,")
    before = commune.read(lambda reader: reader.all(Parcel))
    with refused("rights.office"):
        commune.execute(acts(commune)[act])
    assert commune.read(lambda reader: reader.all(Parcel)) == before
    for other, command in acts(commune).items():
        if other is not act:
            commune.execute(command)
            commune.undo()


def test_a_survey_moves_boundaries_and_draws_those_that_were_missing(world: World) -> None:
    commune = bound(world, "map,move,always,office,")
    one, drawn = number(commune, "5"), number(commune, "1").shape
    commune.execute(c.UnlinkShape(number(commune, "1").id))
    found = commune.read(lambda reader: reader.all(Parcel)).values()
    (record,) = (each for each in found if each.shape is None)
    assert one.shape is not None
    assert drawn is not None
    west, south = corner(0, 1)
    wider = shapely.MultiPolygon([shapely.box(west - 1, south, *corner(1, 2))])
    with refused("rights.office"):
        commune.execute(c.TakeDelivery(((one.id, wider),), 0.05))
    taken_away = shapely.affinity.translate(drawn, 500, 0)
    commune.execute(c.TakeDelivery(((record.id, taken_away),), 0.05))
    commune.undo()
    say(world, "map,draw,always,office,")
    exchange.receive(commune, world.update())
    with refused("rights.office"):
        commune.execute(c.TakeDelivery(((record.id, taken_away),), 0.05))
    commune.execute(c.TakeDelivery(((one.id, wider),), 0.05))


def test_a_strip_is_a_split_of_each_parcel_it_takes_of(world: World) -> None:
    commune = bound(world, "map,split,certificate,office,")
    west, south = corner(0, 0)
    road = c.CutStrip(shapely.LineString([(west - 5, south + 15), (west + 25, south + 15)]), 2.0)
    commune.execute(road)
    commune.undo()
    certify(commune, number(commune, "2").id)
    with refused("rights.office") as caught:
        commune.execute(road)
    assert caught.value.where is not None
    assert "12/2" in translate(caught.value.where)


def test_linking_a_boundary(world: World) -> None:
    commune = bound(world, "map,link,always,office,")
    commune.execute(c.UnlinkShape(number(commune, "1").id))
    found = commune.read(lambda reader: reader.all(Parcel)).values()
    record, polygon = sorted(
        (one for one in found if one.key.startswith("12/1") and one.number == "1"),
        key=lambda one: one.shape is not None,
    )
    with refused("rights.office"):
        commune.execute(c.LinkShape(record.id, polygon.id))


def test_a_boundary_needs_a_scan_at_each_parcel_whose_land_moves(world: World) -> None:
    commune = bound(world, "map,*,certificate,document,")
    one, two, five = (number(commune, wanted).id for wanted in "125")
    for parcel in (one, two, five):
        certify(commune, parcel)
    move = acts(commune)[MapAct.MOVE]
    edit(commune, *scan(commune, one))
    with refused("rights.document") as caught:
        commune.execute(move)
    assert caught.value.where is not None
    assert translate(caught.value.where) == "Parcels 12/2"
    # Parcel 5 gets a point by this and no other land: it is not asked.
    commune.execute(c.SplitParcel(one, line(8)))
    edit(commune, *scan(commune, two))
    commune.execute(move)


def test_every_command_that_changes_shapes_is_an_act_on_the_map() -> None:
    names = {one.name for one in HANDLERS}
    assert set(ACTS) <= names
    # Deleting a parcel is the removing of an object, whoever asks.
    assert _SHAPE_ACTS - {"parcel.delete"} <= set(ACTS), "say in ACTS which act on the map it is"
    assert set(ACTS.values()) == set(MapAct)


def test_office_and_stores_without_one_are_not_bound(world: World) -> None:
    say(world, "parcel,*,always,office,", "map,*,always,office,")
    own = world.store("own", NewStore("commune", EPSG, (COMMUNE,)), world.technician)
    world.fill(own)
    own.write(lambda context: replace_list(context.work, "commune_rights", table("parcel,*,always,office,")))
    for app in (world.office, own):
        set_area(app)
        app.execute(acts(app)[MapAct.MOVE])
