"""A store of an older schema is brought to the newest when it is opened; a copy of it as it was stays beside it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from landdesk.app.bootstrap import open_application
from landdesk.app.surveys import Surveys
from landdesk.domain.commands import AskOffice, EditRecord, SetFields, SetParcel
from landdesk.domain.records import Certificate, Party, Purpose
from landdesk.services.survey.keeping import Wishes
from landdesk.store.engine import open_engine, read_transaction
from landdesk.store.migrations import SCHEMA, m0002_whole_record
from landdesk.store.recognition import store_version
from tests.stores import refused

KEPT = Path(__file__).resolve().parents[2] / "data/stores/schema1_commune.landdesk"


def version_of(path: Path) -> int:
    engine = open_engine(path, read_only=True)
    try:
        with read_transaction(engine) as conn:
            return store_version(conn)
    finally:
        engine.dispose()


def test_the_record_is_the_same_before_and_after(tmp_path: Path) -> None:
    store = Path(shutil.copy(KEPT, tmp_path / "kho.landdesk"))
    assert version_of(store) == 1
    app = open_application(store, "Nguyễn Thị Hường")
    copy = tmp_path / f"kho.before-schema-{SCHEMA}.landdesk"
    try:
        assert app.store.copy_before == copy
        assert app.info.schema == SCHEMA
        # Every object has the revision that schema 1 gave it: the same content is the same on every computer.
        assert app.store.verify() == []
        assert app.read(lambda reader: reader.parcel_count()) == 7
        assert {one.kind for one in app.read(lambda reader: reader.all(Party)).values()} == {None}
        assert {one.form for one in app.read(lambda reader: reader.all(Purpose)).values()} == {None}
        assert app.read(lambda reader: reader.all(Certificate)) == {}
        app.execute(SetParcel(app.read(lambda reader: reader.find_parcel("12/3")), address="Thôn Nam"))
        app.undo()
        assert app.store.verify() == []
    finally:
        app.close()
    assert copy.exists()
    assert version_of(copy) == 1
    assert version_of(store) == SCHEMA
    again = open_application(store)
    assert again.store.copy_before is None
    again.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [copy.name, store.name]


def test_a_store_of_schema_2_gets_tables_for_survey_points_and_nothing_else_changes(tmp_path: Path) -> None:
    store = Path(shutil.copy(KEPT.with_name("schema2_commune.landdesk"), tmp_path / "kho.landdesk"))
    app = open_application(store, "Nguyễn Thị Hường")
    try:
        assert app.store.copy_before == tmp_path / f"kho.before-schema-{SCHEMA}.landdesk"
        assert app.read(lambda reader: reader.surveys.all()) == []
        assert app.store.verify() == []
        points = tmp_path / "diem.csv"
        points.write_text("1;1358000;586000\n", "utf-8")
        surveys = Surveys(app)
        made = surveys.bring_in(surveys.understand(points, Wishes()))
        assert [one.at for one in surveys.points(made)] == [(586_000.0, 1_358_000.0)]
    finally:
        app.close()


def test_a_store_of_schema_3_takes_requests_and_keeps_its_work(tmp_path: Path) -> None:
    store = Path(shutil.copy(KEPT.with_name("schema3_commune.landdesk"), tmp_path / "kho.landdesk"))
    app = open_application(store, "Nguyễn Thị Hường")
    try:
        assert app.store.verify() == []
        parcel = app.read(lambda reader: reader.find_parcel("12/3"))
        app.execute(AskOffice((parcel,), "sign_scan", "Ký số giấy chứng nhận"))
        (made,) = app.read(lambda reader: reader.failures.requests(about=[parcel]))
        assert (made.parcel_keys, made.state) == ("12/3", "asked")
        assert app.store.verify() == []
    finally:
        app.close()


def test_a_certificate_of_schema_4_takes_its_hand_over(tmp_path: Path) -> None:
    store = Path(shutil.copy(KEPT.with_name("schema4_commune.landdesk"), tmp_path / "kho.landdesk"))
    app = open_application(store, "Nguyễn Thị Hường")
    try:
        (paper,) = app.read(lambda reader: reader.all(Certificate)).values()
        assert (paper.handed_over_on, paper.hand_over_number) == (None, None)
        after = replace(paper, handed_over_on="2026-04-02", hand_over_number="15/BB-BG")
        said = {name: getattr(after, name) for name in ("handed_over_on", "hand_over_number")}
        app.execute(EditRecord((SetFields("certificate", paper.id, said),)))
        assert app.read(lambda reader: reader.all(Certificate)) == {paper.id: after}
        assert app.store.verify() == []
        app.undo()
        assert app.read(lambda reader: reader.all(Certificate)) == {paper.id: paper}
    finally:
        app.close()


def test_other_programs_are_still_noticed_on_widened_and_on_new_tables(tmp_path: Path) -> None:
    store = Path(shutil.copy(KEPT, tmp_path / "kho.landdesk"))
    open_application(store).close()
    engine = open_engine(store)
    with engine.connect() as conn:
        triggers = {
            row[0] for row in conn.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        }
        assert {
            f"foreign_update_{name}" for name in ("parcel", "certificate", "work_item", "request")
        } <= triggers
        sql = conn.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE name = 'foreign_update_parcel'"
        ).scalar_one()
        assert "OLD.parcel_code" in sql
        sql = conn.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE name = 'foreign_update_work_item'"
        ).scalar_one()
        assert "OLD.said_on" in sql
        sql = conn.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE name = 'foreign_update_certificate'"
        ).scalar_one()
        assert "OLD.hand_over_number" in sql
    engine.dispose()


def test_a_stop_in_the_middle_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Path(shutil.copy(KEPT, tmp_path / "kho.landdesk"))
    broken = m0002_whole_record.STATEMENTS + "\nCREATE TABLE parcel (x);\n"
    monkeypatch.setattr(m0002_whole_record, "STATEMENTS", broken)
    with pytest.raises(Exception, match="already exists"):
        open_application(store)
    assert version_of(store) == 1
    monkeypatch.undo()
    app = open_application(store)
    assert app.store.verify() == []
    assert app.store.copy_before == tmp_path / f"kho.before-schema-{SCHEMA}-2.landdesk"
    app.close()


def test_a_store_that_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "đĩa"
    folder.mkdir()
    store = Path(shutil.copy(KEPT, folder / "kho.landdesk"))
    from landdesk.store import store as module

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "may_be_written", lambda _path: False)
        with refused("store.older-schema"):
            open_application(store)
    assert version_of(store) == 1
