"""What a commune takes from the office: receipts, updates and newer bases; what it did itself is never lost.

An object that was not edited since follows the office. One that was edited is brought in two steps that the journal
shows: first the office's state, then the own edits on top of it; where both changed the same value the own one
stays and becomes open work. Returned records become open work on their parcels with the office's reason. Neither
step can be taken back: undo goes on to the act before them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from landdesk.domain.bonds import LINK_FIELDS, TRAVELLING_PARTS, needs_of
from landdesk.domain.canonical import (
    canonical_fields,
    image_of,
    parse_revision,
    record_from_fields,
    revision_of,
)
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.fields import ANY_CLASS, REFERENCE_FIELDS
from landdesk.domain.ids import ObjectId, id_text, parse_id
from landdesk.domain.records import (
    AnyRecord,
    Parcel,
    Party,
    WorkItem,
    parcel_key,
)
from landdesk.i18n import N_, Text
from landdesk.services.merge.three_way import Merged, merge
from landdesk.services.office_lists import ListNews
from landdesk.services.packages.code_lists import take_lists
from landdesk.services.packages.common_start import (
    SentOperations,
    as_sent,
    known_fields,
    start_of_answer,
    start_of_update,
)
from landdesk.services.packages.commune import trunk_of
from landdesk.services.packages.container import damaged, whole_number
from landdesk.services.packages.kinds import BASE, CHANGE, RECEIPT
from landdesk.services.packages.lineage import new_lineage
from landdesk.services.packages.manifest import refuse_other_store
from landdesk.services.packages.office_state import root_hash
from landdesk.services.packages.operations import Operation
from landdesk.services.packages.outgoing import known_package, line_of
from landdesk.services.packages.pending import MERGE_COMMAND
from landdesk.services.packages.reading import Package
from landdesk.services.packages.returned_work import (
    close_answered,
    close_finished,
    conflict_item,
    returned_item,
)
from landdesk.store.info import COMMUNE
from landdesk.store.queries.exchange import IN, PackageLine
from landdesk.store.unit_of_work import Trunk, UnitOfWork

__all__ = ["Received", "receive"]


@dataclass(frozen=True, slots=True)
class Received:
    """What receiving a package did.

    Args:
        line: The package.
        again: It was here before; nothing was done.
        accepted: Records the office accepted.
        returned: Records it returned, now open work.
        changed: Objects that follow the office now.
        merged: Objects with own edits that were kept on top of the office's state.
        conflicts: Among these, objects where both changed the same value.
        renumbered: Old and new key of parcels whose number the office gave.
        lists: Code lists that came, and how they differ from those before.
        complete: After an update or base: nothing is missing that an earlier update brought.
    """

    line: PackageLine
    again: bool = False
    accepted: int = 0
    returned: int = 0
    changed: int = 0
    merged: int = 0
    conflicts: int = 0
    renumbered: tuple[tuple[str, str], ...] = ()
    lists: tuple[ListNews, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Office:
    """The office's state of one object; ``start`` is the state both sides had in common."""

    class_name: str
    oid: ObjectId
    trunk: Trunk
    fields: Mapping[str, str] | None
    start: Mapping[str, str] | None


def receive(work: UnitOfWork, package: Package) -> Received:
    """Take a receipt, an update or a newer base into a commune's store.

    Raises:
        InvalidInputError: The package is meant for another store, or is a change package.
        RefusedError: The store is not bound to the office, or a package of this identity had other content.
    """
    manifest = package.manifest
    if manifest.kind == CHANGE:
        raise InvalidInputError(
            "package.for-office",
            Text(N_("This is a change package; the office receives it.")),
            Text(N_("File {path}"), {"path": package.name}),
            Text(N_("Hand it over to the office.")),
        )
    refuse_other_store(manifest, work.info, package.name)
    if work.info.role != COMMUNE or work.info.base is None:
        raise RefusedError(
            "package.no-base",
            Text(N_("The store is not bound to the office: it has no base.")),
            remedy=Text(N_("Make a store from the office's base package, or bind this one to it.")),
        )
    before = known_package(work, manifest.package_id, package.fingerprint)
    if before is not None:
        return Received(before, again=True)
    return _receipt(work, package) if manifest.kind == RECEIPT else _office_state(work, package)


