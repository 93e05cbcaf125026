"""``landdesk check``: runs the rules over a store and lists what they find, and what was not checked."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from landdesk.cli.exit_codes import ExitCode
from landdesk.cli.output import number, print_document, print_table, say
from landdesk.cli.parameters import FILE, WORDS, OneOf
from landdesk.cli.session import Session, TerminalProgress
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import ObjectId, id_text
from landdesk.i18n import N_, Text, _, translate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from landdesk.app.application import Application
    from landdesk.app.finding_states import FindingStates
    from landdesk.domain.finding import Finding
    from landdesk.services.checking.rule import Rule
    from landdesk.services.checking.runner import CheckResult

LINES_SHOWN: Final = 200
_STATES: Final = ("new", "open", "waived")


@verb(
    "check",
    N_(
        "Look for faults in STORE. The record is not touched; a finding names parcels, place, amount and how to"
        " mend it. What could not be checked, and why, is said apart. FILE is a map (.gpkg, .geojson) or a list"
        " (.xlsx, .csv); nothing of people is in it."
    ),
    "landdesk check commune.landdesk --rule parcel.overlap --strict\n"
    "landdesk check commune.landdesk --stage sending --fixer commune -o findings.gpkg",
)
@argument("store", N_("The store."), FILE)
@option(
    "--rule",
    "rules",
    help_text=N_("Ask only the rule of this code; may be given several times."),
    kind=WORDS,
    metavar="CODE",
    multiple=True,
)
@option(
    "--criterion",
    help_text=N_("Only findings that offend this criterion."),
    kind=OneOf(("accurate", "complete", "clean", "live", "consistent")),
)
@option(
    "--fixer", help_text=N_("Only findings that they can mend."), kind=OneOf(("commune", "office", "police"))
)
@option(
    "--stage",
    help_text=N_(
        "Which rules are asked, and how much they matter: while one works, before sending or accepting."
    ),
    kind=OneOf(("draft", "sending", "accepting")),
    default="draft",
)
@option(
    "--strict",
    help_text=N_("Leave with code 9 when there is an error, or a rule that could not be run."),
    is_flag=True,
)
@option("--state", help_text=N_("Only findings that stand so; all unless given."), kind=OneOf(_STATES))
@option(
    "-o",
    "--output",
    help_text=N_(
        "Write the findings into this file (.gpkg, .geojson, .xlsx or .csv); nothing may be there yet."
    ),
    kind=FILE,
    metavar="FILE",
)
@json_option
@pass_session
def check(
    session: Session,
    store: Path,
    rules: Sequence[str],
    criterion: str | None,
    fixer: str | None,
    stage: str,
    strict: bool,
    state: str | None,
    output: Path | None,
    as_json: bool,
) -> int:
    """Print the findings, or write them into a file; return the exit code."""
    from landdesk.app.finding_states import FindingState, finding_states
    from landdesk.app.findings_out import refuse_findings_name, write_findings
    from landdesk.domain.finding import Severity
    from landdesk.domain.rule_set import Stage
    from landdesk.services.checking.profiles import rules_in_force

    _refuse_unknown(rules)
    with session.reading(store) as app, TerminalProgress() as progress:
        if output is not None:
            refuse_findings_name(output)
        asked = rules_in_force(app.rule_set, Stage(stage), rules or None)
        result = app.check(progress, None if stage == "draft" and not rules else asked)
        states = finding_states(app)
        findings = [
            one for one in _wanted(result, asked, criterion, fixer) if state in (None, states.of(one))
        ]
        if output is not None:
            write_findings(app, findings, output, progress)
        elif as_json:
            print_document("check", _document(app, result, findings, asked, states))
        else:
            _print(app, result, findings, asked, states)
    if output is not None:
        _say_written(output, len(findings), as_json=as_json)
    # What a person let pass keeps nothing from going on.
    errors = sum(
        one.severity is Severity.ERROR and states.of(one) is not FindingState.WAIVED for one in findings
    )
    return ExitCode.FINDINGS if strict and (errors or result.failures) else ExitCode.DONE


def _refuse_unknown(codes: Sequence[str]) -> None:
    from landdesk.services.checking.registry import RULE_BY_CODE

    for code in codes:
        if code not in RULE_BY_CODE:
            raise InvalidInputError(
                "check.no-rule",
                Text(N_("There is no rule with the code “{code}”."), {"code": code}),
                remedy=Text(N_("Name one of these: {codes}"), {"codes": ", ".join(sorted(RULE_BY_CODE))}),
            )


def _wanted(
    result: "CheckResult", rules: "Sequence[Rule]", criterion: str | None, fixer: str | None
) -> "Sequence[Finding]":
    """Return the findings of a criterion that somebody can mend."""
    if criterion is None and fixer is None:
        return result.findings
    codes = {
        rule.code
        for rule in rules
        if criterion in (None, rule.criterion) and (fixer is None or fixer in rule.fixers)
    }
    return [finding for finding in result.findings if finding.rule in codes]


def _say_written(output: Path, count: int, *, as_json: bool) -> None:
    if as_json:
        print_document("check", {"file": str(output), "rows": count})
    else:
        say(Text(N_("{path} is written: {count:,} rows."), {"path": str(output), "count": count}))


def _keys(app: "Application", findings: "Sequence[Finding]") -> "Mapping[ObjectId, str]":
    named = {identifier for finding in findings for identifier in finding.objects}
    return app.read(lambda reader: reader.keys_of(sorted(named)))


def _document(
    app: "Application",
    result: "CheckResult",
    findings: "Sequence[Finding]",
    rules: "Sequence[Rule]",
    stand: "FindingStates",
) -> dict[str, Any]:
    from collections import Counter

    import shapely

    from landdesk.domain.finding import Severity

    keys = _keys(app, findings)
    at_fault = {one for finding in findings for one in finding.about}
    states = app.read(lambda reader: reader.states(at_fault))
    by_code = {rule.code: rule for rule in rules}

    def line(finding: "Finding") -> dict[str, Any]:
        rule = by_code[finding.rule]
        return {
            "key": finding.key,
            "rule": finding.rule,
            "criterion": str(rule.criterion),
            "severity": str(finding.severity),
            "fixers": list(map(str, rule.fixers)),
            "state": str(stand.of(finding)),
            "parcels": [{"id": id_text(one), "key": keys.get(one)} for one in finding.objects],
            "about": [{"id": id_text(one), "class": states[one].class_name} for one in finding.about],
            "place": None if finding.place is None else shapely.to_wkt(finding.place, rounding_precision=3),
            "amount": finding.amount,
            "unit": finding.unit,
            "what": translate(finding.what),
            "remedy": translate(finding.remedy),
        }

    return {
        "version": result.version,
        "seconds": round(result.seconds, 3),
        "errors": sum(finding.severity is Severity.ERROR for finding in findings),
        "counts": dict(Counter(finding.rule for finding in findings)),
        "not_checked": [{"rule": one.rule, "because": translate(one.because)} for one in result.failures],
        "not_asked": [
            {"rule": one.rule, "because": translate(one.because), "parcels": one.parcels}
            for one in result.unchecked(rules)
        ],
        "findings": [line(finding) for finding in findings],
    }


def _print(
    app: "Application",
    result: "CheckResult",
    findings: "Sequence[Finding]",
    rules: "Sequence[Rule]",
    stand: "FindingStates",
) -> None:
    from collections import Counter

    from landdesk.app.finding_states import STATE_TITLES
    from landdesk.app.findings_out import criterion_title, fixers_title, place_words, rule_title
    from landdesk.domain.finding import SEVERITY_TITLES, Severity

    keys = _keys(app, findings[:LINES_SHOWN])
    rows = [
        (
            rule_title(finding.rule),
            criterion_title(finding.rule),
            _(SEVERITY_TITLES[finding.severity]),
            fixers_title(finding.rule),
            _(STATE_TITLES[stand.of(finding)]),
            " ".join(keys.get(one, "?") for one in finding.objects[:4])
            + (" …" if len(finding.objects) > 4 else ""),
            place_words(finding),
            _amount(finding),
            translate(finding.what),
        )
        for finding in findings[:LINES_SHOWN]
    ]
    if rows:
        titles = (
            *(_("Rule"), _("Criterion"), _("Severity"), _("Who mends it"), _("State"), _("Parcels")),
            *(_("Place"), _("Amount"), _("What is wrong")),
        )
        print_table(titles, rows, "<<<<<<<>")
        left = len(findings) - len(rows)
        if left > 0:
            say(Text(N_("… and {count:,} more findings; --json prints all."), {"count": left}))
        click.echo()
        counts = sorted(Counter(finding.rule for finding in findings).items())
        print_table(
            (_("Rule"), _("Count")), [(rule_title(rule), number(count, 0)) for rule, count in counts], "<>"
        )
    for failure in result.failures:
        say(
            Text(
                N_("Not checked: {rule}, because {reason}"), {"rule": failure.rule, "reason": failure.because}
            )
        )
    for one in result.unchecked(rules):
        say(
            Text(
                N_("Not checked: {rule} ({count:,} parcels): {reason}"),
                {"rule": rule_title(one.rule), "count": one.parcels, "reason": one.because},
            )
        )
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    say(
        Text(
            N_("{count:,} findings, {errors:,} of them errors ({seconds:.1f} s)"),
            {"count": len(findings), "errors": errors, "seconds": result.seconds},
        )
    )


def _amount(finding: "Finding") -> str:
    from landdesk.app.findings_out import UNITS

    if finding.amount is None:
        return ""
    digits = 0 if finding.unit == "count" else 2
    return f"{number(finding.amount, digits)} {UNITS.get(finding.unit, finding.unit)}".rstrip()
