"""Texts inside f-strings are not found by the catalogue's extraction, so there are none."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_MARKED = re.compile(r"""f(["']).*\{(_|N_|ngettext)\(""")


def test_no_text_is_marked_inside_an_f_string() -> None:
    places = [
        f"{path}:{number}"
        for path in sorted((ROOT / "landdesk").rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if _MARKED.search(line)
    ]
    assert places == []
