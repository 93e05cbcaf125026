"""``landdesk mend``: the findings of a rule mended by one act, where it is known what is right."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from landdesk.cli.output import entry_document, masked, print_document, print_entry, print_table, say
from landdesk.cli.parameters import FILE, WORDS
from landdesk.cli.session import Session, TerminalProgress
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import ObjectId, id_text
from landdesk.i18n import N_, Text, _, translate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely import MultiPolygon

    from landdesk.app.mending import Outlook
    from landdesk.domain.change import Entry
    from landdesk.domain.finding import Finding
    from landdesk.services.codelists import CodeLists
    from landdesk.services.mending.mender import Mend

_LINES: Final = 200


@verb(
    "mend",
    N_(
        "Mend all findings of RULE in STORE by one act, where it is known what is right; the others are left and named."
        " One undo takes it back."
    ),
    "landdesk mend commune.landdesk parcel.missing-node --dry-run",
)
@argument("store", N_("The store."), FILE)
@argument("rule", N_("Code of the rule, as check --json has it."), WORDS)
@option(
    "--parcel",
    "parcels",
    help_text=N_("Only findings of this parcel; may be given again."),
    kind=WORDS,
    metavar="PARCEL",
    multiple=True,
)
@option(
    "--set",
    "chosen",
    help_text=N_("Record CODE in FIELD, for rules of which a person has to choose; may be given again."),
    kind=WORDS,
    metavar="FIELD=CODE",
    multiple=True,
)
@option("--dry-run", "dry_run", help_text=N_("List what would be done; write nothing."), is_flag=True)
@json_option
@pass_session
def mend(
    session: Session,
    store: Path,
    rule: str,
    parcels: tuple[str, ...],
    chosen: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Print what would be done, or the act."""
    from landdesk.app.mending import MENDER_OF, apply, outlook

    if rule not in MENDER_OF:
        raise InvalidInputError(
            "mend.rule",
            Text(N_("Findings of the rule “{rule}” are not mended by themselves."), {"rule": rule}),
            remedy=Text(
                N_("These rules can be mended by themselves: {rules}."),
                {"rules": ", ".join(sorted(MENDER_OF))},
            ),
        )
    with session.reading(store) if dry_run else session.working(store) as app, TerminalProgress() as progress:
        choice = _choice(rule, chosen, app.codelists)
        wanted = app.read(lambda reader: {reader.find_parcel(one) for one in parcels})
        found = [
            one
            for one in app.check(progress).findings
            if one.rule == rule and (not wanted or not wanted.isdisjoint(one.objects))
        ]
        outcome = outlook(app, found, choice)
        named = {identifier for finding in found for identifier in finding.objects}
        keys = app.read(lambda reader: reader.keys_of(sorted(named)))
        entry = None if dry_run else apply(app, outcome.mends, choice)
    if as_json:
        print_document("mend", _document(rule, outcome, keys, entry))
        return
    _print(outcome, keys)
    if entry is not None:
        print_entry(entry, as_json=False, verb="mend")
    else:
        say(
            Text(N_("{count:,} findings would be mended; nothing is written."), {"count": len(outcome.mends)})
        )


def _choice(rule: str, chosen: "Sequence[str]", lists: "CodeLists") -> dict[str, str]:
    """Return the codes to record, by field.

    Raises:
        InvalidInputError: Something else is to be recorded than the rule asks for, or nothing where it asks.
    """
    from landdesk.app.mending import asked_for

    fields = {field.name: field for field in asked_for(rule)}
    choice: dict[str, str] = {}
    for one in chosen:
        name, _sign, code = one.partition("=")
        field = fields.get(name)
        if field is None:
            raise InvalidInputError(
                "mend.field",
                Text(
                    N_("Findings of the rule “{rule}” do not ask for “{name}”."), {"rule": rule, "name": one}
                ),
                remedy=Text(N_("They ask for: {names}"), {"names": ", ".join(fields) or "–"}),
            )
        known = lists[field.codelist or ""]
        if known.get(code) is None:
            raise InvalidInputError(
                "mend.code",
                Text(N_("“{code}” is not a code of “{field}”."), {"code": code, "field": Text(field.title)}),
                remedy=Text(N_("It can be: {codes}"), {"codes": ", ".join(it.code for it in known.codes)}),
            )
        choice[field.id] = code
    if fields and not choice:
        raise InvalidInputError(
            "mend.choice",
            Text(N_("Findings of the rule “{rule}” are mended after a choice."), {"rule": rule}),
            remedy=Text(
                N_("Say what is to be recorded by --set FIELD=CODE; fields: {names}"),
                {"names": ", ".join(fields)},
            ),
        )
    return choice


def _print(outcome: "Outlook", keys: "Mapping[ObjectId, str]") -> None:
    if outcome.mends:
        rows = [
            (_parcels(one.finding, keys), _shown(one, one.before), _shown(one, one.after))
            for one in outcome.mends[:_LINES]
        ]
        print_table((_("Parcels"), _("Before"), _("After")), rows)
        _tell_rest(len(outcome.mends))
        click.echo()
    if outcome.left:
        reasons = [(_parcels(one.finding, keys), translate(one.because)) for one in outcome.left[:_LINES]]
        print_table((_("Parcels"), _("Not mended, because")), reasons)
        _tell_rest(len(outcome.left))
        click.echo()


def _tell_rest(count: int) -> None:
    if count > _LINES:
        say(Text(N_("… and {count:,} more findings; --json prints all."), {"count": count - _LINES}))


def _parcels(finding: "Finding", keys: "Mapping[ObjectId, str]") -> str:
    return " ".join(keys.get(one, "?") for one in finding.objects)


def _shown(mend: "Mend", value: str | Text) -> str:
    words = translate(value) if isinstance(value, Text) else value
    return masked(words) if mend.personal else words


def _document(
    rule: str, outcome: "Outlook", keys: "Mapping[ObjectId, str]", entry: "Entry | None"
) -> dict[str, Any]:
    return {
        "rule": rule,
        "mends": [
            {
                **_finding(one.finding, keys),
                "field": one.field,
                "before": _shown(one, one.before),
                "after": _shown(one, one.after),
                "reshaped": [
                    {
                        "id": id_text(each.parcel),
                        "key": each.key,
                        "before": _shape(each.before),
                        "after": _shape(each.after),
                    }
                    for each in one.reshaped
                ],
            }
            for one in outcome.mends
        ],
        "left": [{**_finding(one.finding, keys), "because": translate(one.because)} for one in outcome.left],
        "entry": None if entry is None else entry_document(entry),
    }


def _finding(finding: "Finding", keys: "Mapping[ObjectId, str]") -> dict[str, Any]:
    return {
        "key": finding.key,
        "parcels": [{"id": id_text(one), "key": keys.get(one)} for one in finding.objects],
    }


def _shape(shape: "MultiPolygon") -> dict[str, Any]:
    from landdesk.services.mending.mender import corner_count

    return {"area_m2": round(float(shape.area), 4), "corners": corner_count(shape)}
