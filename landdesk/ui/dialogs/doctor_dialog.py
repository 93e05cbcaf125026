"""What is missing or wrong on this computer, with a way to a file for whoever helps."""

from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from landdesk.app.doctor.observation import Health, Observation
from landdesk.app.doctor.words import MARKS, summary
from landdesk.i18n import N_, _, translate
from landdesk.ui import theme
from landdesk.ui.panels.sections import words

SIZE_PX: Final = (760, 560)
HELP_FILES: Final = (N_("Files for whoever helps"), "*.zip")
_COLOURS: Final = {Health.GOOD: theme.GOOD, Health.WARNING: theme.WARNING, Health.BAD: theme.ERROR}
_ORDER: Final = (Health.BAD, Health.WARNING, Health.GOOD)


class DoctorDialog(QDialog):
    """Shows the page.

    Signals:
        file_wanted(): The file for whoever helps is to be written.
    """

    file_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("This computer"))
        self.said = words(_("Looking at the computer…"))
        self.page = QTextBrowser()
        self.page.setObjectName("page")
        self.page.setFrameShape(QTextBrowser.Shape.NoFrame)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.save = QPushButton(_("Write a file for whoever helps…"))
        self.save.setEnabled(False)
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self.file_wanted)
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(self.said)
        layout.addWidget(self.page, 1)
        layout.addWidget(buttons)
        self.resize(*SIZE_PX)

    def show_seen(self, seen: Sequence[Observation]) -> None:
        """Show everything, what is wrong first."""
        self.said.setText(translate(summary(seen)))
        ordered = sorted(seen, key=lambda one: _ORDER.index(one.health))
        self.page.setHtml("<table cellpadding='3'>" + "".join(map(_row, ordered)) + "</table>")
        self.save.setEnabled(True)


def _row(one: Observation) -> str:
    remedy = "" if one.remedy is None else f"<br><b>→ {escape(translate(one.remedy))}</b>"
    mark = f"<span style='color:{_COLOURS[one.health]}'><b>{MARKS[one.health]}</b></span>"
    return f"<tr><td>{mark}&nbsp;</td><td>{escape(translate(one.what))}{remedy}</td></tr>"
