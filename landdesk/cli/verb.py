"""Verbs, their arguments and options, with words in the reader's language.

Verb files declare English source texts in ``N_``; they are translated when help is shown, since a process may
change its language after the file was loaded. Every verb has an example and takes ``--as`` and ``--lang`` itself.
"""

from collections.abc import Callable, Sequence
from copy import copy
from typing import Any, TypeVar

import click

from landdesk.cli.parameters import WORDS, OneOf
from landdesk.cli.session import Session
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import LANGUAGES, N_, Text, _

CallbackT = TypeVar("CallbackT", bound=Callable[..., Any])


def _translated_record(param: click.Parameter, context: click.Context) -> tuple[str, str] | None:
    """Return what help says of an option or argument, in the reader's language."""
    help_text = getattr(param, "help", None)
    worded = copy(param)
    if help_text:
        worded.help = _(help_text)
    record = type(param).get_help_record(worded, context)
    if record is None:
        return None
    # click's own word, and the only one.
    required = _("required")
    return record[0], record[1].replace("[required]", f"[{required}]")


class _Worded(click.Command):
    """How a verb shows itself."""

    example: str = ""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = [
            _("[OPTIONS]") if piece == self.options_metavar else piece
            for piece in self.collect_usage_pieces(ctx)
        ]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Usage: "))

    def format_help_text(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the verb does."""
        if self.help:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(_(self.help))

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each argument is."""
        found = [one for one in self.get_params(ctx) if isinstance(one, click.Argument)]
        records = [record for record in (_translated_record(one, ctx) for one in found) if record is not None]
        if records:
            with formatter.section(_("Arguments")):
                formatter.write_dl(records)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options of the verb."""
        found = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        records = [record for record in (_translated_record(one, ctx) for one in found) if record is not None]
        if records:
            with formatter.section(_("Options")):
                formatter.write_dl(records)

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example."""
        if self.example:
            with formatter.section(_("Example")):
                for line in self.example.splitlines():
                    # Not wrapped: people copy it.
                    formatter.write(f"{'':>{formatter.current_indent}}{line}\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return ``--help`` with our words."""
        shown = super().get_help_option(ctx)
        if shown is not None:
            shown.help = N_("Show this help and leave.")
        return shown


class Verb(_Worded):
    """A verb; leaves no argument unread."""

    def __init__(self, *args: Any, example: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.example = example
        self.params += shared_options()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; what is too many is said in our words."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise InvalidInputError(
                "usage.too-many",
                Text(
                    N_("There is something too much on the command line: {words}"), {"words": " ".join(rest)}
                ),
                remedy=Text(
                    N_("Put names with blanks between quotation marks; see: {command} --help"),
                    {"command": ctx.command_path},
                ),
            )
        return rest


class VerbGroup(_Worded, click.Group):
    """A group of verbs."""

    def __init__(self, *args: Any, example: str = "", **options: Any) -> None:
        options.setdefault("subcommand_metavar", "VERB ...")
        super().__init__(*args, **options)
        self.example = example
        self.no_args_is_help = True
        self.params += shared_options()

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the verbs."""
        _Worded.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one line for each verb."""
        rows = [(name, _(text)) for name, text in self.lines(ctx)]
        with formatter.section(_("Verbs")):
            formatter.write_dl(rows)

    def lines(self, _ctx: click.Context) -> Sequence[tuple[str, str]]:
        """Return name and source text of each verb, in the order of declaration."""
        return [(name, command.short_help or command.help or "") for name, command in self.commands.items()]

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names of the verbs, in the order of declaration."""
        return list(self.commands)

    def verb(self, name: str, help_text: str, example: str) -> Callable[[Callable[..., Any]], click.Command]:
        """Declare a verb of this group; see :func:`verb`."""
        return self.command(name, cls=Verb, help=help_text, example=example)


def verb(name: str, help_text: str, example: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Declare a verb.

    Args:
        name: As typed.
        help_text: What it does, an English source text marked with ``N_``.
        example: A command line that works, starting with ``landdesk``.
    """
    return click.command(name, cls=Verb, help=help_text, example=example)


def verb_group(name: str, help_text: str, example: str) -> Callable[[Callable[..., Any]], VerbGroup]:
    """Declare a group of verbs; arguments as of :func:`verb`."""
    return click.group(name, cls=VerbGroup, help=help_text, example=example)


def argument(
    name: str,
    help_text: str,
    kind: click.ParamType[Any] | None = None,
    *,
    many: bool = False,
    required: bool = True,
) -> Callable[[CallbackT], CallbackT]:
    """Declare an argument.

    Args:
        name: Of the function's parameter; shown in capitals.
        help_text: What it is, an English source text marked with ``N_``.
        kind: How its text becomes a value.
        many: Takes one or more.
        required: Must be given.
    """
    return click.argument(name, type=kind, nargs=-1 if many else 1, required=required, help=help_text)


def option(
    *names: str,
    help_text: str,
    kind: click.ParamType[Any] | None = None,
    metavar: str | None = None,
    **settings: Any,
) -> Callable[[CallbackT], CallbackT]:
    """Declare an option; settings are click's."""
    if isinstance(kind, OneOf):
        metavar = "|".join(kind.choices)
    return click.option(*names, type=kind, metavar=metavar, help=help_text, **settings)


def json_option(command: CallbackT) -> CallbackT:
    """Declare ``--json``: one document on standard output instead of words, as parameter ``as_json``."""
    return click.option("--json", "as_json", is_flag=True, help=N_("Print one JSON document."))(command)


def shared_options() -> list[click.Parameter]:
    """Return the options that every verb takes, also after its name."""

    def choose(context: click.Context, _parameter: click.Parameter, name: str | None) -> None:
        if name is not None:
            context.ensure_object(Session).person_name = name

    return [
        click.Option(
            ["--as", "person_name"],
            type=WORDS,
            metavar="PERSON",
            expose_value=False,
            callback=choose,
            help=N_("Who does it; else LANDDESK_PERSON says so."),
        ),
        click.Option(
            ["--lang"],
            metavar="|".join(LANGUAGES),
            expose_value=False,
            help=N_("Language of the words; else LANDDESK_LANG or the settings say so."),
        ),
    ]


pass_session = click.make_pass_decorator(Session)
