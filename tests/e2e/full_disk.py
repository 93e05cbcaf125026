"""Verbs on a disk that fills up under them: ``python -m … FOLDER WORLD`` prints a JSON object.

FOLDER is a small disk of its own, WORLD holds what ``exchange_world`` makes. Each verb is typed with ever more room
left; after each refusal room is made, the stores are compared with what they were, and the same is typed again.
"""

import contextlib
import io
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from landdesk.__main__ import main as run
from landdesk.store.store import Store
from tests.e2e.command_line import PERSON
from tests.e2e.exchange_world import COMMUNE

ROOM = (0, 20_000, 50_000, 140_000, 450_000, 3_000_000)
"""Bytes that are left."""

CASES = {
    "new": f"new made.landdesk --commune {COMMUNE}",
    "new from": "new made.landdesk --from base.ldpkg",
    "import": f"import own.landdesk other.geojson --commune {COMMUNE} --field commune=",
    "edit": "edit set commune.landdesk 12/3 --address Thôn",
    "parcels": "parcels commune.landdesk",
    "check": "check commune.landdesk",
    "gml": "export-map commune.landdesk -o made.gml",
    "geojson": "export-map commune.landdesk -o made.geojson",
    "shp": "export-map commune.landdesk -o made.shp",
    "gpkg": "export-map commune.landdesk -o made.gpkg",
    "report": "report weekly commune.landdesk -o made.xlsx",
    "paper": "print commune.landdesk 12/3 -o made.pdf",
    "map": "print-map commune.landdesk -o made.pdf",
    "dxf": "export-map commune.landdesk -o made.dxf",
    "change": "package change commune.landdesk -o made.ldpkg",
    "receive": "package receive commune.landdesk receipt.ldpkg",
    "adopt": "adopt own.landdesk base.ldpkg",
    "base": f"package base office.landdesk --commune {COMMUNE} -o made.ldpkg",
    "receipt": "office receipt decided.landdesk 1 -o made.ldpkg",
    "decide": "office decide received.landdesk 1 --accept-clean",
    "office receive": "office receive fresh.landdesk change.ldpkg",
}


def typed(words: list[str]) -> tuple[int, str]:
    """Return exit code and code of the error, ``done`` where there is none."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        number = run(["--as", PERSON, *words, "--json"])
    document = json.loads(out.getvalue())
    return int(number), document.get("code", "done")


@contextlib.contextmanager
def nearly_full(folder: Path, left: int) -> Iterator[None]:
    """Leave so many bytes of the disk."""
    path = folder.parent / "filler"
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    os.truncate(path, max(0, path.stat().st_size - left))
    yield
    path.unlink()


def contents(folder: Path) -> dict[str, Any]:
    """Return the last entry of each store and the size of every other file; what is wrong in a store shows here."""
    found: dict[str, Any] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".landdesk":
            with Store.open(path) as store, store.read() as reader:
                found[path.name] = [reader.version(), [str(one) for one in store.verify()]]
                found[path.name] += [len(reader.exchange.packages()), len(reader.exchange.snapshots())]
        elif not path.name.endswith(("-wal", "-shm")):
            # The log of a store may stay beside it until there is room.
            found[path.name] = path.stat().st_size
    return found


def played(folder: Path, world: Path, line: str, left: int) -> tuple[tuple[int, str], list[Any]]:
    """Return what a verb said with so much room, and what was wrong afterwards."""
    words = line.split()
    wanted = {name for name in words if (world / name).exists()}
    folder.mkdir()
    for name in wanted:
        shutil.copy(world / name, folder)
    os.chdir(folder)
    before = contents(folder)
    with nearly_full(folder, left):
        outcome = typed(words)
    wrong: list[Any] = []
    if outcome[0]:
        after = contents(folder)
        if outcome[1] != "package.kept" and after != before:
            wrong.append([after, before])
        again = typed(words) if outcome[1] != "package.kept" else (0, "done")
        if again != (0, "done"):
            wrong.append(again)
    if any(found[1] for name, found in contents(folder).items() if name.endswith(".landdesk")):
        wrong.append(contents(folder))
    if list(folder.glob(".*")) + list(folder.glob("*-wal")) + list(folder.glob("*-shm")):
        wrong.append(sorted(path.name for path in folder.iterdir()))
    shutil.rmtree(folder)
    return outcome, wrong


def main(disk: Path, world: Path) -> dict[str, Any]:
    """Play all."""
    outcomes: dict[str, list[tuple[int, str]]] = {}
    wrong = []
    for name, line in CASES.items():
        outcomes[name] = []
        for left in ROOM:
            outcome, faults = played(disk / "stick", world, line, left)
            outcomes[name].append(outcome)
            wrong += [[name, left, outcome, fault] for fault in faults]
            if outcome[0] == 0:
                break
    return {"outcomes": outcomes, "wrong": wrong}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
