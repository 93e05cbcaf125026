"""Small encrypted stores, and other processes that have one open."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.progress import SilentProgress
from landdesk.store.encryption.converting import encrypt_in_place
from landdesk.store.encryption.key_file import StoreKey, new_store_key
from landdesk.store.store import NewStore, Store
from landdesk.store.unit_of_work import UnitOfWork
from tests.stores import COMMUNE, EPSG, block_records, counted_ids, person, ticking_clock

ROOT = Path(__file__).resolve().parents[3]
PASSPHRASE = "ruộng lúa bên sông"
KEY: StoreKey = new_store_key(PASSPHRASE, None, bytes(16))
SCANS = (b"%PDF-1.7 giay chung nhan", b"x" * 200_000)


def make_plain(path: Path) -> list[bytes]:
    """Make a plain store with twelve parcels and two scans; return their SHA-256."""
    with _made(path, None) as store:
        return [store.vault.put(one) for one in SCANS]


def make_encrypted(path: Path, key: StoreKey = KEY) -> list[bytes]:
    """Make an encrypted one."""
    with _made(path, key) as store:
        return [store.vault.put(one) for one in SCANS]


def _made(path: Path, key: StoreKey | None) -> Store:
    new_id = counted_ids()
    records = block_records(4, 3, new_id)

    def fill(work: UnitOfWork) -> None:
        work.apply(ChangeSet("import", tuple(Delta(None, one) for one in records)), EntryKind.IMPORT)

    wanted = NewStore("commune", EPSG, (COMMUNE,))
    return Store.create(
        path, wanted, key=key, person=person(), fill=fill, new_id=new_id, clock=ticking_clock()
    )


def encrypt(path: Path, key: StoreKey = KEY) -> None:
    """Make a plain store encrypted."""
    encrypt_in_place(path, key, SilentProgress())


def opened(path: Path, key: StoreKey | None = KEY) -> Application:
    """Open a store for the person who works in it."""
    return Application(Store.open(path, key=key, clock=ticking_clock(1_791_000_000_000)), person())


_HOLDER = """
import sys
from pathlib import Path
from landdesk.app.application import Application
from landdesk.app.bootstrap import open_application
app = open_application(Path(sys.argv[1]), "Nguyễn Thị Hường", passphrase=sys.argv[2] or None)
app.read(lambda reader: reader.parcel_count())
print("ready", flush=True)
from landdesk.domain.commands import SetParcel
for line in sys.stdin:
    parcel = app.read(lambda reader: reader.find_parcel("12/1"))
    print(app.execute(SetParcel(parcel, address=line.strip())).number, flush=True)
app.close()
"""


@contextmanager
def held_open(path: Path, passphrase: str = PASSPHRASE) -> Iterator["subprocess.Popen[str]"]:
    """Have another process keep a store open; each line it is sent becomes the address of parcel 12/1."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path), passphrase],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.stdin.close()
        process.stdout.read()
        process.wait()
        process.stdout.close()
