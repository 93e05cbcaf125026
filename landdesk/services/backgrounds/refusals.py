"""Why a picture cannot lie below the parcels, in one sentence each."""

from pathlib import Path
from typing import Final

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text

NO_PLACE: Final = "background.no-place"


def damaged(path: Path) -> InvalidInputError:
    """Return the error for a file that cannot be read."""
    return _refused(
        "background.damaged",
        path,
        Text(N_("The picture is damaged or cut short.")),
        Text(N_("Copy it again from where it comes from.")),
    )


def no_pictures(path: Path) -> InvalidInputError:
    """Return the error for an archive of something else."""
    return _refused(
        "background.no-pictures",
        path,
        Text(N_("There are no pictures in this archive; vector tiles cannot be shown.")),
        Text(N_("Have it made with tiles in PNG, JPEG or WebP.")),
    )


def unknown_kind(path: Path) -> InvalidInputError:
    """Return the error for a file that is no picture of the ground."""
    return _refused(
        "background.unknown",
        path,
        Text(N_("This is no picture that can lie below the parcels.")),
        Text(
            N_(
                "MBTiles, PMTiles, GeoTIFF, pictures with a world file, and scanned sheets (PDF, JPEG, PNG, TIFF) can."
            )
        ),
    )


def no_place(path: Path) -> InvalidInputError:
    """Return the error for a picture that does not say where it lies."""
    return _refused(
        NO_PLACE,
        path,
        Text(N_("The picture does not say where on the ground it lies.")),
        Text(N_("Put its world file (.tfw, .jgw, .pgw) beside it, or place it by control points.")),
    )


def too_large(path: Path, megapixels: float, limit: int) -> InvalidInputError:
    """Return the error for a picture that would not fit into memory."""
    return _refused(
        "background.too-large",
        path,
        Text(
            N_("The picture has {size:.0f} million pixels; {limit} million are the most."),
            {"size": megapixels, "limit": limit},
        ),
        Text(N_("Have it made into MBTiles, which are read piece by piece.")),
    )


def _refused(code: str, path: Path, what: Text, remedy: Text) -> InvalidInputError:
    return InvalidInputError(code, what, Text(N_("File {path}"), {"path": str(path)}), remedy)
