"""The page of commands and exit codes, made from the declarations of the verbs (``docs/commands.md``).

English, whatever language the program speaks: the words are the sources of the catalogues.
"""

from collections.abc import Iterator

import click

from landdesk.cli.exit_codes import PREFIXES, TITLES
from landdesk.cli.main import program
from landdesk.cli.verb import Verb, shared_options
from landdesk.cli.verbs import VERBS

_HEAD = """\
# Commands

This page is made from the program's own declarations (`python -m tools.commands`); a test compares the two.

Every verb shows its help with `--help`. `--json` is a flag: one document on standard output, its first member the
schema (`landdesk.VERB/1`). An error is said in words on standard error: what happened with its `[code]`, where, what
to do and, where one helps, by which command; with `--json` standard output carries it too, as `landdesk.error/1`
with `code`, `what`, `where`, `remedy`, `command` and `exit`.

PARCEL is sheet/number where only one parcel is called so, a full identifier, or the 8 digits that lists show. Points
are easting, northing in metres. Identity numbers are masked unless `--reveal` is given.

These options may stand before or after the verb:

"""


def document() -> str:
    """Return the page as Markdown."""
    lines = [_HEAD.rstrip("\n"), "", *_option_lines(shared_options()), "", "## Exit codes", ""]
    lines += ["| number | meaning |", "|---|---|"]
    for code, title in TITLES.items():
        codes = ", ".join(f"`{prefix}`" for prefix, number in PREFIXES.items() if number is code)
        lines.append(f"| {int(code)} | {title}{f' Errors {codes}' if codes else ''} |")
    root = program()
    context = click.Context(root, info_name="landdesk")
    for row in VERBS:
        command = root.get_command(context, row.name)
        assert command is not None
        lines += ["", *_verb_lines(command, click.Context(command, context, row.name), 2)]
    return "\n".join(lines) + "\n"


def _verb_lines(command: click.Command, context: click.Context, depth: int) -> Iterator[str]:
    yield f"{'#' * depth} `{context.command_path}`"
    yield ""
    yield str(command.help)
    yield ""
    yield "```"
    yield f"{context.command_path} {' '.join(command.collect_usage_pieces(context))}"
    yield ""
    yield from str(getattr(command, "example", "")).splitlines()
    yield "```"
    shared = {option.name for option in shared_options()}
    own = [one for one in command.params if one.name not in shared]
    if isinstance(command, Verb) and own:
        yield ""
        yield from _option_lines(own)
    if isinstance(command, click.Group):
        for name, verb in command.commands.items():
            yield ""
            yield from _verb_lines(verb, click.Context(verb, context, name), depth + 1)


def _option_lines(params: list[click.Parameter]) -> Iterator[str]:
    yield "| | |"
    yield "|---|---|"
    for param in params:
        if isinstance(param, click.Argument):
            name = param.human_readable_name.upper()
        else:
            name = ", ".join([*param.opts, *param.secondary_opts])
            if param.metavar:
                name += f" {param.metavar}"
        text = str(getattr(param, "help", "") or "").replace("|", "\\|")
        yield f"| `{name.replace('|', chr(92) + '|')}` | {text} |"
