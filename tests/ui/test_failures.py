"""The list of errors of the national system and of requests to the office, in the window."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.commands import AskOffice
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Request, WorkItem
from landdesk.domain.sync_errors import CLOSED, CURED, SYNC_ERROR, ErrorState
from landdesk.store.store import NewStore, Store
from landdesk.store.unit_of_work import UnitOfWork
from landdesk.ui.dialogs.answer_form import AnswerForm
from landdesk.ui.dialogs.ask_office_form import AskOfficeForm
from landdesk.ui.main_window import MainWindow
from landdesk.ui.panels.failures_panel import FailuresPanel
from landdesk.ui.panels.failures_presenter import PAGE
from landdesk.ui.record.record_tree import RecordTree
from tests.ui.conftest import PERSON, parcel_of, settle, six_parcels
from tests.ui.hands import children, click, click_row, press


def bring(window: MainWindow, *wrong: tuple[str, str]) -> None:
    """Let the national system say errors of parcels: key and code."""
    items = [
        WorkItem(
            ObjectId(bytes([at]) * 16), SYNC_ERROR, (parcel_of(window, key),), "open", code=code,
            words=code, said_on="2026-11-01",
        )
        for at, (key, code) in enumerate(wrong, start=1)
    ]  # fmt: skip
    change = ChangeSet("import", tuple(Delta(None, one) for one in items))
    app = window.desk.store.app
    app.write(lambda context: context.work.apply(change, EntryKind.IMPORT))


def panel_of(qtbot: QtBot, window: MainWindow) -> FailuresPanel:
    """Show the list by its key."""
    window.resize(1366, 768)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    panel = window.desk.workplace.failures_panel
    assert window.tabs.currentWidget() is panel
    settle(qtbot, window)
    return panel


def all_requests(window: MainWindow) -> list[Request]:
    found: dict[Any, Request] = dict(window.desk.store.app.read(lambda reader: reader.all(Request)))
    return list(found.values())


def test_errors_are_listed_filtered_and_lead_to_the_field(qtbot: QtBot, window: MainWindow) -> None:
    bring(window, ("12/1", "NOSIGN"), ("12/2", "chua_khop_csdlqg_dan_cu"), ("12/3", "KHONG_BIET"))
    panel = panel_of(qtbot, window)
    qtbot.waitUntil(lambda: panel.failures.rowCount() == 3)
    by_code = {one.code: one for one in panel.failures.rows}
    # A code that nobody knows is shown as it is.
    assert by_code["KHONG_BIET"].title == "KHONG_BIET"
    assert panel.what.itemText(0) == "Errors (3)"
    panel.fixer.setFocus()
    for fixer in ("commune", "office", "police"):
        press(panel.fixer, Qt.Key.Key_Down)
        assert panel.fixer.currentData() == fixer
        wanted = {code for code, one in by_code.items() if one.fixer == fixer}
        settle(qtbot, window)
        assert {one.code for one in panel.failures.rows} == wanted
    for _ in range(3):
        press(panel.fixer, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: panel.failures.rowCount() == 3)
    settle(qtbot, window)
    line = [one.code for one in panel.failures.rows].index("chua_khop_csdlqg_dan_cu")
    click_row(panel.failure_table, line)
    assert window.desk.store.selection.parcels == (parcel_of(window, "12/2"),)
    press(panel.failure_table, Qt.Key.Key_Return)
    page = window.desk.workplace.record_page
    qtbot.waitUntil(lambda: page.isVisible() and page.draft is not None and page.is_typing)
    tree = page.tabs.currentWidget()
    assert isinstance(tree, RecordTree)
    index = tree.currentIndex()
    assert index.siblingAtColumn(0).data() == "Personal ID number"


def test_an_error_becomes_a_request_that_is_taken_back(qtbot: QtBot, window: MainWindow) -> None:
    bring(window, ("12/1", "NOSIGN"))
    panel = panel_of(qtbot, window)
    qtbot.waitUntil(lambda: panel.failures.rowCount() == 1)
    click_row(panel.failure_table, 0)
    click(panel.ask)
    (form,) = children(window, AskOfficeForm)
    assert form.kind.currentData() == "sign_scan"
    click(form.save)
    qtbot.waitUntil(lambda: panel.requests.rowCount() == 1)
    settle(qtbot, window)
    panel.what.setFocus()
    press(panel.what, Qt.Key.Key_Down)
    qtbot.waitUntil(panel.request_table.isVisible)
    assert panel.requests.index(0, 1).data() == "12/1"
    assert not any(button.isVisible() for button in panel.answers.values())
    click_row(panel.request_table, 0)
    click(panel.withdraw)
    qtbot.waitUntil(lambda: panel.requests.rowCount() == 0)


def item(window: MainWindow, at: int, **values: Any) -> WorkItem:
    made = WorkItem(
        ObjectId(at.to_bytes(16, "big")), SYNC_ERROR, (parcel_of(window, "12/1"),), "open",
        code="NOSIGN", words=f"NOSIGN {at}", said_on="2026-10-01",
    )  # fmt: skip
    return replace(made, **values)


def put_in(window: MainWindow, items: list[WorkItem]) -> None:
    change = ChangeSet("import", tuple(Delta(None, one) for one in items))
    window.desk.store.app.write(lambda context: context.work.apply(change, EntryKind.IMPORT))


def test_what_the_newest_file_changed_is_said_and_shown_alone(qtbot: QtBot, window: MainWindow) -> None:
    day = "2026-11-01"
    put_in(
        window,
        [
            item(window, 1),
            item(window, 2, said_on=day, code="KHONG_BIET", words="Lỗi lạ của hệ thống"),
            item(window, 3, said_on=day),
            item(window, 4, said_on=day, ended=CURED, ended_on="2026-10-05"),
            item(window, 5, state="done", ended=CURED, ended_on=day),
            item(window, 6, state="done", ended=CURED, ended_on="2026-10-05"),
            # What a person closed on that day is no news of the file.
            item(window, 7, state="done", ended=CLOSED, ended_on=day),
        ],
    )
    panel = panel_of(qtbot, window)
    qtbot.waitUntil(lambda: panel.failures.rowCount() == 4)
    words = {state: button.text() for state, button in panel.news.items()}
    assert words == {
        ErrorState.OPEN: "New: 2",
        ErrorState.CAME_BACK: "Came back: 1",
        ErrorState.CURED: "Cured: 1",
    }
    assert panel.told_on.text().startswith("File of ")

    # What it says takes no room from the page of a parcel.
    assert panel.minimumSizeHint().width() < 400

    def shown() -> set[int]:
        settle(qtbot, window)
        return {int.from_bytes(one.item.id, "big") for one in panel.failures.rows}

    for state, wanted in ((ErrorState.OPEN, {2, 3}), (ErrorState.CAME_BACK, {4}), (ErrorState.CURED, {5})):
        click(panel.news[state])
        assert shown() == wanted
    click(panel.news[ErrorState.CURED])
    assert shown() == {1, 2, 3, 4}
    # A code that nobody knows says what it says.
    strange = next(one for one in panel.failures.rows if one.code == "KHONG_BIET")
    place = panel.failures.place_of(strange.item.id)
    assert place is not None
    codes = [column.code for column in panel.failures.columns]
    assert panel.failures.index(place, codes.index("words")).data() == "Lỗi lạ của hệ thống"


def test_a_long_list_is_read_as_it_is_scrolled_and_goes_out_whole(qtbot: QtBot, window: MainWindow) -> None:
    count = PAGE * 3 + 20
    put_in(window, [item(window, at) for at in range(1, count + 1)])
    panel = panel_of(qtbot, window)
    qtbot.waitUntil(lambda: panel.failures.rowCount() == PAGE)
    assert panel.what.itemText(0) == f"Errors ({count:,})"
    bar = panel.failure_table.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: panel.failures.rowCount() == PAGE * 2)
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: panel.failures.rowCount() == count)
    # What was looked at stays where it is.
    assert bar.value() > PAGE
    click(panel.settled)
    qtbot.waitUntil(lambda: panel.failures.rowCount() == PAGE)
    shown = window.desk.workplace.lists["errors"]
    assert shown.total == count
    assert len(list(window.desk.store.app.read(shown.rows))) == count


@pytest.fixture
def office_path(tmp_path: Path) -> Path:
    """An office's store of the six parcels, with one request of the commune."""
    path = tmp_path / "office.landdesk"

    def fill(work: UnitOfWork) -> None:
        deltas = tuple(Delta(None, record) for record in six_parcels())
        work.apply(ChangeSet("import.parcels", deltas, "12/1"), EntryKind.IMPORT)

    Store.create(path, NewStore("office", 9217, ("22657",)), person=PERSON, fill=fill).close()
    return path


