"""What verbs print: words for people, tables with aligned columns, one JSON document for programs.

Standard output carries the answer, standard error what went wrong. Areas and lengths are square metres and metres.
"""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import click

from landdesk.app import masking
from landdesk.app.titles import command_title
from landdesk.cli.ways_on import COMMANDS
from landdesk.domain.clock import iso_time
from landdesk.domain.errors import LandDeskError
from landdesk.domain.ids import id_text
from landdesk.i18n import N_, Text, translate

if TYPE_CHECKING:
    from landdesk.domain.change import Entry

masked: Final = masking.masked

RIGHT: Final = ">"
LEFT: Final = "<"


def say(text: Text) -> None:
    """Print a line of words."""
    click.echo(translate(text))


def print_document(verb: str, content: Mapping[str, Any], version: int = 1) -> None:
    """Print one JSON document, its schema ``landdesk.VERB/VERSION`` first."""
    document = {"schema": f"landdesk.{verb}/{version}", **content}
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=_json_value))


def print_table(titles: Sequence[str], rows: Sequence[Sequence[str]], sides: str = "") -> None:
    """Print rows under titles.

    Args:
        titles: Words of the columns, translated already.
        rows: Texts, as many as titles.
        sides: ``<`` or ``>`` for each column; left where nothing is said.
    """
    sides = sides.ljust(len(titles), LEFT)
    lines = [tuple(titles), *(tuple(row) for row in rows)]
    widths = [max(width(line[column]) for line in lines) for column in range(len(titles))]
    for line in lines:
        cells = [_padded(text, wide, side) for text, wide, side in zip(line, widths, sides, strict=True)]
        click.echo("  ".join(cells).rstrip())


def width(text: str) -> int:
    """Return how many cells of a terminal a text takes; combining marks take none, Chinese letters two."""
    if text.isascii():
        return len(text)
    return sum(
        2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
        if not unicodedata.combining(letter)
    )


def _padded(text: str, wide: int, side: str) -> str:
    blanks = " " * (wide - width(text))
    return blanks + text if side == RIGHT else text + blanks


def print_facts(facts: Sequence[tuple[str, str]]) -> None:
    """Print labels and values below each other, values aligned; empty values are left out."""
    shown = [(label, value) for label, value in facts if value]
    wide = max((width(label) for label, _value in shown), default=0)
    for label, value in shown:
        click.echo(f"{label}{' ' * (wide - width(label))}  {value}")


def number(value: float | Decimal | None, digits: int = 1) -> str:
    """Return a grouped number in the reader's form, nothing for None."""
    return "" if value is None else translate(Text(f"{{value:,.{digits}f}}", {"value": value}))


def entry_document(entry: "Entry") -> dict[str, Any]:
    """Return a journal entry as values of JSON."""
    return {
        "number": entry.number,
        "kind": str(entry.kind),
        "command": entry.command,
        "subject": entry.subject,
        "person": {"id": id_text(entry.person.id), "name": entry.person.name, "unit": entry.person.unit},
        "at": iso_time(entry.at_ms),
        "undoes": entry.undoes,
        "undone_by": entry.undone_by,
        "objects": entry.delta_count,
    }


def print_entry(entry: "Entry", *, as_json: bool, verb: str) -> None:
    """Print what an act did: number of the entry, command, parcels, number of records touched."""
    if as_json:
        print_document(verb, {"entry": entry_document(entry)})
        return
    click.echo(
        translate(
            Text(
                N_("{number}  {command}  {subject}  (records: {count})"),
                {
                    "number": entry.number,
                    "command": command_title(entry.command, entry.kind),
                    "subject": entry.subject,
                    "count": entry.delta_count,
                },
            )
        )
    )


def print_error(error: LandDeskError, exit_number: int, *, as_json: bool) -> None:
    """Print what happened, where, how to go on and by which command: words, with JSON a document as well."""
    what = translate(error.what)
    where = None if error.where is None else translate(error.where)
    remedy = None if error.remedy is None else translate(error.remedy)
    command = COMMANDS.get(error.code)
    labelled = (
        (N_("Where: {words}"), where),
        (N_("What to do: {words}"), remedy),
        (N_("Command: {words}"), command),
    )
    lines = [translate(Text(label, {"words": words})) for label, words in labelled if words]
    # Nobody may hear it, as on a full disk; the exit code tells all the same.
    with suppress(OSError):
        click.echo("\n".join([f"{what} [{error.code}]", *lines]), err=True)
    if as_json:
        content = {
            "code": error.code,
            "what": what,
            "where": where,
            "remedy": remedy,
            "command": command,
            "exit": exit_number,
        }
        with suppress(OSError):
            print_document("error", content)


def _json_value(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"no JSON for {type(value).__name__}")
