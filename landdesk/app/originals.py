"""The texts of an import as they came, where they were in an old encoding; see ``importing/text/originals.py``."""

import json
from pathlib import Path
from typing import Final

from landdesk.app.application import Application
from landdesk.app.leaving import note_leaving
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text
from landdesk.services.importing.text.originals import Original, unpacked

COLUMNS: Final = ("party.name",)
"""What of people may be among them."""


def originals_of(app: Application, entry: int) -> list[Original]:
    """Return row, column and text of everything that an import read in an old encoding.

    Raises:
        InvalidInputError: The entry is no import, or all its texts came as they are.
        TroubleError: The file that holds them is gone or was altered.
    """
    report = app.read(lambda reader: reader.exchange.import_report(entry))
    digest = None if report is None else json.loads(report).get("originals")
    if digest is None:
        raise InvalidInputError(
            "originals.none",
            Text(N_("Entry {number} read no text in an old encoding."), {"number": entry}),
            remedy=Text(N_("The journal says which entries are imports.")),
        )
    with app.store.vault.open(bytes.fromhex(digest)) as file:
        return unpacked(file.read())


def note_originals(app: Application, path: Path, purpose: str | None, found: list[Original]) -> None:
    """Note that they leave; raises like ``note_leaving``."""
    note_leaving(app, path, purpose, COLUMNS, len({row for row, _column, _text in found}))
