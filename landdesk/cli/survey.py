"""``landdesk survey``: files of the field read, kept as points of the store, and parcels fitted to them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from landdesk.cli.output import print_document, print_entry, say
from landdesk.cli.parameters import COUNT, FILE, LENGTH, NUMBER, WORDS, OneOf, unreadable
from landdesk.cli.session import Session, TerminalProgress
from landdesk.cli.survey_words import (
    fit_document,
    point_document,
    print_fit,
    print_points,
    print_surveys,
    print_understood,
    survey_document,
    understood_document,
)
from landdesk.cli.verb import argument, json_option, option, pass_session, verb_group
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import short_id
from landdesk.i18n import N_, Text

if TYPE_CHECKING:
    from landdesk.services.survey.keeping import Wishes
    from landdesk.services.survey.nmea import Epoch
    from landdesk.services.survey.receiver import Averaged
    from landdesk.store.queries.surveys import Survey

_CallbackT = TypeVar("_CallbackT", bound=Callable[..., Any])

_STORE = argument("store", N_("The store."), FILE)
_FILE = argument("file", N_("The file of the field."), FILE)
_SURVEY_HELP = N_("Name of a file of the field, or 8 digits of its identifier.")


def _wishes(command: _CallbackT) -> _CallbackT:
    """Declare how a file is to be understood."""
    for declare in (
        option(
            "--averaged",
            help_text=N_("One point of the positions of a receiver that have the best quality."),
            is_flag=True,
        ),
        option(
            "--station",
            help_text=N_("Number of the point under the instrument, where the file names none."),
            kind=WORDS,
            metavar="NUMBER",
        ),
        option(
            "--known",
            help_text=N_("A file with the known points that observations begin from."),
            kind=FILE,
            metavar="FILE",
        ),
        option(
            "--source-epsg",
            "source_epsg",
            help_text=N_("System of the file; 4326 for degrees, else that of the store, unless given."),
            kind=NUMBER,
            metavar="CODE",
        ),
        option(
            "--column",
            "columns",
            help_text=N_(
                "Place of a column of a list from 1, or 0 for none: number, north, east, height or code."
            ),
            kind=WORDS,
            metavar="NAME=PLACE",
            multiple=True,
        ),
        option(
            "--heading",
            help_text=N_("Line of the heading of a list; 0 for none, else it is looked for."),
            kind=COUNT,
            metavar="LINE",
        ),
        option(
            "--separator",
            help_text=N_("What stands between the columns of a list, against what is guessed."),
            kind=OneOf(("semicolon", "tab", "comma", "bar", "blank")),
        ),
        option(
            "--order",
            help_text=N_("Order of the coordinates in a list, against what is guessed."),
            kind=OneOf(("north-east", "east-north")),
        ),
    ):
        command = declare(command)
    return command


@verb_group(
    "survey",
    N_("Files of total stations and receivers: read, kept as points of the store, parcels fitted to them."),
    'landdesk survey import commune.landdesk points.csv --as "Nguyễn Văn A"',
)
def survey() -> None:
    """Hold the verbs."""


@survey.verb(
    "read",
    N_("Show what is understood of FILE; no store is needed."),
    "landdesk survey read points.csv\nlanddesk survey read points.csv --column north=2 --column east=3 --epsg 9217",
)
@_FILE
@_wishes
@option(
    "--epsg",
    help_text=N_("Bring the coordinates into this system; else they are shown as in the file."),
    kind=NUMBER,
    metavar="CODE",
)
@json_option
def read(*, file: Path, epsg: int | None, as_json: bool, **wishes: Any) -> None:
    """Print points and problems."""
    from landdesk.services.survey.keeping import understand

    understood = understand(file, _read_wishes(wishes), epsg)
    if as_json:
        print_document("survey.read", understood_document(understood))
    else:
        print_understood(understood)


@survey.verb(
    "import",
    N_("Keep the points of FILE in STORE; they do not travel in packages."),
    'landdesk survey import commune.landdesk points.csv --as "Nguyễn Văn A"',
)
@_STORE
@_FILE
@_wishes
@json_option
@pass_session
def bring_in(session: Session, /, store: Path, file: Path, *, as_json: bool, **wishes: Any) -> None:
    """Print what was kept."""
    from landdesk.app.surveys import Surveys

    with session.working(store) as app:
        surveys = Surveys(app)
        understood = surveys.understand(file, _read_wishes(wishes))
        made = surveys.bring_in(understood)
    if as_json:
        content = {"survey": survey_document(made), **understood_document(understood)}
        print_document("survey.import", content)
        return
    print_understood(understood)
    _say_kept(made)


@survey.verb("list", N_("List the files of the field in STORE."), "landdesk survey list commune.landdesk")
@_STORE
@json_option
@pass_session
def list_surveys(session: Session, store: Path, as_json: bool) -> None:
    """Print a line for each."""
    from landdesk.app.surveys import Surveys

    with session.reading(store) as app:
        found = Surveys(app).all()
    if as_json:
        print_document("survey.list", {"surveys": [survey_document(one) for one in found]})
    elif found:
        print_surveys(found)
    else:
        say(Text(N_("There is no file of the field in the store yet.")))


@survey.verb(
    "points",
    N_("List the points of STORE, or of one file."),
    "landdesk survey points commune.landdesk --survey points.csv",
)
@_STORE
@option("--survey", "name", help_text=_SURVEY_HELP, kind=WORDS, metavar="NAME")
@json_option
@pass_session
def points(session: Session, store: Path, name: str | None, as_json: bool) -> None:
    """Print a line for each."""
    from landdesk.app.surveys import Surveys

    with session.reading(store) as app:
        surveys = Surveys(app)
        found = surveys.points(None if name is None else surveys.find(name))
    if as_json:
        print_document("survey.points", {"points": [point_document(one) for one in found]})
    elif found:
        print_points(found)
    else:
        say(Text(N_("There is no file of the field in the store yet.")))


@survey.verb(
    "remove",
    N_("Take the file NAME out of STORE with its points; parcels stay as they are."),
    'landdesk survey remove commune.landdesk points.csv --as "Nguyễn Văn A"',
)
@_STORE
@argument("name", _SURVEY_HELP, WORDS)
@json_option
@pass_session
def remove(session: Session, store: Path, name: str, as_json: bool) -> None:
    """Print what went."""
    from landdesk.app.surveys import Surveys

    with session.working(store) as app:
        surveys = Surveys(app)
        gone = surveys.find(name)
        surveys.remove(gone)
    if as_json:
        print_document("survey.remove", {"survey": survey_document(gone)})
        return
    say(
        Text(
            N_("{name} was taken out with {count:,} points."), {"name": gone.file_name, "count": gone.points}
        )
    )


@survey.verb(
    "fit",
    N_(
        "Show how PARCEL would lie on measured points; with --apply move its corners, with all that share them."
    ),
    "landdesk survey fit commune.landdesk 12/345 --points 1,2,3,4\n"
    'landdesk survey fit commune.landdesk 12/345 --points 1,2,3,4 --apply --as "Nguyễn Văn A"',
)
@_STORE
@argument(
    "parcel", N_("Sheet/number where only one is called so, a full identifier, or 8 digits of one."), WORDS
)
@option(
    "--points",
    "numbers",
    help_text=N_("Numbers of points on corners of the parcel, with commas between."),
    kind=WORDS,
    metavar="NUMBERS",
    required=True,
)
@option("--survey", "name", help_text=_SURVEY_HELP, kind=WORDS, metavar="NAME")
@option("--scale", "with_scale", help_text=N_("Let the size of the parcel change too."), is_flag=True)
@option(
    "--within",
    "within_m",
    help_text=N_("A point may lie so far from its corner; 5 m unless given."),
    kind=LENGTH,
    metavar="METRES",
    default=5.0,
)
@option("--apply", "applied", help_text=N_("Move the corners, as one act that can be undone."), is_flag=True)
@json_option
@pass_session
def fit(
    session: Session,
    /,
    store: Path,
    parcel: str,
    *,
    numbers: str,
    name: str | None,
    with_scale: bool,
    within_m: float,
    applied: bool,
    as_json: bool,
) -> None:
    """Print the plan, and the act where it was accepted."""
    from landdesk.app.surveys import Surveys

    wanted = [one.strip() for one in numbers.replace(";", ",").split(",") if one.strip()]
    opened = session.working(store) if applied else session.reading(store)
    with opened as app:
        surveys = Surveys(app)
        identifier = app.read(lambda reader: reader.find_parcel(parcel))
        chosen = None if name is None else surveys.find(name)
        points = surveys.wanted(wanted, chosen)
        plan = surveys.plan(identifier, points, with_scale=with_scale, within_m=within_m)
        if not as_json:
            print_fit(plan)
        entry = surveys.fit(plan) if applied else None
    if as_json:
        print_document("survey.fit", fit_document(plan, entry))
    elif entry is not None:
        print_entry(entry, as_json=False, verb="survey.fit")
    else:
        say(Text(N_("Nothing was changed; --apply moves the corners.")))


@survey.verb(
    "receive",
    N_("Listen to a receiver that sends NMEA, show its positions and their mean; with --into keep the mean."),
    "landdesk survey receive --port /dev/ttyUSB0 --seconds 30 --quality fixed\n"
    'landdesk survey receive --tcp 192.168.1.20:9001 --into commune.landdesk --number 7 --as "Nguyễn Văn A"',
)
@option("--port", help_text=N_("Serial port, such as COM3."), kind=WORDS, metavar="PORT")
@option(
    "--baud",
    help_text=N_("Speed of the port; 9600 unless given."),
    kind=NUMBER,
    metavar="NUMBER",
    default=9600,
)
@option("--tcp", help_text=N_("Address and port in the network."), kind=WORDS, metavar="HOST:PORT")
@option(
    "--seconds",
    help_text=N_("How long to listen; 10 unless given."),
    kind=LENGTH,
    metavar="SECONDS",
    default=10.0,
)
@option(
    "--quality",
    help_text=N_("Take only positions that are at least so good; any unless given."),
    kind=OneOf(("any", "differential", "float", "fixed")),
    default="any",
)
@option(
    "--into", "store", help_text=N_("Keep the mean as a point of this store."), kind=FILE, metavar="STORE"
)
@option("--number", help_text=N_("Number of the point; 1 unless given."), kind=WORDS, default="1")
@option("--code", help_text=N_("Code of the point."), kind=WORDS, default="")
@json_option
@pass_session
def receive(session: Session, /, *, store: Path | None, as_json: bool, **given: Any) -> None:
    """Print the mean, and what was kept."""
    from landdesk.services.survey.keeping import received

    if store is None:
        heard = _listened(given)
        understood, made = received(*heard, None), None
    else:
        # Opened first: nobody wants to learn after half an hour that a name is wrong.
        with session.working(store) as app:
            from landdesk.app.surveys import Surveys

            understood = received(*_listened(given), app.info.epsg)
            made = Surveys(app).bring_in(understood)
    if as_json:
        kept = None if made is None else survey_document(made)
        print_document("survey.receive", {"survey": kept, **understood_document(understood)})
        return
    print_understood(understood)
    if made is not None:
        _say_kept(made)


def _listened(given: Mapping[str, Any]) -> "tuple[Averaged, str, list[Epoch]]":
    """Return the mean of what comes, where from, and all that was taken."""
    from landdesk.services.survey.nmea import epoch_points
    from landdesk.services.survey.receiver import average, open_serial, open_tcp
    from landdesk.services.survey.receiver import receive as listen

    port, tcp = given["port"], given["tcp"]
    if (port is None) == (tcp is None):
        raise InvalidInputError(
            "usage.value",
            Text(N_("Say where the receiver is: a serial port, or an address in the network.")),
            remedy=Text(N_("Give --port COM3 or --tcp 192.168.1.20:9001.")),
        )
    if tcp is None:
        source = open_serial(port, given["baud"])
    else:
        host, _sign, number = tcp.rpartition(":")
        if not host or not number.isascii() or not number.isdigit() or not 0 < int(number) < 65_536:
            raise unreadable(tcp, Text(N_("Give address and port as 192.168.1.20:9001.")))
        source = open_tcp(host, int(number))
    with TerminalProgress() as progress:
        count = 0

        def told(_epoch: "Epoch") -> None:
            nonlocal count
            count += 1
            progress.step(0, 0, Text(N_("{count} positions"), {"count": count}))

        epochs = listen(source, given["seconds"], given["quality"], told=told)
    points = epoch_points(epochs)
    return average(points, given["number"], given["code"]), port or tcp, epochs


def _say_kept(made: "Survey") -> None:
    say(
        Text(
            N_("Kept as {name} ({id}): {count:,} points."),
            {"name": made.file_name, "id": short_id(made.id), "count": made.points},
        )
    )


def _read_wishes(given: Mapping[str, Any]) -> "Wishes":
    from landdesk.services.survey.keeping import Wishes
    from landdesk.services.survey.text_points import COLUMNS, ListForm

    columns: dict[str, int] = {}
    for written in given["columns"]:
        name, _sign, place = written.partition("=")
        if name not in COLUMNS or not place.isascii() or not place.isdigit():
            raise unreadable(written, Text(N_("Write a column as north=2, its place counted from 1.")))
        columns[name] = int(place)
    if ("north" in columns) != ("east" in columns):
        raise unreadable(
            ", ".join(given["columns"]), Text(N_("Name the columns of north and east both, or neither."))
        )
    form = ListForm(given["separator"], given["heading"], given["order"], columns)
    others = ("source_epsg", "known", "station", "averaged")
    return Wishes(form, **{name: given[name] for name in others})
