"""Where one is on the map, and how one gets there.

The pointer's coordinates, written places, what lies at a point, and the views before and after.
"""

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication

from landdesk.domain.ids import ObjectId
from landdesk.domain.parcels_here import parcels_here
from landdesk.domain.progress import Progress
from landdesk.i18n import _, format_number, translate
from landdesk.services.boundaries import commune_boundaries
from landdesk.services.coordinates import Coordinates, Notation, Place, Zone, fitting_words
from landdesk.settings import POINTER_NOTATION
from landdesk.ui.desk import Desk
from landdesk.ui.dialogs.go_to_form import GoToForm
from landdesk.ui.lying_here import LyingHere, commune_title, lying_here
from landdesk.ui.map.layers.place_mark import PlaceMark
from landdesk.ui.panels.here_menu import HereMenu
from landdesk.ui.workplace import Workplace

REACH_PX = 8.0
"""So near the point that was asked about, points of the field and findings are meant as well."""
_MENU_AWAY_PX = 14
"""The list beside the point leaves the point free."""


class Whereabouts(QObject):
    """Runs it for one desk.

    Signals:
        pointer_told(str): Words for where the pointer is.
        notation_changed(Notation): They are written in this way from now on.
    """

    pointer_told = Signal(str)
    notation_changed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        known = desk.settings.get(POINTER_NOTATION)
        self.notation = Notation(known) if known in set(Notation) else Notation.PLANE
        self._coordinates = Coordinates(0)
        self._last_text = ""
        self._last_zone: Zone | None = None

    @property
    def _place(self) -> Workplace:
        return self._desk.workplace

    def watch(self, place: Workplace) -> None:
        """Follow the map of a store that was opened."""
        self._coordinates = Coordinates(place.store.app.info.epsg)
        place.canvas.pointer_moved.connect(lambda _easting, _northing: self._tell_pointer())
        place.canvas.view_changed.connect(self._tell_pointer)
        place.canvas.asked_at.connect(self.tell_what_lies_at)

    # --- the pointer ---------------------------------------------------------------------------------------

    def choose_notation(self, notation: Notation) -> None:
        """Write the pointer's coordinates in this way, and next time too."""
        self.notation = notation
        self._desk.choose_notation(notation)
        self.notation_changed.emit(notation)
        if self._desk.current is not None:
            self._tell_pointer()

    def copy_pointer(self) -> None:
        """Put the pointer's coordinates where other programs can paste them."""
        pointer = self._pointer()
        if pointer is None:
            self._desk.noted.emit(_("Point at the map first."))
        else:
            self._copy(*pointer)

    def _copy(self, easting: float, northing: float) -> None:
        written = self._coordinates.written(easting, northing, self.notation)
        QGuiApplication.clipboard().setText(written)
        self._desk.noted.emit(_("Copied: {keys}").format(keys=written))

    def _pointer(self) -> tuple[float, float] | None:
        canvas = self._place.canvas
        at = canvas.pointer
        return None if at is None else canvas.view.to_map(at.x(), at.y())

    def _tell_pointer(self) -> None:
        pointer = self._pointer()
        self.pointer_told.emit("" if pointer is None else self._words(*pointer))

    def _words(self, easting: float, northing: float) -> str:
        if self.notation is not Notation.PLANE:
            return self._coordinates.written(easting, northing, self.notation)
        return _("X (North) {x}   Y (East) {y}").format(
            x=format_number(northing, 2), y=format_number(easting, 2)
        )

    # --- written places ------------------------------------------------------------------------------------

    def ask_place(self) -> GoToForm:
        """Ask for coordinates and show the place that they say."""
        form = GoToForm(self._coordinates, self._told, self._desk.window)
        form.fill(self._last_text, self._last_zone)

        def go(place: Place) -> None:
            self._last_text, self._last_zone = form.line.text(), form.chosen_zone
            self.go_to(place)

        form.wanted.connect(go)
        form.open()
        return form

    def go_to(self, place: Place) -> None:
        """Show a place in the middle of the map and mark it."""
        canvas = self._place.canvas
        canvas.zoom_to_place(place.easting, place.northing)
        parcels = parcels_here(self._place.store.coverage, place.easting, place.northing)
        canvas.mark_place(PlaceMark(place.easting, place.northing, ", ".join(one.key for one in parcels)))
        canvas.setFocus()
        self._desk.noted.emit(self._named(place))

    def _told(self, place: Place, text: str) -> str:
        """Return what lies at a written place, and which meridian would fit where it is in another commune."""
        info = self._place.store.app.info
        named = self._named(place)
        code = commune_boundaries(info.epsg).code_at(place.easting, place.northing)
        if not place.in_metres or code in info.communes:
            return named
        zone = self._coordinates.fitting_zone(text, info.communes)
        return named if zone is None else f"{named}\n{translate(fitting_words(zone))}"

    def _named(self, place: Place) -> str:
        """Return which parcels lie at a place, and in which commune it is."""
        store = self._place.store
        keys = ", ".join(one.key for one in parcels_here(store.coverage, place.easting, place.northing))
        commune = commune_title(store.app.info.epsg, place.easting, place.northing)
        if keys:
            return _("Parcel {key}").format(key=keys)
        if commune:
            return _("No parcel lies there; it is in {commune}.").format(commune=commune)
        return _("No parcel lies there.")

    # --- what lies at a point ------------------------------------------------------------------------------

    def ask_about_pointer(self) -> None:
        """Tell what lies under the pointer."""
        pointer = self._pointer()
        if pointer is None:
            self._desk.noted.emit(_("Point at the map first."))
        else:
            self.tell_what_lies_at(*pointer)

    def tell_what_lies_at(self, easting: float, northing: float) -> None:
        """Read what lies at a point, then show it there."""
        place = self._place
        store, view = place.store, place.canvas.view
        findings = () if store.standing is None else store.standing.findings
        coverage, reach_m = store.coverage, REACH_PX * view.m_per_px
        pictures = place.backgrounds.names_at(easting, northing, view.m_per_px)

        def read(_progress: Progress) -> LyingHere:
            return lying_here(store.app, coverage, findings, (easting, northing), reach_m)

        store.compute(read, lambda here: self._show(here, pictures), self._desk.show_failure)

    def _show(self, here: LyingHere, pictures: list[str]) -> None:
        place = self._place
        canvas, before = place.canvas, place.canvas.marked_place
        menu = HereMenu(here, self._words(here.easting, here.northing), pictures, canvas)
        menu.copy_wanted.connect(lambda: self._copy(here.easting, here.northing))
        menu.parcel_chosen.connect(self._choose_parcel)
        menu.finding_chosen.connect(place.map.choose_finding)
        canvas.mark_place(PlaceMark(here.easting, here.northing))
        menu.aboutToHide.connect(lambda: canvas.mark_place(before))
        x, y = canvas.view.to_screen(here.easting, here.northing)
        menu.popup(canvas.mapToGlobal(QPoint(round(x) + _MENU_AWAY_PX, round(y) + _MENU_AWAY_PX)))

    def _choose_parcel(self, parcel: ObjectId) -> None:
        store = self._place.store
        if store.coverage.index_of(parcel) is not None:
            store.selection.choose((parcel,))

    # --- views ---------------------------------------------------------------------------------------------

    def step_view(self, by: int) -> None:
        """Go back to the view before, or forward again."""
        if not self._place.canvas.step_view(by):
            self._desk.noted.emit(_("There is no earlier view.") if by < 0 else _("There is no later view."))
