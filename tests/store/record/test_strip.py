"""A strip is one act: the road's parcel, the divided ones, the neighbours' nodes, lineage, and one undo."""

from decimal import Decimal
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString

from landdesk.app.application import Application
from landdesk.domain.commands import CutStrip, SetParcel
from landdesk.domain.errors import LandDeskError
from landdesk.domain.records import LandRight, Parcel, Purpose
from landdesk.domain.strips import Side
from tests.policies import rule
from tests.stores import WEST, corner, everything, make_store, parcel_id, refused

SOUTH = corner(0, 0)[1]
ACROSS = LineString([(WEST - 5, SOUTH + 15), (WEST + 85, SOUTH + 15)])
"""Through the first row, 5 m beyond it on both sides."""


def parcels(app: Application) -> dict[str, Parcel]:
    return {one.key: one for one in everything(app).values() if isinstance(one, Parcel)}


def total_m2(app: Application) -> float:
    return float(sum(one.shape.area for one in parcels(app).values() if one.shape is not None))


def invalid_edges(app: Application) -> int:
    shapes = [one.shape for one in parcels(app).values()]
    return int((~shapely.is_empty(shapely.coverage_invalid_edges(shapes, 0.0))).sum())


def test_a_road_through_a_row(app: Application) -> None:
    before, whole_m2 = everything(app), total_m2(app)
    giving = [parcel_id(app, f"12/{number}") for number in (1, 2, 3, 4)]
    entry = app.execute(CutStrip(ACROSS, 4.0))
    assert entry.command == "parcel.strip"
    assert entry.subject == (
        "12/1, 12/2, 12/3, 12/4 → 12/13* (360.00 m²), 12/14*, 12/15*, 12/16*, 12/17*; ∅ 40.00 m²"
    )
    now = parcels(app)
    road = now["12/13*"]
    assert road.shape is not None
    assert road.shape.equals(shapely.box(WEST - 5, SOUTH + 13, WEST + 85, SOUTH + 17))
    assert road.legal_area_m2 is None
    assert total_m2(app) == pytest.approx(whole_m2 + 40)
    assert invalid_edges(app) == 0
    of_road = [one for one in everything(app).values() if getattr(one, "parcel_id", None) == road.id]
    assert [(type(one), getattr(one, "land_use", None)) for one in of_road] == [(Purpose, "DGT")]
    assert (now["12/1"].legal_area_m2, now["12/14*"].legal_area_m2) == (Decimal("260.00"), Decimal("260.00"))
    lineage = {pair[:2] for pair in app.read(lambda reader: reader.exchange.lineage_of([entry.number]))}
    assert lineage == {(one, road.id) for one in giving} | {
        (one, now[f"12/{number}*"].id) for one, number in zip(giving, (14, 15, 16, 17), strict=True)
    }
    assert app.store.verify() == []
    after = everything(app)
    app.undo()
    assert everything(app) == before
    app.redo()
    assert everything(app) == after


def test_its_legal_area_is_what_the_parcels_give(app: Application) -> None:
    inside = LineString([corner(0, 0), corner(4, 0)])
    app.execute(CutStrip(inside, 3.0, Side.LEFT, land_use="dtl"))
    now = parcels(app)
    assert now["12/13*"].legal_area_m2 == Decimal("240.00")
    assert [now[f"12/{number}"].legal_area_m2 for number in (1, 2, 3, 4)] == [Decimal("540.00")] * 4
    assert len(now) == 13
    purposes = [one for one in everything(app).values() if isinstance(one, Purpose)]
    assert [one.land_use for one in purposes if one.parcel_id == now["12/13*"].id] == ["DTL"]


def test_neighbours_across_take_the_corners(app: Application) -> None:
    north = LineString([corner(1, 2), (corner(1, 2)[0], corner(1, 2)[1] - 12)])
    entry = app.execute(CutStrip(north, 2.0))
    assert entry.subject == "12/5, 12/6 → 12/13* (24.00 m²); • 12/9, 12/10"
    assert invalid_edges(app) == 0


