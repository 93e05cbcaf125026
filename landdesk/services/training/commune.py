"""A demo commune: believable parcels of invented people, with faults to find and the answers.

One seed gives one commune, to the byte, identifiers included. Nothing here reads a clock, draws from a shared
source of chance or writes a file. Shapes are metres on the 1 mm grid of EPSG:9217, easting first.
"""

from collections import defaultdict
from dataclasses import dataclass
from random import Random
from typing import Final

import numpy as np
import shapely

from landdesk.domain.coverage import Box
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import IdSource, ObjectId, Uuid7Source
from landdesk.domain.records import AnyRecord, LandRight, Parcel, Party, Purpose
from landdesk.i18n import N_, Text
from landdesk.services.training.answers import AnswerKey
from landdesk.services.training.faults import plant_faults
from landdesk.services.training.places import EPSG, commune_place
from landdesk.services.training.register import build_register
from landdesk.services.training.sketch import draw_sketch

FEWEST_PARCELS: Final = 60
MOST_PARCELS: Final = 50_000

_FIRST_MS: Final = 1_767_225_600_000
"""1 January 2026 in milliseconds, the time in identifiers: no clock is read."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One map sheet (tờ bản đồ): its number, its parcels and the box around them."""

    number: str
    parcel_count: int
    extent: Box


@dataclass(frozen=True, slots=True)
class DemoCommune:
    """The records of one invented commune.

    Args:
        code: Code of the commune whose name and place it borrows.
        name: Kind and name, ``xã Diên Điền``.
        seed: What it was made from.
        epsg: System of the coordinates.
        parcels: By sheet and number; parcels entered twice as a planted fault come last.
        parties: Land users.
        purposes: One or two per parcel.
        rights: Who uses what.
        answer_key: Findings that a full check must make, no more and no less; empty without faults.
        sheets: Map sheets by number.
        extent: Box around all parcels.
    """

    code: str
    name: str
    seed: int
    epsg: int
    parcels: tuple[Parcel, ...]
    parties: tuple[Party, ...]
    purposes: tuple[Purpose, ...]
    rights: tuple[LandRight, ...]
    answer_key: AnswerKey
    sheets: tuple[Sheet, ...]
    extent: Box

    @property
    def records(self) -> tuple[AnyRecord, ...]:
        """All records in the order in which they can be created."""
        return (*self.parcels, *self.parties, *self.purposes, *self.rights)


def generate_commune(
    code: str, *, seed: int, parcels: int = 400, faults: bool = True, ids: IdSource | None = None
) -> DemoCommune:
    """Return the demo commune of a code and a seed.

    Args:
        code: Five digits of a commune of the mainland of Khánh Hòa.
        seed: Another seed is another commune.
        parcels: How many; parcels entered twice as planted faults come on top.
        faults: Plant faults. Without, the commune is the same but for them.
        ids: Source of identifiers; without one they follow from code and seed.

    Raises:
        InvalidInputError: ``training.no-place``: no such commune. ``training.size``: too few or too many
            parcels.
    """
    place = commune_place(code)
    refuse_size(parcels)
    if ids is None:
        ids = seeded_ids(code, seed)
    sketch = draw_sketch(place, parcels, chance(code, seed, "map"))
    register = build_register(sketch, place, chance(code, seed, "people"), ids)
    answer_key = plant_faults(register, chance(code, seed, "faults"), ids) if faults else AnswerKey()
    return DemoCommune(
        code=code,
        name=place.title,
        seed=seed,
        epsg=EPSG,
        parcels=tuple(register.parcels),
        parties=tuple(register.parties),
        purposes=tuple(register.purposes),
        rights=tuple(register.rights),
        answer_key=answer_key,
        sheets=_sheets(register.parcels),
        extent=_extent(register.parcels),
    )


def refuse_size(parcels: int) -> None:
    """Refuse to make a commune of so many parcels.

    Raises:
        InvalidInputError: ``training.size``: too few or too many.
    """
    if not FEWEST_PARCELS <= parcels <= MOST_PARCELS:
        raise InvalidInputError(
            "training.size",
            Text(N_("A training commune cannot have {parcels} parcels."), {"parcels": parcels}),
            remedy=Text(
                N_("Choose from {fewest} to {most} parcels."),
                {"fewest": FEWEST_PARCELS, "most": MOST_PARCELS},
            ),
        )


def seeded_ids(code: str, seed: int) -> IdSource:
    """Return identifiers that follow from code and seed."""
    return Uuid7Source(lambda: _FIRST_MS, chance(code, seed, "ids").randbytes)


def chance(code: str, seed: int, topic: str) -> Random:
    """Return a source of chance for one topic: more people do not change the map."""
    return Random(f"landdesk {code} {seed} {topic}")


def features(commune: DemoCommune) -> list[dict[str, str | float | bytes | None]]:
    """Return the parcels as a surveyor hands them over: one flat row each, texts and a shape.

    Keys are ``source_id``, ``commune``, ``sheet``, ``number``, ``land_use`` (two purposes joined with ``+``),
    ``legal_area_m2``, ``address``, ``land_user`` and ``identity_number`` (several joined with ``; ``) and
    ``geometry``, the shape as well-known bytes. None stands for what is missing.
    """
    party_by_id = {party.id: party for party in commune.parties}
    users_of: defaultdict[ObjectId, list[Party]] = defaultdict(list)
    for right in commune.rights:
        users_of[right.parcel_id].append(party_by_id[right.party_id])
    land_uses_of: defaultdict[ObjectId, list[str]] = defaultdict(list)
    for purpose in commune.purposes:
        land_uses_of[purpose.parcel_id].append(purpose.land_use)
    return [_feature(parcel, land_uses_of[parcel.id], users_of[parcel.id]) for parcel in commune.parcels]


def _feature(
    parcel: Parcel, land_uses: list[str], users: list[Party]
) -> dict[str, str | float | bytes | None]:
    numbers = [user.identity_number for user in users if user.identity_number is not None]
    return {
        "source_id": parcel.source_id,
        "commune": parcel.commune,
        "sheet": parcel.sheet,
        "number": parcel.number,
        "land_use": "+".join(land_uses) or None,
        "legal_area_m2": None if parcel.legal_area_m2 is None else float(parcel.legal_area_m2),
        "address": parcel.address,
        "land_user": "; ".join(user.name for user in users) or None,
        "identity_number": "; ".join(numbers) or None,
        "geometry": shapely.to_wkb(parcel.shape),
    }


def _sheets(parcels: list[Parcel]) -> tuple[Sheet, ...]:
    of_sheet: defaultdict[str, list[Parcel]] = defaultdict(list)
    for parcel in parcels:
        of_sheet[str(parcel.sheet)].append(parcel)
    return tuple(
        Sheet(number, len(of_sheet[number]), _extent(of_sheet[number]))
        for number in sorted(of_sheet, key=int)
    )


def _extent(parcels: list[Parcel]) -> Box:
    west, south, east, north = shapely.total_bounds(
        np.array([parcel.shape for parcel in parcels], dtype=object)
    ).tolist()
    return west, south, east, north
