from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from landdesk.ui.theme import apply_theme


def test_a_dark_desktop_lends_no_colour_of_its_own(qapp: QApplication) -> None:
    before, sheet = qapp.palette(), qapp.styleSheet()
    dark = QPalette()
    role = QPalette.ColorRole
    grounds = (role.Window, role.Base, role.AlternateBase, role.Button)
    words = (role.WindowText, role.Text, role.ButtonText)
    for which in grounds:
        dark.setColor(which, QColor("#202020"))
    for which in words:
        dark.setColor(which, QColor("#F0F0F0"))
    qapp.setPalette(dark)
    try:
        apply_theme(qapp)
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            assert all(qapp.palette().color(group, which).lightness() > 220 for which in grounds)
            assert all(qapp.palette().color(group, which).lightness() < 120 for which in words)
    finally:
        qapp.setPalette(before)
        qapp.setStyleSheet(sheet)
