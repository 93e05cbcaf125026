"""A list of the files of the field in the store to choose one from; follows what comes and goes."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox

from landdesk.i18n import _, format_number
from landdesk.store.queries.surveys import Survey


class SurveyChoice(QComboBox):
    """Shows names and numbers of points, the newest first.

    Signals:
        survey_chosen(): Another file is chosen than before, or the chosen one has other points now.
    """

    survey_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("File of the field"))
        self.setPlaceholderText(_("no file of the field yet"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(24)
        self.currentIndexChanged.connect(lambda _at: self.survey_chosen.emit())

    @property
    def survey(self) -> Survey | None:
        """The chosen file; None while there is none."""
        chosen = self.currentData()
        return chosen if isinstance(chosen, Survey) else None

    def show_surveys(self, found: Sequence[Survey]) -> None:
        """Offer these; the one that was chosen stays so, else the newest is."""
        before = self.survey
        with QSignalBlocker(self):
            self.clear()
            for one in found:
                words = _("{file} – {count} points")
                self.addItem(words.format(file=one.file_name, count=format_number(one.points, 0)), one)
            kept = (at for at, one in enumerate(found) if before is not None and one.id == before.id)
            self.setCurrentIndex(next(kept, 0 if found else -1))
        if self.survey != before:
            self.survey_chosen.emit()
