"""The guards of `tests/conftest.py` really fail what they are there for."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

FAULTY_TESTS = """
import os
import threading
import time
import warnings
from pathlib import Path

from PySide6.QtCore import QRunnable, QThreadPool, QTimer, qWarning
from PySide6.QtWidgets import QDialog, QMessageBox
from sqlalchemy import create_engine, event
from sqlalchemy.exc import CompileError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement, select

from landdesk import i18n, settings


class OnlyHere(ColumnElement):
    inherit_cache = False


@compiles(OnlyHere, "sqlite")
def _only_here(element, compiler, **options):
    return "1"


def test_good(qtbot):
    QThreadPool.globalInstance().start(QRunnable.create(lambda: threading.current_thread()))
    thread = threading.Thread(target=time.sleep, args=(0.05,))
    thread.start()


def test_surroundings_first():
    assert "LANDDESK_PERSON" not in os.environ
    i18n.set_language("vi")
    assert not settings.Settings().path.exists()
    settings.Settings().put(settings.LANGUAGE, "en")


def test_surroundings_second():
    assert i18n.current_language() == "en"
    assert not settings.Settings().path.exists()


def test_bad_warning():
    warnings.warn("anything")


def test_bad_qt_warning(qtbot):
    qWarning("anything")


def test_good_known_qt_warning(qtbot):
    qWarning("This plugin does not support propagateSizeHints()")


def test_bad_thread():
    threading.Thread(target=threading.Event().wait, daemon=True).start()


def test_bad_exec(qtbot):
    QDialog().exec()


def test_bad_question(qtbot):
    QMessageBox.question(None, "a", "b")


def test_bad_exec_in_a_slot(qtbot):
    dialog = QDialog()
    QTimer.singleShot(0, dialog.exec)
    qtbot.wait(50)


def test_bad_statement():
    with create_engine("sqlite://").connect() as connection:
        assert connection.execute(select(OnlyHere())).scalar() == 1


def test_bad_hang():
    time.sleep(30)
"""


def test_each_guard_fails_its_fault(tmp_path: Path) -> None:
    folder = tmp_path / "tests"
    folder.mkdir()
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    (folder / "test_faults.py").write_text(FAULTY_TESTS, "utf-8")
    environment = {**os.environ, "LANDDESK_PERSON": "somebody", "PYTHONPATH": str(ROOT)}
    environment.pop("QT_QPA_PLATFORM", None)
    run = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*run, "--rootdir", str(tmp_path), "--timeout", "3", "-rA", "-q", str(folder)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    results: dict[str, set[str]] = {}
    for word, name in re.findall(r"^(PASSED|FAILED|ERROR) \S*::(\w+)", done.stdout, flags=re.MULTILINE):
        results.setdefault(name, set()).add(word)
    names = re.findall(r"^def (test_\w+)", FAULTY_TESTS, flags=re.MULTILINE)
    assert set(results) == set(names), done.stdout + done.stderr
    passed = {name for name, words in results.items() if words == {"PASSED"}}
    assert passed == {name for name in names if "bad" not in name}, done.stdout
