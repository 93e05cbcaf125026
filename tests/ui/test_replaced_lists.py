"""An office's own list in the open store: the map, its legend and the form follow when it is put in."""

from pytestqt.qtbot import QtBot

from landdesk.domain.codelists import Replacement
from landdesk.services.codelists import shipped_lists
from landdesk.services.office_lists import replace_list, ship_list
from landdesk.ui.land_use_list import land_use_name
from landdesk.ui.lists_in_use import lists_in_use, use_lists
from landdesk.ui.main_window import MainWindow
from landdesk.ui.map.canvas import MapCanvas
from tests.ui.hands import children

OWN = Replacement(
    "Chi nhánh",
    "# Chi nhánh\ncode,label,kind,colour\nONT,Đất ở của chi nhánh,purpose,water\nCLN,Cây,purpose,unused\n",
)


def test_map_and_names_follow_a_list_that_is_replaced(qtbot: QtBot, window: MainWindow) -> None:
    store = window.desk.store
    assert store is not None
    app = store.app
    (canvas,) = children(window, MapCanvas)
    qtbot.waitUntil(lambda: canvas.is_picture_current)
    shipped_name, before = land_use_name("ONT"), canvas.shown_classes
    store.change(lambda _progress: app.write(lambda context: replace_list(context.work, "land_use", OWN)))
    try:
        qtbot.waitUntil(lambda: land_use_name("ONT") == "Đất ở của chi nhánh")
        qtbot.waitUntil(lambda: canvas.is_picture_current and canvas.shown_classes != before)
        assert canvas.shown_classes <= {"water", "unused", "unknown"}
        store.change(lambda _progress: app.write(lambda context: ship_list(context.work, "land_use")))
        qtbot.waitUntil(lambda: canvas.is_picture_current and canvas.shown_classes == before)
        assert land_use_name("ONT") == shipped_name
        assert lists_in_use() is app.codelists
    finally:
        use_lists(shipped_lists())
