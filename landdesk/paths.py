r"""Paths as people write them, and as Windows takes them at any length.

Windows' programs take 259 letters of a path unless it begins with ``\\?\``. A path that comes near is given that form
where it comes in (`named_path`); `landdesk.i18n` shows it as people write it (`plain_form`).
Source: Microsoft, "Maximum Path Length Limitation" and "Naming Files, Paths, and Namespaces".
"""

import ntpath
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

_AT_ANY_LENGTH: Final = "\\\\?\\"
_SHARE_AT_ANY_LENGTH: Final = "\\\\?\\UNC\\"
_PLAIN_LETTERS: Final = 180
"""So many letters leave room for what is written beside a file under a longer name, or in a folder below."""


def named_path(words: str) -> Path:
    """Return the path that a person typed, chose or dropped, in the form that this system takes at any length.

    Args:
        words: The path; a leading ``~`` is the person's folder.
    """
    path = Path(words)
    with suppress(RuntimeError):  # "~somebody" whom this computer does not know
        path = path.expanduser()
    return Path(long_form(str(path))) if words and os.name == "nt" else path


def real_path(path: str | Path) -> Path:
    """Return the path of the file itself where links lead to it.

    Where the system cannot tell, which Windows cannot on some drives in memory and from other makers, and Wine cannot
    for long paths, it is the whole path as it stands.
    """
    try:
        return Path(os.path.realpath(path))
    except OSError:
        return Path(path).absolute()


def long_form(path: str) -> str:
    """Return a Windows path in the form for any length where it comes near the limit, else as it is."""
    whole = ntpath.abspath(path)
    if len(whole) <= _PLAIN_LETTERS or is_long_form(whole):
        return path
    share = whole.startswith("\\\\")
    return _SHARE_AT_ANY_LENGTH + whole[2:] if share else _AT_ANY_LENGTH + whole


def is_long_form(path: str) -> bool:
    """Tell whether a path has the form for any length."""
    return path.startswith(_AT_ANY_LENGTH)


def plain_form(words: str | Path) -> str:
    """Return a path, or words with paths in them, as people write them."""
    return str(words).replace(_SHARE_AT_ANY_LENGTH, "\\\\").replace(_AT_ANY_LENGTH, "")
