"""Findings as a file: a map for other programs, or a list; nothing of people is in either."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from landdesk.app.finding_states import STATE_TITLES, FindingStates, finding_states
from landdesk.app.leaving import refuse_taken_name
from landdesk.app.lists import ListColumn, list_kind, write_list
from landdesk.domain.finding import CRITERION_TITLES, FIXER_TITLES, SEVERITY_TITLES, Finding
from landdesk.domain.progress import Progress
from landdesk.i18n import _, translate
from landdesk.services.checking.registry import RULE_BY_CODE

if TYPE_CHECKING:
    from landdesk.app.application import Application
    from landdesk.domain.ids import ObjectId

MAPS: Final = (".gpkg", ".geojson")
"""Endings of the map files."""
UNITS: Final[Mapping[str, str]] = {"m2": "m²", "m": "m", "count": ""}


def refuse_findings_name(path: Path) -> None:
    """Refuse the name of a file of findings before work is done in vain.

    Raises:
        LandDeskError: There is a file of this name, the folder takes none, or the ending is that of no such file.
    """
    refuse_taken_name(path)
    if path.suffix.lower() not in MAPS:
        list_kind(path)


def write_findings(app: "Application", findings: Sequence[Finding], path: Path, progress: Progress) -> int:
    """Write findings by the ending of the name: GeoPackage, GeoJSON in degrees, workbook or CSV.

    Args:
        app: Of the store they were found in.
        findings: In the order they are written.
        path: Where to; nothing may be there.
        progress: Where steps are told.

    Returns:
        How many were written.

    Raises:
        LandDeskError: As of :func:`refuse_findings_name`; the folder cannot be written, the disk is full.
        CancelledError: It was stopped; nothing is written.
    """
    refuse_findings_name(path)
    named = {one for finding in findings for one in finding.objects}
    names = app.read(lambda reader: reader.keys_of(sorted(named)))
    states = finding_states(app)
    ending = path.suffix.lower()
    if ending not in MAPS:
        columns = finding_columns(names, states)
        return write_list(
            path, columns, findings, total=len(findings), progress=progress, sheet=_("Findings")
        )
    from landdesk.services.exporting.findings import FINDING_COLUMNS, FINDING_LAYER, finding_rows, shapes_of
    from landdesk.services.exporting.geojson import write_geojson
    from landdesk.services.exporting.geopackage import write_geopackage
    from landdesk.store.trouble import explain_os_error

    rows = finding_rows(findings, names, app.coverage, lambda one: str(states.of(one)))
    try:
        if ending == ".gpkg":
            write_geopackage(path, FINDING_LAYER, "Unknown", FINDING_COLUMNS, rows, app.info.epsg)
        else:
            write_geojson(path, FINDING_COLUMNS, list(rows), shapes_of, app.info.epsg)
    except OSError as error:
        raise explain_os_error(error, path) from error
    return len(findings)


def finding_columns(names: "Mapping[ObjectId, str]", states: FindingStates) -> list[ListColumn[Finding]]:
    """Return the columns of a list of findings.

    Args:
        names: Sheet and number of the parcels.
        states: Where each stands.
    """
    return [
        ListColumn(_("Rule"), lambda one: rule_title(one.rule)),
        ListColumn(_("Code of the rule"), lambda one: one.rule),
        ListColumn(_("Criterion"), lambda one: criterion_title(one.rule)),
        ListColumn(_("Severity"), lambda one: _(SEVERITY_TITLES[one.severity])),
        ListColumn(_("State"), lambda one: _(STATE_TITLES[states.of(one)])),
        ListColumn(_("Who mends it"), lambda one: fixers_title(one.rule)),
        ListColumn(_("Parcels"), lambda one: " ".join(names.get(each, "?") for each in one.objects)),
        ListColumn(_("Place"), place_words),
        ListColumn(_("Amount"), lambda one: one.amount if one.amount is None else round(one.amount, 3)),
        ListColumn(_("Unit"), lambda one: UNITS.get(one.unit, one.unit)),
        ListColumn(_("What is wrong"), lambda one: translate(one.what)),
        ListColumn(_("What to do"), lambda one: translate(one.remedy)),
        ListColumn(_("Key"), lambda one: one.key),
    ]


def rule_title(code: str) -> str:
    """Return what a rule is called; its code where it is not known any more."""
    rule = RULE_BY_CODE.get(code)
    return code if rule is None else _(rule.title)


def criterion_title(code: str) -> str:
    """Return what the criterion of a rule is called."""
    rule = RULE_BY_CODE.get(code)
    return "" if rule is None else _(CRITERION_TITLES[rule.criterion])


def fixers_title(code: str) -> str:
    """Return who mends what a rule finds, the first of them first."""
    rule = RULE_BY_CODE.get(code)
    return "" if rule is None else ", ".join(_(FIXER_TITLES[one]) for one in rule.fixers)


def place_words(finding: Finding) -> str:
    """Return easting and northing of the place in whole metres."""
    return "" if finding.cell is None else f"{finding.cell[0]} {finding.cell[1]}"
