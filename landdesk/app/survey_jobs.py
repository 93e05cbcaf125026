"""Survey jobs in one open store, whoever asks: a folder goes out, a delivery comes back, is checked, taken or returned.

Nothing of people goes out, so no leaving is noted (see ``leaving.py``): no names, no numbers, no addresses of persons.
"""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from pyproj import CRS

from landdesk.app.application import Application
from landdesk.app.bootstrap import acting_person
from landdesk.app.leaving import refuse_taken_name
from landdesk.app.printing import extract_of
from landdesk.domain.canonical import clean_text
from landdesk.domain.change import Entry
from landdesk.domain.clock import local_time, system_clock
from landdesk.domain.commands import TakeDelivery
from landdesk.domain.coverage import Coverage
from landdesk.domain.delivering import blocks
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.grid import grid_point
from landdesk.domain.ids import ObjectId, Uuid7Source, id_text, short_id
from landdesk.domain.progress import Progress
from landdesk.domain.records import Parcel
from landdesk.files import sync_folder, temporary_in
from landdesk.i18n import N_, Text, translate
from landdesk.services.commands.take_delivery import fit_or_refuse
from landdesk.services.printing.extract import Form, Wanted
from landdesk.services.printing.pdf import write_pdf
from landdesk.services.printing.protocol import Heading, write_protocol
from landdesk.services.survey import keeping
from landdesk.services.survey.values import FieldPoint, Method
from landdesk.services.survey_jobs.checking import Checked, Sign, Yardsticks, check_delivery
from landdesk.services.survey_jobs.collecting import Collected, collect_job
from landdesk.services.survey_jobs.delivery import Wishes, read_delivery
from landdesk.services.survey_jobs.job import Job, JobParcel, read_job
from landdesk.services.survey_jobs.returned import write_returned
from landdesk.services.survey_jobs.tolerances import shipped_tolerances
from landdesk.services.survey_jobs.writing import (
    digests_of,
    write_job_document,
    write_job_files,
)
from landdesk.store.queries.surveys import Survey
from landdesk.store.reader import Reader
from landdesk.store.trouble import explained_at

_LONGEST_NAME: Final = 40
_LONGEST_SAID: Final = 200
_GNSS: Final = ("gnss", "rtk", "gps", "cors")
_POLAR: Final = ("toàn đạc", "toan dac", "total station", "polar", "tọa độ cực")


