import gc
import subprocess
import sys
import time
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialogButtonBox, QMessageBox, QTableView
from pytestqt.qtbot import QtBot

from landdesk.app.application import Application
from landdesk.domain.change import Person
from landdesk.domain.commands import SetParcel
from landdesk.domain.ids import ObjectId, id_text
from landdesk.domain.records import Parcel
from landdesk.i18n import set_language
from landdesk.settings import LAST_PERSON, RECENT_STORES, Settings
from landdesk.store.store import NewStore, Store
from landdesk.ui.dialogs.help_dialog import HelpDialog
from landdesk.ui.dialogs.person_dialog import PersonDialog
from landdesk.ui.dialogs.training_form import TrainingForm
from landdesk.ui.main_window import MainWindow
from landdesk.ui.map.view import MapView
from tests.ui.conftest import PERSON, close, parcel_of, settle
from tests.ui.hands import button, children, click, click_row, press, read, read_rows


def screen_point(window: MainWindow, parcel: ObjectId) -> QPoint:
    canvas = window.desk.workplace.canvas
    shape = window.desk.store.coverage.shape(parcel)
    assert shape is not None
    x, y = canvas.view.to_screen(shape.centroid.x, shape.centroid.y)
    return QPoint(round(x), round(y))


def test_a_window_without_a_store_is_laid_out_without_a_complaint_of_qt(empty_window: MainWindow) -> None:
    """Any warning of Qt fails the test; hidden docks are laid out when the window is pictured."""
    assert empty_window.grab().width() == empty_window.width()


def test_shows_list_map_and_history_of_a_store(window: MainWindow) -> None:
    place = window.desk.workplace
    assert place.list_panel.model.rowCount() == 6
    assert place.canvas.coverage is place.store.coverage
    assert len(place.history_panel.model.rows) == 1
    assert window.status_line.person.text() == PERSON.name
    assert "9217" in window.status_line.system.text()
    assert not window.training.isVisible()
    assert "commune.landdesk" in window.windowTitle()


def test_a_click_on_the_map_chooses_row_and_panel(qtbot: QtBot, window: MainWindow) -> None:
    place = window.desk.workplace
    wanted = parcel_of(window, "12/5")
    click(place.canvas, screen_point(window, wanted))
    assert place.store.selection.parcels == (wanted,)
    assert {index.row() for index in place.list_panel.table.selectionModel().selectedRows()} == {4}
    qtbot.waitUntil(lambda: place.parcel.details is not None and place.parcel.details.parcel.id == wanted)
    click(place.canvas, screen_point(window, parcel_of(window, "12/6")), ctrl=True)
    assert len(place.store.selection.parcels) == 2


def test_a_row_chosen_in_the_list_is_shown_on_the_map(window: MainWindow) -> None:
    place = window.desk.workplace
    click_row(place.list_panel.table, 0)
    wanted = parcel_of(window, "12/1")
    assert place.canvas.selection == (wanted,)
    shape = place.store.coverage.shape(wanted)
    assert shape is not None
    assert place.canvas.view.covers(shape.bounds)
    assert place.canvas.view.m_per_px < 1


def test_what_the_command_line_wrote_appears_within_a_second_and_a_half(
    qtbot: QtBot, window: MainWindow, second_app: Application
) -> None:
    parcel = parcel_of(window, "12/1")
    began = time.monotonic()
    second_app.execute(SetParcel(parcel, number="77"))
    rows = window.desk.workplace.list_panel.model
    qtbot.waitUntil(lambda: "77" in {row.line.number for row in read_rows(rows)}, timeout=1500)
    assert time.monotonic() - began < 1.5
    assert len(window.desk.workplace.history_panel.model.rows) >= 1


