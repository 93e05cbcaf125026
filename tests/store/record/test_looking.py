"""Stores that cannot be written are looked at: nothing is left beside them, nothing stale is believed."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from landdesk.app.application import Application
from landdesk.domain.commands import SetParcel
from landdesk.store.store import Store
from tests.rights import public_folder, without_rights
from tests.stores import everything, make_store, parcel_id, person, refused

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")


@pytest.fixture
def stick() -> Iterator[Path]:
    """A folder with a store."""
    with public_folder() as parent:
        folder = parent / "stick"
        folder.mkdir()
        make_store(folder / "store.landdesk").close()
        yield folder


@contextmanager
def locked(folder: Path, *, files: int = 0o444, itself: int = 0o555) -> Iterator[Path]:
    """Let nobody write to a folder or the files in it, and be one of those."""
    for path in folder.iterdir():
        path.chmod(files)
    folder.chmod(itself)
    with without_rights():
        yield folder / "store.landdesk"


@pytest.mark.parametrize(("files", "itself"), [(0o444, 0o555), (0o666, 0o555), (0o444, 0o777)])
def test_everything_can_be_read_and_nothing_written(stick: Path, files: int, itself: int) -> None:
    with Store.open(stick / "store.landdesk") as store:
        assert not store.read_only
    with locked(stick, files=files, itself=itself) as path:
        app = Application(Store.open(path), person())
        assert app.store.read_only
        assert len(everything(app)) > 12
        assert app.store.verify() == []
        assert app.refresh() is None
        assert app.check().failures == ()
        with refused("store.read-only"):
            app.execute(SetParcel(parcel_id(app, "12/5"), address="A"))
        with refused("store.read-only"):
            app.undo()
        with refused("store.read-only"):
            app.store.put_back_foreign_writes()
        app.store.checkpoint()
        app.close()
        assert list(stick.iterdir()) == [path]


def test_a_link_to_a_store_that_cannot_be_written(stick: Path) -> None:
    link = stick.parent / "link"
    link.symlink_to(stick / "store.landdesk")
    with locked(stick), Store.open(link) as store:
        assert store.read_only


def test_what_is_not_in_the_file_yet_is_not_passed_over(stick: Path) -> None:
    """A log that a killed program left holds acts; without a place for its index it cannot be read."""
    app = Application(Store.open(stick / "store.landdesk"), person())
    app.execute(SetParcel(parcel_id(app, "12/5"), address="Thôn cuối"))
    for ending in ("", "-wal"):
        shutil.copy(stick / f"store.landdesk{ending}", stick.parent)
    shutil.copy(stick / "store.landdesk-shm", stick.parent / "index")
    app.close()
    for ending in ("", "-wal"):
        shutil.copy(stick.parent / f"store.landdesk{ending}", stick)
    with locked(stick) as path, refused("store.unfinished") as caught:
        Store.open(path)
    assert str(caught.value.where).endswith("-wal")
    assert len(list(stick.iterdir())) == 2
    stick.chmod(0o755)
    shutil.copy(stick.parent / "index", stick / "store.landdesk-shm")
    with locked(stick) as path, Store.open(path) as store, store.read() as reader:
        assert reader.parcel_lines("12/5")[0].address == "Thôn cuối"


def test_somebody_else_writes_while_we_look(stick: Path) -> None:
    path = stick / "store.landdesk"
    with locked(stick):
        looking = Application(Store.open(path))
        before = everything(looking)
    stick.chmod(0o755)
    path.chmod(0o644)
    writer = Application(Store.open(path), person())
    writer.execute(SetParcel(parcel_id(writer, "12/5"), address="Thôn khác"))
    # Still in the log: what is seen is whole, and as it was.
    assert everything(looking) == before
    writer.close()
    with refused("store.written-meanwhile"):
        everything(looking)
    looking.close()
    with Store.open(path) as store, store.read() as reader:
        assert reader.parcel_lines("12/5")[0].address == "Thôn khác"
