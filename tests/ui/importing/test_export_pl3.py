"""The collection form from the window: which parcels, what for, noted before it is written, and what is not on it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from landdesk.domain.commands import EditRecord, SetFields
from landdesk.domain.records import LandRight
from landdesk.services.importing.campaign.importer import TableRequest, import_table
from landdesk.services.importing.tables.reading import read_tables
from landdesk.services.training.campaign_files import PL3_FILE
from landdesk.store.queries.safekeeping import OutgoingFile
from landdesk.ui.dialogs.export_pl3 import ALL, CHOSEN, FILTERED, ExportPl3Form, Pl3Result
from landdesk.ui.main_window import MainWindow
from tests.ui.conftest import PERSON, settle
from tests.ui.hands import children, click, press, read, read_rows, type_words
from tests.ui.importing.import_hands import choose_by_keys
from tests.ui.office.desk import choose_files, shown_dialog


@pytest.fixture
def collected(qtbot: QtBot, window: MainWindow, folder: Path) -> MainWindow:
    """The window on a store with certificates of the campaign."""
    app = window.desk.store.app
    import_table(app, TableRequest(folder / PL3_FILE))
    # The form has no column for a telephone number.
    right = next(one for one in app.read(lambda reader: reader.all(LandRight)).values() if one.certificate_id)
    app.execute(EditRecord((SetFields("party", right.party_id, {"phone": "0900000000"}),)))
    qtbot.waitUntil(lambda: len(window.desk.store.coverage) > 6)
    settle(qtbot, window)
    return window


def outgoing(window: MainWindow) -> list[OutgoingFile]:
    return window.desk.store.app.read(lambda reader: reader.safekeeping.outgoing_files())


def ask(window: MainWindow) -> ExportPl3Form:
    window.actions_by_code["export_pl3"].trigger()
    (form,) = children(window, ExportPl3Form)
    return form


def written(qtbot: QtBot, window: MainWindow, form: ExportPl3Form, path: Path) -> Pl3Result:
    click(form.save)
    choose_files(qtbot, window, path)
    return shown_dialog(qtbot, window, Pl3Result)


def rows(path: Path) -> int:
    tables = read_tables(path)
    return sum(len(table.rows) for table in tables)


def test_all_parcels_go_out_noted_and_what_is_not_on_the_form_is_kept(
    qtbot: QtBot, collected: MainWindow, tmp_path: Path
) -> None:
    form = ask(collected)
    offered = {form.which.itemData(at): form.which.itemText(at) for at in range(form.which.count())}
    assert set(offered) == {FILTERED, ALL}, "nothing is chosen"
    assert PERSON.name in read(form)
    choose_by_keys(form.which, ALL)
    type_words(form.purpose, "Nộp chi nhánh")
    path = tmp_path / "PL3-01.xlsx"
    result = written(qtbot, collected, form, path)
    assert path.exists()
    (noted,) = outgoing(collected)
    assert (noted.file_name, noted.purpose) == (path.name, "Nộp chi nhánh")
    assert noted.person.startswith(PERSON.name)
    assert noted.persons > 1
    assert "PL3-01.xlsx: " in result.written.text()
    lines = read_rows(result.model)
    assert lines
    assert lines[0].what[0].isupper(), "words, no code"
    click(result.keep)
    choose_files(qtbot, collected, tmp_path / "con-lai.xlsx")
    qtbot.waitUntil((tmp_path / "con-lai.xlsx").exists)
    settle(qtbot, collected)
    assert rows(tmp_path / "con-lai.xlsx") == 1 + sum(len(one.labels) for one in lines)
    assert len(outgoing(collected)) == 1, "the list names nobody"
    result.reject()


def test_chosen_and_shown_parcels_only(qtbot: QtBot, collected: MainWindow, tmp_path: Path) -> None:
    place, store = collected.desk.workplace, collected.desk.store
    form = ask(collected)
    choose_by_keys(form.which, ALL)
    written(qtbot, collected, form, tmp_path / "all.xlsx").reject()
    type_words(place.list_panel.search, "Xoài")
    qtbot.waitUntil(lambda: place.list_panel.model.rowCount() == 3)
    with_certificate = store.app.read(lambda reader: reader.find_parcel("12/1"))
    store.selection.choose([with_certificate])
    settle(qtbot, collected)
    form = ask(collected)
    assert [form.which.itemText(at) for at in range(2)] == [
        "The chosen parcels (1)",
        "The parcels that the list shows (3)",
    ]
    assert form.which.currentData() == CHOSEN
    written(qtbot, collected, form, tmp_path / "one.xlsx").reject()
    assert [one.purpose for one in outgoing(collected)] == ["export.pl3", "export.pl3"]
    form = ask(collected)
    choose_by_keys(form.which, FILTERED)
    written(qtbot, collected, form, tmp_path / "three.xlsx").reject()
    assert rows(tmp_path / "one.xlsx") < rows(tmp_path / "three.xlsx") < rows(tmp_path / "all.xlsx")


def test_nothing_is_written_where_no_parcel_fits_or_it_is_left(
    qtbot: QtBot, collected: MainWindow, tmp_path: Path
) -> None:
    form = ask(collected)
    choose_by_keys(form.which, FILTERED)
    press(form, Qt.Key.Key_Escape)
    store = collected.desk.store
    # A parcel whose state of collection nobody has recorded.
    store.selection.choose([store.app.read(lambda reader: reader.find_parcel("12/1"))])
    settle(qtbot, collected)
    form = ask(collected)
    press(form.collected, Qt.Key.Key_Space)
    click(form.save)
    choose_files(qtbot, collected, tmp_path / "x.xlsx")
    box = shown_dialog(qtbot, collected, QMessageBox)
    assert "No parcel fits" in box.text()
    box.reject()
    settle(qtbot, collected)
    assert not outgoing(collected)
    assert not (tmp_path / "x.xlsx").exists()