def test_a_tool_splits_with_two_clicks_and_enter(qtbot: QtBot, window: MainWindow) -> None:
    place = window.desk.workplace
    canvas = place.canvas
    shape = place.store.coverage.shape(parcel_of(window, "12/5"))
    assert shape is not None
    west, south, east, north = shape.bounds
    canvas.zoom_to_box((west - 5, south - 5, east + 5, north + 5))
    press(window, Qt.Key.Key_3)
    assert canvas.tool.code == "split"
    assert window.actions_by_code["split"].isChecked()
    for easting in (west - 2, east + 1):
        x, y = canvas.view.to_screen(easting, (south + north) / 2)
        click(canvas, QPoint(round(x), round(y)))
    press(canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.list_panel.model.rowCount() == 7)
    click(button(window.toolbar, "Undo"))
    qtbot.waitUntil(lambda: place.list_panel.model.rowCount() == 6)


def test_deleting_asks_first(qtbot: QtBot, window: MainWindow) -> None:
    place = window.desk.workplace
    wanted = parcel_of(window, "12/2")
    place.store.selection.choose([wanted])
    window.actions_by_code["delete_chosen"].trigger()
    qtbot.waitUntil(lambda: bool(children(window, QMessageBox)))
    box = children(window, QMessageBox)[0]
    assert len(place.store.coverage) == 6
    click(button(box, "Delete"))
    qtbot.waitUntil(lambda: len(place.store.coverage) == 5)
    assert place.store.selection.parcels == ()


def test_a_refusal_stands_over_the_map_and_goes_with_the_next_success(
    qtbot: QtBot, window: MainWindow
) -> None:
    place = window.desk.workplace
    place.store.selection.choose([parcel_of(window, "12/1"), parcel_of(window, "12/6")])
    window.actions_by_code["merge_chosen"].trigger()
    qtbot.waitUntil(window.notice.isVisible)
    assert len(place.store.coverage) == 6
    place.store.execute(SetParcel(parcel_of(window, "12/1"), land_use="CLN"))
    qtbot.waitUntil(lambda: not window.notice.isVisible())


def test_actions_follow_what_is_chosen(qtbot: QtBot, window: MainWindow) -> None:
    usable = {code for code, action in window.actions_by_code.items() if action.isEnabled()}
    assert {"split", "undo", "check", "export", "help"} <= usable
    assert not {"edit_parcel", "merge_chosen", "delete_chosen", "write_base"} & usable
    window.desk.store.selection.choose([parcel_of(window, "12/1")])
    assert window.actions_by_code["edit_parcel"].isEnabled()
    assert not window.actions_by_code["merge_chosen"].isEnabled()
    window.desk.store.selection.choose([parcel_of(window, "12/1"), parcel_of(window, "12/2")])
    assert window.actions_by_code["merge_chosen"].isEnabled()
    window.desk.close_store()
    qtbot.waitUntil(lambda: window.tasks.idle)
    usable = {code for code, action in window.actions_by_code.items() if action.isEnabled()}
    assert "open" in usable
    assert not {"split", "undo", "check", "export", "close"} & usable


def test_check_button_marks_findings_on_the_map_and_counts_them(qtbot: QtBot, window: MainWindow) -> None:
    place = window.desk.workplace
    window.actions_by_code["check"].trigger()
    assert not window.actions_by_code["check"].isEnabled()
    assert window.status_line.progress.isVisible()
    qtbot.waitUntil(lambda: place.store.findings is not None)
    settle(qtbot, window)
    assert window.actions_by_code["check"].isEnabled()
    assert place.store.findings is not None
    assert f"({len(place.store.findings.findings)})" in window.tabs.tabText(0)


def working(window: MainWindow) -> Person:
    person = window.desk.store.person
    assert person is not None
    return person


