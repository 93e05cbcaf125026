"""``landdesk worklist``: filters as queues, worked through parcel by parcel, and what was done by day."""

from pathlib import Path
from typing import TYPE_CHECKING

from landdesk.cli.output import number, print_document, print_table, say
from landdesk.cli.parameters import FILE, NUMBER, WORDS
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb_group
from landdesk.cli.worklist_words import head_document, print_rows, print_step, row_document, say_state
from landdesk.domain.ids import ObjectId, id_text, short_id
from landdesk.i18n import N_, Text, _, format_date, ngettext

if TYPE_CHECKING:
    from landdesk.app.worklists import Worklists
    from landdesk.services.worklist.queue import Outcome
    from landdesk.store.queries.worklists import Worklist

_STORE = argument("store", N_("The store."), FILE)
_LIST = argument("name", N_("Title of a worklist, its identifier, or 8 digits of it."), WORDS)
_SHOWN = 20


@verb_group(
    "worklist",
    N_("Any filter of parcels as a queue of one person, what lacks least first; the place in it is kept."),
    'landdesk worklist list commune.landdesk --as "Nguyễn Văn A"',
)
def worklist() -> None:
    """Hold the verbs."""


@worklist.verb(
    "filters",
    N_("List the ready filters by name, and the names of which filters are written as JSON."),
    "landdesk worklist filters",
)
@json_option
def filters(as_json: bool) -> None:
    """Print them."""
    from landdesk.domain.parcel_filter import TESTS, to_json
    from landdesk.services.worklist.presets import shipped_presets
    from landdesk.services.worklist.words import condition_title

    presets = shipped_presets().presets
    if as_json:
        ready = [{"name": one.name, "title": one.title, "filter": to_json(one.filter)} for one in presets]
        names = [{"name": one, "title": condition_title(one)} for one in TESTS]
        print_document("worklist.filters", {"ready": ready, "names": names})
        return
    rows = [(one.name, one.title, to_json(one.filter)) for one in presets]
    print_table((_("Name"), _("Which parcels"), _("Filter")), rows)
    say(Text(""))
    print_table((_("Name in JSON"), _("What it asks")), [(one, condition_title(one)) for one in TESTS])


@worklist.verb(
    "new",
    N_("Make a worklist of the parcels of STORE that a filter means."),
    'landdesk worklist new commune.landdesk --filter missing-one --as "Nguyễn Văn A"\n'
    'landdesk worklist new commune.landdesk --title "Tờ 12" --filter \'{"sheet": ["12"]}\' --as "Nguyễn Văn A"',
)
@_STORE
@option(
    "--filter",
    "wanted",
    help_text=N_("Name of a ready filter, or a filter as JSON; see: landdesk worklist filters"),
    kind=WORDS,
    metavar="NAME|JSON",
    required=True,
)
@option(
    "--title",
    help_text=N_("Title of the worklist; that of the ready filter unless given."),
    kind=WORDS,
    metavar="TEXT",
)
@option(
    "--goal",
    help_text=N_("Parcels a day; as in the other worklists unless given."),
    kind=NUMBER,
    metavar="COUNT",
)
@json_option
@pass_session
def new(
    session: Session, store: Path, wanted: str, title: str | None, goal: int | None, as_json: bool
) -> None:
    """Print the list that was made."""
    from landdesk.app.worklists import Worklists
    from landdesk.services.worklist.presets import wanted_filter
    from landdesk.services.worklist.words import filter_words

    meant, ready = wanted_filter(wanted)
    with session.working(store) as app:
        lists = Worklists(app)
        # Counted first: a filter that cannot be answered now makes no list.
        count = lists.count(meant)
        made = lists.make(meant, title or ready or filter_words(meant, app.codelists)[:100], goal)
    if as_json:
        print_document("worklist.new", {"worklist": head_document(made), "count": count})
        return
    say(
        Text(
            ngettext("{title} ({id}): {count:,} parcel", "{title} ({id}): {count:,} parcels", count),
            {"title": made.title, "id": short_id(made.id), "count": count},
        )
    )


