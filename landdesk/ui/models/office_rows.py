"""Rows of the office's lists: packages of the inbox, records of a package; what state each is in.

Nothing here reads a store. A record that is decided shows the decision; until then it shows what would happen if it
were taken.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from PySide6.QtGui import QIcon

from landdesk.app.communes import commune
from landdesk.app.titles import command_title
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, _, format_datetime, format_number
from landdesk.services.office.inbox import InboxLine
from landdesk.services.office.review import RecordReview
from landdesk.services.packages.operations import Act, PackageRecord
from landdesk.services.packages.reading import Package
from landdesk.store.queries.decisions import ACCEPTED, RETURNED, UNDECIDED, Decision
from landdesk.ui import theme
from landdesk.ui.icons import icon
from landdesk.ui.models.rows import Column

_DIGITS: Final = re.compile(r"\d+")
COMPARING: Final = "comparing"
"""State of a record whose outcome is not known yet."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is shown: a word, a drawing and a colour, never the colour alone."""

    title: str
    icon: str
    colour: str


LOOKS: Final[Mapping[str, Look]] = {
    "conflict": Look(N_("Conflict"), "warning", theme.WARNING),
    "invalid": Look(N_("Not valid"), "error", theme.ERROR),
    "clean": Look(N_("No conflict"), "good", theme.GOOD),
    "same": Look(N_("Already there"), "notice", theme.NOTICE),
    ACCEPTED: Look(N_("Accepted"), "done", theme.GOOD),
    RETURNED: Look(N_("Returned"), "returned", theme.RETURNED),
    COMPARING: Look(N_("Comparing…"), "history", theme.TEXT_SOFT),
}
"""By state, in the order in which they are offered and sorted: what needs eyes comes first."""

_ORDER = {state: place for place, state in enumerate(LOOKS)}


def look_icon(state: str) -> QIcon:
    """Return the drawing of a state in its colour."""
    look = LOOKS[state]
    return icon(look.icon, look.colour)


@dataclass(frozen=True, slots=True)
class ListedPackage:
    """One package of the inbox."""

    inbox: InboxLine
    commune: str

    @property
    def id(self) -> ObjectId:
        """The package."""
        return self.inbox.line.id


@dataclass(frozen=True, slots=True)
class ListedRecord:
    """One record of a package.

    Args:
        place: 1, 2, 3 … as in the package.
        objects: Number of its operations.
        review: The dry run; None while it is being made.
    """

    place: int
    record: PackageRecord
    objects: int
    decision: Decision
    state: str
    # Reviews hold boundaries; comparing rows must not compare these.
    review: RecordReview | None = field(default=None, compare=False, hash=False)

    @property
    def id(self) -> ObjectId:
        """The record."""
        return self.record.id

    @property
    def undecided(self) -> bool:
        """Whether it waits for a decision."""
        return self.decision.decision == UNDECIDED


def listed_records(
    package: Package, decisions: Mapping[ObjectId, Decision], reviews: Mapping[ObjectId, RecordReview]
) -> list[ListedRecord]:
    """Return the rows of a package, in its order.

    Args:
        decisions: By record, as they stand now.
        reviews: By record; those that are missing are still being made.
    """
    counts: dict[ObjectId, int] = {}
    for one in package.operations:
        counts[one.record] = counts.get(one.record, 0) + 1
    rows = []
    for place, record in enumerate(package.records, start=1):
        decision = decisions.get(record.id, Decision(record.id, UNDECIDED))
        review = reviews.get(record.id)
        state = decision.decision
        if state == UNDECIDED:
            state = COMPARING if review is None else str(review.outcome)
        rows.append(ListedRecord(place, record, counts.get(record.id, 0), decision, state, review))
    return rows


def record_columns() -> tuple[Column[ListedRecord], ...]:
    """Return the columns of a package's records, in the language of the reader."""
    return (
        Column("state", _("State"), _state_words, 134, order=_by_state, icon=_state_icon),
        Column("record", _("Record"), _record_words, 226, order=_by_subject, tip=record_tip),
        Column(
            "objects",
            _("Objects"),
            _object_count,
            80,
            numeric=True,
            order=lambda row: row.objects,
            value=lambda row: row.objects,
        ),
    )


