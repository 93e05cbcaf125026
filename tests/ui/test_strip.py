"""A road on the small store, by mouse and keys on the window: one act, one undo."""

import shapely
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from landdesk.domain.records import Parcel
from landdesk.ui.main_window import MainWindow
from landdesk.ui.map.canvas import MapCanvas
from tests.ui.conftest import settle
from tests.ui.hands import children
from tests.ui.map.conftest import pixel_of
from tests.ui.map.test_tools import click


def test_a_road_by_hand_and_its_undo(qtbot: QtBot, window: MainWindow) -> None:
    store = window.desk.store
    assert store is not None
    app = store.app

    def parcels() -> dict[str, Parcel]:
        return {one.key: one for one in app.read(lambda reader: reader.all(Parcel)).values()}

    before = parcels()
    (canvas,) = children(window, MapCanvas)
    window.actions_by_code["strip"].trigger()
    canvas.setFocus()
    extent = app.coverage.extent()
    assert extent is not None
    west, south, east, north = extent
    middle = south + (north - south) * 0.27
    click(canvas, (west + 3, middle))
    QTest.mouseMove(canvas, pixel_of(canvas, (east - 3, middle)))
    click(canvas, (east - 3, middle))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(parcels()) > len(before))
    settle(qtbot, window)
    now = parcels()
    made = {one.id: one for key, one in now.items() if key not in before}
    purposes = app.read(lambda reader: reader.purposes_of(made))
    (road,) = [made[one.parcel_id] for one in purposes if one.land_use == "DGT"]
    assert road.shape is not None
    assert shapely.area(road.shape) > 10
    window.actions_by_code["undo"].trigger()
    qtbot.waitUntil(lambda: parcels() == before)
