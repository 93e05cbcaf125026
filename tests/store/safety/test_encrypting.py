"""A plain store made encrypted: whole at every moment, nothing plain left, the same to the last row."""

import errno
import shutil
from pathlib import Path

import pytest

from landdesk.app import encryption, keys
from landdesk.app.bootstrap import open_application
from landdesk.domain.commands import SetParcel
from landdesk.domain.errors import CancelledError
from landdesk.domain.progress import SilentProgress
from landdesk.files import watch_durable_steps
from landdesk.store.encryption.converting import contents
from landdesk.store.encryption.key_file import new_store_key, opened_by_passphrase, read_key_file
from landdesk.store.engine import open_engine, read_transaction
from landdesk.store.recognition import key_path, recognised
from tests.store.kill.faults import Fault, Killed
from tests.store.safety.worlds import KEY, PASSPHRASE, SCANS, encrypt, held_open, make_plain, opened
from tests.stores import parcel_id, refused


@pytest.fixture(autouse=True)
def no_keys() -> None:
    keys.forget()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "stores"
    folder.mkdir()
    made = folder / "commune.landdesk"
    make_plain(made)
    return made


def content_of(path: Path, key: bytes | None) -> object:
    engine = open_engine(path, key=key, read_only=True)
    try:
        with read_transaction(engine) as conn:
            return contents(conn)
    finally:
        engine.dispose()


def plain_words(folder: Path) -> list[str]:
    """Return the files in which a land user's name, a scan's words or a database's header can be read."""
    words = ("Đặng Văn".encode(), b"giay chung nhan", b"SQLite format 3", "Đặng Văn".encode("utf-16-le"))
    return [
        str(one.relative_to(folder))
        for one in sorted(folder.rglob("*"))
        if one.is_file() and any(word in one.read_bytes() for word in words)
    ]


def test_the_store_is_the_same_and_nothing_plain_is_left(path: Path) -> None:
    before = content_of(path, None)
    assert plain_words(path.parent)
    encrypt(path)
    assert plain_words(path.parent) == []
    assert content_of(path, KEY.key) == before
    app = opened(path)
    assert app.store.verify() == []
    for digest, content in zip(app.store.vault.digests(), sorted(SCANS, key=_digest), strict=True):
        with app.store.vault.open(digest) as file:
            assert file.read() == content
    app.execute(SetParcel(parcel_id(app, "12/1"), address="Thôn Một"))
    app.close()
    names = sorted(one.name for one in path.parent.iterdir())
    assert names == ["commune.landdesk", "commune.landdesk.files", "commune.landdesk.key"]


def _digest(content: bytes) -> bytes:
    import hashlib

    return hashlib.sha256(content).digest()


def test_the_app_gives_a_code_where_no_office_can_unlock(path: Path) -> None:
    code = encryption.encrypt(path, PASSPHRASE, SilentProgress())
    assert code is not None
    with refused("store.encrypted-already"):
        encryption.encrypt(path, PASSPHRASE, SilentProgress())
    open_application(path).close()
    keys.forget()
    encryption.unlock_by_code(path, code, "mật khẩu thứ hai")
    keys.forget()
    with refused("store.passphrase-wrong"):
        open_application(path, passphrase=PASSPHRASE)
    open_application(path, passphrase="mật khẩu thứ hai").close()
    newer = encryption.new_recovery_code(path, None)
    with refused("recovery.code-other"):
        encryption.unlock_by_code(path, code, PASSPHRASE)
    encryption.unlock_by_code(path, newer, PASSPHRASE)
    encryption.change_passphrase(path, PASSPHRASE, "mật khẩu thứ ba")
    keys.forget()
    open_application(path, passphrase="mật khẩu thứ ba").close()


def test_not_while_another_window_has_it_open(path: Path) -> None:
    before = path.read_bytes()
    with held_open(path, ""), refused("store.in-use"):
        encrypt(path)
    assert not key_path(path).exists()
    assert recognised(path) is None
    assert path.stat().st_size == len(before)
    encrypt(path)


def test_not_a_store_that_is_damaged(path: Path) -> None:
    content = path.read_bytes()
    spoilt = content.replace("Đặng Văn 7".encode(), "Đặng Văn 8".encode())
    assert spoilt != content
    path.write_bytes(spoilt)
    with refused("store.unsound"):
        encrypt(path)
    assert "Đặng Văn 7".encode() not in path.read_bytes()
    assert recognised(path) is None
    assert not key_path(path).exists()


def test_stopped(path: Path) -> None:
    progress = SilentProgress()
    progress.stop()
    with pytest.raises(CancelledError):
        encryption.encrypt(path, PASSPHRASE, progress)
    assert sorted(one.name for one in path.parent.iterdir()) == ["commune.landdesk", "commune.landdesk.files"]
    open_application(path).close()


def test_a_full_disk(path: Path) -> None:
    def full(name: str) -> None:
        if name == "file.sync":
            raise OSError(errno.ENOSPC, "No space left on device")

    with refused("file.disk-full"), watch_durable_steps(full):
        encrypt(path)
    assert recognised(path) is None
    assert not list(path.parent.glob(".*"))
    open_application(path).close()


def steps(path: Path, aside: Path) -> int:
    """Return how many durable steps there are, tried on a copy."""
    shutil.copytree(path.parent, aside)
    seen: list[str] = []
    with watch_durable_steps(seen.append):
        encrypt(aside / path.name)
    return len(seen)


def test_killed_at_every_step_one_of_the_two_is_there_whole(path: Path, tmp_path: Path) -> None:
    before = content_of(path, None)
    count = steps(path, tmp_path / "counted")
    assert count > 10
    ways: list[bool] = []
    for at in range(1, count + 1):
        folder, image = tmp_path / f"run{at}", tmp_path / f"image{at}"
        shutil.copytree(path.parent, folder)
        with pytest.raises(Killed), watch_durable_steps(Fault(at, folder, image)):
            encrypt(folder / path.name)
        left = image / path.name
        file = recognised(left)
        ways.append(file is not None)
        key = None if file is None else opened_by_passphrase(read_key_file(left), PASSPHRASE, left)
        app = opened(left, key)
        assert content_of(left, None if key is None else key.key) == before
        assert app.store.verify() == []
        assert [app.store.vault.verify(one) for one in app.store.vault.digests()] == [None, None]
        app.close()
        if key is None:
            # It can be done again, with a key of its own.
            encrypt(left, new_store_key(PASSPHRASE, None, None))
        for part in image.glob(".*.part*"):
            # A kill leaves the temporary file, as everywhere; it is encrypted or has been.
            part.unlink()
        assert plain_words(image) == []
    # First the plain one, then the encrypted one, and never back.
    assert ways == sorted(ways)
    assert True in ways
    assert False in ways
