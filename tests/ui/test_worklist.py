"""The worklist in the window: made from a filter, worked through by keys, kept after a restart."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from landdesk.domain.commands import EditRecord, SetFields, SetParcel
from landdesk.domain.ids import ObjectId
from landdesk.domain.parcel_filter import All, Is, Not, from_json
from landdesk.services.codelists import shipped_lists
from landdesk.ui.dialogs.goal_form import GoalForm
from landdesk.ui.dialogs.skip_form import SkipForm
from landdesk.ui.dialogs.worklist_form import WorklistForm
from landdesk.ui.main_window import MainWindow
from landdesk.ui.panels.queue_panel import QueuePanel
from tests.ui.conftest import PERSON, parcel_of, settle
from tests.ui.hands import CTRL, WidgetT, click, click_row, press

SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def panel_of(window: MainWindow) -> QueuePanel:
    return window.desk.workplace.queue_panel


def type_keys(qtbot: QtBot, window: MainWindow, key: Qt.Key, keys: Qt.KeyboardModifier) -> None:
    """Press keys in the window, once no dialog is in front of it any more."""
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(window, key, keys)


def keys_shown(window: MainWindow) -> list[str]:
    return [row.key for row in panel_of(window).model.rows]


def current_key(window: MainWindow) -> str:
    panel = panel_of(window)
    row = panel.model.row_at(panel.table.currentIndex())
    return "" if row is None else row.key


def chosen_key(window: MainWindow) -> str:
    store = window.desk.store
    current = store.selection.current
    return "" if current is None else store.app.read(lambda reader: reader.keys_of([current])[current])


def make_list(qtbot: QtBot, window: MainWindow, text: str, title: str) -> None:
    """Make a list beside the form and open it."""
    place = window.desk.workplace
    made = place.queue.worklists.make(from_json(text), title)
    place.queue._load_lists(made)
    qtbot.waitUntil(lambda: panel_of(window).count is not None)
    window._show_panel(place.queue_panel)
    settle(qtbot, window)


def complete(window: MainWindow, key: str) -> None:
    """Let another form write what is missing of a parcel."""
    store = window.desk.store
    (right,) = store.app.read(lambda reader: reader.rights_of([parcel_of(window, key)]))
    values = {"kind": "individual", "born": "1971", "sex": "female"}
    store.execute(EditRecord((SetFields("party", right.party_id, values),)))


def dialog(qtbot: QtBot, kind: type[WidgetT]) -> WidgetT:
    """Return the dialog of a kind that is in front, once it is."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def wait_for_other(qtbot: QtBot, window: MainWindow, before: str) -> None:
    """Wait until another parcel than one is marked in the queue."""
    qtbot.waitUntil(lambda: current_key(window) not in ("", before))


def wait_for_count(qtbot: QtBot, window: MainWindow, count: int) -> None:
    """Wait until so many parcels are left."""
    qtbot.waitUntil(lambda: panel_of(window).count == count)


def test_a_worklist_is_made_of_a_ready_filter(qtbot: QtBot, window: MainWindow) -> None:
    panel = panel_of(window)
    assert "New worklist" in panel.table.empty_words
    assert panel.done.isHidden()
    type_keys(qtbot, window, Qt.Key.Key_L, CTRL | SHIFT)
    form = dialog(qtbot, WorklistForm)
    form.preset.setCurrentIndex(
        next(at for at in range(20) if form.preset.itemText(at) == "Something is missing")
    )
    qtbot.waitUntil(lambda: "6 parcels" in form.meant.text())
    assert form.list_title.text() == "Something is missing"
    click(form.save)
    # Of the land user of 12/3 no identity is there at all: nobody looked for it, so it is not missing.
    qtbot.waitUntil(lambda: keys_shown(window) == [f"12/{one}" for one in (3, 1, 2, 4, 5, 6)])
    settle(qtbot, window)
    assert (current_key(window), chosen_key(window)) == ("12/3", "12/3")
    assert panel.progress.text() == "Today 0/51"
    place = window.desk.workplace
    assert window.tabs.tabText(window.tabs.indexOf(place.queue_panel)) == "Worklist (6)"
    cells = [panel.model.index(1, at).data() for at in range(5)]
    assert cells[:4] == ["12/1", "3", "Land user, Identity", ""]
    assert "Certificate" in cells[4]


