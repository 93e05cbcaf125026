"""The Windows deliveries under Wine: set-up into a path with accents and blanks, start, work, upgrade, removal."""

import shlex
import shutil
import zipfile
from pathlib import Path, PureWindowsPath

from installer.chroots import Layer, base_system, stop
from installer.program import VERSION
from installer.screen import Screen, screen
from installer.trial import GONE, OLDER, RESULTS, START_WITHIN_S, Report, check_smoke, expect, hashes

SYSTEM = ("wine", "wine64", "ca-certificates")
_PREFIX = "/srv/wine"
_FOLDER = PureWindowsPath(r"C:\users\root\Máy chị Hường\Phần mềm đất đai")
_STORES = PureWindowsPath(r"C:\users\root\Documents\Hồ sơ đất")
_UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\LandDesk"
_OPEN_STORE = r"Software\Classes\LandDesk.Store\shell\open\command"
_OPEN_PACKAGE = r"Software\Classes\LandDesk.Package\shell\open\command"
# NSIS wants /D= without quotation marks, and Wine puts some around a word with blanks; Python hands a line on as it is.
AS_ONE_LINE = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1]))"
# reg.exe writes in a code page that has no Vietnamese letters.
_READ_REGISTRY = """
import sys, winreg
sys.stdout.reconfigure(encoding="utf-8")
try:
    key = winreg.OpenKey(winreg.HKEY_CURRENT_USER, sys.argv[1])
except FileNotFoundError:
    sys.exit()
for i in range(winreg.QueryInfoKey(key)[1]):
    name, value, _ = winreg.EnumValue(key, i)
    print(f"{name} = {value}")
"""
PORTABLE_PYTHON = r"Z:\portable\LandDesk\runtime\python.exe"
_WINE = '"$@"; code=$?; wineserver -w; exit $code'
_RUNNING = 2


class Windows:
    """Wine in a layer of its own."""

    def __init__(self, layer: Layer, display: str) -> None:
        self.layer = layer
        self.env = {
            "WINEPREFIX": _PREFIX,
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "XDG_RUNTIME_DIR": "/srv",
            "DISPLAY": display,
        }

    def outside(self, place: PureWindowsPath) -> Path:
        """Return where a folder of drive C is, seen from outside."""
        return self.layer.upper.joinpath(_PREFIX.lstrip("/"), "drive_c", *place.parts[1:])

    def run(self, *command: str, code: int = 0) -> str:
        """Run a Windows program to its end, with all that it started."""
        return self.layer.run("/bin/sh", "-c", _WINE, "sh", "wine", *command, env=self.env, code=code)

    def landdesk(self, *words: str) -> str:
        """Run the installed program on the command line."""
        return self.run(str(_FOLDER / "runtime" / "python.exe"), "-m", "landdesk", *words)

    def set_up(self, name: str, *, code: int = 0) -> None:
        """Run a set-up silently into the folder."""
        line = rf"Z:\{name} /S /D={_FOLDER}"
        self.run(PORTABLE_PYTHON, "-c", AS_ONE_LINE, line, code=code)

    def registry(self, key: str) -> str:
        """Return the values of a key of the person, a line each; nothing where it is not there."""
        return self.run(PORTABLE_PYTHON, "-c", _READ_REGISTRY, key)


def try_setup(setup: Path, older: Path, portable: Path) -> Report:
    """Go through the life of an installation; return what was seen."""
    report = Report("Windows set-up, Wine")
    layer = Layer.fresh(base_system("trixie-wine", "trixie", SYSTEM), "windows")
    layer.bring(setup, "/new.exe")
    layer.bring(older, "/old.exe")
    with zipfile.ZipFile(portable) as packed:
        packed.extractall(layer.upper / "portable")
    with screen() as shown:
        windows = Windows(layer, shown.display)
        report.say(windows.run("--version").strip())
        windows.run("wineboot", "-i")
        _install_and_work(windows, report)
        _upgrade(windows, report)
        _start(windows, shown, report)
        _refuse_while_running(windows, report)
        _remove(windows, report)
    return report


