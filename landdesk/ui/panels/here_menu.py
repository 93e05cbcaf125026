"""The small list of what lies at a point: parcels and findings to be chosen, the rest to be read.

It opens at the point, closes when something is chosen or Esc is pressed, and holds nothing about people.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QLabel, QMenu, QWidget, QWidgetAction

from landdesk.domain.parcels_here import ParcelHere
from landdesk.i18n import _, format_number, translate
from landdesk.ui import theme
from landdesk.ui.icons import icon
from landdesk.ui.lying_here import LyingHere

WIDEST_PX: Final = 460
LISTED_AT_MOST: Final = 12
"""Of each kind; on a spot with more, one is better served by the lists."""


class HereMenu(QMenu):
    """Shows it.

    Signals:
        parcel_chosen(object): `ObjectId` of the parcel that is to be selected.
        finding_chosen(object): `Finding` that is to be shown.
        copy_wanted(): The coordinates of the point are to be copied.

    Args:
        here: What was found.
        place: The point in words.
        pictures: Names of the pictures below the parcels there.
    """

    parcel_chosen = Signal(object)
    finding_chosen = Signal(object)
    copy_wanted = Signal()

    def __init__(
        self, here: LyingHere, place: str, pictures: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.addAction(icon("copy"), place).triggered.connect(lambda _checked: self.copy_wanted.emit())
        if here.commune:
            self._tell(here.commune)
        self._head(_("Parcels"))
        for parcel in here.parcels[:LISTED_AT_MOST]:
            self._offer(parcel_line(parcel), "zoom-parcel").triggered.connect(
                lambda _checked, parcel=parcel: self.parcel_chosen.emit(parcel.id)
            )
        if not here.parcels:
            self._tell(_("No parcel lies there."))
        self._more(len(here.parcels))
        if here.findings:
            self._head(_("Findings"))
        for finding in here.findings[:LISTED_AT_MOST]:
            self._offer(translate(finding.what), "check").triggered.connect(
                lambda _checked, finding=finding: self.finding_chosen.emit(finding)
            )
        self._more(len(here.findings))
        if here.points:
            self._head(_("Survey points"))
        for point, file_name in here.points[:LISTED_AT_MOST]:
            self._tell(" · ".join(one for one in (point.number, point.code, file_name) if one))
        self._more(len(here.points))
        if pictures:
            self._head(_("Pictures below the parcels"))
        for name in pictures[:LISTED_AT_MOST]:
            self._tell(name)
        self._more(len(pictures))

    def _head(self, words: str) -> None:
        self.addSeparator()
        label = self._tell(words)
        letters = label.font()
        letters.setWeight(QFont.Weight.DemiBold)
        label.setFont(letters)

    def _tell(self, words: str) -> QLabel:
        """Add a line that is only to be read."""
        label = QLabel(self._fitted(words))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setToolTip(words)
        label.setContentsMargins(12, 2, 12, 2)
        label.setStyleSheet(f"color: {theme.TEXT_SOFT}")
        line = QWidgetAction(self)
        line.setDefaultWidget(label)
        line.setEnabled(False)
        self.addAction(line)
        return label

    def _offer(self, words: str, icon_name: str) -> QAction:
        """Add a line that can be chosen."""
        # An ampersand of a text is a letter here and no key.
        return self.addAction(icon(icon_name), self._fitted(words).replace("&", "&&"))

    def _more(self, count: int) -> None:
        if count > LISTED_AT_MOST:
            self._tell(_("… and {count} more").format(count=format_number(count - LISTED_AT_MOST, 0)))

    def _fitted(self, words: str) -> str:
        return self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, WIDEST_PX)


def parcel_line(parcel: ParcelHere) -> str:
    """Return what is told of a parcel: number, land use, areas."""
    parts = [_("Parcel {key}").format(key=parcel.key)]
    if parcel.land_use:
        parts.append(parcel.land_use)
    parts.append(_("map {area} m²").format(area=format_number(parcel.map_area_m2, 1)))
    if parcel.legal_area_m2 is not None:
        parts.append(_("legal {area} m²").format(area=format_number(parcel.legal_area_m2, 1)))
    return " · ".join(parts)
