"""``landdesk mend`` and ``landdesk waive``: findings mended by one act, let pass, made to stand again."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely

from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.records import Parcel, Party
from landdesk.services.importing.tables.reading import read_tables
from tests.e2e.command_line import CommandLine
from tests.stores import SOUTH, WEST, make_store, parcel_id, person


@pytest.fixture
def store(type_in: CommandLine) -> Path:
    """Return a store of 4 × 3 parcels with two gaps in the south and a corner that 12/12 alone has."""
    path = type_in.folder / "commune.landdesk"
    app = make_store(path)
    low, mid = (WEST, SOUTH), (WEST + 40, SOUTH)
    shapes = {
        "12/1": shapely.box(*low, low[0] + 19.9, low[1] + 30),
        "12/3": shapely.box(*mid, mid[0] + 19.8, mid[1] + 30),
    }
    (last,) = app.coverage.shapes(app.coverage.indices_of([parcel_id(app, "12/12")]))
    west, south, east, north = last.bounds
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south + 10)]
    shapes["12/12"] = shapely.Polygon(ring)
    parcels = app.read(lambda reader: reader.get_many(Parcel, [parcel_id(app, key) for key in shapes]))
    deltas = [Delta(one, replace(one, shape=canonical_shape(shapes[one.key]))) for one in parcels.values()]
    parties = list(app.read(lambda reader: reader.all(Party)).values())
    deltas += [Delta(one, replace(one, identity_number="56078 001234")) for one in parties[:1]]
    app.write(lambda context: context.work.apply(ChangeSet("import", tuple(deltas)), EntryKind.IMPORT))
    app.close()
    type_in.person = person("Lê Thị Đào").name
    return path


def findings(type_in: CommandLine, store: Path, rule: str, *words: str) -> list[dict[str, Any]]:
    document = type_in.good("check", store, "--json", *words).document
    return [one for one in document["findings"] if one["rule"] == rule]


def test_all_of_a_rule_are_shown_and_mended_by_one_act(type_in: CommandLine, store: Path) -> None:
    assert len(findings(type_in, store, "parcel.gap")) == 2
    shown = type_in.good("mend", store, "parcel.gap", "--dry-run", "--json").document
    assert (shown["entry"], shown["left"]) == (None, [])
    reshaped = [each for one in shown["mends"] for each in one["reshaped"]]
    gained = [each["after"]["area_m2"] - each["before"]["area_m2"] for each in reshaped]
    # The parcels to the north get the corner at which the gap ends.
    assert sorted(gained) == pytest.approx([0.0, 0.0, 3.0, 6.0])
    words = type_in.good("mend", store, "parcel.gap", "--dry-run", "--lang", "en").out
    assert "2 findings would be mended; nothing is written." in words
    assert len(findings(type_in, store, "parcel.gap")) == 2
    done = type_in.good("mend", store, "parcel.gap", "--json").document
    assert done["mends"] == shown["mends"]
    assert (done["entry"]["command"], done["entry"]["objects"]) == ("map.mend", len(reshaped))
    assert findings(type_in, store, "parcel.gap") == []
    type_in.good("undo", store)
    assert len(findings(type_in, store, "parcel.gap")) == 2


def test_only_the_findings_of_a_parcel(type_in: CommandLine, store: Path) -> None:
    type_in.good("mend", store, "parcel.gap", "--parcel", "12/1")
    (left,) = findings(type_in, store, "parcel.gap")
    assert "12/3" in {one["key"] for one in left["parcels"]}
    words = type_in.good("mend", store, "parcel.missing-node", "--parcel", "12/11", "--lang", "en").out
    assert "12/11: 600.00 m², 4 corners  12/11: 600.00 m², 5 corners" in words
    assert type_in.refused("mend", store, "parcel.gap", "--parcel", "12/11") == (3, "mend.nothing")


def test_numbers_of_people_are_masked(type_in: CommandLine, store: Path) -> None:
    answer = type_in.good("mend", store, "person.number-malformed", "--dry-run", "--json")
    assert "001234" not in answer.out
    assert answer.document["mends"] or answer.document["left"]


def test_a_rule_that_does_not_know_how(type_in: CommandLine, store: Path) -> None:
    assert type_in.refused("mend", store, "parcel.overlap") == (4, "mend.rule")


def test_a_finding_is_let_pass_and_stands_again(type_in: CommandLine, store: Path) -> None:
    first, second = findings(type_in, store, "parcel.gap")
    # The check keeps what it found for the next one.
    assert {first["state"], second["state"]} <= {"new", "open"}
    assert {one["state"] for one in findings(type_in, store, "parcel.gap")} == {"open"}
    type_in.good("waive", store, first["key"], "--reason", "Mương chung")
    assert [one["key"] for one in findings(type_in, store, "parcel.gap", "--state", "waived")] == [
        first["key"]
    ]
    assert [one["key"] for one in findings(type_in, store, "parcel.gap", "--state", "open")] == [
        second["key"]
    ]
    type_in.good("check", store, "--state", "waived", "--lang", "en", "-o", "waived.xlsx")
    (sheet,) = read_tables(type_in.folder / "waived.xlsx")
    assert len(sheet.rows) == 2
    assert "Let pass" in type_in.good("check", store, "--state", "waived", "--lang", "en").out
    # What was let pass is not mended.
    outcome = type_in.good("mend", store, "parcel.gap", "--dry-run", "--json").document
    assert [one["key"] for one in outcome["mends"]] == [second["key"]]
    assert [one["key"] for one in outcome["left"]] == [first["key"]]
    type_in.good("waive", store, first["key"], "--withdraw")
    assert findings(type_in, store, "parcel.gap", "--state", "waived") == []


def test_what_waive_refuses(type_in: CommandLine, store: Path) -> None:
    key = findings(type_in, store, "parcel.gap")[0]["key"]
    assert type_in.refused("waive", store, key) == (4, "waiver.which")
    assert type_in.refused("waive", store, key, "--reason", "A", "--withdraw") == (4, "waiver.which")
    assert type_in.refused("waive", store, key, "--withdraw") == (3, "waiver.none")
    assert type_in.refused("waive", store, "12345678", "--reason", "A") == (4, "check.no-finding")
    assert type_in.refused("waive", store, key, "--reason", "A", "--document", "12345678")[0] == 4


def test_a_type_is_recorded_after_a_choice(type_in: CommandLine, store: Path) -> None:
    rule = "party.type-missing"
    count = len(findings(type_in, store, rule))
    assert count > 1
    assert "mend.choice" in type_in.refused("mend", store, rule)[1]
    assert "mend.field" in type_in.refused("mend", store, rule, "--set", "name=individual")[1]
    assert "mend.code" in type_in.refused("mend", store, rule, "--set", "kind=nobody")[1]
    assert "mend.field" in type_in.refused("mend", store, "parcel.gap", "--set", "kind=individual")[1]
    chosen = ("--set", "kind=individual", "--set", "object_type=CNV")
    shown = type_in.good("mend", store, rule, *chosen, "--dry-run", "--json").document
    assert len(shown["mends"]) == count
    done = type_in.good("mend", store, rule, *chosen, "--json").document
    assert (done["entry"]["command"], done["entry"]["objects"]) == ("finding.mend", count)
    assert not findings(type_in, store, rule)
    type_in.good("undo", store)
    assert len(findings(type_in, store, rule)) == count
