"""From the system of a source to the system of the store: which transformation, and whether the two fit.

Coordinates are easting (longitude) first on both sides. A system fits when the places lie in the area that the
store's system is made for and lengths come out the same to 0.5 %; what does not fit is refused unless the person
insists, for it would spoil every area in the store.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text
from landdesk.services.importing.vn2000 import as_named, on_wgs84, system_name

Points = NDArray[np.float64]

NO_CRS: Final = "import.no-crs"
_MARGIN_DEG: Final = 0.1
_STRAYS: Final = 0.05
"""Share of features that may lie outside the area of the system before the whole layer is refused."""
_SCALE_LIMIT: Final = 0.005
_PROBE_M: Final = 500.0


@dataclass(frozen=True, slots=True)
class Placement:
    """How coordinates of the source come onto the store's plane.

    Args:
        source: System of the source.
        target: System of the store.
        transformer: None where both are the same.
        operation: What is done, in the words of the EPSG list; empty where nothing is.
        accuracy_m: Of the transformation; None where it is not known.
        swap_axes: Whether the file has northing first.
    """

    source: CRS
    target: CRS
    transformer: Transformer | None
    operation: str
    accuracy_m: float | None
    swap_axes: bool = False

    @property
    def source_name(self) -> str:
        """Code or name of the source's system."""
        return system_name(self.source)

    def turned(self, points: Points) -> Points:
        """Return points (n, 2) of the source with easting first."""
        return points[:, ::-1] if self.swap_axes else points

    def placed(self, points: Points) -> Points:
        """Return points (n, 2) of the source in metres on the store's plane; infinite where there is no place."""
        points = self.turned(points)
        return points if self.transformer is None else transformed(self.transformer, points)


def transformed(transformer: Transformer, points: Points, *, back: bool = False) -> Points:
    """Return points (n, 2) on the other side of a transformation; infinite where there is no place."""
    # A single point would be taken for a scalar, with a warning of numpy: it goes in twice.
    given = np.repeat(points, 2, axis=0) if len(points) == 1 else points
    x, y = transformer.transform(given[:, 0], given[:, 1], direction="INVERSE" if back else "FORWARD")
    return np.column_stack([x, y])[: len(points)]


def placement(
    crs_wkt: str,
    source_epsg: int | None,
    target_epsg: int,
    *,
    force: bool = False,
    swap_axes: bool = False,
    wgs84_numbers: bool = False,
) -> Placement:
    """Return the way from a source to the store.

    Args:
        crs_wkt: System the file names; empty where it names none.
        source_epsg: System the person names; it goes before the file's.
        target_epsg: System of the store.
        force: Take a transformation that leaves out the shift of the datum, if there is no other.
        swap_axes: The file has northing first.
        wgs84_numbers: The numbers of the file are of WGS 84 in the projection of its system.

    Raises:
        InvalidInputError: No system is known, the code does not exist, or there is no transformation.
    """
    source = _source_system(crs_wkt, source_epsg, force=force or wgs84_numbers)
    if wgs84_numbers:
        source = on_wgs84(source)
    target = CRS.from_epsg(target_epsg)
    if source.equals(target, ignore_axis_order=True) or source.to_epsg(min_confidence=90) == target_epsg:
        return Placement(source, target, None, "", 0.0, swap_axes)
    try:
        transformer = Transformer.from_crs(source, target, always_xy=True, allow_ballpark=force)
    except ProjError as error:
        raise InvalidInputError(
            "import.no-transformation",
            Text(
                N_("Nobody has published a transformation from {source} to {target}."),
                {"source": system_name(source), "target": system_name(target)},
            ),
            Text(N_("Without one, boundaries may lie some hundred metres off.")),
            Text(N_("Name the right system of the file, or accept a rough transformation.")),
        ) from error
    accuracy_m = transformer.accuracy if transformer.accuracy >= 0 else None
    return Placement(source, target, transformer, str(transformer.description), accuracy_m, swap_axes)


def _source_system(crs_wkt: str, source_epsg: int | None, *, force: bool) -> CRS:
    if source_epsg is not None:
        try:
            return CRS.from_epsg(source_epsg)
        except CRSError as error:
            raise InvalidInputError(
                "import.unknown-epsg",
                Text(N_("There is no system EPSG:{code}."), {"code": source_epsg}),
                remedy=Text(
                    N_("Cadastral maps of Khánh Hòa are in 9217, longitude and latitude of GNSS in 4326.")
                ),
            ) from error
    if crs_wkt:
        try:
            said = CRS.from_wkt(crs_wkt)
        except CRSError:
            pass  # the same as none: the person has to say what it is
        else:
            return as_named(said, force=force)
    raise InvalidInputError(
        NO_CRS,
        Text(N_("The file does not say which coordinate system it is in.")),
        remedy=Text(
            N_("Name it: EPSG:9217 for cadastral maps of Khánh Hòa, EPSG:4326 for longitude and latitude.")
        ),
    )


