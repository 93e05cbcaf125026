"""Strips, and the office's rules of split and merge, from the command line."""

from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine
from tests.policies import policy_table
from tests.stores import corner, make_store, person


def wkt(*places: tuple[float, float]) -> str:
    """Return a line through places of the block, counted in parcels."""
    (west, south), (east, north) = corner(0, 0), corner(1, 1)
    points = (f"{west + x * (east - west)} {south + y * (north - south)}" for x, y in places)
    return f"LINESTRING ({', '.join(points)})"


@pytest.fixture
def store(type_in: CommandLine) -> Path:
    path = type_in.folder / "office.landdesk"
    make_store(path).close()
    type_in.person = person("Lê Thị Đào", "clerk").name
    return path


def area(type_in: CommandLine, store: Path, number: str) -> float:
    return float(type_in.good("show", store, f"12/{number}", "--json").document["map_area_m2"])


def entries(type_in: CommandLine, store: Path) -> int:
    return len(type_in.good("log", store, "--json").document["entries"])


def test_a_strip_is_one_act_and_one_undo(type_in: CommandLine, store: Path) -> None:
    strip = ("edit", "strip", store, "--line", wkt((0, 0.5), (2, 0.5)), "--width", "3,5")
    entry = type_in.good(*strip, "--json").document["entry"]
    assert entry["command"] == "parcel.strip"
    assert entry["subject"] == "12/1, 12/2 → 12/13* (140.00 m²), 12/14*, 12/15*; • 12/3"
    shown = type_in.good("show", store, "12/13", "--json").document
    assert (float(shown["map_area_m2"]), shown["purposes"][0]["land_use"]) == (140.0, "DGT")
    assert "12/1, 12/2" in type_in.good("undo", store).out
    assert area(type_in, store, "1") == 600.0


def test_what_is_no_strip_says_one_sentence(type_in: CommandLine, store: Path) -> None:
    before = entries(type_in, store)
    strip = ("edit", "strip", store, "--line")
    across = wkt((0, 0.5), (2, 0.5))
    for width in ("0", "-1", "nan", "wide"):
        assert type_in.refused(*strip, across, "--width", width) == (2, "usage.value")
    assert type_in.refused(*strip, across, "--width", "999") == (3, "strip.width")
    assert type_in.refused(*strip, across, "--width", "4", "--side", "up") == (2, "usage.value")
    assert type_in.refused(*strip, across, "--width", "4", "--land-use", "XYZ") == (4, "strip.land-use")
    assert type_in.refused(*strip, wkt((9, 9), (9, 10)), "--width", "4") == (3, "strip.meets-nothing")
    crossing = wkt((0, 0), (2, 2), (2, 0), (0, 2))
    assert type_in.refused(*strip, crossing, "--width", "4") == (3, "strip.line-crosses-itself")
    wide = (*strip, wkt((0.5, -0.1), (0.5, 1.1)), "--width", "22")
    assert type_in.refused(*wide) == (3, "strip.whole")
    type_in.good("edit", "set", store, "12/2", "--sheet", "13")
    assert type_in.refused(*strip, across, "--width", "4") == (3, "strip.several-sheets")
    type_in.good("edit", "set", store, "13/2", "--sheet", "12")
    assert entries(type_in, store) == before + 2
    type_in.good(*wide, "--whole")


def test_parcels_that_do_not_touch_and_lines_that_miss(type_in: CommandLine, store: Path) -> None:
    type_in.good(
        "edit",
        "hole",
        store,
        "--no-parcel",
        "--outline",
        wkt((1.3, 0.3), (1.7, 0.3), (1.7, 0.7), (1.3, 0.7), (1.3, 0.3)).replace("LINESTRING (", "POLYGON ((")
        + ")",
    )
    before = entries(type_in, store)
    assert type_in.refused("edit", "merge", store, "12/1", "12/3") == (3, "merge.not-adjacent")
    # They have one corner in common and no edge.
    assert type_in.refused("edit", "merge", store, "12/1", "12/6") == (3, "merge.not-adjacent")
    assert type_in.refused("edit", "merge", store, "12/1", "12/1") == (4, "merge.too-few")
    split = ("edit", "split", store, "12/2", "--line")
    for line in (
        wkt((5, 5), (6, 6)),
        wkt((1, 0), (2, 0)),
        wkt((1.1, 0.1), (1.2, 0.2)),
        wkt((1.5, 0.5), (1.5, 0.6)),
        wkt((1.5, 0.5), (3, 0.5)),
    ):
        assert type_in.refused(*split, line) == (3, "split.line-misses")
    assert entries(type_in, store) == before
    # From side to side through the hole it divides.
    type_in.good(*split, wkt((0.9, 0.5), (2.1, 0.5)))


def test_the_rules_are_a_list_that_the_office_replaces(type_in: CommandLine, store: Path) -> None:
    assert "split.number" in type_in.good("codes", "parcel_policy").out
    table = type_in.folder / "rules.csv"
    choices = {"split.number": "chosen", "merge.number": "chosen", "merge.users": "refuse"}
    table.write_text("# Chi nhánh, 2026\n" + policy_table(choices), "utf-8")
    split = ("edit", "split", store, "12/1", "--line", wkt((0.25, -1), (0.25, 2)))
    small = wkt((0.1, 0.5), (0.2, 0.5))[len("LINESTRING (") :].split(",")[0].replace(" ", ",")
    assert type_in.refused(*split, "--keep", small) == (3, "split.not-chosen")
    type_in.good("codes", store, "--replace", "parcel_policy", table)
    assert type_in.refused(*split) == (3, "split.choose")
    type_in.good(*split, "--keep", small)
    assert area(type_in, store, "1") == 150.0
    merge = ("edit", "merge", store, "12/1", "12/13")
    assert type_in.refused(*merge) == (3, "merge.choose")
    type_in.good(*merge, "--keep", "12/13")
    assert area(type_in, store, "13") == 600.0
    assert type_in.refused("edit", "merge", store, "12/3", "12/2", "--keep", "12/2") == (
        3,
        "merge.users-differ",
    )
    type_in.good("codes", store, "--shipped", "parcel_policy")
    type_in.good("edit", "merge", store, "12/3", "12/2")
    table.write_text("# Chi nhánh\n" + policy_table({"split.users": "nobody"}), "utf-8")
    assert type_in.refused("codes", store, "--replace", "parcel_policy", table) == (4, "codes.choice")
