"""What the right button offers on the map and in the lists: the actions of the menus, for what was pointed at."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QTableView, QWidget

from landdesk.ui.action_set import ActionSet
from landdesk.ui.menus import MAP_MENU, PARCEL_MENU, PLACE_MENU
from landdesk.ui.workplace import Workplace


class ContextMenus(QObject):
    """Opens them for one workplace; a press on a row or a parcel has chosen it before."""

    def __init__(self, place: Workplace, actions: ActionSet) -> None:
        super().__init__(place)
        self._place = place
        self._actions = actions
        place.canvas.menu_requested.connect(self._open_on_map)
        for table in place.tables.values():
            table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            table.customContextMenuRequested.connect(lambda at, table=table: self._open_on_row(table, at))

    def _open_on_map(self, at: QPoint) -> None:
        chosen = self._place.store.selection.parcels
        self._open(self._place.canvas, at, (*PARCEL_MENU, *PLACE_MENU) if chosen else MAP_MENU)

    def _open_on_row(self, table: QTableView, at: QPoint) -> None:
        if table.indexAt(at).isValid() and self._place.store.selection.parcels:
            self._open(table.viewport(), at, PARCEL_MENU)

    def _open(self, over: QWidget, at: QPoint, codes: Sequence[str]) -> None:
        menu = QMenu(over)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions.fill_menu(menu, codes)
        menu.popup(over.mapToGlobal(at))
