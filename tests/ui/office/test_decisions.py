from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.change import EntryKind
from landdesk.domain.commands import SetParcel
from landdesk.domain.records import Parcel
from landdesk.store.store import Store
from landdesk.ui.dialogs.return_record import ReturnForm
from landdesk.ui.main_window import MainWindow
from landdesk.ui.models.office_rows import LOOKS
from landdesk.ui.panels.office_package_panel import ALL, OPEN
from tests.ui.hands import button, children, click, press, read
from tests.ui.office.conftest import CLERK, Exchange, find, office_of, open_window, settle
from tests.ui.office.desk import answer, choose_record, record_about, shown_dialog, states

Reading = Callable[[Path], Application]


def address(app: Application, key: str) -> str | None:
    identifier = find(app, key)
    return app.read(lambda reader: reader.get(Parcel, identifier)).address


def compared(window: MainWindow) -> bool:
    return window.desk.workplace.canvas._compare.box is not None


def test_accept_clean_leaves_conflict_and_error_open(
    qtbot: QtBot, package_window: MainWindow, received: Exchange, reading: Reading
) -> None:
    place = office_of(package_window)
    assert place.package_panel.accept_clean.text() == "Accept all clean (3)"
    click(place.package_panel.accept_clean)
    answer(qtbot, package_window, "Accept")
    qtbot.waitUntil(lambda: "clean" not in states(package_window).values())
    settle(qtbot, package_window)
    assert states(package_window) == {
        "12/1": "accepted",
        "12/6": "conflict",
        "12/4": "accepted",
        "12/77": "invalid",
        "12/5": "accepted",
    }
    assert not place.package_panel.accept_clean.isEnabled()
    assert address(reading(received.office), "12/6") == "Thôn Hạ"


def test_nothing_is_accepted_when_the_question_is_turned_down(
    qtbot: QtBot, package_window: MainWindow, received: Exchange, reading: Reading
) -> None:
    click(office_of(package_window).package_panel.accept_clean)
    answer(qtbot, package_window, "Cancel")
    settle(qtbot, package_window)
    assert states(package_window)["12/4"] == "clean"
    kinds = [entry.kind for entry in reading(received.office).read(lambda reader: reader.history())]
    assert EntryKind.DECISION not in kinds


def test_one_record_is_accepted_alone_and_the_next_open_one_is_chosen(
    qtbot: QtBot, package_window: MainWindow
) -> None:
    place = office_of(package_window)
    choose_record(qtbot, package_window, "12/4")
    click(place.record_panel.accept)
    qtbot.waitUntil(lambda: states(package_window)["12/4"] == "accepted")
    settle(qtbot, package_window)
    assert list(states(package_window).values()).count("accepted") == 1
    changes = place.record_panel.changes
    assert changes is not None
    assert changes.review.record.subject.startswith("12/77")


def test_a_conflict_is_accepted_only_after_a_question_and_the_package_wins(
    qtbot: QtBot, package_window: MainWindow, received: Exchange, reading: Reading
) -> None:
    place = office_of(package_window)
    choose_record(qtbot, package_window, "12/6")
    click(place.record_panel.accept)
    answer(qtbot, package_window, "Cancel")
    settle(qtbot, package_window)
    assert states(package_window)["12/6"] == "conflict"
    click(place.record_panel.accept)
    answer(qtbot, package_window, "Accept")
    qtbot.waitUntil(lambda: states(package_window)["12/6"] == "accepted")
    settle(qtbot, package_window)
    assert address(reading(received.office), "12/6") == "Thôn Trung"


def test_a_record_that_breaks_the_map_cannot_be_accepted(qtbot: QtBot, package_window: MainWindow) -> None:
    place = office_of(package_window)
    choose_record(qtbot, package_window, "12/77")
    assert not place.record_panel.accept.isEnabled()
    assert place.record_panel.send_back.isEnabled()
    changes = place.record_panel.changes
    assert changes is not None
    assert [one.rule for one in changes.review.findings] == ["parcel.duplicate-key"]


def test_several_records_are_accepted_together_unless_one_cannot_be(
    qtbot: QtBot, package_window: MainWindow
) -> None:
    place = office_of(package_window)
    choose_record(qtbot, package_window, "12/4")
    choose_record(qtbot, package_window, "12/77", ctrl=True)
    assert not place.record_panel.accept.isEnabled()
    choose_record(qtbot, package_window, "12/77", ctrl=True)
    choose_record(qtbot, package_window, "12/5", ctrl=True)
    click(place.record_panel.accept)
    qtbot.waitUntil(lambda: list(states(package_window).values()).count("accepted") == 2)
    settle(qtbot, package_window)
    assert (states(package_window)["12/4"], states(package_window)["12/5"]) == ("accepted", "accepted")


