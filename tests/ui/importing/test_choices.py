"""What only a person can choose: the sheet of a workbook, the system of a map, the end of a long look."""

from pathlib import Path

import xlsxwriter
from pyproj import Transformer
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from landdesk.domain.records import Parcel, Party
from landdesk.ui.dialogs.import_dialog import SOURCE, ImportDialog
from landdesk.ui.main_window import MainWindow
from tests.sources import write_geojson, write_layer
from tests.ui.conftest import settle
from tests.ui.hands import click, press, read
from tests.ui.importing.import_hands import (
    all_of,
    asked,
    choose_by_keys,
    failed,
    filters,
    imported,
    moved,
    name_file,
    says,
    tried,
)

HEADINGS = ("Tờ bản đồ", "Số thửa", "Họ và tên")


def workbook(path: Path, **sheets: list[tuple[str, ...]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return path


def people(*names: str) -> list[tuple[str, ...]]:
    return [HEADINGS, *(("12", str(place), name) for place, name in enumerate(names, 1))]


def test_a_sheet_is_chosen_and_remembered_with_the_columns(
    qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path
) -> None:
    path = workbook(
        tmp_path / "thon.xlsx",
        Bia=[("Danh sách các thôn",)],
        Dong=people("Lê Văn Xoài", "Trần Thị Mận"),
        Tay=people("Phạm Văn Ổi"),
    )
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, path)
    click(dialog.back)
    layer = dialog.source.layer
    assert layer.isVisible()
    assert "Sheet of the workbook" in read(dialog.source)
    assert [layer.itemText(at) for at in range(layer.count())] == [
        "Bia (1 row)",
        "Dong (3 rows)",
        "Tay (2 rows)",
    ]
    assert layer.currentData() == "Dong", "the first whose headings are those of a form"
    layer.setFocus()
    press(layer, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "“Tay”" in dialog.source.what.text())
    click(dialog.forward)
    tried(qtbot, dialog)
    imported(qtbot, nha_trang, dialog)
    assert {one.name for one in all_of(nha_trang, Party)} == {"Phạm Văn Ổi"}
    dialog.reject()
    # The next workbook of that kind: the same sheet is proposed.
    newer = workbook(
        tmp_path / "thon-2.xlsx", Dong=people("Lê Văn Xoài"), Tay=people("Phạm Văn Ổi", "Võ Thị Cam")
    )
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, newer)
    click(dialog.back)
    assert dialog.source.layer.currentData() == "Tay"
    dialog.reject()


def test_the_layer_that_was_taken_is_proposed_again(
    qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path
) -> None:
    for name in ("a.gpkg", "b.gpkg"):
        for layer, count in (("thua_moi", 9), ("thua_cu", 10)):
            write_layer(tmp_path / name, moved(count, lambda x, y: (x, y)), layer=layer)
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, tmp_path / "a.gpkg")
    click(dialog.back)
    choose_by_keys(dialog.source.layer, "thua_cu")
    qtbot.waitUntil(lambda: "10 features" in dialog.source.what.text())
    click(dialog.forward)
    tried(qtbot, dialog)
    imported(qtbot, nha_trang, dialog)
    dialog.reject()
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, tmp_path / "b.gpkg")
    assert dialog.wish.layer == "thua_cu"
    dialog.reject()


def test_the_system_says_why_it_is_suspected_and_how_far_the_parcels_lie(
    qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path
) -> None:
    neighbour = Transformer.from_crs(9217, 9218, always_xy=True)
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, write_geojson(tmp_path / "b.geojson", moved(12, neighbour.transform)))
    system = dialog.source.system
    note = system.note.text()
    assert "neighbouring meridian" in note
    assert "26 km from the commune" in note
    assert "VN-2000, 3° zone, central meridian 108°30' (EPSG:9218) – in the commune" in note
    titles = [system.combo.itemText(at) for at in range(system.combo.count())]
    assert titles[0].startswith("As the file says: VN-2000, 3° zone, central meridian 108°15'")
    assert any("WGS 84, longitude and latitude (EPSG:4326)" in one for one in titles)
    assert any("104°45'" in one and "km from the commune" in one for one in titles)
    assert not system.force.isVisible()
    # Taken at its word the parcels lie elsewhere: it is refused, unless a person insists.
    system.combo.setFocus()
    press(system.combo, Qt.Key.Key_Home)
    assert "As chosen, the parcels lie 26 km from the commune." in system.note.text()
    assert system.force.isVisible()
    click(dialog.forward)
    click(dialog.forward)
    failed(qtbot, dialog, "26 km")
    click(dialog.back)
    click(dialog.back)
    press(system.force, Qt.Key.Key_Space)
    assert dialog.wish.force_crs
    assert "Boundaries and areas may be wrong afterwards" in system.note.text()
    click(dialog.forward)
    trial = tried(qtbot, dialog)
    assert trial.counts.get("new") or trial.counts.get("changed")
    imported(qtbot, nha_trang, dialog)
    report = nha_trang.desk.store.app.read(lambda reader: reader.exchange.import_reports())[0]
    assert '"forced":true' in report
    dialog.reject()


