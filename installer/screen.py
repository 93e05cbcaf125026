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

    def wait_for_window(
        self, title: str, within_s: float, alive: "subprocess.Popen[str]", count: int = 1
    ) -> float:
        """Return the seconds until a window with a title is shown, or several.

        Raises:
            Stop: None came, or the program ended.
        """
        started = time.monotonic()
        while time.monotonic() - started < within_s:
            if alive.poll() is not None:
                printed = alive.stdout.read() if alive.stdout else ""
                message = f"The program ended with {alive.returncode} before it showed a window:\n{printed}"
                raise Stop(message)
            if len(self._shown(title)) >= count:
                return time.monotonic() - started
            time.sleep(0.05)
        message = f"No window with {title!r} in its title after {within_s} s"
        raise Stop(message)

    def wait_until_gone(self, title: str, within_s: float) -> None:
        """Wait until no window with a title is shown.

        Raises:
            Stop: It stayed.
        """
        started = time.monotonic()
        while self._shown(title):
            if time.monotonic() - started > within_s:
                message = f"The window with {title!r} in its title is still shown after {within_s} s"
                raise Stop(message)
            time.sleep(0.05)

    def _shown(self, title: str) -> list[str]:
        """Return the ids of the shown windows by a part of their title, the uppermost first."""
        tree = run("xwininfo", "-display", self.display, "-root", "-tree")
        windows = re.findall(
            rf'^\s+(0x[0-9a-f]+) "[^"\n]*{re.escape(title)}[^"\n]*"', tree, flags=re.MULTILINE
        )
        told = ("xwininfo", "-display", self.display, "-id")
        return [str(window) for window in windows if "IsViewable" in run(*told, window)]

    def picture_later(self, target: Path, title: str | None = None) -> None:
        """Write what is on the screen as a PNG, after a while in which a window fills.

        Args:
            target: The PNG.
            title: Part of the title of the one window that is wanted; None takes the whole screen.
        """
        run("xdotool", "mousemove", *_SIZE.split("x"), env={"DISPLAY": self.display})
        time.sleep(_FILLS_WITHIN_S)
        data = self.buffer.read_bytes()
        head = struct.unpack_from(">25I", data)
        size, width, height, line, colours = head[0], head[4], head[5], head[12], head[19]
        pixels = data[size + 12 * colours :]
        picture = Image.frombuffer("RGB", (width, height), pixels[: line * height], "raw", "BGRX", line, 1)
        (picture if title is None else picture.crop(self._place(title))).save(target)

    def _place(self, title: str) -> tuple[int, int, int, int]:
        told = run("xwininfo", "-display", self.display, "-id", self._wanted(title))
        names = ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")
        found = [re.search(rf"{name}:\s+(-?\d+)", told) for name in names]
        left, top, width, height = (int(number[1]) for number in found if number)
        across, down = (int(size) for size in _SIZE.split("x"))
        return max(left, 0), max(top, 0), min(left + width, across), min(top + height, down)

    def press(self, title: str, *keys: str) -> None:
        """Press keys in a window, one after the other, as xdotool names them."""
        window = self._wanted(title)
        environment = {"DISPLAY": self.display}
        run("xdotool", "windowfocus", "--sync", window, "key", "--delay", "200", *keys, env=environment)

    def _wanted(self, title: str) -> str:
        windows = self._shown(title)
        if not windows:
            message = f"No window with {title!r} in its title is shown"
            raise Stop(message)
        return windows[0]


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
