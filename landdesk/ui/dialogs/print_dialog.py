"""The dialog that prints a parcel: form, scale, paper and names at the left, the pages as they will be at the right."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QWidget

from landdesk.app.printing import Preview
from landdesk.i18n import N_, _, format_number
from landdesk.services.printing.extract import Form, Wanted
from landdesk.services.printing.paper import PAPERS
from landdesk.ui.dialogs.paper_dialog import PaperDialog
from landdesk.ui.panels.sections import words

_FORMS: Final = {
    Form.EXTRACT: N_("Extract of the cadastral map"),
    Form.SURVEY: N_("Survey of one parcel"),
}


class PrintDialog(PaperDialog):
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
        super().__init__(
            _("Print parcel {key}").format(key=key), PAPERS, _("the smallest that serves"), parent
        )
        self.form = QComboBox()
        for form, title in _FORMS.items():
            self.form.addItem(_(title), form)
        self.users = QCheckBox(_("Names and addresses of land users"))
        self.purpose = QLineEdit()
        self.purpose.setEnabled(False)
        note = _("Kept with your name in the list of files that left.")
        if person is None:
            self.users.setEnabled(False)
            note = _("To print names, say first who works (File ▸ Change person).")
        self.page = QSpinBox()
        self.page.setRange(1, 1)
        self.lay_out(
            (
                (_("Kind of paper"), self.form),
                (_("Scale"), self.scale),
                (_("Paper"), self.paper),
                ("", self.users),
                (_("What for"), self.purpose),
                ("", words(note, name="soft")),
                (_("Page"), self.page),
            )
        )
        self.form.currentIndexChanged.connect(self.begin)
        self.users.toggled.connect(self.purpose.setEnabled)
        self.users.toggled.connect(self.begin)
        self.page.valueChanged.connect(self.begin)
        self.begin()

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

    def show_page(self, made: Preview) -> None:
        """Show a page."""
        extract = made.extract
        self.page.setRange(1, made.pages)
        points = sum(len(ring.corners) for ring in extract.rings)
        said = _("{paper}, 1:{scale}; boundary points: {points}; pages: {pages}")
        told = said.format(
            paper=extract.choice.paper.name,
            scale=format_number(extract.choice.scale, 0),
            points=format_number(points, 0),
            pages=format_number(made.pages, 0),
        )
        self.show_picture(told, made.picture)

    def ask(self) -> None:
        """Ask for the page that is chosen."""
        self.preview_wanted.emit(self.wanted, self.page.value() - 1)

    def save_it(self) -> None:
        """Ask for a file, unless names have no purpose yet."""
        purpose = self.purpose.text().strip()
        if self.users.isChecked() and not purpose:
            self.trouble.setText(_("Say what the names are for."))
            self.purpose.setFocus()
            return
        self.trouble.setText("")
        self.save_wanted.emit(self.wanted, purpose if self.users.isChecked() else None)
