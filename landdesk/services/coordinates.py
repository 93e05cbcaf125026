"""Where a written place is on the plane of a store, and how a place of that plane is written.

Zones are projected as VN-2000 does it, with any central meridian and the scale of the width; for those that the EPSG
registry has a code for that is the same system. From WGS 84 leads the transformation that PROJ takes for Viet Nam.
"""

import csv
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import Final

import shapely
from pyproj import CRS, Proj, Transformer
from shapely.geometry.base import BaseGeometry

from landdesk.domain.angles import DEGREES, MINUTES, SECONDS, angle_text, read_angle
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.written_place import LATITUDES, LONGITUDES, Datum, WrittenPlace, read_place
from landdesk.i18n import N_, Text, fold
from landdesk.resources import resource_path
from landdesk.services.boundaries import commune_boundaries
from landdesk.services.importing.vn2000 import is_vn2000, system_name, zones

WGS84: Final = 4326
VN2000: Final = 4756
WIDTHS_DEG: Final = (3, 6)
_SCALES: Final = {3: 0.9999, 6: 0.9996}
_FALSE_EASTING_M: Final = 500_000.0
_MERIDIANS_OF_6: Final = (105.0, 111.0, 117.0)
"""Of the zones 48, 49 and 50, which topographic maps are drawn in."""


class Notation(StrEnum):
    """How a place is written."""

    PLANE = "plane"
    DEGREES = "degrees"
    MINUTES = "minutes"
    SECONDS = "seconds"