def test_conditions_of_ones_own(qtbot: QtBot) -> None:
    form = WorklistForm(shipped_lists())
    qtbot.addWidget(form)
    told: list[object] = []
    form.wanted.connect(lambda wanted, title: told.append((wanted, title)))
    form.show()
    # Every parcel is no condition.
    assert form._rows == []
    click(form.add)
    (row,) = form._rows
    row.test.setCurrentIndex(row.test.findData("land_use"))
    click(form.save)
    assert form.error_of("conditions")
    next(one for one in row._actions() if one.data() == "ONT").trigger()
    next(one for one in row._actions() if one.data() == "CLN").trigger()
    assert row.chosen.text().endswith("… (2)")
    assert " or " in row.chosen.toolTip()
    click(form.add)
    second = form._rows[1]
    second.test.setCurrentIndex(second.test.findData("missing"))
    second.typed.setText("few")
    click(form.save)
    assert form.error_of("conditions")
    second.typed.setText("1..2")
    second.holds.setCurrentIndex(1)
    form.list_title.setText("Đất ở")
    click(form.save)
    ((wanted, title),) = [one for one in told if isinstance(one, tuple)]
    assert set(wanted.parts[0].values) == {"ONT", "CLN"}
    assert wanted == All((wanted.parts[0], Not(Is("missing", ("1..2",)))))
    assert title == "Đất ở"


def test_what_the_form_cannot_show_is_kept_in_words(qtbot: QtBot) -> None:
    known = from_json('{"any":[{"sheet":["12"]},{"polygon":["no"]}],"sheet":["12"]}')
    form = WorklistForm(shipped_lists(), (known, "Hai"))
    qtbot.addWidget(form)
    form.show()
    assert form.filter == known
    assert form.list_title.text() == "Hai"
    assert form.preset.currentText() == "Conditions of your own"


def test_ctrl_enter_counts_what_is_done_and_goes_on(qtbot: QtBot, window: MainWindow) -> None:
    make_list(qtbot, window, '{"group.identity":["missing"]}', "Định danh")
    assert keys_shown(window) == [f"12/{one}" for one in (1, 2, 4, 5, 6)]
    complete(window, "12/1")
    # The edit takes it out of the queue; it stays before the person.
    qtbot.waitUntil(lambda: "12/1" not in keys_shown(window))
    assert chosen_key(window) == "12/1"
    settle(qtbot, window)
    type_keys(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: current_key(window) == "12/2")
    assert panel_of(window).progress.text() == "Today 1/51"
    assert chosen_key(window) == "12/2"
    # Nothing was done here: it stays, at the end, and does not count.
    settle(qtbot, window)
    type_keys(qtbot, window, Qt.Key.Key_Enter, CTRL | Qt.KeyboardModifier.KeypadModifier)
    qtbot.waitUntil(lambda: keys_shown(window)[-1] == "12/2")
    settle(qtbot, window)
    assert current_key(window) == "12/4"
    panel = panel_of(window)
    assert panel.progress.text() == "Today 1/51"
    assert panel.model.index(panel.model.rowCount() - 1, 3).data() == "Something is still to do"


def test_what_is_typed_is_saved_first_and_a_refusal_stops(qtbot: QtBot, window: MainWindow) -> None:
    make_list(qtbot, window, '{"sheet":["12"]}', "Tờ 12")
    first, second, *_ = keys_shown(window)
    waiting: list[Callable[[], None]] = []
    window.desk.workplace.save_first_by(waiting.append)
    type_keys(qtbot, window, Qt.Key.Key_Return, CTRL)
    settle(qtbot, window)
    assert current_key(window) == first
    assert len(waiting) == 1
    # The form writes, then says that it is saved.
    saved = waiting.pop()
    window.desk.store.execute(SetParcel(parcel_of(window, first), address="Thôn 7"), lambda _entry: saved())
    qtbot.waitUntil(lambda: current_key(window) == second)
    assert window.desk.workplace.queue.worklists.done_today() == 1


def test_another_parcel_on_the_screen_is_not_counted(qtbot: QtBot, window: MainWindow) -> None:
    make_list(qtbot, window, '{"sheet":["12"]}', "Tờ 12")
    window.desk.store.selection.choose((parcel_of(window, "12/5"),))
    type_keys(qtbot, window, Qt.Key.Key_Return, CTRL)
    settle(qtbot, window)
    assert chosen_key(window) == keys_shown(window)[0]
    assert window.desk.workplace.queue.worklists.done_today() == 0


def test_a_parcel_is_put_off_with_a_reason(qtbot: QtBot, window: MainWindow) -> None:
    make_list(qtbot, window, '{"missing":["1.."]}', "Còn thiếu")
    type_keys(qtbot, window, Qt.Key.Key_Return, CTRL | SHIFT)
    form = dialog(qtbot, SkipForm)
    click(form.save)
    qtbot.waitUntil(lambda: bool(form.error_of("reason")))
    form.reason.setCurrentText("Chờ giấy tờ")
    press(form, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: keys_shown(window)[-1] == "12/3")
    settle(qtbot, window)
    assert current_key(window) == "12/1"
    row = panel_of(window).model.rows[-1]
    assert (row.state, row.reason) == ("skipped", "Chờ giấy tờ")
    type_keys(qtbot, window, Qt.Key.Key_Return, CTRL | SHIFT)
    form = dialog(qtbot, SkipForm)
    form.reason.setCurrentIndex(1)
    form.another_day.setChecked(True)
    click(form.save)
    qtbot.waitUntil(lambda: "12/1" not in keys_shown(window))
    assert panel_of(window).words.text().endswith("another day: 1")


