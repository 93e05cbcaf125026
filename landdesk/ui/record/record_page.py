"""The parcel page: heading, what is lacking, tabs, evidence, buttons that save or discard. It decides nothing."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTabWidget, QToolButton, QVBoxLayout, QWidget

from landdesk.domain.completeness import Completeness, Gap
from landdesk.domain.finding import Finding
from landdesk.domain.records import PROVISIONAL
from landdesk.i18n import _, format_number
from landdesk.services.checking.standing import Lacking
from landdesk.services.forms.draft import Draft, DraftObject
from landdesk.services.forms.labels import BETWEEN
from landdesk.services.forms.layout import TABS, Tab, section_of
from landdesk.services.forms.notes import unsaved_words
from landdesk.services.forms.scans import has_new_certificate_scan
from landdesk.store.parcel_history import ParcelEvent
from landdesk.ui import theme
from landdesk.ui.icons import icon, picture
from landdesk.ui.panels.sections import ElidedLabel, small_button, thin_line, words
from landdesk.ui.panels.standing_bar import Marks, StandingBar
from landdesk.ui.record.evidence_bar import EvidenceBar
from landdesk.ui.record.finding_bar import FindingBar
from landdesk.ui.record.finding_fields import MISSING_FIELD, places_of
from landdesk.ui.record.gap_bar import GapBar
from landdesk.ui.record.history_view import HistoryView
from landdesk.ui.record.nodes import Node, field_of_gap
from landdesk.ui.record.paste_dialog import PasteDialog
from landdesk.ui.record.pasting import plan, preview, put_in
from landdesk.ui.record.record_tree import RecordTree

HISTORY = "history"


class RecordPage(QWidget):
    """Shows and edits one parcel.

    Signals:
        save_requested(), discard_requested(): Keep what was typed as one act, or forget it.
        close_requested(): Back to the panel beside the map.
        zoom_requested(): Show the parcel on the map.
        history_wanted(): The history came into sight.
        day_chosen(int): Show the parcel as it was at a moment.
        today_requested(): Back to the parcel of today.
        typing_ended(): No editor is open any more.
        place_wanted(Finding): Show on the map what is mended there.
        link_used(Link, Node), files_dropped(list[Path]): Something is wanted that needs the store or files.
    """

    save_requested = Signal()
    discard_requested = Signal()
    close_requested = Signal()
    zoom_requested = Signal()
    history_wanted = Signal()
    day_chosen = Signal(object)
    today_requested = Signal()
    typing_ended = Signal()
    place_wanted = Signal(object)
    link_used = Signal(object, object)
    files_dropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.draft: Draft | None = None
        self._last_gap: Gap | None = None
        self.completeness: Completeness | None = None
        self._past = False
        self._editable = False
        self.heading = ElidedLabel()
        self.heading.setObjectName("heading")
        self.reveal = _reveal_button()
        self.reveal.toggled.connect(self._unmask)
        self.zoom = small_button("zoom-parcel", _("Show on the map"))
        self.zoom.clicked.connect(self.zoom_requested)
        self.back = small_button("close", _("Close the page (Esc)"))
        self.back.clicked.connect(self.close_requested)
        self.gaps = GapBar()
        self.gaps.gap_chosen.connect(self.go_to_gap)
        self.standing = StandingBar()
        self.findings = FindingBar()
        self.findings.finding_chosen.connect(self.go_to_finding)
        self.past_note = _PastNote()
        self.past_note.back.clicked.connect(self.today_requested)
        self.past_note.hide()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setObjectName("record")
        # All tabs are seen, in a narrow window with shortened words.
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.trees: dict[str, RecordTree] = {}
        for tab in TABS:
            self.trees[tab.code] = self._tree(tab)
        self.history = HistoryView()
        self.history.day_chosen.connect(self.day_chosen)
        self.tabs.setTabToolTip(self.tabs.addTab(self.history, _("Past")), _("Past"))
        self.tabs.currentChanged.connect(self._show_tab)
        self.trouble = words("", name="error")
        self.trouble.hide()
        self.evidence = EvidenceBar()
        self.evidence.registration_wanted.connect(self._add_registration)
        self.state = ElidedLabel()
        self.state.setObjectName("soft")
        self.save = QPushButton(_("Save (Ctrl+S)"))
        self.save.clicked.connect(self.save_requested)
        self.discard = QPushButton(_("Discard"))
        self.discard.setToolTip(_("Forget what was typed (Esc)"))
        self.discard.clicked.connect(self.discard_requested)
        self._lay_out()
        self._add_keys()
        self._say_reveal()

    def _tree(self, tab: Tab) -> RecordTree:
        tree = RecordTree(tab)
        tree.rows.edited.connect(self._follow_typing)
        tree.cells_pasted.connect(self._show_paste)
        tree.link_used.connect(self.link_used)
        tree.files_dropped.connect(self.files_dropped)
        tree.delegate.closeEditor.connect(self.typing_ended, Qt.ConnectionType.QueuedConnection)
        self.tabs.setTabToolTip(self.tabs.addTab(tree, _(tab.title)), _(tab.title))
        return tree

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.heading, 1)
        for button in (self.reveal, self.zoom, self.back):
            head.addWidget(button)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self.state, 1)
        foot.addWidget(self.discard)
        foot.addWidget(self.save)
        self.foot = QWidget()
        below = QVBoxLayout(self.foot)
        below.setContentsMargins(12, 6, 12, 8)
        below.setSpacing(6)
        below.addWidget(self.trouble)
        below.addWidget(self.evidence)
        below.addLayout(foot)
        top = QVBoxLayout()
        top.setContentsMargins(12, 8, 8, 4)
        top.setSpacing(5)
        top.addLayout(head)
        top.addWidget(self.past_note)
        top.addWidget(self.standing)
        top.addWidget(self.gaps)
        top.addWidget(self.findings)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.tabs, 1)
        column.addWidget(thin_line())
        column.addWidget(self.foot)

    def _add_keys(self) -> None:
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+S", self.save_requested.emit),
            ("Esc", self._escape),
            ("Ctrl+G", self.go_to_next_gap),
            ("Ctrl+PgDown", lambda: self._turn(1)),
            ("Ctrl+PgUp", lambda: self._turn(-1)),
        )
        for sequence, call in keys:
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    def _escape(self) -> None:
        (self.discard_requested if self.is_changed else self.close_requested).emit()

    def _turn(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())
        self.tabs.currentWidget().setFocus()

    # --- showing -------------------------------------------------------------------------------------------

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.draft is not None and not self._past and self.draft.is_changed

    def show_draft(
        self,
        draft: Draft,
        completeness: Completeness,
        *,
        editable: bool,
        fresh: bool,
        past_words: str = "",
    ) -> None:
        """Show a parcel.

        Args:
            draft: Its objects with what was typed.
            completeness: What the record lacks.
            editable: Whether it may be changed.
            fresh: It is another parcel than before, or of another time.
            past_words: What is said of a parcel as it was; empty for that of now.
        """
        self.commit_open_editor()
        self.draft, self.completeness = draft, completeness
        self._past = bool(past_words)
        self._editable = editable and not self._past
        if fresh:
            self.trouble.hide()
            self.reveal.setChecked(False)
        parcel = draft.dossier.parcel
        sign = _("provisional number") if parcel.number_state == PROVISIONAL else ""
        title = _("Parcel {key}").format(key=parcel.key)
        self.heading.setText(f"{title} · {sign}" if sign else title)
        self.past_note.setVisible(self._past)
        self.past_note.label.setText(past_words)
        self.foot.setVisible(not self._past)
        self.evidence.setEnabled(self._editable)
        self.evidence.show_draft(draft, fresh=fresh)
        lacking = frozenset(
            (gap.object_id.hex(), gap.field)
            for gap in completeness.missing
            if gap.object_id is not None and gap.of != "purpose_origin"
        )
        for tree in self.trees.values():
            tree.rows.lacking = lacking
            tree.rows.show(draft, editable=self._editable)
            if fresh:
                tree.verticalScrollBar().setValue(0)
        self._show_titles()
        self._show_state(fresh=fresh)

    def refresh(self) -> None:
        """Show the draft anew when it was changed from outside."""
        for tree in self.trees.values():
            tree.rows.rebuild()
        self._follow_typing()

    def _show_titles(self) -> None:
        for place, tab in enumerate(TABS):
            self.tabs.setTabText(place, self._tab_title(tab.code, _(tab.title)))

    def _tab_title(self, code: str, title: str) -> str:
        """Return the title of a tab with the number of its objects."""
        if self.draft is None or code == "land":
            return title
        tab = next(one for one in TABS if one.code == code)
        count = sum(len(self.draft.listed(section, self.draft.parcel)) for section in tab.sections)
        return f"{title} {count}" if count else title

    def show_events(self, events: Sequence[ParcelEvent]) -> None:
        """Show what happened to the parcel."""
        if self.draft is not None:
            self.history.show_events(events, self.draft, unmasked=self.reveal.isChecked())

    def show_checked(
        self, marks: Marks | None, lacks: Lacking | None, findings: Sequence[Finding], *, fresh: bool
    ) -> None:
        """Show what the last check says of the parcel; of another one than before where it is fresh."""
        self.standing.show_standing(marks, lacks)
        self.findings.show_findings(findings, fresh=fresh)

    def show_trouble(self, text: str) -> None:
        """Say why something was not saved; empty takes it away."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def _show_tab(self) -> None:
        if self.tabs.currentWidget() is self.history:
            self.history_wanted.emit()

    def _unmask(self, wanted: bool) -> None:
        for tree in self.trees.values():
            tree.rows.unmask(wanted)
        self._say_reveal()
        if self.tabs.currentWidget() is self.history:
            self.history_wanted.emit()

    def _say_reveal(self) -> None:
        self.reveal.setText(_("hide numbers") if self.reveal.isChecked() else _("show numbers"))

    def _follow_typing(self) -> None:
        sender = self.sender()
        for tree in self.trees.values():
            if tree.rows is not sender and tree.isVisible():
                tree.rows.rebuild()
        if self.draft is not None:
            self.evidence.show_draft(self.draft, fresh=False)
        self.show_trouble("")
        self._show_titles()
        self._show_state(fresh=False)

    def _show_state(self, *, fresh: bool) -> None:
        draft = self.draft
        if draft is None or self.completeness is None:
            return
        open_gaps = tuple(gap for gap in self.completeness.gaps if not self._is_filled(gap))
        found = Completeness(self.completeness.states, open_gaps)
        self.gaps.show_state(found, self._name_of, fresh=fresh)
        changed = self.is_changed
        errors = sum(1 for _error in draft.errors()) if changed else 0
        self.save.setEnabled(changed and self._editable)
        self.discard.setEnabled(changed)
        if not self._editable and not self._past:
            self.state.setText(_("Say who works before you change something."))
        elif errors:
            self.state.setText(_("{count} fields are not right yet").format(count=format_number(errors, 0)))
        else:
            self.state.setText(unsaved_words(draft) if changed else _("Everything is saved"))
        self.state.setToolTip(self.state.text())

    # --- going about ---------------------------------------------------------------------------------------

    def commit_open_editor(self) -> None:
        """Close an editor that is open; what was typed is in the draft already."""
        for tree in self.trees.values():
            if tree.state() == RecordTree.State.EditingState:
                tree.setFocus()

    def go_to_field(self, tab: str, key: str, name: str) -> bool:
        """Show a field and type there; False where it is not on the tab."""
        tree = self.trees[tab]
        index = tree.rows.field_index(key, name)
        if not index.isValid():
            return False
        self.tabs.setCurrentWidget(tree)
        tree.go_to(index)
        return True

    def show_object(self, one: DraftObject, name: str) -> None:
        """Show a field of an object without typing there."""
        for tree in self.trees.values():
            index = tree.rows.field_index(one.key, name)
            if index.isValid():
                self.tabs.setCurrentWidget(tree)
                tree.go_to(index, edit=False)
                return

    def go_to_object(self, one: DraftObject, name: str) -> bool:
        """Show a field of an object on whichever tab it is."""
        return any(self.go_to_field(code, one.key, name) for code in self.trees)

    @property
    def is_typing(self) -> bool:
        """Whether the editor of a field is open."""
        return any(tree.state() == RecordTree.State.EditingState for tree in self.trees.values())

    def go_to_next_gap(self) -> None:
        """Show the field of the next gap that is still open, what is missing before what is unknown."""
        if self.completeness is None:
            return
        gaps = [*self.completeness.missing, *self.completeness.unknown]
        last = self._last_gap
        start = gaps.index(last) + 1 if last in gaps else 0
        for gap in (*gaps[start:], *gaps[:start]):
            if not self._is_filled(gap):
                self._last_gap = gap
                self.go_to_gap(gap)
                return

    def go_to_gap(self, gap: Gap) -> None:
        """Show the field of a gap; an object that is not there yet is added to the form."""
        draft = self.draft
        if draft is None:
            return
        field = field_of_gap(gap.of, gap.field)
        one = self._object_of(gap)
        if one is None and self._editable:
            one = self._added_for(gap)
            for tree in self.trees.values():
                tree.rows.rebuild()
        if one is None:
            return
        if not self.go_to_object(one, field.name) and field.name == "shape":
            self.zoom_requested.emit()

    def go_to_finding(self, finding: Finding) -> None:
        """Show where a finding is mended: a field, the next gap, or the place on the map."""
        if self.draft is None:
            return
        self.findings.choose(finding)
        if finding.rule == MISSING_FIELD:
            self.go_to_next_gap()
        elif not any(self.go_to_object(one, name) for one, name in places_of(finding, self.draft)):
            self.place_wanted.emit(finding)

    def _object_of(self, gap: Gap) -> DraftObject | None:
        """Return the object of the page that a gap is about; None where there is none."""
        draft = self.draft
        if draft is None:
            return None
        class_name = "document" if gap.of == "scan" else gap.of
        if class_name == "purpose_origin":
            origins = draft.of("purpose_origin")
            parent = None if gap.object_id is None else gap.object_id.hex()
            found = [one for one in origins if parent is None or draft.link(one, "purpose_id") == parent]
            return found[0] if found else None
        if gap.object_id is not None:
            return draft.objects.get(gap.object_id.hex())
        fresh = [one for one in draft.of(class_name) if one.record is None]
        return fresh[0] if fresh else None

    def _added_for(self, gap: Gap) -> DraftObject | None:
        """Add the object that a gap asks for."""
        draft = self.draft
        if draft is None:
            return None
        class_name = "document" if gap.of == "scan" else gap.of
        if class_name == "purpose_origin":
            purpose = None if gap.object_id is None else draft.objects.get(gap.object_id.hex())
            if purpose is None:
                purposes = draft.of("purpose")
                purpose = purposes[0] if purposes else draft.add(section_of("purpose"), draft.parcel)
            return draft.add(section_of("purpose").inner[0], purpose)
        return draft.add(section_of(class_name), draft.parcel)

    def _add_registration(self) -> None:
        """Add the registration that is to be the reason, and let its number be typed."""
        draft = self.draft
        if draft is None:
            return
        made = draft.add(section_of("registration"), draft.parcel)
        for tree in self.trees.values():
            tree.rows.rebuild()
        self.evidence.choose_target(made.key)
        self.go_to_object(made, "number")

    def _is_filled(self, gap: Gap) -> bool:
        """Tell whether something stands on the page where a gap was."""
        one = self._object_of(gap)
        if self.draft is None:
            return False
        if gap.of == "scan" and has_new_certificate_scan(self.draft):
            return True
        if one is None:
            return False
        field = field_of_gap(gap.of, gap.field)
        return bool(one.typed.get(field.name, "").strip())

    def _name_of(self, gap: Gap) -> str:
        if self.draft is None or gap.object_id is None or gap.of == "parcel":
            return ""
        one = self.draft.objects.get(gap.object_id.hex())
        if one is None or len(self.draft.of(one.class_name)) < 2:
            return ""
        title = self.draft.title(one)
        # Vietnamese call each other by the last word of the name.
        return title.split()[-1] if one.class_name == "party" else title.split(BETWEEN)[0]

    # --- pasting -------------------------------------------------------------------------------------------

    def _show_paste(self, node: Node, rows: list[list[str]]) -> None:
        draft = self.draft
        if draft is None:
            return
        made = plan(node, rows)

        def put() -> None:
            put_in(draft, made)
            self.refresh()

        PasteDialog(preview(draft, made.targets), made.left_over, put, self).open()


def _reveal_button() -> QToolButton:
    button = QToolButton()
    button.setObjectName("link")
    button.setCheckable(True)
    button.setToolTip(_("Show the whole identity numbers"))
    return button


class _PastNote(QWidget):
    """Says that the parcel of another day is shown."""

    def __init__(self) -> None:
        super().__init__()
        sign = QLabel()
        sign.setPixmap(picture("history", 18, theme.ACCENT, self.devicePixelRatioF()))
        self.label = words("", name="strong")
        self.back = QPushButton(icon("undo"), _("Back to today"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.addWidget(sign)
        row.addWidget(self.label, 1)
        row.addWidget(self.back)
