"""Where passphrases come from on the command line: a file, or the terminal; never the command line itself.

The list of processes shows every argument to everybody on the computer. A file may be ``/dev/stdin``.
"""

import os
import sys
from pathlib import Path
from typing import Final

import click

from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.i18n import N_, Text, _

STORE_VARIABLE: Final = "LANDDESK_PASSPHRASE_FILE"
OFFICE_VARIABLE: Final = "LANDDESK_RECOVERY_PASSPHRASE_FILE"

_LARGEST_BYTES: Final = 4096


def unlock_store(path: Path) -> None:
    """Ask for the passphrase of an encrypted store, once in a process; a plain one needs none.

    Raises:
        RefusedError: The passphrase is another, or there is nobody to ask and no file is named.
        LandDeskError: It is no store.
    """
    from landdesk.app.keys import known_key

    try:
        known_key(path)
    except RefusedError as error:
        if error.code != "store.passphrase-needed":
            raise
        words = _of_surroundings(STORE_VARIABLE)
        if words is None:
            if not sys.stdin.isatty():
                error.remedy = Text(
                    N_(
                        "Type it on a terminal, or let LANDDESK_PASSPHRASE_FILE name a file whose first line it is."
                    )
                )
                raise
            words = _ask(_("Passphrase of {name}").format(name=path.name))
        known_key(path, words)


def unlock_by_file(path: Path) -> None:
    """Open an encrypted store by the file that the surroundings name; without one nothing is done, and nobody asked.

    Raises:
        RefusedError: The passphrase is another.
        LandDeskError: It is no store, or the file cannot be read.
    """
    from landdesk.app.keys import known_key

    words = _of_surroundings(STORE_VARIABLE)
    if words is not None:
        known_key(path, words)


def new_passphrase(file: Path | None, variable: str = STORE_VARIABLE) -> str:
    """Return a passphrase that somebody chooses: from a file, or typed twice.

    Args:
        file: Its first line; None takes the file that the variable names, then the terminal.
        variable: Of the surroundings.

    Raises:
        InvalidInputError: There is nobody to ask, the file cannot be read, or two different ones were typed.
    """
    words = passphrase_of(file) if file is not None else _of_surroundings(variable)
    if words is not None:
        return words
    _refuse_nobody_there()
    words = _ask(_("New passphrase"))
    if _ask(_("The same once more")) != words:
        raise InvalidInputError(
            "usage.passphrase-differs",
            Text(N_("The two are not the same; nothing was changed.")),
            remedy=Text(N_("Do it again.")),
        )
    return words


def present_passphrase(file: Path | None, variable: str, words: str) -> str:
    """Return a passphrase that somebody knows: from a file, or typed.

    Args:
        words: What is asked for, translated.
    """
    found = passphrase_of(file) if file is not None else _of_surroundings(variable)
    if found is not None:
        return found
    _refuse_nobody_there()
    return _ask(words)


def passphrase_of(file: Path) -> str:
    """Return the first line of a file.

    Raises:
        InvalidInputError: It is empty, or no text.
        LandDeskError: It cannot be read.
    """
    from landdesk.store.trouble import explained_at

    with explained_at(file), file.open("rb") as opened:
        content = opened.read(_LARGEST_BYTES)
    try:
        # Notepad writes a byte order mark.
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        lines = []
    if not lines or not lines[0]:
        raise InvalidInputError(
            "usage.passphrase-file",
            Text(N_("The file holds no passphrase: its first line is empty or no text in UTF-8.")),
            Text(N_("File {path}"), {"path": str(file)}),
            Text(N_("Write the passphrase into its first line.")),
        )
    return lines[0]


def _of_surroundings(variable: str) -> str | None:
    name = os.environ.get(variable)
    return passphrase_of(Path(name)) if name else None


def _refuse_nobody_there() -> None:
    if not sys.stdin.isatty():
        raise InvalidInputError(
            "usage.no-passphrase",
            Text(N_("A passphrase is needed, and nobody is there to type it.")),
            remedy=Text(N_("Name a file whose first line it is; it is never given on the command line.")),
        )


def _ask(words: str) -> str:
    answer: str = click.prompt(words, hide_input=True, err=True)
    return answer
