"""``-o FILE`` of verbs that print a list: the same rows as a workbook or CSV file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from landdesk.cli.output import print_document, say
from landdesk.cli.parameters import FILE
from landdesk.cli.session import TerminalProgress
from landdesk.cli.verb import option
from landdesk.i18n import N_, Text

if TYPE_CHECKING:
    from landdesk.app.lists import ListColumn

CallbackT = TypeVar("CallbackT", bound=Callable[..., Any])
RowT = TypeVar("RowT")


def list_file_option(command: CallbackT) -> CallbackT:
    """Declare ``-o``: the list goes into a file, as parameter ``output``."""
    return option(
        "-o",
        "--output",
        help_text=N_("Write the list into this file (.xlsx or .csv); nothing may be there yet."),
        kind=FILE,
        metavar="FILE",
    )(command)


def refuse_bad_name(path: Path) -> None:
    """Refuse the name of a list before work is done in vain.

    Raises:
        LandDeskError: There is a file of this name, the folder takes none, or the ending is that of no list.
    """
    from landdesk.app.leaving import refuse_taken_name
    from landdesk.app.lists import list_kind

    refuse_taken_name(path)
    list_kind(path)


def write_list_file(
    path: Path, columns: "Sequence[ListColumn[RowT]]", rows: Sequence[RowT], *, verb: str, as_json: bool
) -> None:
    """Write a list and say so; raises like :func:`refuse_bad_name` and where it cannot be written."""
    from landdesk.app.lists import write_list

    refuse_bad_name(path)
    with TerminalProgress() as progress:
        count = write_list(path, columns, rows, total=len(rows), progress=progress)
    if as_json:
        print_document(verb, {"file": str(path), "rows": count})
    else:
        say(Text(N_("{path} is written: {count:,} rows."), {"path": str(path), "count": count}))
