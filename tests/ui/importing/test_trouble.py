"""What goes wrong while a file is imported, and what else goes on in the window."""

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from landdesk.domain.commands import SetParcel
from landdesk.services.training.campaign_files import (
    OWNERS_FILE,
)
from landdesk.ui.dialogs.import_dialog import COLUMNS, SOURCE, ImportDialog
from landdesk.ui.main_window import MainWindow
from tests.sources import plots, write_geojson
from tests.ui.conftest import PERSON, close, parcel_of, settle
from tests.ui.hands import children, click, press
from tests.ui.importing.import_hands import (
    PARCELS,
    asked,
    failed,
    imported,
    looked,
    name_file,
    says,
    to_window,
    told,
    tried,
)
from tests.ui.test_pc_habits import dropped


def test_what_cannot_be_imported_is_said_and_another_file_goes_on(
    qtbot: QtBot, window: MainWindow, folder: Path, tmp_path: Path
) -> None:
    no_table = tmp_path / "bang.xlsx"
    no_table.write_bytes(b"PK\x03\x04 no workbook at all")
    cut = tmp_path / "cut.gml"
    content = (folder / "thua_dat.gml").read_bytes()
    cut.write_bytes(content[: len(content) // 2])
    picture = tmp_path / "ban-do.pdf"
    picture.write_bytes(b"%PDF-1.7")
    dialog = asked(qtbot, window)
    for path in (no_table, cut, picture, tmp_path / "khong-co.shp"):
        name_file(qtbot, dialog, path)
        assert dialog.pages.currentIndex() == SOURCE
        assert dialog.source.seen is None
        says(qtbot, dialog.source, path.name)
        says(qtbot, dialog.source, "What to do:")
        assert dialog.source.line.text() == str(path)
    # A mended file is looked at again under the same name.
    picture.unlink()
    cut.write_bytes(content)
    name_file(qtbot, dialog, cut)
    assert dialog.pages.currentIndex() == COLUMNS
    assert len(window.desk.store.coverage) == 6
    dialog.reject()


def test_a_file_that_brings_nothing_new_cannot_be_imported_again(
    qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path
) -> None:
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, write_geojson(tmp_path / "b.geojson", plots(8)))
    assert tried(qtbot, dialog).counts == {"same": 8}
    says(qtbot, dialog.trial, "The store holds everything of this file already.")
    assert not dialog.forward.isEnabled()
    dialog.reject()


def test_a_trial_and_an_import_are_stopped_and_can_be_made_again(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    dialog = asked(qtbot, window)
    name_file(qtbot, dialog, folder / "thua_dat.gml")
    click(dialog.forward)
    assert dialog.trial.progress.isVisible()
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    failed(qtbot, dialog, "stopped")
    click(dialog.forward)
    assert told(qtbot, dialog).counts == {"new": PARCELS}
    click(dialog.forward)
    click(dialog.trial.stop)
    failed(qtbot, dialog, "nothing was changed")
    settle(qtbot, window)
    assert len(window.desk.store.coverage) == 6
    assert window.desk.store.app.read(lambda reader: reader.version()) == 1
    dialog.reject()


def test_the_window_is_used_beside_it_and_a_trial_says_that_it_is_of_before(
    qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path
) -> None:
    newer = [(shape, {**values, "LOAIDAT": "LUC"}) for shape, values in plots(8)]
    dialog = asked(qtbot, nha_trang)
    assert not dialog.isModal()
    name_file(qtbot, dialog, write_geojson(tmp_path / "b.geojson", newer))
    trial = tried(qtbot, dialog)
    assert trial.counts == {"changed": 8}
    assert nha_trang.isEnabled()
    nha_trang.desk.store.execute(SetParcel(parcel_of(nha_trang, "12/3"), address="Thôn Tây"))
    says(qtbot, dialog.trial, "The store has changed since this trial.")
    settle(qtbot, nha_trang)
    imported(qtbot, nha_trang, dialog)
    dialog.reject()


def test_an_edit_that_stays_is_counted(qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path) -> None:
    store = nha_trang.desk.store
    first = write_geojson(tmp_path / "b.geojson", plots(8, DIACHI="Thôn Đông"))
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, first)
    tried(qtbot, dialog)
    imported(qtbot, nha_trang, dialog)
    dialog.reject()
    store.execute(SetParcel(parcel_of(nha_trang, "12/3"), address="Thôn Tây"))
    settle(qtbot, nha_trang)
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, write_geojson(tmp_path / "c.geojson", plots(8, DIACHI="Thôn Nam")))
    trial = tried(qtbot, dialog)
    assert trial.kept == 1
    assert "Edits kept: 1" in dialog.trial.counts.text()
    dialog.reject()


def test_files_are_dropped_on_the_window(
    qtbot: QtBot, empty_window: MainWindow, store_path: Path, folder: Path
) -> None:
    map_file = folder / "thua_dat.gml"
    assert not dropped(empty_window, map_file)
    empty_window.desk.open_store(store_path, PERSON.name)
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    settle(qtbot, empty_window)
    assert not dropped(empty_window, folder / "anh.png")
    assert dropped(empty_window, folder / "cu.dbf", folder / "cu.shp")
    dialog = children(empty_window, ImportDialog)[0]
    assert dialog.source.path == folder / "cu.shp"
    looked(qtbot, dialog)
    # A second one goes into the same dialog.
    assert dropped(empty_window, folder / OWNERS_FILE)
    assert children(empty_window, ImportDialog) == [dialog]
    looked(qtbot, dialog)
    assert dialog.source.form.isVisible()
    dialog.reject()


def test_closing_the_store_closes_the_dialog_and_stops_its_work(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    dialog = asked(qtbot, window)
    name_file(qtbot, dialog, folder / "thua_dat.gml")
    click(dialog.forward)
    to_window(qtbot, window)
    press(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.desk.current is None and window.tasks.idle)
    assert not children(window, ImportDialog)
    assert window.welcome.isVisible()


def test_somebody_must_work_before_anything_is_written(
    qtbot: QtBot, empty_window: MainWindow, store_path: Path, folder: Path
) -> None:
    empty_window.desk.open_store(store_path)
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    settle(qtbot, empty_window)
    for box in QApplication.topLevelWidgets():
        if box.isModal() and box.isVisible():
            box.close()
    dialog = asked(qtbot, empty_window)
    name_file(qtbot, dialog, folder / "thua_dat.gml")
    tried(qtbot, dialog)
    with qtbot.waitSignal(empty_window.desk.store.person_wanted):
        click(dialog.forward)
    settle(qtbot, empty_window)
    assert dialog.trial.told is not None
    assert not dialog.trial.has_result
    assert len(empty_window.desk.store.coverage) == 6
    dialog.reject()
    close(qtbot, empty_window)


def test_the_report_is_kept_without_a_line_for_every_row(
    qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path
) -> None:
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, write_geojson(tmp_path / "b.geojson", plots(12)))
    tried(qtbot, dialog)
    imported(qtbot, nha_trang, dialog)
    newest = nha_trang.desk.store.app.read(lambda reader: reader.exchange.import_reports())[0]
    assert json.loads(newest)["new"] == 4
    assert "outcomes" not in json.loads(newest)
    dialog.reject()
