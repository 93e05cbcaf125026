"""Backups: one file, whole or not there; back again to the last byte, and never over a store by mistake."""

import errno
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from landdesk.app import encryption, keys, safekeeping
from landdesk.app.bootstrap import open_application
from landdesk.domain.commands import SetParcel
from landdesk.domain.errors import CancelledError
from landdesk.domain.progress import SilentProgress
from landdesk.files import watch_durable_steps
from landdesk.i18n import Text
from landdesk.store.recognition import key_path
from landdesk.store.vault import Vault, vault_folder
from tests.store.kill.faults import Fault, Killed, state_of
from tests.store.safety.worlds import KEY, PASSPHRASE, SCANS, held_open, make_encrypted, make_plain, opened
from tests.stores import parcel_id, refused, ticking_clock

SILENT = SilentProgress()
KINDS = pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])


@pytest.fixture(autouse=True)
def no_keys() -> None:
    keys.forget()


WHO = "Nguyễn Thị Hường"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "stores"
    made.mkdir()
    return made


def made(folder: Path, encrypted: bool) -> Path:
    path = folder / "commune.landdesk"
    (make_encrypted if encrypted else make_plain)(path)
    if encrypted:
        open_application(path, passphrase=PASSPHRASE).close()
    return path


def backed_up(path: Path, name: str = "b.ldbak") -> Path:
    app = open_application(path, WHO)
    try:
        safekeeping.backup(app, path.parent / name, SILENT)
    finally:
        app.close()
    return path.parent / name


def entries(path: Path) -> tuple[tuple[int, bytes], ...]:
    app = open_application(path)
    try:
        assert app.store.verify() == []
        digests = list(app.store.vault.digests())
        assert [app.store.vault.verify(one) for one in digests] == [None] * len(digests)
        return tuple((one.number, one.hash) for one in app.read(lambda reader: reader.entries_after(0)))
    finally:
        app.close()


def edit(path: Path, address: str) -> None:
    app = open_application(path, WHO)
    app.execute(SetParcel(parcel_id(app, "12/1"), address=address))
    app.close()


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


@KINDS
def test_there_and_back(folder: Path, encrypted: bool) -> None:
    path = made(folder, encrypted)
    file = backed_up(path)
    found = safekeeping.verify_backup(file, SILENT)
    assert (found.encrypted, found.parcels, found.journal) == (encrypted, 12, 1)
    assert len(found.entries) == (4 if encrypted else 3)
    target = folder / "again.landdesk"
    done = safekeeping.restore_backup(file, target, SILENT)
    assert done.kept is None
    assert entries(target) == entries(path)
    assert len(list(Vault(target, KEY.key).digests())) == len(SCANS)


def test_the_zip_is_one_that_others_open(folder: Path) -> None:
    file = backed_up(made(folder, encrypted=False))
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "mimetype"
        manifest = json.loads(archive.read("manifest.json"))
        assert archive.read("store.landdesk").startswith(b"SQLite format 3")
    assert manifest["format"] == {"name": "landdesk-backup", "major": 1, "minor": 0}
    assert "Hường" not in json.dumps(manifest, ensure_ascii=False)


def test_nothing_can_be_read_in_the_backup_of_an_encrypted_store(folder: Path) -> None:
    content = backed_up(made(folder, encrypted=True)).read_bytes()
    for word in ("Đặng Văn".encode(), b"SQLite format", b"giay chung nhan", PASSPHRASE.encode()):
        assert word not in content


def test_while_a_window_has_the_store_open_and_writes(folder: Path) -> None:
    path = made(folder, encrypted=True)
    with held_open(path) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdin.write("Thôn Một\n")
        other.stdin.flush()
        other.stdout.readline()
        file = backed_up(path)
        other.stdin.write("Thôn Hai\n")
        other.stdin.flush()
        other.stdout.readline()
    assert safekeeping.verify_backup(file, SILENT).journal == 2
    safekeeping.restore_backup(file, folder / "again.landdesk", SILENT)
    assert entries(folder / "again.landdesk") == entries(path)[:2]


def test_a_store_that_can_only_be_looked_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(folder, encrypted=True)
    monkeypatch.setattr("landdesk.store.store.may_be_written", lambda _path: False)
    assert safekeeping.verify_backup(backed_up(path), SILENT).parcels == 12


@KINDS
def test_a_full_stick_and_a_stop_leave_nothing(folder: Path, encrypted: bool) -> None:
    path = made(folder, encrypted)
    before = names(folder)

    def full(name: str) -> None:
        if name == "file.sync":
            raise OSError(errno.ENOSPC, "No space left on device")

    with refused("file.disk-full"), watch_durable_steps(full):
        backed_up(path)
    assert names(folder) == before
    for after in range(1, 5):
        app = open_application(path, WHO)
        with pytest.raises(CancelledError):
            safekeeping.backup(app, folder / "b.ldbak", StopsAfter(after))
        app.close()
        assert names(folder) == before


