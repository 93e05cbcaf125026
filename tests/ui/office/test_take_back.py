"""Undo and redo of a decision in the window: the same action as for any act."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.records import Parcel
from landdesk.services.office.decide import Return
from landdesk.ui.main_window import MainWindow
from tests.stores import refused
from tests.ui.hands import click, read
from tests.ui.office.conftest import Exchange, find, office_of, settle
from tests.ui.office.desk import answer, choose_record, states

UNDECIDED = {"12/1": "clean", "12/6": "conflict", "12/4": "clean", "12/77": "invalid", "12/5": "clean"}
ACCEPTED = {
    "12/1": "accepted",
    "12/6": "conflict",
    "12/4": "accepted",
    "12/77": "invalid",
    "12/5": "accepted",
}


def turn(qtbot: QtBot, window: MainWindow, action: str, wanted: dict[str, str]) -> None:
    """Undo or redo, and wait until the records are in these states."""
    window.actions_by_code[action].trigger()
    qtbot.waitUntil(lambda: states(window) == wanted)
    settle(qtbot, window)


def test_undo_takes_a_decision_back_and_redo_decides_again(
    qtbot: QtBot, package_window: MainWindow, received: Exchange, reading: Callable[[Path], Application]
) -> None:
    place, history = office_of(package_window), package_window.desk.workplace.history_panel
    click(place.package_panel.accept_clean)
    answer(qtbot, package_window, "Accept")
    qtbot.waitUntil(lambda: states(package_window) == ACCEPTED)
    settle(qtbot, package_window)
    choose_record(qtbot, package_window, "12/1")
    assert not place.record_panel.accept.isVisible()

    turn(qtbot, package_window, "undo", UNDECIDED)
    assert place.record_panel.accept.isVisible()
    assert place.record_panel.accept.isEnabled()
    assert place.package_panel.accept_clean.text() == "Accept all clean (3)"
    assert [row.inbox.undecided for row in place.inbox_panel.model.rows] == [5]
    qtbot.waitUntil(lambda: [row.holds for row in history.model.rows[:2]] == [True, False])
    assert "taken back" in history.model.index(1, 3).data()
    office = reading(received.office)
    assert office.read(lambda reader: reader.parcel_count()) == 8

    turn(qtbot, package_window, "redo", ACCEPTED)
    assert not place.package_panel.accept_clean.isEnabled()
    assert office.read(lambda reader: reader.parcel_count()) == 9


def test_a_return_taken_back_leaves_no_reason_behind(qtbot: QtBot, package_window: MainWindow) -> None:
    place = office_of(package_window)
    store = package_window.desk.store
    package = exchange.stored_package(store.app, place.inbox_panel.model.rows[0].id)
    record = next(one.id for one in package.records if one.subject == "12/4")
    store.change(
        lambda _progress: exchange.decide(
            store.app, package, returns=[Return(record, "attribute", "Xem lại diện tích")]
        )
    )
    qtbot.waitUntil(lambda: states(package_window)["12/4"] == "returned")
    settle(qtbot, package_window)
    choose_record(qtbot, package_window, "12/4")
    assert any("Xem lại diện tích" in words for words in read(place.record_panel))
    turn(qtbot, package_window, "undo", UNDECIDED)
    assert not any("Xem lại diện tích" in words for words in read(place.record_panel))


def test_after_the_receipt_the_refusal_is_told(
    qtbot: QtBot, package_window: MainWindow, received: Exchange
) -> None:
    place, store = office_of(package_window), package_window.desk.store
    choose_record(qtbot, package_window, "12/4")
    click(place.record_panel.accept)
    qtbot.waitUntil(lambda: states(package_window)["12/4"] == "accepted")
    settle(qtbot, package_window)
    package = place.inbox_panel.model.rows[0].id
    exchange.write_receipt(store.app, package, received.folder / "receipt.ldpkg")
    settle(qtbot, package_window)
    package_window.actions_by_code["undo"].trigger()
    qtbot.waitUntil(package_window.notice.isVisible)
    with refused("undo.receipt-written"):
        store.app.undo()
    settle(qtbot, package_window)
    assert states(package_window)["12/4"] == "accepted"
    parcel = find(store.app, "12/4")
    assert str(store.app.read(lambda reader: reader.get(Parcel, parcel)).legal_area_m2) == "601.50"