def test_the_first_start_asks_who_works_and_remembers(
    qtbot: QtBot, empty_window: MainWindow, store_path: Path
) -> None:
    window = empty_window
    window.desk.open_store(store_path)
    qtbot.waitUntil(lambda: bool(children(window, PersonDialog)))
    dialog = children(window, PersonDialog)[0]
    assert window.desk.store.person is None
    click(dialog.new)
    dialog.user_name.setText("Lê Thị Cúc")
    dialog.unit.setText("UBND xã Diên Điền")
    click(dialog.save)
    qtbot.waitUntil(lambda: window.desk.store.person is not None)
    person = working(window)
    assert (person.name, person.role) == ("Lê Thị Cúc", "technician")
    qtbot.waitUntil(lambda: window.status_line.person.text() == "Lê Thị Cúc")
    workspace = id_text(window.desk.store.app.info.workspace)
    assert Settings().get(LAST_PERSON)[workspace] == id_text(person.id)
    window.desk.close_store()
    qtbot.waitUntil(lambda: window.tasks.idle and window.welcome.isVisible())
    window.desk.open_store(store_path)
    qtbot.waitUntil(lambda: window.desk.current is not None and window.desk.store.person is not None)
    assert working(window).id == person.id


def test_a_person_without_a_name_is_refused_at_the_field(
    qtbot: QtBot, empty_window: MainWindow, store_path: Path
) -> None:
    empty_window.desk.open_store(store_path)
    qtbot.waitUntil(lambda: bool(children(empty_window, PersonDialog)))
    dialog = children(empty_window, PersonDialog)[0]
    click(dialog.new)
    click(dialog.save)
    qtbot.waitUntil(lambda: bool(dialog.error_of("name")))
    assert empty_window.desk.store.person is None
    dialog.reject()


def test_an_edit_without_a_person_asks_who_works(
    qtbot: QtBot, empty_window: MainWindow, store_path: Path
) -> None:
    empty_window.desk.open_store(store_path)
    qtbot.waitUntil(lambda: bool(children(empty_window, PersonDialog)))
    children(empty_window, PersonDialog)[0].reject()
    qtbot.waitUntil(lambda: not children(empty_window, PersonDialog))
    parcel = parcel_of(empty_window, "12/1")
    empty_window.desk.store.execute(SetParcel(parcel, number="99"))
    qtbot.waitUntil(lambda: bool(children(empty_window, PersonDialog)))
    kept = empty_window.desk.store.app.read(lambda reader: reader.get(Parcel, parcel))
    assert kept.number == "1"
    children(empty_window, PersonDialog)[0].reject()


def test_the_person_is_switched_in_the_status_bar(qtbot: QtBot, window: MainWindow) -> None:
    click(window.status_line.person)
    qtbot.waitUntil(lambda: bool(children(window, PersonDialog)))
    dialog = children(window, PersonDialog)[0]
    assert dialog.people.count() == 1
    assert dialog.known.isChecked()
    dialog.reject()


