"""``landdesk codes``: the code lists, one list, a list as a file, and an office's own list in a store."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from landdesk.cli.list_file import write_list_file
from landdesk.cli.output import entry_document, number, print_document, print_facts, print_table, say
from landdesk.cli.parameters import FILE, WORDS
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.clock import local_time, system_clock
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.files import publish_file, refuse_other_than_file
from landdesk.i18n import N_, Text, _, format_date

if TYPE_CHECKING:
    from landdesk.app.lists import ListColumn
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
        "List the code lists, or show the codes of one list that are in force today. With -o the whole list is"
        " written: as CSV in the form in which an office's own list is read, or as a workbook (.xlsx). In front of"
        " the list's name a store may stand, whose own lists count then; --replace puts an office's own list into it"
        " and --shipped puts the shipped one back. Bases and"
        " updates bring the office's lists to the communes."
    ),
    "landdesk codes land_use --all\nlanddesk codes land_use -o land_use.csv\n"
    'landdesk codes office.landdesk --replace land_use land_use.csv --as "Lê Thị B"',
)
@argument(
    "names",
    N_("The store, the name of a list, or both one after the other; all lists without a name."),
    WORDS,
    many=True,
    required=False,
)
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
@option(
    "--replace",
    help_text=N_("Put the list of this file in the place of the shipped one of this name."),
    nargs=2,
    default=None,
    metavar="NAME FILE",
)
@option(
    "--shipped",
    help_text=N_("Let the shipped list of this name hold again."),
    kind=WORDS,
    metavar="NAME",
)
@json_option
@pass_session
def codes(
    session: Session,
    names: tuple[str, ...],
    *,
    everything: bool,
    output: Path | None,
    replace: tuple[str, str] | None,
    shipped: str | None,
    as_json: bool,
) -> None:
    """Print the lists or one of them, say which file was written, or which list holds from now on."""
    decides = replace is not None or shipped is not None
    store, name = _store_and_name(names, is_store=decides)
    if decides:
        _decide(session, store, replace, shipped, as_json=as_json)
        return
    lists = _lists_of(session, store)
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
    if output is not None and output.suffix.lower() == ".xlsx":
        write_list_file(output, _columns(wanted), wanted.codes, verb="codes", as_json=as_json)
        return
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


def _lists_of(session: Session, store: Path | None) -> "CodeLists":
    from landdesk.services.codelists import shipped_lists

    if store is None:
        return shipped_lists()
    with session.reading(store) as app:
        return app.codelists


def _store_and_name(names: tuple[str, ...], *, is_store: bool) -> tuple[Path | None, str | None]:
    """Return which of the words is the store and which the list; a list's name alone is no store's.

    Args:
        names: As typed.
        is_store: The first of them can only be a store.

    Raises:
        InvalidInputError: There are more than these two, or no list has the name.
    """
    from landdesk.services.codelists import list_spec, list_specs

    words = list(names)
    store = None
    is_store = is_store or (
        words != [] and words[0] not in list_specs() and (len(words) > 1 or Path(words[0]).suffix != "")
    )
    if words and is_store:
        store = FILE.read(words.pop(0))
    name = words.pop(0) if words else None
    if words:
        raise InvalidInputError(
            "usage.too-many",
            Text(N_("There is something too much on the command line: {words}"), {"words": " ".join(words)}),
            remedy=Text(N_("Give a store, then the name of a list.")),
        )
    if name is not None:
        list_spec(name)
    return store, name


def _decide(
    session: Session,
    store: Path | None,
    replace: tuple[str, str] | None,
    shipped: str | None,
    *,
    as_json: bool,
) -> None:
    """Put an office's own list into the store, or the shipped one back.

    Raises:
        InvalidInputError: No store is named, or both are asked for.
        TroubleError: The file cannot be read.
    """
    from landdesk.services.codelists import read_replacement
    from landdesk.services.office_lists import replace_list, ship_list
    from landdesk.store.trouble import explain_os_error

    if store is None or (replace is not None and shipped is not None):
        raise InvalidInputError(
            "usage.codes-store",
            Text(N_("A list is replaced, or the shipped one put back, in a store: one list at a time.")),
            remedy=Text(N_("Name the store, and either --replace or --shipped.")),
        )
    with session.working(store) as app:
        if replace is None:
            name = shipped or ""
            entry = app.write(lambda context: ship_list(context.work, name))
        else:
            name, path = WORDS.read(replace[0]), FILE.read(replace[1])
            try:
                own = read_replacement(path)
            except OSError as error:
                raise explain_os_error(error, path) from error
            entry = app.write(lambda context: replace_list(context.work, name, own, path.name))
        held = app.codelists[name]
    if as_json:
        print_document("codes", {**_head(held), "entry": entry_document(entry)})
    else:
        say(
            Text(
                N_("{list}: {state}, codes: {count:,}"),
                {"list": name, "state": _state(held), "count": len(held)},
            )
        )


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


def _columns(wanted: "CodeList") -> "list[ListColumn[Code]]":
    """Return the columns of a workbook: all that the list has, days as days."""
    from landdesk.app.lists import ListColumn

    return [
        ListColumn(_("Code"), lambda one: one.code),
        ListColumn(_("Name"), lambda one: one.title),
        ListColumn(_("From"), lambda one: one.valid_from),
        ListColumn(_("Until"), lambda one: one.valid_to),
        ListColumn(_("Above"), lambda one: one.parent),
        ListColumn(_("Replaced by"), lambda one: ", ".join(one.replaced_by)),
        ListColumn(_("Other words"), lambda one: "; ".join(one.aliases)),
        *(ListColumn(name, partial(_more, name)) for name in wanted.spec.columns),
        ListColumn(_("Note"), lambda one: one.note),
    ]


def _more(name: str, one: "Code") -> str:
    return one.more[name]


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
