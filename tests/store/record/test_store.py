"""The store as a file: what is refused at the door, what other programs may do, what is kept."""

import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import inspect

from landdesk.app.application import Application
from landdesk.domain.codelists import Replacement
from landdesk.domain.commands import SetParcel
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.records import LandRight, Parcel, Purpose
from landdesk.i18n import Text
from landdesk.resources import resource_path
from landdesk.services.importing.foreign_rows import tidy_delta
from landdesk.services.office_lists import replace_list
from landdesk.store import tables
from landdesk.store.dialect.sqlite import connect
from landdesk.store.engine import open_engine
from landdesk.store.migrations import SCHEMA
from landdesk.store.store import NewStore, Store
from tests.stores import COMMUNE, EPSG, everything, make_store, parcel_id, person, refused


def refusal(path: Path) -> str:
    with pytest.raises(InvalidInputError) as caught:
        Store.open(path)
    assert caught.value.remedy is not None
    return caught.value.code


def test_what_is_no_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.landdesk") == "store.missing"
    assert refusal(tmp_path) == "store.not-a-file"
    for content in (b"", b"SQLite format", b"just a text\n" * 100, b"\x89PNG\r\n\x1a\n" + bytes(100)):
        path = tmp_path / "file"
        path.write_bytes(content)
        assert refusal(path) == "store.not-a-store"
        assert path.read_bytes() == content
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as conn:
        conn.execute("CREATE TABLE parcel (id)")
    conn.close()
    assert refusal(other) == "store.not-a-store"


def test_a_newer_schema_is_refused_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "store.landdesk"
    make_store(path).close()
    conn = driver.connect(str(path))
    conn.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    conn.commit()
    conn.close()
    with pytest.raises(InvalidInputError) as caught:
        Store.open(path)
    assert caught.value.code == "store.newer-schema"
    assert caught.value.what.values == {"theirs": SCHEMA + 1, "ours": SCHEMA}


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "store.landdesk"
    path.write_text("mine")
    with refused("store.exists"):
        Store.create(path, NewStore("office", EPSG, (COMMUNE,)))
    assert path.read_text() == "mine"


def test_a_store_that_could_not_be_filled_does_not_appear(tmp_path: Path) -> None:
    def fail(_: object) -> None:
        raise RefusedError("test.refused", Text("no"))

    with refused("test.refused"):
        Store.create(
            tmp_path / "s.landdesk", NewStore("office", EPSG, (COMMUNE,)), person=person(), fill=fail
        )
    assert list(tmp_path.iterdir()) == []


def test_tables_are_those_the_migrations_make(tmp_path: Path) -> None:
    path = tmp_path / "store.landdesk"
    make_store(path).close()
    engine = open_engine(path, read_only=True)
    with engine.connect() as conn:
        look = inspect(conn)
        for table in tables.METADATA.tables.values():
            assert {one["name"] for one in look.get_columns(table.name)} == {one.name for one in table.c}, (
                table
            )
            indexed = {tuple(one["column_names"]) for one in look.get_indexes(table.name)}
            indexed |= {tuple(look.get_pk_constraint(table.name)["constrained_columns"])}
            indexed |= {tuple(one["column_names"]) for one in look.get_unique_constraints(table.name)}
            for key in look.get_foreign_keys(table.name):
                leading = {columns[: len(key["constrained_columns"])] for columns in indexed}
                assert tuple(key["constrained_columns"]) in leading, f"{table.name}: {key} is not indexed"
    engine.dispose()


def test_a_reader_cannot_write(app: Application) -> None:
    with app.store.read() as reader, pytest.raises(Exception, match=r"readonly|query_only"):
        reader._conn.execute(tables.party.delete())
    assert len(everything(app)) == 48


