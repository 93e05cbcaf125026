"""Answer to ``UnifyParties``: one person who is recorded several times becomes one, with all that hung on the others."""

from dataclasses import fields, replace
from typing import Any

from landdesk.domain.bonds import LINK_FIELDS, PART_FIELDS, pointed_at
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import UnifyParties
from landdesk.domain.errors import RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, Party
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext


def unify_parties(command: UnifyParties, context: EditContext) -> ChangeSet:
    """Return the deltas: the others are gone, what pointed at them points at the one kept.

    Values that the kept one lacks are taken from the others where these agree; what the kept one says holds. What would
    then stand twice (the same right, the same paper) stands once.

    Raises:
        RefusedError: A party does not exist, there is nothing to unify, or they are of different kinds.
    """
    work = context.work
    kept = work.get(Party, command.kept)
    others = [work.get(Party, one) for one in command.others if one != command.kept]
    if not others:
        raise RefusedError(
            "party.unify-one",
            Text(N_("There is nobody to unify with.")),
            remedy=Text(N_("Choose the one to keep and at least one other.")),
        )
    if len({one.kind for one in (kept, *others)} - {None}) > 1:
        raise RefusedError(
            "party.unify-kinds",
            Text(N_("A person, a couple and an organisation cannot be one land user.")),
            remedy=Text(N_("Correct the kind of land user first.")),
        )
    into = {one.id: kept.id for one in others}
    moved = _pointing(context, tuple(into))
    deltas: list[Delta] = []
    filled = _filled(kept, others)
    if filled != kept:
        deltas.append(Delta(kept, filled))
    seen = {_content(one) for one in _pointing(context, (kept.id,)).values()}
    for record in moved.values():
        changed = pointed_at(record, into)
        if _content(changed) in seen or _is_own_member(changed):
            deltas.append(Delta(record, None))
        else:
            seen.add(_content(changed))
            deltas.append(Delta(record, changed))
    deltas += [Delta(one, None) for one in others]
    return ChangeSet(command.name, tuple(deltas), "")


def _pointing(context: EditContext, parties: tuple[ObjectId, ...]) -> dict[ObjectId, AnyRecord]:
    """Return the objects that point at parties, by identifier."""
    every = (*PART_FIELDS[Party.CLASS], *LINK_FIELDS[Party.CLASS])
    return {record.id: record for _, record in context.work.pointing_at(every, parties)}


def _filled(kept: Party, others: list[Party]) -> Party:
    """Return the kept party with values that it lacks and on which the others agree."""
    values: dict[str, Any] = {}
    for field in fields(Party):
        if getattr(kept, field.name) is not None:
            continue
        said = {getattr(one, field.name) for one in others} - {None}
        if len(said) == 1:
            values[field.name] = said.pop()
    return replace(kept, **values) if values else kept


def _content(record: AnyRecord) -> tuple[Any, ...]:
    """Return what an object says without its identifier."""
    names = [one.name for one in fields(record) if one.name != "id"]
    return (record.CLASS, *(getattr(record, name) for name in names))


def _is_own_member(record: AnyRecord) -> bool:
    """Tell whether unifying made somebody a member of himself."""
    member = getattr(record, "member_id", None)
    return member is not None and member == getattr(record, "party_id", None)
