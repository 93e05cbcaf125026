"""One example for each rule: what the rule's page describes, its picture shows and its tests run.

A map example is parcels on the ground, metres around (0, 0), easting first, found at fault with the shipped tolerances.
A record example is a few objects at fault, and the same mended. A card shows either field by field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from shapely import MultiPolygon, Polygon, box, transform

from landdesk.domain.coverage import Box
from tools.record_examples.draft import RecordExample
from tools.record_examples.papers import PAPERS
from tools.record_examples.parcels import PARCELS
from tools.record_examples.persons import PERSONS
from tools.record_examples.statuses import STATUSES

Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Card:
    """Fields of a record: name as people read it, the faulty value and the mended one; equal values are no fault."""

    title: str
    fields: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class MapExample:
    """Parcels of which some are at fault.

    Args:
        shapes: The parcels; None has no shape.
        at_fault: Numbers of the parcels that the rule finds, as one finding.
        shown: Land in the picture; None shows all.
        columns: Attributes that differ from those of a complete parcel, one for each parcel.
        origin: Where (0, 0) lies on the plane of the system; only rules that look at the plane need one.
        system: EPSG code of the plane; None leaves it unknown.
        card: Drawn instead of the map, where there is nothing to see on it.
    """

    shapes: Sequence[Polygon | MultiPolygon | None]
    at_fault: tuple[int, ...]
    shown: Box | None = None
    columns: Mapping[str, Any] = field(default_factory=dict)
    origin: tuple[float, float] = (0.0, 0.0)
    system: int | None = None
    card: Card | None = None

    def placed(self) -> list[Polygon | MultiPolygon | None]:
        """Return the parcels at their place on the plane."""
        return [
            None if one is None else transform(one, lambda points: points + self.origin)
            for one in self.shapes
        ]


def _ring(*points: tuple[float, float], holes: Sequence[Ring] = ()) -> Polygon:
    return Polygon(points, holes)


_WEST: Final = box(0, 0, 20, 20)
_EAST: Final = box(20, 0, 40, 20)
_SOUTH_OF_DIEN_DIEN: Final = (590_642.053, 1_356_105.674)
_HOLE: Final = ((12.0, 6.0), (20.0, 6.0), (20.0, 13.0), (12.0, 13.0))

_ON_THE_MAP: Final[Mapping[str, MapExample]] = {
    "geometry.duplicate-vertex": MapExample(
        [
            _ring((0, 0), (20, 0), (20, 9), (20, 9), (20, 20), (0, 20)),
            _ring((20, 0), (40, 0), (40, 20), (20, 20), (20, 9)),
        ],
        (0,),
    ),
    "geometry.hole-empty": MapExample([_ring((0, 0), (32, 0), (32, 20), (0, 20), holes=[_HOLE])], (0,)),
    "geometry.invalid": MapExample(
        [_ring((0, 0), (20, 0), (20, 12), (0, 20)), _ring((20, 0), (40, 18), (40, 0), (20, 12))], (1,)
    ),
    "geometry.missing": MapExample(
        [_WEST, None],
        (1,),
        card=Card("Thửa 2", [("Số thửa", "2", "2"), ("Ranh giới", "(không có)", "đã gắn trên bản đồ")]),
    ),
    "geometry.multipart": MapExample(
        [MultiPolygon([box(0, 0, 16, 20), box(28, 4, 38, 14)]), box(16, 0, 28, 20)], (0,)
    ),
    "geometry.spike": MapExample(
        [_ring((0, 0), (20, 0), (20, 10), (33, 12), (20, 10.005), (20, 20), (0, 20))], (0,)
    ),
    "parcel.area-mismatch": MapExample(
        [_WEST, _EAST],
        (1,),
        columns={"legal_area_m2": [400.0, 300.0]},
        card=Card(
            "Thửa 2",
            [
                ("Diện tích trên bản đồ", "400,0 m²", "400,0 m²"),
                ("Diện tích pháp lý", "300,0 m²", "400,0 m²"),
            ],
        ),
    ),
    "parcel.contained": MapExample([box(0, 0, 36, 20), box(14, 5, 26, 15)], (0, 1)),
    "parcel.duplicate-key": MapExample([_WEST, _EAST], (0, 1), columns={"number": ["57", "57"]}),
    "parcel.gap": MapExample([_WEST, box(20.4, 0, 40, 20)], (0, 1)),
    "parcel.identical": MapExample(
        [box(0, 0, 18, 20), _ring((18, 0), (36, 0), (36, 20), (18, 20)), box(18, 0, 36, 20)], (1, 2)
    ),
    "parcel.missing-node": MapExample([_WEST, _ring((20, 0), (40, 0), (40, 20), (20, 20), (20, 9))], (0, 1)),
    "parcel.near-node": MapExample(
        [
            _ring((0, 0), (20, 0), (20, 10), (20, 20), (0, 20)),
            _ring((20, 0), (40, 0), (40, 20), (20, 20), (20.015, 10.01)),
        ],
        (0, 1),
        shown=(19.94, 9.97, 20.08, 10.05),
    ),
    # Beside the southern tip of xã Diên Điền, which is 0 here.
    "parcel.outside-commune": MapExample(
        [box(-60, 230, 40, 300), box(-60, -230, 40, -160)],
        (1,),
        shown=(-750, -330, 750, 420),
        columns={"commune": ["22657", "22657"]},
        origin=_SOUTH_OF_DIEN_DIEN,
        system=9217,
    ),
    "parcel.overlap": MapExample([_WEST, box(18, 0, 40, 20)], (0, 1)),
    "parcel.sliver": MapExample([_WEST, box(20, 0, 20.4, 20), box(20.4, 0, 40, 20)], (1,)),
    "parcel.wrong-system": MapExample(
        [_WEST],
        (0,),
        columns={"commune": ["22657"]},
        origin=_SOUTH_OF_DIEN_DIEN[::-1],
        system=9217,
        card=Card(
            "Thửa 1",
            [("Đông (Y)", "1.356.105,674", "590.642,053"), ("Bắc (X)", "590.642,053", "1.356.105,674")],
        ),
    ),
}

_ALL: Final[Mapping[str, MapExample | RecordExample]] = {
    **_ON_THE_MAP,
    **PARCELS,
    **PERSONS,
    **PAPERS,
    **STATUSES,
}
EXAMPLES: Final = {code: _ALL[code] for code in sorted(_ALL)}


def card_of(example: MapExample | RecordExample) -> Card | None:
    """Return the card of an example, in the language of now; None for what is seen on the map."""
    if isinstance(example, MapExample):
        return example.card
    faulty, mended = (example.draft(mended=mended).lines for mended in (False, True))
    return Card(
        example.title,
        [(label, wrong, right) for (label, wrong), (_, right) in zip(faulty, mended, strict=True)],
    )
