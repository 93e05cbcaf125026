"""One visit of the doctor: the computer, the parts of the program, the places of stores, and stores themselves."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from landdesk.app.doctor import advice
from landdesk.app.doctor.computer import Disk, disk_of, last_trace, synchronised_by, this_computer
from landdesk.app.doctor.observation import Health, Observation, bad, good, warning
from landdesk.app.doctor.parts import Part, folder_observations, part_observations
from landdesk.app.keys import known_key
from landdesk.app.logs import FILE_NAME as LOG_NAME
from landdesk.app.logs import log_folder
from landdesk.domain.clock import Clock, system_clock
from landdesk.domain.errors import LandDeskError
from landdesk.i18n import N_, Text
from landdesk.settings import RECENT_STORES, Settings
from landdesk.store.examination import Examined, examine
from landdesk.store.migrations import SCHEMA

_Outcome = Examined | LandDeskError


def recent_stores(settings: Settings) -> tuple[Path, ...]:
    """Return the stores opened last on this computer, those that are still there."""
    return tuple(path for path in map(Path, settings.get(RECENT_STORES)) if path.is_file())


def visit(
    stores: Sequence[Path],
    others: Sequence[Path] = (),
    *,
    parts: Sequence[Part] = (),
    settings: Settings | None = None,
    clock: Clock = system_clock,
) -> Iterator[Observation]:
    """Look at everything and tell each thing as soon as it is known.

    Args:
        stores: Looked into, which reads them whole.
        others: Stores of which only the place is looked at.
        parts: What only a front end can try.
        settings: Those of this person.
        clock: Time of the computer.
    """
    settings = settings or Settings()
    now = clock()
    computer = this_computer(now)
    yield from advice.on_system(computer)
    yield from advice.on_memory(computer)
    # Before anything is written: what is looked for is the last sign of earlier work.
    traces = [last_trace([settings.path, log_folder() / LOG_NAME, *stores, *others])]
    outcomes = {path: _examined(path) for path in stores}
    traces += [one.newest_ms for one in outcomes.values() if isinstance(one, Examined)]
    yield from advice.on_clock(computer, now, max((ms for ms in traces if ms is not None), default=None))
    yield from folder_observations()
    yield from part_observations(parts)
    for problem in settings.problems:
        yield warning(
            "settings.problem",
            N_("Settings: {problem}"),
            N_("Choose it again in the program; nothing else is lost."),
            problem=problem,
        )
    yield from _places((*stores, *others), windows=computer.windows is not None)
    for path, outcome in outcomes.items():
        yield from _inside(path, outcome)


def _examined(path: Path) -> _Outcome:
    try:
        return examine(path, known_key(path))
    except LandDeskError as error:
        return error


def _places(stores: Sequence[Path], *, windows: bool) -> Iterator[Observation]:
    largest: dict[str, tuple[Disk, int]] = {}
    for path in stores or (Path.home(),):
        try:
            disk, size = disk_of(path), path.stat().st_size if path.is_file() else 0
        except OSError as error:
            yield bad(
                "place.gone",
                N_("Store {path}: its drive does not answer ({reason})."),
                N_("Put the stick in, or connect the drive."),
                path=str(path),
                reason=error.strerror or str(error),
            )
            continue
        if path in stores:
            yield from advice.on_place(path, disk, synchronised_by(path), size, windows=windows)
        known = largest.get(disk.root)
        largest[disk.root] = (disk, size if known is None else max(size, known[1]))
    for disk, size in largest.values():
        yield from advice.on_space(disk, size)


def _inside(path: Path, outcome: _Outcome) -> Iterator[Observation]:
    values: Mapping[str, object] = {"path": str(path)}
    if isinstance(outcome, LandDeskError):
        if outcome.code == "store.passphrase-needed":
            yield warning(
                "store.not-looked-into",
                N_("Store {path}: it is encrypted and was not looked into."),
                N_("Let LANDDESK_PASSPHRASE_FILE name a file whose first line is its passphrase."),
                **values,
            )
        else:
            what = Text(N_("Store {path}: {reason}"), {"reason": outcome.what, **values})
            remedy = outcome.remedy or Text(N_("Do not go on with this file; restore the last copy."))
            yield Observation("store.unreadable", Health.BAD, what, remedy)
        return
    for problem in outcome.problems:
        yield bad(
            "store.damaged",
            N_("Store {path}: {problem}"),
            N_("Do not go on with this file; restore the last copy."),
            problem=problem,
            **values,
        )
    if not outcome.problems:
        said = N_("Store {path}: sound, {entries} acts in its journal")
        yield good("store", said, entries=outcome.entries, **values)
    if outcome.schema < SCHEMA:
        yield warning(
            "store.older",
            N_("Store {path}: made by an older LandDesk (schema {theirs}, this one writes {ours})."),
            N_("It is brought forward when it is opened; a copy is kept beside it."),
            theirs=outcome.schema,
            ours=SCHEMA,
            **values,
        )
