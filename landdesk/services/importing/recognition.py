"""A wrong reference system recognised and named: neighbouring zone, swapped axes, degrees, a shift of the datum.

Parcels of a commune lie in the commune: where they do not, the systems that maps of the province are found in are
tried one by one, and the first that puts them there is named. Parcels that the store knows by their number tell
finer faults. Nothing is put right by itself: the person names the system, and then it is used.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text
from landdesk.resources import resource_path
from landdesk.services.importing.systems import (
    Placement,
    Points,
    placement,
    systems_words,
    transformed,
)
from landdesk.services.importing.vn2000 import is_vn2000
from landdesk.store.reader import Reader

Extent = tuple[float, float, float, float]
"""West, south, east, north in degrees on WGS 84."""
ParcelKey = tuple[str, str, str]
"""Commune, sheet, number."""

_MARGIN_DEG: Final = 0.03
"""Some 3 km: a zone of 15' away is 27 km."""
_MOST: Final = 0.5
"""Share of features that must lie in the commune for a system to fit."""
_SAMPLE: Final = 2_000
_FEWEST_PAIRS: Final = 5
_NOTABLE_M: Final = 1.0
_STEADY: Final = 0.2
"""Largest spread of a shift, as a part of it, with which it is one shift and not many."""
_LEFT_OVER: Final = 0.05
"""What may be left of a shift that an explanation accounts for."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A system under which the parcels lie in their commune."""

    epsg: int
    name: str
    swap_axes: bool

    @property
    def words(self) -> Text:
        """What to do, for a person."""
        values = {"code": self.epsg, "name": self.name}
        if self.swap_axes:
            return Text(
                N_(
                    "North and east are swapped: as EPSG:{code} ({name}) with swapped axes they lie in the commune;"
                    " ask for that."
                ),
                values,
            )
        return Text(N_("As EPSG:{code} ({name}) they lie in the commune: name that system."), values)


@dataclass(frozen=True, slots=True)
class Shift:
    """How parcels of the file lie beside those of the same number in the store.

    Args:
        east_m, north_m: The middle of all differences, file less store.
        pairs: How many parcels were compared.
        left_m: What would be left if the file's numbers were taken as WGS 84; None where that cannot be told.
    """

    east_m: float
    north_m: float
    pairs: int
    left_m: float | None

    @property
    def length_m(self) -> float:
        """Length of the shift."""
        return float(np.hypot(self.east_m, self.north_m))

    @property
    def is_datum(self) -> bool:
        """Whether the seven parameters that were left out account for it."""
        return self.left_m is not None and self.left_m <= max(_LEFT_OVER * self.length_m, _NOTABLE_M)


@cache
def commune_extents() -> Mapping[str, Extent]:
    """Return the boxes of the communes of ``resources/importing/commune_extents.csv``."""
    with resource_path("importing", "commune_extents.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {
            row["code"]: (float(row["west"]), float(row["south"]), float(row["east"]), float(row["north"]))
            for row in rows
        }


