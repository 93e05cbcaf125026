"""What click finds wrong with a command line, as errors of our own: code, words, how to go on."""

from difflib import get_close_matches

import click

from landdesk.cli.verbs import VERBS
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text


def explained_usage(error: click.UsageError) -> InvalidInputError:
    """Return the error to show for what click says."""
    path = error.ctx.command_path if error.ctx is not None else "landdesk"
    help_line = Text(N_("See: {command} --help"), {"command": path})
    if isinstance(error, click.NoSuchOption):
        nearest = error.possibilities
        return InvalidInputError(
            "usage.unknown-option",
            Text(N_("{command} has no option {name}."), {"command": path, "name": error.option_name}),
            remedy=_meant(nearest[0]) if nearest else help_line,
        )
    if isinstance(error, click.exceptions.NoSuchCommand):
        return _unknown_verb(error, path, help_line)
    if isinstance(error, click.MissingParameter):
        hint = error.param.get_error_hint(error.ctx) if error.param is not None else ""
        return InvalidInputError(
            "usage.missing",
            Text(N_("{command} needs {name}."), {"command": path, "name": str(hint).strip("'.")}),
            remedy=help_line,
        )
    if isinstance(error, click.BadOptionUsage):
        return InvalidInputError(
            "usage.option-value",
            Text(N_("The option {name} is not used as it should be."), {"name": error.option_name}),
            remedy=help_line,
        )
    return InvalidInputError(
        "usage.other",
        Text(N_("The command line is not right: {reason}"), {"reason": error.format_message()}),
        remedy=help_line,
    )


def _unknown_verb(error: click.exceptions.NoSuchCommand, path: str, help_line: Text) -> InvalidInputError:
    known = [row.name for row in VERBS]
    if error.ctx is not None and error.ctx.parent is not None and isinstance(error.ctx.command, click.Group):
        known = list(error.ctx.command.commands)
    nearest = get_close_matches(error.command_name, known, n=1)
    return InvalidInputError(
        "usage.unknown-verb",
        Text(N_("{command} has no verb “{name}”."), {"command": path, "name": error.command_name}),
        remedy=_meant(nearest[0]) if nearest else help_line,
    )


def _meant(nearest: str) -> Text:
    return Text(N_("Did you mean {nearest}?"), {"nearest": nearest})
