"""How points of the field, and lines that gave none, stand in tables."""

from typing import TYPE_CHECKING

from landdesk.app.survey_quality import quality_words
from landdesk.app.titles import SURVEY_METHODS
from landdesk.i18n import _, format_number, translate
from landdesk.store.queries.surveys import SurveyPoint
from landdesk.ui.models.rows import Column

if TYPE_CHECKING:
    from landdesk.services.survey.values import FieldPoint, Problem


def point_columns() -> tuple[Column[SurveyPoint], ...]:
    """Return the columns of points of a store."""
    return (
        Column("number", _("Number"), lambda row: row.number, 90),
        Column("code", _("Code"), lambda row: row.code, 110),
        Column("north", _("North"), lambda row: format_number(row.at[1], 3), 120, numeric=True),
        Column("east", _("East"), lambda row: format_number(row.at[0], 3), 110, numeric=True),
        Column(
            "height",
            _("Height"),
            lambda row: "" if row.height_mm is None else format_number(row.height_mm / 1000, 3),
            80,
            numeric=True,
        ),
        Column("method", _("Method"), lambda row: _(SURVEY_METHODS[row.method]), 100),
        Column("quality", _("Quality"), lambda row: quality_words(row.quality), 200),
    )


def field_columns() -> "tuple[Column[FieldPoint], ...]":
    """Return the columns of points of a file."""
    return (
        Column("line", _("Line"), lambda row: str(row.line), 56, numeric=True),
        Column("number", _("Number"), lambda row: row.number, 80),
        Column("north", _("North"), lambda row: format_number(row.north, 3), 115, numeric=True),
        Column("east", _("East"), lambda row: format_number(row.east, 3), 105, numeric=True),
        Column(
            "height",
            _("Height"),
            lambda row: "" if row.height is None else format_number(row.height, 3),
            70,
            numeric=True,
        ),
        Column("code", _("Code"), lambda row: row.code, 90),
        Column("method", _("Method"), lambda row: _(SURVEY_METHODS[str(row.method)]), 90),
        Column("quality", _("Quality"), lambda row: quality_words(row.quality), 200),
    )


def problem_columns() -> "tuple[Column[Problem], ...]":
    """Return the columns of lines that were not taken."""
    return (
        Column("line", _("Line"), lambda row: str(row.line) if row.line else "", 70, numeric=True),
        Column("what", _("What"), lambda row: translate(row.what), 480),
    )