def test_parcels_within_go_only_when_that_is_said(app: Application) -> None:
    wide = LineString([(WEST + 10, SOUTH - 1), (WEST + 10, SOUTH + 91)])
    with refused("strip.whole") as caught:
        app.execute(CutStrip(wide, 22.0))
    assert "12/1, 12/5, 12/9" in str(caught.value)
    before = everything(app)
    gone = parcel_id(app, "12/1")
    entry = app.execute(CutStrip(wide, 22.0, whole=True))
    now = everything(app)
    assert gone not in now
    assert not any(isinstance(one, LandRight) and one.parcel_id == gone for one in now.values())
    assert gone in {pair[0] for pair in app.read(lambda reader: reader.exchange.lineage_of([entry.number]))}
    assert invalid_edges(app) == 0
    assert app.store.verify() == []
    app.undo()
    assert everything(app) == before


def test_a_divided_parcel_follows_the_rules_and_a_shortened_one_keeps_its_number(tmp_path: Path) -> None:
    app = make_store(tmp_path / "office.landdesk")
    rule(app, {"split.number": "none", "split.users": "kept", "split.legal_area": "map"})
    app.execute(CutStrip(LineString([(WEST + 30, SOUTH + 15), (WEST + 61, SOUTH + 15)]), 4.0))
    app.execute(CutStrip(LineString([(WEST, SOUTH + 88), (WEST + 20, SOUTH + 88)]), 4.0))
    now = parcels(app)
    # 12/3 is divided and goes; 12/2, 12/4 and 12/9 only lose land.
    assert {"12/2", "12/4", "12/9"} <= now.keys()
    assert "12/3" not in now
    (right,) = [
        one
        for one in everything(app).values()
        if isinstance(one, LandRight) and one.parcel_id in (now["12/14*"].id, now["12/15*"].id)
    ]
    assert right.parcel_id == now["12/14*"].id
    assert now["12/14*"].legal_area_m2 == Decimal("260.00")
    app.close()


def test_what_cannot_be_cut_changes_nothing(app: Application) -> None:
    before = everything(app)
    far = LineString([(WEST + 500, SOUTH), (WEST + 600, SOUTH)])
    crossing = LineString([corner(0, 0), corner(2, 2), corner(2, 0), corner(0, 2)])
    for command, code in (
        (CutStrip(ACROSS, 0.0), "strip.width"),
        (CutStrip(ACROSS, -4.0), "strip.width"),
        (CutStrip(ACROSS, 1e6), "strip.width"),
        (CutStrip(far, 4.0), "strip.meets-nothing"),
        (CutStrip(crossing, 4.0), "strip.line-crosses-itself"),
        (CutStrip(ACROSS, 4.0, land_use="XYZ"), "strip.land-use"),
        (CutStrip(ACROSS, 4.0, land_use="đất đường"), "parcel.land-use-format"),
    ):
        with refused(code):
            app.execute(command)
    assert everything(app) == before
    app.execute(SetParcel(parcel_id(app, "12/2"), sheet="13"))
    with refused("strip.several-sheets"):
        app.execute(CutStrip(ACROSS, 4.0))


@given(
    st.lists(st.tuples(st.floats(-10, 90), st.floats(-10, 100)), min_size=2, max_size=4),
    st.floats(0.5, 12),
    st.sampled_from(Side),
)
@settings(max_examples=20, deadline=None)
def test_any_strip_keeps_the_block(
    app_of_properties: Application, line: list[tuple[float, float]], width_m: float, side: Side
) -> None:
    app = app_of_properties
    before, before_m2 = everything(app), total_m2(app)
    way = LineString([(WEST + east, SOUTH + north) for east, north in line])
    try:
        entry = app.execute(CutStrip(way, width_m, side, whole=True))
    except LandDeskError:
        assert everything(app) == before
        return
    free_m2 = 0.0
    if "∅" in entry.subject:
        free_m2 = float(entry.subject.split("∅ ")[1].split(" m²")[0])
    assert total_m2(app) == pytest.approx(before_m2 + free_m2, abs=0.5)
    assert invalid_edges(app) == 0
    app.undo()
    assert everything(app) == before


@pytest.fixture(scope="module")
def app_of_properties(tmp_path_factory: pytest.TempPathFactory) -> Application:
    return make_store(tmp_path_factory.mktemp("strip") / "store.landdesk", role="commune")
