"""Files are imported in the window, by keys and mouse, from what generators make to what a store holds then."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fiona
import pytest
from pyproj import CRS, Transformer
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from landdesk.app.bootstrap import NewPerson, create_store
from landdesk.domain.commands import SetParcel
from landdesk.domain.records import Certificate, Party
from landdesk.services.importing.importer import ImportRequest, import_file
from landdesk.services.importing.vn2000 import on_wgs84
from landdesk.services.training.campaign_files import (
    OWNERS_FILE,
    PL3_FILE,
    STATUS_FILE,
    campaign_rows,
    write_campaign_files,
)
from landdesk.services.training.commune import DemoCommune, generate_commune
from landdesk.services.training.map_files import write_commune_gml, write_old_shapefile, write_sheet_dxf
from landdesk.settings import LAST_FOLDERS, Settings
from landdesk.ui.dialogs.import_dialog import COLUMNS, SOURCE, TRIAL, ImportDialog
from landdesk.ui.main_window import MainWindow
from landdesk.ui.models.import_told import ImportTold
from tests.sources import Feature, plots, square, write_geojson, write_layer
from tests.ui.conftest import PERSON, close, parcel_of, settle
from tests.ui.hands import button, children, click, click_row, press, read, read_rows, type_words
from tests.ui.test_pc_habits import dropped

PARCELS = 120
NHA_TRANG = "22366"


@pytest.fixture(scope="module")
def commune() -> DemoCommune:
    return generate_commune("22657", seed=7, parcels=PARCELS, faults=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, commune: DemoCommune) -> Path:
    """The files of one invented commune."""
    made = tmp_path_factory.mktemp("files")
    write_campaign_files(made, campaign_rows(commune, pl3_rows=40, doubts=1))
    write_commune_gml(made / "thua_dat.gml", commune)
    write_old_shapefile(made / "cu.shp", commune)
    write_sheet_dxf(made / "to-01.dxf", commune, commune.sheets[0].number)
    return made


@pytest.fixture
def nha_trang(qtbot: QtBot, empty_window: MainWindow, tmp_path: Path) -> MainWindow:
    """The window on a store of Nha Trang that has the first eight plots."""
    path = tmp_path / "nha-trang.landdesk"
    app = create_store(path, (NHA_TRANG,), person=NewPerson(PERSON.name))
    import_file(app, ImportRequest(write_geojson(tmp_path / "a.geojson", plots(8))))
    app.close()
    empty_window.desk.open_store(path, PERSON.name)
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    settle(qtbot, empty_window)
    return empty_window


def asked(qtbot: QtBot, window: MainWindow) -> ImportDialog:
    """Open the dialog by its keys."""
    to_window(qtbot, window)
    press(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    return children(window, ImportDialog)[0]


def to_window(qtbot: QtBot, window: MainWindow) -> None:
    """Let the keys work in the window, as a click on it does."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def name_file(qtbot: QtBot, dialog: ImportDialog, path: Path) -> None:
    """Type a path and press Enter; goes on to the columns where nothing is left to be said."""
    dialog.source.line.selectAll()
    type_words(dialog.source.line, str(path))
    press(dialog.source.line, Qt.Key.Key_Return)
    looked(qtbot, dialog)


def looked(qtbot: QtBot, dialog: ImportDialog) -> None:
    qtbot.waitUntil(lambda: dialog.source.seen is not None or bool(dialog.source.trouble.count()))


def tried(qtbot: QtBot, dialog: ImportDialog) -> ImportTold:
    """Go from the columns to the trial and wait for it."""
    click(dialog.forward)
    assert dialog.pages.currentIndex() == TRIAL
    return told(qtbot, dialog)


def told(qtbot: QtBot, dialog: ImportDialog) -> ImportTold:
    qtbot.waitUntil(lambda: not dialog.trial.busy and dialog.trial.told is not None)
    found = dialog.trial.told
    assert found is not None
    return found


def says(qtbot: QtBot, page: QWidget, words: str) -> None:
    """Wait until words can be read; what is new in a layout is shown when the window comes to it."""
    qtbot.waitUntil(lambda: any(words in one for one in read(page)))


def failed(qtbot: QtBot, dialog: ImportDialog, words: str) -> None:
    """Wait until the trial has failed with these words."""
    says(qtbot, dialog.trial, words)
    assert not dialog.trial.busy
    assert dialog.trial.told is None