def test_swapped_axes_and_degrees_are_told_apart(qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path) -> None:
    degrees = Transformer.from_crs(9217, 4326, always_xy=True)
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, write_geojson(tmp_path / "b.geojson", moved(12, lambda x, y: (y, x))))
    says(qtbot, dialog.source, "north before east")
    name_file(qtbot, dialog, write_geojson(tmp_path / "c.geojson", moved(12, degrees.transform)))
    qtbot.waitUntil(lambda: "degrees and metres" in dialog.source.system.note.text())
    dialog.source.system.combo.setFocus()
    press(dialog.source.system.combo, Qt.Key.Key_Home)
    press(dialog.source.system.combo, Qt.Key.Key_Down)
    assert dialog.wish.epsg == 4326
    assert not dialog.wish.swap_axes
    click(dialog.forward)
    assert tried(qtbot, dialog).counts == {"same": 8, "new": 4}
    dialog.reject()


def test_a_file_that_fits_is_not_asked_about(qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path) -> None:
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, write_geojson(tmp_path / "b.geojson", moved(12, lambda x, y: (x, y))))
    click(dialog.back)
    system = dialog.source.system
    assert system.note.text() == "As chosen, the parcels lie in the commune."
    assert not any(box.isVisible() for box in (system.swap, system.wgs84, system.force))
    system.offer()
    assert all(box.isVisible() for box in (system.swap, system.wgs84, system.force))
    dialog.reject()


def test_a_long_look_shows_its_steps_and_is_stopped(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    dialog = asked(qtbot, window)
    seen: list[int] = []
    dialog.source.bar.valueChanged.connect(lambda _value: seen.append(dialog.source.bar.maximum()))
    name_file(qtbot, dialog, folder / "thua_dat.gml")
    size = (folder / "thua_dat.gml").stat().st_size
    assert size in seen, "bytes of the file"
    assert not dialog.source.looking.isVisible()
    click(dialog.back)
    before = all_of(window, Parcel)
    dialog.source.line.selectAll()
    dialog.choose(folder / "to-01.dxf")
    assert dialog.source.looking.isVisible()
    click(dialog.source.stop)
    qtbot.waitUntil(lambda: not dialog.source.looking.isVisible())
    says(qtbot, dialog.source, "The work was stopped; nothing was changed.")
    assert dialog.source.seen is None
    assert dialog.pages.currentIndex() == SOURCE
    settle(qtbot, window)
    assert all_of(window, Parcel) == before
    # It can be looked at again.
    click(dialog.forward)
    qtbot.waitUntil(lambda: dialog.source.seen is not None)
    dialog.reject()


def test_files_that_disagree_are_a_line_of_the_trial(
    qtbot: QtBot, nha_trang: MainWindow, tmp_path: Path
) -> None:
    def wanted(name: str, code: str) -> ImportDialog:
        features = [(shape, {**values, "LOAIDAT": code}) for shape, values in moved(3, lambda x, y: (x, y))]
        dialog = asked(qtbot, nha_trang)
        name_file(qtbot, dialog, write_geojson(tmp_path / name, features))
        return dialog

    dialog = wanted("b.geojson", "LUC")
    tried(qtbot, dialog)
    imported(qtbot, nha_trang, dialog)
    dialog.reject()
    dialog = wanted("c.geojson", "NTS")
    said = [line.said for line in tried(qtbot, dialog).lines if line.row]
    assert all("file b.geojson says “LUC”, file c.geojson says “NTS”" in one for one in said)
    words = "An earlier file says something else of it; the value of this newer file is taken"
    assert filters(dialog)[words] == 3
    imported(qtbot, nha_trang, dialog)
    dialog.reject()
    # The earlier one again: what the later one says stays, and that is not hidden behind "nothing to import".
    dialog = asked(qtbot, nha_trang)
    name_file(qtbot, dialog, tmp_path / "b.geojson")
    assert tried(qtbot, dialog).changes == 0
    says(qtbot, dialog.trial, "This file was in before a later one; it brings nothing new.")
    says(qtbot, dialog.trial, "In 3 rows the later file says something else")
    assert not dialog.forward.isEnabled()
    dialog.reject()
