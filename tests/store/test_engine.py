"""Opening stores, transactions, errors that a person can act on, copies."""

import errno
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from landdesk.domain.errors import LandDeskError, RefusedError, TroubleError
from landdesk.files import watch_durable_steps
from landdesk.store.dialect import sqlite
from landdesk.store.engine import (
    checkpoint,
    copy_store,
    data_version,
    open_engine,
    plain_connection,
    read_transaction,
    store_path,
    write_transaction,
)
from tests.cheap_stores import as_the_program
from tests.store.plain import KEY, add, add_one, make_store, names, words


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "xã Diên Điền.ldstore"


@pytest.fixture
def store(path: Path) -> Iterator[Engine]:
    engine = make_store(path)
    yield engine
    engine.dispose()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections wait 50 ms for a lock, not ten seconds."""
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_S", 0.05)


def log_size(path: Path) -> int:
    log = path.with_name(path.name + "-wal")
    return log.stat().st_size if log.exists() else 0


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# --- connections -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("store")
@as_the_program()
@pytest.mark.parametrize("read_only", [False, True])
def test_every_connection_has_the_settings(path: Path, *, read_only: bool) -> None:
    engine = open_engine(path, read_only=read_only)
    settings = {
        "foreign_keys": 1,
        "synchronous": 2,
        "trusted_schema": 1,
        "journal_mode": "wal",
        "wal_autocheckpoint": 8000,
        "busy_timeout": 10_000,
        "temp_store": 2,
        "mmap_size": 0,
        "query_only": int(read_only),
    }
    with plain_connection(engine) as first, plain_connection(engine) as second:
        for conn in (first, second):
            found = {name: conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in settings}
            assert found == settings
    engine.dispose()
    assert store_path(engine) == path


def test_connections_are_used_again_whatever_thread_asks(store: Engine) -> None:
    barrier = Barrier(3)

    def work(number: int) -> int:
        barrier.wait()
        for i in range(20):
            add_one(store, f"{number}-{i}")
            words(store)
        return id(number)

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(work, range(3)))
    assert len(words(store)) == 60
    status = store.pool.status()
    assert "Checked out connections: 0" in status


def test_opening_touches_nothing(path: Path) -> None:
    open_engine(path).dispose()
    open_engine(path, create=True).dispose()
    assert not path.exists()


@pytest.mark.parametrize("name", ["a b", "100%", "x#y?z", "thửa đất", "a&mode=ro", "file:x"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    engine = open_engine(tmp_path / name, create=True)
    with write_transaction(engine) as conn:
        conn.exec_driver_sql("CREATE TABLE t (a)")
    engine.dispose()
    assert names(tmp_path) == [name]
    copy_store(engine, tmp_path / "file:copy?mode=memory")
    engine.dispose()
    assert names(tmp_path) == sorted([name, "file:copy?mode=memory"])


# --- transactions ----------------------------------------------------------------------------------------


def test_a_write_is_kept_and_a_failed_one_is_not(store: Engine) -> None:
    def fail() -> None:
        with write_transaction(store) as conn:
            add(conn, "two")
            raise KeyboardInterrupt

    add_one(store, "one")
    with pytest.raises(KeyboardInterrupt):
        fail()
    assert words(store) == ["one"]


def test_a_bug_comes_through_as_it_is(store: Engine) -> None:
    add_one(store, "one")
    with pytest.raises(IntegrityError):
        add_one(store, "one")
    with pytest.raises(OperationalError, match="no such table"), read_transaction(store) as conn:
        conn.exec_driver_sql("SELECT * FROM nowhere")


def test_a_commit_that_fails_takes_everything_back(store: Engine) -> None:
    with write_transaction(store) as conn:
        conn.exec_driver_sql("CREATE TABLE child (a INTEGER REFERENCES t (a) DEFERRABLE INITIALLY DEFERRED)")

    def orphan() -> None:
        with write_transaction(store) as conn:
            add(conn, "one")
            conn.exec_driver_sql("INSERT INTO child VALUES (77)")

    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        orphan()
    assert words(store) == []
    add_one(store, "one")


@pytest.mark.usefixtures("impatient")
def test_one_writer_at_a_time(path: Path) -> None:
    one, two = open_engine(path, create=True), open_engine(path)
    with write_transaction(one) as conn:
        conn.exec_driver_sql("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE)")
        with pytest.raises(TroubleError) as caught:
            add_one(two, "x")
    assert caught.value.code == "store.locked"
    assert str(path) in str(caught.value.where)
    add_one(two, "y")
    assert words(one) == ["y"]
    one.dispose()
    two.dispose()


def test_a_reader_sees_one_state(store: Engine) -> None:
    add_one(store, "one")
    with read_transaction(store) as conn:
        add_one(store, "two")
        assert conn.exec_driver_sql("SELECT count(*) FROM t").scalar_one() == 1
    assert words(store) == ["one", "two"]


def test_what_a_reader_writes_is_taken_back(store: Engine) -> None:
    with read_transaction(store) as conn:
        add(conn, "never")
    assert words(store) == []


def test_a_transaction_the_database_has_ended_cannot_go_on(store: Engine) -> None:
    """Otherwise what comes after would be committed statement by statement."""
    with write_transaction(store) as conn:
        conn.exec_driver_sql(
            "CREATE TRIGGER no BEFORE INSERT ON t WHEN NEW.b = 'no' BEGIN SELECT RAISE(ROLLBACK, 'no'); END"
        )

    def go_on() -> None:
        with write_transaction(store) as conn:
            add(conn, "one")
            with pytest.raises(IntegrityError):
                add(conn, "no")
            add(conn, "two")

    def commit_all_the_same() -> None:
        with write_transaction(store) as conn, pytest.raises(IntegrityError):
            add(conn, "no")

    for work in (go_on, commit_all_the_same):
        with pytest.raises(RuntimeError, match="taken the transaction back"):
            work()
    assert words(store) == []
    add_one(store, "three")


def test_every_commit_passes_the_durable_steps(store: Engine) -> None:
    steps: list[str] = []
    with watch_durable_steps(steps.append):
        add_one(store, "one")
        words(store)
        with store.begin() as conn:
            add(conn, "two")
    assert steps == ["store.commit", "store.committed", "store.commit"]


def test_a_failure_just_before_the_commit(store: Engine) -> None:
    def fail(step: str) -> None:
        if step == "store.commit":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), watch_durable_steps(fail):
        add_one(store, "one")
    assert words(store) == []
    add_one(store, "two")


_KILLED = """
import os, signal, sys
from pathlib import Path
from landdesk.files import watch_durable_steps
from landdesk.store.engine import open_engine, write_transaction

