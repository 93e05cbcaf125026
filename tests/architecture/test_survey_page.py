"""The page on files of the field says what the readers know."""

import re
from pathlib import Path

from landdesk.app.titles import SURVEY_FORMATS, SURVEY_METHODS
from landdesk.cli.parameters import OneOf
from landdesk.cli.survey import fit, read
from landdesk.services.survey import fit_parcel, outline, polar
from landdesk.services.survey.nmea import RANKS
from landdesk.services.survey.receiver import QUALITIES
from landdesk.services.survey.text_points import COLUMNS, SEPARATORS
from landdesk.services.survey.values import Format, Method

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "survey-files.md").read_text("utf-8")


def names(heading: str) -> list[str]:
    section = PAGE.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)


def test_kinds_columns_and_qualities_are_those_of_the_program() -> None:
    assert names("Kinds") == [str(one) for one in Format] == list(SURVEY_FORMATS)
    assert names("Columns of a list") == list(COLUMNS)
    assert names("A receiver") == list(QUALITIES)
    assert f"({', '.join(f'`{one}`' for one in SEPARATORS)})" in PAGE
    (separator,) = (one for one in read.params if one.name == "separator")
    assert isinstance(separator.type, OneOf)
    assert tuple(separator.type.choices) == tuple(SEPARATORS)
    assert set(SURVEY_METHODS) == {str(one) for one in Method}


def test_the_figures_of_quality_are_those_that_points_have() -> None:
    sources = (ROOT / "landdesk" / "services" / "survey").glob("*.py")
    written = "\n".join(one.read_text("utf-8") for one in sources)
    assert all(f'"{name}"' in written for name in names("Quality"))
    said = (ROOT / "landdesk" / "app" / "survey_quality.py").read_text("utf-8")
    assert [name for name in names("Quality") if f'"{name}"' not in said] == []
    fixes = re.findall(r"(\d) [a-zA-Z]", PAGE.split("| `fix` |", 1)[1].splitlines()[0])
    assert {int(fix) for fix in fixes} <= set(RANKS)


def test_limits_are_those_of_the_program() -> None:
    assert f"{polar.SAME_POINT_M:.2f} m" in PAGE
    assert f"within {outline.CLOSES_WITHIN_M:.2f} m of the first" in PAGE
    assert f"more than {polar.OTHER_POINT_M:.2f} m" in PAGE
    assert f"within {fit_parcel.WITHIN_M:.0f} m" in PAGE
    (within,) = (one for one in fit.params if one.name == "within_m")
    assert within.default == fit_parcel.WITHIN_M
