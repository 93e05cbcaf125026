"""Writes the change package of a commune: everything that waits, record by record."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from landdesk.domain.bonds import TRAVELLING_PARTS, parcels_named
from landdesk.domain.canonical import Revision
from landdesk.domain.change import ChangeSet, Delta, Entry, EntryKind
from landdesk.domain.clock import iso_time
from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import RefusedError
from landdesk.domain.ids import ObjectId, parse_id
from landdesk.domain.records import CLASSES, Parcel
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext
from landdesk.services.packages.kinds import CHANGE
from landdesk.services.packages.operations import (
    DELETE,
    Act,
    Operation,
    PackageRecord,
    Stand,
    operation_between,
    renumbered,
)
from landdesk.services.packages.outgoing import Draft, finish, new_package
from landdesk.services.packages.pending import Group, Pending, pending_groups, returned_members
from landdesk.services.packages.reading import Relied
from landdesk.services.packages.writing import Parts
from landdesk.store.queries.exchange import PackageLine
from landdesk.store.reader import Reader
from landdesk.store.unit_of_work import UnitOfWork

NEIGHBOUR_M = 5.0
"""Parcels this near to an edited boundary go into the context."""

_SHAPE_ACTS = frozenset(
    {
        "parcel.split",
        "parcel.merge",
        "parcel.delete",
        "parcel.fit",
        "vertex.move",
        "vertex.add",
        "vertex.delete",
        "edge.move",
        "boundary.reshape",
        "nodes.join",
        "delivery.take",
        "map.mend",
        "parcel.divide",
        "parcel.new",
        "parcel.hole",
        "parcel.strip",
    }
)


def export_change(
    context: EditContext,
    put: Callable[[bytes], None],
    file_name: str,
    findings_of: Callable[[Collection[ObjectId]], Sequence[Mapping[str, Any]]] = lambda _: (),
) -> PackageLine:
    """Make the change package of everything that waits, hand its bytes to ``put`` and note it as sent.

    Args:
        put: Writes the bytes where the package is to be; what it raises leaves the store as it was.
        findings_of: Says what the last check found of objects, as lines of ``findings.jsonl``.

    Raises:
        RefusedError: The store has no base, is an office, or nothing waits.
    """
    work = context.work
    base = work.info.base
    if base is None:
        raise RefusedError(
            "package.no-base",
            Text(N_("The store is not bound to the office: it has no base.")),
            remedy=Text(N_("Make a store from the office's base package, or bind this one to it.")),
        )
    groups = pending_groups(work)
    if not groups:
        raise RefusedError(
            "package.nothing-to-send",
            Text(N_("Nothing has changed since the last package.")),
            remedy=Text(
                N_("There is nothing to send. A returned item goes again after an edit or “send again”.")
            ),
        )
    package_id = work.new_id()
    records: list[PackageRecord] = []
    operations: list[Operation] = []
    for group in groups:
        record = _record(work, group)
        records.append(record)
        operations += _operations(work, record.id, group)
    relied = _relied(context, [(record.id, group) for record, group in zip(records, groups, strict=True)])
    operations = renumbered(operations)
    before = work.exchange.last_of(work.info.workspace, CHANGE)
    draft = Draft(
        package_id=package_id,
        kind=CHANGE,
        commune=work.info.communes[0],
        base=base,
        controls=_controls(context.coverage, groups),
    )
    since = before.entry if before is not None and before.entry is not None else 0
    findings = findings_of(_checked_objects(groups))
    parts = Parts(records, operations, relied, findings, audit=_audit(work.entries_after(since)))
    made = new_package(work, draft, parts, file_name)
    put(made.content)
    sent = [one.state.id for group in groups for one in group.members]
    change = ChangeSet("package.change", tuple(_resent(work, set(sent))), "")
    entry = work.apply(change, EntryKind.HOUSEKEEPING, allow_empty=True)
    work.mark_sent(sent, package_id)
    return finish(work, made, entry.number, keep=True)


def _checked_objects(groups: Iterable[Group]) -> set[ObjectId]:
    """Return the objects of a package and the parcels that they name."""
    sides = [side for group in groups for one in group.members for side in (one.now, one.trunk)]
    return parcels_named(sides) | {side.id for side in sides if side is not None}


def _record(reader: Reader, group: Group) -> PackageRecord:
    lineage = reader.exchange.lineage_of(reader.origin_of(entry).number for entry in group.entries)
    return PackageRecord(
        id=_record_id(group),
        acts=tuple(
            Act(
                entry.number,
                entry.command,
                entry.subject,
                entry.person.name,
                entry.person.unit,
                iso_time(entry.at_ms),
            )
            for entry in group.entries
        ),
        lineage=tuple((parent, child) for parent, child, _ in lineage),
    )


def _record_id(group: Group) -> ObjectId:
    """Return the registration of the group's first act; objects that no act explains get one of their own."""
    if group.entries and group.entries[0].kind in (EntryKind.ACT, EntryKind.IMPORT):
        return parse_id(group.entries[0].record)
    return group.members[0].state.id