def test_the_office_answers(qtbot: QtBot, empty_window: MainWindow, office_path: Path) -> None:
    window = empty_window
    window.desk.open_store(office_path, PERSON.name)
    qtbot.waitUntil(lambda: window.desk.current is not None)
    settle(qtbot, window)
    window.desk.store.app.execute(
        AskOffice((parcel_of(window, "12/4"),), "mend_overlap", "Hai thửa chồng lấn")
    )
    panel = panel_of(qtbot, window)
    panel.what.setFocus()
    press(panel.what, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: panel.requests.rowCount() == 1)
    assert not panel.withdraw.isVisible()
    click_row(panel.request_table, 0)
    click(panel.answers["taken"])
    qtbot.waitUntil(
        lambda: all_requests(window)[0].state == "taken" and not panel.answers["taken"].isEnabled()
    )
    click(panel.answers["refused"])
    (form,) = children(window, AnswerForm)
    click(form.save)
    qtbot.waitUntil(lambda: bool(form.error_of("answer")))
    form.answer.insertPlainText("Chưa có biên bản đo đạc")
    click(form.save)
    qtbot.waitUntil(lambda: panel.requests.rowCount() == 0)
    click(panel.settled)
    qtbot.waitUntil(lambda: panel.requests.rowCount() == 1)
    (answered,) = all_requests(window)
    assert (answered.state, answered.answer) == ("refused", "Chưa có biên bản đo đạc")
