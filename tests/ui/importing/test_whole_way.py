"""Files are imported in the window, by keys and mouse, from what generators make to what a store holds then."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from landdesk.domain.records import Certificate, Party
from landdesk.services.training.campaign_files import (
    PL3_FILE,
    STATUS_FILE,
)
from landdesk.ui.dialogs.import_dialog import COLUMNS, SOURCE, ImportDialog
from landdesk.ui.main_window import MainWindow
from tests.sources import square, write_layer
from tests.ui.conftest import parcel_of, settle
from tests.ui.hands import children, click, click_row, press, read, read_rows
from tests.ui.importing.import_hands import (
    PARCELS,
    all_of,
    asked,
    choose_by_keys,
    filters,
    imported,
    name_file,
    says,
    to_window,
    told,
    tried,
)


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


def test_a_file_of_errors_says_how_many_are_new_and_which_are_still_there(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "loi.csv"
    head = "Số tờ,Số thửa,thongTinDangKyChuaDapUngNhom1\n"
    path.write_text(f"{head}12,1,HOSOQUET|NOSIGN\n12,2,THUADAT.1|maMoi\n", "utf-8")
    dialog = asked(qtbot, window)
    name_file(qtbot, dialog, path)
    assert dict(tried(qtbot, dialog).facts)["Errors that are new"] == "2"
    assert "Errors that are new: 2" in dialog.trial.facts.text()
    press(dialog.forward, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.trial.has_result)
    settle(qtbot, window)
    dialog.reject()
    path.write_text(f"{head}12,1,HOSOQUET|NOSIGN\n12,2,\n", "utf-8")
    again = asked(qtbot, window)
    name_file(qtbot, again, path)
    facts = dict(tried(qtbot, again).facts)
    assert (facts["Errors that are still there"], facts["Errors that are cured"]) == ("1", "1")
    assert "Errors that are new" not in facts
    again.reject()


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
