"""``landdesk work``: what the office sent back, and how it is closed."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from landdesk.app.titles import WORK_KINDS, WORK_STATES, reason_title, title
from landdesk.cli.list_file import list_file_option, write_list_file
from landdesk.cli.output import print_document, print_entry, print_table, say
from landdesk.cli.parameters import FILE, WORDS
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb_group
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import ObjectId, id_text, short_id
from landdesk.domain.sync_errors import SYNC_ERROR
from landdesk.i18n import N_, Text, _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from landdesk.app.application import Application
    from landdesk.app.lists import ListColumn
    from landdesk.domain.records import WorkItem

_STORE = argument("store", N_("The store."), FILE)
_ITEM = argument("item", N_("Identifier of the work, or its 8 digits; see: landdesk work list STORE"), WORDS)


@verb_group(
    "work", N_("What the office sent back, as open work on parcels."), "landdesk work list commune.landdesk"
)
def work() -> None:
    """Hold the verbs."""


@work.verb("list", N_("List the work of STORE that is open."), "landdesk work list commune.landdesk")
@_STORE
@option("--all", "everything", help_text=N_("Closed work too."), is_flag=True)
@list_file_option
@json_option
@pass_session
def list_work(session: Session, store: Path, everything: bool, output: Path | None, as_json: bool) -> None:
    """Print a line for each piece of work, or write the lines into a file."""
    with session.reading(store) as app:
        items = app.read(lambda reader: reader.work_items(None if everything else "open"))
        subjects = {identifier for item in items for identifier in item.subjects}
        keys = app.read(lambda reader: reader.keys_of(sorted(subjects)))
    if output is not None:
        write_list_file(output, _columns(keys), items, verb="work.list", as_json=as_json)
        return
    if as_json:
        print_document("work.list", {"items": [_document(item, keys) for item in items]})
        return
    if not items:
        say(Text(N_("There is no open work.")))
        return
    columns = _columns(keys)
    rows = [[str(one.value(item) or "") for one in columns] for item in items]
    print_table([one.title for one in columns], rows)


def _columns(keys: "Mapping[ObjectId, str]") -> "list[ListColumn[WorkItem]]":
    """Return the columns of the list, on the terminal and in files."""
    from landdesk.app.lists import ListColumn

    return [
        ListColumn(_("Id"), lambda item: short_id(item.id)),
        ListColumn(_("Kind"), lambda item: title(WORK_KINDS, item.kind)),
        ListColumn(_("State"), lambda item: title(WORK_STATES, item.state)),
        # What is gone has no number any more.
        ListColumn(
            _("Parcels"), lambda item: " ".join(keys.get(one, short_id(one)) for one in item.subjects)
        ),
        ListColumn(_("Reason"), lambda item: reason_title(item.reason or "")),
        ListColumn(_("Note"), lambda item: item.words),
    ]


@work.verb(
    "done", N_("Say that ITEM is done."), 'landdesk work done commune.landdesk 1f3a9c02 --as "Nguyễn Văn A"'
)
@_STORE
@_ITEM
@json_option
@pass_session
def done(session: Session, store: Path, item: str, as_json: bool) -> None:
    """Print the act."""
    _close(session, store, item, send_again=False, as_json=as_json)


@work.verb(
    "send-again",
    N_("Send what ITEM is about to the office once more with the next package, as it is."),
    'landdesk work send-again commune.landdesk 1f3a9c02 --as "Nguyễn Văn A"',
)
@_STORE
@_ITEM
@json_option
@pass_session
def send_again(session: Session, store: Path, item: str, as_json: bool) -> None:
    """Print the act."""
    _close(session, store, item, send_again=True, as_json=as_json)


@work.verb(
    "reclassify",
    N_("Note that the branch was asked today to classify PARCELS anew; it holds until a later status file."),
    'landdesk work reclassify commune.landdesk 12/345 --as "Nguyễn Văn A"',
)
@_STORE
@argument(
    "parcels",
    N_("Sheet/number where only one is called so, a full identifier, or 8 digits of one."),
    WORDS,
    many=True,
)
@json_option
@pass_session
def reclassify(session: Session, store: Path, parcels: tuple[str, ...], as_json: bool) -> None:
    """Print the act."""
    from landdesk.domain.commands import AskReclassification

    with session.working(store) as app:
        found = app.read(lambda reader: tuple(dict.fromkeys(reader.find_parcel(one) for one in parcels)))
        entry = app.execute(AskReclassification(found))
    print_entry(entry, as_json=as_json, verb="work.reclassify")


def _close(session: Session, store: Path, item: str, *, send_again: bool, as_json: bool) -> None:
    from landdesk.domain.commands import CloseWorkItem

    with session.working(store) as app:
        entry = app.execute(CloseWorkItem(_find(app, item), send_again))
    print_entry(entry, as_json=as_json, verb="work.send-again" if send_again else "work.done")


def _find(app: "Application", name: str) -> ObjectId:
    items = app.read(lambda reader: reader.work_items(None) + reader.failures.work([SYNC_ERROR], ["open"]))
    found = [item.id for item in items if name.lower() in (short_id(item.id), id_text(item.id))]
    if len(found) != 1:
        raise InvalidInputError(
            "work.ambiguous" if found else "work.not-found",
            Text(N_("“{name}” fits {count} pieces of work."), {"name": name, "count": len(found)}),
            remedy=Text(N_("Give the whole identifier, as the list of work has it.")),
        )
    return found[0]


def _document(item: "WorkItem", keys: "Mapping[ObjectId, str]") -> dict[str, Any]:
    return {
        "id": id_text(item.id),
        "kind": item.kind,
        "state": item.state,
        "parcels": [{"id": id_text(one), "key": keys.get(one)} for one in item.subjects],
        "reason": item.reason,
        "words": item.words,
        "package": item.package,
        "record": item.record,
    }
