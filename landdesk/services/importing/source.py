"""One layer of a source file: found, opened, read in batches; the only module that calls fiona here.

Coordinates come out as the file has them, easting (longitude) first, nested as in GeoJSON. What GDAL says of a
file that is not what it should be becomes one error each. Nothing here knows the store.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import fiona
from fiona._err import CPLE_BaseError  # what GDAL says while features are read comes out as this
from fiona.errors import FionaError

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text
from landdesk.services.importing.curves import count_curves
from landdesk.store.trouble import explain_os_error

DRIVERS: Final = ("GPKG", "ESRI Shapefile", "GeoJSON", "TopoJSON")
SHAPEFILE: Final = "ESRI Shapefile"
BATCH: Final = 5_000
_CAN_LEAVE_OUT: Final = frozenset({"GPKG", SHAPEFILE})
"""Formats of which GDAL can leave columns unread; asked of others, it fails."""

Geometry = tuple[str, Any]
"""Type and coordinates as in GeoJSON; the coordinates of a collection are None."""

_READING_FAULTS: Final = (FionaError, CPLE_BaseError, UnicodeDecodeError, OSError)
# A layer that GDAL cannot open comes out as a plain ValueError.
_OPENING_FAULTS: Final = (*_READING_FAULTS, ValueError)


@dataclass(frozen=True, slots=True)
class Features:
    """Consecutive features of a layer.

    Args:
        first: Position of the first one in the layer, counted from 1.
        geometries: One each, None where the file has none.
        values: One tuple each, in the order of the columns asked for.
    """

    first: int
    geometries: list[Geometry | None]
    values: list[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class SourceLayer:
    """A layer that can be read.

    Args:
        path: The file.
        name: Of the layer.
        driver: GDAL's name of the format.
        crs_wkt: Its system as WKT; empty where the file says nothing.
        columns: Names of its fields.
        count: Number of features the file says it has.
        encoding: Of its texts where it had to be found out, else None.
        sha256: Of the file; of ``.shp`` and ``.dbf`` for a Shapefile.
        curves: Features with arcs, which are read as chords.
    """

    path: Path
    name: str
    driver: str
    crs_wkt: str
    columns: tuple[str, ...]
    count: int
    encoding: str | None
    sha256: bytes
    curves: int

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
            raise _damaged(self.path, read + len(geometries), self.count) from error
        if geometries:
            yield Features(read + 1, geometries, values)
        read += len(geometries)
        if read < self.count:
            raise _damaged(self.path, read, self.count)


def find_layer(path: Path, wanted: str | None = None) -> SourceLayer:
    """Return the layer of a file that is to be read.

    Args:
        path: The source file.
        wanted: Name of the layer; None takes the only one with geometry.

    Raises:
        InvalidInputError: Not a file, empty, of an unknown format, damaged; no such layer, or several and none
            is named; a layer without features.
        TroubleError: The system does not let the file be read.
    """
    try:
        return _found_layer(path, wanted)
    except OSError as error:
        raise explain_os_error(error, path) from error


def _found_layer(path: Path, wanted: str | None) -> SourceLayer:
    _refuse_no_file(path)
    _refuse_short_shapefile(path)
    try:
        names: list[str] = fiona.listlayers(path)
    except _OPENING_FAULTS as error:
        raise _unreadable(path, error) from error
    if wanted is not None and wanted not in names:
        raise _no_layer(path, wanted, names)
    encoding = _unmarked_utf8(path)
    layers = [_described(path, name, encoding) for name in ([wanted] if wanted is not None else names)]
    with_geometry = [layer for layer, has_geometry in layers if has_geometry]
    if not with_geometry:
        raise InvalidInputError(
            "import.no-geometry",
            Text(N_("The layer has no geometry.")),
            _where(path),
            Text(N_("Choose a file with the boundaries of parcels.")),
        )
    if len(with_geometry) > 1:
        raise InvalidInputError(
            "import.several-layers",
            Text(N_("The file has several layers: {layers}"), {"layers": _listed(names)}),
            _where(path),
            Text(N_("Say which one, such as “{name}”."), {"name": with_geometry[0].name}),
        )
    if with_geometry[0].count == 0:
        raise InvalidInputError(
            "import.no-features",
            Text(N_("The layer “{name}” has no features."), {"name": with_geometry[0].name}),
            _where(path),
            Text(N_("Check that the right file was chosen and that it was saved with its content.")),
        )
    chosen = with_geometry[0]
    return replace(chosen, sha256=_sha256(path), curves=_curves(chosen))


def _described(path: Path, name: str, encoding: str | None) -> tuple[SourceLayer, bool]:
    """Return a layer, not yet hashed, and whether it has geometry."""
    try:
        with _opened(path, name, encoding, None) as collection:
            layer = SourceLayer(
                path=path,
                name=name,
                driver=str(collection.driver),
                crs_wkt=str(collection.crs_wkt or ""),
                columns=tuple(collection.schema["properties"]),
                count=len(collection),
                encoding=encoding,
                sha256=b"",
                curves=0,
            )
            return layer, collection.schema["geometry"] != "None"
    except _OPENING_FAULTS as error:
        raise _unreadable(path, error) from error


def _curves(layer: SourceLayer) -> int:
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
    with fiona.open(path, **options) as collection:
        yield collection


def _refuse_no_file(path: Path) -> None:
    if not path.exists():
        raise InvalidInputError(
            "import.no-file",
            Text(N_("There is no such file.")),
            _where(path),
            Text(N_("Check the name and the folder.")),
        )
    if not path.is_file():
        raise InvalidInputError(
            "import.not-a-file",
            Text(N_("This is not a file.")),
            _where(path),
            Text(N_("Give the file itself: a GeoPackage, a Shapefile (.shp), a GeoJSON or a TopoJSON.")),
        )
    if path.stat().st_size == 0:
        raise InvalidInputError(
            "import.empty-file",
            Text(N_("The file is empty.")),
            _where(path),
            Text(N_("Copy or save it again; nothing was imported.")),
        )
    # GDAL calls a file damaged that may only not be read.
    with path.open("rb"):
        pass


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
                _where(path),
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
        raise _damaged(path)


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


def _sha256(path: Path) -> bytes:
    digest = hashlib.sha256()
    parts = [path]
    if path.suffix.lower() == ".shp":
        table = _sibling(path, ".dbf")
        parts += [table] if table is not None else []
    for part in parts:
        with part.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    return digest.digest()


def _where(path: Path) -> Text:
    return Text(N_("File {path}"), {"path": str(path)})


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:12]) + (", …" if len(names) > 12 else "")


def _no_layer(path: Path, wanted: str, names: Sequence[str]) -> InvalidInputError:
    nearest = get_close_matches(wanted, names, n=1, cutoff=0.5) or list(names[:1])
    return InvalidInputError(
        "import.no-layer",
        Text(
            N_("The file has no layer “{name}”; it has: {layers}"), {"name": wanted, "layers": _listed(names)}
        ),
        _where(path),
        Text(N_("Say which one, such as “{name}”."), {"name": nearest[0] if nearest else "NAME"}),
    )


def _unreadable(path: Path, error: Exception) -> InvalidInputError:
    reason = " ".join(str(error.__cause__ or error).split())
    return InvalidInputError(
        "import.unreadable",
        Text(N_("The file is damaged, or not in a format that can be imported.")),
        Text(N_("File {path}: {reason}"), {"path": str(path), "reason": reason}),
        Text(
            N_(
                "Give a GeoPackage, a Shapefile (.shp), a GeoJSON or a TopoJSON; export it again if it is one."
            )
        ),
    )


def _damaged(path: Path, read: int = 0, count: int = 0) -> InvalidInputError:
    """Return the error for a file that ends early; ``count`` 0 where nothing was read yet."""
    values = {"path": str(path), "read": read, "count": count}
    where = Text(N_("File {path}: {read} of {count} features can be read"), values) if count else _where(path)
    return InvalidInputError(
        "import.damaged",
        Text(N_("The file is damaged or cut short.")),
        where,
        Text(N_("Copy or export it again; nothing was imported.")),
    )
