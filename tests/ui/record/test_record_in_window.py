"""The parcel page inside the window: room, keys of the window, leaving with something unsaved."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from landdesk.domain.fields import field_of
from landdesk.ui.main_window import PAGE_PX, MainWindow
from landdesk.ui.record.field_editor import FieldEditor
from tests.ui.conftest import parcel_of, settle
from tests.ui.hands import CTRL, button, children, click, press, type_words


def open_page(qtbot: QtBot, window: MainWindow, key: str = "12/1") -> None:
    window.desk.store.selection.choose([parcel_of(window, key)])
    settle(qtbot, window)
    window.activateWindow()
    press(window.desk.workplace.canvas, Qt.Key.Key_E, CTRL)
    place = window.desk.workplace
    qtbot.waitUntil(lambda: place.parcel_area.shows_page and place.settled)


def type_hamlet(window: MainWindow) -> None:
    page = window.desk.workplace.record_page
    tree = page.trees["land"]
    assert page.draft is not None
    assert page.go_to_field("land", page.draft.parcel.key, "hamlet")
    editor = children(tree, FieldEditor)[0]
    type_words(editor, "12345")
    press(editor, Qt.Key.Key_Return)


def hamlet(window: MainWindow) -> str | None:
    one = parcel_of(window, "12/1")
    return window.desk.store.app.read(lambda reader: reader.dossiers([one])[one]).parcel.hamlet


def test_the_page_gets_room_and_gives_it_back(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: window.width() == 1366)
    width = window.right.width()
    open_page(qtbot, window)
    qtbot.waitUntil(lambda: window.right.width() >= PAGE_PX - 10)
    press(window.desk.workplace.record_page.trees["land"], Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.right.width() == width)
    assert not window.desk.workplace.parcel_area.shows_page


def test_digits_typed_into_the_page_are_no_tools_and_delete_deletes_no_parcel(
    qtbot: QtBot, window: MainWindow
) -> None:
    open_page(qtbot, window)
    page, store = window.desk.workplace.record_page, window.desk.store
    tree = page.trees["land"]
    assert page.draft is not None
    tree.go_to(tree.rows.field_index(page.draft.parcel.key, "hamlet"), edit=False)
    press(tree, Qt.Key.Key_3)
    press(children(tree, FieldEditor)[0], Qt.Key.Key_Return)
    tree.go_to(tree.rows.field_index(page.draft.parcel.key, "address"), edit=False)
    press(tree, Qt.Key.Key_Delete)
    assert window.actions_by_code["select"].isChecked()
    assert not children(window, QMessageBox)
    press(tree, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not page.is_changed and store.tasks.idle)
    parcel = store.app.read(lambda reader: reader.dossiers([parcel_of(window, "12/1")]))
    one = next(iter(parcel.values())).parcel
    assert (one.hamlet, one.address) == ("3", None)
    assert len(store.coverage) == 6


def test_the_window_does_not_close_over_something_unsaved(qtbot: QtBot, window: MainWindow) -> None:
    open_page(qtbot, window)
    type_hamlet(window)
    window.close()
    box = children(window, QMessageBox)[0]
    click(button(box, "Cancel"))
    assert window.isVisible()
    assert window.isEnabled()
    qtbot.waitUntil(lambda: not children(window, QMessageBox))
    ended: list[bool] = []
    window.closed.connect(lambda: ended.append(True))
    window.close()
    click(button(children(window, QMessageBox)[0], "Save"))
    qtbot.waitUntil(lambda: bool(ended))


def test_a_store_is_left_only_after_an_answer(qtbot: QtBot, window: MainWindow) -> None:
    open_page(qtbot, window)
    type_hamlet(window)
    window.actions_by_code["close"].trigger()
    assert window.desk.current is not None
    click(button(children(window, QMessageBox)[0], "Discard"))
    qtbot.waitUntil(lambda: window.desk.current is None)


def test_another_language_waits_for_an_answer(qtbot: QtBot, window: MainWindow) -> None:
    open_page(qtbot, window)
    type_hamlet(window)
    chosen: list[str] = []
    window.desk.language_chosen.connect(chosen.append)
    window.desk.choose_language("vi")
    assert not chosen
    click(button(children(window, QMessageBox)[0], "Cancel"))
    assert not chosen
    window.desk.workplace.record.forget_typed()


def test_a_worklist_goes_on_once_the_page_is_saved(qtbot: QtBot, window: MainWindow) -> None:
    gone_on: list[str | None] = []
    save = window.desk.workplace.queue.save
    save(lambda: gone_on.append(hamlet(window)))
    assert gone_on == [None]
    open_page(qtbot, window)
    page = window.desk.workplace.record_page
    assert page.draft is not None
    page.draft.set_text(page.draft.parcel, field_of("parcel", "legal_area_m2"), "nhieu")
    save(lambda: gone_on.append("too early"))
    assert page.trouble.isVisible()
    page.draft.set_text(page.draft.parcel, field_of("parcel", "legal_area_m2"), "600")
    type_hamlet(window)
    save(lambda: gone_on.append(hamlet(window)))
    qtbot.waitUntil(lambda: gone_on == [None, "12345"])
    settle(qtbot, window)
    assert not page.is_changed


def test_several_parcels_show_their_panel_and_one_the_page_again(qtbot: QtBot, window: MainWindow) -> None:
    open_page(qtbot, window)
    place = window.desk.workplace
    place.store.selection.choose([parcel_of(window, "12/1"), parcel_of(window, "12/2")])
    qtbot.waitUntil(lambda: not place.parcel_area.shows_page)
    place.store.selection.choose([parcel_of(window, "12/2")])
    qtbot.waitUntil(lambda: place.parcel_area.shows_page and place.settled)
    draft = place.record.draft
    assert draft is not None
    assert draft.dossier.parcel.key == "12/2"
