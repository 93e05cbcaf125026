"""The actions of one window, made from the table: with words, icons and keys, in menus and on the toolbar."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QToolButton

from landdesk.i18n import _, current_language
from landdesk.ui.action_row import Situation
from landdesk.ui.actions import BY_CODE, ROWS
from landdesk.ui.errands import Errands
from landdesk.ui.icons import icon
from landdesk.ui.menus import ICON_ONLY, LINE, MENUS, RECENT, TOOLBAR


class ActionSet(QObject):
    """Makes them.

    Args:
        errands: What they call.
    """

    def __init__(self, errands: Errands, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errands = errands
        self.by_code: dict[str, QAction] = {}
        tools = QActionGroup(self)
        for row in ROWS:
            action = QAction(_(row.text), self)
            if row.icon:
                action.setIcon(icon(row.icon))
            if row.keys:
                action.setShortcuts([QKeySequence(keys) for keys in row.keys])
            if row.short:
                action.setIconText(_(row.short))
            tip = _(row.text).removesuffix("…")
            action.setToolTip(f"{tip} ({row.keys[0]})" if row.keys else tip)
            if row.tool:
                action.setCheckable(True)
                tools.addAction(action)
            elif row.checkable:
                action.setCheckable(True)
                action.setChecked(row.code.removeprefix("layer_") not in errands.hidden_layers)
            action.triggered.connect(lambda _checked=False, row=row: row.call(errands))
            self.by_code[row.code] = action
        errands.desk.layers_hidden.connect(self._show_layers)
        languages = QActionGroup(self)
        for code, language in (("vietnamese", "vi"), ("english", "en")):
            action = self.by_code[code]
            action.setCheckable(True)
            action.setChecked(language == current_language())
            languages.addAction(action)

    def _show_layers(self, hidden: Collection[str]) -> None:
        for code, action in self.by_code.items():
            if code.startswith("layer_"):
                action.setChecked(code.removeprefix("layer_") not in hidden)

    def allow(self, situation: Situation) -> None:
        """Let those be used that make sense now, and hide those that the open store has no use for."""
        for code, action in self.by_code.items():
            row = BY_CODE[code]
            fits = row.is_for(situation)
            action.setVisible(fits)
            action.setEnabled(fits and row.usable(situation))

    def fill_menu_bar(self, bar: QMenuBar, fill_recent: Callable[[QMenu], None]) -> None:
        """Put the menus into the bar.

        Args:
            fill_recent: Puts the stores opened last into their menu, each time before it is shown.
        """
        for name, codes in MENUS:
            self.fill_menu(bar.addMenu(_(name)), codes, fill_recent)

    def fill_menu(
        self, menu: QMenu, codes: Sequence[str], fill_recent: Callable[[QMenu], None] | None = None
    ) -> None:
        """Put actions into a menu."""
        for code in codes:
            if code == LINE:
                menu.addSeparator()
            elif code == RECENT and fill_recent is not None:
                recent = menu.addMenu(_("Opened last"))
                menu.aboutToShow.connect(lambda recent=recent: fill_recent(recent))
            else:
                menu.addAction(self.by_code[code])

    def make_toolbar(self) -> QToolBar:
        """Return the toolbar."""
        bar = QToolBar(_("Tools"))
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(20, 20))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for code in TOOLBAR:
            if code == LINE:
                bar.addSeparator()
                continue
            bar.addAction(self.by_code[code])
            button = bar.widgetForAction(self.by_code[code])
            if code in ICON_ONLY and isinstance(button, QToolButton):
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        bar.toggleViewAction().setVisible(False)
        return bar
