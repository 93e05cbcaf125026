"""Layers of the formats that GDAL reads as features; the only module that calls fiona for them.

What GDAL says of a file that is not what it should be becomes one error each. Nothing here knows the store.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import fiona
from fiona._err import CPLE_BaseError  # what GDAL says while features are read comes out as this
from fiona.errors import FionaError

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text
from landdesk.services.importing.curves import count_curves
from landdesk.services.importing.kinds import damaged, unreadable
from landdesk.services.importing.layer import (
    BATCH,
    SHAPEFILE,
    Choose,
    Features,
    Geometry,
    Remark,
    no_features,
    no_layer,
    place_of,
    several_layers,
)

DRIVERS: Final = (
    "GPKG",
    SHAPEFILE,
    "GeoJSON",
    "GeoJSONSeq",
    "TopoJSON",
    "MapInfo File",
    "OpenFileGDB",
    "FlatGeobuf",
    "KML",
    "GPX",
    "EDIGEO",
)
"""Formats of features that the shipped GDAL opens; drivers that reach for the network or other files are left out."""
_CAN_LEAVE_OUT: Final = frozenset({"GPKG", SHAPEFILE})
"""Formats of which GDAL can leave columns unread; asked of others, it fails."""
_COUNTS_DELETED: Final = "MapInfo File"
"""Format whose number of features includes deleted ones."""
FEWER: Final = "file.fewer"
_COMPANIONS: Final = {
    ".shp": (".dbf",),
    ".tab": (".dat", ".map", ".id"),
    ".mif": (".mid",),
}
"""Files whose content belongs to the file of an ending."""

_READING_FAULTS: Final = (FionaError, CPLE_BaseError, UnicodeDecodeError, OSError)
# A layer that GDAL cannot open comes out as a plain ValueError; one of an unknown number of features as TypeError.
_OPENING_FAULTS: Final = (*_READING_FAULTS, ValueError)


@dataclass(frozen=True, slots=True)
class OgrLayer:
    """A layer that GDAL reads; see ``layer.SourceLayer``."""

    path: Path
    name: str
    driver: str
    crs_wkt: str
    columns: tuple[str, ...]
    count: int
    encoding: str | None
    sha256: bytes
    curves: int
    remarks: tuple[Remark, ...] = ()
    layers: Mapping[str, int] = field(default_factory=dict)
    lasting_id: str | None = None
    point_decimals: bool = False

    def features(self, columns: Sequence[str], size: int = BATCH) -> Iterator[Features]:
        """Yield all features in batches, with the values of some columns.

        Raises:
            InvalidInputError: The file ends early or cannot be read on.
        """
        read = 0
        geometries: list[Geometry | None] = []
        values: list[tuple[object, ...]] = []
        try:
            wanted = columns if self.driver in _CAN_LEAVE_OUT else None
            with _opened(self.path, self.name, self.encoding, wanted) as collection:
                for feature in collection:
                    geometry = feature.geometry
                    geometries.append(None if geometry is None else (geometry.type, geometry.coordinates))
                    properties = feature.properties
                    values.append(tuple([properties[name] for name in columns]))
                    if len(geometries) == size:
                        yield Features(read + 1, geometries, values)
                        read += size
                        geometries, values = [], []
        except _READING_FAULTS as error:
            raise damaged(self.path, read + len(geometries), self.count) from error
        if geometries:
            yield Features(read + 1, geometries, values)
        read += len(geometries)
        if read < self.count:
            raise damaged(self.path, read, self.count)


def find_ogr_layer(path: Path, wanted: str | None, choose: Choose | None) -> OgrLayer:
    """Return the layer of a file or folder that is to be read.

    Raises:
        InvalidInputError: Damaged; no such layer, or several and none is named; a layer without geometry or features.
        OSError: The system does not let the file be read.
    """
    _refuse_short_shapefile(path)
    try:
        names: list[str] = fiona.listlayers(path)
    except _OPENING_FAULTS as error:
        raise unreadable(path, error) from error
    if wanted is not None and wanted not in names:
        nearest = get_close_matches(wanted, names, n=1, cutoff=0.5) or [*names[:1], "NAME"]
        raise no_layer(path, wanted, names, nearest[0])
    encoding = _unmarked_utf8(path)
    layers = [_described(path, name, encoding) for name in ([wanted] if wanted is not None else names)]
    with_geometry = [layer for layer, has_geometry in layers if has_geometry]
    if not with_geometry:
        raise InvalidInputError(
            "import.no-geometry",
            Text(N_("The layer has no geometry.")),
            place_of(path),
            Text(N_("Choose a file with the boundaries of parcels.")),
        )
    by_name = {layer.name: layer for layer in with_geometry}
    counts = {name: layer.count for name, layer in by_name.items()} if len(by_name) > 1 else {}
    name = choose(counts) if counts and choose is not None else None
    if counts and name is None:
        raise several_layers(path, names, with_geometry[0].name)
    chosen = with_geometry[0] if name is None else by_name[name]
    if chosen.count == 0:
        raise no_features(path, chosen.name)
    return replace(chosen, sha256=content_hash(path), curves=_curves(chosen), layers=counts)


def content_hash(path: Path) -> bytes:
    """Return the SHA-256 of a file with what belongs to it, or of all files of a folder.

    Raises:
        OSError: One cannot be read.
    """
    digest = hashlib.sha256()
    if path.is_dir():
        parts = sorted(part for part in path.rglob("*") if part.is_file() and part.suffix != ".lock")
    else:
        beside = [_sibling(path, suffix) for suffix in _COMPANIONS.get(path.suffix.lower(), ())]
        parts = [path, *(part for part in beside if part is not None)]
    for part in parts:
        with part.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    return digest.digest()


def _described(path: Path, name: str, encoding: str | None) -> tuple[OgrLayer, bool]:
    """Return a layer, not yet hashed, and whether it has geometry."""
    try:
        with _opened(path, name, encoding, None) as collection:
            driver = str(collection.driver)
            said, count = _counts(collection)
            layer = OgrLayer(
                path=path,
                name=name,
                driver=driver,
                crs_wkt=str(collection.crs_wkt or ""),
                columns=tuple(collection.schema["properties"]),
                count=count,
                encoding=encoding,
                sha256=b"",
                curves=0,
                remarks=(Remark(0, FEWER, f"{count}/{said}"),) if count < said else (),
            )
            return layer, collection.schema["geometry"] != "None"
    except _OPENING_FAULTS as error:
        raise unreadable(path, error) from error


def _counts(collection: Any) -> tuple[int, int]:
    """Return how many features a layer says it has, and how many there ought to be to read."""
    try:
        said = len(collection)
    except TypeError:  # some formats do not say it
        said = 0
    if said and collection.driver != _COUNTS_DELETED:
        return said, said
    return said, sum(1 for _ in collection)


def _curves(layer: OgrLayer) -> int:
    if layer.driver != "GPKG":
        return 0
    try:
        with _opened(layer.path, layer.name, None, ()) as collection:
            return count_curves(collection)
    except _OPENING_FAULTS:
        # A damaged file is found out by reading it.
        return 0


@contextmanager
def _opened(path: Path, name: str, encoding: str | None, columns: Sequence[str] | None) -> Iterator[Any]:
    options: dict[str, Any] = {"layer": name, "enabled_drivers": list(DRIVERS)}
    if encoding is not None:
        options["encoding"] = encoding
    if columns is not None:
        options["include_fields"] = list(columns)
    # fiona has a list of formats of its own, shorter than what its GDAL can do.
    with fiona.open(path, allow_unsupported_drivers=True, **options) as collection:
        yield collection


def _refuse_short_shapefile(path: Path) -> None:
    """Refuse a Shapefile that is cut short or lacks a part, which GDAL reads as features without geometry."""
    if path.suffix.lower() != ".shp":
        return
    for suffix in (".shx", ".dbf"):
        if _sibling(path, suffix) is None:
            raise InvalidInputError(
                "import.part-missing",
                Text(
                    N_("A Shapefile has several files, and the one ending in {suffix} is missing."),
                    {"suffix": suffix},
                ),
                place_of(path),
                Text(N_("Copy all files of that name into one folder: .shp, .shx, .dbf and .prj.")),
            )
    with path.open("rb") as file:
        head = file.read(28)
    # The length in the header counts words of two bytes, big-endian.
    if (
        len(head) == 28
        and head[:4] == b"\0\0\x27\x0a"
        and 2 * int.from_bytes(head[24:28]) > path.stat().st_size
    ):
        raise damaged(path)


def _sibling(path: Path, suffix: str) -> Path | None:
    for written in (suffix, suffix.upper()):
        beside = path.with_suffix(written)
        if beside.is_file():
            return beside
    return None


def _unmarked_utf8(path: Path) -> str | None:
    """Return ``UTF-8`` for a Shapefile that has such texts and does not say so; GDAL would take Latin-1."""
    if path.suffix.lower() != ".shp" or _sibling(path, ".cpg") is not None:
        return None
    table = _sibling(path, ".dbf")
    if table is None:
        return None
    content = table.read_bytes()
    # Fields come after the header, whose length stands in bytes 8 and 9.
    body = content[int.from_bytes(content[8:10], "little") :]
    if body.isascii():
        return None
    try:
        # A text of full width may be cut inside a letter by the program that wrote it: allow for few of those.
        broken = body.decode("utf-8", errors="replace").count("\ufffd")
    except UnicodeError:
        return None
    wide = sum(byte >= 0xC2 for byte in body)
    return "UTF-8" if broken * 20 <= wide else None