def imported(qtbot: QtBot, window: MainWindow, dialog: ImportDialog) -> ImportTold:
    click(dialog.forward)
    qtbot.waitUntil(lambda: dialog.trial.has_result)
    settle(qtbot, window)
    return told(qtbot, dialog)


def choose_by_keys(combo: QComboBox, data: object) -> None:
    """Choose an entry with the arrow keys, as somebody without a mouse does."""
    combo.setFocus()
    press(combo, Qt.Key.Key_Home)
    for _step in range(max(combo.findData(data), 0)):
        press(combo, Qt.Key.Key_Down)
    assert combo.currentData() == data


def filters(dialog: ImportDialog) -> dict[str, int]:
    return {one.title: one.count for one in read_rows(dialog.trial.filters)}


def all_of(window: MainWindow, kind: type[Any]) -> list[Any]:
    return list(window.desk.store.app.read(lambda reader: reader.all(kind)).values())


# --- the whole way -----------------------------------------------------------------------------------------


def test_a_map_comes_in_by_keys_alone_and_is_shown_and_taken_back(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    dialog = asked(qtbot, window)
    name_file(qtbot, dialog, folder / "thua_dat.gml")
    assert dialog.pages.currentIndex() == COLUMNS
    assert f"{PARCELS} features" in dialog.source.what.text()
    assert dialog.columns.mapping["soThuTuThua"] == "parcel_no"
    press(dialog.forward, Qt.Key.Key_Return)
    trial = told(qtbot, dialog)
    # The keys go on where they are wanted next.
    assert dialog.focusWidget() is dialog.forward
    assert (trial.counts, trial.entry) == ({"new": PARCELS}, None)
    assert len(window.desk.store.coverage) == 6
    assert [line.parcel for line in read_rows(dialog.trial.lines)][:2] == ["1/1", "1/2"]
    press(dialog.forward, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.trial.has_result)
    settle(qtbot, window)
    assert len(window.desk.store.coverage) == 6 + PARCELS
    says(qtbot, dialog.trial, f"Imported as entry {told(qtbot, dialog).entry}.")
    before = window.desk.workplace.canvas.scale_denominator
    press(dialog.show_parcels, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not children(window, ImportDialog))
    settle(qtbot, window)
    assert len(window.desk.store.selection.parcels) == PARCELS
    assert window.desk.workplace.canvas.scale_denominator != before
    to_window(qtbot, window)
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(window.desk.store.coverage) == 6)
    settle(qtbot, window)


