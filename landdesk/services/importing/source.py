"""Which layer of which file is to be read: the one door to all formats."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from landdesk.domain.errors import InvalidInputError
from landdesk.domain.progress import Progress, SilentProgress
from landdesk.i18n import N_, Text
from landdesk.services.importing.drawing.layer import find_dgn_layer, find_dxf_layer
from landdesk.services.importing.gml.layer import find_gml_layer
from landdesk.services.importing.kinds import Kind, kind_of
from landdesk.services.importing.layer import Choose, SourceLayer, place_of
from landdesk.services.importing.ogr import find_ogr_layer
from landdesk.services.importing.text.encodings import Encoding
from landdesk.store.trouble import explain_os_error

_GEODATABASE: Final = ".gdb"


def find_layer(
    path: Path,
    wanted: str | None = None,
    *,
    choose: Choose | None = None,
    encodings: Mapping[str, Encoding] | None = None,
    progress: Progress | None = None,
) -> SourceLayer:
    """Return the layer of a file that is to be read.

    Args:
        path: The source file, or the folder of a File Geodatabase.
        wanted: Name of the layer; None takes the only one with geometry.
        choose: Says which of several layers is meant where none is named; the file is refused where nobody says it.
        encodings: Of the labels of a drawing by column, as a person says it; others are told by their texts.
        progress: Told how much of a GML is looked through, and each step of a drawing.

    Raises:
        InvalidInputError: Not a file, empty, of an unknown format, damaged; no such layer, or several and none
            is named; a layer without features.
        TroubleError: The system does not let the file be read.
        CancelledError: The person stopped it.
    """
    progress = progress or SilentProgress()
    try:
        _refuse_no_file(path)
        kind = kind_of(path)
        if kind is Kind.GML:
            return find_gml_layer(path, wanted, choose, progress)
        if kind is Kind.DXF:
            return find_dxf_layer(path, encodings or {}, progress)
        if kind is Kind.DGN:
            return find_dgn_layer(path, encodings or {}, progress)
        return find_ogr_layer(path, wanted, choose)
    except OSError as error:
        raise explain_os_error(error, path) from error


def _refuse_no_file(path: Path) -> None:
    if not path.exists():
        raise InvalidInputError(
            "import.no-file",
            Text(N_("There is no such file.")),
            place_of(path),
            Text(N_("Check the name and the folder.")),
        )
    if path.is_dir() and path.suffix.lower() == _GEODATABASE:
        return
    if not path.is_file():
        raise InvalidInputError(
            "import.not-a-file",
            Text(N_("This is not a file.")),
            place_of(path),
            Text(N_("Give the file itself; a folder only where it is a File Geodatabase (.gdb).")),
        )
    if path.stat().st_size == 0:
        raise InvalidInputError(
            "import.empty-file",
            Text(N_("The file is empty.")),
            place_of(path),
            Text(N_("Copy or save it again; nothing was imported.")),
        )
    # GDAL calls a file damaged that may only not be read.
    if path.is_file():
        with path.open("rb"):
            pass