def _office_state(work: UnitOfWork, package: Package) -> Received:
    """Bring every object of an update or base along whose office revision is newer than the one known here."""
    states = work.states(one.oid for one in package.operations)
    sent = SentOperations(work)
    offices: list[Office] = []
    for operation in package.operations:
        state = states.get(operation.oid)
        known_no = state.trunk_no if state is not None else None
        trunk = trunk_of(operation)
        if trunk.no is not None and known_no is not None and trunk.no <= known_no:
            continue
        if trunk.rev is None and (state is None or state.trunk_rev is None):
            continue
        made = package.created.get(operation.oid)
        fields = None if made is None else canonical_fields(made)
        start = None if state is None else start_of_update(work, state, fields, sent)
        offices.append(Office(operation.class_name, operation.oid, trunk, fields, start))
    stated, known = package.manifest.base, work.info.base
    if stated is None or known is None:
        raise damaged("package.inconsistent", Text(N_("the snapshot")), package.name)
    outcome = _bring_along(work, package, EntryKind.UPDATE, offices, [])
    lists = take_lists(work, package.code_lists, package.name)
    # A base is everything; an update goes on from a snapshot known here, or lacks what an update in between brought.
    # Receipts may have brought more than the snapshot holds, so its root hash can only prove that all is there.
    since = package.manifest.since
    goes_on = package.manifest.kind == BASE or (since is not None and since <= known.number)
    complete = goes_on or root_hash(work.exchange.trunk_revisions()) == stated.root_hash
    if complete and stated.number > known.number:
        recovery = package.manifest.recovery or work.info.recovery
        work.set_info(replace(work.info, base=stated, recovery=recovery))
    return replace(outcome, complete=complete, lists=tuple(lists))


def _receipt(work: UnitOfWork, package: Package) -> Received:
    """Take accepted objects over and make open work of returned records."""
    sent = (
        None if package.manifest.in_reply_to is None else work.exchange.package(package.manifest.in_reply_to)
    )
    if sent is None or sent.workspace != work.info.workspace:
        raise InvalidInputError(
            "receipt.other-workspace",
            Text(N_("The receipt answers a package that was not sent from this store.")),
            Text(N_("File {path}"), {"path": package.name}),
            Text(
                N_(
                    "Open the store that sent it. If this one was restored from a backup since, take the office's next"
                    " update instead."
                )
            ),
        )
    offices: list[Office] = []
    returned: list[WorkItem] = []
    accepted = 0
    operations = SentOperations(work).of(sent.id)
    for outcome in package.outcomes:
        try:
            answers = outcome["objects"]
            if outcome["outcome"] == "accepted":
                accepted += 1
                known = [
                    _accepted(work, answer, sent.id, operations[parse_id(answer["oid"])])
                    for answer in answers
                ]
                offices += [one for one in known if one is not None]
            elif outcome["outcome"] == "returned":
                returned.append(returned_item(work, outcome, sent))
            else:
                raise ValueError(outcome["outcome"])
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise damaged("package.inconsistent", Text(N_("an outcome")), package.name) from error
    made = _bring_along(work, package, EntryKind.RECEIPT, offices, returned)
    back = {item.record for item in returned if item.state == "open"}
    close_answered(work, {one.oid for one in operations.values() if id_text(one.record) in back})
    return replace(made, accepted=accepted, returned=len(returned))


