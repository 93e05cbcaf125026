from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from landdesk.app.application import Application
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import CLASSES, TRAVELLING, AnyRecord
from landdesk.services.packages.reading import read_package
from landdesk.store.reader import Reader
from landdesk.ui.dialogs.package_result import PackageResult
from landdesk.ui.dialogs.receive_packages import ReceivedDialog
from landdesk.ui.dialogs.return_record import ReturnForm
from landdesk.ui.main_window import MainWindow
from tests.ui.hands import click, read
from tests.ui.office.conftest import CLERK, TECHNICIAN, Exchange, find, office_of, open_window, settle
from tests.ui.office.desk import (
    answer,
    choose_files,
    choose_record,
    close_dialog,
    double_click_row,
    shown_dialog,
    states,
)

Reading = Callable[[Path], Application]


def travelling(app: Application) -> dict[ObjectId, AnyRecord]:
    """Return every object that packages carry."""

    def read_all(reader: Reader) -> dict[ObjectId, AnyRecord]:
        found: dict[ObjectId, AnyRecord] = {}
        for name in TRAVELLING:
            found |= reader.all(CLASSES[name])
        return found

    return app.read(read_all)


def test_receive_review_decide_receipt_and_back(
    qtbot: QtBot, empty_window: MainWindow, made: Exchange, reading: Reading
) -> None:
    window = open_window(qtbot, empty_window, made.office, CLERK)
    place = office_of(window)

    click(place.inbox_panel.receive)
    choose_files(qtbot, window, made.first)
    dialog = shown_dialog(qtbot, window, ReceivedDialog)
    close_dialog(qtbot, window, dialog)
    settle(qtbot, window)
    assert [row.inbox.undecided for row in place.inbox_panel.model.rows] == [5]

    double_click_row(place.inbox_panel.table, 0)
    settle(qtbot, window)
    assert states(window) == {
        "12/1": "clean",
        "12/6": "conflict",
        "12/4": "clean",
        "12/77": "invalid",
        "12/5": "clean",
    }

    click(place.package_panel.accept_clean)
    answer(qtbot, window, "Accept")
    settle(qtbot, window)
    qtbot.waitUntil(lambda: states(window)["12/5"] == "accepted")
    assert states(window)["12/6"] == "conflict"
    answer(qtbot, window, "OK")

    choose_record(qtbot, window, "12/77")
    click(place.record_panel.send_back)
    form = shown_dialog(qtbot, window, ReturnForm)
    form.reason.setCurrentIndex(form.reason.findData("duplicate"))
    form.note.setPlainText("Số 77 đã cấp")
    click(form.save)
    qtbot.waitUntil(lambda: states(window)["12/77"] == "returned")
    settle(qtbot, window)

    click(place.package_panel.receipt)
    target = made.folder / "receipt.ldpkg"
    assert choose_files(qtbot, window, target) == "PHIEU-22657-1.ldpkg"
    result = shown_dialog(qtbot, window, PackageResult)
    assert any("12/9* → 12/9" in line for line in read(result))
    close_dialog(qtbot, window, result)
    assert read_package(target).manifest.kind == "receipt"

    open_window(qtbot, window, made.commune, TECHNICIAN)
    click_action(window, "receive")
    choose_files(qtbot, window, target)
    dialog = shown_dialog(qtbot, window, ReceivedDialog)
    outcome = dialog.outcomes[0]
    assert outcome.received is not None
    assert (outcome.received.accepted, outcome.received.returned) == (3, 1)
    assert outcome.received.renumbered == (("12/9*", "12/9"),)
    close_dialog(qtbot, window, dialog)

    office, commune = travelling(reading(made.office)), travelling(reading(made.commune))
    different = {one for one in office.keys() | commune.keys() if office.get(one) != commune.get(one)}
    app = reading(made.commune)
    # 12/6 waits, 12/77 came back, 12/2 was sent with the next package, 12/8 was changed by the office.
    assert different == {find(app, key) for key in ("12/6", "12/77", "12/2", "12/8")}
    items = app.read(lambda reader: reader.work_items())
    assert [(item.reason, item.words) for item in items] == [("duplicate", "Số 77 đã cấp")]


def test_a_receipt_a_second_time_says_when_it_came_first(
    qtbot: QtBot, package_window: MainWindow, received: Exchange
) -> None:
    window = package_window
    click(office_of(window).package_panel.accept_clean)
    answer(qtbot, window, "Accept")
    qtbot.waitUntil(lambda: states(window)["12/5"] == "accepted")
    answer(qtbot, window, "OK")
    settle(qtbot, window)
    target = received.folder / "receipt.ldpkg"
    click(office_of(window).package_panel.receipt)
    choose_files(qtbot, window, target)
    close_dialog(qtbot, window, shown_dialog(qtbot, window, PackageResult))
    open_window(qtbot, window, received.commune, TECHNICIAN)
    packages = window.desk.workplace.packages
    packages.receive([target, target])
    dialog = shown_dialog(qtbot, window, ReceivedDialog)
    assert [one.received.again for one in dialog.outcomes if one.received] == [False, True]


def click_action(window: MainWindow, code: str) -> None:
    action = window.actions_by_code[code]
    assert action.isEnabled()
    click(window.toolbar.widgetForAction(action))
