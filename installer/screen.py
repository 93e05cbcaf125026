"""A screen without a monitor, and what is to be seen on it."""

import os
import re
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from installer.places import run
from installer.stop import Stop

_SIZE = "1366x768"
_FILLS_WITHIN_S = 6.0


@dataclass(frozen=True, slots=True)
class Screen:
    """A running Xvfb.

    Attributes:
        display: What DISPLAY has to be.
        buffer: The file that holds its picture.
    """

    display: str
    buffer: Path

    def wait_for_window(self, title: str, within_s: float, alive: "subprocess.Popen[str]") -> float:
        """Return the seconds until a window with a title is shown.

        Raises:
            Stop: None came, or the program ended.
        """
        started = time.monotonic()
        while time.monotonic() - started < within_s:
            if alive.poll() is not None:
                printed = alive.stdout.read() if alive.stdout else ""
                message = f"The program ended with {alive.returncode} before it showed a window:\n{printed}"
                raise Stop(message)
            if self._is_shown(title):
                return time.monotonic() - started
            time.sleep(0.05)
        message = f"No window with {title!r} in its title after {within_s} s"
        raise Stop(message)

    def _is_shown(self, title: str) -> bool:
        tree = run("xwininfo", "-display", self.display, "-root", "-tree")
        windows = re.findall(
            rf'^\s+(0x[0-9a-f]+) "[^"\n]*{re.escape(title)}[^"\n]*"', tree, flags=re.MULTILINE
        )
        return any(
            "IsViewable" in run("xwininfo", "-display", self.display, "-id", window) for window in windows
        )

    def picture_later(self, target: Path) -> None:
        """Write what is on the screen as a PNG, after a while in which a window fills."""
        time.sleep(_FILLS_WITHIN_S)
        data = self.buffer.read_bytes()
        head = struct.unpack_from(">25I", data)
        size, width, height, line, colours = head[0], head[4], head[5], head[12], head[19]
        pixels = data[size + 12 * colours :]
        Image.frombuffer("RGB", (width, height), pixels[: line * height], "raw", "BGRX", line, 1).save(target)


@contextmanager
def screen() -> Iterator[Screen]:
    """Start an Xvfb for a while."""
    with tempfile.TemporaryDirectory() as folder:
        reads, writes = os.pipe()
        command = [
            "Xvfb",
            "-displayfd",
            str(writes),
            "-screen",
            "0",
            f"{_SIZE}x24",
            "-nolisten",
            "tcp",
            "-fbdir",
            folder,
        ]
        server = subprocess.Popen(
            command, pass_fds=(writes,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(writes)
        try:
            with os.fdopen(reads) as told:
                number = told.readline().strip()
            if not number:
                message = "Xvfb did not start"
                raise Stop(message)
            yield Screen(f":{number}", Path(folder, "Xvfb_screen0"))
        finally:
            server.terminate()
            server.wait()
