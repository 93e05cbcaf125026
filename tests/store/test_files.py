"""Files are published whole or not at all, also when the program is killed in the middle."""

import errno
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

from landdesk import files
from landdesk.files import left_behind, publish, publish_file, sync_folder, temporary_in, watch_durable_steps

STEPS = ["file.sync", "file.rename", "file.renamed"]

_KILLED = """
import os, signal, sys
from pathlib import Path
from landdesk.files import publish_file, watch_durable_steps

def die(step):
    if step == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

with watch_durable_steps(die):
    publish_file(Path(sys.argv[1]), lambda file: file.write(b"new" * 1000))
"""


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def write_new(file: BinaryIO) -> None:
    file.write(b"new" * 1000)


@pytest.mark.parametrize("there_is_an_old_one", [False, True])
def test_a_file_is_published(tmp_path: Path, *, there_is_an_old_one: bool) -> None:
    target = tmp_path / "tờ 12.ldpkg"
    if there_is_an_old_one:
        target.write_bytes(b"old")
    steps: list[str] = []
    with watch_durable_steps(steps.append):
        publish_file(target, write_new)
    assert target.read_bytes() == b"new" * 1000
    assert names(tmp_path) == [target.name]
    assert steps == STEPS


class _HeldError(PermissionError):
    """What Windows raises while another program holds the old file."""

    def __init__(self, winerror: int) -> None:
        super().__init__(errno.EACCES, "held")
        self.winerror = winerror


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_a_file_that_is_held_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, winerror: int
) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"old")
    tries: list[Path] = []
    replace = Path.replace

    def held_twice(self: Path, to: Path) -> Path:
        tries.append(to)
        if len(tries) < 3:
            raise _HeldError(winerror)
        return replace(self, to)

    monkeypatch.setattr(Path, "replace", held_twice)
    publish_file(target, write_new)
    assert len(tries) == 3
    assert target.read_bytes() == b"new" * 1000


@pytest.mark.parametrize(("winerror", "waits"), [(32, True), (17, False)])
def test_a_file_that_stays_held_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, winerror: int, *, waits: bool
) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"old")
    tries: list[Path] = []

    def held(_self: Path, to: Path) -> Path:
        tries.append(to)
        raise _HeldError(winerror)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(files, "PATIENCE_S", 0.25)
    with pytest.raises(OSError, match="held"):
        publish_file(target, write_new)
    assert (len(tries) > 1) is waits
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["target"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    publish_file(link, write_new)
    assert link.is_symlink()
    assert target.read_bytes() == b"new" * 1000


class _StopError(BaseException):
    """Neither an Exception nor one of Python's own."""


@pytest.mark.parametrize("step", [*STEPS[:2], "write"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt(), _StopError()])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, step: str, error: BaseException
) -> None:
    target = tmp_path / "package"
    target.write_bytes(b"old")

    def fail_at(name: str) -> None:
        if name == step:
            raise error

    def write(file: BinaryIO) -> None:
        file.write(b"half")
        fail_at("write")

    with pytest.raises(type(error)), watch_durable_steps(fail_at):
        publish_file(target, write)
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["package"]


def test_a_function_may_make_the_file_itself(tmp_path: Path) -> None:
    publish(tmp_path / "made", lambda temporary: temporary.write_text("made"))
    assert (tmp_path / "made").read_text() == "made"


def test_what_a_maker_leaves_beside_the_file_goes_too(tmp_path: Path) -> None:
    def make(temporary: Path) -> None:
        temporary.with_name(f"{temporary.name}-wal").write_text("log")
        temporary.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path / "made", make)
    assert names(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_the_rights_of_the_old_file_stay(tmp_path: Path) -> None:
    target = tmp_path / "settings"
    target.write_bytes(b"old")
    target.chmod(0o600)
    publish_file(target, write_new)
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_missing_folder_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        publish_file(tmp_path / "nowhere" / "package", write_new)


def test_watchers_go_away(tmp_path: Path) -> None:
    steps: list[str] = []
    with watch_durable_steps(steps.append):
        pass
    publish_file(tmp_path / "package", write_new)
    sync_folder(tmp_path)
    assert steps == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("step", STEPS)
def test_a_kill_leaves_the_old_or_the_new_file(tmp_path: Path, step: str) -> None:
    target = tmp_path / "package"
    target.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", _KILLED, target, step], check=False)
    assert done.returncode == -signal.SIGKILL
    assert target.read_bytes() == (b"new" * 1000 if step == "file.renamed" else b"old")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes in folders")
def test_nothing_but_a_file_is_replaced(tmp_path: Path) -> None:
    """A rename would put a file in the place of a device for good."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("file")
    before = {path.name: path.lstat().st_mode for path in tmp_path.iterdir()}
    for name, number in (
        ("pipe", errno.EEXIST),
        ("folder", errno.EEXIST),
        ("loop", errno.ELOOP),
        ("n" * 300, errno.ENAMETOOLONG),
        ("file/x", errno.ENOTDIR),
    ):
        with pytest.raises(OSError, match=re.escape(os.strerror(number))):
            publish_file(tmp_path / name, write_new)
    publish_file(tmp_path / "link", write_new)
    assert (tmp_path / "file").stat().st_size == 3000
    assert {path.name: path.lstat().st_mode for path in tmp_path.iterdir()} == before


def test_what_a_killed_program_left_goes_with_the_next_file(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    mine = temporary_in(tmp_path)
    computer, process, chance = mine.name.removeprefix(".").removesuffix(".part").split("-")
    assert process == str(os.getpid())
    mine.write_bytes(b"being written")
    dead = tmp_path / f".{computer}-{ended.pid}-{chance}.part"
    dead.write_bytes(b"left")
    (tmp_path / f"{dead.name}-store").write_bytes(b"left")
    folder = tmp_path / f".{computer}-{ended.pid}-{chance[::-1]}.part"
    folder.mkdir()
    (folder / ".shp").write_bytes(b"left")
    alive = tmp_path / f".{computer}-1-{chance}.part"
    elsewhere = tmp_path / f".{'0' * 8}-{ended.pid}-{chance}.part"
    theirs = tmp_path / ".download.part"
    for path in (alive, elsewhere, theirs):
        path.write_bytes(b"another's")
    assert sorted(left_behind(tmp_path)) == sorted([dead, tmp_path / f"{dead.name}-store", folder])
    publish_file(tmp_path / "package", write_new)
    assert names(tmp_path) == sorted(["package", *(one.name for one in (mine, alive, elsewhere, theirs))])
