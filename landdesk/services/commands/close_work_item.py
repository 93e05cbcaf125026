"""Answer to ``CloseWorkItem``: a piece of work is done, or goes to the office again as it is."""

from dataclasses import replace

from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.clock import local_time
from landdesk.domain.commands import CloseWorkItem
from landdesk.domain.errors import RefusedError
from landdesk.domain.records import WorkItem
from landdesk.domain.sync_errors import SYNC_ERROR, closed
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext

KEYS_NAMED = 5


def close_work_item(command: CloseWorkItem, context: EditContext) -> ChangeSet:
    """Return the delta of the work item; one to be sent again stays until the office has answered.

    Raises:
        RefusedError: The item is closed already.
    """
    item = context.work.get(WorkItem, command.item_id)
    if item.state != "open":
        raise RefusedError(
            "work.closed",
            Text(N_("This work is closed already.")),
            remedy=Text(N_("There is nothing to do.")),
        )
    subject = ", ".join(sorted(context.work.keys_of(item.subjects).values())[:KEYS_NAMED])
    if item.kind == SYNC_ERROR and command.send_again:
        raise RefusedError(
            "work.not-sent",
            Text(N_("An error of the national system is not sent to the office.")),
            remedy=Text(N_("Mend it, or ask the office.")),
        )
    if item.kind == SYNC_ERROR:
        day = local_time(context.work.clock()).date().isoformat()
        return ChangeSet(command.name, (Delta(item, closed(item, day)),), subject)
    state, again = ("resent", item.subjects) if command.send_again else ("done", ())
    return ChangeSet(command.name, (Delta(item, replace(item, state=state)),), subject, resend=again)
