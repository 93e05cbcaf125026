"""Every colour and the look of the widgets: light, calm, one accent; the map takes its colours here too.

Colour is never the only sign: severities have a shape, land-use groups stand in the legend and their codes
on the labels. Nothing here knows about parcels or panels.
"""

from string import Template
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from landdesk.ui.fonts import font

ACCENT: Final = "#1F66D1"
ACCENT_SOFT: Final = "#E3EDFB"
TEXT: Final = "#1E2933"
TEXT_SOFT: Final = "#5A6874"
TEXT_FAINT: Final = "#93A0AB"
WINDOW: Final = "#F4F6F8"
SURFACE: Final = "#FFFFFF"
SURFACE_ALTERNATE: Final = "#F8FAFB"
LINE: Final = "#D8DEE4"
LINE_STRONG: Final = "#B9C3CC"

ERROR: Final = "#C62F2F"
WARNING: Final = "#D97800"
NOTICE: Final = "#4C6B8A"
GOOD: Final = "#2E7D4F"
RETURNED: Final = "#7A3DB8"
PENDING: Final = "#00656B"
TRAINING: Final = "#0B7285"
"""No colour of a fault: practising is nothing bad, and real data never look like it."""

SEVERITY: Final = {"error": ERROR, "warning": WARNING, "notice": NOTICE}
"""Colour by severity; what is not listed is shown as a notice."""

MAP_GROUND: Final = "#F1F2EF"
LAND_USE: Final = {
    "agricultural": "#DEEBC8",
    "residential": "#F9D9CD",
    "non_agricultural": "#E2DAEE",
    "transport": "#FBF6E3",
    "water": "#CBE2F1",
    "unused": "#E3DDCF",
    "unknown": "#FDFDFC",
}
"""Fill by land-use group, see the colours of the code list ``land_use``."""

PARCEL_LINE: Final = "#66727C"
PARCEL_LINE_ON_PICTURE: Final = "#FFE45C"
COMMUNE_LINE: Final = "#8A3B6B"
GRID_LINE: Final = "#3F6E9A"
GRID_TEXT: Final = "#2F5579"
HATCH: Final = "#7A2E2A"
LABEL: Final = "#26323C"
LABEL_SOFT: Final = "#4B5863"
LABEL_HALO: Final = "#FFFFFF"
SELECTION: Final = ACCENT
HOVER: Final = "#4E8DE8"
PREVIEW: Final = "#C2187A"
REFUSED: Final = ERROR
SNAP: Final = "#C2187A"
COMPARE_BEFORE: Final = "#B4561A"
COMPARE_AFTER: Final = "#00796B"
SURVEY: Final = "#9A3412"


def colour(name: str, opacity: float = 1.0) -> QColor:
    """Return a colour of this theme, more or less see-through."""
    made = QColor(name)
    made.setAlphaF(opacity)
    return made


def blend(name: str, other: str, share: float) -> QColor:
    """Return a colour mixed with a share of another one."""
    one, two = QColor(name), QColor(other)
    return QColor.fromRgbF(
        one.redF() + (two.redF() - one.redF()) * share,
        one.greenF() + (two.greenF() - one.greenF()) * share,
        one.blueF() + (two.blueF() - one.blueF()) * share,
    )


def severity_colour(severity: str) -> str:
    """Return the colour of a severity."""
    return SEVERITY.get(severity, NOTICE)


# The system has a typeface for these, which goes before the program's.
_WITH_A_FONT_OF_ITS_OWN: Final = (
    *("QMenu", "QMenuBar", "QAbstractItemView", "QHeaderView", "QTabBar", "QStatusBar"),
    *("QToolButton", "QTipLabel", "QMessageBox", "QDockWidgetTitle", "QComboMenuItem"),
)


def apply_theme(app: QApplication) -> None:
    """Give the whole program its look: style, palette, typeface and style sheet."""
    app.setStyle("Fusion")
    # A dark desktop would lend its colours to whatever the palette below leaves open, and to the title bar.
    app.styleHints().setColorScheme(Qt.ColorScheme.Light)
    app.setPalette(_palette())
    app.setStyleSheet(
        _SHEET.substitute(
            {name: value for name, value in globals().items() if name.isupper() and isinstance(value, str)}
        )
    )
    # Last: with a style sheet Qt asks the system for its typefaces again.
    for name in (None, *_WITH_A_FONT_OF_ITS_OWN):
        app.setFont(font(13), name)  # type: ignore[arg-type]  # PySide6 takes a str and says bytes


def _palette() -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    made = QPalette()
    for which, name in (
        (role.Window, WINDOW),
        (role.WindowText, TEXT),
        (role.Base, SURFACE),
        (role.AlternateBase, SURFACE_ALTERNATE),
        (role.Text, TEXT),
        (role.Button, SURFACE),
        (role.ButtonText, TEXT),
        (role.BrightText, ERROR),
        (role.ToolTipBase, TEXT),
        (role.ToolTipText, SURFACE),
        (role.PlaceholderText, TEXT_FAINT),
        (role.Highlight, ACCENT),
        (role.HighlightedText, SURFACE),
        (role.Link, ACCENT),
        (role.Mid, LINE),
        (role.Midlight, LINE),
        (role.Dark, LINE_STRONG),
        (role.Shadow, LINE_STRONG),
    ):
        made.setColor(which, QColor(name))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(group.Disabled, which, QColor(TEXT_FAINT))
    made.setColor(group.Disabled, role.Highlight, QColor(LINE_STRONG))
    return made


