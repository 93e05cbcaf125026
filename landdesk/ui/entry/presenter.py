"""Fills the entry page: reads what is typed, compares it with the record, saves, and keeps what is unfinished.

Reading a form and what follows from it takes a millisecond and is done at once; the record is asked on a reading
thread a moment after the last key. The unfinished form is kept in the store itself, where personal data belong.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from landdesk.app.entering import enter_form, form_texts, surroundings
from landdesk.domain.change import Entry
from landdesk.domain.clock import local_time
from landdesk.domain.collection import COLLECTED, ENTERED
from landdesk.domain.errors import LandDeskError
from landdesk.domain.ids import ObjectId
from landdesk.domain.progress import Progress
from landdesk.i18n import _, format_number
from landdesk.services.entry.check import Surroundings
from landdesk.services.entry.defaults import completed
from landdesk.services.entry.entering import (
    EnteredList,
    FormRefusedError,
    Looked,
    entered_list,
    look,
)
from landdesk.services.entry.form import CertificateForm
from landdesk.services.entry.problem import Problem, Weight
from landdesk.services.entry.recorded import recorded_form
from landdesk.services.entry.texts import Read, problem_field
from landdesk.store.reader import Reader
from landdesk.ui.entry.entered_panel import EnteredPanel
from landdesk.ui.entry.filling import ditto_text, fill_from_card, filled_in, new_form, repeat_last
from landdesk.ui.entry.page import EntryPage
from landdesk.ui.entry.row import EntryEdit
from landdesk.ui.entry.scans import ScanDesk
from landdesk.ui.entry.sheet import EntrySheet
from landdesk.ui.entry.showing import EntryShowing
from landdesk.ui.messages import error_lines
from landdesk.ui.open_store import OpenStore

ASK_AFTER_MS: Final = 150
KEEP_AFTER_MS: Final = 1_000


class EntryPresenter(QObject):
    """Works for one page.

    Args:
        store: The open store.
        parent: The window, over which the page lies.
    """

    def __init__(self, store: OpenStore, parent: QWidget) -> None:
        super().__init__(parent)
        self._store = store
        self._around: Surroundings = surroundings(store.app)
        self._texts = form_texts(self._around)
        self.sheet = EntrySheet()
        states = self._around.lists["collection_state"]
        self.page = EntryPage(self.sheet, EnteredPanel(states.titles()), parent)
        self.page.resize(parent.size())
        self.scans = ScanDesk(store, self.page)
        self._accepted: set[str] = set()
        self._last: Mapping[str, Any] = {}
        self._read = Read(CertificateForm(), ())
        self._looked: Looked | None = None
        self._refused: tuple[Problem, ...] = ()
        self._showing = EntryShowing(self.sheet, self.page, self._texts, self._around)
        self._asked = 0
        self._saving = False
        self._ask = self._timer(ASK_AFTER_MS, self._look)
        self._keep = self._timer(KEEP_AFTER_MS, self.keep_draft)
        self._connect()
        self._begin()

    @property
    def settled(self) -> bool:
        """Whether nothing is waiting to be asked, kept or saved."""
        return not (self._ask.isActive() or self._keep.isActive() or self._saving) and self._store.tasks.idle

    def open(self) -> None:
        """Show the page with what was left unfinished, and the list."""
        self.page.open()
        self._store.read(lambda reader: reader.entering.draft(), self._resume)
        self._refresh_list()

    def _timer(self, after_ms: int, call: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(call)
        return timer

    def _connect(self) -> None:
        sheet, page = self.sheet, self.page
        sheet.typed.connect(self._take_typing)
        sheet.entered.connect(self._go_on)
        sheet.arrived.connect(self._arrive)
        sheet.left.connect(self._leave)
        sheet.changed.connect(self._rows_changed)
        page.wanted.connect(self.do)
        page.leaving.connect(self._leave_page)
        page.finished.connect(self.deleteLater)
        page.entered.chosen.connect(self.go_on_with)
        self.scans.changed.connect(self._changed)

    # --- what a key does -----------------------------------------------------------------------------------

    def do(self, code: str) -> None:
        """Do what a key of the page stands for."""
        calls = {
            "save": lambda: self.save(ENTERED),
            "collected": lambda: self.save(COLLECTED),
            "person": self.sheet.add_person,
            "parcel": self.sheet.add_parcel,
            "purpose": self.sheet.add_purpose,
            "asset": self.sheet.add_asset,
            "current_user": self.sheet.add_current_user,
            "repeat": self._repeat,
            "accept": self._accept,
            "recorded": self._take_recorded,
            "ditto": self._ditto,
            "remove": self._remove,
            "list": self._turn_list,
            "scan": self.scans.choose,
        }
        call = calls.get(code)
        if call is None:
            self.scans.do(code)
        else:
            call()

    def _repeat(self) -> None:
        """Fill in what the last certificate had, where nothing stands yet; go to the first field left."""
        repeat_last(self.sheet, self._last)
        self._changed()
        self._go_to_first()

    def _ditto(self) -> None:
        edit = self._edit_at_hand()
        text = None if edit is None else ditto_text(self.sheet, edit, self._last)
        if edit is not None and text:
            edit.fill_in(text)
            self._changed()
            self._go_on(edit)

    def _remove(self) -> None:
        edit = self._edit_at_hand()
        if edit is not None:
            self.sheet.remove_row(edit)

    def _turn_list(self) -> None:
        showing = self.page.side.currentWidget() is self.page.entered
        self.page.show_side(self.page.scan if showing else self.page.entered)
        if showing:
            self._go_to_first()
        else:
            self.page.entered.table.setFocus()

    def _accept(self) -> None:
        """Let what is typed at the field at hand hold; a recorded serial: go on with that certificate."""
        for problem in self._problems_at_hand():
            if problem.weight is not Weight.ASK:
                continue
            self._accepted.add(problem.place)
            if problem.code == "entry.serial-taken" and self.sheet.is_untouched and self._looked is not None:
                self.go_on_with(self._looked.known.certificates[0].id)
                return
            self._changed()
            edit = self._edit_at_hand()
            if edit is not None:
                self._go_on(edit)
            return

    def _take_recorded(self) -> None:
        edit = self._edit_at_hand()
        for problem in self._problems_at_hand():
            field = problem_field(problem.place)
            if edit is not None and field is not None and problem.recorded is not None:
                edit.fill_in(self._recorded_words(problem, edit))
                self._changed()
                self._go_on(edit)
                return

    def _recorded_words(self, problem: Problem, edit: EntryEdit) -> str:
        field = edit.entry_field
        if field.key in ("term", "origin"):
            # One text stands for several values: the recorded one is worded as the field it belongs to.
            return self._texts.recorded_words(field, problem.recorded)
        return self._texts.value_words(field, problem.recorded)

    def _problems_at_hand(self) -> list[Problem]:
        edit = self._edit_at_hand()
        place = "" if edit is None else self.sheet.place_of(edit)
        found = () if self._looked is None else self._looked.problems
        return [one for one in found if one.place == place]

    def _edit_at_hand(self) -> EntryEdit | None:
        focus = self.sheet.focusWidget()
        return focus if isinstance(focus, EntryEdit) else None

    # --- typing --------------------------------------------------------------------------------------------

    def _take_typing(self, edit: EntryEdit) -> None:
        if fill_from_card(self.sheet, edit, self._texts, whole=False):
            self._changed()
            return
        place = self.sheet.place_of(edit)
        self._accepted.discard(place)
        self._refused = tuple(one for one in self._refused if one.place != place)
        self._changed()

    def _go_on(self, edit: EntryEdit) -> None:
        """Bring the field into its form and go to the next in which something is to be typed."""
        fill_from_card(self.sheet, edit, self._texts, whole=True)
        self._word(edit)
        self._changed()
        following = self.sheet.next_of(edit)
        if following is not None:
            self.page.go_to(following)

    def _leave(self, edit: EntryEdit) -> None:
        if self.sheet.row_of(edit) is not None:
            self._word(edit)
            self._changed()

    def _word(self, edit: EntryEdit) -> None:
        """Let a field say in words what was understood: ``vc`` becomes Vợ chồng."""
        text = edit.text().strip()
        field = edit.entry_field
        if not text:
            return
        values, problems = self._texts.read_value(field, text, "")
        if not problems and values:
            worded = filled_in(self._texts, field, values)
            if worded and worded != text:
                edit.setText(worded)
                edit.setCursorPosition(0)

    def _arrive(self, edit: EntryEdit) -> None:
        self.page.hint.setText(self._showing.choices(edit))
        self.page.form_area.ensureWidgetVisible(edit, 0, 60)
        self._show_problems()

    def _rows_changed(self) -> None:
        self._refused = ()
        # Places count rows, so what was accepted may now name another row.
        self._accepted &= {"serial"}
        self._changed()

    def _changed(self) -> None:
        """Read the form anew, show what follows from it, and ask the record in a moment."""
        texts = {**self.sheet.texts(), "accept": sorted(self._accepted)}
        self._read = self._texts.read(texts, self.scans.forms)
        self._showing.follow(completed(self._read.form, self._around.lists))
        self._show_problems()
        self._ask.start()
        self._keep.start()

    # --- the record ----------------------------------------------------------------------------------------

    def _look(self) -> None:
        self._asked += 1
        number, form = self._asked, self._read.form

        def show(looked: Looked) -> None:
            if number == self._asked and isValid(self.page):
                self._looked = looked
                self._show_problems()

        self._store.read(lambda reader: look(form, reader, self._around), show)

    def _show_problems(self) -> None:
        self._showing.problems(self._read, self._looked, self._refused, frozenset(self._accepted))

    # --- saving --------------------------------------------------------------------------------------------

    def save(self, state: str) -> None:
        """Save the form, or note the paper as collected; then begin the next."""
        if self._saving:
            return
        if self.scans.is_looking:
            self.page.say(_("The scan is still being read; press again in a moment."))
            return
        edit = self._edit_at_hand()
        if edit is not None:
            self._word(edit)
        self._changed()
        read, around, app, scans = self._read, self._around, self._store.app, self.scans.files
        if self._store.person is None:
            self._store.person_wanted.emit()
            return
        self._saving = True

        def work(_progress: Progress) -> Entry:
            entry = enter_form(app, read, around, state, scans)
            app.write(lambda context: context.work.keep_draft(None))
            return entry

        self._store.change(work, self._saved, self._not_saved)

    def _saved(self, entry: Entry) -> None:
        self._saving = False
        if not isValid(self.page):
            return
        self._last = self.sheet.texts()
        self._begin()
        self.page.say("")
        self.page.hint.setText(_("Saved: {parcels}").format(parcels=entry.subject or _("certificate")))
        self._refresh_list()

    def _not_saved(self, error: BaseException) -> None:
        self._saving = False
        if not isValid(self.page) or not isinstance(error, LandDeskError):
            self._store.tasks.error_left_over.emit(error)
            return
        self.page.say(" ".join(error_lines(error)[:1]))
        if isinstance(error, FormRefusedError):
            self._refused = error.problems
            edits = [self.sheet.edit_at(one.place) for one in error.problems]
            first = next((one for one in edits if one is not None), None)
            if first is not None:
                self.page.go_to(first)
            self._show_problems()

    def _begin(self, texts: Mapping[str, Any] | None = None) -> None:
        """Begin an empty form, or one with texts."""
        self._accepted = set((texts or {}).get("accept", ()))
        self._looked, self._refused = None, ()
        self.sheet.show_texts(new_form(self._store.app.info, self._last) if texts is None else texts)
        if texts is None:
            self.scans.clear()
        self._changed()
        self._keep.stop()
        self._go_to_first()

    def _go_to_first(self) -> None:
        edit = self.sheet.certificate.edits["commune"]
        following = edit if not edit.text() else self.sheet.next_of(edit)
        typed = [one for one in self.sheet.edits() if one.isVisibleTo(self.sheet) and not one.is_rare]
        empty = next((one for one in typed if not one.text() and not one.is_settled), following)
        if empty is not None:
            self.page.go_to(empty)

    def go_on_with(self, certificate: ObjectId) -> None:
        """Show a recorded certificate to be completed; asks for nothing where something else was typed."""

        def show(form: CertificateForm) -> None:
            if isValid(self.page):
                self._begin({**self._texts.words(form), "accept": ["serial"]})
                self.page.show_side(self.page.scan)

        self._store.read(lambda reader: recorded_form(reader, certificate), show)

    def _leave_page(self) -> None:
        self._ask.stop()
        self.keep_draft()

    # --- what is kept --------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Keep the unfinished form in the store; an empty one takes its place away."""
        self._keep.stop()
        app = self._store.app
        if app.store.read_only or self._saving:
            return
        texts = {**self.sheet.texts(), "accept": sorted(self._accepted), "scans": self.scans.paths}
        is_empty = self.sheet.is_untouched and not self.sheet.certificate.edits["serial"].text()
        draft = None if is_empty and not self.scans.paths else json.dumps(texts, ensure_ascii=False)
        self._store.tasks.write(
            lambda _progress: app.write(lambda context: context.work.keep_draft(draft)),
            None,
            lambda _error: None,
        )

    def _resume(self, draft: str | None) -> None:
        if not isValid(self.page) or draft is None or not self.sheet.is_untouched:
            return
        texts = json.loads(draft)
        self._begin(texts)
        self.scans.show([Path(one) for one in texts.get("scans", [])])
        self.page.hint.setText(_("This form was left unfinished; go on with it."))

    def _refresh_list(self) -> None:
        person = self._store.person
        clock = self._store.app.store.clock

        def read(reader: Reader) -> EnteredList:
            return entered_list(reader, local_time(clock()).date(), None if person is None else person.id)

        def show(listed: EnteredList) -> None:
            if isValid(self.page):
                self.page.entered.show_list(listed)
                self.page.setWindowTitle(
                    _("Enter a certificate – today: {count}").format(count=format_number(listed.today, 0))
                )

        self._store.read(read, show)
