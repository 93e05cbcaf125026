"""The parcel on paper in the window: pages as they will be, choices, a file; names only with a purpose."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from landdesk.domain.commands import SetParcel
from landdesk.ui.dialogs.map_print_dialog import MapPrintDialog
from landdesk.ui.dialogs.paper_dialog import PAGE_PX
from landdesk.ui.dialogs.print_dialog import PrintDialog
from landdesk.ui.main_window import MainWindow
from tests.ui.conftest import parcel_of, settle
from tests.ui.hands import children, click, press, type_words
from tests.ui.office.desk import choose_files


def ask(qtbot: QtBot, window: MainWindow, key: str) -> PrintDialog:
    """Choose a parcel, press Ctrl+P and wait for its page."""
    window.desk.store.selection.choose([parcel_of(window, key)])
    settle(qtbot, window)
    window.activateWindow()
    press(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(children(window, PrintDialog)))
    (dialog,) = children(window, PrintDialog)
    return dialog


def shown(qtbot: QtBot, dialog: PrintDialog) -> None:
    qtbot.waitUntil(dialog.save.isEnabled, timeout=20_000)


def save(qtbot: QtBot, window: MainWindow, dialog: PrintDialog, path: Path) -> None:
    click(dialog.save)
    qtbot.waitUntil(lambda: bool(children(window, QFileDialog)))
    choose_files(qtbot, window, path)
    qtbot.waitUntil(path.exists)
    settle(qtbot, window)


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return " ".join(document[0].get_textpage().get_text_bounded().split())
    finally:
        document.close()


def test_the_page_is_shown_as_chosen_and_saved(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    dialog = ask(qtbot, window, "12/2")
    shown(qtbot, dialog)
    assert dialog.windowTitle() == "Print parcel 12/2"
    picture = dialog.picture.pixmap()
    assert picture.width() == PAGE_PX
    assert dialog.told.text() == "A4, 1:500; boundary points: 4; pages: 1"
    before = picture.toImage()
    dialog.scale.setCurrentIndex(dialog.scale.findData(1000))
    assert not dialog.save.isEnabled()
    shown(qtbot, dialog)
    assert "1:1,000" in dialog.told.text()
    assert dialog.picture.pixmap().toImage() != before
    path = tmp_path / "12-2.pdf"
    save(qtbot, window, dialog, path)
    text = text_of(path)
    assert "Thửa đất số 2" in text
    assert "1:1000" in text
    assert "Nguyễn Thị Hường" not in text
    assert not window.desk.store.app.read(lambda reader: reader.safekeeping.outgoing_files())


def test_names_want_a_purpose_and_are_noted(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    dialog = ask(qtbot, window, "12/2")
    shown(qtbot, dialog)
    assert not dialog.purpose.isEnabled()
    dialog.users.setChecked(True)
    shown(qtbot, dialog)
    click(dialog.save)
    assert dialog.trouble.text() == "Say what the names are for."
    assert not children(window, QFileDialog)
    type_words(dialog.purpose, "Cấp đổi")
    path = tmp_path / "names.pdf"
    save(qtbot, window, dialog, path)
    assert "Nguyễn Thị Hường, Thôn Phú Điền" in text_of(path)
    (noted,) = window.desk.store.app.read(lambda reader: reader.safekeeping.outgoing_files())
    assert (noted.purpose, noted.file_name) == ("Cấp đổi", "names.pdf")


def test_what_does_not_fit_is_said_and_another_choice_goes_on(qtbot: QtBot, window: MainWindow) -> None:
    dialog = ask(qtbot, window, "12/1")
    shown(qtbot, dialog)
    dialog.paper.setCurrentIndex(dialog.paper.findData("A4"))
    dialog.scale.setCurrentIndex(dialog.scale.findData(200))
    qtbot.waitUntil(lambda: bool(dialog.trouble.text()), timeout=20_000)
    assert "does not fit on A4" in dialog.trouble.text()
    assert not dialog.save.isEnabled()
    assert dialog.picture.pixmap().isNull()
    dialog.paper.setCurrentIndex(dialog.paper.findData("A3"))
    shown(qtbot, dialog)
    assert dialog.trouble.text() == ""


def test_it_is_offered_for_one_parcel_alone(qtbot: QtBot, window: MainWindow) -> None:
    action = window.actions_by_code["print_parcel"]
    assert not action.isEnabled()
    window.desk.store.selection.choose([parcel_of(window, "12/1"), parcel_of(window, "12/2")])
    settle(qtbot, window)
    assert not action.isEnabled()
    window.desk.store.selection.choose([parcel_of(window, "12/1")])
    settle(qtbot, window)
    assert action.isEnabled()


def test_a_dialog_that_was_closed_hears_of_no_page(qtbot: QtBot, window: MainWindow) -> None:
    dialog = ask(qtbot, window, "12/1")
    dialog.preview_wanted.emit(dialog.wanted, 0)
    dialog.reject()
    settle(qtbot, window)
    qtbot.waitUntil(lambda: not children(window, PrintDialog))


@pytest.mark.parametrize("number", ["A/B:*?", "\u202e<>"])
def test_any_number_gives_a_name_of_a_file(qtbot: QtBot, window: MainWindow, number: str) -> None:
    store = window.desk.store
    found = parcel_of(window, "12/1")
    store.execute(SetParcel(found, number=number))
    settle(qtbot, window)
    store.selection.choose([found])
    settle(qtbot, window)
    window.actions_by_code["print_parcel"].trigger()
    (dialog,) = children(window, PrintDialog)
    shown(qtbot, dialog)
    click(dialog.save)
    qtbot.waitUntil(lambda: bool(children(window, QFileDialog)))
    (files,) = children(window, QFileDialog)
    name = Path(files.selectedFiles()[0]).name
    assert name.startswith("12")
    assert name.endswith(".pdf")
    assert not set(name) & set('/\\:*?"<>|\u202e')
    files.reject()
    dialog.reject()
    settle(qtbot, window)


def ask_map(qtbot: QtBot, window: MainWindow) -> MapPrintDialog:
    window.activateWindow()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(window, Qt.Key.Key_P, both)
    qtbot.waitUntil(lambda: bool(children(window, MapPrintDialog)))
    (dialog,) = children(window, MapPrintDialog)
    qtbot.waitUntil(dialog.save.isEnabled, timeout=20_000)
    return dialog


def test_the_map_is_shown_on_paper_and_saved(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.desk.store.selection.choose([parcel_of(window, "12/2")])
    settle(qtbot, window)
    dialog = ask_map(qtbot, window)
    parts = [dialog.part.itemText(at) for at in range(dialog.part.count())]
    assert parts == ["Sheet 12", "What the map shows now", "All parcels"]
    assert dialog.told.text().startswith("A3, 1:")
    before = dialog.picture.pixmap().toImage()
    dialog.scale.setCurrentIndex(dialog.scale.findData(1000))
    assert not dialog.save.isEnabled()
    qtbot.waitUntil(dialog.save.isEnabled, timeout=20_000)
    assert dialog.told.text().startswith("A4, 1:1,000; parcels: ")
    assert dialog.picture.pixmap().toImage() != before
    path = tmp_path / "sheet.pdf"
    click(dialog.save)
    qtbot.waitUntil(lambda: bool(children(window, QFileDialog)))
    (files,) = children(window, QFileDialog)
    assert Path(files.selectedFiles()[0]).name == "to-12.pdf"
    choose_files(qtbot, window, path)
    qtbot.waitUntil(path.exists)
    settle(qtbot, window)
    assert "TỜ SỐ 12" in text_of(path)
    dialog.reject()


def test_what_the_map_shows_is_what_is_printed(qtbot: QtBot, window: MainWindow) -> None:
    canvas = window.desk.workplace.canvas
    canvas.zoom_to_parcels([parcel_of(window, "12/1")], margin=0.0)
    dialog = ask_map(qtbot, window)
    assert dialog.part.currentText() == "What the map shows now"
    of_view = dialog.told.text()
    dialog.part.setCurrentIndex(dialog.part.findText("All parcels"))
    qtbot.waitUntil(lambda: dialog.save.isEnabled() and dialog.told.text() != of_view, timeout=20_000)
    dialog.reject()


def test_a_map_that_does_not_fit_is_said_and_another_choice_goes_on(qtbot: QtBot, window: MainWindow) -> None:
    dialog = ask_map(qtbot, window)
    dialog.part.setCurrentIndex(dialog.part.findText("All parcels"))
    dialog.paper.setCurrentIndex(dialog.paper.findData("A4"))
    dialog.scale.setCurrentIndex(dialog.scale.findData(200))
    qtbot.waitUntil(lambda: bool(dialog.trouble.text()), timeout=20_000)
    assert "does not fit on A4" in dialog.trouble.text()
    assert not dialog.save.isEnabled()
    dialog.paper.setCurrentIndex(dialog.paper.findData("A0"))
    qtbot.waitUntil(dialog.save.isEnabled, timeout=20_000)
    assert dialog.trouble.text() == ""
    dialog.reject()
