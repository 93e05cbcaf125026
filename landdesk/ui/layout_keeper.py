"""Remembers how a person has laid the window out: its place, the sizes of its panels, the widths of columns.

Kept in the settings, by kind of store where it differs. What cannot be read is ignored: the window then looks as
it does at first.
"""

import logging
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QSize, Qt
from PySide6.QtWidgets import QMainWindow, QTableView

from landdesk.settings import COLUMN_WIDTHS, WINDOW_GEOMETRY, WINDOW_PANELS, Setting, Settings
from landdesk.ui.models.rows import ColumnsModel

_LOG = logging.getLogger(__name__)

PANELS_VERSION = 1
"""Raised when the window gets other panels: what was kept of the old ones is then ignored."""
COMFORTABLE = QSize(1440, 860)
"""A screen with less room than this is filled by the window."""
SHARE_OF_SCREEN = 0.85


class LayoutKeeper(QObject):
    """Keeps the layout of one window. Until :meth:`begin` it neither restores nor writes anything."""

    def __init__(self, window: QMainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._begun = False
        self._role = ""
        self._tables: Mapping[str, QTableView] = {}
        self._first_widths: dict[str, int] = {}

    def begin(self) -> None:
        """Give the window, not shown yet, its last place, or one that suits the screen; remember from now on."""
        self._begun = True
        kept = self._settings.get(WINDOW_GEOMETRY)
        if not kept or not self._window.restoreGeometry(_bytes(kept)):
            self._fit_screen()

    def restore(self, role: str, tables: Mapping[str, QTableView]) -> bool:
        """Lay out the panels of a store as they were left.

        Args:
            role: Kind of store; each has panels of its own.
            tables: By the name under which their columns are kept.

        Returns:
            False where nothing was kept of the panels.
        """
        self._role, self._tables = role, tables
        self._first_widths = self._widths()
        if not self._begun:
            return False
        kept = self._settings.get(COLUMN_WIDTHS)
        self._set_widths({code: kept[code] for code in self._first_widths if code in kept})
        panels = self._settings.get(WINDOW_PANELS).get(role, "")
        return bool(panels) and self._window.restoreState(_bytes(panels), PANELS_VERSION)

    def keep(self) -> None:
        """Remember the window and the panels as they are."""
        if not self._begun:
            return
        self._put(WINDOW_GEOMETRY, _text(self._window.saveGeometry()))
        if not self._role:
            return
        state = _text(self._window.saveState(PANELS_VERSION))
        self._put(WINDOW_PANELS, {**self._settings.get(WINDOW_PANELS), self._role: state})
        # Only what the person has changed, so that better widths of a later version are not held back.
        present = self._widths()
        others = {
            code: width
            for code, width in self._settings.get(COLUMN_WIDTHS).items()
            if code not in self._first_widths
        }
        changed = {code: width for code, width in present.items() if width != self._first_widths.get(code)}
        self._put(COLUMN_WIDTHS, {**others, **changed})

    def leave(self) -> None:
        """Remember the panels; they are about to go."""
        self.keep()
        self._role, self._tables, self._first_widths = "", {}, {}

    def reset(self) -> None:
        """Forget everything, and give window and columns the sizes that they have at first."""
        self._put(WINDOW_GEOMETRY, "")
        self._put(WINDOW_PANELS, {})
        self._put(COLUMN_WIDTHS, {})
        self._set_widths(self._first_widths)
        if self._begun:
            self._fit_screen()

    def _fit_screen(self) -> None:
        room = self._window.screen().availableGeometry()
        if room.width() < COMFORTABLE.width() or room.height() < COMFORTABLE.height():
            self._window.setWindowState(self._window.windowState() | Qt.WindowState.WindowMaximized)
            return
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMaximized)
        self._window.resize(room.size() * SHARE_OF_SCREEN)
        self._window.move(room.center() - self._window.rect().center())

    def _widths(self) -> dict[str, int]:
        """Return the widths of all columns but the last of each table, which takes what is left."""
        return {
            f"{name}.{code}": table.columnWidth(i)
            for name, table in self._tables.items()
            for i, code in enumerate(_codes(table)[:-1])
        }

    def _set_widths(self, widths: Mapping[str, int]) -> None:
        for name, table in self._tables.items():
            for i, code in enumerate(_codes(table)):
                if f"{name}.{code}" in widths:
                    table.setColumnWidth(i, widths[f"{name}.{code}"])

    def _put(self, setting: Setting[Any], value: object) -> None:
        try:
            self._settings.put(setting, value)
        except OSError:
            _LOG.warning("the layout of the window cannot be written")


def _codes(table: QTableView) -> list[str]:
    model = table.model()
    return [column.code for column in model.columns] if isinstance(model, ColumnsModel) else []


def _bytes(kept: str) -> QByteArray:
    try:
        return QByteArray(b64decode(kept))
    except ValueError:
        return QByteArray()


def _text(state: QByteArray) -> str:
    return b64encode(state.data()).decode("ascii")
