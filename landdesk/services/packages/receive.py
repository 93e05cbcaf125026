"""What a commune takes from the office: receipts, updates and newer bases; what it did itself is never lost.

An object that was not edited since follows the office. One that was edited is brought in two steps that the journal
shows: first the office's state, then the own edits on top of it; where both changed the same value the own one
stays and becomes open work. Returned records become open work on their parcels with the office's reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from landdesk.domain.canonical import (
    Revision,
    canonical_fields,
    image_of,
    parse_revision,
    record_from_fields,
    revision_of,
)
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.ids import ObjectId, id_text, parse_id
from landdesk.domain.records import CLASSES, AnyRecord, LandRight, Parcel, Purpose, WorkItem, parcel_key
from landdesk.i18n import N_, Text
from landdesk.services.merge.three_way import Merged, merge
from landdesk.services.packages.commune import trunk_of
from landdesk.services.packages.container import damaged
from landdesk.services.packages.manifest import CHANGE, RECEIPT, refuse_other_store
from landdesk.services.packages.office_state import root_hash
from landdesk.services.packages.outgoing import known_package, line_of
from landdesk.services.packages.reading import Package
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
        complete: After an update or base: the office's objects known here are exactly those of its snapshot.
    """

    line: PackageLine
    again: bool = False
    accepted: int = 0
    returned: int = 0
    changed: int = 0
    merged: int = 0
    conflicts: int = 0
    renumbered: tuple[tuple[str, str], ...] = ()
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
            Text(N_("At the office: landdesk office receive STORE FILE")),
        )
    refuse_other_store(manifest, work.info, package.name)
    if work.info.role != COMMUNE or work.info.base is None:
        raise RefusedError(
            "package.no-base",
            Text(N_("The store is not bound to the office: it has no base.")),
            remedy=Text(
                N_(
                    "Make a store from the base (landdesk new STORE --from BASE) or bind this one (landdesk adopt)."
                )
            ),
        )
    before = known_package(work, manifest.package_id, package.fingerprint)
    if before is not None:
        return Received(before, again=True)
    return _receipt(work, package) if manifest.kind == RECEIPT else _office_state(work, package)


def _office_state(work: UnitOfWork, package: Package) -> Received:
    """Bring every object of an update or base along whose office revision is newer than the one known here."""
    states = work.states(one.oid for one in package.operations)
    offices: list[Office] = []
    for operation in package.operations:
        state = states.get(operation.oid)
        known_no = state.trunk_no if state is not None else None
        trunk = trunk_of(operation)
        if trunk.no is not None and known_no is not None and trunk.no <= known_no:
            continue
        if trunk.no is None and (state is None or state.trunk_rev is None):
            continue
        made = package.created.get(operation.oid)
        start = None
        if state is not None and state.trunk_rev is not None:
            start = _fields_at(work, operation.class_name, operation.oid, state.trunk_rev, state.rev)
        offices.append(
            Office(
                operation.class_name,
                operation.oid,
                trunk,
                None if made is None else canonical_fields(made),
                start,
            )
        )
    outcome = _bring_along(work, package, EntryKind.UPDATE, offices, [])
    stated = package.manifest.base
    if stated is None:
        raise damaged("package.inconsistent", Text(N_("the snapshot")), package.name)
    known = work.info.base
    newest = stated if known is None or stated.number > known.number else known
    work.set_info(replace(work.info, base=newest))
    # An update that was missed leaves objects out; the root hash tells, and one that comes late makes it whole.
    return replace(outcome, complete=root_hash(work.exchange.trunk_revisions()) == newest.root_hash)


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
            Text(N_("Open the store that sent it.")),
        )
    offices: list[Office] = []
    returned: list[WorkItem] = []
    accepted = 0
    for outcome in package.outcomes:
        try:
            answers = outcome["objects"]
            if outcome["outcome"] == "accepted":
                accepted += 1
                offices += [one for one in (_accepted(work, answer) for answer in answers) if one is not None]
            elif outcome["outcome"] == "returned":
                returned.append(_returned(work, outcome, sent.id))
            else:
                raise ValueError(outcome["outcome"])
        except (KeyError, ValueError, TypeError) as error:
            raise damaged("package.inconsistent", Text(N_("an outcome")), package.name) from error
    made = _bring_along(work, package, EntryKind.RECEIPT, offices, returned)
    return replace(made, accepted=accepted, returned=len(returned))


def _accepted(work: UnitOfWork, answer: Mapping[str, Any]) -> Office | None:
    """Return the office's state of an accepted object; None when a newer one is known already."""
    oid, class_name = parse_id(answer["oid"]), str(answer["class"])
    if class_name not in CLASSES:
        raise ValueError(class_name)
    sent_rev = None if answer["sent"] is None else parse_revision(answer["sent"])
    office = answer["office"]
    trunk = Trunk(int(office["no"]), parse_revision(office["rev"]) if office["rev"] else None)
    state = work.states([oid]).get(oid)
    if state is None:
        raise ValueError("an object that was never sent")
    if state.trunk_no is not None and trunk.no is not None and trunk.no <= state.trunk_no:
        return None
    start = None if sent_rev is None else _fields_at(work, class_name, oid, sent_rev, state.rev)
    if trunk.rev is None:
        return Office(class_name, oid, trunk, None, start)
    fields = dict(answer.get("fields") or start or {})
    if revision_of(image_of(record_from_fields(class_name, oid, fields))) != trunk.rev:
        raise ValueError("the office's revision does not follow from what was sent")
    return Office(class_name, oid, trunk, fields, start)


