"""Where the files that LandDesk ships with are: icons, fonts, catalogues, templates, code lists.

One function for every way of running: from the source tree (``resources/`` beside the package), from an
installed wheel (``landdesk/_resources``) and from a frozen bundle. Nothing here writes.
"""

import sys
from functools import cache
from pathlib import Path


def resource_path(*parts: str) -> Path:
    """Return the path of a shipped file or folder.

    Args:
        parts: Names below the resource folder, such as ``"i18n", "vi.mo"``.

    Raises:
        FileNotFoundError: The resource is not there: a wrong name or a damaged installation.
    """
    path = _root().joinpath(*parts)
    if not path.exists():
        message = f"The resource {'/'.join(parts)} is missing from {_root()}: the installation is damaged."
        raise FileNotFoundError(message)
    return path


@cache
def _root() -> Path:
    """Return the first resource folder there is."""
    package = Path(__file__).resolve().parent
    # A frozen bundle unpacks its data below sys._MEIPASS, where the package itself may be inside an archive.
    frozen = getattr(sys, "_MEIPASS", None)
    places = [package / "_resources", package.parent / "resources"]
    if frozen is not None:
        places.insert(0, Path(frozen) / "landdesk" / "_resources")
    for place in places:
        if place.is_dir():
            return place
    message = f"The resource folder is missing: looked in {', '.join(map(str, places))}."
    raise FileNotFoundError(message)
