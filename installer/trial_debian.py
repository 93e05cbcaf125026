"""The Debian package in a system that has no Python, and the wheelhouse in one that has nothing else."""

import json
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from installer.chroots import Layer, base_system, stop
from installer.debian import LIBRARY, depends
from installer.pins import WINDOWS
from installer.places import run
from installer.screen import screen
from installer.trees import HASH_LIST
from installer.trial import GONE, OLDER, RESULTS, START_WITHIN_S, Report, check_smoke, expect, hashes

_PERSON = ("setpriv", "--reuid=1000", "--regid=1000", "--clear-groups")
_HOME = "/srv/chị Hường"
_STORES = f"{_HOME}/Hồ sơ đất"
_ENV = {"HOME": _HOME, "LANG": "C.UTF-8"}
_LOOSE = r"find /usr/lib/landdesk -name '*.so*' -not -path '*.libs/*' -exec ldd {} + 2>/dev/null | grep 'not found'"


def try_package(suite: str, package: Path, older: Path) -> Report:
    """Install, use, upgrade and remove the package; return what was seen."""
    report = Report(f"Debian package, {suite}")
    layer = Layer.fresh(base_system(f"{suite}-desktop", suite, later=depends()), f"package-{suite}")
    expect(
        not layer.run("/bin/sh", "-c", "command -v python3 || true").strip(), "the clean system has Python"
    )
    layer.bring(package, "/new.deb")
    layer.bring(older, "/old.deb")
    layer.run("dpkg", "-i", "/old.deb")
    layer.run("/bin/sh", "-c", f"mkdir -p '{_HOME}' && chown 1000:1000 '{_HOME}'")
    loose = layer.run("/bin/sh", "-c", f"{_LOOSE} | sort -u || true").strip()
    expect(not loose, f"libraries are missing that the package does not depend on:\n{loose}")

    stores = layer.upper / _STORES.lstrip("/")
    printed = layer.run(*_PERSON, "landdesk", "doctor", "--smoke", "--folder", _STORES, env=_ENV)
    report.say(f"{OLDER} without Python and network: {check_smoke(printed, stores)}")
    shutil.copyfile(stores / "window.png", RESULTS / f"debian-{suite}-window.png")

    before, program = hashes(stores), layer.upper / LIBRARY
    expect((program / GONE).exists(), f"{OLDER} has no {GONE}")
    layer.run("dpkg", "-i", "/new.deb")
    expect(not (program / GONE).exists(), f"the upgrade left {GONE} of {OLDER}")
    expect(hashes(stores) == before, "the upgrade touched stores")
    found = layer.run(
        *_PERSON, "landdesk", "parcels", f"{_STORES}/commune.landdesk", "--limit", "1", env=_ENV
    )
    expect("1" in found, "the store cannot be read after the upgrade")
    report.say(f"upgrade from {OLDER}: stores unchanged, files of {OLDER} gone")

    with screen() as shown:
        command = (*_PERSON, "landdesk", f"{_STORES}/commune.landdesk")
        process = layer.start(*command, env={**_ENV, "DISPLAY": shown.display})
        try:
            seconds = shown.wait_for_window("commune.landdesk", START_WITHIN_S, process)
            report.say(
                f"start: {seconds:.1f} s until the window is on the screen (the first after the upgrade)"
            )
            shown.picture_later(RESULTS / f"debian-{suite}-screen.png")
        finally:
            stop(process)

    layer.run("dpkg", "-r", "landdesk")
    listed = layer.run(
        "/bin/sh", "-c", "find /usr/lib/landdesk /usr/bin/landdesk 2>/dev/null || true"
    ).strip()
    expect(not listed, f"the removal left {listed[:500]}")
    expect({"commune.landdesk", "office.landdesk"} <= set(hashes(stores)), "the removal took stores")
    report.say("removal: program gone, stores kept")
    return report


def try_wheelhouse(archive: Path) -> Report:
    """Install from the wheelhouse without a network and use what was installed."""
    report = Report("Wheelhouse, bookworm")
    python = ("python3.11-venv", *depends())
    layer = Layer.fresh(base_system("bookworm-python", "bookworm", later=python), "wheelhouse")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(layer.upper / "srv")
    place = f"/srv/{archive.stem}"
    layer.run("/bin/sh", "-c", f"cd {place} && sha256sum --quiet -c SHA256SUMS")
    layer.run("/bin/sh", f"{place}/install.sh", "/srv/landdesk")
    printed = layer.run("/srv/landdesk/bin/landdesk", "doctor", "--smoke", "--folder", "/srv/smoke")
    report.say(f"installed without a network: {check_smoke(printed, layer.upper / 'srv' / 'smoke')}")
    return report


def try_windows_wheelhouse(archive: Path) -> Report:
    """Let pip choose from the wheelhouse what it would install on Windows; there is no whole Python for Wine here."""
    report = Report("Wheelhouse, Windows")
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
        place = Path(folder, archive.stem)
        run("sha256sum", "--quiet", "-c", HASH_LIST, cwd=place)
        options = (
            "--no-index",
            "--find-links",
            place / "wheels",
            "--require-hashes",
            "--only-binary",
            ":all:",
        )
        target = ("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp")
        question = ("install", "--dry-run", "--ignore-installed", "-q", "--target", place / "none")
        told = place / "told.json"
        asked = ("-r", place / "requirements.txt", "--report", told)
        run(sys.executable, "-m", "pip", *question, *options, *target, *asked)
        chosen = len(json.loads(told.read_text("utf-8"))["install"])
    expect(chosen == len(WINDOWS.wheels()) + 1, f"pip would install {chosen} packages")
    report.say(f"hashes hold, pip would install all {chosen} packages of it")
    return report
