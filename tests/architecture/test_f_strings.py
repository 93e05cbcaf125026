"""Texts inside f-strings are not found by the catalogue's extraction, so there are none."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MARKS = {"_", "N_", "gettext", "ngettext"}


def marked_inside_f_strings(source: str) -> list[int]:
    """Return the lines of texts that are marked anywhere inside an f-string."""
    return [
        call.lineno
        for formatted in ast.walk(ast.parse(source))
        if isinstance(formatted, ast.JoinedStr)
        for call in ast.walk(formatted)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS
    ]


def test_no_text_is_marked_inside_an_f_string() -> None:
    places = [
        f"{path}:{line}"
        for path in sorted((ROOT / "landdesk").rglob("*.py"))
        for line in marked_inside_f_strings(path.read_text("utf-8"))
    ]
    assert places == []


def test_a_text_wrapped_in_another_call_is_found_too() -> None:
    assert marked_inside_f_strings("x = f\"<h3>{escape(_('Keys'))}</h3>\"") == [1]
