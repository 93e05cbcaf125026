"""What a person expects of a program on a PC: right button, Esc, Del, dragged files, folders that are remembered."""

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from landdesk.settings import LAST_FOLDERS, Settings
from landdesk.store.store import NewStore, Store
from landdesk.ui.dialogs.choose_file import PACKAGE_FILES, choose_file, choose_new_file
from landdesk.ui.dialogs.help_dialog import help_html
from landdesk.ui.dialogs.new_store_form import NewFromBaseForm
from landdesk.ui.dialogs.receive_packages import ReceivedDialog
from landdesk.ui.main_window import MainWindow
from tests.ui.conftest import PERSON, parcel_of, settle
from tests.ui.hands import button, children, click, click_row, press
from tests.ui.test_window import screen_point

menus_offscreen = pytest.mark.qt_log_ignore(r"raise\(\)", "grabbing the keyboard")
"""What a screen that is none cannot do with a menu."""


def right_click(widget: QWidget, at: QPoint) -> None:
    """Ask for the menu there, as the right button does."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)


def offered(window: MainWindow) -> list[str]:
    """Return the words of the menu that is open; it is closed again."""
    menus = children(window, QMenu)
    words = [
        action.text() for menu in menus for action in menu.actions() if action.isEnabled() and action.text()
    ]
    for menu in menus:
        menu.close()
    return words


@menus_offscreen
def test_the_right_button_chooses_a_parcel_and_offers_what_can_be_done(window: MainWindow) -> None:
    place = window.desk.workplace
    wanted = parcel_of(window, "12/5")
    right_click(place.canvas, screen_point(window, wanted))
    assert place.canvas.selection == (wanted,)
    words = offered(window)
    assert "Open parcel page" in words
    assert "Merge chosen parcels" not in words
    right_click(place.canvas, QPoint(3, 3))
    assert not place.store.selection.parcels
    assert "Show all parcels" in offered(window)


@menus_offscreen
def test_the_right_button_keeps_a_choice_of_several(window: MainWindow) -> None:
    place = window.desk.workplace
    both = (parcel_of(window, "12/1"), parcel_of(window, "12/2"))
    place.store.selection.choose(both)
    right_click(place.canvas, screen_point(window, both[0]))
    assert place.store.selection.parcels == both
    assert "Merge chosen parcels" in offered(window)


def test_a_tool_in_hand_has_no_menu(window: MainWindow) -> None:
    window.actions_by_code["split"].trigger()
    canvas = window.desk.workplace.canvas
    right_click(canvas, screen_point(window, parcel_of(window, "12/5")))
    assert offered(window) == []


@menus_offscreen
def test_lists_offer_the_same_menu(window: MainWindow) -> None:
    table = window.desk.workplace.list_panel.table
    click_row(table, 2)
    table.customContextMenuRequested.emit(table.visualRect(table.model().index(2, 1)).center())
    assert "Copy sheet and number" in offered(window)
    table.customContextMenuRequested.emit(QPoint(5, table.viewport().height() - 2))
    assert offered(window) == []


def test_numbers_are_copied_for_other_programs(window: MainWindow) -> None:
    window.desk.store.selection.choose([parcel_of(window, "12/1"), parcel_of(window, "12/2")])
    window.actions_by_code["copy_number"].trigger()
    assert QGuiApplication.clipboard().text() == "12/1, 12/2"


def test_escape_first_drops_the_line_and_then_puts_the_tool_away(window: MainWindow) -> None:
    canvas = window.desk.workplace.canvas
    window.actions_by_code["split"].trigger()
    shape = window.desk.store.coverage.shape(parcel_of(window, "12/5"))
    assert shape is not None
    x, y = canvas.view.to_screen(shape.bounds[0], shape.centroid.y)
    click(canvas, QPoint(round(x), round(y)))
    press(canvas, Qt.Key.Key_Escape)
    assert canvas.tool.code == "split"
    press(canvas, Qt.Key.Key_Escape)
    assert canvas.tool.code == "select"
    assert window.actions_by_code["select"].isChecked()


def test_del_says_what_would_be_lost_before_it_deletes(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.store.selection.choose([parcel_of(window, "12/1")])
    window.activateWindow()
    press(window.desk.workplace.canvas, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: bool(children(window, QMessageBox)))
    box = children(window, QMessageBox)[0]
    words = box.informativeText()
    assert "600.0 m²" in words
    assert "ONT" in words
    assert "Đặng Văn Đức" in words
    assert "056123456789" not in words
    assert len(window.desk.store.coverage) == 6
    button(box, "Delete").click()
    qtbot.waitUntil(lambda: len(window.desk.store.coverage) == 5)


def test_del_in_a_field_deletes_a_letter_and_no_parcel(window: MainWindow) -> None:
    window.desk.store.selection.choose([parcel_of(window, "12/1")])
    search = window.desk.workplace.list_panel.search
    window.activateWindow()
    search.setFocus()
    search.setText("12")
    search.setCursorPosition(0)
    press(search, Qt.Key.Key_Delete)
    assert search.text() == "2"
    assert not children(window, QMessageBox)


def test_an_office_is_not_offered_what_only_a_commune_does(
    qtbot: QtBot, empty_window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "office.landdesk"
    Store.create(path, NewStore("office", 9217, ("22657",)), person=PERSON).close()
    empty_window.desk.open_store(path, PERSON.name)
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    settle(qtbot, empty_window)
    actions = empty_window.actions_by_code
    for code in ("export", "go_work", "layer_work", "adopt"):
        assert not actions[code].isVisible()
        assert not actions[code].isEnabled()
    assert actions["write_base"].isVisible()


def dropped(window: MainWindow, *paths: Path) -> bool:
    """Drop files on the window; tells whether it takes them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, buttons, keys = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(QPoint(10, 10), action, data, buttons, keys)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        drop = QDropEvent(QPointF(10, 10), action, data, buttons, keys, QEvent.Type.Drop)
        QApplication.sendEvent(window, drop)
    return enter.isAccepted()


