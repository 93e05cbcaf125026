"""Answer to ``SetParcel``: attributes of one parcel, its land use as its first purpose."""

from dataclasses import replace

from landdesk.domain.canonical import clean_text
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import SetParcel, Unset
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel, Purpose
from landdesk.services.commands.context import EditContext
from landdesk.services.commands.values import area_value, land_use_code


def set_parcel(command: SetParcel, context: EditContext) -> ChangeSet:
    """Return the deltas of the parcel and of its first purpose; what is the same is left out."""
    old = context.work.get(Parcel, command.parcel_id)
    new = old
    if not isinstance(command.sheet, Unset):
        new = replace(new, sheet=clean_text(command.sheet))
    if not isinstance(command.number, Unset):
        new = replace(new, number=clean_text(command.number))
    if not isinstance(command.address, Unset):
        new = replace(new, address=clean_text(command.address))
    if not isinstance(command.legal_area_m2, Unset):
        new = replace(new, legal_area_m2=area_value(command.legal_area_m2))
    deltas = [Delta(old, new)] if new != old else []
    if not isinstance(command.land_use, Unset):
        deltas += _land_use(command.parcel_id, command.land_use, context)
    return ChangeSet(command.name, tuple(deltas), new.key)


def _land_use(parcel_id: ObjectId, land_use: str | None, context: EditContext) -> list[Delta]:
    code = land_use_code(land_use)
    purposes = context.work.purposes_of([parcel_id])
    if not purposes:
        return [Delta(None, Purpose(context.work.new_id(), parcel_id, code))] if code else []
    first = purposes[0]
    if code is None:
        return [Delta(first, None)]
    return [Delta(first, replace(first, land_use=code))] if first.land_use != code else []
