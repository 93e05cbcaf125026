"""Edits of shared boundaries travel: one record of the package for all parcels, taken as a whole."""

import pytest
import shapely
from shapely import MultiPolygon, box

from landdesk.app.application import Application
from landdesk.domain.commands import (
    AddVertex,
    Command,
    DeleteVertex,
    JoinNodes,
    MendMap,
    MoveEdge,
    ReshapeBoundary,
    TakeDelivery,
)
from landdesk.domain.map_mends import MapFault
from landdesk.services.office.review import Outcome
from tests.store.exchange.world import World, corner, differing, do, number, waiting

EAST, SOUTH = corner(1, 0)
SOUTHWEST = corner(0, 0)[0]
NORTH = corner(1, 1)[1]


def commands(app: Application, name: str) -> list[Command]:
    """Return commands that end in one of this name, on the boundary between 12/1 and 12/2."""
    middle = EAST, SOUTH + 7
    near = EAST, SOUTH + 7.015
    both = number(app, "1").id, number(app, "2").id
    line = shapely.LineString([(EAST, SOUTH + 2), (EAST + 2, SOUTH + 6), (EAST, SOUTH + 12)])
    by_name: dict[str, list[Command]] = {
        "vertex.add": [AddVertex(middle, (EAST + 1, SOUTH + 7))],
        "vertex.delete": [AddVertex(middle, (EAST + 1, SOUTH + 7)), DeleteVertex((EAST + 1, SOUTH + 7))],
        "edge.move": [MoveEdge((EAST, SOUTH), (EAST, NORTH), (1.0, 0.0))],
        "boundary.reshape": [ReshapeBoundary(number(app, "1").id, line)],
        "delivery.take": [
            TakeDelivery(
                tuple(
                    (number(app, name).id, MultiPolygon([box(EAST + west, SOUTH, EAST + east, NORTH)]))
                    for name, west, east in (("1", SOUTHWEST - EAST, 1.0), ("2", 1.0, EAST - SOUTHWEST))
                ),
                0.05,
            )
        ],
        "nodes.join": [AddVertex(middle), AddVertex(near), JoinNodes(0.05, number(app, "1").id)],
        "map.mend": [
            AddVertex(middle),
            AddVertex(near),
            MendMap((MapFault("parcel.near-node", both, shapely.MultiPoint([middle, near])),)),
        ],
    }
    return by_name[name]


@pytest.mark.parametrize(
    "name", ["vertex.add", "edge.move", "boundary.reshape", "nodes.join", "map.mend", "delivery.take"]
)
def test_the_office_takes_all_sides_of_a_boundary_in_one_record(world: World, name: str) -> None:
    commune = world.commune()
    do(commune, *commands(commune, name))
    package = world.receive(world.export(commune))
    [review] = world.review(package)
    assert review.outcome is Outcome.CLEAN
    assert review.record.acts[-1].command == name
    received = world.round_trip_of(package, commune)
    assert (received.accepted, received.returned) == (1, 0)
    assert differing(world.office, commune) == waiting(commune) == set()
    shapes = world.office.coverage.shapes(world.office.coverage.live())
    assert shapely.is_empty(shapely.coverage_invalid_edges(shapes)).all()


def test_a_point_added_and_taken_out_again_sends_nothing(world: World) -> None:
    commune = world.commune()
    do(commune, *commands(commune, "vertex.delete"))
    assert waiting(commune) == set()
