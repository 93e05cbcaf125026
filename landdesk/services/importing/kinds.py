"""What a file is, by its first bytes; of what cannot be read, which export to ask for.

Names lie, so endings decide only where the content cannot tell. No library is asked about a file that is none of
the kinds that are read.
"""

from enum import Enum
from pathlib import Path
from typing import Final

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text
from landdesk.services.importing.layer import place_of


class Kind(Enum):
    """Kinds of files that are read; the value is what the import calls them in code."""

    OGR = "ogr"
    GML = "gml"
    DXF = "dxf"
    DGN = "dgn"


_HEAD: Final = 8_192
_ASK: Final = N_("Ask for a GeoPackage, a Shapefile, a GML, a DXF or a GeoJSON of the same map.")
_CAD: Final = N_("Ask for an export as DXF, DGN V7, Shapefile or GML, or save it so in the drawing program.")
_UNPACK: Final = N_("Unpack it and give the file inside.")

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound files of Microsoft, which DGN V8 and old Office documents are."""
_DGN_V8: Final = N_(
    "This is a DGN of version 8 (MicroStation V8i), whose content only MicroStation can read."
)
_DGN_V7: Final = (b"\x08\x09", b"\xc8\x09")
"""Type 9, the header of a design file, on level 8, in two or three dimensions."""

_FOREIGN: Final = (
    (b"AC10", N_("This is a DWG of AutoCAD."), _CAD),
    (b"AC1.", N_("This is a DWG of AutoCAD."), _CAD),
    (b"%PDF", N_("This is a PDF, a picture of a map."), _ASK),
    (b"\x1f\x8b", N_("This is a packed file."), _UNPACK),
    (b"BZh", N_("This is a packed file."), _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", N_("This is a packed file."), _UNPACK),
    (b"Rar!", N_("This is a packed file."), _UNPACK),
    (b"PK\x03\x04", N_("This is a packed file."), _UNPACK),
    (b"II*\x00", N_("This is a picture."), _ASK),
    (b"MM\x00*", N_("This is a picture."), _ASK),
    (b"\x89PNG", N_("This is a picture."), _ASK),
    (b"\xff\xd8\xff", N_("This is a picture."), _ASK),
    (b"PMTiles", N_("These are tiles of pictures."), _ASK),
)
"""First bytes of what is not read, what it is and what to ask for."""

_MARKS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_OGR_ENDINGS: Final = frozenset(
    {".tab", ".mif", ".mid", ".thf", ".gdb", ".shp", ".dbf", ".shx", ".map", ".fgb"}
)
_PARTS: Final = {
    ".dbf": ".shp",
    ".shx": ".shp",
    ".prj": ".shp",
    ".cpg": ".shp",
    ".dat": ".tab",
    ".map": ".tab",
    ".id": ".tab",
    ".mid": ".mif",
}
"""Files beside another one that is the one to give."""


def kind_of(path: Path) -> Kind:
    """Return what a file or folder is.

    Raises:
        InvalidInputError: It is of a kind that is not read, with words that say what to ask for.
        OSError: It cannot be read.
    """
    if path.is_dir():
        return Kind.OGR
    with path.open("rb") as file:
        head = file.read(_HEAD)
    _refuse_part(path)
    if head.startswith(b"PK\x03\x04") and path.name.lower().endswith(".gdb.zip"):
        return Kind.OGR
    if head.startswith(b"AutoCAD Binary DXF"):
        return Kind.DXF
    if head[:2] in _DGN_V7:
        return Kind.DGN
    if head.startswith(_OLE):
        is_drawing = path.suffix.lower() == ".dgn"
        raise InvalidInputError(
            "import.foreign-format",
            Text(_DGN_V8 if is_drawing else N_("This is a document of Microsoft Office, not a map.")),
            place_of(path),
            Text(_CAD if is_drawing else _ASK),
        )
    for start, what, remedy in _FOREIGN:
        if head.startswith(start):
            raise InvalidInputError("import.foreign-format", Text(what), place_of(path), Text(remedy))
    return _kind_of_text(path, head)


def _kind_of_text(path: Path, head: bytes) -> Kind:
    text = _text(head).lstrip()
    if text.startswith("<"):
        return _kind_of_xml(path, text)
    lines = [line.strip() for line in text.splitlines()[:40]]
    if path.suffix.lower() == ".dxf" or ("0" in lines and "SECTION" in lines):
        return Kind.DXF
    if head.startswith((b"SQLite format 3\0", b"\0\0\x27\x0a")) or text.startswith(("{", "[")):
        return Kind.OGR
    if path.suffix.lower() in _OGR_ENDINGS:
        return Kind.OGR
    raise unreadable(path)


def _kind_of_xml(path: Path, text: str) -> Kind:
    # A broken GML is best explained by its own reader, a broken KML by GDAL.
    if "<kml" in text or "<gpx" in text:
        return Kind.OGR
    if "opengis.net/gml" in text or "FeatureCollection" in text or path.suffix.lower() == ".gml":
        return Kind.GML
    raise InvalidInputError(
        "import.foreign-format",
        Text(N_("This is an XML that is no GML.")),
        place_of(path),
        Text(_ASK),
    )


def _text(head: bytes) -> str:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return head.decode(encoding, errors="replace")
    return head.decode("latin-1")


def _refuse_part(path: Path) -> None:
    """Refuse a table that is one part of a map made of several files."""
    wanted = _PARTS.get(path.suffix.lower())
    if wanted is None:
        return
    for written in (wanted, wanted.upper()):
        whole = path.with_suffix(written)
        if whole.is_file():
            raise InvalidInputError(
                "import.part-only",
                Text(N_("This file is one part of a map that consists of several files.")),
                place_of(path),
                Text(N_("Give the file {name} beside it."), {"name": whole.name}),
            )


def unreadable(path: Path, error: Exception | None = None) -> InvalidInputError:
    """Return the error for a file that is damaged or of no kind that is known."""
    where = place_of(path)
    if error is not None:
        reason = " ".join(str(error.__cause__ or error).split())
        where = Text(N_("File {path}: {reason}"), {"path": str(path), "reason": reason})
    return InvalidInputError(
        "import.unreadable",
        Text(N_("The file is damaged, or not in a format that can be imported.")),
        where,
        Text(
            N_(
                "Give a GeoPackage, Shapefile, GML, DXF, DGN V7, GeoJSON, TopoJSON, MapInfo file or File"
                " Geodatabase; export it again if it is one."
            )
        ),
    )


def damaged(path: Path, read: int = 0, count: int = 0) -> InvalidInputError:
    """Return the error for a file that ends early; ``count`` 0 where nothing was read yet."""
    values = {"path": str(path), "read": read, "count": count}
    where = (
        Text(N_("File {path}: {read} of {count} features can be read"), values) if count else place_of(path)
    )
    return InvalidInputError(
        "import.damaged",
        Text(N_("The file is damaged or cut short.")),
        where,
        Text(N_("Copy or export it again; nothing was imported.")),
    )
