"""What Windows does in its own way, tried with the portable folder under Wine.

Drive letters, a stick that is pulled out while it is written, a file that a virus scanner holds, paths above 260
letters, an old code page, two windows on one store, and where the program leaves its own files.
"""

import subprocess
import time
import zipfile
from pathlib import Path, PureWindowsPath

from installer.chroots import Layer, base_system, stop
from installer.places import run
from installer.screen import Screen, screen
from installer.stop import Stop
from installer.trial import RESULTS, START_WITHIN_S, Report, check_smoke, expect
from installer.trial_windows import PORTABLE_PYTHON, SYSTEM, Windows

_FOLDER = PureWindowsPath(r"C:\users\root\Documents\Xã Đất Mũi")
_OWN_FILES = PureWindowsPath(r"C:\users\root\AppData\Local\LandDesk")
_ADDRESS = "Thôn Phú Ân Nam"
_DEEP = PureWindowsPath("C:\\", *["Hồ sơ đất đai năm 2026 của xã"] * 11)
_IN_A_CONSOLE = PureWindowsPath(r"C:\console.cmd")
_TOLD = PureWindowsPath(r"C:\told.txt")
_CONSOLE = r"""
cd /d "%FOLDER%"
call Z:\portable\LandDesk\landdesk-cli.cmd person list C:commune.landdesk > %TOLD%
"""
_WRONG_INSIDE = "program.fault"
"""Code of the error that says that the program itself is wrong."""
_PERSON = ("--as", "Nguyễn Văn Đức")
_PARCELS = 4000
_ALL_PARCELS = "4.020"
"""So many the demo makes of that, as it is written in Vietnamese."""
_STICK_MB = 64
_NO_STICK = 8
_ATTEMPTS = 4
# The stick is a disk of its own on which everything fails from one moment on; what had reached it until then is kept
# as it was. All programs stand still for the copy, so that it is of one moment, as when the plug is pulled.
_PULL = r"""
mkdir -p /stick
mount -o loop /stick.img /stick || exit 8
ln -sfn /stick "$WINEPREFIX/dosdevices/e:"
(wine "$@" >/said.txt 2>&1; echo $? >/code.txt) &
while [ -z "$(find /stick -name "$SIGN" -size +"$SIZE" 2>/dev/null)" ]; do
    [ ! -e /code.txt ] || break
    sleep 0.01
done
kill -STOP -1
[ ! -e /code.txt ] || echo early >>/said.txt
cp /stick.img /left.img
device=$(losetup -n -O NAME -j /stick.img)
truncate -s 0 /stick.img
losetup -c "$device"
rm "$WINEPREFIX/dosdevices/e:"
umount -l /stick
kill -CONT -1
wait
wineserver -w
cat /said.txt
mv /left.img /stick.img
code=$(cat /code.txt); rm /code.txt
exit "$code"
"""
# In the port that is free now the stick has the next letter.
_PLUG = r"""
mkdir -p /stick
mount -o loop /stick.img /stick || exit 8
ln -sfn /stick "$WINEPREFIX/dosdevices/f:"
wine "$@"; code=$?
wineserver -w
rm "$WINEPREFIX/dosdevices/f:"
umount /stick
exit $code
"""
# Opens the first temporary file as a virus scanner does: others may read it, nobody may move it.
_HOLD = r"""
import ctypes, sys, time
from pathlib import Path

ctypes.windll.kernel32.CreateFileW.restype = ctypes.c_void_p
until = time.monotonic() + 60
while time.monotonic() < until:
    for path in Path(sys.argv[1]).glob("*.part"):
        held = ctypes.windll.kernel32.CreateFileW(str(path), 0x80000000, 3, None, 3, 0, None)
        if held != ctypes.c_void_p(-1).value:
            print("held", flush=True)
            time.sleep(float(sys.argv[2]))
            sys.exit()
    time.sleep(0.001)
"""
_WITH_A_SCANNER = """
wine "$WATCHER" -c "$HOLD" "$FOLDER" "$SECONDS_HELD" >/held.txt 2>&1 &
sleep 3
wine "$@"; code=$?
wineserver -w
cat /held.txt
exit $code
"""

_TWO_WINDOWS = """
wine "$WINDOW" -m landdesk open "$STORE" --as "$WHO" & first=$!
wine "$WINDOW" -m landdesk open "$STORE" --as "$WHO" & second=$!
sleep 25
wine "$@"; code=$?
touch /changed
wait $first || code=21
wait $second || code=22
wineserver -w
exit $code
"""


