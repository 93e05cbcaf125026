"""A division is one act: parts, numbers, lineage, the neighbours' nodes, and one undo for all of it."""

from decimal import Decimal

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landdesk.app.application import Application
from landdesk.domain.commands import DivideParcel, MergeParcels, MoveVertex
from landdesk.domain.dividing import ByArea, ByDistance, ByTurn, Division, Equally
from landdesk.domain.errors import RefusedError
from landdesk.domain.records import Parcel
from tests.stores import corner, everything, make_store, parcel_id, refused

SOUTH = corner(1, 1), corner(2, 1)
WEST = corner(1, 1), corner(1, 2)
"""Edges of parcel 12/6, which has neighbours on all sides."""


def shapes(app: Application) -> dict[str, shapely.MultiPolygon]:
    return {
        one.key: one.shape
        for one in everything(app).values()
        if isinstance(one, Parcel) and one.shape is not None
    }


def test_parts_get_numbers_and_shares_and_neighbours_get_nodes(app: Application) -> None:
    before = everything(app)
    entry = app.execute(DivideParcel(parcel_id(app, "12/6"), Equally(SOUTH, 3)))
    assert (entry.command, entry.subject) == ("parcel.divide", "12/6 → 12/6, 12/13*, 12/14*")
    after = everything(app)
    parts = [one for one in after.values() if isinstance(one, Parcel) and one.number in ("6", "13", "14")]
    assert [one.legal_area_m2 for one in parts] == [Decimal("200.00")] * 3
    now = shapes(app)
    areas = [now[key].area for key in ("12/6", "12/13*", "12/14*")]
    assert areas == pytest.approx([200] * 3, abs=0.05)
    assert shapely.is_empty(shapely.coverage_invalid_edges(list(now.values()), 0.0)).all()
    app.undo()
    assert everything(app) == before
    app.redo()
    assert everything(app) == after


def test_parts_merged_again_are_the_parcel(app: Application) -> None:
    whole = shapes(app)["12/6"]
    app.execute(DivideParcel(parcel_id(app, "12/6"), ByDistance(WEST, 4.0)))
    app.execute(MergeParcels((parcel_id(app, "12/6"), parcel_id(app, "12/13"))))
    assert shapes(app)["12/6"].equals(whole)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["12/1", "12/6", "12/7", "12/11"]),
            st.sampled_from(["area", "turn", "distance", "parts"]),
            st.floats(0.1, 0.9),
            st.integers(0, 6),
        ),
        min_size=1,
        max_size=4,
    ),
    st.floats(0.5, 3),
    st.floats(0.5, 3),
)
@settings(max_examples=12, deadline=None)
def test_a_block_stays_whole(
    tmp_path_factory: pytest.TempPathFactory,
    acts: list[tuple[str, str, float, int]],
    right: float,
    up: float,
) -> None:
    app = make_store(tmp_path_factory.mktemp("block") / "store.landdesk")
    for place in ((1, 1), (2, 1), (2, 2)):
        easting, northing = corner(*place)
        app.execute(MoveVertex((easting, northing), (easting + right, northing + up)))
    images = [everything(app)]
    for key, kind, share, at in acts:
        shape = shapes(app)[key]
        points = [(e, n) for e, n in shapely.get_coordinates(shape).tolist()]
        start, end = points[at % (len(points) - 1)], points[at % (len(points) - 1) + 1]
        ways: dict[str, Division] = {
            "area": ByArea((start, end), shape.area * share),
            "turn": ByTurn(start, shape.area * share),
            "distance": ByDistance((start, end), 10 * share),
            "parts": Equally((start, end), 2 + at),
        }
        try:
            app.execute(DivideParcel(parcel_id(app, key), ways[kind]))
        except RefusedError:
            assert everything(app) == images[-1]
            continue
        images.append(everything(app))
        parcels = list(shapes(app).values())
        assert shapely.is_empty(shapely.coverage_invalid_edges(parcels, 0.0)).all()
    for image in images[-2::-1]:
        app.undo()
        assert everything(app) == image
    app.close()


def test_what_is_refused_changes_nothing(app: Application) -> None:
    before = everything(app)
    for division, code in (
        (ByArea(SOUTH, 600.0), "divide.area"),
        (ByDistance(SOUTH, 31.0), "divide.distance"),
        (Equally(SOUTH, 601), "divide.count"),
        (ByTurn(corner(0, 0), 5.0), "divide.not-on-boundary"),
    ):
        with refused(code):
            app.execute(DivideParcel(parcel_id(app, "12/6"), division))
    assert everything(app) == before