def die(step):
    if step == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

engine = open_engine(Path(sys.argv[1]))
with watch_durable_steps(die), write_transaction(engine) as conn:
    for i in range(2000):
        conn.exec_driver_sql("INSERT INTO t (b) VALUES (?)", (f"{i}" * 100,))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize(("step", "count"), [("store.commit", 0), ("store.committed", 2000)])
def test_a_kill_leaves_all_or_nothing(store: Engine, path: Path, step: str, count: int) -> None:
    store.dispose()
    done = subprocess.run([sys.executable, "-c", _KILLED, path, step], check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(words(store)) == count
    with read_transaction(store) as conn:
        assert conn.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


# --- reading only ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO t (b) VALUES ('x')",
        "CREATE TABLE u (a)",
        "PRAGMA user_version = 3",
        "DELETE FROM t",
        "VACUUM",
    ],
)
def test_a_read_only_engine_writes_nothing(store: Engine, path: Path, statement: str) -> None:
    add_one(store, "one")
    store.dispose()
    before = digest(path)
    reader = open_engine(path, read_only=True)
    assert words(reader) == ["one"]
    with plain_connection(reader) as conn:
        conn.exec_driver_sql("PRAGMA query_only = OFF")
    for manner in (plain_connection, read_transaction):
        if statement == "VACUUM" and manner is read_transaction:
            continue
        with pytest.raises(TroubleError) as caught, manner(reader) as conn:
            conn.exec_driver_sql(statement)
        assert caught.value.code == "store.read-only"
    with pytest.raises(TroubleError) as caught:
        add_one(reader, "two")
    assert caught.value.code == "store.read-only"
    reader.dispose()
    assert digest(path) == before


def test_a_read_only_engine_sees_what_a_writer_commits(store: Engine, path: Path) -> None:
    reader = open_engine(path, read_only=True)
    assert words(reader) == []
    add_one(store, "one")
    assert words(reader) == ["one"]
    reader.dispose()


# --- news, checkpoints, copies ---------------------------------------------------------------------------


def test_others_commits_are_news(store: Engine, path: Path) -> None:
    other = open_engine(path)
    with plain_connection(store) as watch:
        first = data_version(watch)
        watch.exec_driver_sql("INSERT INTO t (b) VALUES ('own')")
        assert data_version(watch) == first
        add_one(other, "theirs")
        second = data_version(watch)
        assert second != first
        words(other)
        assert data_version(watch) == second
        add_one(store, "of this process, on another connection")
        assert data_version(watch) not in (first, second)
    other.dispose()


def test_a_checkpoint_empties_the_log(store: Engine, path: Path, tmp_path: Path) -> None:
    add_one(store, "one")
    assert log_size(path) > 0
    with read_transaction(store):
        add_one(store, "two")
        assert checkpoint(store) is False
    assert checkpoint(store) is True
    assert log_size(path) == 0
    copy = tmp_path / "copied by a person"
    copy.write_bytes(path.read_bytes())
    engine = open_engine(copy)
    assert words(engine) == ["one", "two"]
    engine.dispose()
    with plain_connection(store) as conn:
        assert conn.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10_000


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_a_copy_is_the_store_as_it_is(path: Path, tmp_path: Path, key: bytes | None) -> None:
    engine = open_engine(path, key=key, create=True)
    with write_transaction(engine) as conn:
        conn.exec_driver_sql("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)")
        add(conn, "one")
    target = tmp_path / "copy"
    with write_transaction(engine) as conn:
        add(conn, "not yet")
        copy_store(engine, target)
    copied = open_engine(target, key=key)
    assert words(copied) == ["one"]
    copied.dispose()
    assert (target.read_bytes()[:15] == b"SQLite format 3") is (key is None)
    with pytest.raises(RefusedError) as caught:
        copy_store(engine, target)
    assert caught.value.code == "store.copy-exists"
    engine.dispose()
    assert names(tmp_path) == sorted([path.name, "copy"])


def test_a_copy_that_fails_leaves_nothing(store: Engine, tmp_path: Path) -> None:
    def fill_the_disk(step: str) -> None:
        if step == "file.sync":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    target = tmp_path / "copies" / "copy"
    target.parent.mkdir()
    with pytest.raises(TroubleError) as caught, watch_durable_steps(fill_the_disk):
        copy_store(store, target)
    assert caught.value.code == "file.disk-full"
    assert names(target.parent) == []
    with pytest.raises(LandDeskError):
        copy_store(store, tmp_path / "nowhere" / "copy")