_SHEET: Final = Template("""
QMainWindow::separator { background: $LINE; width: 1px; height: 1px; }
QToolBar {
  background: $SURFACE; border: none; border-bottom: 1px solid $LINE; spacing: 2px; padding: 3px 6px; }
QToolBar::separator { background: $LINE; width: 1px; margin: 5px 6px; }
QToolButton { border: 1px solid transparent; border-radius: 5px; padding: 4px 7px; color: $TEXT; }
QToolButton#qt_toolbar_ext_button { padding: 0; border: none; min-width: 16px; }
QToolButton:hover { background: $WINDOW; border-color: $LINE; }
QToolButton:pressed { background: $ACCENT_SOFT; }
QToolButton:checked { background: $ACCENT_SOFT; border-color: $ACCENT; color: $ACCENT; }
QToolButton:disabled { color: $TEXT_FAINT; }
QMenuBar { background: $SURFACE; border-bottom: 1px solid $LINE; }
QMenuBar::item { padding: 5px 9px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: $ACCENT_SOFT; }
QMenu { background: $SURFACE; border: 1px solid $LINE_STRONG; padding: 4px; }
QMenu::item { padding: 5px 26px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $ACCENT_SOFT; color: $TEXT; }
QMenu::item:disabled { color: $TEXT_FAINT; }
QMenu::separator { height: 1px; background: $LINE; margin: 4px 6px; }
#strip { background: $SURFACE; border: 1px solid $LINE_STRONG; border-radius: 6px; }
QStatusBar { background: $SURFACE; border-top: 1px solid $LINE; color: $TEXT_SOFT; }
QStatusBar::item { border: none; }
QDockWidget { color: $TEXT; font-weight: 600; }
QDockWidget::title { background: $SURFACE; padding: 7px 10px; border-bottom: 1px solid $LINE; }
QTabWidget::pane { border: none; border-top: 1px solid $LINE; background: $SURFACE; }
QTabBar::tab {
  background: transparent; color: $TEXT_SOFT; padding: 6px 12px; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $TEXT; }
QTabBar::tab:selected { color: $ACCENT; border-bottom-color: $ACCENT; }
QPushButton {
  background: $SURFACE; border: 1px solid $LINE_STRONG; border-radius: 5px; padding: 5px 14px;
  min-height: 18px; }
QPushButton:hover { background: $WINDOW; }
QPushButton:pressed { background: $ACCENT_SOFT; border-color: $ACCENT; }
QPushButton:default { background: $ACCENT; border-color: $ACCENT; color: $SURFACE; }
QPushButton:default:hover { background: #1A58B5; }
QPushButton:disabled { background: $WINDOW; border-color: $LINE; color: $TEXT_FAINT; }
QPushButton:focus { border-color: $ACCENT; }
QLineEdit, QPlainTextEdit, QTextEdit {
  background: $SURFACE; border: 1px solid $LINE_STRONG; border-radius: 5px; padding: 4px 7px;
  selection-background-color: $ACCENT; selection-color: $SURFACE; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {
  border-color: $ACCENT; }
QLineEdit:disabled {
  background: $WINDOW; color: $TEXT_FAINT; }
#strip QLineEdit, #strip QComboBox { min-height: 18px; padding: 1px 6px; }
QComboBox { min-height: 20px; padding: 3px 7px; }
QSpinBox { min-height: 17px; padding: 3px 5px; }
QLineEdit:read-only { background: $WINDOW; }
QComboBox QAbstractItemView {
  background: $SURFACE; border: 1px solid $LINE_STRONG; selection-background-color: $ACCENT_SOFT;
  selection-color: $TEXT; }
QAbstractItemView {
  background: $SURFACE; border: 1px solid $LINE; alternate-background-color: $SURFACE_ALTERNATE;
  selection-background-color: $ACCENT_SOFT; selection-color: $TEXT; gridline-color: $LINE; outline: none; }
QAbstractItemView::item { padding: 3px 6px; border: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QAbstractItemView::item:hover { background: $WINDOW; }
QAbstractItemView::item:selected { background: $ACCENT_SOFT; color: $TEXT; }
QHeaderView { background: $SURFACE_ALTERNATE; }
QHeaderView::section {
  background: $SURFACE_ALTERNATE; color: $TEXT_SOFT; border: none; border-right: 1px solid $LINE;
  border-bottom: 1px solid $LINE; padding: 5px 7px; }
QGroupBox {
  border: 1px solid $LINE; border-radius: 6px; margin-top: 9px; padding-top: 6px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 9px; padding: 0 4px; color: $TEXT_SOFT; }
QToolTip { background: $TEXT; color: $SURFACE; border: none; padding: 4px 7px; }
QProgressBar {
  border: 1px solid $LINE; border-radius: 5px; background: $WINDOW; text-align: center; height: 14px; }
QProgressBar::chunk { background: $ACCENT; border-radius: 4px; }
QSplitter::handle { background: $LINE; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; }
QScrollBar::handle { background: #C6CED5; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 26px; }
QScrollBar::handle:horizontal { min-width: 26px; }
QScrollBar::handle:hover { background: $LINE_STRONG; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")
