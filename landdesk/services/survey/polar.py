"""Polar points: a setup over a known point, oriented by sights to known points, gives coordinates of what it sees.

Formulas as in H. Kahmen, W. Faig, "Surveying" (de Gruyter, 1988), chapters on polar methods and trigonometric heights,
and C. Ghilani, P. Wolf, "Elementary Surveying" (13th ed.), chapters 10 and 19:

- face II: ``Hz - 200 gon`` and ``400 gon - V`` are what face I would have read; the mean frees of errors of axes;
- orientation: ``o = mean(bearing_i - Hz_i)``, weighted by the length of the sight; residual
  ``v_i = bearing_i - Hz_i - o``;
- horizontal distance ``d = s sin z``, on the plane ``d * scale``;
- ``E = E0 + d sin(Hz + o)``, ``N = N0 + d cos(Hz + o)``;
- height ``H = H0 + i + s cos z - t + (1 - k) d² / 2R`` with k = 0.13, R = 6371 km.

The constant of the prism is in the distance already, in all formats that are read.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from landdesk.i18n import N_, Text
from landdesk.services.survey.values import FieldPoint, Method, Problem, Setup, Sight

EARTH_M: Final = 6_371_000.0
REFRACTION: Final = 0.13
SAME_POINT_M: Final = 0.1
"""Sights to one number from one setup that lie further apart are not averaged."""
OTHER_POINT_M: Final = 0.5
"""A known point whose measured distance is off by more is another one of the same number."""
_NO_SIGHT_M: Final = 0.01


@dataclass(frozen=True, slots=True)
class Residual:
    """How a sight to a known point fits.

    Args:
        target: Number of the point.
        angle: Bearing less oriented circle, in radians.
        across_m: The same at the distance of the point, in metres.
        along_m: Measured less computed distance in metres; None where none was measured.
        height_m: Measured less known height in metres; None where it is not known.
    """

    target: str
    angle: float
    across_m: float
    along_m: float | None
    height_m: float | None


@dataclass(frozen=True, slots=True)
class Orientation:
    """What was found of a setup.

    Args:
        line: Line of the file where the setup begins.
        station: Number of the point.
        angle: What is added to the circle for a bearing, in radians, from 0 to 2 pi.
        residuals: One for each known point.
        scale: From lengths on the ground to the plane.
    """

    line: int
    station: str
    angle: float
    residuals: tuple[Residual, ...]
    scale: float


@dataclass(frozen=True, slots=True)
class PolarResult:
    """Points that were computed, how the setups were oriented, what could not be computed."""

    points: tuple[FieldPoint, ...]
    orientations: tuple[Orientation, ...]
    problems: tuple[Problem, ...]


def compute(
    setups: Iterable[Setup],
    known: Mapping[str, FieldPoint],
    *,
    station: str | None = None,
    scale: Callable[[FieldPoint], float] = lambda _at: 1.0,
) -> PolarResult:
    """Compute the points that setups see.

    Args:
        setups: In their order; a point computed from one may be known to the next.
        known: Points by number, on the plane of the store.
        station: Number of the point of setups whose file names none.
        scale: From lengths on the ground to the plane, at a point.
    """
    known = dict(known)
    points: list[FieldPoint] = []
    orientations: list[Orientation] = []
    problems: list[Problem] = []
    for setup in setups:
        name = setup.station or station or ""
        at = known.get(name)
        if at is None:
            what = (
                Text(N_("The station {number} is not known: give its coordinates."), {"number": name})
                if name
                else Text(N_("The file does not say over which point the instrument stood: name it."))
            )
            problems.append(Problem(setup.line, what))
            continue
        factor = scale(at)
        sights = _reduced(setup.sights, problems)
        others = [one for one in sights if _is_another(at, known.get(one.target), one, factor)]
        problems += [
            Problem(
                one.line,
                Text(
                    N_("The known point {number} lies at another distance: it was computed as a new one."),
                    {"number": one.target},
                ),
            )
            for one in others
        ]
        here = {number: one for number, one in known.items() if number not in {s.target for s in others}}
        found = _orient(setup, name, at, sights, here, factor)
        if found is None:
            what = Text(
                N_("Nothing orients the instrument on {number}: no point that it saw is known."),
                {"number": name},
            )
            problems.append(Problem(setup.line, what))
            continue
        orientations.append(found)
        for sight in sights:
            if sight.target in here or sight.distance is None:
                continue
            point = _polar(setup, at, sight, found)
            points.append(point)
            known[point.number] = point
    return PolarResult(tuple(points), tuple(orientations), tuple(problems))


def first_face(sight: Sight) -> Sight:
    """Return a sight as face I would have read it."""
    if sight.zenith is None or sight.zenith % math.tau <= math.pi:
        return sight
    return replace(sight, hz=(sight.hz - math.pi) % math.tau, zenith=math.tau - sight.zenith % math.tau)


def horizontal(sight: Sight) -> float | None:
    """Return the horizontal distance on the ground."""
    if sight.distance is None:
        return None
    return sight.distance if sight.zenith is None else sight.distance * math.sin(sight.zenith)


def wrapped(angle: float) -> float:
    """Return an angle from -pi to pi."""
    return math.remainder(angle, math.tau)


def _reduced(sights: Iterable[Sight], problems: list[Problem]) -> list[Sight]:
    """Return one sight for each target, the mean of all to it in both faces."""
    by_target: dict[str, list[Sight]] = {}
    for sight in sights:
        by_target.setdefault(sight.target, []).append(first_face(sight))
    found: list[Sight] = []
    for target, several in by_target.items():
        first = several[0]
        near = [one for one in several if _apart(first, one) <= SAME_POINT_M]
        problems += [
            Problem(
                one.line,
                Text(
                    N_("Point {number} was seen at another place in line {line}: only that sight was taken."),
                    {"number": target, "line": first.line},
                ),
            )
            for one in several
            if one not in near
        ]
        found.append(_mean(near))
    return found


def _apart(one: Sight, other: Sight) -> float:
    across = abs(wrapped(one.hz - other.hz)) * (horizontal(one) or horizontal(other) or 0.0)
    first, second = horizontal(one), horizontal(other)
    return max(across, 0.0 if first is None or second is None else abs(first - second))


def _mean(sights: list[Sight]) -> Sight:
    first = sights[0]
    if len(sights) == 1:
        return first
    whole = [
        one for one in sights if one.distance is not None and (one.zenith is None) == (first.zenith is None)
    ]
    zeniths = [one.zenith for one in sights if one.zenith is not None]
    distances = [one.distance for one in whole if one.distance is not None]
    return replace(
        first,
        hz=_mean_angle([(one.hz, 1.0) for one in sights]) % math.tau,
        zenith=sum(zeniths) / len(zeniths) if zeniths else None,
        distance=sum(distances) / len(distances) if distances else None,
        target_height=sum(one.target_height for one in sights) / len(sights),
    )


def _mean_angle(weighted: Iterable[tuple[float, float]]) -> float:
    pairs = list(weighted)
    return math.atan2(
        sum(weight * math.sin(angle) for angle, weight in pairs),
        sum(weight * math.cos(angle) for angle, weight in pairs),
    )


def _orient(
    setup: Setup,
    name: str,
    at: FieldPoint,
    sights: Iterable[Sight],
    known: Mapping[str, FieldPoint],
    scale: float,
) -> Orientation | None:
    seen = [
        (sight, known[sight.target], *_bearing(at, known[sight.target]))
        for sight in sights
        if sight.target in known and sight.target != name
    ]
    seen = [one for one in seen if one[3] > _NO_SIGHT_M]
    weighted = [(bearing - sight.hz, length) for sight, _point, bearing, length in seen]
    if not weighted:
        weighted = [(bearing - circle, 1.0) for _target, bearing, circle in setup.bearings]
    if not weighted:
        return None
    angle = _mean_angle(weighted)
    residuals: list[Residual] = []
    for sight, point, bearing, length in seen:
        off = wrapped(bearing - sight.hz - angle)
        flat = horizontal(sight)
        height = _height(setup, at, sight)
        residuals.append(
            Residual(
                sight.target,
                off,
                off * length,
                None if flat is None else flat * scale - length,
                None if height is None or point.height is None else height - point.height,
            )
        )
    return Orientation(setup.line, name, angle % math.tau, tuple(residuals), scale)


def _bearing(one: FieldPoint, other: FieldPoint) -> tuple[float, float]:
    east, north = other.east - one.east, other.north - one.north
    return math.atan2(east, north), math.hypot(east, north)


def _is_another(at: FieldPoint, known: FieldPoint | None, sight: Sight, scale: float) -> bool:
    """Tell whether a sight cannot be one to the known point of its number."""
    flat = horizontal(sight)
    if known is None or flat is None:
        return False
    return abs(flat * scale - _bearing(at, known)[1]) > OTHER_POINT_M


def _polar(setup: Setup, at: FieldPoint, sight: Sight, found: Orientation) -> FieldPoint:
    flat = horizontal(sight)
    assert flat is not None  # the caller has left directions aside
    bearing = sight.hz + found.angle
    figures = {"distance_m": round(flat, 4)}
    if sight.prism_mm is not None:
        figures["prism_mm"] = sight.prism_mm
    return FieldPoint(
        sight.line,
        sight.target,
        sight.code,
        at.east + flat * found.scale * math.sin(bearing),
        at.north + flat * found.scale * math.cos(bearing),
        _height(setup, at, sight),
        Method.POLAR,
        figures,
    )


def _height(setup: Setup, at: FieldPoint, sight: Sight) -> float | None:
    if at.height is None or sight.zenith is None or sight.distance is None:
        return None
    flat = sight.distance * math.sin(sight.zenith)
    bent = (1 - REFRACTION) * flat**2 / (2 * EARTH_M)
    rise = sight.distance * math.cos(sight.zenith)
    return at.height + setup.instrument_height + rise - sight.target_height + bent
