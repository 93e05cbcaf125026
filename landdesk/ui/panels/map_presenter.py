"""Gives the map what it shows, and turns what is done on it into commands and choices."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from landdesk.app.application import Update
from landdesk.domain.clock import local_time
from landdesk.domain.commands import Command, DeleteParcel
from landdesk.domain.commune_rights import MapAct
from landdesk.domain.coverage import Box
from landdesk.domain.errors import RefusedError
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.i18n import _, format_number
from landdesk.services.boundaries import commune_boundaries
from landdesk.services.commune_rights import closed_act
from landdesk.services.importing.systems import lies_outside
from landdesk.services.packages.waiting import waiting_parcels
from landdesk.store.queries.surveys import SurveyPoint
from landdesk.store.reader import Reader
from landdesk.ui.kept_choice import with_choice
from landdesk.ui.map.canvas import MapCanvas
from landdesk.ui.map.layers.placed_findings import PlacedFindings
from landdesk.ui.map_marks import work_marks
from landdesk.ui.messages import ask
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.foresight_presenter import ForesightPresenter
from landdesk.ui.panels.parcel_details import ParcelDetails, map_area_m2, read_details
from landdesk.ui.panels.work_panel import ListedWork, read_work
from landdesk.ui.tasks import Job

NAMES_AT_MOST = 5
SurveyParts = dict[tuple[ObjectId, int], list[SurveyPoint]]
"""Points of the field by their file and how many it has."""
_ACTS: Final[Mapping[str, MapAct]] = {
    **dict.fromkeys(
        ("move_vertex", "add_vertex", "delete_vertex", "move_edge", "reshape", "join_nodes"), MapAct.MOVE
    ),
    "split": MapAct.SPLIT,
    "divide": MapAct.SPLIT,
    "strip": MapAct.SPLIT,
    "merge": MapAct.MERGE,
    "hole": MapAct.HOLE,
    "new_parcel": MapAct.DRAW,
}
"""What tools do, as the office's list of rights calls it."""


class MapPresenter:
    """Keeps the map in step."""

    def __init__(self, canvas: MapCanvas, store: OpenStore) -> None:
        self._canvas = canvas
        self._store = store
        self._placed = PlacedFindings.of()
        self._placing: Job[PlacedFindings] | None = None
        self._moved: set[ObjectId] | None = None
        self._surveys: SurveyParts = {}
        self._reading_surveys: Job[SurveyParts] | None = None
        self._foresight = ForesightPresenter(canvas, store)
        canvas.set_coverage(store.coverage)
        canvas.selection_changed.connect(store.selection.choose)
        canvas.finding_clicked.connect(self.choose_finding)
        canvas.command_ready.connect(self.carry_out)
        store.selection.changed.connect(self._show_selection)
        store.zoom_wanted.connect(self._zoom)
        store.updated.connect(lambda _update: canvas.set_coverage(store.coverage))
        store.followed.connect(self._follow)
        store.findings_changed.connect(self._show_findings)
        store.surveys_changed.connect(self._load_surveys)
        self._show_findings()
        self._load_work()
        self._load_pending()
        epsg = store.app.info.epsg
        canvas.lies_outside = lambda point: lies_outside(epsg, np.array([point]))
        store.compute(
            lambda _progress: commune_boundaries(epsg), canvas.set_communes, store.tasks.error_left_over.emit
        )
        self._load_surveys()

    def carry_out(self, command: Command) -> None:
        """Do what a tool asks for; a deletion, and what a person has to choose, only after a question."""
        if isinstance(command, DeleteParcel):
            self.ask_deletion(command.parcel_id)
        else:
            with_choice(self._canvas, self._store.coverage, command, self._store.execute)

    def refuse_closed(self, code: str) -> None:
        """Put a tool away again, and say why, where the office lets nobody do with it what it does."""
        act = _ACTS.get(code)
        if act is None:
            return
        today = local_time(self._store.app.store.clock()).date()

        def tell(error: RefusedError | None) -> None:
            if error is not None and self._canvas.tool.code == code:
                self._canvas.tool_left.emit()
                self._store.tasks.error_left_over.emit(error)

        self._store.read(lambda reader: closed_act(reader, act, today), tell)

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

    def _load_surveys(self) -> None:
        """Show the points of the field as they are now; only files that are new or have grown are read."""
        if self._reading_surveys is not None:
            self._reading_surveys.abandon()
        known = self._surveys
        self._reading_surveys = self._store.read(
            lambda reader: _present_surveys(reader, known), self._show_surveys
        )

    def _show_surveys(self, parts: SurveyParts) -> None:
        self._reading_surveys, self._surveys = None, parts
        self._canvas.set_survey([point for points in parts.values() for point in points])

    def _zoom(self, box: Box) -> None:
        self._canvas.zoom_to_box(box, margin=0.0)

    def _follow(self, update: Update) -> None:
        if update.parcels is None:
            self._moved = None
        elif self._moved is not None:
            self._moved |= update.parcels
        if update.parcels is None or update.parcels:
            # Findings about the record of a parcel are where the parcel is.
            self._show_findings()
        if update.entries or update.parcels is None:
            self._load_work()
            self._load_pending()

    def _show_findings(self) -> None:
        if self._placing is not None:
            self._placing.abandon()
        result = self._store.standing
        findings = () if result is None else result.findings
        placed, coverage = self._placed, self._store.coverage
        moved = None if self._moved is None else frozenset(self._moved)

        def show(placed: PlacedFindings) -> None:
            self._placing, self._placed = None, placed
            if moved is None:
                self._moved = set()
            elif self._moved is not None:
                self._moved -= moved
            self._canvas.set_findings(placed)

        # Thousands after a whole check: placed on a reading thread.
        self._placing = self._store.compute(
            lambda _progress: placed.followed_by(findings, coverage, moved),
            show,
            self._store.tasks.error_left_over.emit,
        )

    def choose_finding(self, finding: Finding) -> None:
        """Ring the pin of a finding and select its parcels."""
        self._canvas.set_current_finding(finding)
        self._store.selection.choose(
            one for one in finding.objects if self._store.coverage.index_of(one) is not None
        )

    def _load_pending(self) -> None:
        self._store.read(waiting_parcels, self._canvas.set_pending)

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


def _present_surveys(reader: Reader, known: SurveyParts) -> SurveyParts:
    parts: SurveyParts = {}
    for one in reversed(reader.surveys.all()):
        mark = one.id, one.points
        parts[mark] = known[mark] if mark in known else reader.surveys.points(one.id)
    return parts


def _open_work(reader: Reader) -> list[ListedWork]:
    return read_work(reader, closed=False)