def refuse_unfit(way: Placement, source: Points, placed: Points) -> NDArray[np.bool_]:
    """Refuse a layer whose system does not fit the store's; else return which points lie outside its area.

    Args:
        way: From the source to the store.
        source: One point of each feature (n, 2) as in the file, not-a-number where it has none.
        placed: The same points on the store's plane.

    Raises:
        InvalidInputError: Too many points lie outside the area of the store's system, or lengths change.
    """
    outside = outside_area(way.target, placed)
    there = np.isfinite(source).all(axis=1)
    if not there.any():
        return outside
    share = float(np.count_nonzero(outside & there) / np.count_nonzero(there))
    if share > _STRAYS:
        raise _outside_error(way, source[there], share)
    change = scale_change(way, np.median(placed[there & ~outside], axis=0))
    if abs(change) > _SCALE_LIMIT:
        raise InvalidInputError(
            "import.crs-scale",
            Text(
                N_("Lengths would change by {percent:.2f} % on the way into the store."),
                {"percent": 100 * change},
            ),
            systems_words(way),
            Text(N_("Name the right system of the file, or import it all the same.")),
        )
    return outside


def lies_outside(epsg: int, points: Points) -> bool:
    """Tell whether a point on the plane of a system lies outside the area that the system is meant for."""
    return bool(outside_area(CRS.from_epsg(epsg), points).any())


def outside_area(system: CRS, points: Points) -> NDArray[np.bool_]:
    """Return which points (n, 2) lie outside the area that their system is made for; a place of none does."""
    area = system.area_of_use
    geodetic = system.geodetic_crs
    if area is None or geodetic is None:
        return np.zeros(len(points), dtype=np.bool_)
    to_degrees = Transformer.from_crs(system, geodetic, always_xy=True)
    longitude, latitude = transformed(to_degrees, points).T
    west, east = area.west - _MARGIN_DEG, area.east + _MARGIN_DEG
    between = (longitude >= west) & (longitude <= east)
    if west > east:
        between = (longitude >= west) | (longitude <= east)
    inside = between & (latitude >= area.south - _MARGIN_DEG) & (latitude <= area.north + _MARGIN_DEG)
    outside: NDArray[np.bool_] = ~inside
    return outside


def scale_change(way: Placement, at: Points) -> float:
    """Return by which part lengths grow from source to store at a point of the store's plane, at the worst side."""
    if way.transformer is None:
        return 0.0
    cross = at + np.array([[-_PROBE_M, 0], [_PROBE_M, 0], [0, -_PROBE_M], [0, _PROBE_M]])
    in_source = _lengths_m(way.source, transformed(way.transformer, cross, back=True))
    changes = 2 * _PROBE_M / in_source - 1
    return float(changes[np.argmax(np.abs(changes))])


def _lengths_m(system: CRS, cross: Points) -> Points:
    """Return the lengths of the two arms of a cross of four points in metres."""
    if system.is_geographic:
        geod = system.get_geod()
        assert geod is not None  # every geographic system has an ellipsoid
        _, _, lengths = geod.inv(cross[::2, 0], cross[::2, 1], cross[1::2, 0], cross[1::2, 1])
        return np.asarray(lengths)
    metres = float(system.axis_info[0].unit_conversion_factor)
    steps = (cross[1::2] - cross[::2]) * metres
    return np.hypot(steps[:, 0], steps[:, 1])


def _outside_error(way: Placement, source: Points, share: float) -> InvalidInputError:
    middle = np.median(way.turned(source), axis=0)
    in_degrees = bool((np.abs(middle) <= (180, 90)).all())
    if way.source.is_projected and in_degrees:
        remedy = Text(N_("The coordinates look like degrees: name their system, such as EPSG:4326."))
    elif way.source.is_geographic and not in_degrees:
        remedy = Text(N_("The coordinates look like metres: name their system, such as EPSG:9217."))
    else:
        remedy = Text(N_("Name the right system of the file, or import into a store of another system."))
    return InvalidInputError(
        "import.crs-outside",
        Text(
            N_("{percent:.0f} % of the places lie outside the area that {target} is made for."),
            {"percent": 100 * share, "target": system_name(way.target)},
        ),
        Text(
            N_("{systems}; a point in the middle of the file: {x:.6g} {y:.6g}"),
            {"systems": systems_words(way), "x": float(middle[0]), "y": float(middle[1])},
        ),
        remedy,
    )


def systems_words(way: Placement) -> Text:
    """Return from which system to which a file is brought, for the place of an error."""
    return Text(
        N_("From {source} to {target}"), {"source": way.source_name, "target": system_name(way.target)}
    )
