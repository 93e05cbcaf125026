"""The dialog that prints a parcel: form, scale, paper and names at the left, the pages as they will be at the right."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from landdesk.domain.errors import LandDeskError
from landdesk.i18n import N_, _, format_number
from landdesk.services.importing.scans import PagePicture
from landdesk.services.printing.extract import Extract, Form, Wanted
from landdesk.services.printing.paper import PAPERS, SCALES
from landdesk.ui.messages import error_lines
from landdesk.ui.panels.sections import words

SIZE_PX: Final = (980, 660)
PAGE_PX: Final = 560
"""Width of a page in the preview."""
AFTER_MS: Final = 150
"""A choice that is followed by another so soon draws nothing."""
_FORMS: Final = {
    Form.EXTRACT: N_("Extract of the cadastral map"),
    Form.SURVEY: N_("Survey of one parcel"),
}


class PrintDialog(QDialog):
    """Asks how a parcel is printed and shows it.

    Signals:
        preview_wanted(Wanted, int): The page from 0 is to be drawn.
        save_wanted(Wanted, object): It is to become a file; what for where it has names, else None.

    Args:
        key: Sheet and number of the parcel.
        person: Who works; None where nobody has said.
    """

    preview_wanted = Signal(object, int)
    save_wanted = Signal(object, object)

    def __init__(self, key: str, person: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("Print parcel {key}").format(key=key))
        self.form = QComboBox()
        for form, title in _FORMS.items():
            self.form.addItem(_(title), form)
        self.scale = QComboBox()
        self.scale.addItem(_("the largest that fits"), None)
        for scale in SCALES:
            self.scale.addItem(f"1:{format_number(scale, 0)}", scale)
        self.paper = QComboBox()
        self.paper.addItem(_("the smallest that serves"), None)
        for name in PAPERS:
            self.paper.addItem(name, name)
        self.users = QCheckBox(_("Names and addresses of land users"))
        self.purpose = QLineEdit()
        self.purpose.setEnabled(False)
        note = _("Kept with your name in the list of files that left.")
        if person is None:
            self.users.setEnabled(False)
            note = _("To print names, say first who works (File ▸ Change person).")
        self.page = QSpinBox()
        self.page.setRange(1, 1)
        self.told = words("", name="soft")
        self.trouble = words("", name="error")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.save = self.buttons.addButton(_("Save…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.save.setDefault(True)
        self.save.setEnabled(False)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.picture.setAccessibleName(_("The page as it will be"))
        self._lay_out(note)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self._ask)
        for box in (self.form, self.scale, self.paper):
            box.currentIndexChanged.connect(self._begin)
        self.users.toggled.connect(self.purpose.setEnabled)
        self.users.toggled.connect(self._begin)
        self.page.valueChanged.connect(self._begin)
        self.save.clicked.connect(self._save)
        self.buttons.rejected.connect(self.reject)
        self._begin()

    @property
    def wanted(self) -> Wanted:
        """What is chosen."""
        return Wanted(
            # Qt gives the word of it back.
            Form(self.form.currentData()),
            self.scale.currentData(),
            self.paper.currentData(),
            self.users.isChecked(),
        )

    def show_page(self, extract: Extract, pages: int, picture: PagePicture) -> None:
        """Show a page."""
        self.trouble.setText("")
        self.page.setRange(1, pages)
        points = sum(len(ring.corners) for ring in extract.rings)
        said = _("{paper}, 1:{scale}; boundary points: {points}; pages: {pages}")
        self.told.setText(
            said.format(
                paper=extract.choice.paper.name,
                scale=format_number(extract.choice.scale, 0),
                points=format_number(points, 0),
                pages=format_number(pages, 0),
            )
        )
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

    def _lay_out(self, note: str) -> None:
        rows = QFormLayout()
        for label, field in (
            (_("Kind of paper"), self.form),
            (_("Scale"), self.scale),
            (_("Paper"), self.paper),
            ("", self.users),
            (_("What for"), self.purpose),
            ("", words(note, name="soft")),
            (_("Page"), self.page),
        ):
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

    def _begin(self) -> None:
        # What is saved is what was seen.
        self.save.setEnabled(False)
        self._timer.start()

    def _ask(self) -> None:
        self.preview_wanted.emit(self.wanted, self.page.value() - 1)

    def _save(self) -> None:
        purpose = self.purpose.text().strip()
        if self.users.isChecked() and not purpose:
            self.trouble.setText(_("Say what the names are for."))
            self.purpose.setFocus()
            return
        self.trouble.setText("")
        self.save_wanted.emit(self.wanted, purpose if self.users.isChecked() else None)
