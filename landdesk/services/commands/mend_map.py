"""Answer to ``MendMap``: faults of boundaries mended one after the other, each on what the one before left.

What cannot be mended as the others left the map is no reason to leave those unmended: the subject counts it.
"""

from dataclasses import replace

from shapely import MultiPolygon

from landdesk.domain.change import ChangeSet
from landdesk.domain.commands import MendMap
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.domain.limits import LIST, limits_of
from landdesk.i18n import N_, Text
from landdesk.services.commands.boundary_act import boundary_act
from landdesk.services.commands.context import EditContext
from landdesk.services.mending.map_menders import MAP_MENDER_OF


def mend_map(command: MendMap, context: EditContext) -> ChangeSet:
    """Return the deltas of all parcels with another boundary.

    Raises:
        InvalidInputError: A rule does not know how its findings are mended.
        RefusedError: Nothing can be mended; why the first cannot.
    """
    limits = limits_of(context.codelists[LIST])
    coverage = context.coverage
    changed: dict[ObjectId, MultiPolygon] = {}
    refusals: list[RefusedError] = []
    for fault in command.faults:
        mender = MAP_MENDER_OF.get(fault.rule)
        if mender is None:
            raise InvalidInputError(
                "mend.rule",
                Text(N_("Findings of the rule “{rule}” are not mended by themselves."), {"rule": fault.rule}),
                remedy=Text(N_("The sentence of each finding says how it is mended.")),
            )
        try:
            shapes = mender.shapes(coverage, limits, fault)
        except RefusedError as error:
            refusals.append(error)
            continue
        coverage = coverage.reshaped(shapes)
        changed |= shapes
    # What another mend has mended already is as it should be.
    left = [one for one in refusals if one.code != "mend.gone"]
    if not changed and refusals:
        raise (left or refusals)[0]
    made = boundary_act(command.name, changed, context)
    return replace(made, subject=f"{made.subject} (−{len(left)})") if left else made
