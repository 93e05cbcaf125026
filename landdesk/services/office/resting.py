"""What in a package goes on from something that the office has returned.

Its author did not know of the return: taking such an operation would take a part of the returned record with it, one
half of a split parcel for example. It is returned as well; then the commune knows, and sends both again together.
"""

from collections.abc import Mapping

from landdesk.domain.ids import ObjectId
from landdesk.services.office.inbox import lines_before
from landdesk.services.packages.operations import DELETE, Operation
from landdesk.services.packages.reading import Package, package_from
from landdesk.store.objects import ObjectState
from landdesk.store.queries.decisions import RETURNED
from landdesk.store.reader import Reader

_BOUNDARY = "GEOM"


def returned_before(
    reader: Reader, package: Package, states: Mapping[ObjectId, ObjectState]
) -> dict[ObjectId, int]:
    """Return the objects that go on from a record that was returned, each with the number of that package.

    Args:
        reader: The office's store.
        package: A change package of its inbox.
        states: Where its objects stand at the office.
    """
    wanted = {
        one.oid: one
        for one in package.operations
        if one.base is not None
        and (one.trunk is None or one.base.rev != one.trunk.rev)
        and (one.oid not in states or states[one.oid].rev != one.base.rev)
    }
    own = reader.exchange.package(package.manifest.package_id)
    earlier = [
        (line, {one.record for one in said if one.decision == RETURNED})
        for line in ([] if own is None else lines_before(reader, own))
        for said in [reader.exchange.decisions(line.id).values()]
    ]
    first = min((line.sequence for line, returned in earlier if returned), default=package.manifest.sequence)
    found: dict[ObjectId, int] = {}
    for line, returned in earlier:
        content = reader.exchange.content(line.id)
        if not wanted or line.sequence < first or content is None:
            break
        for one in package_from(content, line.file_name).operations:
            later = wanted.pop(one.oid, None)
            if later is not None and one.record in returned and _goes_on_from(later, one):
                found[one.oid] = line.sequence
    return found


def _goes_on_from(later: Operation, returned: Operation) -> bool:
    """Tell whether an operation says again what a returned one said; a boundary is drawn on top of the one before."""
    if later.op == DELETE:
        return returned.op != DELETE and _BOUNDARY in returned.changes
    both = [name for name, (old, new) in later.changes.items() if old != new and name in returned.changes]
    return any(name == _BOUNDARY or later.changes[name][1] == returned.changes[name][1] for name in both)