def inbox_columns() -> tuple[Column[ListedPackage], ...]:
    """Return the columns of the inbox, in the language of the reader."""
    return (
        Column("number", _("No."), _package_number, 52, numeric=True, icon=_waiting_icon, tip=_package_tip),
        Column("package", _("Package"), _package_words, 226, tip=_package_tip),
        Column("records", _("Records"), _progress_words, 168, tip=_package_tip),
    )


def commune_title(code: str) -> str:
    """Return kind and name of a commune; the code for one that is not listed."""
    try:
        return commune(code).title
    except InvalidInputError:
        return code


def stated_moment(text: str) -> str:
    """Return the ISO 8601 moment of a package as people read it; as it stands where it is none."""
    try:
        return format_datetime(datetime.fromisoformat(text))
    except ValueError:
        return text


def act_titles(record: PackageRecord) -> list[str]:
    """Return what was done in a record, each once, in order."""
    titles = dict.fromkeys(command_title(act.command) for act in record.acts)
    return list(titles) or [_("Changed without an act")]


def authors(acts: Sequence[Act]) -> str:
    """Return who did the acts, each once."""
    return ", ".join(dict.fromkeys(act.person for act in acts))


def waiting_words(package: ListedPackage | InboxLine) -> str:
    """Return which package has to come or be decided first; nothing when all is in order."""
    before = (package.inbox if isinstance(package, ListedPackage) else package).waits_for
    return "" if before is None else _("Waits for package {number}").format(number=before)


def record_tip(row: ListedRecord) -> str:
    """Return every act of a record, one line each."""
    lines = [
        f"{command_title(act.command)} {act.subject} – {act.person}, {stated_moment(act.at)}"
        for act in row.record.acts[:20]
    ]
    if len(row.record.acts) > len(lines):
        lines.append("…")
    return "\n".join(lines)


def _state_words(row: ListedRecord) -> str:
    return _(LOOKS[row.state].title)


def _state_icon(row: ListedRecord) -> QIcon:
    return look_icon(row.state)


def _record_words(row: ListedRecord) -> str:
    acts = row.record.acts
    first = " ".join(filter(None, (", ".join(act_titles(row.record)), row.record.subject)))
    when = stated_moment(acts[-1].at) if acts else ""
    return f"{first}\n{' · '.join(filter(None, (when, authors(acts))))}"


def _object_count(row: ListedRecord) -> str:
    return _count(row.objects)


def _by_state(row: ListedRecord) -> tuple[int, int]:
    return _ORDER[row.state], row.place


def _by_subject(row: ListedRecord) -> tuple[list[int], int]:
    """Sort by sheet and number as people count: 12/9 before 12/10."""
    return [int(digits) for digits in _DIGITS.findall(row.record.subject)], row.place


def _package_number(row: ListedPackage) -> str:
    return str(row.inbox.line.sequence)


def _waiting_icon(row: ListedPackage) -> QIcon | None:
    return icon("warning", theme.WARNING) if row.inbox.waits_for is not None else None


def _package_words(row: ListedPackage) -> str:
    line = row.inbox.line
    first = f"{commune_title(row.commune)} · {stated_moment(line.created_at)}"
    return f"{first}\n{' · '.join(filter(None, (waiting_words(row), line.author)))}"


def _progress_words(row: ListedPackage) -> str:
    inbox = row.inbox
    open_ones = _("{records}, of these {undecided} to decide")
    first = open_ones if inbox.undecided else _("{records}, all decided")
    second = _("{accepted} accepted, {returned} returned")
    counts = {
        name: _count(number)
        for name, number in (
            ("records", inbox.records),
            ("undecided", inbox.undecided),
            ("accepted", inbox.accepted),
            ("returned", inbox.returned),
        )
    }
    return f"{first.format(**counts)}\n{second.format(**counts)}"


def _package_tip(row: ListedPackage) -> str:
    line = row.inbox.line
    lines = [
        _("Package {number} of {commune}").format(number=line.sequence, commune=commune_title(row.commune)),
        f"{line.author}, {stated_moment(line.created_at)}",
        line.file_name,
        waiting_words(row),
    ]
    return "\n".join(filter(None, lines))


def _count(number: int) -> str:
    return format_number(number, 0)
