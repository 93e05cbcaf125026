"""VN-2000 under the names that programs give it: with a code, with seven numbers instead, or not at all.

MapInfo and others know no VN-2000. They write its projection with the datum of WGS 84, with or without the seven
parameters beside it; taken at its word, the latter is 225 m off.
"""

import csv
from collections.abc import Mapping
from functools import cache
from typing import Final

from pyproj import CRS

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text
from landdesk.resources import resource_path

_SHIFT_M: Final = (-191.90441429, -39.30318279, -111.45032835)
"""The three shifts of EPSG:6960; turns and scale are left aside, since their signs are often written wrongly."""
_NEAR_M: Final = 1.0
_TM3_SCALE: Final = 0.9999
_FALSE_EASTING_M: Final = 500_000.0


def system_name(system: CRS) -> str:
    """Return ``EPSG:9217``, or the name of a system without a code."""
    code = system.to_epsg()
    return f"EPSG:{code}" if code is not None else str(system.name)


def is_vn2000(system: CRS) -> bool:
    """Tell whether a system is one of the datum of Viet Nam."""
    geodetic = system.geodetic_crs
    # Files name it in several ways and often without a code.
    return geodetic is not None and "VN2000" in "".join(filter(str.isalnum, str(geodetic.name).upper()))


def on_wgs84(system: CRS) -> CRS:
    """Return a system with the same projection on WGS 84 instead of its own datum."""
    if not system.is_projected:
        return CRS.from_epsg(4326)
    definition = system.to_json_dict()
    definition["name"] = f"{system.name} (WGS 84)"
    definition["base_crs"] = CRS.from_epsg(4326).to_json_dict()
    for dropped in ("id", "area", "bbox", "scope", "usages"):
        definition.pop(dropped, None)
    return CRS.from_json_dict(definition)


def as_named(system: CRS, *, force: bool) -> CRS:
    """Return the system of a file, VN-2000 by its code where it is meant without doubt.

    Args:
        system: As the file says.
        force: Take a file at its word.

    Raises:
        InvalidInputError: ``import.crs-datum``: a zone of VN-2000 on another datum; nobody works in that.
    """
    plain = system.source_crs if system.is_bound and system.source_crs is not None else system
    zone = None if force or is_vn2000(plain) else zone_of(plain)
    if zone is None:
        return system
    if system.is_bound and _has_shift(system):
        return CRS.from_epsg(zone)
    raise InvalidInputError(
        "import.crs-datum",
        Text(
            N_("The file says the projection of VN-2000 (zone EPSG:{code}), but another datum."),
            {"code": zone},
        ),
        Text(
            N_("Taken at its word, the parcels would lie some 225 m off. It says: {system}"),
            {"system": str(system.name)},
        ),
        Text(
            N_(
                "Programs that do not know VN-2000 write this: name EPSG:{code}, or take the file at its word."
            ),
            {"code": zone},
        ),
    )


def zone_of(system: CRS) -> int | None:
    """Return the code of the zone of VN-2000 that has the projection of a system, whatever its datum; None for none."""
    operation = system.coordinate_operation
    if not system.is_projected or operation is None or operation.method_name != "Transverse Mercator":
        return None
    values = {parameter.name: float(parameter.value) for parameter in operation.params}
    meridian = values.get("Longitude of natural origin", 0.0)
    if (
        abs(values.get("Scale factor at natural origin", 1.0) - _TM3_SCALE) > 1e-9
        or abs(values.get("False easting", 0.0) - _FALSE_EASTING_M) > 1e-3
        or values.get("False northing", 0.0)
    ):
        return None
    return next((code for known, code in zones().items() if abs(known - meridian) < 1e-6), None)


@cache
def zones() -> Mapping[float, int]:
    """Return the code of each zone of 3 degrees of VN-2000 by its central meridian in degrees."""
    with resource_path("importing", "vn2000_zones.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {float(row["meridian_deg"]): int(row["epsg"]) for row in rows}


def _has_shift(system: CRS) -> bool:
    operation = system.coordinate_operation
    shift = [] if operation is None else list(operation.towgs84)
    return len(shift) >= 3 and all(abs(a - b) <= _NEAR_M for a, b in zip(shift, _SHIFT_M, strict=False))
