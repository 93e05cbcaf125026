"""Parcels on paper for tests: any shape as an extract, without a store."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import numpy as np
import shapely

from landdesk.domain.canonical_shape import canonical_shapes
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel, Party
from landdesk.services.printing.corners import rings_of
from landdesk.services.printing.extract import Extract, Form, Wanted, choice_of, drawn
from landdesk.services.printing.layout import layout
from landdesk.services.printing.parcel_labels import Drawn

EAST, NORTH = 586_000.0, 1_358_000.0


def polygon(*places: tuple[float, float]) -> shapely.Polygon:
    """Return a polygon by metres from a point of the commune."""
    return shapely.Polygon([(EAST + across, NORTH + up) for across, up in places])


def shape_of(*polygons: shapely.Polygon) -> shapely.MultiPolygon:
    """Return polygons as the record holds them."""
    (made,) = canonical_shapes(np.array([shapely.MultiPolygon(polygons)], dtype=object))
    assert isinstance(made, shapely.MultiPolygon)
    return made


def around(shape: shapely.MultiPolygon) -> tuple[Drawn, ...]:
    """Return 81 parcels around and beside a shape, without a gap."""
    west, south, east, north = shape.bounds
    side = max(east - west, north - south)
    made = []
    for at in range(81):
        left, low = west - side + at % 9 * side / 3, south - side + at // 9 * side / 3
        rest = shapely.box(left, low, left + side / 3, low + side / 3).difference(shape)
        parts = [one for one in shapely.get_parts(rest) if one.area > 0.01]
        if parts:
            made.append(Drawn(str(at + 100), "12,3", "LUC", shapely.MultiPolygon(parts)))
    return tuple(made)


def extract_of(
    shape: shapely.MultiPolygon,
    wanted: Wanted | None = None,
    *,
    users: Sequence[Party] = (),
    beside: tuple[Drawn, ...] | None = None,
    address: str = "Thôn Phú Điền, xã Diên Điền",
    number: str = "57",
) -> Extract:
    """Return the extract of a shape."""
    wanted = wanted or Wanted()
    parcel = Parcel(
        ObjectId(b"1" * 16),
        "22657",
        "12",
        number,
        address=address,
        legal_area_m2=Decimal("1234.50"),
        shape=shape,
    )
    choice = choice_of(parcel, wanted)
    neighbours = around(shape) if beside is None else beside
    return Extract(
        form=wanted.form or Form.EXTRACT,
        choice=choice,
        parcel=parcel,
        province="tỉnh Khánh Hòa",
        commune="xã Diên Điền",
        epsg=9217,
        map_area_m2=Decimal(repr(round(shape.area, 1))).quantize(Decimal("0.1")),
        purposes=(("ONT", "Đất ở tại nông thôn", None),),
        users=tuple(users),
        sheet=None,
        rings=rings_of(shape),
        drawing=layout(drawn(parcel, ["ONT"]), neighbours, choice),
        around=neighbours,
        training=False,
        printed_on=date(2026, 11, 28),
    )


def curve() -> shapely.MultiPolygon:
    """Return a winding parcel of hundreds of boundary points."""
    turn = np.linspace(0, 6 * np.pi, 300)
    middle = np.column_stack([EAST + turn * 6, NORTH + 8 * np.sin(turn)])
    return shape_of(shapely.LineString(middle).buffer(3))


SQUARE = shape_of(polygon((0, 0), (40, 0), (40, 30), (0, 30)))
RING = shape_of(
    shapely.Point(EAST, NORTH)
    .buffer(20, quad_segs=60)
    .difference(shapely.Point(EAST + 2, NORTH).buffer(6, quad_segs=20))
)
SHAPES = {
    "square": SQUARE,
    "ring": RING,
    "parts": shape_of(
        polygon((0, 0), (30, 0), (30, 20), (0, 25)), polygon((40, 5), (60, 5), (60, 30), (45, 28))
    ),
    "strip": shape_of(polygon((0, 0), (300, 2), (300, 3.2), (0, 1))),
    "tiny": shape_of(polygon((0, 0), (1.2, 0), (1.2, 0.8), (0, 0.7))),
    "huge": shape_of(polygon((0, 0), (9000, 100), (8000, 7000), (200, 6000))),
    "comb": shape_of(
        polygon((0, 0), (40, 0), (40, 20), *((38 - 2 * at, 20 - at % 2 * 12) for at in range(19)), (0, 20))
    ),
    "curve": curve(),
}
