"""What dialogs that print have in common: choices at the left, the page as it will be at the right."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from landdesk.domain.errors import LandDeskError
from landdesk.i18n import _, format_number
from landdesk.services.importing.scans import PagePicture
from landdesk.services.printing.paper import SCALES
from landdesk.ui.messages import error_lines
from landdesk.ui.panels.sections import words

SIZE_PX: Final = (980, 660)
PAGE_PX: Final = 560
"""Width of a page in the preview."""
AFTER_MS: Final = 150
"""A choice that is followed by another so soon draws nothing."""


class PaperDialog(QDialog):
    """Asks how something is printed and shows it; what is saved is what was seen.

    Args:
        title: Of the window.
        papers: Names of papers to choose from.
        any_paper: Words for leaving it to what is drawn.
    """

    def __init__(
        self, title: str, papers: Iterable[str], any_paper: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(title)
        self.scale = QComboBox()
        self.scale.addItem(_("the largest that fits"), None)
        for scale in SCALES:
            self.scale.addItem(f"1:{format_number(scale, 0)}", scale)
        self.paper = QComboBox()
        self.paper.addItem(any_paper, None)
        for name in papers:
            self.paper.addItem(name, name)
        self.told = words("", name="soft")
        self.trouble = words("", name="error")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.save = self.buttons.addButton(_("Save…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.save.setDefault(True)
        self.save.setEnabled(False)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.picture.setAccessibleName(_("The page as it will be"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self.ask)
        for box in (self.scale, self.paper):
            box.currentIndexChanged.connect(self.begin)
        self.save.clicked.connect(self.save_it)
        self.buttons.rejected.connect(self.reject)

    def ask(self) -> None:
        """Ask for the page that is chosen."""
        raise NotImplementedError

    def save_it(self) -> None:
        """Ask for a file of what is seen."""
        raise NotImplementedError

    def begin(self) -> None:
        """Ask for a page when the person has chosen for a moment nothing else."""
        self.save.setEnabled(False)
        self._timer.start()

    def show_picture(self, told: str, picture: PagePicture) -> None:
        """Show a page and what is to be said of it."""
        self.trouble.setText("")
        self.told.setText(told)
        image = QImage(
            picture.rgb,
            picture.width,
            picture.height,
            3 * picture.width,
            QImage.Format.Format_RGB888,
        )
        self.picture.setPixmap(QPixmap.fromImage(image))
        self.save.setEnabled(True)

    def show_error(self, error: LandDeskError) -> None:
        """Say why there is nothing to show; what was chosen stays."""
        self.picture.clear()
        self.told.setText("")
        self.trouble.setText("\n".join(error_lines(error)))
        self.save.setEnabled(False)

    def lay_out(self, fields: Sequence[tuple[str, QWidget]]) -> None:
        """Put labels and fields to the left of the page."""
        rows = QFormLayout()
        for label, field in fields:
            field.setAccessibleName(label or field.accessibleName())
            rows.addRow(label, field)
        left = QVBoxLayout()
        left.addLayout(rows)
        left.addWidget(self.told)
        left.addWidget(self.trouble)
        left.addStretch()
        left.addWidget(self.buttons)
        side = QWidget()
        side.setLayout(left)
        side.setFixedWidth(350)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.picture)
        layout = QHBoxLayout(self)
        layout.addWidget(side)
        layout.addWidget(area, 1)
        self.resize(*SIZE_PX)
