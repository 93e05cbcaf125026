"""A feature type of a GML file as a layer: looked through once to describe it, read a second time in batches."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from pyproj import CRS
from pyproj.exceptions import CRSError

from landdesk.domain.errors import InvalidInputError
from landdesk.domain.progress import Progress
from landdesk.i18n import N_, Text
from landdesk.services.importing.gml.identifiers import are_lasting
from landdesk.services.importing.gml.stream import IDENTIFIER, GmlFeature, Head, read_features
from landdesk.services.importing.layer import (
    BATCH,
    Choose,
    Features,
    Geometry,
    Remark,
    no_features,
    no_layer,
    place_of,
    several_layers,
)
from landdesk.services.importing.ogr import content_hash

GML: Final = "GML"
NOT_ALL: Final = "gml.not-all"
PARCELS: Final = "Thua_Dat"
"""The feature type of parcels in the map export of VBDLIS/MPLIS."""

_CODE: Final = re.compile(r"EPSG.*?([0-9]{3,6})$", re.IGNORECASE)
_AUTHORITY_ORDER: Final = ("urn:", "http://www.opengis.net/def/", "https://www.opengis.net/def/")
"""Ways of naming a system that mean its official order of axes; short names mean easting first."""


@dataclass(frozen=True, slots=True)
class GmlLayer:
    """One feature type of a GML file; see ``layer.SourceLayer``."""

    path: Path
    name: str
    crs_wkt: str
    columns: tuple[str, ...]
    count: int
    sha256: bytes
    curves: int
    remarks: tuple[Remark, ...]
    north_first: bool
    layers: Mapping[str, int] = field(default_factory=dict)
    lasting_id: str | None = None
    driver: str = GML
    encoding: str | None = None
    point_decimals: bool = True

    def features(self, columns: Sequence[str], size: int = BATCH) -> Iterator[Features]:
        """Yield all features in batches, with the values of some columns.

        Raises:
            InvalidInputError: The file was changed since it was looked through, and is damaged now.
        """
        first = 1
        geometries: list[Geometry | None] = []
        values: list[tuple[object, ...]] = []
        for feature in read_features(self.path, Head()):
            if feature.kind != self.name:
                continue
            geometry = feature.geometry
            geometries.append(_turned(geometry) if self.north_first and geometry is not None else geometry)
            values.append(tuple([feature.values.get(name) or None for name in columns]))
            if len(geometries) == size:
                yield Features(first, geometries, values)
                first += size
                geometries, values = [], []
        if geometries:
            yield Features(first, geometries, values)


@dataclass(slots=True)
class _Kind:
    """What was seen of one feature type."""

    count: int = 0
    curves: int = 0
    has_geometry: bool = False
    identifiers: list[str] = field(default_factory=list)
    columns: dict[str, None] = field(default_factory=dict)
    systems: dict[str, None] = field(default_factory=dict)

    def add(self, feature: GmlFeature) -> None:
        """Take in one feature."""
        self.count += 1
        identifier = feature.values.get(IDENTIFIER)
        if identifier:
            self.identifiers.append(identifier)
        self.columns.update(dict.fromkeys(feature.values))
        if feature.geometry is not None:
            self.has_geometry = True
            self.curves += feature.has_arcs
            if feature.srs_name:
                self.systems[feature.srs_name] = None


def find_gml_layer(path: Path, wanted: str | None, choose: Choose | None, progress: Progress) -> GmlLayer:
    """Return the layer of a GML file that is to be read.

    Raises:
        InvalidInputError: Damaged, with entities, without features, several feature types and none is named, or
            several systems.
        OSError: The file cannot be read.
    """
    head = Head()
    kinds: dict[str, _Kind] = {}
    for feature in read_features(path, head, progress):
        kinds.setdefault(feature.kind, _Kind()).add(feature)
    if not kinds:
        raise no_features(path, path.stem)
    counts = _counts(kinds)
    name = _chosen(path, kinds, counts, wanted, choose)
    kind = kinds[name]
    codes = {_system(written)[0]: _system(written)[1] for written in kind.systems}
    if len(codes) > 1:
        raise InvalidInputError(
            "import.several-systems",
            Text(N_("The features of the file are in several coordinate systems.")),
            place_of(path),
            Text(N_("Export each map in one system: {systems}"), {"systems": ", ".join(kind.systems)}),
        )
    crs_wkt, north_first = next(iter(codes.items())) if codes else _system(head.srs_name)
    left = head.matched - sum(one.count for one in kinds.values())
    return GmlLayer(
        path=path,
        name=name,
        crs_wkt=crs_wkt,
        columns=tuple(kind.columns),
        count=kind.count,
        sha256=content_hash(path),
        curves=kind.curves,
        remarks=(Remark(0, NOT_ALL, f"{head.matched - left}/{head.matched}"),) if left > 0 else (),
        north_first=north_first,
        layers=counts if len(counts) > 1 else {},
        lasting_id=IDENTIFIER if are_lasting(kind.identifiers, kind.count) else None,
    )


def _counts(kinds: Mapping[str, _Kind]) -> dict[str, int]:
    """Return the feature types that have geometry, that of parcels first; all of them where none has."""
    names = [name for name, kind in kinds.items() if kind.has_geometry] or [*kinds]
    return {name: kinds[name].count for name in sorted(names, key=lambda name: name != PARCELS)}


def _chosen(
    path: Path, kinds: dict[str, _Kind], counts: Mapping[str, int], wanted: str | None, choose: Choose | None
) -> str:
    if wanted is not None:
        if wanted not in kinds:
            nearest = get_close_matches(wanted, kinds, n=1, cutoff=0.5) or [*kinds]
            raise no_layer(path, wanted, [*kinds], nearest[0])
        return wanted
    likeliest = next(iter(counts))
    if len(counts) == 1:
        return likeliest
    chosen = None if choose is None else choose(counts)
    if chosen is None:
        raise several_layers(path, [*kinds], likeliest)
    return chosen


def _system(written: str) -> tuple[str, bool]:
    """Return the WKT of a system as GML names it, empty where it is not known, and whether north comes first."""
    try:
        if written.upper().endswith("CRS84"):
            return str(CRS.from_user_input("OGC:CRS84").to_wkt()), False
        found = _CODE.search(written)
        if found is None:
            return "", False
        system = CRS.from_epsg(int(found[1]))
    except CRSError:
        return "", False
    axes = system.axis_info
    north_first = bool(axes) and axes[0].direction.lower() == "north"
    return str(system.to_wkt()), north_first and written.lower().startswith(_AUTHORITY_ORDER)


def _turned(geometry: Geometry) -> Geometry:
    """Return a geometry with easting first."""
    kind, coordinates = geometry
    if kind == "Polygon":
        return kind, [_turned_ring(ring) for ring in coordinates]
    if kind == "MultiPolygon":
        return kind, [[_turned_ring(ring) for ring in part] for part in coordinates]
    return geometry


def _turned_ring(ring: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    return [(point[1], point[0], *point[2:]) for point in ring]
