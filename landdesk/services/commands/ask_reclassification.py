"""Answer to ``AskReclassification``: a person says that the branch was asked to classify parcels anew.

Only the person knows: it is asked for on a screen of the national system. It holds until a status file of a later day.
"""

from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.clock import local_time
from landdesk.domain.commands import AskReclassification
from landdesk.domain.records import Parcel, WorkItem
from landdesk.domain.workflow import RECLASSIFY
from landdesk.services.commands.context import EditContext

ASKED = "asked"
"""State of a work item of this kind while it holds."""


def ask_reclassification(command: AskReclassification, context: EditContext) -> ChangeSet:
    """Return the deltas: a statement of today for each parcel, in place of an earlier one.

    Raises:
        RefusedError: A parcel does not exist, or all were asked for today already.
    """
    work = context.work
    day = local_time(work.clock()).date().isoformat()
    keys = [work.get(Parcel, one).key for one in command.parcel_ids]
    known = {item.subjects: item for item in work.work_items(ASKED)}
    deltas = []
    for parcel in command.parcel_ids:
        old = known.get((parcel,))
        identifier = work.new_id() if old is None else old.id
        deltas.append(Delta(old, WorkItem(identifier, RECLASSIFY, (parcel,), ASKED, day)))
    return ChangeSet(command.name, tuple(deltas), ", ".join(keys[:5]))
