"""``landdesk codes``: the code lists, one list, and a list as a file."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from landdesk.cli.output import number, print_document, print_facts, print_table, say
from landdesk.cli.parameters import FILE, WORDS
from landdesk.cli.verb import argument, json_option, option, verb
from landdesk.domain.clock import local_time, system_clock
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.files import publish_file, refuse_other_than_file
from landdesk.i18n import N_, Text, _, format_date

if TYPE_CHECKING:
    from landdesk.domain.codelists import Code, CodeList
    from landdesk.services.codelists import CodeLists

BASES = {
    "found": N_("seen in a source"),
    "computed": N_("computed"),
    "recalled": N_("known in the trade, to be confirmed"),
    "proposal": N_("chosen for this program"),
}
"""How far a list is to be trusted, in words."""


@verb(
    "codes",
    N_(
        "List the code lists, or show the codes of the list NAME that are in force today. With -o the whole list is"
        " written as CSV, for a spreadsheet."
    ),
    "landdesk codes land_use --all\nlanddesk codes land_use -o land_use.csv",
)
@argument("name", N_("Name of a list; all lists unless given."), WORDS, required=False)
@option(
    "--all",
    "everything",
    help_text=N_("Show codes too that are no longer, or not yet, in force."),
    is_flag=True,
)
@option(
    "-o",
    "--output",
    help_text=N_("Write the list into this file; nothing may be there yet."),
    kind=FILE,
    metavar="FILE",
)
@json_option
def codes(name: str | None, everything: bool, output: Path | None, as_json: bool) -> None:
    """Print the lists or one of them, or say which file was written."""
    from landdesk.services.codelists import shipped_lists

    lists = shipped_lists()
    if name is None:
        if output is not None:
            raise InvalidInputError(
                "codes.no-name",
                Text(N_("It is not said which list the file is to hold.")),
                remedy=Text(N_("Name the list too.")),
            )
        _print_lists(lists, as_json=as_json)
        return
    wanted = lists[name]
    if output is not None:
        _write(wanted, output)
        if as_json:
            print_document("codes", {**_head(wanted), "file": str(output)})
        else:
            say(Text(N_("{path} is written."), {"path": str(output)}))
        return
    today = local_time(system_clock()).date()
    in_force = wanted.valid_on(today)
    # A list of nothing but former units has no code in force; hiding all of it helps nobody.
    shown = wanted.codes if everything or not in_force else in_force
    if as_json:
        print_document("codes", {**_head(wanted), "codes": [_document(one, today) for one in shown]})
    else:
        _print_list(wanted, shown)


def _print_lists(lists: "CodeLists", *, as_json: bool) -> None:
    from landdesk.services.codelists import list_specs

    found = [lists[name] for name in list_specs()]
    if as_json:
        print_document("codes", {"lists": [_head(one) for one in found]})
        return
    rows = [(one.name, number(len(one), 0), one.title, _state(one), one.source) for one in found]
    print_table((_("List"), _("Codes"), _("Title"), _("State"), _("Source")), rows, "<>")


def _print_list(wanted: "CodeList", shown: "tuple[Code, ...]") -> None:
    spec = wanted.spec
    print_facts(
        [
            (_("List"), f"{wanted.name} · {wanted.title} · {_state(wanted)}"),
            (_("Source"), wanted.source),
            (_("Read on"), "" if spec.read is None else format_date(spec.read)),
            (_("Basis"), ", ".join(_(BASES[one]) for one in spec.basis)),
            (_("Doubt"), spec.doubt),
        ]
    )
    titles = (
        _("Code"),
        _("Name"),
        _("From"),
        _("Until"),
        _("Above"),
        _("Replaced by"),
        _("Other words"),
        *spec.columns,
        _("Note"),
    )
    rows = [
        (
            one.code,
            one.title,
            _day(one.valid_from),
            _day(one.valid_to),
            one.parent or "",
            ", ".join(one.replaced_by),
            "; ".join(one.aliases),
            *(one.more[column] for column in spec.columns),
            one.note,
        )
        for one in shown
    ]
    # A column that no line fills takes room for nothing.
    kept = [at for at in range(len(titles)) if at < 2 or any(row[at] for row in rows)]
    click.echo()
    print_table([titles[at] for at in kept], [[row[at] for at in kept] for row in rows])
    if len(shown) < len(wanted):
        say(
            Text(
                N_("{count:,} codes are not in force today; --all shows them."),
                {"count": len(wanted) - len(shown)},
            )
        )


def _write(wanted: "CodeList", output: Path) -> None:
    """Write a list as CSV, marked so that spreadsheets read it as UTF-8.

    Raises:
        RefusedError: There is a file of this name.
        TroubleError: The folder cannot be written, the disk is full.
    """
    from landdesk.domain.codelist_table import table_text
    from landdesk.store.trouble import explain_os_error

    content = table_text(wanted).encode("utf-8-sig")
    try:
        if refuse_other_than_file(output):
            raise RefusedError(
                "codes.exists",
                Text(N_("There is a file of this name; it was not touched.")),
                Text(N_("File {path}"), {"path": str(output)}),
                Text(N_("Choose another name.")),
            )
        publish_file(output, lambda file: file.write(content))
    except OSError as error:
        raise explain_os_error(error, output) from error


def _head(one: "CodeList") -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "source": one.source,
        "read": None if one.spec.read is None else one.spec.read.isoformat(),
        "basis": list(one.spec.basis),
        "doubt": one.spec.doubt,
        "count": len(one),
        "replaced": one.replaced,
    }


def _document(one: "Code", today: date) -> dict[str, Any]:
    return {
        "code": one.code,
        "label": one.label,
        "label_en": one.label_en,
        "valid_from": None if one.valid_from is None else one.valid_from.isoformat(),
        "valid_to": None if one.valid_to is None else one.valid_to.isoformat(),
        "standing": str(one.standing(today)),
        "parent": one.parent,
        "colour": one.colour,
        "replaced_by": list(one.replaced_by),
        "aliases": list(one.aliases),
        "note": one.note,
        **one.more,
    }


def _state(one: "CodeList") -> str:
    return _("replaced") if one.replaced else _("shipped")


def _day(day: date | None) -> str:
    return "" if day is None else format_date(day)
