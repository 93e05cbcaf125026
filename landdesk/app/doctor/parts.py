"""Tries the parts of the program one by one: what a virus scanner took away or a half copy lacks shows here in words.

Each part is tried as the program uses it. Whatever it raises, a missing library above all, becomes one observation.
"""

import logging
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from landdesk.app.communes import communes
from landdesk.app.doctor.observation import Observation, bad, good
from landdesk.app.logs import log_folder
from landdesk.i18n import LANGUAGES, N_, Text, _
from landdesk.settings import config_folder

_LOG: Final = logging.getLogger(__name__)
_INSTALL_AGAIN: Final = N_(
    "Install LandDesk again; where it happens once more, look whether a virus scanner takes files away."
)
# Somewhere in the province, in metres of its own system.
_EASTING_M, _NORTHING_M = 600_000.0, 1_355_000.0
_FAR_M: Final = 0.001


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the program.

    Args:
        code: Short name, the observation's code after ``part.``.
        title: What it does, an English source text.
        attempt: Uses it; returns what is said of it, raises where it does not work.
    """

    code: str
    title: str
    attempt: Callable[[], str]


def part_observations(more: Sequence[Part] = ()) -> Iterator[Observation]:
    """Try every part.

    Args:
        more: Parts that only a front end knows: the window.
    """
    for part in (*_PARTS, *more):
        title = Text(part.title)
        try:
            said = part.attempt()
        except Exception as error:  # noqa: BLE001  # any fault is what is looked for
            _LOG.warning("the part %s does not work: %s", part.code, type(error).__name__)
            yield bad(
                f"part.{part.code}",
                N_("{title}: does not work here ({reason})"),
                _INSTALL_AGAIN,
                title=title,
                reason=f"{type(error).__name__}: {error}",
            )
        else:
            yield good(f"part.{part.code}", N_("{title}: {said}"), title=title, said=said)


def folder_observations() -> Iterator[Observation]:
    """Look whether the folders of settings, log and temporary files can be written."""
    places = (
        (N_("settings"), config_folder()),
        (N_("log"), log_folder()),
        (N_("temporary files"), Path(tempfile.gettempdir())),
    )
    for title, folder in places:
        values: dict[str, object] = {"title": Text(title), "folder": str(folder)}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"x")
        except OSError as error:
            yield bad(
                "folder.not-writable",
                N_("Folder for {title}: cannot be written ({reason}): {folder}"),
                N_("Ask for the right to write there, or free space on that disk."),
                reason=error.strerror or str(error),
                **values,
            )
        else:
            yield good("folder", N_("Folder for {title}: {folder}"), **values)


def _stores() -> str:
    from landdesk.store.examination import driver_versions

    return ", ".join(f"{name} {version}" for name, version in driver_versions().items())


def _maps() -> str:
    from landdesk.services.importing.trial import gdal_version, missing_formats

    missing = missing_formats()
    if missing:
        raise LookupError(", ".join(missing))
    return f"GDAL {gdal_version()}"


def _systems() -> str:
    from landdesk.services.importing.trial import there_and_back_m

    numbers = sorted({one.epsg for one in communes() if one.epsg is not None})
    for number in numbers:
        off = there_and_back_m(number, _EASTING_M, _NORTHING_M)
        if not off < _FAR_M:
            raise ArithmeticError(f"EPSG:{number}: {off} m")
    return ", ".join(f"EPSG:{number}" for number in numbers)


def _geometry() -> str:
    import shapely

    first, second = shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3)
    if shapely.intersection(first, second).area != 1.0:
        raise ArithmeticError(shapely.geos_version_string)
    return f"GEOS {shapely.geos_version_string}"


def _encryption() -> str:
    from landdesk.store.encryption.sealing import new_identity, new_secret, seal_for, unseal_with

    identity, recipient = new_identity()
    secret = new_secret()
    if unseal_with(seal_for(secret, recipient), identity) != secret:
        raise ArithmeticError("age")
    return "age"


def _languages() -> str:
    from landdesk.resources import resource_path

    for language in LANGUAGES:
        if language != "en":
            resource_path("i18n", f"{language}.mo")
    resource_path("fonts")
    return _("Vietnamese and English")


_PARTS: Final = (
    Part("stores", N_("Stores"), _stores),
    Part("systems", N_("Reference systems"), _systems),
    Part("geometry", N_("Geometry"), _geometry),
    Part("maps", N_("Map files"), _maps),
    Part("encryption", N_("Encryption"), _encryption),
    Part("languages", N_("Words and typefaces"), _languages),
)
"""The parts below the front ends, the ones that others rest on first."""