def test_a_return_needs_reason_and_note(qtbot: QtBot, package_window: MainWindow) -> None:
    place = office_of(package_window)
    choose_record(qtbot, package_window, "12/1")
    click(place.record_panel.send_back)
    form = shown_dialog(qtbot, package_window, ReturnForm)
    click(form.save)
    assert form.error_of("reason")
    form.reason.setCurrentIndex(0)
    form.note.setPlainText("  \n ")
    click(form.save)
    assert form.error_of("note")
    assert not form.error_of("reason")
    assert states(package_window)["12/1"] == "clean"
    form.note.setPlainText("Đo lại cạnh phía bắc")
    click(form.save)
    qtbot.waitUntil(lambda: states(package_window)["12/1"] == "returned")
    settle(qtbot, package_window)
    assert not children(package_window, ReturnForm)
    decision = record_about(package_window, "12/1").decision
    assert (decision.reason, decision.note, decision.person) == (
        "boundary",
        "Đo lại cạnh phía bắc",
        "Lê Thị Đào",
    )


def test_a_decided_record_shows_its_decision_and_no_buttons(qtbot: QtBot, package_window: MainWindow) -> None:
    place = office_of(package_window)
    choose_record(qtbot, package_window, "12/1")
    click(place.record_panel.accept)
    qtbot.waitUntil(lambda: states(package_window)["12/1"] == "accepted")
    settle(qtbot, package_window)
    choose_record(qtbot, package_window, "12/1")
    assert not place.record_panel.accept.isVisible()
    shown = read(place.record_panel)
    assert any("12/9* → 12/9" in line and "Lê Thị Đào" in line for line in shown)


def test_a_package_whose_predecessor_is_open_cannot_be_decided(
    qtbot: QtBot, empty_window: MainWindow, received: Exchange
) -> None:
    app = Application(Store.open(received.office), CLERK)
    exchange.office_receive(app, received.second)
    app.close()
    window = open_window(qtbot, empty_window, received.office, CLERK)
    place = office_of(window)
    waiting = next(row for row in place.inbox_panel.model.rows if row.inbox.waits_for == 1)
    place.open_package(waiting.id)
    settle(qtbot, window)
    assert states(window) == {"12/2": "clean"}
    assert not place.package_panel.accept_clean.isEnabled()
    assert not place.record_panel.accept.isEnabled()
    assert not place.record_panel.send_back.isEnabled()


def test_without_a_person_nothing_is_decided(qtbot: QtBot, package_window: MainWindow) -> None:
    store = package_window.desk.store
    store.app.person = None
    choose_record(qtbot, package_window, "12/4")
    with qtbot.waitSignal(store.person_wanted):
        click(office_of(package_window).record_panel.accept)
    settle(qtbot, package_window)
    assert states(package_window)["12/4"] == "clean"
    assert office_of(package_window).record_panel.accept.isEnabled()


def test_what_another_program_writes_is_compared_anew(
    qtbot: QtBot, package_window: MainWindow, received: Exchange
) -> None:
    assert states(package_window)["12/4"] == "clean"
    other = Application(Store.open(received.office), CLERK)
    other.execute(SetParcel(find(other, "12/4"), legal_area_m2=None))
    other.close()
    qtbot.waitUntil(lambda: states(package_window)["12/4"] == "conflict")
    settle(qtbot, package_window)


def test_the_filter_shows_one_state(qtbot: QtBot, package_window: MainWindow) -> None:
    panel = office_of(package_window).package_panel
    offered = [panel.filter.itemData(i) for i in range(panel.filter.count())]
    assert offered == [ALL, OPEN, None, "conflict", "invalid", "clean"]
    for state, keys in (("conflict", ["12/6"]), (OPEN, ["12/1", "12/6", "12/4", "12/77", "12/5"])):
        panel.filter.setCurrentIndex(panel.filter.findData(state))
        panel.filter.activated.emit(panel.filter.currentIndex())
        settle(qtbot, package_window)
        assert [row.record.subject.split(" ")[0] for row in panel.model.rows] == keys


def test_sorting_by_state_puts_first_what_needs_eyes(qtbot: QtBot, package_window: MainWindow) -> None:
    panel = office_of(package_window).package_panel
    header = panel.table.horizontalHeader()
    click(header.viewport(), QPoint(panel.table.columnWidth(0) // 2, header.height() // 2))
    settle(qtbot, package_window)
    shown = [row.state for row in panel.model.rows]
    assert shown == sorted(shown, key=list(LOOKS).index)
    assert shown[0] == "conflict"


def test_back_leads_to_the_inbox_and_clears_the_map(qtbot: QtBot, package_window: MainWindow) -> None:
    place = office_of(package_window)
    choose_record(qtbot, package_window, "12/1")
    assert compared(package_window)
    click(place.package_panel.back)
    settle(qtbot, package_window)
    assert place.inbox_panel.isVisible()
    assert not place.record_panel.isVisible()
    assert not compared(package_window)
    press(place.inbox_panel.table, Qt.Key.Key_Return)
    settle(qtbot, package_window)
    assert button(place.package_panel, "Write receipt…").isVisible()
