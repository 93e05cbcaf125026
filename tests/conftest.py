"""Guards around every test: no warning, no Qt warning, no leaked thread, no blocking dialog, own settings.

Warnings and Qt warnings fail by `pyproject.toml`; the rest is here. Every statement that goes through
SQLAlchemy is compiled for PostgreSQL too, so that the office's store stays possible. Stores are made and written
the short way of `tests/cheap_stores.py`; a test of the long one says `as_the_program`.
"""

import os
import sys
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from time import monotonic
from typing import NoReturn

import hypothesis
import pytest

# Before Qt is loaded; a person who wants to see the windows sets another platform.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")

_THREAD_GRACE_S = 1.0
_settings_folders = count()


def pytest_configure() -> None:
    """Set the guards that hold for the whole run."""
    _forbid_blocking_dialogs()
    if find_spec("landdesk.store") is not None:
        from tests.cheap_stores import make_stores_cheap

        make_stores_cheap()
        _compile_every_statement_for_postgresql()


def _forbid_blocking_dialogs() -> None:
    """Let every call that would wait for a person fail instead of hanging the run."""
    from PySide6 import QtWidgets

    def refuse(*_args: object, **_options: object) -> NoReturn:
        pytest.fail("A dialog would block here: open it with show() or open(), exec() waits for a person")

    blocking = {
        QtWidgets.QApplication: ("exec", "exec_"),
        QtWidgets.QDialog: ("exec", "exec_"),
        QtWidgets.QMenu: ("exec", "exec_"),
        QtWidgets.QMessageBox: ("exec", "about", "aboutQt", "critical", "information", "question", "warning"),
        QtWidgets.QFileDialog: (
            "getExistingDirectory",
            "getExistingDirectoryUrl",
            "getOpenFileName",
            "getOpenFileNames",
            "getOpenFileUrl",
            "getOpenFileUrls",
            "getSaveFileName",
            "getSaveFileUrl",
        ),
        QtWidgets.QInputDialog: ("getDouble", "getInt", "getItem", "getMultiLineText", "getText"),
        QtWidgets.QColorDialog: ("getColor",),
        QtWidgets.QFontDialog: ("getFont",),
    }
    for owner, names in blocking.items():
        for name in names:
            if hasattr(owner, name):
                setattr(owner, name, staticmethod(refuse))


def _compile_every_statement_for_postgresql() -> None:
    from sqlalchemy import event
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.engine import Engine, ExecutionContext

    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it without types
    # Every test has new engines and so meets the same statements again.
    compiled: set[str] = set()

    @event.listens_for(Engine, "before_cursor_execute")
    def compile_for_both(_conn: object, _cursor: object, *rest: object) -> None:
        *_, context, _many = rest
        assert isinstance(context, ExecutionContext)
        made = context.compiled
        if made is not None and made.statement is not None and made.string not in compiled:
            made.statement.compile(dialect=dialect)
            compiled.add(made.string)


@pytest.fixture(autouse=True)
def own_surroundings(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Give each test its own settings folder, no LANDDESK_… variable of the machine, and English texts."""
    from landdesk import i18n

    for name in [name for name in os.environ if name.startswith("LANDDESK_")]:
        monkeypatch.delenv(name)
    folder = tmp_path_factory.getbasetemp() / f"config-{next(_settings_folders)}"
    monkeypatch.setenv("LANDDESK_CONFIG", str(folder))
    monkeypatch.setenv("LANDDESK_LOGS", str(folder / "logs"))
    yield
    if i18n.current_language() != "en":
        i18n.set_language("en")


@pytest.fixture(autouse=True)
def no_leaked_thread() -> Iterator[None]:
    """Fail a test that leaves a thread behind; idle threads of Qt's pool are let go first."""
    before = set(threading.enumerate())
    yield
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QThreadPool

        QThreadPool.globalInstance().waitForDone(int(_THREAD_GRACE_S * 1000))
    ends_by = monotonic() + _THREAD_GRACE_S
    left = [thread for thread in threading.enumerate() if thread not in before and not _ends(thread, ends_by)]
    if left:
        pytest.fail(f"The test left threads behind: {', '.join(thread.name for thread in left)}")


def _ends(thread: threading.Thread, ends_by: float) -> bool:
    """Wait for a thread until a moment and say whether it has ended."""
    if not isinstance(thread, threading._DummyThread):
        thread.join(max(0.0, ends_by - monotonic()))
        return not thread.is_alive()
    # Python never learns that a thread of Qt's has ended; the system does.
    while (path := Path(f"/proc/self/task/{thread.native_id}")).exists():
        if monotonic() > ends_by:
            return False
        threading.Event().wait(0.01)
    return not path.exists()
