"""What a person does with a finding: asks what is to be done, does it as one act, and says what came of it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from landdesk.app.finding_states import waive, withdraw
from landdesk.app.finding_ways import FindingAct, Ways, papers_of, parties_of, ways
from landdesk.app.mending import Outlook, apply, asked_for, outlook
from landdesk.app.requests import asking_for_finding
from landdesk.domain.commands import AskOffice, UnifyParties
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Document, Party
from landdesk.i18n import N_, Text, _, format_number, ngettext, translate
from landdesk.services.checking.registry import RULE_BY_CODE
from landdesk.services.mending.mender import Mend
from landdesk.ui.dialogs.ask_office_form import AskOfficeForm
from landdesk.ui.dialogs.mend_preview import MendPreview
from landdesk.ui.dialogs.unify_form import UnifyForm
from landdesk.ui.dialogs.waive_form import WaiveForm
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.finding_acts import FindingActs
from landdesk.ui.panels.findings_panel import FindingsPanel, parcel_names
from landdesk.ui.tasks import Job

T = TypeVar("T")


class FindingErrands(QObject):
    """Opens the forms and does what they ask for.

    Args:
        panel: The list whose chosen finding is acted on.
        store: The open store.
    """

    def __init__(self, panel: FindingsPanel, store: OpenStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._panel = panel
        self._offered: dict[object, Sequence[FindingActs]] = {}
        self._jobs: dict[object, Job[list[Ways]]] = {}
        self._at_hand: Finding | None = None
        self.acts = FindingActs()
        panel.add_acts(self.acts)
        # Rows that go and come within one change are one piece of news.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._tell)
        model = panel.model
        for news in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.dataChanged):
            news.connect(self._soon.start)
        panel.table.selectionModel().currentRowChanged.connect(self._soon.start)
        panel.table.selectionModel().currentRowChanged.connect(self._forget)
        store.findings_changed.connect(self._soon.start)
        store.followed.connect(lambda _update: self._soon.start())

    def _tell(self) -> None:
        """Offer what can be done now with the finding chosen in the list, and with those shown elsewhere."""
        finding, acts = self._panel.current, self.acts
        if finding is not acts.finding:
            acts.finding = finding
            acts.show_ways(None)
        self.offer(self._panel, (acts,))
        for place in self._offered.keys() - {self._panel}:
            self.offer(place, self._offered[place])

    def offer(self, place: object, every: Sequence[FindingActs]) -> None:
        """Let buttons offer what can be done with the finding of each, now and after each change.

        Args:
            place: Where they are; those offered there before are no more.
            every: The buttons.
        """
        for acts in every:
            if acts not in self._offered.get(place, ()):
                acts.act_wanted.connect(self.do)
        self._offered[place] = every
        before = self._jobs.pop(place, None)
        if before is not None:
            before.abandon()
        app = self._store.app
        wanted = [one.finding for one in every if one.finding is not None]
        if not wanted:
            return

        def show(found: list[Ways]) -> None:
            del self._jobs[place]
            told = [one for one in every if one.finding is not None]
            for acts, can in zip(told, found, strict=True):
                acts.show_ways(can)

        self._jobs[place] = self._store.compute(
            lambda _progress: [ways(app, one) for one in wanted],
            show,
            self._store.tasks.error_left_over.emit,
        )

    # --- by key --------------------------------------------------------------------------------------------

    def take(self, finding: Finding) -> None:
        """Let the keys act on a finding that was chosen on the page, until one of the list is."""
        self._at_hand = finding

    def _forget(self) -> None:
        self._at_hand = None

    def _chosen(self) -> Finding | None:
        """Return what was chosen last; what the newest check finds no more is not."""
        result, at_hand = self._store.findings, self._at_hand
        if result is not None and at_hand is not None:
            for one in result.findings.of_any(at_hand.about or at_hand.objects):
                if one.rule == at_hand.rule and one.subject == at_hand.subject:
                    return one
        return self._panel.current

    def do_first(self, wanted: Sequence[FindingAct]) -> None:
        """Do the first of some acts that can be done with the chosen finding; say it where none can."""
        self._do(self._chosen(), wanted)

    def _do(self, finding: Finding | None, wanted: Sequence[FindingAct]) -> None:
        if finding is None:
            self._store.noted.emit(_("Choose a finding first."))
            return
        app = self._store.app

        def go(found: Ways) -> None:
            offered = found.acts
            act = next((one for one in wanted if one in offered), None)
            if act is not None:
                self._open(act, found)
            elif found.asked is not None and FindingAct.ASK in wanted:
                self._store.noted.emit(_("The office is asked about this finding already."))
            elif found.unmended is not None and FindingAct.MEND in wanted:
                self._store.noted.emit(translate(found.unmended))
            else:
                self._store.noted.emit(_("This cannot be done with the chosen finding."))

        self._store.compute(lambda _progress: ways(app, finding), go, self._store.tasks.error_left_over.emit)

    def do(self, act: FindingAct, finding: Finding) -> None:
        """Do one of the acts."""
        self._do(finding, (act,))

    def _open(self, act: FindingAct, found: Ways) -> None:
        if self._store.person is None:
            self._store.person_wanted.emit()
            return
        finding = found.finding
        if act is FindingAct.MEND:
            self._ask_mend(finding)
        elif act is FindingAct.UNIFY:
            self._read(lambda: parties_of(self._store.app, finding), self._ask_unify)
        elif act is FindingAct.WAIVE:
            self._read(
                lambda: papers_of(self._store.app, finding), lambda papers: self._ask_waive(found, papers)
            )
        elif act is FindingAct.STAND:
            self._store.change(
                lambda _progress: withdraw(self._store.app, finding),
                lambda _entry: self._store.noted.emit(_("The finding stands again.")),
            )
        else:
            self._ask_office(finding)

    def _read(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._store.compute(lambda _progress: work(), done, self._store.tasks.error_left_over.emit)

    # --- mending -------------------------------------------------------------------------------------------

    def _ask_mend(self, finding: Finding) -> None:
        """Show what mends a finding, and the others of its rule where that is wanted."""
        store, app = self._store, self._store.app
        result = store.standing
        alike = [finding] if result is None else [one for one in result.findings if one.rule == finding.rule]
        title = _(RULE_BY_CODE[finding.rule].title)
        form = MendPreview(title, len(alike), self._keys_of, asked_for(finding.rule), self._panel.window())
        choice: dict[str, str] = {}
        looking: Job[Outlook] | None = None

        def look() -> None:
            nonlocal choice, looking
            if looking is not None:
                looking.abandon()
            choice = form.choice
            wanted, chosen = alike if form.all.isChecked() else [finding], choice

            def show(found: Outlook) -> None:
                if isValid(form):
                    form.show_outlook(found)

            looking = store.compute(
                lambda _progress: outlook(app, wanted, chosen),
                show,
                form.failing(store.tasks.error_left_over.emit),
                title=Text(N_("Looking what can be mended")),
            )

        def do(chosen: list[Mend]) -> None:
            def done(_entry: object) -> None:
                form.close_done()
                words = ngettext("{count} finding is mended.", "{count} findings are mended.", len(chosen))
                store.noted.emit(words.format(count=format_number(len(chosen), 0)))

            fail = form.failing(store.tasks.error_left_over.emit)
            store.change(lambda _progress: apply(app, chosen, choice), done, fail, title=Text(N_("Mending")))

        form.look_wanted.connect(look)
        form.mend_wanted.connect(do)
        look()
        form.open()

    def _keys_of(self, mend: Mend) -> str:
        return ", ".join(parcel_names(self._store.coverage, mend.finding.objects))

    def _ask_unify(self, parties: list[Party]) -> None:
        store = self._store
        form = UnifyForm(parties, self._panel.window())

        def do(command: UnifyParties) -> None:
            def done(_entry: object) -> None:
                form.close_done()
                store.noted.emit(_("One record stays; the others are gone."))

            store.execute(command, done, form.failing(store.tasks.error_left_over.emit))

        form.unify_wanted.connect(do)
        form.open()

    # --- letting pass --------------------------------------------------------------------------------------

    def _ask_waive(self, found: Ways, papers: list[Document]) -> None:
        store, app = self._store, self._store.app
        form = WaiveForm(found.finding, found.passing, papers, found.lapsed, self._panel.window())

        def do(reason: str, paper: ObjectId | None) -> None:
            def done(_entry: object) -> None:
                form.close_done()
                store.noted.emit(_("The finding is let pass."))

            fail = form.failing(store.tasks.error_left_over.emit)
            store.change(lambda _progress: waive(app, found.finding, reason, paper), done, fail)

        form.waive_wanted.connect(do)
        form.open()

    # --- asking the office ---------------------------------------------------------------------------------

    def _ask_office(self, finding: Finding) -> None:
        store = self._store
        lists = store.app.codelists
        asking = asking_for_finding(lists, finding)
        keys = ", ".join(parcel_names(store.coverage, finding.objects))
        form = AskOfficeForm(asking, lists["request_kind"].titles(), keys, self._panel.window())

        def do(command: AskOffice) -> None:
            def done(_entry: object) -> None:
                form.close_done()
                store.noted.emit(_("The office is asked; the request goes with the next package."))

            store.execute(command, done, form.failing(store.tasks.error_left_over.emit))

        form.ask_wanted.connect(do)
        form.open()