def try_ways(portable: Path) -> Report:
    """Try what is Windows' own; return what was seen."""
    report = Report("Windows' ways, Wine")
    layer = Layer.fresh(base_system("trixie-wine", "trixie", SYSTEM), "ways")
    with zipfile.ZipFile(portable) as packed:
        packed.extractall(layer.upper / "portable")
        shipped = {name for name in packed.namelist() if "__pycache__" not in name and not name.endswith("/")}
    with screen() as shown:
        windows = Windows(layer, shown.display)
        windows.run("wineboot", "-i")
        before = _files(_drive(windows))
        _in_the_deep(windows, report)
        made = _landdesk(
            windows, "demo", "--no-window", "--parcels", str(_PARCELS), "--folder", str(_FOLDER), *_PERSON
        )
        expect(_WRONG_INSIDE not in made, made)
        _console(windows, report)
        _pulled_while_a_store_is_written(windows, report)
        _pulled_while_a_file_is_written(windows, report)
        _held_by_a_scanner(windows, report)
        _two_windows(windows, shown, report)
    _left_behind(windows, before, shipped, report)
    return report


def _landdesk(windows: Windows, *words: str, code: int = 0) -> str:
    return windows.run(PORTABLE_PYTHON, "-m", "landdesk", *words, code=code)


def _in_the_deep(windows: Windows, report: Report) -> None:
    expect(len(str(_DEEP)) > 300, f"{_DEEP} is not long")
    printed = _landdesk(windows, "doctor", "--smoke", "--folder", str(_DEEP))
    report.say(f"in a folder of {len(str(_DEEP))} letters: {check_smoke(printed, windows.outside(_DEEP))}")


def _console(windows: Windows, report: Report) -> None:
    """The command line of the portable folder, its output in a file, a path that begins in the folder of a drive."""
    script, told = windows.outside(_IN_A_CONSOLE), windows.outside(_TOLD)
    script.write_text(_CONSOLE, "ascii", newline="\r\n")
    folder = {"FOLDER": str(_FOLDER), "TOLD": str(_TOLD)}
    windows.layer.run("wine", "cmd", "/c", str(_IN_A_CONSOLE), env=windows.env | folder)
    printed = told.read_bytes().decode("utf-8")
    expect("Nguyễn Văn Đức" in printed, f"the console's output is {printed!r}")
    report.say("console: C:commune.landdesk is found in the folder of the drive, output in a file is UTF-8")


def _stick(windows: Windows) -> None:
    image = windows.layer.upper / "stick.img"
    image.unlink(missing_ok=True)
    run("mke2fs", "-q", "-t", "ext4", image, f"{_STICK_MB}M")


def _pulled(windows: Windows, sign: str, size: str, *words: str) -> tuple[int, str]:
    """Run LandDesk on the stick, pull that out when a file on it has grown; return the exit code and what was said."""
    told = {"SIGN": sign, "SIZE": size}
    process = windows.layer.start(
        "/bin/sh", "-c", _PULL, "sh", PORTABLE_PYTHON, "-m", "landdesk", *words, env=windows.env | told
    )
    try:
        said = process.communicate(timeout=300)[0]
    finally:
        stop(process)
    expect("early" not in said, f"the stick was pulled out after the end:\n{said}")
    expect(process.returncode != _NO_STICK, f"no stick can be mounted here:\n{said}")
    expect(_WRONG_INSIDE not in said, f"a pulled stick is no fault of the program:\n{said}")
    return process.returncode, " ".join(said.split())


def _plugged(windows: Windows, *words: str) -> str:
    return windows.layer.run(
        "/bin/sh", "-c", _PLUG, "sh", PORTABLE_PYTHON, "-m", "landdesk", *words, env=windows.env
    )


def _pulled_while_a_store_is_written(windows: Windows, report: Report) -> None:
    store, source = "office.landdesk", str(_FOLDER / "surveyor.gpkg")
    made = ("new", rf"F:\{store}", "--commune", "22657", "--role", "office", "--training", *_PERSON)
    code, said, told = 0, "", ""
    for _attempt in range(_ATTEMPTS):
        _stick(windows)
        _plugged(windows, *made)
        code, said = _pulled(windows, f"{store}-wal", "100k", "import", rf"E:\{store}", source, *_PERSON)
        told = " ".join(_plugged(windows, "parcels", rf"F:\{store}", "--limit", "1").split())
        if code:
            break
        # Everything had reached the stick before it was pulled out.
        expect(_ALL_PARCELS in told, f"it said that it was done, and parcels are missing: {told}\n{said}")
    expect(code != 0, "the stick was never pulled out in the midst of an import")
    expect(_ALL_PARCELS not in told, f"it said that it failed, and the parcels are there: {told}\n{said}")
    report.say(f"stick pulled out during an import into a store on it: {said}")
    report.say(f"plugged in again as drive F: {told}")
    _plugged(windows, "import", rf"F:\{store}", source, *_PERSON)
    report.say("the same import into the same store, again: done")


