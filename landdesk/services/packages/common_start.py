"""From where office and commune went apart: what both sides of a merge start from, value by value.

A value that a package of this store changed, and of which the office has said nothing newer, starts from what was sent;
every other value from what the office said last.
"""

from collections.abc import Mapping

from landdesk.domain.canonical import canonical_fields, image_of, revision_of
from landdesk.domain.ids import ObjectId, id_text
from landdesk.domain.records import AnyRecord
from landdesk.services.packages.operations import CREATE, DELETE, Operation
from landdesk.services.packages.reading import package_from
from landdesk.store.objects import ObjectState
from landdesk.store.reader import Reader
from landdesk.store.unit_of_work import UnitOfWork


class SentOperations:
    """What this store said of an object in a package that it sent; packages are read once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._by_package: dict[ObjectId, Mapping[ObjectId, Operation]] = {}

    def of(self, package_id: ObjectId) -> Mapping[ObjectId, Operation]:
        """Return the operations of a package by object; nothing when the store does not keep it."""
        if package_id not in self._by_package:
            content = self._reader.exchange.content(package_id)
            operations = () if content is None else package_from(content, id_text(package_id)).operations
            self._by_package[package_id] = {one.oid: one for one in operations}
        return self._by_package[package_id]


def known_fields(work: UnitOfWork, state: ObjectState) -> dict[str, str] | None:
    """Return the fields of an object as the office was last known to have it."""
    if state.trunk_rev is None:
        return None
    if state.trunk_rev == state.rev:
        found = work.records({state.class_name: [state.id]}).get(state.id)
    else:
        found = work.image_at(state.id, state.class_name, state.trunk_rev)
    return None if found is None else canonical_fields(found)


def start_of_update(
    work: UnitOfWork, state: ObjectState, office: Mapping[str, str] | None, sent: SentOperations
) -> Mapping[str, str] | None:
    """Return what office and commune had in common: what the office said last, and what it took of what was sent."""
    known = known_fields(work, state)
    if state.rev == state.trunk_rev or state.sent_package is None or office is None:
        return known
    operation = sent.of(state.sent_package).get(state.id)
    if operation is None:
        return known
    if known is None and operation.op == CREATE:
        # The office can only have it from that package.
        return {name: new for name, (_, new) in operation.changes.items() if new is not None}
    start = dict(known or {})
    for name, (old, new) in operation.changes.items():
        value = office.get(name)
        if start.get(name) == old and value in (new, operation.sent.get(name, new)):
            _put(start, name, value)
    return start


def start_of_answer(known: Mapping[str, str] | None, operation: Operation) -> Mapping[str, str] | None:
    """Return what was sent, on top of what the office has said since of the same object."""
    if operation.op == DELETE:
        return None
    start = dict(known or {})
    for name, (old, new) in operation.changes.items():
        if start.get(name) == old:
            _put(start, name, new)
    return start


def _put(fields: dict[str, str], name: str, value: str | None) -> None:
    if value is None:
        fields.pop(name, None)
    else:
        fields[name] = value


def as_sent(work: UnitOfWork, operation: Operation) -> AnyRecord:
    """Return an object as it was sent."""
    wanted = None if operation.new is None else operation.new.rev
    present = work.records({operation.class_name: [operation.oid]}).get(operation.oid)
    if present is not None and revision_of(image_of(present)) == wanted:
        return present
    found = None if wanted is None else work.image_at(operation.oid, operation.class_name, wanted)
    if found is None:
        raise ValueError("an object that was never sent so")
    return found
