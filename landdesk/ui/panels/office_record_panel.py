"""One record of a package: who did what, what stands against it, areas, objects, decision. It decides nothing."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from landdesk.app.titles import command_title, moment, reason_title
from landdesk.domain.finding import Finding
from landdesk.i18n import _, format_number, ngettext, translate
from landdesk.services.packages.operations import Act
from landdesk.store.queries.decisions import ACCEPTED, UNDECIDED, Decision
from landdesk.ui import theme
from landdesk.ui.icons import icon
from landdesk.ui.models.office_changes import RecordChanges
from landdesk.ui.models.office_rows import ListedRecord, act_titles, stated_moment
from landdesk.ui.panels.office_delegates import Badge
from landdesk.ui.panels.office_record_cards import AreaTable, ObjectCard
from landdesk.ui.panels.sections import Banner, Section, empty, small_button, thin_line, words

CARDS_AT_ONCE: Final = 20
ACTS_SHOWN: Final = 8


class RecordPanel(QWidget):
    """Shows one record, or the number of several.

    Signals:
        accept_requested(), return_requested(): Decide on what is chosen.
        map_requested(): Show the record on the map.
        finding_chosen(Finding): Show where it is.
    """

    accept_requested = Signal()
    return_requested = Signal()
    map_requested = Signal()
    finding_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._changes: RecordChanges | None = None
        self._cards_shown = CARDS_AT_ONCE
        self.accept = QPushButton(icon("done"), _("Accept"))
        self.accept.clicked.connect(self.accept_requested)
        self.send_back = QPushButton(icon("returned"), _("Return…"))
        self.send_back.setToolTip(_("Send back with a reason and a note"))
        self.send_back.clicked.connect(self.return_requested)
        self.heading = words("", name="section")
        self.subject = words("", name="", selectable=True)
        self._badge = QHBoxLayout()
        self.map = small_button("zoom-parcel", _("Show on the map"))
        self.map.clicked.connect(self.map_requested)
        self.personal = small_button(
            "eye", _("Show names, numbers and addresses of persons"), text=_("Personal data")
        )
        self.personal.setCheckable(True)
        self.personal.toggled.connect(self._turn_personal)
        self.more = QPushButton()
        self.more.clicked.connect(self._show_more)
        self._head = QVBoxLayout()
        self._notes = QVBoxLayout()
        self._acts = Section(_("Acts"))
        self._areas = Section(_("Map areas (m²)"), (self.map,))
        self._objects = Section(_("Objects"), (self.personal,))
        self._lay_out()
        self.show_words(_("Choose a record of the package."))

    @property
    def changes(self) -> RecordChanges | None:
        """The record shown."""
        return self._changes

    def show_words(self, text: str) -> None:
        """Show a line instead of a record."""
        self._changes = None
        self._body.hide()
        self._nothing.setText(text)
        self._nothing.show()
        self._show_buttons(visible=False)

    def show_several(self, count: int) -> None:
        """Say how many records are chosen; the buttons decide on all of them."""
        self.show_words(_("{count} records are chosen.").format(count=format_number(count, 0)))
        self._show_buttons(visible=True)

    def show_head(self, row: ListedRecord) -> None:
        """Show what is known of a record before its objects are read."""
        self.heading.setText(", ".join(act_titles(row.record)))
        self.subject.setText(row.record.subject)
        self.subject.setVisible(bool(row.record.subject))
        empty(self._badge)
        self._badge.addWidget(Badge(row.state))
        self._show_buttons(visible=row.undecided)

    def show_changes(self, row: ListedRecord, changes: RecordChanges) -> None:
        """Show a record."""
        is_other = self._changes is None or self._changes.review.record.id != row.id
        self._changes = changes
        if is_other:
            self._cards_shown = CARDS_AT_ONCE
            self.hide_personal()
        self.show_head(row)
        self._show_notes(row, changes)
        self._show_acts(row.record.acts)
        self._show_areas(changes)
        self._show_objects()
        self._nothing.hide()
        self._body.show()
        if is_other:
            self._area.verticalScrollBar().setValue(0)

    def allow(self, *, accept: bool, send_back: bool, why_not: str = "") -> None:
        """Say which decisions are possible now, and what stands against accepting."""
        self.accept.setEnabled(accept)
        self.accept.setToolTip(why_not or _("Take it over into the office's data"))
        self.send_back.setEnabled(send_back)

    def hide_personal(self) -> None:
        """Mask personal data again, as when another record is chosen."""
        self.personal.setChecked(False)

    def _lay_out(self) -> None:
        self._nothing = words("", name="empty")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setMargin(20)
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(self.heading, 1)
        title.addLayout(self._badge)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(title)
        column.addWidget(self.subject)
        self._notes.setSpacing(6)
        column.addLayout(self._notes)
        for section in (self._areas, self._objects, self._acts):
            line = thin_line()
            column.addWidget(line)
            column.addWidget(section)
        column.addStretch()
        self._body = QWidget()
        self._body.setLayout(column)
        surface = QWidget()
        surface.setObjectName("surface")
        inner = QVBoxLayout(surface)
        inner.setContentsMargins(12, 10, 12, 12)
        inner.addWidget(self._nothing)
        inner.addWidget(self._body, 1)
        self._area = QScrollArea()
        self._area.setWidget(surface)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._foot = QWidget()
        buttons = QHBoxLayout(self._foot)
        buttons.setContentsMargins(12, 8, 12, 8)
        buttons.setSpacing(8)
        buttons.addWidget(self.accept, 1)
        buttons.addWidget(self.send_back, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._area, 1)
        layout.addWidget(thin_line())
        layout.addWidget(self._foot)

    def _show_buttons(self, *, visible: bool) -> None:
        self._foot.setVisible(visible)

    def _show_notes(self, row: ListedRecord, changes: RecordChanges) -> None:
        """Show the decision, or what stands against the record."""
        empty(self._notes)
        if not row.undecided:
            self._notes.addWidget(_decision_banner(row.decision, changes))
            return
        review = changes.review
        if not review.can_be_taken:
            text = _("It contradicts what the office holds, so it can only be returned.")
            self._notes.addWidget(Banner("error", theme.ERROR, _("Cannot be accepted"), text))
        elif row.state == "conflict":
            text = _("If it is accepted, the values of the package win over those of the office.")
            self._notes.addWidget(Banner("warning", theme.WARNING, _("Both sides changed the same"), text))
        if review.findings:
            self._notes.addWidget(self._findings_banner(review.findings))
        if review.changed_around:
            text = _("The author saw them otherwise; look whether the boundaries still fit.")
            heading = ngettext(
                "{count} neighbouring parcel was changed at the office",
                "{count} neighbouring parcels were changed at the office",
                review.changed_around,
            ).format(count=review.changed_around)
            self._notes.addWidget(Banner("notice", theme.NOTICE, heading, text))

    def _findings_banner(self, findings: Sequence[Finding]) -> Banner:
        heading = ngettext(
            "{count} new error on the office's map", "{count} new errors on the office's map", len(findings)
        ).format(count=len(findings))
        text = _("A record that breaks the map cannot be accepted.")
        banner = Banner("error", theme.ERROR, heading, text)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        for finding in findings[:10]:
            line = QHBoxLayout()
            line.addWidget(words(translate(finding.what)), 1)
            place = small_button("zoom-parcel", _("Show on the map"))
            place.setEnabled(finding.place is not None)
            place.clicked.connect(lambda _checked, finding=finding: self.finding_chosen.emit(finding))
            line.addWidget(place)
            lines.addLayout(line)
        banner.buttons.addLayout(lines)
        return banner

    def _show_acts(self, acts: Sequence[Act]) -> None:
        empty(self._acts.body)
        if not acts:
            self._acts.show_none(_("Changed without an act, by another program."))
        for act in acts[-ACTS_SHOWN:]:
            self._acts.body.addWidget(words(f"{command_title(act.command)} {act.subject}".strip()))
            self._acts.body.addWidget(
                words(f"{stated_moment(act.at)} · {act.person}, {act.unit}", name="soft", selectable=True)
            )
        if len(acts) > ACTS_SHOWN:
            self._acts.show_none(_("… and {count} earlier ones").format(count=len(acts) - ACTS_SHOWN))

    def _show_areas(self, changes: RecordChanges) -> None:
        empty(self._areas.body)
        if changes.shapes:
            self._areas.body.addWidget(AreaTable(changes.shapes))
        else:
            self._areas.show_none(_("No boundary changes."))

    def _show_objects(self) -> None:
        changes = self._changes
        if changes is None:
            return
        empty_keeping(self._objects.body, self.more)
        objects = changes.objects
        self._objects.title.setText(_("Objects") + f" ({format_number(len(objects), 0)})")
        decided = changes.review.decision.decision != UNDECIDED
        for one in objects[: self._cards_shown]:
            card = ObjectCard(one, personal=self.personal.isChecked(), decided=decided)
            self._objects.body.addWidget(card)
        left = len(objects) - self._cards_shown
        self._objects.body.addWidget(self.more)
        self.more.setVisible(left > 0)
        self.more.setText(_("Show {count} more").format(count=min(left, CARDS_AT_ONCE)))
        self.personal.setEnabled(any(field.personal for one in objects for field in one.fields))

    def _turn_personal(self, shown: bool) -> None:
        self.personal.setIcon(icon("eye-off" if shown else "eye", theme.TEXT_SOFT))
        self._show_objects()

    def _show_more(self) -> None:
        self._cards_shown += CARDS_AT_ONCE
        self._show_objects()


def empty_keeping(layout: QVBoxLayout, kept: QWidget) -> None:
    """Take everything out of a layout; one widget goes on living."""
    layout.removeWidget(kept)
    empty(layout)


def _decision_banner(decision: Decision, changes: RecordChanges) -> Banner:
    who = decision.person or ""
    when = "" if decision.at_ms is None else moment(decision.at_ms)
    said = " · ".join(filter(None, (who, when)))
    answered = (
        _("A receipt was written.")
        if decision.receipt is not None
        else _("No receipt was written yet; who decided can undo it.")
    )
    if decision.decision == ACCEPTED:
        numbers = [f"{old} → {new}" for old, new in changes.renumbered]
        lines = [said, answered]
        if numbers:
            lines.insert(1, _("Official number: {numbers}").format(numbers=", ".join(numbers)))
        return Banner("done", theme.GOOD, _("Accepted"), "\n".join(filter(None, lines)))
    heading = _("Returned: {reason}").format(reason=reason_title(decision.reason or ""))
    return Banner(
        "returned", theme.RETURNED, heading, "\n".join(filter(None, (decision.note, said, answered)))
    )