def _install_and_work(windows: Windows, report: Report) -> None:
    windows.set_up("old.exe")
    expect(
        f"DisplayVersion = {OLDER}" in windows.registry(_UNINSTALL), f"{OLDER} is not in the list of programs"
    )
    expect((windows.outside(_FOLDER) / GONE).exists(), f"{OLDER} has no {GONE}")
    printed = windows.landdesk("doctor", "--smoke", "--folder", str(_STORES))
    report.say(f"{OLDER} in {_FOLDER}: {check_smoke(printed, windows.outside(_STORES))}")
    shutil.copyfile(windows.outside(_STORES) / "window.png", RESULTS / "windows-window.png")
    # Somebody keeps a store where the program is.
    shutil.copyfile(
        windows.outside(_STORES) / "commune.landdesk", windows.outside(_FOLDER) / "Kho của tôi.landdesk"
    )


def _upgrade(windows: Windows, report: Report) -> None:
    before = hashes(windows.outside(_STORES))
    windows.set_up("new.exe")
    folder = windows.outside(_FOLDER)
    expect(not (folder / GONE).exists(), f"the upgrade left {GONE} of {OLDER}")
    expect((folder / "Kho của tôi.landdesk").exists(), "the upgrade took a store that lay in its folder")
    expect(hashes(windows.outside(_STORES)) == before, "the upgrade touched stores")
    told = windows.registry(_UNINSTALL)
    expect(f"DisplayVersion = {VERSION}" in told, f"the list of programs says {told}")
    opens = f' = "{_FOLDER / "runtime" / "pythonw.exe"}" -m landdesk "%1"'
    for key in (_OPEN_STORE, _OPEN_PACKAGE):
        expect(windows.registry(key).strip("\n") == opens, f"{key} says {windows.registry(key)}")
    found = windows.landdesk("parcels", str(_STORES / "commune.landdesk"), "--limit", "1")
    expect("1" in found, "the store cannot be read after the upgrade")
    report.say(
        f"upgrade over {OLDER}: stores unchanged, files of {OLDER} gone, .landdesk and .ldpkg open LandDesk"
    )
    printed = windows.landdesk("doctor", "--smoke", "--folder", str(_STORES))
    report.say(f"after the upgrade: {check_smoke(printed, windows.outside(_STORES))}")


def _start(windows: Windows, shown: Screen, report: Report) -> None:
    # What a double click runs, as compared above; Wine's own `start` does not find the person's associations.
    words = (str(_FOLDER / "runtime" / "pythonw.exe"), "-m", "landdesk", str(_STORES / "commune.landdesk"))
    command = ("wine", *words)
    process = windows.layer.start(*command, env=windows.env)
    try:
        seconds = shown.wait_for_window("commune.landdesk", START_WITHIN_S, process)
        report.say(f"start on a store: {seconds:.1f} s to the window, Wine's own start included")
        shown.picture_later(RESULTS / "windows-screen.png")
    finally:
        stop(process)


def _refuse_while_running(windows: Windows, report: Report) -> None:
    python = str(_FOLDER / "runtime" / "pythonw.exe")
    setup = rf"Z:\new.exe /S /D={_FOLDER}"
    script = (
        f"wine {shlex.quote(python)} -c 'import time; time.sleep(60)' & "
        "sleep 5; "
        f"wine {shlex.quote(PORTABLE_PYTHON)} -c {shlex.quote(AS_ONE_LINE)} {shlex.quote(setup)}; "
        "code=$?; wineserver -k; exit $code"
    )
    windows.layer.run("/bin/sh", "-c", script, env=windows.env, code=_RUNNING)
    report.say("a set-up while LandDesk runs refuses and changes nothing")
    windows.landdesk("--version")


def _remove(windows: Windows, report: Report) -> None:
    windows.run(str(_FOLDER / "uninstall.exe"), "/S")
    folder = windows.outside(_FOLDER)
    left = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    expect(left == ["Kho của tôi.landdesk"], f"the removal left {left[:20]}")
    expect(
        {"commune.landdesk", "office.landdesk"} <= set(hashes(windows.outside(_STORES))),
        "the removal took stores",
    )
    for key in (_UNINSTALL, _OPEN_STORE, _OPEN_PACKAGE):
        expect(not windows.registry(key), f"the removal left {key}")
    report.say("removal: program and its entries gone, stores kept, the one in its folder too")