@worklist.verb(
    "list",
    N_("List the worklists of the person named by --as, or of everybody."),
    'landdesk worklist list commune.landdesk --as "Nguyễn Văn A"',
)
@_STORE
@json_option
@pass_session
def list_worklists(session: Session, store: Path, as_json: bool) -> None:
    """Print a line for each list."""
    from landdesk.app.bootstrap import choose_person
    from landdesk.app.worklists import Worklists
    from landdesk.domain.parcel_filter import from_json
    from landdesk.services.worklist.words import filter_words

    with session.reading(store) as app:
        if session.person_name is not None:
            choose_person(app, session.person_name)
        lists = Worklists(app)
        found = lists.own()
        done = lists.done_today()
        people = {one.id: one.name for one in app.read(lambda reader: reader.people.all())}
        codes = app.codelists
    if as_json:
        items = [{**head_document(one), "person": people.get(one.person_id)} for one in found]
        print_document("worklist.list", {"worklists": items, "done_today": done})
        return
    if not found:
        say(Text(N_("There is no worklist yet.")))
        return
    rows = [
        (
            short_id(one.id),
            one.title,
            filter_words(from_json(one.filter), codes),
            people.get(one.person_id, ""),
            str(one.goal),
        )
        for one in found
    ]
    print_table((_("Id"), _("Worklist"), _("Filter"), _("Person"), _("Goal")), rows, "<<<<>")
    if session.person_name is not None:
        say(Text(N_("Today {done} of {goal}"), {"done": done, "goal": found[0].goal}))


@worklist.verb(
    "show",
    N_("Show the parcels of the worklist NAME in their order, and what each lacks."),
    'landdesk worklist show commune.landdesk "Tờ 12" --as "Nguyễn Văn A"',
)
@_STORE
@_LIST
@option(
    "--limit", help_text=N_("Show so many lines at the most; 20 unless given."), kind=NUMBER, metavar="COUNT"
)
@json_option
@pass_session
def show(session: Session, store: Path, name: str, limit: int | None, as_json: bool) -> None:
    """Print the queue."""
    from landdesk.app.bootstrap import choose_person
    from landdesk.app.worklists import Worklists

    with session.reading(store) as app:
        if session.person_name is not None:
            choose_person(app, session.person_name)
        lists = Worklists(app)
        queue = lists.queue(lists.find(name))
    rows = queue.rows[: limit or _SHOWN]
    if as_json:
        print_document(
            "worklist.show",
            {
                "worklist": head_document(queue.worklist),
                "count": len(queue.rows),
                "postponed": queue.postponed,
                "done_today": queue.done_today,
                "current": None if queue.current is None else row_document(queue.current),
                "parcels": [row_document(one) for one in rows],
            },
        )
        return
    print_rows(rows)
    say_state(queue)


@worklist.verb(
    "next",
    N_(
        "Check the parcel that stands before the person, count it where nothing is left to do, and go on to the next."
        " At first go to the first."
    ),
    'landdesk worklist next commune.landdesk "Tờ 12" --as "Nguyễn Văn A"',
)
@_STORE
@_LIST
@json_option
@pass_session
def go_on(session: Session, store: Path, name: str, as_json: bool) -> None:
    """Print what came of the one and which is the other."""
    from landdesk.app.worklists import Worklists

    with session.working(store) as app:
        lists = Worklists(app)
        found = lists.find(name)
        outcome: Outcome | None = None
        findings = 0
        if found.position is not None:
            checked = lists.finish(found, found.position, _following(lists, found))
            outcome, findings = checked.outcome, len(checked.findings)
        queue = lists.queue(lists.find(id_text(found.id)))
        if queue.current is not None and queue.worklist.position is None:
            lists.go_to(queue.worklist, queue.current.parcel)
        keys = app.read(lambda reader: reader.keys_of([] if outcome is None else [outcome.parcel]))
    print_step("worklist.next", queue, outcome, keys, as_json=as_json, findings=findings)


@worklist.verb(
    "skip",
    N_("Put PARCEL off with a reason: it comes at the end, or on another day."),
    'landdesk worklist skip commune.landdesk "Tờ 12" 12/345 --reason "Chờ giấy tờ" --as "Nguyễn Văn A"',
)
@_STORE
@_LIST
@argument(
    "parcel", N_("Sheet/number where only one is called so, a full identifier, or 8 digits of one."), WORDS
)
@option("--reason", help_text=N_("Why."), kind=WORDS, metavar="TEXT", required=True)
@option("--another-day", "another_day", help_text=N_("Not again today."), is_flag=True)
@json_option
@pass_session
def skip(
    session: Session, store: Path, name: str, parcel: str, reason: str, another_day: bool, as_json: bool
) -> None:
    """Print which parcel is next."""
    from landdesk.app.worklists import Worklists

    with session.working(store) as app:
        lists = Worklists(app)
        found = lists.find(name)
        identifier = app.read(lambda reader: reader.find_parcel(parcel))
        before = lists.queue(found)
        behind = before.step(identifier, 1) if before.place_of(identifier) is not None else None
        outcome = lists.skip(
            found,
            identifier,
            reason,
            another_day=another_day,
            following=None if behind is None else behind.parcel,
        )
        queue = lists.queue(lists.find(id_text(found.id)))
        keys = app.read(lambda reader: reader.keys_of([outcome.parcel]))
    print_step("worklist.skip", queue, outcome, keys, as_json=as_json)


