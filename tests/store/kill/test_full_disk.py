"""A disk that is full in the middle of an act: an error that says so, nothing half-written, and on it goes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.commands import SetParcel
from landdesk.domain.errors import TroubleError
from landdesk.store.engine import plain_connection
from tests.small_disk import played_on_a_small_disk
from tests.store.kill.faults import names, state_of
from tests.stores import block_records, counted_ids, everything, make_store, parcel_id


@contextmanager
def no_room_to_grow(app: Application, pages: int) -> Iterator[None]:
    """Let the store's file grow by so many pages at the most."""
    with plain_connection(app.store._engine) as conn:
        count = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {count + pages}")
    yield
    with plain_connection(app.store._engine) as conn:
        conn.exec_driver_sql("PRAGMA max_page_count = 1073741823")


@pytest.mark.parametrize("count", [30, 50])
@pytest.mark.parametrize("pages", [0, 1, 5, 20])
def test_an_import_that_does_not_fit_leaves_nothing(tmp_path: Path, count: int, pages: int) -> None:
    # 2,500 new parcels take the way of the bulk load, 900 that of single rows.
    app = make_store(tmp_path / "store.landdesk")
    before = everything(app)
    records = block_records(count, count, counted_ids(7))
    change = ChangeSet("import", tuple(Delta(None, one) for one in records))

    def bring_in() -> None:
        app.write(lambda context: context.work.apply(change, EntryKind.IMPORT))

    with no_room_to_grow(app, pages), pytest.raises(TroubleError) as caught:
        bring_in()
    assert caught.value.code == "store.disk-full"
    assert everything(app) == before
    assert len(app.coverage) == 12
    assert app.store.verify() == []
    bring_in()
    assert len(app.coverage) == 12 + count**2
    assert app.store.verify() == []
    app.close()


def test_edits_that_do_not_fit_leave_what_was_reported(tmp_path: Path) -> None:
    app = make_store(tmp_path / "store.landdesk")
    parcel = parcel_id(app, "12/5")
    done = 1

    def edit_on_and_on() -> None:
        nonlocal done
        while True:
            done = app.execute(SetParcel(parcel, address=f"Thôn {done} " + "ơ" * 400)).number

    with no_room_to_grow(app, 3), pytest.raises(TroubleError) as caught:
        edit_on_and_on()
    assert caught.value.code == "store.disk-full"
    shown = app.read(lambda reader: reader.parcel_lines("12/5"))[0].address
    assert shown is not None
    assert shown.startswith(f"Thôn {done - 1} ")
    assert app.read(lambda reader: reader.version()) == app.coverage.version == done > 2
    app.undo()
    app.close()
    state = state_of(tmp_path / "store.landdesk")
    assert state is not None
    assert state.problems == ()
    assert names(tmp_path) == {"store.landdesk"}


def test_a_small_disk_runs_full(tmp_path: Path) -> None:
    found = played_on_a_small_disk("tests.store.kill.full_disk", tmp_path)
    assert found["act"] == "store.disk-full"
    assert found["package"] in ("store.disk-full", "file.disk-full")
    assert found["backup"] == "file.disk-full"
    assert found["create"] in ("store.disk-full", "file.disk-full")
    in_the_store, reported = found["entries"]
    assert in_the_store == reported == found["shown"] == found["entries_after_restart"] > 1
    assert found["snapshots"] == 0
    assert {"base.ldpkg", "b.ldbak", "new.landdesk"}.isdisjoint(found["names"])
    assert [name for name in found["names"] if name.endswith(".part")] == []
    assert found["problems"] == found["problems_again"] == []
    assert (found["act_again"], found["package_again"]) == ("done", "done")
    assert found["names_again"] == ["base.ldpkg", "store.landdesk"]
