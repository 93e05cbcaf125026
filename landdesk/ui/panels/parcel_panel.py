"""The parcel panel: heading, returned work, facts, findings, land users, last changes. It decides nothing."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from landdesk.app.findings_out import fixers_title
from landdesk.app.titles import WORK_KINDS, command_title, moment, reason_title, title
from landdesk.domain.area_tolerance import AreaState
from landdesk.domain.change import Entry
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId, short_id
from landdesk.domain.records import PROVISIONAL, Party, WorkItem
from landdesk.i18n import N_, _, format_number, translate
from landdesk.services.checking.profiles import area_tolerance
from landdesk.services.checking.standing import Lacking
from landdesk.ui import theme
from landdesk.ui.icons import icon, picture
from landdesk.ui.land_use_list import land_use_name
from landdesk.ui.lists_in_use import lists_in_use
from landdesk.ui.panels.finding_acts import FindingActs
from landdesk.ui.panels.parcel_details import ParcelDetails, masked
from landdesk.ui.panels.sections import Banner, Facts, Section, empty, small_button, thin_line, words
from landdesk.ui.panels.standing_bar import Marks, StandingBar
from landdesk.ui.record.finding_fields import is_on_page

AREA_STATES: Mapping[AreaState, str] = {
    AreaState.WITHIN: N_("allowed (up to {allowed} m²)"),
    AreaState.OVER_UNCHANGED: N_("above the allowed {allowed} m², boundary unchanged"),
    AreaState.OVER_CHANGED: N_("above the allowed {allowed} m², boundary changed"),
}


class ParcelPanel(QWidget):
    """Shows one parcel.

    Signals:
        edit_requested(): Open the page of the parcel.
        zoom_requested(): Show what is chosen on the map.
        merge_requested(): Join the chosen parcels.
        bulk_requested(): Give the chosen parcels the same values.
        user_add_requested(), user_edit_requested(Party), user_remove_requested(Party): Land users.
        finding_chosen(Finding): Show where it is.
        mending_requested(Finding): Open the page where it is mended.
        acts_changed(list[FindingActs]): Buttons that are to offer what can be done with their finding.
        work_done_requested(WorkItem), work_resend_requested(WorkItem): Close returned work.
    """

    edit_requested = Signal()
    zoom_requested = Signal()
    merge_requested = Signal()
    bulk_requested = Signal()
    user_add_requested = Signal()
    user_edit_requested = Signal(object)
    user_remove_requested = Signal(object)
    finding_chosen = Signal(object)
    mending_requested = Signal(object)
    acts_changed = Signal(object)
    work_done_requested = Signal(object)
    work_resend_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unmasked: set[ObjectId] = set()
        self._pages = QStackedWidget()
        self._nothing = words("", name="empty")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._nothing.setMargin(24)
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self._make_several())
        self._pages.addWidget(self._make_page())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say how a parcel is chosen."""
        self._show_words(_("Choose a parcel on the map or in the list."))

    def show_several(self, keys: Sequence[str], map_area_m2: float, *, editable: bool) -> None:
        """Show a choice of several parcels in short."""
        self.merge.setEnabled(editable)
        self.bulk.setEnabled(editable)
        self.several_heading.setText(_("{count} parcels are chosen").format(count=len(keys)))
        self._several_keys.setText(", ".join(keys[:40]) + (" …" if len(keys) > 40 else ""))
        self._several_facts.show_facts([(_("Together on the map"), f"{format_number(map_area_m2, 1)} m²")])
        self._pages.setCurrentIndex(1)

    def show_details(
        self,
        details: ParcelDetails,
        map_area_m2: float | None,
        findings: Sequence[Finding],
        *,
        editable: bool,
    ) -> None:
        """Show a parcel.

        Args:
            details: What the store says.
            map_area_m2: What the map measures.
            findings: Faults that concern the parcel.
            editable: Whether it may be changed.
        """
        parcel = details.parcel
        self.heading.setText(_("Parcel {key}").format(key=parcel.key))
        provisional = parcel.number_state == PROVISIONAL
        self.subheading.setText(
            _("Provisional number, until the office gives one") if provisional else _sheet_words(parcel.sheet)
        )
        self._facts.show_facts(_facts(details, map_area_m2))
        self._show_work(details.work, editable=editable)
        self._show_users(details.users, editable=editable)
        self._show_findings(findings)
        self._show_changes(details.changes)
        self.add_user.setEnabled(editable)
        self._pages.setCurrentIndex(2)

    def show_standing(self, marks: Marks | None, lacks: Lacking | None) -> None:
        """Show what the last check says of the parcel as a whole; None before there was one."""
        self._standing.show_standing(marks, lacks)

    def _show_words(self, text: str) -> None:
        self._nothing.setText(text)
        self._pages.setCurrentIndex(0)

    def _make_several(self) -> QWidget:
        self.several_heading = QLabel()
        self.several_heading.setObjectName("heading")
        self._several_keys = words("", selectable=True)
        self._several_facts = Facts()
        self.zoom_several = QPushButton(icon("zoom-parcel"), _("Show on the map"))
        self.zoom_several.clicked.connect(self.zoom_requested)
        self.merge = QPushButton(icon("merge"), _("Merge"))
        self.merge.clicked.connect(self.merge_requested)
        self.bulk = QPushButton(icon("edit"), _("Change together…"))
        self.bulk.clicked.connect(self.bulk_requested)
        buttons = QHBoxLayout()
        buttons.addWidget(self.zoom_several)
        buttons.addWidget(self.merge)
        buttons.addStretch()
        page = QWidget()
        page.setObjectName("surface")
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(9)
        column.addWidget(self.several_heading)
        column.addWidget(self._several_keys)
        column.addWidget(self._several_facts)
        column.addLayout(buttons)
        column.addWidget(self.bulk, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        return page

    def _make_page(self) -> QWidget:
        self.heading = QLabel()
        self.heading.setObjectName("heading")
        self.subheading = words("", name="soft")
        self.zoom = small_button("zoom-parcel", _("Show on the map"))
        self.zoom.clicked.connect(self.zoom_requested)
        self.edit = QPushButton(_("Open page"))
        self.edit.setToolTip(_("Everything about the parcel, to look at and to change (Ctrl+E)"))
        self.edit.clicked.connect(self.edit_requested)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.heading, 1)
        head.addWidget(self.zoom)
        head.addWidget(self.edit)
        self._standing = StandingBar()
        self._work = QVBoxLayout()
        self._work.setSpacing(6)
        self._facts = Facts()
        self.add_user = small_button("add", _("Add land user"), text=_("Add"))
        self.add_user.clicked.connect(self.user_add_requested)
        self._users = Section(_("Land users"), (self.add_user,))
        self._findings = Section(_("Findings"))
        self._changes = Section(_("Last changes"))
        body = QWidget()
        body.setObjectName("surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(9)
        column.addLayout(head)
        column.addWidget(self.subheading)
        column.addWidget(self._standing)
        column.addLayout(self._work)
        column.addWidget(self._facts)
        for section in (self._findings, self._users, self._changes):
            column.addWidget(thin_line())
            column.addWidget(section)
        column.addStretch()
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _show_work(self, items: Sequence[WorkItem], *, editable: bool) -> None:
        empty(self._work)
        for item in items:
            heading = title(WORK_KINDS, item.kind)
            if item.reason:
                heading = f"{heading}: {reason_title(item.reason)}"
            banner = Banner("returned", theme.RETURNED, heading, item.words or "")
            done = QPushButton(_("Done"))
            done.setToolTip(_("The work is done; nothing is sent"))
            done.clicked.connect(lambda _checked, item=item: self.work_done_requested.emit(item))
            again = QPushButton(_("Send again"))
            again.setToolTip(_("Send the same to the office again, with the next package"))
            again.clicked.connect(lambda _checked, item=item: self.work_resend_requested.emit(item))
            for button in (done, again):
                button.setEnabled(editable)
                banner.buttons.addWidget(button)
            banner.buttons.addStretch()
            self._work.addWidget(banner)

    def _show_users(self, users: Sequence[Party], *, editable: bool) -> None:
        empty(self._users.body)
        if not users:
            self._users.show_none(_("No land user is recorded."))
        for party in users:
            self._users.body.addWidget(self._user_card(party, editable=editable))

    def _user_card(self, party: Party, *, editable: bool) -> QWidget:
        card = QFrame()
        card.setObjectName("card")
        name = words(party.name, name="strong", selectable=True)
        edit = small_button("edit", _("Change land user"))
        edit.clicked.connect(lambda: self.user_edit_requested.emit(party))
        remove = small_button("remove", _("Remove land user"))
        remove.clicked.connect(lambda: self.user_remove_requested.emit(party))
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(name, 1)
        for button in (edit, remove):
            button.setEnabled(editable)
            top.addWidget(button)
        column = QVBoxLayout(card)
        column.setContentsMargins(9, 5, 5, 7)
        column.setSpacing(1)
        column.addLayout(top)
        if party.identity_number:
            column.addLayout(self._identity_row(party, party.identity_number))
        else:
            column.addWidget(words(_("No identity number"), name="soft"))
        if party.address:
            column.addWidget(words(party.address, name="soft", selectable=True))
        return card

    def _identity_row(self, party: Party, number: str) -> QHBoxLayout:
        shown = party.id in self._unmasked
        label = QLabel(number if shown else masked(number))
        label.setObjectName("identity")
        button = QToolButton()
        button.setObjectName("link")
        button.setCheckable(True)
        button.setChecked(shown)
        button.setText(_("hide") if shown else _("show"))
        button.setToolTip(_("Show the whole identity number"))

        def turn(wanted: bool) -> None:
            (self._unmasked.add if wanted else self._unmasked.discard)(party.id)
            label.setText(number if wanted else masked(number))
            button.setText(_("hide") if wanted else _("show"))

        button.toggled.connect(turn)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(label)
        row.addWidget(button)
        row.addStretch()
        return row

    def hide_identities(self) -> None:
        """Mask every identity number again, as when another parcel is chosen."""
        self._unmasked.clear()

    def _show_findings(self, findings: Sequence[Finding]) -> None:
        empty(self._findings.body)
        if not findings:
            self._findings.show_none(_("None known."))
        every = [self._finding_acts(finding) for finding in findings]
        for finding, acts in zip(findings, every, strict=True):
            row = QHBoxLayout()
            row.setSpacing(7)
            sign = QLabel()
            sign.setPixmap(
                picture(
                    finding.severity, 16, theme.severity_colour(finding.severity), self.devicePixelRatioF()
                )
            )
            said = QVBoxLayout()
            said.setSpacing(0)
            said.addWidget(words(translate(finding.what)))
            said.addWidget(words(translate(finding.remedy), name="soft"))
            fixers = _("Who mends it: {fixers}.").format(fixers=fixers_title(finding.rule))
            said.addWidget(words(fixers, name="soft"))
            said.addWidget(acts)
            row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            row.addLayout(said, 1)
            self._findings.body.addLayout(row)
        self.acts_changed.emit(every)

    def _finding_acts(self, finding: Finding) -> FindingActs:
        """Return the buttons of a finding: where it is mended, where it is, what can be done."""
        before: list[QToolButton] = []
        if is_on_page(finding):
            mend = small_button("edit", _("Open the page of the parcel where it is mended"))
            mend.clicked.connect(lambda: self.mending_requested.emit(finding))
            before.append(mend)
        place = small_button("zoom-parcel", _("Show on the map"))
        place.clicked.connect(lambda: self.finding_chosen.emit(finding))
        return FindingActs(finding, flowing=True, before=(*before, place))

    def _show_changes(self, changes: Sequence[Entry]) -> None:
        empty(self._changes.body)
        if not changes:
            self._changes.show_none(_("None yet."))
        for entry in changes:
            self._changes.body.addWidget(words(command_title(entry.command, entry.kind)))
            self._changes.body.addWidget(words(f"{moment(entry.at_ms)} · {entry.person.name}", name="soft"))


def _sheet_words(sheet: str | None) -> str:
    return _("Map sheet {sheet}").format(sheet=sheet) if sheet else _("No map sheet")


def _facts(details: ParcelDetails, map_area_m2: float | None) -> list[tuple[str, str]]:
    parcel = details.parcel
    legal = parcel.legal_area_m2
    facts = [
        (_("Map area"), "" if map_area_m2 is None else f"{format_number(map_area_m2, 1)} m²"),
        (_("Legal area"), "" if legal is None else f"{format_number(legal, 1)} m²"),
    ]
    if legal is not None and map_area_m2 is not None:
        more = _difference(map_area_m2 - float(legal), float(legal))
        facts.append((_("Difference"), f"{more}\n{_allowed_words(details, map_area_m2, float(legal))}"))
    uses = [_use_words(purpose.land_use) for purpose in details.purposes]
    facts.append((_("Land use"), "\n".join(uses)))
    facts.append((_("Address"), parcel.address or ""))
    facts.append((_("Identifier"), short_id(parcel.id)))
    return facts


def _allowed_words(details: ParcelDetails, map_m2: float, legal_m2: float) -> str:
    tolerance = area_tolerance(lists_in_use())
    changed = details.boundary_changed
    state = tolerance.state(map_m2, legal_m2, details.scale, boundary_changed=changed)
    allowed = format_number(tolerance.allowed_m2(legal_m2, details.scale), 1)
    return _(AREA_STATES[state]).format(allowed=allowed)


def _use_words(code: str) -> str:
    name = land_use_name(code)
    return f"{code} – {name}" if name else code


def _difference(more_m2: float, legal_m2: float) -> str:
    if abs(more_m2) < 0.05:
        return _("none")
    sign = "+" if more_m2 > 0 else "−"
    share = format_number(abs(100 * more_m2 / legal_m2), 1)
    return f"{sign}{format_number(abs(more_m2), 1)} m² ({sign}{share} %)"