def test_a_form_says_of_every_row_what_becomes_of_it(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    dialog = asked(qtbot, window)
    name_file(qtbot, dialog, folder / PL3_FILE)
    assert dialog.source.form.currentData() == "pl3_01"
    assert not dialog.columns.mapping
    trial = tried(qtbot, dialog)
    rows = [line for line in trial.lines if line.row]
    assert sum(trial.counts.values()) == len({line.row for line in rows})
    assert filters(dialog)["All rows"] == len(trial.lines)
    code, words, count = trial.notes[0]
    place = [one.title for one in read_rows(dialog.trial.filters)].index(words)
    click_row(dialog.trial.filter_table, place)
    shown = read_rows(dialog.trial.lines)
    assert len(shown) == count
    assert all(code in line.codes for line in shown)
    click_row(dialog.trial.line_table, 0)
    assert dialog.trial.detail.text() == shown[0].said
    assert not all_of(window, Certificate)
    imported(qtbot, window, dialog)
    assert all_of(window, Certificate)
    dialog.reject()
    assert not children(window, ImportDialog)


def test_a_status_file_asks_for_its_day_and_rows_without_parcel_are_named(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    dialog = asked(qtbot, window)
    name_file(qtbot, dialog, folder / STATUS_FILE)
    click(dialog.back)
    assert dialog.source.as_of.isVisible()
    assert dialog.source.chosen_day is not None
    click(dialog.forward)
    trial = tried(qtbot, dialog)
    # None of its parcels is in the store.
    assert trial.counts.keys() == {"refused"}
    assert not trial.changes
    assert not dialog.forward.isEnabled()
    says(qtbot, dialog.trial, "This file brings nothing into the store.")
    dialog.reject()


def test_old_encodings_are_shown_before_and_after_and_numbers_of_people_hidden(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    dialog = asked(qtbot, window)
    name_file(qtbot, dialog, folder / "cu.shp")
    assert any("Th«n Phó §iÒn" in words and "→ Thôn Phú Điền" in words for words in read(dialog.columns))
    assert set(dialog.columns.encodings) == {"DIACHI", "TENCHU"}
    table = dialog.columns.table
    assert table is not None
    shown = " ".join(read(dialog.columns))
    assert "•" in shown
    tried(qtbot, dialog)
    imported(qtbot, window, dialog)
    names = {one.name for one in all_of(window, Party)}
    assert "Trần Minh Dương" in names
    dialog.reject()


def test_the_encoding_that_a_person_says_is_used(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    dialog = asked(qtbot, window)
    name_file(qtbot, dialog, folder / "cu.shp")
    choose_by_keys(dialog.columns.encodings["TENCHU"], "unicode")
    assert any("→ TrÇn Minh" in words for words in read(dialog.columns))
    tried(qtbot, dialog)
    imported(qtbot, window, dialog)
    assert "TrÇn Minh D\xad¬ng" in {one.name for one in all_of(window, Party)}
    dialog.reject()


# --- columns -----------------------------------------------------------------------------------------------


def test_columns_are_changed_and_remembered_for_the_next_file_with_the_same_headings(
    qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path
) -> None:
    def file(name: str, sheet: str) -> Path:
        values = [{"TO": sheet, "SO": str(place), "GHICHU": f"Thôn {place}"} for place in range(1, 4)]
        return write_layer(tmp_path / name, [(square(place + 20), one) for place, one in enumerate(values)])

    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, file("a.gpkg", "31"))
    columns = dialog.columns
    choose_by_keys(columns.targets["TO"], "sheet")
    choose_by_keys(columns.targets["SO"], "address")
    choose_by_keys(columns.targets["GHICHU"], "address")
    click(dialog.forward)
    assert dialog.pages.currentIndex() == COLUMNS
    says(qtbot, columns, "Two columns go into “Address”: SO and GHICHU.")
    choose_by_keys(columns.targets["SO"], "parcel_no")
    assert columns.mapping == {"TO": "sheet", "SO": "parcel_no", "GHICHU": "address"}
    tried(qtbot, dialog)
    imported(qtbot, nha_trang, dialog)
    assert nha_trang.desk.store.coverage.index_of(parcel_of(nha_trang, "31/2")) is not None
    dialog.reject()
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, file("b.gpkg", "32"))
    assert dialog.columns.mapping == {"TO": "sheet", "SO": "parcel_no", "GHICHU": "address"}
    assert "last file" in dialog.columns.note.text()
    dialog.reject()


def test_a_list_of_people_whose_headings_nobody_knows_comes_in_when_its_columns_are_said(
    qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "la.csv"
    path.write_text("To;Thua;Ai dung;Ma so\n12;1;Lê Thị Cúc;056190000123\n12;2;Trần Văn Bốn;056090000124\n")
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, path)
    assert dialog.pages.currentIndex() == SOURCE
    says(qtbot, dialog.source, "Say which form the table is.")
    choose_by_keys(dialog.source.form, "plain_lists")
    qtbot.waitUntil(lambda: bool(dialog.columns.targets))
    click(dialog.forward)
    assert dialog.pages.currentIndex() == COLUMNS
    for column, key in {
        "To": "parcel.sheet",
        "Thua": "parcel.number",
        "Ai dung": "party.name",
        "Ma so": "party.identity_number",
    }.items():
        choose_by_keys(dialog.columns.targets[column], key)
    assert tried(qtbot, dialog).counts == {"changed": 2}
    imported(qtbot, nha_trang, dialog)
    assert {"Lê Thị Cúc", "Trần Văn Bốn"} <= {one.name for one in all_of(nha_trang, Party)}
    dialog.reject()


# --- systems -----------------------------------------------------------------------------------------------


def moved(count: int, move: Callable[[float, float], tuple[float, float]]) -> list[Feature]:
    made: list[Feature] = []
    for geometry, values in plots(count):
        assert geometry is not None
        ring = [list(move(x, y)) for x, y in geometry["coordinates"][0]]
        made.append(({"type": "Polygon", "coordinates": [ring]}, values))
    return made


def test_a_file_of_the_neighbours_zone_asks_for_its_system(
    qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path
) -> None:
    to_9218 = Transformer.from_crs(9217, 9218, always_xy=True)
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, write_geojson(tmp_path / "b.geojson", moved(12, to_9218.transform)))
    assert dialog.pages.currentIndex() == SOURCE
    assert dialog.source.system.isVisible()
    says(qtbot, dialog.source, "Say which system the file is in.")
    dialog.source.system.setFocus()
    press(dialog.source.system, Qt.Key.Key_End)
    press(dialog.source.system, Qt.Key.Key_Home)
    press(dialog.source.system, Qt.Key.Key_Down)
    chosen = dialog.source.other_system
    assert chosen is not None
    assert chosen.epsg == 9218
    click(dialog.forward)
    trial = tried(qtbot, dialog)
    assert trial.counts == {"same": 8, "new": 4}
    dialog.reject()


def test_swapped_axes_are_offered(qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path) -> None:
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, write_geojson(tmp_path / "b.geojson", moved(12, lambda x, y: (y, x))))
    dialog.source.system.setFocus()
    press(dialog.source.system, Qt.Key.Key_Home)
    press(dialog.source.system, Qt.Key.Key_Down)
    assert "swapped" in dialog.source.system.currentText()
    click(dialog.forward)
    assert tried(qtbot, dialog).counts == {"same": 8, "new": 4}
    dialog.reject()


