"""The lists of the window as files: the columns that are shown, in their order, and every row of the list.

A list tells what it shows as a :class:`ShownList`; how its rows are read is its own matter, since some lists hold only
what has been scrolled to.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QTableView

from landdesk.app.application import Application
from landdesk.app.leaving import note_leaving, refuse_taken_name
from landdesk.app.lists import ListColumn, for_everybody, personal_of, write_list
from landdesk.domain.progress import Progress
from landdesk.i18n import _
from landdesk.services.exporting.tables.writing import TableKind
from landdesk.store.reader import Reader
from landdesk.ui.models.rows import Column, ColumnsModel, RowsModel

RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class ShownList(Generic[RowT]):
    """What a list shows now.

    Args:
        title: What it is, in the language of the reader.
        columns: The visible ones, from left to right.
        total: Number of rows.
        rows: Returns all rows in their order; called on another thread.
        people: Counts the people that the rows tell of; None for a list that tells of none.
    """

    title: str
    columns: Sequence[Column[RowT]]
    total: int
    rows: Callable[[Reader], Iterable[RowT]]
    people: Callable[[Reader], int] | None = None

    @property
    def personal(self) -> bool:
        """Whether it shows something of people."""
        return any(one.personal for one in self.columns)


def visible_columns(table: QTableView, model: ColumnsModel[RowT]) -> list[Column[RowT]]:
    """Return the columns that are shown, as they stand from left to right."""
    header = table.horizontalHeader()
    order = sorted(range(len(model.columns)), key=header.visualIndex)
    return [model.columns[at] for at in order if not header.isSectionHidden(at)]


def file_columns(columns: Iterable[Column[RowT]]) -> list[ListColumn[RowT]]:
    """Return the columns of a file; the unit of numbers stands in a column of its own."""
    made: list[ListColumn[RowT]] = []
    for one in columns:
        made.append(
            ListColumn(
                one.title,
                one.value or one.text,
                one.decimals,
                one.personal,
                one.text if one.masked else None,
            )
        )
        if one.unit is not None:
            made.append(ListColumn(_("Unit"), one.unit))
    return made


def note_shown_list(app: Application, shown: ShownList[Any], path: Path, purpose: str) -> None:
    """Note that a list leaves with names or numbers of people, where it shows any.

    Raises:
        LandDeskError: As of ``app.leaving``; there is a file of this name.
    """
    refuse_taken_name(path)
    personal = personal_of(file_columns(shown.columns))
    if personal:
        count = 0 if shown.people is None else app.read(shown.people)
        note_leaving(app, path, purpose, personal, count)


def write_shown_list(
    app: Application,
    shown: ShownList[Any],
    path: Path,
    kind: TableKind,
    *,
    with_people: bool,
    progress: Progress,
) -> int:
    """Write a list.

    Args:
        app: The store.
        shown: The list.
        path: Where to; nothing may be there.
        kind: The form.
        with_people: Names and numbers too; :func:`note_shown_list` goes before.
        progress: Where steps are told.

    Returns:
        How many rows were written.

    Raises:
        LandDeskError: As of ``app.lists``; there is a file of this name.
        CancelledError: It was stopped; nothing is written.
    """
    refuse_taken_name(path)
    columns = file_columns(shown.columns)
    if not with_people:
        columns = for_everybody(columns)
    rows = app.read(shown.rows)
    return write_list(path, columns, rows, total=shown.total, progress=progress, kind=kind, sheet=shown.title)


def shown_rows(title: str, table: QTableView, model: RowsModel[RowT]) -> ShownList[RowT]:
    """Return what a list shows that holds all of its rows."""
    rows = tuple(model.rows)
    return ShownList(title, visible_columns(table, model), len(rows), lambda _reader: rows)