def test_a_store_that_is_dropped_is_opened(qtbot: QtBot, empty_window: MainWindow, store_path: Path) -> None:
    assert not dropped(empty_window, store_path.with_suffix(".pdf"))
    assert dropped(empty_window, store_path)
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    settle(qtbot, empty_window)


def test_a_package_that_is_dropped_is_received(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    package = tmp_path / "hong.ldpkg"
    package.write_bytes(b"no package")
    assert dropped(window, package)
    qtbot.waitUntil(lambda: bool(children(window, ReceivedDialog)))
    children(window, ReceivedDialog)[0].close()
    settle(qtbot, window)


def test_a_package_that_is_dropped_on_the_welcome_page_makes_a_store(
    empty_window: MainWindow, tmp_path: Path
) -> None:
    package = tmp_path / "goc.ldpkg"
    package.write_bytes(b"")
    assert dropped(empty_window, package)
    form = children(empty_window, NewFromBaseForm)[0]
    assert form.base.path == package
    assert form.target.path is not None
    assert form.target.path.name == "goc.landdesk"
    form.reject()


def test_a_dialog_begins_where_the_last_of_its_kind_ended(qtbot: QtBot, tmp_path: Path) -> None:
    inbox, outbox, store = (tmp_path / name for name in ("den", "di", "kho"))
    for folder in (inbox, outbox, store):
        folder.mkdir()
    chosen: list[Path] = []
    first = choose_file(None, "", PACKAGE_FILES, chosen.append, store)
    qtbot.addWidget(first)
    assert Path(first.directory().absolutePath()) == store
    first.filesSelected.emit([str(inbox / "a.ldpkg")])
    first.reject()
    assert Settings().get(LAST_FOLDERS) == {"ldpkg.open": str(inbox)}
    second = choose_file(None, "", PACKAGE_FILES, chosen.append, store)
    assert Path(second.directory().absolutePath()) == inbox
    second.reject()
    written = choose_new_file(None, "", PACKAGE_FILES, chosen.append, outbox / "b.ldpkg")
    assert Path(written.directory().absolutePath()) == outbox
    written.reject()
    assert chosen == [inbox / "a.ldpkg"]


def test_a_name_that_is_taken_is_offered_with_a_number(tmp_path: Path) -> None:
    (tmp_path / "b.ldpkg").touch()
    dialog = choose_new_file(None, "", PACKAGE_FILES, lambda _path: None, tmp_path / "b.ldpkg")
    assert [Path(name).name for name in dialog.selectedFiles()] == ["b-2.ldpkg"]
    dialog.reject()


def test_the_stores_opened_last_stand_in_the_menu(window: MainWindow, store_path: Path) -> None:
    menus = cast("list[QMenu]", window.menuBar().findChildren(QMenu))
    for menu in menus:
        menu.aboutToShow.emit()
    recent = next(menu for menu in menus if menu.title() == "Opened last")
    assert [action.text() for action in recent.actions()] == [str(store_path.resolve())]


def test_the_help_tells_keys_and_what_the_mouse_does() -> None:
    page = help_html([("Ctrl+Z", "Undo")])
    assert all(words in page for words in ("Ctrl+Z", "Esc", "Backspace", "Right click"))


def test_empty_lists_say_why(qtbot: QtBot, window: MainWindow) -> None:
    place = window.desk.workplace
    before = place.findings_panel.table.empty_words
    assert before
    place.findings.check()
    qtbot.waitUntil(lambda: place.findings_panel.table.empty_words != before)
    assert place.work_panel is not None
    assert place.work_panel.table.empty_words
    assert not place.work_panel.table.grab().isNull()
