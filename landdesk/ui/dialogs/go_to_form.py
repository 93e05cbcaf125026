"""The form that leads to written coordinates: what is typed is read at once, and said before one goes."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import _, translate
from landdesk.services.coordinates import (
    Coordinates,
    Place,
    Zone,
    meridian_text,
    system_words,
    zone_of_system,
    zones_in_use,
)
from landdesk.ui.dialogs.form import Form
from landdesk.ui.panels.sections import words

COMBO_LETTERS: Final = 34


class GoToForm(Form):
    """Asks for a place.

    Signals:
        wanted(Place): The map is to show this place.

    Args:
        coordinates: Of the open store.
        lying_there: Says what lies at a place that was written so.
    """

    wanted = Signal(object)

    def __init__(
        self,
        coordinates: Coordinates,
        lying_there: Callable[[Place, str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, _("Go to coordinates"), _("Go"))
        self._coordinates = coordinates
        self._lying_there = lying_there
        self._place: Place | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText("1354356,06 602542,08")
        self.line.textChanged.connect(self._read)
        self.zone = QComboBox()
        # Names of provinces may be wider than the form; the list below shows them whole.
        self.zone.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.zone.setMinimumContentsLength(COMBO_LETTERS)
        self.zone.addItem(translate(system_words(coordinates.epsg)))
        self._zones: list[Zone | None] = [None]
        own = zone_of_system(coordinates.epsg)
        for zone, provinces in zones_in_use():
            if zone != own:
                self.zone.addItem(_zone_words(zone, provinces))
                self._zones.append(zone)
        self.zone.currentIndexChanged.connect(self._read)
        self.reading = words("", selectable=True)
        forms = words(
            _(
                "X (north) and Y (east) in metres, or latitude and longitude in degrees, in degrees and minutes, or in"
                " degrees, minutes and seconds."
            ),
            name="soft",
        )
        self.add_field("line", _("Coordinates"), self.line, forms)
        self.add_field("zone", _("Metres are counted in"), self.zone)
        self.rows.addRow("", self.reading)
        self._read()

    def fill(self, text: str, zone: Zone | None) -> None:
        """Begin with what was asked for last, ready to be typed over."""
        self.line.setText(text)
        self.line.selectAll()
        self.zone.setCurrentIndex(self._zones.index(zone) if zone in self._zones else 0)

    @property
    def chosen_zone(self) -> Zone | None:
        """Where metres are counted; None for the plane of the store."""
        return self._zones[self.zone.currentIndex()]

    def submit(self) -> None:
        """Go there; while nothing was understood, the reading says why, and one types on."""
        if self._place is None:
            self._set_busy(busy=False)
            self.line.setFocus()
            return
        self.wanted.emit(self._place)
        self.accept()

    def _read(self) -> None:
        """Say what the text is understood as, or why it is not."""
        text = self.line.text()
        self._place = None
        lines: list[str] = []
        if text.strip():
            try:
                place = self._coordinates.place(text, self.chosen_zone)
            except InvalidInputError as error:
                parts = (error.what, error.where, error.remedy)
                lines = [translate(part) for part in parts if part is not None]
            else:
                self._place = place
                understood = _("Understood as: {place}").format(place=translate(place.understood))
                note = "" if place.note is None else translate(place.note)
                lines = [one for one in (understood, note, self._lying_there(place, text)) if one]
        self.reading.setText("\n".join(lines))


def _zone_words(zone: Zone, provinces: Sequence[str]) -> str:
    named = _("{meridian}, zone of {width}°").format(
        meridian=meridian_text(zone.meridian_deg), width=zone.width_deg
    )
    return f"{named} – {', '.join(provinces)}" if provinces else named