def _fields_at(
    work: UnitOfWork, class_name: str, oid: ObjectId, revision: Revision, present: Revision | None
) -> dict[str, str] | None:
    """Return the fields an object has, or had, at a revision; None when it never had it here."""
    if revision == present:
        found = work.records({class_name: [oid]}).get(oid)
    else:
        found = work.image_at(oid, class_name, revision)
    return None if found is None else canonical_fields(found)


def _returned(work: UnitOfWork, outcome: Mapping[str, Any], package: ObjectId) -> WorkItem:
    subjects = {parse_id(answer["oid"]): str(answer["class"]) for answer in outcome["objects"]}
    by_class: dict[str, list[ObjectId]] = {}
    for oid, class_name in subjects.items():
        by_class.setdefault(class_name, []).append(oid)
    found = set(subjects)
    for record in work.records({name: by_class.get(name, []) for name in ("purpose", "land_right")}).values():
        if isinstance(record, Purpose | LandRight):
            found.add(record.parcel_id)
    found |= {right.parcel_id for right in work.rights_of_parties(by_class.get("party", []))}
    return WorkItem(
        id=work.new_id(),
        kind="returned",
        subjects=tuple(sorted(found)),
        state="open",
        reason=str(outcome["reason"]),
        words=str(outcome["note"]),
        package=id_text(package),
        record=str(outcome["record"]),
    )


def _bring_along(
    work: UnitOfWork, package: Package, kind: EntryKind, offices: Sequence[Office], items: Sequence[WorkItem]
) -> Received:
    """Write the office's states, own edits on top of them, and work items."""
    by_class: dict[str, list[ObjectId]] = {}
    for office in offices:
        by_class.setdefault(office.class_name, []).append(office.oid)
    present = work.records(by_class)
    needed = _needed_here(work, offices)
    follow: list[Delta] = []
    again: list[Delta] = []
    conflicts: list[ObjectId] = []
    for office in offices:
        now = present.get(office.oid)
        own = None if now is None else canonical_fields(now)
        theirs = _record(office, office.fields)
        merged = merge(office.start, own, office.fields)
        if merged.fields is None and office.oid in needed:
            merged = Merged(own, ("*",))
        if merged.conflicts:
            conflicts.append(office.oid)
        if own != office.fields:
            follow.append(Delta(now, theirs))
        if merged.fields != office.fields:
            again.append(Delta(theirs, _record(office, merged.fields)))
    items = [*items, *_conflict_items(work, package, conflicts)]
    renumbered = tuple(_renumbered(follow))
    entry = work.apply(
        ChangeSet(f"{package.manifest.kind}.receive", (*follow, *(Delta(None, item) for item in items))),
        kind,
        trunk={office.oid: office.trunk for office in offices},
        allow_empty=True,
    )
    if again:
        work.apply(ChangeSet("receipt.merge", tuple(again)), EntryKind.ACT)
    _close_finished_work(work)
    line = line_of(package.manifest, package.fingerprint, IN, work, entry.number, package.name)
    work.add_package(line, None)
    return Received(
        line,
        changed=len(follow) - len(again),
        merged=len(again),
        conflicts=len(conflicts),
        renumbered=renumbered,
    )


def _needed_here(work: UnitOfWork, offices: Sequence[Office]) -> set[ObjectId]:
    """Return objects the office deleted that rights or purposes made here still refer to."""
    going = {office.oid for office in offices if office.fields is None}
    parcels = [office.oid for office in offices if office.fields is None and office.class_name == "parcel"]
    parties = [office.oid for office in offices if office.fields is None and office.class_name == "party"]
    rights = [*work.rights_of(parcels), *work.rights_of_parties(parties)]
    staying = [one for one in rights if one.id not in going]
    needed = {one.parcel_id for one in staying} | {one.party_id for one in staying}
    return needed | {one.parcel_id for one in work.purposes_of(parcels) if one.id not in going}


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


def _conflict_items(work: UnitOfWork, package: Package, conflicts: Sequence[ObjectId]) -> list[WorkItem]:
    return [
        WorkItem(
            id=work.new_id(),
            kind="conflict",
            subjects=(oid,),
            state="open",
            package=id_text(package.manifest.package_id),
        )
        for oid in conflicts
    ]


def _close_finished_work(work: UnitOfWork) -> None:
    """Close returned work none of whose objects waits for the office any more."""
    waiting = {state.id for state in work.exchange.pending()}
    finished = [
        item
        for item in (*work.work_items("resent"), *work.work_items("open"))
        if item.kind == "returned" and not waiting & set(item.subjects)
    ]
    if finished:
        deltas = tuple(Delta(item, replace(item, state="done")) for item in finished)
        work.apply(ChangeSet("work.finished", deltas), EntryKind.HOUSEKEEPING)