def _accepted(
    work: UnitOfWork, answer: Mapping[str, Any], package: ObjectId, operation: Operation
) -> Office | None:
    """Return the office's state of an accepted object; None when a newer one is known already."""
    oid, class_name = operation.oid, operation.class_name
    sent_rev = None if answer["sent"] is None else parse_revision(answer["sent"])
    office = answer["office"]
    trunk = Trunk(
        whole_number(office["no"]), None if office["rev"] is None else parse_revision(office["rev"])
    )
    if answer["class"] != class_name or sent_rev != (None if operation.new is None else operation.new.rev):
        raise ValueError("an answer to something else than was sent")
    state = work.states([oid])[oid]
    known_no, office_no = state.trunk_no or 0, trunk.no or 0
    # The same number again is news only where the office kept its own and nothing was done here since.
    untouched = state.sent_package == package and state.sent_rev == state.rev
    if office_no < known_no or (office_no == known_no and not untouched):
        return None
    start = start_of_answer(known_fields(work, state), operation)
    if trunk.rev is None:
        return Office(class_name, oid, trunk, None, start)
    fields = answer.get("fields")
    if fields is None:
        fields = canonical_fields(as_sent(work, operation))
    if revision_of(image_of(record_from_fields(class_name, oid, fields))) != trunk.rev:
        raise ValueError("the office's revision does not follow from what was sent")
    return Office(class_name, oid, trunk, dict(fields), start)


def _bring_along(
    work: UnitOfWork, package: Package, kind: EntryKind, offices: Sequence[Office], items: Sequence[WorkItem]
) -> Received:
    """Write the office's states, own edits on top of them, and work items."""
    by_class: dict[str, list[ObjectId]] = {}
    for office in offices:
        by_class.setdefault(office.class_name, []).append(office.oid)
    present = work.records(by_class)
    states = work.states(office.oid for office in offices)
    needed = _needed_here(work, offices)
    merges: dict[ObjectId, Merged] = {}
    for office in offices:
        now = present.get(office.oid)
        own = None if now is None else canonical_fields(now)
        merged = merge(office.start, own, office.fields)
        merges[office.oid] = Merged(own, ("*",)) if merged.fields is None and office.oid in needed else merged
    back = _settle_references(work, package, offices, merges)
    follow: list[Delta] = []
    again: list[Delta] = [Delta(None, party) for party in back]
    still_sent: dict[ObjectId, list[ObjectId]] = {}
    for office in offices:
        now, theirs = present.get(office.oid), _record(office, office.fields)
        mine = _record(office, merges[office.oid].fields)
        if now != theirs:
            follow.append(Delta(now, theirs))
        if mine != theirs:
            again.append(Delta(theirs, mine))
            state = states.get(office.oid)
            if state is not None and state.sent_package is not None and state.sent_rev == state.rev:
                still_sent.setdefault(state.sent_package, []).append(state.id)
    conflicts = [office for office in offices if merges[office.oid].conflicts]
    items = [
        *items,
        *(
            conflict_item(work, package, one.oid, present.get(one.oid) or _record(one, one.fields))
            for one in conflicts
        ),
    ]
    entry = work.apply(
        ChangeSet(
            f"{package.manifest.kind}.receive",
            (*follow, *(Delta(None, item) for item in items)),
            lineage=new_lineage(work, package),
        ),
        kind,
        trunk={office.oid: office.trunk for office in offices},
        allow_empty=True,
    )
    if again:
        work.apply(ChangeSet(MERGE_COMMAND, tuple(again)), kind)
    for sent_package, identifiers in still_sent.items():
        # What is on its way to the office is not other than it was because the office answered something else.
        work.mark_sent(identifiers, sent_package)
    close_finished(work)
    line = line_of(package.manifest, package.fingerprint, IN, work, entry.number, package.name)
    work.add_package(line, None)
    kept = {delta.id for delta in again}
    return Received(
        line,
        changed=sum(delta.id not in kept for delta in follow),
        merged=len(again),
        conflicts=len(conflicts),
        renumbered=tuple(_renumbered(follow)),
    )


