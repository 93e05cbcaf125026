"""``landdesk job``: parcels out to be measured, the delivery checked against the job, taken or returned."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from landdesk.cli.job_words import checked_document, print_checked, print_taken, taken_document
from landdesk.cli.output import print_document, say
from landdesk.cli.parameters import FILE, NUMBER, WORDS
from landdesk.cli.session import Session, TerminalProgress
from landdesk.cli.verb import argument, json_option, option, pass_session, verb_group
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import id_text, short_id
from landdesk.i18n import N_, Text

if TYPE_CHECKING:
    from landdesk.app.application import Application
    from landdesk.domain.ids import ObjectId
    from landdesk.services.survey_jobs.checking import Checked

_CallbackT = TypeVar("_CallbackT", bound=Callable[..., Any])

_STORE = argument("store", N_("The store."), FILE)
_JOB = argument("folder", N_("The folder of the job, as it was written."), FILE)
_DELIVERY = argument("delivery", N_("What the company gave back: a folder, or the map itself."), FILE)


def _wishes(command: _CallbackT) -> _CallbackT:
    """Declare how a delivery is to be read."""
    for declare in (
        option(
            "--points",
            help_text=N_("The list of points; unless given, points.csv or the only list beside the map."),
            kind=FILE,
            metavar="FILE",
        ),
        option("--layer", help_text=N_("Layer of the map."), kind=WORDS, metavar="NAME"),
        option(
            "--source-epsg",
            "source_epsg",
            help_text=N_("System of the delivery; as its map says, else that of the job, unless given."),
            kind=NUMBER,
            metavar="CODE",
        ),
    ):
        command = declare(command)
    return command


@verb_group(
    "job",
    N_("Survey jobs: a folder of parcels for the company that measures them, and what it delivers."),
    "landdesk job write commune.landdesk 12/345 12/346 -o do-dac",
)
def job() -> None:
    """Hold the verbs."""


@job.verb(
    "write",
    N_(
        "Write parcels of STORE as the folder of a survey job: map, drawing by level, list of points, a sheet for each"
        " parcel. Nothing of people is in it."
    ),
    "landdesk job write commune.landdesk 12/345 12/346 -o do-dac\n"
    "landdesk job write commune.landdesk --sheet 12 -o to-12",
)
@_STORE
@argument("parcels", N_("The parcels, such as 12/57."), WORDS, many=True, required=False)
@option(
    "--sheet",
    "sheets",
    help_text=N_("All parcels of this map sheet."),
    kind=WORDS,
    metavar="SHEET",
    multiple=True,
)
@option(
    "--worklist",
    "worklists",
    help_text=N_("All parcels of this worklist: its title, its identifier, or 8 digits of it."),
    kind=WORDS,
    metavar="NAME",
    multiple=True,
)
@option("-o", "--output", help_text=N_("The folder to make."), kind=FILE, metavar="FOLDER", required=True)
@json_option
@pass_session
def write(
    session: Session,
    store: Path,
    parcels: Sequence[str],
    sheets: Sequence[str],
    worklists: Sequence[str],
    output: Path,
    as_json: bool,
) -> None:
    """Say what was written."""
    from landdesk.app.survey_jobs import SurveyJobs

    with session.leaving(store) as app, TerminalProgress() as progress:
        jobs = SurveyJobs(app)
        chosen = app.read(lambda reader: [reader.find_parcel(one) for one in parcels])
        chosen += jobs.of_sheets(sheets)
        chosen += _of_worklists(app, worklists)
        made = jobs.write(chosen, output, progress)
    if as_json:
        print_document(
            "job.write",
            {
                "folder": str(output),
                "job": id_text(made.job.id),
                "parcels": [one.key for one in made.job.parcels],
                "neighbours": made.neighbours,
                "points": made.points,
                "files": [*made.job.files, "job.json"],
            },
        )
        return
    say(
        Text(
            N_("{path} is written: job {job}, {parcels} parcels, {neighbours} beside them, {points} points."),
            {
                "path": str(output),
                "job": short_id(made.job.id),
                "parcels": len(made.job.parcels),
                "neighbours": made.neighbours,
                "points": made.points,
            },
        )
    )


@job.verb(
    "check",
    N_("Hold a delivery against its job, parcel by parcel; nothing is changed."),
    "landdesk job check commune.landdesk do-dac giao-nop\n"
    "landdesk job check commune.landdesk do-dac giao-nop -o bien-ban.pdf",
)
@_STORE
@_JOB
@_DELIVERY
@_wishes
@option("-o", "--output", help_text=N_("Write the protocol of acceptance, a PDF."), kind=FILE, metavar="FILE")
@json_option
@pass_session
def check(
    session: Session,
    /,
    store: Path,
    folder: Path,
    delivery: Path,
    *,
    output: Path | None,
    as_json: bool,
    **wishes: Any,
) -> None:
    """Print what each check says."""
    from landdesk.app.survey_jobs import SurveyJobs

    with session.reading(store) as app:
        checked = _checked(app, folder, delivery, wishes)
        if output is not None:
            SurveyJobs(app).write_protocol(output, checked, {})
    if as_json:
        print_document("job.check", checked_document(checked))
    else:
        print_checked(checked)
        _say_written(output)


@job.verb(
    "accept",
    N_(
        "Take parcels of a delivery, one act for each block that hangs together, and put others on the list of those"
        " that go back."
    ),
    'landdesk job accept commune.landdesk do-dac giao-nop --all-good --as "Nguyễn Văn A"\n'
    "landdesk job accept commune.landdesk do-dac giao-nop --parcel 12/345 --return 12/346 "
    '--reason "Thiếu điểm góc" --as "Nguyễn Văn A"',
)
@_STORE
@_JOB
@_DELIVERY
@_wishes
@option("--parcel", "parcels", help_text=N_("Take this parcel."), kind=WORDS, metavar="PARCEL", multiple=True)
@option("--all-good", "all_good", help_text=N_("Take every parcel of which nothing is bad."), is_flag=True)
@option(
    "--return",
    "returned",
    help_text=N_("Return this parcel, for the reason at the same place."),
    kind=WORDS,
    metavar="PARCEL",
    multiple=True,
)
@option("--reason", "reasons", help_text=N_("Why it goes back."), kind=WORDS, metavar="TEXT", multiple=True)
@option("-o", "--output", help_text=N_("Write the protocol of acceptance, a PDF."), kind=FILE, metavar="FILE")
@json_option
@pass_session
def accept(
    session: Session,
    /,
    store: Path,
    folder: Path,
    delivery: Path,
    *,
    parcels: Sequence[str],
    all_good: bool,
    returned: Sequence[str],
    reasons: Sequence[str],
    output: Path | None,
    as_json: bool,
    **wishes: Any,
) -> None:
    """Print the acts and what goes back."""
    from landdesk.app.leaving import refuse_taken_name
    from landdesk.app.survey_jobs import SurveyJobs

    if len(returned) != len(reasons):
        raise InvalidInputError(
            "usage.reasons",
            Text(N_("Each parcel that goes back needs one reason.")),
            remedy=Text(N_("Write the options in pairs: the parcel, then its reason.")),
        )
    with session.working(store) as app:
        if output is not None:
            refuse_taken_name(output)
        jobs = SurveyJobs(app)
        checked = _checked(app, folder, delivery, wishes)
        going = {_of_job(checked, app, one): reason for one, reason in zip(returned, reasons, strict=True)}
        taken = list(dict.fromkeys(_of_job(checked, app, one) for one in parcels))
        if all_good:
            taken += [one for one in jobs.good_ones(checked) if one not in taken and one not in going]
        done = jobs.take(folder, checked, taken, going)
        if output is not None:
            jobs.write_protocol(output, checked, {**dict.fromkeys(taken), **going})
    if as_json:
        print_document("job.accept", taken_document(checked, done))
    else:
        print_taken(checked, done)
        _say_written(output)


def _of_worklists(app: "Application", names: Sequence[str]) -> "list[ObjectId]":
    if not names:
        return []
    from landdesk.app.worklists import Worklists
    from landdesk.domain.parcel_filter import from_json

    lists = Worklists(app)
    return [one for name in names for one in lists.parcels(from_json(lists.find(name).filter))]


def _checked(app: "Application", folder: Path, delivery: Path, wishes: dict[str, Any]) -> "Checked":
    from landdesk.app.survey_jobs import SurveyJobs
    from landdesk.services.survey_jobs.delivery import Wishes

    with TerminalProgress() as progress:
        return SurveyJobs(app).check(folder, delivery, Wishes(**wishes), progress)


def _of_job(checked: "Checked", app: "Application", name: str) -> "ObjectId":
    among = [one.parcel.id for one in checked.parcels]
    found = app.read(lambda reader: reader.find_parcel(name, among))
    if found not in among:
        raise InvalidInputError(
            "job.not-of-job",
            Text(N_("Parcel {key} is not one of the survey job."), {"key": name}),
            remedy=Text(N_("Look at the check: it lists the parcels of the job.")),
        )
    return found


def _say_written(path: Path | None) -> None:
    if path is not None:
        say(Text(N_("{path} is written."), {"path": str(path)}))
