"""``landdesk worklist``: a list worked through on the terminal, one process after the other."""

from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine
from tests.stores import make_store, person


@pytest.fixture
def store(type_in: CommandLine) -> Path:
    path = type_in.folder / "commune.landdesk"
    app = make_store(path, role="commune")
    app.close()
    type_in.person = person("Lê Thị Đào").name
    return path


def test_a_list_is_made_worked_through_and_counted(type_in: CommandLine, store: Path) -> None:
    made = type_in.good(
        "worklist", "new", store, "--filter", '{"sheet":["12"]}', "--title", "Tờ 12", "--json"
    )
    assert (made.document["count"], made.document["worklist"]["goal"]) == (12, 51)
    first = type_in.good("worklist", "next", store, "Tờ 12", "--json").document
    assert (first["before"], first["current"]["key"], first["done_today"]) == (None, "12/1", 0)
    second = type_in.good("worklist", "next", store, "Tờ 12", "--json").document
    assert (second["before"]["key"], second["before"]["state"]) == ("12/1", "done")
    assert (second["current"]["key"], second["done_today"], second["count"]) == ("12/2", 1, 11)
    third = type_in.good(
        "worklist", "skip", store, "Tờ 12", "12/2", "--reason", "Chờ giấy tờ", "--another-day", "--json"
    ).document
    assert (third["before"]["state"], third["current"]["key"]) == ("postponed", "12/3")
    shown = type_in.good("worklist", "show", store, made.document["worklist"]["id"], "--limit", "2", "--json")
    assert [one["key"] for one in shown.document["parcels"]] == ["12/3", "12/4"]
    assert (shown.document["count"], shown.document["postponed"]) == (10, 1)
    words = type_in.good("worklist", "show", store, "Tờ 12").out
    assert "hôm nay 1/51" in words
    type_in.good("worklist", "goal", store, "60")
    assert "Hôm nay 1/60" in type_in.good("worklist", "list", store).out
    (day,) = type_in.good("worklist", "statistics", store, "--json").document["days"]
    assert (day["person"], day["done"], day["put_off"]) == ("Lê Thị Đào", 1, 1)
    states = type_in.good("worklist", "states", store, "--json").document
    assert (states["checked"], sum(states["states"].values())) == (False, 12)
    type_in.good("worklist", "remove", store, "Tờ 12")
    assert type_in.good("worklist", "list", store, "--json").document["worklists"] == []
    assert type_in.good("worklist", "statistics", store, "--json").document["days"] == [day]


def test_what_is_wrong_is_said_with_the_way_on(type_in: CommandLine, store: Path) -> None:
    assert type_in.refused("worklist", "new", store, "--filter", "nothing") == (4, "worklist.no-preset")
    assert type_in.refused("worklist", "new", store, "--filter", "{") == (4, "worklist.no-filter")
    assert type_in.refused("worklist", "new", store, "--filter", "faulty") == (3, "worklist.not-checked")
    assert type_in.refused("worklist", "next", store, "Không có") == (4, "worklist.not-found")
    type_in.good("worklist", "new", store, "--filter", "missing")
    assert type_in.refused("worklist", "new", store, "--filter", "missing") == (3, "worklist.exists")
    type_in.person = None
    assert type_in.refused("worklist", "new", store, "--filter", "all") == (6, "person.none")


def test_ready_filters_and_names_are_listed(type_in: CommandLine) -> None:
    words = type_in.good("worklist", "filters").out
    assert "no-polygon" in words
    assert "group.certificate" in words


def test_reclassification_is_noted_and_seen(type_in: CommandLine, store: Path) -> None:
    type_in.good("work", "reclassify", store, "12/1", "12/2")
    assert type_in.good("worklist", "states", store, "--json").document["states"]["reclassify"] == 2
    assert type_in.refused("work", "reclassify", store, "12/1") == (3, "edit.nothing-changed")
    type_in.good("undo", store)
    assert "reclassify" not in type_in.good("worklist", "states", store, "--json").document["states"]
