"""Quick entry for both front ends: a description of a certificate, or what was typed, entered into an open store."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from landdesk.app.application import Application
from landdesk.domain.change import Entry
from landdesk.domain.clock import local_time
from landdesk.domain.collection import ENTERED
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext
from landdesk.services.entry.check import Surroundings
from landdesk.services.entry.entering import Looked, enter, look
from landdesk.services.entry.form import ScanForm
from landdesk.services.entry.texts import FormTexts, Read
from landdesk.services.field_values import FieldValues
from landdesk.services.importing.scans import look_at_scan
from landdesk.store.trouble import explained_at

LARGEST_BYTES: Final = 1_000_000


def surroundings(app: Application) -> Surroundings:
    """Return lists, day and needs for a check of today."""
    today = local_time(app.store.clock()).date()
    return Surroundings(app.codelists, today, training=app.info.training)


def form_texts(around: Surroundings) -> FormTexts:
    """Return what reads and words forms with these lists."""
    return FormTexts(FieldValues(around.lists, around.today))


def read_description(path: Path) -> dict[str, Any]:
    """Return the nested texts of a file (.toml or .json) that describes one certificate.

    Raises:
        InvalidInputError: There is no such file, or it is not what it should be.
        TroubleError: The system does not let it be read.
    """
    with explained_at(path):
        if not path.is_file():
            raise InvalidInputError(
                "entry.no-file",
                Text(N_("There is no such file.")),
                Text(N_("File {path}"), {"path": str(path)}),
                Text(N_("Check the name.")),
            )
        if path.stat().st_size > LARGEST_BYTES:
            raise _unreadable(path)
        content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
        found = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(path) from error
    if not isinstance(found, dict):
        raise _unreadable(path)
    return found


def described_scans(texts: Mapping[str, Any], folder: Path) -> dict[Path, ScanForm]:
    """Return the scans that a description names by their files, which are beside it.

    Raises:
        InvalidInputError: One is not there, or is no scan.
        TroubleError: The system does not let one be read.
    """
    names = texts.get("scans", [])
    if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        raise InvalidInputError(
            "entry.other-shape",
            Text(N_("“{name}” of the form is not what it should be."), {"name": "scans"}),
            remedy=Text(N_("Give the names of the files as a list.")),
        )
    return {folder / name: _scan(folder / name) for name in names}


def _scan(path: Path) -> ScanForm:
    with explained_at(path):
        if not path.is_file():
            raise InvalidInputError(
                "entry.no-scan",
                Text(N_("There is no such scan.")),
                Text(N_("File {path}"), {"path": str(path)}),
                Text(N_("Names are relative to the folder of the description.")),
            )
        return look_at_scan(path)


def keep_scans(app: Application, scans: Mapping[str, Path]) -> None:
    """Keep files with the store; done before an act that names them is written for good.

    Args:
        app: The open store.
        scans: The files, by the SHA-256 of each as it was when it was chosen, in hexadecimal digits.

    Raises:
        InvalidInputError: A file has changed since.
        TroubleError: One cannot be read or kept.
    """
    for sha256, path in scans.items():
        if app.store.vault.put(path).hex() != sha256:
            raise InvalidInputError(
                "entry.scan-changed",
                Text(N_("The scan has changed since it was chosen.")),
                Text(N_("File {name}"), {"name": path.name}),
                Text(N_("Choose it again.")),
            )


def scan_content(app: Application, sha256: str) -> bytes:
    """Return the content of a scan that is kept with the store.

    Raises:
        InvalidInputError: It is not on this computer.
        TroubleError: It is damaged, or cannot be read.
    """
    with app.store.vault.open(bytes.fromhex(sha256)) as file:
        return file.read()


def look_at_form(app: Application, read: Read, around: Surroundings, state: str = ENTERED) -> Looked:
    """Return a form beside the record; nothing is written."""
    return app.read(lambda reader: look(read.form, reader, around, state))


def enter_form(
    app: Application,
    read: Read,
    around: Surroundings,
    state: str = ENTERED,
    scans: Mapping[Path, ScanForm] | None = None,
) -> Entry:
    """Write a form as one act, and keep the files of its scans with the store.

    Args:
        app: The open store.
        read: The form as it was read.
        around: Lists, day and needs.
        state: ``entered``, or ``collected`` for a paper that is typed later.
        scans: The scans of the form by their files.

    Raises:
        InvalidInputError: Something of it is wrong, nobody has decided about a doubt, or a scan has changed.
        RefusedError: There is nothing to write.
        TroubleError: A file cannot be kept.
    """
    unread = [one for one in read.problems if one.stands_in_the_way(read.form.accepted)]

    def job(context: EditContext) -> Entry:
        entry = enter(read.form, context, around, state, unread)
        # Before the act is written for good: it never names a file that could not be kept.
        keep_scans(app, {scan.sha256: path for path, scan in (scans or {}).items()})
        return entry

    return app.write(job)


def _unreadable(path: Path) -> InvalidInputError:
    return InvalidInputError(
        "entry.no-description",
        Text(N_("The file does not describe a certificate.")),
        Text(N_("File {name}"), {"name": path.name}),
        Text(N_("Write it as TOML or JSON in UTF-8; the user guide shows an example.")),
    )