def refuse_elsewhere(way: Placement, source: Points, placed: Points, communes: Sequence[str]) -> float | None:
    """Refuse parcels that lie elsewhere than their commune, if another system puts them there.

    Args:
        way: From the source to the store.
        source: One point of each feature (n, 2) as in the file, not-a-number where it has none.
        placed: The same points on the store's plane.
        communes: Codes of the communes that they can belong to.

    Returns:
        Distance in kilometres from the commune where no system is known that fits; None where they lie in it, or
        nobody can tell.

    Raises:
        InvalidInputError: ``import.crs-elsewhere``, with the system that fits.
    """
    there = np.isfinite(source).all(axis=1)
    extents = [commune_extents()[code] for code in communes if code in commune_extents()]
    if not there.any() or not extents or not is_vn2000(way.target):
        return None
    step = -(-int(there.sum()) // _SAMPLE)
    sample, on_plane = source[there][::step], placed[there][::step]
    degrees = _in_degrees(way, on_plane)
    away_km = _away_km(degrees, extents)
    if not away_km:
        return None
    guess = guessed_system(sample, way, communes)
    if guess is None:
        return away_km
    raise InvalidInputError(
        "import.crs-elsewhere",
        Text(N_("The parcels do not lie in the commune, but {away:,.0f} km from it."), {"away": away_km})
        if np.isfinite(away_km)
        else Text(N_("The parcels have no place on Earth in the system of the file.")),
        _as_it_says(way, degrees),
        guess.words,
    )


def distance_km(way: Placement, placed: Points, communes: Sequence[str]) -> float | None:
    """Return how far parcels lie from the nearest commune that they can belong to.

    Args:
        way: From the source to the store.
        placed: A point of each (n, 2) on the store's plane.
        communes: Codes.

    Returns:
        Kilometres; 0 where most lie in one, infinite where they have no place on Earth, None where nobody can tell.
    """
    extents = [commune_extents()[code] for code in communes if code in commune_extents()]
    if not len(placed) or not extents or not is_vn2000(way.target):
        return None
    return _away_km(_in_degrees(way, placed), extents)


def _away_km(degrees: Points, extents: Sequence[Extent]) -> float:
    return 0.0 if _share(degrees, extents) >= _MOST else _distance_km(degrees, extents)


def _as_it_says(way: Placement, degrees: Points) -> Text:
    """Return the systems, and where the parcels would lie: a file of another commune has another remedy."""
    others = [code for code, extent in commune_extents().items() if _share(degrees, [extent], 0.0) >= _MOST]
    if not others:
        return systems_words(way)
    return Text(
        N_("{systems}; as the file says, they may lie in the commune {communes}"),
        {"systems": systems_words(way), "communes": ", ".join(sorted(others))},
    )


def guessed_system(source: Points, way: Placement, communes: Sequence[str]) -> Guess | None:
    """Return the likeliest system under which points (n, 2) of a file lie in the communes, None for none."""
    return _guess(source, way.target.to_epsg() or 0, communes, way)


def guess_unnamed(source: Points, target_epsg: int, communes: Sequence[str]) -> Guess | None:
    """Return the same for a file that names no system."""
    there = np.isfinite(source).all(axis=1)
    return _guess(source[there], target_epsg, communes, None) if there.any() else None


def _guess(source: Points, target_epsg: int, communes: Sequence[str], way: Placement | None) -> Guess | None:
    extents = [commune_extents()[code] for code in communes if code in commune_extents()]
    if not extents or not is_vn2000(CRS.from_epsg(target_epsg)):
        return None
    known = way.source.to_epsg() if way is not None else None
    for swap_axes in (False, True):
        for epsg, name in candidate_systems():
            if way is not None and epsg == known and swap_axes == way.swap_axes:
                continue
            tried = placement("", epsg, target_epsg, swap_axes=swap_axes)
            if _share(_in_degrees(tried, tried.placed(source)), extents) >= _MOST:
                return Guess(epsg, name, swap_axes)
    return None


@cache
def candidate_systems() -> tuple[tuple[int, str], ...]:
    """Return code and name of the systems that maps of the province are found in, the likeliest first."""
    with resource_path("importing", "candidate_systems.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple((int(row["epsg"]), row["name"]) for row in rows)


def _in_degrees(way: Placement, placed: Points) -> Points:
    """Return longitude and latitude on WGS 84 of points of the store's plane."""
    return transformed(Transformer.from_crs(way.target, 4326, always_xy=True), placed)


def _share(degrees: Points, extents: Sequence[Extent], margin: float = _MARGIN_DEG) -> float:
    """Return the share of points (n, 2) that lie in one of the boxes."""
    inside = np.zeros(len(degrees), dtype=np.bool_)
    for west, south, east, north in extents:
        low = np.array([west, south]) - margin
        high = np.array([east, north]) + margin
        inside |= ((degrees >= low) & (degrees <= high)).all(axis=1)
    return float(inside.mean())


def _distance_km(degrees: Points, extents: Sequence[Extent]) -> float:
    """Return how far the middle of points lies from the nearest box, roughly."""
    held = degrees[np.isfinite(degrees).all(axis=1)]
    if not len(held):
        return float("inf")
    middle = np.median(held, axis=0)
    found = []
    for west, south, east, north in extents:
        beside = np.maximum(np.maximum([west, south] - middle, middle - [east, north]), 0)
        found.append(float(np.hypot(beside[0] * 111.3 * np.cos(np.radians(middle[1])), beside[1] * 110.6)))
    return min(found)


def known_middles(reader: Reader) -> dict[ParcelKey, tuple[float, float]]:
    """Return the middle of each parcel of the store by its number; without those that share one."""
    known = reader.parcel_rows()
    names = zip(known.commune.tolist(), known.sheet.tolist(), known.number.tolist(), strict=True)
    boxes = known.outlines.boxes()
    middles = ((boxes[:, :2] + boxes[:, 2:]) / 2).tolist()
    return {key: (x, y) for key, (x, y) in zip(once(names), middles, strict=True) if key and np.isfinite(x)}


def once(keys: Iterable[ParcelKey]) -> list[ParcelKey | None]:
    """Return the keys with None in place of those that occur twice."""
    listed = list(keys)
    counts = Counter(listed)
    return [key if counts[key] == 1 else None for key in listed]


def compare_with_known(
    way: Placement,
    source: Points,
    placed: Points,
    keys: Sequence[ParcelKey | None],
    known: Mapping[ParcelKey, tuple[float, float]],
) -> Shift | None:
    """Return the one shift by which parcels lie beside those of the same number in the store, None for none.

    Args:
        way: From the source to the store.
        source: A point of each feature (n, 2) as in the file.
        placed: The middle of each on the store's plane.
        keys: Number of each; None where it has none.
        known: Middle of each parcel of the store on its plane.
    """
    pairs = [(row, known[key]) for row, key in enumerate(keys) if key is not None and key in known]
    rows = np.array([row for row, _ in pairs], dtype=np.int64)
    if len(rows) < _FEWEST_PAIRS:
        return None
    there = np.array([middle for _, middle in pairs])
    kept = np.isfinite(placed[rows]).all(axis=1) & np.isfinite(source[rows]).all(axis=1)
    rows, there = rows[kept], there[kept]
    if len(rows) < _FEWEST_PAIRS:
        return None
    differences = placed[rows] - there
    middle = np.median(differences, axis=0)
    length_m = float(np.hypot(*middle))
    spread_m = float(np.median(np.hypot(*(differences - middle).T)))
    if length_m < _NOTABLE_M or spread_m > _STEADY * length_m:
        return None
    return Shift(float(middle[0]), float(middle[1]), len(rows), _left_on_wgs84(way, source[rows], middle))


def _left_on_wgs84(way: Placement, source: Points, shift: NDArray[np.float64]) -> float | None:
    """Return what is left of a shift when the numbers of the file are taken as WGS 84 in the same projection."""
    if not is_vn2000(way.source):
        return None
    other = placement(
        way.source.to_wkt(), None, way.target.to_epsg() or 0, swap_axes=way.swap_axes, wgs84_numbers=True
    )
    moved = np.median(other.placed(source) - way.placed(source), axis=0)
    return float(np.hypot(*(shift + moved)))


def refuse_datum_shift(way: Placement, shift: Shift) -> None:
    """Refuse a file whose numbers lack the seven parameters between WGS 84 and VN-2000.

    Raises:
        InvalidInputError: ``import.datum-shift``.
    """
    if not shift.is_datum:
        return
    raise InvalidInputError(
        "import.datum-shift",
        Text(
            N_(
                "The parcels lie {length:.0f} m from those of the same number in the store: the seven parameters"
                " between WGS 84 and VN-2000 were left out."
            ),
            {"length": shift.length_m},
        ),
        Text(
            N_("{systems}; {pairs} parcels compared: {east:+.1f} m to the east, {north:+.1f} m to the north"),
            {
                "systems": systems_words(way),
                "pairs": shift.pairs,
                "east": shift.east_m,
                "north": shift.north_m,
            },
        ),
        Text(N_("Have the numbers taken as WGS 84, or ask for an export with the seven parameters.")),
    )