@worklist.verb(
    "goal",
    N_("Set how many parcels a day the person named by --as means to do."),
    'landdesk worklist goal commune.landdesk 60 --as "Nguyễn Văn A"',
)
@_STORE
@argument("goal", N_("Parcels a day."), NUMBER)
@json_option
@pass_session
def set_goal(session: Session, store: Path, goal: int, as_json: bool) -> None:
    """Print the goal."""
    from landdesk.app.worklists import Worklists

    with session.working(store) as app:
        lists = Worklists(app)
        lists.set_goal(goal)
        done = lists.done_today()
    if as_json:
        print_document("worklist.goal", {"goal": goal, "done_today": done})
    else:
        say(Text(N_("Today {done} of {goal}"), {"done": done, "goal": goal}))


@worklist.verb(
    "remove",
    N_("Take the worklist NAME out of the lists; what was done in it still counts."),
    'landdesk worklist remove commune.landdesk "Tờ 12" --as "Nguyễn Văn A"',
)
@_STORE
@_LIST
@json_option
@pass_session
def remove(session: Session, store: Path, name: str, as_json: bool) -> None:
    """Print what was removed."""
    from landdesk.app.worklists import Worklists

    with session.working(store) as app:
        lists = Worklists(app)
        found = lists.find(name)
        lists.close(found)
    if as_json:
        print_document("worklist.remove", {"worklist": head_document(found)})
    else:
        say(Text(N_("The worklist “{title}” is removed."), {"title": found.title}))


@worklist.verb(
    "statistics",
    N_("Show by person and day how many parcels were done, left open and put off in worklists."),
    "landdesk worklist statistics commune.landdesk --days 30",
)
@_STORE
@option(
    "--days",
    help_text=N_("So many days back, today the first; 7 unless given."),
    kind=NUMBER,
    metavar="COUNT",
)
@json_option
@pass_session
def statistics(session: Session, store: Path, days: int | None, as_json: bool) -> None:
    """Print a line for each person and day."""
    from datetime import date

    from landdesk.app.worklists import Worklists

    with session.reading(store) as app:
        found = Worklists(app).statistics(days or 7)
        people = {one.id: one.name for one in app.read(lambda reader: reader.people.all())}
    if as_json:
        lines = [
            {
                "day": one.day,
                "person": people.get(one.person_id),
                "done": one.done,
                "left": one.left,
                "put_off": one.put_off,
            }
            for one in found
        ]
        print_document("worklist.statistics", {"days": lines})
        return
    if not found:
        say(Text(N_("Nothing was done in worklists in these days.")))
        return
    rows = [
        (
            format_date(date.fromisoformat(one.day)),
            people.get(one.person_id, ""),
            str(one.done),
            str(one.left),
            str(one.put_off),
        )
        for one in found
    ]
    print_table((_("Day"), _("Person"), _("Done"), _("Left open"), _("Put off")), rows, "<<>>>")


@worklist.verb(
    "states",
    N_("Show how many parcels of STORE stand in each state of cleaning."),
    "landdesk worklist states commune.landdesk",
)
@_STORE
@json_option
@pass_session
def states(session: Session, store: Path, as_json: bool) -> None:
    """Print a line for each state."""
    from landdesk.app.worklists import Worklists

    with session.reading(store) as app:
        counts = Worklists(app).workflow_counts()
        checked = app.findings is not None
        titles = app.codelists["workflow_state"].titles()
    if as_json:
        counted = {str(state): count for state, count in counts.items()}
        print_document("worklist.states", {"checked": checked, "states": counted})
        return
    print_table(
        (_("State"), _("Parcels")),
        [(titles[state], number(count, 0)) for state, count in counts.items()],
        "<>",
    )
    if not checked:
        say(Text(N_("Nothing was checked yet: parcels with faults are not told apart.")))


def _following(lists: "Worklists", found: "Worklist") -> ObjectId | None:
    """Return the parcel that stands behind the present one; None where that is not in the queue any more."""
    queue = lists.queue(found)
    if queue.place_of(found.position) is None or len(queue.rows) < 2:
        return None
    behind = queue.step(found.position, 1)
    return None if behind is None else behind.parcel
