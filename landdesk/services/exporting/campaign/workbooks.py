"""Rows of the campaign's forms as workbooks that the readers of these forms read back as they were.

The words that a workbook offers are those of the code lists in force, or shipped where none are given.
"""

from collections.abc import Iterable
from pathlib import Path

from landdesk.services.campaign.forms import (
    ERROR_PATHS,
    PL3,
    PLAIN,
    SYNC_STATUS,
    TRACKING,
    Form,
    form,
)
from landdesk.services.campaign.lists import ErrorRow, PlainRow, StatusRow, TrackingRow
from landdesk.services.campaign.pl3 import Pl3Row
from landdesk.services.codelists import CodeLists
from landdesk.services.exporting.campaign.form_workbook import FormLine, write_form


def write_pl3(path: Path, rows: Iterable[Pl3Row], lists: CodeLists | None = None) -> None:
    """Write the collection form PL3-01: lists of words to choose from, data from row 7.

    Raises:
        InvalidInputError: ``form.text-too-long``: a text does not fit into a cell.
        OSError: The folder cannot be written or the disk is full.
    """
    _write(path, form(PL3), rows, lists)


def write_tracking(path: Path, rows: Iterable[TrackingRow], lists: CodeLists | None = None) -> None:
    """Write the shared tracking sheet; raises like :func:`write_pl3`."""
    _write(path, form(TRACKING), rows, lists)


def write_status_workbook(path: Path, rows: Iterable[StatusRow], lists: CodeLists | None = None) -> None:
    """Write the sync status as a workbook, flags as 1 and 0; raises like :func:`write_pl3`."""
    _write(path, form(SYNC_STATUS), rows, lists)


def write_errors(path: Path, rows: Iterable[ErrorRow], lists: CodeLists | None = None) -> None:
    """Write a table of error paths, each path on a line of its own; raises like :func:`write_pl3`."""
    definition = form(ERROR_PATHS)
    lines = (
        FormLine(
            {
                "commune": row.commune,
                "sheet": row.sheet,
                "parcel_no": row.parcel_no,
                "serial": row.serial,
                "paths": "\n".join(path.text for path in row.paths) or None,
                "errors": row.errors,
                "warnings": row.warnings,
            },
            row.unread,
        )
        for row in rows
    )
    write_form(path, definition, lines, lists)


def write_plain(path: Path, rows: Iterable[PlainRow], lists: CodeLists | None = None) -> None:
    """Write a plain list of land users and certificates; raises like :func:`write_pl3`."""
    write_form(path, form(PLAIN), (FormLine(row.values, row.unread) for row in rows), lists)


def _write(
    path: Path, definition: Form, rows: Iterable[Pl3Row | TrackingRow | StatusRow], lists: CodeLists | None
) -> None:
    keys = [one.key for one in definition.columns]
    write_form(
        path,
        definition,
        (FormLine({key: getattr(row, key) for key in keys}, row.unread) for row in rows),
        lists,
    )
