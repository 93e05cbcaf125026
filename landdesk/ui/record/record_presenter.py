"""Keeps the parcel page in step with selection and store, saves what was typed, and lets nothing typed get lost."""

from collections.abc import Callable
from dataclasses import dataclass

from landdesk.app.application import Application, Update
from landdesk.app.entering import keep_scans
from landdesk.app.titles import command_title
from landdesk.domain.change import Entry
from landdesk.domain.clock import local_time
from landdesk.domain.commands import EditRecord
from landdesk.domain.completeness import Completeness, Gap, completeness
from landdesk.domain.dossier import Dossier
from landdesk.domain.errors import LandDeskError
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.progress import Progress
from landdesk.i18n import _, format_date
from landdesk.services.campaign.failures import Target
from landdesk.services.checking.needs import shipped_needs
from landdesk.services.checking.standing import lacking, marks_of
from landdesk.services.forms.around import Around, read_around
from landdesk.services.forms.draft import Draft
from landdesk.services.forms.known_persons import with_known_persons
from landdesk.services.forms.scans import scans_to_keep
from landdesk.store.parcel_history import ParcelEvent
from landdesk.store.reader import Reader
from landdesk.ui.field_values import field_values
from landdesk.ui.messages import ask, error_lines
from landdesk.ui.open_store import OpenStore
from landdesk.ui.record.parcel_area import ParcelArea
from landdesk.ui.record.record_errands import RecordErrands
from landdesk.ui.record.record_page import RecordPage
from landdesk.ui.rules_in_use import rules_in_use
from landdesk.ui.tasks import Job

_AT_IDENTITY = frozenset({"user.number-taken", "user.other-name", "user.identity-format"})


@dataclass(frozen=True, slots=True)
class PageData:
    """What is read of a parcel for its page."""

    dossier: Dossier
    completeness: Completeness
    around: Around


def read_page(
    reader: Reader, app: Application, parcel_id: ObjectId, at_ms: int | None = None
) -> PageData | None:
    """Return what the page shows of a parcel, now or at a moment; None where it does not exist (then).

    Args:
        reader: The store.
        app: Of the store; tells which files of scans are kept with it, and the day.
        parcel_id: The parcel.
        at_ms: The moment; None for now.
    """
    found = (
        reader.dossiers([parcel_id])
        if at_ms is None
        else reader.dossiers_at([parcel_id], reader.number_at(at_ms))
    )
    dossier = found.get(parcel_id)
    if dossier is None:
        return None
    today = local_time(app.store.clock()).date()
    around = Around() if at_ms is not None else read_around(reader, dossier, app.store.vault.has, today)
    return PageData(dossier, completeness(dossier, shipped_needs()), around)


