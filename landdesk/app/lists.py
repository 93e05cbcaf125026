"""Any list as a file: the columns and rows that a person sees, numbers as numbers and days as days.

Names and numbers of people leave only where they are asked for, and are noted then (``app/leaving.py``): a column of
names is left out otherwise, one of numbers stays as masked as it is shown.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from landdesk.domain.errors import InvalidInputError
from landdesk.domain.progress import Progress
from landdesk.i18n import N_, Text

if TYPE_CHECKING:
    from landdesk.services.exporting.tables.cells import Value
    from landdesk.services.exporting.tables.writing import TableKind

RowT = TypeVar("RowT")

STEP = 500
"""Rows between two steps of the progress."""


@dataclass(frozen=True, slots=True)
class ListColumn(Generic[RowT]):
    """A column of a list that can become a file.

    Args:
        title: Its heading, in words for the reader.
        value: What stands in it.
        decimals: Digits after the comma of its numbers; None as many as there are.
        personal: What of people it tells, ``party.name``; empty for nothing.
        masked: What stands in it where nobody asks for people; None leaves the column out then.
    """

    title: str
    value: Callable[[RowT], "Value"]
    decimals: int | None = None
    personal: str = ""
    masked: Callable[[RowT], str] | None = None

    def without_people(self) -> "ListColumn[RowT] | None":
        """Return the column as it is for everybody."""
        if not self.personal:
            return self
        return None if self.masked is None else ListColumn(self.title, self.masked)


def for_everybody(columns: Iterable[ListColumn[RowT]]) -> list[ListColumn[RowT]]:
    """Return the columns that tell nothing of people."""
    return [one for column in columns if (one := column.without_people()) is not None]


def personal_of(columns: Iterable[ListColumn[RowT]]) -> list[str]:
    """Return what of people is in the columns."""
    return sorted({one.personal for one in columns if one.personal})


def list_kind(path: Path) -> "TableKind":
    """Return the form of a list by the ending of its file.

    Raises:
        InvalidInputError: ``export.list-ending``: the ending is that of none.
    """
    from landdesk.services.exporting.tables.writing import TableKind

    kind = {".csv": TableKind.CSV_SEMICOLON, ".xlsx": TableKind.XLSX}.get(path.suffix.lower())
    if kind is None:
        raise InvalidInputError(
            "export.list-ending",
            Text(N_("The ending of the name says nothing of the kind of the list.")),
            Text(N_("File {path}"), {"path": str(path)}),
            Text(N_("End it in .xlsx or .csv.")),
        )
    return kind


def write_list(
    path: Path,
    columns: Sequence[ListColumn[RowT]],
    rows: Iterable[RowT],
    *,
    total: int,
    progress: Progress,
    kind: "TableKind | None" = None,
    sheet: str = "",
) -> int:
    """Write a list; the file appears when it is complete.

    Args:
        path: Where to; nothing may be there.
        columns: At least one.
        rows: Taken one by one.
        total: How many there will be, for the progress.
        progress: Where steps are told; a stop leaves nothing behind.
        kind: The form; by the ending unless said.
        sheet: Name of the sheet of a workbook.

    Returns:
        How many rows were written.

    Raises:
        InvalidInputError: The ending is that of no list, a workbook cannot hold the rows.
        TroubleError: The folder cannot be written, the disk is full.
    """
    from landdesk.services.exporting.tables.writing import OutColumn, write_table

    def cells() -> Iterator[Sequence["Value"]]:
        for at, row in enumerate(rows):
            if at % STEP == 0:
                progress.step(at, total)
            yield [column.value(row) for column in columns]

    heading = [OutColumn(column.title, column.decimals) for column in columns]
    return write_table(path, heading, cells(), kind or list_kind(path), sheet)