def test_a_stick_that_is_pulled_out_is_named_and_not_the_store(folder: Path) -> None:
    """What fails is the place of the backup, though it is the store's own database that says so."""
    app = open_application(made(folder, encrypted=False), WHO)
    stick = folder / "stick"
    stick.mkdir()
    pulled = Pulls(stick)
    with refused("file.disk-error") as caught:
        safekeeping.backup(app, stick / "b.ldbak", pulled)
    app.close()
    assert caught.value.where is not None
    assert caught.value.where.values == {"path": str(stick / "b.ldbak")}
    assert open_application(folder / "commune.landdesk").store.verify() == []


class Pulls:
    """Takes a folder away at the first step of work."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def step(self, done: int, total: int, what: Text | None = None) -> None:
        del done, total, what
        shutil.rmtree(self._folder, ignore_errors=True)


class StopsAfter:
    """Stops work at one of its steps."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    def step(self, done: int, total: int, what: Text | None = None) -> None:
        del done, total, what
        self._left -= 1
        if self._left <= 0:
            raise CancelledError("job.cancelled", Text("stopped"))


def test_names_that_are_taken(folder: Path) -> None:
    path = made(folder, encrypted=False)
    file = backed_up(path)
    with refused("file.exists"):
        backed_up(path)
    with refused("store.exists"):
        safekeeping.restore_backup(file, path, SILENT)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content[:-1],
        lambda content: content[:1000] + bytes([content[1000] ^ 1]) + content[1001:],
        lambda content: content[:-500] + bytes(500),
    ],
)
@KINDS
def test_a_damaged_backup_is_refused_and_nothing_is_written(
    folder: Path, encrypted: bool, spoil: Callable[[bytes], bytes]
) -> None:
    file = backed_up(made(folder, encrypted))
    file.write_bytes(spoil(file.read_bytes()))
    before = names(folder)
    for act in (
        lambda: safekeeping.verify_backup(file, SILENT),
        lambda: safekeeping.restore_backup(file, folder / "again.landdesk", SILENT),
    ):
        with pytest.raises(Exception, match=r"backup\.(damaged|not-a-backup)"):
            act()
    assert names(folder) == before


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Write a backup anew with other entries."""
    with zipfile.ZipFile(file) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    change(content)
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)


def _listed(content: dict[str, bytes], path: str) -> None:
    """Add an entry of a name of one's choice, list and all."""
    import hashlib

    manifest = json.loads(content["manifest.json"])
    content[path] = b"x"
    manifest["entries"].append({"path": path, "size": 1, "sha256": hashlib.sha256(b"x").hexdigest()})
    content["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    "name", ["../evil", "/tmp/evil", "files/aa/../../evil", "files/ab/" + "c" * 64, "C:evil", "files/aa/AA"]
)
def test_a_backup_that_would_write_elsewhere(folder: Path, name: str) -> None:
    file = backed_up(made(folder, encrypted=False))
    rewritten(file, lambda content: _listed(content, name))
    with refused("backup.damaged"):
        safekeeping.restore_backup(file, folder / "again.landdesk", SILENT)


def test_a_newer_backup_and_what_is_none(folder: Path) -> None:
    path = made(folder, encrypted=False)
    file = backed_up(path)

    def newer(content: dict[str, bytes]) -> None:
        manifest = json.loads(content["manifest.json"])
        manifest["format"]["major"] = 2
        content["manifest.json"] = json.dumps(manifest).encode()

    rewritten(file, newer)
    with refused("backup.newer-format"):
        safekeeping.verify_backup(file, SILENT)
    with refused("backup.not-a-backup"):
        safekeeping.verify_backup(path, SILENT)
    with refused("backup.missing"):
        safekeeping.verify_backup(folder / "nothing", SILENT)


@KINDS
def test_in_the_place_of_a_store_that_is_kept(folder: Path, encrypted: bool) -> None:
    path = made(folder, encrypted)
    file = backed_up(path)
    before = entries(path)
    edit(path, "Thôn Một")
    edit(path, "Thôn Hai")
    later = entries(path)
    scan = open_application(path)
    digest = scan.store.vault.put(b"a later scan")
    scan.close()
    done = safekeeping.restore_backup_over(file, path, SILENT, ticking_clock())
    assert entries(path) == before
    assert done.kept is not None
    assert entries(done.kept) == later
    assert Vault(done.kept, KEY.key if encrypted else None).verify(digest) is None
    assert not [one for one in names(folder) if one.endswith(("-wal", "-shm"))]


def test_with_a_newer_passphrase_the_newer_one_stays(folder: Path) -> None:
    path = made(folder, encrypted=True)
    file = backed_up(path)
    encryption.change_passphrase(path, None, "mật khẩu thứ hai")
    safekeeping.restore_backup_over(file, path, SILENT, ticking_clock())
    keys.forget()
    open_application(path, passphrase="mật khẩu thứ hai").close()
    # Elsewhere it has the one it was made with.
    safekeeping.restore_backup(file, folder / "again.landdesk", SILENT)
    keys.forget()
    open_application(folder / "again.landdesk", passphrase=PASSPHRASE).close()