class RecordPresenter:
    """Opens, fills, saves and closes the page of one store."""

    def __init__(self, area: ParcelArea, page: RecordPage, store: OpenStore) -> None:
        self._area = area
        self._page = page
        self._store = store
        self._parcel: ObjectId | None = None
        self._draft: Draft | None = None
        self._at_ms: int | None = None
        self._job: Job[PageData | None] | None = None
        self._events: Job[list[ParcelEvent]] | None = None
        self._wanted = False
        self._saving = False
        self._asking = False
        self._stale = False
        self._to_lead: tuple[ObjectId, Callable[[], object]] | None = None
        self.errands = RecordErrands(page, store, lambda: self._load(fresh=False))
        page.typing_ended.connect(self._catch_up)
        page.save_requested.connect(self.save)
        page.discard_requested.connect(self.ask_discard)
        page.close_requested.connect(self.close)
        page.zoom_requested.connect(lambda: store.show_parcels(store.selection.parcels))
        page.history_wanted.connect(self._read_history)
        page.place_wanted.connect(store.show_finding)
        page.day_chosen.connect(self.show_day)
        page.today_requested.connect(self._show_today)
        store.selection.changed.connect(self._choose)
        store.updated.connect(self._follow)
        store.person_changed.connect(self._allow)
        store.findings_changed.connect(lambda: self._show_checked(fresh=False))

    @property
    def draft(self) -> Draft | None:
        """What the page shows; None while it is read or closed."""
        return self._draft

    @property
    def has_unsaved(self) -> bool:
        """Whether something was typed that is not saved."""
        return self._page.is_changed

    # --- open and close ------------------------------------------------------------------------------------

    def open(self) -> None:
        """Show the page of the chosen parcel."""
        self._wanted = True
        if self._store.person is None:
            self._store.person_wanted.emit()
        if self._area.shows_page and self._draft is not None:
            self._page.tabs.currentWidget().setFocus()
            return
        self._load(fresh=True, focus=True)

    def mend(self, finding: Finding) -> None:
        """Show the page of a finding's parcel, and there the field where it is mended."""
        parcels = [one for one in finding.objects if self._store.coverage.index_of(one) is not None]
        if not parcels:
            return
        current = self._store.selection.current
        parcel = current if current in parcels and current is not None else parcels[0]
        self._go_to(parcel, lambda: self._page.go_to_finding(finding))

    def show_target(self, parcel: ObjectId, target: Target | None) -> None:
        """Show the page of a parcel, and there the field that a target names."""

        def lead() -> None:
            if target is not None:
                self._page.go_to_gap(Gap("", target.class_name, target.object_id, target.field))

        self._go_to(parcel, lead)

    def _go_to(self, parcel: ObjectId, lead: Callable[[], object]) -> None:
        """Show the page of a parcel, then do what leads on there."""

        def go() -> None:
            self._to_lead = parcel, lead
            self._store.selection.choose((parcel,))
            if self._parcel == parcel and self._draft is not None and self._area.shows_page:
                self._lead()
            elif not self._wanted:
                self.open()

        if parcel == self._parcel:
            go()
        else:
            self.guard(go)

    def _lead(self) -> None:
        """Go where something is mended, once its parcel is shown."""
        wanted, self._to_lead = self._to_lead, None
        if wanted is not None and self._parcel == wanted[0]:
            wanted[1]()

    def close(self) -> None:
        """Show the panel again; asks first where something would be lost."""

        def leave() -> None:
            self._wanted = False
            self._forget()

        self.guard(leave)

    def _forget(self) -> None:
        """Show no parcel."""
        if self._job is not None:
            self._job.abandon()
            self._job = None
        self._parcel = self._draft = self._at_ms = None
        self._page.draft = None
        self._area.turn(to_page=False)

    def guard(self, then: Callable[[], None], stay: Callable[[], None] | None = None) -> None:
        """Go on when nothing typed can get lost: at once, or after it was saved or given up by the person.

        Args:
            then: What is done then.
            stay: What is done when the person stays with the page.
        """
        draft = self._draft
        if draft is None or not self.has_unsaved:
            then()
            return
        if self._asking:
            return
        self._asking = True

        def discard() -> None:
            self.forget_typed()
            then()

        box = ask(
            self._page.window(),
            _("Parcel {key} has changes that are not saved.").format(key=draft.dossier.parcel.key),
            _("Save"),
            lambda: self.save(then, stay),
            other=(_("Discard"), discard),
        )
        box.finished.connect(self._answered)
        if stay is not None:
            box.rejected.connect(stay)

    def _answered(self) -> None:
        self._asking = False

    def ask_discard(self) -> None:
        """Ask, then forget what was typed."""
        if self.has_unsaved:
            ask(
                self._page.window(),
                _("Forget what was typed?"),
                _("Discard"),
                lambda: self._load(fresh=False, forget=True),
            )

    def forget_typed(self) -> None:
        """Forget what was typed without asking."""
        if self._draft is not None:
            draft = self._draft
            self._draft = self._page.draft = Draft(draft.dossier, draft.values, draft.around)

    # --- reading -------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        chosen = self._store.selection.parcels
        if not self._wanted or chosen == (self._parcel,):
            return
        if not self.has_unsaved:
            self._load(fresh=True)
            return
        parcel = self._parcel

        def stay() -> None:
            if parcel is not None:
                self._store.selection.choose([parcel])

        self.guard(lambda: self._load(fresh=True), stay)

    def _follow(self, update: Update) -> None:
        if self._parcel is None or self._saving or self._at_ms is not None:
            return
        if update.parcels is None or update.entries or self._parcel in update.parcels:
            # Never under the hands of somebody who types: the next letters would begin another value.
            self._stale = self._page.is_typing
            if not self._stale:
                self._load(fresh=False)

    def _catch_up(self) -> None:
        """Show what changed while somebody typed."""
        if self._stale and not self._page.is_typing:
            self._stale = False
            self._load(fresh=False)

    def _load(self, *, fresh: bool, forget: bool = False, focus: bool = False) -> None:
        if self._job is not None:
            self._job.abandon()
            self._job = None
        chosen = self._store.selection.parcels
        if not self._wanted:
            return
        if len(chosen) != 1:
            self._forget()
            return
        parcel = chosen[0]
        if fresh:
            self._at_ms = None

        def take(data: PageData | None) -> None:
            self._job = None
            self._take(parcel, data, fresh=fresh, forget=forget)
            if focus and self._area.shows_page:
                self._page.tabs.currentWidget().setFocus()
            self._lead()

        at_ms, app = self._at_ms, self._store.app
        self._job = self._store.read(lambda reader: read_page(reader, app, parcel, at_ms), take)

    def _take(self, parcel: ObjectId, data: PageData | None, *, fresh: bool, forget: bool) -> None:
        if data is None:
            self._no_such_day() if self._at_ms is not None else self._forget()
            return
        draft = self._draft
        if draft is not None and not fresh and not forget and self.has_unsaved:
            self._draft = draft.rebased(data.dossier, data.around)
            if self._draft.lost:
                self._page.show_trouble(_("What you added to something that was removed meanwhile is gone."))
        else:
            self._draft = Draft(data.dossier, field_values(), data.around)
        self._parcel = parcel
        self._show(data.completeness, fresh=fresh)
        self._area.turn(to_page=True)

    def _show(self, found: Completeness, *, fresh: bool) -> None:
        if self._draft is None:
            return
        words = ""
        if self._at_ms is not None:
            day = format_date(local_time(self._at_ms).date())
            words = _("The parcel as it was on {day}, to look at only").format(day=day)
        editable = self._store.person is not None
        self._page.show_draft(self._draft, found, editable=editable, fresh=fresh, past_words=words)
        self._show_checked(fresh=fresh)
        if self._page.tabs.currentWidget() is self._page.history:
            self._read_history()

    def _show_checked(self, *, fresh: bool) -> None:
        """Show what the last check says of the parcel; nothing of one as it was."""
        result, parcel = self._store.standing, self._parcel
        if result is None or parcel is None or self._at_ms is not None:
            self._page.show_checked(None, None, (), fresh=fresh)
            return
        self._page.show_checked(
            marks_of(result, parcel, rules_in_use()),
            lacking(result, parcel),
            result.findings.of(parcel),
            fresh=fresh,
        )

    def _allow(self) -> None:
        if self._draft is not None and self._page.completeness is not None:
            self._show(self._page.completeness, fresh=False)

    # --- the past ------------------------------------------------------------------------------------------

    def show_day(self, at_ms: int) -> None:
        """Show the parcel as it was at a moment."""

        def look() -> None:
            self._at_ms = at_ms
            self._load(fresh=False, forget=True)
            self._page.tabs.setCurrentIndex(0)

        self.guard(look)

    def _show_today(self) -> None:
        self._at_ms = None
        self._load(fresh=False, forget=True)

    def _no_such_day(self) -> None:
        self._at_ms = None
        self._store.noted.emit(_("The parcel did not exist on that day."))
        self._load(fresh=False, forget=True)

    def _read_history(self) -> None:
        parcel = self._parcel
        if parcel is None:
            return
        if self._events is not None:
            self._events.abandon()
        self._events = self._store.read(lambda reader: reader.parcel_history(parcel), self._show_events)

    def _show_events(self, events: list[ParcelEvent]) -> None:
        self._events = None
        self._page.show_events(events)

    # --- saving --------------------------------------------------------------------------------------------

    def save(self, then: Callable[[], None] | None = None, stay: Callable[[], None] | None = None) -> None:
        """Save what was typed as one act; where it cannot be, say why and stay.

        Args:
            then: Called when it is saved.
            stay: Called when it is not.
        """
        draft = self._draft
        if draft is None or self._saving or not self.has_unsaved:
            return
        self._page.commit_open_editor()
        if not self._is_sound(draft):
            if stay is not None:
                stay()
            return
        command = EditRecord(draft.edits(), self._page.evidence.basis())
        scans = scans_to_keep(draft)
        app = self._store.app
        self._saving = True
        self._page.setEnabled(False)

        def work(_progress: Progress) -> Entry:
            # Before the act: it never names a file that could not be kept.
            keep_scans(app, scans)
            return app.execute(app.read(lambda reader: with_known_persons(command, reader)))

        def done(entry: Entry) -> None:
            self._end_saving()
            self.forget_typed()
            self._store.noted.emit(f"{command_title(entry.command, entry.kind)} · {entry.subject}")
            self._load(fresh=False, forget=True)
            if then is not None:
                then()

        def failed(error: BaseException) -> None:
            self._end_saving()
            self._refuse(error)
            if stay is not None:
                stay()

        self._store.change(work, done, failed)
        if self._store.person is None:
            self._end_saving()

    def save_first(self, then: Callable[[], None]) -> None:
        """Save what was typed, if anything was, and go on; where it cannot be saved, stay."""
        if self.has_unsaved:
            self.save(then)
        else:
            then()

    def _end_saving(self) -> None:
        self._saving = False
        self._page.setEnabled(True)
        if self._area.shows_page:
            self._page.tabs.currentWidget().setFocus()

    def _is_sound(self, draft: Draft) -> bool:
        """Tell whether the draft can be saved; else say why and go there."""
        for one, field, error in draft.errors():
            self._page.show_trouble(" ".join(error_lines(error)[:1]))
            self._page.go_to_object(one, field.name)
            return False
        if self._page.evidence.is_unfinished:
            self._page.show_trouble(_("Say which evidence it is, or choose none."))
            self._page.evidence.kind.setFocus()
            return False
        return True

    def _refuse(self, error: BaseException) -> None:
        if not isinstance(error, LandDeskError):
            self._store.tasks.error_left_over.emit(error)
            return
        self._page.show_trouble("\n".join(error_lines(error)))
        draft = self._draft
        if draft is not None and error.code in _AT_IDENTITY:
            for one in draft.of("party"):
                if "identity_number" in one.typed:
                    self._page.go_to_object(one, "identity_number")
                    return
