"""What database and system complain about reaches people as errors with a code, a place and a remedy."""

import errno
import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from landdesk.domain.errors import InvalidInputError, LandDeskError, TroubleError
from landdesk.store.engine import (
    copy_store,
    explained,
    open_engine,
    plain_connection,
    store_path,
    write_transaction,
)
from landdesk.store.trouble import explain_database_error, explain_os_error
from tests.rights import public_folder, without_rights
from tests.store.plain import KEY, add, add_one, make_store, names, words


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "xã Diên Điền.ldstore"


@pytest.fixture
def store(path: Path) -> Iterator[Engine]:
    engine = make_store(path)
    yield engine
    engine.dispose()


def code_of(engine: Engine) -> str:
    with pytest.raises(LandDeskError) as caught:
        words(engine)
    engine.dispose()
    assert caught.value.remedy is not None
    assert str(store_path(engine)) in str(caught.value.where)
    return caught.value.code


@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_no_store(tmp_path: Path, *, read_only: bool) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes("Kính gửi ".encode() * 1000)
    assert code_of(open_engine(path, read_only=read_only)) == "store.not-a-store"
    assert code_of(open_engine(path, read_only=read_only, key=KEY)) == "store.not-a-store"
    assert code_of(open_engine(tmp_path / "missing", read_only=read_only)) == "store.missing"
    assert code_of(open_engine(tmp_path, read_only=read_only)) == "store.unreachable"
    assert names(tmp_path) == ["letter.docx"]


def test_keys(path: Path) -> None:
    engine = open_engine(path, key=KEY, create=True)
    with write_transaction(engine) as conn:
        conn.exec_driver_sql("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)")
        add(conn, "bí mật")
    assert "bí mật".encode() not in path.with_name(path.name + "-wal").read_bytes()
    engine.dispose()
    assert "bí mật".encode() not in path.read_bytes()
    assert words(open_engine(path, key=KEY)) == ["bí mật"]
    assert code_of(open_engine(path)) == "store.not-a-store"
    assert code_of(open_engine(path, key=KEY[::-1])) == "store.not-a-store"
    with pytest.raises(ValueError, match="32"):
        open_engine(path, key=b"a word")


def test_a_full_disk(store: Engine) -> None:
    with plain_connection(store) as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(TroubleError) as caught, write_transaction(store) as conn:
        add(conn, *(f"{i}" * 1000 for i in range(100)))
    assert caught.value.code == "store.disk-full"
    assert words(store) == []
    add_one(store, "small")
    assert words(store) == ["small"]


def test_a_damaged_store(store: Engine, path: Path) -> None:
    with write_transaction(store) as conn:
        add(conn, *(f"{i}" * 100 for i in range(2000)))
    store.dispose()
    with path.open("rb+") as file:
        for page in range(3, path.stat().st_size // 4096):
            file.seek(page * 4096)
            file.write(b"\xa5" * 512)
    assert code_of(store) == "store.damaged"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_a_folder_that_may_not_be_written() -> None:
    with public_folder() as folder:
        path = folder / "xã Diên Điền.ldstore"
        store = make_store(path)
        add_one(store, "one")
        store.dispose()
        folder.chmod(0o555)
        path.chmod(0o444)
        with without_rights():
            for engine in (store, open_engine(path, read_only=True)):
                assert code_of(engine) == "store.read-only"
            with pytest.raises(TroubleError) as caught:
                copy_store(store, path.with_name("copy"))
            assert caught.value.code == "store.read-only"
            frozen = open_engine(path, read_only=True, frozen=True)
            assert words(frozen) == ["one"]
            frozen.dispose()
            store.dispose()
        assert names(folder) == [path.name]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "file.disk-full"),
        (errno.EACCES, "file.forbidden"),
        (errno.EROFS, "file.forbidden"),
        (errno.ENOENT, "file.missing"),
        (errno.EISDIR, "file.not-a-file"),
        (errno.ENAMETOOLONG, "file.bad-name"),
        (errno.ELOOP, "file.missing"),
        (errno.EIO, "file.disk-error"),
        (None, "file.disk-error"),
    ],
)
def test_what_the_system_says_of_a_file(number: int | None, code: str) -> None:
    error = OSError("odd") if number is None else OSError(number, os.strerror(number))
    shown = explain_os_error(error, Path("gói.ldpkg"))
    assert shown.code == code
    assert "gói.ldpkg" in str(shown)


@pytest.mark.parametrize(
    ("number", "made_of_it", "code"),
    [
        (5, errno.EACCES, "file.forbidden"),
        (32, errno.EACCES, "file.in-use"),
        (33, errno.EACCES, "file.in-use"),
        (21, errno.EACCES, "file.disk-error"),
        (1167, errno.EINVAL, "file.disk-error"),
        (112, errno.ENOSPC, "file.disk-full"),
        (39, errno.EINVAL, "file.disk-full"),
        (206, errno.ENOENT, "file.bad-name"),
        (3, errno.ENOENT, "file.missing"),
    ],
)
def test_what_windows_complains_about(number: int, made_of_it: int, code: str) -> None:
    error = OSError(made_of_it, "as Python words it")
    error.winerror = number  # type: ignore[attr-defined]  # there only on Windows
    assert explain_os_error(error, Path("gói.ldpkg")).code == code


def test_what_is_not_the_databases_is_not_explained(store: Engine, path: Path) -> None:
    assert explain_database_error(ValueError("x"), path) is None
    with pytest.raises(sqlite3.OperationalError), explained(store):
        raise sqlite3.OperationalError("the standard library's, not ours")


def test_errors_are_of_the_right_kind(tmp_path: Path) -> None:
    (tmp_path / "noise").write_bytes(b"noise" * 500)
    for name, kind in (("noise", InvalidInputError), ("missing", InvalidInputError), (".", TroubleError)):
        with pytest.raises(kind):
            words(open_engine(tmp_path / name))
