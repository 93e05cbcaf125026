"""What happens on a disk that is full, played on a small one: ``python -m … FOLDER`` prints a JSON object."""

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from landdesk.app import exchange, safekeeping
from landdesk.app.application import Application
from landdesk.domain.commands import SetParcel
from landdesk.domain.errors import LandDeskError
from landdesk.domain.progress import SilentProgress
from landdesk.store.store import NewStore, Store
from tests.stores import COMMUNE, EPSG, make_store, person

LEFT_FREE = 300_000
"""Bytes; enough for some acts."""


def code_of(act: Callable[[], object]) -> str:
    """Return the code that an act is refused with, or ``done``."""
    try:
        act()
    except LandDeskError as error:
        return error.code
    return "done"


def fill_up(folder: Path) -> Path:
    """Leave `LEFT_FREE` bytes."""
    path = folder / "filler"
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    os.truncate(path, path.stat().st_size - LEFT_FREE)
    return path


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def main(folder: Path) -> dict[str, object]:
    """Play it."""
    path = folder / "store.landdesk"
    app = make_store(path, columns=10, rows=10)
    parcels = [app.coverage.id_at(int(at)) for at in app.coverage.live()]
    filler = fill_up(folder)
    reported, code = 1, "done"
    while code == "done":
        command = SetParcel(parcels[reported % 100], address=f"Thôn {reported}")
        code = code_of(partial(app.execute, command))
        reported += code == "done"
    base = folder / "base.ldpkg"
    found: dict[str, object] = {
        "act": code,
        "package": code_of(lambda: exchange.write_base(app, COMMUNE, base)),
        "backup": code_of(lambda: safekeeping.backup(app, folder / "b.ldbak", SilentProgress())),
        "create": code_of(
            lambda: Store.create(folder / "new.landdesk", NewStore("office", EPSG, (COMMUNE,)))
        ),
        "entries": [app.read(lambda reader: reader.version()), reported],
        "snapshots": len(app.read(lambda reader: reader.exchange.snapshots())),
        "shown": app.coverage.version,
        "names": names(folder),
        "problems": [str(one) for one in app.store.verify()],
        "close": code_of(app.close),
    }
    with Store.open(path) as store, store.read() as reader:
        found["entries_after_restart"] = reader.version()
    filler.unlink()
    app = Application(Store.open(path), person("Lê Thị Đào", "clerk"))
    found["act_again"] = code_of(lambda: app.execute(SetParcel(parcels[0], address="Thôn có chỗ")))
    found["package_again"] = code_of(lambda: exchange.write_base(app, COMMUNE, base))
    found["problems_again"] = [str(one) for one in app.store.verify()]
    app.close()
    found["names_again"] = names(folder)
    return found


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
