"""What happened to a parcel: acts with each value before and after, and the parcel as it was on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDateEdit,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from landdesk.app.titles import command_title, moment
from landdesk.domain.change import Delta
from landdesk.domain.clock import VIETNAM, local_time, system_clock
from landdesk.domain.fields import Field, Kind, fields_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, Evidence
from landdesk.i18n import _
from landdesk.services.forms.draft import Draft
from landdesk.services.forms.layout import CLASS_TITLES, is_masked
from landdesk.store.parcel_history import ParcelEvent
from landdesk.ui import theme
from landdesk.ui.panels.parcel_details import masked
from landdesk.ui.panels.sections import words
from landdesk.ui.record.evidence import evidence_words

_ARROW: Final = " → "
_NOTHING: Final = "–"


class HistoryView(QWidget):
    """Shows events; asks for a day.

    Signals:
        day_chosen(int): Show the parcel as it was at this moment, in milliseconds.
    """

    day_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # The days of the record are those of Vietnam, whatever zone the computer is set to.
        today = local_time(system_clock()).date()
        self.day = QDateEdit(QDate(today.year, today.month, today.day))
        self.day.setDisplayFormat("dd/MM/yyyy")
        self.day.setCalendarPopup(True)
        self.day.setAccessibleName(_("Day"))
        self.look = QPushButton(_("Show"))
        self.look.setToolTip(_("The page shows the parcel as it was at the end of that day"))
        self.look.clicked.connect(lambda: self.day_chosen.emit(end_of_day_ms(self.day.date())))
        head = QHBoxLayout()
        head.setContentsMargins(8, 6, 8, 0)
        label = QLabel(_("This parcel as it was on"))
        head.addWidget(label)
        head.addWidget(self.day)
        head.addWidget(self.look)
        head.addStretch()
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([_("What"), _("Before → after")])
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.tree.setColumnWidth(0, 250)
        self.tree.setWordWrap(True)
        self.tree.setAccessibleName(_("History"))
        self.none = words(_("None yet."), name="empty")
        self.none.setMargin(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.tree, 1)
        column.addWidget(self.none)
        self.none.hide()

    def show_events(self, events: Sequence[ParcelEvent], draft: Draft, *, unmasked: bool) -> None:
        """Show what happened, newest first.

        Args:
            events: The events.
            draft: Words values and names what others point at.
            unmasked: Numbers of persons are shown whole.
        """
        self.tree.clear()
        names = _names(events, draft)
        for event in events:
            entry = event.entry
            title = command_title(entry.command, entry.kind)
            if entry.undone_by is not None:
                title = _("{act} (taken back)").format(act=title)
            item = QTreeWidgetItem([title, f"{moment(entry.at_ms)} · {entry.person.name}"])
            item.setData(0, Qt.ItemDataRole.UserRole, entry.number)
            font = item.font(0)
            font.setBold(True)
            item.setFont(0, font)
            if entry.undone_by is not None:
                item.setForeground(0, QColor(theme.TEXT_FAINT))
            self.tree.addTopLevelItem(item)
            for line in event_lines(event, draft, names, unmasked=unmasked):
                below = QTreeWidgetItem([line.label, line.words])
                item.addChild(below)
                for label, change in line.values:
                    value = QTreeWidgetItem([label, change])
                    value.setToolTip(0, label)
                    value.setToolTip(1, change)
                    below.addChild(value)
                below.setExpanded(True)
            item.setExpanded(True)
        self.none.setVisible(not events)
        self.tree.setVisible(bool(events))


def end_of_day_ms(day: QDate) -> int:
    """Return the last millisecond of a day in Vietnam."""
    start = datetime.combine(day.toPython(), time(), VIETNAM)  # type: ignore[arg-type]  # the stub says object
    return round((start + timedelta(days=1)).timestamp() * 1000) - 1


@dataclass(frozen=True, slots=True)
class EventLine:
    """One object that an event changed.

    Args:
        label: Kind and name of the object.
        words: That it was added or removed; empty for a change.
        values: Label of each field that changed, with what stood there before and after.
    """

    label: str
    words: str
    values: tuple[tuple[str, str], ...] = ()


def event_lines(
    event: ParcelEvent, draft: Draft, names: Mapping[ObjectId, str], *, unmasked: bool
) -> list[EventLine]:
    """Return what an event did, object by object, and what it was proved by."""
    lines: list[EventLine] = []
    for delta in event.deltas:
        if isinstance(delta.either, Evidence):
            continue
        owner, kind = names.get(delta.id, ""), _(CLASS_TITLES[delta.class_name])
        label = kind if owner in ("", kind) else f"{kind} {owner}"
        if delta.new is None:
            lines.append(EventLine(label, _("removed")))
            continue
        changes = tuple(
            (_(field.title), change)
            for field in fields_of(delta.class_name)
            if (change := _change(delta, field, draft, names, unmasked=unmasked))
        )
        lines.append(EventLine(label, _("added") if delta.old is None else "", changes))
    proofs = [one.new for one in event.deltas if isinstance(one.new, Evidence)]
    told = dict.fromkeys(evidence_words(proof, draft) for proof in proofs)
    return lines + [EventLine(_("Evidence"), words) for words in told]


def _change(
    delta: Delta, field: Field, draft: Draft, names: Mapping[ObjectId, str], *, unmasked: bool
) -> str:
    old = None if delta.old is None else getattr(delta.old, field.name)
    new = None if delta.new is None else getattr(delta.new, field.name)
    if old == new or (delta.old is None and field.part_of):
        return ""
    if field.kind is Kind.SHAPE:
        return _("changed") if old is not None and new is not None else _("set") if old is None else _NOTHING
    sides = [_value_words(field, value, draft, names, unmasked=unmasked) for value in (old, new)]
    return sides[1] if delta.old is None else _ARROW.join(sides)


def _value_words(
    field: Field, value: object, draft: Draft, names: Mapping[ObjectId, str], *, unmasked: bool
) -> str:
    if value is None:
        return _NOTHING
    if field.kind is Kind.REFERENCE and isinstance(value, bytes):
        return names.get(ObjectId(value), _(CLASS_TITLES[field.target]))
    if field.kind in (Kind.BYTES, Kind.REFERENCES):
        return "…"
    text = draft.words(field, value)
    return masked(text) if is_masked(field) and not unmasked else text


def _names(events: Sequence[ParcelEvent], draft: Draft) -> dict[ObjectId, str]:
    """Return what people call the objects of the page, and those that are gone."""
    records: dict[ObjectId, AnyRecord] = {}
    for event in events:
        for delta in event.deltas:
            if not isinstance(delta.either, Evidence):
                records.setdefault(delta.id, delta.either)
    found = {identifier: draft.record_title(record) for identifier, record in records.items()}
    found |= {
        one.record.id: draft.record_title(one.record)
        for one in draft.objects.values()
        if one.record is not None
    }
    return found
