"""``landdesk person``: who works with a store."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from landdesk.cli.output import print_document, print_table, say
from landdesk.cli.parameters import FILE, WORDS, OneOf
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb_group
from landdesk.domain.ids import id_text, short_id
from landdesk.i18n import N_, Text, _

if TYPE_CHECKING:
    from landdesk.domain.change import Person

_STORE = argument("store", N_("The store."), FILE)


@verb_group(
    "person",
    N_("The persons who work with a store; each act says who did it."),
    'landdesk person add commune.landdesk "Trần Thị C" --role technician',
)
def person() -> None:
    """Hold the verbs."""


@person.verb("list", N_("List the persons of STORE."), "landdesk person list commune.landdesk")
@_STORE
@json_option
@pass_session
def list_persons(session: Session, store: Path, as_json: bool) -> None:
    """Print a line for each person."""
    with session.reading(store) as app:
        everybody = app.read(lambda reader: reader.people.all())
    if as_json:
        print_document("person.list", {"persons": [_document(one) for one in everybody]})
    elif everybody:
        rows = [(one.name, one.unit, one.role, short_id(one.id)) for one in everybody]
        print_table((_("Name"), _("Unit"), _("Role"), _("Id")), rows)
    else:
        say(Text(N_("Nobody works with this store yet.")))


@person.verb(
    "add",
    N_("Add a person called NAME to those who work with STORE."),
    'landdesk person add commune.landdesk "Trần Thị C" --unit "xã Diên Điền"',
)
@_STORE
@argument("name", N_("Full name."), WORDS)
@option(
    "--unit",
    help_text=N_("Where the person works; else the commune or the office."),
    kind=WORDS,
    metavar="NAME",
)
@option(
    "--role",
    help_text=N_("technician (of a commune), clerk (of the office) or trainer."),
    kind=OneOf(("technician", "clerk", "trainer")),
)
@json_option
@pass_session
def add(session: Session, store: Path, name: str, unit: str | None, role: str | None, as_json: bool) -> None:
    """Say who was added."""
    from landdesk.app.bootstrap import NewPerson, add_person

    with session.reading(store) as app:
        made = add_person(app, NewPerson(name, unit, role))
    if as_json:
        print_document("person.add", {"person": _document(made)})
    else:
        values = {"name": made.name, "unit": made.unit, "role": made.role}
        say(Text(N_("{name}, {unit} ({role}) can work with the store now."), values))


def _document(one: "Person") -> dict[str, Any]:
    return {"id": id_text(one.id), "name": one.name, "unit": one.unit, "role": one.role}
