"""Faults that the branch's status file tells of: the register, the three blocks, operation, the group."""

from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from landdesk.services.training.planted.cause import Cause, cause
from landdesk.services.training.planted.completing import STATUS_DAY
from landdesk.services.training.planted.planter import RecordPlanter


def _on_status(planter: RecordPlanter, one: Cause, **values: Any) -> None:
    at = planter.lot()
    if at is not None:
        planter.keep_status(at, **values)
        planter.answer(one.rules[0], one.code, planter.parcel(at).shape, planter.parcel(at))


def _status(code: str, rule: str, **values: Any) -> Cause:
    return cause(code, rule, partial(_on_status, **values))


def _changed_since(planter: RecordPlanter, one: Cause) -> None:
    at = planter.lot()
    if at is not None:
        day = date.fromisoformat(STATUS_DAY) + timedelta(days=planter.rng.randint(1, 60))
        planter.completer.registration(planter.parcel(at), "transfer", day)
        planter.keep_status(at, parcel_group=None)
        planter.answer(one.rules[0], one.code, planter.parcel(at).shape, planter.parcel(at))


def _at_fault(planter: RecordPlanter, one: Cause, group: str) -> None:
    at = planter.lot()
    if at is not None:
        planter.change(at, address=None)
        planter.keep_status(at, parcel_group=group, blocks_in_sync=None)
        for rule in one.rules:
            planter.answer(rule, one.code, planter.parcel(at).shape, planter.parcel(at))


CAUSES: Final = (
    _status("not-exported/flag", "register.not-exported", register_exported=False, parcel_group=None),
    cause("outdated/registration", "register.outdated", _changed_since),
    _status("blocks-differ/flag", "sync.blocks-differ", blocks_in_sync=False, parcel_group=None),
    _status("not-operating/flag", "sync.not-operating", operating=False, parcel_group=None),
    _status("group-differs/second", "sync.group-differs", parcel_group="2"),
    cause("group-differs/first", "sync.group-differs parcel.missing-field", partial(_at_fault, group="1")),
    _status("group-differs/fit", "sync.group-differs", parcel_group="2", blocks_in_sync=None),
    cause("group-agrees/second", "parcel.missing-field", partial(_at_fault, group="2")),
)
