"""Trying what files of others are read with, so that a damaged installation is found before the work begins."""

import fiona
from pyproj import CRS, Transformer

from landdesk.services.importing.ogr import DRIVERS


def gdal_version() -> str:
    """Return the version of GDAL."""
    return str(fiona.__gdal_version__)


def missing_formats() -> tuple[str, ...]:
    """Return the formats of maps that this program promises and the GDAL of this computer does not know."""
    with fiona.Env() as env:
        known = env.drivers()
    return tuple(driver for driver in DRIVERS if driver not in known)


def there_and_back_m(epsg: int, easting: float, northing: float) -> float:
    """Return how far from itself a point ends that is turned into degrees of WGS 84 and back, metres.

    Args:
        epsg: A projected system in metres.
        easting, northing: The point.

    Raises:
        Exception: Whatever keeps the tables of systems from being read.
    """
    forth = Transformer.from_crs(CRS.from_epsg(epsg), CRS.from_epsg(4326), always_xy=True)
    longitude, latitude = forth.transform(easting, northing)
    back = forth.transform(longitude, latitude, direction="INVERSE")
    return float(max(abs(back[0] - easting), abs(back[1] - northing)))
