"""One typeface for everything, also where the system has one of its own for menus and lists, as Windows has."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QMenu,
    QMenuBar,
    QStatusBar,
    QTabBar,
    QTreeView,
    QWidget,
)

from landdesk.ui.fonts import load_fonts
from landdesk.ui.theme import apply_theme


@pytest.mark.parametrize("kind", [QMenu, QMenuBar, QTreeView, QHeaderView, QTabBar, QStatusBar])
def test_classes_with_a_font_of_the_system(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, kind: type[QWidget]
) -> None:
    take_sheet = QApplication.setStyleSheet

    def as_on_windows(app: QApplication, sheet: str) -> None:
        # Qt on Windows asks the system for its typefaces when the program begins and with each style sheet.
        take_sheet(app, sheet)
        for name in ("QMenu", "QMenuBar", "QAbstractItemView", "QHeaderView", "QTabBar", "QStatusBar"):
            app.setFont("Tahoma", name)  # type: ignore[arg-type]  # PySide6 takes a str and says bytes

    monkeypatch.setattr(QApplication, "setStyleSheet", as_on_windows)
    as_on_windows(qapp, "")
    load_fonts()
    apply_theme(qapp)
    made = QHeaderView(Qt.Orientation.Horizontal) if kind is QHeaderView else kind()
    made.ensurePolished()
    assert made.font().family() == "Noto Sans"
    made.deleteLater()
