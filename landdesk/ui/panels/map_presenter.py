"""Gives the map what it shows, and turns what is done on it into commands and choices."""

from landdesk.app.application import Update
from landdesk.domain.commands import Command, DeleteParcel
from landdesk.domain.coverage import Box
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.i18n import _, format_number
from landdesk.services.boundaries import commune_boundaries
from landdesk.store.reader import Reader
from landdesk.ui.kept_choice import with_choice
from landdesk.ui.map.canvas import MapCanvas
from landdesk.ui.map.layers.findings import PlacedFindings
from landdesk.ui.map_marks import work_marks
from landdesk.ui.messages import ask
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.parcel_details import ParcelDetails, map_area_m2, read_details
from landdesk.ui.panels.work_panel import ListedWork, read_work
from landdesk.ui.tasks import Job

NAMES_AT_MOST = 5


class MapPresenter:
    """Keeps the map in step."""

    def __init__(self, canvas: MapCanvas, store: OpenStore) -> None:
        self._canvas = canvas
        self._store = store
        self._placed = PlacedFindings.of()
        self._placing: Job[PlacedFindings] | None = None
        canvas.set_coverage(store.coverage)
        canvas.selection_changed.connect(store.selection.choose)
        canvas.finding_clicked.connect(self._choose_finding)
        canvas.command_ready.connect(self.carry_out)
        store.selection.changed.connect(self._show_selection)
        store.zoom_wanted.connect(self._zoom)
        store.updated.connect(lambda _update: canvas.set_coverage(store.coverage))
        store.followed.connect(self._follow)
        store.findings_changed.connect(self._show_findings)
        self._show_findings()
        self._load_work()
        epsg = store.app.info.epsg
        store.compute(
            lambda _progress: commune_boundaries(epsg), canvas.set_communes, store.tasks.error_left_over.emit
        )
        self.load_survey()

    def carry_out(self, command: Command) -> None:
        """Do what a tool asks for; a deletion, and what a person has to choose, only after a question."""
        if isinstance(command, DeleteParcel):
            self.ask_deletion(command.parcel_id)
        else:
            with_choice(self._canvas, self._store.coverage, command, self._store.execute)

    def ask_deletion(self, parcel: ObjectId) -> None:
        """Say what would be lost and ask, then delete a parcel."""
        if self._store.person is None:
            self._store.person_wanted.emit()
            return
        self._store.read(lambda reader: read_details(reader, parcel), self._ask_deletion)

    def _ask_deletion(self, details: ParcelDetails | None) -> None:
        if details is None:
            # Another program was faster.
            return
        parcel = details.parcel
        shape = self._store.coverage.shape(parcel.id)
        ask(
            self._canvas,
            _("Delete parcel {key}?").format(key=parcel.key),
            _("Delete"),
            lambda: self._store.execute(DeleteParcel(parcel.id)),
            details="\n".join(lost_lines(details, map_area_m2(shape))),
        )

    def _show_selection(self) -> None:
        chosen = self._store.selection.parcels
        if chosen != self._canvas.selection:
            self._canvas.set_selection(chosen)

    def load_survey(self) -> None:
        """Show the points of the field as they are now."""
        self._store.read(lambda reader: reader.surveys.points(), self._canvas.set_survey)

    def _zoom(self, box: Box) -> None:
        self._canvas.zoom_to_box(box, margin=0.0)

    def _follow(self, update: Update) -> None:
        if update.entries or update.parcels is None:
            self._load_work()

    def _show_findings(self) -> None:
        if self._placing is not None:
            self._placing.abandon()
        result = self._store.findings
        findings = () if result is None else result.findings
        placed = self._placed
        # Thousands after a whole check: placed on a reading thread.
        self._placing = self._store.compute(
            lambda _progress: placed.followed_by(findings),
            self._show_placed,
            self._store.tasks.error_left_over.emit,
        )

    def _show_placed(self, placed: PlacedFindings) -> None:
        self._placing, self._placed = None, placed
        self._canvas.set_findings(placed)

    def _choose_finding(self, finding: Finding) -> None:
        self._canvas.set_current_finding(finding)
        self._store.selection.choose(
            one for one in finding.objects if self._store.coverage.index_of(one) is not None
        )

    def _load_work(self) -> None:
        self._store.read(_open_work, self._show_work)

    def _show_work(self, rows: list[ListedWork]) -> None:
        self._canvas.set_work(work_marks(rows))


def lost_lines(details: ParcelDetails, map_area_m2: float | None) -> list[str]:
    """Return what goes with a parcel that is deleted, one line each, and that it can be undone."""
    names = [party.name for party in details.users[:NAMES_AT_MOST]]
    if len(details.users) > NAMES_AT_MOST:
        names.append("…")
    lines = []
    if map_area_m2 is not None:
        lines.append(_("Boundary: {area} m²").format(area=format_number(map_area_m2, 1)))
    if details.purposes:
        codes = ", ".join(purpose.land_use for purpose in details.purposes)
        lines.append(_("Land use: {codes}").format(codes=codes))
    if names:
        lines.append(_("Rights of: {names}").format(names="; ".join(names)))
    listed = [f"•  {line}" for line in lines]
    return [*([_("This goes with it:"), *listed, ""] if lines else []), _("It can be undone.")]


def _open_work(reader: Reader) -> list[ListedWork]:
    return read_work(reader, closed=False)