NOTATION_TITLES: Final[Mapping[Notation, str]] = {
    Notation.PLANE: N_("X (north) and Y (east) of the store"),
    Notation.DEGREES: N_("WGS 84, decimal degrees"),
    Notation.MINUTES: N_("WGS 84, degrees and minutes"),
    Notation.SECONDS: N_("WGS 84, degrees, minutes and seconds"),
}
_ANGLES: Final = {
    Notation.DEGREES: (DEGREES, 7),
    Notation.MINUTES: (MINUTES, 5),
    Notation.SECONDS: (SECONDS, 3),
}
"""Smallest unit and its decimals: 1 to 3 cm on the ground."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A plane of VN-2000.

    Args:
        meridian_deg: Its central meridian.
        width_deg: 3 for cadastral maps, 6 for topographic ones; the scale follows from it.
    """

    meridian_deg: float
    width_deg: int = 3

    @property
    def words(self) -> Text:
        """Meridian and width."""
        return Text(
            N_("VN-2000, central meridian {meridian}, zone of {width}°"),
            {"meridian": meridian_text(self.meridian_deg), "width": self.width_deg},
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A written place on the plane of the store.

    Args:
        easting: Metres.
        northing: Metres.
        understood: What the text was taken for.
        note: How, where that was not plain; None where it was.
        in_metres: Whether metres of a plane were written, which another plane would have elsewhere.
    """

    easting: float
    northing: float
    understood: Text
    note: Text | None = None
    in_metres: bool = False


def meridian_text(degrees: float) -> str:
    """Return a meridian as ``108°15'``."""
    return angle_text(degrees, MINUTES, 0)


@cache
def province_meridians() -> Mapping[str, float]:
    """Return the central meridian of each province, as provinces were before July 2025."""
    with resource_path("coordinates", "province_meridians.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["province"]: float(row["meridian_deg"]) for row in rows}


def read_zone(text: str, width_deg: int = 3) -> Zone:
    """Return the zone whose central meridian, or province, is written.

    Raises:
        InvalidInputError: ``coordinates.meridian``: it is no province and no meridian of Viet Nam.
    """
    wanted = fold(text).strip()
    for province, meridian_deg in province_meridians().items():
        name = fold(province)
        if wanted in (name, name.removeprefix("thanh pho "), name.replace(" – ", " - ")):
            return Zone(meridian_deg, width_deg)
    angle = read_angle(text)
    if angle is None or not LONGITUDES[0] <= angle.degrees <= LONGITUDES[1]:
        raise InvalidInputError(
            "coordinates.meridian",
            Text(N_("“{text}” is no central meridian of Viet Nam and no province."), {"text": text[:60]}),
            remedy=Text(
                N_("Write degrees and minutes such as 108°15', or a province as it was before July 2025.")
            ),
        )
    return Zone(angle.degrees, width_deg)


@cache
def zones_in_use() -> Sequence[tuple[Zone, tuple[str, ...]]]:
    """Return the zones that coordinates of Viet Nam are counted in, each with the provinces whose maps are in it."""
    found = [
        (Zone(meridian), tuple(one for one, theirs in province_meridians().items() if theirs == meridian))
        for meridian in sorted(zones())
    ]
    return found + [(Zone(meridian, 6), ()) for meridian in _MERIDIANS_OF_6]


@cache
def projection(zone: Zone) -> Proj:
    """Return the projection of a zone, from latitude and longitude of VN-2000 to metres."""
    return Proj(
        proj="tmerc",
        lat_0=0,
        lon_0=zone.meridian_deg,
        k_0=_SCALES[zone.width_deg],
        x_0=_FALSE_EASTING_M,
        y_0=0,
        ellps="WGS84",
    )


@cache
def system_words(epsg: int) -> Text:
    """Return the words for the system of a store."""
    zone = zone_of_system(epsg)
    return Text("{name}", {"name": system_name(CRS.from_epsg(epsg))}) if zone is None else zone.words


def fitting_words(zone: Zone) -> Text:
    """Return what is to be said of a zone that fits better, see :meth:`Coordinates.fitting_zone`."""
    return Text(
        N_("Counted from {meridian} (zone of {width}°), it would lie in the commune of the store."),
        {"meridian": meridian_text(zone.meridian_deg), "width": zone.width_deg},
    )


@cache
def zone_of_system(epsg: int) -> Zone | None:
    """Return the zone of VN-2000 that a system is; None for another one."""
    system = CRS.from_epsg(epsg)
    operation = system.coordinate_operation
    if operation is None or not is_vn2000(system):
        return None
    values = {one.name: float(one.value) for one in operation.params}
    scale = values.get("Scale factor at natural origin")
    width_deg = next((width for width, known in _SCALES.items() if known == scale), None)
    meridian_deg = values.get("Longitude of natural origin")
    return None if width_deg is None or meridian_deg is None else Zone(meridian_deg, width_deg)


class Coordinates:
    """Reads and writes places of one store; made without looking anything up, so it costs nothing until it is used.

    Args:
        epsg: System of the store.
    """

    def __init__(self, epsg: int) -> None:
        self.epsg = epsg

    @cached_property
    def _wgs84(self) -> Transformer:
        return Transformer.from_crs(WGS84, self.epsg, always_xy=True)

    @cached_property
    def _vn2000(self) -> Transformer:
        return Transformer.from_crs(VN2000, self.epsg, always_xy=True)

    def latitude_longitude(
        self, easting: float, northing: float, datum: Datum = Datum.WGS84
    ) -> tuple[float, float]:
        """Return latitude and longitude of a place of the plane, degrees; infinite where there are none."""
        way = self._wgs84 if datum is Datum.WGS84 else self._vn2000
        longitude, latitude = way.transform(easting, northing, direction="INVERSE")
        return latitude, longitude

    def written(self, easting: float, northing: float, notation: Notation) -> str:
        """Return a place of the plane as :meth:`place` reads it; empty where there are no such coordinates."""
        if notation is Notation.PLANE:
            return f"X={northing:.3f} Y={easting:.3f}"
        latitude, longitude = self.latitude_longitude(easting, northing)
        if not (math.isfinite(latitude) and math.isfinite(longitude)):
            return ""
        parts, decimals = _ANGLES[notation]
        north = angle_text(abs(latitude), parts, decimals) + ("N" if latitude >= 0 else "S")
        east = angle_text(abs(longitude), parts, decimals) + ("E" if longitude >= 0 else "W")
        return f"{north} {east}"

    def place(self, text: str, zone: Zone | None = None) -> Place:
        """Return the place that a text says.

        Args:
            text: As written, see `landdesk.domain.written_place`.
            zone: Where metres are counted; None for the plane of the store.

        Raises:
            InvalidInputError: It cannot be read, or lies outside Viet Nam.
        """
        written = read_place(text)
        if written.in_degrees:
            return self._geographic(written)
        east, north = written.east, written.north
        if zone is None:
            latitude, longitude = self.latitude_longitude(east, north, Datum.VN2000)
        else:
            longitude, latitude = projection(zone)(east, north, inverse=True)
            east, north = self._vn2000.transform(longitude, latitude)
        understood = Text(
            N_("X (north) {north:,.2f}, Y (east) {east:,.2f} – {system}"),
            {
                "north": written.north,
                "east": written.east,
                "system": system_words(self.epsg) if zone is None else zone.words,
            },
        )
        if not (LATITUDES[0] <= latitude <= LATITUDES[1] and LONGITUDES[0] <= longitude <= LONGITUDES[1]):
            raise InvalidInputError(
                "coordinates.outside",
                Text(N_("On this plane the place lies outside Viet Nam.")),
                understood,
                Text(N_("Choose the central meridian that the coordinates are counted from.")),
            )
        return Place(east, north, understood, written.note, in_metres=True)

    def fitting_zone(self, text: str, communes: Collection[str]) -> Zone | None:
        """Return the zone in which metres would lie in one of some communes; None where none does, and for degrees.

        A wrong central meridian is seen by this: a quarter of a degree is some 27 km.
        """
        if read_place(text).in_degrees:
            return None
        boundaries = commune_boundaries(self.epsg)
        for zone, _provinces in zones_in_use():
            try:
                place = self.place(text, zone)
            except InvalidInputError:
                continue
            if boundaries.code_at(place.easting, place.northing) in communes:
                return zone
        return None

    def inside(self, shape: BaseGeometry, understood: Text) -> Place:
        """Return the middle of a shape of the plane, or another point in it where the middle lies outside."""
        middle = shapely.centroid(shape)
        if not shapely.intersects(shape, middle):
            middle = shapely.point_on_surface(shape)
        return Place(float(middle.x), float(middle.y), understood)

    def _geographic(self, written: WrittenPlace) -> Place:
        datum = written.datum or Datum.WGS84
        way = self._wgs84 if datum is Datum.WGS84 else self._vn2000
        east, north = way.transform(written.east, written.north)
        parts, decimals = _ANGLES[(Notation.DEGREES, Notation.MINUTES, Notation.SECONDS)[written.parts - 1]]
        source = N_("latitude {north}, longitude {east} – WGS 84")
        if datum is Datum.VN2000:
            source = N_("latitude {north}, longitude {east} – VN-2000")
        values = {
            "north": angle_text(written.north, parts, decimals),
            "east": angle_text(written.east, parts, decimals),
        }
        return Place(east, north, Text(source, values), written.note)
