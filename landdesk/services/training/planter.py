"""The records of a demo commune while faults are planted: where there is room, what is taken, the answers.

Each fault has parcels and neighbours of its own, so that no fault hides or causes another; roads and ditches
border on everything and take no part. Coordinates are metres on the 1 mm grid.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random
from typing import Any, Final, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.ids import IdSource, ObjectId
from landdesk.domain.records import Parcel, Purpose
from landdesk.services.training.answers import Answer
from landdesk.services.training.lots import Use
from landdesk.services.training.register import Register, legal_area

Place = tuple[float, float]
"""Easting, northing in metres."""
Ring = list[Place]
"""Corners of an outline, the closing one left out."""
T = TypeVar("T")

_COMPARED: Final = 5
"""Of so many fitting places the one farthest from all faults is taken."""
_LOTS: Final = (Use.HOUSE, Use.GARDEN, Use.FIELD)


class Planter:
    """The register, what is taken already, and the answers so far.

    Attributes:
        tries: How many parcels are looked at for a fault.
    """

    tries = 400

    def __init__(self, register: Register, rng: Random, ids: IdSource) -> None:
        self.register = register
        self.rng = rng
        self.ids = ids
        self.answers: list[Answer] = []
        self._count = len(register.parcels)
        shapes = np.array([parcel.shape for parcel in register.parcels], dtype=object)
        self._places = shapely.get_coordinates(shapely.point_on_surface(shapes))
        self._neighbours = _neighbours(shapes, register.is_way)
        self._taken = set(np.flatnonzero(register.is_way).tolist())
        self._planted: list[int] = []
        self._purposes = Counter(purpose.parcel_id for purpose in register.purposes)
        listed = {purpose.land_use for purpose in register.purposes}
        self.residential_use = "ODT" if "ODT" in listed else "ONT"
        self._last_number = Counter[str]()
        for parcel in register.parcels:
            sheet = str(parcel.sheet)
            self._last_number[sheet] = max(self._last_number[sheet], int(parcel.number or 0))

    def choose(self, fit: Callable[[int], T | None], *, with_neighbours: bool = True) -> T | None:
        """Return what ``fit`` makes of a parcel far from all faults, None where it fits none.

        Args:
            fit: Returns None for a parcel that will not do.
            with_neighbours: The fault needs the neighbours as they are; else the parcel alone is taken.
        """
        found: list[tuple[float, int, T]] = []
        for _ in range(self.tries):
            at = self.rng.randrange(self._count)
            if at not in self._taken and not (with_neighbours and self._taken & self._neighbours[at]):
                made = fit(at)
                if made is not None:
                    found.append((self._clearance(at), at, made))
            if len(found) == _COMPARED:
                break
        if not found:
            return None
        _, at, made = max(found, key=lambda entry: entry[:2])
        self._planted.append(at)
        self._taken.add(at)
        if with_neighbours:
            self._taken |= self._neighbours[at]
        return made

    def neighbours(self, at: int) -> list[int]:
        """Return the parcels that touch a parcel, ways left out."""
        return sorted(self._neighbours[at])

    def outline(self, at: int) -> Ring | None:
        """Return the corners of a parcel without holes; None where it has one."""
        shape = self.parcel(at).shape
        if shape is None or len(shape.geoms) != 1 or shape.geoms[0].interiors:
            return None
        return [(x, y) for x, y in shapely.get_coordinates(shape.geoms[0].exterior)[:-1].tolist()]

    def parcel(self, at: int) -> Parcel:
        """Return a parcel as it is now."""
        return self.register.parcels[at]

    def is_private(self, at: int) -> bool:
        """Return whether a parcel has one purpose and is a lot, garden or field."""
        use = self.register.uses[at]
        return use in _LOTS and self._purposes[self.parcel(at).id] == 1

    def answer(
        self,
        rule: str,
        cause: str,
        place: shapely.Geometry | None,
        *parcels: Parcel,
        about: Iterable[ObjectId] = (),
    ) -> None:
        """Note a finding to be made."""
        objects = tuple(sorted(parcel.id for parcel in parcels))
        self.answers.append(Answer(rule, objects, place, cause, tuple(sorted(about))))

    def put(self, at: int, parcel: Parcel) -> None:
        """Replace a parcel by another state of it."""
        self.register.parcels[at] = parcel

    def set_outline(self, at: int, corners: Ring) -> None:
        """Give a parcel another outline; documents stay as they are."""
        self.put(at, replace(self.parcel(at), shape=canonical_shape(Polygon(corners))))

    def add_parcel(self, like: Parcel, shape: MultiPolygon, land_use: str | None = None) -> Parcel:
        """Enter one more parcel with the next number of the sheet; the rest is as the other has it."""
        made = self.new_parcel(like, shape)
        for purpose in [one for one in self.register.purposes if one.parcel_id == like.id]:
            use = land_use or purpose.land_use
            self.register.purposes.append(Purpose(self.ids(), made.id, use, purpose.area_m2))
        for right in [one for one in self.register.rights if one.parcel_id == like.id]:
            self.register.rights.append(replace(right, id=self.ids(), parcel_id=made.id))
        return made

    def new_parcel(self, like: Parcel, shape: MultiPolygon) -> Parcel:
        """Enter one more parcel without anything that hangs on it."""
        sheet = str(like.sheet)
        self._last_number[sheet] += 1
        made = replace(
            like,
            id=self.ids(),
            number=str(self._last_number[sheet]),
            legal_area_m2=legal_area(shape),
            source_id=f"{like.commune}-{len(self.register.parcels) + 1:06}",
            shape=shape,
        )
        self.register.parcels.append(made)
        self.register.uses.append(Use.HOUSE)
        self.register.is_way.append(False)
        return made

    def _clearance(self, at: int) -> float:
        if not self._planted:
            return math.inf
        return float(np.hypot(*(self._places[self._planted] - self._places[at]).T).min())


def _neighbours(shapes: NDArray[Any], is_way: list[bool]) -> list[set[int]]:
    made: list[set[int]] = [set() for _ in shapes]
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        if a != b and not is_way[a] and not is_way[b]:
            made[a].add(b)
    return made
