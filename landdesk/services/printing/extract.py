"""What an extract says: the facts of a parcel, its boundary points and its drawing, as values without a format."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import area_m2
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import MapSheet, Parcel, Party, Purpose
from landdesk.i18n import N_, Text
from landdesk.services.codelists import CodeLists
from landdesk.services.printing.corners import Numbers, Ring, rings_of
from landdesk.services.printing.layout import ground_shown, layout
from landdesk.services.printing.paper import Choice, choose
from landdesk.services.printing.parcel_labels import Drawn
from landdesk.services.printing.primitives import Drawing
from landdesk.store.reader import Reader

PERSONAL: Final = ("party.name", "party.address")
"""What of people an extract with land users tells."""


class Form(StrEnum):
    """Which paper it is; its words are in ``resources/templates/extract_vi.toml``."""

    EXTRACT = "trich-luc"
    SURVEY = "trich-do"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted; None leaves it to the parcel.

    ``numbers`` are those of the boundary points where something else gave them, such as a survey job.
    """

    form: Form = Form.EXTRACT
    scale: int | None = None
    paper: str | None = None
    with_users: bool = False
    numbers: Numbers | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """An extract of one parcel.

    Args:
        form: Which paper.
        choice: Sheet and scale.
        parcel: The record.
        province: Name, empty where the list has none.
        commune: Kind and name, the code where the list has none.
        epsg: System of the coordinates.
        map_area_m2: Of the shape, to 0.1 m².
        purposes: Land types with their names and areas.
        users: Land users; none where they are not wanted.
        sheet: Map sheet of the parcel where one is recorded.
        rings: Boundary points.
        drawing: The map.
        around: The parcels drawn beside it.
        training: The store holds invented data.
        printed_on: Today.
    """

    form: Form
    choice: Choice
    parcel: Parcel
    province: str
    commune: str
    epsg: int
    map_area_m2: Decimal
    purposes: tuple[tuple[str, str, Decimal | None], ...]
    users: tuple[Party, ...]
    sheet: MapSheet | None
    rings: tuple[Ring, ...]
    drawing: Drawing
    around: tuple[Drawn, ...]
    training: bool
    printed_on: date

    @property
    def difference_m2(self) -> Decimal | None:
        """Area of the map less the legal one, to 0.1 m²; None without a legal area."""
        legal = self.parcel.legal_area_m2
        return None if legal is None else self.map_area_m2 - legal.quantize(Decimal("0.1"))

    @property
    def drawn(self) -> Drawn:
        """The parcel as it is drawn."""
        return drawn(self.parcel, (code for code, _name, _area in self.purposes))


def collect(
    reader: Reader,
    parcel_id: ObjectId,
    others: Iterable[ObjectId],
    wanted: Wanted,
    lists: CodeLists,
    today: date,
) -> Extract:
    """Read what an extract says and lay its drawing out.

    Args:
        reader: The store.
        parcel_id: The parcel.
        others: Parcels that may lie in the frame, see ``reach``.
        wanted: What the person chose.
        lists: Names of codes.
        today: For the foot of the page.

    Raises:
        RefusedError: ``print.no-boundary``: there is nothing to draw.
        InvalidInputError: It does not fit as it is wanted.
    """
    parcel = reader.get(Parcel, parcel_id)
    choice = choice_of(parcel, wanted)
    shape = parcel.shape
    assert shape is not None
    purposes = reader.purposes_of([parcel_id])
    around_it = reader.get_many(Parcel, [one for one in others if one != parcel_id])
    uses = _land_uses(reader.purposes_of(around_it))
    neighbours = tuple(
        drawn(one, uses.get(one.id, ())) for one in around_it.values() if one.shape is not None
    )
    commune = lists["commune"].get(parcel.commune)
    province = lists["province"].get(commune.parent) if commune is not None else None
    codes = lists["land_use"]
    own = replace(drawn(parcel, (one.land_use for one in purposes)), numbers=wanted.numbers)
    return Extract(
        form=wanted.form,
        choice=choice,
        parcel=parcel,
        province="" if province is None else f"{province.more.get('kind', '')} {province.label}".strip(),
        commune=parcel.commune if commune is None else f"{commune.more['kind']} {commune.label}",
        epsg=reader.info.epsg,
        map_area_m2=_map_area(parcel),
        purposes=tuple(
            (one.land_use, found.label if (found := codes.get(one.land_use)) else "", one.area_m2)
            for one in purposes
        ),
        users=_users(reader, parcel_id) if wanted.with_users else (),
        sheet=None if parcel.map_sheet_id is None else reader.get(MapSheet, parcel.map_sheet_id),
        rings=rings_of(shape, wanted.numbers),
        drawing=layout(own, neighbours, choice),
        around=neighbours,
        training=reader.info.training,
        printed_on=today,
    )


def choice_of(parcel: Parcel, wanted: Wanted) -> Choice:
    """Return paper and scale of a parcel.

    Raises:
        RefusedError: ``print.no-boundary``: it has no polygon.
        InvalidInputError: It does not fit as it is wanted.
    """
    if parcel.shape is None or parcel.shape.is_empty:
        raise RefusedError(
            "print.no-boundary",
            Text(N_("The parcel has no boundary on the map; there is nothing to draw.")),
            Text(N_("Parcel {key}"), {"key": parcel.key}),
            Text(N_("Draw or import its boundary first.")),
        )
    west, south, east, north = parcel.shape.bounds
    rings = rings_of(parcel.shape)
    edges = tuple(corner.length_m for ring in rings for corner in ring.corners)
    return choose((east - west, north - south), len(edges), edges, scale=wanted.scale, paper=wanted.paper)


def reach(parcel: Parcel, wanted: Wanted) -> tuple[float, float, float, float]:
    """Return west, south, east and north of the ground that the drawing of a parcel may show; raises as above."""
    choice = choice_of(parcel, wanted)
    assert parcel.shape is not None
    return ground_shown(parcel.shape, choice)


def drawn(parcel: Parcel, land_uses: Iterable[str]) -> Drawn:
    """Return a parcel as it is drawn; its area is that of the map."""
    assert parcel.shape is not None
    number = f"{parcel.number or ''}{'*' if parcel.number and parcel.key.endswith('*') else ''}"
    area = f"{_map_area(parcel)}".replace(".", ",")
    return Drawn(_plain(number), area, _plain("+".join(dict.fromkeys(land_uses))), parcel.shape)


def _map_area(parcel: Parcel) -> Decimal:
    return Decimal(repr(round(area_m2(parcel.shape), 1))).quantize(Decimal("0.1"))


def _land_uses(purposes: Sequence[Purpose]) -> dict[ObjectId, list[str]]:
    made: dict[ObjectId, list[str]] = {}
    for one in purposes:
        made.setdefault(one.parcel_id, []).append(one.land_use)
    return made


def _users(reader: Reader, parcel_id: ObjectId) -> tuple[Party, ...]:
    rights = reader.rights_of([parcel_id])
    parties = reader.get_many(Party, {one.party_id for one in rights})
    return tuple(parties[one] for one in dict.fromkeys(right.party_id for right in rights))


def _plain(text: str) -> str:
    return " ".join(text.split())