def _pulled_while_a_file_is_written(windows: Windows, report: Report) -> None:
    _stick(windows)
    store = str(_FOLDER / "commune.landdesk")
    code, said = _pulled(windows, "*.part", "500k", "backup", store, "-o", r"E:\sao lưu.ldbak", *_PERSON)
    expect(code != 0, f"LandDesk did not notice:\n{said}")
    report.say(f"stick pulled out during a backup onto it: {said}")
    _plugged(windows, "backup", store, "-o", r"F:\sao lưu.ldbak", *_PERSON)
    told = _plugged(windows, "backup", r"F:\sao lưu.ldbak", "--verify")
    report.say("plugged in again, the backup under the same name: " + " ".join(told.split())[:200])


def _held_by_a_scanner(windows: Windows, report: Report) -> None:
    for seconds, code in ((4, 0), (25, 5)):
        target = _FOLDER / f"giữ {seconds} giây.ldbak"
        told = {
            "WATCHER": PORTABLE_PYTHON,
            "HOLD": _HOLD,
            "FOLDER": str(_FOLDER),
            "SECONDS_HELD": str(seconds),
        }
        words = (PORTABLE_PYTHON, "-m", "landdesk", "backup", str(_FOLDER / "commune.landdesk"))
        said = windows.layer.run(
            *("/bin/sh", "-c", _WITH_A_SCANNER, "sh", *words, "-o", str(target), *_PERSON),
            env=windows.env | told,
            code=code,
        )
        expect("held" in said, f"nothing was held:\n{said}")
        expect(windows.outside(target).exists() == (code == 0), f"{target}: {said}")
        report.say(f"new file held for {seconds} s: {' '.join(said.split())}")


def _two_windows(windows: Windows, shown: Screen, report: Report) -> None:
    """Open a store in two windows, change it from a third program, close one window after the other."""
    store, python = str(_FOLDER / "commune.landdesk"), PureWindowsPath(PORTABLE_PYTHON)
    edit = ("edit", "set", store, "1/1", "--address", _ADDRESS, *_PERSON)
    told = {"WINDOW": str(python.with_name("pythonw.exe")), "STORE": store, "WHO": _PERSON[1]}
    process = windows.layer.start(
        "/bin/sh", "-c", _TWO_WINDOWS, "sh", str(python), "-m", "landdesk", *edit, env=windows.env | told
    )
    try:
        shown.wait_for_window("commune.landdesk", START_WITHIN_S, process, count=2)
        changed = windows.layer.upper / "changed"
        while not changed.exists() and process.poll() is None:
            time.sleep(0.2)
        shown.picture_later(RESULTS / "windows-two.png")
        for _window in range(2):
            shown.press("commune.landdesk", "alt+F4")
            time.sleep(2)
        said = process.communicate(timeout=60)[0]
    except subprocess.TimeoutExpired as error:
        message = f"Two windows on one store did not end: {error}"
        raise Stop(message) from error
    finally:
        stop(process)
    expect(
        process.returncode == 0, f"two windows and a third program ended with {process.returncode}:\n{said}"
    )
    found = _landdesk(windows, "parcels", store, "--search", _ADDRESS)
    expect("1/1" in found, f"what the third program changed is not there:\n{found}")
    report.say(
        "two windows on one store while the command line changes it: all end well, the change is there"
    )


def _left_behind(windows: Windows, before: set[str], shipped: set[str], report: Report) -> None:
    """Look at what has come to the disk: the program writes nothing but what it was told and its own folder."""
    program = _files(windows.layer.upper / "portable")
    expect(program == shipped, f"the program's folder has changed: {sorted(program ^ shipped)[:20]}")
    said = (_FOLDER, _DEEP, _IN_A_CONSOLE, _TOLD)
    allowed = tuple("/".join(path.parts[1:]) for path in said)
    own = "/".join(_OWN_FILES.parts[1:])
    new = [name for name in _files(_drive(windows)) - before if not name.startswith(allowed)]
    strange = sorted(name for name in new if not name.startswith(own))
    expect(not strange, f"files came where nobody asked for them: {strange[:20]}")
    report.say(f"own files only in AppData: {', '.join(sorted(name.rpartition('/')[2] for name in new))}")


def _drive(windows: Windows) -> Path:
    return windows.outside(PureWindowsPath("C:\\"))


def _files(folder: Path) -> set[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir())
    # Python compiles what was not, where it may write.
    return {path.as_posix() for path in found if path.parent.name != "__pycache__"}
