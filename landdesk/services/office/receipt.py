"""Writes receipts: per record what was decided, per object the office's revision and, where it is another, its fields.

A receipt covers the records decided since the receipt before. When there are none, the last receipt is written again,
byte for byte.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from landdesk.domain.canonical import canonical_fields, revision_text
from landdesk.domain.change import ChangeSet, EntryKind
from landdesk.domain.errors import RefusedError
from landdesk.domain.ids import ObjectId, id_text
from landdesk.domain.records import AnyRecord
from landdesk.i18n import N_, Text
from landdesk.services.packages.kinds import RECEIPT
from landdesk.services.packages.operations import Operation
from landdesk.services.packages.outgoing import Draft, finish, new_package
from landdesk.services.packages.reading import Package
from landdesk.services.packages.writing import Parts
from landdesk.store.objects import ObjectState
from landdesk.store.queries.decisions import ACCEPTED, UNDECIDED, Decision
from landdesk.store.queries.exchange import OUT, PackageLine
from landdesk.store.unit_of_work import UnitOfWork


def write_receipt(
    work: UnitOfWork, package: Package, put: Callable[[bytes], None], file_name: str
) -> PackageLine:
    """Write the receipt of a change package and note it; the last one again when nothing new was decided.

    Raises:
        RefusedError: Nothing of the package is decided yet.
    """
    package_id = package.manifest.package_id
    decisions = {
        one.record: one for one in work.exchange.decisions(package_id).values() if one.decision != UNDECIDED
    }
    fresh = {record: one for record, one in decisions.items() if one.receipt is None}
    if not decisions:
        raise RefusedError(
            "office.nothing-decided",
            Text(N_("Nothing of the package is decided yet.")),
            remedy=Text(N_("Accept or return records of it first.")),
        )
    if not fresh:
        return _again(work, package_id, put, file_name)
    records = [record for record in package.records if record.id in fresh]
    operations = [one for one in package.operations if one.record in fresh]
    states = work.states(one.oid for one in operations)
    by_class: dict[str, list[ObjectId]] = {}
    for one in operations:
        by_class.setdefault(one.class_name, []).append(one.oid)
    present = work.records(by_class)
    outcomes = [
        _outcome(fresh[record.id], [one for one in operations if one.record == record.id], states, present)
        for record in records
    ]
    draft = Draft(
        package_id=work.new_id(),
        kind=RECEIPT,
        commune=package.manifest.commune,
        base=package.manifest.base,
        controls=package.manifest.controls,
        in_reply_to=package_id,
    )
    made = new_package(work, draft, Parts(records, (), outcomes=outcomes), file_name)
    put(made.content)
    change = ChangeSet("office.receipt", (), package.manifest.commune)
    entry = work.apply(change, EntryKind.HOUSEKEEPING, allow_empty=True)
    work.decide(package_id, [replace(one, receipt=draft.package_id) for one in fresh.values()])
    return finish(work, made, entry.number, keep=True)


def _again(
    work: UnitOfWork, package_id: ObjectId, put: Callable[[bytes], None], file_name: str
) -> PackageLine:
    receipts = [
        one for one in work.exchange.packages(kind=RECEIPT, direction=OUT) if one.in_reply_to == package_id
    ]
    last = max(receipts, key=lambda one: one.sequence)
    content = work.exchange.content(last.id) or b""
    put(content)
    work.note_outgoing_again(hashlib.sha256(content).digest(), file_name)
    return last


def _outcome(
    decision: Decision,
    operations: Sequence[Operation],
    states: Mapping[ObjectId, ObjectState],
    present: Mapping[ObjectId, AnyRecord],
) -> dict[str, Any]:
    accepted = decision.decision == ACCEPTED
    return {
        "record": id_text(decision.record),
        "outcome": decision.decision,
        "reason": decision.reason,
        "note": decision.note,
        "objects": [
            _answer(one, states.get(one.oid), present.get(one.oid)) if accepted else _plain(one)
            for one in operations
        ],
    }


def _plain(operation: Operation) -> dict[str, Any]:
    return {"class": operation.class_name, "oid": id_text(operation.oid)}


def _answer(operation: Operation, state: ObjectState | None, present: AnyRecord | None) -> dict[str, Any]:
    """Return the office's revision of an accepted object, and all its fields where it is not what was sent."""
    sent = None if operation.new is None else operation.new.rev
    rev = None if state is None else state.rev
    answer: dict[str, Any] = _plain(operation) | {
        "sent": None if sent is None else revision_text(sent),
        "office": {
            "no": 0 if state is None else state.no,
            "rev": None if rev is None else revision_text(rev),
        },
    }
    if present is not None and rev != sent:
        answer["fields"] = canonical_fields(present)
    return answer