def test_another_process_is_noticed_and_the_read_model_patched(app: Application) -> None:
    other = Application(Store.open(app.store.path), person())
    assert app.refresh() is None
    key = parcel_id(app, "12/5")
    assert len(app.coverage) == 12
    other.execute(SetParcel(key, number="55", legal_area_m2=Decimal(700)))
    update = app.refresh()
    assert update is not None
    assert update.parcels == frozenset({key})
    assert [entry.command for entry in update.entries] == ["parcel.set"]
    at = app.coverage.indices_of([key])
    assert app.coverage.column("number", at)[0] == "55"
    assert app.coverage.column("legal_area_m2", at)[0] == 700.0
    assert app.refresh() is None
    other.close()


def of_parcels(app: Application) -> dict[str, int]:
    """Return how many findings there are about parcels; of the persons of the block little is recorded."""
    assert app.findings is not None
    return {rule: count for rule, count in app.findings.counts.items() if rule.startswith("parcel.")}


def test_findings_follow_edits_and_are_kept_for_the_next_start(app: Application) -> None:
    app.check()
    assert of_parcels(app) == {}
    app.execute(SetParcel(parcel_id(app, "12/5"), number="6"))
    assert of_parcels(app) == {"parcel.duplicate-key": 1}
    before = app.findings
    assert before is not None
    who, path = app.person, app.store.path
    app.close()
    again = Application(Store.open(path), who)
    assert again.findings is not None
    assert list(again.findings.findings) == list(before.findings)
    again.execute(SetParcel(parcel_id(again, "12/7"), land_use=None))
    assert of_parcels(again) == {"parcel.duplicate-key": 1, "parcel.missing-field": 1}
    again.close()
    third = Application(Store.open(path), who)
    assert of_parcels(third) == {"parcel.duplicate-key": 1, "parcel.missing-field": 1}
    third.close()


def foreign_program(path: Path, *statements: str) -> None:
    """Write like a program that knows SpatiaLite and nothing of LandDesk."""
    conn = connect(path, key=None, read_only=False, create=False)
    for statement in statements:
        conn.execute(statement)
    conn.close()


LOOSE = "PRAGMA foreign_keys = OFF"

FOREIGN = (
    "UPDATE parcel SET address = 'Thôn khác', number = ' 99 ' WHERE number = '1'",
    "UPDATE parcel SET address = NULL WHERE number = '2'",
    "DELETE FROM land_right WHERE parcel_id = (SELECT id FROM parcel WHERE number = '3')",
    (
        "INSERT INTO parcel (commune, sheet, number, number_state, shape) "
        "SELECT commune, sheet, '77', 'official', shape FROM parcel WHERE number = '4'"
    ),
    "UPDATE parcel SET address = 'zwei Mal' WHERE number = '2'",
)


def test_foreign_writes_stop_editing_until_put_back(app: Application) -> None:
    before = everything(app)
    foreign_program(app.store.path, *FOREIGN)
    assert app.store.foreign_writes() == {"parcel": 3, "land_right": 1}
    with refused("store.foreign-writes") as caught:
        app.execute(SetParcel(parcel_id(app, "12/5"), address="A"))
    assert caught.value.what.values["count"] == len(FOREIGN)
    assert app.store.put_back_foreign_writes() == len(FOREIGN)
    assert everything(app) == before
    assert app.store.foreign_writes() == {}
    app.execute(SetParcel(parcel_id(app, "12/5"), address="A"))
    assert app.store.verify() == []


def test_foreign_writes_are_taken_over_as_one_entry_and_can_be_undone(app: Application) -> None:
    before = everything(app)
    foreign_program(app.store.path, *FOREIGN)
    assert app.person is not None
    entry = app.store.take_over_foreign_writes(app.person, tidy_delta)
    assert (entry.command, entry.delta_count) == ("store.take-over", 4)
    found = {one.key: one for one in everything(app).values() if isinstance(one, Parcel)}
    assert found["12/99"].address == "Thôn khác"
    assert found["12/2"].address == "zwei Mal"
    assert found["12/77"].shape == found["12/4"].shape
    assert app.store.verify() == []
    app.refresh()
    app.undo()
    assert everything(app) == before
    assert app.store.verify() == []


