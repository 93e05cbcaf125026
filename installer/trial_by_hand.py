"""The Windows set-up as a person goes through it: its pages by the keyboard, the first start, a double click."""

import json
import re
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath
from subprocess import Popen, TimeoutExpired

from installer.chroots import Layer, base_system, stop
from installer.screen import Screen, screen
from installer.stop import Stop
from installer.trial import RESULTS, START_WITHIN_S, Report, check_smoke, expect
from installer.trial_windows import AS_ONE_LINE, PORTABLE_PYTHON, SYSTEM, Windows

_FOLDER = PureWindowsPath(r"C:\users\root\AppData\Local\Programs\LandDesk")
_STORES = PureWindowsPath(r"C:\users\root\Documents\Xã Đất Mũi")
_SETTINGS = PureWindowsPath(r"C:\users\root\AppData\Local\LandDesk\settings.json")
_OPEN_PACKAGE = r"Software\Classes\LandDesk.Package\shell\open\command"
_SETUP, _PROGRAM, _NEW_STORE = "Cài đặt LandDesk", "LandDesk", "Tạo kho từ gói gốc"
PAGES = (
    ("Chào mừng", "&Tiếp theo >", "setup-welcome.png"),
    ("Chọn thư mục cài đặt", "&Cài đặt", None),
    ("Hoàn tất Cài đặt", "&Hoàn thành", "setup-done.png"),
)
"""Of each page that asks: its heading, the button that goes on, and its picture."""
_PAGE_WITHIN_S = 240.0
_ENDS_WITHIN_S = 60.0
# Prints the words of the set-up's windows whenever they change: only a Windows program can ask for them.
_WATCH = r"""
import ctypes, json, sys, time
from ctypes import wintypes

user = ctypes.windll.user32
visit = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)

def words(window):
    held, done = ctypes.create_unicode_buffer(4096), ctypes.c_size_t()
    user.SendMessageTimeoutW(window, 0x0D, 4096, held, 2, 500, ctypes.byref(done))
    return held.value

def shown():
    found = []
    def child(window, _):
        if user.IsWindowVisible(window):
            found.append(words(window))
        return True
    def top(window, _):
        name = ctypes.create_unicode_buffer(64)
        user.GetClassNameW(window, name, 64)
        if name.value == "#32770" and user.IsWindowVisible(window):
            found.append(words(window))
            user.EnumChildWindows(window, visit(child), 0)
        return True
    user.EnumWindows(visit(top), 0)
    return [text for text in found if text]

last, nothing_since = [], time.monotonic() + 60
with open(sys.argv[1], "w", encoding="utf-8") as seen:
    while time.monotonic() - nothing_since < 10:
        now = shown()
        if now:
            nothing_since = time.monotonic()
        if now != last:
            last = now
            print(json.dumps(now), file=seen, flush=True)
        time.sleep(0.3)
"""
_TO_THE_END = '"$@"; code=$?; wineserver -w; exit $code'
_WITH_A_WATCHER = rf"""
wine "$WATCHER" -c "$WATCH" 'Z:\seen.txt' &
set -- wine 'Z:\new.exe'
{_TO_THE_END}
"""


def try_by_hand(setup: Path, portable: Path) -> Report:
    """Install as a person does, look at the first start and open a package; return what was seen."""
    report = Report("Windows set-up by hand, Wine")
    layer = Layer.fresh(base_system("trixie-wine", "trixie", SYSTEM), "windows-by-hand")
    layer.bring(setup, "/new.exe")
    with zipfile.ZipFile(portable) as packed:
        packed.extractall(layer.upper / "portable")
    with screen() as shown:
        windows = Windows(layer, shown.display)
        windows.run("wineboot", "-i")
        _go_through_pages(windows, shown, report)
        printed = windows.run(
            str(_FOLDER / "runtime" / "python.exe"),
            *("-m", "landdesk", "doctor", "--smoke", "--folder", str(_STORES)),
        )
        report.say(check_smoke(printed, windows.outside(_STORES)))
        _double_click(windows, shown, report)
    return report


def _go_through_pages(windows: Windows, shown: Screen, report: Report) -> None:
    seen = windows.layer.upper / "seen.txt"
    told = {"WATCHER": PORTABLE_PYTHON, "WATCH": _WATCH}
    with _running(windows, shown, "/bin/sh", "-c", _WITH_A_WATCHER, env=told) as process:
        shown.wait_for_window(_SETUP, START_WITHIN_S, process)
        for heading, button, picture in PAGES:
            words = _wait_for_page(seen, heading, button)
            report.say("page: " + " | ".join(" ".join(text.split()) for text in words))
            if picture:
                shown.picture_later(RESULTS / picture, _SETUP)
            shown.press(_SETUP, "Return")
        shown.wait_until_gone(_SETUP, _PAGE_WITHIN_S)
        seconds = shown.wait_for_window(_PROGRAM, START_WITHIN_S, process)
        report.say(f"the last page starts LandDesk: {seconds:.1f} s to the window")
        shown.picture_later(RESULTS / "first-start.png", _PROGRAM)


def _wait_for_page(seen: Path, heading: str, button: str) -> list[str]:
    """Return the words of the set-up's window once it shows a page."""
    started, words = time.monotonic(), [""]
    while time.monotonic() - started < _PAGE_WITHIN_S:
        lines = seen.read_text("utf-8").splitlines() if seen.exists() else []
        words = json.loads(lines[-1]) if lines else []
        if any(heading in text for text in words) and button in words:
            return words
        time.sleep(0.3)
    message = f"No page {heading!r} with a button {button!r} after {_PAGE_WITHIN_S} s, but {words}"
    raise Stop(message)


def _double_click(windows: Windows, shown: Screen, report: Report) -> None:
    """Run what the registry says of a package, as Windows does when one is double-clicked."""
    told = windows.registry(_OPEN_PACKAGE)
    registered = re.search(r'^ = (".+" -m landdesk "%1")$', told, re.MULTILINE)
    if registered is None:
        message = f"{_OPEN_PACKAGE} says {told!r}"
        raise Stop(message)
    # The smoke test has stores that a person without one has not opened.
    windows.outside(_SETTINGS).unlink()
    line = registered[1].replace("%1", str(_STORES / "base.ldpkg"))
    words = ("/bin/sh", "-c", _TO_THE_END, "sh", "wine", PORTABLE_PYTHON, "-c", AS_ONE_LINE, line)
    with _running(windows, shown, *words) as process:
        seconds = shown.wait_for_window(_NEW_STORE, START_WITHIN_S, process)
        report.say(f"a double click on a base package offers a new store: {seconds:.1f} s")
        shown.picture_later(RESULTS / "windows-package.png")
        shown.press(_NEW_STORE, "Escape")
        shown.wait_until_gone(_NEW_STORE, _ENDS_WITHIN_S)


@contextmanager
def _running(
    windows: Windows, shown: Screen, *command: str, env: dict[str, str] | None = None
) -> Iterator["Popen[str]"]:
    """Start something that ends in the program's window; close that window afterwards, so that Wine keeps all."""
    process = windows.layer.start(*command, env=windows.env | (env or {}))
    try:
        yield process
        shown.press(_PROGRAM, "alt+F4")
        process.wait(_ENDS_WITHIN_S)
        expect(process.returncode == 0, f"it ended with {process.returncode}")
    except TimeoutExpired as error:
        message = f"LandDesk did not end when its window was closed: {error}"
        raise Stop(message) from error
    finally:
        stop(process)
