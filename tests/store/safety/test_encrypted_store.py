"""Encrypted stores are stores like any other, for who has the passphrase; for everybody else they are noise."""

import math
import os
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest

from landdesk.app import keys
from landdesk.app.bootstrap import open_application
from landdesk.domain.commands import SetParcel
from landdesk.domain.errors import LandDeskError
from landdesk.domain.progress import SilentProgress
from landdesk.store.encryption.key_file import new_store_key
from landdesk.store.recognition import key_path
from landdesk.store.store import NewStore, Store
from tests.rights import public_folder, without_rights
from tests.store.safety.worlds import KEY, PASSPHRASE, held_open, make_encrypted, make_plain, opened
from tests.stores import COMMUNE, EPSG, parcel_id, person, refused


@pytest.fixture(autouse=True)
def no_keys() -> None:
    keys.forget()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "commune.landdesk"
    make_encrypted(made)
    return made


def entropy(content: bytes) -> float:
    """Return bits per byte; 8 is noise."""
    counts = Counter(content)
    return -sum(n / len(content) * math.log2(n / len(content)) for n in counts.values())


def test_every_page_is_noise(path: Path) -> None:
    app = opened(path)
    app.execute(SetParcel(parcel_id(app, "12/1"), address="Thôn Phú Điền Tây"))
    log = Path(f"{path}-wal").read_bytes()
    app.close()
    content = path.read_bytes()
    assert b"SQLite" not in content[:16]
    assert min(entropy(content[at : at + 4096]) for at in range(0, len(content), 4096)) > 7.9
    assert len(log) > 4096
    assert entropy(log) > 7.9


def test_it_works_like_any_other(path: Path) -> None:
    app = opened(path)
    app.execute(SetParcel(parcel_id(app, "12/1"), address="Thôn Phú Điền Tây"))
    assert app.check().findings is not None
    app.undo()
    app.close()
    app = opened(path)
    assert app.store.encrypted
    assert app.read(lambda reader: reader.version()) == 3
    assert app.store.verify() == []
    app.close()


def test_a_passphrase_is_given_once_in_a_process(path: Path) -> None:
    with refused("store.passphrase-needed"):
        open_application(path)
    with refused("store.passphrase-wrong"):
        open_application(path, passphrase="một mật khẩu khác")
    with refused("store.passphrase-needed"):
        open_application(path)
    open_application(path, passphrase=PASSPHRASE).close()
    open_application(path).close()
    keys.forget()
    with refused("store.passphrase-needed"):
        open_application(path)


def test_a_plain_store_needs_none_and_takes_no_offence(tmp_path: Path) -> None:
    plain = tmp_path / "plain.landdesk"
    make_plain(plain)
    app = open_application(plain, passphrase=PASSPHRASE)
    assert not app.store.encrypted
    app.close()


def test_wrong_words_lock_nobody_out(path: Path) -> None:
    before = path.read_bytes(), key_path(path).read_bytes()
    for number in range(5):
        with refused("store.passphrase-wrong"):
            open_application(path, passphrase=f"mật khẩu {number}")
    assert (path.read_bytes(), key_path(path).read_bytes()) == before
    open_application(path, passphrase=PASSPHRASE).close()


def test_two_processes_write_to_one_store(path: Path) -> None:
    app = opened(path)
    with held_open(path) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdin.write("Thôn Một\n")
        other.stdin.flush()
        assert other.stdout.readline() == "2\n"
        update = app.refresh()
        assert app.read(lambda reader: reader.version()) == 2
        assert app.execute(SetParcel(parcel_id(app, "12/2"), address="Thôn Hai")).number == 3
    assert update is None or update.version == 2
    assert app.store.verify() == []
    app.close()


def test_without_its_key_file_it_says_what_may_be_wrong(path: Path) -> None:
    key_path(path).unlink()
    with refused("store.no-key-file"):
        open_application(path)


def test_the_key_file_of_another_store(path: Path, tmp_path: Path) -> None:
    other = new_store_key(PASSPHRASE, None, None)
    make_encrypted(tmp_path / "other.landdesk", other)
    shutil.copy(key_path(tmp_path / "other.landdesk"), key_path(path))
    with refused("store.key-does-not-fit"):
        open_application(path, passphrase=PASSPHRASE)


def test_a_damaged_beginning_and_a_damaged_middle(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(bytes(4096) + content[4096:])
    with refused("store.damaged"):
        open_application(path, passphrase=PASSPHRASE)
    path.write_bytes(os.urandom(4096) + content[4096:])
    with refused("store.key-does-not-fit"):
        open_application(path, passphrase=PASSPHRASE)
    for page in range(1, len(content) // 4096, 7):
        path.write_bytes(content[: page * 4096 + 100] + bytes(8) + content[page * 4096 + 108 :])
        assert trouble(path) in ("store.damaged", "found by looking")


def trouble(path: Path) -> str:
    """Return what opening and looking through a store ends with."""
    try:
        with Store.open(path, key=KEY) as store:
            return "found by looking" if store.verify() else "nothing"
    except LandDeskError as error:
        return error.code


def test_a_file_of_noise_is_no_store(tmp_path: Path) -> None:
    noise = tmp_path / "noise"
    noise.write_bytes(os.urandom(8192))
    with refused("store.no-key-file"):
        open_application(noise)
    noise.write_bytes(b"%PDF" * 4096)
    with refused("store.not-a-store"):
        open_application(noise)


def test_through_a_link_the_key_file_is_found(path: Path, tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "here.landdesk"
    link.symlink_to(path)
    app = open_application(link, passphrase=PASSPHRASE)
    assert len(list(app.store.vault.digests())) == 2
    app.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_it_can_be_looked_at_where_nothing_can_be_written() -> None:
    with public_folder() as folder:
        path = folder / "commune.landdesk"
        make_encrypted(path)
        for one in (path, key_path(path)):
            one.chmod(0o444)
        folder.chmod(0o555)
        with without_rights():
            app = open_application(path, passphrase=PASSPHRASE)
            assert app.store.read_only
            assert app.read(lambda reader: reader.parcel_count()) == 12
            app.close()
        folder.chmod(0o755)


def test_frozen_looking_takes_the_key(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("landdesk.store.store.may_be_written", lambda _path: False)
    app = open_application(path, passphrase=PASSPHRASE)
    assert app.store.read_only
    assert app.read(lambda reader: reader.parcel_count()) == 12
    app.store.copy_to(path.with_name("copy.landdesk"), SilentProgress())
    app.close()


def test_a_store_that_cannot_be_made_leaves_no_key_file(tmp_path: Path) -> None:
    path = tmp_path / "new.landdesk"

    def fail(_work: object) -> None:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        Store.create(path, NewStore("office", EPSG, (COMMUNE,)), key=KEY, person=person(), fill=fail)
    assert list(tmp_path.iterdir()) == []


def test_a_key_file_is_never_overwritten_by_a_new_store(path: Path) -> None:
    path.unlink()
    before = key_path(path).read_bytes()
    with refused("store.exists"):
        Store.create(path, NewStore("office", EPSG, (COMMUNE,)), key=new_store_key(PASSPHRASE, None, None))
    assert key_path(path).read_bytes() == before