def test_a_training_store_is_marked_and_framed(
    qtbot: QtBot, empty_window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "training.landdesk"
    Store.create(path, NewStore("commune", 9217, ("22657",), training=True), person=PERSON).close()
    empty_window.desk.open_store(path, PERSON.name)
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    assert empty_window.training.isVisible()
    assert empty_window.frame.property("training") is True
    settle(qtbot, empty_window)


def test_what_is_no_store_is_said_and_the_welcome_page_stays(
    qtbot: QtBot, empty_window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no store", "utf-8")
    empty_window.desk.open_store(path)
    qtbot.waitUntil(lambda: bool(children(empty_window, QMessageBox)))
    assert empty_window.welcome.isVisible()
    assert empty_window.desk.current is None
    assert Settings().get(RECENT_STORES) == ()
    children(empty_window, QMessageBox)[0].accept()


def test_stores_opened_last_are_offered(qtbot: QtBot, window: MainWindow, store_path: Path) -> None:
    assert Settings().get(RECENT_STORES) == (str(store_path.resolve()),)
    window.desk.close_store()
    qtbot.waitUntil(lambda: window.tasks.idle)
    assert window.welcome.isVisible()
    assert window.welcome.recent.count() == 1
    window.welcome.recent.itemActivated.emit(window.welcome.recent.item(0))
    qtbot.waitUntil(lambda: window.desk.current is not None)
    settle(qtbot, window)


def test_a_second_wish_while_a_store_opens_is_turned_down(
    qtbot: QtBot, empty_window: MainWindow, store_path: Path
) -> None:
    opened: list[None] = []
    empty_window.desk.opened.connect(lambda: opened.append(None))
    for _ in range(3):
        empty_window.desk.open_store(store_path, PERSON.name)
    qtbot.waitUntil(lambda: bool(opened))
    settle(qtbot, empty_window)
    assert len(opened) == 1


def test_a_store_that_cannot_be_opened_leaves_the_present_one(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    present = window.desk.current
    window.desk.open_store(tmp_path / "nothing.landdesk")
    qtbot.waitUntil(lambda: bool(children(window, QMessageBox)))
    assert window.desk.current is present
    children(window, QMessageBox)[0].accept()


def test_one_store_follows_another(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "other.landdesk"
    Store.create(path, NewStore("commune", 9217, ("22657",)), person=PERSON).close()
    window.desk.open_store(path, PERSON.name)
    qtbot.waitUntil(lambda: "other.landdesk" in window.windowTitle())
    settle(qtbot, window)
    assert not window.desk.workplace.list_panel.model.rowCount()
    assert window.tabs.count() == 6


def test_closing_while_a_store_opens_closes_both(
    qtbot: QtBot, empty_window: MainWindow, store_path: Path
) -> None:
    empty_window.desk.open_store(store_path, PERSON.name)
    with qtbot.waitSignal(empty_window.closed):
        empty_window.close()
    assert not store_path.with_name(store_path.name + "-wal").exists()


def test_closing_leaves_one_whole_file(qtbot: QtBot, empty_window: MainWindow, store_path: Path) -> None:
    empty_window.desk.open_store(store_path, PERSON.name)
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    empty_window.desk.store.execute(SetParcel(parcel_of(empty_window, "12/1"), number="99"))
    empty_window.desk.close_store()
    qtbot.waitUntil(lambda: empty_window.tasks.idle)
    assert not store_path.with_name(store_path.name + "-wal").exists()
    with Store.open(store_path) as store, store.read() as reader:
        assert reader.find_parcel("12/99")


def write_as_another_program(path: Path) -> None:
    """Write in a process of its own: two libraries of SQLite in one process take each other's locks away."""
    words = (
        "import sqlite3, sys\n"
        "with sqlite3.connect(sys.argv[1]) as store:\n"
        "    store.execute(\"UPDATE parcel SET address = 'Thôn Lạ' WHERE number = '2'\")\n"
        "store.close()\n"
    )
    subprocess.run([sys.executable, "-c", words, str(path)], check=True)


@pytest.mark.parametrize(("answer", "address"), [("Take over", "Thôn Lạ"), ("Put back", "Thôn Phú Điền")])
def test_what_another_program_wrote_is_asked_about(
    qtbot: QtBot, window: MainWindow, store_path: Path, answer: str, address: str
) -> None:
    write_as_another_program(store_path)
    qtbot.waitUntil(lambda: bool(children(window, QMessageBox)), timeout=3000)
    click(button(children(window, QMessageBox)[0], answer))
    qtbot.waitUntil(lambda: window.tasks.idle and window.desk.current is not None)
    app = window.desk.store.app
    qtbot.waitUntil(lambda: not app.store.foreign_writes())
    settle(qtbot, window)
    rows = window.desk.workplace.list_panel.model
    qtbot.waitUntil(lambda: [row.line.address for row in read_rows(rows)][1:2] == [address])
    entries = window.desk.store.app.read(lambda reader: reader.history())
    assert len(entries) == (2 if answer == "Take over" else 1)


def test_a_window_without_a_store_is_gone_when_closed(qtbot: QtBot) -> None:
    window = MainWindow(Settings())
    window.show()
    with qtbot.waitSignal(window.closed):
        window.close()
    assert not window.isVisible()
    window.deleteLater()


def test_a_closed_store_is_let_go_of(qtbot: QtBot, empty_window: MainWindow, store_path: Path) -> None:
    empty_window.desk.open_store(store_path, PERSON.name)
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    settle(qtbot, empty_window)
    coverage = weakref.ref(empty_window.desk.store.coverage)
    empty_window.desk.close_store()
    qtbot.waitUntil(lambda: empty_window.tasks.idle)

    def gone() -> bool:
        gc.collect()
        return coverage() is None

    qtbot.waitUntil(gone)


@pytest.mark.parametrize(
    ("key", "tab"),
    [
        (Qt.Key.Key_F7, 0),
        (Qt.Key.Key_F8, 1),
        (Qt.Key.Key_F4, 3),
        (Qt.Key.Key_F9, 5),
        (Qt.Key.Key_F6, None),
    ],
)
def test_keys_lead_to_every_panel(window: MainWindow, key: Qt.Key, tab: int | None) -> None:
    window.activateWindow()
    press(window, key)
    place = window.desk.workplace
    if tab is None:
        assert place.canvas.hasFocus()
    else:
        assert window.tabs.currentIndex() == tab
        tables = (
            place.findings_panel.table,
            work_table(window),
            place.failures_panel.failure_table,
            place.queue_panel.table,
            place.link_panel.table,
            place.history_panel.table,
        )
        assert tables[tab].hasFocus()
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert place.list_panel.search.hasFocus()


def work_table(window: MainWindow) -> QTableView:
    panel = window.desk.workplace.work_panel
    assert panel is not None
    return panel.table


def test_one_crash_box_at_a_time(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(3):
        window.desk.show_failure(ZeroDivisionError("a bug"))
    qtbot.waitUntil(lambda: bool(children(window, QMessageBox)))
    boxes = children(window, QMessageBox)
    assert len(boxes) == 1
    boxes[0].accept()


def test_f1_shows_the_short_help(window: MainWindow) -> None:
    window.activateWindow()
    window.actions_by_code["help"].trigger()
    page = children(window, HelpDialog)[0]
    assert "Ctrl+Z" in page.page.toPlainText()
    buttons = children(page, QDialogButtonBox)[0]
    click(buttons.button(QDialogButtonBox.StandardButton.Close))


def test_the_pointer_is_told_as_north_and_east(qtbot: QtBot, window: MainWindow) -> None:
    canvas = window.desk.workplace.canvas
    canvas.set_view(MapView(590_000.5, 1_350_000.25, 0.1, canvas.width(), canvas.height()))
    middle = QPoint(canvas.width() // 2, canvas.height() // 2)
    qtbot.mouseMove(canvas, middle)  # type: ignore[no-untyped-call]
    easting, northing = canvas.view.to_map(middle.x(), middle.y())
    words = f"X (North) {northing:,.2f}   Y (East) {easting:,.2f}"
    assert words.startswith("X (North) 1,350,000.")
    assert window.status_line.place.text() == words


def test_every_action_has_words_in_vietnamese_too(qtbot: QtBot, tmp_path: Path) -> None:
    set_language("vi")
    window = MainWindow(Settings(tmp_path))
    window.show()
    assert all(action.text() for action in window.actions_by_code.values())
    close(qtbot, window)


@pytest.mark.usefixtures("window")
def test_labels_of_the_status_bar_are_readable(window: MainWindow) -> None:
    assert any("EPSG" in line for line in read(window.status_line))


def test_the_crash_box_stands_in_front_of_an_open_dialog(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_by_code["new_training"].trigger()
    form = children(window, TrainingForm)[0]
    window.desk.show_failure(ZeroDivisionError("a bug"))
    box = children(window, QMessageBox)[0]
    assert box.parentWidget() is form
    box.accept()
    qtbot.waitUntil(lambda: not children(window, QMessageBox))
    form.reject()
