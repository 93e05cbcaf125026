"""Faults of what a parcel's record says: empty fields, keys, codes, purposes, users, disputes."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any, Final

import numpy as np

from landdesk.domain.records import (
    Certificate,
    MapSheet,
    PurposeOrigin,
    Restriction,
)
from landdesk.services.codelists import shipped_list
from landdesk.services.parcel_codes import codes_at, deep_points
from landdesk.services.training.places import EPSG
from landdesk.services.training.planted.cause import Cause, cause
from landdesk.services.training.planted.completing import LAND_LAW, SCALE
from landdesk.services.training.planted.planter import RecordPlanter

_NO_TERM: Final[dict[str, Any]] = {"term_kind": None, "term": None, "term_from": None, "term_until": None}
_RESIDENTIAL: Final = ("ONT", "ODT")
_OLD_CODES: Final = {"LUC": "LUN", "CLN": "LNC", "NTS": "TSL"}
_TWICE_LISTED: Final = "190"
"""An old number that two map sheets name."""

Change = Callable[[RecordPlanter, int], None]


def _on_parcel(planter: RecordPlanter, one: Cause, *changes: Change, is_alone: bool = False) -> None:
    """Change what a parcel has, and say that it is at fault."""
    at = planter.alone() if is_alone else planter.lot()
    if at is not None:
        for change in changes:
            change(planter, at)
        planter.answer(one.rules[0], one.code, planter.parcel(at).shape, planter.parcel(at))


def _set(**values: Any) -> Change:
    return lambda planter, at: planter.change(at, **values)


def _set_purpose(**values: Any) -> Change:
    return lambda planter, at: planter.record.change(planter.purpose(at).id, **values)


# --- what is empty ------------------------------------------------------------------------------------------


def _no_purpose(planter: RecordPlanter, at: int) -> None:
    planter.record.remove("purpose", planter.holding(at).purposes)


def _no_origin(planter: RecordPlanter, at: int) -> None:
    own = planter.purpose(at).id
    gone = [one.id for one in planter.record.all_of(PurposeOrigin) if one.purpose_id == own]
    planter.record.remove("purpose_origin", gone)


def _no_user(planter: RecordPlanter, at: int) -> None:
    """Nobody noted as land user, nor are the people known otherwise."""
    holding = planter.holding(at)
    planter.record.remove("party", {holding.holder, *holding.persons})


# --- keys and codes -----------------------------------------------------------------------------------------


def _one_key(planter: RecordPlanter, one: Cause, count: int) -> None:
    first = planter.lot()
    if first is None:
        return
    kept = planter.parcel(first)
    others = [planter.lot(lambda at: planter.parcel(at).sheet == kept.sheet) for _ in range(count - 1)]
    found = [at for at in others if at is not None]
    if len(found) == count - 1:
        for at in found:
            planter.renumber(at, str(kept.number))
        planter.answer(one.rules[0], one.code, kept.shape, kept, *map(planter.parcel, found))


def _bad_letter(planter: RecordPlanter, at: int) -> None:
    code = str(planter.parcel(at).parcel_code)
    planter.change(at, parcel_code=code[:-3] + planter.rng.choice("ailo") + code[-2:])


def _short_code(planter: RecordPlanter, at: int) -> None:
    planter.change(at, parcel_code=str(planter.parcel(at).parcel_code)[:-1])


def _code_elsewhere(planter: RecordPlanter, at: int) -> None:
    place = deep_points(np.array([planter.parcel(at).shape], dtype=object))
    planter.change(at, parcel_code=codes_at(place + planter.rng.choice((-150.0, 150.0)), EPSG)[0])


def _shared_code(planter: RecordPlanter, one: Cause) -> None:
    first, second = planter.lot(), planter.lot()
    if first is not None and second is not None:
        planter.change(second, parcel_code=planter.parcel(first).parcel_code)
        parcels = planter.parcel(first), planter.parcel(second)
        planter.answer(one.rules[0], one.code, parcels[1].shape, *parcels)


def _old_commune(planter: RecordPlanter, at: int) -> None:
    today = {unit.code for unit in shipped_list("commune")}
    old = [unit.code for unit in shipped_list("old_unit") if len(unit.code) == 5 and unit.code not in today]
    planter.change(at, commune=planter.rng.choice(old))


# --- sheets on certificates ---------------------------------------------------------------------------------


def _sheet_of_nowhere(planter: RecordPlanter, at: int) -> None:
    planter.record.change(planter.holding(at).covered, sheet=str(planter.rng.randint(901, 999)))


def _sheet_listed_twice(planter: RecordPlanter, at: int) -> None:
    sheets = planter.record.all_of(MapSheet)
    if not any(sheet.old_numbers == _TWICE_LISTED for sheet in sheets):
        # Neither is the parcel's own, which would say which of the two is meant.
        highest = max(int(sheet.number) for sheet in sheets)
        for number in (highest + 1, highest + 2):
            made = MapSheet(planter.ids(), planter.place.code, str(number), SCALE, old_numbers=_TWICE_LISTED)
            planter.record.add(made)
    planter.change(at, old_sheet=None, old_number=None)
    planter.record.change(planter.holding(at).covered, sheet=_TWICE_LISTED, number="12")


# --- purposes -----------------------------------------------------------------------------------------------


def _larger_sum(planter: RecordPlanter, one: Cause, larger: Callable[[Decimal], Decimal]) -> None:
    at = planter.lot(lambda at: planter.purpose(at).area_m2 is not None)
    if at is not None:
        purpose = planter.purpose(at)
        assert purpose.area_m2 is not None
        planter.record.change(purpose.id, area_m2=larger(purpose.area_m2))
        planter.answer(one.rules[0], one.code, planter.parcel(at).shape, planter.parcel(at))


def _on_purpose(
    planter: RecordPlanter,
    one: Cause,
    change: Callable[[str], dict[str, Any]],
    condition: Callable[[RecordPlanter, int], bool],
) -> None:
    at = planter.lot(partial(condition, planter))
    if at is not None:
        purpose = planter.purpose(at)
        planter.record.change(purpose.id, **change(purpose.land_use))
        parcel = planter.parcel(at)
        planter.answer(one.rules[0], one.code, parcel.shape, parcel, about=[purpose.id])


def _is_home(planter: RecordPlanter, at: int) -> bool:
    return planter.purpose(at).land_use in _RESIDENTIAL


def _is_no_home(planter: RecordPlanter, at: int) -> bool:
    return not _is_home(planter, at)


def _is_of_the_new_law(planter: RecordPlanter, at: int) -> bool:
    issued = planter.record.get(Certificate, planter.holding(at).certificate).issued_on
    return _is_no_home(planter, at) and str(issued) >= LAND_LAW


def _other_home(land_use: str) -> dict[str, Any]:
    return {"land_use": "ONT" if land_use == "ODT" else "ODT"}


def _old_code(land_use: str) -> dict[str, Any]:
    return {"land_use": _OLD_CODES.get(land_use, "BHK")}


# --- users, history, disputes -------------------------------------------------------------------------------


def _empty_dispute(planter: RecordPlanter, at: int) -> None:
    planter.change(at, disputed=True)
    planter.record.add(Restriction(planter.ids(), "dispute", parcel_id=planter.parcel(at).id, in_force=True))


def _of_parcel(code: str, rule: str, *changes: Change) -> Cause:
    return cause(code, rule, lambda planter, one: _on_parcel(planter, one, *changes))


def _of_purpose(
    code: str,
    rule: str,
    condition: Callable[[RecordPlanter, int], bool] = _is_no_home,
    **values: Any,
) -> Cause:
    return cause(code, rule, partial(_on_purpose, change=lambda _: values, condition=condition))


_FIELD: Final = "parcel.missing-field"
_CODE: Final = "parcel.code-wrong"

CAUSES: Final = (
    _of_parcel("missing-field/sheet", _FIELD, _set(sheet=None)),
    _of_parcel("missing-field/number", _FIELD, _set(number=None)),
    _of_parcel("missing-field/area", _FIELD, _set(legal_area_m2=None, map_area_m2=None)),
    _of_parcel("missing-field/purpose", _FIELD, _no_purpose),
    _of_parcel("missing-field/address", _FIELD, _set(address=None)),
    _of_parcel("missing-field/form", _FIELD, _set_purpose(form=None)),
    _of_parcel("missing-field/term", _FIELD, _set_purpose(**_NO_TERM)),
    _of_parcel("missing-field/origin", _FIELD, _no_origin),
    _of_parcel("missing-field/several", _FIELD, _set(address=None), _set_purpose(form=None)),
    cause("duplicate-key/two", "parcel.duplicate-key", partial(_one_key, count=2)),
    cause("duplicate-key/three", "parcel.duplicate-key", partial(_one_key, count=3)),
    _of_parcel("code-missing/none", "parcel.code-missing", _set(parcel_code=None)),
    _of_parcel("code-wrong/short", _CODE, _short_code),
    _of_parcel("code-wrong/letter", _CODE, _bad_letter),
    _of_parcel("code-wrong/elsewhere", _CODE, _code_elsewhere),
    cause("code-wrong/shared", _CODE, _shared_code),
    _of_parcel("old-commune/old", "parcel.old-commune", _old_commune),
    _of_parcel("old-commune/unknown", "parcel.old-commune", _set(commune="99999")),
    _of_parcel("sheet-unconverted/none", "parcel.sheet-unconverted", _sheet_of_nowhere),
    _of_parcel("sheet-unconverted/ambiguous", "parcel.sheet-unconverted", _sheet_listed_twice),
    cause(
        "area-sum/tenth", "purpose.area-sum", partial(_larger_sum, larger=lambda area: area + Decimal("0.1"))
    ),
    cause("area-sum/digits", "purpose.area-sum", partial(_larger_sum, larger=lambda area: area * 10)),
    _of_purpose("land-use-code/unknown", "purpose.land-use-code", land_use="XYZ"),
    cause(
        "land-use-code/old",
        "purpose.land-use-code",
        partial(_on_purpose, change=_old_code, condition=_is_of_the_new_law),
    ),
    _of_purpose("land-use-code/group", "purpose.land-use-code", land_use="CHN"),
    cause(
        "residential-kind/other",
        "purpose.residential-kind",
        partial(_on_purpose, change=_other_home, condition=_is_home),
    ),
    _of_purpose("term/unreadable", "purpose.term", **(_NO_TERM | {"term": "tạm thời"})),
    _of_purpose("term/no-day", "purpose.term", **(_NO_TERM | {"term_kind": "DEN_NGAY"})),
    _of_purpose("term/impossible", "purpose.term", **(_NO_TERM | {"term": "31/02/2043"})),
    _of_purpose(
        "term/residential",
        "purpose.term",
        _is_home,
        **(_NO_TERM | {"term_kind": "DEN_NGAY", "term_until": "2043-10-15", "term": "15/10/2043"}),
    ),
    cause(
        "no-user/none",
        "parcel.no-user",
        lambda planter, one: _on_parcel(planter, one, _no_user, is_alone=True),
    ),
    _of_parcel("dispute/none", "parcel.dispute-unrecorded", _set(disputed=True)),
    _of_parcel("dispute/empty", "parcel.dispute-unrecorded", _empty_dispute),
)
