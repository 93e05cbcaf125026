"""Base and update packages: what the office holds of one commune, handed out as a numbered snapshot.

A base holds every object whole, and names those that went since the commune's first snapshot; an update every object
that changed, came or went since an earlier snapshot, whole too, so that it can be applied whatever came between.
Nothing is ever deleted because it is absent.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from landdesk.domain.bonds import references_of
from landdesk.domain.canonical import Revision, canonical_fields
from landdesk.domain.change import ChangeSet, EntryKind
from landdesk.domain.clock import iso_time
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import CLASSES, TRAVELLING, AnyRecord, Parcel
from landdesk.i18n import N_, Text
from landdesk.services.office_lists import lists_changed_since
from landdesk.services.packages.kinds import BASE, UPDATE
from landdesk.services.packages.lineage import known_lineage
from landdesk.services.packages.operations import (
    DELETE,
    Act,
    Operation,
    PackageRecord,
    Stand,
    full_operation,
    renumbered,
)
from landdesk.services.packages.outgoing import Draft, finish, new_package
from landdesk.services.packages.writing import Parts
from landdesk.store.info import OFFICE, Base
from landdesk.store.objects import ObjectState
from landdesk.store.queries.exchange import PackageLine, Snapshot
from landdesk.store.unit_of_work import UnitOfWork


def root_hash(revisions: Iterable[tuple[ObjectId, bytes]]) -> bytes:
    """Return the SHA-256 over identifier and revision of every object, sorted by identifier."""
    digest = hashlib.sha256()
    for identifier, revision in sorted(revisions):
        digest.update(identifier)
        digest.update(revision)
    return digest.digest()


def write_base(work: UnitOfWork, commune: str, put: Callable[[bytes], None], file_name: str) -> PackageLine:
    """Write everything of a commune as a new snapshot.

    Raises:
        RefusedError: The store is no office, or holds no parcel of the commune.
        InvalidInputError: The commune is not one of the store.
    """
    _refuse_unfit(work, commune)
    states = _living(work, commune)
    if not states:
        raise RefusedError(
            "base.empty",
            Text(N_("The store holds no parcel of commune {commune}."), {"commune": commune}),
            remedy=Text(N_("Bring its parcels in first.")),
        )
    record = work.new_id()
    operations = _whole(work, record, states)
    first = min((one.entry for one in work.exchange.snapshots() if one.commune == commune), default=None)
    if first is not None:
        operations += _deletions(work, record, (one for _, one in work.touched_after(first)))
    return _hand_out(work, commune, states, Operations(BASE, record, operations), put, file_name)


def write_update(
    work: UnitOfWork, commune: str, put: Callable[[bytes], None], file_name: str, since: int | None = None
) -> PackageLine:
    """Write what changed in a commune since a snapshot as a new snapshot.

    Args:
        since: Number of the snapshot; the commune's latest by default.

    Raises:
        RefusedError: As ``write_base``, or nothing changed.
        InvalidInputError: There is no such snapshot of the commune.
    """
    _refuse_unfit(work, commune)
    own = [one for one in work.exchange.snapshots() if one.commune == commune]
    chosen = [one for one in own if since is None or one.number == since]
    if not chosen:
        raise InvalidInputError(
            "update.no-snapshot",
            Text(N_("There is no such snapshot of commune {commune}."), {"commune": commune}),
            Text(N_("Snapshots: {numbers}"), {"numbers": ", ".join(str(one.number) for one in own) or "-"}),
            Text(N_("Write a base package first, or name one of these snapshots.")),
        )
    touched = {one for _, one in work.touched_after(chosen[-1].entry)}
    states = _living(work, commune)
    living = {state.id: state for state in states}
    changed = [living[one] for one in sorted(touched & living.keys())]
    # What was there before may be new to this commune, by something that is new and refers to it.
    changed += [living[one] for one in sorted(_newly_reached(work, changed, living.keys()) - touched)]
    record = work.new_id()
    gone = _deletions(work, record, touched - living.keys())
    if not changed and not gone and not lists_changed_since(work, chosen[-1].entry):
        raise RefusedError(
            "update.nothing-changed",
            Text(
                N_("Nothing has changed in commune {commune} since snapshot {number}."),
                {"commune": commune, "number": chosen[-1].number},
            ),
            remedy=Text(N_("There is nothing to send.")),
        )
    operations = [*_whole(work, record, changed), *gone]
    made = Operations(UPDATE, record, operations, since=chosen[-1].number)
    return _hand_out(work, commune, states, made, put, file_name)


def _newly_reached(
    work: UnitOfWork, changed: Sequence[ObjectState], living: Collection[ObjectId]
) -> set[ObjectId]:
    """Return what changed objects refer to, with the parts of these: land users, certificates, scans."""
    by_class: dict[str, list[ObjectId]] = {}
    for state in changed:
        by_class.setdefault(state.class_name, []).append(state.id)
    fresh: Iterable[AnyRecord] = work.records(by_class).values()
    reached: set[ObjectId] = set()
    while fresh:
        targets: dict[str, set[ObjectId]] = {}
        for record in fresh:
            for field, target in references_of(record):
                if field.target in _SHARED and target not in reached and target in living:
                    targets.setdefault(field.target, set()).add(target)
        found = list(work.records(targets).values())
        parts = [one for one in work.parts_of(found) if one.id in living and one.id not in reached]
        reached |= {one.id for one in (*found, *parts)}
        fresh = [*found, *parts]
    return reached


_SHARED = frozenset({"party", "certificate", "document", "registration", "map_sheet"})
"""Classes whose objects may belong to parcels of several communes."""


def _deletions(work: UnitOfWork, record: ObjectId, candidates: Iterable[ObjectId]) -> list[Operation]:
    """Return the operations that delete those of the objects that do not exist any more."""
    order = list(CLASSES)
    gone = [
        state
        for state in work.states(candidates).values()
        if state.rev is None and state.class_name in TRAVELLING
    ]
    last: dict[ObjectId, bytes | None] = {}
    for step in work.exchange.steps_of(state.id for state in gone):
        last.setdefault(step.id, step.rev_old)
    operations: list[Operation] = []
    for state in sorted(gone, key=lambda one: (-order.index(one.class_name), one.id)):
        revision = last.get(state.id)
        if revision is None:
            continue
        operations.append(
            Operation(
                op_id=work.new_id(),
                record=record,
                seq=0,
                class_name=state.class_name,
                oid=state.id,
                op=DELETE,
                trunk=Stand(state.no, Revision(revision)),
                base=None,
                new=None,
                changes={},
                cause="office",
            )
        )
    return operations


def _refuse_unfit(work: UnitOfWork, commune: str) -> None:
    if work.info.role != OFFICE:
        raise RefusedError(
            "base.not-office",
            Text(N_("Only an office's store hands out base and update packages.")),
            remedy=Text(N_("Open the office's store.")),
        )
    if commune not in work.info.communes:
        raise InvalidInputError(
            "base.other-commune",
            Text(N_("Commune {commune} is not one of this store."), {"commune": commune}),
            Text(N_("Communes: {communes}"), {"communes": ", ".join(work.info.communes)}),
            Text(N_("Give one of these.")),
        )


def _living(work: UnitOfWork, commune: str) -> list[ObjectState]:
    return [state for state in work.exchange.objects_of_commune(commune) if state.rev is not None]


def _whole(work: UnitOfWork, record: ObjectId, states: Sequence[ObjectState]) -> list[Operation]:
    by_class: dict[str, list[ObjectState]] = {}
    for state in states:
        by_class.setdefault(state.class_name, []).append(state)
    operations: list[Operation] = []
    for class_name in CLASSES:
        group = by_class.get(class_name, [])
        found = work.records({class_name: [state.id for state in group]})
        for state in group:
            if state.rev is None:
                continue
            image = canonical_fields(found[state.id])
            stand = Stand(state.no, state.rev)
            operations.append(full_operation(record, 0, class_name, state.id, image, stand, work.new_id()))
    return operations


@dataclass(frozen=True, slots=True)
class Operations:
    """What a base or update says: its kind, its one record, the operations, the snapshot it goes on from."""

    kind: str
    record: ObjectId
    operations: Sequence[Operation]
    since: int | None = None


def _hand_out(
    work: UnitOfWork,
    commune: str,
    states: Sequence[ObjectState],
    made_of: Operations,
    put: Callable[[bytes], None],
    file_name: str,
) -> PackageLine:
    kind, record = made_of.kind, made_of.record
    person = work.acting()
    number = max((one.number for one in work.exchange.snapshots()), default=0) + 1
    package_id, snapshot_id = work.new_id(), work.new_id()
    root = root_hash((state.id, state.rev) for state in states if state.rev is not None)
    entry = work.apply(
        ChangeSet(f"{kind}.write", (), commune), EntryKind.HOUSEKEEPING, record=record, allow_empty=True
    )
    act = Act(entry.number, f"{kind}.write", commune, person.name, person.unit, iso_time(entry.at_ms))
    draft = Draft(
        package_id=package_id,
        kind=kind,
        commune=commune,
        base=Base(snapshot_id, number, root, package_id),
        controls=_controls(work, states),
        since=made_of.since,
    )
    parcels = (one.oid for one in made_of.operations if one.class_name == Parcel.CLASS)
    lineage = tuple(sorted(known_lineage(work, parcels)))
    parts = Parts(
        [PackageRecord(record, (act,), lineage)], renumbered(made_of.operations), code_lists=work.code_lists()
    )
    made = new_package(work, draft, parts, file_name)
    put(made.content)
    work.add_snapshot(Snapshot(snapshot_id, number, entry.number, commune, root, package_id))
    return finish(work, made, entry.number, keep=kind == UPDATE)


def _controls(work: UnitOfWork, states: Sequence[ObjectState]) -> dict[str, Any]:
    parcels = work.get_many(Parcel, [state.id for state in states if state.class_name == "parcel"]).values()
    area = f"{sum(one.shape.area for one in parcels if one.shape is not None):.1f}"
    count = len(parcels)
    return {
        "parcels_before": count,
        "parcels_after": count,
        "area_before_m2": area,
        "area_after_m2": area,
    }
