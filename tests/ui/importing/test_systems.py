"""In which system a map is, which of its layers, which sheet: asked where a person has to say it."""

from pathlib import Path

import fiona
from pyproj import CRS, Transformer
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialogButtonBox, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from landdesk.services.importing.vn2000 import on_wgs84
from landdesk.settings import LAST_FOLDERS, Settings
from landdesk.ui.dialogs.import_dialog import SOURCE
from landdesk.ui.main_window import MainWindow
from tests.sources import plots, write_geojson, write_layer
from tests.ui.hands import button, children, click, press, type_words
from tests.ui.importing.import_hands import (
    asked,
    failed,
    filters,
    looked,
    moved,
    name_file,
    says,
    told,
    tried,
)


def test_a_file_of_the_neighbours_zone_asks_for_its_system(
    qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path
) -> None:
    to_9218 = Transformer.from_crs(9217, 9218, always_xy=True)
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, write_geojson(tmp_path / "b.geojson", moved(12, to_9218.transform)))
    assert dialog.pages.currentIndex() == SOURCE
    assert dialog.source.system.isVisible()
    says(qtbot, dialog.source, "Say which system the file is in.")
    combo = dialog.source.system.combo
    combo.setFocus()
    press(combo, Qt.Key.Key_End)
    press(combo, Qt.Key.Key_Home)
    press(combo, Qt.Key.Key_Down)
    assert dialog.source.system.epsg == 9218
    click(dialog.forward)
    trial = tried(qtbot, dialog)
    assert trial.counts == {"same": 8, "new": 4}
    dialog.reject()


def test_swapped_axes_are_offered(qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path) -> None:
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, write_geojson(tmp_path / "b.geojson", moved(12, lambda x, y: (y, x))))
    combo = dialog.source.system.combo
    combo.setFocus()
    press(combo, Qt.Key.Key_Home)
    press(combo, Qt.Key.Key_Down)
    assert "swapped" in combo.currentText()
    assert dialog.source.system.swap.isChecked()
    click(dialog.forward)
    assert tried(qtbot, dialog).counts == {"same": 8, "new": 4}
    dialog.reject()


def test_numbers_of_wgs84_are_taken_so_when_the_trial_has_told_it(
    qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path
) -> None:
    to_wgs84 = Transformer.from_crs(9217, on_wgs84(CRS.from_epsg(9217)), always_xy=True)
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, write_geojson(tmp_path / "b.geojson", moved(12, to_wgs84.transform)))
    # It is said on the first page already; nothing is put right before somebody asks for it.
    click(dialog.back)
    system = dialog.source.system
    assert "seven parameters" in system.note.text()
    assert "The parcels lie 226 m from those of the same number" in system.note.text()
    assert system.wgs84.isVisible()
    assert not system.wgs84.isChecked()
    click(dialog.forward)
    click(dialog.forward)
    failed(qtbot, dialog, "seven parameters")
    qtbot.waitUntil(lambda: bool(children(dialog.trial, QAbstractButton)))
    click(button(dialog, "Take the numbers as WGS 84 and try again"))
    assert told(qtbot, dialog).counts.get("new") == 4
    click(dialog.back)
    click(dialog.back)
    assert dialog.source.system.wgs84.isVisible()
    assert dialog.source.system.wgs84.isChecked()
    dialog.reject()


def test_a_drawing_takes_its_system_from_where_it_lies_and_its_sheet_from_its_name(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    dialog = asked(qtbot, window)
    name_file(qtbot, dialog, folder / "to-01.dxf")
    click(dialog.back)
    assert "108°15' (EPSG:9217) – in the commune" in dialog.source.system.combo.currentText()
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
    assert [dialog.source.layer.itemText(at) for at in range(2)] == [
        "thua_moi (3 features)",
        "thua_cu (5 features)",
    ]
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
    # Whatever its words are: those of Qt's own dialogs follow the language that was set last.
    accept = children(files, QDialogButtonBox)[0].button(QDialogButtonBox.StandardButton.Open)
    click(accept)
    looked(qtbot, dialog)
    assert dialog.source.path == path
    assert "File Geodatabase" in dialog.source.what.text()
    assert Settings().get(LAST_FOLDERS)["gpkg.open"] == str(path.parent)
    assert "108°15' (EPSG:9217) – in the commune" in dialog.source.system.combo.currentText()
    click(dialog.forward)
    assert tried(qtbot, dialog).counts == {"same": 8, "new": 4}
    dialog.reject()
