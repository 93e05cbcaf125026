"""How files of the field, their points and fits are printed."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from landdesk.app.survey_quality import quality_words
from landdesk.app.titles import SURVEY_FORMATS, SURVEY_METHODS
from landdesk.cli.output import entry_document, number, print_facts, print_table, say
from landdesk.domain.clock import iso_time
from landdesk.domain.ids import id_text, short_id
from landdesk.i18n import N_, Text, _, translate

if TYPE_CHECKING:
    from landdesk.domain.change import Entry
    from landdesk.services.survey.fit_parcel import FitPlan
    from landdesk.services.survey.keeping import Understood
    from landdesk.services.survey.polar import Orientation
    from landdesk.services.survey.values import FieldPoint
    from landdesk.store.queries.surveys import Survey, SurveyPoint

SHOWN: Final = 30
_GON: Final = 200 / math.pi


def print_understood(understood: "Understood") -> None:
    """Print what a file comes to: facts, points, orientations, problems."""
    file = understood.file
    print_facts(
        [
            (_("File"), file.name),
            (_("Kind"), _(SURVEY_FORMATS[str(file.format)])),
            (_("Instrument"), file.instrument),
            (_("Coordinates"), "" if file.order is None else translate(file.order)),
            (_("System"), "" if understood.way is None else translate(understood.way)),
            (_("Points"), number(len(understood.points), 0)),
            (_("Setups"), number(len(file.setups), 0) if file.setups else ""),
            (_("Not taken"), number(len(understood.problems), 0) if understood.problems else ""),
        ]
    )
    click.echo()
    degrees = file.degrees and understood.way is None
    rows = [_field_row(one, degrees=degrees) for one in understood.points[:SHOWN]]
    if rows:
        print_table(_point_titles(), rows, "<<>>><")
        _say_more(len(understood.points))
    for orientation in understood.orientations:
        _print_orientation(orientation)
    if understood.problems:
        click.echo()
        print_table(
            (_("Line"), _("What")),
            [(str(one.line) if one.line else "", translate(one.what)) for one in understood.problems[:SHOWN]],
            ">",
        )
        _say_more(len(understood.problems))


def _say_more(count: int) -> None:
    if count > SHOWN:
        say(Text(N_("… and {count:,} more lines; --json prints all."), {"count": count - SHOWN}))


def _print_orientation(one: "Orientation") -> None:
    click.echo()
    say(
        Text(
            N_("Station {number}: orientation {angle:.4f} gon, scale {scale:.6f}"),
            {"number": one.station, "angle": one.angle * _GON, "scale": one.scale},
        )
    )
    rows = [
        (
            found.target,
            number(found.angle * _GON * 10_000, 1),
            number(found.across_m, 3),
            number(found.along_m, 3),
            number(found.height_m, 3),
        )
        for found in one.residuals
    ]
    if rows:
        titles = (_("Known point"), _("Angle (cc)"), _("Across (m)"), _("Along (m)"), _("Height (m)"))
        print_table(titles, rows, "<>>>>")


def print_surveys(found: Sequence["Survey"]) -> None:
    """Print a line for each file."""
    rows = [
        (
            short_id(one.id),
            one.file_name,
            _(SURVEY_FORMATS[one.format]),
            one.instrument,
            number(one.points, 0),
            one.person_name,
            iso_time(one.at_ms),
        )
        for one in found
    ]
    titles = (_("Id"), _("File"), _("Kind"), _("Instrument"), _("Points"), _("Person"), _("When"))
    print_table(titles, rows, "<<<<><<")


def print_points(found: Sequence["SurveyPoint"]) -> None:
    """Print a line for each point."""
    rows = [
        (
            one.number,
            one.code,
            number(one.north_mm / 1000, 3),
            number(one.east_mm / 1000, 3),
            "" if one.height_mm is None else number(one.height_mm / 1000, 3),
            _(SURVEY_METHODS[one.method]),
            quality_words(one.quality),
        )
        for one in found
    ]
    print_table((*_point_titles()[:-1], _("Method"), _("Quality")), rows, "<<>>><<")


def print_fit(plan: "FitPlan") -> None:
    """Print how a parcel would come to lie on points."""
    fit = plan.fit
    print_facts(
        [
            (_("Parcel"), plan.key),
            (_("Shift east (m)"), number(fit.shift[0], 3)),
            (_("Shift north (m)"), number(fit.shift[1], 3)),
            (_("Turn (gon)"), number(fit.turn * _GON, 4)),
            (_("Scale"), number(fit.scale, 6)),
            (_("Sigma (m)"), number(fit.sigma_m, 3)),
            (_("RMS (m)"), number(plan.rms_m, 3)),
            (_("Largest (m)"), f"{number(plan.worst[1], 3)} ({plan.worst[0].point.number})"),
            (_("Corners that move"), number(len(plan.moves), 0)),
        ]
    )
    click.echo()
    rows = [
        (
            one.point.number,
            number(one.apart_m, 3),
            number(residual[0], 3),
            number(residual[1], 3),
            number(math.hypot(*residual), 3),
        )
        for one, residual in zip(plan.matched, fit.residuals, strict=True)
    ]
    titles = (_("Number"), _("Now (m)"), _("Left east (m)"), _("Left north (m)"), _("Left (m)"))
    print_table(titles, rows, "<>>>>")


def understood_document(one: "Understood") -> dict[str, Any]:
    """Return what a file comes to as values of JSON."""
    file = one.file
    return {
        "file": file.name,
        "format": str(file.format),
        "instrument": file.instrument,
        "columns": dict(file.columns),
        "order": None if file.order is None else translate(file.order),
        "system": None if one.way is None else translate(one.way),
        "degrees": file.degrees and one.way is None,
        "points": [
            {
                "number": point.number,
                "code": point.code,
                "east": point.east,
                "north": point.north,
                "height": point.height,
                "method": str(point.method),
                "quality": dict(point.quality),
                "line": point.line,
            }
            for point in one.points
        ],
        "orientations": [
            {
                "station": found.station,
                "angle_gon": found.angle * _GON,
                "scale": found.scale,
                "residuals": [
                    {
                        "number": left.target,
                        "angle_gon": left.angle * _GON,
                        "across_m": left.across_m,
                        "along_m": left.along_m,
                        "height_m": left.height_m,
                    }
                    for left in found.residuals
                ],
            }
            for found in one.orientations
        ],
        "problems": [{"line": found.line, "what": translate(found.what)} for found in one.problems],
    }


def survey_document(one: "Survey") -> dict[str, Any]:
    """Return a file of the field as values of JSON."""
    return {
        "id": id_text(one.id),
        "file": one.file_name,
        "sha256": one.sha256.hex(),
        "format": one.format,
        "instrument": one.instrument,
        "person": one.person_name,
        "at": iso_time(one.at_ms),
        "points": one.points,
    }


def point_document(one: "SurveyPoint") -> dict[str, Any]:
    """Return a point of the store as values of JSON."""
    return {
        "survey": id_text(one.survey),
        "number": one.number,
        "code": one.code,
        "east": one.east_mm / 1000,
        "north": one.north_mm / 1000,
        "height": None if one.height_mm is None else one.height_mm / 1000,
        "method": one.method,
        "quality": dict(one.quality),
    }


def fit_document(plan: "FitPlan", entry: "Entry | None") -> dict[str, Any]:
    """Return a fit as values of JSON."""
    fit = plan.fit
    return {
        "parcel": id_text(plan.parcel_id),
        "key": plan.key,
        "scale": fit.scale,
        "turn_gon": fit.turn * _GON,
        "shift": list(fit.shift),
        "sigma_m": fit.sigma_m,
        "rms_m": plan.rms_m,
        "points": [
            {"number": one.point.number, "corner": list(one.corner), "residual": list(residual)}
            for one, residual in zip(plan.matched, fit.residuals, strict=True)
        ],
        "moves": [{"at": list(at), "to": list(to)} for at, to in plan.moves],
        "entry": None if entry is None else entry_document(entry),
    }


def _point_titles() -> tuple[str, ...]:
    return _("Number"), _("Code"), _("North"), _("East"), _("Height"), _("Quality")


def _field_row(one: "FieldPoint", *, degrees: bool) -> tuple[str, ...]:
    digits = 9 if degrees else 3
    return (
        one.number,
        one.code,
        number(one.north, digits),
        number(one.east, digits),
        number(one.height, 3),
        quality_words(one.quality),
    )
