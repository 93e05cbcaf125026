"""Which system a map is in: what the file says, what is suspected, how far its parcels then lie from the commune."""

import math
import re
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from landdesk.i18n import N_, _, format_number
from landdesk.services.importing.seen import (
    NO_PARAMETERS,
    OTHER_AXES,
    OTHER_DATUM,
    OTHER_UNITS,
    OTHER_ZONE,
    UNNAMED,
    MapPlace,
    OtherSystem,
)
from landdesk.ui.panels.sections import words

_MERIDIAN: Final = re.compile(r"VN-2000 ([0-9]+°.*)")
_UTM: Final = re.compile(r"(VN-2000|WGS 84) UTM ([0-9]+)N")
_DEGREES: Final = "WGS 84"
_REASONS: Final = {
    UNNAMED: N_("The file names no system."),
    OTHER_ZONE: N_("Suspected: the file is in another zone, such as that of a neighbouring meridian."),
    OTHER_AXES: N_("Suspected: the file has north before east."),
    OTHER_UNITS: N_("Suspected: degrees and metres are taken for each other."),
    OTHER_DATUM: N_(
        "Suspected: the file has the projection of VN-2000 on another datum; taken at its word, it lies 225 m off."
    ),
    NO_PARAMETERS: N_("Suspected: the seven parameters between WGS 84 and VN-2000 were left out."),
}