@dataclass(frozen=True, slots=True)
class Written:
    """A folder that was written: the job, the folder, and how many parcels beside it and points it has."""

    job: Job
    folder: Path
    neighbours: int
    points: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a delivery.

    Args:
        entries: One act for each block of parcels.
        same: Parcels that were taken and have the boundary already.
        survey: The points, where they were not in the store yet.
        returned: Parcels that go back.
        file: The list of those; None where none goes back.
    """

    entries: tuple[Entry, ...]
    same: tuple[ObjectId, ...]
    survey: Survey | None
    returned: tuple[JobParcel, ...]
    file: Path | None


class SurveyJobs:
    """Survey jobs of one store; every method may be called on any thread.

    Args:
        app: The open store and who works.
    """

    def __init__(self, app: Application) -> None:
        self._app = app

    def of_sheets(self, sheets: Iterable[str]) -> list[ObjectId]:
        """Return the parcels of map sheets.

        Raises:
            InvalidInputError: There is no parcel of a sheet.
        """
        every = self._app.read(lambda reader: reader.all(Parcel))
        found: list[ObjectId] = []
        for sheet in sheets:
            own = [one.id for one in every.values() if one.sheet == sheet]
            if not own:
                raise InvalidInputError(
                    "job.no-sheet",
                    Text(N_("There is no parcel on sheet “{sheet}”."), {"sheet": sheet}),
                    remedy=Text(N_("Look at the numbers of the sheets in the list of parcels.")),
                )
            found += own
        return found

    def write(self, parcels: Sequence[ObjectId], folder: Path, progress: Progress) -> Written:
        """Write a job; the folder is there whole or not at all.

        Raises:
            RefusedError: ``job.exists``: there is something of this name; a parcel is not there any more.
            InvalidInputError: No parcel, too many, or parcels of several communes.
            TroubleError: The folder cannot be written, the disk is full.
            CancelledError: It was stopped; nothing is written.
        """
        _refuse_taken(folder)
        coverage = self._app.coverage
        today = _today()
        collected = self._app.read(
            lambda reader: collect_job(reader, coverage, parcels, Uuid7Source(system_clock), today)
        )
        made = temporary_in(folder.parent)
        try:
            with explained_at(folder):
                made.mkdir()
                write_job_files(
                    made, collected, self._commune(collected.job.commune), _system(collected.job.epsg)
                )
                self._write_sheets(made, collected, progress)
                job = replace(collected.job, files=digests_of(made))
                write_job_document(made, job)
                sync_folder(made)
                _refuse_taken(folder)
                made.rename(folder)
                sync_folder(folder.parent)
        except BaseException:
            with suppress(OSError):
                shutil.rmtree(made)
            raise
        return Written(job, folder, len(collected.neighbours), len(collected.points))

    def check(self, folder: Path, delivery: Path, wishes: Wishes, progress: Progress) -> Checked:
        """Read a delivery and hold it against its job; nothing is changed.

        Raises:
            InvalidInputError: The folder is no job, the delivery none, or they cannot be read.
            RefusedError: ``job.other-store``: none of its parcels is in this store.
            CancelledError: It was stopped.
        """
        app = self._app
        job = read_job(folder)
        coverage = app.coverage
        records = app.read(lambda reader: reader.get_many(Parcel, [one.id for one in job.parcels]))
        if not records:
            raise RefusedError(
                "job.other-store",
                Text(N_("None of the parcels of the survey job is in this store.")),
                Text(N_("Folder {path}"), {"path": str(folder)}),
                Text(N_("Open the store that the job was written from.")),
            )
        before = {one: record.shape for one, record in records.items() if record.shape is not None}
        read = read_delivery(delivery, job, app.info, before, wishes, progress)
        by = Yardsticks(shipped_tolerances(), app.area_tolerance, app.rule_set.limits, _today())
        return app.read(lambda reader: check_delivery(reader, coverage, job, read, by))

    def take(
        self, folder: Path, checked: Checked, accepted: Sequence[ObjectId], returned: Mapping[ObjectId, str]
    ) -> Taken:
        """Take parcels, one act for each block of them, keep the points, and write the list of those that go back.

        Raises:
            InvalidInputError: ``job.both``, ``job.cannot-take``, ``job.no-reason``, ``job.nothing``.
            RefusedError: Taken like this, parcels would overlap or break; nothing was changed then.
            TroubleError: The store or the folder cannot be written.
        """
        app = self._app
        _refuse_unfit(checked, accepted, returned)
        acting_person(app)
        commands = self._commands(checked, accepted)
        # Every block is tried before the first is written.
        changing = app.read(lambda reader: _changing(reader, app.coverage, commands))
        going = tuple(one for one in checked.job.parcels if one.id in returned)
        entries = tuple(app.execute(command) for command in changing)
        survey = self._keep_points(checked) if accepted else None
        file = write_returned(folder, going, returned, accepted, _today())
        same = tuple(one for command in commands if command not in changing for one, _ in command.shapes)
        return Taken(entries, same, survey, going, file if going else None)

    def good_ones(self, checked: Checked) -> list[ObjectId]:
        """Return the parcels of which nothing is bad."""
        return [one.parcel.id for one in checked.parcels if one.sign is not Sign.BAD]

    def write_protocol(self, path: Path, checked: Checked, decided: Mapping[ObjectId, str | None]) -> None:
        """Write the protocol of acceptance as PDF.

        Args:
            path: Nothing may be there.
            checked: What was found.
            decided: None for a parcel that is taken, the reason for one that goes back; others are open.

        Raises:
            RefusedError: There is a file of this name.
            TroubleError: The folder cannot be written, the disk is full.
        """
        refuse_taken_name(path)
        job = checked.job
        heading = Heading(
            self._commune(job.commune), _system(job.epsg), _today(), training=self._app.info.training
        )
        with explained_at(path):
            write_protocol(path, checked, decided, heading, translate)

    def _commands(self, checked: Checked, accepted: Sequence[ObjectId]) -> list[TakeDelivery]:
        reach = shipped_tolerances().join_m
        by_id = {one.parcel.id: one for one in checked.parcels}
        shapes = {
            one: [shape for shape in (checked.delivered[one], by_id[one].before) if shape is not None]
            for one in accepted
        }
        return [
            TakeDelivery(tuple((one, checked.delivered[one]) for one in block), reach)
            for block in blocks(shapes, reach + 0.01)
        ]

    def _keep_points(self, checked: Checked) -> Survey | None:
        delivery = checked.delivery
        if delivery.field_file is None or not delivery.points:
            return None
        known = self._app.read(lambda reader: {one.sha256 for one in reader.surveys.all()})
        if delivery.points_sha256 in known:
            return None
        said = {
            what: ", ".join(dict.fromkeys(one.said[what] for one in delivery.points if what in one.said))
            for what in ("who", "instrument", "date")
        }
        way = Text(
            "Survey job {job}; measured by {who} on {date}",
            {"job": short_id(checked.job.id), "who": _short(said["who"]), "date": _short(said["date"])},
        )
        understood = keeping.Understood(
            file=replace(delivery.field_file, instrument=_short(said["instrument"])),
            sha256=delivery.points_sha256,
            points=tuple(replace(one, method=_method(one)) for one in delivery.points),
            problems=(),
            orientations=(),
            way=way,
        )
        return self._app.write(lambda context: keeping.keep(context.work, understood))

    def _write_sheets(self, folder: Path, collected: Collected, progress: Progress) -> None:
        job = collected.job
        wanted = Wanted(Form.SURVEY, numbers={grid_point(one.at): one.number for one in collected.points})
        names: set[str] = set()
        for at, one in enumerate(job.parcels):
            progress.step(at, len(job.parcels), Text(N_("Printing the parcels")))
            if one.shape_sha256 is None:
                continue
            name = _file_name(one, names)
            names.add(name)
            write_pdf(folder / f"{name}.pdf", extract_of(self._app, one.id, wanted))
        progress.step(len(job.parcels), len(job.parcels))

    def _commune(self, code: str) -> str:
        found = self._app.codelists["commune"].get(code)
        return code if found is None else f"{found.more['kind']} {found.label}"


def _changing(reader: Reader, coverage: Coverage, commands: Iterable[TakeDelivery]) -> list[TakeDelivery]:
    """Return the commands that change something; raises where one would be refused."""
    found = []
    for command in commands:
        shapes = dict(command.shapes)
        records = reader.get_many(Parcel, shapes)
        before = {one: record.shape for one, record in records.items() if record.shape is not None}
        fitted = fit_or_refuse(shapes, before, coverage, command.tolerance_m, reader.keys_of)
        if fitted.noded or any(shape != before.get(one) for one, shape in fitted.shapes.items()):
            found.append(command)
    return found


def _refuse_unfit(checked: Checked, accepted: Sequence[ObjectId], returned: Mapping[ObjectId, str]) -> None:
    keys = {one.parcel.id: one.key for one in checked.parcels}
    if not (accepted or returned):
        raise InvalidInputError(
            "job.nothing",
            Text(N_("No parcel is to be taken or returned.")),
            remedy=Text(N_("Choose parcels to take, or to return with a reason.")),
        )
    for one in accepted:
        if one in returned:
            raise InvalidInputError(
                "job.both",
                Text(N_("Parcel {key} is to be taken and returned."), {"key": keys.get(one, "?")}),
                remedy=Text(N_("Choose one of the two.")),
            )
        if one not in checked.delivered:
            raise InvalidInputError(
                "job.cannot-take",
                Text(
                    N_("Parcel {key} cannot be taken: nothing usable was delivered for it."),
                    {"key": keys.get(one, "?")},
                ),
                remedy=Text(N_("Look at the check, and return the parcel with a reason.")),
            )
    for one, reason in returned.items():
        if not (clean_text(reason) or "").strip():
            raise InvalidInputError(
                "job.no-reason",
                Text(N_("It is not said why parcel {key} goes back."), {"key": keys.get(one, "?")}),
                remedy=Text(N_("Say it in a sentence that the company understands.")),
            )


def _refuse_taken(folder: Path) -> None:
    with explained_at(folder):
        if folder.exists() or folder.is_symlink():
            raise RefusedError(
                "job.exists",
                Text(N_("There is a folder or file of this name already; it was not touched.")),
                Text(N_("Folder {path}"), {"path": str(folder)}),
                Text(N_("Choose another name.")),
            )


def _file_name(parcel: JobParcel, taken: set[str]) -> str:
    letters = "".join(
        one if one.isascii() and one.isalnum() else "-" for one in f"{parcel.sheet}-{parcel.number}"
    )
    name = f"trich-do-{letters[:_LONGEST_NAME].strip('-')}"
    return name if name.lower() not in {one.lower() for one in taken} else f"{name}-{id_text(parcel.id)}"


def _method(point: FieldPoint) -> Method:
    said = point.said.get("method", "").lower()
    if any(word in said for word in _GNSS):
        return Method.GNSS
    return Method.POLAR if any(word in said for word in _POLAR) else point.method


def _short(text: str) -> str:
    return (clean_text(text) or "")[:_LONGEST_SAID]


def _system(epsg: int) -> str:
    return f"EPSG:{epsg} ({CRS.from_epsg(epsg).name})"


def _today() -> date:
    return local_time(system_clock()).date()
