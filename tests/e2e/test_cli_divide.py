"""Parcels are divided and drawn from the command line, each time in one act."""

from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine
from tests.stores import corner, make_store, person


def point(column: float, row: float) -> str:
    """Return a place of the block as it is typed."""
    (west, south), (east, north) = corner(0, 0), corner(1, 1)
    return f"{west + column * (east - west)},{south + row * (north - south)}"


@pytest.fixture
def store(type_in: CommandLine) -> Path:
    path = type_in.folder / "commune.landdesk"
    make_store(path, role="commune").close()
    type_in.person = person("Lê Thị Đào").name
    return path


def area(type_in: CommandLine, store: Path, number: str) -> float:
    return float(type_in.good("show", store, f"12/{number}", "--json").document["map_area_m2"])


def test_each_way_is_one_act(type_in: CommandLine, store: Path) -> None:
    def divide(*words: str) -> str:
        entry = type_in.good("edit", "divide", store, *words, "--json").document["entry"]
        assert entry["command"] == "parcel.divide"
        return str(entry["subject"])

    assert divide("12/6", "--parts", "3", "--edge", point(1.5, 1.1)) == "12/6 → 12/6, 12/13*, 12/14*"
    assert [area(type_in, store, one) for one in ("6", "13", "14")] == pytest.approx([200] * 3, abs=0.05)
    assert divide("12/1", "--area", "100,5", "--about", point(0, 0)) == "12/1 → 12/1, 12/15*"
    assert area(type_in, store, "15") == pytest.approx(100.5, abs=0.05)
    assert divide("12/2", "--area", "77.7", "--edge", point(1.5, 0)) == "12/2 → 12/2, 12/16*"
    assert area(type_in, store, "16") == pytest.approx(77.7, abs=0.05)
    assert divide("12/3", "--distance", "1,5", "--edge", point(2.5, 0)) == "12/3 → 12/3, 12/17*"
    assert area(type_in, store, "17") == pytest.approx(30.0)


def test_what_is_not_clear_or_cannot_be_is_said(type_in: CommandLine, store: Path) -> None:
    divide = ("edit", "divide", store, "12/1")
    for words in ((), ("--area", "5"), ("--area", "5", "--parts", "2", "--edge", "1,2")):
        assert type_in.refused(*divide, *words) == (2, "usage.divide")
    assert type_in.refused(*divide, "--parts", "2", "--about", "1,2") == (2, "usage.divide")
    assert type_in.refused(*divide, "--distance", "nan", "--edge", "1,2") == (2, "usage.value")
    assert type_in.refused(*divide, "--area", "1e9", "--edge", "1,2") == (3, "divide.area")
    assert type_in.refused(*divide, "--area", "nan", "--edge", "1,2") == (3, "divide.area")
    assert type_in.refused(*divide, "--area", "5", "--about", "1,2") == (3, "divide.not-on-boundary")
    assert type_in.refused(*divide, "--parts", "999", "--edge", "1,2") == (3, "divide.count")


def outline(*places: tuple[float, float]) -> str:
    return f"POLYGON (({', '.join(point(*place).replace(',', ' ') for place in (*places, places[0]))}))"


def test_a_new_parcel_takes_free_land(type_in: CommandLine, store: Path) -> None:
    sketch = outline((3.5, 0.5), (5, 0.5), (5, 1.5), (3.5, 1.5))
    words = type_in.good("edit", "new-parcel", store, "--outline", sketch).out
    assert "12/13* (−300.00 m²); 12/" in words
    assert area(type_in, store, "13") == pytest.approx(600.0)
    new = ("edit", "new-parcel", store, "--outline")
    assert type_in.refused(*new, sketch) == (3, "draw.nothing-left")
    assert type_in.refused(*new, "POLYGON ((0 0, 1 0, 1 1, 0 0))") == (3, "draw.outside")
    assert type_in.refused(*new, outline((20, 20), (21, 20), (21, 21))) == (4, "draw.no-sheet")
    assert type_in.refused(*new, "LINESTRING (0 0, 1 1)") == (2, "usage.value")
    assert type_in.refused(*new, "POLYGON ((0 0, nan 0, 1 1, 0 0))") == (2, "usage.value")


def test_a_hole_becomes_a_parcel_or_none(type_in: CommandLine, store: Path) -> None:
    hole = ("edit", "hole", store, "--outline")
    assert "12/1 → 12/1, 12/13*" in type_in.good(*hole, outline((0.2, 0.2), (0.4, 0.2), (0.4, 0.4))).out
    assert "12/2 (−" in type_in.good(*hole, outline((1.2, 0.2), (1.4, 0.2), (1.4, 0.4)), "--no-parcel").out
    assert type_in.refused(*hole, outline((0, 0), (0.4, 0.2), (0.4, 0.4))) == (3, "hole.not-inside")
