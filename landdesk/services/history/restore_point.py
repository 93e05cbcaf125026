"""Bringing the record back to a restore point: one new entry that takes back everything done here since.

The journal's old images say how each object was. What came from the office since stands in the way: its answer holds
there, so going back before it would only be undone by the next one. A full backup is the way then.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from landdesk.domain.change import ChangeSet, Delta, Entry, EntryKind
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.ids import ObjectId, id_text
from landdesk.domain.records import CLASSES, AnyRecord
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext
from landdesk.services.packages.pending import FROM_OFFICE
from landdesk.store.queries.safekeeping import TAKEN_BACK, TO_RESTORE_POINT, RestorePoint
from landdesk.store.reader import Reader

_IN_THE_WAY = FROM_OFFICE | {EntryKind.DECISION}


@dataclass(frozen=True, slots=True)
class WayBack:
    """What going back to a restore point takes back.

    Args:
        point: The restore point.
        entries: The entries that are taken back, oldest first.
        deltas: What changes: objects with their present and their former state, in the order of their classes.
    """

    point: RestorePoint
    entries: tuple[Entry, ...]
    deltas: tuple[Delta, ...]


def to_restore_point(context: EditContext, number: int) -> Entry:
    """Bring the record back to a restore point, as one act that can be undone; see :func:`way_back`."""
    way = way_back(context.work, number)
    change = ChangeSet(TO_RESTORE_POINT, way.deltas, f"#{way.point.number}")
    return context.work.apply(change, EntryKind.ACT, judged=False)


def way_back(reader: Reader, number: int) -> WayBack:
    """Return what going back to a restore point would take back; nothing is written.

    Args:
        number: Of the restore point.

    Raises:
        InvalidInputError: There is no such restore point.
        RefusedError: Nothing was done since; the office's answer, an update, a base or a decision came since, or
            something was done on another computer.
    """
    point = reader.safekeeping.restore_point(number)
    if point is None:
        raise InvalidInputError(
            "restore.no-point",
            Text(N_("There is no restore point {number}."), {"number": number}),
            remedy=Text(N_("Choose one of the list of restore points.")),
        )
    entries = reader.entries_after(point.entry)
    for entry in entries:
        _refuse_in_the_way(reader, entry)
    taken = tuple(entry for entry in entries if entry.kind in TAKEN_BACK)
    before = reader.images_before([entry.number for entry in taken])
    present = reader.records(_by_class(before))
    order = list(CLASSES)
    deltas = [
        Delta(present.get(identifier), then)
        for identifier, (_, then) in before.items()
        if present.get(identifier) != then
    ]
    if not deltas:
        raise RefusedError(
            "restore.nothing-since",
            Text(N_("Nothing has changed since this restore point.")),
            remedy=Text(N_("There is nothing to take back.")),
        )
    deltas.sort(key=lambda one: order.index(one.class_name))
    return WayBack(point, taken, tuple(deltas))


def mark(context: EditContext, words: str) -> RestorePoint:
    """Set a restore point by hand.

    Raises:
        InvalidInputError: There are no words.
        RefusedError: Nothing was done yet.
    """
    if not words.strip():
        raise InvalidInputError(
            "restore.no-words",
            Text(N_("The restore point has no name.")),
            remedy=Text(N_("Say what it is for.")),
        )
    point = context.work.mark_restore_point(words.strip())
    if point is None:
        raise RefusedError(
            "restore.nothing-yet",
            Text(N_("Nothing was done yet; there is nothing to come back to.")),
            remedy=Text(N_("Set the restore point after the first import.")),
        )
    return point


def _refuse_in_the_way(reader: Reader, entry: Entry) -> None:
    where = Text(
        N_("Entry {number}: {command} {subject}"),
        {"number": entry.number, "command": entry.command, "subject": entry.subject},
    )
    if entry.kind in _IN_THE_WAY:
        raise RefusedError(
            "restore.office-since",
            Text(N_("Something of the office came since this restore point: it cannot be passed over.")),
            where,
            Text(N_("Choose a later restore point, or restore a whole backup.")),
        )
    if entry.kind in TAKEN_BACK and entry.workspace != id_text(reader.info.workspace):
        raise RefusedError(
            "restore.elsewhere-since",
            Text(N_("Something was done in another store since this restore point.")),
            where,
            Text(N_("Choose a later restore point, or restore a whole backup.")),
        )


def _by_class(before: Mapping[ObjectId, tuple[str, AnyRecord | None]]) -> dict[str, list[ObjectId]]:
    found: dict[str, list[ObjectId]] = {}
    for identifier, (class_name, _) in before.items():
        found.setdefault(class_name, []).append(identifier)
    return found
