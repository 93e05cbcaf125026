"""Reads the chosen parcel for its panel and turns what is asked for there into forms and commands."""

import numpy as np
import shapely

from landdesk.app.application import Update
from landdesk.domain.commands import CloseWorkItem, Command, MergeParcels, RemoveLandUser
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Party, WorkItem
from landdesk.i18n import _
from landdesk.services.checking.standing import lacking, marks_of
from landdesk.ui.dialogs.land_user_form import LandUserForm
from landdesk.ui.kept_choice import with_choice
from landdesk.ui.messages import ask
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.findings_panel import parcel_names
from landdesk.ui.panels.parcel_details import ParcelDetails, map_area_m2, read_details
from landdesk.ui.panels.parcel_panel import ParcelPanel
from landdesk.ui.rules_in_use import rules_in_use
from landdesk.ui.tasks import Job


class ParcelPresenter:
    """Keeps the parcel panel in step with selection and store."""

    def __init__(self, panel: ParcelPanel, store: OpenStore) -> None:
        self._panel = panel
        self._store = store
        self._details: ParcelDetails | None = None
        self._job: Job[ParcelDetails | None] | None = None
        panel.zoom_requested.connect(lambda: store.show_parcels(store.selection.parcels))
        panel.merge_requested.connect(self._merge)
        panel.user_add_requested.connect(self.add_user)
        panel.user_edit_requested.connect(self.edit_user)
        panel.user_remove_requested.connect(self.remove_user)
        panel.finding_chosen.connect(store.show_finding)
        panel.work_done_requested.connect(lambda item: self._close_work(item, send_again=False))
        panel.work_resend_requested.connect(lambda item: self._close_work(item, send_again=True))
        store.selection.changed.connect(self._choose)
        store.updated.connect(self._follow)
        store.findings_changed.connect(self._show)
        store.person_changed.connect(self._show)
        self._choose()

    @property
    def details(self) -> ParcelDetails | None:
        """The parcel shown."""
        return self._details

    def add_user(self) -> LandUserForm | None:
        """Open the form of a new land user."""
        return self._open_user_form(None)

    def edit_user(self, party: Party) -> LandUserForm | None:
        """Open the form of a recorded land user."""
        return self._open_user_form(party)

    def remove_user(self, party: Party) -> None:
        """Ask, then take a land user off the parcel."""
        details = self._details
        if details is None:
            return
        ask(
            self._panel,
            _("Remove {name} from parcel {key}?").format(name=party.name, key=details.parcel.key),
            _("Remove"),
            lambda: self._store.execute(RemoveLandUser(details.parcel.id, party.id)),
            details=_("It can be undone."),
        )

    def _open_user_form(self, party: Party | None) -> LandUserForm | None:
        if self._details is None or not self._has_person():
            return None
        form = LandUserForm(self._details.parcel.id, self._details.parcel.key, party, self._panel)
        form.command_ready.connect(lambda command: self._carry_out(command, form))
        form.open()
        return form

    def _has_person(self) -> bool:
        if self._store.person is None:
            self._store.person_wanted.emit()
        return self._store.person is not None

    def _carry_out(self, command: Command, form: LandUserForm) -> None:
        fail = form.failing(self._store.tasks.error_left_over.emit)
        self._store.execute(command, form.close_done, fail)

    def _close_work(self, item: WorkItem, *, send_again: bool) -> None:
        self._store.execute(CloseWorkItem(item.id, send_again=send_again))

    def _merge(self) -> None:
        command = MergeParcels(self._store.selection.parcels)
        with_choice(self._panel, self._store.coverage, command, self._store.execute)

    def _choose(self) -> None:
        self._panel.hide_identities()
        self._load()

    def _follow(self, update: Update) -> None:
        current = self._store.selection.current
        # Returned work is on no parcel's row, hence every entry counts, not only those that name the parcel.
        if current is not None and (update.parcels is None or update.entries or current in update.parcels):
            self._load()

    def _load(self) -> None:
        if self._job is not None:
            self._job.abandon()
            self._job = None
        chosen = self._store.selection.parcels
        if len(chosen) != 1:
            self._details = None
            self._show_count(chosen)
            return
        self._job = self._store.read(lambda reader: read_details(reader, chosen[0]), self._take)

    def _take(self, details: ParcelDetails | None) -> None:
        self._job = None
        self._details = details
        self._show()

    def _show(self) -> None:
        details, store = self._details, self._store
        if details is None:
            self._show_count(store.selection.parcels)
            return
        shape = store.coverage.shape(details.parcel.id)
        result, parcel = store.standing, details.parcel.id
        self._panel.show_standing(
            None if result is None else marks_of(result, parcel, rules_in_use()),
            None if result is None else lacking(result, parcel),
        )
        findings = () if result is None else result.findings.of(parcel)
        self._panel.show_details(
            details,
            map_area_m2(shape),
            findings,
            editable=store.person is not None,
        )

    def _show_count(self, chosen: tuple[ObjectId, ...]) -> None:
        if len(chosen) < 2:
            self._panel.show_nothing()
            return
        indices = self._store.coverage.indices_of(chosen)
        areas = shapely.area(self._store.coverage.shapes(indices))
        names = parcel_names(self._store.coverage, chosen)
        self._panel.show_several(names, float(np.nansum(areas)), editable=self._store.person is not None)
