"""What the answers to all edits of shared boundaries have in common."""

from collections.abc import Mapping

from shapely import MultiPolygon

from landdesk.domain.change import ChangeSet
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel
from landdesk.services.commands.context import EditContext

_NAMED = 5


def boundary_act(
    name: str,
    shapes: Mapping[ObjectId, MultiPolygon],
    context: EditContext,
    chosen: ObjectId | None = None,
) -> ChangeSet:
    """Return the change set that gives parcels new shapes; its subject names them, the chosen one first.

    Args:
        name: Of the command.
        shapes: The new shapes, those included that only get a node.
        context: The store and the coverage.
        chosen: The parcel that the person chose.
    """
    deltas = context.reshaped(shapes)
    parcels = [one.new for one in deltas if isinstance(one.new, Parcel)]
    keys = [one.key for one in sorted(parcels, key=lambda one: (one.id != chosen, one.key))]
    rest = len(keys) - _NAMED
    return ChangeSet(name, deltas, ", ".join(keys[:_NAMED]) + (f" +{rest}" if rest > 0 else ""))
