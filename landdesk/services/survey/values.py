"""What a file of the field holds, before it has a place in a store: points, setups with their sights, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from landdesk.i18n import Text


class Format(StrEnum):
    """Kinds of files."""

    TEXT = "text"
    GSI8 = "gsi8"
    GSI16 = "gsi16"
    SDR = "sdr"
    NMEA = "nmea"


class Method(StrEnum):
    """Where the coordinates of a point come from."""

    COORDINATES = "coordinates"
    POLAR = "polar"
    GNSS = "gnss"


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that could not be taken, and why."""

    line: int
    what: Text


@dataclass(frozen=True, slots=True)
class FieldPoint:
    """A point in the system of its file.

    Args:
        line: Line of the file.
        number: Point number as written.
        code: Feature code; empty for none.
        east: Easting in metres, or longitude in degrees.
        north: Northing in metres, or latitude in degrees.
        height: In metres; None where none is given.
        method: Where the coordinates come from.
        quality: Figures by name: ``fix`` (of GGA), ``satellites``, ``hdop``, ``sigma_m``, ``sigma_height_m``,
            ``epochs``, ``prism_mm``, ``distance_m``.
        said: Of a list: ``who``, ``instrument``, ``date`` and ``method`` as written, where its heading has them.
    """

    line: int
    number: str
    code: str
    east: float
    north: float
    height: float | None
    method: Method
    quality: Mapping[str, float] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def at(self) -> tuple[float, float]:
        """East and north."""
        return self.east, self.north


@dataclass(frozen=True, slots=True)
class Sight:
    """One pointing of the instrument.

    Args:
        line: Line of the file.
        target: Number of the point that was aimed at.
        code: Feature code; empty for none.
        hz: Horizontal circle in radians, clockwise.
        zenith: Zenith angle in radians, above pi in face II; None for a horizontal distance.
        distance: In metres, slope where there is a zenith angle; None for a direction alone.
        target_height: Height of the prism above the point in metres.
        prism_mm: Constant of the prism, already in the distance; None where it is not said.
    """

    line: int
    target: str
    code: str
    hz: float
    zenith: float | None
    distance: float | None
    target_height: float
    prism_mm: float | None = None


@dataclass(frozen=True, slots=True)
class Setup:
    """The instrument over a point, and what was aimed at from there.

    Args:
        line: Line of the file where it begins.
        station: Number of the point; empty where the file names none.
        instrument_height: Above the point in metres.
        sights: In their order.
        bearings: Given bearings: point aimed at, bearing and horizontal circle in radians.
    """

    line: int
    station: str
    instrument_height: float
    sights: tuple[Sight, ...]
    bearings: tuple[tuple[str, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class FieldFile:
    """What was read of a file.

    Args:
        name: Name of the file.
        format: Its kind.
        instrument: What measured; empty where the file does not say.
        points: Points with coordinates.
        setups: Observations, not computed yet.
        problems: Lines that were not taken.
        degrees: Whether the coordinates are longitude and latitude of WGS 84.
        order: Words on the order of the axes that was taken, and why.
        columns: Of a text: what each column was taken for, by its place from 1.
    """

    name: str
    format: Format
    instrument: str
    points: tuple[FieldPoint, ...]
    setups: tuple[Setup, ...]
    problems: tuple[Problem, ...]
    degrees: bool = False
    order: Text | None = None
    columns: Mapping[str, int] = field(default_factory=dict)
