"""``landdesk check``: runs all rules over a store and lists what they find."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from landdesk.cli.exit_codes import ExitCode
from landdesk.cli.list_file import list_file_option, refuse_bad_name, write_list_file
from landdesk.cli.output import number, print_document, print_table, say
from landdesk.cli.parameters import FILE, OneOf
from landdesk.cli.session import Session, TerminalProgress
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.ids import ObjectId, id_text
from landdesk.i18n import N_, Text, _, translate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from landdesk.app.finding_states import FindingState
    from landdesk.domain.finding import Finding
    from landdesk.services.checking.runner import CheckResult

    Standing = Sequence[tuple[Finding, FindingState]]

LINES_SHOWN: Final = 200
_STATES: Final = ("new", "open", "waived")
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
@option("--state", help_text=N_("Only findings that stand so; all unless given."), kind=OneOf(_STATES))
@list_file_option
@json_option
@pass_session
def check(
    session: Session, store: Path, strict: bool, state: str | None, output: Path | None, as_json: bool
) -> int:
    """Print the findings, or write them into a file; return the exit code."""
    from landdesk.app.finding_states import finding_states

    with session.reading(store) as app, TerminalProgress() as progress:
        if output is not None:
            refuse_bad_name(output)
        result = app.check(progress)
        states = finding_states(app)
        standing = [(one, states.of(one)) for one in result.findings]
        named = {identifier for finding in result.findings for identifier in finding.objects}
        keys = app.read(lambda reader: reader.keys_of(sorted(named)))
    shown = [(one, stands) for one, stands in standing if state in (None, stands)]
    errors = _errors(shown)
    if output is not None:
        _write_list(output, shown, keys, as_json=as_json)
    elif as_json:
        print_document("check", _document(result, shown, keys, errors))
    else:
        _print(result, shown, keys, errors)
    return ExitCode.FINDINGS if strict and (_errors(standing) or result.failures) else ExitCode.DONE


def _errors(findings: "Standing") -> int:
    """Return how many are errors; what a person let pass keeps nothing from going on."""
    from landdesk.app.finding_states import FindingState
    from landdesk.domain.finding import Severity

    return sum(one.severity is Severity.ERROR and state is not FindingState.WAIVED for one, state in findings)


def _write_list(output: Path, shown: "Standing", keys: "Mapping[ObjectId, str]", *, as_json: bool) -> None:
    from landdesk.app.finding_states import STATE_TITLES
    from landdesk.app.lists import ListColumn
    from landdesk.domain.finding import SEVERITY_TITLES
    from landdesk.services.checking.registry import RULES

    rules = {rule.code: _(rule.title) for rule in RULES}
    columns: list[ListColumn[tuple[Finding, FindingState]]] = [
        ListColumn(_("Rule"), lambda one: rules.get(one[0].rule, one[0].rule)),
        ListColumn(_("Severity"), lambda one: _(SEVERITY_TITLES[one[0].severity])),
        ListColumn(_("State"), lambda one: _(STATE_TITLES[one[1]])),
        ListColumn(_("Parcels"), lambda one: " ".join(keys.get(each, "?") for each in one[0].objects)),
        ListColumn(_("Place"), lambda one: _place(one[0])),
        ListColumn(_("Amount"), lambda one: one[0].amount),
        ListColumn(_("Unit"), lambda one: _UNITS.get(one[0].unit, one[0].unit)),
        ListColumn(_("What is wrong"), lambda one: translate(one[0].what)),
        ListColumn(_("What to do"), lambda one: translate(one[0].remedy)),
    ]
    write_list_file(output, columns, shown, verb="check", as_json=as_json)


def _document(
    result: "CheckResult", shown: "Standing", keys: "Mapping[ObjectId, str]", errors: int
) -> dict[str, Any]:
    import shapely

    def line(finding: "Finding", state: "FindingState") -> dict[str, Any]:
        return {
            "key": finding.key,
            "rule": finding.rule,
            "severity": str(finding.severity),
            "state": str(state),
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
        "counts": _counts(shown),
        "not_checked": [{"rule": one.rule, "because": translate(one.because)} for one in result.failures],
        "findings": [line(*one) for one in shown],
    }


def _print(result: "CheckResult", shown: "Standing", keys: "Mapping[ObjectId, str]", errors: int) -> None:
    from landdesk.app.finding_states import STATE_TITLES
    from landdesk.domain.finding import SEVERITY_TITLES
    from landdesk.services.checking.registry import RULES

    rules = {rule.code: _(rule.title) for rule in RULES}
    rows = [
        (
            rules.get(finding.rule, finding.rule),
            _(SEVERITY_TITLES[finding.severity]),
            _(STATE_TITLES[state]),
            " ".join(keys.get(one, "?") for one in finding.objects[:4])
            + (" …" if len(finding.objects) > 4 else ""),
            _place(finding),
            _amount(finding),
            translate(finding.what),
        )
        for finding, state in shown[:LINES_SHOWN]
    ]
    if rows:
        titles = (
            _("Rule"),
            _("Severity"),
            _("State"),
            _("Parcels"),
            _("Place"),
            _("Amount"),
            _("What is wrong"),
        )
        print_table(titles, rows, "<<<<<>")
        left = len(shown) - len(rows)
        if left > 0:
            say(Text(N_("… and {count:,} more findings; --json prints all."), {"count": left}))
        click.echo()
        print_table(
            (_("Rule"), _("Count")),
            [(rules.get(rule, rule), number(count, 0)) for rule, count in _counts(shown).items()],
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
            {"count": len(shown), "errors": errors, "seconds": result.seconds},
        )
    )


def _counts(findings: "Standing") -> dict[str, int]:
    return dict(sorted(Counter(one.rule for one, _state in findings).items()))


def _place(finding: "Finding") -> str:
    return "" if finding.cell is None else f"{finding.cell[0]} {finding.cell[1]}"


def _amount(finding: "Finding") -> str:
    if finding.amount is None:
        return ""
    digits = 0 if finding.unit == "count" else 2
    return f"{number(finding.amount, digits)} {_UNITS.get(finding.unit, finding.unit)}".rstrip()
