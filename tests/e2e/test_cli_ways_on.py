"""The command that an error names on the terminal: it can be typed, the error exists, and nobody else names one."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from landdesk.cli.main import program
from landdesk.cli.ways_on import COMMANDS
from tests.e2e.command_line import CommandLine

SOURCES = Path(__file__).resolve().parents[2] / "landdesk"
TABLE = SOURCES / "cli" / "ways_on.py"


def strings(path: Path) -> Iterator[str]:
    """Yield the string literals of a source, docstrings left out."""
    tree = ast.parse(path.read_text("utf-8"))
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            yield node.value


def test_every_code_is_that_of_an_error() -> None:
    said = {text for path in SOURCES.rglob("*.py") if path != TABLE for text in strings(path)}
    assert COMMANDS.keys() - said == set()


@pytest.mark.parametrize("code", COMMANDS)
def test_every_command_can_be_typed(code: str) -> None:
    for line in re.sub(r"[\[\]]", "", COMMANDS[code]).split(" | "):
        name, *words = shlex.split(line)
        assert name == "landdesk"
        command: click.Command = program()
        context = click.Context(command)
        while isinstance(command, click.Group) and words and words[0] not in ("VERB", "--help"):
            found = command.get_command(context, words.pop(0))
            assert found is not None, line
            command = found
        options = {name for one in [*command.params, *program().params] for name in one.opts} | {"--help"}
        assert {word for word in words if word.startswith("-")} <= options, line


def test_only_the_command_line_speaks_of_command_lines() -> None:
    below = [path for path in SOURCES.rglob("*.py") if not path.is_relative_to(SOURCES / "cli")]
    named = re.compile(r"\blanddesk [a-z]+ [A-Z]|(?<![-\w])--[a-z]{2,}|LANDDESK_[A-Z]+ ")
    found = {
        (path.name, text)
        for path in below
        for text in strings(path)
        # The words that one program starts another with stand alone.
        if " " in text and named.search(text)
    }
    assert found == set()


def test_the_command_stands_below_the_words(type_in: CommandLine, store: Path) -> None:
    answer = type_in("show", store, "12/99", "--lang", "en", "--json")
    assert answer.err.splitlines()[-1] == "Command: landdesk parcels STORE"
    assert answer.document["command"] == "landdesk parcels STORE"
    assert "landdesk" not in answer.document["remedy"]
    assert type_in("edit", "set", store, "12/1", "--json").document["command"] is None
