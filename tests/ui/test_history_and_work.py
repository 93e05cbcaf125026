from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import SetParcel
from landdesk.domain.errors import RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import WorkItem
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.history_panel import HistoryPanel
from landdesk.ui.panels.history_presenter import HistoryPresenter
from landdesk.ui.panels.work_panel import WorkPanel
from landdesk.ui.panels.work_presenter import WorkPresenter
from tests.ui.hands import click, click_row

Find = Callable[[str], ObjectId]


@pytest.fixture
def history(qtbot: QtBot, open_store: OpenStore) -> HistoryPanel:
    panel = HistoryPanel()
    qtbot.addWidget(panel)
    panel.resize(800, 300)
    panel.show()
    panel.setProperty("presenter", HistoryPresenter(panel, open_store))
    qtbot.waitUntil(lambda: len(panel.model.rows) == 1)
    return panel


def states(panel: HistoryPanel) -> list[tuple[int, str, bool]]:
    return [(row.entry.number, row.entry.command, row.holds) for row in panel.model.rows]


def test_undo_and_redo_stand_in_the_history(
    qtbot: QtBot, history: HistoryPanel, open_store: OpenStore, parcel: Find
) -> None:
    open_store.execute(SetParcel(parcel("12/1"), number="11"))
    qtbot.waitUntil(lambda: states(history)[0] == (2, "parcel.set", True))
    click(history.undo)
    qtbot.waitUntil(lambda: len(history.model.rows) == 3)
    assert states(history)[:2] == [(3, "undo:parcel.set", True), (2, "parcel.set", False)]
    assert open_store.app.read(lambda reader: reader.find_parcel("12/1"))
    click(history.redo)
    qtbot.waitUntil(lambda: len(history.model.rows) == 4)
    assert [holds for _number, _command, holds in states(history)] == [True, False, True, True]


def test_nothing_to_redo_is_refused_in_words(
    qtbot: QtBot, history: HistoryPanel, open_store: OpenStore
) -> None:
    with qtbot.waitSignal(open_store.tasks.error_left_over) as told:
        click(history.redo)
    assert told.args is not None
    error = told.args[0]
    assert isinstance(error, RefusedError)
    assert error.code == "redo.nothing"


def test_a_click_chooses_what_an_entry_changed(
    qtbot: QtBot, history: HistoryPanel, open_store: OpenStore, parcel: Find
) -> None:
    open_store.execute(SetParcel(parcel("12/2"), land_use="CLN"))
    qtbot.waitUntil(lambda: len(history.model.rows) == 2)
    click_row(history.table, 0)
    qtbot.waitUntil(lambda: open_store.selection.parcels == (parcel("12/2"),))


def give_work(store: OpenStore, parcel_id: ObjectId) -> WorkItem:
    item = WorkItem(store.app.store.new_id(), "returned", (parcel_id,), "open", "boundary", "Đo lại ranh")
    change = ChangeSet("receipt.receive", (Delta(None, item),))
    store.tasks.write(lambda _progress: store.app.write(lambda context: context.work.apply(change)))
    return item


@pytest.fixture
def work(qtbot: QtBot, open_store: OpenStore) -> WorkPanel:
    panel = WorkPanel()
    qtbot.addWidget(panel)
    panel.resize(800, 300)
    panel.show()
    panel.setProperty("presenter", WorkPresenter(panel, open_store))
    return panel


@pytest.mark.parametrize(("again", "state"), [(False, "done"), (True, "resent")])
def test_returned_work_is_listed_and_closed(
    qtbot: QtBot, work: WorkPanel, open_store: OpenStore, parcel: Find, again: bool, state: str
) -> None:
    item = give_work(open_store, parcel("12/3"))
    qtbot.waitUntil(lambda: len(work.model.rows) == 1)
    assert not work.done.isEnabled()
    click_row(work.table, 0)
    assert open_store.selection.parcels == (parcel("12/3"),)
    cells = [work.model.index(0, at).data() for at in range(work.model.columnCount())]
    assert cells[1] == "12/3"
    assert cells[-1] == "Đo lại ranh"
    click(work.resend if again else work.done)
    qtbot.waitUntil(lambda: not work.model.rows)
    assert open_store.app.read(lambda reader: reader.get(WorkItem, item.id)).state == state
    work.closed.setChecked(True)
    qtbot.waitUntil(lambda: [row.item.state for row in work.model.rows] == [state])
    unsent = open_store.app.read(lambda reader: reader.exchange.unsent())
    assert parcel("12/3") in {one.id for one in unsent}


def test_the_number_of_open_work_is_told(
    qtbot: QtBot, work: WorkPanel, open_store: OpenStore, parcel: Find
) -> None:
    with qtbot.waitSignal(open_store.open_work_changed, check_params_cb=lambda count: bool(count == 1)):
        give_work(open_store, parcel("12/3"))
    qtbot.waitUntil(lambda: len(work.model.rows) == 1)
