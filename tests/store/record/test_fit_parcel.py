"""Corners of a parcel moved in one act: neighbours follow, what breaks is refused whole, one undo brings all back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from landdesk.app.application import Application
from landdesk.domain.commands import FitParcel
from landdesk.domain.records import Parcel
from tests.stores import DEPTH_M, WIDTH_M, corner, everything, make_store, parcel_id, refused


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Application]:
    made = make_store(tmp_path / "store.landdesk")
    yield made
    made.close()


def moves(
    shift: tuple[float, float], column: int = 1, row: int = 1
) -> tuple[tuple[tuple[float, float], tuple[float, float]], ...]:
    """Return the moves of all corners of a parcel, 12/6 unless said, by a shift."""
    west, south = corner(column, row)
    places = [(west + e, south + n) for e in (0.0, WIDTH_M) for n in (0.0, DEPTH_M)]
    return tuple((at, (at[0] + shift[0], at[1] + shift[1])) for at in places)


def whole_area_m2(app: Application) -> float:
    shapes = app.read(lambda reader: reader.all(Parcel)).values()
    return float(sum(one.shape.area for one in shapes if one.shape is not None))


def test_the_land_stays_whole_and_undo_brings_all_back(app: Application) -> None:
    before = everything(app)
    area_m2 = whole_area_m2(app)
    entry = app.execute(FitParcel(parcel_id(app, "12/6"), moves((1.5, -2.25))))
    assert entry.subject.startswith("12/6, ")
    assert entry.delta_count == 9
    assert whole_area_m2(app) == pytest.approx(area_m2)
    assert app.store.verify() == []
    app.undo()
    assert everything(app) == before


def test_a_parcel_may_go_further_than_it_is_wide(app: Application) -> None:
    # 12/4 stands at the eastern side; its western corners come to lie beyond where the eastern ones were.
    app.execute(FitParcel(parcel_id(app, "12/4"), moves((WIDTH_M + 5, 0.0), 3, 0)))
    shape = app.coverage.shape(parcel_id(app, "12/4"))
    assert shape is not None
    west, south = corner(3, 0)
    assert shape.bounds == (west + 25, south, west + 45, south + DEPTH_M)
    assert app.store.verify() == []


def test_what_is_no_corner_or_would_break_is_refused_whole(app: Application) -> None:
    before = everything(app)
    number = app.read(lambda reader: reader.version())
    own, other = corner(1, 1), corner(3, 3)
    with refused("move.no-vertex"):
        app.execute(FitParcel(parcel_id(app, "12/6"), ((own, (own[0] + 1, own[1])), (other, own))))
    far = (own[0] + 500, own[1] + 500)
    with refused("move.breaks-polygon"):
        app.execute(FitParcel(parcel_id(app, "12/6"), ((own, far),)))
    with refused("edit.nothing-changed"):
        app.execute(FitParcel(parcel_id(app, "12/6"), moves((0.0, 0.0))))
    assert everything(app) == before
    assert app.read(lambda reader: reader.version()) == number
