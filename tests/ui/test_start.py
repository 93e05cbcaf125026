import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import current_language
from landdesk.settings import LANGUAGE, Settings
from landdesk.ui.main_window import MainWindow
from landdesk.ui.render import render_store
from landdesk.ui.start import Program, _catch_errors, grab_window
from tests.ui.conftest import PERSON, close
from tests.ui.hands import children


def test_a_picture_of_the_window_is_written(qtbot: QtBot, store_path: Path, tmp_path: Path) -> None:
    del qtbot
    seen: list[int] = []

    def prepare(window: MainWindow) -> None:
        seen.append(len(window.desk.workplace.findings.findings))
        window.desk.workplace.list_panel.table.selectRow(3)

    png = grab_window(
        store_path, tmp_path / "window.png", (1000, 640), language="en", person=PERSON.name, prepare=prepare
    )
    picture = QImage(str(png))
    assert (picture.width(), picture.height()) == (1000, 640)
    assert seen[0] > 0, "the picture is taken after a check"
    colours = {picture.pixel(x, y) for x in range(0, 1000, 7) for y in range(0, 640, 7)}
    assert len(colours) > 20


def test_no_picture_of_what_is_no_store(qtbot: QtBot, tmp_path: Path) -> None:
    del qtbot
    path = tmp_path / "notes.txt"
    path.write_text("no store", "utf-8")
    with pytest.raises(InvalidInputError) as error:
        grab_window(path, tmp_path / "window.png", language="en")
    assert error.value.code == "store.not-a-store"
    assert not (tmp_path / "window.png").exists()


def test_an_error_nobody_caught_opens_the_crash_box(qtbot: QtBot, empty_window: MainWindow) -> None:
    restore = _catch_errors(empty_window.desk.show_failure)
    try:
        error = ZeroDivisionError("a bug")
        sys.excepthook(ZeroDivisionError, error, None)
    finally:
        restore()
    qtbot.waitUntil(lambda: bool(children(empty_window, QMessageBox)))
    box = children(empty_window, QMessageBox)[0]
    assert box.property("sign") == "error"
    box.accept()


def test_a_map_is_rendered_without_a_window(qtbot: QtBot, store_path: Path, tmp_path: Path) -> None:
    del qtbot
    render_store(store_path, tmp_path / "map.png", (589_990, 1_349_990, 590_070, 1_350_070), (400, 400))
    picture = QImage(str(tmp_path / "map.png"))
    assert (picture.width(), picture.height()) == (400, 400)


def test_another_language_makes_the_window_anew_on_the_same_store(
    qtbot: QtBot, qapp: QApplication, store_path: Path
) -> None:
    program = Program(qapp, Settings(), None)
    first = program.show_window(store_path, PERSON.name)
    qtbot.waitUntil(lambda: first.desk.current is not None)
    first.actions_by_code["vietnamese"].trigger()
    qtbot.waitUntil(lambda: program.window is not first)
    second = program.window
    assert second is not None
    assert current_language() == Settings().get(LANGUAGE) == "vi"
    qtbot.waitUntil(lambda: second.desk.current is not None and second.desk.store.person is not None)
    assert second.desk.store.app.store.path == store_path
    assert second.actions_by_code["vietnamese"].isChecked()
    close(qtbot, second)


def test_help_on_the_command_line_loads_no_qt() -> None:
    words = (
        "import sys\n"
        "from landdesk.__main__ import main\n"
        "status = main(['--help'])\n"
        "assert not [name for name in sys.modules if name.startswith('PySide6')]\n"
        "sys.exit(status)\n"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "landdesk" in done.stdout
