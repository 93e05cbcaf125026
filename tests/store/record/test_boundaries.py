"""Edits of shared boundaries on a real store: one act for all parcels, taken back to the byte."""

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landdesk.app.application import Application
from landdesk.domain.commands import (
    AddVertex,
    Command,
    DeleteVertex,
    JoinNodes,
    MoveEdge,
    ReshapeBoundary,
    SetParcel,
)
from landdesk.domain.errors import RefusedError
from landdesk.domain.ids import ObjectId
from tests.stores import corner, everything, parcel_id, refused

EAST, NORTH = corner(1, 0)[0], corner(1, 1)[1]
SOUTH = corner(1, 0)[1]


def line(*steps: tuple[float, float]) -> shapely.LineString:
    """Return a line by metres from the southern end of the boundary between 12/1 and 12/2."""
    return shapely.LineString([(EAST + e, SOUTH + n) for e, n in steps])


def state(app: Application) -> tuple[float, float]:
    """Return the land of all parcels, and the length of boundaries that fit no neighbour."""
    shapes = app.coverage.shapes(app.coverage.live())
    return float(shapely.area(shapes).sum()), float(
        shapely.length(shapely.coverage_invalid_edges(shapes)).sum()
    )


def commands(app: Application) -> dict[str, tuple[Command, int]]:
    """Return one command of each kind, with the number of parcels it changes."""
    first = parcel_id(app, "12/1")
    return {
        "vertex.add": (AddVertex((EAST, SOUTH + 7), (EAST + 2, SOUTH + 7.5)), 2),
        "edge.move": (MoveEdge((EAST, SOUTH), (EAST, NORTH), (1.25, 0.0)), 4),
        "boundary.reshape": (ReshapeBoundary(first, line((0, 2), (3, 10), (0, 20))), 2),
    }


@pytest.mark.parametrize("name", ["vertex.add", "edge.move", "boundary.reshape"])
def test_one_act_for_all_and_one_undo(app: Application, name: str) -> None:
    command, changed = commands(app)[name]
    before, land = everything(app), state(app)
    entry = app.execute(command)
    assert (entry.command, entry.delta_count) == (name, changed)
    assert entry.subject.startswith("12/1, 12/2")
    assert list(state(app)) == pytest.approx([land[0], 0.0], abs=1e-6)
    after = everything(app)
    assert app.undo().command == f"undo:{name}"
    assert everything(app) == before
    app.redo()
    assert everything(app) == after
    assert app.store.verify() == []


def test_a_point_goes_for_all_and_a_junction_stays(app: Application) -> None:
    before = everything(app)
    app.execute(AddVertex((EAST, SOUTH + 7)))
    entry = app.execute(DeleteVertex((EAST, SOUTH + 7)))
    assert (entry.command, entry.subject, entry.delta_count) == ("vertex.delete", "12/1, 12/2", 2)
    assert everything(app) == before
    with refused("vertex.junction"):
        app.execute(DeleteVertex((EAST, NORTH)))
    assert everything(app) == before


def test_the_chosen_parcel_is_named_first(app: Application) -> None:
    entry = app.execute(ReshapeBoundary(parcel_id(app, "12/2"), line((0, 2), (3, 10), (0, 20))))
    assert entry.subject == "12/2, 12/1"


def test_near_nodes_are_joined_as_one_act(app: Application) -> None:
    app.execute(AddVertex((EAST, SOUTH + 7)))
    app.execute(AddVertex((EAST, SOUTH + 7.04)))
    before = everything(app)
    entry = app.execute(JoinNodes(0.05, box=(EAST - 1, SOUTH, EAST + 1, NORTH)))
    assert (entry.command, entry.delta_count) == ("nodes.join", 2)
    assert len(app.coverage.owners_of_vertex(EAST, SOUTH + 7)) == 2
    assert len(app.coverage.owners_of_vertex(EAST, SOUTH + 7.04)) == 0
    app.undo()
    assert everything(app) == before
    with refused("join.nothing"):
        app.execute(JoinNodes(0.03, parcel_id(app, "12/1")))


def test_a_parcel_without_a_boundary_and_one_that_is_gone(app: Application) -> None:
    with pytest.raises(RefusedError):
        app.execute(ReshapeBoundary(ObjectId(b"\x00" * 16), line((0, 2), (3, 10), (0, 20))))
    with refused("join.nothing"):
        app.execute(JoinNodes(0.05, ObjectId(b"\x00" * 16)))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["add", "edge", "reshape", "delete", "set"]),
            st.integers(0, 2),
            st.floats(-4, 4),
            st.floats(-4, 4),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_edits_keep_the_map_whole_and_go_back_to_the_byte(
    app: Application, steps: list[tuple[str, int, float, float]]
) -> None:
    start = everything(app)
    done = 0
    for kind, column, east, north in steps:
        nodes = shapely.get_coordinates(app.coverage.shape(parcel_id(app, f"12/{column + 1}")))
        (e0, n0), (e1, n1) = nodes[1].tolist(), nodes[2].tolist()
        command: Command
        if kind == "add":
            command = AddVertex((e0, (n0 + n1) / 2), (e0 + east, (n0 + n1) / 2 + north))
        elif kind == "edge":
            command = MoveEdge((e0, n0), (e1, n1), (east, north))
        elif kind == "delete":
            command = DeleteVertex((e1, n1))
        elif kind == "set":
            command = SetParcel(parcel_id(app, "12/1"), address=f"{east}")
        else:
            way = shapely.LineString([(e0, n0 + 5), (e0 + east, n0 + 10 + north), (e0, n0 + 18)])
            command = ReshapeBoundary(parcel_id(app, f"12/{column + 1}"), way)
        try:
            app.execute(command)
            done += 1
        except RefusedError:
            pass
        shapes = app.coverage.shapes(app.coverage.live())
        assert np.all(shapely.is_valid(shapes))
        assert state(app)[1] == 0.0
    for _ in range(done):
        app.undo()
    assert everything(app) == start