def _settle_references(
    work: UnitOfWork, package: Package, offices: Sequence[Office], merges: dict[ObjectId, Merged]
) -> list[Party]:
    """Keep everything that comes on something that is there.

    What is a part of something that was deleted here goes too and is open work: the deletion is this commune's and the
    office will be asked. A person who was deleted here as nobody's land user comes back.

    Returns:
        The persons who come back and whom the package says nothing of.

    Raises:
        InvalidInputError: The package refers to something that neither side has.
    """
    targets = {
        office.oid: _targets(office.class_name, fields, part_of=True)
        for office in offices
        if (fields := merges[office.oid].fields) is not None
    }
    wanted = {target for several in targets.values() for target in several}
    states = work.states(wanted)
    there = {one for one, state in states.items() if state.rev is not None}
    staying = (there - merges.keys()) | {one for one, merged in merges.items() if merged.fields is not None}
    offered = {office.oid: office for office in offices if office.class_name == "party"}
    persons: dict[ObjectId, Party | None] = {}
    for one in wanted - staying:
        state, office = states.get(one), offered.get(one)
        if office is not None and office.fields is not None:
            persons[one] = None
        elif state is None:
            raise damaged("package.inconsistent", Text(N_("a reference to nothing")), package.name)
        elif state.trunk_rev is not None:
            known = work.image_at(one, state.class_name, state.trunk_rev)
            if isinstance(known, Party):
                persons[one] = known
    going = {oid for oid, several in targets.items() if several - staying - persons.keys()}
    while going:
        for oid in going:
            merges[oid] = Merged(None, ("*",))
        # What is a part of something that goes now goes with it.
        staying -= going
        going = {
            oid
            for oid, several in targets.items()
            if merges[oid].fields is not None and several - staying - persons.keys()
        }
    needed = {one for oid, several in targets.items() if merges[oid].fields is not None for one in several}
    back: list[Party] = []
    for one in sorted(needed & persons.keys()):
        known_party = persons[one]
        if known_party is None:
            merges[one] = Merged(dict(offered[one].fields or {}), ())
        else:
            back.append(known_party)
    _empty_links(work, offices, merges)
    return back


def _targets(class_name: str, fields: Mapping[str, str], *, part_of: bool) -> set[ObjectId]:
    return {
        parse_id(fields[field.id])
        for field in REFERENCE_FIELDS[class_name]
        if field.target != ANY_CLASS and field.part_of is part_of and field.id in fields
    }


def _empty_links(work: UnitOfWork, offices: Sequence[Office], merges: dict[ObjectId, Merged]) -> None:
    """Leave out references to what is not here: the object stays, its link is empty as that of any that was deleted."""
    links: dict[ObjectId, set[ObjectId]] = {}
    for office in offices:
        fields = merges[office.oid].fields
        found = set() if fields is None else _targets(office.class_name, fields, part_of=False)
        if found:
            links[office.oid] = found
    wanted = {target for several in links.values() for target in several}
    there = {one for one, state in work.states(wanted).items() if state.rev is not None}
    staying = (there - merges.keys()) | {one for one, merged in merges.items() if merged.fields is not None}
    for office in offices:
        dangling = links.get(office.oid, set()) - staying
        fields = merges[office.oid].fields
        if dangling and fields is not None:
            named = {id_text(one) for one in dangling}
            link_ids = {field.id for field in REFERENCE_FIELDS[office.class_name] if not field.part_of}
            kept = {name: text for name, text in fields.items() if name not in link_ids or text not in named}
            merges[office.oid] = Merged(kept, merges[office.oid].conflicts)


def _needed_here(work: UnitOfWork, offices: Sequence[Office]) -> set[ObjectId]:
    """Return objects the office deleted that objects made here still refer to."""
    going: dict[str, set[ObjectId]] = {}
    for office in offices:
        if office.fields is None:
            going.setdefault(office.class_name, set()).add(office.oid)
    gone = set().union(*going.values()) if going else set()
    needed: set[ObjectId] = set()
    for class_name, identifiers in going.items():
        for _, record in work.pointing_at(
            TRAVELLING_PARTS[class_name] + LINK_FIELDS[class_name], identifiers
        ):
            if record.id not in gone:
                needed |= needs_of(record) & gone
    return needed


def _record(office: Office, fields: Mapping[str, str] | None) -> AnyRecord | None:
    return None if fields is None else record_from_fields(office.class_name, office.oid, fields)


def _renumbered(deltas: Sequence[Delta]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for delta in deltas:
        if isinstance(delta.old, Parcel) and isinstance(delta.new, Parcel):
            old, new = (parcel_key(one.sheet, one.number, one.number_state) for one in (delta.old, delta.new))
            if old != new:
                pairs.append((old, new))
    return pairs
