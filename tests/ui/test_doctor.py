"""The doctor in the window: what is wrong stands first, and the file for whoever helps is written."""

import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from landdesk.app.doctor import visit as visiting
from landdesk.app.doctor.computer import Disk, DiskKind
from landdesk.i18n import set_language
from landdesk.ui.dialogs.doctor_dialog import DoctorDialog
from landdesk.ui.main_window import MainWindow
from tests.ui.hands import children, click


def looked(qtbot: QtBot, window: MainWindow) -> DoctorDialog:
    """Look at the computer from the menu and wait for what was seen."""
    window.actions_by_code["doctor"].trigger()
    (dialog,) = children(window, DoctorDialog)
    qtbot.waitUntil(dialog.save.isEnabled)
    return dialog


def test_the_open_store_is_looked_through(qtbot: QtBot, window: MainWindow) -> None:
    dialog = looked(qtbot, window)
    assert f"{window.desk.store.app.store.path}: sound" in dialog.page.toPlainText()
    dialog.close()


def test_what_is_wrong_stands_first(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visiting, "disk_of", lambda _path: Disk("Z:\\", DiskKind.NETWORK, "", 10**12))
    dialog = looked(qtbot, window)
    lines = dialog.page.toPlainText().splitlines()
    marks = [line.strip() for line in lines if line.strip() in {"✗", "!", "✓"}]
    assert marks[0] == "✗"
    assert marks == sorted(marks, key="✗!✓".index)
    assert "network drive" in dialog.page.toPlainText()
    assert dialog.said.text().startswith("Wrong: 1.")
    dialog.close()


def test_the_file_for_whoever_helps(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    dialog = looked(qtbot, window)
    click(dialog.save)
    qtbot.waitUntil(lambda: bool(children(window, QFileDialog)))
    (choice,) = children(window, QFileDialog)
    target = tmp_path / "giúp.zip"
    choice.fileSelected.emit(str(target))
    choice.close()
    qtbot.waitUntil(target.exists)
    with zipfile.ZipFile(target) as bundle:
        assert "sound" in bundle.read("doctor.txt").decode("utf-8")
        assert "Trần Văn An" not in "".join(bundle.read(name).decode("utf-8") for name in bundle.namelist())
    dialog.close()


def test_it_looks_without_a_store_too(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_by_code["close"].trigger()
    qtbot.waitUntil(lambda: window.desk.current is None)
    set_language("en")
    dialog = looked(qtbot, window)
    assert "GDAL" in dialog.page.toPlainText()
    dialog.close()
