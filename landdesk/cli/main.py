"""The command line as a whole: language, verbs, errors as words and exit codes.

``main`` sets the language first, then lets click find the verb; only the file of that verb is loaded. It alone turns
errors into words and numbers, and what is no expected error into a line of the log.
"""

import os
import sys
import traceback
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any, Final, TextIO

import click

from landdesk import __version__
from landdesk.cli.exit_codes import ExitCode, exit_code
from landdesk.cli.front_end import FrontEnd
from landdesk.cli.output import print_error
from landdesk.cli.session import Session
from landdesk.cli.verb import VerbGroup
from landdesk.cli.verbs import VERBS
from landdesk.domain.errors import CancelledError, InvalidInputError, LandDeskError, TroubleError
from landdesk.i18n import DEFAULT_LANGUAGE, LANGUAGES, N_, Text, set_language, translate

LANGUAGE_VARIABLE: Final = "LANDDESK_LANG"


class Program(VerbGroup):
    """All verbs; each is loaded when it is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names of the table."""
        return [row.name for row in VERBS]

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a verb."""
        place = next((row.place for row in VERBS if row.name == cmd_name), None)
        if place is None:
            return None
        module, _colon, name = place.partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def lines(self, _ctx: click.Context) -> Sequence[tuple[str, str]]:
        """Return the lines of the table; nothing is loaded."""
        return [(row.name, row.help) for row in VERBS]


def program() -> Program:
    """Return the command line."""
    made = Program(
        name="landdesk",
        help=N_(
            "Land parcels of a commune: map, records, checks, edits, exchange with the registration office."
        ),
        example='landdesk import office.landdesk parcels.gpkg --as "Lê Thị B"',
    )
    made.params.append(
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_print_version,
            help=N_("Show the version and leave."),
        )
    )
    return made


def main(argv: Sequence[str], front_end: FrontEnd) -> int:
    """Run one command line.

    Args:
        argv: Words after the name of the program.
        front_end: What the window does for verbs.

    Returns:
        The exit code, a number of ``exit_codes.ExitCode``.
    """
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    as_json = "--json" in argv
    try:
        _choose_language(argv)
        return _run(list(argv), front_end)
    except LandDeskError as error:
        number = exit_code(error)
        print_error(error, number, as_json=as_json)
        return number
    except (click.Abort, KeyboardInterrupt):
        stopped = CancelledError("job.cancelled", Text(N_("Stopped; nothing is half done.")))
        print_error(stopped, ExitCode.STOPPED, as_json=as_json)
        return ExitCode.STOPPED
    except OSError as error:
        return _unheard(error) if _while_speaking(error) else _bug(error, as_json=as_json)
    except Exception as error:  # noqa: BLE001  # the last floor: a fault of the program is logged and said
        return _bug(error, as_json=as_json)
    finally:
        _stop_log()


def _run(argv: list[str], front_end: FrontEnd) -> int:
    from landdesk.cli.usage import explained_usage

    try:
        result = program().main(argv, "landdesk", standalone_mode=False, obj=Session(front_end))
    except SystemExit:
        # click leaves so when nobody reads on, as after `| head`: that is no fault, and nothing more can be said.
        return ExitCode.DONE
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help(), err=True)
        return ExitCode.USAGE
    except click.UsageError as error:
        raise explained_usage(error) from error
    return int(result) if isinstance(result, int) else ExitCode.DONE


def _choose_language(argv: Sequence[str]) -> None:
    """Set the language before anything is said: ``--lang``, then LANDDESK_LANG, then the settings."""
    wanted = _option_value(argv, "--lang")
    if wanted is None:
        # An empty variable is none.
        wanted = os.environ.get(LANGUAGE_VARIABLE) or None
    if wanted is None:
        from landdesk.settings import LANGUAGE, Settings

        settings = Settings()
        set_language(settings.get(LANGUAGE))
        for problem in settings.problems:
            click.echo(translate(problem), err=True)
        return
    if wanted not in LANGUAGES:
        set_language(DEFAULT_LANGUAGE)
        nearest = get_close_matches(wanted, LANGUAGES, n=1, cutoff=0.3)
        raise InvalidInputError(
            "usage.language",
            Text(N_("The program does not speak “{language}”."), {"language": wanted}),
            remedy=Text(N_("Choose one of: {choices}"), {"choices": ", ".join(nearest or LANGUAGES)}),
        )
    set_language(wanted)


def _option_value(argv: Sequence[str], name: str) -> str | None:
    for place, word in enumerate(argv):
        if word == "--":
            return None
        if word == name and place + 1 < len(argv):
            return argv[place + 1]
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return None


def _print_version(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(f"LandDesk {__version__}")
        context.exit()


def _speak_utf8(stream: TextIO | Any) -> None:
    """Write UTF-8 also where the system would take another encoding, as in a pipe on Windows."""
    encoding = str(getattr(stream, "encoding", "") or "").lower().replace("-", "")
    if encoding != "utf8" and hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _bug(error: Exception, *, as_json: bool) -> int:
    """Log a fault of the program and say where the log is."""
    import logging

    from landdesk.app.logs import start_log

    path = start_log("terminal")
    logging.getLogger("landdesk.cli").error("A verb failed", exc_info=error)
    if path is None:
        click.echo("".join(traceback.format_exception(error)), err=True)
    shown = LandDeskError(
        "program.fault",
        Text(N_("Something went wrong inside LandDesk ({kind})."), {"kind": type(error).__name__}),
        None if path is None else Text(N_("Details are in {path}"), {"path": str(path)}),
        Text(N_("What was done before is saved. Send that file to support and say what you did.")),
    )
    print_error(shown, ExitCode.BUG, as_json=as_json)
    return ExitCode.BUG


def _while_speaking(error: BaseException) -> bool:
    """Tell whether an error came out of printing, and not out of the work."""
    return any(frame.f_code is click.echo.__code__ for frame, _line in traceback.walk_tb(error.__traceback__))


def _unheard(error: OSError) -> int:
    """Say on standard error that the answer does not arrive: it goes into a file on a full disk."""
    print_error(
        TroubleError(
            "output.not-written",
            Text(N_("The answer could not be written: {reason}"), {"reason": error.strerror or str(error)}),
            remedy=Text(N_("Send it elsewhere. An act may be done already: look at the history before.")),
        ),
        ExitCode.TROUBLE,
        as_json=False,
    )
    # Python would try once more at its end, and complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.TROUBLE


def _stop_log() -> None:
    """Let go of the log if one was begun."""
    if "landdesk.app.logs" in sys.modules:
        from landdesk.app.logs import stop_log

        stop_log()
