"""Clean systems to try things in: made once by debootstrap, never changed afterwards, without a network when used.

Each run gets mounts and processes of its own (unshare). They end with it, whatever happens, so there is nothing to
clean up; what a run writes goes to a layer above the system (overlayfs) that the next run of the same trial sees.
"""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from installer.places import BUILD, CHROOTS, run
from installer.stop import Stop
from installer.trees import fresh

_ENTER = """
set -e
mount -t overlay overlay -o "lowerdir=$BASE,upperdir=$LAYER/upper,workdir=$LAYER/work" "$LAYER/system"
mount -t proc proc "$LAYER/system/proc"
mount --bind /dev "$LAYER/system/dev"
mkdir -p "$LAYER/system/tmp/.X11-unix"
[ ! -d /tmp/.X11-unix ] || mount --bind /tmp/.X11-unix "$LAYER/system/tmp/.X11-unix"
exec chroot "$LAYER/system" "$@"
"""


def base_system(name: str, suite: str, packages: Sequence[str] = (), later: Sequence[str] = ()) -> Path:
    """Return a Debian system, made when it is not there.

    Args:
        name: Of its folder.
        suite: Debian's release.
        packages: What debootstrap includes.
        later: What apt satisfies afterwards, each as a package says what it depends on.
    """
    root = CHROOTS / name
    stamp = root.with_suffix(".made")
    wanted = f"{suite} {' '.join(packages)} {' '.join(later)}\n"
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return root
    if os.geteuid():
        message = "Clean systems are made and entered by root: type sudo make installers-test"
        raise Stop(message)
    print(f"making a clean system of Debian {suite} in {root}", flush=True)
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    include = ("--include", ",".join(packages)) if packages else ()
    run("debootstrap", "--variant=minbase", *include, suite, root, mirror())
    if later:
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        satisfy = ("apt-get", "satisfy", "-qq", "-y", "--no-install-recommends", ", ".join(later))
        run("chroot", root, *satisfy, env=quiet)
    stamp.write_text(wanted, "utf-8")
    return root


def mirror() -> str:
    """Return the Debian archive that this machine's apt uses, or LANDDESK_DEBIAN_MIRROR."""
    chosen = os.environ.get("LANDDESK_DEBIAN_MIRROR")
    if chosen:
        return chosen
    told = run(
        "apt-get", "indextargets", "--format", "$(ORIGIN)|$(COMPONENT)|$(REPO_URI)", "Created-By: Packages"
    )
    found = re.findall(r"^Debian\|main\|(\S+?/debian/?)$", told, flags=re.MULTILINE)
    if not found:
        message = "apt of this machine knows no Debian archive: set LANDDESK_DEBIAN_MIRROR"
        raise Stop(message)
    return str(found[0])


def stop(process: "subprocess.Popen[str]") -> str:
    """End a started command with all that it started; return what it printed."""
    # The group: a program that changes its user no longer dies with its parent.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.communicate()[0]


@dataclass(frozen=True, slots=True)
class Layer:
    """A clean system and what a trial wrote into it.

    Attributes:
        base: The system below.
        place: Folder of the layer.
    """

    base: Path
    place: Path

    @staticmethod
    def fresh(base: Path, name: str) -> "Layer":
        """Return an empty layer."""
        place = fresh(BUILD / "trials" / name)
        for part in ("upper", "work", "system"):
            (place / part).mkdir()
        return Layer(base, place)

    @property
    def upper(self) -> Path:
        """What was written, as seen from outside."""
        return self.place / "upper"

    def bring(self, source: Path, target: str) -> None:
        """Copy a file or a folder into the system."""
        place = self.upper / target.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, place)
        else:
            shutil.copyfile(source, place)

    def start(self, *command: str, env: dict[str, str] | None = None) -> "subprocess.Popen[str]":
        """Start a command in the system, without a network."""
        surroundings = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/root",
            "LANG": "C.UTF-8",
            "BASE": str(self.base),
            "LAYER": str(self.place),
            **(env or {}),
        }
        isolated = [
            "unshare",
            "--mount",
            "--net",
            "--pid",
            "--fork",
            "--kill-child",
            "/bin/sh",
            "-c",
            _ENTER,
            "sh",
        ]
        return subprocess.Popen(
            [*isolated, *command],
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )

    def run(
        self, *command: str, env: dict[str, str] | None = None, within_s: int = 600, code: int = 0
    ) -> str:
        """Run a command in the system and return what it printed.

        Raises:
            Stop: It left with another code than expected.
        """
        process = self.start(*command, env=env)
        try:
            printed, _ = process.communicate(timeout=within_s)
        except subprocess.TimeoutExpired:
            printed = stop(process)
            printed += f"\n(stopped after {within_s} s)"
        if process.returncode != code:
            end = "\n".join(printed.splitlines()[-40:])
            message = (
                f"In {self.base.name}: {' '.join(command)[:300]} ended with {process.returncode}:\n{end}"
            )
            raise Stop(message)
        return printed
