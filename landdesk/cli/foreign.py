"""``landdesk foreign``: what another program wrote straight into a store, taken over or put back."""

from pathlib import Path

from landdesk.cli.output import print_document, print_entry, print_table, say
from landdesk.cli.parameters import FILE
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text, _


@verb(
    "foreign",
    N_("Say what another program, such as QGIS, wrote into STORE; take it over as one act, or put it back."),
    'landdesk foreign commune.landdesk --take-over --as "Nguyễn Văn A"',
)
@argument("store", N_("The store."), FILE)
@option("--take-over", help_text=N_("Make one act of it."), is_flag=True)
@option("--put-back", help_text=N_("Undo it."), is_flag=True)
@json_option
@pass_session
def foreign(session: Session, store: Path, take_over: bool, put_back: bool, as_json: bool) -> None:
    """Print what there is, or what was done."""
    if take_over and put_back:
        raise InvalidInputError(
            "usage.one-of",
            Text(N_("Only one of --take-over and --put-back is possible.")),
            remedy=Text(N_("Look first at what was written.")),
        )
    if take_over:
        _take_over(session, store, as_json=as_json)
    elif put_back:
        with session.working(store) as app:
            count = app.store.put_back_foreign_writes()
        if as_json:
            print_document("foreign", {"put_back": count})
        else:
            say(Text(N_("{count} writes of another program were put back."), {"count": count}))
    else:
        with session.reading(store) as app:
            written = app.store.foreign_writes()
        if as_json:
            print_document("foreign", {"written": written})
        elif written:
            rows = [(name, str(count)) for name, count in sorted(written.items())]
            print_table((_("Class"), _("Records")), rows, "<>")
        else:
            say(Text(N_("No other program wrote into this store.")))


def _take_over(session: Session, store: Path, *, as_json: bool) -> None:
    from landdesk.app.bootstrap import acting_person
    from landdesk.services.importing.foreign_rows import tidy_delta

    with session.working(store) as app:
        entry = app.store.take_over_foreign_writes(acting_person(app), tidy_delta)
    print_entry(entry, as_json=as_json, verb="foreign")