def _operations(work: UnitOfWork, record: ObjectId, group: Group) -> list[Operation]:
    order = list(CLASSES)
    made: list[Operation] = []
    for one in group.members:
        kind, changes, sent = operation_between(one.trunk, one.now, one.sent)
        made.append(
            Operation(
                op_id=work.new_id(),
                record=record,
                seq=0,
                class_name=one.state.class_name,
                oid=one.state.id,
                op=kind,
                trunk=_stand(one.state.trunk_no, one.state.trunk_rev),
                base=_stand(one.state.no, one.state.sent_rev),
                new=_stand(one.state.no, one.state.rev),
                changes=changes,
                cause=_cause(one, group.entries),
                sent=sent,
            )
        )
    made.sort(
        key=lambda one: (
            one.op == DELETE,
            order.index(one.class_name) * (-1 if one.op == DELETE else 1),
            one.oid,
        )
    )
    return made


def _stand(no: int | None, rev: Revision | None) -> Stand | None:
    return None if rev is None else Stand(no or 0, rev)


def _cause(one: Pending, entries: Iterable[Entry]) -> str:
    own = [entry for entry in entries if entry.number in one.entries]
    return own[-1].command if own else "edit"


def _relied(context: EditContext, records: Sequence[tuple[ObjectId, Group]]) -> list[Relied]:
    """Return what each record relies on.

    These are the parcels of its rights, purposes and so on, what else belongs to its parcels, and parcels near new
    boundaries. Parts and states are read once for all records: a query for each took half the time of an export.
    """
    work = context.work
    parts: dict[ObjectId, set[ObjectId]] = {}
    for field, part in work.pointing_at(
        TRAVELLING_PARTS["parcel"], {one for _, group in records for one in _parcels_of(group)}
    ):
        parts.setdefault(getattr(part, field.name), set()).add(part.id)
    wanted: list[tuple[ObjectId, set[ObjectId]]] = []
    for record, group in records:
        parcels = _parcels_of(group)
        found = parcels_named([side for one in group.members for side in (one.now, one.trunk)])
        found |= {part for one in parcels for part in parts.get(one, ())}
        if any(entry.command.split(":")[-1] in _SHAPE_ACTS for entry in group.entries):
            for one in parcels:
                found |= {
                    context.coverage.id_at(int(at)) for at in context.coverage.touching(one, NEIGHBOUR_M)
                }
        wanted.append((record, found - {one.state.id for one in group.members}))
    states = work.states({one for _, found in wanted for one in found})
    return [
        Relied(record, states[one].class_name, one, rev)
        for record, found in wanted
        for one in sorted(found & states.keys())
        if (rev := states[one].trunk_rev) is not None
    ]


def _parcels_of(group: Group) -> set[ObjectId]:
    return {one.state.id for one in group.members if one.state.class_name == "parcel"}


def _controls(coverage: Coverage, groups: Sequence[Group]) -> dict[str, Any]:
    """Return parcels and total map area before (as the office knows) and after, to be checked by hand."""
    after_count = len(coverage)
    after_area = float(np.nansum(shapely.area(coverage.shapes(coverage.live()))))
    count, area = after_count, after_area
    for group in groups:
        for one in group.members:
            for side, sign in ((one.now, -1), (one.trunk, 1)):
                if isinstance(side, Parcel):
                    count += sign
                    area += sign * (side.shape.area if side.shape is not None else 0.0)
    return {
        "parcels_before": count,
        "parcels_after": after_count,
        "area_before_m2": f"{area:.1f}",
        "area_after_m2": f"{after_area:.1f}",
    }


def _resent(reader: Reader, sent: set[ObjectId]) -> list[Delta]:
    """Return the deltas that mark returned work whose objects go out now as sent again."""
    return [
        Delta(item, replace(item, state="resent"))
        for item, members in returned_members(reader).items()
        if sent & members.keys()
    ]


def _audit(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    return [
        {
            "number": entry.number,
            "kind": str(entry.kind),
            "command": entry.command,
            "subject": entry.subject,
            "person": entry.person.name,
            "at": iso_time(entry.at_ms),
            "undoes": entry.undoes,
            "hash": entry.hash.hex(),
        }
        for entry in entries
    ]
