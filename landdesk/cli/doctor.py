"""``landdesk doctor``: what is missing or wrong on this computer; a file for whoever helps; a smoke test."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import click

from landdesk.cli.exit_codes import ExitCode
from landdesk.cli.journey import CLERK, STORE_NAME, TECHNICIAN, Chapter, fresh_folder, journey, play
from landdesk.cli.journey import COMMUNE as JOURNEY_COMMUNE
from landdesk.cli.output import print_document, say
from landdesk.cli.parameters import FILE
from landdesk.cli.passphrases import unlock_by_file
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.errors import TroubleError
from landdesk.i18n import N_, Text, _, translate
from landdesk.settings import FOLDER_VARIABLE

if TYPE_CHECKING:
    from landdesk.app.doctor.observation import Observation
    from landdesk.app.doctor.parts import Part

_PARCELS: Final = 400
_LEAST_PICTURE_BYTES: Final = 10_000


@verb(
    "doctor",
    N_(
        "Look at this computer and say in words what is missing or wrong; STORES that are named are looked"
        " through as well. Nothing is changed."
    ),
    "landdesk doctor commune.landdesk",
)
@argument(
    "stores",
    N_("Stores to look through; of those opened last only the place is looked at."),
    FILE,
    many=True,
    required=False,
)
@option(
    "--bundle",
    kind=FILE,
    metavar="FILE",
    help_text=N_(
        "Write what was seen, versions and log into a ZIP for whoever helps; it holds no personal data."
    ),
)
@option(
    "--smoke",
    is_flag=True,
    help_text=N_(
        "Play the whole work on an invented commune instead: new, import, edit, check, export, receive, window."
    ),
)
@option(
    "--folder",
    kind=FILE,
    metavar="FOLDER",
    help_text=N_(
        "With --smoke: where everything is left; a folder of an earlier one is replaced. Without it nothing is left."
    ),
)
@option("--strict", is_flag=True, help_text=N_("Leave with code 9 when something is wrong."))
@json_option
@pass_session
def doctor(
    session: Session,
    stores: tuple[Path, ...],
    bundle: Path | None,
    smoke: bool,
    folder: Path | None,
    strict: bool,
    as_json: bool,
) -> int:
    """Tell what was seen; return the exit code."""
    if smoke:
        _smoke(session, folder)
        return ExitCode.DONE
    seen = _visit(session, stores, as_json=as_json, bundle=bundle)
    wrong = sum(str(one.health) == "bad" for one in seen)
    return ExitCode.FINDINGS if strict and wrong else ExitCode.DONE


def _visit(
    session: Session, stores: tuple[Path, ...], *, as_json: bool, bundle: Path | None
) -> "list[Observation]":
    from landdesk.app.doctor.bundle import write_bundle
    from landdesk.app.doctor.visit import recent_stores, visit
    from landdesk.app.doctor.words import observation_lines, summary
    from landdesk.app.leaving import refuse_taken_name
    from landdesk.app.logs import start_log
    from landdesk.domain.clock import system_clock
    from landdesk.settings import Settings

    if bundle is not None:
        refuse_taken_name(bundle)
    settings = Settings()
    for store in stores:
        unlock_by_file(store)
    others = [path for path in recent_stores(settings) if path not in stores]
    seen, lines = [], []
    for one in visit(stores, others, parts=list(_parts(session)), settings=settings):
        seen.append(one)
        lines += observation_lines(one)
        if not as_json:
            click.echo("\n".join(observation_lines(one)))
    # Only now: the log's own time is one of the signs that the clock is looked at by.
    start_log("terminal")
    if bundle is not None:
        parts = write_bundle(bundle, seen, lines, settings, system_clock())
        said = Text(
            N_("For whoever helps: {path} ({parts})"), {"path": str(bundle), "parts": ", ".join(parts)}
        )
        click.echo(translate(said), err=as_json)
    if as_json:
        print_document("doctor", {"seen": [_document(one) for one in seen]})
    else:
        click.echo()
        say(summary(seen))
    return seen


def _parts(session: Session) -> "Iterator[Part]":
    from landdesk.app.doctor.parts import Part

    def window() -> str:
        words, screen = session.front_end.try_window()
        if screen is None:
            return _("{words}; there is no display here").format(words=words)
        return _("{words}; screen {wide} × {high}").format(words=words, wide=screen[0], high=screen[1])

    yield Part("window", N_("Window"), window)


def _document(one: "Observation") -> dict[str, str | None]:
    return {
        "code": one.code,
        "health": str(one.health),
        "what": translate(one.what),
        "remedy": None if one.remedy is None else translate(one.remedy),
    }


def _smoke(session: Session, folder: Path | None) -> None:
    """Play the work in a folder and look whether what should be there is there.

    Raises:
        LandDeskError: A step refused; what was made so far is left where a folder was named.
    """
    if folder is None:
        with TemporaryDirectory(prefix="landdesk-smoke-", ignore_cleanup_errors=True) as passing:
            _smoke_in(session, Path(passing))
        return
    fresh_folder(folder)
    _smoke_in(session, folder)


def _smoke_in(session: Session, folder: Path) -> None:
    from landdesk.services.training.commune import generate_commune

    started = time.monotonic()
    play(session, journey(folder, generate_commune(JOURNEY_COMMUNE, seed=1, parcels=_PARCELS)))
    play(session, iter([_files_out(folder)]))
    played = time.monotonic()
    picture = folder / "window.png"
    with _own_settings(folder):
        session.front_end.grab(folder / STORE_NAME, picture, TECHNICIAN)
    if not picture.exists() or picture.stat().st_size < _LEAST_PICTURE_BYTES:
        raise TroubleError("smoke.no-picture", Text(N_("The window drew nothing.")))
    ended = time.monotonic()
    say(
        Text(
            N_("\nSmoke test passed: commands {commands:.1f} s, window {window:.1f} s."),
            {"commands": played - started, "window": ended - played},
        )
    )


@contextmanager
def _own_settings(folder: Path) -> Iterator[None]:
    """Let the window remember its store in the folder, not among those that this person opened last."""
    before = os.environ.get(FOLDER_VARIABLE)
    os.environ[FOLDER_VARIABLE] = str(folder / "settings")
    try:
        yield
    finally:
        if before is None:
            del os.environ[FOLDER_VARIABLE]
        else:
            os.environ[FOLDER_VARIABLE] = before


def _files_out(folder: Path) -> Chapter:
    store, office, backup = folder / STORE_NAME, folder / "office.landdesk", folder / "commune.ldbackup"
    as_technician = ("--as", TECHNICIAN)
    return Chapter(
        Text(N_("Files for others, a backup, and a look at this computer")),
        [
            ["export-map", f"{store}", "-o", f"{folder / 'map.gpkg'}", "--format", "gpkg", *as_technician],
            ["export-map", f"{store}", "-o", f"{folder / 'map.dxf'}", "--format", "dxf", *as_technician],
            [
                "export-pl3",
                f"{store}",
                "-o",
                f"{folder / 'pl3-01.xlsx'}",
                "--purpose",
                "smoke",
                *as_technician,
            ],
            ["backup", f"{store}", "-o", f"{backup}", *as_technician],
            ["restore", f"{backup}", "-o", f"{folder / 'restored.landdesk'}"],
            ["check", f"{office}", "--as", CLERK],
            ["doctor", f"{store}", f"{office}"],
        ],
    )
