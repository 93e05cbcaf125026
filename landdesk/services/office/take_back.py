"""A decision taken back and done again: whether that is still possible.

It is the office's own affair until somebody outside may know of it: until the receipt of one of its records is
written, or a base, an update or another receipt that carries an object as the decision left it. From then on the
commune holds the object as the office's, and going back is a new act.
"""

from collections.abc import Collection

from landdesk.domain.change import ChangeSet, Entry
from landdesk.domain.clock import local_time
from landdesk.domain.errors import RefusedError
from landdesk.domain.ids import ObjectId, parse_id
from landdesk.domain.records import Parcel
from landdesk.domain.rule_set import RuleSet
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext
from landdesk.services.office.decide import refuse_broken_map, refuse_to_take, refuse_waiting
from landdesk.services.office.merged_map import MergedMap
from landdesk.services.office.review import review
from landdesk.services.packages.kinds import CHANGE, KIND_WORDS
from landdesk.services.packages.reading import package_from
from landdesk.store.queries.decisions import RETURNED, UNDECIDED
from landdesk.store.queries.exchange import OUT, PackageLine
from landdesk.store.reader import Reader


def refuse_to_take_back(reader: Reader, last: Entry, change: ChangeSet) -> None:
    """Refuse where the decision is known outside, or a later package of the same computer rests on it.

    Args:
        reader: The office's store.
        last: The decision, or the entry that did it again.
        change: What that entry changed.

    Raises:
        RefusedError: It cannot be taken back any more.
    """
    package_id, records = reader.exchange.decided_by(reader.origin_of(last).number)
    line = None if package_id is None else reader.exchange.package(package_id)
    if line is None:
        raise LookupError("a decision on no package")
    written = next((one.receipt for one in records if one.receipt is not None), None)
    receipt = None if written is None else reader.exchange.package(written)
    if receipt is not None:
        raise RefusedError(
            "undo.receipt-written",
            Text(N_("The decision cannot be taken back: its receipt is written.")),
            _named(receipt),
            Text(
                N_(
                    "The commune may have it already. Put right what is wrong by an edit and send an update package; "
                    "a returned record comes again with the commune's next package."
                )
            ),
        )
    later = _decided_after(reader, line)
    if later is not None:
        raise RefusedError(
            "undo.later-package",
            Text(
                N_("A later package of the same computer is decided already; its decision rests on this one.")
            ),
            Text(
                N_("Package number {number} of {author}"), {"number": later.sequence, "author": later.author}
            ),
            Text(N_("Have that decision taken back first, by who made it.")),
        )
    told = _told_since(reader, last, change)
    if told is not None:
        raise RefusedError(
            "undo.handed-out",
            Text(N_("The decision cannot be taken back: a package written since carries what it changed.")),
            _named(told),
            Text(
                N_(
                    "The commune may have it already. Put right what is wrong by an edit and send an update package."
                )
            ),
        )


def refuse_to_repeat(context: EditContext, last: Entry, change: ChangeSet, parameters: RuleSet) -> None:
    """Refuse where the records cannot be decided so any more.

    Args:
        context: The office's open unit of work.
        last: The entry that took the decision back.
        change: What doing it again would change.
        parameters: Of the check of the office's map.

    Raises:
        RefusedError: A record was decided anew, an earlier package is open again, a record contradicts what the office
            holds now, or it would break the map.
    """
    work = context.work
    package_id, records = work.exchange.decided_by(work.origin_of(last).number)
    line = None if package_id is None else work.exchange.package(package_id)
    if line is None:
        raise RefusedError(
            "redo.decided-since",
            Text(N_("The decision cannot be done again: one of its records was decided anew.")),
            Text(
                N_("Entry {number}: {command} {subject}"),
                {"number": last.number, "command": last.command, "subject": last.subject},
            ),
            Text(N_("Look at the records that are open and decide on them.")),
        )
    refuse_waiting(work, line)
    package = package_from(work.exchange.content(line.id) or b"", line.file_name)
    accepted = {one.record for one in records if one.reason is None}
    merged = MergedMap(context.coverage, parameters)
    reviewed = review(work, package, merged, only=())
    for one in reviewed:
        if one.record.id in accepted:
            refuse_to_take(one)
    refuse_broken_map(merged, [(line.id, last.subject, change.deltas)])


def _decided_after(reader: Reader, line: PackageLine) -> PackageLine | None:
    """Return a package that the same computer sent later and that something is decided of."""
    for one in reader.exchange.packages(kind=CHANGE):
        if one.workspace == line.workspace and one.sequence > line.sequence:
            said = reader.exchange.decisions(one.id).values()
            if any(each.decision != UNDECIDED for each in said):
                return one
    return None


def _told_since(reader: Reader, last: Entry, change: ChangeSet) -> PackageLine | None:
    """Return a package written after an entry that carries an object it changed."""
    touched = {delta.id for delta in change.deltas}
    if not touched:
        return None
    communes = _communes_of(reader, change)
    snapshots = {one.package: one for one in reader.exchange.snapshots()}
    for line in reader.exchange.packages(direction=OUT):
        if line.entry is None or line.entry < last.number:
            continue
        snapshot = snapshots.get(line.id)
        if snapshot.commune in communes if snapshot is not None else _answers_about(reader, line, touched):
            return line
    return None


def _communes_of(reader: Reader, change: ChangeSet) -> set[str]:
    """Return the communes whose parcels changed, or what belongs to their parcels."""
    sides = [side for delta in change.deltas for side in (delta.old, delta.new)]
    around = reader.get_many(Parcel, reader.parcels_changed_by([change])).values()
    return {one.commune for one in (*sides, *around) if isinstance(one, Parcel)}


def _answers_about(reader: Reader, line: PackageLine, touched: Collection[ObjectId]) -> bool:
    """Tell whether a receipt carries the office's state of one of the objects."""
    content = reader.exchange.content(line.id)
    if content is None:
        return False
    return any(
        parse_id(answer["oid"]) in touched
        for outcome in package_from(content, line.file_name).outcomes
        if outcome["outcome"] != RETURNED
        for answer in outcome["objects"]
    )


def _named(line: PackageLine) -> Text:
    return Text(
        N_("{kind} number {number}, written on {date} by {person}"),
        {
            "kind": Text(KIND_WORDS[line.kind]),
            "number": line.sequence,
            "date": local_time(line.received_ms),
            "person": line.received_by,
        },
    )
