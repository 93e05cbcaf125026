"""Work that packages of the office make or end at a commune: returned records, values both sides changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from landdesk.domain.bonds import parcels_named
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.ids import ObjectId, id_text, parse_id
from landdesk.domain.records import CLASSES, AnyRecord, WorkItem
from landdesk.domain.workflow import RETURNED_KINDS
from landdesk.services.packages.kinds import CHANGE
from landdesk.services.packages.reading import Package
from landdesk.store.objects import ObjectState
from landdesk.store.queries.exchange import OUT, PackageLine
from landdesk.store.unit_of_work import UnitOfWork


def returned_item(work: UnitOfWork, outcome: Mapping[str, Any], package: PackageLine) -> WorkItem:
    """Return the open work of a returned record; what was sent again since waits for the answer to that."""
    subjects = {parse_id(answer["oid"]): str(answer["class"]) for answer in outcome["objects"]}
    by_class: dict[str, list[ObjectId]] = {}
    for oid, class_name in subjects.items():
        by_class.setdefault(class_name, []).append(oid)
    states = work.states(subjects)
    if set(by_class) - set(CLASSES) or subjects.keys() - states.keys():
        raise ValueError("an object that was never sent")
    reason, words = outcome["reason"], outcome["note"]
    if not isinstance(reason, str) or not isinstance(words, str):
        raise TypeError("a returned record without its reason")
    present = work.records(by_class)
    sides = [present.get(oid) or _last_side(work, name, states[oid]) for oid, name in subjects.items()]
    concerned = work.parcels_concerned(side for side in sides if side is not None)
    found = {*subjects}.union(*concerned.values())
    later = {
        line.id
        for line in work.exchange.packages(kind=CHANGE, direction=OUT)
        if line.sequence > package.sequence
    }
    return WorkItem(
        id=work.new_id(),
        kind="returned",
        subjects=tuple(sorted(found)),
        state="resent" if all(one.sent_package in later for one in states.values()) else "open",
        reason=reason,
        words=words,
        package=id_text(package.id),
        record=id_text(parse_id(outcome["record"])),
    )


def _last_side(work: UnitOfWork, class_name: str, state: ObjectState) -> AnyRecord | None:
    """Return what an object that is deleted here was when it was sent, or as the office has it."""
    for revision in (state.sent_rev, state.trunk_rev):
        found = None if revision is None else work.image_at(state.id, class_name, revision)
        if found is not None:
            return found
    return None


def close_answered(work: UnitOfWork, answered: Collection[ObjectId]) -> None:
    """Close work that was sent again and has come back: the new answer takes its place.

    Args:
        answered: Objects of the records that have come back now.
    """
    waiting = {state.id for state in work.exchange.pending()}
    _finish(work, [item for item in _sent_again(work) if waiting & set(item.subjects) <= set(answered)])


def _sent_again(work: UnitOfWork) -> list[WorkItem]:
    return [item for item in work.work_items("resent") if item.kind == "returned"]


def conflict_item(work: UnitOfWork, package: Package, oid: ObjectId, record: AnyRecord | None) -> WorkItem:
    """Return the open work of an object both sides changed; on the map it belongs to the parcel."""
    parcels = parcels_named([record])
    return WorkItem(
        id=work.new_id(),
        kind="conflict",
        subjects=tuple(sorted({oid} | parcels)),
        state="open",
        package=id_text(package.manifest.package_id),
    )


def close_finished(work: UnitOfWork) -> None:
    """Close work none of whose objects waits for the office any more."""
    waiting = {state.id for state in work.exchange.pending()}
    items = work.failures.work(RETURNED_KINDS, ["resent", "open"])
    _finish(work, [item for item in items if not waiting & set(item.subjects)])


def _finish(work: UnitOfWork, items: Sequence[WorkItem]) -> None:
    deltas = tuple(Delta(item, replace(item, state="done")) for item in items)
    if deltas:
        work.apply(ChangeSet("work.finished", deltas), EntryKind.HOUSEKEEPING)