def test_not_over_a_store_with_another_key(folder: Path) -> None:
    path = made(folder, encrypted=False)
    file = backed_up(path)
    encryption.encrypt(path, PASSPHRASE, SILENT)
    with refused("restore.other-key"):
        safekeeping.restore_backup_over(file, path, SILENT)
    other = folder / "other.landdesk"
    make_plain(other)
    with refused("restore.other-key"):
        safekeeping.restore_backup_over(backed_up(path, "c.ldbak"), other, SILENT)


def test_not_over_a_store_that_somebody_has_open(folder: Path) -> None:
    path = made(folder, encrypted=True)
    file = backed_up(path)
    edit(path, "Thôn Một")
    with held_open(path), refused("store.in-use"):
        safekeeping.restore_backup_over(file, path, SILENT, ticking_clock())
    assert len(entries(path)) == 2


@KINDS
def test_over_a_store_that_is_destroyed(folder: Path, encrypted: bool) -> None:
    path = made(folder, encrypted)
    before = entries(path)
    file = backed_up(path)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + bytes(len(content) - 4096))
    Path(f"{path}-wal").write_bytes(b"a log that fits nothing")
    done = safekeeping.restore_backup_over(file, path, SILENT, ticking_clock())
    assert entries(path) == before
    assert done.kept is not None
    assert done.kept.read_bytes()[4096:] == bytes(len(content) - 4096)


def test_not_where_files_of_another_store_are(folder: Path) -> None:
    file = backed_up(made(folder, encrypted=True))
    target = folder / "again.landdesk"
    key_path(target).write_bytes(b"another store's")
    with refused("restore.remains"):
        safekeeping.restore_backup(file, target, SILENT)
    key_path(target).unlink()
    other = vault_folder(target) / "aa" / ("a" * 64)
    other.parent.mkdir(parents=True)
    other.write_bytes(b"another store's")
    with refused("restore.remains"):
        safekeeping.restore_backup(file, target, SILENT)


@KINDS
def test_a_kill_while_restoring_leaves_nothing_or_the_store_and_it_can_be_done_again(
    folder: Path, tmp_path: Path, encrypted: bool
) -> None:
    path = made(folder, encrypted)
    wanted = entries(path)
    file = backed_up(path)
    place = tmp_path / "place"
    place.mkdir()
    seen: list[str] = []
    with watch_durable_steps(seen.append):
        safekeeping.restore_backup(file, place / "counted.landdesk", SILENT)
    shutil.rmtree(place)
    for at in range(1, len(seen) + 1):
        place.mkdir()
        image = tmp_path / f"image{at}"
        with pytest.raises(Killed), watch_durable_steps(Fault(at, place, image)):
            safekeeping.restore_backup(file, place / "again.landdesk", SILENT)
        shutil.rmtree(place)
        left = image / "again.landdesk"
        if not left.exists():
            for part in image.rglob(".*.part*"):
                part.unlink()
            safekeeping.restore_backup(file, left, SILENT)
        assert entries(left) == wanted


@KINDS
def test_a_kill_while_replacing_loses_neither(folder: Path, tmp_path: Path, encrypted: bool) -> None:
    path = made(folder, encrypted)
    wanted = entries(path)
    file = backed_up(path)
    edit(path, "Thôn Một")
    later = entries(path)
    counted = tmp_path / "counted"
    shutil.copytree(folder, counted)
    seen: list[str] = []
    with watch_durable_steps(seen.append):
        safekeeping.restore_backup_over(counted / file.name, counted / path.name, SILENT)
    states = []
    for at in range(1, len(seen) + 1):
        run, image = tmp_path / f"run{at}", tmp_path / f"image{at}"
        shutil.copytree(folder, run)
        with pytest.raises(Killed), watch_durable_steps(Fault(at, run, image)):
            safekeeping.restore_backup_over(run / file.name, run / path.name, SILENT)
        states.append(entries(image / path.name))
    assert set(states) == {wanted, later}
    assert states == sorted(states, key=len, reverse=True)


def test_the_state_is_the_same_to_the_last_row(folder: Path) -> None:
    path = made(folder, encrypted=False)
    file = backed_up(path)
    safekeeping.restore_backup(file, folder / "again.landdesk", SILENT)
    assert state_of(folder / "again.landdesk") == state_of(path)


def test_a_backup_of_an_open_application_is_closed_afterwards(folder: Path) -> None:
    path = made(folder, encrypted=True)
    app = opened(path)
    safekeeping.backup(app, folder / "b.ldbak", SILENT)
    app.execute(SetParcel(parcel_id(app, "12/1"), address="Thôn Một"))
    app.close()
    assert len(entries(path)) == 2
