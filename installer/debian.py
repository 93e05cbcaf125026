"""The Debian package: the payload below /usr/lib/landdesk, a command, and the entries of the desktop."""

import shutil
from pathlib import Path

from installer.licences import FILE as LICENCES
from installer.payload import read_list
from installer.places import HERE, STAGE, run, source_epoch
from installer.trees import fresh, settle, size_below

PLACE = HERE / "debian-files"
LIBRARY = Path("usr/lib/landdesk")


def depends() -> list[str]:
    """Return what the package needs of the system, each as Debian writes it."""
    return read_list(PLACE / "depends.txt")


def build_package(payload: Path, output: Path, version: str, *, compression: str = "xz") -> None:
    """Make the Debian package of a payload; ``xz`` takes a minute, ``none`` does for a trial."""
    root = fresh(STAGE / "deb")
    shutil.copytree(payload, root / LIBRARY, symlinks=True)
    drawing = payload / "app" / "landdesk" / "_resources" / "icons" / "landdesk.svg"
    _put(PLACE / "landdesk", root / "usr/bin/landdesk", runs=True)
    _put(PLACE / "landdesk.desktop", root / "usr/share/applications/landdesk.desktop")
    _put(PLACE / "landdesk.xml", root / "usr/share/mime/packages/landdesk.xml")
    _put(drawing, root / "usr/share/icons/hicolor/scalable/apps/landdesk.svg")
    _put(payload / LICENCES, root / "usr/share/doc/landdesk/copyright")
    (root / LIBRARY / LICENCES).unlink()
    (root / LIBRARY / LICENCES).symlink_to("/usr/share/doc/landdesk/copyright")
    control = (PLACE / "control").read_text("utf-8")
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN" / "control").write_text(
        control.format(
            version=version, installed_kib=-(-size_below(root) // 1024), depends=", ".join(depends())
        ),
        "utf-8",
    )
    settle(root, source_epoch())
    output.parent.mkdir(parents=True, exist_ok=True)
    epoch = {"SOURCE_DATE_EPOCH": str(source_epoch())}
    # One thread: more would cut the archive at places that depend on the machine.
    run(
        "dpkg-deb",
        "--root-owner-group",
        f"-Z{compression}",
        "--threads-max=1",
        "--build",
        root,
        output,
        env=epoch,
    )


def _put(source: Path, target: Path, *, runs: bool = False) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o755 if runs else 0o644)
