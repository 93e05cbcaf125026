"""Help, the table of verbs, the document of commands: complete, true to each other, quick."""

import ast
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from landdesk.cli.exit_codes import CLASSES, PREFIXES, TITLES, ExitCode, exit_code
from landdesk.cli.main import program
from landdesk.cli.reference import document
from landdesk.cli.verb import Verb, VerbGroup
from landdesk.cli.verbs import VERBS
from landdesk.domain import errors
from landdesk.i18n import LANGUAGES, Text, set_language
from tests.e2e.command_line import CommandLine

ROOT = Path(__file__).resolve().parents[2]


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield the words of every verb with the verb, groups too."""
    root = program()
    context = click.Context(root)
    for row in VERBS:
        command = root.get_command(context, row.name)
        assert command is not None
        yield row.name, command
        if isinstance(command, click.Group):
            yield from ((f"{row.name} {name}", one) for name, one in command.commands.items())


ALL = dict(commands())


def test_the_table_is_what_there_is() -> None:
    assert [command.name for words, command in ALL.items() if " " not in words] == [row.name for row in VERBS]
    assert len({row.name for row in VERBS}) == len(VERBS)
    # A verb that stands in a file and not in the table would never be found.
    declared = {
        f"landdesk.cli.{path.stem}:{node.name}"
        for path in (ROOT / "landdesk" / "cli").glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Name)
        and decorator.func.id in ("verb", "verb_group")
    }
    # The table may name the file that hands a group on with the verbs of other files.
    functions = [command.callback for words, command in ALL.items() if " " not in words]
    assert declared == {f"{one.__module__}:{one.__name__}" for one in functions if one is not None}


@pytest.mark.parametrize("words", ALL)
def test_every_verb_has_help_and_an_example_that_can_be_read(words: str) -> None:
    command = ALL[words]
    assert isinstance(command, Verb | VerbGroup)
    assert command.help
    assert command.example
    for line in command.example.splitlines():
        typed = shlex.split(line)
        assert typed[: 1 + len(words.split())] == ["landdesk", *words.split()]
        # Reading it must not fail; nothing is run.
        found, rest = ALL[words], typed[1 + len(words.split()) :]
        if isinstance(found, click.Group):
            found, rest = found.commands[rest[0]], rest[1:]
        found.make_context(found.name, rest, parent=click.Context(program(), obj=_session()))


def _session() -> object:
    from landdesk.cli.session import Session
    from tests.e2e.command_line import Window

    return Session(Window().front_end())


@pytest.mark.parametrize("words", ALL)
def test_every_argument_and_option_says_what_it_is(words: str) -> None:
    silent = [one.name for one in ALL[words].params if not getattr(one, "help", None)]
    assert silent == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_shown_in_each_language(type_in: CommandLine, language: str) -> None:
    type_in.person = None
    for words in ALL:
        answer = type_in.good(*words.split(), "--help", "--lang", language)
        assert str(getattr(ALL[words], "example", "")).splitlines()[0] in answer.out
    assert "import" in type_in.good("--help").out


def test_data_verbs_have_json() -> None:
    wordless = {"open", "demo"}
    without = {
        words
        for words, command in ALL.items()
        if isinstance(command, Verb) and not any("--json" in one.opts for one in command.params)
    }
    assert without <= wordless


def test_the_document_of_commands_is_up_to_date() -> None:
    set_language("vi")
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == document(), "type: python -m tools.commands"


def test_help_loads_neither_window_nor_geometry_nor_store() -> None:
    question = (
        "import sys\n"
        "from landdesk.__main__ import main\n"
        "code = main(['--help'])\n"
        "heavy = {'PySide6', 'shapely', 'sqlalchemy', 'numpy', 'fiona', 'pyproj', 'rich', 'babel'} & set(sys.modules)\n"
        "print(code, sorted(heavy))"
    )
    done = subprocess.run(
        [sys.executable, "-c", question],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "0 []"


def test_a_store_alone_is_opened_as_by_a_double_click() -> None:
    # The help of the verb that it becomes; a window would wait for a person.
    done = subprocess.run(
        [sys.executable, "-m", "landdesk", "Xã Diên Điền.LANDDESK", "--help"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "landdesk open" in done.stdout


def test_the_version_is_said(type_in: CommandLine) -> None:
    from landdesk import __version__

    type_in.person = None
    assert type_in.good("--version").out.split()[-1] == __version__


def test_nothing_typed_shows_help(type_in: CommandLine) -> None:
    type_in.person = None
    answer = type_in("edit")
    assert answer.code == 2
    assert "move-vertex" in answer.err


def test_exit_codes_are_one_table() -> None:
    assert set(TITLES) == set(ExitCode)
    assert set(CLASSES) == {
        errors.RefusedError,
        errors.InvalidInputError,
        errors.TroubleError,
        errors.CancelledError,
    }
    what = Text("…")
    assert exit_code(errors.RefusedError("a.b", what)) is ExitCode.REFUSED
    assert exit_code(errors.TroubleError("a.b", what)) is ExitCode.TROUBLE
    assert exit_code(errors.CancelledError("a.b", what)) is ExitCode.STOPPED
    assert exit_code(errors.LandDeskError("a.b", what)) is ExitCode.BUG
    for prefix, code in PREFIXES.items():
        assert exit_code(errors.RefusedError(prefix, what)) is code
