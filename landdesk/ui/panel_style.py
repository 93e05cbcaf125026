"""Style sheet of panels, forms and the welcome page, on top of the theme; widgets are known by object name."""

from string import Template
from typing import Final

from landdesk.ui import theme

_SHEET: Final = Template("""
QLabel#heading { font-size: 19px; font-weight: 600; color: $TEXT; }
QLabel#section { font-size: 13px; font-weight: 600; color: $TEXT; padding: 2px 0; }
QLabel#soft, QLabel#count { color: $TEXT_SOFT; }
QLabel#count { padding: 4px 10px 5px 10px; border-top: 1px solid $LINE; }
QLabel#strong { font-weight: 600; }
QLabel#empty { color: $TEXT_SOFT; background: $SURFACE; }
QLabel#error { color: $ERROR; }
QLabel#identity { color: $TEXT_SOFT; }
QWidget#surface { background: $SURFACE; }
QFrame#line { background: $LINE; border: none; }
QFrame#card { background: $SURFACE_ALTERNATE; border: 1px solid $LINE; border-radius: 5px; }
QFrame#card QLabel, QFrame#banner QLabel { background: transparent; border: none; }
QLineEdit[wrong="true"], QComboBox[wrong="true"] { border-color: $ERROR; }
QToolButton#small { padding: 3px; border-radius: 4px; color: $TEXT_SOFT; }
QToolButton#chip { background: $SURFACE; border: 1px solid $LINE_STRONG; border-radius: 9px; padding: 1px 8px 1px 5px;
  color: $TEXT; }
QToolButton#chip:hover, QToolButton#chip:focus { border-color: $ACCENT; background: $ACCENT_SOFT; }
QLineEdit#field { border-radius: 3px; padding: 0 5px; }
QTabWidget#record QTabBar::tab { padding: 5px 7px; }
QTreeView { border: none; background: $SURFACE; }
QToolButton#link { border: none; padding: 0 2px; color: $ACCENT; }
QToolButton#link:hover { text-decoration: underline; background: transparent; }
QToolButton#link:checked { background: transparent; border: none; color: $ACCENT; }
QToolButton#status { padding: 2px 7px; color: $TEXT_SOFT; }
QLabel#status { color: $TEXT_SOFT; padding: 0 6px; }
QLabel#training { background: $TRAINING; color: $SURFACE; font-weight: 700; padding: 1px 10px; border-radius: 3px;
  margin: 3px 8px; }
QFrame#frame { border: none; }
QFrame#frame[training="true"] { border: 3px solid $TRAINING; }
QFrame#notice { background: $SURFACE; border: 1px solid $LINE_STRONG; border-radius: 6px; }
QWidget#welcome { background: $SURFACE; }
QLabel#welcome-title { font-size: 30px; font-weight: 600; }
QLabel#welcome-words { font-size: 14px; color: $TEXT_SOFT; }
QPushButton#welcome { padding: 0; min-height: 60px; }
QPushButton#welcome QLabel { background: transparent; }
QLabel#welcome-button { font-size: 14px; font-weight: 600; }
QListWidget#recent { border: 1px solid $LINE; border-radius: 6px; }
QListWidget#recent::item { padding: 7px 10px; }
QDockWidget > QWidget { background: $SURFACE; }
QTableView { border: none; }
QDialogButtonBox, QMessageBox { dialogbuttonbox-buttons-have-icons: 0; }
QMessageBox QLabel#qt_msgbox_label { font-weight: 600; min-width: 340px; }
QMessageBox QLabel#qt_msgbox_informativelabel { min-width: 340px; }
QTextBrowser#page { border: none; background: $SURFACE; }
QAbstractItemView::item { padding: 1px 6px; }
QHeaderView::section { padding: 3px 6px; }
QHeaderView::up-arrow, QHeaderView::down-arrow { subcontrol-origin: padding; subcontrol-position: top center;
  width: 9px; height: 7px; }
QTabBar::tab { padding: 5px 12px; }
QWidget#bar QPushButton { padding: 3px 12px; }
QWidget#bar QComboBox { padding: 2px 7px; }
QToolButton#status::menu-indicator { subcontrol-position: right center; subcontrol-origin: padding; right: 3px; }
QToolButton#status[popupMode="2"] { padding-right: 16px; }
""")


def panel_sheet() -> str:
    """Return the style sheet."""
    values = {name: value for name, value in vars(theme).items() if name.isupper() and isinstance(value, str)}
    return _SHEET.substitute(values)
