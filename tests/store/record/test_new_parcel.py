"""A new parcel is one act: it takes free land, fits its neighbours and has a provisional number."""

from decimal import Decimal

import pytest
import shapely

from landdesk.app.application import Application
from landdesk.domain.commands import CutHole, DeleteParcel, NewParcel
from landdesk.domain.records import Parcel
from tests.stores import corner, everything, parcel_id, refused


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """Return a box in columns and rows of the block."""
    return shapely.box(*_place(west, south), *_place(east, north))


def _place(column: float, row: float) -> tuple[float, float]:
    (west, south), (east, north) = corner(0, 0), corner(1, 1)
    return west + column * (east - west), south + row * (north - south)


def test_it_takes_free_land_and_gives_neighbours_their_nodes(app: Application) -> None:
    before = everything(app)
    entry = app.execute(NewParcel(box(3.5, 0.5, 5, 1.5)))
    assert entry.command == "parcel.new"
    assert entry.subject.startswith("12/13* (−300.00 m²); 12/")
    after = everything(app)
    [made] = [after[one] for one in after.keys() - before.keys()]
    assert isinstance(made, Parcel)
    assert made.shape is not None
    assert made.shape.area == pytest.approx(600)
    assert (made.legal_area_m2, made.address) == (None, None)
    shapes = [one.shape for one in after.values() if isinstance(one, Parcel)]
    assert shapely.is_empty(shapely.coverage_invalid_edges(shapes, 0.0)).all()
    app.undo()
    assert everything(app) == before
    app.redo()
    assert everything(app) == after


def test_it_fills_a_gap_exactly(app: Application) -> None:
    whole = everything(app)[parcel_id(app, "12/6")]
    app.execute(DeleteParcel(parcel_id(app, "12/6")))
    app.execute(NewParcel(box(0.7, 0.7, 2.3, 2.3)))
    made = everything(app)[parcel_id(app, "12/13")]
    assert isinstance(made, Parcel)
    assert isinstance(whole, Parcel)
    assert made.shape is not None
    assert made.shape.equals(whole.shape)


def test_alone_it_needs_a_sheet(app: Application) -> None:
    with refused("draw.no-sheet"):
        app.execute(NewParcel(box(10, 10, 11, 11)))
    assert app.execute(NewParcel(box(10, 10, 11, 11), "40")).subject == "40/1*"


def test_what_is_refused_changes_nothing(app: Application) -> None:
    before = everything(app)
    for outline, code in (
        (box(0.2, 0.2, 0.8, 0.8), "draw.nothing-left"),
        (box(-1, 0.2, 9, 0.8), "draw.falls-apart"),
        (shapely.box(0, 0, 10, 10), "draw.outside"),
        (shapely.box(1e12, 0, 1e12 + 10, 10), "draw.outside"),
    ):
        with refused(code):
            app.execute(NewParcel(outline))
    assert everything(app) == before


def test_a_hole_becomes_a_parcel_or_land_without_one(app: Application) -> None:
    before = everything(app)
    sketch = box(1.25, 1.25, 1.75, 1.75)
    assert app.execute(CutHole(sketch)).subject == "12/6 → 12/6, 12/13*"
    outer, inner = (everything(app)[parcel_id(app, key)] for key in ("12/6", "12/13"))
    assert isinstance(outer, Parcel)
    assert isinstance(inner, Parcel)
    assert (outer.legal_area_m2, inner.legal_area_m2) == (Decimal("450.00"), Decimal("150.00"))
    shapes = [one.shape for one in everything(app).values() if isinstance(one, Parcel)]
    assert shapely.is_empty(shapely.coverage_invalid_edges(shapes, 0.0)).all()
    assert outer.shape is not None
    assert outer.shape.area == pytest.approx(450)
    app.undo()
    assert everything(app) == before
    assert app.execute(CutHole(sketch, as_parcel=False)).subject == "12/6 (−150.00 m²)"
    now = everything(app)
    assert now.keys() == before.keys()
    assert now[outer.id] == outer
    app.undo()
    assert everything(app) == before


def test_a_hole_that_touches_the_boundary_or_a_hole_is_refused(app: Application) -> None:
    app.execute(CutHole(box(1.25, 1.25, 1.75, 1.75), as_parcel=False))
    before = everything(app)
    for outline in (
        box(1, 1.1, 1.2, 1.2),
        box(1.1, 1.1, 2.2, 1.2),
        box(1.1, 1.1, 1.9, 1.9),
        box(1.3, 1.3, 1.7, 1.7),
        box(20, 20, 21, 21),
    ):
        with refused("hole.not-inside"):
            app.execute(CutHole(outline))
    assert everything(app) == before
