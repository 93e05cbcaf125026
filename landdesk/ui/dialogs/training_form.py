"""The form for stores to practise on: which commune is invented, how large, where, who practises."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from landdesk.app.communes import communes
from landdesk.app.training import TrainingCommune, office_path
from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.i18n import N_, Text, _, normalised
from landdesk.services.training.commune import FEWEST_PARCELS
from landdesk.ui.dialogs.choose_file import STORE_FILES, FileField, free_path, starting_folder
from landdesk.ui.dialogs.passphrase_fields import ERROR_FIELDS, EncryptionChoice
from landdesk.ui.dialogs.work_form import WorkForm
from landdesk.ui.panels.sections import words

MOST_PARCELS = 5_000
"""More takes longer than somebody who wants to practise waits; ``landdesk demo --parcels`` makes larger ones."""
LAST_SEED = 9_999
FILE_NAME = "luyen-tap.landdesk"


class TrainingForm(WorkForm):
    """Asks for training stores, and shows how far their making is.

    Signals:
        wanted(Path, TrainingCommune, str, str): File to make, what is invented, who practises, passphrase or
            nothing; then :meth:`follow`, and :meth:`accept` or :meth:`show_error`.
    """

    wanted = Signal(object, object, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("New training store"), _("Make the store"))
        self.setMinimumWidth(580)
        note = _(
            "A commune is invented, with planted faults to find. You get two stores, the technician's and the"
            " office's, so that the exchange of packages can be practised too."
        )
        self.rows.addRow(words(note, name="soft"))
        first = TrainingCommune()
        self.commune = QComboBox()
        for one in communes():
            if one.epsg is not None:
                self.commune.addItem(one.title, one.code)
        self.commune.setCurrentIndex(max(self.commune.findData(first.code), 0))
        self.parcels = _number(FEWEST_PARCELS, MOST_PARCELS, first.parcels, 100)
        self.seed = _number(1, LAST_SEED, first.seed, 1)
        self.seed.setToolTip(
            _("The same number gives the same commune: a class can work on one and the same")
        )
        self.target = FileField(_("New store"), STORE_FILES, new=True)
        self.user_name = QLineEdit()
        self.office_note = words("", name="soft")
        self.add_field("commune", _("Takes its name from"), self.commune)
        self.add_field("parcels", _("Number of parcels"), self.parcels)
        self.add_field("seed", _("Number of the exercise"), self.seed)
        self.add_field("target", _("New store"), self.target, self.office_note)
        self.add_field("name", _("Your full name"), self.user_name)
        self.encryption = EncryptionChoice(self)
        self.add_progress()
        self.target.line.textChanged.connect(self._name_office)
        self.target.show_path(free_path(starting_folder(STORE_FILES, new=True) / FILE_NAME))
        self.user_name.setFocus()

    def submit(self) -> None:
        """Ask for the stores."""
        target, name = self.target.path, normalised(self.user_name.text()).strip()
        if target is None:
            raise InvalidInputError("new.no-target", Text(N_("Say where the new store is to be.")))
        if not name:
            raise InvalidInputError("person.no-name", Text(N_("Type the full name.")))
        commune = TrainingCommune(self.commune.currentData(), self.parcels.value(), self.seed.value())
        self.wanted.emit(_with_suffix(target), commune, name, self.encryption.words())

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        by_code = {
            "new.no-target": "target",
            "store.exists": "target",
            "person.no-name": "name",
            "training.size": "parcels",
            "training.no-place": "commune",
            **ERROR_FIELDS,
        }
        return by_code.get(error.code)

    def _name_office(self) -> None:
        target = self.target.path
        name = "" if target is None else office_path(_with_suffix(target)).name
        self.office_note.setText(_("The office's store beside it: {name}").format(name=name) if name else "")


def _with_suffix(target: Path) -> Path:
    return target if target.suffix else target.with_suffix(".landdesk")


def _number(least: int, most: int, first: int, step: int) -> QSpinBox:
    field = QSpinBox()
    field.setRange(least, most)
    field.setSingleStep(step)
    field.setGroupSeparatorShown(True)
    field.setValue(first)
    return field
