"""A visit of the doctor: stores are looked into without being changed, and what does not work becomes words."""

import os
from pathlib import Path

import pytest

from landdesk.app.bootstrap import NewPerson, add_person, create_store
from landdesk.app.doctor import parts
from landdesk.app.doctor.observation import Health, Observation
from landdesk.app.doctor.parts import Part
from landdesk.app.doctor.visit import visit
from landdesk.domain.clock import system_clock
from landdesk.store.migrations import SCHEMA

OLD = Path(__file__).resolve().parents[2] / "data" / "stores"


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDDESK_LOGS", str(tmp_path / "log"))
    monkeypatch.setenv("LANDDESK_CONFIG", str(tmp_path / "config"))


def by_code(seen: list[Observation]) -> dict[str, Observation]:
    return {one.code: one for one in seen}


def test_a_sound_store_is_looked_through_and_left_as_it_is(tmp_path: Path) -> None:
    store = tmp_path / "xa.landdesk"
    create_store(store, ("22657",), person=NewPerson("An")).close()
    before = store.read_bytes()
    seen = by_code(list(visit([store])))
    assert seen["store"].health is Health.GOOD
    assert all(
        seen[f"part.{code}"].health is Health.GOOD for code in ("stores", "maps", "systems", "encryption")
    )
    assert store.read_bytes() == before
    assert [path.name for path in tmp_path.glob("xa.landdesk*")] == ["xa.landdesk"]


def test_a_store_that_somebody_works_with_is_looked_through(tmp_path: Path) -> None:
    store = tmp_path / "xa.landdesk"
    app = create_store(store, ("22657",), person=NewPerson("An"))
    add_person(app, NewPerson("Ba"))
    try:
        assert (tmp_path / "xa.landdesk-wal").stat().st_size > 0
        seen = by_code(list(visit([store])))
        assert seen["store"].health is Health.GOOD
    finally:
        app.close()


def test_a_store_of_an_older_program_is_not_brought_forward(tmp_path: Path) -> None:
    source = OLD / "schema1_commune.landdesk"
    store = tmp_path / "old.landdesk"
    store.write_bytes(source.read_bytes())
    seen = by_code(list(visit([store])))
    assert seen["store.older"].what.values["ours"] == SCHEMA
    assert store.read_bytes() == source.read_bytes()


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    store = tmp_path / "xa.landdesk"
    create_store(store, ("22657",), person=NewPerson("An")).close()
    content = bytearray(store.read_bytes())
    content[4096 * 3 : 4096 * 6] = os.urandom(4096 * 3)
    store.write_bytes(content)
    seen = list(visit([store]))
    assert {one.code for one in seen if one.health is Health.BAD} & {"store.damaged", "store.unreadable"}


def test_what_is_no_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "xa.landdesk").write_bytes(b"no store")
    seen = by_code(list(visit([tmp_path / "xa.landdesk"])))
    assert seen["store.unreadable"].health is Health.BAD


def test_a_clock_that_is_behind_the_journal(tmp_path: Path) -> None:
    store = tmp_path / "xa.landdesk"
    create_store(store, ("22657",), person=NewPerson("An")).close()
    an_hour_before = system_clock() - 3_600_000
    seen = by_code(list(visit([store], clock=lambda: an_hour_before)))
    assert seen["clock.went-back"].health is Health.BAD


def test_a_part_that_does_not_work_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost() -> str:
        raise ImportError("DLL load failed while importing _geos")

    monkeypatch.setattr(parts, "_PARTS", (Part("geometry", "Geometry", lost),))
    seen = by_code(list(visit([], parts=[Part("window", "Window", lambda: "drawn")])))
    assert seen["part.geometry"].health is Health.BAD
    assert "DLL load failed" in str(seen["part.geometry"].what)
    assert seen["part.window"].health is Health.GOOD


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").write_text("a file", "utf-8")
    monkeypatch.setenv("LANDDESK_LOGS", str(tmp_path / "taken" / "log"))
    seen = list(visit([]))
    (one,) = [one for one in seen if one.code == "folder.not-writable"]
    assert "taken" in str(one.what)