def test_a_parcel_that_another_program_deleted_takes_its_purposes_and_rights_along(app: Application) -> None:
    before = everything(app)
    gone = parcel_id(app, "12/3")
    ours = {
        one.id for one in before.values() if isinstance(one, Purpose | LandRight) and one.parcel_id == gone
    }
    assert ours
    # As QGIS does: foreign keys are not enforced, the other rows stay.
    foreign_program(app.store.path, LOOSE, f"DELETE FROM parcel WHERE id = X'{gone.hex()}'")
    assert app.person is not None
    entry = app.store.take_over_foreign_writes(app.person, tidy_delta)
    assert before.keys() - everything(app).keys() == ours | {gone}
    assert entry.delta_count == len(ours) + 1
    assert app.store.verify() == []
    app.refresh()
    app.undo()
    assert everything(app) == before


def test_foreign_writes_that_refer_to_nothing_are_refused_and_can_be_put_back(app: Application) -> None:
    before = everything(app)
    foreign_program(app.store.path, LOOSE, "UPDATE land_right SET parcel_id = zeroblob(16)")
    assert app.person is not None
    with refused("foreign.cannot-hold"):
        app.store.take_over_foreign_writes(app.person, tidy_delta)
    app.store.put_back_foreign_writes()
    assert everything(app) == before


def test_a_changed_journal_is_found(app: Application) -> None:
    app.execute(SetParcel(parcel_id(app, "12/5"), address="A"))
    assert app.store.verify() == []
    foreign_program(app.store.path, "UPDATE journal_entry SET person_name = 'Khác' WHERE number = 2")
    (problem,) = app.store.verify()
    assert problem.values == {"number": 2}


def test_one_name_and_unit_is_one_person(app: Application) -> None:
    with app.store.begin(None) as work:
        work.add_person(person("Trần Văn Bền"))
    with refused("person.exists"), app.store.begin(None) as work:
        work.add_person(person("Trần Văn Bền"))
    assert [one.name for one in app.read(lambda reader: reader.people.called("tran van ben"))] == [
        "Trần Văn Bền"
    ]


@pytest.mark.parametrize(
    ("search", "keys"),
    [
        ("12/1", ["12/1", "12/10", "12/11", "12/12"]),
        ("dang van 7", ["12/7"]),
        ("ĐẶNG 7", ["12/7"]),
        ("999000000004", ["12/4"]),
        ("99900000000", []),
        ("Phú Điền", [f"12/{number}" for number in range(1, 13)]),
        ("100%", []),
        ("3", ["12/3"]),
        ("   ", [f"12/{number}" for number in range(1, 13)]),
    ],
)
def test_search(app: Application, search: str, keys: list[str]) -> None:
    assert [line.key for line in app.read(lambda reader: reader.parcel_lines(search))] == keys


def test_parcels_are_found_by_what_people_call_them(app: Application) -> None:
    identifier = parcel_id(app, "12/3")
    full = app.read(lambda reader: reader.find_parcel(identifier.hex()))
    assert full == identifier
    assert parcel_id(app, identifier.hex()[-8:]) == identifier
    with refused("parcel.not-found"):
        parcel_id(app, "12/99")
    app.execute(SetParcel(identifier, number="4"))
    with refused("parcel.ambiguous"):
        parcel_id(app, "12/4")


def test_findings_by_other_tolerances_hold_no_more(app: Application) -> None:
    app.check()
    table = resource_path("codelists", "check_limit.csv").read_text("utf-8")
    own = Replacement("Sổ tay của chi nhánh", table.replace(",0.5,", ",0.4,", 1))
    app.write(lambda context: replace_list(context.work, "check_limit", own))
    assert app.findings is None
    assert app.rule_set.limits.gap_width_m == 0.4
    app.check()
    app.execute(SetParcel(parcel_id(app, "12/5"), number="6"))
    assert of_parcels(app) == {"parcel.duplicate-key": 1}
