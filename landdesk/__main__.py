"""The top of the program: the window without arguments, the command line with them.

The command line and the window never import each other; here the one is handed the other's functions. They load Qt
when they are called, so that ``landdesk --help`` stays fast.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from landdesk.cli.front_end import Box, FrontEnd
from landdesk.cli.main import main as run_command_line
from landdesk.files import PACKAGE_SUFFIX, STORE_SUFFIX
from landdesk.interpreter import own_command


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: Words after the name of the program; None takes those of the process.

    Returns:
        The exit code.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    front_end = FrontEnd(
        open_window=_open_window,
        render=_render,
        show_window=_show_window,
        grab=_grab,
        try_window=_try_window,
    )
    # A store or a package alone is what a double click hands over.
    if not words or words[0].lower().endswith(STORE_SUFFIX):
        words = ["open", *words]
    elif words[0].lower().endswith(PACKAGE_SUFFIX):
        words = ["open", "--receive", *words]
    return run_command_line(words, front_end)


def _open_window(path: Path | None, person: str | None, package: Path | None) -> int:
    from landdesk.i18n import current_language
    from landdesk.ui.start import run_window

    return run_window(path, language=current_language(), person=person, package=package)


def _render(path: Path, output: Path, box: Box | None, size: tuple[int, int]) -> None:
    from landdesk.ui.render import render_store

    render_store(path, output, box, size)


def _show_window(path: Path, person: str) -> bool:
    from landdesk.i18n import current_language
    from landdesk.ui.start import has_display

    if not has_display():
        return False
    # A process of its own: this one may have drawn pictures without a screen already.
    command = [*own_command(), "open", str(path), "--as", person, "--lang", current_language()]
    subprocess.run(command, check=False)  # noqa: S603  # our own program
    return True


def _grab(path: Path, picture: Path, person: str) -> None:
    from landdesk.i18n import current_language
    from landdesk.ui.start import grab_window

    grab_window(path, picture, language=current_language(), person=person)


def _try_window() -> tuple[str, tuple[int, int] | None]:
    from landdesk.ui.start import try_window

    return try_window()


if __name__ == "__main__":
    sys.exit(main())
