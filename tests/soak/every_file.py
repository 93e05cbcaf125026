"""Every file of a folder goes through the import as a trial and ends with a report or an error in words.

Run by hand, ``python -m tests.soak.every_file FOLDER``: for real files whose licence forbids a copy in the project.
Each file is tried as it is and, layer by layer, with everything that can be said about it, so that reading goes on
behind the first refusal. Nothing is written; a traceback makes the run fail.
"""

import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from landdesk.app.application import Application
from landdesk.app.bootstrap import NewPerson, create_store
from landdesk.domain.errors import LandDeskError
from landdesk.services.importing.importer import ImportRequest, import_file

COMMUNE = "22366"
SHOWN = 160


def _sources(folder: Path) -> Iterator[Path]:
    """Yield each file, and each geodatabase as one."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.suffix != ".gdb":
            yield from _sources(path)
        else:
            yield path


def _tries(path: Path) -> Iterator[ImportRequest]:
    yield ImportRequest(path, dry_run=True)
    for layer in (None, *_layers(path)):
        yield ImportRequest(path, layer, source_epsg=9217, commune=COMMUNE, dry_run=True, force_crs=True)


def _layers(path: Path) -> list[str]:
    import fiona
    from fiona.errors import FionaError

    try:
        return list(fiona.listlayers(path))
    except (FionaError, ValueError, OSError):
        return []


def _outcome(app: Application, request: ImportRequest) -> str:
    try:
        report = import_file(app, request).report
    except LandDeskError as error:
        return f"[{error.code}] {error.what} {error.where or ''} {error.remedy or ''}".replace("\n", " ")
    return f"read {report.read}, taken {report.taken}: {report.counts()}"


def main(folder: Path) -> int:
    """Try every file below a folder and return how many ended with a traceback."""
    broken = 0
    ends: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        app = create_store(
            Path(place) / "a.landdesk", (COMMUNE,), "office", 9217, person=NewPerson("Lê Thị Đào")
        )
        try:
            for path in _sources(folder):
                for request in _tries(path):
                    name = f"{path.relative_to(folder)}{f' · {request.layer}' if request.layer else ''}"
                    try:
                        said = _outcome(app, request)
                    except Exception:  # noqa: BLE001  # whatever it is, the run goes on and counts it
                        broken += 1
                        print(f"{name}: TRACEBACK\n{traceback.format_exc()}")
                        continue
                    ends[said.split("]")[0] + "]" if said.startswith("[") else "a report"] += 1
                    print(f"{name}: {said[:SHOWN]}")
        finally:
            app.close()
    print(f"\n{dict(ends.most_common())}; tracebacks: {broken}")
    return broken


if __name__ == "__main__":
    sys.exit(min(main(Path(sys.argv[1])), 1))
