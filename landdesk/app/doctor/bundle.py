"""One file for whoever helps: what the doctor saw, versions and the log, without names of people.

The log has no personal data by its own rule; what is left are paths, and the name of an account stands in them.
Everything below the person's own folder is therefore written as ``~``, and only the name of a store's file is kept.
"""

import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, BinaryIO, Final

from landdesk import __version__
from landdesk.app.doctor.observation import Observation
from landdesk.app.logs import FILE_NAME, log_folder
from landdesk.files import publish_file
from landdesk.paths import real_path
from landdesk.settings import LANGUAGE, Settings
from landdesk.store.trouble import explain_os_error

# What the program rests on; others of the environment are of no use to whoever helps.
_PACKAGES: Final = (
    *("PySide6-Essentials", "shiboken6", "SQLAlchemy", "sqlcipher3", "shapely", "pyproj", "fiona", "numpy"),
    *("cryptography", "pyrage", "ezdxf", "python-calamine", "XlsxWriter", "psutil"),
)
_LONGEST_LOG: Final = 4_000_000


def write_bundle(
    target: Path, observations: Sequence[Observation], words: Iterable[str], settings: Settings, at_ms: int
) -> list[str]:
    """Write the file and return the names of what is in it.

    Args:
        target: A ZIP; nothing may be there.
        observations: What the doctor saw.
        words: The same, in the reader's language, line by line.
        settings: Of them the language is told and which others were changed, not what they are.
        at_ms: Time to be written, milliseconds since 1970.

    Raises:
        LandDeskError: The folder cannot be written, the disk is full.
    """
    parts: dict[str, str] = {
        "doctor.txt": "\n".join(words) + "\n",
        "doctor.json": _json({"at_ms": at_ms, "seen": [_document(one) for one in observations]}),
        "versions.json": _json({"LandDesk": __version__, **_versions()}),
        "settings.json": _json({"language": settings.get(LANGUAGE), "changed": settings.changed()}),
        **{path.name: path.read_text("utf-8", "replace")[-_LONGEST_LOG:] for path in _logs()},
    }

    def fill(file: BinaryIO) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, content in parts.items():
                bundle.writestr(name, without_account(content))

    try:
        publish_file(target, fill)
    except OSError as error:
        raise explain_os_error(error, target) from error
    return list(parts)


def without_account(text: str) -> str:
    """Return a text without the folder of this person's account and without names of accounts in other paths."""
    home = str(Path.home())
    for written in {home, home.replace("\\", "\\\\"), home.replace("\\", "/"), str(real_path(home))}:
        if len(written) > 1:
            text = re.sub(re.escape(written), "~", text, flags=re.IGNORECASE)
    return re.sub(r"(?i)((?:[\\/]users|/home)[\\/]+)[^\\/\"'\n]+", r"\1…", text)


def _document(one: Observation) -> Mapping[str, Any]:
    return {"code": one.code, "health": str(one.health), "what": str(one.what)}


def _versions() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name in _PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "?"
    return found


def _logs() -> list[Path]:
    return sorted(log_folder().glob(f"{FILE_NAME}*"))


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
