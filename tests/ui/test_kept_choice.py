"""An office whose rules leave a choice to the person: the window asks, and does what was chosen as one act."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from landdesk.domain.records import Parcel
from landdesk.services.codelists import shipped_lists
from landdesk.ui.lists_in_use import lists_in_use, use_lists
from landdesk.ui.main_window import MainWindow
from tests.policies import rule
from tests.stores import parcel_id
from tests.ui.hands import children


def test_the_merge_of_chosen_parcels_asks_which_one_stays(qtbot: QtBot, window: MainWindow) -> None:
    store = window.desk.store
    assert store is not None
    app = store.app
    store.change(lambda _progress: rule(app, {"merge.number": "chosen"}))
    try:
        qtbot.waitUntil(lambda: lists_in_use() is app.codelists and lists_in_use()["parcel_policy"].replaced)
        one, two = parcel_id(app, "12/1"), parcel_id(app, "12/2")
        store.selection.choose([one, two])
        window.actions_by_code["merge_chosen"].trigger()
        (dialog,) = children(window, QInputDialog)
        assert dialog.comboBoxItems() == ["Parcel 12/1", "Parcel 12/2"]
        dialog.setTextValue("Parcel 12/2")
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: one not in app.read(lambda reader: reader.all(Parcel)))
        assert two in app.read(lambda reader: reader.all(Parcel))
    finally:
        use_lists(shipped_lists())