def test_keys_and_clicks_go_through_the_queue(qtbot: QtBot, window: MainWindow) -> None:
    make_list(qtbot, window, '{"sheet":["12"]}', "Tờ 12")
    first = keys_shown(window)
    type_keys(qtbot, window, Qt.Key.Key_Down, ALT)
    qtbot.waitUntil(lambda: current_key(window) == first[1])
    type_keys(qtbot, window, Qt.Key.Key_Up, ALT)
    type_keys(qtbot, window, Qt.Key.Key_Up, ALT)
    qtbot.waitUntil(lambda: current_key(window) == first[-1])
    click_row(panel_of(window).table, 2)
    qtbot.waitUntil(lambda: chosen_key(window) == first[2])
    settle(qtbot, window)
    assert window.desk.workplace.queue.worklists.own()[0].position == parcel_of(window, first[2])


def test_the_place_is_kept_after_a_restart(qtbot: QtBot, window: MainWindow, store_path: Path) -> None:
    make_list(qtbot, window, '{"sheet":["12"]}', "Một")
    make_list(qtbot, window, '{"missing":["1.."]}', "Hai")
    for _ in range(2):
        before = current_key(window)
        type_keys(qtbot, window, Qt.Key.Key_Return, CTRL)
        wait_for_other(qtbot, window, before)
        settle(qtbot, window)
    left = current_key(window)
    window.desk.close_store()
    qtbot.waitUntil(lambda: window.desk.current is None)
    window.desk.open_store(store_path, PERSON.name)
    qtbot.waitUntil(lambda: window.desk.current is not None)
    qtbot.waitUntil(lambda: panel_of(window).count is not None)
    settle(qtbot, window)
    assert panel_of(window).lists.currentText() == "Hai"
    assert (current_key(window), chosen_key(window)) == (left, left)


def test_filter_title_and_goal_are_changed_and_a_list_goes(qtbot: QtBot, window: MainWindow) -> None:
    make_list(qtbot, window, '{"sheet":["12"]}', "Tờ 12")
    presenter = window.desk.workplace.queue
    presenter.ask_change()
    form = dialog(qtbot, WorklistForm)
    (row,) = form._rows
    row.typed.setText("13")
    form.list_title.setText("Tờ 13")
    click(form.save)
    qtbot.waitUntil(lambda: panel_of(window).lists.currentText() == "Tờ 13")
    qtbot.waitUntil(lambda: keys_shown(window) == [])
    assert panel_of(window).table.empty_words == "Nothing is left to do in this worklist."
    presenter.ask_goal()
    goal = dialog(qtbot, GoalForm)
    goal.goal.setValue(60)
    click(goal.save)
    qtbot.waitUntil(lambda: panel_of(window).progress.text() == "Today 0/60")
    presenter.ask_removal()
    box = dialog(qtbot, QMessageBox)
    click(next(one for one in box.buttons() if box.buttonRole(one) == QMessageBox.ButtonRole.AcceptRole))
    qtbot.waitUntil(panel_of(window).done.isHidden)


def test_findings_are_asked_for_before_a_check(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.workplace.queue.ask_new()
    form = dialog(qtbot, WorklistForm)
    form.preset.setCurrentIndex(
        next(at for at in range(20) if form.preset.itemText(at) == "The check found something")
    )
    click(form.save)
    qtbot.waitUntil(lambda: "nothing was checked yet" in form.error_of("conditions"))
    click(form.buttons.button(QDialogButtonBox.StandardButton.Cancel))
    assert window.desk.workplace.queue.worklists.own() == []


def test_that_reclassification_was_asked_for_is_noted(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.store.selection.choose((parcel_of(window, "12/2"),))
    window.actions_by_code["reclassify"].trigger()
    lists = window.desk.workplace.queue.worklists
    parcel: ObjectId = parcel_of(window, "12/2")
    qtbot.waitUntil(lambda: lists.workflow_of(parcel) == "reclassify")


def test_without_a_person_nothing_is_said(qtbot: QtBot, window: MainWindow) -> None:
    make_list(qtbot, window, '{"sheet":["12"]}', "Tờ 12")
    window.desk.store.app.person = None
    window.desk.store.person_changed.emit()
    qtbot.waitUntil(panel_of(window).done.isHidden)
    type_keys(qtbot, window, Qt.Key.Key_Return, CTRL)
    settle(qtbot, window)
    assert panel_of(window).findChildren(QToolButton)


def test_a_parcel_done_in_several_lists_counts_once_a_day(qtbot: QtBot, window: MainWindow) -> None:
    for turn in range(2):
        make_list(qtbot, window, '{"sheet":["12"]}', f"Lượt {turn}")
        for left in range(5, -1, -1):
            settle(qtbot, window)
            type_keys(qtbot, window, Qt.Key.Key_Return, CTRL)
            wait_for_count(qtbot, window, left)
    assert window.desk.workplace.queue.worklists.done_today() == 6
