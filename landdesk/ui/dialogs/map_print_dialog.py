"""The dialog that prints a part of the map: which part, scale and paper at the left, the paper at the right."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from landdesk.app.map_printing import MapPart, MapPreview
from landdesk.i18n import _, format_number
from landdesk.services.printing.map_page import SIZES_MM, MapWanted
from landdesk.ui.dialogs.paper_dialog import PaperDialog


class MapPrintDialog(PaperDialog):
    """Asks what of the map is printed and how, and shows it.

    Signals:
        preview_wanted(MapPart, MapWanted): It is to be drawn.
        save_wanted(MapPart, MapWanted): It is to become a file.

    Args:
        parts: Words and part, what is most likely wanted first.
    """

    preview_wanted = Signal(object, object)
    save_wanted = Signal(object, object)

    def __init__(self, parts: Sequence[tuple[str, MapPart]], parent: QWidget | None = None) -> None:
        super().__init__(_("Print map"), SIZES_MM, _("A3, or what the scale needs"), parent)
        self._parts = [part for _words, part in parts]
        self.part = QComboBox()
        for title, _part in parts:
            self.part.addItem(title)
        self.lay_out(((_("What is printed"), self.part), (_("Scale"), self.scale), (_("Paper"), self.paper)))
        self.part.currentIndexChanged.connect(self.begin)
        self.begin()

    @property
    def chosen(self) -> MapPart:
        """Which part of the map."""
        return self._parts[self.part.currentIndex()]

    @property
    def wanted(self) -> MapWanted:
        """Scale and paper."""
        return MapWanted(self.scale.currentData(), self.paper.currentData())

    def show_map(self, made: MapPreview) -> None:
        """Show the paper."""
        page = made.page
        said = _("{paper}, 1:{scale}; parcels: {parcels}; without room for their number: {left_out}")
        told = said.format(
            paper=page.choice.paper,
            scale=format_number(page.choice.scale, 0),
            parcels=format_number(page.parcels, 0),
            left_out=format_number(page.unnumbered, 0),
        )
        self.show_picture(told, made.picture)

    def ask(self) -> None:
        """Ask for the paper that is chosen."""
        self.preview_wanted.emit(self.chosen, self.wanted)

    def save_it(self) -> None:
        """Ask for a file of what is seen."""
        self.save_wanted.emit(self.chosen, self.wanted)