class SystemChoice(QWidget):
    """Shows the system of a file and lets another one be chosen.

    Signals:
        changed(): Something else was chosen, or more is shown.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._place: MapPlace | None = None
        self._is_offered = False
        self.combo = QComboBox()
        self.combo.setPlaceholderText(_("Choose…"))
        self.combo.setMaxVisibleItems(14)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(30)
        self.note = words("", name="soft")
        self.swap = QCheckBox(_("The file has north before east"))
        self.wgs84 = QCheckBox(_("The numbers are of WGS 84: the seven parameters were left out"))
        self.force = QCheckBox(_("Import although the system does not fit"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in (self.combo, self.note, self.swap, self.wgs84, self.force):
            layout.addWidget(part)
        self.setFocusProxy(self.combo)
        self.combo.currentIndexChanged.connect(self._take_choice)
        for box in (self.swap, self.wgs84, self.force):
            box.toggled.connect(self._show)

    # --- from outside --------------------------------------------------------------------------------------

    def show_place(self, place: MapPlace) -> None:
        """Show where another file lies."""
        self._place, self._is_offered = place, False
        for box in (self.swap, self.wgs84, self.force):
            box.setChecked(False)
        fitting = place.fitting
        self.combo.blockSignals(True)
        self.combo.clear()
        if place.system:
            self.combo.addItem(_("As the file says: {system}").format(system=self._said(place)), None)
        if fitting is not None:
            self.combo.addItem(system_words(fitting), fitting)
        for one in place.systems:
            is_there = f"EPSG:{one.epsg}" == place.system or (
                fitting is not None and not fitting.swap_axes and one.epsg == fitting.epsg
            )
            if not one.swap_axes and not is_there:
                self.combo.addItem(system_words(one), one)
        # What contradicts the file is for the person to choose.
        self.combo.setCurrentIndex(0 if (place.system == "") == (fitting is not None) else -1)
        self.combo.blockSignals(False)
        self._take_choice()

    def offer(self) -> None:
        """Show everything that can be said otherwise: what was taken for right did not fit."""
        self._is_offered = True
        self._show()
        self.combo.setFocus()

    def offer_wgs84(self) -> None:
        """Take the numbers of the file as WGS 84 from now on; the person can say otherwise."""
        self.wgs84.setChecked(True)

    @property
    def is_missing(self) -> bool:
        """Whether a person has to choose."""
        return self._place is not None and self.combo.currentIndex() < 0

    @property
    def epsg(self) -> int | None:
        """Code of the system that was chosen instead of what the file says."""
        chosen = self.combo.currentData()
        return chosen.epsg if isinstance(chosen, OtherSystem) else None

    # --- what is shown -------------------------------------------------------------------------------------

    def _take_choice(self) -> None:
        chosen = self.combo.currentData()
        # One that was found with swapped axes is chosen with them.
        self.swap.setChecked(isinstance(chosen, OtherSystem) and chosen.swap_axes)
        self._show()

    def _show(self) -> None:
        place = self._place
        if place is None:
            return
        away_km = self._away_km(place)
        is_doubtful = self._is_offered or (self.combo.currentIndex() >= 0 and bool(away_km))
        for box in (self.swap, self.force):
            box.setVisible(is_doubtful or box.isChecked())
        self.wgs84.setVisible(self._is_offered or self.wgs84.isChecked() or place.reason == NO_PARAMETERS)
        warning = _("Boundaries and areas may be wrong afterwards; the report says that it was forced.")
        said = (self._reason(place), self._lies(away_km), warning if self.force.isChecked() else "")
        self.note.setText("\n".join(filter(None, said)))
        # A suspicion that is overlooked puts all parcels in the wrong place.
        self.note.setObjectName("error" if place.reason or is_doubtful else "soft")
        self.note.style().polish(self.note)
        self.note.setVisible(bool(self.note.text()))
        self.changed.emit()

    def _reason(self, place: MapPlace) -> str:
        if not place.reason:
            return ""
        reason, fitting = _(_REASONS[place.reason]), place.fitting
        if place.reason == NO_PARAMETERS:
            return _("{reason} The parcels lie {shift} m from those of the same number in the store.").format(
                reason=reason, shift=format_number(place.shift_m, 0)
            )
        if fitting is None:
            return _("{reason} Ask who made it, or look where the parcels lie.").format(reason=reason)
        if place.away_km:
            return _("{reason} As it says, the parcels lie {away}; as {system}.").format(
                reason=reason, away=_away(place.away_km), system=system_words(fitting)
            )
        return _("{reason} The one that fits: {system}.").format(reason=reason, system=system_words(fitting))

    def _lies(self, away_km: float | None) -> str:
        if self.combo.currentIndex() < 0 or away_km is None:
            return ""
        return _("As chosen, the parcels lie {away}.").format(away=_away(away_km))

    def _away_km(self, place: MapPlace) -> float | None:
        """Return how far the parcels lie as chosen; None where nobody can tell."""
        epsg = self.epsg
        if epsg is None and not self.swap.isChecked():
            return place.away_km
        wanted = f"EPSG:{epsg}" if epsg is not None else place.system
        return next(
            (
                one.away_km
                for one in place.systems
                if f"EPSG:{one.epsg}" == wanted and one.swap_axes == self.swap.isChecked()
            ),
            None,
        )

    @staticmethod
    def _said(place: MapPlace) -> str:
        known = next((one for one in place.systems if f"EPSG:{one.epsg}" == place.system), None)
        return place.system if known is None else system_title(known)


def system_title(system: OtherSystem) -> str:
    """Return a system in words, with its code."""
    zone, utm = _MERIDIAN.fullmatch(system.name), _UTM.fullmatch(system.name)
    if zone is not None:
        name = _("VN-2000, 3° zone, central meridian {meridian}").format(meridian=zone[1])
    elif utm is not None:
        name = _("{datum}, 6° zone {zone} (UTM)").format(datum=utm[1], zone=utm[2])
    else:
        name = _("WGS 84, longitude and latitude") if system.name == _DEGREES else system.name
    return f"{name} (EPSG:{system.epsg})"


def system_words(system: OtherSystem) -> str:
    """Return the same, with how far the parcels lie then."""
    name = system_title(system)
    if system.swap_axes:
        name = _("{system}, north and east swapped").format(system=name)
    return name if system.away_km is None else f"{name} – {_away(system.away_km)}"


def _away(away_km: float) -> str:
    if not away_km:
        return _("in the commune")
    if math.isinf(away_km):
        return _("nowhere on Earth")
    if away_km < 1:
        return _("less than 1 km from the commune")
    return _("{away} km from the commune").format(away=format_number(away_km, 0))
