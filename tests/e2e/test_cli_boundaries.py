"""Boundaries edited from the command line: one act each, the neighbours with it, taken back whole."""

from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine
from tests.sources import SOUTH, WEST

POINT = f"{WEST + 20},{SOUTH + 8}"
LINE = f"LINESTRING ({WEST + 20} {SOUTH + 4}, {WEST + 22} {SOUTH + 10}, {WEST + 20} {SOUTH + 16})"


def area(type_in: CommandLine, store: Path, key: str) -> float:
    return float(type_in.good("show", store, key, "--json").document["map_area_m2"])


def parcels(type_in: CommandLine, store: Path) -> list[dict[str, object]]:
    """Return what is shown of both parcels, but how often they were written."""
    shown = [type_in.good("show", store, key, "--json").document for key in ("12/1", "12/2")]
    return [{name: value for name, value in one.items() if name != "revision"} for one in shown]


@pytest.mark.parametrize(
    ("words", "command", "areas"),
    [
        (("add-vertex", "--at", POINT), "vertex.add", (400, 400)),
        (("add-vertex", "--at", POINT, "--to", f"{WEST + 21},{SOUTH + 8}"), "vertex.add", (410, 390)),
        (
            (
                "move-edge",
                "--from",
                f"{WEST + 20},{SOUTH}",
                "--to",
                f"{WEST + 20},{SOUTH + 20}",
                "--by",
                "1,0",
            ),
            "edge.move",
            (420, 380),
        ),
        (
            (
                "move-edge",
                "--from",
                f"{WEST + 20},{SOUTH}",
                "--to",
                f"{WEST + 20},{SOUTH + 20}",
                "--parallel",
                "0,5",
            ),
            "edge.move",
            (390, 410),
        ),
        (("reshape", "12/1", "--line", LINE), "boundary.reshape", (412, 388)),
        (("reshape", "12/2", "--line", LINE), "boundary.reshape", (412, 388)),
    ],
)
def test_a_boundary_moves_for_both_and_back_for_both(
    type_in: CommandLine, store: Path, words: tuple[str, ...], command: str, areas: tuple[float, float]
) -> None:
    before = parcels(type_in, store)
    entry = type_in.good("edit", words[0], store, *words[1:], "--json").document["entry"]
    assert (entry["command"], entry["objects"]) == (command, 2)
    assert set(entry["subject"].split(", ")) == {"12/1", "12/2"}
    assert (area(type_in, store, "12/1"), area(type_in, store, "12/2")) == areas
    type_in.good("undo", store)
    assert parcels(type_in, store) == before


def test_a_point_added_is_taken_out(type_in: CommandLine, store: Path) -> None:
    type_in.good("edit", "add-vertex", store, "--at", POINT, "--to", f"{WEST + 21},{SOUTH + 8}")
    entry = type_in.good("edit", "delete-vertex", store, "--at", f"{WEST + 21},{SOUTH + 8}", "--json")
    assert entry.document["entry"]["command"] == "vertex.delete"
    assert area(type_in, store, "12/1") == 400


def test_near_points_are_listed_and_joined(type_in: CommandLine, store: Path) -> None:
    for east in (0.0, 0.03):
        type_in.good("edit", "add-vertex", store, "--at", f"{WEST + 20},{SOUTH + 8 + east}")
    around = ("--box", f"{WEST},{SOUTH},{WEST + 30},{SOUTH + 30}")
    listed = type_in.good("edit", "join-nodes", store, *around, "--dry-run", "--json").document
    assert listed["parcels"] == 2
    assert [round(one["distance_m"], 6) for one in listed["joined"]] == [0.03]
    assert listed["added"] == []
    words = type_in.good("edit", "join-nodes", store, "--parcel", "12/1", "--dry-run").out
    [row] = [line.split() for line in words.splitlines() if line.endswith("0,030")]
    assert row[:4] == [f"{WEST + 20:.3f}", f"{SOUTH + 8.03:.3f}", f"{WEST + 20:.3f}", f"{SOUTH + 8:.3f}"]
    assert type_in.good("log", store, "--json").document["entries"][0]["command"] == "vertex.add"
    entry = type_in.good("edit", "join-nodes", store, "--parcel", "12/1", "--json").document["entry"]
    assert (entry["command"], entry["objects"]) == ("nodes.join", 2)
    assert type_in.refused("edit", "join-nodes", store, *around) == (3, "join.nothing")


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("add-vertex", "--at", "1,2"), (3, "vertex.off-boundary")),
        (("delete-vertex", "--at", "1,2"), (3, "vertex.none")),
        (("delete-vertex", "--at", f"{WEST + 20},{SOUTH}"), (3, "vertex.junction")),
        (("move-edge", "--from", "1,2", "--to", "3,4", "--by", "1,1"), (3, "edge.none")),
        (("move-edge", "--from", "1,2", "--to", "3,4"), (2, "usage.edge-move")),
        (
            ("move-edge", "--from", "1,2", "--to", "3,4", "--by", "1,1", "--parallel", "1"),
            (2, "usage.edge-move"),
        ),
        (("move-edge", "--from", "1,2", "--to", "3,4", "--parallel", "inf"), (2, "usage.value")),
        (("move-edge", "--from", "1,2", "--to", "3,4", "--parallel", "1e300"), (3, "edge.too-far")),
        (("move-edge", "--from", "1,2", "--to", "3,4", "--by", "5000,0"), (3, "edge.too-far")),
        (("reshape", "12/1", "--line", "LINESTRING (0 0, 1 1)"), (3, "reshape.line-misses")),
        (("reshape", "12/1", "--line", "LINESTRING (nan 0, 1 1)"), (2, "usage.value")),
        (("reshape", "12/99", "--line", LINE), (4, "parcel.not-found")),
        (("join-nodes",), (2, "usage.join-where")),
        (("join-nodes", "--parcel", "12/1", "--box", "1,2,3,4"), (2, "usage.join-where")),
        (("join-nodes", "--parcel", "12/1", "--tolerance", "5"), (3, "join.tolerance")),
        (("join-nodes", "--box", "3,4,1,2"), (3, "join.nothing")),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    type_in: CommandLine, store: Path, words: tuple[str, ...], refusal: tuple[int, str]
) -> None:
    before = type_in.good("log", store, "--json").document
    assert type_in.refused("edit", words[0], store, *words[1:]) == refusal
    assert type_in.good("log", store, "--json").document == before
