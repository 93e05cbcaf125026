"""The one table of exit codes, by class and by the first words of an error's code.

Scripts rely on these numbers: none is ever given another meaning. ``docs/commands.md`` lists them.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Final

from landdesk.domain.errors import (
    CancelledError,
    InvalidInputError,
    LandDeskError,
    RefusedError,
    TroubleError,
)
from landdesk.i18n import N_


class ExitCode(IntEnum):
    """What the program tells the one who started it."""

    DONE = 0
    BUG = 1
    USAGE = 2
    REFUSED = 3
    INVALID_INPUT = 4
    TROUBLE = 5
    NOBODY = 6
    CHANGED_MEANWHILE = 7
    FINDINGS = 9
    STOPPED = 130


TITLES: Final[Mapping[ExitCode, str]] = {
    ExitCode.DONE: N_("Done."),
    ExitCode.BUG: N_("A fault of the program; the log has the details."),
    ExitCode.USAGE: N_(
        "The command line is not right: an unknown verb or option, a missing or unreadable value."
    ),
    ExitCode.REFUSED: N_("Understood, but not possible in the present state; nothing was changed."),
    ExitCode.INVALID_INPUT: N_("A file, a name or a value is not what it should be; nothing was changed."),
    ExitCode.TROUBLE: N_(
        "The surroundings fail: disk full, file locked, folder read-only; nothing was changed."
    ),
    ExitCode.NOBODY: N_("Nobody, or nobody whom the store knows, is chosen who does it."),
    ExitCode.CHANGED_MEANWHILE: N_("Somebody else, or another program, changed the same records."),
    ExitCode.FINDINGS: N_("The check found errors (only with --strict)."),
    ExitCode.STOPPED: N_("Stopped by the person; nothing was changed."),
}

PREFIXES: Final[Mapping[str, ExitCode]] = {
    "usage.": ExitCode.USAGE,
    "person.": ExitCode.NOBODY,
    "store.changed-since": ExitCode.CHANGED_MEANWHILE,
    "store.foreign-writes": ExitCode.CHANGED_MEANWHILE,
}
"""Codes that have a number of their own, whatever their class is."""

CLASSES: Final[Mapping[type[LandDeskError], ExitCode]] = {
    RefusedError: ExitCode.REFUSED,
    InvalidInputError: ExitCode.INVALID_INPUT,
    TroubleError: ExitCode.TROUBLE,
    CancelledError: ExitCode.STOPPED,
}


def exit_code(error: LandDeskError) -> ExitCode:
    """Return the number for an error."""
    for prefix, code in PREFIXES.items():
        if error.code.startswith(prefix):
            return code
    return next((code for kind, code in CLASSES.items() if isinstance(error, kind)), ExitCode.BUG)
