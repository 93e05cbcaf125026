"""Answer to ``WithdrawRequest``: a commune does not ask any more."""

from dataclasses import replace

from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import WithdrawRequest
from landdesk.domain.records import Request
from landdesk.domain.requests import OPEN, WITHDRAWN
from landdesk.services.commands.answer_request import settled
from landdesk.services.commands.context import EditContext


def withdraw_request(command: WithdrawRequest, context: EditContext) -> ChangeSet:
    """Return the delta of the request; one that nobody was sent is removed.

    Raises:
        RefusedError: It is settled already.
    """
    request = context.work.get(Request, command.request_id)
    if request.state not in OPEN:
        raise settled(request)
    state = context.work.states([request.id])[request.id]
    is_known = state.trunk_rev is not None or state.sent_package is not None
    new = replace(request, state=WITHDRAWN) if is_known else None
    return ChangeSet(command.name, (Delta(request, new),), request.parcel_keys or "")
