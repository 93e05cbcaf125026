"""A planted name and number, a computer of its own to play on, and the files in which the words can be found."""

import json
import os
import signal
import unicodedata
from pathlib import Path

from landdesk.i18n import fold
from tests.e2e.warm import WarmProcess

ROOT = Path(__file__).resolve().parents[2]
NAME, NUMBER = "Tôn Nữ Thanh Hoàng Yến", "079301999888"
SCAN = f"%PDF-1.7 {NAME} {NUMBER} ".encode() * 5_000
PERSON = "Nguyễn Văn A"
PASSPHRASE = "cánh đồng không ai biết"


def forms(text: str) -> set[bytes]:
    """Return how a text may stand in a file: as it is, in capitals, without accents, in 8 or 16 bits a letter."""
    words = {text, text.upper(), text.lower(), fold(text), unicodedata.normalize("NFD", text)}
    words |= {json.dumps(word)[1:-1] for word in words}
    return {word.encode(code) for word in words for code in ("utf-8", "utf-16-le", "utf-16-be")}


def files_with(folder: Path, planted: set[bytes]) -> set[str]:
    """Return the files of a folder, at any depth, that hold one of the words."""
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(word in path.read_bytes() for word in planted)
    }


class Day:
    """One computer of its own: every folder that a program may write to is below one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {
            **os.environ,
            "LANDDESK_LANG": "en",
            "LANDDESK_CONFIG": str(folder / "config"),
            "LANDDESK_LOGS": str(folder / "logs"),
            "LANDDESK_PERSON": PERSON,
            "LANDDESK_PASSPHRASE_FILE": "pass",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "QT_QPA_PLATFORM": "offscreen",
        }
        for name in ("TMPDIR", "TEMP", "TMP", "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            (folder / name).mkdir(exist_ok=True)
            self.env[name] = str(folder / name)
        for name in ("SQLITE_TMPDIR", "XDG_DATA_HOME"):
            self.env[name] = str(folder / "TMPDIR")

    def run(self, *words: str, code: int = 0, stdin: bytes | None = None) -> str:
        """Type a command line as a process of its own; what it prints is for the person's eyes."""
        return self.python("-m", "landdesk", *words, code=code, stdin=stdin)

    def python(self, *words: str, code: int = 0, stdin: bytes | None = None) -> str:
        process = WarmProcess(words, self.folder, self.env, stdin or b"")
        assert process.wait() == code, (words, process.err.decode())
        return process.out.decode()

    def killed(self, at: int, *words: str) -> bool:
        """Type a command line and kill the process at one of its durable steps; False where it ended before.

        Args:
            at: Number of the step, from 1.
        """
        process = WarmProcess(("-c", _KILLED_AT, str(at), *words), self.folder, self.env)
        code = process.wait()
        # What was killed after it was done may be refused the second time.
        assert b"Traceback" not in process.err, (words, process.err.decode())
        return code == -signal.SIGKILL

    def started(self, *words: str) -> WarmProcess:
        """Start a command line that somebody else will kill."""
        return WarmProcess(("-m", "landdesk", *words), self.folder, self.env)


_KILLED_AT = """
import os, signal, sys
from landdesk.__main__ import main
from landdesk.files import watch_durable_steps
left = int(sys.argv[1])
def die(name):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
with watch_durable_steps(die):
    code = main(sys.argv[2:])
sys.exit(code)
"""
