"""The office by command line: every case of receive, list, show, decide, receipt, undo has an answer of its own."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.command_line import CommandLine
from tests.sources import plots, write_geojson

COMMUNE = "22366"
Record = dict[str, Any]


@pytest.fixture
def office(type_in: CommandLine) -> Path:
    """An office with three parcels; ``commune.landdesk`` is made from its base."""
    path = type_in.folder / "office.landdesk"
    source = write_geojson(type_in.folder / "plots.geojson", plots(3, DIENTICH=400.5, TENCHU="Đặng Văn Đức"))
    type_in.good("new", path, "--commune", COMMUNE, "--role", "office")
    type_in.good("import", path, source)
    type_in.good("package", "base", path, "--commune", COMMUNE, "-o", "base.ldpkg")
    type_in.good("new", "commune.landdesk", "--from", "base.ldpkg")
    return path


def send(type_in: CommandLine, name: str, *parcels: str) -> str:
    """Let the commune change addresses and export them."""
    for parcel in parcels:
        type_in.good("edit", "set", "commune.landdesk", parcel, "--address", f"Thôn {name}")
    type_in.good("package", "change", "commune.landdesk", "-o", name)
    return name


def records(type_in: CommandLine, office: Path, package: str) -> list[Record]:
    shown: list[Record] = type_in.good("office", "show", office, package, "--json").document["records"]
    return shown


def decisions(type_in: CommandLine, office: Path, package: str) -> dict[str, str]:
    return {one["subject"]: one["decision"] for one in records(type_in, office, package)}


def keys(type_in: CommandLine) -> list[str]:
    listed = type_in.good("parcels", "commune.landdesk", "--json").document["parcels"]
    return [f"{one['sheet']}/{one['number']}" for one in listed]


def test_packages_wait_for_those_before_them_and_come_once(type_in: CommandLine, office: Path) -> None:
    assert len(type_in.good("office", "list", office).out.splitlines()) == 1
    first, second, _ = keys(type_in)
    one, two = send(type_in, "1.ldpkg", first), send(type_in, "2.ldpkg", second)
    type_in.good("office", "receive", office, two)
    assert type_in.refused("office", "decide", office, "2", "--accept-clean") == (3, "office.waits")
    done = type_in.good("office", "receive", office, one, two, "--json").document["packages"]
    assert [(each["package"]["number"], each["again"]) for each in done] == [(1, False), (2, True)]
    listed = type_in.good("office", "list", office, "--json").document["packages"]
    assert {each["package"]["number"]: each["waits_for"] for each in listed} == {1: None, 2: 1}
    assert type_in.refused("office", "show", office, "3") == (4, "office.no-package")
    # Numbers are those of the computer that sent; another one counts for itself.
    shutil.copy("base.ldpkg", "again.ldpkg")
    type_in.good("new", "other.landdesk", "--from", "again.ldpkg")
    type_in.good("edit", "set", "other.landdesk", first, "--address", "Thôn Khác")
    type_in.good("package", "change", "other.landdesk", "-o", "other.ldpkg")
    type_in.good("office", "receive", office, "other.ldpkg")
    assert type_in.refused("office", "show", office, "1") == (4, "office.package-ambiguous")


def test_what_is_no_choice_is_no_decision(type_in: CommandLine, office: Path) -> None:
    first, second, _ = keys(type_in)
    type_in.good("office", "receive", office, send(type_in, "1.ldpkg", first, second))
    before = type_in.good("log", office).out
    made = records(type_in, office, "1")
    record = made[0]["record"]
    decide = ("office", "decide", office, "1")
    returning = (*decide, "--return", record)
    assert type_in.refused(*decide) == (4, "office.no-choice")
    assert type_in.refused(*decide, "--accept-clean", "--note", "Đo lại") == (4, "office.nothing-returned")
    assert type_in.refused(*decide, "--accept", "deadbeef") == (4, "office.no-record")
    assert type_in.refused(*decide, "--accept", "1") == (4, "office.no-record")
    together = _common_start(made[0]["record"], made[1]["record"])
    assert type_in.refused(*decide, "--accept", together) == (4, "office.record-ambiguous")
    assert type_in.refused(*returning) == (4, "office.no-reason")
    assert type_in.refused(*returning, "--reason", "bad", "--note", "Đo lại") == (4, "office.no-reason")
    assert type_in.refused(*returning, "--reason", "boundary") == (4, "office.no-note")
    both = (*returning, "--accept", record, "--reason", "boundary", "--note", "Đo lại")
    assert type_in.refused(*both) == (4, "office.both")
    assert type_in.refused("office", "receipt", office, "1", "-o", "r.ldpkg") == (3, "office.nothing-decided")
    assert not Path("r.ldpkg").exists()
    assert type_in.good("log", office).out == before


def _common_start(one: str, other: str) -> str:
    """Return the first digits of two identifiers that were made shortly after each other."""
    start = next(at for at in range(len(one)) if one[at] != other[at])
    assert start > 8
    return one[:start]


def test_a_decision_is_taken_back_until_its_receipt_is_written(type_in: CommandLine, office: Path) -> None:
    first, second, third = keys(type_in)
    type_in.good("office", "receive", office, send(type_in, "1.ldpkg", first, second, third))
    made = {one["subject"]: one for one in records(type_in, office, "1")}
    decided = type_in.good(
        *("office", "decide", office, "1", "--accept", made[first]["record"]),
        *("--return", made[second]["record"], "--reason", "attribute", "--note", "Xem lại", "--json"),
    ).document
    undone = type_in.good("undo", office, "--json").document["entry"]
    assert (undone["command"], undone["undoes"]) == ("undo:office.decide", decided["entry"])
    assert set(decisions(type_in, office, "1").values()) == {"undecided"}
    assert {one["reason"] for one in records(type_in, office, "1")} == {None}
    type_in.good("redo", office)
    after = {first: "accepted", second: "returned", third: "undecided"}
    assert decisions(type_in, office, "1") == after
    again = ("office", "decide", office, "1", "--accept", made[first]["record"])
    assert type_in.refused(*again) == (3, "office.decided")

    written = type_in.good("office", "receipt", office, "1", "-o", "r1.ldpkg").out
    assert "1" in written.splitlines()[1], "the record that is still open is named"
    assert type_in.refused("office", "receipt", office, "1", "-o", "r1.ldpkg") == (3, "package.exists")
    type_in.good("office", "receipt", office, "1", "-o", "r1-again.ldpkg")
    assert Path("r1.ldpkg").read_bytes() == Path("r1-again.ldpkg").read_bytes()
    assert type_in.refused("undo", office) == (3, "undo.receipt-written")

    type_in.good("office", "decide", office, "1", "--accept-clean")
    type_in.good("package", "update", office, "--commune", COMMUNE, "-o", "update.ldpkg")
    assert type_in.refused("undo", office) == (3, "undo.handed-out")
    assert decisions(type_in, office, "1") == after | {third: "accepted"}
    assert type_in.good("office", "decide", office, "1", "--accept-clean", "--json").document["entry"] is None


def test_what_is_decided_shows_the_decision_not_how_it_would_fit_now(
    type_in: CommandLine, office: Path
) -> None:
    first, second, _ = keys(type_in)
    type_in.good("office", "receive", office, send(type_in, "1.ldpkg", first, second))
    record = next(one for one in records(type_in, office, "1") if one["subject"] == second)["record"]
    words = ("--return", record, "--reason", "boundary", "--note", "Đo lại cạnh phía bắc")
    type_in.good("office", "decide", office, "1", "--accept-clean", *words)
    type_in.good("edit", "set", office, first, "--address", "Thôn Khác")
    shown = type_in.good("office", "show", office, "1").out
    assert "conflict" not in shown
    assert "Đo lại cạnh phía bắc" in shown
    assert not any(one["can_be_accepted"] for one in records(type_in, office, "1"))
    again = type_in.good("office", "receive", office, "1.ldpkg", "--json").document["packages"][0]
    assert (again["again"], again["records"]) == (True, {"accepted": 1, "returned": 1})


def test_what_cannot_be_received(type_in: CommandLine, office: Path) -> None:
    package = send(type_in, "1.ldpkg", keys(type_in)[0])
    before = type_in.good("log", office).out
    receive = ("office", "receive", office)
    assert type_in.refused(*receive, "none.ldpkg") == (4, "package.missing")
    assert type_in.refused(*receive, "base.ldpkg") == (4, "office.not-change")
    Path("cut.ldpkg").write_bytes(Path(package).read_bytes()[:-500])
    assert type_in.refused(*receive, "cut.ldpkg") == (4, "package.cut-short")
    assert type_in.good("log", office).out == before
    commune = "commune.landdesk"
    assert type_in.refused("office", "receive", commune, package) == (3, "office.not-office")
    assert type_in.refused("office", "list", commune) == (3, "office.not-office")
    assert type_in.refused("office", "show", commune, "1") == (3, "office.not-office")
    for words, code in (((), "package.other-dataset"), (("--training",), "package.other-environment")):
        other = f"other-{len(words)}.landdesk"
        type_in.good("new", other, "--commune", COMMUNE, "--role", "office", *words)
        assert type_in.refused("office", "receive", other, package) == (4, code)
