"""The sync-status file as text, in the encodings in which the national system's exports are met."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from landdesk.files import publish_file
from landdesk.services.campaign.forms import SYNC_STATUS, form
from landdesk.services.campaign.lists import StatusRow
from landdesk.services.exporting.tables.cells import plain_text
from landdesk.services.importing.tables.prefix import guarded

StatusEncoding = Literal["utf-8-sig", "utf-16", "cp1258", "cp1252"]


def write_status_csv(path: Path, rows: Iterable[StatusRow], encoding: StatusEncoding = "utf-8-sig") -> None:
    """Write the sync status, column A counting the rows, flags as 1 and 0; the file appears when it is complete.

    A text that a spreadsheet would take for a formula gets an apostrophe before it, which readers take away.

    Raises:
        UnicodeEncodeError: The encoding has no place for a letter.
        OSError: The folder cannot be written or the disk is full.
    """
    definition = form(SYNC_STATUS)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([definition.ordinal, *(one.heading for one in definition.columns)])
    for ordinal, row in enumerate(rows, 1):
        cells = [row.unread.get(one.key, getattr(row, one.key)) for one in definition.columns]
        writer.writerow([ordinal, *map(_cell, cells)])
    content = text.getvalue().encode(encoding)
    publish_file(path, lambda file: file.write(content))


def _cell(value: str | bool | None) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return guarded(plain_text(value or ""))
