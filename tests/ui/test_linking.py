"""Giving records their boundary in the window, by keys, one after the other, and all that is beyond doubt."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import LandRight, Parcel, Party
from landdesk.services.commands import EditContext
from landdesk.store.store import Store
from landdesk.ui.dialogs.link_preview import LinkPreview
from landdesk.ui.main_window import MainWindow
from landdesk.ui.panels.link_panel import LinkPanel, reason_words
from tests.ui.conftest import PERSON, parcel_of, settle
from tests.ui.hands import CTRL, click, press, read_rows

SHIFT = Qt.KeyboardModifier.ShiftModifier
RECORDS = {"12/1": ("12", "1"), "12/2": ("12", "2"), "12/6": ("31", "7")}
"""Boundaries that stand alone, and sheet and number of the record that each belongs to."""


def take_apart(context: EditContext) -> None:
    """Let three parcels have nothing but their boundary, and bring their records in without."""
    work = context.work
    for key, (sheet, number) in RECORDS.items():
        whole = work.get(Parcel, work.find_parcel(key))
        # A number of two digits: a slip must not lead from the others to it.
        lone = "66" if key == "12/6" else whole.number
        bare = replace(whole, number=lone, address=None, loaded="boundary key")
        record = Parcel(
            work.new_id(),
            whole.commune,
            sheet,
            number,
            legal_area_m2=Decimal("601.00"),
            use_history="Khai hoang",
            loaded="key user",
        )
        party = Party(work.new_id(), f"Đặng Văn Mít {number}", f"99900000020{number}")
        removed = context.removal(work.rights_of([whole.id]))
        made = [Delta(None, one) for one in (record, party, LandRight(work.new_id(), record.id, party.id))]
        work.apply(ChangeSet("import.parcels", (*removed, Delta(whole, bare), *made)), EntryKind.IMPORT)
    # Of 12/3 no more is known than a name, as a map may say it; a number makes it a record.
    named = next(one for one in work.all(Party).values() if one.identity_number is None)
    known = Delta(named, replace(named, identity_number="999000000209"))
    work.apply(ChangeSet("import.parcels", (known,)), EntryKind.IMPORT)


@pytest.fixture
def apart(store_path: Path) -> Path:
    app = Application(Store.open(store_path), PERSON)
    app.write(take_apart)
    app.close()
    return store_path


@pytest.fixture
def linking(qtbot: QtBot, apart: Path, empty_window: MainWindow) -> MainWindow:
    """The window with the panel, opened by its key."""
    empty_window.desk.open_store(apart, PERSON.name)
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    settle(qtbot, empty_window)
    empty_window.activateWindow()
    qtbot.waitUntil(empty_window.isActiveWindow)
    press(empty_window, Qt.Key.Key_F4, SHIFT)
    qtbot.waitUntil(lambda: len(panel_of(empty_window).records.rows) == 3)
    settle(qtbot, empty_window)
    return empty_window


def panel_of(window: MainWindow) -> LinkPanel:
    return window.desk.workplace.link_panel


def keys_of(window: MainWindow) -> list[str]:
    return [row.key for row in panel_of(window).records.rows]


def current(window: MainWindow) -> str:
    panel = panel_of(window)
    row = panel.records.row_at(panel.table.currentIndex())
    return "" if row is None else row.key


def shape_of(window: MainWindow, record: ObjectId) -> object:
    return window.desk.store.app.read(lambda reader: reader.get(Parcel, record)).shape


def test_enter_links_and_goes_to_the_next(qtbot: QtBot, linking: MainWindow) -> None:
    panel = panel_of(linking)
    # What has one agreeing boundary comes first.
    assert keys_of(linking) == ["12/1", "12/2", "31/7"]
    assert current(linking) == "12/1"
    assert "3 records without a boundary · 3 boundaries" in panel.words.text()
    tabs = linking.tabs
    assert tabs.tabText(tabs.indexOf(panel)) == "Boundaries to link (3)"
    chosen = panel.chosen
    assert chosen is not None
    assert chosen.title == "12/1"
    assert "✓ Sheet and number agree" in panel.candidates.index(0, 3).data()
    assert panel.why.text() == "   ".join(reason_words(chosen))
    # The boundary is marked on the map.
    assert linking.desk.store.selection.current == chosen.polygon
    record = panel.records.rows[0].parcel
    boundary = shape_of(linking, chosen.polygon)
    press(panel.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: keys_of(linking) == ["12/2", "31/7"])
    settle(qtbot, linking)
    assert shape_of(linking, record) == boundary
    assert current(linking) == "12/2"
    assert tabs.tabText(tabs.indexOf(panel)) == "Boundaries to link (2)"
    press(panel.table, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: keys_of(linking) == ["31/7"])
    settle(qtbot, linking)
    # None of its numbers agrees, and on its sheet there is no boundary.
    assert read_rows(panel.candidates) == []
    assert not panel.link.isEnabled()
    assert "No boundary fits" in panel.candidate_table.empty_words
    # What a person knows is clicked on the map, and linked by the same key.
    canvas = linking.desk.workplace.canvas
    canvas.zoom_to_all()
    settle(qtbot, linking)
    lone = parcel_of(linking, "12/66")
    shape = linking.desk.store.coverage.shape(lone)
    assert shape is not None
    spot = canvas.view.to_screen(shape.centroid.x, shape.centroid.y)
    click(canvas, QPoint(round(spot[0]), round(spot[1])))
    qtbot.waitUntil(lambda: panel.chosen is not None and panel.chosen.title == "12/66")
    press(panel.candidate_table, Qt.Key.Key_Enter)
    qtbot.waitUntil(lambda: keys_of(linking) == [])
    settle(qtbot, linking)
    assert parcel_of(linking, "12/66") != lone


def test_one_key_skips_and_undo_brings_back(qtbot: QtBot, linking: MainWindow) -> None:
    panel = panel_of(linking)
    press(panel.table, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: current(linking) == "12/2")
    qtbot.waitUntil(lambda: panel.chosen is not None and panel.chosen.title == "12/2")
    press(panel.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "12/2" not in keys_of(linking))
    settle(qtbot, linking)
    press(linking, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: len(keys_of(linking)) == 3)
    settle(qtbot, linking)


def test_all_beyond_doubt_are_shown_and_linked_in_one_act(qtbot: QtBot, linking: MainWindow) -> None:
    panel = panel_of(linking)
    click(panel.all)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), LinkPreview))
    preview = QApplication.activeModalWidget()
    assert isinstance(preview, LinkPreview)
    assert [row.record_title for row in preview.model.rows] == ["12/1", "12/2"]
    assert preview.go.text() == "Link 2 records"
    click(preview.go)
    qtbot.waitUntil(lambda: keys_of(linking) == ["31/7"])
    settle(qtbot, linking)
    store = linking.desk.store
    (entry, *_) = store.app.read(lambda reader: reader.history(1))
    assert (entry.command, entry.subject) == ("link.many", "12/1 → 12/1, 12/2 → 12/2")
    assert parcel_of(linking, "12/1") != parcel_of(linking, "12/2")


def test_the_boundary_is_taken_off_by_the_menu(qtbot: QtBot, linking: MainWindow) -> None:
    store = linking.desk.store
    store.selection.choose((parcel_of(linking, "12/4"),))
    action = linking.actions_by_code["unlink"]
    assert action.isEnabled()
    action.trigger()
    qtbot.waitUntil(lambda: len(panel_of(linking).records.rows) == 4)
    settle(qtbot, linking)
    assert "12/4" in keys_of(linking)


def test_the_panel_says_what_to_do_where_nothing_waits(qtbot: QtBot, window: MainWindow) -> None:
    window._show_panel(panel_of(window))
    settle(qtbot, window)
    panel = panel_of(window)
    assert panel.table.empty_words == "Every record has its boundary. There is nothing to link."
    assert not panel.link.isEnabled()
    assert not panel.all.isEnabled()
