"""The features of a GML file one by one, with the parser of the standard library and in flat memory.

A feature is what stands in ``member``, ``featureMember`` or ``featureMembers``, in whatever namespace and version.
Its simple properties are texts; parts of a property are named ``property.part``; what is repeated is joined with
``; ``. Entities are refused: no land system writes them, and a few lines of them can fill the memory.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.parsers import expat

from landdesk.domain.errors import InvalidInputError
from landdesk.domain.progress import Progress
from landdesk.i18n import N_, Text
from landdesk.services.importing.gml.geometry import GEOMETRIES, POLYGONAL, GeometryReader
from landdesk.services.importing.layer import Geometry, place_of

IDENTIFIER: Final = "gml_id"
"""Column of the identifier that the file gives a feature; not everywhere does it live longer than the file."""

_MEMBERS: Final = frozenset({"member", "featureMember", "featureMembers", "Member"})
_COLLECTIONS: Final = frozenset({"FeatureCollection", "SimpleFeatureCollection"})
_CHUNK: Final = 1 << 16
_DEEPEST: Final = 200
_JOINT: Final = "; "


@dataclass(slots=True)
class GmlFeature:
    """One feature: its type, values by column, geometry, system of the geometry as written."""

    kind: str
    values: dict[str, str] = field(default_factory=dict)
    geometry: Geometry | None = None
    srs_name: str = ""
    has_arcs: bool = False


@dataclass(slots=True)
class Head:
    """What the collection says of itself.

    Args:
        srs_name: System of the envelope around everything.
        matched: How many features the service has; 0 where it does not say.
    """

    srs_name: str = ""
    matched: int = 0


def read_features(path: Path, head: Head, progress: Progress | None = None) -> Iterator[GmlFeature]:
    """Yield the features of a file; ``head`` is filled on the way.

    Raises:
        InvalidInputError: ``import.damaged`` with the line and the number of whole features before it;
            ``import.entities``.
        OSError: The file cannot be read.
    """
    waiting: list[GmlFeature] = []
    reader = _Reader(waiting.append, head)
    count = 0
    size = path.stat().st_size
    with path.open("rb") as file:
        while True:
            if progress is not None:
                progress.step(file.tell(), size, Text(N_("Reading the file")))
            chunk = file.read(_CHUNK)
            try:
                reader.parser.Parse(chunk, not chunk)
            except expat.ExpatError as error:
                raise _damaged(path, error, count + len(waiting)) from error
            # An encoding that Python does not know is a LookupError, one of several bytes a letter a ValueError.
            except (_EntityError, _TooDeepError, LookupError, ValueError) as error:
                raise _refused(path, error) from error
            count += len(waiting)
            yield from waiting
            waiting.clear()
            if not chunk:
                return


class _EntityError(Exception):
    """The file declares entities."""


class _TooDeepError(Exception):
    """More elements stand inside each other than any map has."""


class _Reader:
    """Handlers of the parser; local names only, since prefixes and versions of namespaces differ."""

    def __init__(self, found: Callable[[GmlFeature], None], head: Head) -> None:
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = _CHUNK
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._refuse
        self._found = found
        self._head = head
        self._names: dict[str, str] = {}
        self._outside: list[str] = []
        self._feature: GmlFeature | None = None
        self._path: list[str] = []
        self._geometry: GeometryReader | None = None
        self._geometry_depth = 0
        self._skipped = 0
        self._words: list[str] = []
        self._has_parts = False

    def _refuse(self, *_declaration: object) -> None:
        raise _EntityError

    def _local(self, name: str) -> str:
        local = self._names.get(name)
        if local is None:
            local = self._names[name] = name.rpartition(":")[2]
        return local

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = self._local(name)
        if self._geometry is not None:
            self._geometry_depth += 1
            self._words.clear()
            self._geometry.start(local, attributes)
        elif self._skipped:
            self._skipped += 1
        elif self._feature is not None:
            self._start_property(local, attributes)
        else:
            self._start_outside(local, attributes)

    def _start_outside(self, local: str, attributes: dict[str, str]) -> None:
        within = self._outside[-1] if self._outside else ""
        if within in _MEMBERS and local not in _COLLECTIONS:
            self._feature = GmlFeature(local)
            identifier = next(
                (text for key, text in attributes.items() if self._local(key) in ("id", "fid")), ""
            )
            if identifier:
                self._feature.values[IDENTIFIER] = identifier
            return
        if local in ("Envelope", "Box"):
            self._head.srs_name = self._head.srs_name or attributes.get("srsName", "")
        elif local in _COLLECTIONS and attributes.get("numberMatched", "").isdecimal():
            self._head.matched = max(self._head.matched, int(attributes["numberMatched"]))
        self._outside.append(local)
        if len(self._outside) > _DEEPEST:
            raise _TooDeepError("too many elements inside each other")

    def _start_property(self, local: str, attributes: dict[str, str]) -> None:
        if local == "boundedBy" and not self._path:
            self._skipped = 1
        elif local in GEOMETRIES:
            self._words.clear()
            self._geometry = GeometryReader(local, attributes, 2)
            self._geometry_depth = 1
        else:
            self._path.append(local)
            if len(self._path) > _DEEPEST:
                raise _TooDeepError("too many elements inside each other")
            self._has_parts = False
            self._words.clear()

    def _text(self, text: str) -> None:
        if self._geometry is not None:
            if self._geometry.wants_text:
                self._words.append(text)
        elif self._path and not self._skipped:
            self._words.append(text)

    def _end(self, name: str) -> None:
        if self._geometry is not None:
            self._geometry.end(self._local(name), "".join(self._words))
            self._words.clear()
            self._geometry_depth -= 1
            if self._geometry_depth == 0:
                self._keep_geometry(self._geometry)
                self._geometry = None
                self._has_parts = True
        elif self._skipped:
            self._skipped -= 1
        elif self._path:
            self._end_property()
        elif self._feature is not None:
            self._found(self._feature)
            self._feature = None
        elif self._outside:
            self._outside.pop()

    def _end_property(self) -> None:
        assert self._feature is not None  # properties stand in features only
        text = "".join(self._words).strip()
        self._words.clear()
        if not self._has_parts or text:
            column, values = ".".join(self._path), self._feature.values
            before = values.get(column)
            values[column] = f"{before}{_JOINT}{text}" if before and text else before or text
        self._path.pop()
        self._has_parts = True

    def _keep_geometry(self, made: GeometryReader) -> None:
        """Keep the first geometry, but a polygon before a point: some systems write both."""
        feature = self._feature
        assert feature is not None  # geometries are read in features only
        known = feature.geometry
        if known is None or (known[0] not in POLYGONAL and made.kind in POLYGONAL):
            feature.geometry = made.geometry()
            feature.srs_name = made.srs_name
            feature.has_arcs = made.has_arcs


def _damaged(path: Path, error: expat.ExpatError, count: int) -> InvalidInputError:
    return InvalidInputError(
        "import.damaged",
        Text(N_("The file is damaged or cut short.")),
        Text(
            N_("File {path}, line {line}: {count} features before it are whole ({reason})"),
            {
                "path": str(path),
                "line": error.lineno,
                "count": count,
                "reason": expat.ErrorString(error.code) or "",
            },
        ),
        Text(N_("Copy or export it again; nothing was imported.")),
    )


def _refused(path: Path, error: Exception) -> InvalidInputError:
    if isinstance(error, _EntityError):
        return InvalidInputError(
            "import.entities",
            Text(
                N_("The file declares entities, which no land information system writes; it is not opened.")
            ),
            place_of(path),
            Text(N_("Export it again from the land information system.")),
        )
    return InvalidInputError(
        "import.damaged",
        Text(N_("The file is damaged or cut short.")),
        Text(N_("File {path}: {reason}"), {"path": str(path), "reason": str(error)}),
        Text(N_("Copy or export it again; nothing was imported.")),
    )