def test_numbers_of_wgs84_are_taken_so_when_the_trial_has_told_it(
    qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path
) -> None:
    to_wgs84 = Transformer.from_crs(9217, on_wgs84(CRS.from_epsg(9217)), always_xy=True)
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, write_geojson(tmp_path / "b.geojson", moved(12, to_wgs84.transform)))
    assert not dialog.source.wgs84.isVisible()
    click(dialog.forward)
    failed(qtbot, dialog, "seven parameters")
    qtbot.waitUntil(lambda: bool(children(dialog.trial, QAbstractButton)))
    click(button(dialog, "Take the numbers as WGS 84 and try again"))
    assert told(qtbot, dialog).counts.get("new") == 4
    click(dialog.back)
    click(dialog.back)
    assert dialog.source.wgs84.isVisible()
    assert dialog.source.wgs84.isChecked()
    dialog.reject()


def test_a_drawing_takes_its_system_from_where_it_lies_and_its_sheet_from_its_name(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    dialog = asked(qtbot, window)
    name_file(qtbot, dialog, folder / "to-01.dxf")
    click(dialog.back)
    assert dialog.source.system.currentText().startswith("EPSG:9217")
    assert "1, by the name of the file" in dialog.source.sheet.placeholderText()
    type_words(dialog.source.sheet, "77")
    click(dialog.forward)
    trial = tried(qtbot, dialog)
    assert {line.parcel.partition("/")[0] for line in trial.lines if line.row and line.parcel} == {"77"}
    assert "A boundary line ends in the open" in filters(dialog)
    dialog.reject()


def test_one_of_several_layers_is_chosen(qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "hai.gpkg"
    write_layer(path, plots(3), layer="thua_moi")
    write_layer(path, plots(5), layer="thua_cu")
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, path)
    click(dialog.back)
    assert [dialog.source.layer.itemText(at) for at in range(2)] == ["thua_moi", "thua_cu"]
    assert "3 features" in dialog.source.what.text()
    dialog.source.layer.setFocus()
    press(dialog.source.layer, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "5 features" in dialog.source.what.text())
    assert dialog.source.layer.count() == 2
    click(dialog.forward)
    assert tried(qtbot, dialog).counts == {"same": 5}
    dialog.reject()


def test_a_geodatabase_is_chosen_as_a_folder_which_is_remembered(
    qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "nguon" / "thua.gdb"
    path.parent.mkdir()
    columns = {"SHBANDO": "str", "SHTHUA": "str"}
    with fiona.open(
        path, "w", driver="OpenFileGDB", layer="thua", schema={"geometry": "Polygon", "properties": columns}
    ) as layer:
        layer.writerecords(
            {"type": "Feature", "geometry": geometry, "properties": {name: values[name] for name in columns}}
            for geometry, values in plots(12)
        )
    dialog = asked(qtbot, nha_trang)
    click(dialog.source.folder)
    files = children(nha_trang, QFileDialog)[0]
    files.setDirectory(str(path.parent))
    files.selectFile(str(path))
    # An accepted folder is what stands in its line.
    type_words(children(files, QLineEdit)[0], "")
    click(button(files, "&Choose"))
    looked(qtbot, dialog)
    assert dialog.source.path == path
    assert "File Geodatabase" in dialog.source.what.text()
    assert Settings().get(LAST_FOLDERS)["gpkg.open"] == str(path.parent)
    assert dialog.source.system.currentText().startswith("EPSG:9217")
    click(dialog.forward)
    assert tried(qtbot, dialog).counts == {"same": 8, "new": 4}
    dialog.reject()


# --- what goes wrong ---------------------------------------------------------------------------------------


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


# --- the window --------------------------------------------------------------------------------------------


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
