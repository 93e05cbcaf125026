"""The page on written places is what the program reads and writes."""

import re
from pathlib import Path

import pytest

from landdesk.domain.errors import InvalidInputError
from landdesk.services.coordinates import Coordinates, Notation

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "coordinates.md").read_text("utf-8")
COORDINATES = Coordinates(9217)
X, Y = 1_354_356.063, 602_542.084


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the rows of a table that begin with something written."""
    section = PAGE.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def code(cell: str) -> str:
    found = re.fullmatch(r"`(.+)`", cell)
    assert found is not None, cell
    return found[1]


@pytest.mark.parametrize(("cell", "told"), rows("Notations"))
def test_what_the_page_says_is_read(cell: str, told: str) -> None:
    place = COORDINATES.place(code(cell))
    assert (place.northing, place.easting) == pytest.approx((X, Y), abs=1.0)
    assert (place.note is not None) == ("turned, and said" in told)


@pytest.mark.parametrize(("cell", "error"), rows("Refused"))
def test_what_the_page_says_is_refused(cell: str, error: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        COORDINATES.place(code(cell))
    assert caught.value.code == code(error)


def test_notations_are_written_as_the_page_says() -> None:
    listed = rows("Written back")
    assert [code(row[0]) for row in listed] == [str(one) for one in Notation]
    for name, form, _to in listed:
        assert COORDINATES.written(Y, X, Notation(code(name))) == code(form)


def test_the_page_has_rows() -> None:
    assert len(rows("Notations")) > 20
    assert len(rows("Refused")) > 4
