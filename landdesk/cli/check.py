"""``landdesk check``: runs all rules over a store and lists what they find."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from landdesk.cli.exit_codes import ExitCode
from landdesk.cli.list_file import list_file_option, refuse_bad_name, write_list_file
from landdesk.cli.output import number, print_document, print_table, say
from landdesk.cli.parameters import FILE
from landdesk.cli.session import Session, TerminalProgress
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.ids import ObjectId, id_text
from landdesk.i18n import N_, Text, _, translate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from landdesk.domain.finding import Finding
    from landdesk.services.checking.runner import CheckResult

LINES_SHOWN: Final = 200
_UNITS: Final = {"m2": "m²", "m": "m", "count": ""}


@verb(
    "check",
    N_(
        "Look for faults in STORE. The record is not touched; a finding names parcels, place, amount and how to"
        " mend it."
    ),
    "landdesk check commune.landdesk --strict",
)
@argument("store", N_("The store."), FILE)
@option(
    "--strict",
    help_text=N_("Leave with code 9 when there is an error, or a rule that could not be run."),
    is_flag=True,
)
@list_file_option
@json_option
@pass_session
def check(session: Session, store: Path, strict: bool, output: Path | None, as_json: bool) -> int:
    """Print the findings, or write them into a file; return the exit code."""
    from landdesk.domain.finding import Severity

    with session.reading(store) as app, TerminalProgress() as progress:
        if output is not None:
            refuse_bad_name(output)
        result = app.check(progress)
        named = {identifier for finding in result.findings for identifier in finding.objects}
        keys = app.read(lambda reader: reader.keys_of(sorted(named)))
    errors = sum(finding.severity is Severity.ERROR for finding in result.findings)
    if output is not None:
        _write_list(output, result, keys, as_json=as_json)
    elif as_json:
        print_document("check", _document(result, keys, errors))
    else:
        _print(result, keys, errors)
    return ExitCode.FINDINGS if strict and (errors or result.failures) else ExitCode.DONE


def _write_list(
    output: Path, result: "CheckResult", keys: "Mapping[ObjectId, str]", *, as_json: bool
) -> None:
    from landdesk.app.lists import ListColumn
    from landdesk.domain.finding import SEVERITY_TITLES
    from landdesk.services.checking.registry import RULES

    rules = {rule.code: _(rule.title) for rule in RULES}
    columns: list[ListColumn[Finding]] = [
        ListColumn(_("Rule"), lambda one: rules.get(one.rule, one.rule)),
        ListColumn(_("Severity"), lambda one: _(SEVERITY_TITLES[one.severity])),
        ListColumn(_("Parcels"), lambda one: " ".join(keys.get(each, "?") for each in one.objects)),
        ListColumn(_("Place"), _place),
        ListColumn(_("Amount"), lambda one: one.amount),
        ListColumn(_("Unit"), lambda one: _UNITS.get(one.unit, one.unit)),
        ListColumn(_("What is wrong"), lambda one: translate(one.what)),
        ListColumn(_("What to do"), lambda one: translate(one.remedy)),
    ]
    write_list_file(output, columns, result.findings, verb="check", as_json=as_json)


def _document(result: "CheckResult", keys: "Mapping[ObjectId, str]", errors: int) -> dict[str, Any]:
    import shapely

    def line(finding: "Finding") -> dict[str, Any]:
        return {
            "key": finding.key,
            "rule": finding.rule,
            "severity": str(finding.severity),
            "parcels": [{"id": id_text(one), "key": keys.get(one)} for one in finding.objects],
            "place": None if finding.place is None else shapely.to_wkt(finding.place, rounding_precision=3),
            "amount": finding.amount,
            "unit": finding.unit,
            "what": translate(finding.what),
            "remedy": translate(finding.remedy),
        }

    return {
        "version": result.version,
        "seconds": round(result.seconds, 3),
        "errors": errors,
        "counts": dict(result.counts),
        "not_checked": [{"rule": one.rule, "because": translate(one.because)} for one in result.failures],
        "findings": [line(finding) for finding in result.findings],
    }


def _print(result: "CheckResult", keys: "Mapping[ObjectId, str]", errors: int) -> None:
    from landdesk.domain.finding import SEVERITY_TITLES
    from landdesk.services.checking.registry import RULES

    rules = {rule.code: _(rule.title) for rule in RULES}
    rows = [
        (
            rules.get(finding.rule, finding.rule),
            _(SEVERITY_TITLES[finding.severity]),
            " ".join(keys.get(one, "?") for one in finding.objects[:4])
            + (" …" if len(finding.objects) > 4 else ""),
            _place(finding),
            _amount(finding),
            translate(finding.what),
        )
        for finding in result.findings[:LINES_SHOWN]
    ]
    if rows:
        titles = (_("Rule"), _("Severity"), _("Parcels"), _("Place"), _("Amount"), _("What is wrong"))
        print_table(titles, rows, "<<<<>")
        left = len(result.findings) - len(rows)
        if left > 0:
            say(Text(N_("… and {count:,} more findings; --json prints all."), {"count": left}))
        click.echo()
        print_table(
            (_("Rule"), _("Count")),
            [(rules.get(rule, rule), number(count, 0)) for rule, count in sorted(result.counts.items())],
            "<>",
        )
    for failure in result.failures:
        say(
            Text(
                N_("Not checked: {rule}, because {reason}"), {"rule": failure.rule, "reason": failure.because}
            )
        )
    say(
        Text(
            N_("{count:,} findings, {errors:,} of them errors ({seconds:.1f} s)"),
            {"count": len(result.findings), "errors": errors, "seconds": result.seconds},
        )
    )


def _place(finding: "Finding") -> str:
    return "" if finding.cell is None else f"{finding.cell[0]} {finding.cell[1]}"


def _amount(finding: "Finding") -> str:
    if finding.amount is None:
        return ""
    digits = 0 if finding.unit == "count" else 2
    return f"{number(finding.amount, digits)} {_UNITS.get(finding.unit, finding.unit)}".rstrip()
